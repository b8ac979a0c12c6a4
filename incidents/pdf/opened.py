"""Everything that stands in a PDF, opened and taken apart, with a bound on what opening it may cost."""

from __future__ import annotations

import logging
import re
import warnings
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import pikepdf
import pypdf

from incidents.pdf.encodings import Haystack, Kind, bytes_to_texts, string_literals
from incidents.pdf.pagetext import (
    FontCache,
    PageText,
    loose_strings,
    part_is_indirect,
    separated,
    strings_in,
    walk_form,
    walk_page,
)
from incidents.pdf.vocabulary import VOCABULARY

MAX_FILE = 32 * 1024 * 1024
MAX_OPENED = 128 * 1024 * 1024
MAX_STREAM = 48 * 1024 * 1024
MAX_OBJECTS = 200_000
MAX_REVISIONS = 8
MAX_LOOSE_FONTS = 40
_MAX_LAYERS = 4

_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_END = re.compile(rb"%%EOF")
_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
_SAFE_FILTERS = frozenset({"/FlateDecode", "/ASCIIHexDecode", "/ASCII85Decode"})
_NO_CONTENT = ("/ObjStm", "/XRef", "/Metadata")
_FAILURES = (
    Warning,
    pikepdf.PdfError,
    pikepdf.PasswordError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    RuntimeError,
)


class GateError(Exception):
    """The gate could not look at everything, so nothing may pass. The message is constant: it holds no content."""


class Budget:
    """How many bytes may still be opened. Raises GateError when they are spent."""

    def __init__(self, size: int = MAX_OPENED) -> None:
        self._left = size

    def spend(self, size: int) -> None:
        """Take `size` bytes."""
        self._left -= size
        if self._left < 0:
            raise GateError("The PDF is too large once it is opened.")


def open_everything(pdf: bytes) -> list[Haystack]:
    """All texts of a PDF and of every older revision inside it. Raises GateError where it cannot be read in full."""
    if len(pdf) > MAX_FILE:
        raise GateError("The PDF is too large.")
    if not pdf.startswith(b"%PDF-"):
        raise GateError("This is not a PDF.")
    budget = Budget()
    found = list(_raw(pdf, budget))
    ends = [match.end() for match in _END.finditer(pdf)]
    if not ends:
        raise GateError("The PDF has no end.")
    if len(ends) > MAX_REVISIONS:
        raise GateError("The PDF has too many revisions.")
    found += bytes_to_texts("after the end", pdf[ends[-1] :])
    found += _document(pdf, budget)
    for end in ends[:-1]:
        try:
            found += _document(pdf[:end] + b"\n", budget)
        except GateError:
            # An end inside a stream's bytes makes no revision; the raw search has seen these bytes.
            continue
    return found


def _raw(pdf: bytes, budget: Budget) -> Iterator[Haystack]:
    """The file as it is written, and each stream that can be inflated without asking the file's own tables."""
    budget.spend(len(pdf))
    outside = _STREAM.sub(b"stream\nendstream", pdf)
    text = outside.decode("utf-8", "replace")
    yield Haystack("file as written", Kind.SYNTAX, _readable(text), outside)
    for match in _STREAM.finditer(pdf):
        body = match.group(1)
        yield from bytes_to_texts("stream as written", body, syntax=True)
        for opened in _inflated(body, budget):
            yield from bytes_to_texts("stream", opened, syntax=True)
            yield from _shown(opened)
        yield from _shown(body)


def _shown(data: bytes) -> Iterator[Haystack]:
    """The strings of what may be a content stream that the file's tables do not know."""
    texts = [string.decode("latin-1") for string in string_literals(data)]
    shown = [text for text in texts if not _is_syntax(text)]
    if shown:
        yield Haystack("stream", Kind.GUESS, _readable("".join(shown)))
        yield Haystack("stream", Kind.GUESS, _readable(" ".join(shown)))


def _readable(text: str) -> str:
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]+", "\uffff", text)


def _inflated(body: bytes, budget: Budget) -> Iterator[bytes]:
    """Bytes after each layer of compression, as long as there is one."""
    for _ in range(_MAX_LAYERS):
        data = _inflate(body, budget)
        if data is None:
            return
        yield data
        body = data
    if _inflate(body, budget) is not None:
        raise GateError("A stream of the PDF is wrapped too often.")


