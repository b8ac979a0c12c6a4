"""What fault tests ask of the database: states while they wait, and afterwards a list of whatever is not as it should be.

The lists are empty where all is well; each entry is a sentence that the failing test shows.
"""

from __future__ import annotations

import io
from collections import Counter
from typing import Any, Final
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from pypdf import PdfReader

from analysis.findings import lane
from analysis.triage import analyse
from audit.actions import AuditAction
from audit.models import AuditEvent
from audit.verify import audit_verify
from incidents.choices import CaseFileState, ReleaseState
from incidents.desk_texts import zones_for_analysis
from incidents.models import CaseContent, CaseFilePdf, Draft, IndexRow, Message, Release, Revision, Tip, TriageResult
from incidents.selectors import worker_silent
from sealing.errors import SealingError
from sealing.hashing import sha256
from sealing.keys import index_key
from sealing.kinds import Kind
from sealing.makers import maker_verify
from sealing.opening import Opened, file_open, index_wrap_open, json_open, wrap_open
from sealing.statements import Signed, release_verify
from sealing.types import ContentKey, EpochSeed
from tests.faults.desk_work import Command, DeskAtWork
from vault.models import Epoch, Wrap
from vault.trust import desk_directory_now

READABLE: Final = "seis hombres en dos botes"
REDACTED: Final = ("Aurelio", "Tamani", "Puerto Ceiba", "987654321")


def tip_states(desk: DeskAtWork, *, ids: list[str]) -> dict[str, int]:
    """How many of these tips are owed, done and failed."""
    return dict(Counter(Tip.objects.filter(id__in=[UUID(id) for id in ids]).values_list("analysis", flat=True)))


def tip_attempts(desk: DeskAtWork, *, ids: list[str]) -> list[int]:
    """How often the worker began each of these tips."""
    attempts = dict(Tip.objects.filter(id__in=[UUID(id) for id in ids]).values_list("id", "attempts"))
    return [attempts[UUID(id)] for id in ids]


def revision_state(desk: DeskAtWork, *, id: str) -> list[Any]:
    """State of the case file, why it failed, attempts."""
    row = Revision.objects.select_related("case_file").get(id=UUID(id))
    return [row.case_file.state, row.failure, row.attempts]


def release_state(desk: DeskAtWork, *, id: str) -> str:
    """State of a release."""
    return str(Release.objects.get(id=UUID(id)).state)


def tips_wrong(desk: DeskAtWork, *, ids: list[str]) -> list[str]:
    """Whatever is wrong with the one result and the one index row that each of these tips should have."""
    return [problem for id in ids for problem in _tip_wrong(desk, UUID(id))]


def _tip_wrong(desk: DeskAtWork, id: UUID) -> list[str]:
    results, rows = list(TriageResult.objects.filter(tip_id=id)), list(IndexRow.objects.filter(tip_id=id))
    if (len(results), len(rows)) != (1, 1):
        return [f"tip {id}: {len(results)} results, {len(rows)} index rows"]
    sent = desk.sent[id]
    found = analyse(sent.text, said=sent.said, zones=zones_for_analysis())
    problems = []
    try:
        value = _made_by_worker(desk, Kind.TRIAGE_RESULT, results[0]).value
        row = _made_by_worker(desk, Kind.INDEX_ROW, rows[0]).value
    except (SealingError, Wrap.DoesNotExist) as problem:
        return [f"tip {id}: its result does not open: {problem!r}"]
    spans = [(span["start"], span["end"], span["label"]) for span in value["spans"]]
    if spans != [(span.start, span.end, span.label) for span in found.spans]:
        problems.append(f"tip {id}: other spans")
    for one in (value, row):
        if (one["tip"], one["title"], one["category"]) != (id.hex, found.title, found.category):
            problems.append(f"tip {id}: another tip's result")
    if Tip.objects.get(id=id).lane != lane(found, sent.said):
        problems.append(f"tip {id}: another lane")
    if Wrap.objects.filter(ref__in=(results[0].id, rows[0].id)).count() != 2:
        problems.append(f"tip {id}: wraps beside the epoch's")
    return problems


def _made_by_worker(desk: DeskAtWork, kind: Kind, row: TriageResult | IndexRow) -> Opened:
    """What an envelope of the worker's holds. Raises SealingError where it or its signature does not hold."""
    keys = desk.keys
    wrap = bytes(Wrap.objects.get(kind=kind, ref=row.id, key_id=keys.epoch.key_id).wrap)
    ck: ContentKey
    if kind is Kind.INDEX_ROW:
        ck = index_wrap_open(index_key=index_key(EpochSeed(keys.epoch_seed)), wrap=wrap, kind=kind, ref=row.id)
    else:
        ck = wrap_open(seed=keys.epoch_seed, wrap=wrap, wrap_key_id=keys.epoch.key_id, kind=kind, ref=row.id)
    envelope = bytes(row.envelope)
    opened = json_open(ck=ck, envelope=envelope, kind=kind, ref=row.id)
    maker_verify(
        public=keys.worker.sign_key, envelope=envelope, ck=ck, content=opened.content, signature=bytes(row.signature)
    )
    return opened


def revision_wrong(desk: DeskAtWork, *, id: str) -> list[str]:
    """Whatever is wrong with the one PDF that each organisation of a revision should have."""
    revision = Revision.objects.select_related("case_file").get(id=UUID(id))
    wanted = set(revision.organisations.values_list("id", flat=True))
    pdfs = list(CaseFilePdf.objects.filter(revision=revision))
    problems = [problem for pdf in pdfs for problem in _pdf_wrong(desk, pdf)]
    if len(pdfs) != len(wanted) or {pdf.organisation_id for pdf in pdfs} != wanted:
        problems.append(f"{len(pdfs)} PDFs for {len(wanted)} organisations")
    if revision.case_file.state not in (CaseFileState.AWAITING_APPROVAL, CaseFileState.APPROVED) or revision.failure:
        problems.append(f"state {revision.case_file.state}, failure {revision.failure}")
    source = Wrap.objects.filter(kind=Kind.CASE_FILE_SOURCE, ref=revision.id).values_list("key_id", flat=True)
    if {bytes(key) for key in source} != {desk.keys.epoch.key_id}:
        problems.append("the worker's wrap of the source stays, or the epoch's is gone")
    return problems + _once(AuditAction.CASE_FILE_RENDER, revision.case_file_id)


