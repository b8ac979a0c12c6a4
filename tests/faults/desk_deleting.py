"""Deleting, proven by trying to open afterwards (threat model row 31), as whoever copied the envelopes before would.

The attacker here has every private key of the desk and of its partners, the envelopes of before, and every row of after.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection
from django.utils import timezone

from incidents.choices import SealedBy
from incidents.models import CaseFilePdf, Draft, IndexRow, Message, Release, Revision, Tip, TriageResult
from incidents.services import casefiles, mailbox, releases, tips, triage
from incidents.services.upkeep import deleted_wipe
from sealing.encoding import b64_decode
from sealing.envelopes import json_seal
from sealing.errors import SealingError
from sealing.keys import index_key, key_id, xwing_public
from sealing.kinds import Kind
from sealing.opening import file_open, index_wrap_open, json_open, wrap_open
from sealing.receipts import MailboxKeys, derive, receipt_read
from sealing.types import EpochSeed, Receipt, Seed
from sealing.wraps import wrap_seal
from tests import desk_acts as acts
from tests import submitters
from tests.faults.desk_work import Command, DeskAtWork
from vault.models import Wrap

# Long enough to be nowhere by chance, short enough to lie within one page of a database file.
SLICE: Final = 32
STEP: Final = 256


@dataclass(frozen=True)
class Copied:
    """An envelope as somebody copied it before it was deleted."""

    kind: Kind
    ref: UUID
    envelope: bytes


def _copied(kind: Kind, rows: Iterable[Any]) -> list[Copied]:
    return [Copied(kind, row.pk, bytes(row.envelope)) for row in rows]


def _opening(copied: Copied, wraps: Iterable[bytes], seeds: Iterable[Seed], epoch: EpochSeed) -> bool:
    """Whether any of these wraps yields, under any of these seeds, a key that opens the copy."""
    held = [(seed, key_id(xwing_public(seed))) for seed in seeds]
    for wrap in wraps:
        for seed, own in held:
            try:
                ck = wrap_open(seed=seed, wrap=wrap, wrap_key_id=own, kind=copied.kind, ref=copied.ref)
            except SealingError:
                continue
            return _opens(copied, ck)
        try:
            ck = index_wrap_open(index_key=index_key(epoch), wrap=wrap, kind=copied.kind, ref=copied.ref)
        except SealingError:
            continue
        return _opens(copied, ck)
    return False


def _opens(copied: Copied, ck: Any) -> bool:
    opening = file_open if copied.kind is Kind.CASE_FILE_PDF else json_open
    return bool(opening(ck=ck, envelope=copied.envelope, kind=copied.kind, ref=copied.ref))


def _every_seed(desk: DeskAtWork, mailboxes: Iterable[MailboxKeys] = ()) -> list[Seed]:
    keys = desk.keys
    people = [one.seal for one in keys.seeds.values()]
    return [*people, keys.worker.seal, keys.epoch_seed, *(one.seed for one in mailboxes)]


def _cells() -> Iterator[tuple[str, bytes]]:
    """Every value of every row of every table, as bytes."""
    names = connection.introspection.table_names()
    for name in names:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")  # noqa: S608 - the database's own names
            for row in cursor.fetchall():
                for cell in row:
                    yield name, bytes(cell) if isinstance(cell, (bytes, memoryview)) else str(cell).encode()


def _still_open(desk: DeskAtWork, copies: list[Copied], seeds: list[Seed]) -> list[str]:
    """The kinds of copies that some remaining row opens."""
    wraps = [bytes(wrap) for wrap in Wrap.objects.values_list("wrap", flat=True)]
    epoch = EpochSeed(desk.keys.epoch_seed)
    return [copied.kind.name for copied in copies if _opening(copied, wraps, seeds, epoch)]


def _still_there(copies: list[Copied]) -> list[str]:
    """Where an envelope, or the ref of one, is still found. The trail of acts keeps what was deleted by its id."""
    found = []
    for table, cell in _cells():
        for copied in copies:
            if copied.envelope in cell:
                found.append(f"envelope of kind {copied.kind.name} in {table}")
            named = (copied.ref.bytes, copied.ref.hex.encode(), str(copied.ref).encode())
            if table != "audit_auditevent" and any(name in cell for name in named):
                found.append(f"ref of kind {copied.kind.name} in {table}")
    return found


def _in_files(copies: list[Copied]) -> int:
    """How many slices of these envelopes lie in SQLite's files, after what the daily upkeep does."""
    deleted_wipe()
    name = Path(settings.DATABASES["default"]["NAME"])
    data = b"".join(part.read_bytes() for part in name.parent.iterdir() if part.name.startswith(name.name))
    slices = [
        copied.envelope[at : at + SLICE] for copied in copies for at in range(0, len(copied.envelope) - SLICE, STEP)
    ]
    return sum(1 for piece in slices if piece in data)


def _run(desk: DeskAtWork, copies: list[Copied], seeds: list[Seed], delete: Any) -> dict[str, Any]:
    sqlite = connection.vendor == "sqlite"
    before = _still_open(desk, copies, seeds)
    slices_before = _in_files(copies) if sqlite else 0
    delete()
    return {
        "kinds": sorted(copied.kind.name for copied in copies),
        "before": sorted(before),
        "after": _still_open(desk, copies, seeds),
        "left": _still_there(copies),
        "slices_before": slices_before,
        "slices_after": _in_files(copies) if sqlite else 0,
    }


