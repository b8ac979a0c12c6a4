"""Answers without scripts: words in, conversation out, nothing of either kept."""

from __future__ import annotations

import re
from datetime import timedelta
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from incidents.models import Message, Tip
from incidents.services import mailbox_plain
from incidents.services.intake import MOST_TEXT
from incidents.services.mailbox import MOST_MESSAGES
from sealing import opening, receipts
from sealing.kinds import Kind
from sealing.messages import Direction, message_check
from sealing.receipts import MailboxKeys, derive, receipt_make, receipt_read
from sealing.types import AnswerKey
from tests.desk_fixture import DeskKeys
from tests.submitters import Answer, answer, opened_message, words_of
from vault.models import Wrap

pytestmark = pytest.mark.django_db

REPLY = "Gracias por contarlo.\n\n¿Tenía números pintados?"


class Submitter:
    """Somebody with ten words and a browser without scripts."""

    def __init__(self, desk: DeskKeys) -> None:
        self.words = words_of(Client().post("/es/", {"text": "Bajó una avioneta."}))
        self.mailbox: MailboxKeys = derive(desk.salt, receipt_read(self.words)[0])
        self.tip = Tip.objects.get(mailbox=self.mailbox.stored_id)

    def open(self, words: str | None = None, **more: str) -> Answer:
        return Client().post("/es/answers/", {"words": words or self.words, **more})

    def press(self, page: Answer, button: str, **more: object) -> Answer:
        html = page.content.decode()
        fields: dict[str, object] = {"do": button, "seen": re.findall(r'name="seen" value="(\w+)"', html)}
        for name in ("ticket", "draft"):
            fields[name] = re.findall(rf'name="{name}" value="([^"]+)"', html)[0]
        return Client().post("/es/answers/", fields | more)


@pytest.fixture
def submitter(desk_keys: DeskKeys) -> Submitter:
    return Submitter(desk_keys)


def test_an_authentic_answer_is_read(desk_keys: DeskKeys, submitter: Submitter) -> None:
    answer(desk_keys, submitter.tip, submitter.mailbox, REPLY)
    response = submitter.open()
    assert response.status_code == 200
    assert REPLY in response.content.decode()
    assert response.headers["Cache-Control"] == "no-store"
    assert "Content-Encoding" not in response.headers


@pytest.mark.parametrize(
    "spell",
    [
        str.upper,
        lambda words: " ".join(word[:4] for word in words.split()),
        lambda words: ", ".join(words.split()) + ".",
        lambda words: "\n".join(f"{n}. {word}" for n, word in enumerate(words.split(), 1)),
        lambda words: "  " + words.replace("á", "a").replace("é", "e").replace("í", "i").replace("ñ", "n") + "  ",
    ],
)
def test_words_are_read_as_people_write_them(spell, desk_keys: DeskKeys, submitter: Submitter) -> None:  # type: ignore[no-untyped-def]  # a spelling
    assert submitter.open(spell(submitter.words)).status_code == 200


def test_a_slip_is_pointed_out_before_anything_is_asked(submitter: Submitter) -> None:
    words = submitter.words.split()
    with patch.object(mailbox_plain, "mailbox_rows") as asked:
        response = submitter.open(" ".join([words[0], "zzzzx", *words[2:]]))
        assert response.status_code == 400
        assert "La palabra 2, «zzzzx», no está en la lista." in response.content.decode()
        assert words[5] in response.content.decode(), "what was typed is kept"
        assert "diez palabras" in submitter.open(" ".join(words[:9])).content.decode()
        swapped = submitter.open(" ".join([*words[1:], words[0]]))
        assert swapped.status_code in (400, 404)
        asked.assert_not_called()


