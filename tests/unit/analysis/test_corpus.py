"""Floors under the figures on the practice corpus, a little below what was measured when they were written.

The rules were written with this corpus in view, so the figures say that nothing got worse, not how good the rules are
on other people's texts.
"""

from pathlib import Path
from typing import Any

import pytest

from analysis.evaluate import measure

CORPUS = Path(__file__).parents[2] / "data" / "corpus"


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    return measure(CORPUS)[0]


@pytest.mark.parametrize(
    ("label", "floor"),
    [
        ("PERSON", 0.81), ("PHONE", 0.87), ("EMAIL", 0.98), ("ID_NUMBER", 0.87), ("HANDLE", 0.90), ("PLATE", 0.72),
        ("COORDINATE", 0.93), ("PLACE", 0.83), ("ROLE", 0.87), ("DATE", 0.94),
    ],
)  # fmt: skip
def test_recall(figures: dict[str, Any], label: str, floor: float) -> None:
    assert figures["recall"][label] >= floor


@pytest.mark.parametrize(
    ("figure", "floor"),
    [
        ("precision", 0.80), ("label_accuracy", 0.89), ("language_accuracy", 0.98), ("category_accuracy", 0.60),
        ("category_macro_f1", 0.59), ("danger_recall", 0.92), ("danger_precision", 0.62), ("zone_accuracy", 0.58),
    ],
)  # fmt: skip
def test_other_figures(figures: dict[str, Any], figure: str, floor: float) -> None:
    assert figures[figure] >= floor


def test_the_corpus_is_whole(figures: dict[str, Any]) -> None:
    assert figures["tips"] == 596
