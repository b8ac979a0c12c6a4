"""Places finer than a province: by the noun before them, by lists of settlements, by kilometre marks, by capitals."""

import re

from analysis.findings import Span
from analysis.gazetteer import every_common_word, towns
from analysis.people import after_article
from analysis.scan import Scan, cue, phrases

_LINKS = frozenset(
    ["de", "del", "d", "do", "da", "dos", "das", "la", "el", "los", "las", "of", "the", "du", "des", "le", "l"]
)
_BUILDS = frozenset(
    [
        "san",
        "santa",
        "santo",
        "sao",
        "saint",
        "sainte",
        "puerto",
        "porto",
        "port",
        "villa",
        "vila",
        "nueva",
        "nuevo",
        "nova",
        "novo",
        "alto",
        "alta",
        "bajo",
        "baixo",
        "medio",
        "boca",
        "boa",
        "bom",
        "bella",
        "belo",
        "tres",
        "dos",
        "dois",
        "duas",
        "tree",
        "grand",
        "grande",
        "gran",
        "petit",
        "pequeno",
        "el",
        "los",
        "las",
        "la",
        "o",
        "a",
        "quebrada",
        "rio",
        "isla",
        "lago",
        "pampa",
        "new",
        "nieuw",
        "monte",
        "agua",
        "pozo",
        "palo",
        "sete",
        "cinco",
        "hermosa",
        "viejo",
        "vieja",
        "velho",
        "velha",
        "chico",
        "chica",
        "arriba",
        "abajo",
        "kampu",
        "konde",
        "kreek",
    ]
)
_OPENERS = frozenset(
    [
        "san",
        "santa",
        "santo",
        "sao",
        "saint",
        "sainte",
        "puerto",
        "porto",
        "nueva",
        "nuevo",
        "nova",
        "novo",
        "villa",
        "vila",
        "nieuw",
    ]
)
_AFTERS = frozenset(
    [
        "viejo",
        "vieja",
        "velho",
        "velha",
        "chico",
        "chica",
        "grande",
        "arriba",
        "abajo",
        "alto",
        "bajo",
        "dos",
        "uno",
        "kampu",
        "konde",
        "norte",
        "sur",
        "sul",
    ]
)
_KILOMETRE = re.compile(
    r"(?<!\w)(?:km|pk|kilometro|quilometro)\.? ?(?:\d{1,4}(?:[.,+]\d{1,3})?|[a-z]{4,10}(?: y [a-z]{3,6})?)(?!\w)"
)
_SPELT = re.compile(
    r"[a-z]{2,4}\.? ?(?:diez|doce|trece|catorce|quince|veint[a-z]+|treinta.*|dez|doze|treze|catorze|quatorze"
    r"|quinze|vinte|trinta|cinco|seis|siete|sete|ocho|oito|nueve|nove)"
)
_MAX_WORDS = 5


def places(scan: Scan) -> list[Span]:
    """Proper names of places in folded offsets; regions, big rivers and countries are left readable."""
    found = _after_nouns(scan)
    found += _settlements(scan)
    found += _openers(scan)
    found += [
        Span(m.start(), m.end(), "PLACE", "kilometre mark", 850)
        for m in _KILOMETRE.finditer(scan.reading.low)
        if any(c.isdigit() for c in m[0]) or _SPELT.fullmatch(m[0])
    ]
    return found


def _span(scan: Scan, first: int, after: int, why: str, sure: int) -> Span:
    return Span(scan.tokens[first].start, scan.tokens[after - 1].end, "PLACE", why, sure)


def _coarse(scan: Scan, first: int, after: int) -> bool:
    words = " ".join(token.low for token in scan.tokens[first:after])
    return words in scan.broad


def _after_nouns(scan: Scan) -> list[Span]:
    found: list[Span] = []
    for match in cue("cues", "place").finditer(scan.reading.low):
        index = scan.at(match.end())
        if index >= len(scan.tokens):
            continue
        links = 0
        while (
            index < len(scan.tokens)
            and links < 3
            and scan.tokens[index].low in _LINKS
            and not scan.capital(scan.tokens[index])
        ):
            index += 1
            links += 1
        if index >= len(scan.tokens):
            continue
        between = scan.reading.low[match.end() : scan.tokens[index].start]
        if len(between) > 12 or any(c in between for c in "\n.;:!?)") or scan.tokens[index].start < match.end():
            continue
        after = _place_end(scan, index)
        if after == index or _coarse(scan, index, after):
            continue
        bare = after - index == 1 and not scan.capital(scan.tokens[index])
        if bare and links and scan.known_given(scan.tokens[index]):
            continue
        found.append(_span(scan, index, after, f"place noun: {match[0]}", 700 if bare else 850))
    return found


def _place_end(scan: Scan, first: int) -> int:
    """Index after the last word of a place's name that begins with word ``first``; ``first`` itself if none does."""
    after = first
    while after < len(scan.tokens) and after - first < _MAX_WORDS:
        token = scan.tokens[after]
        if after > first and scan.gap(after) not in (" ", "-", "  "):
            break
        if scan.reading.careful:
            if token.capital or (after > first and token.low.isdigit()):
                after += 1
                continue
            if after > first and token.low in _LINKS and after + 1 < len(scan.tokens) and scan.gap(after + 1) == " ":
                ahead = after + 1
                if scan.tokens[ahead].low in _LINKS and ahead + 1 < len(scan.tokens):
                    ahead += 1
                if scan.tokens[ahead].capital and scan.gap(ahead) == " ":
                    after = ahead + 1
                    continue
            if after == first and scan.unknown(token):
                return after + 1
            break
        adjective = token.low in _BUILDS and after + 1 < len(scan.tokens) and scan.unknown(scan.tokens[after + 1])
        listed = token.low in towns() and token.low not in scan.common
        if scan.capital(token) or scan.unknown(token) or (after == first and (adjective or listed)):
            after += 1
            continue
        if after > first and (token.low in _AFTERS or (token.low in _BUILDS and adjective)):
            after += 1
            continue
        break
    return after