def _draft(desk: DeskAtWork, about: UUID) -> None:
    user = desk.keys.cast.case_worker
    key = desk.keys.seeds[user.id].seal_key
    sealed = json_seal(kind=Kind.DRAFT, ref=uuid4(), value={"v": 1, "text": "medio escrito"})
    tips.draft_save(
        actor=user,
        about=about,
        id=sealed.ref,
        envelope=sealed.envelope,
        key_id=key_id(key),
        wrap=wrap_seal(ck=sealed.ck, recipient=key, kind=Kind.DRAFT, ref=sealed.ref),
        now=timezone.now(),
    )


def delete_tip(desk: DeskAtWork) -> dict[str, Any]:
    """Delete a tip with findings, messages both ways and a draft."""
    keys = desk.keys
    tip, words = acts.tip_sent()
    triage.tip_triage(tip_id=tip.id, worker=acts.worker_of(keys), now=timezone.now())
    box = derive(keys.salt, receipt_read(Receipt(words))[0])
    submitters.answer(keys, tip, box, "Gracias. ¿Vieron adónde fueron?")
    body = submitters.sealed_message(keys, tip.id, box, "Río arriba.")
    mailbox.message_receive(
        mailbox_id=box.mailbox_id,
        id=UUID(body["message"]),
        seq=1,
        envelope=b64_decode(body["envelope"]),
        wrap=b64_decode(body["wrap"]),
        epoch_key_id=keys.epoch.key_id,
        sealed_by=SealedBy.BROWSER,
        now=timezone.now(),
    )
    _draft(desk, tip.id)
    copies = _copied(Kind.TIP, [Tip.objects.get(id=tip.id)])
    copies += _copied(Kind.TRIAGE_RESULT, TriageResult.objects.filter(tip=tip))
    copies += _copied(Kind.INDEX_ROW, IndexRow.objects.filter(tip=tip))
    copies += _copied(Kind.MESSAGE, Message.objects.filter(tip=tip, direction=1))
    copies += _copied(Kind.REPLY, Message.objects.filter(tip=tip, direction=2))
    copies += _copied(Kind.DRAFT, Draft.objects.filter(about=tip.id))
    return _run(desk, copies, _every_seed(desk, [box]), lambda: tips.tip_delete(
        actor=keys.cast.case_worker, tip=tip, now=timezone.now()))  # fmt: skip


def delete_case_file(desk: DeskAtWork) -> dict[str, Any]:
    """Delete a case file that was rendered, returned, and is being written again."""
    keys, user = desk.keys, desk.keys.cast.case_worker
    written = acts.case_file_written(keys, user, [keys.cast.organisation_a])
    revision = acts.rendered(keys, acts.case_file_signed(keys, user, written))
    _draft(desk, revision.case_file_id)
    copies = [Copied(Kind.CASE_FILE_SOURCE, revision.id, bytes(revision.source))]
    copies.append(Copied(Kind.CASE_CONTENT, revision.redactions_id, bytes(revision.redactions)))
    copies += _copied(Kind.CASE_FILE_PDF, CaseFilePdf.objects.filter(revision=revision))
    copies += _copied(Kind.DRAFT, Draft.objects.filter(about=revision.case_file_id))

    def delete() -> None:
        now = timezone.now()
        casefiles.case_file_return(actor=keys.cast.lead, case_file=revision.case_file, now=now)
        casefiles.case_file_delete(actor=user, case_file=revision.case_file, now=now)

    return _run(desk, copies, _every_seed(desk), delete)


def _partners(desk: DeskAtWork) -> list[Seed]:
    cast = desk.keys.cast
    return [desk.keys.seeds[user.id].seal for user in (cast.partner_a, cast.partner_b)]


def recall(desk: DeskAtWork) -> dict[str, Any]:
    """Recall a release: partners open it no more, the desk does."""
    return _end(desk, lambda release: releases.release_recall(
        actor=desk.keys.cast.lead, release=release, now=timezone.now()))  # fmt: skip


def expire(desk: DeskAtWork) -> dict[str, Any]:
    """Let a release end after its last day: the same."""
    return _end(desk, lambda _release: releases.releases_expire(today=date.max, now=timezone.now()))


def _end(desk: DeskAtWork, ending: Any) -> dict[str, Any]:
    cast = desk.keys.cast
    release = acts.released(desk.keys, [cast.organisation_a, cast.organisation_b])
    copies = _copied(Kind.CASE_FILE_PDF, CaseFilePdf.objects.filter(revision=release.revision))
    partners = _partners(desk)
    before = _still_open(desk, copies, partners)
    ending(release)
    return {
        "before": before,
        "after": _still_open(desk, copies, partners),
        "desk": _still_open(desk, copies, [desk.keys.epoch_seed]),
        "states": sorted(set(Release.objects.values_list("state", flat=True))),
    }


def probe_finds_what_stays(desk: DeskAtWork) -> list[str]:
    """The search at work on rows that nobody deleted: what it says of a tip that stays."""
    tip, _words = acts.tip_sent(f"Sigue aquí {secrets.token_hex(4)}.")
    copies = _copied(Kind.TIP, [tip])
    return [*_still_open(desk, copies, _every_seed(desk)), *_still_there(copies)]


def source_opened_by_worker(desk: DeskAtWork, *, revision: str) -> bool:
    """Whether the worker's own key still opens a revision's source."""
    row = Revision.objects.get(id=UUID(revision))
    copied = Copied(Kind.CASE_FILE_SOURCE, row.id, bytes(row.source))
    return bool(_still_open(desk, [copied], [desk.keys.worker.seal]))


COMMANDS: Final[dict[str, Command]] = {
    "delete_tip": delete_tip,
    "delete_case_file": delete_case_file,
    "recall": recall,
    "expire": expire,
    "probe_finds_what_stays": probe_finds_what_stays,
    "source_opened_by_worker": source_opened_by_worker,
}
