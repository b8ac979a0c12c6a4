"""The rendered case file: complete, tagged, in four languages, the same every time, and made of nothing else."""

from __future__ import annotations

import json
import logging
import shutil
import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfua
import pikepdf
import pypdf
import pytest

from incidents.pdf.fonts import FAMILIES, FontsMissingError, printable
from incidents.pdf.frame import FrameError
from incidents.pdf.glyphs import FontReader
from incidents.pdf.render import FONT_SCHEME, FontFetcher, RefusedAddressError
from incidents.pdf.source import MARK_LABELS, TLP_LABELS, Mark
from incidents.pdf.words import MARK_WIDTH, WORDS, day_text, mark_text
from tests.unit.pdf import samples

LANGUAGES = ("es", "pt-br", "en", "fr")


def _texts(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(pdf)).pages]


def test_everything_confirmed_is_on_the_page(clean_pdf: bytes) -> None:
    (text,) = _texts(clean_pdf)
    for words in (
        "Botes armados en la cabecera del Río Alto", "Amenaza contra autoridades", "[PERSONA 1]", "[TELÉFONO 1]",
        "Fotografió casas", "Para: Fundación Orilla · entregado el 22 de noviembre de 2026 · vale hasta el 22 de "
        "febrero de 2027", "ORI-7F3K-20", "3b1f0a77 c2d94e58", "Página 1 de 1", "Expediente EXP-012 · versión 2",
    ):  # fmt: skip
        assert words in text, words


def test_every_page_says_label_rule_copy_and_number(fonts_dir: Path) -> None:
    texts = _texts(samples.render(samples.long_source(), fonts_dir))
    assert len(texts) >= 3
    for number, text in enumerate(texts, start=1):
        assert text.count("TLP:AMBER+STRICT") >= 3  # head, foot, and the rule beside it
        assert "Puede leerse solo dentro de Fundación Orilla" in text
        assert "ORI-7F3K-20" in text
        assert samples.AUDIT_HEAD[:8] in text
        assert f"Página {number} de {len(texts)}" in text


