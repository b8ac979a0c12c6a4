"""The worker renders what an author signed: one PDF per partner organisation, searched for leaks, sealed to the desk.

The renderer is handed the confirmed source alone, which never held what was redacted; the redacted values are opened
apart, for the gate that searches the finished bytes (threat model row 30).
"""

from __future__ import annotations

import io
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import pikepdf
from django.conf import settings
from django.db import transaction
from django.db.models import F

from accounts.models import Organisation
from audit.actions import AuditAction
from audit.log import log_event
from audit.services import audit_record, head, worker_actor
from audit.steps import step
from incidents import queue
from incidents.choices import CaseFileState, RenderFailure
from incidents.models import CaseFile, CaseFilePdf, Revision
from incidents.pdf.fonts import FontsMissingError
from incidents.pdf.frame import FrameError, frame_lines, make_frame
from incidents.pdf.gate import GateError, LeakFound, gate
from incidents.pdf.render import RenderError, render_case_file
from incidents.pdf.source import CaseFileSource, SourceError, parse_source
from incidents.services.casefiles import revision_failed
from incidents.services.stored import wraps_store
from incidents.services.worker import EpochClosed, epoch_seed, opened_with_epoch
from sealing.encoding import ref_hex
from sealing.envelopes import Sealed, file_seal
from sealing.errors import SealingError
from sealing.hashing import sha256
from sealing.keys import key_id
from sealing.kinds import Kind
from sealing.makers import MakerMark, maker_sign, maker_verify
from sealing.opening import json_open, wrap_open
from sealing.statements import S1, Signed, s1_read, s1_verify
from sealing.wraps import wrap_seal
from vault.models import Wrap
from vault.trust import desk_directory_then
from vault.worker_key import WorkerSecrets

MAX_ATTEMPTS = 5
# Without letters and digits that are mistaken for each other.
COPY_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class Unsigned(Exception):
    """The source or the redaction list is not what the author's statement names."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One organisation's PDF, sealed; its content key is forgotten with this object."""

    organisation: Organisation
    copy_id: str
    sha256: bytes
    sealed: Sealed
    wrap: bytes
    mark: MakerMark


def revision_render(*, revision_id: UUID, worker: WorkerSecrets, now: datetime) -> None:
    """Render, search and seal the PDFs of a revision that awaits them. Safe to run twice."""
    owed = Revision.objects.filter(
        id=revision_id,
        case_file__state=CaseFileState.RENDERING,
        failure=RenderFailure.NONE,
        pdfs__isnull=True,
        # A revision that was returned has lost its PDFs and is done with; the case file is rendering a later one.
        returned_by=None,
    )
    revision = owed.select_related("epoch", "case_file").first()
    if revision is None:
        return
    Revision.objects.filter(id=revision.id).update(attempts=F("attempts") + 1)
    actor = worker_actor(worker.id)
    if revision.attempts >= MAX_ATTEMPTS:
        revision_failed(revision=revision, failure=RenderFailure.RENDERER, actor=actor, now=now)
        return
    step("render:claimed", revision.id)
    try:
        copies = _copies(revision=revision, worker=worker, now=now)
    except (LeakFound, GateError):
        log_event("render:stopped", revision=revision.id.hex)
        revision_failed(revision=revision, failure=RenderFailure.LEAK, actor=actor, now=now)
    except Unsigned:
        revision_failed(revision=revision, failure=RenderFailure.SIGNATURE, actor=actor, now=now)
    except (SealingError, EpochClosed, SourceError):
        revision_failed(revision=revision, failure=RenderFailure.SOURCE, actor=actor, now=now)
    except (RenderError, FrameError, FontsMissingError):
        revision_failed(revision=revision, failure=RenderFailure.RENDERER, actor=actor, now=now)
    else:
        _copies_store(revision=revision, copies=copies, actor=actor, now=now)
        step("render:stored", revision.id)


def _copies(*, revision: Revision, worker: WorkerSecrets, now: datetime) -> list[Copy]:
    s1, source_bytes, values = _confirmed(revision=revision, worker=worker)
    source = parse_source(source_bytes)
    if source.case_file != ref_hex(s1.case_file) or source.revision != s1.revision or source.tlp != s1.tlp.value:
        raise Unsigned
    step("render:opened", revision.id)
    organisations = {one.id: one for one in Organisation.objects.filter(id__in=s1.organisations)}
    if set(organisations) != set(s1.organisations):
        raise Unsigned
    _serial, digest = head()
    copies = []
    for id in s1.organisations:
        queue.lease_keep("render", revision.id)
        copy = _copy(
            revision=revision,
            worker=worker,
            source=source,
            organisation=organisations[id],
            values=values,
            audit_head=digest.hex(),
            now=now,
        )
        copies.append(copy)
    return copies


