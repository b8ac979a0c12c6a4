"""The four BIP-39 word lists and the folding by which typed words are read again."""

import re
import unicodedata
from functools import lru_cache
from typing import Final, Literal, get_args

from mnemonic import Mnemonic

from sealing.errors import Refused

Language = Literal["es", "pt-br", "en", "fr"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
BITS_A_WORD: Final = 11
PREFIX: Final = 4  # BIP-39 lists tell their words apart by the first four letters

_LISTS: dict[Language, str] = {"es": "spanish", "pt-br": "portuguese", "en": "english", "fr": "french"}
_NOT_LETTERS = re.compile(r"[^a-z]+", re.ASCII)


def language(text: str) -> Language:
    """The text as one of the four languages. Raises Refused."""
    for known in LANGUAGES:
        if text == known:
            return known
    raise Refused("no such language")


def fold(text: str) -> str:
    """NFKD, without marks (category M), lower case, everything but a-z one space, trimmed."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.category(c).startswith("M"))
    return _NOT_LETTERS.sub(" ", plain.lower()).strip()


@lru_cache(maxsize=len(LANGUAGES))
def word_list(lang: Language) -> tuple[str, ...]:
    """2,048 words, composed (NFC), as they are shown."""
    if lang not in _LISTS:
        raise Refused("no such language")
    return tuple(unicodedata.normalize("NFC", word) for word in Mnemonic(_LISTS[lang]).wordlist)


@lru_cache(maxsize=len(LANGUAGES))
def prefixes(lang: Language) -> dict[str, int]:
    """First four folded letters → index in the list."""
    return {fold(word)[:PREFIX]: index for index, word in enumerate(word_list(lang))}


def words_of(number: int, count: int, lang: Language) -> list[str]:
    """`count` words for a number of `count` × 11 bits, the highest bits first."""
    listed = word_list(lang)
    return [listed[number >> (BITS_A_WORD * place) & 0x7FF] for place in reversed(range(count))]
