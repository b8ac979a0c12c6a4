"""Pages as bytes of one size, so that none can be told from another by what crosses the wire (threat model row 3).

A page is kept twice: plain, filled up with spaces, and as gzip whose header carries a filler (RFC 1952, section 2.3.1.1,
"extra field"), so that the compressed size is the same for all pages as well and tells nothing of the text.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass

# Bytes of a body: every page that fits has exactly this size, longer ones the next multiple.
PLAIN_CLASS = 32 * 1024
PACKED_CLASS = 12 * 1024

_EXTRA = b"VG"  # the filler's name in gzip's extra field
_MOST_EXTRA = 0xFFFF
_FIXED = 10 + 2 + 4 + 8  # gzip header, length of extra, the subfield's head, trailer


@dataclass(frozen=True)
class Packed:
    """One page: as it is, and as gzip."""

    plain: bytes
    gzip: bytes


def filled(body: bytes, size_class: int) -> bytes:
    """The body with spaces behind it, up to the next multiple of `size_class` bytes."""
    return body.ljust(-(-len(body) // size_class) * size_class)


def gzip_filled(body: bytes, size_class: int) -> bytes:
    """The body as gzip of a multiple of `size_class` bytes. Deterministic: no time, no name."""
    engine = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    deflated = engine.compress(body) + engine.flush()
    least = _FIXED + len(deflated)
    filler = -(-least // size_class) * size_class - least
    if filler > _MOST_EXTRA - 4:
        raise ValueError("the size class is larger than gzip's filler")
    extra = _EXTRA + struct.pack("<H", filler) + bytes(filler)
    head = b"\x1f\x8b\x08\x04\0\0\0\0\x02\xff" + struct.pack("<H", len(extra)) + extra
    return head + deflated + struct.pack("<II", zlib.crc32(body), len(body) & 0xFFFFFFFF)


def pack(html: str) -> Packed:
    """Both forms of a page."""
    body = html.encode()
    return Packed(plain=filled(body, PLAIN_CLASS), gzip=gzip_filled(body, PACKED_CLASS))


def tightened(html: str) -> str:
    """A page without the blank lines that a template's tags leave; only for pages that hold nobody's text."""
    return re.sub(r"\n{2,}", "\n", html)


def minified(css: str) -> str:
    """The style without comments and idle spaces. Knows the house's own stylesheet, not all of CSS."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,])\s*", r"\1", css)
    # Only behind a colon: before one, a space is a selector's "any descendant".
    css = re.sub(r":\s+", ":", css)
    return css.replace(";}", "}").strip()


def sections(css: str, names: tuple[str, ...]) -> str:
    """The named parts of the stylesheet, which `@section` comments cut."""
    parts = re.split(r"/\* @section (\w+) \*/", css)
    found = dict(zip(parts[1::2], parts[2::2], strict=True))
    return "".join(found[name] for name in names)
