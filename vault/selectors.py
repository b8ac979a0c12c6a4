"""Reads of keys, directories, epochs and people, for the staff API and for whoever must believe a directory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import Invitation, Organisation, OrganisationKind, User
from accounts.services.invitations import invitation_open
from sealing.directories import DeskDirectory, desk_directory_verify
from sealing.encoding import b64_encode
from sealing.errors import SealingError
from sealing.keys import key_id
from sealing.kinds import Kind
from vault.models import (
    Directory,
    DirectoryKind,
    Endorsement,
    Epoch,
    Installation,
    LeadCertificate,
    Vault,
    WorkerKey,
    Wrap,
)
from vault.roots import RootMissing, root_key


class DeskNotReady(Exception):
    """The desk was not set up: `manage.py init_desk` has not run."""


def installation() -> Installation:
    """The desk's unchanging facts. Raises DeskNotReady."""
    found = Installation.objects.filter(id=1).first()
    if found is None:
        raise DeskNotReady
    return found


def pinned_root() -> bytes:
    """The organisation root's public key as this host pinned it, 32 bytes. Raises DeskNotReady."""
    try:
        return root_key()
    except RootMissing:
        raise DeskNotReady from None


def demo_desk() -> bool:
    """Whether this database is a demo desk's, whose passwords are printed."""
    return Installation.objects.filter(demo=True).exists()


def desk_organisation() -> Organisation:
    """The desk itself. Raises DeskNotReady."""
    found = Organisation.objects.filter(kind=OrganisationKind.DESK).first()
    if found is None:
        raise DeskNotReady
    return found


def directory_newest(kind: DirectoryKind) -> Directory | None:
    """The newest version of a directory, or None before the first."""
    return Directory.objects.filter(kind=kind).order_by("-serial").first()


def directory_by_sha256(kind: DirectoryKind, sha256: bytes) -> Directory | None:
    """The version whose bytes have this SHA-256, or None."""
    return Directory.objects.filter(kind=kind, sha256=sha256).first()


@lru_cache(maxsize=8)
def _believed(root: bytes, body: bytes, signatures: tuple[tuple[str, str], ...]) -> DeskDirectory:
    transport = {"body": b64_encode(body), "signatures": [{"key": key, "sig": sig} for key, sig in signatures]}
    return desk_directory_verify(root=root, transport=transport, today=None, known=None)


def desk_directory_believed(directory: Directory) -> DeskDirectory:
    """A stored desk directory, whose signatures are checked against the pinned root whatever the database says.

    Whether it has run out is for the caller. Raises SealingError and DeskNotReady.
    """
    signatures = tuple((row["key"], row["sig"]) for row in directory.signatures)
    return _believed(pinned_root(), bytes(directory.body), signatures)


def desk_directory_newest() -> DeskDirectory | None:
    """The newest desk directory, verified, or None before the first. Raises SealingError and DeskNotReady."""
    newest = directory_newest(DirectoryKind.DESK)
    return desk_directory_believed(newest) if newest is not None else None


def vault_of(user: User) -> Vault | None:
    """Somebody's vault, or None before they made one."""
    return Vault.objects.filter(user=user).first()


def admitted(vault: Vault | None, directory: DeskDirectory | None) -> bool:
    """Whether the directory vouches for exactly these keys."""
    if vault is None or directory is None:
        return False
    person = directory.people.get(vault.user_id)
    return person is not None and (person.seal_key, person.sign_key) == (bytes(vault.seal_key), bytes(vault.sign_key))


def believed_or_none() -> DeskDirectory | None:
    """The newest desk directory, or None where there is none that holds: then nobody counts as admitted."""
    try:
        return desk_directory_newest()
    except (SealingError, DeskNotReady):
        return None


@dataclass(frozen=True, slots=True)
class EpochView:
    """An epoch as one person sees it."""

    epoch: Epoch
    # The seed wrapped to that person, or None where nobody gave them access yet.
    wrap: bytes | None
    # Key ids (16 bytes) of all who hold a wrap of the seed.
    holders: tuple[bytes, ...]


def epochs_for(user: User) -> list[EpochView]:
    """Every epoch that is not destroyed, the newest first, with the wrap that `user` can open."""
    epochs = list(Epoch.objects.filter(destroyed_on=None).order_by("-accept_from", "id"))
    vault = vault_of(user)
    own = key_id(bytes(vault.seal_key)) if vault else None
    held: dict[UUID, dict[bytes, bytes]] = {epoch.id: {} for epoch in epochs}
    for ref, holder, wrap in Wrap.objects.filter(kind=Kind.EPOCH_SEED, ref__in=held).values_list(
        "ref", "key_id", "wrap"
    ):
        held[ref][bytes(holder)] = bytes(wrap)
    return [
        EpochView(epoch=epoch, wrap=held[epoch.id].get(own) if own else None, holders=tuple(sorted(held[epoch.id])))
        for epoch in epochs
    ]


def epoch_accepts(epoch: Epoch, today: date) -> bool:
    """Whether submitters may still seal to this epoch."""
    return epoch.destroyed_on is None and epoch.accept_from <= today <= epoch.accept_until


@dataclass(frozen=True, slots=True)
class PersonView:
    """A colleague or a partner's person, as the people page shows them."""

    user: User
    vault: Vault | None
    second_factor: bool
    admitted: bool
    endorsements: tuple[Endorsement, ...]
    certificate: LeadCertificate | None


def people() -> list[PersonView]:
    """Everybody with an account, by name."""
    directory = believed_or_none()
    vaults: Mapping[UUID, Vault] = {vault.user_id: vault for vault in Vault.objects.all()}
    certificates = {certificate.user_id: certificate for certificate in LeadCertificate.objects.all()}
    verified = set(TOTPDevice.objects.filter(confirmed=True).values_list("user_id", flat=True))
    waiting: dict[UUID, list[Endorsement]] = {}
    for endorsement in Endorsement.objects.order_by("made_at", "id"):
        waiting.setdefault(endorsement.user_id, []).append(endorsement)
    return [
        PersonView(
            user=user,
            vault=vaults.get(user.id),
            second_factor=user.id in verified,
            admitted=admitted(vaults.get(user.id), directory),
            endorsements=tuple(waiting.get(user.id, ())),
            certificate=certificates.get(user.id),
        )
        for user in User.objects.select_related("organisation").order_by("name", "id")
    ]


def person_find(person_id: UUID) -> User | None:
    """The person with this id, or None."""
    return User.objects.select_related("organisation").filter(id=person_id).first()


def organisations() -> QuerySet[Organisation]:
    """The desk first, then partners by name."""
    return Organisation.objects.order_by("kind", "name")


def organisation_find(organisation_id: UUID) -> Organisation | None:
    """The organisation with this id, or None."""
    return Organisation.objects.filter(id=organisation_id).first()


def workers() -> QuerySet[WorkerKey]:
    """Every desk worker's public keys."""
    return WorkerKey.objects.order_by("id")


def invitations(*, now: datetime) -> QuerySet[Invitation]:
    """Invitations that can still be accepted, the oldest first."""
    return invitation_open(now).select_related("organisation").order_by("made_at", "id")
