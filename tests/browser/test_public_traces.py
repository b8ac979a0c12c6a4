"""What visiting leaves behind, what it costs, and whether it fits: told by the wire and by the browser itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, expect

from sealing.receipts import receipt_make
from tests.chromium import PHONE, SMALLEST, Windows
from tests.journeys.submitter import AnswersPage, ReportPage, Told, written
from tests.stack import Stack
from tests.wire import Wire, recording_proxy

pytestmark = pytest.mark.journey

TOLD = Told("Las lanchas volvieron de noche.")
LANGUAGES = ("es", "pt-br", "en", "fr")
# One request with everything that is needed to read and send: what ten packets hold.
FIRST_LOAD = 14_600
WHOLE_JOURNEY = 30_000


@pytest.fixture
def wire(stack: Stack) -> Iterator[Wire]:
    """The way to the server, with every byte kept."""
    with recording_proxy(stack.port) as opened:
        yield opened


def requests(wire: Wire) -> list[str]:
    """The first line of each request but for the picture that browsers ask for by themselves."""
    lines = re.findall(rb"^((?:GET|POST|PUT|HEAD|DELETE|OPTIONS) \S+) HTTP/1\.1\r$", wire.sent(), re.MULTILINE)
    return [line.decode() for line in lines if b"favicon" not in line]


def test_the_first_load_without_scripts_is_one_small_request(windows: Windows, wire: Wire) -> None:
    page = windows.open(wire.base, scripts=False, width=PHONE)
    ReportPage(page).open()
    assert requests(wire) == ["GET /es/"]
    assert len(wire.answered()) <= FIRST_LOAD


def test_a_whole_report_without_scripts_is_two_requests(windows: Windows, wire: Wire) -> None:
    page = windows.open(wire.base, scripts=False, width=PHONE)
    ReportPage(page).open().fill(TOLD).send().words()
    assert requests(wire) == ["GET /es/", "POST /es/"]
    assert len(wire.answered()) <= WHOLE_JOURNEY


def test_rows_2_and_14_no_page_with_scripts_writes_anything_or_puts_anything_into_its_address(
    stack: Stack, windows: Windows, wire: Wire
) -> None:
    page = windows.open(wire.base, width=PHONE)
    addresses = set()

    def look() -> None:
        addresses.add(page.url.removeprefix(wire.base))
        assert written(page) == []

    form = ReportPage(page).open().sealed_here()
    look()
    words = form.fill(TOLD).send().words()
    look()
    answers = AnswersPage(page).open().opened_here().enter(words)
    look()
    answers.write("Sigo aquí.")
    look()
    answers.close()
    look()
    AnswersPage(page).open().opened_here().ask(receipt_make("es"))
    expect(AnswersPage(page).refusal).to_be_visible()
    look()
    page.goto("/es/no-such-page/")
    look()
    assert addresses == {"/es/", "/es/answers/", "/es/no-such-page/"}
    assert b"set-cookie" not in wire.answered().lower()
    assert b"\r\ncookie:" not in wire.sent().lower()
    # Nothing of a report is in an address, and none names where somebody came from beyond our own pages.
    for line in requests(wire):
        assert "?" not in line
    assert set(re.findall(rb"(?i)\r\nreferer: (\S+?)/[a-z/-]*\r", wire.sent())) <= {wire.base.encode()}


def test_row_7_after_the_receipt_going_back_shows_neither_words_nor_report(windows: Windows, wire: Wire) -> None:
    for scripts in (True, False):
        page = windows.open(wire.base, scripts=scripts, width=PHONE)
        page.goto("/weather/")
        form = ReportPage(page).open()
        if scripts:
            form.sealed_here()
        receipt = form.fill(TOLD).send()
        words = receipt.words()
        receipt.leave()
        for _step in range(3):
            # The answer to a POST was not stored: the browser does not send it again by itself, and shows its own error.
            with suppress(Error):
                page.go_back()
            page.wait_for_load_state()
            for word in words.split():
                expect(page.get_by_role("listitem").filter(has_text=re.compile(f"^{word}$"))).to_have_count(0)
            expect(page.get_by_text(TOLD.text)).to_have_count(0)
            text = page.get_by_label("Lo que pasó")
            if text.count():
                expect(text).to_have_value("")


def overflowing(page: Page) -> int:
    """By how many pixels a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", ["", "answers/", "no-such-page/"])
def test_pages_fit_the_smallest_screen(stack: Stack, windows: Windows, lang: str, path: str) -> None:
    page = windows.open(stack.base, width=SMALLEST)
    page.goto(f"/{lang}/{path}")
    assert overflowing(page) <= 0
    leave = page.locator("a.leave")
    box = leave.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert box["width"] >= 44


def test_leaving_is_the_second_stop_of_the_keyboard(stack: Stack, windows: Windows) -> None:
    page = windows.open(stack.base)
    ReportPage(page).open()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Ir al contenido")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Salir rápido")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/weather/")
