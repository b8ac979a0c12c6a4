"""Case files on their way to approval: begun, signed and handed in by an author, returned by a second person.

The server checks what it can see: that the signed statement names this case file, this revision, these hashes and keys.
Whether the signature's maker may make it is checked again by the worker and by the partner's browser.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, OrganisationKind, User
from audit.actions import AuditAction
from audit.services import audit_record
from incidents.choices import CaseFileState, IncidentState, RenderFailure
from incidents.models import CaseFile, CaseFilePdf, Draft, Incident, Revision
from incidents.refusals import Refusal
from incidents.services.stored import Malformed, SealedInput, wraps_delete, wraps_store
from sealing.encoding import ref_hex
from sealing.errors import SealingError
from sealing.kinds import Kind
from sealing.statements import Signed, s1_read, s1_verify
from vault.models import Vault
from vault.trust import desk_directory_now

WRITABLE = (CaseFileState.DRAFT, CaseFileState.RETURNED)


@dataclass(frozen=True, slots=True)
class SignedStatement:
    """A statement exactly as signed, the public key that signed it (32 bytes), and the signature (64 bytes)."""

    body: bytes
    key: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class WorkerWrap:
    """The source's content key, wrapped to the worker that will render it."""

    key_id: bytes
    wrap: bytes


@transaction.atomic
def case_file_begin(*, actor: User, incident: Incident, now: datetime) -> CaseFile:
    """Begin a case file about an open incident."""
    if incident.state == IncidentState.CLOSED:
        raise Refusal("incident_closed", _("This incident is closed. Reopen it first."))
    number = (CaseFile.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    case_file = CaseFile.objects.create(number=number, incident=incident, author=actor, created_at=now)
    audit_record(
        actor=actor.id,
        action=AuditAction.CASE_FILE_MAKE,
        subject=case_file.id,
        facts={"incident": ref_hex(incident.id)},
        now=now,
    )
    return case_file


@transaction.atomic
def case_file_sign(
    *,
    actor: User,
    case_file: CaseFile,
    source: SealedInput,
    worker: WorkerWrap,
    redactions: SealedInput,
    s1: SignedStatement,
    now: datetime,
) -> Revision:
    """Store what the author signed as the next revision; the worker will find it."""
    row = CaseFile.objects.select_for_update().get(id=case_file.id)
    if row.state not in WRITABLE:
        raise Refusal("not_writable", _("This case file is with somebody else now. Reload the page."))
    if s1.key != bytes(Vault.objects.get(user=actor).sign_key):
        raise Malformed
    try:
        directory = desk_directory_now(today=now.date())
        statement = s1_read(s1.body)
        if statement.directory != directory.sha256:
            raise Refusal("directory_changed", _("People or keys changed meanwhile. Reload the page and sign again."))
        s1_verify(directory=directory, signed=Signed(s1.body, s1.signature))
    except SealingError:
        raise Malformed from None
    number = (Revision.objects.filter(case_file=row).aggregate(last=Max("number"))["last"] or 0) + 1
    if statement.case_file != row.id or statement.revision != number or statement.author != actor.id:
        raise Refusal("revision_taken", _("This case file changed meanwhile. Reload the page and sign again."))
    organisations = list(
        Organisation.objects.filter(id__in=statement.organisations, kind=OrganisationKind.PARTNER).order_by("id")
    )
    if not organisations or len(organisations) != len(statement.organisations):
        raise Refusal("no_organisation", _("Choose at least one partner organisation that still exists."))
    revision = Revision.objects.create(
        id=source.id,
        case_file=row,
        number=number,
        tlp=statement.tlp,
        author=actor,
        signed_at=now,
        epoch=source.epoch,
        source=source.envelope,
        source_maker=source.maker,
        source_signature=source.signature,
        redactions_id=redactions.id,
        redactions=redactions.envelope,
        redactions_maker=redactions.maker,
        redactions_signature=redactions.signature,
        s1=s1.body,
        s1_key=s1.key,
        s1_signature=s1.signature,
    )
    revision.organisations.set(organisations)
    epoch_key = bytes(source.epoch.key_id)
    wraps_store(
        kind=Kind.CASE_FILE_SOURCE, ref=source.id, wraps=[(epoch_key, source.wrap), (worker.key_id, worker.wrap)]
    )
    wraps_store(kind=Kind.CASE_CONTENT, ref=redactions.id, wraps=[(epoch_key, redactions.wrap)])
    row.state = CaseFileState.RENDERING
    row.save(update_fields=["state"])
    audit_record(
        actor=actor.id,
        action=AuditAction.CASE_FILE_SUBMIT,
        subject=row.id,
        facts={"revision": number, "organisations": [ref_hex(one.id) for one in organisations]},
        now=now,
    )
    return revision


@transaction.atomic
def case_file_return(*, actor: User, case_file: CaseFile, now: datetime) -> None:
    """Hand a case file back to its author. The sealed PDFs of this revision are forgotten."""
    row = CaseFile.objects.select_for_update().get(id=case_file.id)
    if row.state != CaseFileState.AWAITING_APPROVAL:
        raise Refusal("not_awaiting", _("This case file does not await approval."))
    revision = row.revisions.order_by("-number")[0]
    pdfs_forget(revision)
    revision.returned_by = actor
    revision.save(update_fields=["returned_by"])
    row.state = CaseFileState.RETURNED
    row.save(update_fields=["state"])
    audit_record(
        actor=actor.id,
        action=AuditAction.CASE_FILE_RETURN,
        subject=row.id,
        facts={"revision": revision.number},
        now=now,
    )


def pdfs_forget(revision: Revision) -> None:
    """Delete a revision's PDFs with every wrap of them."""
    wraps_delete(refs=list(CaseFilePdf.objects.filter(revision=revision).values_list("id", flat=True)))
    CaseFilePdf.objects.filter(revision=revision).delete()


@transaction.atomic
def case_file_delete(*, actor: User, case_file: CaseFile, now: datetime) -> None:
    """Delete a case file that was never released, with everything that hangs from it (threat model row 31)."""
    row = CaseFile.objects.select_for_update().get(id=case_file.id)
    if row.state not in WRITABLE or row.revisions.filter(release__isnull=False).exists():
        raise Refusal("not_writable", _("Only a case file that is yours to write and was never released is deleted."))
    refs = [ref for revision in row.revisions.all() for ref in (revision.id, revision.redactions_id)]
    refs += CaseFilePdf.objects.filter(revision__case_file=row).values_list("id", flat=True)
    refs += Draft.objects.filter(about=row.id).values_list("id", flat=True)
    wraps_delete(refs=refs)
    Draft.objects.filter(about=row.id).delete()
    row.delete()
    audit_record(actor=actor.id, action=AuditAction.CASE_FILE_DELETE, subject=case_file.id, facts={}, now=now)


@transaction.atomic
def revision_failed(*, revision: Revision, failure: RenderFailure, actor: str, now: datetime) -> None:
    """The worker could not or may not make these PDFs: the case file goes back to its author, who is told why."""
    row = CaseFile.objects.select_for_update().get(id=revision.case_file_id)
    if row.state != CaseFileState.RENDERING:
        return
    pdfs_forget(revision)
    Revision.objects.filter(id=revision.id).update(failure=failure)
    row.state = CaseFileState.RETURNED
    row.save(update_fields=["state"])
    audit_record(
        actor=actor,
        action=AuditAction.CASE_FILE_RENDER_FAIL,
        subject=row.id,
        facts={"revision": revision.number, "failure": failure.value},
        now=now,
    )
