"""A desk with real keys: root, certified leads, a worker, an epoch, and both directories signed and stored.

    def test_something(desk_keys):
        tip = ...sealed to desk_keys.epoch.key...
        seed = desk_keys.seeds[desk_keys.cast.case_worker.id].seal

Everything is made with the sealing package, as a lead's browser and `init_desk` would; only vault blobs are random bytes,
since nobody types a passphrase here.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.utils import timezone

from incidents.public import pages
from sealing.directories import (
    Certificate,
    EndorsedEntry,
    Epoch,
    desk_directory_build,
    directory_sign,
    directory_transport,
    entry_endorse,
    lead_certify,
    person_entry,
    public_directory_build,
    worker_entry,
)
from sealing.hashing import sha256
from sealing.keys import key_id, sign_generate, xwing_generate
from sealing.kinds import Kind, Role
from sealing.types import Seed, SignSeed
from sealing.wraps import epoch_seed_wrap
from tests.cast import Cast
from vault.models import Directory, Installation, LeadCertificate, Vault, WorkerKey, Wrap
from vault.models import Epoch as EpochRow
from vault.roots import root_key_write


@dataclass(frozen=True)
class Keys:
    """Somebody's two key pairs."""

    seal: Seed = field(repr=False)
    seal_key: bytes = field(repr=False)
    sign: SignSeed = field(repr=False)
    sign_key: bytes = field(repr=False)


def draw_keys() -> Keys:
    """Fresh key pairs of both sorts."""
    seal, seal_key = xwing_generate()
    sign, sign_key = sign_generate()
    return Keys(seal=seal, seal_key=seal_key, sign=sign, sign_key=sign_key)


@dataclass
class DeskKeys:
    """The desk, with every secret that tests may need."""

    cast: Cast
    today: date
    root: SignSeed
    root_key: bytes
    salt: bytes
    worker_id: UUID
    worker: Keys
    # By user id: everybody of the cast.
    seeds: dict[UUID, Keys]
    epoch: Epoch
    epoch_seed: Seed
    certificates: list[Certificate]
    entries: list[EndorsedEntry]

    def publish(self, kind: str, body: bytes) -> Directory:
        """Sign a directory's bytes as the lead and store it as the next."""
        signature = directory_sign(sign_seed=self.seeds[self.cast.lead.id].sign, body=body)
        newest = Directory.objects.filter(kind=kind).order_by("-serial").first()
        return Directory.objects.create(
            kind=kind,
            serial=newest.serial + 1 if newest else 1,
            body=body,
            signatures=directory_transport(body=body, signatures=[signature])["signatures"],
            sha256=sha256(body),
            published_at=timezone.now(),
        )

    def public_body(self, epochs: list[Epoch], valid_until: date | None = None) -> bytes:
        """The bytes of the next public directory with these epochs."""
        newest = Directory.objects.filter(kind="public").order_by("-serial").first()
        return public_directory_build(
            serial=newest.serial + 1 if newest else 1,
            previous=bytes(newest.sha256) if newest else None,
            valid_until=valid_until or self.today + timedelta(days=90),
            desk=self.cast.desk.id,
            leads=self.certificates,
            epochs=epochs,
            receipt_salt=self.salt,
        )

    def new_epoch(self, accept_from: date, accept_until: date) -> tuple[Epoch, Seed]:
        """A further epoch, stored with wraps of its seed to the worker and the desk's people, but in no directory."""
        seed, key = xwing_generate()
        destroy_on = accept_until + timedelta(days=180)
        epoch = Epoch(uuid4(), key, accept_from=accept_from, accept_until=accept_until, destroy_on=destroy_on)
        EpochRow.objects.create(
            id=epoch.id,
            key_id=epoch.key_id,
            seal_key=key,
            accept_from=accept_from,
            accept_until=accept_until,
            destroy_on=destroy_on,
        )
        cast = self.cast
        holders = [
            self.seeds[user.id] for user in (cast.lead, cast.second_lead, cast.case_worker, cast.second_case_worker)
        ]
        for keys in (*holders, self.worker):
            Wrap.objects.create(
                kind=Kind.EPOCH_SEED,
                ref=epoch.id,
                key_id=key_id(keys.seal_key),
                wrap=epoch_seed_wrap(seed=seed, epoch_id=epoch.id, recipient=keys.seal_key),
            )
        return epoch, seed


