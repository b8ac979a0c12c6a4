"""From overlapping marks to spans: whole words, no overlap, every part that any rule marked stays marked."""

from analysis.findings import Span
from analysis.reading import Reading

# Where rules of different labels mark the same letters, the label of the more telling rule is kept.
_PRECEDENCE = ("EMAIL", "COORDINATE", "HANDLE", "DATE", "ID_NUMBER", "PHONE", "PLATE", "PERSON", "PLACE", "ROLE")


def whole_words(reading: Reading, spans: list[Span]) -> list[Span]:
    """The spans grown to the borders of the words that they touch; folded offsets in and out."""
    low = reading.low
    grown: list[Span] = []
    for span in spans:
        start, end = max(0, span.start), min(len(low), span.end)
        while start < end and low[start].isspace():
            start += 1
        while end > start and low[end - 1].isspace():
            end -= 1
        if start >= end:
            continue
        while start > 0 and low[start].isalnum() and low[start - 1].isalnum():
            start -= 1
        while end < len(low) and low[end].isalnum() and low[end - 1].isalnum():
            end += 1
        grown.append(Span(start, end, span.label, span.why, span.sure))
    return grown


def joined(reading: Reading, spans: list[Span]) -> tuple[Span, ...]:
    """Spans without overlap, in the order of the text, in code points of the text as sent.

    Overlapping spans of one label become one. Of different labels the stronger takes its letters whole and the weaker
    keeps what is left of it, so that nothing that a rule marked is lost.
    """
    ranked = sorted(
        whole_words(reading, spans),
        key=lambda span: (-(span.sure // 100), _PRECEDENCE.index(span.label), span.start - span.end, span.start),
    )
    owner: list[int] = [-1] * len(reading.low)
    for number, span in enumerate(ranked):
        for place in range(span.start, span.end):
            if owner[place] < 0:
                owner[place] = number
    result: list[Span] = []
    place = 0
    while place < len(owner):
        if owner[place] < 0:
            place += 1
            continue
        first = ranked[owner[place]]
        end = place + 1
        while end < len(owner) and owner[end] >= 0 and ranked[owner[end]].label == first.label:
            end += 1
        start, last = place, end
        while start < last and not reading.low[start].isalnum() and reading.low[start] not in '+-(@¿?*_"':
            start += 1
        while last > start and reading.low[last - 1] in " ,;:\n\t":
            last -= 1
        if any(c.isalnum() or c in "?*" for c in reading.low[start:last]):
            best = max((ranked[owner[at]] for at in range(start, last)), key=lambda span: span.sure)
            begin, finish = reading.origin(start, last)
            result.append(Span(begin, finish, first.label, best.why, best.sure))
        place = end
    return _apart(result)


def _apart(spans: list[Span]) -> tuple[Span, ...]:
    """No two spans share a code point, even where one code point folds to several letters."""
    clean: list[Span] = []
    for span in spans:
        start = max(span.start, clean[-1].end) if clean else span.start
        if start < span.end:
            clean.append(Span(start, span.end, span.label, span.why, span.sure))
    return tuple(clean)
