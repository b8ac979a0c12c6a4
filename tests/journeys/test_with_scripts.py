"""Journey 2: with scripts. What is told, asked and answered is sealed in browsers, and no word of it crosses the wire.

Everybody comes through a proxy that keeps every byte of both directions. The control sends the same words without scripts:
there the search must find them, or it would prove nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.canaries.forms import find
from tests.chromium import DESKTOP, PHONE, Windows
from tests.journeys.staff import InboxPage, sign_in
from tests.journeys.submitter import AnswersPage, ReportPage, Told, written
from tests.stack import Stack, wait_for
from tests.wire import Wire, recording_proxy

pytestmark = pytest.mark.journey

NAME, NICK, PHONE_NUMBER = "Eulalia Tupanqui Ñahui", "el Zurdo Gamarra", "+51 987 222 613"
PLACE, THING = "quebrada Shirimachay", "aserradero flotante"
TOLD = Told(
    f"En la {PLACE} pusieron un {THING}. Lo cuida {NICK}. La vecina {NAME} lo denunció y la amenazaron; su número es "
    f"{PHONE_NUMBER}.",
    kind="Tala de árboles",
)
ANSWER = "Leímos lo del motor grande; ¿sigue encendido por las noches?"
BACK = "Sí, desde el martes no descansa ninguna madrugada."
TOLD_WORDS = (NAME, NICK, PHONE_NUMBER, PLACE, THING)
ALL_WORDS = (*TOLD_WORDS, "motor grande", "encendido por las noches", "ninguna madrugada")


@pytest.fixture
def wire(stack: Stack) -> Iterator[Wire]:
    """Everybody's way to the server."""
    with recording_proxy(stack.port) as opened:
        yield opened


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_no_word_crosses_the_wire(stack: Stack, windows: Windows, wire: Wire, width: int) -> None:
    before = stack.analysed()
    visitor = windows.open(wire.base, width=width)
    form = ReportPage(visitor).open().sealed_here()
    windows.shot(visitor, "report")
    receipt = form.fill(TOLD).send()
    words = receipt.words()
    windows.shot(visitor, "receipt")
    assert not written(visitor)
    receipt.leave()
    wait_for(lambda: stack.analysed() - before, "the worker's reading")

    desk = windows.open(wire.base)
    sign_in(desk, stack.people["ines"])
    page = InboxPage(desk).open_tip(THING)
    expect(page.story).to_contain_text(PLACE)
    expect(desk.get_by_text("Sellado en su navegador").first).to_be_visible()
    windows.shot(desk, "tip")
    page.reply(ANSWER)
    windows.shot(desk, "tip-answered", (PHONE, DESKTOP))

    asking = AnswersPage(windows.open(wire.base, width=width)).open().opened_here()
    windows.shot(asking.page, "answers")
    asking.enter(words)
    expect(asking.lines.nth(1)).to_contain_text(ANSWER)
    asking.write(BACK)
    windows.shot(asking.page, "talk")
    asking.delete_read()
    expect(asking.page.get_by_text(ANSWER)).to_have_count(0)
    assert not written(asking.page)
    InboxPage(desk).show()
    windows.shot(desk, "inbox", (PHONE, DESKTOP))
    InboxPage(desk).open_tip(THING)
    expect(desk.get_by_text(BACK)).to_be_visible()
    asking.close()
    gone = AnswersPage(asking.page).open().opened_here().ask(words)
    expect(gone.refusal).to_be_visible()
    page.remove()

    crossed = wire.everything()
    passphrase = stack.people["ines"].passphrase
    assert not find(crossed, [*ALL_WORDS, words, passphrase])
    # The record is one: it holds what did cross.
    assert b"/es/sealed/" in wire.sent()
    assert find(crossed, [stack.people["ines"].password])
    assert "Contar lo que pasó" in crossed.decode(errors="replace")


@pytest.mark.parametrize("scripts", [False, True], ids=["switched off", "did not come"])
def test_without_the_sealing_the_same_search_finds_every_word(windows: Windows, wire: Wire, scripts: bool) -> None:
    visitor = windows.open(wire.base, scripts=scripts)
    visitor.route(re.compile(r"/static/app/.*\.js$"), lambda route: route.abort())
    form = ReportPage(visitor).open()
    # Nobody is sent the plain way unasked: the page says what that way is, at once or after its 20 seconds.
    expect(form.notice).to_contain_text("Lo que escriba se cierra con llave al llegar al servidor", timeout=60_000)
    form.fill(TOLD).send()
    assert {trace.word for trace in find(wire.everything(), TOLD_WORDS)} == set(TOLD_WORDS)
