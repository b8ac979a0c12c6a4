"""What would stay readable of a text when spans of it are hidden, and has to be confirmed before anything is sent.

A name that stays readable can kill, and no rule finds all of them. So the case worker is shown every word that is left
and could tell something: every one with a capital or a digit, and every one that is not among the commonest words of
the language. ``frontend/src/desk/readable.ts`` is the same function for the browser; both run
``tests/data/readable_vectors.json``. The rules, which both follow to the letter:

* A *word* is a run of letters (Unicode category L), marks (M) and numbers (N). Nothing else joins: "d'eau" is two.
* A span hides the code points from its start to its end, exclusive; what lies outside of the text is ignored, and a
  span that ends where it starts, or before, hides nothing. Only the runs that stay readable are looked at.
* Its *folded* form is NFKD without marks, each code point in lower case by itself.
* ``cut``: a run whose word goes on under a hidden span. ``digits``: it holds a number. ``unknown``: its folded form is
  not in the list; a single letter counts as known only beside an apostrophe, or where the language has it as a word.
  ``capital``: a known word with a letter in upper or title case. ``opening``: the same where the capital says little,
  at the beginning of the text or of a line or after ``.``, ``!``, ``?``, or in a text of which more than six in ten
  cased letters are capitals. The first of these that holds is the reason.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.gazetteer import common_words

Reason = Literal["cut", "digits", "unknown", "capital", "opening"]

# One-letter words. Any other letter alone may be an initial.
SINGLE_LETTERS = {"es": "aeouy", "pt": "aeo", "en": "ai", "fr": "ay"}
_APOSTROPHES = "'’"
_STOPS = ".!?"
_SHOUTING = 6  # tenths of the cased letters


@dataclass(frozen=True, slots=True)
class ReadableWord:
    """A run that stays readable: code points ``start`` to ``end`` (exclusive) of the text, and why it is listed."""

    start: int
    end: int
    why: Reason


def readable_words(text: str, hidden: Sequence[tuple[int, int]], lang: str) -> list[ReadableWord]:
    """Every run to confirm, in the order of the text. ``lang`` is es, pt (or pt-br), en or fr; any other knows no word.

    Total: any text, any spans. The time is in proportion to the length of the text and of the spans together.
    """
    base = lang.split("-")[0]
    common = common_words(base)
    singles = SINGLE_LETTERS.get(base, "")
    covered = _covered(len(text), hidden)
    shouting = _shouts(text)
    found: list[ReadableWord] = []
    place = 0
    while place < len(text):
        if covered[place] or not _in_word(text[place]):
            place += 1
            continue
        end = place + 1
        while end < len(text) and not covered[end] and _in_word(text[end]):
            end += 1
        why = _reason(text, covered, place, end, common, singles, shouting)
        if why is not None:
            found.append(ReadableWord(place, end, why))
        place = end
    return found


def _covered(length: int, hidden: Sequence[tuple[int, int]]) -> bytearray:
    covered = bytearray(length)
    for start, end in hidden:
        first, last = max(0, start), min(length, end)
        if first < last:
            covered[first:last] = b"\x01" * (last - first)
    return covered


def _in_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"


def _cased(character: str) -> bool:
    return unicodedata.category(character) in ("Lu", "Lt")


def _shouts(text: str) -> bool:
    upper = sum(_cased(character) for character in text)
    lower = sum(unicodedata.category(character) == "Ll" for character in text)
    return 10 * upper > _SHOUTING * (upper + lower)


def folded(word: str) -> str:
    """NFKD without marks, each code point in lower case by itself (so that no neighbour changes a letter)."""
    plain = (c for c in unicodedata.normalize("NFKD", word) if unicodedata.category(c)[0] != "M")
    return "".join(c.lower() for c in plain)


def _reason(
    text: str, covered: bytearray, start: int, end: int, common: frozenset[str], singles: str, shouting: bool
) -> Reason | None:
    if (start > 0 and covered[start - 1] and _in_word(text[start - 1])) or (
        end < len(text) and covered[end] and _in_word(text[end])
    ):
        return "cut"
    word = text[start:end]
    if any(unicodedata.category(character)[0] == "N" for character in word):
        return "digits"
    plain = folded(word)
    if len(plain) == 1:
        elided = text[end : end + 1] in _APOSTROPHES if end < len(text) else False
        elided = elided or (start > 0 and text[start - 1] in _APOSTROPHES)
        known = elided or plain in singles
    else:
        known = plain in common
    if not known:
        return "unknown"
    if not any(_cased(character) for character in word):
        return None
    return "opening" if shouting or _opens(text, start) else "capital"


def _opens(text: str, start: int) -> bool:
    """Only blanks, quotation marks and brackets stand between the word and a stop, a line's beginning or the text's."""
    place = start - 1
    while place >= 0 and text[place] in " \t\"'«“”‘’¿¡([":
        place -= 1
    return place < 0 or text[place] in _STOPS or text[place] in "\n\r"
