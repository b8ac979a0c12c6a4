"""The text that content streams draw, wherever and however: invisible, white, covered and off the page included.

Two orders are read: that of the operators, and that of the places on the page, since letters may be drawn in any order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from incidents.pdf.folding import BREAK
from incidents.pdf.glyphs import FontReader

_WORD_GAP = 150
"""Thousandths of the font's size: a wider step inside an array of glyphs is read as a space between words."""
_MAX_DEPTH = 12

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Texts of one operator: its readings, and where it begins."""

    readings: tuple[str, ...]
    x: float
    y: float


@dataclass
class PageText:
    """All that was found while walking streams."""

    drawn: list[Drawn] = field(default_factory=list)
    properties: list[str] = field(default_factory=list)
    images: int = 0
    walked: set[tuple[int, int]] = field(default_factory=set)

    def in_order(self) -> Iterator[str]:
        """The readings in the order of the operators, one text for each way of reading."""
        for way in range(3):
            yield " ".join(item.readings[min(way, len(item.readings) - 1)] for item in self.drawn if item.readings)

    def by_place(self) -> str:
        """The first readings from top to bottom, and in a line from its start to its end."""
        placed = sorted(self.drawn, key=lambda item: (-round(item.y), item.x))
        return " ".join(item.readings[0] for item in placed if item.readings)


class FontCache:
    """One reader for each font object."""

    def __init__(self) -> None:
        self._readers: dict[tuple[int, int], FontReader] = {}

    def reader(self, font: pikepdf.Object) -> FontReader:
        """The reader of a font dictionary."""
        key = font.objgen
        if key == (0, 0):
            return FontReader(font)
        if key not in self._readers:
            self._readers[key] = FontReader(font)
        return self._readers[key]


def walk_page(page: pikepdf.Object, fonts: FontCache, found: PageText) -> None:
    """Read a page with the forms it draws. Raises pikepdf's errors for a stream that cannot be parsed."""
    for content in _contents(page):
        found.walked.add(content.objgen)
    _walk(page, _inherited(page, "/Resources"), fonts, found, _IDENTITY, 0)


def walk_form(form: pikepdf.Stream, fonts: FontCache, found: PageText, *, depth: int = 0) -> None:
    """Read a form, an appearance or a pattern."""
    found.walked.add(form.objgen)
    _walk(form, form.get("/Resources", pikepdf.Dictionary()), fonts, found, _IDENTITY, depth)


def _contents(page: pikepdf.Object) -> Iterator[pikepdf.Object]:
    contents = page.get("/Contents", pikepdf.Array())
    yield from contents if isinstance(contents, pikepdf.Array) else (contents,)


def _inherited(page: pikepdf.Object, key: str) -> pikepdf.Object:
    node: pikepdf.Object | None = page
    for _ in range(_MAX_DEPTH):
        if node is None:
            break
        if key in node:
            return node[key]
        node = node.get("/Parent")
    return pikepdf.Dictionary()


