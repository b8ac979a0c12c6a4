"""Epochs: a new desk key, made in a lead's browser, and who may open what is sealed to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.actions import AuditAction
from audit.services import audit_record
from sealing.errors import SealingError
from sealing.keys import KEY_ID_BYTES, key_id
from sealing.kinds import Kind, Role
from sealing.wraps import WRAP_BYTES
from vault import selectors
from vault.models import DirectoryKind, Epoch, Wrap
from vault.refusals import VaultMissing, VaultRefusal
from vault.services.directories import Transport, directory_publish

READERS = frozenset({Role.CASE_WORKER, Role.LEAD, Role.WORKER})


def epoch_make(
    *,
    actor: User,
    epoch_id: UUID,
    wraps: Mapping[bytes, bytes],
    desk_directory: Transport,
    public_directory: Transport,
    now: datetime,
) -> Epoch:
    """Make an epoch: publish both directories that name it and keep its seed's wraps, all or nothing.

    `wraps` maps recipients' key ids (16 bytes) to wraps (1,168 bytes); the acting lead's own is among them, or nobody
    could give access later. Raises VaultRefusal.
    """
    with transaction.atomic():
        if Epoch.objects.filter(id=epoch_id).exists():
            raise VaultRefusal("epochs", _("This epoch exists already."))
        directory_publish(actor=actor, kind=DirectoryKind.DESK, transport=desk_directory, now=now, new_epoch=epoch_id)
        directory_publish(
            actor=actor, kind=DirectoryKind.PUBLIC, transport=public_directory, now=now, new_epoch=epoch_id
        )
        epoch = Epoch.objects.get(id=epoch_id)
        if _own_key_id(actor) not in wraps:
            raise VaultRefusal("recipients", _("You would lock yourself out of this epoch."))
        _wraps_add(actor=actor, epoch=epoch, wraps=wraps, now=now, action=AuditAction.EPOCH_MAKE)
    return epoch


def epoch_share(*, actor: User, epoch_id: UUID, wraps: Mapping[bytes, bytes], now: datetime) -> None:
    """Give further people or workers access to an epoch that the actor can open. Raises VaultMissing, VaultRefusal."""
    with transaction.atomic():
        epoch = Epoch.objects.filter(id=epoch_id, destroyed_on=None).first()
        own = _own_key_id(actor)
        held = Wrap.objects.filter(kind=Kind.EPOCH_SEED, ref=epoch_id, key_id=own) if own is not None else None
        if epoch is None or held is None or not held.exists():
            raise VaultMissing
        _wraps_add(actor=actor, epoch=epoch, wraps=wraps, now=now, action=AuditAction.EPOCH_WRAP)


def epoch_access_end(*, user: User) -> int:
    """Remove every epoch wrap of a person. Returns how many. What they copied stays theirs: rotate the epoch."""
    own = _own_key_id(user)
    return Wrap.objects.filter(kind=Kind.EPOCH_SEED, key_id=own).delete()[0] if own is not None else 0


def _own_key_id(user: User) -> bytes | None:
    vault = selectors.vault_of(user)
    return key_id(bytes(vault.seal_key)) if vault is not None else None


def _wraps_add(*, actor: User, epoch: Epoch, wraps: Mapping[bytes, bytes], now: datetime, action: AuditAction) -> None:
    directory = selectors.believed_or_none()
    if directory is None or not wraps:
        raise VaultRefusal("recipients", _("There is nobody to give access to."))
    for recipient, wrap in wraps.items():
        if len(recipient) != KEY_ID_BYTES or len(wrap) != WRAP_BYTES:
            raise VaultRefusal("wrap_shape", _("This is not the wrap of a key."))
        try:
            subject = directory.by_seal_key_id(recipient)
        except SealingError:
            raise VaultRefusal("recipients", _("Somebody to be given access is not in the desk directory.")) from None
        if subject.role not in READERS:
            raise VaultRefusal("recipients", _("Partners never get access to an epoch."))
    # A wrap that is there stays: nobody can take a colleague's access by storing another in its place.
    Wrap.objects.bulk_create(
        [Wrap(kind=Kind.EPOCH_SEED, ref=epoch.id, key_id=recipient, wrap=wrap) for recipient, wrap in wraps.items()],
        ignore_conflicts=True,
    )
    audit_record(
        actor=actor.id,
        action=action,
        subject=epoch.id,
        facts={"recipients": [*sorted(recipient.hex() for recipient in wraps)]},
        now=now,
    )
