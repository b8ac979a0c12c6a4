"""The leak gate: what is planted stops it, in every place and writing; what is clean passes."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from incidents.pdf.gate import GateError, LeakFound, gate, leaks
from incidents.pdf.structure import oddities
from tests.unit.pdf import samples
from tests.unit.pdf.plants import PLANTS, Plant, alt_text, attach, docinfo, draw, edited, older_revision

NAME = "Marcelino Quispe Huamán"
VALUES = ["+51 987 654 321", NAME, "JQ", "Ana", "Puerto Nuevo", "la única enfermera", "20/11/2026"]


def _allowed(pages: int = 1) -> tuple[str, ...]:
    return samples.allowed(samples.rich_source(), pages)


def test_a_clean_case_file_passes(clean_pdf: bytes) -> None:
    gate(clean_pdf, VALUES, allowed=_allowed())


def test_a_clean_case_file_written_anew_passes(clean_pdf: bytes) -> None:
    """The control of every plant below: it is the planted value that stops the gate, and not the rewriting."""
    gate(edited(clean_pdf, lambda _: None), VALUES, allowed=_allowed())
    assert leaks(draw(clean_pdf, b"60 60 Td (Nada) Tj"), VALUES, allowed=_allowed()) == []


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.__name__)
def test_each_planted_leak_stops_the_gate(clean_pdf: bytes, plant: Plant) -> None:
    with pytest.raises(LeakFound) as caught:
        gate(plant(clean_pdf, NAME), VALUES, allowed=_allowed())
    assert {leak.value_index for leak in caught.value.places} == {1}
    assert caught.value.count == 1


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.__name__)
def test_each_plant_is_no_hit_for_other_values(clean_pdf: bytes, plant: Plant) -> None:
    assert leaks(plant(clean_pdf, "Nada que ocultar"), VALUES, allowed=_allowed()) == []


@pytest.mark.parametrize(
    "text",
    [
        "987 654 321",
        "51987654321",
        "(987)-654-321",
        "tel:987.654.321",
        "+51987654321",
        "９８７６５４３２１",
        "123 456 789 15+",
    ],
)
def test_a_number_is_found_in_every_grouping(clean_pdf: bytes, text: str) -> None:
    assert {leak.value_index for leak in leaks(alt_text(clean_pdf, text), VALUES)} == {0}


@pytest.mark.parametrize("text", ["j. q.", "(JQ)", "J Q", "habló JQ ayer"])
def test_initials_are_found_as_words(clean_pdf: bytes, text: str) -> None:
    assert {leak.value_index for leak in leaks(alt_text(clean_pdf, text), VALUES)} == {2}


@pytest.mark.parametrize("text", ["vio a Ana", "ANA", "A-n-a", "a n a", "ána", "AnaQuilla"])
def test_a_short_name_is_found_as_a_word(clean_pdf: bytes, text: str) -> None:
    assert {leak.value_index for leak in leaks(alt_text(clean_pdf, text), VALUES)} == {3}


@pytest.mark.parametrize("text", ["la semana de mañana", "Anaís", "banana", "la única posta", "un puerto", "nueva"])
def test_words_that_merely_hold_a_short_name_or_a_common_part_pass(clean_pdf: bytes, text: str) -> None:
    assert leaks(alt_text(clean_pdf, text), VALUES) == []


@pytest.mark.parametrize("part", ["Marcelino", "quispe", "HUAMAN", "los Quispes", "Qui\u00adspe"])
def test_each_long_word_of_a_name_counts(clean_pdf: bytes, part: str) -> None:
    found = leaks(alt_text(clean_pdf, part), VALUES)
    assert {(leak.value_index, leak.writing) for leak in found} == {(1, "a word of it")}


@pytest.mark.parametrize("value", ["marcelino quispe", "Quispe", "río", "Río Alto"])
def test_no_list_of_common_words_excuses_a_whole_value(fonts_dir: Path, value: str) -> None:
    source = samples.rich_source(title=[samples.t("Lo que vio Quispe en el río, y en Río Alto, con marcelino quispe")])
    with pytest.raises(LeakFound):
        gate(samples.render(source, fonts_dir), [value], allowed=samples.allowed(source, 1))


def test_the_frame_is_passed_over_as_a_whole_only(clean_pdf: bytes) -> None:
    """The day of release is the frame's own; the same day in the text is a leak."""
    day = "22 de noviembre de 2026"
    assert leaks(clean_pdf, [day, "Vigía"], allowed=_allowed()) == []
    assert leaks(clean_pdf, [day])
    assert leaks(alt_text(clean_pdf, f"Fue el {day}"), [day], allowed=_allowed())
    assert leaks(alt_text(clean_pdf, "Vigía Torres"), ["Vigía Torres"], allowed=_allowed())


def test_surnames_that_are_words_of_pdf_pass_in_syntax_and_not_in_text(clean_pdf: bytes) -> None:
    names = ["Page", "Font", "Lang", "Root", "Adobe", "Length", "Contents", "Identity", "Title", "Stream"]
    assert leaks(clean_pdf, names, allowed=_allowed()) == []
    for name in names:
        assert leaks(alt_text(clean_pdf, f"habló {name} ayer"), [name], allowed=_allowed())


