"""Days and hours precise enough to place somebody, in four languages; months, years and "yesterday" are left."""

import re

from analysis.findings import Span
from analysis.reading import Reading

_MONTH = (
    r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre"
    r"|janeiro|fevereiro|marco|maio|junho|julho|setembro|outubro|novembro|dezembro"
    r"|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
    r"|ene|feb|mar|abr|jun|jul|ago|aug|set|sept?|oct|out|nov|dic|dez|dec)\b\.?"
)
_WEEKDAY = (
    r"(?:lunes|martes|miercoles|jueves|viernes|sabados?|domingos?"
    r"|segunda[- ]feira|terca[- ]feira|quarta[- ]feira|quinta[- ]feira|sexta[- ]feira|segundas?|tercas?|quartas?"
    r"|quintas?|sextas?"
    r"|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?"
    r"|lundis?|mardis?|mercredis?|jeudis?|vendredis?|samedis?|dimanches?|sabbat)"
)
_SHORT_WEEKDAY = r"(?:lun|mie|jue|vie|sab|dom|seg|ter|qua|qui|sex|mon|tues?|wed|thu|thurs|fri|sat|sun)"
_SMALL = (
    r"(?:una?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|duas|dois|quatro|sete|oito|nove|dez|onze"
    r"|doze"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|une|deux|trois|cinq|sept|huit|neuf|dix|douze|dezenove|vinte|dezoito|dezessete|dezesseis|quinze|catorze|treze"
    r"|dix-neuf|vingt)"
)
_DAY_WORD = (
    r"(?:primero|primeiro|premier|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    r"|quince|quinze|veinte|vinte|treinta|trinta|diez|dez|doce|doze|trece|treze|catorce|quatorze"
    r"|veinti[a-z]{3,6}|dieci[a-z]{3,6}|dezess[a-z]{2,4}|dezoito|dezenove|vinte e [a-z]{2,6}|vingt-[a-z]{2,5}"
    r"|cinco|seis|siete|sete|ocho|oito|nueve|nove)"
)
_DAY = r"(?:[0-3]?\d(?:ro|er|st|nd|rd|th|o)?)"
_PART = (
    r"(?:,? (?:de|da|do|d|del|por|en|pela|in|du|at|of)(?: la| el| the| l')? ?"
    r"(?:manana|tarde|noche|madrugada|manha|noite|morning|afternoon|evening|night|matin|soir|apres-midi|nuit))"
)
_MINUTES = (
    r"(?: (?:y|e|et|with|con)? ?(?:media|meia|cuarto|quinze|quince|demie?|pico|pouco|quart"
    rf"|{_SMALL}|\d{{1,2}}|veinte|treinta|cuarenta|quarenta|trinta)\b)"
)
_HALF = r"(?:a\. ?m\.?|p\. ?m\.?|am\b|pm\b|hrs?\b\.?|hs\b|horas?\b|heures?\b|hours\b|o'? ?clock|local\b|h\b)"

_FEASTS = (
    r"(?:navidad|nochebuena|ano nuevo|semana santa|viernes santo|jueves santo|miercoles de ceniza|domingo de ramos"
    r"|lunes de pascua|pascua|carnaval(?:es)?|todos los santos|todos santos|dia de los muertos|corpus christi"
    r"|fiestas patrias|san juan|santa rosa de lima|la purisima|la candelaria|dia de la madre"
    r"|natal|ano novo|reveillon|quarta-feira de cinzas|sexta-feira santa|sabado de aleluia|pascoa|dia de finados"
    r"|finados"
    r"|sao joao|dia de sao [a-z]{3,12}|dia de nossa senhora [a-z]{3,12}|sete de setembro|festa de sao [a-z]{3,12}"
    r"|christmas(?: eve| day)?|easter|good friday|new year'?s?(?: eve| day)?|old year'?s?(?: night)?|diwali"
    r"|phagwah|emancipation day|st\.? [a-z]{3,9}'?s day"
    r"|noel|paques|toussaint|ascension|pentecote|jour de l'an|quatorze juillet"
    r"|fiesta de (?:la |el |los |san |santa )?[a-z]{4,12})"
)

