"""Check a case file that somebody holds, with its signature file, without a server and without any key.

The signature file is a bundle of public statements; docs/case-file-signature.md describes it. It proves nothing by
itself: trust comes from the six words of the organisation's root key, which the reader must have from the desk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sealing.directories import desk_directory_verify
from sealing.encoding import b64_encode, canonical_json, parse_json, ref_hex
from sealing.errors import SealingError, UnknownVersion
from sealing.fields import Fields
from sealing.keys import fingerprint_words
from sealing.statements import Signed, release_verify, s2_read
from sealing.words import LANGUAGES, PREFIX, fold

FORMAT = "vigia release 1"
MAX_SIGNATURE_FILE = 8 * 1024 * 1024
_FIELDS = {"format", "root", "organisation", "s1", "s1_signature", "s2", "s2_signature", "countersignature",
           "directories"}  # fmt: skip


class NotGenuineError(Exception):
    """The case file is not shown to be genuine. The message is a plain sentence that holds no input."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was proven. Ids are 32 hexadecimal digits; days are included."""

    case_file: str
    revision: int
    tlp: str
    organisation: str
    copy: str
    expires: date
    expired: bool
    author: str
    approver: str
    worker: str
    directories: tuple[int, ...]


def signature_file(
    *,
    root: bytes,
    organisation: UUID,
    first: Signed,
    second: Signed,
    countersignature: bytes,
    directories: Iterable[Mapping[str, Any]],
) -> bytes:
    """The signature file of one organisation's copy. `directories`: transports of those that S1 and S2 name."""
    return canonical_json(
        {
            "format": FORMAT,
            "root": b64_encode(root),
            "organisation": ref_hex(organisation),
            "s1": b64_encode(first.statement),
            "s1_signature": b64_encode(first.signature),
            "s2": b64_encode(second.statement),
            "s2_signature": b64_encode(second.signature),
            "countersignature": b64_encode(countersignature),
            "directories": [dict(transport) for transport in directories],
        }
    )


def verify_case_file(*, pdf: bytes, signatures: bytes, root_words: str, today: date) -> Verdict:
    """Check `pdf` against its signature file and the root's six words (any of the four languages, any case).

    A release that has expired is still genuine: the verdict says so in `expired`. Raises NotGenuineError.
    """
    if len(signatures) > MAX_SIGNATURE_FILE:
        raise NotGenuineError("The signature file is too large.")
    try:
        return _verify(pdf, signatures, root_words, today)
    except UnknownVersion:
        raise NotGenuineError("The signature file is of a newer version; use a newer program.") from None
    except SealingError as error:
        # The texts of these errors are constant; they say which rule did not hold.
        raise NotGenuineError(f"The case file is not shown to be genuine: {error}.") from None


def _verify(pdf: bytes, signatures: bytes, root_words: str, today: date) -> Verdict:
    value = parse_json(signatures)
    if not isinstance(value, Mapping) or not isinstance(value.get("format"), str):
        raise NotGenuineError("This is not a signature file.")
    if value["format"] != FORMAT:
        raise UnknownVersion("signature file of another version")
    fields = Fields(value, _FIELDS)
    root = fields.b64("root", 32)
    if not _same_words(root, root_words):
        raise NotGenuineError("The words are not those of the root key that signed this.")
    directories = [
        # A release outlives the directory that it names, so the directory's own last day is not asked about.
        desk_directory_verify(root=root, transport=transport, today=None, known=None)
        for transport in fields.items("directories", _transport)
    ]
    second = Signed(fields.b64("s2"), fields.b64("s2_signature", 64))
    expires = s2_read(second.statement).expires
    release = release_verify(
        directories={directory.sha256: directory for directory in directories},
        first=Signed(fields.b64("s1"), fields.b64("s1_signature", 64)),
        second=second,
        countersignature=fields.b64("countersignature", 64),
        organisation=fields.ref("organisation"),
        pdf=pdf,
        today=min(today, expires),
    )
    return Verdict(
        case_file=ref_hex(release.s1.case_file),
        revision=release.s1.revision,
        tlp=release.s1.tlp.value,
        organisation=ref_hex(release.pdf.organisation),
        copy=release.pdf.copy,
        expires=expires,
        expired=expires < today,
        author=ref_hex(release.author.id),
        approver=ref_hex(release.approver.id),
        worker=ref_hex(release.worker.id),
        directories=tuple(sorted(directory.serial for directory in directories)),
    )


def _transport(item: object) -> Mapping[str, Any]:
    if not isinstance(item, Mapping):
        raise NotGenuineError("This is not a signature file.")
    return item


def _same_words(root: bytes, typed: str) -> bool:
    """Whether the six words are the root's; the first four letters of each tell all words of a list apart."""
    given = [word[:PREFIX] for word in fold(typed).split()]
    return any(given == [fold(word)[:PREFIX] for word in fingerprint_words(root, lang)] for lang in LANGUAGES)
