"""One reading of a text: folded letters for the rules to look at, with the way back to the text's own offsets.

Reports are typed in a hurry: no accents, no capitals, all capitals, invisible characters from a chat. Every rule
therefore looks at *folded* text (compatibility forms resolved, accents and invisible characters dropped, lower case),
and only what is found there is carried back to code points of the text as it was sent.
"""

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

_WORD = re.compile(r"[^\W_]+(?:['’`´\-‐‑][^\W_]+)*")
_SENTENCE_END = frozenset('.!?…:;\n\r¡¿"“”«»[]()•–—*|>')
_LONGEST_FORM = 3  # letters that one code point may become; a few Arabic ligatures stand for whole phrases
_EMPHASIS = 0.6  # of the letters in capitals: from there on capitals say nothing about names


def folded_character(character: str) -> tuple[str, str]:
    """A code point without accents, as (in its own case, in lower case); two empty strings for an invisible one."""
    if character < "\x80":
        return character, character.lower()
    if unicodedata.category(character) in ("Cf", "Mn", "Mc", "Me"):
        return "", ""
    cased = "".join(c for c in unicodedata.normalize("NFKD", character) if unicodedata.category(c)[0] != "M")
    if len(cased) > _LONGEST_FORM:
        cased = cased[:_LONGEST_FORM]
    lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in cased)
    return cased, lower


def fold(text: str) -> str:
    """The text without accents, in lower case: the form in which all word lists are kept."""
    return "".join(folded_character(character)[1] for character in text)


@dataclass(frozen=True, slots=True)
class Token:
    """A word. ``start`` and ``end`` are offsets in the folded text."""

    start: int
    end: int
    low: str
    cased: str
    opens: bool  # it is the first word of a sentence, a line or a quotation

    @property
    def capital(self) -> bool:
        return self.cased[0].isupper()

    @property
    def letters(self) -> bool:
        """It has no digit."""
        return not any(c.isdigit() for c in self.low)


class Reading:
    """``text`` as sent, ``low`` and ``cased`` folded and of equal length, ``tokens`` its words."""

    def __init__(self, text: str) -> None:
        self.text = text
        cased: list[str] = []
        low: list[str] = []
        origin: list[int] = []
        for place, character in enumerate(text):
            one, lower = folded_character(character)
            cased.append(one)
            low.append(lower)
            origin.extend([place] * len(lower))
        self.cased = "".join(cased)
        self.low = "".join(low)
        self._origin = origin

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Folded offsets, ``end`` exclusive and above ``start``, as offsets in code points of the text itself."""
        first, last = self._origin[start], self._origin[end - 1] + 1
        while last < len(self.text) and folded_character(self.text[last])[1] == "":
            last += 1  # a combining accent belongs to the letter before it
        return first, last

    def folded(self, offset: int) -> int:
        """The first folded offset that comes from ``offset`` in the text or after it."""
        return bisect_left(self._origin, offset)

    @cached_property
    def tokens(self) -> list[Token]:
        found: list[Token] = []
        last = 0
        for match in _WORD.finditer(self.low):
            between = self.low[last : match.start()]
            opens = not found or any(c in _SENTENCE_END for c in between)
            found.append(Token(match.start(), match.end(), match[0], self.cased[match.start() : match.end()], opens))
            last = match.end()
        return found

    @cached_property
    def gaps(self) -> list[str]:
        """What stands between each word and the next: one string fewer than there are words."""
        return [self.low[one.end : two.start] for one, two in pairwise(self.tokens)]

    @cached_property
    def capitals_tell(self) -> bool:
        """Capitals are used as in print: some, and far from everywhere."""
        upper = sum(c.isupper() for c in self.cased)
        letters = sum(c.isalpha() for c in self.cased)
        return 0 < upper < letters * _EMPHASIS

    @cached_property
    def careful(self) -> bool:
        """Sentences begin with capitals: then a word without one is hardly a name."""
        if not self.capitals_tell:
            return False
        openers = [token for token in self.tokens if token.opens and token.letters]
        return sum(token.capital for token in openers) * 2 > len(openers)