def make_desk_keys(cast: Cast, today: date | None = None) -> DeskKeys:
    """Keys, vault rows, epoch and directories for the cast."""
    day = today or timezone.now().astimezone(UTC).date()
    now = datetime(day.year, day.month, day.day, tzinfo=UTC)
    root, root_key = sign_generate()
    people = [user for user in cast.everybody.values() if user is not None]
    seeds = {user.id: draw_keys() for user in people}
    desk = DeskKeys(
        cast=cast,
        today=day,
        root=root,
        root_key=root_key,
        salt=secrets.token_bytes(32),
        worker_id=uuid4(),
        worker=draw_keys(),
        seeds=seeds,
        epoch=Epoch(uuid4(), b"", accept_from=day, accept_until=day),
        epoch_seed=Seed(b""),
        certificates=[],
        entries=[],
    )
    # Pinned outside the database, as `init_desk` does.
    root_key_write(Path(settings.ROOT_KEY_FILE), root_key)
    Installation.objects.create(root_key=root_key, receipt_salt=desk.salt, made_at=now)
    for lead in (cast.lead, cast.second_lead):
        certificate = lead_certify(root_seed=root, user=lead.id, sign_key=seeds[lead.id].sign_key, issued=day)
        desk.certificates.append(certificate)
        LeadCertificate.objects.create(user=lead, body=certificate.cert, signature=certificate.signature)
    for user in people:
        keys = seeds[user.id]
        entry = person_entry(
            user=user.id,
            organisation=user.organisation_id,
            role=Role(user.role),
            sign_key=keys.sign_key,
            seal_key=keys.seal_key,
        )
        leads = (cast.lead, cast.second_lead)
        by = tuple(entry_endorse(sign_seed=seeds[lead.id].sign, entry=entry) for lead in leads)
        desk.entries.append(EndorsedEntry(entry=entry, by=by))
        Vault.objects.create(
            user=user,
            blob=secrets.token_bytes(233),
            seal_key=keys.seal_key,
            sign_key=keys.sign_key,
            made_at=now,
            changed_at=now,
        )
    _make_worker(desk)
    desk.epoch, desk.epoch_seed = desk.new_epoch(day - timedelta(days=3), day + timedelta(days=41))
    desk.publish("public", desk.public_body([desk.epoch]))
    body = desk_directory_build(
        serial=1,
        previous=None,
        valid_until=day + timedelta(days=90),
        desk=cast.desk.id,
        leads=desk.certificates,
        entries=desk.entries,
        epochs=[desk.epoch],
    )
    desk.publish("desk", body)
    pages.forget()
    return desk


def _make_worker(desk: DeskKeys) -> None:
    entry = worker_entry(worker=desk.worker_id, sign_key=desk.worker.sign_key, seal_key=desk.worker.seal_key)
    endorsement = entry_endorse(sign_seed=desk.root, entry=entry)
    desk.entries.append(EndorsedEntry(entry=entry, by=(endorsement,)))
    WorkerKey.objects.create(
        id=desk.worker_id,
        seal_key=desk.worker.seal_key,
        sign_key=desk.worker.sign_key,
        entry=entry,
        endorsements=directory_transport(body=entry, signatures=[endorsement])["signatures"],
    )


@pytest.fixture
def desk_keys(cast: Cast) -> DeskKeys:
    """The cast's desk with keys, one epoch that accepts, and both directories."""
    return make_desk_keys(cast)
