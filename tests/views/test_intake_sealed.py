"""A report that the browser sealed: checked without a key, stored once however often it is sent."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from incidents.models import Tip
from sealing.encoding import b64_decode, b64_encode
from sealing.envelopes import json_seal
from sealing.kinds import Kind
from tests.desk_fixture import DeskKeys
from tests.submitters import TEXT, Answer, opened_tip, sealed_tip
from vault.models import Epoch, Wrap

pytestmark = pytest.mark.django_db


def send(body: Any, lang: str = "es", **headers: str) -> Answer:
    """POST as the script does."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Client().generic("POST", f"/{lang}/sealed/", data, content_type="application/json", headers=headers)


def code(response: Answer) -> str:
    return str(json.loads(response.content)["code"])


def test_a_sealed_report_is_stored_and_only_the_desk_can_read_it(desk_keys: DeskKeys) -> None:
    sent = sealed_tip(desk_keys, lane="urgent")
    response = send(sent.body, Origin="http://testserver")
    assert (response.status_code, code(response)) == (201, "stored")
    tip = Tip.objects.get(id=sent.tip)
    assert opened_tip(desk_keys, tip)["text"] == TEXT
    assert (tip.sealed_by, tip.lane, tip.epoch_id) == ("browser", "urgent", desk_keys.epoch.id)
    assert tip.urgent_since is not None
    assert tip.urgent_since.minute == 0
    assert bytes(tip.mailbox or b"") == sent.mailbox.stored_id


def test_the_same_report_sent_again_is_one_report(desk_keys: DeskKeys) -> None:
    sent = sealed_tip(desk_keys)
    first, second = send(sent.body), send(sent.body, lang="fr")
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert (Tip.objects.count(), Wrap.objects.filter(kind=Kind.TIP).count()) == (1, 1)


def test_a_repetition_is_answered_after_the_epoch_has_closed_or_the_mailbox(desk_keys: DeskKeys) -> None:
    sent = sealed_tip(desk_keys)
    send(sent.body)
    Epoch.objects.update(destroyed_on=desk_keys.today)
    Tip.objects.update(mailbox=None)
    assert send(sent.body).status_code == 201


@pytest.mark.parametrize("changed", ["envelope", "wrap", "mailbox", "epoch"])
def test_other_bytes_under_the_same_id_are_refused(changed: str, desk_keys: DeskKeys) -> None:
    sent = sealed_tip(desk_keys)
    send(sent.body)
    data = bytearray(b64_decode(sent.body[changed]))
    data[-1] ^= 1
    response = send(sent.body | {changed: b64_encode(bytes(data))})
    assert (response.status_code, code(response)) == (409, "conflict")
    assert opened_tip(desk_keys, Tip.objects.get())["text"] == TEXT


def test_a_mailbox_belongs_to_one_report(desk_keys: DeskKeys) -> None:
    first, second = sealed_tip(desk_keys), sealed_tip(desk_keys)
    send(first.body)
    response = send(second.body | {"mailbox": first.body["mailbox"]})
    assert (response.status_code, code(response)) == (409, "conflict")
    assert Tip.objects.get().id == first.tip


def _envelope(sent: bytes, what: str) -> bytes:
    changes = {
        "magic": b"vigia" + sent[5:],
        "version": sent[:5] + b"\x21" + sent[6:],
        "suite of files": sent[:5] + b"\x12" + sent[6:],
        "kind": sent[:6] + b"\x02" + sent[7:],
        "ref": sent[:7] + bytes(16) + sent[23:],
        "one byte short": sent[:-1],
        "one byte more": sent + b"\0",
        "no chunk": sent[:74],
        "header cut": sent[:40],
        "below the floor": sent[: 74 + 16 + 2048],
        "no size of padding's": sent + bytes(65),
        "empty": b"",
    }
    return changes[what]


@pytest.mark.parametrize(
    "what",
    ["magic", "version", "suite of files", "kind", "ref", "one byte short", "one byte more", "no chunk", "header cut",
     "below the floor", "no size of padding's", "empty"],
)  # fmt: skip
def test_row_11_an_envelope_of_another_shape_or_size_is_refused(what: str, desk_keys: DeskKeys) -> None:
    sent = sealed_tip(desk_keys)
    changed = _envelope(b64_decode(sent.body["envelope"]), what)
    response = send(sent.body | {"envelope": b64_encode(changed)})
    assert (response.status_code, code(response)) == (400, "malformed")
    assert not Tip.objects.exists()


