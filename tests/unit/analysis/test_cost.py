"""Work grows with the length of a text and no faster, whatever the text is made of.

Times are compared with each other on the same machine and never with a clock's absolute value: ten times the text may
cost at most a few times what ten times the work is. A pattern that backtracks badly costs a hundred times and more.
"""

import time

import pytest

from analysis.readable import readable_words
from analysis.triage import Said, Zone, analyse

SHORT, LONG = 3_000, 30_000
WHOLE = 100_000
ALLOWED = 4.0  # times linear growth; quadratic growth would show as 10
ZONES = [Zone("z1", ("Ucayali", "Pará"))]

BAITS = {
    "letters": "a",
    "digits": "1",
    "digits and blanks": "1 ",
    "digits and dots": "1.",
    "look-alikes": "o1lx?",
    "blotted": "?*_",
    "spelled digits": "nueve ",
    "blanks": " ",
    "line ends": "\n",
    "initials": "A. ",
    "capitals": "Aa ",
    "names": "Juan Quispe ",
    "names without capitals": "juan quispe ",
    "connectors": "de la ",
    "courtesies": "don ",
    "naming phrases": "me llamo ",
    "identity cues": "dni nro ",
    "plates": "placa AB-",
    "mail": "a.",
    "mail words": "a punto ",
    "at signs": "a@",
    "links": "t.me/",
    "hyphens": "a-",
    "apostrophes": "a'",
    "quotation marks": '"A',
    "degrees": "8°",
    "degrees and minutes": "8°02'",
    "degrees in words": "dos grados ",
    "decimals": "-9.401,",
    "hours": "a las 5 y ",
    "days": "lunes 6 de ",
    "places": "comunidad ",
    "openings of places": "San ",
    "offices": "presidente del ",
    "kin": "mi hijo ",
    "chat senders": "12:30 - Ana: ",
    "handles": "insta A ",
    "underscores": "a_",
    "accents": "a\u0301",
    "lone accents": "\u0301",
    "invisible characters": "\u200b",
    "expanding characters": "\ufdfa",
    "stops": ".!?",
    "brackets": "((«",
    "threats": "matar ",
}


def cost(text: str) -> float:
    started = time.process_time()
    analyse(text, said=Said(), zones=ZONES)
    readable_words(text, [(0, 3)], "es")
    return time.process_time() - started


def compare(make: str, short: int, long: int) -> None:
    analyse("", said=Said(), zones=ZONES)
    little = min(cost((make * short)[:short]) for _ in range(2))
    # Two milliseconds are granted to the short text: below that the clock's own grain decides.
    assert cost((make * long)[:long]) <= ALLOWED * (long / short) * max(little, 0.002)


@pytest.mark.parametrize("bait", BAITS.values(), ids=list(BAITS))
def test_hostile_text_costs_in_proportion_to_its_length(bait: str) -> None:
    compare(bait, SHORT, LONG)


@pytest.mark.parametrize("join", ["", " ", "\n"], ids=["joined", "blanks", "lines"])
def test_the_longest_text_of_all_baits_costs_in_proportion(join: str) -> None:
    compare(join.join(bait * 7 for bait in BAITS.values()) + join, WHOLE // 10, WHOLE)


@pytest.mark.parametrize("bait", ["1", "a", "1 ", "a-", "8°", "A. ", '"A'])
def test_a_hundred_thousand_characters_of_one_bait(bait: str) -> None:
    compare(bait, WHOLE // 10, WHOLE)
