"""What case workers do with a tip: take it, answer it, change its lane, set it aside, delete it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.actions import AuditAction
from audit.services import audit_record
from incidents.choices import Direction, Lane, SealedBy, TipState
from incidents.models import Draft, IndexRow, Message, Tip, TriageResult
from incidents.refusals import Refusal
from incidents.services.intake import urgent_hour
from incidents.services.stored import SealedInput, wraps_delete, wraps_store
from sealing.kinds import Kind
from vault.models import Wrap


@transaction.atomic
def tip_take(*, actor: User, tip: Tip, take: bool, now: datetime) -> None:
    """Put one's name on a tip, or take it off."""
    Tip.objects.filter(id=tip.id).update(assigned_to=actor if take else None)
    audit_record(
        actor=actor.id,
        action=AuditAction.TIP_TAKE,
        subject=tip.id,
        facts={"take": take},
        now=now,
    )


@transaction.atomic
def tip_opened(*, actor: User, tip: Tip, now: datetime) -> None:
    """Record that somebody was served a tip's sealed bytes: nobody can erase having opened it."""
    audit_record(actor=actor.id, action=AuditAction.TIP_OPEN, subject=tip.id, facts={}, now=now)


@transaction.atomic
def tip_lane_set(*, actor: User, tip: Tip, lane: Lane, now: datetime) -> None:
    """Move a tip to another lane. A tip that becomes urgent starts its clock, one that already has one keeps it."""
    row = Tip.objects.select_for_update().get(id=tip.id)
    if row.lane == lane:
        return
    row.lane = lane
    if lane == Lane.URGENT and row.urgent_since is None:
        row.urgent_since = urgent_hour(now)
    row.save(update_fields=["lane", "urgent_since"])
    audit_record(actor=actor.id, action=AuditAction.TIP_LANE, subject=tip.id, facts={"lane": lane.value}, now=now)


@transaction.atomic
def tip_set_aside(*, actor: User, tip: Tip, aside: bool, now: datetime) -> None:
    """Set a tip aside, or bring it back. One that belongs to an incident stays there."""
    row = Tip.objects.select_for_update().get(id=tip.id)
    if row.state == TipState.IN_CASE:
        raise Refusal("in_case", _("This report belongs to an incident. Take it out of the incident first."))
    target = TipState.SET_ASIDE if aside else TipState.TRIAGED
    if row.state == target:
        return
    row.state = target
    row.save(update_fields=["state"])
    action = AuditAction.TIP_SET_ASIDE if aside else AuditAction.TIP_TAKE_BACK
    audit_record(actor=actor.id, action=action, subject=tip.id, facts={}, now=now)


@transaction.atomic
def tip_seen(*, actor: User, tip: Tip) -> None:
    """The submitter's messages were read by somebody of the desk."""
    Message.objects.filter(tip=tip, direction=Direction.TO_DESK, seen=False).update(seen=True)


@transaction.atomic
def reply_send(
    *, actor: User, tip: Tip, seq: int, sealed: SealedInput, mailbox_key_id: bytes, mailbox_wrap: bytes, now: datetime
) -> Message:
    """Store a reply that the case worker's browser sealed to the mailbox and to the epoch.

    `seq` must be the next number of this direction: two case workers who answer at once do not overwrite each other.
    """
    row = Tip.objects.select_for_update().get(id=tip.id)
    if row.mailbox is None:
        raise Refusal("mailbox_closed", _("The submitter closed this conversation. Nobody would read the answer."))
    if sealed.epoch.id != row.epoch_id:
        raise Refusal("other_epoch", _("Reload the page: the answer was sealed under another key than its report."))
    sent = Message.objects.filter(tip=row, direction=Direction.TO_SUBMITTER).order_by("-seq").first()
    if seq != (sent.seq if sent else 0) + 1:
        raise Refusal("seq_taken", _("A colleague answered at the same moment. Read that answer, then send yours."))
    message = Message.objects.create(
        id=sealed.id,
        tip=row,
        direction=Direction.TO_SUBMITTER,
        seq=seq,
        day=now.date(),
        sealed_by=SealedBy.BROWSER,
        envelope=sealed.envelope,
        epoch=sealed.epoch,
        maker=sealed.maker,
        signature=sealed.signature,
        author=actor,
        seen=True,
    )
    wraps_store(
        kind=Kind.REPLY,
        ref=sealed.id,
        wraps=[(bytes(sealed.epoch.key_id), sealed.wrap), (mailbox_key_id, mailbox_wrap)],
    )
    Message.objects.filter(tip=row, direction=Direction.TO_DESK, seen=False).update(seen=True)
    if row.lane == Lane.URGENT and row.urgent_answered is None:
        row.urgent_answered = urgent_hour(now)
        row.save(update_fields=["urgent_answered"])
    Draft.objects.filter(author=actor, about=row.id).delete()
    audit_record(actor=actor.id, action=AuditAction.TIP_REPLY, subject=tip.id, facts={"seq": seq}, now=now)
    return message


def tip_refs(tip: Tip) -> list[UUID]:
    """The ref of every envelope that hangs from a tip, its own included."""
    refs = [tip.id]
    refs += Message.objects.filter(tip=tip).values_list("id", flat=True)
    refs += TriageResult.objects.filter(tip=tip).values_list("id", flat=True)
    refs += IndexRow.objects.filter(tip=tip).values_list("id", flat=True)
    refs += Draft.objects.filter(about=tip.id).values_list("id", flat=True)
    return refs


@transaction.atomic
def tip_delete(*, actor: User, tip: Tip, now: datetime) -> None:
    """Delete a tip and everything that hangs from it: messages, findings, index row, drafts, every wrap (row 31)."""
    row = Tip.objects.select_for_update().get(id=tip.id)
    if row.incidents.exists():
        raise Refusal("in_case", _("This report belongs to an incident. Take it out of the incident first."))
    wraps = wraps_delete(refs=tip_refs(row))
    Draft.objects.filter(about=row.id).delete()
    row.delete()
    audit_record(actor=actor.id, action=AuditAction.TIP_DELETE, subject=tip.id, facts={"wraps": wraps}, now=now)


def draft_save(
    *, actor: User, about: UUID, id: UUID, envelope: bytes, key_id: bytes, wrap: bytes, now: datetime
) -> Draft:
    """Keep somebody's unfinished work; the former version goes."""
    with transaction.atomic():
        draft_drop(actor=actor, about=about)
        draft = Draft.objects.create(id=id, author=actor, about=about, envelope=envelope, changed_at=now)
        Wrap.objects.create(kind=Kind.DRAFT, ref=id, key_id=key_id, wrap=wrap)
    return draft


@transaction.atomic
def draft_drop(*, actor: User, about: UUID) -> None:
    """Forget somebody's unfinished work."""
    refs = list(Draft.objects.filter(author=actor, about=about).values_list("id", flat=True))
    wraps_delete(refs=refs)
    Draft.objects.filter(id__in=refs).delete()
