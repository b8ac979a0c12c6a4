"""Nobody releases alone: the author's S1, the approver's S2, and the worker's countersignature."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sealing.directories import DeskDirectory
from sealing.encoding import canonical_json, parse_json, ref_hex
from sealing.errors import Damaged, Refused
from sealing.fields import Fields, ref_item
from sealing.hashing import same, sha256
from sealing.kinds import Role
from sealing.people import Person, Worker
from sealing.signing import signature_check, signature_make
from sealing.types import SignSeed

_S1 = b"vigia s1 v1\n"
_S2 = b"vigia s2 v1\n"
_RELEASE = b"vigia release v1\n"
_HASH_BYTES = 32
_AUTHORS = frozenset({Role.CASE_WORKER, Role.LEAD})
_APPROVERS = frozenset({Role.LEAD})


class Tlp(StrEnum):
    """Traffic Light Protocol 2.0 (FIRST, 2022); the labels are never translated."""

    RED = "TLP:RED"
    AMBER_STRICT = "TLP:AMBER+STRICT"
    AMBER = "TLP:AMBER"
    GREEN = "TLP:GREEN"
    CLEAR = "TLP:CLEAR"


@dataclass(frozen=True, slots=True)
class Signed:
    """A statement's bytes as received, and the signature over them."""

    statement: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class S1:
    """What is to be rendered, for whom. Hashes are SHA-256 of the JSON bytes before padding."""

    case_file: UUID
    revision: int
    source_sha256: bytes
    redactions_sha256: bytes
    organisations: tuple[UUID, ...]
    tlp: Tlp
    directory: bytes
    author: UUID


@dataclass(frozen=True, slots=True)
class ReleasedPdf:
    """One organisation's PDF, its copy mark and SHA-256."""

    organisation: UUID
    copy: str
    sha256: bytes


@dataclass(frozen=True, slots=True)
class S2:
    """What is approved: the S1 of this hash, as these PDFs, up to and including a day."""

    s1: bytes
    pdfs: tuple[ReleasedPdf, ...]
    expires: date
    directory: bytes
    approver: UUID


@dataclass(frozen=True, slots=True)
class Release:
    """A release that holds, as one organisation sees it."""

    s1: S1
    s2: S2
    pdf: ReleasedPdf
    author: Person
    approver: Person
    worker: Worker


def s1_build(s1: S1) -> bytes:
    """The bytes that the author signs."""
    return canonical_json(
        {
            "v": 1,
            "case_file": ref_hex(s1.case_file),
            "revision": s1.revision,
            "source_sha256": s1.source_sha256.hex(),
            "redactions_sha256": s1.redactions_sha256.hex(),
            "organisations": sorted(ref_hex(organisation) for organisation in s1.organisations),
            "tlp": s1.tlp.value,
            "directory": s1.directory.hex(),
            "author": ref_hex(s1.author),
        }
    )


def s2_build(s2: S2) -> bytes:
    """The bytes that the approver signs."""
    pdfs = sorted(s2.pdfs, key=lambda pdf: ref_hex(pdf.organisation))
    return canonical_json(
        {
            "v": 1,
            "s1": s2.s1.hex(),
            "pdfs": [
                {"organisation": ref_hex(pdf.organisation), "copy": pdf.copy, "sha256": pdf.sha256.hex()}
                for pdf in pdfs
            ],
            "expires": s2.expires.isoformat(),
            "directory": s2.directory.hex(),
            "approver": ref_hex(s2.approver),
        }
    )


def s1_sign(*, sign_seed: SignSeed, s1: S1) -> Signed:
    """The author's statement."""
    statement = s1_build(s1)
    return Signed(statement, signature_make(sign_seed=sign_seed, context=_S1, data=statement))


def s2_sign(*, sign_seed: SignSeed, s2: S2) -> Signed:
    """The approver's statement."""
    statement = s2_build(s2)
    return Signed(statement, signature_make(sign_seed=sign_seed, context=_S2, data=statement))


def _ascending(organisations: Iterable[UUID]) -> None:
    listed = [ref_hex(organisation) for organisation in organisations]
    if not listed or listed != sorted(set(listed)):
        raise Damaged("organisations are listed in order, each once, and there is one at least")


def s1_read(statement: bytes) -> S1:
    """What a statement says. Raises Damaged, UnknownVersion."""
    names = {
        "case_file",
        "revision",
        "source_sha256",
        "redactions_sha256",
        "organisations",
        "tlp",
        "directory",
        "author",
    }
    fields = Fields.versioned(parse_json(statement), names)
    organisations = tuple(fields.items("organisations", ref_item))
    _ascending(organisations)
    return S1(
        case_file=fields.ref("case_file"),
        revision=fields.integer("revision", 1),
        source_sha256=fields.hexadecimal("source_sha256", _HASH_BYTES),
        redactions_sha256=fields.hexadecimal("redactions_sha256", _HASH_BYTES),
        organisations=organisations,
        tlp=Tlp(fields.one_of("tlp", tuple(Tlp))),
        directory=fields.hexadecimal("directory", _HASH_BYTES),
        author=fields.ref("author"),
    )


def _pdf_read(value: object) -> ReleasedPdf:
    fields = Fields(value, {"organisation", "copy", "sha256"})
    return ReleasedPdf(fields.ref("organisation"), fields.text("copy"), fields.hexadecimal("sha256", _HASH_BYTES))


