"""The public and the desk directory: building, signing, and believing them.

The chain of trust is root → lead certificate → directory, and root or leads → each entry.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sealing.encoding import b64_encode, canonical_json, parse_json, ref_hex
from sealing.errors import Damaged, Refused
from sealing.fields import Fields, ref_item
from sealing.hashing import same, sha256
from sealing.keys import SEAL_KEY_BYTES, key_id, sign_public
from sealing.kinds import MAKER_ROLES, Kind
from sealing.people import (
    Certificate,
    EndorsedEntry,
    Lead,
    Person,
    Signature,
    Worker,
    certificate_read,
    certificate_value,
    distinct,
    endorsed_read,
    endorsed_value,
    entry_endorse,
    entry_read,
    entry_verify,
    lead_certify,
    lead_verify,
    person_entry,
    signature_read,
    signature_value,
    worker_entry,
)
from sealing.receipts import SALT_BYTES
from sealing.signing import signature_check, signature_make
from sealing.types import SignSeed

__all__ = [
    "Certificate", "DeskDirectory", "EndorsedEntry", "Epoch", "Known", "Lead", "Person", "PublicDirectory", "Signature",
    "Worker", "desk_directory_build", "desk_directory_verify", "directory_sign", "directory_transport", "entry_endorse",
    "entry_read", "entry_verify", "lead_certify", "lead_verify", "person_entry", "public_directory_build",
    "public_directory_verify", "worker_entry",
]  # fmt: skip

_CONTEXT = b"vigia directory v1\n"
_COMMON = {"serial", "previous", "valid_until", "desk", "leads"}
_EPOCH = {"id", "key", "accept_from", "accept_until"}
_MAX_SERIAL = 2**32 - 1  # a vault keeps it in four bytes
_HASH_BYTES = 32


@dataclass(frozen=True, slots=True)
class Known:
    """The highest directory of its sort that somebody has seen, and the SHA-256 of its bytes."""

    serial: int
    sha256: bytes


@dataclass(frozen=True, slots=True)
class Epoch:
    """An epoch's public key (1,216 bytes) and days, both ends included. The public directory has no `destroy_on`."""

    id: UUID
    key: bytes = field(repr=False)
    accept_from: date
    accept_until: date
    destroy_on: date | None = None

    @property
    def key_id(self) -> bytes:
        return key_id(self.key)

    def accepts(self, today: date) -> bool:
        return self.accept_from <= today <= self.accept_until


@dataclass(frozen=True, slots=True)
class _Directory:
    body: bytes = field(repr=False)  # the bytes that were signed
    serial: int
    sha256: bytes
    previous: bytes  # SHA-256 of the predecessor, empty for the first
    valid_until: date
    desk: UUID
    leads: tuple[Lead, ...]
    certificates: tuple[Certificate, ...] = field(repr=False)
    epochs: tuple[Epoch, ...]

    @property
    def known(self) -> Known:
        return Known(serial=self.serial, sha256=self.sha256)

    def epoch(self, epoch_id: UUID) -> Epoch:
        """Raises Refused where the directory has no such epoch."""
        for epoch in self.epochs:
            if epoch.id == epoch_id:
                return epoch
        raise Refused("no such epoch")

    def epoch_of_key(self, epoch_key_id: bytes) -> Epoch:
        """The epoch of a wrap's key id. Raises Refused."""
        for epoch in self.epochs:
            if epoch.key_id == epoch_key_id:
                return epoch
        raise Refused("no epoch has this key")

    def epoch_current(self, today: date) -> Epoch:
        """The epoch to seal to: of those that accept, the one that began last. Raises Refused where none does.

        Of those that began on one day it is the one named last, so that removing a person rotates at once on any day.
        """
        accepting = [epoch for epoch in self.epochs if epoch.accepts(today)]
        if not accepting:
            raise Refused("no epoch accepts on this day")
        return max(reversed(accepting), key=lambda epoch: epoch.accept_from)


@dataclass(frozen=True, slots=True)
class PublicDirectory(_Directory):
    """What submitters need: epochs and the receipt salt; nothing about people."""

    receipt_salt: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class DeskDirectory(_Directory):
    """Keys, roles and organisations; served to signed-in users only."""

    people: Mapping[UUID, Person]
    workers: Mapping[UUID, Worker]
    endorsed: tuple[EndorsedEntry, ...] = field(repr=False)
    removed: frozenset[UUID]

    def _subjects(self) -> list[Person | Worker]:
        return [*self.people.values(), *self.workers.values()]

    def by_sign_key_id(self, sign_key_id: bytes) -> Person | Worker:
        """Whose signing key this is. Raises Refused."""
        for subject in self._subjects():
            if subject.sign_key_id == sign_key_id:
                return subject
        raise Refused("the directory knows no such signing key")

    def by_seal_key_id(self, seal_key_id: bytes) -> Person | Worker:
        """Whose sealing key this is. Raises Refused."""
        for subject in self._subjects():
            if subject.seal_key_id == seal_key_id:
                return subject
        raise Refused("the directory knows no such sealing key")

    def maker(self, *, sign_key_id: bytes, kind: Kind) -> Person | Worker:
        """Who made an envelope of this kind, by the key id beside it. Raises Refused where that role may not."""
        subject = self.by_sign_key_id(sign_key_id)
        if subject.role not in MAKER_ROLES.get(kind, frozenset()):
            raise Refused("this role may not make this kind")
        return subject

    def members(self, organisation: UUID) -> tuple[Person, ...]:
        """The people of an organisation, to wrap to."""
        return tuple(person for person in self.people.values() if person.organisation == organisation)


