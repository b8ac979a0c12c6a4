"""Receipts survive the ways in which people write them down; slips are found."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sealing.errors import Refused
from sealing.hashing import blake2b_256
from sealing.receipts import SlipError, derive, mailbox_stored_id, receipt_make, receipt_read, receipt_words
from sealing.words import LANGUAGES, Language, fold, prefixes, word_list

LANGS = st.sampled_from(LANGUAGES)
ENTROPIES = st.binary(min_size=13, max_size=13)


def _hand(words: str, how: int) -> str:
    """One of the ways in which a hand and a telephone's keyboard change ten words."""
    listed = words.split()
    ways = [
        words,
        words.upper(),
        words.title(),
        unicodedata.normalize("NFD", words),
        fold(words),
        ", ".join(listed),
        "\n".join(f"{number}) {word}" for number, word in enumerate(listed, 1)),
        " ".join(fold(word)[:4] for word in listed),
        f"  «{'; '.join(listed)}».\t",
        "-".join(listed),
    ]
    return ways[how % len(ways)]


@given(lang=LANGS, entropy=ENTROPIES, how=st.integers(0, 9))
def test_a_receipt_is_read_back_however_it_is_written(lang: Language, entropy: bytes, how: int) -> None:
    words = receipt_words(entropy, lang)
    # A few would also be receipts of a language that is tried earlier: `receipt_make` never hands such a one out.
    assume(receipt_read(words) == (entropy, lang))
    assert receipt_read(_hand(words, how)) == (entropy, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_made_receipts_are_fresh_and_read_back(lang: Language) -> None:
    made = {receipt_make(lang) for _ in range(20)}
    assert len(made) == 20
    assert all(receipt_read(words)[1] == lang and len(words.split()) == 10 for words in made)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_lists_have_2048_words_told_apart_by_four_letters(lang: Language) -> None:
    assert len(word_list(lang)) == len(prefixes(lang)) == 2048
    assert all(unicodedata.is_normalized("NFC", word) for word in word_list(lang))


@given(lang=LANGS, entropy=ENTROPIES, place=st.integers(0, 9))
def test_an_unknown_word_is_named(lang: Language, entropy: bytes, place: int) -> None:
    listed = receipt_words(entropy, lang).split()
    listed[place] = "zzzz"
    with pytest.raises(SlipError) as caught:
        receipt_read(" ".join(listed))
    assert (caught.value.reason, caught.value.word_number) == ("word", place + 1)


def test_the_nearest_word_is_suggested() -> None:
    listed = receipt_words(bytes(range(13)), "es").split()
    right = listed[4]
    listed[4] = "x" + fold(right)[1:]
    with pytest.raises(SlipError) as caught:
        receipt_read(" ".join(listed))
    assert caught.value.word_number == 5
    assert fold(caught.value.suggestion)[1:] == fold(right)[1:]


def test_slips_are_told_apart() -> None:
    words = receipt_words(bytes(13), "pt-br").split()
    swapped = receipt_words(bytes(range(13)), "pt-br").split()
    swapped[0], swapped[1] = swapped[1], swapped[0]
    mixed = receipt_words(bytes(range(13)), "es").split()[:5] + receipt_words(bytes(range(13)), "en").split()[5:]
    for text, reason in (
        (" ".join(words[:9]), "count"),
        ("", "count"),
        ("a " * 600, "count"),
        (" ".join(swapped), "check"),
        (" ".join(mixed), "language"),
    ):
        with pytest.raises(SlipError) as caught:
            receipt_read(text)
        assert caught.value.reason == reason
        assert caught.value.word_number is None


def test_six_check_bits_find_63_of_64_slips() -> None:
    listed = receipt_words(bytes(range(13)), "en").split()
    found = 0
    for word in word_list("en"):
        try:
            receipt_read(" ".join([*listed[:9], word]))
        except SlipError:
            found += 1
    assert found == 2048 - 32  # 5 bits of the last word are entropy, and each such choice has one fitting check


def test_what_is_derived_depends_on_receipt_and_desk() -> None:
    salt, entropy = bytes(range(32)), bytes(range(13))
    mailbox = derive(salt, entropy)
    assert mailbox == derive(salt, entropy)
    assert mailbox.stored_id == blake2b_256(mailbox.mailbox_id) == mailbox_stored_id(mailbox.mailbox_id)
    others = [derive(bytes(32), entropy), derive(salt, bytes(13))]
    for name in ("mailbox_id", "seed", "answer_key", "public"):
        assert len({getattr(keys, name) for keys in (mailbox, *others)}) == 3
    assert mailbox.mailbox_id.hex() not in repr(mailbox)


@pytest.mark.parametrize(("salt", "entropy"), [(31, 13), (33, 13), (32, 12), (32, 14), (0, 13)])
def test_derivation_takes_exact_lengths(salt: int, entropy: int) -> None:
    with pytest.raises(Refused):
        derive(bytes(salt), bytes(entropy))
