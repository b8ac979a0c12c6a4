"""The frame of a case file: every line that the desk's software writes by itself.

The renderer prints these lines and the leak gate knows them, so that the day of release, say, is not taken for a
redacted day that happens to be the same. Nothing of the case's own text is in here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from incidents.pdf.source import CaseFileSource
from incidents.pdf.words import WORDS, day_text, mark_text

MAX_ORGANISATION = 120


class FrameError(ValueError):
    """A copy id, an audit head or an organisation's name is not one that can be printed."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The lines around one organisation's copy."""

    case_line: str
    desk: str
    title: str
    audience: str
    copy_id: str
    rule: str
    register: str
    created: str


def make_frame(
    *, source: CaseFileSource, organisation_name: str, copy_id: str, audit_head: str, released_on: date
) -> Frame:
    """Fill the frame. `copy_id`: capitals, digits, hyphens; `audit_head`: 64 hex digits. Raises FrameError."""
    if not re.fullmatch(r"[A-Z0-9][A-Z0-9-]{3,31}", copy_id):
        raise FrameError("The copy id is not 4 to 32 capital letters, digits and hyphens.")
    if not re.fullmatch(r"[0-9a-f]{64}", audit_head):
        raise FrameError("The audit head is not 64 hexadecimal digits.")
    if not organisation_name.strip() or len(organisation_name) > MAX_ORGANISATION:
        raise FrameError(f"The organisation's name is empty or longer than {MAX_ORGANISATION} characters.")
    words = WORDS[source.lang]
    case_line = f"{words.case_file.format(number=source.number)} · {words.revision.format(revision=source.revision)}"
    return Frame(
        case_line=case_line,
        desk=source.desk,
        title=case_line,
        audience=words.audience.format(
            organisation=organisation_name,
            released=day_text(released_on, source.lang),
            expires=day_text(source.expires, source.lang),
        ),
        copy_id=copy_id,
        rule=words.rules[source.tlp].format(organisation=organisation_name),
        register=f"{words.register} {' '.join(audit_head[i : i + 8] for i in range(0, 64, 8))}",
        created=released_on.isoformat(),
    )


def frame_lines(*, source: CaseFileSource, frame: Frame, pages: int) -> tuple[str, ...]:
    """Every line that the frame puts on `pages` pages or into the metadata, for the gate's `allowed`."""
    words = WORDS[source.lang]
    page_lines = (f"{words.page_before} {i} {words.page_between} {pages}" for i in range(1, pages + 1))
    return (
        f"{frame.case_line} {frame.desk}",
        frame.case_line,
        frame.desk,
        "Vigía",
        frame.audience,
        f"{words.copy} {frame.copy_id}. {words.copy_differs}",
        words.redacted,
        words.check,
        f"{source.tlp}. {frame.rule}",
        source.tlp,
        frame.register,
        words.how_to_use,
        words.html_lang,
        f"D:{frame.created.replace('-', '')}",
        frame.created,
        *page_lines,
        *(mark_text(mark, source.lang) for mark in source.marks()),
    )
