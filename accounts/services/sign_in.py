"""Signing in: first a password, then a second factor, and nothing in between.

After the password alone the browser's session says whose password was right, for ten minutes, and that is all it is
good for: Django's `request.user` stays nobody until the second factor was given too.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.http import HttpRequest

from accounts.models import Gate, StaffSession, User
from accounts.services.throttle import attempt_begin, attempt_good
from accounts.sessions import ROLES_OF, Audience, Staff, session_begin, session_drop, session_verified
from audit.actions import AuditAction
from audit.services import audit_record

PENDING: Final = "half_way"
PENDING_LASTS: Final = timedelta(minutes=10)


class WrongSignIn(Exception):
    """Name and password do not go together here: unknown, wrong, shut, or somebody of the other audience."""


def password_check(*, username: str, password: str, audience: Audience, now: datetime) -> User:
    """The active person of `audience` whose name and password these are. Raises Throttled and WrongSignIn.

    A name that nobody has costs the same work, is counted and answered in the same way.
    """
    typed = username.strip()
    attempt_begin(gate=Gate.PASSWORD, account=typed, now=now)
    person = User.objects.select_related("organisation").filter(username__iexact=typed).first()
    if person is None:
        # The work of checking, so that the time of the answer tells nothing.
        make_password(password)
        raise WrongSignIn
    right = check_password(password, person.password)
    if not right or not person.is_active or person.role not in ROLES_OF[audience]:
        raise WrongSignIn
    attempt_good(gate=Gate.PASSWORD, account=typed)
    return person


def pending_begin(request: HttpRequest, *, person: User, audience: Audience, now: datetime) -> None:
    """Remember that this browser gave `person`'s password; whoever was signed in here before is signed out."""
    kept = request.session.get("next"), request.session.get("language")
    session_drop(request)
    request.session["next"], request.session["language"] = kept
    request.session[PENDING] = {"user": person.id.hex, "audience": audience, "at": int(now.timestamp())}


def pending_person(request: HttpRequest, *, audience: Audience, now: datetime) -> User | None:
    """Whose password this browser gave in the last ten minutes at `audience`, or None."""
    held = request.session.get(PENDING)
    if not held or held["audience"] != audience:
        return None
    age = now.timestamp() - held["at"]
    if not 0 <= age <= PENDING_LASTS.total_seconds():
        return None
    found = User.objects.select_related("organisation").filter(id=UUID(hex=held["user"]), is_active=True).first()
    return found if found is not None and found.role in ROLES_OF[audience] else None


def sign_in_finish(
    request: HttpRequest, *, person: User, device: Any, audience: Audience, now: datetime
) -> StaffSession:
    """Sign `person` in, after both factors."""
    with transaction.atomic():
        session = session_begin(request, user=person, device=device, audience=audience, now=now)
        audit_record(
            actor=person.id,
            action=AuditAction.ACCOUNT_SIGN_IN,
            subject=person.id,
            facts={"audience": audience},
            now=now,
        )
    return session


def sign_out(request: HttpRequest, *, staff: Staff, now: datetime) -> None:
    """End this session, with the server's half of what survives a reload."""
    with transaction.atomic():
        audit_record(actor=staff.user.id, action=AuditAction.ACCOUNT_SIGN_OUT, subject=staff.user.id, facts={}, now=now)
    session_drop(request)


def step_up_finish(*, staff: Staff, now: datetime) -> None:
    """Note that the second factor was given again in a running session."""
    with transaction.atomic():
        session_verified(staff, now=now)
        audit_record(actor=staff.user.id, action=AuditAction.ACCOUNT_STEP_UP, subject=staff.user.id, facts={}, now=now)
