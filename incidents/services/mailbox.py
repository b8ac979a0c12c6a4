"""The mailbox behind a receipt: what a browser that opens answers by itself asks for. Nothing here opens anything.

An unknown mailbox and a closed one are one case all the way: no row has that hash (threat model row 13).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from incidents.choices import Direction, SealedBy
from incidents.models import Message, Tip
from incidents.services.arrivals import ArrivalRefused, envelope_check
from incidents.services.desk_keys import desk_keys
from sealing.kinds import Kind
from sealing.receipts import mailbox_stored_id
from sealing.wraps import WRAP_BYTES
from vault.models import Epoch, Wrap

# So many messages a submitter may leave in one mailbox; beyond, the desk has to read first.
MOST_MESSAGES = 200


class NoSuchMailbox(Exception):
    """Nobody has this mailbox, or it was closed: nobody can tell which."""


@dataclass(frozen=True, slots=True)
class MailboxRow:
    """One message. Own messages and answers whose wrap was deleted come without sealed bytes."""

    id: UUID
    direction: int
    seq: int
    day: date
    key_id: bytes
    envelope: bytes = field(repr=False)
    wrap: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class MailboxRows:
    """A mailbox as stored, in the order of the days."""

    tip: UUID
    day: date
    rows: tuple[MailboxRow, ...]


def _tip(mailbox_id: bytes, *, lock: bool = False) -> Tip:
    found = Tip.objects.filter(mailbox=mailbox_stored_id(mailbox_id)).only("id", "day", "mailbox")
    if lock:
        found = found.select_for_update()
    tip = found.first()
    if tip is None:
        raise NoSuchMailbox
    return tip


def _reply_wraps(tip: Tip, messages: Iterable[UUID] | None = None) -> list[Wrap]:
    """The wraps of a tip's answers to its mailbox; those to the desk's epochs are left out."""
    replies = Message.objects.filter(tip=tip, direction=Direction.TO_SUBMITTER)
    if messages is not None:
        replies = replies.filter(id__in=list(messages))
    wraps = Wrap.objects.filter(kind=Kind.REPLY, ref__in=replies.values("id"))
    return list(wraps.exclude(key_id__in=Epoch.objects.values("key_id")))


def mailbox_rows(*, mailbox_id: bytes) -> MailboxRows:
    """All messages of a mailbox. Raises NoSuchMailbox."""
    tip = _tip(mailbox_id)
    wraps = {wrap.ref: wrap for wrap in _reply_wraps(tip)}
    rows = []
    for message in Message.objects.filter(tip=tip).order_by("day", "direction", "seq"):
        wrap = wraps.get(message.id)
        rows.append(
            MailboxRow(
                id=message.id,
                direction=message.direction,
                seq=message.seq,
                day=message.day,
                key_id=bytes(wrap.key_id) if wrap else b"",
                envelope=bytes(message.envelope) if wrap else b"",
                wrap=bytes(wrap.wrap) if wrap else b"",
            )
        )
    return MailboxRows(tip=tip.id, day=tip.day, rows=tuple(rows))


def next_seq(*, mailbox_id: bytes) -> tuple[UUID, int]:
    """The tip and the number of the submitter's next message. Raises NoSuchMailbox; ArrivalRefused when full."""
    tip = _tip(mailbox_id)
    mine = Message.objects.filter(tip=tip, direction=Direction.TO_DESK)
    highest = mine.aggregate(highest=Max("seq"))["highest"] or 0
    if highest >= MOST_MESSAGES:
        raise ArrivalRefused("full")
    return tip.id, highest + 1


def message_receive(
    *,
    mailbox_id: bytes,
    id: UUID,
    seq: int,
    envelope: bytes,
    wrap: bytes,
    epoch_key_id: bytes,
    sealed_by: SealedBy,
    now: datetime,
) -> None:
    """Store a submitter's sealed message (kind 2). The same bytes under the same id again are the same message.

    Raises NoSuchMailbox, DeskNotReady, ArrivalRefused (malformed, epoch, conflict, full).
    """
    envelope_check(kind=Kind.MESSAGE, ref=id, envelope=envelope)
    if len(wrap) != WRAP_BYTES:
        raise ArrivalRefused("malformed")
    if not 1 <= seq <= MOST_MESSAGES:
        raise ArrivalRefused("full" if seq > MOST_MESSAGES else "malformed")
    today = now.astimezone(UTC).date()
    epoch = desk_keys(today=today).by_key_id(epoch_key_id)
    with transaction.atomic():
        tip = _tip(mailbox_id, lock=True)
        known = Message.objects.filter(id=id).first()
        if known is not None:
            if known.tip_id == tip.id and known.seq == seq and bytes(known.envelope) == envelope:
                return
            raise ArrivalRefused("conflict")
        if epoch is None:
            raise ArrivalRefused("epoch")
        try:
            with transaction.atomic():
                Message.objects.create(
                    id=id,
                    tip=tip,
                    direction=Direction.TO_DESK,
                    seq=seq,
                    day=today,
                    sealed_by=sealed_by,
                    envelope=envelope,
                    epoch_id=epoch.id,
                )
        except IntegrityError:
            raise ArrivalRefused("conflict") from None
        Wrap.objects.create(kind=Kind.MESSAGE, ref=id, key_id=epoch.key_id, wrap=wrap)


def answers_delete(*, mailbox_id: bytes, messages: Iterable[UUID]) -> None:
    """Delete these answers' wraps to the mailbox: nobody can read them with the words again. Raises NoSuchMailbox."""
    with transaction.atomic():
        tip = _tip(mailbox_id, lock=True)
        Wrap.objects.filter(id__in=[wrap.id for wrap in _reply_wraps(tip, messages)]).delete()


def mailbox_close(*, mailbox_id: bytes) -> None:
    """Make the mailbox like one that never was; the report itself stays with the desk. Raises NoSuchMailbox."""
    with transaction.atomic():
        tip = _tip(mailbox_id, lock=True)
        Wrap.objects.filter(id__in=[wrap.id for wrap in _reply_wraps(tip)]).delete()
        Tip.objects.filter(id=tip.id).update(mailbox=None)
