"""The desk's API over tips, drafts and incidents, with bodies sealed as the pages seal them."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from audit.actions import AuditAction
from audit.models import AuditEvent
from incidents.choices import TipState
from incidents.models import Draft, Incident, Message, Tip
from sealing.encoding import b64_decode, b64_encode, ref_hex
from sealing.envelopes import json_seal
from sealing.keys import index_key, key_id
from sealing.kinds import Kind
from sealing.makers import maker_sign, maker_verify
from sealing.messages import Direction, message_check, message_value
from sealing.opening import index_wrap_open, json_open, wrap_open
from sealing.receipts import derive, receipt_read
from sealing.types import AnswerKey, EpochSeed
from sealing.wraps import wrap_seal
from tests import desk_acts as acts
from tests.cast import StaffClient, signed_in
from tests.desk_fixture import DeskKeys
from vault.models import Wrap


@pytest.fixture
def worker_client(desk_keys: DeskKeys) -> StaffClient:
    return signed_in(desk_keys.cast.case_worker)


def sealed_body(desk: DeskKeys, kind: Kind, value: dict[str, Any]) -> dict[str, Any]:
    stored, _sealed = acts.sealed_by(desk, desk.cast.case_worker, kind, value)
    return {
        "id": str(stored.id),
        "epoch": str(stored.epoch.id),
        "envelope": b64_encode(stored.envelope),
        "wrap": b64_encode(stored.wrap),
        "maker": b64_encode(stored.maker),
        "signature": b64_encode(stored.signature),
    }


def reply_body(desk: DeskKeys, tip: Tip, seq: int, text: str) -> dict[str, Any]:
    """What the page sends: sealed to the mailbox key found inside the tip, and to the epoch."""
    inside = acts.opened(desk, Kind.TIP, tip.id, bytes(tip.envelope))
    value = message_value(
        answer_key=AnswerKey(b64_decode(inside["answer_key"])),
        direction=Direction.TO_SUBMITTER,
        tip=tip.id,
        seq=seq,
        text=text,
    )
    sealed = json_seal(kind=Kind.REPLY, ref=uuid4(), value=value)
    mark = maker_sign(sign_seed=desk.seeds[desk.cast.case_worker.id].sign, sealed=sealed)
    mailbox = b64_decode(inside["mailbox"])
    return {
        "seq": seq,
        "sealed": {
            "id": str(sealed.ref),
            "epoch": str(desk.epoch.id),
            "envelope": b64_encode(sealed.envelope),
            "wrap": b64_encode(wrap_seal(ck=sealed.ck, recipient=desk.epoch.key, kind=Kind.REPLY, ref=sealed.ref)),
            "maker": b64_encode(mark.key_id),
            "signature": b64_encode(mark.signature),
        },
        "mailbox_key_id": b64_encode(key_id(mailbox)),
        "mailbox_wrap": b64_encode(wrap_seal(ck=sealed.ck, recipient=mailbox, kind=Kind.REPLY, ref=sealed.ref)),
    }


def test_the_inbox_opens_through_the_index_key(desk_keys: DeskKeys, worker_client: StaffClient) -> None:
    tip = acts.tip_analysed(desk_keys, danger=True)
    row = worker_client.get("/desk/api/tips").json()["rows"][0]
    assert (row["id"], row["lane"], row["urgent_answered"]) == (str(tip.id), "urgent", False)
    ref = UUID(row["index"]["id"])
    ck = index_wrap_open(
        index_key=index_key(EpochSeed(desk_keys.epoch_seed)),
        wrap=b64_decode(row["index"]["wrap"]),
        kind=Kind.INDEX_ROW,
        ref=ref,
    )
    envelope = b64_decode(row["index"]["envelope"])
    opened = json_open(ck=ck, envelope=envelope, kind=Kind.INDEX_ROW, ref=ref)
    maker_verify(
        public=desk_keys.worker.sign_key,
        envelope=envelope,
        ck=ck,
        content=opened.content,
        signature=b64_decode(row["index"]["signature"]),
    )
    assert opened.value["tip"] == ref_hex(tip.id)
    assert opened.value["title"]


def test_a_tip_that_is_not_analysed_is_there_all_the_same(desk_keys: DeskKeys, worker_client: StaffClient) -> None:
    tip, _words = acts.tip_sent()
    row = worker_client.get("/desk/api/tips").json()["rows"][0]
    assert (row["id"], row["analysis"], row["index"]) == (str(tip.id), "owed", None)
    full = worker_client.get(f"/desk/api/tips/{tip.id}").json()
    assert full["sealed"]["wrap"]
    assert full["triage"] is None


def test_opening_a_tip_is_recorded(desk_keys: DeskKeys, worker_client: StaffClient) -> None:
    tip, _words = acts.tip_sent()
    worker_client.get(f"/desk/api/tips/{tip.id}")
    event = AuditEvent.objects.get(action=AuditAction.TIP_OPEN)
    assert (event.actor, event.subject) == (desk_keys.cast.case_worker.id.hex, tip.id.hex)


def test_a_reply_reaches_the_mailbox(desk_keys: DeskKeys, worker_client: StaffClient) -> None:
    tip, words = acts.tip_sent(danger=True)
    path = f"/desk/api/tips/{tip.id}/replies"
    assert worker_client.post_json(path, reply_body(desk_keys, tip, 1, "Gracias.")).status_code == 201
    message = Message.objects.get()
    entropy, _lang = receipt_read(words)
    mailbox = derive(desk_keys.salt, entropy)
    own = key_id(mailbox.public)
    row = Wrap.objects.get(kind=Kind.REPLY, ref=message.id, key_id=own)
    ck = wrap_open(seed=mailbox.seed, wrap=bytes(row.wrap), wrap_key_id=own, kind=Kind.REPLY, ref=message.id)
    opened = json_open(ck=ck, envelope=bytes(message.envelope), kind=Kind.REPLY, ref=message.id)
    found = message_check(opened.value, answer_key=mailbox.answer_key, direction=Direction.TO_SUBMITTER, tip=tip.id)
    assert (found.seq, found.text) == (1, "Gracias.")
    tip.refresh_from_db()
    assert tip.urgent_answered is not None


def test_two_answers_at_once_do_not_overwrite_each_other(desk_keys: DeskKeys, worker_client: StaffClient) -> None:
    tip, _words = acts.tip_sent()
    path = f"/desk/api/tips/{tip.id}/replies"
    assert worker_client.post_json(path, reply_body(desk_keys, tip, 1, "Uno.")).status_code == 201
    answer = worker_client.post_json(path, reply_body(desk_keys, tip, 1, "Otro."))
    assert (answer.status_code, answer.json()["code"]) == (409, "seq_taken")
    assert Message.objects.count() == 1


def test_nobody_answers_into_a_closed_mailbox(desk_keys: DeskKeys, worker_client: StaffClient) -> None:
    tip, _words = acts.tip_sent()
    body = reply_body(desk_keys, tip, 1, "Gracias.")
    Tip.objects.update(mailbox=None)
    answer = worker_client.post_json(f"/desk/api/tips/{tip.id}/replies", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "mailbox_closed")


def test_what_a_colleague_sealed_is_not_taken_as_mine(desk_keys: DeskKeys) -> None:
    tip, _words = acts.tip_sent()
    other = signed_in(desk_keys.cast.second_case_worker)
    answer = other.post_json(f"/desk/api/tips/{tip.id}/replies", reply_body(desk_keys, tip, 1, "Gracias."))
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


def test_a_draft_is_kept_sealed_and_goes_with_the_tip(desk_keys: DeskKeys, worker_client: StaffClient) -> None:
    tip, _words = acts.tip_sent()
    key = desk_keys.seeds[desk_keys.cast.case_worker.id].seal_key
    sealed = json_seal(kind=Kind.DRAFT, ref=uuid4(), value={"v": 1, "text": "borrador"})
    body = {
        "id": str(sealed.ref),
        "envelope": b64_encode(sealed.envelope),
        "key_id": b64_encode(key_id(key)),
        "wrap": b64_encode(wrap_seal(ck=sealed.ck, recipient=key, kind=Kind.DRAFT, ref=sealed.ref)),
    }
    assert worker_client.put_json(f"/desk/api/drafts/{tip.id}", body).status_code == 204
    found = worker_client.get(f"/desk/api/drafts/{tip.id}").json()
    assert found["envelope"] == body["envelope"]
    assert signed_in(desk_keys.cast.lead).get(f"/desk/api/drafts/{tip.id}").status_code == 404
    worker_client.delete(f"/desk/api/tips/{tip.id}")
    assert not Draft.objects.exists()
    assert not Wrap.objects.exclude(kind=Kind.EPOCH_SEED).exists()


def test_an_incident_holds_its_tips(desk_keys: DeskKeys, worker_client: StaffClient) -> None:
    tips = [acts.tip_analysed(desk_keys) for _ in range(2)]
    id = uuid4()
    value = {"v": 1, "type": "incident", "incident": ref_hex(id), "title": "Botes", "note": "", "tips": []}
    body = {
        "id": str(id),
        "tips": [str(tip.id) for tip in tips],
        "content": sealed_body(desk_keys, Kind.CASE_CONTENT, value),
    }
    made = worker_client.post_json("/desk/api/incidents", body)
    assert (made.status_code, made.json()["number"]) == (201, "INC-001")
    again = worker_client.post_json("/desk/api/incidents", body)
    assert (again.status_code, Incident.objects.count()) == (201, 1)
    assert {tip.state for tip in Tip.objects.all()} == {TipState.IN_CASE}
    answer = worker_client.delete(f"/desk/api/tips/{tips[0].id}")
    assert (answer.status_code, answer.json()["code"]) == (409, "in_case")
    change = {"tips": [str(tips[1].id)], "content": sealed_body(desk_keys, Kind.CASE_CONTENT, value)}
    assert worker_client.put_json(f"/desk/api/incidents/{id}", change).status_code == 200
    tips[0].refresh_from_db()
    assert tips[0].state == TipState.TRIAGED
    # The former note went with its wrap.
    assert Wrap.objects.filter(kind=Kind.CASE_CONTENT).count() == 1


def test_a_request_that_is_not_understood_is_not_repeated(desk_keys: DeskKeys, worker_client: StaffClient) -> None:
    tip, _words = acts.tip_sent()
    answer = worker_client.post_json(f"/desk/api/tips/{tip.id}/lane", {"carril": "Aurelio Tamani"})
    assert answer.status_code == 422
    assert b"Aurelio" not in answer.content


def test_the_mark_changes_with_a_tip_and_tells_nothing_else(desk_keys: DeskKeys, worker_client: StaffClient) -> None:
    before = worker_client.get("/desk/api/tips/mark").json()
    acts.tip_sent(danger=True)
    after = worker_client.get("/desk/api/tips/mark").json()
    assert before["mark"] != after["mark"]
    assert set(after) == {"mark", "worker_silent", "urgent_open"}
    assert (before["urgent_open"], after["urgent_open"]) == (0, 1)


def test_the_page_says_when_the_worker_is_silent(desk_keys: DeskKeys, worker_client: StaffClient) -> None:
    from incidents.services.upkeep import worker_pulse

    assert worker_client.get("/desk/api/tips/mark").json()["worker_silent"] is True
    worker_pulse(worker=acts.worker_of(desk_keys), now=timezone.now())
    assert worker_client.get("/desk/api/tips/mark").json()["worker_silent"] is False