@pytest.mark.parametrize("length", [1, 3000, 4092, 4093, 60_000, 65_532, 65_533, 90_000])
def test_every_size_that_sealing_makes_is_taken(length: int, desk_keys: DeskKeys) -> None:
    sent = sealed_tip(desk_keys)
    sealed = json_seal(kind=Kind.TIP, ref=sent.tip, value={"text": "x" * (length - 11)} if length > 11 else {})
    assert send(sent.body | {"envelope": b64_encode(sealed.envelope)}).status_code == 201


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("tip", "00" * 16), ("tip", "zz" * 16), ("tip", 7), ("tip", None), ("tip", "AB" * 16),
        ("lane", "noise"), ("lane", "URGENT"), ("lane", ""), ("lane", ["urgent"]), ("lane", None),
        ("wrap", ""), ("wrap", b64_encode(bytes(1167))), ("wrap", b64_encode(bytes(1169))), ("wrap", "="), ("wrap", {}),
        ("epoch", ""), ("epoch", b64_encode(bytes(15))), ("epoch", 1),
        ("mailbox", b64_encode(bytes(16))), ("mailbox", b64_encode(bytes(33))), ("mailbox", None),
        ("envelope", 5), ("envelope", "++++"), ("more", "field"),
    ],
)  # fmt: skip
def test_a_field_of_another_shape_is_refused(field: str, value: object, desk_keys: DeskKeys) -> None:
    response = send(sealed_tip(desk_keys).body | {field: value})
    assert (response.status_code, code(response)) == (400, "malformed")
    assert not Tip.objects.exists()


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b'"x"', b"[" * 50_000, b"\xff", b"{}"])
def test_a_body_that_is_not_our_object_is_refused(body: bytes, desk_keys: DeskKeys) -> None:
    response = send(body)
    assert (response.status_code, code(response)) == (400, "malformed")


def test_a_missing_field_is_refused(desk_keys: DeskKeys) -> None:
    body = sealed_tip(desk_keys).body
    for name in body:
        assert send({k: v for k, v in body.items() if k != name}).status_code == 400


@pytest.mark.parametrize("state", ["unknown", "not yet", "no more", "destroyed"])
def test_another_epoch_is_refused_visibly(state: str, desk_keys: DeskKeys) -> None:
    sent = sealed_tip(desk_keys)
    day = timedelta(days=1)
    if state == "unknown":
        sent.body["epoch"] = b64_encode(b"\1" * 16)
    elif state == "destroyed":
        Epoch.objects.update(destroyed_on=desk_keys.today)
    else:
        days = (day, 40 * day) if state == "not yet" else (-40 * day, -day)
        other, _ = desk_keys.new_epoch(desk_keys.today + days[0], desk_keys.today + days[1])
        desk_keys.publish("public", desk_keys.public_body([desk_keys.epoch, other]))
        sent.body["epoch"] = b64_encode(other.key_id)
    response = send(sent.body)
    assert (response.status_code, code(response)) == (409, "epoch")
    assert not Tip.objects.exists()


def test_row_6_a_foreign_origin_is_refused(desk_keys: DeskKeys) -> None:
    body = sealed_tip(desk_keys).body
    assert code(send(body, Origin="https://elsewhere.example")) == "origin"
    assert code(send(body, **{"Sec-Fetch-Site": "cross-site"})) == "origin"
    assert not Tip.objects.exists()


def test_row_15_too_many_bytes_are_refused_unread(desk_keys: DeskKeys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PUBLIC_BODY_LIMIT", 1000)
    response = send(sealed_tip(desk_keys).body)
    assert (response.status_code, code(response)) == (413, "large")


def test_row_11_every_answer_to_the_script_has_one_size(desk_keys: DeskKeys) -> None:
    body = sealed_tip(desk_keys).body
    answers = [
        send(body),
        send(body),
        send(body | {"lane": "x"}),
        send(b""),
        send(body, Origin="https://elsewhere.example"),
    ]
    assert {len(response.content) for response in answers} == {16 * 1024}
