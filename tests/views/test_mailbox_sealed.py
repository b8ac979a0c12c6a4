"""What the script asks of a mailbox: sealed rows out, sealed messages in, constant shapes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from incidents.models import Message, Tip
from sealing.encoding import b64_decode, b64_encode
from sealing.kinds import Kind
from sealing.messages import Direction, message_check
from sealing.opening import json_open, wrap_open
from tests.desk_fixture import DeskKeys
from tests.submitters import Answer, SealedTip, answer, opened_message, sealed_message, sealed_tip
from vault.models import Wrap

pytestmark = pytest.mark.django_db


def call(path: str, body: object, **headers: str) -> tuple[int, dict[str, Any]]:
    """POST JSON; status and body."""
    response = raw(path, body, **headers)
    return response.status_code, json.loads(response.content)


def raw(path: str, body: object, **headers: str) -> Answer:
    return Client().generic("POST", path, json.dumps(body).encode(), content_type="application/json", headers=headers)


@pytest.fixture
def sent(desk_keys: DeskKeys) -> SealedTip:
    """A stored report."""
    made = sealed_tip(desk_keys)
    assert call("/es/sealed/", made.body)[0] == 201
    return made


def asking(sent: SealedTip) -> dict[str, Any]:
    return {"mailbox_id": b64_encode(sent.mailbox.mailbox_id)}


def test_answers_come_sealed_and_open_with_the_words_key(desk_keys: DeskKeys, sent: SealedTip) -> None:
    reply = answer(desk_keys, Tip.objects.get(), sent.mailbox, "Gracias.")
    status, body = call("/mailbox/", asking(sent))
    assert (status, body["tip"], len(body["messages"])) == (200, sent.tip.hex, 1)
    row = body["messages"][0]
    assert (row["id"], row["direction"], row["seq"], row["day"]) == (reply.id.hex, 2, 1, desk_keys.today.isoformat())
    key_id = bytes(Wrap.objects.exclude(key_id=desk_keys.epoch.key_id).get(ref=reply.id).key_id)
    wrap = b64_decode(row["wrap"])
    ck = wrap_open(seed=sent.mailbox.seed, wrap=wrap, wrap_key_id=key_id, kind=Kind.REPLY, ref=reply.id)
    value = json_open(ck=ck, envelope=b64_decode(row["envelope"]), kind=Kind.REPLY, ref=reply.id).value
    message = message_check(value, answer_key=sent.mailbox.answer_key, direction=Direction.TO_SUBMITTER, tip=sent.tip)
    assert message.text == "Gracias."


def test_own_messages_and_deleted_answers_come_without_bytes(desk_keys: DeskKeys, sent: SealedTip) -> None:
    reply = answer(desk_keys, Tip.objects.get(), sent.mailbox, "Gracias.")
    call("/mailbox/messages/", sealed_message(desk_keys, sent.tip, sent.mailbox, "Eran cuatro."))
    assert call("/mailbox/read/", asking(sent) | {"messages": [reply.id.hex]}) == (200, {"code": "deleted"})
    rows = call("/mailbox/", asking(sent))[1]["messages"]
    assert [(row["direction"], row["seq"], row["envelope"], row["wrap"]) for row in rows] == [
        (1, 1, "", ""),
        (2, 1, "", ""),
    ]


def test_a_sealed_message_is_stored_once_however_often_it_is_sent(desk_keys: DeskKeys, sent: SealedTip) -> None:
    body = sealed_message(desk_keys, sent.tip, sent.mailbox, "Eran cuatro.")
    assert [call("/mailbox/messages/", body) for _ in range(2)] == [(201, {"code": "stored"})] * 2
    message = Message.objects.get()
    assert opened_message(desk_keys, message)["text"] == "Eran cuatro."
    assert (message.sealed_by, message.seq, Wrap.objects.filter(kind=Kind.MESSAGE).count()) == ("browser", 1, 1)


def test_a_number_is_used_once(desk_keys: DeskKeys, sent: SealedTip) -> None:
    for text, expected in (("una", (201, {"code": "stored"})), ("otra", (409, {"code": "conflict"}))):
        assert call("/mailbox/messages/", sealed_message(desk_keys, sent.tip, sent.mailbox, text)) == expected
    assert Message.objects.count() == Wrap.objects.filter(kind=Kind.MESSAGE).count() == 1


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"seq": 0}, (400, "malformed")),
        ({"seq": 201}, (409, "full")),
        ({"seq": True}, (400, "malformed")),
        ({"seq": "1"}, (400, "malformed")),
        ({"seq": 1.0}, (400, "malformed")),
        ({"message": "00" * 16}, (400, "malformed")),
        ({"envelope": ""}, (400, "malformed")),
        ({"wrap": b64_encode(bytes(5))}, (400, "malformed")),
        ({"epoch": b64_encode(bytes(16))}, (409, "epoch")),
        ({"mailbox_id": b64_encode(bytes(16))}, (404, "none")),
        ({"mailbox_id": b64_encode(bytes(17))}, (400, "malformed")),
    ],
)
def test_a_message_of_another_shape_is_refused(
    change: dict[str, Any], expected: tuple[int, str], desk_keys: DeskKeys, sent: SealedTip
) -> None:
    body = sealed_message(desk_keys, sent.tip, sent.mailbox, "Eran cuatro.") | change
    status, answered = call("/mailbox/messages/", body)
    assert (status, answered["code"]) == expected
    assert not Message.objects.exists()


def test_a_report_cannot_be_sent_as_a_message(desk_keys: DeskKeys, sent: SealedTip) -> None:
    body = sealed_message(desk_keys, sent.tip, sent.mailbox, "Eran cuatro.")
    assert call("/mailbox/messages/", body | {"message": sent.tip.hex, "envelope": sent.body["envelope"]})[0] == 400


def test_row_13_closed_and_never_made_are_the_same_bytes_on_every_path(desk_keys: DeskKeys, sent: SealedTip) -> None:
    never = sealed_tip(desk_keys)
    assert call("/mailbox/close/", asking(sent)) == (200, {"code": "closed"})
    bodies: dict[str, dict[str, Any]] = {"/mailbox/": {}, "/mailbox/close/": {}, "/mailbox/read/": {"messages": []}}
    for path, more in bodies.items():
        closed, unknown = raw(path, asking(sent) | more), raw(path, asking(never) | more)
        assert (closed.status_code, closed.content) == (unknown.status_code, unknown.content)
        assert closed.status_code == 404
        assert dict(closed.headers) == dict(unknown.headers)
    written = [
        raw("/mailbox/messages/", sealed_message(desk_keys, of.tip, of.mailbox, "¿Hola?")) for of in (sent, never)
    ]
    assert written[0].content == written[1].content
    assert Tip.objects.get().mailbox is None


def test_nobody_deletes_answers_of_another_mailbox(desk_keys: DeskKeys, sent: SealedTip) -> None:
    reply = answer(desk_keys, Tip.objects.get(), sent.mailbox, "Gracias.")
    other = sealed_tip(desk_keys)
    call("/es/sealed/", other.body)
    assert call("/mailbox/read/", asking(other) | {"messages": [reply.id.hex]})[0] == 200
    assert Wrap.objects.filter(ref=reply.id).count() == 2


@pytest.mark.parametrize("messages", [None, "x", {}, ["zz"], [1], ["00" * 16] * 201])
def test_a_list_of_another_shape_is_refused(messages: object, sent: SealedTip) -> None:
    assert call("/mailbox/read/", asking(sent) | {"messages": messages})[0] == 400


@pytest.mark.parametrize("path", ["/mailbox/", "/mailbox/messages/", "/mailbox/read/", "/mailbox/close/"])
def test_rows_6_and_7_foreign_origins_are_refused_and_nothing_is_stored_by_browsers(path: str, sent: SealedTip) -> None:
    response = raw(path, asking(sent), Origin="https://elsewhere.example")
    assert response.status_code == 403
    assert response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers
    assert Client().get(path).status_code == 405


def test_row_11_a_mailbox_s_answer_is_padded_to_a_class(desk_keys: DeskKeys, sent: SealedTip) -> None:
    empty = len(raw("/mailbox/", asking(sent)).content)
    answer(desk_keys, Tip.objects.get(), sent.mailbox, "Gracias.")
    assert empty == len(raw("/mailbox/", asking(sent)).content) == 16 * 1024
