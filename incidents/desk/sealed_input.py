"""Sealed bytes from the desk's pages, decoded and checked as far as anybody without a key can."""

from __future__ import annotations

from accounts.models import User
from incidents.desk.schemas import SealedIn
from incidents.services.stored import SealedInput, sealed_read
from sealing.kinds import Kind


def sealed_in(data: SealedIn, *, user: User, kind: Kind) -> SealedInput:
    """`data` as bytes. Raises Malformed."""
    return sealed_read(
        user=user,
        kind=kind,
        id=data.id,
        epoch=data.epoch,
        envelope=data.envelope,
        wrap=data.wrap,
        maker=data.maker,
        signature=data.signature,
    )