def _settlements(scan: Scan) -> list[Span]:
    """Towns of the list: several words in any writing, a single one in capitals or where it is no ordinary word."""
    found: list[Span] = []
    index = 0
    listed = towns()
    while index < len(scan.tokens):
        for width in (5, 4, 3, 2, 1):
            after = index + width
            if after > len(scan.tokens) or any(scan.gap(place) not in (" ", "-") for place in range(index + 1, after)):
                continue
            words = " ".join(token.low for token in scan.tokens[index:after]).replace("-", " ")
            if words not in listed or words in scan.broad:
                continue
            if (width == 1 and not _single(scan, index)) or (width == 2 and not _article_town(scan, index)):
                continue
            found.append(_span(scan, index, after, f"listed settlement: {words}", 850 if width > 1 else 650))
            index = after
            break
        else:
            index += 1
    return found


def _single(scan: Scan, index: int) -> bool:
    token = scan.tokens[index]
    if len(token.low) < 4 or scan.small(token) or token.low in scan.common:
        return False
    located = scan.before(index) in phrases("cues", "locative")
    if scan.capital(token):
        return located or not (token.opens or scan.perhaps(token))
    if scan.reading.careful or token.low in every_common_word() or token.low in phrases("cues", "place"):
        return False
    return located and not scan.known_given(token)


def _article_town(scan: Scan, index: int) -> bool:
    """ "La Quebrada" is a town, "la quebrada" a creek: after an article the town's own word needs its capital."""
    if scan.tokens[index].low not in _LINKS:
        return True
    return scan.capital(scan.tokens[index + 1]) and scan.capital(scan.tokens[index])


def _openers(scan: Scan) -> list[Span]:
    """ "Puerto …", "San …", "Nova …" before an unknown or capitalised word."""
    found: list[Span] = []
    for index, token in enumerate(scan.tokens[:-1]):
        following = scan.tokens[index + 1]
        if token.low not in _OPENERS or scan.gap(index + 1) != " " or scan.small(following):
            continue
        if scan.reading.careful and not (token.capital and following.capital):
            continue
        if not scan.reading.careful and not (scan.unknown(following) or token.low.startswith(("san", "sao", "saint"))):
            continue
        after = _place_end(scan, index + 1) if scan.reading.careful else index + 2
        after = max(after, index + 2)
        if not _coarse(scan, index, after):
            found.append(_span(scan, index, after, f"opening of a place's name: {token.low}", 750))
    return found


def capitals(scan: Scan, taken: list[Span]) -> list[Span]:
    """Capitalised words amid a sentence that no other rule explained: a place after a preposition, else a name."""
    if not scan.reading.capitals_tell:
        return []
    covered: set[int] = set()
    for span in taken:
        covered.update(range(span.start, span.end))
    found: list[Span] = []
    index = 0
    while index < len(scan.tokens):
        token = scan.tokens[index]
        if (
            not token.capital
            or not token.letters
            or token.start in covered
            or (token.opens and token.low in scan.common)
        ):
            index += 1
            continue
        if token.opens and not _opens_a_name(scan, index):
            index += 1
            continue
        after = scan.name_end(index, bold=False)
        run = _capital_run(scan, index, after)
        if run is not None:
            found.append(run)
        index = max(after, index + 1)
    return found


def _opens_a_name(scan: Scan, index: int) -> bool:
    """A capital that opens a sentence tells nothing by itself; the next word, or the lists, must."""
    if scan.known(scan.tokens[index]):
        return True
    after = index + 1
    rare = scan.unknown(scan.tokens[index]) or scan.perhaps(scan.tokens[index])
    return rare and after < len(scan.tokens) and scan.joined(after) and scan.capital(scan.tokens[after])


def _capital_run(scan: Scan, index: int, after: int) -> Span | None:
    tokens = scan.tokens[index:after]
    words = " ".join(token.low for token in tokens)
    plain = [t for t in tokens if t.low not in scan.organisations and t.low not in scan.broad and not scan.small(t)]
    if not plain or words in scan.broad or (len(tokens) == 1 and len(words) == 1):
        return None
    acronym = len(tokens) == 1 and len(words) <= 5 and tokens[0].cased.isupper()
    if acronym:
        return None
    start, end = scan.offsets(index, after)
    located = scan.before(index) in phrases("cues", "locative")
    named = any(scan.known_given(t) for t in plain)
    usual = all(t.low in scan.common for t in plain)
    if named:
        return Span(start, end, "PERSON", f"capitals with a listed name: {words[:40]}", 750)
    if located and not usual:
        return Span(start, end, "PLACE", f"capitals after a preposition: {words[:40]}", 600)
    if usual and not after_article(scan, index) and not any(scan.perhaps(t) for t in plain):
        return None
    if usual and any(t.low in phrases("roles", "office") or t.low in phrases("cues", "place") for t in plain):
        return None
    return Span(start, end, "PERSON", f"capitals amid a sentence: {words[:40]}", 450 if usual else 550)