def test_row_13_closed_unknown_and_never_made_are_the_same_bytes_after_the_same_work(
    desk_keys: DeskKeys, submitter: Submitter
) -> None:
    def work(words: str) -> tuple[bytes, int, list[str]]:
        done: list[str] = []
        real_wrap, real_derive = opening.wrap_open, receipts.derive

        def wrap_open(**given: object) -> object:
            done.append("opening")
            return real_wrap(**given)  # type: ignore[arg-type]  # handed on as given

        def derived(salt: bytes, entropy: bytes) -> MailboxKeys:
            done.append("derivation")
            return real_derive(salt, entropy)

        with patch.object(mailbox_plain, "wrap_open", wrap_open), patch.object(mailbox_plain, "derive", derived):
            response = submitter.open(words)
        shown = response.content.replace(words.encode(), b"WORDS")
        return shown.rstrip(), response.status_code, done

    answer(desk_keys, submitter.tip, submitter.mailbox, REPLY)
    assert submitter.press(submitter.open(), "close").status_code == 200
    closed, unknown, another = (work(words) for words in (submitter.words, receipt_make("es"), receipt_make("es")))
    assert closed == unknown == another
    assert closed[1:] == (404, ["derivation", "opening"])


def test_row_16_a_forged_answer_is_not_shown(desk_keys: DeskKeys, submitter: Submitter) -> None:
    answer(desk_keys, submitter.tip, submitter.mailbox, REPLY)
    answer(desk_keys, submitter.tip, submitter.mailbox, "Venga solo al puente", seq=2, answer_key=AnswerKey(b"\1" * 32))
    html = submitter.open().content.decode()
    assert REPLY in html
    assert "Venga solo" not in html
    assert "Esta respuesta no se muestra" in html


def test_row_16_a_replayed_answer_is_not_shown_and_a_gap_is_said(desk_keys: DeskKeys, submitter: Submitter) -> None:
    answer(desk_keys, submitter.tip, submitter.mailbox, "la de antes", seq=3, sealed_seq=1)
    html = submitter.open().content.decode()
    assert "la de antes" not in html
    assert re.search(r"data-missing>", html), "answers 1 and 2 were held back"
    Message.objects.filter(direction=2).delete()
    answer(desk_keys, submitter.tip, submitter.mailbox, REPLY)
    assert re.search(r"data-missing hidden>", submitter.open().content.decode())


def test_writing_back_reaches_the_desk_sealed_and_proved(desk_keys: DeskKeys, submitter: Submitter) -> None:
    page = submitter.open()
    for number, text in enumerate(["Eran cuatro.", "Llevaban radios."], 1):
        page = submitter.press(page, "write", text=text)
        assert page.status_code == 201
        message = Message.objects.get(tip=submitter.tip, direction=1, seq=number)
        value = opened_message(desk_keys, message)
        proved = message_check(
            value, answer_key=submitter.mailbox.answer_key, direction=Direction.TO_DESK, tip=submitter.tip.id
        )
        assert (proved.seq, proved.text) == (number, text)
        assert (message.sealed_by, message.seen, message.maker) == ("arrival", False, None)
        assert text not in page.content.decode()


def test_the_same_page_sent_twice_is_one_message(submitter: Submitter) -> None:
    page = submitter.open()
    for _ in range(2):
        assert submitter.press(page, "write", text="Eran cuatro.").status_code == 201
    assert Message.objects.count() == 1


@pytest.mark.parametrize(("text", "status"), [("", 400), ("x" * (MOST_TEXT + 5), 413)])
def test_a_message_that_cannot_go_stays_on_the_page(text: str, status: int, submitter: Submitter) -> None:
    response = submitter.press(submitter.open(), "write", text=text)
    assert response.status_code == status
    assert text in response.content.decode()
    assert not Message.objects.exists()


def test_a_full_mailbox_keeps_the_text(desk_keys: DeskKeys, submitter: Submitter) -> None:
    page = submitter.open()
    Message.objects.create(
        id=uuid4(), tip=submitter.tip, direction=1, seq=MOST_MESSAGES, day=desk_keys.today, sealed_by="arrival",
        envelope=b"", epoch_id=desk_keys.epoch.id,
    )  # fmt: skip
    response = submitter.press(page, "write", text="Una más")
    assert response.status_code == 409
    assert "Una más" in response.content.decode()


