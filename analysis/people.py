"""Names of people by lists and context: courtesies, naming phrases, capitals, signatures, chats, further mentions."""

import re

from analysis.findings import Span
from analysis.gazetteer import towns
from analysis.reading import Token
from analysis.scan import Scan, cue, phrases

_FILLERS = frozenset(
    [
        "el",
        "la",
        "o",
        "a",
        "los",
        "le",
        "como",
        "es",
        "e",
        "is",
        "de",
        "don",
        "dona",
        "sr",
        "senor",
        "seu",
        "un",
        "um",
        "uma",
        "une",
        "a",
        "the",
        "mr",
        "mi",
    ]
)
_CHAT = re.compile(r"(?:\d{1,2}:\d\d[^\n:]{0,12}[-–\])] ?|^|\n|(?<=\. )|(?<=\] ))([^\W\d_][^\n:.,\[\]]{0,24}):(?=\s)")
_INITIALS = re.compile(
    r"(?<![\w.])(?:[A-Z]\. ?){1,3}[A-Z](?:\.|(?!\w))(?:-[A-Z]\.?)?|(?<![\w.])[A-Z]\.(?=[ ,\"]*[A-Z][a-z]{2})"
)
_NOT_INITIALS = frozenset(
    ("p.s.", "a.m.", "p.m.", "c.i.", "c.c.", "u.c.", "l.p.", "s.a.", "r.p.a.", "s.o.s.", "d.c.", "n.o.", "u.s.", "j.r.")
)
_SMALL_INITIAL = re.compile(r"(?<!\w)[a-z]\. (?=[a-z]{4,})")
_QUOTED = re.compile(r"[\"“«]([^\W\d_][^\"”»\n.,:;!?]{1,30})[\"”»]")
_PERSON_ARTICLES = frozenset(["el", "la", "o", "a", "al", "del", "do", "da", "ao", "le"])
_WEAK_NAMING = frozenset(
    [
        "soy",
        "yo soy",
        "sou",
        "sou o",
        "sou a",
        "i am",
        "i'm",
        "je suis",
        "dit",
        "dite",
        "on dit",
        "chama",
        "habla",
        "this is",
        "firma",
        "nom",
        "nombre",
        "nome",
        "name of",
        "reads",
        "called",
        "they call",
        "we call",
        "people call",
        "llaman",
        "chamam",
        "decimos",
        "signed",
        "prenom",
        "tal",
        "appelaient",
        "nombres",
        "apelido",
        "apodo",
        "signe",
        "le decia",
        "le dicen",
        "lo dicen",
        "apellido",
        "apellidos",
    ]
)


def people(scan: Scan) -> list[Span]:
    """Names in folded offsets, without the further mentions (see :func:`mentions`)."""
    found = _after_courtesies(scan)
    found += _after_naming(scan)
    found += _chat_senders(scan)
    found += _initials(scan)
    found += _listed(scan)
    found += _signature(scan)
    return found


def _span(scan: Scan, first: int, after: int, why: str, sure: int) -> Span:
    start, end = scan.offsets(first, after)
    return Span(start, end, "PERSON", why, sure)


def _starts_name(scan: Scan, index: int, *, sure_cue: bool, lower_ok: bool) -> bool:
    """Whether the word after a cue is taken for the first of a name."""
    if index >= len(scan.tokens):
        return False
    token = scan.tokens[index]
    if token.low in phrases("cues", "organisation") or token.low in phrases("roles", "kin"):
        return False
    if scan.initial(index):
        return True
    if not token.letters or scan.small(token):
        return False
    if scan.capital(token) or scan.known(token):
        return True
    if scan.reading.careful and not sure_cue:
        return False
    return scan.unknown(token) or (lower_ok and (sure_cue or scan.perhaps(token)))


