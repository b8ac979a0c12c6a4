"""What the clock removes: sessions and counts that no longer matter."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module

from django.conf import settings

from accounts.services.throttle import throttle_sweep
from accounts.sessions import sessions_sweep


def accounts_sweep(*, now: datetime) -> int:
    """Remove ended sessions with their half-keys, expired Django sessions, old counts. Returns how many of the first.

    Safe to run as often as one likes; an hourly run keeps the tables small.
    """
    ended = sessions_sweep(now=now)
    throttle_sweep(now=now)
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return ended
