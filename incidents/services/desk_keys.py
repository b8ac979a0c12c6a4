"""The desk's public keys as the submitters' side uses them: out of the newest public directory, verified each time.

The root key vouches for the directory, so that an epoch row that somebody changed seals nothing to a key of theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sealing.directories import Epoch as SignedEpoch
from sealing.directories import public_directory_verify
from sealing.encoding import b64_encode, canonical_json
from sealing.errors import SealingError
from vault.models import Directory, DirectoryKind, Epoch, Installation
from vault.roots import RootMissing, root_key


class DeskNotReady(Exception):
    """No directory that verifies, or no epoch that accepts: nothing can be sealed today."""


@dataclass(frozen=True, slots=True)
class DeskKeys:
    """The receipt salt (32 bytes), and the signed epochs that accept on the day of asking."""

    receipt_salt: bytes
    accepting: tuple[SignedEpoch, ...]

    def current(self) -> SignedEpoch:
        """The epoch to seal to: the one that began last; of one day, the one named last. Raises DeskNotReady."""
        if not self.accepting:
            raise DeskNotReady
        return max(reversed(self.accepting), key=lambda epoch: epoch.accept_from)

    def by_key_id(self, key_id: bytes) -> SignedEpoch | None:
        """The accepting epoch of this key, if there is one."""
        return next((epoch for epoch in self.accepting if epoch.key_id == key_id), None)


def root_key_text() -> str:
    """The pinned organisation root's public key as base64url, or "" before the desk is set up."""
    try:
        return b64_encode(root_key())
    except RootMissing:
        return ""


def receipt_salt() -> bytes:
    """The salt of all receipts, 32 bytes; it never changes. Raises DeskNotReady before the desk is set up."""
    found = Installation.objects.only("receipt_salt").first()
    if found is None:
        raise DeskNotReady
    return bytes(found.receipt_salt)


def keys_json() -> bytes:
    """The newest public directory as it is served: canonical JSON. Raises DeskNotReady where there is none."""
    newest = Directory.objects.filter(kind=DirectoryKind.PUBLIC).order_by("-serial").first()
    if newest is None:
        raise DeskNotReady
    return canonical_json({"body": b64_encode(bytes(newest.body)), "signatures": newest.signatures})


def desk_keys(*, today: date) -> DeskKeys:
    """The desk's public keys on a day. Raises DeskNotReady where the directory is missing or does not verify.

    An epoch counts when the signed directory lets it accept today and its row still stands, undestroyed, with that key.
    """
    try:
        directory = public_directory_verify(root=root_key(), transport=keys_json(), today=today, known=None)
    except (SealingError, RootMissing):
        raise DeskNotReady from None
    standing = Epoch.objects.filter(destroyed_on__isnull=True).values_list("id", "key_id")
    rows = {(id, bytes(key_id)) for id, key_id in standing}
    accepting = (epoch for epoch in directory.epochs if epoch.accepts(today) and (epoch.id, epoch.key_id) in rows)
    return DeskKeys(receipt_salt=directory.receipt_salt, accepting=tuple(accepting))
