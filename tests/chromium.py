"""Chromium for journeys: contexts with and without scripts, phone and desktop, and a window that tells of broken pages.

    def test_something(stack, windows):
        page = windows.open(stack.base, scripts=False, width=PHONE)

A page whose script throws, that its own policy stops, or that asks anybody but our own server (threat model row 4) fails
the test.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request, expect, sync_playwright

from tests.stack import BASE

PHONE: Final = 360
DESKTOP: Final = 1280
SMALLEST: Final = 320
HEIGHTS: Final = {SMALLEST: 568, PHONE: 740, DESKTOP: 900}
SHOTS: Final = BASE / "test-results"
ARGUMENTS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
# What a page holds itself, and the browser's own reader of PDFs.
OWN_SCHEMES: Final = ("blob:", "data:", "chrome-extension:", "chrome:", "about:")
# A page on a busy machine may need long for what a phone does in a moment; nobody waits this long when all is well.
PATIENCE_MS: Final = 30_000
expect.set_options(timeout=PATIENCE_MS)


def chromium_path() -> str:
    """The system's Chromium. Fails where there is none: `make test` installs it."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.fail("no Chromium on this machine: make test installs it")
    return found


@dataclass
class Windows:
    """Opens windows, and remembers what went wrong in any of them."""

    browser: Browser
    name: str
    faults: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def context(self, base: str, *, scripts: bool = True, width: int = DESKTOP, **options: Any) -> BrowserContext:
        """A browser of its own: no cookie or storage is shared with another."""
        context = self.browser.new_context(
            base_url=base,
            java_script_enabled=scripts,
            viewport={"width": width, "height": HEIGHTS[width]},
            is_mobile=width <= PHONE,
            has_touch=width <= PHONE,
            accept_downloads=True,
            **{"locale": "es-PE", **options},
        )
        context.set_default_timeout(PATIENCE_MS)
        context.on("page", self._watch)
        context.on("request", lambda request: self._request(request, base))
        self.contexts.append(context)
        return context

    def open(self, base: str, *, scripts: bool = True, width: int = DESKTOP, **options: Any) -> Page:
        """One window in a browser of its own."""
        return self.context(base, scripts=scripts, width=width, **options).new_page()

    def shot(self, page: Page, name: str, widths: tuple[int, ...] = ()) -> None:
        """Keep a picture of the whole page for human eyes, at its own width or at several; no test looks at it."""
        before = page.viewport_size or {"width": DESKTOP, "height": HEIGHTS[DESKTOP]}
        for width in widths or (before["width"],):
            if widths:
                page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
            page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)
        if widths:
            page.set_viewport_size(before)

    def _watch(self, page: Page) -> None:
        page.on("pageerror", self._error)
        page.on("console", self._said)

    def _error(self, error: Error) -> None:
        self.faults.append(f"a script threw: {error.message}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and ("Content Security Policy" in message.text or "Refused to" in message.text):
            self.faults.append(f"the policy stopped something: {message.text}")

    def _request(self, request: Request, base: str) -> None:
        self.requests.append(request.url)
        if not request.url.startswith((f"{base}/", *OWN_SCHEMES)):
            self.faults.append(f"somebody else was asked: {request.url}")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for a module. Its event loop ends with the module, so that Django's tests find none."""
    with (
        sync_playwright() as playwright,
        closing(playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)) as browser,
    ):
        yield browser


@pytest.fixture
def windows(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Windows]:
    """Windows for one test; all are closed afterwards."""
    opened = Windows(browser=chromium, name=request.node.name)
    before = request.session.testsfailed
    yield opened
    if request.session.testsfailed > before:
        for number, page in enumerate(page for context in opened.contexts for page in context.pages):
            opened.shot(page, f"failed-{number}")
    for context in opened.contexts:
        context.close()
    assert not opened.faults, opened.faults
