"""One function per object: what you may not see is missing, what you may see but not do is refused."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from incidents.choices import CaseFileState, ReleaseState
from incidents.models import CaseFile, CaseFilePdf, Draft, Incident, Release, Tip
from incidents.refusals import Missing, Refusal

DESK_ROLES = (Role.CASE_WORKER, Role.LEAD)


class Forbidden(Refusal):
    """Seen, but not to be done by this person."""

    status = 403


def require_desk(user: User) -> None:
    """Only people of the desk pass."""
    if user.role not in DESK_ROLES or not user.is_active:
        raise Missing


def require_lead(user: User) -> None:
    """Only desk leads pass."""
    require_desk(user)
    if user.role != Role.LEAD:
        raise Forbidden("forbidden", _("Only a desk lead may do this."))


def tip_for(*, user: User, tip_id: UUID) -> Tip:
    """The tip, for anybody of the desk."""
    require_desk(user)
    tip = Tip.objects.select_related("assigned_to", "epoch").filter(id=tip_id).first()
    if tip is None:
        raise Missing
    return tip


def incident_for(*, user: User, incident_id: UUID) -> Incident:
    """The incident, for anybody of the desk."""
    require_desk(user)
    incident = Incident.objects.select_related("opened_by").filter(id=incident_id).first()
    if incident is None:
        raise Missing
    return incident


def case_file_for(*, user: User, case_file_id: UUID) -> CaseFile:
    """The case file, for anybody of the desk."""
    require_desk(user)
    case_file = CaseFile.objects.select_related("author", "incident").filter(id=case_file_id).first()
    if case_file is None:
        raise Missing
    return case_file


def case_file_to_write(*, user: User, case_file_id: UUID) -> CaseFile:
    """The case file, for its author, while it is not with somebody else."""
    case_file = case_file_for(user=user, case_file_id=case_file_id)
    if case_file.author_id != user.id:
        raise Forbidden("not_author", _("Only the author of this case file may change it."))
    return case_file


def case_file_to_judge(*, user: User, case_file_id: UUID) -> CaseFile:
    """The case file that awaits approval, for a lead who did not write it (threat model row 21)."""
    case_file = case_file_for(user=user, case_file_id=case_file_id)
    require_lead(user)
    if case_file.author_id == user.id:
        raise Forbidden("own_case_file", _("The author of a case file cannot approve or return it."))
    if case_file.state != CaseFileState.AWAITING_APPROVAL:
        raise Refusal("not_awaiting", _("This case file does not await approval."))
    return case_file


def release_for_desk(*, user: User, release_id: UUID) -> Release:
    """A release, for anybody of the desk."""
    require_desk(user)
    release = Release.objects.select_related("revision__case_file", "approver").filter(id=release_id).first()
    if release is None:
        raise Missing
    return release


def pdf_for_partner(*, user: User, release_id: UUID) -> CaseFilePdf:
    """The copy that an active release holds for the partner's own organisation; anything else is missing (row 22)."""
    if user.role != Role.PARTNER or not user.is_active:
        raise Missing
    pdf = (
        CaseFilePdf.objects.select_related("revision__case_file", "revision__release")
        .filter(
            revision__release__id=release_id,
            revision__release__state=ReleaseState.ACTIVE,
            organisation_id=user.organisation_id,
        )
        .first()
    )
    if pdf is None:
        raise Missing
    return pdf


def draft_for(*, user: User, about: UUID) -> Draft:
    """Somebody's own draft about a tip or case file."""
    require_desk(user)
    draft = Draft.objects.filter(author=user, about=about).first()
    if draft is None:
        raise Missing
    return draft
