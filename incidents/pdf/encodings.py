"""Texts that hide in other texts and bytes: escapes, hexadecimal, base64, UTF-16.

Everything here is a guess about what some bytes may mean, made so that a value is found that was written that way.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from urllib.parse import unquote_to_bytes

from incidents.pdf.folding import BREAK


class Kind(Enum):
    """How far what was read can be trusted to be language; it decides how short a value is still looked for."""

    TEXT = "text"  # decoded text: everything is looked for
    SYNTAX = "syntax"  # PDF or XML as written: nothing under four letters, no digits across blanks
    GUESS = "guess"  # decoded on a guess: nothing under five
    BINARY = "binary"  # programs of fonts, compressed bytes: nothing under six


MINIMUM = {Kind.TEXT: 1, Kind.SYNTAX: 4, Kind.GUESS: 5, Kind.BINARY: 6}


@dataclass(frozen=True, slots=True)
class Haystack:
    """A text to be searched, and where in the file it was. `data` are its bytes, where there are any."""

    where: str
    kind: Kind
    text: str
    data: bytes = b""


_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]+")
_HEX_RUN = re.compile(r"(?:[0-9A-Fa-f]{2}\s*){4,}")
_BASE64_RUN = re.compile(r"[A-Za-z0-9+/_-]{8,}")
_WRAPPED_BASE64 = re.compile(r"(?:[A-Za-z0-9+/_-]{16,}\r?\n[ \t]*)+[A-Za-z0-9+/_-]{4,}")
_OCTAL = re.compile(r"\\(?:([0-7]{1,3})|\r?\n)")
_BYTE = re.compile(r"[#=%]([0-9A-Fa-f]{2})|=\r?\n|\\x([0-9A-Fa-f]{2})")
_UNICODE = re.compile(r"\\u\{?([0-9A-Fa-f]{4,6})\}?|U\+([0-9A-Fa-f]{4,6})")
_LITERAL = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f\s]{2,})>", re.DOTALL)
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(.))", re.DOTALL)
_CONTROLS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_TEXT_SHARE = 0.9


def bytes_to_texts(where: str, data: bytes, *, syntax: bool = False) -> Iterator[Haystack]:
    """The texts that bytes may be: UTF-8 or Latin-1 where they are mostly readable, and UTF-16 of either order."""
    if not data:
        return
    if data.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)):
        yield Haystack(where, Kind.TEXT, data.decode("utf-16", "replace"), data)
        return
    utf8 = data.decode("utf-8", "replace")
    unreadable = sum(len(run.group()) for run in _UNPRINTABLE.finditer(utf8))
    # Latin-1 letters are no UTF-8, but they are readable: a short text in Latin-1 must not count as a binary.
    latin = data.decode("latin-1")
    readable_latin = 1 - sum(len(run.group()) for run in _UNPRINTABLE.finditer(latin)) / len(latin)
    if 1 - unreadable / len(utf8) >= _TEXT_SHARE or (readable_latin == 1 and latin.isprintable()):
        kind = Kind.SYNTAX if syntax else Kind.TEXT
        yield Haystack(where, kind, _UNPRINTABLE.sub(BREAK, utf8), data)
        if "\ufffd" in utf8:
            yield Haystack(where, kind, _UNPRINTABLE.sub(BREAK, latin))
    else:
        yield Haystack(where, Kind.BINARY, _UNPRINTABLE.sub(BREAK, utf8), data)
    if b"\0" in data:
        for shift in (0, 1):
            for codec in ("utf-16-be", "utf-16-le"):
                wide = data[shift:].decode(codec, "replace")
                # Of wide characters only those of the scripts that are imitated count; the rest is noise.
                readable = re.sub("[^\t\n\r\x20-\x7e\xa0-\u05ff\u1e00-\u206f]+", BREAK, wide)
                if readable.strip(BREAK):
                    share = 1 - readable.count(BREAK) / len(wide)
                    kind = Kind.TEXT if readable.count(BREAK) == 0 else Kind.GUESS if share > 0.5 else Kind.BINARY
                    yield Haystack(where, kind, readable)


def string_literals(data: bytes) -> Iterator[bytes]:
    """The strings between brackets and angles, as PDF writes them (ISO 32000-1, 7.3.4); nesting is not followed."""
    for match in _LITERAL.finditer(data):
        if match[1] is not None:
            yield _ESCAPE.sub(_unescaped, match[1])
        else:
            digits = re.sub(rb"\s", b"", match[2])
            yield bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def _unescaped(match: re.Match[bytes]) -> bytes:
    if match[1]:
        return bytes((int(match[1], 8) & 0xFF,))
    return b"" if match[2] in b"\r\n" else _CONTROLS.get(match[2], match[2])


def unwrapped(hay: Haystack, *, depth: int = 2) -> Iterator[Haystack]:
    """What a text holds in escapes, hexadecimal and base64, and what that holds again, `depth` times over."""
    if depth == 0 or hay.kind is Kind.BINARY:
        return
    for inner in _layer(hay):
        yield inner
        yield from unwrapped(inner, depth=depth - 1)


def _layer(hay: Haystack) -> Iterator[Haystack]:
    text = hay.text
    if "&" in text:
        yield from _changed(hay, html.unescape(text))
    if "%" in text:
        yield from _changed(hay, unquote_to_bytes(text).decode("utf-8", "replace"))
    if "\\" in text:
        yield from _changed(hay, _OCTAL.sub(lambda m: chr(int(m[1], 8) & 0xFF) if m[1] else "", text))
    if "\\" in text or "U+" in text:
        yield from _changed(hay, _UNICODE.sub(lambda m: _char(m[1] or m[2]), text))
    if _BYTE.search(text):
        raw = _BYTE.sub(lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else "", text)
        yield from _changed(hay, raw)
        yield from _changed(hay, raw.encode("latin-1", "ignore").decode("utf-8", "replace"))
    for run in _HEX_RUN.finditer(text):
        digits = re.sub(r"\s", "", run.group())
        for shift in (0, 1):
            even = digits[shift : len(digits) - (len(digits) - shift) % 2]
            yield from _guess(hay, bytes.fromhex(even))
    for run in (*_BASE64_RUN.finditer(text), *_WRAPPED_BASE64.finditer(text)):
        yield from _base64(hay, re.sub(r"\s", "", run.group()))


def _base64(hay: Haystack, run: str) -> Iterator[Haystack]:
    standard = run.replace("-", "+").replace("_", "/")
    for shift in range(4):
        part = standard[shift:]
        part = part[: len(part) - 1] if len(part) % 4 == 1 else part
        try:
            data = base64.b64decode(part + "=" * (-len(part) % 4))
        except (binascii.Error, ValueError):
            continue
        yield from _guess(hay, data)


def _guess(hay: Haystack, data: bytes) -> Iterator[Haystack]:
    for inner in bytes_to_texts(hay.where, data):
        if inner.kind is not Kind.BINARY:
            yield Haystack(inner.where, Kind.GUESS, inner.text)


def _changed(hay: Haystack, text: str) -> Iterator[Haystack]:
    if text != hay.text:
        yield Haystack(hay.where, hay.kind, _UNPRINTABLE.sub(BREAK, text))


def _char(code: str) -> str:
    number = int(code, 16)
    return chr(number) if number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else BREAK
