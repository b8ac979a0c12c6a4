"""Adding to the audit trail. Each event's digest covers the one before it (Haber and Stornetta, 1991)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Final, TypeAlias
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from audit.actions import AuditAction
from audit.models import AuditEvent, AuditHead, SignedHead

Fact: TypeAlias = "str | int | bool | list[Fact] | dict[str, Fact] | None"

OPERATOR: Final = "operator"
INTAKE: Final = "intake"
GENESIS: Final = bytes(32)
DOMAIN: Final = b"vigia audit v1\n"
HEAD_DOMAIN: Final = b"vigia audit head v1\n"

_ACTOR = re.compile(r"operator|intake|(?:worker:)?[0-9a-f]{32}", re.ASCII)


class OutsideTransaction(Exception):
    """An event must be part of the change that it tells of."""


class HeadContradicts(Exception):
    """A signed head is already stored for that day, or does not match the chain."""


def worker_actor(worker_id: UUID) -> str:
    """How the trail names a desk worker."""
    return f"worker:{worker_id.hex}"


def event_bytes(
    *, serial: int, at: datetime, actor: str, action: str, subject: str, facts: str, previous: bytes
) -> bytes:
    """The canonical bytes of an event, which its digest covers: sorted JSON without spaces, after a domain word."""
    body = {
        "serial": serial,
        "at": int(at.timestamp()),
        "actor": actor,
        "action": action,
        "subject": subject,
        "facts": facts,
        "previous": previous.hex(),
    }
    return DOMAIN + json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def event_digest(event: AuditEvent, *, serial: int | None = None) -> bytes:
    """The SHA-256 that `event` should carry, or would carry at another serial."""
    return hashlib.sha256(
        event_bytes(
            serial=event.serial if serial is None else serial,
            at=event.at,
            actor=event.actor,
            action=event.action,
            subject=event.subject,
            facts=event.facts,
            previous=bytes(event.previous),
        )
    ).digest()


def facts_text(facts: Mapping[str, Fact]) -> str:
    """`facts` as canonical JSON. Raises TypeError for floats, bytes and whatever else JSON writes in several ways."""
    _check_facts(dict(facts))
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _check_facts(value: Fact) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError("facts have words as keys")
            _check_facts(inner)
    elif isinstance(value, list):
        for inner in value:
            _check_facts(inner)
    elif value is not None and not isinstance(value, (str, int)):
        raise TypeError("facts are identifiers, counts and hashes as text, whole numbers, lists and objects of these")


def _actor_text(actor: UUID | str) -> str:
    text = actor.hex if isinstance(actor, UUID) else str(actor)
    if not _ACTOR.fullmatch(text):
        raise ValueError("an actor is a user id, worker:<id>, operator or intake")
    return text


def audit_record(
    *,
    actor: UUID | str,
    action: AuditAction,
    subject: UUID | None,
    facts: Mapping[str, Fact],
    now: datetime,
) -> AuditEvent:
    """Add one event inside the caller's transaction, which waits for any other that is adding one.

    `actor` is a user's id, `worker_actor(…)`, OPERATOR or INTAKE; `facts` hold identifiers, counts and hashes, never
    content. Events about submitters keep the UTC day of `now`, all others its second. On PostgreSQL the head's row is
    locked; on SQLite the transaction began with the write lock.
    Raises OutsideTransaction, ValueError (actor) and TypeError (facts).
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction
    text = facts_text(facts)
    at = now.astimezone(UTC).replace(microsecond=0)
    if action.by_day:
        at = at.replace(hour=0, minute=0, second=0)
    AuditHead.objects.bulk_create([AuditHead(id=1, serial=0, digest=GENESIS)], ignore_conflicts=True)
    newest = AuditHead.objects.select_for_update().get(id=1)
    event = AuditEvent(
        serial=newest.serial + 1,
        at=at,
        actor=_actor_text(actor),
        action=action.value,
        subject=subject.hex if subject else "",
        facts=text,
        previous=bytes(newest.digest),
    )
    event.digest = event_digest(event)
    event.save(force_insert=True)
    newest.serial, newest.digest = event.serial, event.digest
    newest.save(update_fields=["serial", "digest"])
    return event


def head() -> tuple[int, bytes]:
    """Serial and digest (32 bytes) of the newest event; serial 0 and 32 zero bytes before the first."""
    newest = AuditHead.objects.filter(id=1).first()
    return (newest.serial, bytes(newest.digest)) if newest else (0, GENESIS)


def head_message(*, day: date, serial: int, digest: bytes) -> bytes:
    """What the worker signs (Ed25519) to vouch for the chain's head on `day`."""
    body = {"day": day.isoformat(), "serial": serial, "digest": digest.hex()}
    return HEAD_DOMAIN + json.dumps(body, sort_keys=True, separators=(",", ":")).encode()


def head_store(*, day: date, serial: int, digest: bytes, key_id: bytes, signature: bytes) -> SignedHead:
    """Keep the worker's signature over the head of `day`; the same one again changes nothing.

    Raises HeadContradicts for another head of the same day, and for one that the chain does not hold.
    """
    try:
        with transaction.atomic():
            known = SignedHead.objects.filter(day=day).first()
            if known is not None:
                if (known.serial, bytes(known.digest)) != (serial, digest):
                    raise HeadContradicts
                return known
            event = AuditEvent.objects.filter(serial=serial).first()
            if event is None or bytes(event.digest) != digest:
                raise HeadContradicts
            return SignedHead.objects.create(
                day=day, serial=serial, digest=digest, worker_key_id=key_id, signature=signature
            )
    except IntegrityError:
        raise HeadContradicts from None