def _inflate(body: bytes, budget: Budget) -> bytes | None:
    """The first zlib stream of `body`, whole or as far as it goes; None where there is none."""
    inflater = zlib.decompressobj()
    made: list[bytes] = []
    size = 0
    data = body
    while data and not inflater.eof:
        try:
            piece = inflater.decompress(data, 1 << 20)
        except zlib.error:
            break
        size += len(piece)
        budget.spend(len(piece))
        if size > MAX_STREAM:
            raise GateError("A stream of the PDF is too large once it is opened.")
        made.append(piece)
        data = inflater.unconsumed_tail
        if not piece and not data:
            break
    return b"".join(made) or None


def _document(pdf: bytes, budget: Budget) -> list[Haystack]:
    try:
        with _quiet(), warnings.catch_warnings(), pikepdf.open(BytesIO(pdf)) as document:
            warnings.simplefilter("error", UserWarning)  # A page that is read in part only must not pass.
            if document.is_encrypted:
                raise GateError("The PDF is encrypted.")
            found = list(_objects(document, budget))
    except _FAILURES:
        raise GateError("The PDF cannot be read in full.") from None
    return found + _second_reader(pdf)


def _objects(document: pikepdf.Pdf, budget: Budget) -> Iterator[Haystack]:
    if len(document.objects) > MAX_OBJECTS:
        raise GateError("The PDF has too many objects.")
    strings: list[str] = []
    names: list[str] = []
    programs, cmaps, fonts = set(), set(), []
    for item in [*document.objects, document.trailer]:
        strings.extend(strings_in([_own(item)]))
        names.extend(_names(_own(item)))
        if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
            programs |= {item[key].objgen for key in _PROGRAMS if key in item}
            if "/ToUnicode" in item:
                cmaps.add(item["/ToUnicode"].objgen)
            if item.get("/Type") == "/Font" and item.get("/Subtype") in ("/Type0", "/Type1", "/TrueType", "/MMType1"):
                fonts.append(item)
    names.extend(text for text in strings if _is_syntax(text))
    strings = [text for text in strings if not _is_syntax(text)]
    yield Haystack("string", Kind.TEXT, separated(strings))
    # Once more with nothing between: an outline may have one word of a name in each of two entries.
    yield Haystack("string", Kind.TEXT, " ".join(strings))
    yield Haystack("name", Kind.SYNTAX, separated(names))
    yield Haystack("file identifier", Kind.GUESS, separated(_identifiers(document)))
    cache = FontCache()
    pages = PageText()
    for page in document.pages:
        drawn = PageText(walked=pages.walked)
        walk_page(page.obj, cache, drawn)
        yield from _page_texts(drawn)
    for item in document.objects:
        if isinstance(item, pikepdf.Stream):
            yield from _stream(item, programs, cmaps, fonts, cache, pages, budget)


def _page_texts(text: PageText) -> Iterator[Haystack]:
    for reading in dict.fromkeys((*text.in_order(), text.by_place())):
        yield Haystack("page text", Kind.TEXT, reading)
    yield Haystack("marked content", Kind.TEXT, separated(text.properties))
    yield Haystack("marked content", Kind.TEXT, " ".join(text.properties))


def _stream(
    stream: pikepdf.Stream,
    programs: set[tuple[int, int]],
    cmaps: set[tuple[int, int]],
    fonts: Sequence[pikepdf.Object],
    cache: FontCache,
    pages: PageText,
    budget: Budget,
) -> Iterator[Haystack]:
    data = _decoded(stream, budget)
    if stream.objgen in programs:
        yield from bytes_to_texts("font", data)
        return
    where = "metadata" if stream.get("/Type") == "/Metadata" else "stream"
    yield from bytes_to_texts(where, data, syntax=True)
    if stream.objgen in cmaps or stream.objgen in pages.walked or stream.get("/Type") in _NO_CONTENT:
        return
    if stream.get("/Subtype") == "/Form" or stream.get("/PatternType") is not None:
        text = PageText(walked=pages.walked)
        walk_form(stream, cache, text)
        yield from _page_texts(text)
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Most streams that no page draws are no content at all.
            shown, properties = loose_strings(stream)
    except _FAILURES:
        return  # It is no content stream; its bytes are searched all the same.
    yield Haystack("loose content", Kind.TEXT, separated(properties))
    plain = [raw.decode("latin-1") for raw in shown]
    yield Haystack("loose content", Kind.TEXT, "".join(plain))
    yield Haystack("loose content", Kind.TEXT, " ".join(plain))
    for raw in shown:
        yield from bytes_to_texts("loose content", raw)
    for font in fonts[:MAX_LOOSE_FONTS]:
        # Nothing says which font was meant: each is tried, and only longer values count.
        readings = [cache.reader(font).read(raw) for raw in shown]
        yield Haystack("loose content", Kind.GUESS, " ".join(reading[0] for reading in readings if reading))


