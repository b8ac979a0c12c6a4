"""A desk made whole by itself: people with keys, certificates, an epoch and both directories.

What a real desk's leads do in their browsers, the demo desk does here with the same sealing code and through the same
services, so that everything that reads it verifies it as it would a real one.
"""

from __future__ import annotations

from base64 import b32decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction

from accounts.models import Organisation, Role, User
from accounts.services.people import organisation_make, person_make
from accounts.services.second_factor import second_factor_set
from audit.services import OPERATOR
from portal.demo import people as demo
from sealing import keys
from sealing.directories import (
    Epoch,
    desk_directory_build,
    directory_sign,
    directory_transport,
    public_directory_build,
)
from sealing.kinds import Role as SealingRole
from sealing.people import Certificate, EndorsedEntry, entry_endorse, person_entry
from sealing.types import Seed, SignSeed
from sealing.vaults import PRODUCTION, VaultCost, VaultPlain, vault_seal
from sealing.wraps import epoch_seed_wrap
from vault import selectors
from vault.root_key import RootSecret
from vault.services.epochs import epoch_make
from vault.services.installation import desk_make, lead_admit, worker_endorsed
from vault.services.vaults import vault_put
from vault.worker_key import WorkerSecrets

# The demonstration has no lead who renews anything: its one epoch and its directories last for half a year.
ACCEPTS: Final = timedelta(days=183)
KEPT: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Keyed:
    """A person with the private keys that a browser would hold."""

    user: User
    seal_seed: Seed = field(repr=False)
    sign_seed: SignSeed = field(repr=False)

    @property
    def seal_key(self) -> bytes:
        """The public sealing key, 1,216 bytes."""
        return keys.xwing_public(self.seal_seed)

    @property
    def sign_key(self) -> bytes:
        """The public signing key, 32 bytes."""
        return keys.sign_public(self.sign_seed)


def demo_make(
    *,
    root: RootSecret,
    worker: WorkerSecrets,
    people: list[demo.DemoPerson],
    now: datetime,
    cost: VaultCost = PRODUCTION,
) -> None:
    """Make the demo desk in an empty database, all of it or nothing. Raises VaultRefusal where a desk is there already.

    The root must be pinned on this host before.
    """
    with transaction.atomic():
        desk = desk_make(root=root, worker=worker, name=demo.DESK_NAME, short=demo.DESK_SHORT, demo=True, now=now)
        users = {person.username: _user(person, desk, now) for person in people if person.role != Role.PARTNER}
        lead = next(user for user in users.values() if user.role == Role.LEAD)
        partner = organisation_make(actor=lead, name=demo.PARTNER_NAME, short=demo.PARTNER_SHORT, now=now)
        users |= {person.username: _user(person, partner, now) for person in people if person.role == Role.PARTNER}
        passphrases = {users[person.username].id: person.passphrase for person in people}
        keyed = [vault_make(user=user, passphrase=passphrases[user.id], root=root.public, now=now, cost=cost)
                 for user in users.values()]  # fmt: skip
        desk_open(root=root, keyed=keyed, now=now)


def _user(person: demo.DemoPerson, organisation: Organisation, now: datetime) -> User:
    user = person_make(
        actor=OPERATOR,
        organisation=organisation,
        role=person.role,
        name=person.name,
        username=person.username,
        password=person.password,
        language=demo.LANGUAGE,
        now=now,
    )
    second_factor_set(user=user, key=b32decode(person.totp_secret), actor=OPERATOR, now=now)
    return user


def vault_make(*, user: User, passphrase: str, root: bytes, now: datetime, cost: VaultCost = PRODUCTION) -> Keyed:
    """Draw somebody's keys and keep their vault, as their browser would at its first visit."""
    keyed = Keyed(user=user, seal_seed=keys.xwing_generate()[0], sign_seed=keys.sign_generate()[0])
    plain = VaultPlain(
        seal_seed=keyed.seal_seed,
        sign_seed=keyed.sign_seed,
        root=root,
        desk_serial=0,
        desk_sha256=bytes(32),
        public_serial=0,
        public_sha256=bytes(32),
    )
    blob = vault_seal(passphrase=passphrase, plain=plain, user=user.id, cost=cost)
    vault_put(user=user, blob=blob, seal_key=keyed.seal_key, sign_key=keyed.sign_key, now=now)
    return keyed


def desk_open(*, root: RootSecret, keyed: list[Keyed], now: datetime) -> UUID:
    """Admit the leads, vouch for everybody, and make the first epoch. Returns the epoch's id."""
    leads = [person for person in keyed if person.user.role == Role.LEAD]
    certificates = [
        Certificate(cert=bytes(row.body), signature=bytes(row.signature))
        for row in (lead_admit(root=root, person=lead.user, now=now) for lead in leads)
    ]
    entries = [_endorsed(person, leads) for person in keyed]
    entries += [worker_endorsed(worker) for worker in selectors.workers()]
    seed, seal_key = keys.xwing_generate()
    today = now.date()
    epoch = Epoch(id=uuid4(), key=seal_key, accept_from=today, accept_until=today + ACCEPTS, destroy_on=today + KEPT)
    desk = desk_directory_build(
        serial=1,
        previous=None,
        valid_until=today + KEPT,
        desk=selectors.desk_organisation().id,
        leads=certificates,
        entries=entries,
        epochs=[epoch],
    )
    public = public_directory_build(
        serial=1,
        previous=None,
        valid_until=today + KEPT,
        desk=selectors.desk_organisation().id,
        leads=certificates,
        epochs=[epoch],
        receipt_salt=bytes(selectors.installation().receipt_salt),
    )
    epoch_make(
        actor=leads[0].user,
        epoch_id=epoch.id,
        wraps=_wraps(keyed, seed, epoch.id),
        desk_directory=_signed(desk, leads),
        public_directory=_signed(public, leads),
        now=now,
    )
    return epoch.id


def _endorsed(person: Keyed, leads: list[Keyed]) -> EndorsedEntry:
    user = person.user
    entry = person_entry(
        user=user.id,
        organisation=user.organisation_id,
        role=SealingRole(user.role),
        sign_key=person.sign_key,
        seal_key=person.seal_key,
    )
    return EndorsedEntry(entry=entry, by=tuple(entry_endorse(sign_seed=lead.sign_seed, entry=entry) for lead in leads))


def _signed(body: bytes, leads: list[Keyed]) -> Mapping[str, object]:
    return directory_transport(
        body=body, signatures=[directory_sign(sign_seed=lead.sign_seed, body=body) for lead in leads]
    )


def _wraps(keyed: list[Keyed], seed: Seed, epoch_id: UUID) -> dict[bytes, bytes]:
    readers = [person.seal_key for person in keyed if person.user.role != Role.PARTNER]
    readers += [bytes(worker.seal_key) for worker in selectors.workers()]
    return {keys.key_id(key): epoch_seed_wrap(seed=seed, epoch_id=epoch_id, recipient=key) for key in readers}
