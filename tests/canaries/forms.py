"""The writings in which a planted word could lie somewhere, and the search that finds it in any of them.

    find(data, ["Eulalia Tupanqui"])     # [Trace(word="Eulalia Tupanqui", form="base64+1", inside="gzip")]

`data` is searched as it is, and again inside everything in it that can be unpacked: gzip and zlib streams wherever they
begin, Brotli where it is the whole of a value, runs of base64 and of hexadecimal digits; and again inside those.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
import zlib
from base64 import b64decode, b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, quote_plus

import brotli

DEPTH: Final = 4
MOST_UNPACKED: Final = 64 * 1024 * 1024
# Shorter words would be found by chance in what is random.
SHORTEST: Final = 8

_GZIP: Final = b"\x1f\x8b\x08"
_ZLIB: Final = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/_-]{16,}")
_HEX: Final = re.compile(rb"(?:[0-9a-fA-F]{2}){12,}")
_STANDARD: Final = bytes.maketrans(b"-_", b"+/")


@dataclass(frozen=True)
class Trace:
    """A planted word that was found."""

    word: str
    form: str
    # How it had been packed, outermost first; empty where it lay open.
    inside: str


def _base64_parts(data: bytes, encode: object) -> list[bytes]:
    """The base64 of `data` at each of the three places in a group where it may begin, without what neighbours change."""
    assert callable(encode)
    found = []
    for before in range(3):
        text: bytes = encode(b"\0" * before + data).rstrip(b"=")
        first = (8 * before + 5) // 6
        last = 8 * (before + len(data)) // 6
        found.append(text[first:last])
    return found


def _unaccented(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))


def forms(word: str) -> dict[str, bytes]:
    """Each writing of `word` by its name. Raises ValueError for a word that chance would find."""
    if len(word) < SHORTEST:
        raise ValueError(f"a planted word of fewer than {SHORTEST} letters")
    plain = word.encode()
    found = {
        "raw": plain,
        "decomposed": unicodedata.normalize("NFD", word).encode(),
        "latin-1": word.encode("latin-1", "ignore"),
        "utf-16-le": word.encode("utf-16-le"),
        "utf-16-be": word.encode("utf-16-be"),
        "json": json.dumps(word)[1:-1].encode(),
        "html": html.escape(word).encode("ascii", "xmlcharrefreplace"),
        "url": quote(word, safe="").encode(),
        "form": quote_plus(word, safe="").encode(),
        "url lower": re.sub("%[0-9A-F]{2}", lambda code: code[0].lower(), quote(word, safe="")).encode(),
        "hex": plain.hex().encode(),
        "hex upper": plain.hex().upper().encode(),
        "utf-16 hex": word.encode("utf-16-be").hex().encode(),
        "utf-16 hex upper": word.encode("utf-16-be").hex().upper().encode(),
    }
    for place, part in enumerate(_base64_parts(plain, b64encode)):
        found[f"base64+{place}"] = part
    for place, part in enumerate(_base64_parts(plain, urlsafe_b64encode)):
        found[f"base64url+{place}"] = part
    return found


def folded_forms(word: str) -> dict[str, bytes]:
    """The writings that are searched without regard to capitals."""
    return {"any case": word.lower().encode(), "without accents": _unaccented(word).encode()}


def find(data: bytes, words: Iterable[str]) -> list[Trace]:
    """Every trace of every word. Shapes: bytes of any length; words of eight letters or more."""
    wanted = {word: (forms(word), folded_forms(word)) for word in words}
    found: dict[Trace, None] = {}
    for layer, inside in layers(data):
        folded = layer.lower()
        for word, (exact, loose) in wanted.items():
            for form, needle in exact.items():
                if needle in layer:
                    found[Trace(word, form, inside)] = None
            for form, needle in loose.items():
                if needle in folded:
                    found[Trace(word, form, inside)] = None
    return list(found)


def layers(data: bytes, inside: str = "", depth: int = DEPTH) -> Iterator[tuple[bytes, str]]:
    """The data itself and whatever can be unpacked from it, each with the way there."""
    yield data, inside
    if depth == 0:
        return
    for name, unpacked in _unpacked(data):
        if len(unpacked) >= SHORTEST:
            yield from layers(unpacked, f"{inside}/{name}".strip("/"), depth - 1)


def _unpacked(data: bytes) -> Iterator[tuple[str, bytes]]:
    at = -1
    while (at := data.find(_GZIP, at + 1)) >= 0:
        yield "gzip", _inflated(data[at:], 31)
    for found in _ZLIB.finditer(data):
        yield "zlib", _inflated(data[found.start() :], 15)
    yield "brotli", _brotli(data)
    runs = [_base64(found.group()) for found in _BASE64.finditer(data)]
    yield "base64", b"\n".join(runs)
    yield from (("base64", run) for run in runs if _packed(run))
    yield "hex", b"\n".join(bytes.fromhex(found.group().decode()) for found in _HEX.finditer(data))


def _packed(run: bytes) -> bool:
    """Whether a decoded run may itself be compressed as a whole: Brotli cannot be told by its first bytes."""
    return bool(_brotli(run))


def _inflated(data: bytes, window: int) -> bytes:
    """What a compressed stream at the beginning of `data` holds, as far as it goes; empty for none."""
    reader = zlib.decompressobj(window)
    found = bytearray()
    try:
        for start in range(0, len(data), 65536):
            found += reader.decompress(data[start : start + 65536], MOST_UNPACKED)
            if reader.eof or len(found) > MOST_UNPACKED:
                break
    except zlib.error:
        # What came before the damage counts: a log may have cut a stream off.
        return bytes(found)
    return bytes(found)


def _brotli(data: bytes) -> bytes:
    try:
        return bytes(brotli.decompress(data))
    except brotli.error:
        return b""


def _base64(run: bytes) -> bytes:
    whole = run.translate(_STANDARD)
    # A run that is not a whole number of groups ends in letters that mean nothing by themselves.
    whole = whole[: len(whole) - 1] if len(whole) % 4 == 1 else whole
    return b64decode(whole + b"=" * (-len(whole) % 4))
