"""Tips: the inbox, one tip, what a case worker does with it, and drafts."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from accounts.guards import StaffAuth, staff_of
from incidents import access, selectors
from incidents.choices import Lane, TipState
from incidents.desk import rows
from incidents.desk import schemas as s
from incidents.desk.sealed_input import sealed_in
from incidents.services import stored, tips
from sealing.encoding import b64_encode
from sealing.keys import KEY_ID_BYTES
from sealing.kinds import Kind
from sealing.wraps import WRAP_BYTES

router = Router(tags=["tips"])


@router.get("tips", response=s.InboxOut, operation_id="inbox")
def inbox(request: HttpRequest) -> s.InboxOut:
    """Every tip's row, with the sealed words that the page opens."""
    now = timezone.now()
    return s.InboxOut(
        rows=rows.tip_rows(selectors.inbox(), now=now),
        worker_silent=selectors.worker_silent(now=now),
        mark=selectors.mark(),
    )


@router.get("tips/mark", response=s.MarkOut, operation_id="mark", auth=StaffAuth("desk", active=False))
def mark(request: HttpRequest) -> s.MarkOut:
    """Whether something is new: pages ask for this alone while they stand open, and it keeps no session awake."""
    return s.MarkOut(
        mark=selectors.mark(),
        worker_silent=selectors.worker_silent(now=timezone.now()),
        urgent_open=selectors.urgent_open(),
    )


@router.get("tips/{uuid:tip_id}", response=s.TipOut, operation_id="tip")
def tip(request: HttpRequest, tip_id: UUID) -> s.TipOut:
    """A tip with its findings and conversation, sealed. That it was served is recorded."""
    user, now = staff_of(request).user, timezone.now()
    found = access.tip_for(user=user, tip_id=tip_id)
    tips.tip_opened(actor=user, tip=found, now=now)
    row = rows.tip_rows(selectors.inbox().filter(id=tip_id), now=now)
    return rows.tip_full(found, row=row[0])


@router.delete("tips/{uuid:tip_id}", response={204: None}, operation_id="tip_delete")
def tip_delete(request: HttpRequest, tip_id: UUID) -> Status[None]:
    """Delete a tip and all that hangs from it."""
    user = staff_of(request).user
    tips.tip_delete(actor=user, tip=access.tip_for(user=user, tip_id=tip_id), now=timezone.now())
    return Status(204, None)


@router.post("tips/{uuid:tip_id}/take", response={204: None}, operation_id="tip_take")
def tip_take(request: HttpRequest, tip_id: UUID, data: s.TakeIn) -> Status[None]:
    """Take a tip, or let it go."""
    user = staff_of(request).user
    tips.tip_take(actor=user, tip=access.tip_for(user=user, tip_id=tip_id), take=data.take, now=timezone.now())
    return Status(204, None)


@router.post("tips/{uuid:tip_id}/lane", response={204: None}, operation_id="tip_lane")
def tip_lane(request: HttpRequest, tip_id: UUID, data: s.LaneIn) -> Status[None]:
    """Move a tip to another lane."""
    user = staff_of(request).user
    found = access.tip_for(user=user, tip_id=tip_id)
    if data.lane not in Lane.values:
        raise stored.Malformed
    tips.tip_lane_set(actor=user, tip=found, lane=Lane(data.lane), now=timezone.now())
    return Status(204, None)


@router.post("tips/{uuid:tip_id}/state", response={204: None}, operation_id="tip_state")
def tip_state(request: HttpRequest, tip_id: UUID, data: s.StateIn) -> Status[None]:
    """Set a tip aside, or bring it back."""
    user = staff_of(request).user
    found = access.tip_for(user=user, tip_id=tip_id)
    if data.state not in (TipState.SET_ASIDE, TipState.TRIAGED):
        raise stored.Malformed
    tips.tip_set_aside(actor=user, tip=found, aside=data.state == TipState.SET_ASIDE, now=timezone.now())
    return Status(204, None)


@router.post("tips/{uuid:tip_id}/seen", response={204: None}, operation_id="tip_seen")
def tip_seen(request: HttpRequest, tip_id: UUID) -> Status[None]:
    """The submitter's messages were read."""
    user = staff_of(request).user
    tips.tip_seen(actor=user, tip=access.tip_for(user=user, tip_id=tip_id))
    return Status(204, None)


@router.post("tips/{uuid:tip_id}/replies", response={201: None}, operation_id="reply")
def reply(request: HttpRequest, tip_id: UUID, data: s.ReplyIn) -> Status[None]:
    """Store a reply that the page sealed to the submitter's mailbox and to the desk."""
    user = staff_of(request).user
    found = access.tip_for(user=user, tip_id=tip_id)
    tips.reply_send(
        actor=user,
        tip=found,
        seq=data.seq,
        sealed=sealed_in(data.sealed, user=user, kind=Kind.REPLY),
        mailbox_key_id=stored.bytes_read(data.mailbox_key_id, KEY_ID_BYTES),
        mailbox_wrap=stored.bytes_read(data.mailbox_wrap, WRAP_BYTES),
        now=timezone.now(),
    )
    return Status(201, None)


@router.get("drafts/{uuid:about}", response=s.DraftOut, operation_id="draft")
def draft(request: HttpRequest, about: UUID) -> s.DraftOut:
    """One's own unfinished work about a tip or case file."""
    user = staff_of(request).user
    found = access.draft_for(user=user, about=about)
    wraps = selectors.wraps_of(kind=Kind.DRAFT, refs=[found.id])
    return s.DraftOut(
        id=found.id,
        about=found.about,
        envelope=b64_encode(bytes(found.envelope)),
        wrap=b64_encode(wraps[found.id]),
        changed_at=found.changed_at,
    )


@router.put("drafts/{uuid:about}", response={204: None}, operation_id="draft_save")
def draft_save(request: HttpRequest, about: UUID, data: s.DraftIn) -> Status[None]:
    """Keep one's own unfinished work, sealed to one's own vault key."""
    user = staff_of(request).user
    access.require_desk(user)
    envelope, key_id = stored.bytes_read(data.envelope), stored.bytes_read(data.key_id, KEY_ID_BYTES)
    stored.envelope_check(kind=Kind.DRAFT, ref=data.id, envelope=envelope)
    if key_id != selectors.own_key_id(user):
        raise stored.Malformed
    tips.draft_save(
        actor=user,
        about=about,
        id=data.id,
        envelope=envelope,
        key_id=key_id,
        wrap=stored.bytes_read(data.wrap, WRAP_BYTES),
        now=timezone.now(),
    )
    return Status(204, None)


@router.delete("drafts/{uuid:about}", response={204: None}, operation_id="draft_drop")
def draft_drop(request: HttpRequest, about: UUID) -> Status[None]:
    """Forget one's own unfinished work."""
    user = staff_of(request).user
    access.require_desk(user)
    tips.draft_drop(actor=user, about=about)
    return Status(204, None)