def _after_courtesies(scan: Scan) -> list[Span]:
    found: list[Span] = []
    certain = phrases("cues", "sure_courtesy")
    for match in cue("cues", "courtesy").finditer(scan.reading.low):
        index = scan.at(match.end())
        if index < len(scan.tokens) and (after := _particle_name(scan, index)) > index:
            found.append(_span(scan, index, after, f"courtesy: {match[0]}", 750))
            continue
        if index >= len(scan.tokens) or len(scan.gap(index)) > 3 or "\n" in scan.gap(index):
            continue
        gap = scan.gap(index).strip()
        if gap not in ("", ".", '"', "“", "«") and not (gap == "," and scan.known(scan.tokens[index])):
            continue
        sure_cue = match[0] in certain
        if sure_cue and scan.tokens[index].low in certain:
            continue
        if not _starts_name(scan, index, sure_cue=sure_cue, lower_ok=sure_cue):
            continue
        if not sure_cue and not scan.capital(scan.tokens[index]) and not scan.perhaps(scan.tokens[index]):
            continue
        after = scan.name_end(index, bold=False)
        found.append(_span(scan, index, after, f"courtesy: {match[0]}", 900 if sure_cue else 750))
    return found


def _particle_name(scan: Scan, first: int) -> int:
    """Index after a family name that begins with particles ("de la Vega", "dos Anjos"); ``first`` if there is none."""
    particles = phrases("cues", "connector")
    place = first
    while place < len(scan.tokens) and place - first < 3 and scan.tokens[place].low in particles:
        place += 1
    if place == first or place >= len(scan.tokens) or not all(scan.joined(at) for at in range(first, place + 1)):
        return first
    telling = place - first > 1 or scan.capital(scan.tokens[first]) or scan.tokens[first].low in ("dos", "das", "van")
    family = scan.tokens[place]
    if not telling or not (scan.capital(family) or (not scan.reading.careful and scan.known(family))):
        return first
    return scan.name_end(place, bold=False)


def _after_naming(scan: Scan) -> list[Span]:
    found: list[Span] = []
    nicknames = phrases("cues", "nickname")
    for match in cue("cues", "naming").finditer(scan.reading.low):
        index = scan.at(match.end())
        for _ in range(3):
            if index < len(scan.tokens) and scan.tokens[index].low in _FILLERS and not scan.capital(scan.tokens[index]):
                index += 1
        if index >= len(scan.tokens):
            continue
        between = scan.reading.low[match.end() : scan.tokens[index].start]
        if len(between) > 14 or "\n" in between or "." in between.strip(". "):
            continue
        nickname = match[0] in nicknames
        weak = match[0] in _WEAK_NAMING and not nickname
        if not _starts_name(scan, index, sure_cue=not weak, lower_ok=nickname or not weak):
            continue
        token = scan.tokens[index]
        if weak and not scan.capital(token) and not scan.perhaps(token):
            continue
        after = scan.name_end(index, bold=nickname or not weak)
        found.append(_span(scan, index, after, f"naming phrase: {match[0]}", 700 if weak else 900))
    return found


def _chat_senders(scan: Scan) -> list[Span]:
    """The name before the colon of a forwarded chat: capitalised or listed, at most three words."""
    found: list[Span] = []
    senders = [match[1] for match in _CHAT.finditer(scan.reading.low)]
    for match in _CHAT.finditer(scan.reading.low):
        first, after = scan.at(match.start(1)), scan.at(match.end(1))
        timed = match.start(1) > match.start() + 3
        tokens = scan.tokens[first:after]
        if not tokens or len(tokens) > 3 or _no_sender(scan, tokens[0]):
            continue
        if timed or any(scan.known(token) for token in tokens) or (len(tokens) < 3 and senders.count(match[1]) > 1):
            found.append(_span(scan, first, after, "sender of a forwarded chat", 800 if timed else 650))
    return found


def _no_sender(scan: Scan, token: Token) -> bool:
    return (
        scan.small(token) or token.low in scan.organisations or token.low in ("yo", "eu", "me", "moi", "amiga", "amigo")
    )


def _initials(scan: Scan) -> list[Span]:
    found = [
        Span(match.start(), match.end(), "PERSON", "initials", 700)
        for match in _INITIALS.finditer(scan.reading.cased)
        if match[0].replace(" ", "").lower() not in _NOT_INITIALS
    ]  # fmt: skip
    for match in _SMALL_INITIAL.finditer(scan.reading.low):
        index = scan.at(match.end())
        if index < len(scan.tokens) and (scan.known(scan.tokens[index]) or scan.unknown(scan.tokens[index])):
            after = scan.name_end(index, bold=False)
            found.append(Span(match.start(), scan.offsets(index, after)[1], "PERSON", "initial before a name", 650))
    return found


