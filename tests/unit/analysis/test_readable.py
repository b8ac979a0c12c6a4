"""The list of what stays readable: the vectors that the browser runs too, and what holds for any text."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.gazetteer import common_words, given_names, lexicon, ordinary_names, surnames
from analysis.readable import folded, readable_words

VECTORS = json.loads((Path(__file__).parents[2] / "data" / "readable_vectors.json").read_text(encoding="utf-8"))
RANGES = st.lists(st.tuples(st.integers(-3, 60), st.integers(-3, 60)), max_size=6)
LANGUAGES = st.sampled_from(["es", "pt", "pt-br", "en", "fr", "und", ""])


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_vectors(case: dict[str, Any]) -> None:
    hidden = [(start, end) for start, end in case["hidden"]]
    words = readable_words(case["text"], hidden, case["lang"])
    assert [{"start": word.start, "end": word.end, "why": word.why} for word in words] == case["words"]


def test_vectors_list_words_and_list_none() -> None:
    listing = [case for case in VECTORS["cases"] if case["words"]]
    assert len(listing) >= 30
    assert len(VECTORS["cases"]) - len(listing) >= 10
    assert {word["why"] for case in listing for word in case["words"]} == {
        "cut", "digits", "unknown", "capital", "opening",
    }  # fmt: skip


@given(st.text(max_size=60), RANGES, LANGUAGES)
def test_every_capital_and_digit_is_hidden_or_listed(text: str, hidden: list[tuple[int, int]], lang: str) -> None:
    listed = {place for word in readable_words(text, hidden, lang) for place in range(word.start, word.end)}
    covered = {place for start, end in hidden for place in range(max(0, start), min(len(text), end))}
    assert not listed & covered
    for place, character in enumerate(text):
        telling = unicodedata.category(character)[0] == "N" or unicodedata.category(character) in ("Lu", "Lt")
        assert not telling or place in listed or place in covered


@given(st.text(max_size=60), RANGES, LANGUAGES)
def test_hiding_what_is_listed_leaves_nothing_to_confirm(text: str, hidden: list[tuple[int, int]], lang: str) -> None:
    words = readable_words(text, hidden, lang)
    assert readable_words(text, hidden + [(word.start, word.end) for word in words], lang) == []


@pytest.mark.parametrize("lang", ["es", "pt", "en", "fr"])
def test_lists_are_short_and_folded(lang: str) -> None:
    words = common_words(lang)
    assert 4_000 <= len(words) <= 5_000
    assert all(folded(word) == word and word.isalpha() and len(word) > 1 for word in words)


@pytest.mark.parametrize("lang", ["es", "pt", "en", "fr"])
def test_a_name_is_in_a_list_only_where_it_is_an_everyday_word(lang: str) -> None:
    names = given_names() | surnames() | ordinary_names()
    assert common_words(lang) & names <= {*lexicon("cues")["everyday"], *lexicon("cues")["small"]}


def test_a_lower_case_name_is_never_a_known_word() -> None:
    for name in (
        "juan",
        "maria",
        "quispe",
        "mamani",
        "rosa",
        "cruz",
        "luz",
        "paz",
        "flores",
        "wilmer",
        "jean",
        "paulo",
    ):
        assert len(readable_words(name, [], "es")) == 1, name
