"""Tickets: what the pages after a no-script receipt need, in a hidden field.

Sealed (libsodium's SecretBox) under a key that the web tier keeps in unpersisted memory, and good for 20 minutes.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from sealing.encoding import b64_decode, b64_encode
from sealing.errors import Damaged, Refused
from sealing.receipts import MailboxKeys
from sealing.types import AnswerKey, Seed

LIFETIME: Final = timedelta(minutes=20)
_PLAIN_BYTES = 32 + 32 + 16 + 8


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a ticket carries."""

    seed: Seed = field(repr=False)
    answer_key: AnswerKey = field(repr=False)
    mailbox_id: bytes = field(repr=False)
    expires: datetime


def ticket_seal(*, key: bytes, mailbox: MailboxKeys, now: datetime, lifetime: timedelta = LIFETIME) -> str:
    """A ticket as base64url text; `key` has 32 bytes, `now` a time zone."""
    expires = int((now.astimezone(UTC) + lifetime).timestamp())
    plain = mailbox.seed + mailbox.answer_key + mailbox.mailbox_id + expires.to_bytes(8, "big")
    return b64_encode(bytes(SecretBox(key).encrypt(plain)))


def ticket_open(*, key: bytes, ticket: str, now: datetime) -> Ticket:
    """Raises Damaged for what this key did not seal; Refused for what has expired."""
    try:
        plain = SecretBox(key).decrypt(b64_decode(ticket))
    except (CryptoError, ValueError):
        raise Damaged("no ticket of this key") from None
    if len(plain) != _PLAIN_BYTES:
        raise Damaged("no ticket of this key")
    seconds = int.from_bytes(plain[80:], "big")
    if now.timestamp() >= seconds:
        raise Refused("the ticket has expired")
    return Ticket(
        seed=Seed(plain[:32]),
        answer_key=AnswerKey(plain[32:64]),
        mailbox_id=plain[64:80],
        expires=datetime.fromtimestamp(seconds, tz=UTC),
    )
