"""Rows of the database as the desk API says them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from accounts.models import User
from incidents import selectors
from incidents.choices import Direction, Lane
from incidents.desk import schemas as s
from sealing.encoding import b64_encode
from sealing.kinds import Kind

if TYPE_CHECKING:
    from incidents.models import CaseFile, Incident, Message, Release, Revision, Tip

Wraps = Mapping[UUID, bytes]


def text(data: bytes | memoryview | None) -> str | None:
    """Bytes as base64url, or None."""
    return None if data is None else b64_encode(bytes(data))


def person(user: User | None) -> s.PersonRef | None:
    """A colleague by id and name."""
    return None if user is None else s.PersonRef(id=user.id, name=user.name)


def sealed(
    *, id: UUID, epoch: UUID, envelope: bytes | memoryview, wraps: Wraps, maker: Any = None, signature: Any = None
) -> s.SealedOut:
    """An envelope with its wrap, where `wraps` has one."""
    return s.SealedOut(
        id=id,
        epoch=epoch,
        envelope=b64_encode(bytes(envelope)),
        wrap=text(wraps.get(id)),
        maker=text(maker),
        signature=text(signature),
    )


def tip_rows(tips: Iterable[Tip], *, now: datetime) -> list[s.TipRow]:
    """Rows of the inbox; `tips` come from `selectors.inbox()`."""
    found = list(tips)
    index = [tip.index_row for tip in found if hasattr(tip, "index_row")]
    wraps = selectors.wraps_of(kind=Kind.INDEX_ROW, refs=[row.id for row in index])
    return [_tip_row(tip, wraps=wraps, now=now) for tip in found]


def _tip_row(tip: Tip, *, wraps: Wraps, now: datetime) -> s.TipRow:
    row = getattr(tip, "index_row", None)
    urgent = tip.lane == Lane.URGENT and tip.urgent_since is not None
    newest = getattr(tip, "newest_direction", None)
    return s.TipRow(
        id=tip.id,
        state=tip.state,
        analysis=tip.analysis,
        lane=tip.lane,
        day=tip.day,
        urgent_hours=max(0, int((now - tip.urgent_since).total_seconds() // 3600))
        if urgent and tip.urgent_since
        else None,
        urgent_answered=tip.urgent_answered is not None,
        sealed_by=tip.sealed_by,
        assigned_to=person(tip.assigned_to),
        messages=getattr(tip, "message_count", 0),
        unseen=getattr(tip, "unseen_count", 0),
        awaits_answer=newest == Direction.TO_DESK,
        incidents=[incident.id for incident in tip.incidents.all()],
        index=None
        if row is None
        else sealed(
            id=row.id,
            epoch=tip.epoch_id,
            envelope=row.envelope,
            wraps=wraps,
            maker=row.maker,
            signature=row.signature,
        ),
    )


def tip_full(tip: Tip, *, row: s.TipRow) -> s.TipOut:
    """A tip with its findings and conversation. All of it is wrapped to its epoch."""
    epoch_key = bytes(tip.epoch.key_id)
    result = getattr(tip, "triage_result", None)
    messages = selectors.conversation(tip)
    kept = selectors.in_mailbox(messages)
    wraps: dict[UUID, bytes] = {}
    wraps |= selectors.wraps_for(kind=Kind.TIP, refs=[tip.id], key=epoch_key)
    for kind in (Kind.MESSAGE, Kind.REPLY):
        for key in {bytes(message.epoch.key_id) for message in messages}:
            wraps |= selectors.wraps_for(kind=kind, refs=[message.id for message in messages], key=key)
    if result is not None:
        wraps |= selectors.wraps_for(kind=Kind.TRIAGE_RESULT, refs=[result.id], key=epoch_key)
    return s.TipOut(
        row=row,
        sealed=sealed(id=tip.id, epoch=tip.epoch_id, envelope=tip.envelope, wraps=wraps),
        triage=None
        if result is None
        else sealed(
            id=result.id,
            epoch=tip.epoch_id,
            envelope=result.envelope,
            wraps=wraps,
            maker=result.maker,
            signature=result.signature,
        ),
        messages=[_message(message, wraps=wraps, kept=kept) for message in messages],
        mailbox_open=tip.mailbox is not None,
    )


def _message(message: Message, *, wraps: Wraps, kept: set[UUID]) -> s.MessageOut:
    return s.MessageOut(
        direction=message.direction,
        seq=message.seq,
        day=message.day,
        sealed_by=message.sealed_by,
        seen=message.seen,
        author=person(message.author),
        in_mailbox=message.id in kept,
        sealed=sealed(
            id=message.id,
            epoch=message.epoch_id,
            envelope=message.envelope,
            wraps=wraps,
            maker=message.maker,
            signature=message.signature,
        ),
    )


def incident_rows(found: Iterable[Incident]) -> list[s.IncidentOut]:
    """Incidents with their sealed notes; `found` comes from `selectors.incidents()`."""
    rows = list(found)
    contents = [row.content for row in rows if hasattr(row, "content")]
    wraps = selectors.wraps_of(kind=Kind.CASE_CONTENT, refs=[content.id for content in contents])
    out = []
    for row in rows:
        content = getattr(row, "content", None)
        out.append(
            s.IncidentOut(
                id=row.id,
                number=str(row),
                state=row.state,
                opened_at=row.opened_at,
                opened_by=s.PersonRef(id=row.opened_by.id, name=row.opened_by.name),
                tips=[tip.id for tip in row.tips.all()],
                content=None
                if content is None
                else sealed(
                    id=content.id,
                    epoch=content.epoch_id,
                    envelope=content.envelope,
                    wraps=wraps,
                    maker=content.maker,
                    signature=content.signature,
                ),
                case_files=[case_file.id for case_file in row.case_files.all()],
            )
        )
    return out


def case_file_row(case_file: CaseFile) -> s.CaseFileRow:
    """One row of the list; `case_file` comes from `selectors.case_files()`."""
    revisions = list(case_file.revisions.all())
    newest = revisions[-1] if revisions else None
    release = getattr(newest, "release", None)
    return s.CaseFileRow(
        id=case_file.id,
        number=str(case_file),
        state=case_file.state,
        incident=case_file.incident_id,
        author=s.PersonRef(id=case_file.author.id, name=case_file.author.name),
        created_at=case_file.created_at,
        revision=newest.number if newest else 0,
        tlp=newest.tlp if newest else None,
        failure=newest.failure if newest else "",
        organisations=[one.id for one in newest.organisations.all()] if newest else [],
        release_state=release.state if release else None,
        expires=release.expires if release else None,
    )


def case_file_full(case_file: CaseFile) -> s.CaseFileOut:
    """A case file with every revision, its sealed source, redactions and PDFs."""
    return s.CaseFileOut(
        row=case_file_row(case_file), revisions=[_revision(revision) for revision in case_file.revisions.all()]
    )


def _revision(revision: Revision) -> s.RevisionOut:
    key = bytes(revision.epoch.key_id)
    pdfs = list(revision.pdfs.all())
    wraps: dict[UUID, bytes] = {}
    wraps |= selectors.wraps_for(kind=Kind.CASE_FILE_SOURCE, refs=[revision.id], key=key)
    wraps |= selectors.wraps_for(kind=Kind.CASE_CONTENT, refs=[revision.redactions_id], key=key)
    wraps |= selectors.wraps_for(kind=Kind.CASE_FILE_PDF, refs=[pdf.id for pdf in pdfs], key=key)
    release = getattr(revision, "release", None)
    return s.RevisionOut(
        number=revision.number,
        tlp=revision.tlp,
        author=s.PersonRef(id=revision.author.id, name=revision.author.name),
        signed_at=revision.signed_at,
        source=sealed(
            id=revision.id,
            epoch=revision.epoch_id,
            envelope=revision.source,
            wraps=wraps,
            maker=revision.source_maker,
            signature=revision.source_signature,
        ),
        redactions=sealed(
            id=revision.redactions_id,
            epoch=revision.epoch_id,
            envelope=revision.redactions,
            wraps=wraps,
            maker=revision.redactions_maker,
            signature=revision.redactions_signature,
        ),
        s1=b64_encode(bytes(revision.s1)),
        s1_key=b64_encode(bytes(revision.s1_key)),
        s1_signature=b64_encode(bytes(revision.s1_signature)),
        failure=revision.failure,
        returned_by=person(revision.returned_by),
        pdfs=[
            s.PdfOut(
                organisation=pdf.organisation_id,
                copy_id=pdf.copy_id,
                sealed=sealed(
                    id=pdf.id,
                    epoch=revision.epoch_id,
                    envelope=pdf.envelope,
                    wraps=wraps,
                    maker=pdf.maker,
                    signature=pdf.signature,
                ),
            )
            for pdf in pdfs
        ],
        release=None if release is None else _release(release),
    )


def _release(release: Release) -> s.ReleaseOut:
    return s.ReleaseOut(
        id=release.id,
        state=release.state,
        approver=s.PersonRef(id=release.approver.id, name=release.approver.name),
        approved_at=release.approved_at,
        expires=release.expires,
        s2=b64_encode(bytes(release.s2)),
        s2_key=b64_encode(bytes(release.s2_key)),
        s2_signature=b64_encode(bytes(release.s2_signature)),
        countersigned_by=text(release.countersigned_by),
        countersignature=text(release.countersignature),
        recalled_at=release.recalled_at,
    )
