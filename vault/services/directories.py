"""Publishing directories: what a lead's browser signed is verified against the root before it is stored.

The browser signs; the server merely refuses what no honest browser would sign, so that a slip does not stop the desk.
What is stored here is believed by nobody for being stored: every reader verifies it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.actions import AuditAction
from audit.services import audit_record
from sealing.directories import (
    DeskDirectory,
    Known,
    PublicDirectory,
    desk_directory_verify,
    public_directory_verify,
)
from sealing.directories import Epoch as StatedEpoch
from sealing.encoding import b64_decode
from sealing.errors import SealingError
from vault import selectors
from vault.models import Directory, DirectoryKind, Endorsement, Epoch, Installation, Vault
from vault.refusals import VaultRefusal

Transport = Mapping[str, Any]


def directory_publish(
    *, actor: User, kind: DirectoryKind, transport: Transport, now: datetime, new_epoch: UUID | None = None
) -> Directory:
    """Store the next version of a directory that the acting lead signed.

    `new_epoch` is the one epoch that may stand in it without being known yet; `epoch_make` alone gives it, and the desk
    directory's publication makes its row. Raises VaultRefusal (not_verified, not_next, not_yours, other_desk, people,
    epochs) and DeskNotReady.
    """
    with transaction.atomic():
        # One row that every publication locks, so that two leads at once cannot both become the next version.
        facts = Installation.objects.select_for_update().filter(id=1).first()
        if facts is None:
            raise selectors.DeskNotReady
        newest = selectors.directory_newest(kind)
        found = _verified(kind, newest, transport, now)
        _next_check(found, newest)
        _signer_check(actor, transport)
        if found.desk != selectors.desk_organisation().id:
            raise VaultRefusal("other_desk", _("This directory is another desk's."))
        if isinstance(found, DeskDirectory):
            _people_check(found)
        elif found.receipt_salt != bytes(facts.receipt_salt):
            raise VaultRefusal("other_desk", _("This directory is another desk's."))
        _epochs_check(found, new_epoch)
        made = Directory.objects.create(
            kind=kind,
            serial=found.serial,
            body=found.body,
            signatures=[{"key": row["key"], "sig": row["sig"]} for row in transport["signatures"]],
            sha256=found.sha256,
            published_at=now,
        )
        if isinstance(found, DeskDirectory):
            _endorsements_settle(found)
        audit_record(
            actor=actor.id,
            action=AuditAction.DIRECTORY_PUBLISH,
            subject=None,
            facts={"kind": kind.value, "serial": made.serial, "sha256": found.sha256.hex()},
            now=now,
        )
    return made


def _verified(
    kind: DirectoryKind, newest: Directory | None, transport: Transport, now: datetime
) -> DeskDirectory | PublicDirectory:
    root, today = selectors.pinned_root(), now.date()
    try:
        if kind == DirectoryKind.DESK:
            before = selectors.desk_directory_believed(newest) if newest is not None else None
            return desk_directory_verify(root=root, transport=transport, today=today, known=None, following=before)
        known = Known(serial=newest.serial, sha256=bytes(newest.sha256)) if newest is not None else None
        return public_directory_verify(root=root, transport=transport, today=today, known=known)
    except SealingError:
        raise VaultRefusal("not_verified", _("The signatures of this directory do not hold.")) from None


def _next_check(found: DeskDirectory | PublicDirectory, newest: Directory | None) -> None:
    serial, sha256 = (newest.serial, bytes(newest.sha256)) if newest is not None else (0, b"")
    if (found.serial, found.previous) != (serial + 1, sha256):
        raise VaultRefusal("not_next", _("Somebody published another version meanwhile. Load the page again."))


def _signer_check(actor: User, transport: Transport) -> None:
    vault = selectors.vault_of(actor)
    if vault is None or bytes(vault.sign_key) not in {b64_decode(row["key"]) for row in transport["signatures"]}:
        raise VaultRefusal("not_yours", _("This directory does not carry your own signature."))


def _people_check(found: DeskDirectory) -> None:
    """Everybody in a desk directory is an active person with that role, that organisation and those very keys."""
    users = {user.id: user for user in User.objects.filter(id__in=list(found.people), is_active=True)}
    vaults = {vault.user_id: vault for vault in Vault.objects.filter(user__in=users.values())}
    for person in found.people.values():
        user, vault = users.get(person.id), vaults.get(person.id)
        if user is None or vault is None:
            raise VaultRefusal("people", _("Somebody in this directory has no account, or no keys, any more."))
        stated = (person.role.value, person.organisation, person.seal_key, person.sign_key)
        if stated != (user.role, user.organisation_id, bytes(vault.seal_key), bytes(vault.sign_key)):
            raise VaultRefusal("people", _("Somebody in this directory has another role, organisation or key now."))
    known = {worker.id: (bytes(worker.seal_key), bytes(worker.sign_key)) for worker in selectors.workers()}
    for worker in found.workers.values():
        if known.get(worker.id) != (worker.seal_key, worker.sign_key):
            raise VaultRefusal("people", _("A worker in this directory is not one of this desk's."))


def _epochs_check(found: DeskDirectory | PublicDirectory, new_epoch: UUID | None) -> None:
    """Epochs are made by `epoch_make` alone, never change, and stay in the desk directory until they are destroyed."""
    rows = {epoch.id: epoch for epoch in Epoch.objects.all()}
    for epoch in found.epochs:
        row = rows.get(epoch.id)
        if row is None and epoch.id == new_epoch and epoch.destroy_on is not None:
            _epoch_row(epoch, epoch.destroy_on)
            continue
        if row is None or row.destroyed_on is not None:
            raise VaultRefusal("epochs", _("This directory names an epoch that this desk does not have."))
        stated, kept = (epoch.key, epoch.accept_from, epoch.accept_until), epoch.destroy_on
        if stated != (bytes(row.seal_key), row.accept_from, row.accept_until) or kept not in (None, row.destroy_on):
            raise VaultRefusal("epochs", _("The key or the days of an epoch cannot be changed."))
    if isinstance(found, DeskDirectory):
        living = {row.id for row in rows.values() if row.destroyed_on is None}
        if not living <= {epoch.id for epoch in found.epochs}:
            raise VaultRefusal("epochs", _("An epoch that is not destroyed yet is missing in this directory."))
    if new_epoch is not None and new_epoch not in {epoch.id for epoch in found.epochs}:
        raise VaultRefusal("epochs", _("The new epoch is not in this directory."))


def _epoch_row(stated: StatedEpoch, destroy_on: date) -> None:
    in_order = stated.accept_from < stated.accept_until < destroy_on
    if not in_order or Epoch.objects.filter(key_id=stated.key_id).exists():
        raise VaultRefusal("epochs", _("The days of the new epoch are out of order, or its key is not new."))
    Epoch.objects.create(
        id=stated.id,
        key_id=stated.key_id,
        seal_key=stated.key,
        accept_from=stated.accept_from,
        accept_until=stated.accept_until,
        destroy_on=destroy_on,
    )


def _endorsements_settle(found: DeskDirectory) -> None:
    """An endorsement waits for a second lead, or the root's for a lead; once its entry is published, it waits no more."""
    published = {endorsed.entry for endorsed in found.endorsed}
    done = [row.pk for row in Endorsement.objects.all() if bytes(row.entry) in published]
    Endorsement.objects.filter(pk__in=done).delete()
