"""Rows of sealed bytes: what is checked before they are stored, and the one way to delete them.

Nothing here opens anything. What can be seen without a key is checked: version, kind, ref, lengths, the maker's key id.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from incidents.refusals import Refusal
from incidents.services import arrivals
from sealing.envelopes import HEADER_BYTES, MAGIC, SUITE_XCHACHA, TAG_BYTES, VERSION_BYTES
from sealing.keys import KEY_ID_BYTES, key_id
from sealing.kinds import Kind
from sealing.wraps import WRAP_BYTES
from vault.models import Epoch, Vault, Wrap

SIGNATURE_BYTES = 64
# Notes, sources and redaction lists: text, so a mebibyte is generous.
ENVELOPE_LIMIT = 1024 * 1024


class Malformed(Refusal):
    """Bytes that no page of ours sends."""

    status = 422

    def __init__(self) -> None:
        super().__init__("malformed", _("The sealed data is incomplete or damaged. Reload the page and try again."))


@dataclass(frozen=True, slots=True)
class SealedInput:
    """An envelope that staff sealed, as it came in: bytes decoded, shape checked, content unknown."""

    id: UUID
    epoch: Epoch
    envelope: bytes
    wrap: bytes
    maker: bytes
    signature: bytes


def bytes_read(text: str, length: int | None = None) -> bytes:
    """Base64url to bytes, of exactly `length` bytes where one is given. Raises Malformed."""
    try:
        return arrivals.bytes_read(text, length)
    except arrivals.ArrivalRefused:
        raise Malformed from None


def envelope_check(*, kind: Kind, ref: UUID, envelope: bytes) -> None:
    """Raises Malformed unless the header says this kind and ref, by suite 1, and there is at least one chunk."""
    header = MAGIC + bytes([VERSION_BYTES[SUITE_XCHACHA], kind]) + ref.bytes
    if not HEADER_BYTES + TAG_BYTES < len(envelope) <= ENVELOPE_LIMIT or not envelope.startswith(header):
        raise Malformed


def maker_id(user: User) -> bytes:
    """The key id of the person's signing key. Raises Malformed where they have no vault."""
    vault = Vault.objects.filter(user=user).only("sign_key").first()
    if vault is None:
        raise Malformed
    return key_id(bytes(vault.sign_key))


def sealed_read(
    *, user: User, kind: Kind, id: UUID, epoch: UUID, envelope: str, wrap: str, maker: str, signature: str
) -> SealedInput:
    """What the page sent as `SealedIn`, checked as far as anybody without a key can."""
    found = Epoch.objects.filter(id=epoch, destroyed_on__isnull=True).first()
    if found is None:
        raise Malformed
    data = SealedInput(
        id=id,
        epoch=found,
        envelope=bytes_read(envelope),
        wrap=bytes_read(wrap, WRAP_BYTES),
        maker=bytes_read(maker, KEY_ID_BYTES),
        signature=bytes_read(signature, SIGNATURE_BYTES),
    )
    envelope_check(kind=kind, ref=id, envelope=data.envelope)
    if data.maker != maker_id(user):
        raise Malformed
    return data


def wraps_store(*, kind: Kind, ref: UUID, wraps: Iterable[tuple[bytes, bytes]]) -> None:
    """Store wraps as (key id, wrap) for one envelope."""
    Wrap.objects.bulk_create(Wrap(kind=kind, ref=ref, key_id=key, wrap=wrap) for key, wrap in wraps)


def wraps_delete(*, refs: Sequence[UUID]) -> int:
    """Delete every wrap of these envelopes, whoever it is for. Returns how many."""
    return Wrap.objects.filter(ref__in=refs).delete()[0]
