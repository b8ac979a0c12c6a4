"""Incidents: what belongs together."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from accounts.guards import staff_of
from incidents import access, selectors
from incidents.choices import IncidentState
from incidents.desk import rows
from incidents.desk import schemas as s
from incidents.desk.sealed_input import sealed_in
from incidents.services import incidents, stored
from sealing.kinds import Kind

router = Router(tags=["incidents"])


def _one(incident_id: UUID) -> s.IncidentOut:
    return rows.incident_rows(selectors.incidents().filter(id=incident_id))[0]


@router.get("incidents", response=list[s.IncidentOut], operation_id="incidents")
def incident_list(request: HttpRequest) -> list[s.IncidentOut]:
    """Every incident with its sealed note."""
    return rows.incident_rows(selectors.incidents())


@router.post("incidents", response={201: s.IncidentOut}, operation_id="incident_open")
def incident_open(request: HttpRequest, data: s.IncidentIn) -> Status[s.IncidentOut]:
    """Make an incident from one or more tips."""
    user = staff_of(request).user
    access.require_desk(user)
    incident = incidents.incident_open(
        actor=user,
        incident_id=data.id,
        tip_ids=data.tips,
        content=sealed_in(data.content, user=user, kind=Kind.CASE_CONTENT),
        now=timezone.now(),
    )
    return Status(201, _one(incident.id))


@router.get("incidents/{uuid:incident_id}", response=s.IncidentOut, operation_id="incident")
def incident(request: HttpRequest, incident_id: UUID) -> s.IncidentOut:
    """One incident with its sealed note."""
    access.incident_for(user=staff_of(request).user, incident_id=incident_id)
    return _one(incident_id)


@router.put("incidents/{uuid:incident_id}", response=s.IncidentOut, operation_id="incident_change")
def incident_change(request: HttpRequest, incident_id: UUID, data: s.IncidentChangeIn) -> s.IncidentOut:
    """Other tips or another note."""
    user = staff_of(request).user
    incidents.incident_change(
        actor=user,
        incident=access.incident_for(user=user, incident_id=incident_id),
        tip_ids=data.tips,
        content=sealed_in(data.content, user=user, kind=Kind.CASE_CONTENT),
        now=timezone.now(),
    )
    return _one(incident_id)


@router.post("incidents/{uuid:incident_id}/state", response={204: None}, operation_id="incident_state")
def incident_state(request: HttpRequest, incident_id: UUID, data: s.StateIn) -> Status[None]:
    """Open, watch or close an incident."""
    user = staff_of(request).user
    found = access.incident_for(user=user, incident_id=incident_id)
    if data.state not in IncidentState.values:
        raise stored.Malformed
    incidents.incident_state_set(actor=user, incident=found, state=IncidentState(data.state), now=timezone.now())
    return Status(204, None)