def test_deleting_takes_away_what_was_shown_and_nothing_since(desk_keys: DeskKeys, submitter: Submitter) -> None:
    read = answer(desk_keys, submitter.tip, submitter.mailbox, REPLY)
    page = submitter.open()
    since = answer(desk_keys, submitter.tip, submitter.mailbox, "La segunda", seq=2)
    html = submitter.press(page, "delete").content.decode()
    assert REPLY not in html
    assert "La segunda" in html
    assert "data-missing hidden" in html, "what one deleted oneself is no gap"
    assert [bytes(w.key_id) for w in Wrap.objects.filter(kind=Kind.REPLY, ref=read.id)] == [desk_keys.epoch.key_id]
    assert Wrap.objects.filter(kind=Kind.REPLY, ref=since.id).count() == 2


def test_nobody_deletes_answers_of_another_mailbox(desk_keys: DeskKeys, submitter: Submitter) -> None:
    other = Submitter(desk_keys)
    theirs = answer(desk_keys, other.tip, other.mailbox, REPLY)
    submitter.press(submitter.open(), "delete", seen=[theirs.id.hex])
    assert Wrap.objects.filter(kind=Kind.REPLY, ref=theirs.id).count() == 2


def test_closing_leaves_the_report_and_no_way_back(desk_keys: DeskKeys, submitter: Submitter) -> None:
    reply = answer(desk_keys, submitter.tip, submitter.mailbox, REPLY)
    page = submitter.open()
    assert "La conversación está cerrada" in submitter.press(page, "close").content.decode()
    submitter.tip.refresh_from_db()
    assert submitter.tip.mailbox is None
    assert Wrap.objects.filter(kind=Kind.REPLY, ref=reply.id).count() == 1
    assert submitter.press(page, "write", text="¿Hola?").status_code == 404, (
        "an open page's ticket opens nothing either"
    )
    assert not Message.objects.filter(direction=1).exists()


def test_a_ticket_ends_after_twenty_minutes_and_the_text_is_kept(submitter: Submitter) -> None:
    page = submitter.open()
    later = timezone.now() + timedelta(minutes=20, seconds=1)
    with patch("django.utils.timezone.now", return_value=later):
        response = submitter.press(page, "write", text="Eran cuatro.")
    assert response.status_code == 400
    assert "Eran cuatro." in response.content.decode()
    assert not Message.objects.exists()
    again = submitter.open(text="Eran cuatro.")
    assert "Eran cuatro.</textarea>" in again.content.decode(), "the kept text goes on to the opened page"


def test_a_ticket_is_worth_nothing_once_the_web_tier_forgot_its_key(submitter: Submitter) -> None:
    page = submitter.open()
    cache.clear()
    assert submitter.press(page, "close").status_code == 400
    assert submitter.open().status_code == 200


def test_row_6_a_foreign_origin_opens_and_closes_nothing(submitter: Submitter) -> None:
    page = submitter.open()
    ticket = re.findall(r'name="ticket" value="([^"]+)"', page.content.decode())[0]
    foreign = Client(headers={"Origin": "https://elsewhere.example"})
    assert foreign.post("/es/answers/", {"ticket": ticket, "do": "close"}).status_code == 403
    assert foreign.post("/es/answers/", {"words": submitter.words}).status_code == 403
    submitter.tip.refresh_from_db()
    assert submitter.tip.mailbox is not None


def test_row_14_neither_words_nor_ticket_stand_in_an_address(submitter: Submitter) -> None:
    page = submitter.open()
    assert "Location" not in page.headers
    for address in re.findall(r'(?:href|action|src)="([^"]+)"', page.content.decode()):
        assert not set(submitter.words.split()) & set(re.split(r"\W+", address))
        assert "?" not in address
