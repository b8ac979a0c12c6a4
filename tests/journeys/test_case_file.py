"""Journey 3: case worker, desk lead, partner. A tip becomes a redacted, signed PDF on the partner's disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from sealing.encoding import b64_decode
from sealing.keys import fingerprint_words
from tests.canaries.search import pdf_layers, pdf_search
from tests.chromium import DESKTOP, PHONE, Windows
from tests.journeys.desk_road import CaseFile, CaseFilePage, PartnerPage, Saved, redact_begin
from tests.journeys.staff import sign_in
from tests.journeys.submitter import ReportPage, Told
from tests.stack import Stack, wait_for

pytestmark = pytest.mark.journey

NAME, NUMBER, PLACE, NICK = "Melania Yumbato", "987 222 613", "quebrada Shirimachay", "el Turco"
TOLD = Told(
    f"Llegó una avioneta blanca a la {PLACE}. {NAME} contó doce bultos y su número es {NUMBER}. "
    f"Quien manda la descarga es {NICK}. Los peones dormían en carpas azules.",
    kind="Pista o avioneta",
    when="Esta semana",
)
WANTED = CaseFile(
    incident="Pista en el río alto",
    summary="Una persona vio descargar una avioneta. Pedimos que se vigile la zona.",
    proposed=(NAME, NUMBER),
    by_hand={PLACE: "lugar", NICK: "persona"},
)
HIDDEN = (NAME, "Melania", "Yumbato", NUMBER, "987222613", "Shirimachay", "el Turco")
READABLE = (
    "avioneta blanca",
    "doce bultos",
    "carpas azules",
    "se vigile la zona",
    "Pista en el río alto",
    "TLP:AMBER+STRICT",
)


BOTH = (PHONE, DESKTOP)


def root_words(stack: Stack) -> str:
    """The six words that the desk tells its partners by voice."""
    return " ".join(fingerprint_words(b64_decode((stack.keys / "root.pub").read_text().strip()), "es"))


def released(stack: Stack, windows: Windows, folder: Path) -> Saved:
    """The whole way."""
    before = stack.analysed()
    ReportPage(windows.open(stack.base, width=PHONE)).open().sealed_here().fill(TOLD).send()
    wait_for(lambda: stack.analysed() - before, "the worker's reading")
    worker = windows.open(stack.base)
    sign_in(worker, stack.people["ines"])
    redact = redact_begin(worker, "avioneta blanca", WANTED, "Fundación Orilla")
    windows.shot(worker, "redact", BOTH)
    number = redact.confirm_rest().sign().number
    windows.shot(worker, "case-file-awaiting", BOTH)
    expect(worker.get_by_role("button", name="Aprobar y firmar")).to_have_count(0)

    lead = windows.open(stack.base)
    sign_in(lead, stack.people["rosa"])
    file = CaseFilePage(lead).open(number)
    windows.shot(lead, "approval", BOTH)
    file.approve()
    windows.shot(lead, "released", BOTH)

    partner = windows.open(stack.base)
    sign_in(partner, stack.people["tomas"])
    list_page = PartnerPage(partner).open(number)
    windows.shot(partner, "partner", BOTH)
    return list_page.save(folder)


def test_until_the_pdf_is_on_disk(stack: Stack, windows: Windows, tmp_path: Path) -> None:
    saved = released(stack, windows, tmp_path)
    pdf = saved.pdf.read_bytes()
    assert pdf.startswith(b"%PDF-")
    layers = pdf_layers(pdf)
    for words in READABLE:
        assert words in layers["text"].decode(), words
        assert words in layers["text as laid out"].decode(), words
    long_enough = [word for word in HIDDEN if len(word) >= 8]
    assert pdf_search(pdf, long_enough) == []
    folded = layers["text"].decode().casefold()
    assert [word for word in HIDDEN if word.casefold() in folded] == []

    words = root_words(stack)
    told = stack.manage("verify_case_file", str(saved.pdf), str(saved.signatures), "--root-words", words).stdout
    assert told.startswith("genuine:")
    assert "TLP:AMBER+STRICT" in told
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(pdf[:-20] + bytes([pdf[-20] ^ 1]) + pdf[-19:])
    for file, six in ((changed, words), (saved.pdf, "abad abad abad abad abad abad")):
        refused = stack.manage("verify_case_file", str(file), str(saved.signatures), "--root-words", six, ok=False)
        assert refused.returncode == 1
        assert "genuine" not in refused.stdout