def _walk(owner: Any, resources: pikepdf.Object, fonts: FontCache, found: PageText, base: Matrix, depth: int) -> None:
    stack: list[Matrix] = []
    matrix, text, line = base, _IDENTITY, _IDENTITY
    leading = 0.0
    reader: FontReader | None = None
    for instruction in pikepdf.parse_content_stream(owner):
        if isinstance(instruction, pikepdf.ContentStreamInlineImage):
            found.images += 1
            continue
        operator, operands = str(instruction.operator), list(instruction.operands)
        found.properties.extend(strings_in(item for item in operands if isinstance(item, pikepdf.Dictionary)))
        if operator == "q":
            stack.append(matrix)
        elif operator == "Q" and stack:
            matrix = stack.pop()
        elif operator == "cm":
            matrix = _times(_matrix(operands), matrix)
        elif operator == "BT":
            text = line = _IDENTITY
        elif operator == "Tm":
            text = line = _matrix(operands)
        elif operator in ("Td", "TD"):
            x, y = float(operands[0]), float(operands[1])
            leading = -y if operator == "TD" else leading
            text = line = _times((1, 0, 0, 1, x, y), line)
        elif operator == "TL":
            leading = float(operands[0])
        elif operator == "Tf":
            font = resources.get("/Font", pikepdf.Dictionary()).get(str(operands[0]))
            reader = fonts.reader(font) if isinstance(font, pikepdf.Dictionary) else None
        elif operator in ("Tj", "TJ", "'", '"', "T*"):
            if operator in ("'", '"', "T*"):
                text = line = _times((1, 0, 0, 1, 0, -leading), line)
            if operator != "T*":
                at = _times(text, matrix)
                found.drawn.append(Drawn(_readings(operands[-1], reader), at[4], at[5]))
                # The next operator without a move goes on where this one ended; a hair's breadth keeps the order.
                text = _times((1, 0, 0, 1, 1e-3, 0), text)
        elif operator == "Do" and depth < _MAX_DEPTH:
            form = resources.get("/XObject", pikepdf.Dictionary()).get(str(operands[0]))
            if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == "/Form":
                found.walked.add(form.objgen)
                inner = _times(_matrix(list(form.get("/Matrix", []))), matrix)
                _walk(form, form.get("/Resources", resources), fonts, found, inner, depth + 1)


def _readings(shown: Any, reader: FontReader | None) -> tuple[str, ...]:
    parts = list(shown) if isinstance(shown, pikepdf.Array) else [shown]
    ways: list[list[str]] = [[], [], []]
    for part in parts:
        if isinstance(part, pikepdf.String):
            data = bytes(part)
            read = reader.read(data) if reader is not None else ()
            read = read or (data.decode("latin-1"),)
            for way, texts in enumerate(ways):
                texts.append(read[min(way, len(read) - 1)])
        elif float(part) <= -_WORD_GAP:
            for texts in ways:
                texts.append(" ")
    return tuple("".join(texts) for texts in ways)


def strings_in(objects: Iterable[Any], *, depth: int = 0) -> Iterator[str]:
    """Every string inside direct objects, as text: keys aside, nested ones included."""
    for item in objects:
        if isinstance(item, pikepdf.String):
            yield str(item)
        elif depth < _MAX_DEPTH and isinstance(item, pikepdf.Array):
            yield from strings_in((part for part in item if not part_is_indirect(part)), depth=depth + 1)
        elif depth < _MAX_DEPTH and isinstance(item, pikepdf.Dictionary):
            inner = (item[key] for key in item.keys())  # noqa: SIM118 - a pikepdf dictionary does not iterate as keys
            yield from strings_in((part for part in inner if not part_is_indirect(part)), depth=depth + 1)


def part_is_indirect(part: Any) -> bool:
    """Whether a value is a reference to an object that is visited on its own."""
    return isinstance(part, pikepdf.Object) and part.is_indirect


def loose_strings(stream: pikepdf.Stream) -> tuple[list[bytes], list[str]]:
    """The strings that a stream shows, were it a content stream: raw ones in order, and those of its properties."""
    shown: list[bytes] = []
    properties: list[str] = []
    for instruction in pikepdf.parse_content_stream(stream):
        if isinstance(instruction, pikepdf.ContentStreamInlineImage):
            continue
        for operand in instruction.operands:
            if isinstance(operand, pikepdf.String):
                shown.append(bytes(operand))
            elif isinstance(operand, pikepdf.Array):
                shown.append(b"".join(bytes(part) for part in operand if isinstance(part, pikepdf.String)))
            elif isinstance(operand, pikepdf.Dictionary):
                properties.extend(strings_in([operand]))
    return shown, properties


def _matrix(numbers: list[Any]) -> Matrix:
    if len(numbers) != 6:
        return _IDENTITY
    a, b, c, d, e, f = (float(number) for number in numbers)
    return (a, b, c, d, e, f)


def _times(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def separated(texts: Iterable[str]) -> str:
    """Texts that do not belong together, in one."""
    return BREAK.join(texts)
