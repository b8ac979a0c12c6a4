"""What the desk API says and hears: ids, states, clocks and sealed bytes, never content.

Bytes are base64url, unpadded.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from ninja import Schema


class PersonRef(Schema):
    """A colleague, by id and name."""

    id: UUID
    name: str


class SealedOut(Schema):
    """An envelope with the wrap that its reader can open and its maker's mark (null where a submitter made it)."""

    id: UUID
    epoch: UUID
    envelope: str
    wrap: str | None
    maker: str | None
    signature: str | None


class SealedIn(Schema):
    """An envelope that staff sealed and signed, wrapped to an epoch."""

    id: UUID
    epoch: UUID
    envelope: str
    wrap: str
    maker: str
    signature: str


class TipRow(Schema):
    """One row of the inbox. Hours are whole; days are UTC days."""

    id: UUID
    state: str
    analysis: str
    lane: str
    day: date
    # Whole hours since the urgent clock started, and whether the desk has answered; null outside the urgent lane.
    urgent_hours: int | None
    urgent_answered: bool
    sealed_by: str
    assigned_to: PersonRef | None
    messages: int
    # The submitter wrote something that nobody has marked as seen.
    unseen: int
    awaits_answer: bool
    incidents: list[UUID]
    index: SealedOut | None


class InboxOut(Schema):
    """The inbox, and whether the worker is alive."""

    rows: list[TipRow]
    worker_silent: bool
    # Changes whenever a tip or message arrives or is analysed; the page asks for this alone between loads.
    mark: str


class MarkOut(Schema):
    """The content-free "something is new" sign."""

    mark: str
    worker_silent: bool
    urgent_open: int


class MessageOut(Schema):
    """One message of a conversation, sealed."""

    direction: int
    seq: int
    day: date
    sealed_by: str
    seen: bool
    author: PersonRef | None
    # For replies: whether the submitter has not yet deleted it from their mailbox.
    in_mailbox: bool
    sealed: SealedOut


class TipOut(Schema):
    """A tip with all that belongs to it."""

    row: TipRow
    sealed: SealedOut
    triage: SealedOut | None
    messages: list[MessageOut]
    mailbox_open: bool


class LaneIn(Schema):
    """The lane that a case worker chose."""

    lane: str


class TakeIn(Schema):
    """Whether to take a tip or to let it go."""

    take: bool


class StateIn(Schema):
    """The state that somebody chose."""

    state: str


class ReplyIn(Schema):
    """A reply sealed in the case worker's browser: wrapped to the epoch and to the mailbox key found inside the tip."""

    seq: int
    sealed: SealedIn
    mailbox_key_id: str
    mailbox_wrap: str


class DraftIn(Schema):
    """Unfinished work, sealed to its author's vault key."""

    id: UUID
    envelope: str
    key_id: str
    wrap: str


class DraftOut(Schema):
    """Unfinished work as stored."""

    id: UUID
    about: UUID
    envelope: str
    wrap: str
    changed_at: datetime


class IncidentOut(Schema):
    """An incident: its tips, its sealed content, its case files."""

    id: UUID
    number: str
    state: str
    opened_at: datetime
    opened_by: PersonRef
    tips: list[UUID]
    content: SealedOut | None
    case_files: list[UUID]


class IncidentIn(Schema):
    """A new incident: the browser draws the id, since the sealed content names it."""

    id: UUID
    tips: list[UUID]
    content: SealedIn


class IncidentChangeIn(Schema):
    """Other tips or other content for an incident."""

    tips: list[UUID]
    content: SealedIn


class ReleaseOut(Schema):
    """A release as its desk sees it."""

    id: UUID
    state: str
    approver: PersonRef
    approved_at: datetime
    expires: date
    s2: str
    s2_key: str
    s2_signature: str
    countersigned_by: str | None
    countersignature: str | None
    recalled_at: datetime | None


class CaseFileRow(Schema):
    """One row of the list of case files."""

    id: UUID
    number: str
    state: str
    incident: UUID
    author: PersonRef
    created_at: datetime
    revision: int
    tlp: str | None
    failure: str
    organisations: list[UUID]
    release_state: str | None
    expires: date | None


class CaseFileIn(Schema):
    """The incident that a new case file is about."""

    incident: UUID


class PdfOut(Schema):
    """The sealed PDF for one organisation."""

    organisation: UUID
    copy_id: str
    sealed: SealedOut


class RevisionOut(Schema):
    """One signed version of a case file."""

    number: int
    tlp: str
    author: PersonRef
    signed_at: datetime
    source: SealedOut
    redactions: SealedOut
    s1: str
    s1_key: str
    s1_signature: str
    failure: str
    returned_by: PersonRef | None
    pdfs: list[PdfOut]
    release: ReleaseOut | None


class CaseFileOut(Schema):
    """A case file with all its revisions."""

    row: CaseFileRow
    revisions: list[RevisionOut]


class SourceIn(Schema):
    """A case file source: sealed to the epoch and to the worker that will render it."""

    sealed: SealedIn
    worker_key_id: str
    worker_wrap: str


class RevisionIn(Schema):
    """What an author signs and hands in."""

    source: SourceIn
    redactions: SealedIn
    s1: str
    s1_key: str
    s1_signature: str


class PdfWrapIn(Schema):
    """A PDF's content key for one member of the organisation that it was made for."""

    pdf: UUID
    key_id: str
    wrap: str


class ApprovalIn(Schema):
    """The second person's signature, and the members' wraps."""

    s2: str
    s2_key: str
    s2_signature: str
    wraps: list[PdfWrapIn]


class AccessOut(Schema):
    """Somebody of a partner organisation was served their copy."""

    person: PersonRef
    organisation: UUID
    copy_id: str
    at: datetime