def _pdf_wrong(desk: DeskAtWork, pdf: CaseFilePdf) -> list[str]:
    keys, kind, envelope = desk.keys, Kind.CASE_FILE_PDF, bytes(pdf.envelope)
    try:
        wrap = bytes(Wrap.objects.get(kind=kind, ref=pdf.id, key_id=keys.epoch.key_id).wrap)
        ck = wrap_open(seed=keys.epoch_seed, wrap=wrap, wrap_key_id=keys.epoch.key_id, kind=kind, ref=pdf.id)
        content = file_open(ck=ck, envelope=envelope, kind=kind, ref=pdf.id)
        maker_verify(
            public=keys.worker.sign_key, envelope=envelope, ck=ck, content=content, signature=bytes(pdf.signature)
        )
    except (SealingError, Wrap.DoesNotExist) as problem:
        return [f"PDF {pdf.copy_id} does not open: {problem!r}"]
    text = " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())
    problems = [f"PDF {pdf.copy_id} holds what was redacted" for value in REDACTED if value in text]
    if READABLE not in text or pdf.copy_id not in text or sha256(content) != bytes(pdf.sha256):
        problems.append(f"PDF {pdf.copy_id} is not what was signed")
    return problems


def release_wrong(desk: DeskAtWork, *, id: str) -> list[str]:
    """Whatever is wrong with a release that should be active: every copy is verified as its reader's browser does."""
    release = Release.objects.select_related("revision").get(id=UUID(id))
    if release.state != ReleaseState.ACTIVE or release.countersignature is None:
        return [f"state {release.state}"]
    revision, directory = release.revision, desk_directory_now(today=desk.keys.today)
    problems = _once(AuditAction.RELEASE_COUNTERSIGN, release.id) + _once(
        AuditAction.CASE_FILE_APPROVE, revision.case_file_id
    )
    if Release.objects.filter(revision=revision).count() != 1:
        problems.append("several releases of one revision")
    for pdf in CaseFilePdf.objects.filter(revision=revision):
        for person in directory.members(pdf.organisation_id):
            try:
                wrap = Wrap.objects.get(kind=Kind.CASE_FILE_PDF, ref=pdf.id, key_id=person.seal_key_id)
                ck = wrap_open(
                    seed=desk.keys.seeds[person.id].seal,
                    wrap=bytes(wrap.wrap),
                    wrap_key_id=person.seal_key_id,
                    kind=Kind.CASE_FILE_PDF,
                    ref=pdf.id,
                )
                release_verify(
                    directories={directory.sha256: directory},
                    first=Signed(bytes(revision.s1), bytes(revision.s1_signature)),
                    second=Signed(bytes(release.s2), bytes(release.s2_signature)),
                    countersignature=bytes(release.countersignature),
                    organisation=pdf.organisation_id,
                    pdf=file_open(ck=ck, envelope=bytes(pdf.envelope), kind=Kind.CASE_FILE_PDF, ref=pdf.id),
                    today=desk.keys.today,
                )
            except (SealingError, Wrap.DoesNotExist) as problem:
                problems.append(f"copy {pdf.copy_id} is not genuine: {problem!r}")
    return problems


def _once(action: AuditAction, subject: UUID) -> list[str]:
    found = AuditEvent.objects.filter(action=action, subject=subject.hex).count()
    return [] if found == 1 else [f"{found} events {action}"]


def remains_wrong(desk: DeskAtWork) -> list[str]:
    """Whatever is wrong with the whole: wraps of envelopes that do not exist, and breaks of the audit chain."""
    known: set[UUID] = set(Revision.objects.values_list("redactions_id", flat=True))
    for model in (Tip, Message, TriageResult, IndexRow, CaseContent, Draft, Revision, CaseFilePdf, Epoch):
        known |= set(model._default_manager.values_list("pk", flat=True))
    orphans = [f"orphaned wrap {kind} {ref}" for kind, ref in Wrap.objects.values_list("kind", "ref")
               if ref not in known]  # fmt: skip
    verdict = audit_verify()
    return orphans + [f"audit: {fault}" for fault in verdict.faults]


def audit_rows(desk: DeskAtWork) -> int:
    """How many events there are."""
    return AuditEvent.objects.count()


def pulse(desk: DeskAtWork) -> bool:
    """Whether a worker gave a sign of life within the last minute."""
    return not worker_silent(now=timezone.now())


def audit_attacks_done(desk: DeskAtWork, *, statements: list[str]) -> list[str]:
    """Run each statement, which should be refused. Returns those that were not."""
    done = []
    for statement in statements:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        except DatabaseError as refusal:
            if "append-only" in str(refusal):
                continue
        done.append(statement)
    return done


COMMANDS: Final[dict[str, Command]] = {
    "tip_states": tip_states,
    "tip_attempts": tip_attempts,
    "revision_state": revision_state,
    "release_state": release_state,
    "tips_wrong": tips_wrong,
    "revision_wrong": revision_wrong,
    "release_wrong": release_wrong,
    "remains_wrong": remains_wrong,
    "audit_rows": audit_rows,
    "audit_attacks_done": audit_attacks_done,
    "pulse": pulse,
}
