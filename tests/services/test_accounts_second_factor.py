"""Codes hold once and for a short time; recovery codes are single and hashed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import RecoveryCode, StaffSession
from accounts.services.second_factor import (
    ALPHABET,
    WrongCode,
    enrolment_confirm,
    enrolment_device,
    recovery_check,
    recovery_codes_make,
    secret_picture,
    secret_text,
    totp_check,
)
from accounts.services.throttle import FREE, Throttled
from audit.models import AuditEvent
from tests.cast import Cast, signed_in, totp_code

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 19, 0, 10, tzinfo=UTC)


def test_a_code_works_once_and_closes_the_door_behind_it(cast: Cast) -> None:
    code = totp_code(cast.lead, NOW)
    earlier = totp_code(cast.lead, NOW, steps=-1)
    totp_check(user=cast.lead, code=code, now=NOW)
    for again in (code, earlier):
        with pytest.raises(WrongCode):
            totp_check(user=cast.lead, code=again, now=NOW)
    totp_check(user=cast.lead, code=totp_code(cast.lead, NOW, steps=1), now=NOW + timedelta(seconds=30))


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_clock_may_be_half_a_minute_off(cast: Cast, steps: int) -> None:
    totp_check(user=cast.lead, code=totp_code(cast.lead, NOW, steps=steps), now=NOW)


@pytest.mark.parametrize("steps", [-3, -2, 2, 3])
def test_older_and_later_codes_do_not_hold(cast: Cast, steps: int) -> None:
    with pytest.raises(WrongCode):
        totp_check(user=cast.lead, code=totp_code(cast.lead, NOW, steps=steps), now=NOW)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "١٢٣٤٥٦", "abcdef", "+12345", "1_2345"])
def test_what_is_not_six_digits_is_a_wrong_code(cast: Cast, code: str) -> None:
    with pytest.raises(WrongCode):
        totp_check(user=cast.lead, code=code, now=NOW)


def test_another_persons_code_is_wrong(cast: Cast) -> None:
    with pytest.raises(WrongCode):
        totp_check(user=cast.lead, code=totp_code(cast.second_lead, NOW), now=NOW)


def test_guessing_shuts_the_gate_even_to_the_right_code_and_is_in_the_trail_once(cast: Cast) -> None:
    for _ in range(FREE + 1):
        with pytest.raises(WrongCode):
            totp_check(user=cast.lead, code="000000", now=NOW)
    with pytest.raises(Throttled):
        totp_check(user=cast.lead, code=totp_code(cast.lead, NOW), now=NOW)
    assert AuditEvent.objects.filter(action="account:throttled").count() == 1
    # Ten recovery codes are another gate.
    codes = recovery_codes_make(user=cast.lead, now=NOW)
    recovery_check(user=cast.lead, code=codes[0], now=NOW)


def test_recovery_codes_are_ten_strong_hashed_and_single(cast: Cast) -> None:
    codes = recovery_codes_make(user=cast.lead, now=NOW)
    assert len(set(codes)) == 10
    assert all(len(code) == 19 and set(code) <= set(ALPHABET + "-") for code in codes)
    stored = b"".join(bytes(row.digest) for row in RecoveryCode.objects.all())
    assert all(code.encode() not in stored and code.replace("-", "").encode() not in stored for code in codes)
    recovery_check(user=cast.lead, code=codes[3], now=NOW)
    with pytest.raises(WrongCode):
        recovery_check(user=cast.lead, code=codes[3], now=NOW)
    assert RecoveryCode.objects.filter(user=cast.lead).count() == 9
    assert AuditEvent.objects.filter(action="account:recovery_used").count() == 1


def test_recovery_codes_may_be_typed_as_people_type(cast: Cast) -> None:
    code = recovery_codes_make(user=cast.lead, now=NOW)[0]
    sloppy = " " + code.lower().replace("-", " ").replace("0", "o").replace("1", "l") + " "
    recovery_check(user=cast.lead, code=sloppy, now=NOW)


def test_recovery_codes_are_one_persons_and_end_with_new_ones(cast: Cast) -> None:
    code = recovery_codes_make(user=cast.lead, now=NOW)[0]
    with pytest.raises(WrongCode):
        recovery_check(user=cast.second_lead, code=code, now=NOW)
    recovery_codes_make(user=cast.lead, now=NOW)
    with pytest.raises(WrongCode):
        recovery_check(user=cast.lead, code=code, now=NOW)


def test_recovery_is_throttled(cast: Cast) -> None:
    code = recovery_codes_make(user=cast.lead, now=NOW)[0]
    for _ in range(FREE + 1):
        with pytest.raises(WrongCode):
            recovery_check(user=cast.lead, code="0000-0000-0000-0000", now=NOW)
    with pytest.raises(Throttled):
        recovery_check(user=cast.lead, code=code, now=NOW)


def test_a_new_authenticator_ends_the_old_one_the_codes_and_the_sessions(cast: Cast) -> None:
    old = recovery_codes_make(user=cast.lead, now=NOW)[0]
    signed_in(cast.lead)
    seen_elsewhere = enrolment_device(user=cast.lead, held=None)
    device = enrolment_device(user=cast.lead, held=None)
    assert device.key != seen_elsewhere.key
    assert enrolment_device(user=cast.lead, held=device.id) == device
    with pytest.raises(WrongCode):
        enrolment_confirm(user=cast.lead, held=device.id, code="000000", now=NOW)
    with pytest.raises(WrongCode):
        enrolment_confirm(user=cast.lead, held=None, code=totp_code(cast.lead, NOW, enrolling=True), now=NOW)
    assert TOTPDevice.objects.filter(user=cast.lead, confirmed=True).exclude(id=device.id).exists()
    confirmed, codes = enrolment_confirm(
        user=cast.lead, held=device.id, code=totp_code(cast.lead, NOW, enrolling=True), now=NOW
    )
    assert list(TOTPDevice.objects.filter(user=cast.lead)) == [confirmed]
    assert len(codes) == 10
    assert not StaffSession.objects.filter(user=cast.lead).exists()
    with pytest.raises(WrongCode):
        recovery_check(user=cast.lead, code=old, now=NOW)


def test_an_authenticator_of_somebody_else_cannot_be_confirmed(cast: Cast) -> None:
    device = enrolment_device(user=cast.lead, held=None)
    code = totp_code(cast.lead, NOW, enrolling=True)
    with pytest.raises(WrongCode):
        enrolment_confirm(user=cast.second_lead, held=device.id, code=code, now=NOW)
    assert enrolment_device(user=cast.second_lead, held=device.id) != device


def test_the_secret_is_shown_as_text_and_as_a_picture(cast: Cast) -> None:
    device = enrolment_device(user=cast.lead, held=None)
    assert len(device.bin_key) == 20
    assert [len(group) for group in secret_text(device).split()] == [4] * 8
    assert secret_picture(device).startswith("data:image/png;base64,")
