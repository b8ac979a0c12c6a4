"""What a report is mainly about, and whether somebody's life is in danger, by weighted words of a lexicon."""

import math
import re
from dataclasses import dataclass
from functools import cache

from analysis.findings import CATEGORIES, Said, Share, shares
from analysis.gazetteer import lexicon
from analysis.reading import Reading, fold

DANGER_THRESHOLD = 2.0  # chosen on the practice corpus for recall: a false alarm costs a look, a miss may cost a life
_KINDS = {  # the form's pictures, as the categories that they stand for
    "talk": ("threat",), "candle": ("killing_or_disappearance",), "people": ("land_invasion",),
    "tree": ("illegal_logging", "illegal_clearing"), "fire": ("illegal_clearing",), "air": ("airstrip_or_flight",),
    "boat": ("illegal_mining",),
}  # fmt: skip
_KIND_WEIGHT = 3.0
_LONG = 100  # characters
_PEACEFUL_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class _Entries:
    pattern: re.Pattern[str]
    whole: dict[str, float]
    begun: tuple[tuple[str, float], ...]

    def weight(self, words: str) -> float:
        if words in self.whole:
            return self.whole[words]
        return max((weight for start, weight in self.begun if words.startswith(start)), default=0.0)


@cache
def _entries(section: str) -> _Entries:
    whole: dict[str, float] = {}
    begun: dict[str, float] = {}
    for phrase in lexicon("topics")[section]:
        words, _, weight = fold(phrase).partition("=")
        into = begun if words.endswith("*") else whole
        into[words.rstrip("*")] = float(weight or 1)
    ordered = sorted([*whole, *begun], key=lambda words: (-len(words), words))
    parts = [re.escape(words) + (r"\w*" if words in begun else r"(?!\w)") for words in ordered]
    return _Entries(re.compile(r"(?<!\w)(?:" + "|".join(parts) + ")"), whole, tuple(begun.items()))


def _hits(low: str, section: str) -> dict[str, float]:
    """Each word of the section that the text holds, with its weight grown a little by how often it does."""
    entries = _entries(section)
    counts: dict[str, int] = {}
    for match in entries.pattern.finditer(low):
        counts[match[0]] = counts.get(match[0], 0) + 1
    return {words: entries.weight(words) * (1 + 0.3 * math.log(count)) for words, count in counts.items()}


def categories(reading: Reading, said: Said) -> tuple[Share, ...]:
    """Every category that something speaks for, the likeliest first; ``other`` where nothing does."""
    scores = {name: sum(_hits(reading.low, name).values()) for name in CATEGORIES}
    for name in _KINDS.get(said.kind, ()):
        scores[name] += _KIND_WEIGHT
    misdeeds = sum(score for name, score in scores.items() if name not in ("other", "not_a_report"))
    scores["other"] += 0.5
    if scores["not_a_report"] and misdeeds < scores["not_a_report"] * _PEACEFUL_SHARE:
        scores["not_a_report"] = 2 * scores["not_a_report"] + 1
        # The longer a text in which nothing else is understood, the less a greeting or a test is the whole of it.
        scores["other"] += len(reading.low) / _LONG
    elif misdeeds > scores["not_a_report"]:
        scores["not_a_report"] *= _PEACEFUL_SHARE
    return shares([(name, score**2) for name, score in scores.items()])


def danger(reading: Reading) -> tuple[bool, tuple[str, ...]]:
    """Whether a life is in danger by the text itself, and the words that say so, the weightiest first."""
    hits = _hits(reading.low, "danger")
    denied = len(_entries("danger_not").pattern.findall(reading.low))
    total = sum(hits.values()) - 3 * denied
    reasons = sorted((words for words, weight in hits.items() if weight >= 2), key=lambda words: (-hits[words], words))
    return total >= DANGER_THRESHOLD and bool(reasons), tuple(reasons[:6])
