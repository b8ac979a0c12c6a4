"""The mailbox for browsers without scripts: words come in once, are used in memory and forgotten.

This is the one place of the web part that opens anything, and what it opens with is not the server's: the words' own key,
or a ticket that carries it for 20 minutes under a key in memory that nothing persists.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from uuid import UUID

from django.core.cache import cache

from incidents.choices import Direction, SealedBy
from incidents.models import Message
from incidents.services.desk_keys import desk_keys, receipt_salt
from incidents.services.mailbox import (
    MailboxRow,
    answers_delete,
    mailbox_close,
    mailbox_rows,
    message_receive,
    next_seq,
)
from sealing.envelopes import json_seal
from sealing.errors import SealingError
from sealing.keys import key_id, xwing_generate, xwing_public
from sealing.kinds import Kind
from sealing.messages import Direction as Way
from sealing.messages import message_check, message_value
from sealing.opening import json_open, wrap_open
from sealing.receipts import MailboxKeys, derive, mailbox_stored_id, receipt_read
from sealing.tickets import LIFETIME, Ticket, ticket_open, ticket_seal
from sealing.types import AnswerKey, ContentKey, Seed
from sealing.wraps import wrap_seal

TICKET_KEY_BYTES = 32


class TicketLost(Exception):
    """The page stood open for too long, or the web tier forgot its key: the words are needed again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the conversation. `state`: mine, reply, deleted, or forged (its proof does not hold: no text)."""

    state: str
    day: date
    id: UUID | None = None
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a page shows. `missing` counts answers whose numbers are skipped: somebody held them back."""

    entries: tuple[Entry, ...]
    missing: int
    ticket: str = field(repr=False)

    @property
    def readable(self) -> list[UUID]:
        """The ids of the answers that are shown in full."""
        return [entry.id for entry in self.entries if entry.state == "reply" and entry.id]


def _ticket_keys(now: datetime) -> tuple[bytes, bytes]:
    """The web tier's key of this third of an hour and the one before, drawn when first asked for; memory only."""
    span = int(LIFETIME.total_seconds())
    slot = int(now.timestamp()) // span
    return _ticket_key(slot, 3 * span), _ticket_key(slot - 1, 3 * span)


def _ticket_key(slot: int, timeout: int) -> bytes:
    found = cache.get_or_set(f"ticket-key:{slot}", lambda: secrets.token_bytes(TICKET_KEY_BYTES), timeout=timeout)
    if not isinstance(found, bytes):
        # The memory is full or away: better no ticket than one under a key that another process does not have.
        raise TicketLost
    return found


def _ticket_read(ticket: str, now: datetime) -> Ticket:
    for key in _ticket_keys(now):
        try:
            return ticket_open(key=key, ticket=ticket, now=now)
        except SealingError:
            continue
    raise TicketLost


def _keys_of(ticket: Ticket) -> MailboxKeys:
    return MailboxKeys(
        mailbox_id=ticket.mailbox_id,
        stored_id=mailbox_stored_id(ticket.mailbox_id),
        seed=ticket.seed,
        public=xwing_public(ticket.seed),
        answer_key=ticket.answer_key,
    )


@lru_cache(maxsize=1)
def _decoy() -> tuple[UUID, bytes]:
    """A wrap to nobody, on which every asking spends one opening."""
    ref = UUID(int=0)
    ck = ContentKey(secrets.token_bytes(32))
    return ref, bytes(wrap_seal(ck=ck, recipient=xwing_generate()[1], kind=Kind.REPLY, ref=ref))


def _spend_an_opening(mailbox: MailboxKeys) -> None:
    """The work of opening one wrap, whether or not the mailbox exists (row 13)."""
    ref, wrap = _decoy()
    try:
        wrap_open(seed=mailbox.seed, wrap=wrap, wrap_key_id=key_id(mailbox.public), kind=Kind.REPLY, ref=ref)
    except SealingError:
        return


