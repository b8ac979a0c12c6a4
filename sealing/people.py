"""Lead certificates, directory entries and their endorsements: how a key comes to be somebody's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sealing.encoding import b64_encode, canonical_json, parse_json, ref_hex
from sealing.errors import Damaged, Refused
from sealing.fields import Fields
from sealing.keys import SEAL_KEY_BYTES, SIGN_KEY_BYTES, key_id, sign_public
from sealing.kinds import Role
from sealing.signing import SIGNATURE_BYTES, signature_check, signature_make
from sealing.types import SignSeed

_LEAD = b"vigia lead v1\n"
_ENTRY = b"vigia entry v1\n"
_PERSON_ROLES = (Role.CASE_WORKER, Role.LEAD, Role.PARTNER)


@dataclass(frozen=True, slots=True)
class Signature:
    """An Ed25519 public key (32 bytes) and its signature (64 bytes)."""

    key: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Certificate:
    """A lead certificate's bytes and the root's signature."""

    cert: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class EndorsedEntry:
    """An entry's bytes and who endorsed them."""

    entry: bytes
    by: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead whose signing key the root has signed."""

    user: UUID
    sign_key: bytes = field(repr=False)
    issued: date


@dataclass(frozen=True, slots=True)
class Maker:
    """What persons and workers have in common: public keys and the ids by which rows name them."""

    id: UUID
    role: Role
    sign_key: bytes = field(repr=False)
    seal_key: bytes = field(repr=False)

    @property
    def sign_key_id(self) -> bytes:
        return key_id(self.sign_key)

    @property
    def seal_key_id(self) -> bytes:
        return key_id(self.seal_key)

    @property
    def key_material(self) -> bytes:
        """What `fingerprint_words` is taken of."""
        return self.sign_key + self.seal_key


@dataclass(frozen=True, slots=True)
class Person(Maker):
    """A case worker, lead or partner; `id` is the user."""

    organisation: UUID


@dataclass(frozen=True, slots=True)
class Worker(Maker):
    """A desk worker; `id` is the worker."""


def lead_certify(*, root_seed: SignSeed, user: UUID, sign_key: bytes, issued: date) -> Certificate:
    """The root's word that this signing key is this lead's."""
    cert = canonical_json(
        {
            "v": 1,
            "type": "lead",
            "user": ref_hex(user),
            "sign_key": b64_encode(sign_key),
            "issued": issued.isoformat(),
        }
    )
    return Certificate(cert=cert, signature=signature_make(sign_seed=root_seed, context=_LEAD, data=cert))


def lead_verify(*, root: bytes, certificate: Certificate) -> Lead:
    """The lead of a certificate. Raises Refused unless the root signed it; Damaged, UnknownVersion."""
    _check(certificate.signature, root, _LEAD, certificate.cert, "the root did not sign this lead")
    fields = Fields.versioned(parse_json(certificate.cert), {"user", "sign_key", "issued"}, "lead")
    return Lead(user=fields.ref("user"), sign_key=fields.b64("sign_key", SIGN_KEY_BYTES), issued=fields.day("issued"))


def _check(signature: bytes, public: bytes, context: bytes, data: bytes, complaint: str) -> None:
    try:
        signature_check(public=public, context=context, data=data, signature=signature)
    except Damaged:
        raise Refused(complaint) from None


def person_entry(*, user: UUID, organisation: UUID, role: Role, sign_key: bytes, seal_key: bytes) -> bytes:
    """The bytes of a person's entry, which leads endorse after they compared the fingerprint words."""
    if role not in _PERSON_ROLES:
        raise Refused("no role of a person")
    return canonical_json(
        {
            "v": 1,
            "type": "person",
            "user": ref_hex(user),
            "organisation": ref_hex(organisation),
            "role": role.value,
            "sign_key": b64_encode(sign_key),
            "seal_key": b64_encode(seal_key),
        }
    )


def worker_entry(*, worker: UUID, sign_key: bytes, seal_key: bytes) -> bytes:
    """The bytes of a worker's entry."""
    return canonical_json(
        {
            "v": 1,
            "type": "worker",
            "worker": ref_hex(worker),
            "sign_key": b64_encode(sign_key),
            "seal_key": b64_encode(seal_key),
        }
    )


def entry_endorse(*, sign_seed: SignSeed, entry: bytes) -> Signature:
    """A lead's, or the root's, word for an entry."""
    return Signature(
        key=sign_public(sign_seed), signature=signature_make(sign_seed=sign_seed, context=_ENTRY, data=entry)
    )


