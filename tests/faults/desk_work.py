"""What people do at the desk in fault tests: commands of the desk's process, each with JSON in and JSON out."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from analysis.findings import Said
from audit.actions import AuditAction
from audit.services import OPERATOR, audit_record
from incidents.models import CaseFile, Release, Revision, Tip
from incidents.refusals import Refusal
from incidents.services import releases
from incidents.services import tips as tips_service
from portal.celery import app
from tests import desk_acts as acts
from tests.cast import make_cast
from tests.desk_fixture import DeskKeys, make_desk_keys
from vault import worker_key

TEXTS: Final = (
    acts.TEXT,
    "Esta mañana entró una draga al río, por la bocana. Manejaba un tal Rogelio Huanca, placa X4B-712.",
    "Nos dijeron que nos van a matar si seguimos hablando. Escríbanme a rosa.tello@correo.example cuando puedan.",
    "Hay humo detrás de la quebrada desde el lunes; tumbaron árboles para una pista de avionetas.",
)
# How long a command waits for another thread, in seconds.
LIMIT: Final = 60


@dataclass(frozen=True)
class Sent:
    """What a submitter wrote and ticked."""

    text: str
    said: Said


class DeskAtWork:
    """The desk's keys, and what was sent as each tip."""

    def __init__(self) -> None:
        self.sent: dict[UUID, Sent] = {}
        self._keys: DeskKeys | None = None

    @property
    def keys(self) -> DeskKeys:
        """Every key of the desk, once it is made."""
        assert self._keys
        return self._keys

    def make(self) -> None:
        """Migrate, make the cast and its keys, and write the worker's key file."""
        call_command("migrate", verbosity=0, stdout=io.StringIO())
        self._keys = make_desk_keys(make_cast())
        assert settings.WORKER_KEY_FILE
        worker_key.save(Path(settings.WORKER_KEY_FILE), acts.worker_of(self._keys))


def tips(desk: DeskAtWork, *, count: int) -> list[str]:
    """Tips through the intake service. Returns their ids."""
    sent = []
    for number in range(count):
        text = f"{TEXTS[number % len(TEXTS)]} Ya son {number + 1} veces."
        tip, _words = acts.tip_sent(text)
        desk.sent[tip.id] = Sent(text, Said(kind="people", zone="", when="today", danger=False, lang="es"))
        sent.append(tip.id.hex)
    return sent


def tips_posted(desk: DeskAtWork, *, count: int) -> list[str]:
    """Tips through the public page's form and everything that stands before it. Returns their ids."""
    sent = []
    for number in range(count):
        text = f"{TEXTS[number % len(TEXTS)]} Ya son {number + 1} noches."
        known = set(Tip.objects.values_list("id", flat=True))
        answer = Client(headers={"Host": "127.0.0.1"}).post("/es/", {"text": text})
        assert answer.status_code == 201, answer.status_code
        tip = Tip.objects.exclude(id__in=known).get()
        desk.sent[tip.id] = Sent(text, Said(kind="", zone="", when="", danger=False, lang="es"))
        sent.append(tip.id.hex)
    return sent


def task_send(desk: DeskAtWork, *, task: str, args: list[Any], queue: str, times: int = 1) -> None:
    """Publish a message as the dispatcher would, or as somebody would who may write to the broker."""
    for _ in range(times):
        app.send_task(task, args=args, queue=queue)


def revision_signed(desk: DeskAtWork, *, organisations: int = 2) -> str:
    """A case file for one or two organisations, signed and handed to the worker. Returns the revision's id."""
    cast = desk.keys.cast
    partners = [cast.organisation_a, cast.organisation_b][:organisations]
    written = acts.case_file_written(desk.keys, cast.case_worker, partners)
    return acts.case_file_signed(desk.keys, cast.case_worker, written).id.hex


def approve(desk: DeskAtWork, *, revision: str) -> str:
    """A lead approves. Returns the release's id."""
    row = Revision.objects.select_related("case_file").get(id=UUID(revision))
    return acts.approved(desk.keys, desk.keys.cast.lead, row).id.hex


