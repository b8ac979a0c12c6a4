"""What the staff API says and hears about people, keys, vaults, directories, epochs. Bytes are base64url, unpadded."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from ninja import Schema


class OrganisationOut(Schema):
    """The desk or a partner organisation."""

    id: UUID
    kind: str
    name: str
    short: str


class MeOut(Schema):
    """Who is signed in, and what their page needs before a vault is opened."""

    user_id: UUID
    name: str
    username: str
    role: str
    organisation: OrganisationOut
    language: str
    # 32 hex digits drawn at sign-in; binds the page's session blob to this session.
    session_id: str
    has_vault: bool
    admitted: bool
    demo: bool
    idle_seconds: int
    # Seconds until a step that needs a fresh second factor asks for it again; 0 when it would ask now.
    step_up_seconds: int
    desk_name: str
    root_key: str
    # 32 bytes, the same for the whole life of the desk: the first lead's browser puts it into the first public directory.
    receipt_salt: str


class VaultOut(Schema):
    """The sealed private keys of whoever asks."""

    blob: str


class VaultIn(Schema):
    """A vault made or sealed anew in the browser. The public keys may not change once made."""

    blob: str
    seal_key: str
    sign_key: str


class HalfKeyOut(Schema):
    """The server's half of what survives a reload."""

    half_key: str


class LanguageIn(Schema):
    """The language of one's own staff pages: es, pt-br, en or fr."""

    language: str


class SignatureIn(Schema):
    """One Ed25519 signature and the key that made it."""

    key: str
    sig: str


class DirectoryOut(Schema):
    """One version of a directory, exactly as signed."""

    kind: str
    serial: int
    sha256: str
    body: str
    signatures: list[SignatureIn]


class DirectoryIn(Schema):
    """A new version of a directory, made and signed in a lead's browser."""

    body: str
    signatures: list[SignatureIn]


class EpochOut(Schema):
    """An epoch key, and its seed wrapped to whoever asks (null where nobody gave them access yet)."""

    id: UUID
    key_id: str
    seal_key: str
    accept_from: date
    accept_until: date
    destroy_on: date
    wrap: str | None
    # Key ids (base64url) of those who hold a wrap of the seed.
    holders: list[str]


class KeyWrapIn(Schema):
    """A wrap for one recipient key."""

    key_id: str
    wrap: str


class EpochIn(Schema):
    """A new epoch: its key stands in both directories, its seed is wrapped to those who may read."""

    id: UUID
    wraps: list[KeyWrapIn]
    public_directory: DirectoryIn
    desk_directory: DirectoryIn


class EpochWrapsIn(Schema):
    """Access to an epoch for further people."""

    wraps: list[KeyWrapIn]


class EndorsementOut(Schema):
    """A lead's signature over a directory entry that is not published yet."""

    entry: str
    key: str
    sig: str


class PersonOut(Schema):
    """A colleague or a partner's person, as the people page shows them."""

    id: UUID
    name: str
    username: str
    role: str
    organisation: OrganisationOut
    active: bool
    second_factor: bool
    seal_key: str | None
    sign_key: str | None
    admitted: bool
    endorsements: list[EndorsementOut]
    # For leads: the root's certificate over their signing key, once `manage.py admit_lead` has run.
    certificate: str | None
    certificate_sig: str | None


class WorkerOut(Schema):
    """A desk worker's directory entry with the root's endorsement, and whether it lives."""

    id: UUID
    seal_key: str
    sign_key: str
    entry: str
    endorsements: list[SignatureIn]
    seen_at: datetime | None


class PeopleOut(Schema):
    """Everybody and everything that has a key."""

    people: list[PersonOut]
    workers: list[WorkerOut]
    organisations: list[OrganisationOut]


class OrganisationIn(Schema):
    """A partner organisation to add."""

    name: str
    short: str


class InvitationIn(Schema):
    """Whom to invite. The link is shown once, to the lead who asks."""

    role: str
    organisation: UUID
    name: str
    username: str


class InvitationOut(Schema):
    """An invitation; `path` (the one-time link's path) only in the answer to its making."""

    id: UUID
    role: str
    organisation: UUID
    name: str
    username: str
    expires_at: datetime
    path: str | None


class ProblemOut(Schema):
    """Why a request was refused: a constant code, and a sentence for its reader."""

    code: str
    message: str