def endorsement_verify(*, entry: bytes, signature: Signature) -> None:
    """Raises Refused unless this is that key's word for these bytes. Whose key it is, is the caller's to know."""
    _check(signature.signature, signature.key, _ENTRY, entry, "an endorsement does not hold")


def entry_read(entry: bytes) -> Person | Worker:
    """What an entry says; that it says so proves nothing yet. Raises Damaged, UnknownVersion."""
    value = parse_json(entry)
    if isinstance(value, dict) and value.get("type") == "worker":
        fields = Fields.versioned(value, {"worker", "sign_key", "seal_key"}, "worker")
        sign_key, seal_key = _keys(fields)
        return Worker(id=fields.ref("worker"), role=Role.WORKER, sign_key=sign_key, seal_key=seal_key)
    fields = Fields.versioned(value, {"user", "organisation", "role", "sign_key", "seal_key"}, "person")
    sign_key, seal_key = _keys(fields)
    return Person(
        id=fields.ref("user"),
        organisation=fields.ref("organisation"),
        role=Role(fields.one_of("role", _PERSON_ROLES)),
        sign_key=sign_key,
        seal_key=seal_key,
    )


def _keys(fields: Fields) -> tuple[bytes, bytes]:
    return fields.b64("sign_key", SIGN_KEY_BYTES), fields.b64("seal_key", SEAL_KEY_BYTES)


def endorsements_needed(role: Role) -> int:
    """How many different certified leads must vouch for an entry of this role; the root's own word counts as enough.

    Two for everybody whose key the root itself did not sign: one lead alone could else invent a case worker, write as
    that one and approve as themselves. A lead's key is certified by the root, so that one word suffices there.
    """
    return 1 if role is Role.LEAD else 2


def entry_verify(*, endorsed: EndorsedEntry, leads: Iterable[Lead], root: bytes) -> Person | Worker:
    """An entry whose endorsements suffice. Raises Refused where they do not or one fails; Damaged, UnknownVersion.

    An entry of the role lead needs one endorsement, and the root's certificate for that very key. Every other entry (case
    worker, partner, worker) needs those of two certified leads with different user ids. The root's own word is enough
    endorsement for everybody. With less, one lead could make up the second person that a release needs.
    """
    subject = entry_read(endorsed.entry)
    by_key = {lead.sign_key: lead for lead in leads}
    endorsers: set[UUID] = set()
    by_root = False
    for signature in endorsed.by:
        lead = by_key.get(signature.key)
        if lead is None and signature.key != root:
            raise Refused("endorsed by nobody whom the root certified")
        _check(signature.signature, signature.key, _ENTRY, endorsed.entry, "an endorsement does not hold")
        by_root = by_root or signature.key == root
        if lead is not None:
            endorsers.add(lead.user)
    if not by_root and len(endorsers) < endorsements_needed(subject.role):
        raise Refused("too few endorsements")
    if subject.role is Role.LEAD:
        certified = by_key.get(subject.sign_key)
        if certified is None or certified.user != subject.id:
            raise Refused("a lead without the root's certificate")
    return subject


def certificate_value(certificate: Certificate) -> dict[str, str]:
    return {"cert": b64_encode(certificate.cert), "sig": b64_encode(certificate.signature)}


def certificate_read(value: object) -> Certificate:
    fields = Fields(value, {"cert", "sig"})
    return Certificate(cert=fields.b64("cert"), signature=fields.b64("sig", SIGNATURE_BYTES))


def signature_value(signature: Signature) -> dict[str, str]:
    return {"key": b64_encode(signature.key), "sig": b64_encode(signature.signature)}


def signature_read(value: object) -> Signature:
    fields = Fields(value, {"key", "sig"})
    return Signature(key=fields.b64("key", SIGN_KEY_BYTES), signature=fields.b64("sig", SIGNATURE_BYTES))


def endorsed_value(endorsed: EndorsedEntry) -> Mapping[str, Any]:
    return {"entry": b64_encode(endorsed.entry), "by": [signature_value(signature) for signature in endorsed.by]}


def endorsed_read(value: object) -> EndorsedEntry:
    fields = Fields(value, {"entry", "by"})
    return EndorsedEntry(entry=fields.b64("entry"), by=tuple(fields.items("by", signature_read)))


def distinct(items: Sequence[object]) -> None:
    """Raises Refused where something is listed twice."""
    if len(set(items)) != len(items):
        raise Refused("something is listed twice")
