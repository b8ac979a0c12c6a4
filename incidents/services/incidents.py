"""Incidents: joining tips, the sealed note about them, and the states of a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.actions import AuditAction
from audit.services import audit_record
from incidents.choices import IncidentState, TipState
from incidents.models import CaseContent, Incident, Tip
from incidents.refusals import Refusal
from incidents.services.stored import SealedInput, wraps_delete, wraps_store
from sealing.encoding import ref_hex
from sealing.kinds import Kind


def _tips_lock(tip_ids: Sequence[UUID]) -> list[Tip]:
    tips = list(Tip.objects.select_for_update().filter(id__in=tip_ids).order_by("id"))
    if not tips or len(tips) != len(set(tip_ids)):
        raise Refusal("tips_missing", _("One of these reports was deleted. Reload the page and choose again."))
    return tips


def _content_store(*, incident: Incident, sealed: SealedInput, now: datetime) -> None:
    former = CaseContent.objects.filter(incident=incident).first()
    if former is not None:
        wraps_delete(refs=[former.id])
        former.delete()
    CaseContent.objects.create(
        id=sealed.id,
        incident=incident,
        envelope=sealed.envelope,
        epoch=sealed.epoch,
        maker=sealed.maker,
        signature=sealed.signature,
        changed_at=now,
    )
    wraps_store(kind=Kind.CASE_CONTENT, ref=sealed.id, wraps=[(bytes(sealed.epoch.key_id), sealed.wrap)])


def _tips_follow(tips: Sequence[Tip]) -> None:
    """A tip is in a case exactly while some incident holds it."""
    for tip in tips:
        joined = tip.incidents.exists()
        if joined and tip.state != TipState.IN_CASE:
            tip.state = TipState.IN_CASE
            tip.save(update_fields=["state"])
        elif not joined and tip.state == TipState.IN_CASE:
            tip.state = TipState.TRIAGED
            tip.save(update_fields=["state"])


@transaction.atomic
def incident_open(
    *, actor: User, incident_id: UUID, tip_ids: Sequence[UUID], content: SealedInput, now: datetime
) -> Incident:
    """Make an incident from one or more tips. Asked again with the same id, it is the same incident."""
    existing = Incident.objects.filter(id=incident_id).first()
    if existing is not None:
        return existing
    tips = _tips_lock(tip_ids)
    number = (Incident.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    incident = Incident.objects.create(id=incident_id, number=number, opened_by=actor, opened_at=now)
    incident.tips.set(tips)
    _content_store(incident=incident, sealed=content, now=now)
    _tips_follow(tips)
    audit_record(
        actor=actor.id,
        action=AuditAction.INCIDENT_OPEN,
        subject=incident.id,
        facts={"tips": [ref_hex(tip.id) for tip in tips]},
        now=now,
    )
    return incident


@transaction.atomic
def incident_change(
    *, actor: User, incident: Incident, tip_ids: Sequence[UUID], content: SealedInput, now: datetime
) -> Incident:
    """Other tips or another note for an incident."""
    row = Incident.objects.select_for_update().get(id=incident.id)
    if row.state == IncidentState.CLOSED:
        raise Refusal("incident_closed", _("This incident is closed. Reopen it first."))
    left = list(row.tips.all())
    tips = _tips_lock(tip_ids)
    row.tips.set(tips)
    _content_store(incident=row, sealed=content, now=now)
    kept = {tip.id for tip in tips}
    _tips_follow([*tips, *(tip for tip in left if tip.id not in kept)])
    audit_record(
        actor=actor.id,
        action=AuditAction.INCIDENT_CHANGE,
        subject=row.id,
        facts={"tips": [ref_hex(tip.id) for tip in tips]},
        now=now,
    )
    return row


@transaction.atomic
def incident_state_set(*, actor: User, incident: Incident, state: IncidentState, now: datetime) -> None:
    """Open, watch or close an incident."""
    row = Incident.objects.select_for_update().get(id=incident.id)
    if row.state == state:
        return
    row.state = state
    row.save(update_fields=["state"])
    facts = {"state": state.value}
    audit_record(actor=actor.id, action=AuditAction.INCIDENT_STATE, subject=row.id, facts=facts, now=now)
