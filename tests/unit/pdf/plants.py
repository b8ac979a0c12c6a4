"""Ways in which a redacted value may end up in a PDF. Each takes a clean PDF and a value, and hides the value in it."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

Plant = Callable[[bytes, str], bytes]

LOOK_ALIKE = str.maketrans("aeiocpxMKTHB", "аеіосрхМКТНВ")


def edited(pdf: bytes, change: Callable[[Pdf], None], **options: object) -> bytes:
    """The PDF after `change`, written anew."""
    target = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        change(document)
        document.save(target, static_id=True, **options)  # type: ignore[arg-type]  # the options of pikepdf's save
    return target.getvalue()


def copied(dictionary: pikepdf.Object) -> Dictionary:
    """A dictionary of its own with the same entries, so that a change touches one page only."""
    return Dictionary({key: dictionary[key] for key in dictionary.keys()})  # noqa: SIM118 - it is no dict


def attach(document: Pdf, data: bytes) -> None:
    """Attach a file."""
    document.attachments["notes.txt"] = pikepdf.AttachedFileSpec(
        document, data, description="", filename="notes.txt", mime_type="text/plain", creation_date="", mod_date=""
    )


def _literal(text: str) -> bytes:
    return b"(" + text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"


def draw(pdf: bytes, operators: bytes) -> bytes:
    """Append operators to the first page, with Helvetica as /Plain."""

    def change(document: Pdf) -> None:
        page = document.pages[0]
        page.obj.Resources = document.make_indirect(copied(page.obj.Resources))
        fonts = copied(page.obj.Resources.Font)
        fonts.Plain = document.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        )
        page.obj.Resources.Font = fonts
        page.contents_add(b"\nq BT /Plain 9 Tf " + operators + b" ET Q")

    return edited(pdf, change)


def docinfo(pdf: bytes, value: str) -> bytes:
    def change(document: Pdf) -> None:
        document.docinfo["/Keywords"] = String(value)

    return edited(pdf, change)


def xmp(pdf: bytes, value: str) -> bytes:
    def change(document: Pdf) -> None:
        packet = document.Root.Metadata.read_bytes()
        document.Root.Metadata.write(packet.replace(b"</rdf:RDF>", f"<!-- {value} --></rdf:RDF>".encode()))

    return edited(pdf, change)


def outline(pdf: bytes, value: str) -> bytes:
    def change(document: Pdf) -> None:
        document.Root.Outlines.First.Title = String(f"Sobre {value}")

    return edited(pdf, change)


def outline_word_by_word(pdf: bytes, value: str) -> bytes:
    def change(document: Pdf) -> None:
        item = document.Root.Outlines.First
        item.Title = String(" ".join(value.split()[:-1]))
        item.First.Title = String(value.split()[-1])

    return edited(pdf, change)


def _element(document: Pdf) -> pikepdf.Object:
    return document.Root.StructTreeRoot.K[0].K[0]


def alt_text(pdf: bytes, value: str) -> bytes:
    def change(document: Pdf) -> None:
        _element(document).Alt = String(value)

    return edited(pdf, change)


def actual_text_of_element(pdf: bytes, value: str) -> bytes:
    def change(document: Pdf) -> None:
        _element(document).ActualText = String(value)

    return edited(pdf, change)


def actual_text_in_content(pdf: bytes, value: str) -> bytes:
    hexed = ("\ufeff" + value).encode("utf-16-be").hex().encode()
    return draw(pdf, b"/Span <</ActualText <" + hexed + b">>> BDC 60 60 Td (x) Tj EMC")


def property_of_resources(pdf: bytes, value: str) -> bytes:
    def change(document: Pdf) -> None:
        document.pages[0].obj.Resources.Properties = Dictionary(P1=Dictionary(ActualText=String(value)))

    return edited(pdf, change)


def compressed_stream(pdf: bytes, value: str) -> bytes:
    return edited(draw(pdf, b"60 60 Td " + _literal(value) + b" Tj"), lambda _: None, compress_streams=True)


def object_stream(pdf: bytes, value: str) -> bytes:
    def change(document: Pdf) -> None:
        document.Root.PieceInfo = document.make_indirect(Dictionary(Note=String(value)))

    return edited(pdf, change, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def key_name(pdf: bytes, value: str) -> bytes:
    def change(document: Pdf) -> None:
        document.Root.PieceInfo = Dictionary({"/" + value.replace(" ", "#20"): Name.Yes})

    return edited(pdf, change)


def letter_by_letter(pdf: bytes, value: str) -> bytes:
    shown = b" ".join(b"6 0 Td " + _literal(letter) + b" Tj" for letter in value)
    return draw(pdf, b"60 60 Td " + shown)


def letters_in_another_order(pdf: bytes, value: str) -> bytes:
    letters = sorted(enumerate(value), key=lambda item: (item[0] * 7) % 5)
    shown = [
        b"1 0 0 1 %d 60 Tm " % (60 + 6 * place) + _literal(letter) + b" Tj"
        for place, letter in letters
        if letter != " "
    ]
    return draw(pdf, b" ".join(shown))


def kerned_array(pdf: bytes, value: str) -> bytes:
    shown = b" -40 ".join(_literal(letter) for letter in value)
    return draw(pdf, b"60 60 Td [" + shown + b"] TJ")


def spread_array(pdf: bytes, value: str) -> bytes:
    shown = b" -400 ".join(_literal(letter) for letter in value)
    return draw(pdf, b"60 60 Td [" + shown + b"] TJ")


def line_break_with_hyphen(pdf: bytes, value: str) -> bytes:
    half = len(value) // 2
    return draw(pdf, b"11 TL 60 60 Td " + _literal(value[:half] + "-") + b" Tj T* " + _literal(value[half:]) + b" Tj")


def soft_hyphens(pdf: bytes, value: str) -> bytes:
    return alt_text(pdf, "\u00ad".join(value))


def zero_width_spaces(pdf: bytes, value: str) -> bytes:
    return alt_text(pdf, "\u200b".join(value))


def white_on_white(pdf: bytes, value: str) -> bytes:
    return draw(pdf, b"1 1 1 rg 60 60 Td " + _literal(value) + b" Tj")


def invisible(pdf: bytes, value: str) -> bytes:
    return draw(pdf, b"3 Tr 60 60 Td " + _literal(value) + b" Tj")


def behind_a_rectangle(pdf: bytes, value: str) -> bytes:
    return draw(pdf, b"60 60 Td " + _literal(value) + b" Tj ET 0 g 50 50 300 40 re f BT")


def off_the_page(pdf: bytes, value: str) -> bytes:
    return draw(pdf, b"-5000 -5000 Td " + _literal(value) + b" Tj")


def octal_escapes(pdf: bytes, value: str) -> bytes:
    escaped = b"".join(b"\\%03o" % byte for byte in value.encode("cp1252"))
    return draw(pdf, b"60 60 Td (" + escaped + b") Tj")


def hex_string(pdf: bytes, value: str) -> bytes:
    return draw(pdf, b"60 60 Td <" + value.encode("cp1252").hex().encode() + b"> Tj")


def attachment(pdf: bytes, value: str) -> bytes:
    def change(document: Pdf) -> None:
        attach(document, value.encode())

    return edited(pdf, change)


def annotation(pdf: bytes, value: str) -> bytes:
    def change(document: Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents=String(value))
        document.pages[0].obj.Annots = Array([document.make_indirect(note)])

    return edited(pdf, change)


def form_field(pdf: bytes, value: str) -> bytes:
    def change(document: Pdf) -> None:
        field = Dictionary(FT=Name.Tx, T=String("note"), V=String(value))
        document.Root.AcroForm = Dictionary(Fields=Array([document.make_indirect(field)]))

    return edited(pdf, change)


def javascript(pdf: bytes, value: str) -> bytes:
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in value)

    def change(document: Pdf) -> None:
        document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(f'app.alert("{escaped}")'))

    return edited(pdf, change)


def form_object(pdf: bytes, value: str) -> bytes:
    def change(document: Pdf) -> None:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        form = document.make_stream(b"BT /F 9 Tf [" + b"".join(map(_literal, value)) + b"] TJ ET")
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
        form.Resources = Dictionary(Font=Dictionary(F=font))
        page = document.pages[0]
        page.obj.Resources = copied(page.obj.Resources)
        page.obj.Resources.XObject = Dictionary(Hidden=form)

    return edited(pdf, change)


def unused_object(pdf: bytes, value: str) -> bytes:
    body = zlib.compress(b"BT /F 9 Tf " + b" ".join(_literal(letter) + b" Tj" for letter in value) + b" ET")
    loose = b"99999 0 obj\n<</Length %d/Filter/FlateDecode>>\nstream\n" % len(body) + body + b"\nendstream\nendobj\n"
    at = pdf.rindex(b"startxref")
    return pdf[:at] + loose + pdf[at:]


def after_the_end(pdf: bytes, value: str) -> bytes:
    return pdf + b"\n% " + value.encode() + b"\n"


def older_revision(pdf: bytes, value: str) -> bytes:
    """The value was in the first revision; an update took it away again, as an editor's "save" does."""
    first = docinfo(pdf, value)
    with pikepdf.open(BytesIO(first)) as document:
        number = document.trailer.Info.objgen[0]
        root = document.Root.objgen[0]
        size = int(document.trailer.Size)
    start = int(first.rpartition(b"startxref")[2].split()[0])
    update = first + b"\n"
    at = len(update)
    update += b"%d 0 obj\n<</Title(EXP)>>\nendobj\n" % number
    table = len(update)
    update += b"xref\n%d 1\n%010d 00000 n \n" % (number, at)
    update += b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        size, root, number, start, table,
    )  # fmt: skip
    return update