def s2_read(statement: bytes) -> S2:
    """What a statement says. Raises Damaged, UnknownVersion."""
    fields = Fields.versioned(parse_json(statement), {"s1", "pdfs", "expires", "directory", "approver"})
    pdfs = tuple(fields.items("pdfs", _pdf_read))
    _ascending(pdf.organisation for pdf in pdfs)
    return S2(
        s1=fields.hexadecimal("s1", _HASH_BYTES),
        pdfs=pdfs,
        expires=fields.day("expires"),
        directory=fields.hexadecimal("directory", _HASH_BYTES),
        approver=fields.ref("approver"),
    )


def _signer(
    directory: DeskDirectory, named: bytes, user: UUID, roles: frozenset[Role], context: bytes, signed: Signed
) -> Person:
    if not same(directory.sha256, named):
        raise Refused("the statement names another directory")
    person = directory.people.get(user)
    if person is None or person.role not in roles:
        raise Refused("the signer holds no role for this")
    try:
        signature_check(public=person.sign_key, context=context, data=signed.statement, signature=signed.signature)
    except Damaged:
        raise Refused("the statement's signature does not hold") from None
    return person


def s1_verify(*, directory: DeskDirectory, signed: Signed) -> tuple[S1, Person]:
    """S1 and its author, by the verified directory that it names. Raises Refused, Damaged, UnknownVersion."""
    s1 = s1_read(signed.statement)
    return s1, _signer(directory, s1.directory, s1.author, _AUTHORS, _S1, signed)


def s2_verify(*, directory: DeskDirectory, s1: bytes, signed: Signed) -> tuple[S2, Person]:
    """S2 and its approver, by the verified directory that it names; `s1` are the bytes of the S1 it must approve.

    Raises Refused where it approves something else or other organisations, or its signer is the author or no lead.
    """
    first, s2 = s1_read(s1), s2_read(signed.statement)
    if not same(s2.s1, sha256(s1)):
        raise Refused("this approves another S1")
    if s2.approver == first.author:
        raise Refused("nobody approves their own case file")
    if tuple(pdf.organisation for pdf in s2.pdfs) != first.organisations:
        raise Refused("this approves for other organisations")
    return s2, _signer(directory, s2.directory, s2.approver, _APPROVERS, _S2, signed)


def _release_bytes(first: Signed, second: Signed) -> bytes:
    parts = []
    for signed in (first, second):
        parts += [len(signed.statement).to_bytes(4, "big"), signed.statement, signed.signature]
    return b"".join(parts)


def countersign(*, sign_seed: SignSeed, current: DeskDirectory, directories: Mapping[bytes, DeskDirectory],
                first: Signed, second: Signed) -> bytes:  # fmt: skip
    """The worker's signature, 64 bytes, over both statements, if they hold. Raises Refused, Damaged, UnknownVersion.

    `directories` are verified ones by SHA-256, those that the statements name among them; `current` is the newest.
    Both signers must still hold their roles and keys there: else somebody who was removed could sign by an old one.
    """
    _, author, _, approver, _ = _statements_verify(directories, first, second)
    for person in (author, approver):
        now = current.people.get(person.id)
        if now is None or now.role is not person.role or now.sign_key != person.sign_key:
            raise Refused("a signer no longer holds this role and key")
    return signature_make(sign_seed=sign_seed, context=_RELEASE, data=_release_bytes(first, second))


def countersign_verify(*, directory: DeskDirectory, first: Signed, second: Signed, countersignature: bytes) -> Worker:
    """The worker who countersigned, of the directory that S2 names. Raises Refused where none of it did."""
    data = _release_bytes(first, second)
    for worker in directory.workers.values():
        try:
            signature_check(public=worker.sign_key, context=_RELEASE, data=data, signature=countersignature)
        except Damaged:
            continue
        return worker
    raise Refused("no worker of the directory countersigned")


def _statements_verify(
    directories: Mapping[bytes, DeskDirectory], first: Signed, second: Signed
) -> tuple[S1, Person, S2, Person, DeskDirectory]:
    before = directories.get(s1_read(first.statement).directory)
    directory = directories.get(s2_read(second.statement).directory)
    if before is None or directory is None or before.desk != directory.desk:
        raise Refused("the directory that was signed for is missing")
    s1, author = s1_verify(directory=before, signed=first)
    s2, approver = s2_verify(directory=directory, s1=first.statement, signed=second)
    if author.sign_key == approver.sign_key:
        raise Refused("one key signed both statements")
    return s1, author, s2, approver, directory


def release_verify(
    *,
    directories: Mapping[bytes, DeskDirectory],
    first: Signed,
    second: Signed,
    countersignature: bytes,
    organisation: UUID,
    pdf: bytes,
    today: date,
) -> Release:
    """All that is checked before a case file is shown as genuine. Raises Refused, Damaged, UnknownVersion.

    `directories` are verified ones by SHA-256, those that the statements name among them (often one and the same);
    `organisation` is the reader's, `pdf` the opened bytes.
    """
    s1, author, s2, approver, directory = _statements_verify(directories, first, second)
    worker = countersign_verify(directory=directory, first=first, second=second, countersignature=countersignature)
    for released in s2.pdfs:
        if released.organisation == organisation:
            break
    else:
        raise Refused("not released to this organisation")
    if not same(released.sha256, sha256(pdf)):
        raise Refused("another PDF than was approved")
    if s2.expires < today:
        raise Refused("the release has expired")
    return Release(s1=s1, s2=s2, pdf=released, author=author, approver=approver, worker=worker)
