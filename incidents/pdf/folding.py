"""One form for the many ways in which the same words can be written, and the search in it.

A text is folded: compatibility forms and accents resolved, invisible characters dropped, look-alike letters of other
scripts turned into the Latin ones they imitate, case ignored. Then only letters and digits are kept, without what
stands between them, together with the places where a word began. So `J u a n`, `Ju-\\nan`, `JUÁN` and `Јuаn` are one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

BREAK = "\uffff"
"""Stands between things that do not belong together. It is never folded away and never part of a value."""

# Letters that look like Latin ones, as they are drawn, so upper and lower case differ. After Unicode Technical
# Standard 39, "Unicode Security Mechanisms", confusables.txt; only letters of Cyrillic, Greek, Armenian and Latin.
_LOOK_ALIKE = {
    **dict(zip("АВЕЅІЈКМНОРСТУХҮԌԚԜѴ", "abesijkmhopctyxygqwv", strict=True)),
    **dict(zip("авеѕіјкмнорстухѵһԁԛԝӏґгпи", "abesijkmhopctyxvhdqwlrrnu", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϳ", "abezhikmnoptyxcj", strict=True)),
    **dict(zip("αβεηικνορτυχγωϲ", "abenikvoptuxywc", strict=True)),
    **dict(zip("ոսօհցքԼՕՍ", "nuohgqlou", strict=True)),
    **dict(zip("ıłŁøØđĐħĦŧŦɑɡɩʀʏꓲⅼ", "illooddhhttagiryil", strict=True)),
}
_NEW_WORD = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
_PIECE = re.compile(rf"{BREAK}|[^\W\d_]+|\d+")


class _Table(dict[int, str | int | None]):
    """What becomes of a character after decomposition; filled as characters are met."""

    def __missing__(self, code: int) -> str | int | None:
        char = chr(code)
        category = unicodedata.category(char)
        made: str | int | None = code
        if char == BREAK:
            made = code
        elif category.startswith("M") or category == "Cf":
            made = None
        elif char in _LOOK_ALIKE:
            made = _LOOK_ALIKE[char]
        elif category == "Nd":
            made = str(unicodedata.digit(char))
        self[code] = made
        return made


_TABLE = _Table()


@dataclass(frozen=True, slots=True)
class Folded:
    """Letters and digits of a text; `starts[i]` is 1 where a word begins at i, and at the end."""

    letters: str
    starts: bytes


def fold(text: str) -> Folded:
    """Fold a text. Words also begin where small letters meet capitals and where letters meet digits."""
    parted = _NEW_WORD.sub(" ", text)
    if not parted.isascii():
        parted = unicodedata.normalize("NFKD", parted).translate(_TABLE)
    pieces = _PIECE.findall(parted.casefold())
    starts = bytearray(sum(map(len, pieces)) + 1)
    at = 0
    for piece in pieces:
        starts[at] = 1
        at += len(piece)
    starts[at] = 1
    return Folded("".join(pieces), bytes(starts))


@lru_cache(maxsize=4096)
def fold_small(text: str) -> Folded:
    """`fold`, remembered: for values and for lines of the frame, not for documents."""
    return fold(text)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Where in the folded letters something was found."""

    start: int
    end: int


def occurrences(text: Folded, wanted: str, *, whole_words: bool) -> list[Occurrence]:
    """Every place of `wanted` (folded letters); `whole_words` asks for borders at both ends, a plural s or es aside."""
    found: list[Occurrence] = []
    at = text.letters.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        if not whole_words or (text.starts[at] and _ends(text, end, plural=len(wanted) >= 4)):
            found.append(Occurrence(at, end))
        at = text.letters.find(wanted, at + 1)
    return found


def _ends(text: Folded, end: int, *, plural: bool) -> bool:
    if text.starts[end]:
        return True
    if not plural:
        return False
    return any(text.letters.startswith(suffix, end) and text.starts[end + len(suffix)] == 1 for suffix in ("s", "es"))


def covered(text: Folded, place: Occurrence, line: Folded) -> bool:
    """Whether the occurrence lies inside a complete occurrence of `line`, from a word's start to a word's end."""
    length = len(line.letters)
    low = max(0, place.end - length)
    at = text.letters.find(line.letters, low, place.start + length)
    while at >= 0:
        if at <= place.start and at + length >= place.end and text.starts[at] and text.starts[at + length]:
            return True
        at = text.letters.find(line.letters, at + 1, place.start + length)
    return False