_PATTERNS: tuple[tuple[str, str, int, re.Pattern[str]], ...] = (
    ("day and month", "", 980, re.compile(
        rf"(?<![\w/.-])(?:{_WEEKDAY},? )?(?:{_DAY}|{_DAY_WORD})(?: ?(?:de|del|d|of|do)? ){_MONTH}(?:,? (?:de "
        rf"|del |d )?(?:19|20)\d\d\b)?")),
    ("day and month", "", 980, re.compile(rf"(?<!\w)[0-3]\d ?{_MONTH} ?(?:\d\d)?(?!\w)")),
    ("month and day", "", 970, re.compile(
        r"(?<!\w)(?:january|february|march|april|may|june|july|august|september|october|november|december"
        r"|jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)\.? [0-3]?\d(?:st|nd|rd|th)?(?!\w)")),
    ("weekday", "", 950, re.compile(
        rf"(?<!\w){_WEEKDAY}(?:,? (?:the |dia |el |le )?[0-3]?\d(?:st|nd|rd|th)?(?![\w:/.]))?(?!\w)")),
    ("short weekday", "", 850, re.compile(rf"(?<!\w){_SHORT_WEEKDAY}\.?,? (?=\d)(?:[0-3]?\d(?![\w:/.]))?")),
    ("numeric date", "", 950, re.compile(r"(?<![\w./-])[0-3]?\d[/.-](?:0?[1-9]|1[0-2]|x?i{1,3}|i?[vx])(?:[/.-]"
    r"(?:19|20)?\d\d)?(?![\w/]|[.-]\d)")),
    ("ISO date", "", 990, re.compile(r"(?<!\w)(?:19|20)\d\d[-/.](?:0[1-9]|1[0-2])[-/.][0-3]\d(?!\w)")),
    ("day", "after \"dia\"", 900, re.compile(rf"(?<!\w)dia (?:[0-3]?\d(?![\w:/.]\d)|{_DAY_WORD})(?!\w)")),
    ("ordinal day", "", 850, re.compile(r"(?<=the )(?:[0-3]?\d(?:st|nd|rd|th)|first|second|third|fourth|fifth"
    r"|sixth|seventh|eighth|ninth|tenth)(?= |[.,;:]|$)")),
    ("ordinal day", "", 850, re.compile(r"(?<!\w)[0-3]?\d(?:st|nd|rd|th)(?!\w)")),
    ("day of the month", "after an article", 700, re.compile(
        r"(?:(?<= el )|(?<= le )|(?<=^el )|(?<=^le ))(?:[12]?\d|3[01]|1er|1ro|primero|quince|treinta)(?= "
        r"|[.,;:)!?]|$)"
        r"(?! ?(?:%|por ciento|por cento|pour cent|soles|reais|hect|ha\b|metros|anos|de los|de las|mil\b|dolar))")),
    ("clock", "", 970, re.compile(r"(?<![\w.,:])(?:[01]?\d|2[0-4])(?::|h ?)[0-5]\d(?::[0-5]\d)?"
    r"(?: ?[ap]\.? ?m\b\.?)?(?: (?:hora local|local|hrs?|h|horas|horas))?(?!\w)")),
    ("hour", "", 960, re.compile(rf"(?<![\w.,:/$-])(?:[01]?\d|2[0-4])(?:[:.][0-5]\d)? ?{_HALF}(?: (?:et demie"
    rf"|moins \d\d?|moins le quart|\d\d\b))?(?:{_PART})?")),
    ("military hour", "", 900, re.compile(r"(?<![\w.,/-])(?:[01]\d|2[0-3])[0-5]\d ?(?:z\b|hrs?\b|horas\b|h\b"
    r"|local\b|hours\b)")),
    ("spelt hour", "after a preposition", 850, re.compile(
        rf"(?:(?<= las )|(?<= as )|(?<= la )|(?<= hrs\. )|(?<=umas )|(?<=pelas )|(?<=das ))(?:{_SMALL}|[12]?\d)"
        rf"(?:{_MINUTES})?(?:{_PART})?(?!\w|[:/%])")),
    ("spelt hour", "with its part of the day", 900, re.compile(rf"(?<!\w)(?:{_SMALL}|[12]?\d)(?: horas?| heures)?"
    rf"(?:{_MINUTES})?{_PART}")),
    ("spelt hour", "in French", 900, re.compile(rf"(?<!\w){_SMALL} heures?(?: (?:et demie|et quart"
    rf"|moins [a-z]+))?(?:{_PART})?")),
    ("spelt hour", "in English", 850, re.compile(
        rf"(?<!\w)(?:half past |quarter past |quarter to |ten to |ten past |five to |twenty to |twenty past )"
        rf"(?:{_SMALL}|\d\d?)(?!\w)")),
    ("spelt hour", "in English", 700, re.compile(rf"(?:(?<= at )|(?<= until )|(?<= till )|(?<= by ))"
    rf"(?:{_SMALL})(?= |[.,;:]|$)(?! (?:of|men|people|the))")),
    ("spelt hour", "with minutes", 850, re.compile(rf"(?<!\w)(?:{_SMALL}|[12]?\d) (?:y|e) (?:media|meia|cuarto"
    rf"|quinze|quince|pico|pouco)(?:{_PART})?(?!\w)")),
    ("noon or midnight", "", 900, re.compile(r"(?<!\w)(?:medio ?dia|media ?noche|meio[- ]dia(?: e [a-z]{2,7})?"
    r"|meia[- ]noite|midi|minuit|noon|midnight)(?!\w)")),
    ("feast", "", 850, re.compile(rf"(?<!\w){_FEASTS}(?!\w)")),
)  # fmt: skip
_NOT_A_WEEKDAY = re.compile(r" ?(?:vez|via|persona|pessoa|vuelta|parte|fila|casa|serie|feria|guerra|lei|mao|gente)\b")
_ORDINAL_WEEKDAYS = frozenset(
    {"segunda", "segundas", "terca", "quarta", "quartas", "quinta", "quintas", "sexta", "tercas", "sextas"}
)


def dates(reading: Reading, lang: str) -> list[Span]:
    """Days, hours and feasts in folded offsets. ``lang`` decides whether "segunda" may be a Monday."""
    found: list[Span] = []
    low = reading.low
    for name, detail, sure, pattern in _PATTERNS:
        for match in pattern.finditer(low):
            words = match[0].rstrip(" .,")
            if not words or (name == "weekday" and words in _ORDINAL_WEEKDAYS and not _is_weekday(low, match, lang)):
                continue
            why = f"{name}: {detail}" if detail else name
            found.append(Span(match.start(), match.start() + len(words), "DATE", why, sure))
    return found


def _is_weekday(low: str, match: re.Match[str], lang: str) -> bool:
    return lang in ("pt", "und") and _NOT_A_WEEKDAY.match(low, match.end()) is None
