"""Receipts: ten words that are all a submitter needs, and the keys that follow from them."""

import secrets
from dataclasses import dataclass, field
from typing import Final, Literal

from sealing.errors import Refused
from sealing.hashing import blake2b_256
from sealing.keys import xwing_public
from sealing.types import AnswerKey, Entropy, Receipt, Seed
from sealing.words import BITS_A_WORD, LANGUAGES, PREFIX, Language, fold, language, prefixes, word_list, words_of

WORDS: Final = 10
ENTROPY_BYTES: Final = 13
SALT_BYTES: Final = 32
MAX_TEXT: Final = 1000  # code points; ten words have fewer than 100
_CHECK_BITS = 6
SlipReason = Literal["word", "count", "language", "check"]
_FAR = 2  # edits; a suggestion further away than this is a guess


class SlipError(Refused):
    """A slip of the pen.

    `reason` is `word` (a word is in none of the lists: `word_number` counts from 1, `suggestion` is the nearest word,
    if one is near), `count` (not ten words), `language` (all words are known, but no one list has them all) or `check`
    (ten words of one list, but the check bits do not fit: some word is another one of the list, or two are swapped).
    """

    def __init__(self, reason: SlipReason, *, word_number: int | None = None, suggestion: str = "") -> None:
        super().__init__(f"receipt words: {reason}")
        self.reason: SlipReason = reason
        self.word_number = word_number
        self.suggestion = suggestion


@dataclass(frozen=True, slots=True)
class MailboxKeys:
    """What a receipt stands for. The server stores `stored_id` and nothing else of it."""

    mailbox_id: bytes = field(repr=False)  # 16 bytes, sent to ask for answers
    stored_id: bytes = field(repr=False)  # 32 bytes, one-way
    seed: Seed = field(repr=False)
    public: bytes = field(repr=False)  # 1,216 bytes, travels inside the sealed tip
    answer_key: AnswerKey = field(repr=False)


def _check_bits(entropy: bytes) -> int:
    return blake2b_256(entropy, person=b"vigia-receipt-c1")[0] >> (8 - _CHECK_BITS)


def receipt_words(entropy: bytes, lang: str) -> Receipt:
    """The ten words of 13 bytes, by single spaces, composed (NFC)."""
    if len(entropy) != ENTROPY_BYTES:
        raise Refused("a receipt's entropy has 13 bytes")
    number = int.from_bytes(entropy, "big") << _CHECK_BITS | _check_bits(entropy)
    return Receipt(" ".join(words_of(number, WORDS, language(lang))))


def receipt_make(lang: str) -> Receipt:
    """A new receipt: 104 bits from the system's CSPRNG and 6 check bits.

    The lists share many four-letter beginnings, so that now and then (one in about a million) the words would also read
    as a receipt of a language that is tried earlier. Such a draw is thrown away.
    """
    while True:
        entropy = secrets.token_bytes(ENTROPY_BYTES)
        words = receipt_words(entropy, lang)
        if receipt_read(words) == (entropy, lang):
            return words


def _numbers(typed: list[str], lang: Language) -> list[int | None]:
    known = prefixes(lang)
    return [known.get(word[:PREFIX]) for word in typed]


def _edits(left: str, right: str) -> int:
    """Levenshtein distance."""
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (a != b))
    return row[-1]


def _nearest(typed: str, lang: Language) -> str:
    scored = ((_edits(typed[:12], fold(word)), index) for index, word in enumerate(word_list(lang)))
    distance, index = min(scored)
    return word_list(lang)[index] if distance <= _FAR else ""


def receipt_read(text: str) -> tuple[Entropy, Language]:
    """The 13 bytes and the language of ten typed words, however they are cased, accented or separated.

    Each word is found by its first four letters. Languages are tried in the order es, pt-br, en, fr; the first in which
    all words are found and the check bits fit is taken. Raises SlipError; an unknown word is named first of all.
    """
    if len(text) > MAX_TEXT:
        raise SlipError("count")
    typed = fold(text).split()
    tried = {lang: _numbers(typed, lang) for lang in LANGUAGES}
    for place, word in enumerate(typed):
        if all(numbers[place] is None for numbers in tried.values()):
            likely = min(LANGUAGES, key=lambda lang: tried[lang].count(None))
            raise SlipError("word", word_number=place + 1, suggestion=_nearest(word, likely))
    if len(typed) != WORDS:
        raise SlipError("count")
    complete = False
    for lang, numbers in tried.items():
        known = [number for number in numbers if number is not None]
        if len(known) == WORDS:
            complete = True
            value = sum(number << BITS_A_WORD * place for place, number in enumerate(reversed(known)))
            entropy = Entropy((value >> _CHECK_BITS).to_bytes(ENTROPY_BYTES, "big"))
            if value & ((1 << _CHECK_BITS) - 1) == _check_bits(entropy):
                return entropy, lang
    raise SlipError("check" if complete else "language")


def derive(salt: bytes, entropy: bytes) -> MailboxKeys:
    """The mailbox of a receipt; `salt` is the desk's receipt salt (32 bytes) of the public directory."""
    if len(salt) != SALT_BYTES or len(entropy) != ENTROPY_BYTES:
        raise Refused("a salt has 32 bytes and a receipt's entropy 13")
    root = blake2b_256(entropy, key=salt, person=b"vigia-receipt-1")
    mailbox_id = blake2b_256(b"", key=root, person=b"vigia-mbox-id-1")[:16]
    seed = Seed(blake2b_256(b"", key=root, person=b"vigia-mbox-key1"))
    return MailboxKeys(
        mailbox_id=mailbox_id,
        stored_id=mailbox_stored_id(mailbox_id),
        seed=seed,
        public=xwing_public(seed),
        answer_key=AnswerKey(blake2b_256(b"", key=root, person=b"vigia-answer-k1")),
    )


def mailbox_stored_id(mailbox_id: bytes) -> bytes:
    """What the server stores of a mailbox id: 32 bytes, one-way."""
    return blake2b_256(mailbox_id)