def _decoded(stream: pikepdf.Stream, budget: Budget) -> bytes:
    kinds = stream.get("/Filter", pikepdf.Array())
    filters = [str(kind) for kind in (kinds if isinstance(kinds, pikepdf.Array) else [kinds])]
    if not set(filters) <= _SAFE_FILTERS:
        raise GateError("A stream of the PDF is packed in a way that is not read here.")
    raw = stream.read_raw_bytes()
    if filters[:1] == ["/FlateDecode"]:
        # Measured before the library opens it in one piece: a small stream may hold gigabytes.
        for _ in _inflated(raw, budget):
            pass
    elif "/FlateDecode" in filters:
        raise GateError("A stream of the PDF is packed in a way that is not read here.")
    data = bytes(stream.read_bytes())
    budget.spend(len(data))
    return data


def _own(item: Any) -> Any:
    """An object's own dictionary, for strings and names; references in it are visited by themselves."""
    made: Any = item.stream_dict if isinstance(item, pikepdf.Stream) else item
    if isinstance(made, pikepdf.Dictionary) and "/ID" in made:
        made = pikepdf.Dictionary({key: made[key] for key in made.keys() if key != "/ID"})  # noqa: SIM118 - as below
    return made


def _is_syntax(text: str) -> bool:
    """Whether a string is one of those that hold a PDF together: a name of its syntax, a table cell's number."""
    return text in VOCABULARY or re.fullmatch(r"\d{1,5}-\d{1,2}-\d{1,2}", text) is not None


def _identifiers(document: pikepdf.Pdf) -> Iterator[str]:
    """The file's two identifiers: digests, in which any single letter or digit turns up as a word of its own."""
    for part in document.trailer.get("/ID", []):
        yield bytes(part).decode("latin-1")


def _names(item: Any, depth: int = 0) -> Iterator[str]:
    if isinstance(item, pikepdf.Name):
        yield str(item)
    elif isinstance(item, pikepdf.Dictionary) and depth < 20:
        for key in item.keys():  # noqa: SIM118 - a pikepdf dictionary does not iterate as keys
            yield key
            if not part_is_indirect(item[key]):
                yield from _names(item[key], depth + 1)
    elif isinstance(item, pikepdf.Array) and depth < 20:
        for part in item:
            if not part_is_indirect(part):
                yield from _names(part, depth + 1)


def _second_reader(pdf: bytes) -> list[Haystack]:
    """The pages' text and the information dictionary once more, by a library that shares no code with the first."""
    try:
        with _quiet():
            reader = pypdf.PdfReader(BytesIO(pdf))
            found = [Haystack("page text", Kind.TEXT, page.extract_text()) for page in reader.pages]
            info: Mapping[str, object] = reader.metadata or {}
            found.append(Haystack("string", Kind.TEXT, separated(str(value) for value in info.values())))
    except Exception:  # noqa: BLE001 - whatever stops a reader, what it did not see must not pass
        raise GateError("The second reader cannot read the PDF.") from None
    return found


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the libraries' messages, which may quote what they read, out of every log."""
    loggers = [logging.getLogger(name) for name in ("pypdf", "pikepdf")]
    before = [logger.disabled for logger in loggers]
    for logger in loggers:
        logger.disabled = True
    try:
        yield
    finally:
        for logger, was in zip(loggers, before, strict=True):
            logger.disabled = was
