"""Measures the rules on a corpus: ``python -m analysis.evaluate FOLDER [--json FILE] [--missed]``.

FOLDER holds ``tips.jsonl`` and ``score.py`` (see the README beside them). The figures are those of ``score.py``, with
seconds a tip and the share of right zones added. The rules were written with the practice corpus in view, so its
figures flatter them; a new writer's texts score lower.
"""

import argparse
import importlib.util
import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from analysis.findings import Findings, Said, Zone
from analysis.triage import analyse

Scorer = Callable[[list[dict[str, Any]], dict[str, dict[str, Any]]], tuple[dict[str, Any], list[tuple[str, str, str]]]]


def corpus(folder: Path) -> list[dict[str, Any]]:
    lines = (folder / "tips.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def scorer(folder: Path) -> Scorer:
    """The ``score`` function of the corpus's own ``score.py``."""
    spec = importlib.util.spec_from_file_location("corpus_score", folder / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(folder / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    score: Scorer = module.score
    return score


def corpus_zones(tips: Iterable[dict[str, Any]]) -> list[Zone]:
    """The zones that a corpus uses, each known by its name without the country in brackets."""
    names = sorted({tip["zone"] for tip in tips if tip["zone"]})
    other = {
        "French Guiana": ("French Guiana", "Guyane", "Guyane française", "Maroni", "Oyapock"),
        "Guyana": ("Guyana", "Essequibo", "Rupununi", "Mazaruni"),
        "Suriname": ("Suriname", "Surinam", "Marowijne", "Sipaliwini"),
    }
    return [Zone(name, other.get(name, (name.split(" (")[0],))) for name in names]


def prediction(tip: dict[str, Any], findings: Findings) -> dict[str, Any]:
    """One line in the corpus's format; likeness between tips is not this package's yet."""
    return {
        "id": tip["id"],
        "lang": findings.lang,
        "spans": [{"start": span.start, "end": span.end, "label": span.label} for span in findings.spans],
        "category": findings.category,
        "danger_to_life": findings.danger,
        "zone": findings.zone or None,
        "same_event_as": None,
    }


def measure(folder: Path) -> tuple[dict[str, Any], list[tuple[str, str, str]], list[dict[str, Any]]]:
    """Figures, missed spans and predictions for a corpus."""
    tips = corpus(folder)
    zones = corpus_zones(tips)
    analyse("", said=Said(), zones=zones)  # the lists are read once, and not counted
    started = time.perf_counter()
    predicted = [prediction(tip, analyse(tip["text"], said=Said(), zones=zones)) for tip in tips]
    seconds = time.perf_counter() - started
    figures, missed = scorer(folder)(tips, {row["id"]: row for row in predicted})
    figures["zone_accuracy"] = round(
        sum(row["zone"] == tip["zone"] for row, tip in zip(predicted, tips, strict=True)) / max(1, len(tips)), 4
    )
    figures["milliseconds_per_tip"] = round(1000 * seconds / max(1, len(tips)), 1)
    return figures, missed, predicted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", type=Path, help="write the predictions there, a line a tip")
    parser.add_argument("--missed", action="store_true", help="list the marked spans that were not hidden")
    options = parser.parse_args()
    figures, missed, predicted = measure(options.folder)
    sys.stdout.write(json.dumps(figures, indent=2, ensure_ascii=False) + "\n")
    if options.missed:
        sys.stdout.writelines("\t".join(row) + "\n" for row in missed)
    if options.json is not None:
        options.json.write_text(
            "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in predicted), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
