"""From a tip to a PDF on a partner's disk, through the pages alone: incident, redaction, signature, approval, download."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.journeys.staff import InboxPage

# Rendering and search of a PDF take seconds, and more of them where other tests run beside this one.
RENDERING_MS = 90_000


@dataclass(frozen=True)
class Saved:
    """What the partner saved."""

    pdf: Path
    signatures: Path


class IncidentPage:
    """One incident."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def write_case_file(self) -> RedactPage:
        """Begin a case file about it."""
        self.page.get_by_role("button", name="Escribir expediente").click()
        expect(self.page.get_by_role("heading", name="El texto, con sus marcas")).to_be_visible()
        return RedactPage(self.page)


def incident_from_tip(page: Page, name: str) -> IncidentPage:
    """Open an incident from the tip that is on the page."""
    page.get_by_role("button", name="Unir a incidente").click()
    ask = page.get_by_role("dialog")
    ask.get_by_label("Nombre del incidente").fill(name)
    ask.get_by_role("button", name="Unir", exact=True).click()
    page.get_by_role("link", name="Ver el incidente").click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    return IncidentPage(page)


class RedactPage:
    """Writing and redacting."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def preview(self) -> Locator:
        """What the partner will read."""
        return self.page.locator(".card").filter(has=self.page.get_by_role("heading", name="Así lo leerá el socio"))

    @property
    def sign_button(self) -> Locator:
        """The one main action."""
        return self.page.get_by_role("button", name="Firmar y pedir aprobación")

    def proposed(self, text: str) -> Locator:
        """A mark over words of the text."""
        return self.page.locator("mark").filter(has_text=text)

    def for_organisation(self, name: str) -> RedactPage:
        """Choose who will get it."""
        self.page.get_by_label(name).check()
        return self

    def summarise(self, text: str) -> RedactPage:
        """Write the summary."""
        self.page.get_by_role("button", name="Editar «Resumen»").click()
        self.page.get_by_role("textbox", name="Texto", exact=True).fill(text)
        self.page.get_by_role("button", name="Listo").click()
        return self

    def hide(self, phrase: str, label: str) -> RedactPage:
        """Redact a phrase everywhere."""
        form = self.page.get_by_role("form", name="Tachar una palabra o frase")
        form.get_by_label("Palabra o frase").fill(phrase)
        form.get_by_label("Clase").select_option(label=label)
        form.get_by_role("button", name="Tachar").click()
        expect(self.preview).not_to_contain_text(phrase)
        return self

    def confirm_rest(self) -> RedactPage:
        """Confirm one by one what stays readable, and all common words at once."""
        boxes = self.page.locator("#stays > ul input.stays:not(:checked)")
        while boxes.count():
            boxes.first.check()
        common = self.page.get_by_role("button", name=re.compile("^Confirmar todas estas"))
        if common.count():
            common.click()
        expect(self.sign_button).to_be_enabled()
        return self

    def sign(self) -> CaseFilePage:
        """Sign it, and wait until the worker's PDF is there."""
        self.sign_button.click()
        file = CaseFilePage(self.page)
        expect(file.state("Espera aprobación")).to_be_visible(timeout=RENDERING_MS)
        return file


class CaseFilePage:
    """One case file on its way."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def state(self, word: str) -> Locator:
        """Its state, where it is this one."""
        return self.page.locator(".badge", has_text=word).first

    @property
    def number(self) -> str:
        """Its number, such as EXP-001."""
        return self.page.get_by_role("heading", level=1).inner_text()

    def open(self, number: str) -> CaseFilePage:
        """Go there by the rail."""
        self.page.get_by_role("navigation", name="Secciones").get_by_role("link", name="Expedientes").click()
        self.page.get_by_role("link", name=number).click()
        expect(self.page.get_by_role("heading", level=1, name=number)).to_be_visible()
        return self

    def approve(self) -> CaseFilePage:
        """Say that every PDF was read, sign, and wait for the worker's countersignature."""
        for box in self.page.get_by_label("Lo abrí y lo leí entero").all():
            box.check()
        self.page.get_by_role("button", name="Aprobar y firmar").click()
        expect(self.state("Entregado")).to_be_visible(timeout=RENDERING_MS)
        return self


class PartnerPage:
    """The partner's list."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, number: str) -> PartnerPage:
        """Open and check a copy."""
        self.page.get_by_role("button", name=f"Abrir {number}").click()
        expect(self.page.get_by_role("heading", name="Bajado y comprobado")).to_be_visible()
        return self

    def save(self, folder: Path) -> Saved:
        """Save both files as the page names them."""
        return Saved(self._download("Guardar PDF", folder), self._download("Guardar archivo de firmas", folder))

    def _download(self, button: str, folder: Path) -> Path:
        with self.page.expect_download() as started:
            self.page.get_by_role("button", name=button).click()
        path = folder / started.value.suggested_filename
        started.value.save_as(path)
        return path


@dataclass(frozen=True)
class CaseFile:
    """What somebody wants of a case file."""

    incident: str
    summary: str
    # Proposed by the worker already.
    proposed: Iterable[str]
    # Hidden by hand: phrase and class.
    by_hand: Mapping[str, str]


def redact_begin(page: Page, title: str, wanted: CaseFile, organisation: str) -> RedactPage:
    """A case worker, signed in, with the tip in the inbox: all until what stays readable is to be confirmed."""
    InboxPage(page).show().open_tip(title)
    redact = incident_from_tip(page, wanted.incident).write_case_file()
    for text in wanted.proposed:
        expect(redact.proposed(text).first).to_be_visible()
        expect(redact.preview).not_to_contain_text(text)
    redact.for_organisation(organisation).summarise(wanted.summary)
    for phrase, label in wanted.by_hand.items():
        redact.hide(phrase, label)
    return redact
