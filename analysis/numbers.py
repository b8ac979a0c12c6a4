"""Telephone numbers, identity and file numbers, plates: by the words before them, by their shape, by their length.

Identity numbers are not gated by check digits: a report holds slips, look-alike letters and digits that somebody
blotted out on purpose, and a number with one wrong digit still finds its owner. Shapes of plates and registrations
follow the civil registers' nationality marks (ICAO Annex 7: OB, CP, PT/PP/PR/PS, HK, HC, YV, 8R, PZ, F) and the plates
in use in the nine countries.
"""

import re
from dataclasses import dataclass

import phonenumbers

from analysis.findings import Span
from analysis.reading import Reading

_REGIONS = {
    "es": ("PE", "BO", "CO", "EC", "VE"), "pt": ("BR", "PT"), "en": ("GY", "SR", "GB", "US"), "fr": ("GF", "FR", "SR"),
    "und": ("PE", "BR", "BO"),
}  # fmt: skip
_SPELT = (
    r"(?:cero|zero|uno?|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince"
    r"|dieci[a-z]{3,6}"
    r"|veinti?[a-z]{0,6}|treinta(?:i?[a-z]{2,6})?|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien|doble"
    r"|guion|traco"
    r"|um|dois|duas|quatro|sete|oito|nove|dez|onze|treze|quatorze|quinze|vinte|trinta|quarenta|cinquenta|sessenta"
    r"|oitenta"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|double|deux|trois|cinq|sept|huit|neuf|dix|onze|douze"
    r"|treize|seize"
    r"|vingts?|trente|quarante|cinquante|soixante|quatre)"
)
_SPELT_UNIT = rf"{_SPELT}(?:-{_SPELT}){{0,2}}"
_DIGITS = r"(?:\+?[0-9][0-9oilx?*_]{0,23}|[oilx?*_]{1,4}[0-9][0-9oilx?*_]{0,20})"
_ATOM = rf"(?:{_DIGITS}|{_SPELT_UNIT}(?![a-z]))"
_GAP = r"(?:[ .,\-–—·/()*'_]{1,3}| y | e | et )"
_RUN = re.compile(rf"(?<![\w?*])\(?{_ATOM}(?:{_GAP}?{_ATOM}){{0,24}}")
_COUNTED = re.compile(
    r"[ ]?(?:soles|reais|dolares|dollars|euros|pesos|bolivianos|bs\b|hect|ha\b|has\b|metros?\b|m\b|m2|m3|km"
    r"|kilos?|kg|quilos"
    r"|litros?|personas|pessoas|people|familias|families|hombres|anos|dias|days|ans\b|jours|horas|mil\b|millones"
    r"|milhoes"
    r"|pies|trozas|sacos|bultos|tambores|%|ft|gramos?|gramas?)"
)
_MONEY = re.compile(r"(?:s/\.?|r?\$|us\$|usd|€|eur|bs\.?|srd|gyd) ?$")
_KILOMETRE = re.compile(r"(?:km|pk|kilometro|quilometro|canal|talla|cessna|hilux|yamaha|stihl|ley|lei|art) ?\.? ?$")