def road(desk: DeskAtWork) -> str:
    """The whole road in this process, without a broker. Returns the release's id."""
    cast = desk.keys.cast
    return acts.released(desk.keys, [cast.organisation_a, cast.organisation_b]).id.hex


def approve_at_once(desk: DeskAtWork, *, revision: str) -> list[str]:
    """Both leads approve while a third transaction holds what they need, so that they truly meet. Returns outcomes."""
    row = Revision.objects.select_related("case_file").get(id=UUID(revision))
    outcomes: list[str] = []
    leads = (desk.keys.cast.lead, desk.keys.cast.second_lead)
    prepared = [(lead, *acts.approval(desk.keys, lead, row)) for lead in leads]
    ready = threading.Barrier(len(leads) + 1, timeout=LIMIT)

    def run(number: int) -> None:
        lead, statement, wraps = prepared[number]
        ready.wait()
        try:
            releases.case_file_approve(
                actor=lead, case_file=row.case_file, s2=statement, wraps=wraps, now=timezone.now()
            )
            outcomes.append("made")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(leads))]
    with transaction.atomic():
        CaseFile.objects.select_for_update().get(id=row.case_file_id)
        for thread in threads:
            thread.start()
        ready.wait()
        _wait_for_waiters(len(leads))
    for thread in threads:
        thread.join(LIMIT)
    return sorted(outcomes)


def _wait_for_waiters(count: int) -> None:
    """Wait until so many sessions wait for a lock. SQLite tells nobody; its writers queue up all the same."""
    if connection.vendor != "postgresql":
        return
    waiting = 0
    pause = threading.Event()
    for _ in range(LIMIT * 100):
        with connection.cursor() as cursor:
            # Within a transaction the server shows what it showed first, unless it is told to look again.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
            waiting = cursor.fetchone()[0]
        if waiting >= count:
            return
        pause.wait(0.01)
    raise AssertionError(f"only {waiting} of {count} wait")


def audit_write(desk: DeskAtWork, *, threads: int, each: int) -> None:
    """So many threads add events at once; every third transaction is rolled back after its event."""
    failures: list[BaseException] = []

    def run() -> None:
        try:
            for number in range(each):
                _audit_one(roll_back=number % 3 == 2)
        except BaseException as problem:  # noqa: BLE001 - handed to the thread that answers
            failures.append(problem)
        finally:
            connection.close()

    started = [threading.Thread(target=run) for _ in range(threads)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join(LIMIT)
    assert not failures, failures
    assert not any(thread.is_alive() for thread in started)


class RolledBack(Exception):
    """An act that fails after its event was written."""


def _audit_one(*, roll_back: bool) -> None:
    try:
        with transaction.atomic():
            audit_record(actor=OPERATOR, action=AuditAction.TIP_OPEN, subject=None, facts={}, now=timezone.now())
            if roll_back:
                raise RolledBack
    except RolledBack:
        return


def release_of(desk: DeskAtWork, *, revision: str) -> list[str]:
    """The ids of every release of a revision."""
    return [id.hex for id in Release.objects.filter(revision_id=UUID(revision)).values_list("id", flat=True)]


def tip_delete(desk: DeskAtWork, *, id: str) -> None:
    """A case worker deletes a tip."""
    tips_service.tip_delete(actor=desk.keys.cast.case_worker, tip=Tip.objects.get(id=UUID(id)), now=timezone.now())


def reconnect(desk: DeskAtWork) -> None:
    """Forget the connection to a database that was restarted, as the web part does at the next request."""
    connection.close()


def make(desk: DeskAtWork) -> None:
    """Make the desk."""
    desk.make()


Command = Callable[..., Any]
COMMANDS: Final[dict[str, Command]] = {
    "make": make,
    "reconnect": reconnect,
    "tips": tips,
    "tips_posted": tips_posted,
    "tip_delete": tip_delete,
    "task_send": task_send,
    "revision_signed": revision_signed,
    "approve": approve,
    "approve_at_once": approve_at_once,
    "road": road,
    "audit_write": audit_write,
    "release_of": release_of,
}
