"""The audit trail: rows are only added, each covers the one before it, and whoever tampers is found."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from audit import triggers
from audit.actions import AuditAction
from audit.models import AuditEvent, AuditHead, SignedHead
from audit.services import (
    GENESIS,
    INTAKE,
    OPERATOR,
    HeadContradicts,
    OutsideTransaction,
    audit_record,
    event_digest,
    head,
    head_message,
    head_store,
    worker_actor,
)
from audit.verify import Fault, Flaw, KnownHead, audit_verify
from sealing.keys import key_id, sign_public
from sealing.signing import signature_make
from sealing.types import SignSeed

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 19, 4, 5, 678901, tzinfo=UTC)
TIP = UUID("6f1c9f0f-7c0b-4f3a-9a55-0f4ad0a0a001")
ROWS = 6


def add(count: int = ROWS) -> list[AuditEvent]:
    return [
        audit_record(actor=OPERATOR, action=AuditAction.TIP_OPEN, subject=uuid4(), facts={"n": n}, now=NOW)
        for n in range(count)
    ]


@pytest.fixture
def loose() -> None:
    """A database whose owner has dropped the triggers."""
    triggers.remove(connection)


def faults() -> set[Fault]:
    return set(audit_verify().faults)


def test_rows_are_chained_from_the_first() -> None:
    first, second = add(2)
    assert (first.serial, bytes(first.previous)) == (1, GENESIS)
    assert (second.serial, bytes(second.previous)) == (2, first.digest)
    assert head() == (2, second.digest)
    assert AuditEvent.objects.get(serial=2).digest == event_digest(AuditEvent.objects.get(serial=2))
    assert audit_verify().rows == 2
    assert faults() == set()


def test_the_empty_trail_is_whole() -> None:
    assert head() == (0, GENESIS)
    assert faults() == set()


@pytest.mark.parametrize(
    ("action", "kept"),
    [
        (AuditAction.TIP_OPEN, datetime(2026, 11, 22, 19, 4, 5, tzinfo=UTC)),
        (AuditAction.INTAKE_DAY, datetime(2026, 11, 22, tzinfo=UTC)),
        (AuditAction.MAILBOX_CLOSE, datetime(2026, 11, 22, tzinfo=UTC)),
        (AuditAction.TRIAGE_DONE, datetime(2026, 11, 22, tzinfo=UTC)),
    ],
)
def test_what_could_place_a_submitter_keeps_the_day_alone(action: AuditAction, kept: datetime) -> None:
    audit_record(actor=INTAKE, action=action, subject=None, facts={}, now=NOW)
    assert AuditEvent.objects.get().at == kept
    assert faults() == set()


def test_facts_are_canonical_and_in_the_hash() -> None:
    event = audit_record(actor=TIP, action=AuditAction.TIP_OPEN, subject=TIP, facts={"b": ["ñ"], "a": 1}, now=NOW)
    assert event.facts == '{"a":1,"b":["ñ"]}'
    assert event.actor == TIP.hex
    assert event.subject == TIP.hex


@pytest.mark.parametrize("fact", [1.5, b"x", {1: 2}, {"a": [b"x"]}])
def test_facts_that_json_writes_in_several_ways_are_refused(fact: object) -> None:
    with pytest.raises(TypeError):
        audit_record(actor=OPERATOR, action=AuditAction.TIP_OPEN, subject=None, facts={"f": fact}, now=NOW)  # type: ignore[dict-item]  # the point of the test
    assert head()[0] == 0


@pytest.mark.parametrize("actor", ["", "carlos", "worker:carlos", "OPERATOR", "operator "])
def test_actors_are_ids_never_names(actor: str) -> None:
    with pytest.raises(ValueError, match="actor"):
        audit_record(actor=actor, action=AuditAction.TIP_OPEN, subject=None, facts={}, now=NOW)


def test_a_worker_is_named_by_its_id() -> None:
    event = audit_record(actor=worker_actor(TIP), action=AuditAction.CASE_FILE_RENDER, subject=TIP, facts={}, now=NOW)
    assert event.actor == f"worker:{TIP.hex}"


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_its_change_is_refused() -> None:
    with pytest.raises(OutsideTransaction):
        audit_record(actor=OPERATOR, action=AuditAction.TIP_OPEN, subject=None, facts={}, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_an_event_goes_where_its_change_goes() -> None:
    class Undone(Exception):
        pass

    def change() -> None:
        with transaction.atomic():
            add(1)
            raise Undone

    with pytest.raises(Undone):
        change()
    assert head() == (0, GENESIS)
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditevent SET actor = 'operator'",
        "DELETE FROM audit_auditevent",
        "DELETE FROM audit_auditevent WHERE serial = 3",
        "INSERT OR REPLACE INTO audit_auditevent SELECT * FROM audit_auditevent WHERE serial = 3",
        "INSERT OR REPLACE INTO audit_auditevent SELECT 99, at, 'operator', action, subject, facts, previous, digest "
        "FROM audit_auditevent WHERE serial = 3",
        "UPDATE audit_signedhead SET serial = 1",
        "DELETE FROM audit_signedhead",
        "INSERT OR REPLACE INTO audit_signedhead SELECT * FROM audit_signedhead",
    ],
)
def test_the_database_itself_refuses_to_change_or_remove(statement: str) -> None:
    if connection.vendor != "sqlite":
        statement = statement.replace("INSERT OR REPLACE", "INSERT")
    events = add()
    head_store(day=date(2026, 11, 22), serial=6, digest=bytes(events[5].digest), key_id=bytes(16), signature=bytes(64))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEvent.objects.count() == ROWS
    assert SignedHead.objects.get().serial == ROWS


@pytest.mark.usefixtures("loose")
@pytest.mark.parametrize(
    "change",
    [
        {"actor": INTAKE},
        {"action": "tip:reply"},
        {"subject": ""},
        {"facts": '{"n":7}'},
        {"at": datetime(2026, 11, 22, 19, 4, 6, tzinfo=UTC)},
        {"digest": bytes(32)},
    ],
)
def test_a_changed_row_is_found_and_named(change: dict[str, object]) -> None:
    add()
    AuditEvent.objects.filter(serial=3).update(**change)
    assert Fault(3, Flaw.CHANGED) in faults()


@pytest.mark.usefixtures("loose")
def test_a_changed_row_with_a_fitting_digest_breaks_the_link_after_it() -> None:
    add()
    event = AuditEvent.objects.get(serial=3)
    event.actor = INTAKE
    event.digest = event_digest(event)
    event.save()
    assert faults() == {Fault(4, Flaw.UNLINKED)}


@pytest.mark.usefixtures("loose")
@pytest.mark.parametrize("serial", [1, 3, ROWS])
def test_a_removed_row_is_found_and_named_also_at_the_tail(serial: int) -> None:
    add()
    AuditEvent.objects.filter(serial=serial).delete()
    assert faults() == {Fault(serial, Flaw.REMOVED)}


@pytest.mark.usefixtures("loose")
def test_two_rows_that_changed_places_are_found() -> None:
    add()
    AuditEvent.objects.filter(serial=3).update(serial=100)
    AuditEvent.objects.filter(serial=4).update(serial=3)
    AuditEvent.objects.filter(serial=100).update(serial=4)
    assert {Fault(3, Flaw.MOVED), Fault(4, Flaw.MOVED)} <= faults()


@pytest.mark.usefixtures("loose")
def test_a_tail_cut_off_together_with_the_recorded_head_contradicts_the_signed_head() -> None:
    events = add()
    head_store(day=date(2026, 11, 22), serial=6, digest=bytes(events[5].digest), key_id=bytes(16), signature=bytes(64))
    AuditEvent.objects.filter(serial__gt=4).delete()
    AuditHead.objects.update(serial=4, digest=events[3].digest)
    assert faults() == {Fault(6, Flaw.REMOVED)}


@pytest.mark.usefixtures("loose")
def test_a_chain_written_anew_with_its_signed_heads_contradicts_the_workers_copy() -> None:
    events = add()
    copy = KnownHead(date(2026, 11, 22), 6, bytes(events[5].digest))
    AuditEvent.objects.all().delete()
    AuditHead.objects.all().delete()
    add()
    assert faults() == set()
    assert audit_verify(known=[copy]).faults == (Fault(6, Flaw.COPY),)


def test_a_head_is_kept_once_and_only_if_the_chain_holds_it() -> None:
    events = add()
    day = date(2026, 11, 22)
    for _ in range(2):
        head_store(day=day, serial=6, digest=bytes(events[5].digest), key_id=bytes(16), signature=bytes(64))
    assert SignedHead.objects.count() == 1
    with pytest.raises(HeadContradicts):
        head_store(day=day, serial=5, digest=bytes(events[4].digest), key_id=bytes(16), signature=bytes(64))
    with pytest.raises(HeadContradicts):
        head_store(day=date(2026, 11, 23), serial=6, digest=bytes(32), key_id=bytes(16), signature=bytes(64))


def test_the_command_prints_one_line_and_names_the_row_at_fault(tmp_path: Path) -> None:
    events = add()
    seed, day = SignSeed(bytes(range(32))), date(2026, 11, 22)
    public = sign_public(seed)
    message = head_message(day=day, serial=6, digest=bytes(events[5].digest))
    signature = signature_make(sign_seed=seed, context=b"", data=message)
    head_store(day=day, serial=6, digest=bytes(events[5].digest), key_id=key_id(public), signature=signature)
    copies = tmp_path / "heads.jsonl"
    copies.write_text(json.dumps({"day": "2026-11-22", "serial": 6, "digest": bytes(events[5].digest).hex()}) + "\n")
    said = StringIO()
    call_command("verify_audit", copies=copies, worker_key=[public.hex()], stdout=said)
    assert said.getvalue() == f"audit trail whole: 6 rows, 1 copies, head {bytes(events[5].digest).hex()}\n"

    with pytest.raises(
        CommandError, match=r"^audit trail broken: row 6 carries a head's signature that does not hold$"
    ):
        call_command("verify_audit", worker_key=[bytes(32).hex()], stdout=StringIO())
    triggers.remove(connection)
    AuditEvent.objects.filter(serial=2).update(actor=INTAKE)
    with pytest.raises(CommandError, match=r"^audit trail broken: row 2 changed$"):
        call_command("verify_audit", stdout=StringIO())
    copies.write_text("{}\n")
    with pytest.raises(CommandError, match="copies cannot be read"):
        call_command("verify_audit", copies=copies, stdout=StringIO())
