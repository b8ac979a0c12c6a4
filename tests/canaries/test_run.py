"""Canaries: a whole run full of planted words, failures included, after which every kept byte is searched for them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect
from redis import Redis

from sealing.receipts import receipt_make
from tests.canaries import visitor
from tests.canaries.crash import asked
from tests.canaries.forms import find
from tests.canaries.search import pdf_layers, pdf_search, search
from tests.chromium import PHONE, Windows
from tests.journeys.desk_road import CaseFile, CaseFilePage, PartnerPage, redact_begin
from tests.journeys.staff import InboxPage, sign_in
from tests.journeys.submitter import AnswersPage, ReportPage, Told
from tests.stack import Stack, wait_for
from tests.wire import recording_proxy

pytestmark = pytest.mark.journey

TEXT = f"{visitor.TOLD} vio la avioneta. Su número es {visitor.NUMBER}. Nadie más lo sabe."
FIELDS = {"text": TEXT, "kind": "air", "zone": "", "when": "today", "danger": "yes"}


def tips(stack: Stack) -> int:
    return int(stack.rows("select count(*) from incidents_tip")[0][0])


@pytest.mark.parametrize(
    "step", ["triage:claimed", "triage:opened", "triage:analysed", "triage:sealed", "triage:storing"]
)
def test_a_report_whose_analysis_failed_leaves_no_trace(canary_stack: Stack, step: str) -> None:
    stack, before = canary_stack, canary_stack.analysed()
    asked(stack.home, step).touch(mode=0o666)
    assert visitor.post_form(stack, "/es/", visitor.multipart(FIELDS)).status == 201
    wait_for(lambda: stack.analysed() - before, "the worker's second attempt")
    assert not asked(stack.home, step).exists()
    assert "Crashed" in (stack.logs / "worker.log").read_text()
    assert search(stack, visitor.WORDS) == []


LARGE = visitor.FILE_BYTES.encode() * 40_000
REFUSED = {
    "file part": (400, "/es/", visitor.multipart(FIELDS, file=(visitor.FILE_NAME, visitor.FILE_BYTES.encode() * 400)), {}),
    "large file part": (413, "/es/", visitor.multipart(FIELDS, file=(visitor.FILE_NAME, LARGE)), {}),
    "long text": (413, "/es/", visitor.multipart({**FIELDS, "text": TEXT * 400}), {}),
    "no text": (400, "/es/", visitor.multipart({**FIELDS, "text": ""}, file=(visitor.FILE_NAME, b"")), {}),
    "strange choice": (400, "/es/", visitor.multipart({**FIELDS, "kind": visitor.BROKEN}), {}),
    "foreign origin": (403, "/es/", visitor.multipart(FIELDS), {"Origin": f"http://{visitor.REFERRER}"}),
    "answers from elsewhere": (403, "/es/answers/", visitor.multipart({"words": TEXT}), {"Origin": f"http://{visitor.REFERRER}"}),
    "slip of the pen": (400, "/es/answers/", visitor.multipart({"words": TEXT}), {}),
    "lost ticket": (400, "/es/answers/", visitor.multipart({"ticket": visitor.BROKEN, "text": TEXT, "do": "write"}), {}),
    "unknown path": (404, f"/es/{visitor.PATH}/?q={visitor.QUERY}", visitor.multipart(FIELDS), {}),
    "staff path": (403, f"/desk/{visitor.PATH}/", visitor.multipart(FIELDS), {}),
    "method": (405, "/leave/", visitor.multipart(FIELDS), {}),
    "host": (403, "/desk/sign-in/", visitor.multipart(FIELDS), {"Host": f"{visitor.PATH}.example"}),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_form_leaves_no_trace(canary_stack: Stack, name: str) -> None:
    status, path, body, headers = REFUSED[name]
    before = tips(canary_stack)
    assert visitor.post_form(canary_stack, path, body, **headers).status == status
    assert tips(canary_stack) == before


def test_malformed_requests_leave_no_trace(canary_stack: Stack) -> None:
    stack, before = canary_stack, tips(canary_stack)
    broken = {"tip": visitor.TOLD, "lane": TEXT, "envelope": TEXT, "wrap": TEXT, "epoch": TEXT, "mailbox": TEXT}
    assert visitor.post_json(stack, "/es/sealed/", broken).status == 400
    assert visitor.post_json(stack, "/es/sealed/", {visitor.BROKEN: TEXT}).status == 400
    assert visitor.post_json(stack, "/mailbox/", {"mailbox_id": visitor.TOLD}).status == 400
    assert (
        visitor.ask(stack, "POST", "/mailbox/", b'{"' + visitor.BROKEN.encode(), sort="application/json").status == 400
    )
    assert visitor.ask(stack, "POST", "/es/", urlencode(FIELDS).encode(), sort=visitor.BROKEN).status == 400
    assert visitor.ask(stack, "DELETE", f"/es/?{visitor.QUERY}", TEXT.encode()).status == 405
    assert visitor.ask(stack, "GET", f"/{visitor.PATH}/?{visitor.QUERY}").status == 404
    assert tips(stack) == before


def test_a_wrong_receipt_leaves_no_trace(canary_stack: Stack) -> None:
    words = receipt_make("es")
    assert visitor.post_form(canary_stack, "/es/answers/", visitor.multipart({"words": words})).status == 404
    assert search(canary_stack, [words, *visitor.WORDS]) == []


def test_our_own_mistakes_leave_no_trace(canary_stack: Stack) -> None:
    """A real 500 and two real 503: a table is gone while somebody signs in, reports, and asks for answers."""
    stack = canary_stack
    typed = urlencode({"username": visitor.TYPED_NAME, "password": visitor.TYPED_PASSWORD}).encode()
    here = {"Origin": stack.base}
    before = tips(stack)
    with closing(sqlite3.connect(stack.database, timeout=20)) as line:
        for table in ("django_session", "incidents_tip"):
            line.execute(f"alter table {table} rename to {table}_away")
        try:
            broken = visitor.ask(stack, "POST", f"/desk/sign-in/?next={visitor.QUERY}", typed, headers=here)
            closed = visitor.post_form(stack, "/es/", visitor.multipart(FIELDS))
            shut = visitor.post_form(stack, "/es/answers/", visitor.multipart({"words": receipt_make("es")}))
        finally:
            for table in ("django_session", "incidents_tip"):
                line.execute(f"alter table {table}_away rename to {table}")
    assert (broken.status, closed.status, shut.status) == (500, 503, 503)
    # What was typed comes back to whoever typed it, and to nobody else.
    assert visitor.TOLD.encode() in closed.body
    assert b"OperationalError" not in broken.body + closed.body
    assert tips(stack) == before
    assert "OperationalError" in (stack.logs / "web.log").read_text()


def test_a_broker_that_is_gone_leaves_no_trace(canary_stack: Stack) -> None:
    """The broker is paused while somebody reports: the report arrives all the same."""
    stack = canary_stack
    with closing(Redis(unix_socket_path=str(stack.broker_socket))) as line:
        line.client_pause(1500, all=True)
    assert visitor.post_form(stack, "/es/", visitor.multipart(FIELDS)).status == 201


READABLE = "La orilla amaneció con tambores vacíos y redes cortadas."
ROAD_TEXT = f"{visitor.TOLD} vio cómo pescaban con veneno; su número es {visitor.NUMBER}. {READABLE}"
WANTED = CaseFile(
    incident="Pesca con veneno",
    summary="Pedimos que alguien tome muestras del agua.",
    proposed=(visitor.TOLD, visitor.NUMBER),
    by_hand={},
)


def test_the_whole_road_leaves_only_what_was_left_readable_and_only_with_the_partner(
    canary_stack: Stack, windows: Windows, tmp_path: Path
) -> None:
    """A report from a telling browser, an answer, a case file, until the PDF is saved: everybody comes from one address."""
    stack, before = canary_stack, canary_stack.analysed()
    person: dict[str, Any] = {
        "user_agent": visitor.AGENT,
        "extra_http_headers": {"Accept-Language": visitor.ACCEPT_LANGUAGE},
    }
    with recording_proxy(stack.port, source=visitor.ADDRESS) as wire:
        telling = windows.open(wire.base, width=PHONE, scripts=False, **person)
        words = ReportPage(telling).open().fill(Told(ROAD_TEXT)).send().words()
        # The control of this test: what is searched for did reach the server.
        assert {trace.word for trace in find(wire.everything(), visitor.WORDS)} >= {
            visitor.AGENT, visitor.ACCEPT_LANGUAGE, visitor.TOLD, visitor.NUMBER,
        }  # fmt: skip
        wait_for(lambda: stack.analysed() - before, "the worker's reading")

        worker = windows.open(wire.base, **person)
        sign_in(worker, stack.people["ines"])
        InboxPage(worker).open_tip("pescaban con veneno").reply(f"{visitor.TOLD}, ¿se siente a salvo?")
        number = redact_begin(worker, "pescaban con veneno", WANTED, "Fundación Orilla").confirm_rest().sign().number
        asking = AnswersPage(windows.open(wire.base, width=PHONE, scripts=False, **person)).open().enter(words)
        expect(asking.lines.nth(1)).to_contain_text("a salvo")
        asking.write(f"Soy {visitor.TOLD} y estoy bien.")

        lead = windows.open(wire.base, **person)
        sign_in(lead, stack.people["rosa"])
        CaseFilePage(lead).open(number).approve()
        partner = windows.open(wire.base, **person)
        sign_in(partner, stack.people["tomas"])
        saved = PartnerPage(partner).open(number).save(tmp_path)

    pdf = saved.pdf.read_bytes()
    assert pdf_search(pdf, visitor.WORDS) == []
    assert READABLE in pdf_layers(pdf)["text"].decode()
    assert not find(saved.signatures.read_bytes(), [*visitor.WORDS, READABLE])
    assert search(stack, [*visitor.WORDS, READABLE, words, "¿se siente a salvo?"]) == []


def test_at_the_end_no_kept_byte_tells_of_the_visitor(canary_stack: Stack) -> None:
    wait_for(lambda: len(canary_stack.analysed()) == tips(canary_stack) or None, "the worker's reading")
    assert search(canary_stack, visitor.WORDS) == []