_PHONE_CUE = (
    r"(?:tel(?:ef(?:ono|one)?)?|fono|fone|cel(?:u|ular)?|whats?app?|watsap|wasap|wsp|wpp|zap|signal|phone|mobile"
    r"|llamar?(?:on)?"
    r"|llamen|ligar?|ligue|call|appelez|rappeler|joindre|sms|numero mio|meu numero|mi numero|my number|num)"
)
_ID_CUE = (
    r"(?:dni|ruc|cpf|cnpj|rg|ci|c\.? ?i\.?|c\.? ?c\.?|ce|nit|nis|ra|cip|oab|crm|sus|ctps|creci|cedula|carnet"
    r"|carne|pasaporte"
    r"|passaporte|passport|passeport|identidad|identidade|expediente|exp|carpeta|caso|partida|processo|proceso"
    r"|protocolo"
    r"|dossier|dosier|resolucion|credencial|cracha|badge|serie|serial|livro|folio|folha|parcela|parcelle|lote"
    r"|lease|licen[cs]e"
    r"|lacre|auto|marco|agencia|conta|cuenta|escritura|catastral|notificacao|obito|solicitud|case|file|report|tag"
    r"|section|unit|unidad"
    r"|matricule|cadastree|book|registro profesional|constancia|predio|socio|recibo|guia|poste|notario|funcional"
    r"|carta agraria|codigo|nro"
    r"|titulo|patient|card|cartao|documento|denuncia|declaracao|tombo)"
)
_PLATE_CUE = (
    r"(?:placas?|plates?|plaque|patente|matriculas?|matriculation|immat(?:riculation|riculee?)?\.?|tail|cola"
    r"|prefixo|siglas?|inscr\.?"
    r"|coque|casco|hull(?: marks?)?|chapa|calcomania|remorque|camion|caminhao|registration|tug|viaturas?"
    r"|matricula pintada)"
)
_CUE = re.compile(rf"(?<!\w)(?:(?P<phone>{_PHONE_CUE})|(?P<id>{_ID_CUE})|(?P<plate>{_PLATE_CUE}))(?!\w)")
_LINKING = frozenset(
    [
        "es",
        "e",
        "eh",
        "la",
        "el",
        "le",
        "o",
        "a",
        "os",
        "as",
        "is",
        "the",
        "of",
        "de",
        "del",
        "dele",
        "dela",
        "do",
        "da",
        "des",
        "d",
        "numero",
        "num",
        "nro",
        "no",
        "n",
        "nº",
        "nr",
        "number",
        "marked",
        "que",
        "q",
        "dice",
        "dizia",
        "decia",
        "se",
        "lee",
        "leia",
        "lia",
        "ve",
        "termina",
        "terminaba",
        "terminada",
        "final",
        "en",
        "em",
        "por",
        "con",
        "com",
        "par",
        "mi",
        "meu",
        "minha",
        "mia",
        "mio",
        "su",
        "his",
        "her",
        "to",
        "was",
        "mostrado",
        "muestra",
        "exhibe",
        "agua",
        "policia",
        "ele",
        "leu",
        "como",
        "empieza",
        "tiene",
        "tem",
        "tenia",
        "ended",
        "toda",
        "moto",
        "da",
        "azul",
        "blanca",
        "branca",
        "vermelha",
        "verde",
        "roja",
        "cinza",
        "gris",
        "preta",
        "negra",
        "lineal",
    ]
)
_CHUNK = re.compile(r"[\w?*]+")
_CODE_GAP = re.compile(r"[-–—. /·*,'’]{1,2}|\.\.\.")
_MARK = r"(?:ob|cp|pt|pp|pr|ps|pu|hk|hc|yv|8r|pz)"  # nationality marks of aircraft
_SHAPES: tuple[tuple[str, int, bool, re.Pattern[str]], ...] = (  # why, sureness, whether letters must be capitals
    ("aircraft mark", 900, False, re.compile(
        rf"(?<![\w-]){_MARK}[-– ](?=[a-z0-9?*]{{0,4}}[0-9?*]|[a-z]{{3}}(?!\w))[a-z0-9?*](?:[- ]?[a-z0-9?*]){{1,4}}"
        r"(?:-?[a-z])?(?!\w)")),
    ("aircraft mark", 850, False, re.compile(rf"(?<![\w-]){_MARK}-[a-z?*]{{1,3}}(?!\w)")),
    ("plate", 900, False, re.compile(r"(?<![\w-])[a-z]{3}-?[0-9o][a-z0-9?*][0-9?*o]{2}(?!\w)")),
    ("plate", 900, True, re.compile(r"(?<![\w-])[a-z]{3} [0-9o?*][a-z0-9?*][0-9?*o]{1,2}(?!\w)")),
    ("plate", 850, True, re.compile(r"(?<![\w-])[a-z][0-9?*][a-z0-9?*][- ][0-9?*]{2,4}(?!\w)")),
    ("plate", 850, True, re.compile(r"(?<![\w-])[0-9?*]{3,4} [a-z]{2,3}(?![\w-])")),
    ("plate", 850, False, re.compile(r"(?<![\w-])[0-9?*]{3,4}-[a-z]{3}(?![\w-])")),
    ("plate", 850, True, re.compile(r"(?<![\w-])[a-z]{2}[- ][0-9?*]{2,3}[- ][a-z0-9]{2}(?![\w-])")),
    ("registration", 800, False, re.compile(
        r"(?<![\w-])[a-z]{1,4}[-–—·][0-9?*][a-z0-9?*o]{1,8}(?:[-/][a-z0-9?*]{1,8}){0,3}(?!\w)")),
    ("registration", 750, False, re.compile(
        r"(?<![\w-])[0-9?*]{1,6}[a-z]{0,3}[-–][a-z0-9?*]{0,3}[a-z][a-z0-9?*]{0,6}"
        r"(?:[-/][a-z0-9?*]{1,8}){0,3}(?!\w)")),
    ("registration", 750, True, re.compile(
        r"(?<![\w-])[a-z]{1,4}(?:[-/][a-z]{1,4})? ?[0-9?*][0-9?*o]{2,5}(?: [0-9]{3})?(?:-[a-z0-9]{1,3})?(?!\w)")),
    ("file number", 750, False, re.compile(
        r"(?<![\w/-])[a-z0-9]{1,6}[/-][a-z]{1,4}[/-][a-z0-9?]{2,8}(?:[/-][a-z0-9?]{1,8}){0,3}(?!\w)")),
    ("file number", 750, False, re.compile(r"(?<![\w/-])[0-9?o]{2,7}[-/][0-9?o]{2,6}[-/][a-z]{1,4}(?!\w)")),
    ("letters and digits", 700, False, re.compile(
        r"(?<![\w-])(?=[a-z]{0,5}[0-9])(?=[0-9]{0,7}[a-z])[a-z0-9?]{6,12}(?!\w)")),
)  # fmt: skip
_ALPHABET = (
    r"(?:alfa|alpha|bravo|charlie|delta|echo|eco|foxtrot|golf|hotel|india|juliett?|kilo|lima|mike|november|oscar|papa"
    r"|quebec|romeo|sierra|tango|uniform|victor|whiske?y|x-?ray|yankee|zulu)"
)
_SPELT_CALL = re.compile(
    rf"(?<!\w){_ALPHABET}(?:[ -](?:{_ALPHABET}|\d{{1,3}}|one|two|three|four|five|six|seven|eight|nine)){{1,4}}(?!\w)"
)
_UNIT_WORD = re.compile(
    r"\d+(?:[.,]\d+)?(?:h|hs|km|kg|ha|m|am|pm|cc|hp|ml|cm|mm|min|s|k|g|l|v|w|m2|m3|x\d+|e|er|o|a|ro|do|to|st|nd"
    r"|rd|th|kva|aa|bis)"
)
_NAMED_BOAT = re.compile(
    r"(?:pintado|bote|lancha|balsas?|barco|chalana|draga|canoa|bongo|deslizador|boat|barge|dredge|pirogue|camion"
    r"|calcomania|nombran"
    r"|que dice|se llama|inscr\.)[^\n\"“«']{0,30}[\"“«']([^\"”»'\n]{3,40})[\"”»']"
)


