"""Journey 1: no scripts at all. Read, report, ten words, an answer, an answer back, delete, close."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from sealing.receipts import receipt_make
from tests.chromium import PHONE, Windows
from tests.journeys.staff import InboxPage, sign_in
from tests.journeys.submitter import AnswersPage, ReportPage, Told
from tests.stack import Stack, wait_for

pytestmark = pytest.mark.journey

TOLD = Told(
    "Anteanoche tres botes sin luz subieron por la quebrada Sábalo. "
    "Bajaron hombres con fusiles y preguntaron por la presidenta.",
    danger=True,
    kind="Gente extraña o armada",
    zone=2,
    when="Esta semana",
)
ANSWER = "Recibimos su aviso sobre los botes. ¿Cuántos hombres vio bajar?"
BACK = "Fueron once, con dos radios."
# Well formed, and of no mailbox that ever was.
NEVER = receipt_make("es")


def test_from_the_form_to_the_closed_conversation(stack: Stack, windows: Windows) -> None:
    before = stack.analysed()
    visitor = windows.open(stack.base, scripts=False, width=PHONE)
    form = ReportPage(visitor).open()
    windows.shot(visitor, "report-plain")
    expect(form.notice).to_contain_text("Esta página va sin su programa")
    receipt = form.fill(TOLD).send()
    words = receipt.words()
    windows.shot(visitor, "receipt-plain")
    expect(visitor.get_by_text("Usted dijo que alguien está en peligro.")).to_be_visible()
    receipt.leave()

    wait_for(lambda: stack.analysed() - before, "the worker's reading")
    desk = windows.open(stack.base)
    sign_in(desk, stack.people["ines"])
    tip = InboxPage(desk).open_tip("botes sin luz")
    expect(tip.story).to_contain_text("quebrada Sábalo")
    expect(desk.get_by_text("Sellado al llegar").first).to_be_visible()
    tip.reply(ANSWER)

    answers = AnswersPage(windows.open(stack.base, scripts=False, width=PHONE)).open()
    windows.shot(answers.page, "answers-plain")
    answers.enter(words)
    expect(answers.lines).to_have_count(2)
    expect(answers.lines.nth(1)).to_contain_text(ANSWER)
    windows.shot(answers.page, "talk-plain")
    answers.write(BACK)
    expect(answers.lines).to_have_count(3)
    # What one wrote oneself can be opened by the desk alone.
    expect(answers.page.get_by_text(BACK)).to_have_count(0)
    answers.delete_read()
    expect(answers.page.get_by_text(ANSWER)).to_have_count(0)
    answers.close()

    gone = AnswersPage(answers.page).open().ask(words)
    expect(gone.refusal).to_be_visible()
    closed = comparable(gone.page.content(), words)
    never = AnswersPage(windows.open(stack.base, scripts=False, width=PHONE)).open().ask(NEVER)
    expect(never.refusal).to_be_visible()
    assert comparable(never.page.content(), NEVER) == closed

    InboxPage(desk).show().open_tip("botes sin luz")
    expect(desk.get_by_text(BACK)).to_be_visible()
    expect(desk.get_by_text("El buzón está cerrado", exact=False)).to_be_visible()
    tip.remove()


def comparable(html: str, words: str) -> str:
    """A page without the words that were typed into it, and without the padding that makes up for their length."""
    return " ".join(html.replace(words, "WORDS").split())