def _listed(scan: Scan) -> list[Span]:
    """Names of the lists: in capitals at once, in hurried writing when no language uses them as a word."""
    found: list[Span] = []
    index = 0
    while index < len(scan.tokens):
        token = scan.tokens[index]
        certain = scan.known(token) and (not scan.reading.careful or token.capital or len(token.low) > 3)
        pair = (
            not certain
            and scan.perhaps(token)
            and index + 1 < len(scan.tokens)
            and scan.joined(index + 1)
            and scan.known(scan.tokens[index + 1])
            and (not scan.reading.careful or token.capital)
        )
        if not certain and not pair:
            index += 1
            continue
        given = scan.known_given(token)
        after = scan.name_end(index, bold=given and not scan.reading.careful)
        if _is_town(scan, index, after):
            index = after
            continue
        why = f"listed {'given name' if given else 'surname'}: {token.low}"
        first = index
        if not given and first > 0 and scan.joined(first) and not scan.reading.careful:
            before = scan.tokens[first - 1]
            if (scan.unknown(before) or scan.perhaps(before)) and before.low not in scan.organisations:
                first -= 1
        found.append(_span(scan, first, after, why, 850 if given or after - first > 1 else 600))
        index = after
    return found


def _is_town(scan: Scan, first: int, after: int) -> bool:
    """The whole of it is a settlement's name after a preposition, and no given name: left to the search for places."""
    words = " ".join(token.low for token in scan.tokens[first:after]).replace("-", " ")
    located = scan.before(first) in phrases("cues", "locative")
    return located and words in towns() and not scan.known_given(scan.tokens[first])


def _signature(scan: Scan) -> list[Span]:
    """One to four capitalised words that close the text on their own."""
    if not scan.reading.capitals_tell or len(scan.tokens) < 8:
        return []
    first = len(scan.tokens)
    while first > 0 and len(scan.tokens) - first < 5:
        token = scan.tokens[first - 1]
        if not (token.capital or token.low in phrases("cues", "connector")) or not token.letters:
            break
        first -= 1
        if token.opens:
            break
    tokens = scan.tokens[first:]
    if not tokens or not tokens[0].opens or not tokens[0].capital or len(tokens) > 4:
        return []
    if all(scan.small(token) or token.low in scan.broad or token.low in scan.organisations for token in tokens):
        return []
    if len(tokens) == 1 and tokens[0].low in scan.common:
        return []
    return [_span(scan, first, len(scan.tokens), "signature", 600)]


def quoted_nicknames(scan: Scan) -> list[Span]:
    """A capitalised word or two in quotation marks after an article: "the one they call «Motacú»"."""
    found: list[Span] = []
    for match in _QUOTED.finditer(scan.reading.low):
        first, after = scan.at(match.start(1)), scan.at(match.end(1))
        if not 0 < after - first <= 3 or not scan.reading.capitals_tell:
            continue
        if all(scan.tokens[place].capital for place in range(first, after)) and not scan.small(scan.tokens[first]):
            found.append(_span(scan, first, after, "capitals in quotation marks", 500))
    return found


def after_article(scan: Scan, index: int) -> bool:
    return scan.before(index) in _PERSON_ARTICLES


def mentions(scan: Scan, spans: list[Span]) -> list[Span]:
    """Every further mention of a word of a found name, case and accents ignored.

    A word that is common in the language counts again only where a capital, or no use of capitals at all, allows it.
    """
    wanted: dict[str, bool] = {}
    sure: dict[str, int] = {}
    connectors = phrases("cues", "connector")
    for span in spans:
        if span.label != "PERSON":
            continue
        for token in scan.tokens[scan.at(span.start) : scan.at(span.end)]:
            if len(token.low) < 3 or token.low in connectors or scan.small(token) or not token.letters:
                continue
            usual = token.low in scan.common and not scan.known(token)
            wanted[token.low] = wanted.get(token.low, True) and usual
            sure[token.low] = max(sure.get(token.low, 0), span.sure)
    found: list[Span] = []
    for token in scan.tokens:
        word = _singular(token, wanted)
        usual_only = wanted.get(word)
        if usual_only is None or (usual_only and not scan.capital(token) and scan.reading.careful):
            continue
        found.append(Span(token.start, token.end, "PERSON", f"further mention: {word}", sure[word] - 50))
    return found


def _singular(token: Token, wanted: dict[str, bool]) -> str:
    """The word itself, or without a possessive ending ("Waldo's") where that is what was found."""
    if token.low in wanted:
        return token.low
    return re.split(r"['’]", token.low)[0]
