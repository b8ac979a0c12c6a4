"""The case file source (kind 8): the one object a case file is made from, and it never held what was redacted.

The JSON is read strictly: an unknown key, a wrong type, a text that is too long, an unknown label or TLP is an error
that says where, in words that hold nothing of the content.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, NewType, NoReturn, cast

ConfirmedText = NewType("ConfirmedText", str)
"""Text that a case worker confirmed for the partner. Only `_confirmed` makes it, only out of a case file source."""

Language = Literal["es", "pt-br", "en", "fr"]

LANGUAGES: tuple[Language, ...] = ("es", "pt-br", "en", "fr")
TLP_LABELS = ("TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR")
MARK_LABELS = (
    "PERSON", "PHONE", "EMAIL", "ID_NUMBER", "HANDLE", "PLATE", "COORDINATE", "PLACE", "ROLE", "DATE", "OTHER",
)  # fmt: skip

MAX_BYTES = 1_000_000
MAX_TITLE, MAX_TERM, MAX_HEADING, MAX_DESK = 300, 80, 160, 120
MAX_RUN, MAX_TEXT = 20_000, 200_000
MAX_FACTS, MAX_SECTIONS, MAX_PARAGRAPHS, MAX_RUNS = 40, 60, 400, 2_000
MAX_COLUMNS, MAX_ROWS = 8, 200
MAX_REVISION = 9_999
MAX_MARK_NUMBER = 999


class SourceError(ValueError):
    """The source is not one that may be rendered. The message names the place and the rule, never the content."""


@dataclass(frozen=True, slots=True)
class Text:
    """A run of readable text."""

    text: ConfirmedText


@dataclass(frozen=True, slots=True)
class Mark:
    """A run that stands for something redacted: what kind it was and the number that tells one from another."""

    label: str
    number: int


Run = Text | Mark
Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the table of facts."""

    term: ConfirmedText
    value: Runs


