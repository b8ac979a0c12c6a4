"""Invented case files for the tests of the PDF."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from incidents.pdf.frame import frame_lines, make_frame
from incidents.pdf.render import render_case_file
from incidents.pdf.source import CaseFileSource, parse_source

ROOT = Path(__file__).resolve().parents[3]
AUDIT_HEAD = "3b1f0a77c2d94e58" * 4
RELEASED = date(2026, 11, 22)
COPY_ID = "ORI-7F3K-20"
ORGANISATION = "Fundación Orilla"


def t(text: str) -> dict[str, str]:
    """A readable run."""
    return {"t": text}


def out(label: str, number: int) -> dict[str, object]:
    """A mark."""
    return {"out": label, "n": number}


def source_json(**changes: object) -> dict[str, Any]:
    """A rich source as JSON, with `changes` over its top-level keys."""
    p1, p2 = out("PERSON", 1), out("PERSON", 2)
    value: dict[str, Any] = {
        "v": 1,
        "case_file": "0f" * 16,
        "revision": 2,
        "number": "EXP-012",
        "lang": "es",
        "tlp": "TLP:AMBER+STRICT",
        "desk": "Mesa de Defensa del Río Alto",
        "title": [t("Botes armados en la cabecera del Río Alto")],
        "facts": [
            {"term": "Qué", "value": [t("Amenaza contra autoridades de una comunidad")]},
            {"term": "Cuándo", "value": [t("Del 18 al 21 de noviembre de 2026")]},
            {"term": "Dónde", "value": [t("Río Alto, cabecera (cuadro de 10 km: C-14)")]},
            {"term": "Se apoya en", "value": [t("4 relatos sin nombre, 1 foto, 1 alerta de satélite")]},
            {"term": "Certeza", "value": [t("Probable: relatos de distinto origen que coinciden en cantidad y botes")]},
        ],
        "sections": [
            {
                "heading": "Lo ocurrido",
                "paragraphs": [
                    [t("El 20 de noviembre llegaron seis hombres en dos botes a "), out("PLACE", 1),
                     t(". Llevaban armas largas. Preguntaron por "), p1, t(", "), out("ROLE", 1),
                     t(", y dijeron que iban a volver. "), p2,
                     t(" les respondió que no estaba. Tomaron fotos de las casas y dejaron un número: "),
                     out("PHONE", 1), t(".")],
                    [t("Desde ese día "), p1,
                     t(" no duerme en su casa. Un hombre quedó mirando desde la otra orilla hasta la mañana del 21.")],
                ],
            },
            {
                "heading": "Quién hizo qué",
                "paragraphs": [],
                "table": {
                    "head": ["Quién", "Qué hizo", "A quién", "Día"],
                    "rows": [
                        [[t("Grupo sin identificar, 6 personas")], [t("Amenazó, buscó")], [p1], [t("20 nov")]],
                        [[t("El mismo grupo")], [t("Fotografió casas")], [t("Comunidad")], [t("20 nov")]],
                        [[t("Una persona del grupo")], [t("Vigiló")], [t("Comunidad")], [t("20–21 nov")]],
                    ],
                },
            },
            {
                "heading": "Lo que ya se hizo",
                "paragraphs": [[t("21 de noviembre: la guardia fue avisada, sin decir de quién vino. Nadie ha hablado "
                                  "con la prensa.")]],
            },
            {
                "heading": "Lo que pedimos",
                "paragraphs": [[t("Gestionar protección para "), p1, t(" y su familia antes del jueves 26 de noviembre."
                                " No publicar nada que nombre la comunidad.")]],
            },
        ],
        "expires": "2027-02-22",
        "salt": "A" * 43,
    }  # fmt: skip
    return {**value, **changes}


def rich_source(**changes: object) -> CaseFileSource:
    """The rich source, parsed."""
    return parse_source(json.dumps(source_json(**changes)).encode())


def long_source() -> CaseFileSource:
    """Three pages and more: long paragraphs, a word without an end, a long table, letters of other scripts."""
    lines = "Los hombres bajaron por la orilla y pidieron combustible sin decir para quién era la carga. " * 9
    rows = [
        [[t(f"Grupo {i}")], [t("Pasó por la quebrada con " + "carga pesada y " * (i % 4))], [out("PERSON", i)],
         [t("20 nov")]]
        for i in range(1, 40)
    ]  # fmt: skip
    sections: list[object] = [
        {"heading": f"Parte {i}", "paragraphs": [[t(lines), out("PERSON", i), t(lines)], [t(lines)]]}
        for i in range(1, 4)
    ]
    sections.append({"heading": "Quién hizo qué", "paragraphs": [[t("x" * 900)]],
                     "table": {"head": ["Quién", "Qué hizo", "A quién", "Día"], "rows": rows}})  # fmt: skip
    other = "Ñuqanchik, p'unchay, ch'isi, Ashéninka, ã̱, ɨ, ʉ̃ ; السلام عليكم ; Мать ; ναι ; 😀 ; a\u202eb\u200bc\u00add"
    sections.append({"heading": "Otras letras", "paragraphs": [[t(other)], [t("línea una\nlínea dos")]]})
    return rich_source(sections=sections)


def render(source: CaseFileSource, fonts_dir: Path, **changes: Any) -> bytes:
    """Render with the sample's own organisation, copy and day."""
    arguments: dict[str, Any] = {
        "organisation_name": ORGANISATION,
        "copy_id": COPY_ID,
        "audit_head": AUDIT_HEAD,
        "released_on": RELEASED,
        **changes,
    }
    return render_case_file(source=source, fonts_dir=fonts_dir, **arguments)


def allowed(source: CaseFileSource, pages: int) -> tuple[str, ...]:
    """The frame's lines of the sample's copy."""
    frame = make_frame(
        source=source,
        organisation_name=ORGANISATION,
        copy_id=COPY_ID,
        audit_head=AUDIT_HEAD,
        released_on=RELEASED,
    )
    return frame_lines(source=source, frame=frame, pages=pages)
