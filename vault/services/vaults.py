"""A person's vault: private keys that reach the server only sealed under a passphrase (threat model row 19)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.actions import AuditAction
from audit.services import audit_record
from sealing.errors import SealingError
from sealing.keys import SIGN_KEY_BYTES, key_id, xwing_public_key
from sealing.vaults import CEILING, HEAD_BYTES, PRODUCTION, VAULT_BYTES, VERSION, VaultCost
from vault.models import Vault
from vault.refusals import VaultRefusal


def vault_cost(blob: bytes) -> VaultCost:
    """What one guess of this vault's passphrase costs, as its first 25 bytes say (docs/sealing-format.md)."""
    head = blob[:HEAD_BYTES]
    return VaultCost(passes=int.from_bytes(head[-8:-4], "big"), kib=int.from_bytes(head[-4:], "big"))


def blob_check(blob: bytes) -> None:
    """Raises VaultRefusal unless `blob` is a vault of this version whose Argon2id cost is not below the floor.

    The upper bounds stop a vault that no browser could open again.
    """
    if len(blob) != VAULT_BYTES or blob[0] != VERSION:
        raise VaultRefusal("vault_shape", _("This is not a vault of a version that this desk knows."))
    cost = vault_cost(blob)
    if not (PRODUCTION.passes <= cost.passes <= CEILING.passes and PRODUCTION.kib <= cost.kib <= CEILING.kib):
        raise VaultRefusal("vault_cost", _("The passphrase would be too cheap, or too dear, to try."))


def public_keys_check(*, user: User, seal_key: bytes, sign_key: bytes) -> None:
    """Raises VaultRefusal unless both are public keys and nobody else's."""
    try:
        xwing_public_key(seal_key)
    except SealingError:
        raise VaultRefusal("seal_key", _("This is not a public sealing key.")) from None
    if len(sign_key) != SIGN_KEY_BYTES:
        raise VaultRefusal("sign_key", _("This is not a public signing key."))
    others = Vault.objects.exclude(user=user)
    if others.filter(seal_key=seal_key).exists() or others.filter(sign_key=sign_key).exists():
        raise VaultRefusal("key_taken", _("This key belongs to somebody else."))


def vault_put(*, user: User, blob: bytes, seal_key: bytes, sign_key: bytes, now: datetime) -> Vault:
    """Keep a person's vault. The first time makes it; later ones seal the same keys anew (another passphrase, a newer
    directory seen), and the public keys may not change.

    Raises VaultRefusal.
    """
    blob_check(blob)
    public_keys_check(user=user, seal_key=seal_key, sign_key=sign_key)
    with transaction.atomic():
        vault = Vault.objects.select_for_update().filter(user=user).first()
        if vault is None:
            vault = Vault.objects.create(
                user=user, blob=blob, seal_key=seal_key, sign_key=sign_key, made_at=now, changed_at=now
            )
            action = AuditAction.VAULT_MAKE
        else:
            if bytes(vault.seal_key) != seal_key or bytes(vault.sign_key) != sign_key:
                raise VaultRefusal("keys_fixed", _("The keys of a vault cannot be changed once it was made."))
            vault.blob, vault.changed_at = blob, now
            vault.save(update_fields=["blob", "changed_at"])
            action = AuditAction.VAULT_CHANGE
        audit_record(
            actor=user.id,
            action=action,
            subject=user.id,
            facts={"seal_key": key_id(seal_key).hex(), "sign_key": key_id(sign_key).hex()},
            now=now,
        )
    return vault