@dataclass(frozen=True, slots=True)
class _Cue:
    end: int
    label: str
    words: str


def numbers(reading: Reading, lang: str, taken: list[Span]) -> list[Span]:
    """Numbers in folded offsets; what lies wholly in a position or date of ``taken`` is left to it."""
    low = reading.low
    cues = [_Cue(m.end(), _cue_label(m), m[0]) for m in _CUE.finditer(low)]
    covered = _Covered(taken)
    found = _codes_after_cues(reading, cues, covered)
    for why, sure, upper, pattern in _SHAPES:
        for match in pattern.finditer(low):
            if _shaped(reading, match, why, upper) and not covered.whole(match.start(), match.end()):
                label = "ID_NUMBER" if why == "file number" else "PLATE"
                found.append(Span(match.start(), match.end(), label, f"shape of a {why}", sure))
    found += [Span(m.start(), m.end(), "PHONE", "call sign spelled out", 850) for m in _SPELT_CALL.finditer(low)]
    at = 0
    for match in _RUN.finditer(low):
        while at < len(cues) and cues[at].end <= match.start():
            at += 1
        span = _number_run(low, match, cues[at - 1] if at else None, lang)
        if span is not None and not covered.whole(span.start, span.end):
            found.append(span)
    found += [
        Span(m.start(1), m.end(1), "PLATE", "name painted on a craft", 750) for m in _NAMED_BOAT.finditer(low)
        if reading.cased[m.start(1)].isupper() and m[1].count(" ") < 6
    ]  # fmt: skip
    return found


def _shaped(reading: Reading, match: re.Match[str], why: str, upper: bool) -> bool:
    """Whether a match of a shape counts: it holds a digit, is no quantity, and has capitals where these are needed."""
    words = match[0]
    if _UNIT_WORD.fullmatch(words) or not (any(c.isdigit() for c in words) or why == "aircraft mark"):
        return False
    if not upper:
        return True
    cased = reading.cased[match.start() : match.end()]
    return reading.capitals_tell and cased == cased.upper()


