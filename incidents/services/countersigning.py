"""The worker countersigns a release when both signatures and roles hold and the stored PDFs are those approved."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from audit.actions import AuditAction
from audit.log import log_event
from audit.services import audit_record, worker_actor
from audit.steps import step
from incidents.choices import ReleaseState
from incidents.models import CaseFilePdf, Release
from incidents.services.worker import EpochClosed, epoch_seed
from sealing.directories import DeskDirectory
from sealing.errors import SealingError
from sealing.hashing import sha256
from sealing.keys import key_id, xwing_public
from sealing.kinds import Kind
from sealing.makers import maker_verify
from sealing.opening import file_open, wrap_open
from sealing.statements import Signed, countersign, s1_read, s2_read
from sealing.types import EpochSeed
from vault.models import Wrap
from vault.trust import desk_directory_now, desk_directory_then
from vault.worker_key import WorkerSecrets


class NotApproved(Exception):
    """What is stored is not what two people signed."""


def release_countersign(*, release_id: UUID, worker: WorkerSecrets, now: datetime) -> None:
    """Countersign a pending release and make it active, or refuse it. Safe to run twice."""
    release = (
        Release.objects.select_related("revision__epoch", "revision__case_file")
        .filter(id=release_id, state=ReleaseState.PENDING)
        .first()
    )
    if release is None:
        return
    step("countersign:claimed", release.id)
    try:
        signature = _signature(release=release, worker=worker, now=now)
    except (SealingError, EpochClosed, NotApproved):
        _refuse(release=release, worker=worker, now=now)
        return
    step("countersign:signed", release.id)
    with transaction.atomic():
        row = Release.objects.select_for_update().get(id=release.id)
        if row.state != ReleaseState.PENDING:
            return
        row.state = ReleaseState.ACTIVE
        row.countersigned_by = worker.sign_key
        row.countersignature = signature
        row.save(update_fields=["state", "countersigned_by", "countersignature"])
        audit_record(
            actor=worker_actor(worker.id), action=AuditAction.RELEASE_COUNTERSIGN, subject=row.id, facts={}, now=now
        )
        step("countersign:storing", release.id)
    log_event("release:active", release=release.id.hex)
    step("countersign:stored", release.id)


def _signature(*, release: Release, worker: WorkerSecrets, now: datetime) -> bytes:
    revision = release.revision
    first = Signed(bytes(revision.s1), bytes(revision.s1_signature))
    second = Signed(bytes(release.s2), bytes(release.s2_signature))
    s1, s2 = s1_read(first.statement), s2_read(second.statement)
    if s1.case_file != revision.case_file_id or s1.revision != revision.number or s2.expires != release.expires:
        raise NotApproved
    directories = {sha: desk_directory_then(sha256=sha) for sha in {s1.directory, s2.directory}}
    current = desk_directory_now(today=now.date())
    signature = countersign(
        sign_seed=worker.sign_seed,
        current=current,
        directories=directories,
        first=first,
        second=second,
    )
    approved = {(pdf.organisation, pdf.copy): pdf.sha256 for pdf in s2.pdfs}
    pdfs = list(revision.pdfs.all())
    if {(pdf.organisation_id, pdf.copy_id) for pdf in pdfs} != set(approved):
        raise NotApproved
    seed = epoch_seed(worker=worker, epoch=revision.epoch)
    for pdf in pdfs:
        if sha256(_opened(pdf=pdf, seed=seed, directory=current)) != approved[pdf.organisation_id, pdf.copy_id]:
            raise NotApproved
    return signature


def _opened(*, pdf: CaseFilePdf, seed: EpochSeed, directory: DeskDirectory) -> bytes:
    own = key_id(xwing_public(seed))
    row = Wrap.objects.filter(kind=Kind.CASE_FILE_PDF, ref=pdf.id, key_id=own).first()
    if row is None:
        raise EpochClosed
    ck = wrap_open(seed=seed, wrap=bytes(row.wrap), wrap_key_id=own, kind=Kind.CASE_FILE_PDF, ref=pdf.id)
    envelope = bytes(pdf.envelope)
    content = file_open(ck=ck, envelope=envelope, kind=Kind.CASE_FILE_PDF, ref=pdf.id)
    maker = directory.maker(sign_key_id=bytes(pdf.maker), kind=Kind.CASE_FILE_PDF)
    maker_verify(public=maker.sign_key, envelope=envelope, ck=ck, content=content, signature=bytes(pdf.signature))
    return content


@transaction.atomic
def _refuse(*, release: Release, worker: WorkerSecrets, now: datetime) -> None:
    row = Release.objects.select_for_update().get(id=release.id)
    if row.state != ReleaseState.PENDING:
        return
    row.state = ReleaseState.REFUSED
    row.save(update_fields=["state"])
    audit_record(actor=worker_actor(worker.id), action=AuditAction.RELEASE_REFUSE, subject=row.id, facts={}, now=now)
    log_event("release:refused", release=release.id.hex)