def base64_in_stream(pdf: bytes, value: str) -> bytes:
    hidden = base64.b64encode(f"..{value}..".encode())

    def change(document: Pdf) -> None:
        document.Root.PieceInfo = document.make_stream(b"% data " + hidden)

    return edited(pdf, change)


def url_encoded(pdf: bytes, value: str) -> bytes:
    return alt_text(pdf, "".join(f"%{byte:02X}" for byte in value.encode()))


def html_entities(pdf: bytes, value: str) -> bytes:
    return alt_text(pdf, "".join(f"&#{ord(letter)};" for letter in value))


def utf_16_in_stream(pdf: bytes, value: str) -> bytes:
    def change(document: Pdf) -> None:
        document.Root.PieceInfo = document.make_stream(b"\x01\x02\x03" + value.encode("utf-16-le") + b"\xff\x00\x01")

    return edited(pdf, change)


def reversed_text(pdf: bytes, value: str) -> bytes:
    return draw(pdf, b"60 60 Td " + _literal(value[::-1]) + b" Tj")


def look_alike_letters(pdf: bytes, value: str) -> bytes:
    return alt_text(pdf, value.translate(LOOK_ALIKE))


def other_case_without_blanks(pdf: bytes, value: str) -> bytes:
    return draw(pdf, b"60 60 Td " + _literal(value.upper().replace(" ", "")) + b" Tj")


