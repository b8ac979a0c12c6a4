"""Releasing: the second person's approval, the custody record, recall and expiry.

The web stores what the approver's browser signed and wrapped, and serves it only once the worker has countersigned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.actions import AuditAction
from audit.services import OPERATOR, audit_record
from incidents.choices import CaseFileState, ReleaseState
from incidents.models import CaseFile, CaseFilePdf, Release, ReleaseAccess, Revision
from incidents.refusals import Refusal
from incidents.services.casefiles import SignedStatement
from incidents.services.stored import Malformed
from sealing.directories import DeskDirectory
from sealing.errors import SealingError
from sealing.kinds import Kind
from sealing.statements import S2, Signed, s1_read, s2_read, s2_verify
from vault.models import Vault, Wrap
from vault.trust import desk_directory_now

# A release that outlives this is no longer looked after.
LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class MemberWrap:
    """A PDF's content key, wrapped by the approver's browser for one member of its organisation."""

    pdf: UUID
    key_id: bytes
    wrap: bytes


@transaction.atomic
def case_file_approve(
    *, actor: User, case_file: CaseFile, s2: SignedStatement, wraps: Sequence[MemberWrap], now: datetime
) -> Release:
    """Store the approval of the newest revision. Nothing is served before the worker has countersigned."""
    row = CaseFile.objects.select_for_update().get(id=case_file.id)
    if row.state != CaseFileState.AWAITING_APPROVAL:
        raise Refusal("not_awaiting", _("This case file does not await approval."))
    revision = row.revisions.order_by("-number")[0]
    pdfs = {pdf.id: pdf for pdf in revision.pdfs.all()}
    statement, directory = _approval(actor=actor, revision=revision, pdfs=list(pdfs.values()), s2=s2, now=now)
    members = _members(pdfs=pdfs, wraps=wraps, directory=directory)
    release = Release.objects.create(
        revision=revision,
        approver=actor,
        approved_at=now,
        s2=s2.body,
        s2_key=s2.key,
        s2_signature=s2.signature,
        expires=statement.expires,
    )
    Wrap.objects.bulk_create(
        Wrap(kind=Kind.CASE_FILE_PDF, ref=one.pdf, key_id=one.key_id, wrap=one.wrap) for one in members
    )
    row.state = CaseFileState.APPROVED
    row.save(update_fields=["state"])
    audit_record(
        actor=actor.id,
        action=AuditAction.CASE_FILE_APPROVE,
        subject=row.id,
        facts={"revision": revision.number, "members": len(members)},
        now=now,
    )
    return release


def _approval(
    *, actor: User, revision: Revision, pdfs: Sequence[CaseFilePdf], s2: SignedStatement, now: datetime
) -> tuple[S2, DeskDirectory]:
    """The statement as it was found to hold, and the newest directory, by which it was."""
    if s2.key != bytes(Vault.objects.get(user=actor).sign_key):
        raise Malformed
    try:
        directory = desk_directory_now(today=now.date())
        statement = s2_read(s2.body)
        if statement.directory != directory.sha256:
            raise Refusal("directory_changed", _("People or keys changed meanwhile. Reload, and approve again."))
        s2_verify(directory=directory, s1=bytes(revision.s1), signed=Signed(s2.body, s2.signature))
        organisations = s1_read(bytes(revision.s1)).organisations
    except SealingError:
        raise Malformed from None
    made = {(pdf.organisation_id, pdf.copy_id, bytes(pdf.sha256)) for pdf in pdfs}
    signed = {(pdf.organisation, pdf.copy, pdf.sha256) for pdf in statement.pdfs}
    if statement.approver != actor.id or made != signed or {one[0] for one in signed} != set(organisations):
        raise Malformed
    if not now.date() < statement.expires <= now.date() + LONGEST:
        raise Refusal("expiry", _("Choose a last day between tomorrow and a year from now."))
    return statement, directory


def _members(
    *, pdfs: dict[UUID, CaseFilePdf], wraps: Sequence[MemberWrap], directory: DeskDirectory
) -> list[MemberWrap]:
    """Exactly one wrap for each member of each organisation, by the verified directory."""
    wanted = {
        (pdf.id, person.seal_key_id) for pdf in pdfs.values() for person in directory.members(pdf.organisation_id)
    }
    for pdf in pdfs.values():
        if not directory.members(pdf.organisation_id):
            raise Refusal("no_member", _("An organisation has nobody with an admitted key yet to open its copy."))
    if {(one.pdf, one.key_id) for one in wraps} != wanted or len(wraps) != len(wanted):
        raise Malformed
    return list(wraps)


@transaction.atomic
def release_opened(*, actor: User, pdf: CaseFilePdf, now: datetime) -> None:
    """The custody record: this person was served their organisation's copy."""
    ReleaseAccess.objects.create(pdf=pdf, person=actor, at=now)
    audit_record(
        actor=actor.id,
        action=AuditAction.RELEASE_OPEN,
        subject=pdf.revision.release.id,
        facts={"copy": pdf.copy_id},
        now=now,
    )


def _serving_end(release: Release) -> None:
    """Delete the members' wraps: what was not taken is closed for them. A copy already taken stays theirs."""
    pdfs = list(CaseFilePdf.objects.filter(revision=release.revision_id).values_list("id", flat=True))
    rows = Wrap.objects.filter(kind=Kind.CASE_FILE_PDF, ref__in=pdfs)
    rows.exclude(key_id=bytes(release.revision.epoch.key_id)).delete()


@transaction.atomic
def release_recall(*, actor: User, release: Release, now: datetime) -> None:
    """Stop serving a release."""
    row = Release.objects.select_for_update().select_related("revision__epoch").get(id=release.id)
    if row.state not in (ReleaseState.ACTIVE, ReleaseState.PENDING):
        raise Refusal("not_active", _("This release is not active any more."))
    row.state, row.recalled_at, row.recalled_by = ReleaseState.RECALLED, now, actor
    row.save(update_fields=["state", "recalled_at", "recalled_by"])
    _serving_end(row)
    audit_record(actor=actor.id, action=AuditAction.RELEASE_RECALL, subject=row.id, facts={}, now=now)


def releases_expire(*, today: date, now: datetime) -> int:
    """End the releases whose last day is over. Returns how many."""
    over = list(Release.objects.filter(state=ReleaseState.ACTIVE, expires__lt=today).values_list("id", flat=True))
    for id in over:
        with transaction.atomic():
            row = Release.objects.select_for_update().select_related("revision__epoch").get(id=id)
            if row.state != ReleaseState.ACTIVE:
                continue
            row.state = ReleaseState.EXPIRED
            row.save(update_fields=["state"])
            _serving_end(row)
            audit_record(actor=OPERATOR, action=AuditAction.RELEASE_EXPIRE, subject=row.id, facts={}, now=now)
    return len(over)