def test_long_words_tables_and_letters_of_other_scripts_stay_on_the_page(fonts_dir: Path) -> None:
    pdf = samples.render(samples.long_source(), fonts_dir)
    text = " ".join(_texts(pdf))
    for words in ("Ñuqanchik", "p'unchay", "Ashéninka", "Мать", "ναι", "[U+1F600]", "abcd", "[PERSONA 39]"):
        assert words in text, words
    assert text.count("Qué hizo") >= 2, "the head of a table is repeated on the next page"
    pdftotext = shutil.which("pdftotext")
    if pdftotext is None:
        pytest.skip("poppler-utils is not installed")
    box = subprocess.run([pdftotext, "-bbox", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    right = [float(part.split('"')[0]) for part in box.split('xMax="')[1:]]
    assert max(right) <= 595.276 - 76 * 0.75 + 0.5


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_language_speaks_for_itself(fonts_dir: Path, lang: str) -> None:
    source = samples.rich_source(lang=lang)
    pdf = samples.render(source, fonts_dir)
    (text,) = _texts(pdf)
    words = WORDS[source.lang]
    assert words.how_to_use in text
    assert f"{words.page_before} 1 {words.page_between} 1" in text
    assert mark_text(Mark("PHONE", 1), source.lang) in text
    assert "TLP:AMBER+STRICT" in text
    with pikepdf.open(BytesIO(pdf)) as document:
        assert str(document.Root.Lang) == words.html_lang


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_are_complete_and_marks_fit(lang: Any) -> None:
    words = WORDS[lang]
    assert set(words.marks) == set(MARK_LABELS)
    assert set(words.rules) == set(TLP_LABELS)
    assert all(len(mark_text(Mark(label, 999), lang)) <= MARK_WIDTH for label in MARK_LABELS)
    assert len(set(words.marks.values())) == len(MARK_LABELS)
    assert day_text(date(2026, 3, 1), "fr") == "1er mars 2026"


@pytest.mark.parametrize("tlp", TLP_LABELS)
def test_each_label_has_its_rule_and_stays_untranslated(fonts_dir: Path, tlp: str) -> None:
    (text,) = _texts(samples.render(samples.rich_source(tlp=tlp, lang="fr"), fonts_dir))
    rule = WORDS["fr"].rules[tlp].format(organisation=samples.ORGANISATION)
    assert f"{tlp}. {rule}" in text


def test_marks_have_one_width_whatever_they_stand_for(fonts_dir: Path) -> None:
    """The black boxes of a one-digit place and a three-digit telephone are drawn alike."""
    widths = set()
    for label, number in (("PLACE", 1), ("PHONE", 999), ("ROLE", 12)):
        source = samples.rich_source(
            title=[samples.t("A")], facts=[], sections=[{"heading": "A", "paragraphs": [[samples.out(label, number)]]}]
        )
        with pikepdf.open(BytesIO(samples.render(source, fonts_dir))) as document:
            operators = pikepdf.parse_content_stream(document.pages[0])
            xs = [
                [round(float(number), 2) for number in instruction.operands]
                for instruction in operators
                if str(instruction.operator) in ("m", "l", "c", "re")
            ]
        widths.add(json.dumps(xs))
    assert len(widths) == 1


def test_the_same_input_gives_the_same_bytes(fonts_dir: Path, clean_pdf: bytes) -> None:
    assert samples.render(samples.rich_source(), fonts_dir) == clean_pdf
    source = samples.long_source()
    assert samples.render(source, fonts_dir) == samples.render(source, fonts_dir)


def test_copies_differ(fonts_dir: Path, clean_pdf: bytes) -> None:
    other = samples.render(samples.rich_source(), fonts_dir, copy_id="ORI-7F3K-21")
    with pikepdf.open(BytesIO(other)) as a, pikepdf.open(BytesIO(clean_pdf)) as b:
        assert bytes(a.trailer.ID[0]) != bytes(b.trailer.ID[0])


def test_metadata_names_no_program_and_no_hour(clean_pdf: bytes) -> None:
    with pikepdf.open(BytesIO(clean_pdf)) as document:
        assert {key: str(document.docinfo[key]) for key in document.docinfo.keys()} == {  # noqa: SIM118 - no dict
            "/Title": "Expediente EXP-012 · versión 2",
            "/CreationDate": "D:20261122",
        }
        packet = document.Root.Metadata.read_bytes().decode()
    assert "Producer" not in packet
    assert "CreatorTool" not in packet
    assert "<xmp:CreateDate>2026-11-22</xmp:CreateDate>" in packet
    assert b"WeasyPrint" not in clean_pdf


def test_pdf_ua(fonts_dir: Path, clean_pdf: bytes, tmp_path: Path) -> None:
    for number, pdf in enumerate((clean_pdf, samples.render(samples.long_source(), fonts_dir))):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(pdf)
        report = pdfua.validate(str(path))
        assert [(finding.rule_id, finding.message) for finding in report.findings] == []


def test_structure_for_screen_readers(clean_pdf: bytes) -> None:
    """What PDF/UA asks for and the checker does not look at: one h1, no level skipped, cells that know their head."""
    with pikepdf.open(BytesIO(clean_pdf)) as document:
        kinds = [str(item.S) for item in document.objects if _is_element(item)]
        scopes = {str(item.A.Scope) for item in document.objects if _is_element(item) and item.S == "/TH"}
        assert kinds.count("/H1") == 1
        assert kinds.count("/H2") == 5
        assert kinds.count("/Table") == 2
        assert scopes == {"/Row", "/Column"}
        assert bool(document.Root.MarkInfo.Marked)
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
        assert document.Root.Outlines.First is not None


def _is_element(item: Any) -> bool:
    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem"


def test_glyphs_and_to_unicode_agree(fonts_dir: Path) -> None:
    """Two faces that were taken for one would show other letters than the text that is copied or searched."""
    pdf = samples.render(samples.long_source(), fonts_dir)
    with pikepdf.open(BytesIO(pdf)) as document:
        fonts = [f for f in document.objects if isinstance(f, pikepdf.Dictionary) and f.get("/Subtype") == "/Type0"]
        assert all("+Case-" in str(font.BaseFont) for font in fonts)
        for font in fonts:
            reader = FontReader(font)
            for code, text in reader.named.items():
                drawn = reader.drawn.get(code)
                assert drawn is None or drawn == text[:1] or text in ("\u00a0", " ")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>", '<img src="file:///etc/passwd">', "<style>*{display:none}</style>",
        "{{ source.salt }}{% debug %}", "</p></main><h1>x</h1>", "&lt;b&gt; &amp; \" '", "<!-- a -->", "]]>",
        '<link rel="attachment" href="file:///etc/passwd">', "<svg><text>x</text></svg>", "(a) Tj ET /JS (x)",
    ],
)  # fmt: skip
def test_text_is_never_markup(fonts_dir: Path, text: str) -> None:
    sections = [
        {
            "heading": text,
            "paragraphs": [[samples.t(text)]],
            "table": {"head": [text], "rows": [[[samples.t(text)]]]},
        }
    ]
    source = samples.rich_source(
        desk=text, title=[samples.t(text)], facts=[{"term": text, "value": [samples.t(text)]}], sections=sections
    )
    pdf = samples.render(source, fonts_dir, organisation_name=text)
    joined = "".join("".join(_texts(pdf)).split())
    assert joined.count("".join(text.split())) >= 7
    with pikepdf.open(BytesIO(pdf)) as document:
        assert not {"/OpenAction", "/Names", "/AcroForm", "/AA"} & set(document.Root.keys())


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "http://127.0.0.1/", "https://example.org/a.css", "data:text/plain,x", "ftp://a/b",
        "/etc/passwd", "", "vigia-font:", "vigia-font:../case-serif-400", "vigia-font:case-serif-400?x",
        "VIGIA-FONT:case-serif-400", "file:case-serif-400",
    ],
)  # fmt: skip
def test_nothing_but_the_bundled_faces_is_fetched(url: str) -> None:
    fetcher = FontFetcher({FONT_SCHEME + "case-serif-400": b"face"})
    assert fetcher.fetch(FONT_SCHEME + "case-serif-400").read() == b"face"
    with pytest.raises(RefusedAddressError) as caught:
        fetcher.fetch(url)
    assert str(caught.value) == "Only the bundled fonts may be fetched."