def test_neither_message_nor_repr_nor_log_holds_the_value(
    clean_pdf: bytes, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(LeakFound) as caught:
        gate(docinfo(clean_pdf, NAME), [NAME])
    said = f"{caught.value!s} {caught.value!r} {caught.value.places!r} {caplog.text} {''.join(capfd.readouterr())}"
    assert "uispe" not in said
    assert str(caught.value) == "1 redacted values were found in the case file."


def test_blank_values_are_no_hit_and_signs_are_searched_as_they_are(clean_pdf: bytes) -> None:
    assert leaks(clean_pdf, ["", "  ", "\u200b"], allowed=_allowed()) == []
    assert leaks(alt_text(clean_pdf, "de ☂☂ a ☂"), ["☂☂"]) != []


def _encrypted(pdf: bytes) -> bytes:
    return edited(pdf, lambda _: None, encryption=pikepdf.Encryption(owner="o", user="u"))


def _encrypted_without_password(pdf: bytes) -> bytes:
    return edited(pdf, lambda _: None, encryption=pikepdf.Encryption(owner="o", user=""))


def _bomb(pdf: bytes) -> bytes:
    zeros = zlib.compressobj(9)
    packed = b"".join(zeros.compress(bytes(1 << 20)) for _ in range(64)) + zeros.flush()

    def change(document: pikepdf.Pdf) -> None:
        stream = document.make_stream(b"")
        stream.write(packed, filter=pikepdf.Name.FlateDecode)
        document.Root.PieceInfo = stream

    return edited(pdf, change, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def _bomb_in_a_bomb(pdf: bytes) -> bytes:
    data = b"x" * 100
    for _ in range(6):
        data = zlib.compress(data)

    def change(document: pikepdf.Pdf) -> None:
        stream = document.make_stream(b"")
        stream.write(data, filter=pikepdf.Array([pikepdf.Name.FlateDecode] * 6))
        document.Root.PieceInfo = stream

    return edited(pdf, change, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def _strange_filter(pdf: bytes) -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        stream = document.make_stream(b"")
        stream.write(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", filter=pikepdf.Name.LZWDecode)
        document.Root.PieceInfo = stream

    return edited(pdf, change, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


@pytest.mark.parametrize(
    "spoil",
    [
        _encrypted,
        _encrypted_without_password,
        _bomb,
        _bomb_in_a_bomb,
        _strange_filter,
        lambda _: b"",
        lambda _: b"not a pdf",
        lambda _: b"%PDF-1.7\n%%EOF",
        lambda pdf: pdf[: len(pdf) // 2],
        lambda _: b"%PDF-1.7\n" + bytes(33 * 1024 * 1024),
        lambda pdf: pdf + b"\n%%EOF" * 9,
        lambda pdf: draw(pdf, b"60 60 Td (no end"),
    ],
    ids=[
        "encrypted", "encrypted, no password", "bomb", "nested", "LZW", "empty", "text", "no objects", "half",
        "huge", "many ends", "broken content",
    ],
)  # fmt: skip
def test_what_cannot_be_read_in_full_does_not_pass(clean_pdf: bytes, spoil: Callable[[bytes], bytes]) -> None:
    with pytest.raises(GateError):
        gate(spoil(clean_pdf), VALUES, allowed=_allowed())


def _with_picture(pdf: bytes) -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        picture = document.make_stream(b"\xff" * 3)
        picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        picture.Width = picture.Height = 1
        picture.ColorSpace, picture.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
        document.pages[0].obj.Resources.XObject = pikepdf.Dictionary(Picture=picture)

    return edited(pdf, change)


def _with_script(pdf: bytes) -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("1"))

    return edited(pdf, change)


def _with_attachment(pdf: bytes) -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        attach(document, b"nada")

    return edited(pdf, change)


def _with_annotation(pdf: bytes) -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].obj.Annots = pikepdf.Array([pikepdf.Dictionary(Type=pikepdf.Name.Annot)])

    return edited(pdf, change)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (_with_picture, "pictures"),
        (lambda pdf: draw(pdf, b"ET BI /W 1 /H 1 /CS /G /BPC 8 ID x EI BT"), "pictures"),
        (_with_script, "actions or forms"),
        (_with_attachment, "attachments or scripts"),
        (_with_annotation, "annotations"),
        (lambda pdf: older_revision(pdf, "nada"), "older revisions"),
        (lambda pdf: pdf + b"%", "bytes after the end"),
    ],
)
def test_what_a_case_file_never_has_does_not_pass(
    clean_pdf: bytes, change: Callable[[bytes], bytes], name: str
) -> None:
    changed = change(clean_pdf)
    assert name in oddities(changed)
    with pytest.raises(GateError, match=name):
        gate(changed, VALUES, allowed=_allowed())


def test_the_renderer_makes_nothing_odd(fonts_dir: Path, clean_pdf: bytes) -> None:
    assert oddities(clean_pdf) == []
    source = samples.long_source()
    long_pdf = samples.render(source, fonts_dir)
    with pikepdf.open(BytesIO(long_pdf)) as document:
        pages = len(document.pages)
    assert pages >= 3
    gate(long_pdf, VALUES, allowed=samples.allowed(source, pages))
