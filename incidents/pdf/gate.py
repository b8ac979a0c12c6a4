"""The leak gate: nothing that was redacted may be in the finished bytes of a case file, in any writing.

The renderer never saw what was redacted, so the gate should never find anything. It is there for the day on which
something upstream was wrong: an author who missed one place, a bug, a library that writes more than it was asked to.
A hit is a hit: there is no list of names that do not count. What the frame itself prints is passed over (`allowed`),
and only where a hit lies inside a complete line of it.

What it cannot see: text in pictures (so a case file with a picture does not pass), and what was said in other words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from incidents.pdf.encodings import MINIMUM, Haystack, Kind, unwrapped
from incidents.pdf.folding import Folded, covered, fold, fold_small, occurrences
from incidents.pdf.needles import DIGITS_ANYWHERE_FROM, Needle, Writing, needles_for
from incidents.pdf.opened import GateError, open_everything
from incidents.pdf.structure import oddities
from incidents.pdf.vocabulary import VOCABULARY

__all__ = ["GateError", "Leak", "LeakFound", "gate", "leaks"]

MAX_SEARCHED = 256 * 1024 * 1024
_BYTES_FROM = 6


@dataclass(frozen=True, slots=True, order=True)
class Leak:
    """One value found in one kind of place in one writing. Holds the value's index, never the value."""

    value_index: int
    where: str
    writing: str


class LeakFound(Exception):
    """Redacted values are in the PDF. The message is constant but for the number of values."""

    def __init__(self, places: Sequence[Leak]) -> None:
        self.places = tuple(places)
        self.count = len({leak.value_index for leak in places})
        super().__init__(f"{self.count} redacted values were found in the case file.")


def gate(pdf: bytes, values: Sequence[str], *, allowed: Sequence[str] = ()) -> None:
    """Return only when no value is in the PDF and the PDF holds nothing that cannot be searched.

    `allowed`: lines of the frame, see `incidents.pdf.frame.frame_lines`. Raises LeakFound, GateError.
    """
    found = leaks(pdf, values, allowed=allowed)
    if found:
        raise LeakFound(found)
    odd = oddities(pdf)
    if odd:
        raise GateError(f"The PDF holds what a case file never has: {', '.join(odd)}.")


def leaks(pdf: bytes, values: Sequence[str], *, allowed: Sequence[str] = ()) -> list[Leak]:
    """Where which values are in the PDF. Raises GateError where the PDF cannot be read in full."""
    needles = needles_for(list(values))
    raw = {needle.value_index: _encoded(values[needle.value_index]) for needle in needles}
    lines = [fold_small(line) for line in allowed]
    words = [fold_small(word) for word in VOCABULARY]
    found: set[Leak] = set()
    seen: set[tuple[Kind, str]] = set()
    searched = 0
    for outer in open_everything(pdf):
        for hay in (outer, *unwrapped(outer)):
            if (hay.kind, hay.text) in seen:
                continue
            seen.add((hay.kind, hay.text))
            searched += len(hay.text)
            if searched > MAX_SEARCHED:
                raise GateError("The PDF is too large to be searched.")
            passed_over = [*lines, *words] if hay.kind in (Kind.SYNTAX, Kind.BINARY) else lines
            found |= _search(hay, needles, passed_over)
        if outer.data:
            binary = outer.kind is Kind.BINARY
            found |= {
                Leak(index, outer.where, Writing.BYTES)
                for index, (narrow, wide) in raw.items()
                if any(form in outer.data for form in (*wide, *(narrow if binary else ())))
            }
    return sorted(found)


def _search(hay: Haystack, needles: list[Needle], passed_over: list[Folded]) -> set[Leak]:
    found: set[Leak] = set()
    folded = fold(hay.text)
    for needle in needles:
        if needle.literal:
            hit = hay.kind is Kind.TEXT and needle.literal in hay.text
        elif len(needle.letters) < MINIMUM[hay.kind]:
            hit = False
        elif needle.numeric and hay.kind is not Kind.TEXT:
            hit = len(needle.letters) >= DIGITS_ANYWHERE_FROM and _digits_as_written(hay.text, needle.letters)
        else:
            places = occurrences(folded, needle.letters, whole_words=needle.whole_words)
            hit = any(not any(covered(folded, place, line) for line in passed_over) for place in places)
        if hit:
            found.add(Leak(needle.value_index, hay.where, needle.writing))
    return found


def _digits_as_written(text: str, digits: str) -> bool:
    """Whether the digits stand together: blanks part numbers in PDF syntax and would make any number in the end."""
    return re.search(rf"(?<!\d){digits}(?!\d)", text) is not None


def _encoded(value: str) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """The value in the usual encodings of one byte a letter, and of two, for bytes that are no readable text."""
    if len(value) < _BYTES_FROM:
        return (), ()
    narrow: list[bytes] = []
    wide: list[bytes] = []
    for form in dict.fromkeys((value, value.upper(), value.lower())):
        wide += [form.encode(codec, "ignore") for codec in ("utf-16-be", "utf-16-le")]
        narrow.append(form.encode("utf-8", "ignore"))
        if form.encode("latin-1", "ignore").decode("latin-1") == form:
            narrow.append(form.encode("latin-1"))
    return tuple(narrow), tuple(wide)
