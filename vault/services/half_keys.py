"""The server's half of what lets an opened vault survive a reload of its page.

It lives in the web tier's memory, which is never persisted or backed up, for one session that gave its second factor;
use keeps it alive as long as the session, and signing out removes it (threat model row 23).
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from accounts.sessions import Staff, half_key_name
from audit.actions import AuditAction
from audit.services import audit_record

HALF_KEY_BYTES: Final = 32


def half_key_make(*, staff: Staff, now: datetime) -> bytes:
    """Draw a fresh half-key for this session, 32 bytes; an earlier one ends."""
    drawn = secrets.token_bytes(HALF_KEY_BYTES)
    with transaction.atomic():
        audit_record(actor=staff.user.id, action=AuditAction.VAULT_HALF_KEY, subject=staff.user.id, facts={}, now=now)
    cache.set(half_key_name(staff.session_id), drawn, timeout=settings.STAFF_IDLE_SECONDS)
    return drawn


def half_key_get(*, staff: Staff) -> bytes | None:
    """This session's half-key, or None where there is none any more. Asking keeps it alive."""
    name = half_key_name(staff.session_id)
    found: bytes | None = cache.get(name)
    if found is not None:
        cache.touch(name, timeout=settings.STAFF_IDLE_SECONDS)
    return found


def half_key_drop(*, staff: Staff) -> None:
    """Forget this session's half-key: the page was locked."""
    cache.delete(half_key_name(staff.session_id))
