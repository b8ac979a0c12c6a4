"""What the searches for people and for places share: words by position, cues, and how a name goes on."""

import re
from bisect import bisect_left
from functools import cache, cached_property

from analysis.gazetteer import common_words, every_common_word, given_names, lexicon, ordinary_names, surnames
from analysis.reading import Reading, Token, fold

_LONGEST_NAME = 6


@cache
def phrases(name: str, section: str) -> frozenset[str]:
    return frozenset(fold(phrase) for phrase in lexicon(name)[section])


@cache
def cue(name: str, section: str) -> re.Pattern[str]:
    """A pattern for any phrase of a lexicon's section as whole words."""
    folded = sorted(phrases(name, section), key=lambda phrase: (-len(phrase), phrase))
    return re.compile(r"(?<![\w])(?:" + "|".join(re.escape(phrase) for phrase in folded) + r")(?!\w)")


class Scan:
    """One text under search. ``lang`` picks the list of common words; an unknown language uses all four."""

    def __init__(self, reading: Reading, lang: str) -> None:
        self.reading = reading
        self.tokens = reading.tokens
        self.common = common_words(lang) or every_common_word()
        self._starts = [token.start for token in self.tokens]

    def at(self, offset: int) -> int:
        """Index of the first word that begins at ``offset`` or after it; the number of words if there is none."""
        return bisect_left(self._starts, offset)

    def before(self, index: int, count: int = 1) -> str:
        """The ``count`` words before a word, joined by blanks; fewer at the beginning or beyond a sentence's end."""
        words: list[str] = []
        for place in range(index - 1, max(-1, index - 1 - count), -1):
            if self.tokens[place + 1].opens:
                break
            words.append(self.tokens[place].low)
        return " ".join(reversed(words))

    def gap(self, index: int) -> str:
        """What stands before word ``index``; a sentence mark before the first."""
        return self.reading.gaps[index - 1] if index > 0 else "."

    @cached_property
    def organisations(self) -> frozenset[str]:
        return phrases("cues", "organisation")

    @cached_property
    def broad(self) -> frozenset[str]:
        return phrases("cues", "broad")

    @cached_property
    def small_words(self) -> frozenset[str]:
        return phrases("cues", "small")

    def small(self, token: Token) -> bool:
        return token.low in self.small_words

    def known(self, token: Token) -> bool:
        """A name that no language uses as an ordinary word."""
        return (
            len(token.low) > 2
            and _listed(token.low)
            and token.low not in ordinary_names()
            and token.low not in self.small_words
            and token.low not in self.broad
        )

    def known_given(self, token: Token) -> bool:
        return self.known(token) and token.low in given_names()

    def perhaps(self, token: Token) -> bool:
        """A listed name, be it an ordinary word as well."""
        return (
            (_listed(token.low) or token.low in ordinary_names())
            and token.low not in self.small_words
            and len(token.low) > 2
        )

    def unknown(self, token: Token) -> bool:
        """Not among the common words: in a report that mostly means a name, a place or a slip."""
        return (
            token.low not in self.common and token.low not in self.small_words and token.letters and len(token.low) > 2
        )

    def capital(self, token: Token) -> bool:
        """Written with a capital where capitals tell something."""
        return self.reading.capitals_tell and token.capital

    def initial(self, index: int) -> bool:
        """A single capital, or a single letter before a full stop that a name goes on from."""
        token = self.tokens[index]
        if len(token.low) != 1 or not token.letters:
            return False
        dotted = self.reading.low[token.end : token.end + 1] == "."
        return (dotted and (token.capital or self.gap(index) == " ")) or (
            self.capital(token) and token.low not in "aeyo"
        )

    def goes_on(self, index: int, *, bold: bool) -> bool:
        """Whether word ``index`` may belong to the name that stands before it; ``bold`` lets unknown words in."""
        if index >= len(self.tokens):
            return False
        token = self.tokens[index]
        if not token.letters or self.small(token):
            return self.initial(index)
        if self.reading.careful:
            return token.capital or (bold and self.known(token))
        return self.capital(token) or self.perhaps(token) or self.initial(index) or (bold and self.unknown(token))

    def joined(self, index: int) -> bool:
        """Word ``index`` stands right after the one before it: a blank, or an initial's full stop."""
        gap = self.gap(index)
        if gap in (" ", "-", "  ", ' "', " “", " «", " ("):
            return gap in (" ", "-", "  ")
        return gap in (".", ". ") and len(self.tokens[index - 1].low) <= 2

    def name_end(self, first: int, *, bold: bool) -> int:
        """Index after the last word of the name that begins with word ``first``."""
        last = first + 1
        connectors = phrases("cues", "connector")
        while last < len(self.tokens) and last - first < _LONGEST_NAME and self.joined(last):
            if self.goes_on(last, bold=bold):
                last += 1
                continue
            for width in (2, 1):
                after = last + width
                words = " ".join(token.low for token in self.tokens[last:after])
                if (
                    words in connectors
                    and after < len(self.tokens)
                    and all(self.joined(place) for place in range(last + 1, after + 1))
                    and not self.initial(after)
                    and (self.capital(self.tokens[after]) or self.known(self.tokens[after]))
                ):
                    last = after + 1
                    break
            else:
                break
        return last

    def offsets(self, first: int, after: int) -> tuple[int, int]:
        """Folded offsets of words ``first`` to ``after`` (exclusive), an initial's full stop included."""
        end = self.tokens[after - 1].end
        if len(self.tokens[after - 1].low) == 1 and self.reading.low[end : end + 1] == ".":
            end += 1
        return self.tokens[first].start, end


def _listed(word: str) -> bool:
    if word in given_names() or word in surnames():
        return True
    return "-" in word and any(part in given_names() or part in surnames() for part in word.split("-") if len(part) > 2)