class _Covered:
    """Answers whether a stretch lies wholly in one of the spans it was made from."""

    def __init__(self, spans: list[Span]) -> None:
        self._inside: set[int] = set()
        for span in spans:
            self._inside.update(range(span.start, span.end))

    def whole(self, start: int, end: int) -> bool:
        return all(place in self._inside for place in range(start, end))


def _cue_label(match: re.Match[str]) -> str:
    if match["phone"]:
        return "PHONE"
    return "PLATE" if match["plate"] else "ID_NUMBER"


def _codes_after_cues(reading: Reading, cues: list[_Cue], covered: _Covered) -> list[Span]:
    found: list[Span] = []
    for cue in cues:
        if cue.label == "PHONE":
            continue
        span = _code(reading, cue)
        if span is not None and not covered.whole(span.start, span.end):
            found.append(span)
    return found


def _code(reading: Reading, cue: _Cue) -> Span | None:
    """The code that follows a cue: linking words, then chunks of digits and capitals joined by signs or blanks."""
    low = reading.low
    place = cue.end
    start = end = -1
    digits = chunks = linked = 0
    while chunks < 8:
        match = _CHUNK.search(low, place, place + 28)
        if match is None:
            break
        gap = low[place : match.start()]
        if start < 0 and (len(gap) > 4 or "\n" in gap):
            break
        if start >= 0 and (gap and not _CODE_GAP.fullmatch(gap)):
            break
        word = match[0]
        if start >= 0 and gap == ". " and not word.isdigit():
            break
        telling = _tells(word)
        raw = reading.cased[match.start() : match.end()]
        letters = len(word) <= 4 and raw.isupper() and reading.capitals_tell
        if start < 0 and not telling and not letters:
            if word in _LINKING and linked < 4:
                linked += 1
                place = match.end()
                continue
            break
        if start >= 0 and not telling and not letters and not (len(word) == 1 and gap != " "):
            break
        start = match.start() if start < 0 else start
        digits += telling
        chunks += 1
        place = end = match.end()
    if start < 0 or (digits == 0 and not (cue.label == "PLATE" and chunks)):
        return None
    return Span(start, end, cue.label, f"after: {cue.words}", 900)


def _tells(word: str) -> bool:
    """A chunk that belongs to a code: a digit, a blotted sign that is no question mark's, or a spelled digit."""
    blotted = any(c in "*_" for c in word) or "?" in word[:-1] or set(word) == {"?"}
    return blotted or any(c.isdigit() for c in word) or re.fullmatch(_SPELT, word) is not None


def _number_run(low: str, match: re.Match[str], cue: _Cue | None, lang: str) -> Span | None:
    words = match[0].rstrip(" .,-–—/()*'_").lstrip("(") if match[0].count("(") > match[0].count(")") else match[0]
    words = words.rstrip(" .,-–—/(*'_")
    start = match.start() + match[0].find(words)
    end = start + len(words)
    digits = sum(c.isdigit() for c in words)
    spelt = len(re.findall(rf"(?<![a-z]){_SPELT}(?![a-z])", words))
    weight = digits + spelt
    near = cue is not None and start - cue.end <= 24 and "\n" not in low[cue.end : start]
    label = cue.label if cue is not None and near else ""
    before = low[max(0, start - 8) : start]
    if _MONEY.search(before) or _KILOMETRE.search(before):
        return None
    if weight < (3 if label == "PHONE" and digits else 5):
        return None
    if not label and (weight < 6 or (digits <= 6 and _COUNTED.match(low, end))):
        return None
    if spelt and digits < 3 and weight < 6:
        return None
    if not label or label == "PLATE":
        label = "PHONE" if spelt or _telephone(words, lang) else "ID_NUMBER"
        return Span(start, end, label, "long number", 800)
    return Span(start, end, label, f"number after: {cue.words if cue else ''}", 950)


def _telephone(words: str, lang: str) -> bool:
    digits = words.replace("o", "0").replace("l", "1").replace("i", "1")
    plain = "".join(c for c in digits if c.isdigit() or c == "+")
    if len(plain) > 18:
        return False
    for region in _REGIONS.get(lang, _REGIONS["und"]):
        try:
            if phonenumbers.is_possible_number(phonenumbers.parse(plain, region)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False
