"""Finding what was changed, removed or reordered in the audit trail (threat model row 29).

The chain alone finds whatever is changed, removed or moved inside it. A tail that is cut off, or a chain that was
written anew from some row on, is found against the heads that the worker signed and, since a database's owner can
change those rows too, against the worker's own copies of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from audit.models import AuditEvent, SignedHead
from audit.services import GENESIS, event_digest, head, head_message

# Given the worker's key id (16), what was signed, and the signature (64): whether it holds.
HoldsSignature = Callable[[bytes, bytes, bytes], bool]


class Flaw(StrEnum):
    """What is wrong at a row."""

    CHANGED = "changed"
    REMOVED = "removed"
    MOVED = "reordered"
    UNLINKED = "does not follow the row before it"
    HEAD = "is not the head that is recorded"
    SIGNED_HEAD = "contradicts a signed head"
    COPY = "contradicts the worker's copy of a head"
    SIGNATURE = "carries a head's signature that does not hold"


@dataclass(frozen=True)
class Fault:
    """One row that is not as it was written."""

    serial: int
    flaw: Flaw

    def __str__(self) -> str:
        return f"row {self.serial} {self.flaw.value}"


@dataclass(frozen=True)
class KnownHead:
    """A head as the worker noted it on its own host."""

    day: date
    serial: int
    digest: bytes


@dataclass(frozen=True)
class Verdict:
    """How many rows there are, the head they lead to, and the faults in order of rows."""

    rows: int
    digest: bytes
    faults: tuple[Fault, ...]


class UnreadableCopy(Exception):
    """A line of the worker's copies is not a head."""


def known_heads_read(lines: Iterable[str]) -> list[KnownHead]:
    """The worker's copies: one JSON object a line with `day`, `serial`, `digest` (hex). Raises UnreadableCopy."""
    heads = []
    for line in lines:
        if not line.strip():
            continue
        try:
            body = json.loads(line)
            found = KnownHead(date.fromisoformat(body["day"]), int(body["serial"]), bytes.fromhex(body["digest"]))
        except (ValueError, KeyError, TypeError):
            raise UnreadableCopy from None
        heads.append(found)
    return heads


def audit_verify(*, known: Iterable[KnownHead] = (), holds_signature: HoldsSignature | None = None) -> Verdict:
    """Check every row, the recorded head, every signed head, and the worker's copies `known`.

    Signatures of heads are checked only where `holds_signature` is given: this layer holds no keys.
    """
    faults: list[Fault] = []
    digests: dict[int, bytes] = {0: GENESIS}
    serials: dict[bytes, int] = {GENESIS: 0}
    last = 0
    for event in AuditEvent.objects.order_by("serial").iterator(chunk_size=2000):
        faults += [Fault(missing, Flaw.REMOVED) for missing in range(last + 1, event.serial)]
        stored, previous = bytes(event.digest), bytes(event.previous)
        flaw = _flaw(event, stored, previous, digests.get(event.serial - 1), serials)
        if flaw is not None:
            faults.append(Fault(event.serial, flaw))
        digests[event.serial], serials[stored] = stored, event.serial
        last = event.serial
    serial, digest = head()
    if serial > last:
        faults += [Fault(missing, Flaw.REMOVED) for missing in range(last + 1, serial + 1)]
    elif digests[last] != digest:
        faults.append(Fault(last, Flaw.HEAD))
    faults += _against_heads(digests, known, holds_signature)
    rows = len(digests) - 1
    return Verdict(rows=rows, digest=digests[last], faults=tuple(sorted(set(faults), key=lambda f: (f.serial, f.flaw))))


def _flaw(
    event: AuditEvent, stored: bytes, previous: bytes, before: bytes | None, serials: dict[bytes, int]
) -> Flaw | None:
    if event_digest(event) == stored:
        # After a removed row there is nothing to follow; the gap is reported already.
        return Flaw.UNLINKED if before is not None and previous != before else None
    # A row that was moved still holds together at the serial after the row it was chained to.
    return Flaw.MOVED if _fits_elsewhere(event, stored, previous, serials) else Flaw.CHANGED


def _fits_elsewhere(event: AuditEvent, stored: bytes, previous: bytes, serials: dict[bytes, int]) -> bool:
    seen = serials.get(previous)
    if seen is None:
        found = AuditEvent.objects.filter(digest=previous).values_list("serial", flat=True).first()
        seen = found if found is not None else -1
    # Where two rows changed places, either may stand one off from the row it was chained to.
    near = {seen + 1, seen, event.serial - 1, event.serial + 1}
    return any(event_digest(event, serial=place) == stored for place in near if place > 0)


def _against_heads(
    digests: dict[int, bytes], known: Iterable[KnownHead], holds_signature: HoldsSignature | None
) -> Iterator[Fault]:
    for signed in SignedHead.objects.order_by("day"):
        digest = bytes(signed.digest)
        if digests.get(signed.serial) != digest:
            yield Fault(signed.serial, Flaw.REMOVED if signed.serial not in digests else Flaw.SIGNED_HEAD)
        message = head_message(day=signed.day, serial=signed.serial, digest=digest)
        if holds_signature and not holds_signature(bytes(signed.worker_key_id), message, bytes(signed.signature)):
            yield Fault(signed.serial, Flaw.SIGNATURE)
    for copy in known:
        if digests.get(copy.serial) != copy.digest:
            yield Fault(copy.serial, Flaw.REMOVED if copy.serial not in digests else Flaw.COPY)
