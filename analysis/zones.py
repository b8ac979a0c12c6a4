"""The coarse zone that a text names, or implies by a town of it."""

import re
from collections.abc import Sequence

from analysis.findings import Said, Zone
from analysis.gazetteer import lexicon, towns
from analysis.reading import Reading, fold

_COUNTRIES = {"es": ("PE", "BO", "CO", "EC", "VE"), "pt": ("BR",), "en": ("GY", "SR"), "fr": ("GF",)}
_LONGEST = 5  # words of a settlement's name


def coarse_zone(reading: Reading, said: Said, zones: Sequence[Zone], lang: str) -> str:
    """The id of a zone, or an empty string.

    What the form said goes first; then the zone whose name the text holds (the most often, then the earliest); then the
    zone with the name of the region in which a town of the text lies, where its language's countries leave one.
    """
    if any(zone.id == said.zone for zone in zones):
        return said.zone
    named = [(*_named(reading, zone), zone.id) for zone in zones]
    best = min(((-count, first, zone) for count, first, zone in named if count), default=None)
    if best is not None:
        return best[2]
    return _implied(reading, zones, lang)


def _named(reading: Reading, zone: Zone) -> tuple[int, int]:
    """How often and from where a text names a zone."""
    places = [
        match.start()
        for name in zone.names
        if fold(name)
        for match in re.finditer(rf"(?<!\w){re.escape(fold(name))}(?!\w)", reading.low)
        if _meant(reading, name, match)
    ]
    return len(places), min(places, default=0)


def _meant(reading: Reading, name: str, match: re.Match[str]) -> bool:
    """Whether the zone is meant, where its name without accents is an everyday word (Pará, "para")."""
    if match[0] not in lexicon("cues")["small"]:
        return True
    start, end = reading.origin(match.start(), match.end())
    written = reading.text[start:end]
    return (
        written.lower() == name.lower()
        or re.search(r"(?<!\w)(?:do|no|estado do) $", reading.low[max(0, match.start() - 12) : match.start()])
        is not None
    )


def _implied(reading: Reading, zones: Sequence[Zone], lang: str) -> str:
    by_name = {fold(name): zone.id for zone in reversed(zones) for name in zone.names}
    tokens = reading.tokens
    votes: dict[str, int] = {}
    for index in range(len(tokens)):
        for width in range(_LONGEST, 0, -1):
            words = " ".join(token.low for token in tokens[index : index + width]).replace("-", " ")
            where = towns().get(words, ())
            ids = {by_name[fold(region)] for country, region in where if fold(region) in by_name}
            if len(ids) > 1:
                ids = {
                    by_name[fold(region)]
                    for country, region in where
                    if fold(region) in by_name and country in _COUNTRIES.get(lang, ())
                }
            if len(ids) == 1:
                zone = ids.pop()
                votes[zone] = votes.get(zone, 0) + width
                break
    return max(sorted(votes), key=lambda zone: votes[zone], default="")
