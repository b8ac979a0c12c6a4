"""The second factor: time-based codes (RFC 6238) kept by django-otp's TOTPDevice, and single-use recovery codes."""

from __future__ import annotations

import hashlib
import secrets
from base64 import b32encode
from datetime import datetime
from typing import Final

import segno
from django.db import transaction
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import Gate, RecoveryCode, User
from accounts.services.throttle import FREE, attempt_begin, attempt_good
from accounts.sessions import sessions_end
from audit.actions import AuditAction
from audit.services import audit_record

RECOVERY_CODES: Final = 10
# Crockford's base 32 (crockford.com/base32.html) without U: 16 letters of it are 80 bits, past any guessing, so that a
# fast hash is enough.
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LETTERS: Final = 16
_ALIKE: Final = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None, "\t": None})


class WrongCode(Exception):
    """The code is wrong, used already, or was typed too late. Which of these is not told."""


def totp_device(user: User) -> TOTPDevice | None:
    """The authenticator that `user` enrolled, or None."""
    device: TOTPDevice | None = TOTPDevice.objects.filter(user=user, confirmed=True).order_by("id").first()
    return device


def totp_matches(*, device: TOTPDevice, code: str, now: datetime) -> bool:
    """Whether `code` holds at `now`, one 30-second step either way, and is newer than every code that was used before.

    Uses the code up. The caller holds the device's row locked in a transaction.
    """
    text = code.replace(" ", "")
    if len(text) != 6 or not text.isascii() or not text.isdigit():
        return False
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = now.timestamp()
    if not totp.verify(int(text), device.tolerance, device.last_t + 1):
        return False
    device.last_t, device.drift = totp.t(), totp.drift
    device.save(update_fields=["last_t", "drift"])
    return True


def _attempt(user: User, gate: Gate, now: datetime) -> None:
    """Count an attempt; leave in the trail, once a row of failures, that somebody past the password is guessing."""
    if attempt_begin(gate=gate, account=user.id.hex, now=now) == FREE + 1:
        with transaction.atomic():
            audit_record(
                actor=user.id,
                action=AuditAction.ACCOUNT_THROTTLED,
                subject=user.id,
                facts={"gate": gate.value},
                now=now,
            )


def totp_check(*, user: User, code: str, now: datetime) -> TOTPDevice:
    """Let `user` through with a time-based code. Returns the device. Raises Throttled and WrongCode."""
    _attempt(user, Gate.TOTP, now)
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).order_by("id").first()
        if device is None or not totp_matches(device=device, code=code, now=now):
            raise WrongCode
        attempt_good(gate=Gate.TOTP, account=user.id.hex)
        return device


def enrolment_device(*, user: User, held: int | None) -> TOTPDevice:
    """The authenticator that `user` is about to enrol: `held`, the one that this browser's session began, or a new one.

    A secret of 160 bits that some other session was shown is never offered again: whoever saw it would know the key.
    """
    pending = TOTPDevice.objects.filter(user=user, confirmed=False)
    device: TOTPDevice | None = pending.filter(id=held).first() if held else None
    if device is None:
        with transaction.atomic():
            pending.delete()
            device = TOTPDevice.objects.create(user=user, name="totp", confirmed=False)
    return device


def enrolment_confirm(*, user: User, held: int | None, code: str, now: datetime) -> tuple[TOTPDevice, list[str]]:
    """Enrol the authenticator `held` whose first code is `code`; any earlier one and all recovery codes end.

    Returns the device and ten new recovery codes, which exist nowhere else in the clear.
    Raises Throttled and WrongCode.
    """
    _attempt(user, Gate.TOTP, now)
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False, id=held).first()
        if device is None or not totp_matches(device=device, code=code, now=now):
            raise WrongCode
        TOTPDevice.objects.filter(user=user).exclude(id=device.id).delete()
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        codes = _codes_replace(user)
        attempt_good(gate=Gate.TOTP, account=user.id.hex)
        audit_record(actor=user.id, action=AuditAction.ACCOUNT_ENROL, subject=user.id, facts={}, now=now)
        sessions_end(user=user)
    return device, codes


def second_factor_set(*, user: User, key: bytes, actor: str, now: datetime) -> TOTPDevice:
    """Give `user` an authenticator with a known secret of 20 bytes, as the demo desk and the tests' cast have."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).delete()
        device: TOTPDevice = TOTPDevice.objects.create(user=user, name="totp", confirmed=True, key=key.hex())
        audit_record(actor=actor, action=AuditAction.ACCOUNT_ENROL, subject=user.id, facts={}, now=now)
    return device


def _code_digest(user: User, code: str) -> bytes:
    return hashlib.blake2b(code.encode(), digest_size=32, key=user.id.bytes, person=b"vigia-recovery-1").digest()


def _codes_replace(user: User) -> list[str]:
    RecoveryCode.objects.filter(user=user).delete()
    letters = ["".join(secrets.choice(ALPHABET) for _ in range(CODE_LETTERS)) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create([RecoveryCode(user=user, digest=_code_digest(user, code)) for code in letters])
    return ["-".join(code[start : start + 4] for start in range(0, CODE_LETTERS, 4)) for code in letters]


def recovery_codes_make(*, user: User, now: datetime) -> list[str]:
    """Ten new recovery codes for `user`, as `XXXX-XXXX-XXXX-XXXX`; the earlier ones end."""
    with transaction.atomic():
        codes = _codes_replace(user)
        audit_record(actor=user.id, action=AuditAction.ACCOUNT_RECOVERY_CODES, subject=user.id, facts={}, now=now)
    return codes


def recovery_check(*, user: User, code: str, now: datetime) -> TOTPDevice:
    """Let `user` through with a recovery code, which ends by it. Returns their authenticator.

    Raises Throttled and WrongCode.
    """
    _attempt(user, Gate.RECOVERY, now)
    digest = _code_digest(user, code.upper().translate(_ALIKE))
    with transaction.atomic():
        device = totp_device(user)
        # One statement finds and removes, so that the same code sent twice at once passes once.
        if device is None or RecoveryCode.objects.filter(user=user, digest=digest).delete()[0] != 1:
            raise WrongCode
        left = RecoveryCode.objects.filter(user=user).count()
        attempt_good(gate=Gate.RECOVERY, account=user.id.hex)
        audit_record(
            actor=user.id, action=AuditAction.ACCOUNT_RECOVERY_USED, subject=user.id, facts={"left": left}, now=now
        )
    return device


def secret_text(device: TOTPDevice) -> str:
    """The secret as an authenticator wants it typed: base 32 in groups of four."""
    text = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def secret_picture(device: TOTPDevice) -> str:
    """The otpauth URL as a QR code: a PNG in a data: URL, dark on white with its quiet zone in every colour scheme."""
    code = segno.make(device.config_url, error="m", micro=False)
    return str(code.png_data_uri(scale=5, border=4, dark="#000", light="#fff"))
