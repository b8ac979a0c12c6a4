"""Organisations and the people in them."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction

from accounts.models import Gate, Invitation, Organisation, OrganisationKind, Role, User
from accounts.services.throttle import attempt_begin, attempt_good
from accounts.sessions import sessions_end
from audit.actions import AuditAction
from audit.services import audit_record

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}", re.ASCII)
_SHORT = re.compile(r"[A-Z]{3}", re.ASCII)


class NotAllowed(Exception):
    """The actor is not an active desk lead, or would act on themselves."""


class Refused(Exception):
    """What was asked cannot be: `code` is one of name, short, username, taken, role, language."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class WrongPassword(Exception):
    """The current password is not the one that was typed."""


def lead_required(actor: User) -> None:
    """Raise NotAllowed unless `actor` is an active desk lead."""
    if not actor.is_active or actor.role != Role.LEAD:
        raise NotAllowed


def username_clean(username: str) -> str:
    """The name as stored: lower case letters, digits and `. _ -`, 2 to 64 of them. Raises Refused("username")."""
    text = username.strip().lower()
    if not _USERNAME.fullmatch(text):
        raise Refused("username")
    return text


def person_name_clean(name: str) -> str:
    """A person's or organisation's name with single spaces, 1 to 120 characters. Raises Refused("name")."""
    text = " ".join(name.split())
    if not 1 <= len(text) <= 120 or not text.isprintable():
        raise Refused("name")
    return text


def role_fits(role: str, organisation: Organisation) -> None:
    """Raise Refused("role") unless desk roles are the desk's and partners a partner organisation's."""
    if role not in Role.values or (role == Role.PARTNER) != (organisation.kind == OrganisationKind.PARTNER):
        raise Refused("role")


def organisation_make(*, actor: User | None, name: str, short: str, now: datetime) -> Organisation:
    """Add a partner organisation, by a lead; with `actor` None the desk itself, by the operator (init_desk).

    Raises NotAllowed and Refused (name, short, taken).
    """
    if actor is not None:
        lead_required(actor)
    mark = short.strip().upper()
    if not _SHORT.fullmatch(mark):
        raise Refused("short")
    kind = OrganisationKind.DESK if actor is None else OrganisationKind.PARTNER
    try:
        with transaction.atomic():
            made = Organisation.objects.create(kind=kind, name=person_name_clean(name), short=mark, created_at=now)
            audit_record(
                actor=actor.id if actor else "operator",
                action=AuditAction.ORGANISATION_MAKE,
                subject=made.id,
                facts={"kind": kind.value},
                now=now,
            )
    except IntegrityError:
        raise Refused("taken") from None
    return made


def person_make(
    *,
    actor: UUID | str,
    organisation: Organisation,
    role: str,
    name: str,
    username: str,
    password: str,
    language: str,
    now: datetime,
) -> User:
    """Make an account, which can do nothing until a second factor is enrolled. The caller validated the password.

    Raises Refused (name, username, role, language, taken).
    """
    role_fits(role, organisation)
    if language not in dict(settings.LANGUAGES):
        raise Refused("language")
    person = User(
        username=username_clean(username),
        name=person_name_clean(name),
        role=role,
        organisation=organisation,
        language=language,
        created_at=now,
        password=make_password(password),
    )
    try:
        with transaction.atomic():
            person.save(force_insert=True)
            audit_record(
                actor=actor,
                action=AuditAction.ACCOUNT_MAKE,
                subject=person.id,
                facts={"role": role, "organisation": organisation.id.hex},
                now=now,
            )
    except IntegrityError:
        raise Refused("taken") from None
    return person


def person_deactivate(*, actor: User, person: User, now: datetime) -> None:
    """Shut an account: its sessions end at once, links it made no longer work. Raises NotAllowed."""
    lead_required(actor)
    if actor.id == person.id:
        raise NotAllowed
    with transaction.atomic():
        person.is_active = False
        person.save(update_fields=["is_active"])
        Invitation.objects.filter(made_by=person, used_at=None, revoked_at=None).update(revoked_at=now)
        ended = sessions_end(user=person)
        audit_record(
            actor=actor.id,
            action=AuditAction.ACCOUNT_DEACTIVATE,
            subject=person.id,
            facts={"sessions": ended},
            now=now,
        )


def language_set(*, person: User, language: str) -> None:
    """Choose the language of one's own staff pages. Raises Refused("language")."""
    if language not in dict(settings.LANGUAGES):
        raise Refused("language")
    person.language = language
    person.save(update_fields=["language"])


def password_change(*, person: User, current: str, new: str, keep: UUID, now: datetime) -> None:
    """Set a new password; every other session of the person ends, `keep` goes on.

    Raises Throttled, WrongPassword, and ValidationError with the validators' sentences.
    """
    attempt_begin(gate=Gate.PASSWORD, account=person.username, now=now)
    if not check_password(current, person.password):
        raise WrongPassword
    attempt_good(gate=Gate.PASSWORD, account=person.username)
    validate_password(new, person)
    with transaction.atomic():
        person.password = make_password(new)
        person.save(update_fields=["password"])
        ended = sessions_end(user=person, but=keep)
        audit_record(
            actor=person.id,
            action=AuditAction.ACCOUNT_PASSWORD,
            subject=person.id,
            facts={"sessions": ended},
            now=now,
        )
