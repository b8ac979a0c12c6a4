"""Bytes as the staff API receives and sends them: base64url in its only writing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from sealing.encoding import b64_decode, b64_encode
from sealing.errors import SealingError
from vault.models import Directory
from vault.refusals import VaultRefusal
from vault.schemas import DirectoryIn, DirectoryOut, KeyWrapIn, SignatureIn


def received(text: str) -> bytes:
    """The bytes of a base64url text. Raises VaultRefusal ("malformed")."""
    try:
        return b64_decode(text)
    except SealingError:
        raise VaultRefusal("malformed", _("The request cannot be read.")) from None


def wraps_received(wraps: Iterable[KeyWrapIn]) -> dict[bytes, bytes]:
    """Recipients' key ids to wraps. Raises VaultRefusal ("malformed"), also where a recipient is named twice."""
    found: dict[bytes, bytes] = {}
    for row in wraps:
        recipient = received(row.key_id)
        if recipient in found:
            raise VaultRefusal("malformed", _("The request cannot be read."))
        found[recipient] = received(row.wrap)
    return found


def transport_received(body: DirectoryIn) -> dict[str, Any]:
    """A signed directory in the form that `sealing.directories` reads."""
    received(body.body)
    for row in body.signatures:
        received(row.key), received(row.sig)
    return {"body": body.body, "signatures": [{"key": row.key, "sig": row.sig} for row in body.signatures]}


def directory_out(row: Directory) -> DirectoryOut:
    """A stored directory, exactly as signed."""
    return DirectoryOut(
        kind=row.kind,
        serial=row.serial,
        sha256=bytes(row.sha256).hex(),
        body=b64_encode(bytes(row.body)),
        signatures=[SignatureIn(key=one["key"], sig=one["sig"]) for one in row.signatures],
    )