def _common_value(
    kind: str, serial: int, previous: bytes | None, valid_until: date, desk: UUID, leads: Iterable[Certificate]
) -> dict[str, Any]:
    if not 1 <= serial <= _MAX_SERIAL or (serial == 1) != (previous is None):
        raise Refused("serials count from 1, and the first directory alone has no predecessor")
    return {
        "v": 1,
        "type": kind,
        "serial": serial,
        "previous": "" if previous is None else previous.hex(),
        "valid_until": valid_until.isoformat(),
        "desk": ref_hex(desk),
        "leads": [certificate_value(certificate) for certificate in leads],
    }


def _epoch_value(epoch: Epoch) -> dict[str, Any]:
    return {
        "id": ref_hex(epoch.id),
        "key": b64_encode(epoch.key),
        "accept_from": epoch.accept_from.isoformat(),
        "accept_until": epoch.accept_until.isoformat(),
    }


def desk_directory_build(
    *,
    serial: int,
    previous: bytes | None,
    valid_until: date,
    desk: UUID,
    leads: Iterable[Certificate],
    entries: Iterable[EndorsedEntry],
    epochs: Iterable[Epoch],
    removed: Iterable[UUID] = (),
) -> bytes:
    """The bytes of a desk directory, to be signed. `previous` is the predecessor's SHA-256, None for the first."""
    value = _common_value("desk", serial, previous, valid_until, desk, leads)
    value["entries"] = [endorsed_value(endorsed) for endorsed in entries]
    value["removed"] = sorted(ref_hex(user) for user in removed)
    value["epochs"] = []
    for epoch in epochs:
        if epoch.destroy_on is None:
            raise Refused("an epoch's last day is fixed when it is made")
        value["epochs"].append({**_epoch_value(epoch), "destroy_on": epoch.destroy_on.isoformat()})
    return canonical_json(value)


def public_directory_build(
    *,
    serial: int,
    previous: bytes | None,
    valid_until: date,
    desk: UUID,
    leads: Iterable[Certificate],
    epochs: Iterable[Epoch],
    receipt_salt: bytes,
) -> bytes:
    """The bytes of a public directory, to be signed."""
    value = _common_value("public", serial, previous, valid_until, desk, leads)
    value["receipt_salt"] = b64_encode(receipt_salt)
    value["epochs"] = [_epoch_value(epoch) for epoch in epochs]
    return canonical_json(value)


def directory_sign(*, sign_seed: SignSeed, body: bytes) -> Signature:
    """A certified lead's signature over a directory's bytes."""
    return Signature(
        key=sign_public(sign_seed), signature=signature_make(sign_seed=sign_seed, context=_CONTEXT, data=body)
    )


def directory_transport(*, body: bytes, signatures: Iterable[Signature]) -> dict[str, Any]:
    """The form in which a directory is stored and served."""
    return {"body": b64_encode(body), "signatures": [signature_value(signature) for signature in signatures]}


def _signatures_verify(signatures: list[Signature], body: bytes, leads: Iterable[Lead]) -> None:
    if not signatures:
        raise Refused("nobody signed the directory")
    certified = {lead.sign_key for lead in leads}
    for signature in signatures:
        if signature.key not in certified:
            raise Refused("signed by no certified lead")
        try:
            signature_check(public=signature.key, context=_CONTEXT, data=body, signature=signature.signature)
        except Damaged:
            raise Refused("the directory's signature does not hold") from None


def _common_read(fields: Fields, body: bytes, root: bytes, epochs: list[Epoch]) -> dict[str, Any]:
    serial = fields.integer("serial", 1, _MAX_SERIAL)
    previous = b"" if serial == 1 else fields.hexadecimal("previous", _HASH_BYTES)
    if serial == 1 and fields.text("previous") != "":
        raise Damaged("the first directory has no predecessor")
    certificates = tuple(fields.items("leads", certificate_read))
    leads = tuple(lead_verify(root=root, certificate=certificate) for certificate in certificates)
    distinct([lead.user for lead in leads])
    distinct([lead.sign_key for lead in leads])
    distinct([epoch.id for epoch in epochs])
    distinct([epoch.key for epoch in epochs])
    for epoch in epochs:
        if not epoch.accept_from <= epoch.accept_until <= (epoch.destroy_on or date.max):
            raise Refused("an epoch's days are out of order")
    return {
        "body": body,
        "serial": serial,
        "sha256": sha256(body),
        "previous": previous,
        "valid_until": fields.day("valid_until"),
        "desk": fields.ref("desk"),
        "leads": leads,
        "certificates": certificates,
        "epochs": tuple(epochs),
    }


