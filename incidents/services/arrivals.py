"""What can be checked of sealed bytes that strangers send, without any key: version, kind, ref, and every length.

Strict, because a size that padding cannot make would tell one report from another (threat model row 11).
"""

from __future__ import annotations

from uuid import UUID

from sealing.encoding import b64_decode, ref_read
from sealing.envelopes import CHUNK_BYTES, HEADER_BYTES, MAGIC, SUITE_XCHACHA, TAG_BYTES, VERSION_BYTES
from sealing.errors import SealingError
from sealing.kinds import Kind
from sealing.padding import JSON_FLOOR, padme


class ArrivalRefused(Exception):
    """Sealed input that is not taken. `code`: malformed, epoch (not accepted today), conflict (another of that id)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def bytes_read(text: object, length: int | None = None) -> bytes:
    """Base64url to bytes, of exactly `length` where given. Raises ArrivalRefused."""
    if not isinstance(text, str):
        raise ArrivalRefused("malformed")
    try:
        data = b64_decode(text)
    except SealingError:
        raise ArrivalRefused("malformed") from None
    if length is not None and len(data) != length:
        raise ArrivalRefused("malformed")
    return data


def id_read(text: object) -> UUID:
    """32 hex digits that are a UUID of version 4, as every sealer draws it. Raises ArrivalRefused."""
    if not isinstance(text, str):
        raise ArrivalRefused("malformed")
    try:
        found = ref_read(text)
    except SealingError:
        raise ArrivalRefused("malformed") from None
    if found.version != 4:
        raise ArrivalRefused("malformed")
    return found


def envelope_check(*, kind: Kind, ref: UUID, envelope: bytes) -> None:
    """Raises ArrivalRefused unless the header says suite 1, `kind` and `ref`, and the size is one that padding makes."""
    header = MAGIC + bytes([VERSION_BYTES[SUITE_XCHACHA], kind]) + ref.bytes
    sealed = len(envelope) - HEADER_BYTES
    chunks = -(-sealed // (CHUNK_BYTES + TAG_BYTES))
    padded = sealed - chunks * TAG_BYTES
    last = padded - (chunks - 1) * CHUNK_BYTES
    if not envelope.startswith(header) or padded < JSON_FLOOR or padme(padded) != padded or last < 1:
        raise ArrivalRefused("malformed")
