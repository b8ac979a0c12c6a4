"""Asking somebody in: a one-time link, made by a lead, that lets one named person choose a password."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.models import Invitation, Organisation, OrganisationKind, User
from accounts.services.people import (
    Refused,
    lead_required,
    person_make,
    person_name_clean,
    role_fits,
    username_clean,
)
from audit.actions import AuditAction
from audit.services import OPERATOR, audit_record

LASTS: Final = timedelta(days=7)


class NoInvitation(Exception):
    """The link is wrong, used, revoked or too old. Which of these is not told."""


def _token_hash(token: str) -> bytes:
    # The token is 256 random bits: a fast hash is enough.
    return hashlib.sha256(b"vigia invitation v1\n" + token.encode()).digest()


def invitation_open(now: datetime) -> QuerySet[Invitation]:
    """Invitations that can still be accepted."""
    by_somebody = Q(made_by=None) | Q(made_by__is_active=True)
    return Invitation.objects.filter(by_somebody, used_at=None, revoked_at=None, expires_at__gt=now)


def invitation_path(invitation: Invitation, token: str) -> str:
    """The link's path, for the lead to hand over; it is not stored and cannot be made again."""
    audience = "partner" if invitation.organisation.kind == OrganisationKind.PARTNER else "desk"
    return reverse(f"{audience}-accounts:welcome-link", kwargs={"token": token})


def invitation_make(
    *, actor: User | None, role: str, organisation: Organisation, name: str, username: str, now: datetime
) -> tuple[Invitation, str]:
    """Invite one person. Returns the invitation and its token, which exists nowhere else in the clear.

    With `actor` None the operator invites the first lead (init_desk). An older open invitation for the same username is
    revoked.
    Raises NotAllowed and Refused (name, username, role, taken).
    """
    if actor is not None:
        lead_required(actor)
    role_fits(role, organisation)
    wanted = username_clean(username)
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        if User.objects.filter(username__iexact=wanted).exists():
            raise Refused("taken")
        for older in invitation_open(now).filter(username=wanted):
            invitation_revoke(actor=actor, invitation=older, now=now)
        made = Invitation.objects.create(
            token_hash=_token_hash(token),
            role=role,
            organisation=organisation,
            name=person_name_clean(name),
            username=wanted,
            made_by=actor,
            made_at=now,
            expires_at=now + LASTS,
        )
        audit_record(
            actor=actor.id if actor else OPERATOR,
            action=AuditAction.INVITATION_MAKE,
            subject=made.id,
            facts={"role": role, "organisation": organisation.id.hex},
            now=now,
        )
    return made, token


def invitation_revoke(*, actor: User | None, invitation: Invitation, now: datetime) -> None:
    """Make a link useless. Raises NotAllowed, and NoInvitation where it was used or revoked already."""
    if actor is not None:
        lead_required(actor)
    with transaction.atomic():
        changed = Invitation.objects.filter(id=invitation.id, used_at=None, revoked_at=None).update(revoked_at=now)
        if not changed:
            raise NoInvitation
        by = actor.id if actor else OPERATOR
        audit_record(actor=by, action=AuditAction.INVITATION_REVOKE, subject=invitation.id, facts={}, now=now)


def invitation_find(*, token: str, audience: str, now: datetime) -> Invitation:
    """The open invitation that `token` belongs to, at the audience it was made for. Raises NoInvitation."""
    found = invitation_open(now).select_related("organisation").filter(token_hash=_token_hash(token)).first()
    if found is None or (found.organisation.kind == OrganisationKind.PARTNER) != (audience == "partner"):
        raise NoInvitation
    return found


def invitation_accept(*, invitation: Invitation, password: str, language: str, now: datetime) -> User:
    """Make the invited person's account with the password they chose. The link ends by it.

    Raises NoInvitation, Refused ("taken"), and ValidationError with the password validators' sentences.
    """
    person = User(username=invitation.username, name=invitation.name)
    validate_password(password, person)
    with transaction.atomic():
        locked = (
            invitation_open(now).select_related("organisation").select_for_update(of=("self",)).filter(id=invitation.id)
        ).first()
        if locked is None:
            raise NoInvitation
        made = person_make(
            actor=locked.made_by_id or OPERATOR,
            organisation=locked.organisation,
            role=locked.role,
            name=locked.name,
            username=locked.username,
            password=password,
            language=language,
            now=now,
        )
        locked.used_at, locked.user = now, made
        locked.save(update_fields=["used_at", "user"])
        audit_record(actor=made.id, action=AuditAction.INVITATION_ACCEPT, subject=locked.id, facts={}, now=now)
    return made