def _confirmed(*, revision: Revision, worker: WorkerSecrets) -> tuple[S1, bytes, list[str]]:
    """S1, the source's bytes and the redacted values, each found to be what the author signed."""
    first = Signed(bytes(revision.s1), bytes(revision.s1_signature))
    try:
        named = desk_directory_then(sha256=s1_read(first.statement).directory)
        s1, author = s1_verify(directory=named, signed=first)
    except SealingError:
        raise Unsigned from None
    if s1.case_file != revision.case_file_id or s1.revision != revision.number:
        raise Unsigned
    own = key_id(worker.seal_key)
    row = Wrap.objects.filter(kind=Kind.CASE_FILE_SOURCE, ref=revision.id, key_id=own).first()
    if row is None:
        raise EpochClosed
    ck = wrap_open(
        seed=worker.seal_seed, wrap=bytes(row.wrap), wrap_key_id=own, kind=Kind.CASE_FILE_SOURCE, ref=revision.id
    )
    source = json_open(ck=ck, envelope=bytes(revision.source), kind=Kind.CASE_FILE_SOURCE, ref=revision.id)
    maker_verify(
        public=author.sign_key,
        envelope=bytes(revision.source),
        ck=ck,
        content=source.content,
        signature=bytes(revision.source_signature),
    )
    seed = epoch_seed(worker=worker, epoch=revision.epoch)
    list_ck, redactions = opened_with_epoch(
        seed=seed, kind=Kind.CASE_CONTENT, ref=revision.redactions_id, envelope=bytes(revision.redactions)
    )
    maker_verify(
        public=author.sign_key,
        envelope=bytes(revision.redactions),
        ck=list_ck,
        content=redactions.content,
        signature=bytes(revision.redactions_signature),
    )
    if sha256(source.content) != s1.source_sha256 or sha256(redactions.content) != s1.redactions_sha256:
        raise Unsigned
    values = redactions.value.get("values")
    if not isinstance(values, list) or not all(isinstance(value, str) and value for value in values):
        raise Unsigned
    return s1, source.content, values


def _copy(
    *,
    revision: Revision,
    worker: WorkerSecrets,
    source: CaseFileSource,
    organisation: Organisation,
    values: list[str],
    audit_head: str,
    now: datetime,
) -> Copy:
    copy_id = copy_id_draw(organisation.short)
    pdf = render_case_file(
        source=source,
        organisation_name=organisation.name,
        copy_id=copy_id,
        audit_head=audit_head,
        released_on=now.date(),
        fonts_dir=settings.FONTS_DIR,
    )
    step("render:rendered", revision.id)
    frame = make_frame(
        source=source,
        organisation_name=organisation.name,
        copy_id=copy_id,
        audit_head=audit_head,
        released_on=now.date(),
    )
    gate(pdf, values, allowed=frame_lines(source=source, frame=frame, pages=_pages(pdf)))
    step("render:gated", revision.id)
    sealed = file_seal(kind=Kind.CASE_FILE_PDF, ref=uuid4(), content=pdf)
    wrap = wrap_seal(ck=sealed.ck, recipient=bytes(revision.epoch.seal_key), kind=Kind.CASE_FILE_PDF, ref=sealed.ref)
    mark = maker_sign(sign_seed=worker.sign_seed, sealed=sealed)
    step("render:sealed", revision.id)
    return Copy(organisation, copy_id, sha256(pdf), sealed, wrap, mark)


def _pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def copy_id_draw(short: str) -> str:
    """A mark that tells one copy from every other: the organisation's letters, then six drawn from thirty."""
    drawn = "".join(secrets.choice(COPY_ALPHABET) for _ in range(6))
    return f"{short.upper()}-{drawn[:4]}-{drawn[4:]}"


@transaction.atomic
def _copies_store(*, revision: Revision, copies: list[Copy], actor: str, now: datetime) -> None:
    row = CaseFile.objects.select_for_update().get(id=revision.case_file_id)
    newest = row.revisions.order_by("-number").first()
    if row.state != CaseFileState.RENDERING or newest is None or newest.id != revision.id:
        return
    # A worker that was killed after this transaction has nothing left to do; one killed before it left nothing behind.
    if CaseFilePdf.objects.filter(revision=revision).exists():
        return
    for copy in copies:
        CaseFilePdf.objects.create(
            id=copy.sealed.ref,
            revision=revision,
            organisation=copy.organisation,
            copy_id=copy.copy_id,
            envelope=copy.sealed.envelope,
            sha256=copy.sha256,
            maker=copy.mark.key_id,
            signature=copy.mark.signature,
        )
        wraps_store(kind=Kind.CASE_FILE_PDF, ref=copy.sealed.ref, wraps=[(bytes(revision.epoch.key_id), copy.wrap)])
    step("render:storing", revision.id)
    # The worker is done with the source: its wrap goes, and with it the worker's way to read this revision again.
    _worker_wraps_delete(revision)
    row.state = CaseFileState.AWAITING_APPROVAL
    row.save(update_fields=["state"])
    audit_record(
        actor=actor,
        action=AuditAction.CASE_FILE_RENDER,
        subject=row.id,
        facts={"revision": revision.number, "copies": len(copies)},
        now=now,
    )
    log_event("render:done", revision=revision.id.hex)


def _worker_wraps_delete(revision: Revision) -> None:
    """Delete every wrap of a source but the epoch's."""
    rows = Wrap.objects.filter(kind=Kind.CASE_FILE_SOURCE, ref=revision.id)
    rows.exclude(key_id=bytes(revision.epoch.key_id)).delete()
