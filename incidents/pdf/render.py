"""Render a case file: one organisation's copy as a tagged PDF (PDF/UA-1), byte for byte the same for the same input.

Nothing is fetched but the bundled faces; text is escaped by the template engine and is never markup. The document
names no program and no hour: its one date is the day of release.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pydyf  # type: ignore[import-untyped]  # ships no type information
import segno
from django.template import Context, Engine
from django.utils.safestring import SafeString, mark_safe
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from incidents.pdf.fonts import FAMILIES, Family, face_for, printable
from incidents.pdf.frame import Frame, make_frame
from incidents.pdf.source import CaseFileSource, Mark, Runs
from incidents.pdf.words import WORDS, mark_text

FONT_SCHEME = "vigia-font:"
_CSS = Path(__file__).with_name("paper.css")
_TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
_PRODUCER = re.compile(rb'<rdf:Description rdf:about="" pdf:Producer="[^"]*"\s*/>')


class RenderError(Exception):
    """The case file could not be rendered. The message is constant: it holds nothing of the case."""


class RefusedAddressError(ValueError):
    """Something other than a bundled face was asked for."""


class FontFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no type information
    """Hands out the bundled faces from memory and refuses every other address, whatever its scheme."""

    def __init__(self, faces: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self._faces = faces

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The face that `url` names. Raises RefusedAddressError, which holds nothing of the address."""
        face = self._faces.get(url)
        if face is None:
            raise RefusedAddressError("Only the bundled fonts may be fetched.")
        return URLFetcherResponse(url, face, {"Content-Type": "font/ttf"})


def render_case_file(
    *,
    source: CaseFileSource,
    organisation_name: str,
    copy_id: str,
    audit_head: str,
    released_on: date,
    fonts_dir: Path,
) -> bytes:
    """The PDF of one organisation's copy.

    `copy_id`: capitals, digits, hyphens; `audit_head`: 64 hex digits; `fonts_dir`: see `incidents.pdf.fonts`.
    Raises FrameError, FontsMissingError, RenderError.
    """
    frame = make_frame(
        source=source,
        organisation_name=organisation_name,
        copy_id=copy_id,
        audit_head=audit_head,
        released_on=released_on,
    )
    html, faces = _html(source=source, frame=frame, audit_head=audit_head, fonts_dir=fonts_dir)
    identifier = hashlib.sha256(b"vigia case file id\n" + copy_id.encode()).hexdigest()[:32].encode()
    target = BytesIO()
    with _no_warnings(), _fixed_hour():
        try:
            HTML(string=html, base_url=None, url_fetcher=FontFetcher(faces)).write_pdf(
                target,
                finisher=_finish,
                pdf_variant="pdf/ua-1",
                pdf_identifier=identifier,
            )
        except FatalURLFetchingError:
            raise RenderError("The case file asked for something that is not a bundled font.") from None
    return target.getvalue()


def _html(*, source: CaseFileSource, frame: Frame, audit_head: str, fonts_dir: Path) -> tuple[str, dict[str, bytes]]:
    def runs(items: Runs) -> list[dict[str, str]]:
        return [
            {"mark": mark_text(item, source.lang)}
            if isinstance(item, Mark)
            else {"text": printable(item.text, fonts_dir)}
            for item in items
        ]

    def plain(text: str) -> str:
        return printable(text, fonts_dir)

    sections = [
        {
            "heading": plain(section.heading),
            "paragraphs": [runs(paragraph) for paragraph in section.paragraphs],
            "table": None
            if section.table is None
            else {
                "head": [plain(head) for head in section.table.head],
                "rows": [[runs(cell) for cell in row] for row in section.table.rows],
            },
        }
        for section in source.sections
    ]
    values: dict[str, Any] = {
        "words": WORDS[source.lang],
        "document_title": frame.title,
        "released_iso": frame.created,
        "frame": {name: plain(getattr(frame, name)) for name in Frame.__dataclass_fields__},
        "tlp": source.tlp,
        "tlp_class": "tlp-" + source.tlp.removeprefix("TLP:").split("+")[0].lower(),
        "qr": _qr(f"VIGIA1:{source.number}:{source.revision}:{frame.copy_id}:{audit_head[:16].upper()}"),
        "title": runs(source.title),
        "facts": [{"term": plain(fact.term), "value": runs(fact.value)} for fact in source.facts],
        "sections": sections,
        "style": "",
    }
    template = Engine(dirs=[str(_TEMPLATES)], autoescape=True).get_template("pdf/case_file.html")
    # Rendered twice: the first text says which faces and letters are needed. The digits are those of page numbers.
    text = unescape(template.render(Context(values))) + "0123456789"
    made = {family: face_for(family, text, fonts_dir) for family in FAMILIES}
    faces = {family: face for family, face in made.items() if face is not None}
    html = template.render(Context({**values, "style": _style(tuple(faces))}))
    return html, {FONT_SCHEME + family.key: face for family, face in faces.items()}