def _epoch_read(value: object) -> Epoch:
    return _epoch(Fields(value, _EPOCH), None)


def _desk_epoch_read(value: object) -> Epoch:
    fields = Fields(value, {*_EPOCH, "destroy_on"})
    return _epoch(fields, fields.day("destroy_on"))


def _epoch(fields: Fields, destroy_on: date | None) -> Epoch:
    return Epoch(
        id=fields.ref("id"),
        key=fields.b64("key", SEAL_KEY_BYTES),
        accept_from=fields.day("accept_from"),
        accept_until=fields.day("accept_until"),
        destroy_on=destroy_on,
    )


def _transport_read(transport: bytes | Mapping[str, Any]) -> tuple[bytes, list[Signature]]:
    fields = Fields(parse_json(transport) if isinstance(transport, bytes) else transport, {"body", "signatures"})
    return fields.b64("body"), fields.items("signatures", signature_read)


def _step_verify(directory: _Directory, today: date | None, known: Known | None) -> None:
    if today is not None and directory.valid_until < today:
        raise Refused("the directory has run out")
    if known is None:
        return
    if directory.serial < known.serial:
        raise Refused("the directory goes back")
    if directory.serial == known.serial and not same(directory.sha256, known.sha256):
        raise Refused("two directories of one serial")
    if directory.serial == known.serial + 1 and not same(directory.previous, known.sha256):
        raise Refused("the directory's chain is broken")


def desk_directory_verify(
    *,
    root: bytes,
    transport: bytes | Mapping[str, Any],
    today: date | None,
    known: Known | None,
    following: DeskDirectory | None = None,
) -> DeskDirectory:
    """A desk directory that may be acted on. Raises Refused, Damaged, UnknownVersion: then stop sealing, and say so.

    `today` is None only for a past directory that a statement names. Who still has the last directory they believed
    gives it as `following`: then somebody who was removed there can neither come back nor sign what follows.
    """
    body, signatures = _transport_read(transport)
    fields = Fields.versioned(parse_json(body), {*_COMMON, "entries", "epochs", "removed"}, "desk")
    common = _common_read(fields, body, root, fields.items("epochs", _desk_epoch_read))
    _signatures_verify(signatures, body, common["leads"])
    endorsed = tuple(fields.items("entries", endorsed_read))
    subjects = [entry_verify(endorsed=entry, leads=common["leads"], root=root) for entry in endorsed]
    distinct([subject.id for subject in subjects])
    distinct([subject.sign_key for subject in subjects])
    distinct([subject.seal_key for subject in subjects])
    removed = fields.items("removed", ref_item)
    distinct(removed)
    directory = DeskDirectory(
        **common,
        people={subject.id: subject for subject in subjects if isinstance(subject, Person)},
        workers={subject.id: subject for subject in subjects if isinstance(subject, Worker)},
        endorsed=endorsed,
        removed=frozenset(removed),
    )
    if directory.removed & {*directory.people, *(lead.user for lead in directory.leads)}:
        raise Refused("a removed person is in the directory")
    if following is not None:
        _following_verify(directory, signatures, following)
        known = following.known if known is None or known.serial < following.serial else known
    _step_verify(directory, today, known)
    return directory


def _following_verify(directory: DeskDirectory, signatures: list[Signature], before: DeskDirectory) -> None:
    if directory.desk != before.desk or not before.removed <= directory.removed:
        raise Refused("another desk, or somebody who was removed is forgotten")
    if directory.serial > before.serial and not {lead.sign_key for lead in before.leads} & {s.key for s in signatures}:
        # A certificate of the root never runs out; without this, a lead who was removed could sign themselves in again.
        raise Refused("signed by nobody who was a lead before")


def public_directory_verify(
    *, root: bytes, transport: bytes | Mapping[str, Any], today: date | None, known: Known | None
) -> PublicDirectory:
    """A public directory that may be acted on. Raises Refused, Damaged, UnknownVersion: stop sealing then."""
    body, signatures = _transport_read(transport)
    fields = Fields.versioned(parse_json(body), {*_COMMON, "receipt_salt", "epochs"}, "public")
    common = _common_read(fields, body, root, fields.items("epochs", _epoch_read))
    _signatures_verify(signatures, body, common["leads"])
    directory = PublicDirectory(**common, receipt_salt=fields.b64("receipt_salt", SALT_BYTES))
    _step_verify(directory, today, known)
    return directory
