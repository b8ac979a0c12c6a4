"""Full sign-ins of staff: how one begins, stays awake, and ends.

The browser's session cookie leads to a Django session, which names a `StaffSession` row. The row is what counts: it is
made only after password and second factor, and without it nothing is answered. So ending somebody's sessions is
deleting rows, and two requests at once cannot write over each other's times.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID

from django.conf import settings
from django.contrib import auth
from django.core.cache import cache
from django.http import HttpRequest

from accounts.models import Role, StaffSession, User

Audience: TypeAlias = Literal["desk", "partner"]

ROLES_OF: Final[dict[str, frozenset[str]]] = {
    "desk": frozenset({Role.CASE_WORKER.value, Role.LEAD.value}),
    "partner": frozenset({Role.PARTNER.value}),
}
BACKEND: Final = "django.contrib.auth.backends.ModelBackend"
SESSION_ID: Final = "staff_session"
CLEAR_SITE_DATA: Final = '"cache", "cookies", "storage"'


def half_key_name(session_id: str) -> str:
    """The cache key of a session's half-key; `session_id` is 32 hex digits."""
    return f"half-key:{session_id}"


@dataclass(frozen=True)
class Staff:
    """Whoever makes a request: a person with both factors given in this session."""

    user: User
    session: StaffSession

    @property
    def session_id(self) -> str:
        """32 hex digits drawn at sign-in."""
        return self.session.id.hex

    def step_up_left(self, *, now: datetime) -> int:
        """Seconds until a step that needs a fresh second factor asks for it again; 0 when it would ask now."""
        until = self.session.verified_at + timedelta(seconds=settings.STEP_UP_SECONDS)
        return max(0, int((until - now).total_seconds()))


def session_begin(request: HttpRequest, *, user: User, device: Any, audience: Audience, now: datetime) -> StaffSession:
    """Sign `user` in fully, after password and second factor: a new session key, a new id, nothing kept from before."""
    session_drop(request)
    auth.login(request, user, backend=BACKEND)
    # django-otp's record of the device that verified this session; it refuses a device of somebody else.
    request.session["otp_device_id"] = device.persistent_id
    user.otp_device = device  # type: ignore[attr-defined]  # django-otp's middleware sets it on later requests
    row = StaffSession.objects.create(
        id=UUID(bytes=secrets.token_bytes(16)),
        user=user,
        audience=audience,
        started_at=now,
        seen_at=now,
        verified_at=now,
    )
    request.session[SESSION_ID] = row.id.hex
    return row


def session_find(request: HttpRequest, *, audience: Audience, now: datetime) -> Staff | None:
    """Who is fully signed in here, or None. A session that stood idle too long, or too long at all, is ended."""
    found = request.session.get(SESSION_ID)
    user = request.user
    if not found or not user.is_authenticated:
        return None
    row = (
        StaffSession.objects.select_related("user__organisation")
        .filter(id=found, user_id=user.pk, audience=audience)
        .first()
    )
    if row is None:
        session_drop(request)
        return None
    idle = now - row.seen_at > timedelta(seconds=settings.STAFF_IDLE_SECONDS)
    old = now - row.started_at > timedelta(seconds=settings.SESSION_COOKIE_AGE)
    verified = user.is_verified()  # type: ignore[attr-defined]  # given by django-otp's middleware
    if idle or old or not verified or not row.user.is_active or row.user.role not in ROLES_OF[audience]:
        session_drop(request)
        return None
    return Staff(user=row.user, session=row)


def session_touch(staff: Staff, *, now: datetime) -> None:
    """Note that a person did something. Written at most every few seconds, since pages ask several things at once."""
    grain = min(10, settings.STAFF_IDLE_SECONDS // 10)
    if now - staff.session.seen_at >= timedelta(seconds=grain):
        StaffSession.objects.filter(id=staff.session.id, seen_at__lt=now).update(seen_at=now)
        staff.session.seen_at = now
        # The half-key lives as long as the session is used, not only as long as its page is reloaded.
        cache.touch(half_key_name(staff.session_id), timeout=settings.STAFF_IDLE_SECONDS)


def session_verified(staff: Staff, *, now: datetime) -> None:
    """Note that the second factor was given again."""
    StaffSession.objects.filter(id=staff.session.id).update(verified_at=now, seen_at=now)
    staff.session.verified_at = staff.session.seen_at = now


def session_drop(request: HttpRequest) -> None:
    """End this browser's session here and now: row, half-key, Django session."""
    found = request.session.get(SESSION_ID)
    if found:
        _delete([UUID(hex=found)])
    auth.logout(request)


def sessions_end(*, user: User, but: UUID | None = None) -> int:
    """End every session of `user`, or every one `but` that id. Returns how many."""
    rows = StaffSession.objects.filter(user=user)
    ids = list((rows.exclude(id=but) if but else rows).values_list("id", flat=True))
    _delete(ids)
    return len(ids)


def sessions_sweep(*, now: datetime) -> int:
    """Remove the rows and half-keys of sessions that ended by themselves. Returns how many."""
    idle = now - timedelta(seconds=settings.STAFF_IDLE_SECONDS)
    old = now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    rows = StaffSession.objects.filter(seen_at__lt=idle) | StaffSession.objects.filter(started_at__lt=old)
    ids = list(rows.values_list("id", flat=True))
    _delete(ids)
    return len(ids)


def _delete(ids: Iterable[UUID]) -> None:
    listed = list(ids)
    cache.delete_many([half_key_name(found.hex) for found in listed])
    StaffSession.objects.filter(id__in=listed).delete()


def session_password_changed(request: HttpRequest, staff: Staff) -> None:
    """Keep this session signed in after its person's password changed; Django binds sessions to the password's hash."""
    auth.update_session_auth_hash(request, staff.user)
