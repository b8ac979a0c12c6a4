"""Words that single a person out without a name: a single kinship tie, an office or trade held by one."""

import re
from functools import cache

from analysis.findings import Span
from analysis.gazetteer import lexicon
from analysis.reading import Reading, fold

_LONGEST_COMPLEMENT = 6  # words after "president of …"; a person is rarely described at more length
_WORD = re.compile(r" ?([^\W_]+(?:['’-][^\W_]+)*)")
_STOP = frozenset(
    [
        "y",
        "e",
        "o",
        "u",
        "que",
        "q",
        "pero",
        "mas",
        "porque",
        "por",
        "para",
        "pra",
        "con",
        "com",
        "sin",
        "se",
        "no",
        "me",
        "le",
        "lo",
        "es",
        "esta",
        "era",
        "fue",
        "ya",
        "si",
        "como",
        "cuando",
        "donde",
        "dice",
        "dijo",
        "and",
        "or",
        "who",
        "is",
        "was",
        "has",
        "had",
        "said",
        "says",
        "but",
        "with",
        "because",
        "to",
        "he",
        "she",
        "they",
        "his",
        "her",
        "et",
        "ou",
        "qui",
        "est",
        "a",
        "dit",
        "mais",
        "avec",
        "pour",
        "on",
        "nos",
        "les",
        "la",
        "ele",
        "ela",
        "tem",
        "tava",
        "foi",
        "disse",
        "falou",
        "ta",
        "quem",
        "mi",
        "su",
        "meu",
        "sua",
        "tambien",
        "tambem",
        "cada",
        "todo",
        "toda",
        "todos",
    ]
)
_NOT_KIN = ("madre de dios", "mae de deus", "padre nuestro")
_LINKS = frozenset(
    [
        "de",
        "del",
        "d",
        "do",
        "da",
        "dos",
        "das",
        "of",
        "la",
        "los",
        "las",
        "el",
        "the",
        "du",
        "des",
        "le",
        "l",
        "en",
        "al",
        "au",
    ]
)


def _either(phrases: tuple[str, ...]) -> str:
    folded = sorted({fold(phrase) for phrase in phrases}, key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(re.escape(phrase).replace("\\ ", " ") for phrase in folded) + ")"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = lexicon("roles")
    kin, office = _either(words["kin"]), _either(words["office"])
    possessive, article, only = _either(words["possessive"]), _either(words["article"]), _either(words["only"])
    after = _either(words["after_kin"])
    return {
        "own kin": re.compile(rf"(?<!\w){possessive} {kin}(?: {after})?(?!\w)"),
        "kin of somebody": re.compile(
            rf"(?<!\w)(?:(?:el|la|al|del|un|una|o|a|ao|do|da|um|uma|the|le|l'|du|au|de|dele|cuyo|cuya) ?)({kin}"
            rf"(?: {after})?)(?= (?:de|del|d|do|da|dos|das|of|du|des|d'|que|q|who|qui|se|me|no|nao|[a-z])"
            rf"|[ ,.;:!?)]|$)"),
        "kin before a name": re.compile(rf"(?<![\w-]){kin}(?: {after})?(?=,? (?:de|del|do|da|of) )"),
        "possessor's kin": re.compile(rf"(?<!\w)[a-z]{{2,20}}['’]s {kin}(?!\w)"),
        "office": re.compile(rf"(?:(?<!\w){article}[ ’']{{1,2}}|(?<![^\s(\"“«])){office}(?!\w)"),
        "only one": re.compile(rf"(?<!\w){only} [a-z]{{3,20}}(?!\w)"),
        "the one who": re.compile(
            r"(?<!\w)(?:(?:soy|sou|i'm|i am|je suis|mi|my|la|el|the) )(?:la|el|lo|o|a|the|lady|boy|girl|guy|moca"
            r"|rapaz|nino) (?:que|q|who|qui) [a-z]{2,20}(?: [a-z]{2,20}){0,4}"),
    }  # fmt: skip


def roles(reading: Reading, lang: str) -> list[Span]:
    """Kin and offices in folded offsets, each with what specifies it ("president of the water board")."""
    found: list[Span] = []
    low = reading.low
    for why, pattern in _patterns().items():
        for match in pattern.finditer(low):
            start, end = match.span(1) if pattern.groups and match[1] else match.span()
            if low.startswith(_NOT_KIN, start) or (low[start:end] == "son" and lang != "en"):
                continue
            if why == "office":
                start = _without_article(low, start, end)
                end = _with_complement(low, end)
            elif why in ("only one", "kin of somebody", "kin before a name"):
                end = _with_complement(low, end)
            found.append(Span(start, end, "ROLE", f"{why}: {low[start:end][:60]}", 700))
    return found


@cache
def _article() -> re.Pattern[str]:
    return re.compile(rf"{_either(lexicon('roles')['article'])}[ ’']{{1,2}}")


def _without_article(low: str, start: int, end: int) -> int:
    match = _article().match(low, start, end)
    return match.end() if match is not None and match.end() < end else start


def _with_complement(low: str, end: int) -> int:
    """The end of "of the …" after an office: words up to a stop word, a sign or the limit."""
    last = end
    place = end
    linked = False
    for _ in range(_LONGEST_COMPLEMENT):
        match = _WORD.match(low, place)
        if match is None or match.start(1) == place:
            break
        word = match[1]
        if not linked and word not in _LINKS:
            break
        if word in _STOP and word not in _LINKS:
            break
        place = match.end()
        if word in _LINKS:
            linked = True
            continue
        last = place
        following = _WORD.match(low, place)
        if following is None or following[1] not in _LINKS:
            break
    return last
