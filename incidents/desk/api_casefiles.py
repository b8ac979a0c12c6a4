"""Case files: begun, signed, approved or returned, recalled."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from accounts.guards import StaffAuth, staff_of
from accounts.models import Role
from incidents import access, selectors
from incidents.desk import rows
from incidents.desk import schemas as s
from incidents.desk.sealed_input import sealed_in
from incidents.services import casefiles, releases
from incidents.services.casefiles import SignedStatement, WorkerWrap
from incidents.services.releases import MemberWrap
from incidents.services.stored import SIGNATURE_BYTES, bytes_read
from sealing.keys import KEY_ID_BYTES, SIGN_KEY_BYTES
from sealing.kinds import Kind
from sealing.wraps import WRAP_BYTES

router = Router(tags=["case files"])
FRESH = StaffAuth("desk", step_up=True)
LEAD = StaffAuth("desk", roles={Role.LEAD})
FRESH_LEAD = StaffAuth("desk", roles={Role.LEAD}, step_up=True)


def _one(case_file_id: UUID) -> s.CaseFileOut:
    return rows.case_file_full(selectors.case_files().get(id=case_file_id))


def _statement(body: str, key: str, signature: str) -> SignedStatement:
    return SignedStatement(
        body=bytes_read(body), key=bytes_read(key, SIGN_KEY_BYTES), signature=bytes_read(signature, SIGNATURE_BYTES)
    )


@router.get("case-files", response=list[s.CaseFileRow], operation_id="case_files")
def case_file_list(request: HttpRequest) -> list[s.CaseFileRow]:
    """Every case file's row."""
    return [rows.case_file_row(found) for found in selectors.case_files()]


@router.post("case-files", response={201: s.CaseFileRow}, operation_id="case_file_begin")
def case_file_begin(request: HttpRequest, data: s.CaseFileIn) -> Status[s.CaseFileRow]:
    """Begin a case file about an incident."""
    user = staff_of(request).user
    incident = access.incident_for(user=user, incident_id=data.incident)
    made = casefiles.case_file_begin(actor=user, incident=incident, now=timezone.now())
    return Status(201, _one(made.id).row)


@router.get("case-files/{uuid:case_file_id}", response=s.CaseFileOut, operation_id="case_file")
def case_file(request: HttpRequest, case_file_id: UUID) -> s.CaseFileOut:
    """A case file with every revision, sealed."""
    access.case_file_for(user=staff_of(request).user, case_file_id=case_file_id)
    return _one(case_file_id)


@router.delete("case-files/{uuid:case_file_id}", response={204: None}, operation_id="case_file_delete")
def case_file_delete(request: HttpRequest, case_file_id: UUID) -> Status[None]:
    """Delete a case file that was never released."""
    user = staff_of(request).user
    found = access.case_file_to_write(user=user, case_file_id=case_file_id)
    casefiles.case_file_delete(actor=user, case_file=found, now=timezone.now())
    return Status(204, None)


@router.post(
    "case-files/{uuid:case_file_id}/revisions", response={201: s.CaseFileOut}, operation_id="case_file_sign", auth=FRESH
)
def case_file_sign(request: HttpRequest, case_file_id: UUID, data: s.RevisionIn) -> Status[s.CaseFileOut]:
    """Hand in a signed revision; the worker renders it."""
    user = staff_of(request).user
    found = access.case_file_to_write(user=user, case_file_id=case_file_id)
    casefiles.case_file_sign(
        actor=user,
        case_file=found,
        source=sealed_in(data.source.sealed, user=user, kind=Kind.CASE_FILE_SOURCE),
        worker=WorkerWrap(
            key_id=bytes_read(data.source.worker_key_id, KEY_ID_BYTES),
            wrap=bytes_read(data.source.worker_wrap, WRAP_BYTES),
        ),
        redactions=sealed_in(data.redactions, user=user, kind=Kind.CASE_CONTENT),
        s1=_statement(data.s1, data.s1_key, data.s1_signature),
        now=timezone.now(),
    )
    return Status(201, _one(case_file_id))


@router.post(
    "case-files/{uuid:case_file_id}/return", response=s.CaseFileOut, operation_id="case_file_return", auth=LEAD
)
def case_file_return(request: HttpRequest, case_file_id: UUID) -> s.CaseFileOut:
    """Hand a case file back to its author."""
    user = staff_of(request).user
    found = access.case_file_to_judge(user=user, case_file_id=case_file_id)
    casefiles.case_file_return(actor=user, case_file=found, now=timezone.now())
    return _one(case_file_id)


@router.post(
    "case-files/{uuid:case_file_id}/approve", response=s.CaseFileOut, operation_id="case_file_approve", auth=FRESH_LEAD
)
def case_file_approve(request: HttpRequest, case_file_id: UUID, data: s.ApprovalIn) -> s.CaseFileOut:
    """Store a second person's signature and the members' wraps; the worker countersigns."""
    user = staff_of(request).user
    found = access.case_file_to_judge(user=user, case_file_id=case_file_id)
    releases.case_file_approve(
        actor=user,
        case_file=found,
        s2=_statement(data.s2, data.s2_key, data.s2_signature),
        wraps=[
            MemberWrap(pdf=one.pdf, key_id=bytes_read(one.key_id, KEY_ID_BYTES), wrap=bytes_read(one.wrap, WRAP_BYTES))
            for one in data.wraps
        ],
        now=timezone.now(),
    )
    return _one(case_file_id)


@router.post("releases/{uuid:release_id}/recall", response={204: None}, operation_id="recall", auth=FRESH_LEAD)
def release_recall(request: HttpRequest, release_id: UUID) -> Status[None]:
    """Stop serving a release."""
    user = staff_of(request).user
    found = access.release_for_desk(user=user, release_id=release_id)
    releases.release_recall(actor=user, release=found, now=timezone.now())
    return Status(204, None)


@router.get("releases/{uuid:release_id}/accesses", response=list[s.AccessOut], operation_id="accesses")
def release_accesses(request: HttpRequest, release_id: UUID) -> list[s.AccessOut]:
    """Who of the partners was served a copy, and when."""
    found = access.release_for_desk(user=staff_of(request).user, release_id=release_id)
    return [
        s.AccessOut(
            person=s.PersonRef(id=one.person.id, name=one.person.name),
            organisation=one.pdf.organisation_id,
            copy_id=one.pdf.copy_id,
            at=one.at,
        )
        for one in selectors.accesses(found.revision)
    ]