@dataclass(frozen=True, slots=True)
class Table:
    """Who did what to whom: a row of headings and rows of as many cells."""

    head: tuple[ConfirmedText, ...]
    rows: tuple[tuple[Runs, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, its paragraphs and, where there is one, its table."""

    heading: ConfirmedText
    paragraphs: tuple[Runs, ...]
    table: Table | None


@dataclass(frozen=True, slots=True)
class CaseFileSource:
    """A parsed kind-8 source. `case_file` and `salt` are kept as they came; nothing of them is printed."""

    case_file: str
    revision: int
    number: ConfirmedText
    lang: Language
    tlp: str
    desk: ConfirmedText
    title: Runs
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]
    expires: date
    salt: str

    def marks(self) -> tuple[Mark, ...]:
        """Every different mark of the case file, in order of first use."""
        found: dict[Mark, None] = {}
        for runs in self.all_runs():
            for run in runs:
                if isinstance(run, Mark):
                    found[run] = None
        return tuple(found)

    def all_runs(self) -> tuple[Runs, ...]:
        """Every sequence of runs in reading order."""
        found: list[Runs] = [self.title, *(fact.value for fact in self.facts)]
        for section in self.sections:
            found.extend(section.paragraphs)
            if section.table is not None:
                found.extend(cell for row in section.table.rows for cell in row)
        return tuple(found)


def parse_source(raw: bytes) -> CaseFileSource:
    """Read the JSON bytes of a case file source (without padding). Raises SourceError."""
    if len(raw) > MAX_BYTES:
        raise SourceError(f"The case file is longer than {MAX_BYTES} bytes.")
    try:
        value = json.loads(
            raw.decode("utf-8"), object_pairs_hook=_no_duplicates, parse_float=_refuse, parse_constant=_refuse
        )
    except SourceError:
        raise
    except (ValueError, RecursionError):
        # The parser's own message quotes what it read, so it is not passed on.
        raise SourceError("The case file is not valid JSON in UTF-8.") from None
    return _source(value)


def _refuse(_literal: str) -> NoReturn:
    raise SourceError("The case file holds a number that is not a whole number.")


def _no_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise SourceError("The case file has the same key twice in one object.")
    return made


def _source(value: object) -> CaseFileSource:
    keys = ("v", "case_file", "revision", "number", "lang", "tlp", "desk", "title", "facts", "sections", "expires",
            "salt")  # fmt: skip
    top = _object(value, "the case file", keys)
    if _integer(top["v"], "v", 1, 1_000) != 1:
        raise SourceError("The case file has a version that is not known here.")
    lang = _choice(top["lang"], "lang", LANGUAGES)
    source = CaseFileSource(
        case_file=_pattern(top["case_file"], "case_file", r"[0-9a-f]{32}"),
        revision=_integer(top["revision"], "revision", 1, MAX_REVISION),
        number=_confirmed(_pattern(top["number"], "number", r"[A-Z0-9][A-Z0-9-]{1,19}"), "number", 20),
        lang=cast(Language, lang),
        tlp=_choice(top["tlp"], "tlp", TLP_LABELS),
        desk=_confirmed(top["desk"], "desk", MAX_DESK),
        title=_runs(top["title"], "title", MAX_TITLE),
        facts=tuple(_fact(item, f"fact {i}") for i, item in _numbered(top["facts"], "facts", MAX_FACTS)),
        sections=tuple(_section(s, f"section {i}") for i, s in _numbered(top["sections"], "sections", MAX_SECTIONS)),
        expires=_day(top["expires"], "expires"),
        salt=_pattern(top["salt"], "salt", r"[A-Za-z0-9_-]{43}"),
    )
    if not source.title:
        raise SourceError("The case file has no title.")
    total = sum(len(run.text) for runs in source.all_runs() for run in runs if isinstance(run, Text))
    if total > MAX_TEXT:
        raise SourceError(f"The case file has more than {MAX_TEXT} characters of text.")
    return source


def _fact(value: object, where: str) -> Fact:
    item = _object(value, where, ("term", "value"))
    return Fact(_confirmed(item["term"], f"{where}, term", MAX_TERM), _runs(item["value"], f"{where}, value", MAX_RUN))


def _section(value: object, where: str) -> Section:
    item = _object(value, where, ("heading", "paragraphs"), optional=("table",))
    paragraphs = _numbered(item["paragraphs"], f"{where}, paragraphs", MAX_PARAGRAPHS)
    return Section(
        heading=_confirmed(item["heading"], f"{where}, heading", MAX_HEADING),
        paragraphs=tuple(_runs(p, f"{where}, paragraph {i}", MAX_RUN) for i, p in paragraphs),
        table=_table(item["table"], f"{where}, table") if "table" in item else None,
    )


def _table(value: object, where: str) -> Table:
    item = _object(value, where, ("head", "rows"))
    head = tuple(_confirmed(h, f"{where}, head {i}", MAX_TERM) for i, h in _numbered(item["head"], where, MAX_COLUMNS))
    rows: list[tuple[Runs, ...]] = []
    for number, row in _numbered(item["rows"], where, MAX_ROWS):
        cells = _numbered(row, f"{where}, row {number}", MAX_COLUMNS)
        rows.append(tuple(_runs(cell, f"{where}, row {number}, cell {i}", MAX_RUN) for i, cell in cells))
    if not head or not rows or any(len(row) != len(head) for row in rows):
        raise SourceError(f"In {where} a row has not as many cells as the head, or there are none.")
    return Table(head, tuple(rows))


def _runs(value: object, where: str, limit: int) -> Runs:
    made: list[Run] = []
    length = 0
    for number, item in _numbered(value, where, MAX_RUNS):
        at = f"{where}, run {number}"
        if isinstance(item, dict) and "t" in item:
            text = _confirmed(_object(item, at, ("t",))["t"], at, limit, empty=True)
            length += len(text)
            made.append(Text(text))
        else:
            mark = _object(item, at, ("out", "n"))
            label = _choice(mark["out"], f"{at}, out", MARK_LABELS)
            made.append(Mark(label, _integer(mark["n"], f"{at}, n", 1, MAX_MARK_NUMBER)))
    if length > limit:
        raise SourceError(f"The text of {where} has more than {limit} characters.")
    return tuple(made)


def _confirmed(value: object, where: str, limit: int, *, empty: bool = False) -> ConfirmedText:
    """Make ConfirmedText. Invisible format characters are dropped: nobody who confirmed the text could see them."""
    if not isinstance(value, str):
        raise SourceError(f"{where} is not a text.")
    if len(value) > limit:
        raise SourceError(f"{where} has more than {limit} characters.")
    kept: list[str] = []
    for char in unicodedata.normalize("NFC", value):
        category = unicodedata.category(char)
        if category == "Cf":
            continue
        if category in ("Cs", "Co", "Cn") or (category == "Cc" and char not in "\n\t"):
            raise SourceError(f"{where} has a character that cannot be printed.")
        kept.append(char)
    text = "".join(kept)
    if not empty and not text.strip():
        raise SourceError(f"{where} is empty.")
    return ConfirmedText(text)


def _object(
    value: object, where: str, keys: tuple[str, ...], *, optional: tuple[str, ...] = ()
) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise SourceError(f"{where} is not an object.")
    missing = [key for key in keys if key not in value]
    if missing:
        raise SourceError(f"{where} lacks {missing[0]}.")
    if set(value) - set(keys) - set(optional):
        # The key itself is not named: it came from outside and may hold content.
        raise SourceError(f"{where} has a key that is not known here.")
    return value


def _numbered(value: object, where: str, limit: int) -> list[tuple[int, object]]:
    if not isinstance(value, list):
        raise SourceError(f"{where} is not a list.")
    if len(value) > limit:
        raise SourceError(f"{where} has more than {limit} items.")
    return list(enumerate(value, start=1))


def _integer(value: object, where: str, low: int, high: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise SourceError(f"{where} is not a whole number from {low} to {high}.")
    return value


def _pattern(value: object, where: str, pattern: str) -> str:
    if not isinstance(value, str) or not re.fullmatch(pattern, value):
        raise SourceError(f"{where} is not written as it must be.")
    return value


def _choice(value: object, where: str, choices: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in choices:
        raise SourceError(f"{where} is not one of {', '.join(choices)}.")
    return value


def _day(value: object, where: str) -> date:
    text = _pattern(value, where, r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SourceError(f"{where} is not a day of the calendar.") from None
