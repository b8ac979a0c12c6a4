"""Mail addresses, messenger handles, profile links and radio call signs."""

import re

from analysis.findings import Span
from analysis.reading import Reading

_AT = r"(?:@| ?\((?:at|arroba|arobase|a)\) ?| arroba | arobase )"
_DOT = r"(?:\.| ?\((?:dot|punto|ponto|point)\) ?| punto | ponto | point | dot )"
_JOIN = r"(?:[._+-]{1,2}| guion bajo | underline | guion | ponto | punto | ?\((?:punto|ponto|point|dot)\) ?)"
_MAIL = re.compile(
    rf"(?<![\w.])[a-z0-9]{{1,40}}(?:{_JOIN}[a-z0-9]{{1,40}}){{0,5}}{_AT}[a-z0-9-]{{1,40}}"
    rf"(?:{_DOT}[a-z0-9-]{{2,24}}){{1,4}}"
)
_LINK = re.compile(
    r"(?:https?://)?(?:www\.|m\.)?(?:facebook|fb|instagram|tiktok|t|wa|twitter|x|youtube|telegram)\.(?:com"
    r"|me)/[^\s,;()<>\"]{2,120}"
)
_AT_HANDLE = re.compile(r"(?<![\w@.])@[\w.]{2,40}(?<!\.)")
_INNER = re.compile(r"(?<![\w@./-])_?[^\W\d_]{2,20}(?:[._][^\W_]{1,20}){1,4}(?![\w@/])")
_SITE = (
    r"(?:insta(?:gram)?|ig|face(?:book)?|fb|feis|tik ?tok|tk|messenger|telegram|signal|snap(?:chat)?|perfil"
    r"|cuenta|conta"
    r"|compte|handle|profile|zoom id|twitter|usuario|canal de youtube)"
)
_LINKING = (
    r"(?:[\s:,«»\"'“”-]{1,3}(?:es|e|eh|de|do|da|del|d|la|le|el|o|a|par|com|con|se llama|llamad[ao]|chamad[ao]"
    r"|como|como:|c|is"
    r"|tienen|called|named|nombre|nome|su|el nombre)(?=[\s:])){0,3}"
)
_SITE_NAME = re.compile(rf"(?<!\w){_SITE}(?!\w){_LINKING}[\s:,«\"'“]{{1,4}}")
_CALL = re.compile(
    r"(?<!\w)(?:indicativos?|indicatif(?: radio)?|call ?sign|calling itself|estacion|prefixo de radio"
    r"|radio signal is|contato de radio"
    r"|clave|base|frecuencia|radio)(?: de radio| dice| is| es| e)?[\s:,\"“«(]{1,4}"
)
_CALL_WORD = re.compile(r"[^\W_]{1,20}(?:-[^\W_]{1,20}){0,3}")
_NAMEY = re.compile(r"[\w.🖤]{2,40}")
_SITE_STOP = frozenset(
    [
        "y",
        "e",
        "and",
        "et",
        "para",
        "por",
        "que",
        "me",
        "no",
        "si",
        "con",
        "em",
        "en",
        "por",
        "sin",
        "o",
        "a",
        "es",
        "se",
        "la",
        "el",
        "lo",
    ]
)


def contacts(reading: Reading) -> list[Span]:
    """Addresses, handles and call signs in folded offsets."""
    low = reading.low
    found = [Span(m.start(), m.end(), "EMAIL", "mail address", 990) for m in _MAIL.finditer(low)]
    found += [Span(m.start(), m.end(), "HANDLE", "profile link", 990) for m in _LINK.finditer(low)]
    found += [Span(m.start(), m.end(), "HANDLE", "at sign", 980) for m in _AT_HANDLE.finditer(low)]
    found += [
        Span(m.start(), m.end(), "HANDLE", "letters joined by dots or underscores", 700)
        for m in _INNER.finditer(low)
        if ("_" in m[0] or any(c.isdigit() for c in m[0]) or (m[0].count(".") == 1 and len(m[0]) > 9))
        and not m[0].startswith(("http", "www"))
    ]
    for match in _SITE_NAME.finditer(low):
        span = _named_profile(reading, match)
        if span is not None:
            found.append(span)
    for match in _CALL.finditer(low):
        span = _call_sign(reading, match)
        if span is not None:
            found.append(span)
    return found


def _named_profile(reading: Reading, site: re.Match[str]) -> Span | None:
    """After the name of a network: one word with a digit, dot or underscore, or words with capitals."""
    start = end = site.end()
    words = 0
    while words < 5:
        match = _NAMEY.match(reading.low, end if words == 0 else end + 1)
        if match is None or (match[0] in _SITE_STOP and not reading.cased[match.start()].isupper()):
            break
        if words and reading.low[end] != " ":
            break
        telling = any(c.isdigit() or c in "._" for c in match[0].rstrip("."))
        if telling and words == 0:
            return Span(start, match.end() - (match[0].endswith(".")), "HANDLE", f"after: {site[0].strip()}", 850)
        capital = reading.cased[match.start()].isupper() and reading.capitals_tell
        if not capital and not (words and match[0] in ("de", "del", "do", "da", "la")):
            break
        end = match.end()
        words += 1
    if words < 2:
        return None
    return Span(start, end, "HANDLE", f"after: {site[0].strip()}", 700)


def _call_sign(reading: Reading, cue: re.Match[str]) -> Span | None:
    """After a word of radio traffic: a capitalised or quoted word or two, with or without a number."""
    start = end = cue.end()
    words = 0
    digits = False
    while words < 3:
        match = _CALL_WORD.match(reading.low, end if words == 0 else end + 1)
        if match is None or (words and reading.low[end] != " "):
            break
        digit = any(c.isdigit() for c in match[0])
        capital = reading.cased[match.start()].isupper()
        if not digit and not capital:
            break
        digits = digits or digit
        end = match.end()
        words += 1
    plain = cue[0].startswith(("base", "radio", "frecuencia", "clave", "estacion"))
    if words == 0 or (plain and not digits) or (not reading.capitals_tell and not digits):
        return None
    return Span(start, end, "PHONE", f"call sign after: {cue[0].strip()}", 800)
