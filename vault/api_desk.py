"""The desk's people and keys: epochs, directories, organisations, invitations, endorsements."""

from __future__ import annotations

from typing import NoReturn
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from ninja import Router, Status

from accounts.guards import StaffAuth, staff_of
from accounts.models import Invitation, Role, User
from accounts.services.invitations import NoInvitation, invitation_make, invitation_path, invitation_revoke
from accounts.services.people import Refused as AccountRefused
from accounts.services.people import organisation_make
from sealing.encoding import b64_encode
from vault import schemas as s
from vault import selectors
from vault.api import organisation_out
from vault.models import DirectoryKind
from vault.received import directory_out, received, transport_received, wraps_received
from vault.refusals import VaultMissing, VaultRefusal
from vault.services.directories import directory_publish
from vault.services.epochs import epoch_make, epoch_share
from vault.services.people import person_endorse, person_shut_out

router = Router(tags=["people"])
LEAD = StaffAuth("desk", roles={Role.LEAD})
LEAD_AFRESH = StaffAuth("desk", roles={Role.LEAD}, step_up=True)

SENTENCES: dict[str, Promise | str] = {
    "name": _("Write a name of up to 120 characters."),
    "short": _("Write three letters, A to Z."),
    "username": _("A sign-in name has 2 to 64 small letters, digits, dots, hyphens or underscores."),
    "taken": _("This name is taken."),
    "role": _("This role does not fit the organisation."),
}


def _refuse(refused: AccountRefused) -> NoReturn:
    raise VaultRefusal(refused.code, SENTENCES.get(refused.code, _("This cannot be done."))) from None


@router.get("epochs", response=list[s.EpochOut], operation_id="epochs")
def epochs(request: HttpRequest) -> list[s.EpochOut]:
    """Every epoch, with its seed wrapped to whoever asks."""
    return [_epoch_out(view) for view in selectors.epochs_for(staff_of(request).user)]


def _epoch_out(view: selectors.EpochView) -> s.EpochOut:
    epoch = view.epoch
    return s.EpochOut(
        id=epoch.id,
        key_id=b64_encode(bytes(epoch.key_id)),
        seal_key=b64_encode(bytes(epoch.seal_key)),
        accept_from=epoch.accept_from,
        accept_until=epoch.accept_until,
        destroy_on=epoch.destroy_on,
        wrap=b64_encode(view.wrap) if view.wrap is not None else None,
        holders=[b64_encode(holder) for holder in view.holders],
    )


@router.post("epochs", response={200: s.EpochOut, 409: s.ProblemOut}, operation_id="epoch_make", auth=LEAD_AFRESH)
def epoch_new(request: HttpRequest, body: s.EpochIn) -> s.EpochOut:
    """Make an epoch: both directories that name it, and its seed's wraps."""
    user = staff_of(request).user
    try:
        made = epoch_make(
            actor=user,
            epoch_id=body.id,
            wraps=wraps_received(body.wraps),
            desk_directory=transport_received(body.desk_directory),
            public_directory=transport_received(body.public_directory),
            now=timezone.now(),
        )
    except selectors.DeskNotReady:
        raise VaultRefusal("not_ready", _("This desk was not set up yet.")) from None
    return next(_epoch_out(view) for view in selectors.epochs_for(user) if view.epoch.id == made.id)


@router.post("epochs/{uuid:epoch_id}/wraps", response={204: None, 404: s.ProblemOut, 409: s.ProblemOut},
             operation_id="epoch_share")  # fmt: skip
def epoch_wraps(request: HttpRequest, epoch_id: UUID, body: s.EpochWrapsIn) -> Status[None]:
    """Give colleagues or the worker access to an epoch that one can open."""
    epoch_share(actor=staff_of(request).user, epoch_id=epoch_id, wraps=wraps_received(body.wraps), now=timezone.now())
    return Status(204, None)


@router.post("directory-versions/{kind}", response={200: s.DirectoryOut, 409: s.ProblemOut}, operation_id="directory_publish",
             auth=LEAD_AFRESH)  # fmt: skip
def directory_new(request: HttpRequest, kind: DirectoryKind, body: s.DirectoryIn) -> s.DirectoryOut:
    """Publish the next version of a directory."""
    try:
        made = directory_publish(
            actor=staff_of(request).user, kind=kind, transport=transport_received(body), now=timezone.now()
        )
    except selectors.DeskNotReady:
        raise VaultRefusal("not_ready", _("This desk was not set up yet.")) from None
    return directory_out(made)


@router.get("people", response=s.PeopleOut, operation_id="people")
def people(request: HttpRequest) -> s.PeopleOut:
    """Everybody and everything that has a key."""
    return s.PeopleOut(
        people=[_person_out(view) for view in selectors.people()],
        workers=[
            s.WorkerOut(
                id=worker.id,
                seal_key=b64_encode(bytes(worker.seal_key)),
                sign_key=b64_encode(bytes(worker.sign_key)),
                entry=b64_encode(bytes(worker.entry)),
                endorsements=[s.SignatureIn(key=row["key"], sig=row["sig"]) for row in worker.endorsements],
                seen_at=worker.seen_at,
            )
            for worker in selectors.workers()
        ],
        organisations=[organisation_out(organisation) for organisation in selectors.organisations()],
    )


