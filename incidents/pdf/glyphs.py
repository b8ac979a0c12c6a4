"""From the bytes of a PDF's text operators to characters, by ToUnicode and by what the embedded font draws."""

from __future__ import annotations

import logging
import re
from io import BytesIO
from typing import Any

import pikepdf
from fontTools import agl  # type: ignore[import-untyped]  # fontTools ships no type information
from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped]  # the same

_RANGE_LIMIT = 65_536
_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>\s*(<[0-9A-Fa-f\s]*>|\[[^\]]*\])")


class FontReader:
    """Decodes the strings of one font. Never fails: what it does not understand it reads as Latin-1."""

    def __init__(self, font: pikepdf.Object) -> None:
        self._wide = font.get("/Subtype") == "/Type0"
        self.named = _to_unicode(font)
        self.drawn = _drawn_by_font(font) if self._wide else _drawn_by_encoding(font)

    def read(self, data: bytes) -> tuple[str, ...]:
        """The different readings: by ToUnicode, and by glyph, so that a lying ToUnicode hides nothing."""
        width = 2 if self._wide else 1
        codes = [int.from_bytes(data[i : i + width], "big") for i in range(0, len(data), width)]
        readings = {"".join(table.get(code, "") for code in codes): None for table in (self.named, self.drawn)}
        if not self._wide:
            readings["".join(self.named.get(code) or _latin(code) for code in codes)] = None
        readings.pop("", None)
        return tuple(readings)


def _latin(code: int) -> str:
    return bytes((code,)).decode("cp1252", "replace")


def _to_unicode(font: pikepdf.Object) -> dict[int, str]:
    stream = font.get("/ToUnicode")
    return cmap_table(stream.read_bytes()) if isinstance(stream, pikepdf.Stream) else {}


def cmap_table(data: bytes) -> dict[int, str]:
    """Codes to text, of a ToUnicode CMap (ISO 32000-1, 9.10.3)."""
    table: dict[int, str] = {}
    for kind, body in _SECTION.findall(data):
        if kind == b"bfchar":
            parts = _HEX.findall(body)
            for code, text in zip(parts[::2], parts[1::2], strict=False):
                table[_number(code)] = _utf16(text)
            continue
        for low, high, target in _RANGE.findall(body):
            first, last = _number(low), _number(high)
            if not 0 <= last - first < _RANGE_LIMIT:
                continue
            targets = _HEX.findall(target)
            if target.startswith(b"["):
                table.update({first + i: _utf16(text) for i, text in enumerate(targets)})
            elif targets and (start := _utf16(targets[0])):
                for i in range(last - first + 1):
                    table[first + i] = start[:-1] + chr(min(ord(start[-1]) + i, 0x10FFFF))
    return table


def _number(digits: bytes) -> int:
    return int(re.sub(rb"\s", b"", digits) or b"0", 16)


def _utf16(digits: bytes) -> str:
    compact = re.sub(rb"\s", b"", digits)
    return bytes.fromhex((compact + b"0" * (len(compact) % 2)).decode()).decode("utf-16-be", "ignore")


def _drawn_by_font(font: pikepdf.Object) -> dict[int, str]:
    """Glyph numbers to characters by the embedded font's own table; empty where the font has none."""
    for descendant in font.get("/DescendantFonts", []):
        descriptor: Any = descendant.get("/FontDescriptor", {})
        for key in ("/FontFile2", "/FontFile3"):
            program = descriptor.get(key)
            if isinstance(program, pikepdf.Stream):
                return _glyph_table(program.read_bytes())
    return {}


def _glyph_table(program: bytes) -> dict[int, str]:
    logger = logging.getLogger("fontTools")
    before, logger.disabled = logger.disabled, True
    try:
        with TTFont(BytesIO(program), lazy=True) as font:
            cmap = font.getBestCmap() if "cmap" in font else None
            return {font.getGlyphID(name): chr(code) for code, name in (cmap or {}).items()}
    except (TTLibError, AssertionError, KeyError, ValueError, OSError, EOFError):
        return {}
    finally:
        logger.disabled = before


def _drawn_by_encoding(font: pikepdf.Object) -> dict[int, str]:
    """Codes to characters by the names of a simple font's /Differences (Adobe Glyph List)."""
    encoding = font.get("/Encoding")
    table = {code: _latin(code) for code in range(256)}
    if isinstance(encoding, pikepdf.Dictionary):
        code = 0
        differences: Any = encoding.get("/Differences", [])
        for item in differences:
            if isinstance(item, int):
                code = item
            elif isinstance(item, pikepdf.Name):
                table[code] = agl.toUnicode(str(item)[1:])
                code += 1
    return table
