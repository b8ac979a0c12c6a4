"""Positions: decimal degrees, degrees and minutes in signs or words, UTM, MGRS, plus codes, map links."""

import re

from analysis.findings import Span
from analysis.reading import Reading

# A digit, or what a hurried or careful hand puts in its place. Every repetition below is bounded: no text can make
# these patterns work more than in proportion to its length.
_D = r"[0-9ox?]"
_NUMBER_WORD = (
    r"(?:cero|zero|una?|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince"
    r"|dieci[a-z]{3,6}"
    r"|veint[a-z]{1,7}|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|dois|duas|quatro|sete|oito|nove|dez"
    r"|onze|doze|treze|quatorze|quinze|vinte|trinta|quarenta|cinquenta|sessenta|oitenta|y|e|\d{1,3})"
)
_SIGN = r"(?:[°º'′’`\"”]|''|(?<=\d)o(?=[ \d]))"
_SIDE = r"(?:norte|sur|sul|este|leste|oeste|north|south|east|west|nord|sud|est|ouest|[nsewo])"
_SPELT_ANGLE = rf"{_NUMBER_WORD}(?: {_NUMBER_WORD}){{0,3}}"

_PATTERNS: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    ("map link", 990, re.compile(r"(?<=[=@/])-?\d{1,2}\.\d{2,8},-?\d{1,3}\.\d{2,8}")),
    ("decimal pair", 980, re.compile(
        rf"(?<![\w.])-?\d{{1,2}}[.,]{_D}{{2,8}}°? {{0,2}}(?:lat[a-z]{{0,6}}|[nsewo](?!\w))?[ ,;/|y]{{0,5}}"
        rf"(?:long?[a-z]{{0,6}})?[:= ]{{0,3}}-?\d{{1,3}}[.,]{_D}{{2,8}}°?(?: ?[nsewo](?!\w))?")),
    ("side and decimal", 980, re.compile(
        rf"(?<!\w)[ns] {{0,2}}\d{{1,2}}[.,]{_D}{{2,8}}°?[ ,;/]{{0,4}}[ewo] {{0,2}}\d{{1,3}}[.,]{_D}{{2,8}}°?")),
    ("decimal and side word", 950, re.compile(
        rf"(?<![\w.])\d{{1,2}}[.,]{_D}{{1,8}}°? ?{_SIDE}(?!\w)[ ,;/]{{0,3}}(?:y|e|and"
        rf"|et)? ?\d{{1,3}}[.,]{_D}{{1,8}}°? ?{_SIDE}(?!\w)")),
    ("degrees and minutes", 980, re.compile(
        rf"(?<!\w)(?:[ns] ?)?\d{{1,3}} ?{_SIGN} ?(?:\d{{1,2}}(?:[.,]\d{{1,6}})? ?(?:{_SIGN} ?)?){{0,2}}"
        rf"(?:[nsewo](?!\w))?(?: ?[,;/–-]| con| y| e| and| et)? ?(?:[ewo] ?)?\d{{1,3}} ?{_SIGN} ?"
        rf"(?:[\dx]{{1,2}}(?:[.,]\d{{1,6}})? ?(?:{_SIGN} ?){{0,2}}){{0,2}}(?:[nsewo](?!\w))?")),
    ("degrees and minutes without signs", 960, re.compile(
        rf"(?<!\w)[ns] ?\d{{1,2}}°? \d{{1,2}}"
        rf"(?:[ .]{_D}{{1,5}}){{0,2}}'?[ ,;/–-]{{1,4}}[ewo] ?\d{{1,3}}°? \d{{1,2}}(?:[ .]{_D}{{1,5}}){{0,2}}'?")),
    ("degrees and minutes without signs", 960, re.compile(
        rf"(?<!\w)\d{{1,2}} \d{{1,2}}(?: {_D}{{1,2}}(?:[.,]\d{{1,3}})?)? ?[ns][ ,;/–-]{{1,4}}\d{{1,3}} \d{{1,2}}"
        rf"(?: {_D}{{1,2}}(?:[.,]\d{{1,3}})?)? ?[ewo](?!\w)")),
    ("UTM", 970, re.compile(
        rf"(?<!\w)(?:utm ?)?(?:zona? ?)?\d{{1,2}} ?[c-x][ ,:]{{0,3}}(?:e ?)?{_D}(?:[ .]?{_D}){{4,6}}"
        rf"(?: ?m?e(?!\w))?[ ,;/]{{1,4}}(?:n ?)?{_D}(?:[ .]?{_D}){{5,7}}(?: ?m?n(?!\w))?")),
    ("easting and northing", 960, re.compile(r"(?<!\w)e ?\d{3} ?\d{3}[ ,;/]{1,3}n ?\d{1,2} ?\d{3} ?\d{3}")),
    ("MGRS", 960, re.compile(r"(?<!\w)\d{1,2}[c-x][a-z]{2} ?\d{4,5} ?\d{4,5}(?!\w)")),
    ("plus code", 980, re.compile(r"(?<!\w)[23456789cfghjmpqrvwx]{4,8}\+[23456789cfghjmpqrvwx]{2,3}(?!\w)")),
    ("three words", 900, re.compile(r"///[^\W\d_]{2,20}\.[^\W\d_]{2,20}\.[^\W\d_]{2,20}")),
    ("degrees in words", 960, re.compile(
        rf"(?<!\w){_SPELT_ANGLE},? (?:grados?|graus?|degres?|degrees?)(?:,? {_SPELT_ANGLE}(?:,? (?:minutos?"
        rf"|minutes?|min))?"
        rf"(?: {_SPELT_ANGLE} (?:segundos?|secondes?|seconds?))?)?,? {_SIDE}(?!\w)[,; ]{{1,3}}(?:(?:y|e|con|com"
        rf"|and|et) )?"
        rf"{_SPELT_ANGLE}(?:,? {_SPELT_ANGLE})?,?(?: (?:grados?|graus?|degres?|degrees?))?"
        rf"(?:,? ?{_SPELT_ANGLE}(?: (?:minutos?|minutes?|min))?)?,? {_SIDE}(?!\w)")),
)  # fmt: skip


def coordinates(reading: Reading) -> list[Span]:
    """Positions in folded offsets. A sign of degrees, a side or two long decimals are what tells."""
    return [
        Span(match.start(), match.end(), "COORDINATE", why, sure)
        for why, sure, pattern in _PATTERNS
        for match in pattern.finditer(reading.low)
        if any(c.isdigit() for c in match[0]) or why == "degrees in words"
    ]