def _entry(row: MailboxRow, *, tip: UUID, seed: Seed, answer_key: AnswerKey) -> Entry:
    if row.direction == Direction.TO_DESK:
        return Entry(state="mine", day=row.day)
    if not row.wrap:
        return Entry(state="deleted", day=row.day)
    try:
        ck = wrap_open(seed=seed, wrap=row.wrap, wrap_key_id=row.key_id, kind=Kind.REPLY, ref=row.id)
        opened = json_open(ck=ck, envelope=row.envelope, kind=Kind.REPLY, ref=row.id)
        message = message_check(opened.value, answer_key=answer_key, direction=Way.TO_SUBMITTER, tip=tip)
    except SealingError:
        return Entry(state="forged", day=row.day)
    if message.seq != row.seq:
        # A genuine answer under another number: a replay, or a hidden gap.
        return Entry(state="forged", day=row.day)
    return Entry(state="reply", day=row.day, id=row.id, text=message.text)


def _conversation(mailbox: MailboxKeys, now: datetime) -> Conversation:
    _spend_an_opening(mailbox)
    found = mailbox_rows(mailbox_id=mailbox.mailbox_id)
    entries = [Entry(state="mine", day=found.day)]
    for row in found.rows:
        entries.append(_entry(row, tip=found.tip, seed=mailbox.seed, answer_key=mailbox.answer_key))
    answers = [row.seq for row in found.rows if row.direction == Direction.TO_SUBMITTER]
    return Conversation(
        entries=tuple(entries),
        missing=max(answers, default=0) - len(answers),
        ticket=ticket_seal(key=_ticket_keys(now)[0], mailbox=mailbox, now=now),
    )


def conversation_by_words(*, words: str, now: datetime) -> Conversation:
    """The conversation behind ten words. Raises SlipError before anything is asked; NoSuchMailbox, DeskNotReady."""
    entropy, _ = receipt_read(words)
    return _conversation(derive(receipt_salt(), entropy), now)


def conversation_by_ticket(*, ticket: str, now: datetime) -> Conversation:
    """The same, for a page that followed. Raises TicketLost, NoSuchMailbox."""
    return _conversation(_keys_of(_ticket_read(ticket, now)), now)


def message_write(*, ticket: str, id: UUID, text: str, now: datetime) -> None:
    """Seal what was written back and store it. The page draws `id`, so that sending it again is the same message.

    Raises TicketLost, NoSuchMailbox, DeskNotReady, ArrivalRefused.
    """
    mailbox = _keys_of(_ticket_read(ticket, now))
    epoch = desk_keys(today=now.astimezone(UTC).date()).current()
    tip, seq = next_seq(mailbox_id=mailbox.mailbox_id)
    # A second sending of the same page was sealed anew, so its bytes cannot be compared; its id can.
    if Message.objects.filter(id=id, tip_id=tip, direction=Direction.TO_DESK).exists():
        return
    value = message_value(answer_key=mailbox.answer_key, direction=Way.TO_DESK, tip=tip, seq=seq, text=text)
    sealed = json_seal(kind=Kind.MESSAGE, ref=id, value=value)
    message_receive(
        mailbox_id=mailbox.mailbox_id,
        id=id,
        seq=seq,
        envelope=sealed.envelope,
        wrap=wrap_seal(ck=sealed.ck, recipient=epoch.key, kind=Kind.MESSAGE, ref=id),
        epoch_key_id=epoch.key_id,
        sealed_by=SealedBy.ARRIVAL,
        now=now,
    )


def answers_forget(*, ticket: str, messages: Iterable[UUID], now: datetime) -> None:
    """Delete the answers that the page showed. Raises TicketLost, NoSuchMailbox."""
    answers_delete(mailbox_id=_ticket_read(ticket, now).mailbox_id, messages=messages)


def conversation_close(*, ticket: str, now: datetime) -> None:
    """Close the mailbox for good. Raises TicketLost, NoSuchMailbox."""
    mailbox_close(mailbox_id=_ticket_read(ticket, now).mailbox_id)