def _style(families: tuple[Family, ...]) -> SafeString:
    rules = [
        f'@font-face{{font-family:"{family.name}";font-weight:{family.weight};src:url("{FONT_SCHEME}{family.key}")}}'
        for family in families
    ]
    # Both parts are the project's own text: names of a fixed list and a stylesheet of the repository.
    return mark_safe("\n".join([*rules, _CSS.read_text(encoding="utf-8")]))  # noqa: S308 -- holds no input


def _qr(text: str) -> dict[str, str]:
    """The modules of a QR code (ISO/IEC 18004) as one path, in units of a module, with a quiet zone of two."""
    matrix = segno.make_qr(text, error="m").matrix
    path: list[str] = []
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            if dark:
                path.append(f"M{x + 2} {y + 2}h1v1h-1z")
    return {"path": "".join(path), "size": str(len(matrix) + 4)}


def _finish(document: Any, pdf: Any) -> None:
    """Put the last hand to WeasyPrint's result, before it is written.

    Refuses a document that was set in a face of the machine's own; takes the program's name and version out of the
    information dictionary and the XMP packet; says of each header cell whether it heads a row or a column, which
    PDF/UA asks for and WeasyPrint leaves out.
    """
    if any(b"+Case-" not in font.name for font in document.fonts.values()):
        raise RenderError("A letter of the case file is in none of the bundled fonts.")
    del pdf.info["Producer"]
    stream = _object(pdf, pdf.catalog["Metadata"])
    packet, count = _PRODUCER.subn(b"", b"\n".join(stream.stream))
    if count != 1 or b"Producer" in packet:
        raise RenderError("The metadata is not in the form that the renderer knows.")
    stream.stream = [packet]
    for element in pdf.objects:
        if isinstance(element, dict) and element.get("S") == "/TH":
            row = _object(pdf, element["P"])
            head = _object(pdf, row["P"])["S"] == "/THead"
            element["A"] = pydyf.Dictionary({"O": "/Table", "Scope": "/Column" if head else "/Row"})


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


@contextmanager
def _fixed_hour() -> Iterator[None]:
    """Fix the hour that fontTools writes into an embedded font where HarfBuzz's subsetter is not installed."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = "0"
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


@contextmanager
def _no_warnings() -> Iterator[None]:
    """Keep WeasyPrint's messages, which may quote the case, out of every log; a warning is a failure."""
    logger = logging.getLogger("weasyprint")
    counter = _Counter()
    before = (logger.handlers, logger.propagate)
    logger.handlers, logger.propagate = [counter], False
    try:
        yield
    finally:
        logger.handlers, logger.propagate = before
    if counter.count:
        raise RenderError("The renderer warned, so its result is not used.")


class _Counter(logging.Handler):
    """Counts warnings and forgets what they say."""

    def __init__(self) -> None:
        super().__init__(level=logging.WARNING)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        # Which of two subsetters is installed is the machine's affair and changes nothing that is seen.
        self.count += not str(record.msg).startswith("Using fontTools instead of HarfBuzz-Subset")
