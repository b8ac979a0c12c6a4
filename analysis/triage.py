"""One tip's text to its findings. Total: any string of code points returns, in time in proportion to its length."""

from collections.abc import Sequence

from analysis.contacts import contacts
from analysis.coordinates import coordinates
from analysis.dates import dates
from analysis.findings import RULES_VERSION, Findings, Said, Span, Zone, lane
from analysis.joining import joined
from analysis.language import language
from analysis.numbers import numbers
from analysis.people import mentions, people, quoted_nicknames
from analysis.places import capitals, places
from analysis.reading import Reading
from analysis.roles import roles
from analysis.scan import Scan
from analysis.titles import title
from analysis.topics import categories, danger
from analysis.zones import coarse_zone

__all__ = ["Findings", "Said", "Span", "Zone", "analyse", "lane"]


def analyse(text: str, *, said: Said, zones: Sequence[Zone]) -> Findings:
    """Findings for ``text``: spans in its code points, category and danger by its words, zone among ``zones``.

    Nothing here decides: a case worker confirms every span, and what no rule found is listed by
    :func:`analysis.readable.readable_words` before anything is sent.
    """
    reading = Reading(text)
    lang = language(reading, said.lang)
    found = categories(reading, said)
    perilous, reasons = danger(reading)
    return Findings(
        lang=lang,
        title=title(text),
        category=found[0].name,
        categories=found,
        danger=perilous,
        danger_why=reasons,
        zone=coarse_zone(reading, said, zones, lang),
        spans=_spans(reading, lang),
        rules=RULES_VERSION,
    )


def _spans(reading: Reading, lang: str) -> tuple[Span, ...]:
    scan = Scan(reading, lang)
    fixed = contacts(reading) + coordinates(reading) + dates(reading, lang)
    fixed += numbers(reading, lang, fixed)
    named = people(scan) + places(scan)
    described = roles(reading, lang)
    named += capitals(scan, fixed + named + described)
    named += quoted_nicknames(scan)
    named += mentions(scan, named)
    return joined(reading, fixed + named + described)
