"""What both sides of a conversation write, and the MAC by which each knows the other.

A MAC and not a signature: the server cannot forge or replay a message, and neither side can prove to a third party that
the conversation took place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any
from uuid import UUID

from sealing.encoding import b64_decode, b64_encode, ref_hex
from sealing.errors import Damaged, Refused, UnknownVersion
from sealing.hashing import blake2b_256, same
from sealing.types import AnswerKey

_NAMES = {"v", "tip", "dir", "seq", "text", "mac"}


class Direction(IntEnum):
    """Who wrote a message."""

    TO_DESK = 1
    TO_SUBMITTER = 2


@dataclass(frozen=True, slots=True)
class Message:
    """A message that its MAC proved to be the other side's."""

    seq: int
    text: str = field(repr=False)


def message_mac(*, answer_key: AnswerKey, direction: Direction, tip: UUID, seq: int, text: str) -> bytes:
    """32 bytes over direction, tip, number (from 1, per direction) and text."""
    if len(answer_key) != 32 or not 1 <= seq < 2**32:
        raise Refused("an answer key has 32 bytes and messages are numbered from 1")
    try:
        body = blake2b_256(text.encode("utf-8"))
    except UnicodeEncodeError:
        raise Refused("the text holds half of a surrogate pair") from None
    data = bytes([direction]) + tip.bytes + seq.to_bytes(4, "big") + body
    return blake2b_256(data, key=answer_key, person=b"vigia-message-1")


def message_value(*, answer_key: AnswerKey, direction: Direction, tip: UUID, seq: int, text: str) -> dict[str, Any]:
    """The object to seal as kind 2 (to the desk) or kind 4 (to the submitter)."""
    mac = message_mac(answer_key=answer_key, direction=direction, tip=tip, seq=seq, text=text)
    return {"v": 1, "tip": ref_hex(tip), "dir": int(direction), "seq": seq, "text": text, "mac": b64_encode(mac)}


def message_check(value: Mapping[str, Any], *, answer_key: AnswerKey, direction: Direction, tip: UUID) -> Message:
    """The message, if it is whole, of this tip and direction, and its MAC fits. Raises Damaged, UnknownVersion."""
    version, seq, text, mac = value.get("v"), value.get("seq"), value.get("text"), value.get("mac")
    if type(version) is int and version != 1:
        raise UnknownVersion("a message of another version")
    if set(value) != _NAMES or type(version) is not int:
        raise Damaged("not a message")
    if type(seq) is not int or not 1 <= seq < 2**32 or not isinstance(text, str) or not isinstance(mac, str):
        raise Damaged("not a message")
    if value["tip"] != ref_hex(tip) or type(value["dir"]) is not int or value["dir"] != direction:
        raise Damaged("a message of another tip or direction")
    made = message_mac(answer_key=answer_key, direction=direction, tip=tip, seq=seq, text=text)
    if not same(made, b64_decode(mac)):
        raise Damaged("the message is not from who shares the answer key")
    return Message(seq=seq, text=text)