def _person_out(view: selectors.PersonView) -> s.PersonOut:
    user, vault, certificate = view.user, view.vault, view.certificate
    return s.PersonOut(
        id=user.id,
        name=user.name,
        username=user.username,
        role=user.role,
        organisation=organisation_out(user.organisation),
        active=user.is_active,
        second_factor=view.second_factor,
        seal_key=b64_encode(bytes(vault.seal_key)) if vault else None,
        sign_key=b64_encode(bytes(vault.sign_key)) if vault else None,
        admitted=view.admitted,
        endorsements=[
            s.EndorsementOut(
                entry=b64_encode(bytes(row.entry)), key=b64_encode(bytes(row.key)), sig=b64_encode(bytes(row.signature))
            )
            for row in view.endorsements
        ],
        certificate=b64_encode(bytes(certificate.body)) if certificate else None,
        certificate_sig=b64_encode(bytes(certificate.signature)) if certificate else None,
    )


@router.post("organisations", response={200: s.OrganisationOut, 409: s.ProblemOut}, operation_id="organisation_make",
             auth=LEAD)  # fmt: skip
def organisation_new(request: HttpRequest, body: s.OrganisationIn) -> s.OrganisationOut:
    """Add a partner organisation."""
    try:
        made = organisation_make(actor=staff_of(request).user, name=body.name, short=body.short, now=timezone.now())
    except AccountRefused as refused:
        _refuse(refused)
    return organisation_out(made)


@router.get("invitations", response=list[s.InvitationOut], operation_id="invitations", auth=LEAD)
def invitations(request: HttpRequest) -> list[s.InvitationOut]:
    """Invitations that wait to be accepted. Their links are not shown again."""
    return [_invitation_out(found, None) for found in selectors.invitations(now=timezone.now())]


def _invitation_out(invitation: Invitation, path: str | None) -> s.InvitationOut:
    return s.InvitationOut(
        id=invitation.id,
        role=invitation.role,
        organisation=invitation.organisation_id,
        name=invitation.name,
        username=invitation.username,
        expires_at=invitation.expires_at,
        path=path,
    )


@router.post("invitations", response={200: s.InvitationOut, 404: s.ProblemOut, 409: s.ProblemOut},
             operation_id="invitation_make", auth=LEAD_AFRESH)  # fmt: skip
def invitation_new(request: HttpRequest, body: s.InvitationIn) -> s.InvitationOut:
    """Invite somebody. The answer alone holds the link's path."""
    organisation = selectors.organisation_find(body.organisation)
    if organisation is None:
        raise VaultMissing
    try:
        made, token = invitation_make(
            actor=staff_of(request).user,
            role=body.role,
            organisation=organisation,
            name=body.name,
            username=body.username,
            now=timezone.now(),
        )
    except AccountRefused as refused:
        _refuse(refused)
    return _invitation_out(made, invitation_path(made, token))


@router.delete("invitations/{uuid:invitation_id}", response={204: None, 404: s.ProblemOut},
               operation_id="invitation_revoke", auth=LEAD)  # fmt: skip
def invitation_drop(request: HttpRequest, invitation_id: UUID) -> Status[None]:
    """Make a link useless."""
    now = timezone.now()
    found = selectors.invitations(now=now).filter(id=invitation_id).first()
    if found is None:
        raise VaultMissing
    try:
        invitation_revoke(actor=staff_of(request).user, invitation=found, now=now)
    except NoInvitation:
        raise VaultMissing from None
    return Status(204, None)


def _person(person_id: UUID) -> User:
    found = selectors.person_find(person_id)
    if found is None:
        raise VaultMissing
    return found


@router.post("people/{uuid:person_id}/endorsements", response={204: None, 404: s.ProblemOut, 409: s.ProblemOut},
             operation_id="person_endorse", auth=LEAD_AFRESH)  # fmt: skip
def person_endorsement(request: HttpRequest, person_id: UUID, body: s.EndorsementOut) -> Status[None]:
    """Keep one's signature over somebody's directory entry."""
    person_endorse(
        actor=staff_of(request).user,
        person=_person(person_id),
        entry=received(body.entry),
        key=received(body.key),
        signature=received(body.sig),
        now=timezone.now(),
    )
    return Status(204, None)


@router.post("people/{uuid:person_id}/deactivate", response={204: None, 404: s.ProblemOut, 409: s.ProblemOut},
             operation_id="person_deactivate", auth=LEAD_AFRESH)  # fmt: skip
def person_deactivation(request: HttpRequest, person_id: UUID) -> Status[None]:
    """Shut somebody's account, end their sessions and their access to epochs."""
    person_shut_out(actor=staff_of(request).user, person=_person(person_id), now=timezone.now())
    return Status(204, None)
