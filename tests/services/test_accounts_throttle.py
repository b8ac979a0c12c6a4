"""Delays grow per account and gate, start late, are bounded, and end with a good attempt."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import Gate, Throttle
from accounts.services.throttle import (
    FREE,
    LONGEST_DELAY,
    Throttled,
    attempt_begin,
    attempt_good,
    delay_seconds,
    throttle_sweep,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)


def fail(times: int, now: datetime = NOW, account: str = "lucia", gate: Gate = Gate.PASSWORD) -> None:
    for _ in range(times):
        attempt_begin(gate=gate, account=account, now=now)


def test_delays_grow_and_are_bounded() -> None:
    delays = [delay_seconds(failures) for failures in range(1, 14)]
    assert delays == [0, 0, 0, 0, 15, 30, 60, 120, 240, 480, 900, 900, 900]
    assert delay_seconds(10**6) == LONGEST_DELAY


def test_the_gate_shuts_after_some_slips_and_opens_again() -> None:
    fail(FREE + 1)
    with pytest.raises(Throttled) as caught:
        fail(1)
    assert caught.value.seconds == 15
    with pytest.raises(Throttled):
        fail(1, NOW + timedelta(seconds=14))
    # What was refused was not counted: the next delay is the second, not the fourth.
    fail(1, NOW + timedelta(seconds=15))
    assert Throttle.objects.get().refused_until == NOW + timedelta(seconds=45)


def test_other_accounts_and_other_gates_stay_open() -> None:
    fail(FREE + 1)
    fail(1, account="carlos")
    fail(1, gate=Gate.TOTP)


def test_upper_and_lower_case_are_one_account() -> None:
    fail(FREE + 1)
    with pytest.raises(Throttled):
        fail(1, account="LUCIA")


def test_a_good_attempt_forgets() -> None:
    fail(FREE)
    attempt_good(gate=Gate.PASSWORD, account="Lucia")
    fail(FREE)
    fail(1)


def test_a_quiet_day_forgets_and_is_swept() -> None:
    fail(FREE + 1)
    assert throttle_sweep(now=NOW + timedelta(hours=23)) == 0
    later = NOW + timedelta(days=1, seconds=1)
    fail(1, later)
    assert Throttle.objects.get().failures == 1
    assert throttle_sweep(now=later + timedelta(days=2)) == 1


def test_no_typed_name_is_kept() -> None:
    fail(1, account="lucia")
    row = Throttle.objects.values().get()
    assert b"lucia" not in bytes(row["account"])
    assert len(bytes(row["account"])) == 32