@pytest.mark.parametrize(
    "changes",
    [
        {"copy_id": "abc-1"}, {"copy_id": "A"}, {"copy_id": "A" * 33}, {"copy_id": "ORI 7"}, {"audit_head": "3b"},
        {"audit_head": "Z" * 64}, {"organisation_name": " "}, {"organisation_name": "x" * 121},
    ],
)  # fmt: skip
def test_a_frame_that_cannot_be_printed_is_refused(fonts_dir: Path, changes: dict[str, str]) -> None:
    with pytest.raises(FrameError):
        samples.render(samples.rich_source(), fonts_dir, **changes)


def test_missing_fonts_are_named(tmp_path: Path) -> None:
    with pytest.raises(FontsMissingError, match=r"noto-serif-latin-400-normal\.woff2"):
        samples.render(samples.rich_source(), tmp_path)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_faces_hold_every_letter_of_the_four_languages(fonts_dir: Path, lang: Any) -> None:
    words = WORDS[lang]
    letters = "áéíóúüñçàâãêîôõûœæëïÿŸÁÉÍÓÚÜÑÇÀÂÃÊÎÔÕÛŒÆ¿¡«»“”‘’—–…ºª°€·" + words.check + words.redacted
    assert printable(letters, fonts_dir) == letters
    assert printable("a\ufe0f中", fonts_dir) == "a[U+4E2D]"


def test_rendering_logs_nothing(
    fonts_dir: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        samples.render(samples.rich_source(), fonts_dir)
    assert "Botes" not in caplog.text
    assert [record for record in caplog.records if record.name.startswith("weasyprint")] == []
    assert capfd.readouterr() == ("", "")


def test_the_longest_names_stay_in_head_and_foot(fonts_dir: Path) -> None:
    """Head and foot have their own room on the page: nothing of them may leave it or lie over the text."""
    source = samples.rich_source(lang="fr", tlp="TLP:AMBER", desk="Cellule de défense " * 6)
    pdf = samples.render(source, fonts_dir, organisation_name="Fondation des rivières " * 5, copy_id="C" * 32)
    (text,) = _texts(pdf)
    assert "personne d’autre. Registre" in text
    pdftotext = shutil.which("pdftotext")
    if pdftotext is None:
        pytest.skip("poppler-utils is not installed")
    box = subprocess.run([pdftotext, "-bbox", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    assert min(float(part.split('"')[0]) for part in box.split('yMin="')[1:]) >= 12
    assert max(float(part.split('"')[0]) for part in box.split('yMax="')[1:]) <= 841.89 - 12


def test_each_family_is_loaded_from_its_own_file(fonts_dir: Path) -> None:
    assert len({family.key for family in FAMILIES}) == len(FAMILIES)
    assert all((fonts_dir / name).is_file() for family in FAMILIES for name in family.files)
