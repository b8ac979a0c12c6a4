"""A title from a text's first telling sentence: its own words, never invented ones."""

import re

from analysis.reading import fold

TITLE_LIMIT = 120
_SENTENCE = re.compile(r"[^.!?\n]{1,2000}[.!?]{0,3}")
_TELLING = 24  # characters: "buenos dias" and "hola amigos" are shorter, and tell nothing
_GREETING = re.compile(
    r"^(?:hola|buen[oa]s? (?:dias?|tardes|noches)|oi+|ola|bom dia|boa (?:tarde|noite)|good (?:morning|day|evening"
    r"|afternoon)"
    r"|hello|hi|bonjour|bonsoir|salut|senhor(?:es|a)?|senor(?:es|a)?|estimad[oa]s?|prezad[oa]s?|dear|to whom"
    r"|a quien corresponda)"
    r"\b[^,:!.?\n]{0,40}[,:!.?\n]?\s{0,3}"
)


def title(text: str) -> str:
    """At most :data:`TITLE_LIMIT` code points, on one line; empty only where the text holds no visible character."""
    sentences = [" ".join(match[0].split()) for match in _SENTENCE.finditer(text[:20_000])]
    sentences = [_without_greeting(sentence) for sentence in sentences if sentence]
    chosen = next((sentence for sentence in sentences if len(sentence) >= _TELLING), "")
    chosen = chosen or max(sentences, key=len, default="") or " ".join(text[:2_000].split())
    return _cut(chosen)


def _without_greeting(sentence: str) -> str:
    folded = fold(sentence)
    if len(folded) != len(sentence):
        return sentence
    match = _GREETING.match(folded)
    return sentence[match.end() :].strip() if match is not None else sentence


def _cut(sentence: str) -> str:
    if len(sentence) <= TITLE_LIMIT:
        return sentence.rstrip(" ,;:")
    words = sentence[: TITLE_LIMIT - 1].rsplit(" ", 1)
    head = words[0] if len(words[0]) >= TITLE_LIMIT // 2 else sentence[: TITLE_LIMIT - 1]
    return head.rstrip(" ,;:") + "…"
