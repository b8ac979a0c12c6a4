"""What the worker does by the clock: its sign of life, yesterday's intake in the audit chain, signed heads, expiry."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from accounts.services.sweep import accounts_sweep
from audit.actions import AuditAction
from audit.models import AuditEvent, SignedHead
from audit.services import INTAKE, audit_record, head, head_message, head_store
from incidents import selectors
from incidents.services.releases import releases_expire
from incidents.services.worker import worker_key_path
from sealing.keys import key_id
from sealing.signing import signature_make
from vault.models import WorkerKey
from vault.worker_key import WorkerSecrets


def worker_pulse(*, worker: WorkerSecrets, now: datetime) -> None:
    """The worker's sign of life; without it the desk's pages say that nobody ranks the inbox."""
    WorkerKey.objects.filter(id=worker.id).update(seen_at=now)


@transaction.atomic
def intake_day_record(*, today: date, now: datetime) -> int:
    """One audit event for each past day with tips: their number and a hash over their ids. Returns how many it added.

    Intake itself never writes to the chain, which would order and time it.
    """
    told = set()
    for facts in AuditEvent.objects.filter(action=AuditAction.INTAKE_DAY).values_list("facts", flat=True):
        told.add(json.loads(facts)["day"])
    added = 0
    for day, ids in selectors.tips_by_day(before=today).items():
        if day.isoformat() in told:
            continue
        audit_record(
            actor=INTAKE,
            action=AuditAction.INTAKE_DAY,
            subject=None,
            facts={"day": day.isoformat(), "tips": len(ids), "ids": _ids_hash(ids)},
            now=now,
        )
        added += 1
    return added


def _ids_hash(ids: list[UUID]) -> str:
    return hashlib.sha256(b"".join(id.bytes for id in sorted(ids))).hexdigest()


def head_sign(*, worker: WorkerSecrets, today: date) -> None:
    """Sign the audit chain's head for yesterday's end, once a day, and keep the signature on this host as well."""
    day = today - timedelta(days=1)
    if SignedHead.objects.filter(day=day).exists():
        return
    serial, digest = head()
    if serial == 0:
        return
    signature = signature_make(
        sign_seed=worker.sign_seed, context=b"", data=head_message(day=day, serial=serial, digest=digest)
    )
    key = key_id(worker.sign_key)
    head_store(day=day, serial=serial, digest=digest, key_id=key, signature=signature)
    own = worker_key_path().parent / "audit-heads.jsonl"
    line = {"day": day.isoformat(), "serial": serial, "digest": digest.hex(), "key_id": key.hex()}
    with own.open("a", encoding="ascii") as file:
        file.write(json.dumps({**line, "signature": signature.hex()}, sort_keys=True) + "\n")


def deleted_wipe() -> None:
    """Write what was deleted over with zeros: SQLite keeps the bytes of deleted rows in its write-ahead log until then.

    The file itself is wiped by `secure_delete` (sqlite.org/pragma.html). Does nothing on PostgreSQL, whose vacuum frees
    the room of deleted rows, and inside a transaction, which a checkpoint cannot pass.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            # A reader that is in the way puts this off to the next time.
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def daily(*, worker: WorkerSecrets, now: datetime) -> None:
    """All that is done once a day; safe to run as often as one likes."""
    today = now.date()
    intake_day_record(today=today, now=now)
    releases_expire(today=today, now=now)
    accounts_sweep(now=now)
    head_sign(worker=worker, today=today)
    deleted_wipe()
