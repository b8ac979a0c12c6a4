"""What the partner API says: released case files of the reader's own organisation. Bytes are base64url, unpadded."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from ninja import Schema

from vault.schemas import DirectoryOut


class ReleaseRow(Schema):
    """One row of the partner's list."""

    id: UUID
    number: str
    revision: int
    tlp: str
    state: str
    approved_at: datetime
    expires: date
    recalled_at: datetime | None
    # When somebody of this organisation was first served this copy.
    opened_at: datetime | None


class SealedPdf(Schema):
    """The organisation's own copy, with its key wrapped to whoever asks."""

    id: UUID
    copy_id: str
    envelope: str
    wrap: str
    maker: str
    signature: str


class ReleaseFull(Schema):
    """Everything that the browser needs to open a copy and to check all three signatures."""

    row: ReleaseRow
    pdf: SealedPdf
    s1: str
    s1_key: str
    s1_signature: str
    s2: str
    s2_key: str
    s2_signature: str
    countersigned_by: str
    countersignature: str
    s1_directory: DirectoryOut
    s2_directory: DirectoryOut
