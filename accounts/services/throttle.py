"""Growing delays for wrong passwords and codes: per account, never per address (behind Tor all share one).

Every attempt is counted before it is checked, so that guesses sent at once count too; a good one resets the count.
"""

from __future__ import annotations

import hashlib
import math
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from accounts.models import Gate, Throttle
from audit.log import log_event

# Slips that cost nothing, then 15 s, 30 s, 60 s … up to 15 minutes. At that pace 96 guesses a day remain: against the
# three six-digit codes that hold at any moment, one chance in 3,500 a day.
FREE: Final = 4
FIRST_DELAY: Final = 15
LONGEST_DELAY: Final = 15 * 60
# A day without an attempt forgets the earlier ones.
FORGET_AFTER: Final = timedelta(days=1)


class Throttled(Exception):
    """This gate of this account is shut for `seconds` more seconds; nothing was checked."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def account_digest(account: str) -> bytes:
    """How an account is named in the table: a hash under the installation's secret, so that no typed name is kept."""
    return hashlib.blake2b(
        account.casefold().encode(), digest_size=32, key=settings.SECRET_KEY.encode()[:64], person=b"vigia-throttle-1"
    ).digest()


def delay_seconds(failures: int) -> int:
    """Seconds for which a gate shuts after so many failures in a row."""
    if failures <= FREE:
        return 0
    doublings = min(failures - FREE - 1, 16)
    return int(min(FIRST_DELAY * 2**doublings, LONGEST_DELAY))


def attempt_begin(*, gate: Gate, account: str, now: datetime) -> int:
    """Count an attempt as failed until `attempt_good` says otherwise. Returns how many failed in a row, this one too.

    Raises Throttled while the gate is shut; such an attempt is neither checked nor counted.
    """
    digest = account_digest(account)
    with transaction.atomic():
        Throttle.objects.bulk_create([Throttle(gate=gate, account=digest, last_at=now)], ignore_conflicts=True)
        row = Throttle.objects.select_for_update().get(gate=gate, account=digest)
        if row.refused_until is not None and row.refused_until > now:
            raise Throttled(math.ceil((row.refused_until - now).total_seconds()))
        if row.last_at < now - FORGET_AFTER:
            row.failures = 0
        row.failures += 1
        row.last_at = now
        delay = delay_seconds(row.failures)
        row.refused_until = now + timedelta(seconds=delay) if delay else None
        row.save()
    if delay:
        # Whose account it is stays out of the log, and known and unknown names cost the same work.
        log_event("throttle_shut", gate=gate.value, seconds=delay)
    return row.failures


def attempt_good(*, gate: Gate, account: str) -> None:
    """Forget the failures: the attempt that was begun was right."""
    Throttle.objects.filter(gate=gate, account=account_digest(account)).delete()


def throttle_sweep(*, now: datetime) -> int:
    """Remove counts that no longer matter. Returns how many."""
    old = Throttle.objects.filter(last_at__lt=now - FORGET_AFTER)
    return old.delete()[0]
