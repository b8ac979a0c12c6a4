"""The shapes that the analysis takes and gives. Every finding says why it was made and how sure the rule is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

RULES_VERSION = "rules-1"

Lane = Literal["urgent", "normal", "noise"]

CATEGORIES = (
    "threat", "attack", "killing_or_disappearance", "illegal_clearing", "coca_or_drug_lab", "airstrip_or_flight",
    "illegal_mining", "illegal_logging", "land_invasion", "official_misconduct", "other", "not_a_report",
)  # fmt: skip
LABELS = (
    "PERSON", "PHONE", "EMAIL", "ID_NUMBER", "HANDLE", "PLATE", "COORDINATE", "PLACE", "ROLE", "DATE",
)  # fmt: skip

NOISE_SURENESS = 900  # per mille: below it a text that looks like no report still goes to the normal lane


@dataclass(frozen=True, slots=True)
class Said:
    """What the form said: kind, coarse zone's id, when, danger now, and the page's language; empty where not said."""

    kind: str = ""
    zone: str = ""
    when: str = ""
    danger: bool = False
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Zone:
    """A coarse zone of the desk: ``id``, and every name by which a text may mean it."""

    id: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Words that could identify somebody: code points ``start`` to ``end`` (exclusive) of the text.

    ``why`` names the rule and, after a colon, the words that led to it; ``sure`` is in per mille.
    """

    start: int
    end: int
    label: str
    why: str
    sure: int


@dataclass(frozen=True, slots=True)
class Share:
    """How much of the text's signals speak for a category, in per mille."""

    name: str
    share: int


@dataclass(frozen=True, slots=True)
class Findings:
    """All that the rules found in one tip. ``lang`` is es, pt, en, fr or und; ``zone`` is a zone's id or empty."""

    lang: str
    title: str
    category: str
    categories: tuple[Share, ...]
    danger: bool
    danger_why: tuple[str, ...]
    zone: str
    spans: tuple[Span, ...]
    rules: str


def lane(findings: Findings, said: Said) -> Lane:
    """Where the tip waits: danger, said or found, is urgent; only what is surely no report is noise."""
    if said.danger or findings.danger:
        return "urgent"
    sureness = next((share.share for share in findings.categories if share.name == "not_a_report"), 0)
    if findings.category == "not_a_report" and sureness >= NOISE_SURENESS:
        return "noise"
    return "normal"


def shares(scores: Sequence[tuple[str, float]]) -> tuple[Share, ...]:
    """Scores as shares of their sum in per mille, the largest first; those under one per cent are left out."""
    total = sum(score for _, score in scores)
    if total <= 0:
        return ()
    ranked = sorted(scores, key=lambda pair: (-pair[1], pair[0]))
    return tuple(Share(name, round(1000 * score / total)) for name, score in ranked if score >= total / 100)