def lying_to_unicode(pdf: bytes, value: str) -> bytes:
    """The glyphs show the value; ToUnicode says something else."""

    def change(document: Pdf) -> None:
        page = document.pages[0]
        page.obj.Resources = document.make_indirect(copied(page.obj.Resources))
        fonts = copied(page.obj.Resources.Font)
        cmap = b"1 beginbfrange <00> <ff> <002e> endbfrange".replace(b"<002e>", b"[" + b"<002e>" * 256 + b"]")
        fonts.Liar = document.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica,
                       Encoding=Name.WinAnsiEncoding, ToUnicode=document.make_stream(cmap))
        )  # fmt: skip
        page.obj.Resources.Font = fonts
        page.contents_add(b"\nq BT /Liar 9 Tf 60 60 Td " + _literal(value) + b" Tj ET Q")

    return edited(pdf, change)


PLANTS: tuple[Plant, ...] = (
    docinfo, xmp, outline, outline_word_by_word, alt_text, actual_text_of_element, actual_text_in_content,
    property_of_resources, compressed_stream, object_stream, key_name, letter_by_letter, letters_in_another_order,
    kerned_array, spread_array, line_break_with_hyphen, soft_hyphens, zero_width_spaces, white_on_white, invisible,
    behind_a_rectangle, off_the_page, octal_escapes, hex_string, attachment, annotation, form_field, javascript,
    form_object, unused_object, after_the_end, older_revision, base64_in_stream, url_encoded, html_entities,
    utf_16_in_stream, reversed_text, look_alike_letters, other_case_without_blanks, lying_to_unicode,
)  # fmt: skip
