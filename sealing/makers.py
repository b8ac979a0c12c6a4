"""Makers sign: what staff or the worker seals carries its maker's key id and signature beside the envelope.

The signature is over the header and a hash of the content that is keyed with the content key. Were the hash not keyed,
whoever holds the database could confirm a guess of a short content by the signature that lies beside the envelope.
"""

from dataclasses import dataclass

from sealing.envelopes import HEADER_BYTES, Sealed
from sealing.errors import Damaged
from sealing.hashing import blake2b_256
from sealing.keys import key_id, sign_public
from sealing.signing import signature_check, signature_make
from sealing.types import ContentKey, SignSeed

_CONTEXT = b"vigia sealed v1\n"


@dataclass(frozen=True, slots=True)
class MakerMark:
    """Stored beside an envelope: the maker's key id (16 bytes) and signature (64 bytes)."""

    key_id: bytes
    signature: bytes


def _signed(envelope: bytes, ck: bytes, content: bytes) -> bytes:
    if len(envelope) < HEADER_BYTES:
        raise Damaged("the envelope ends within its header")
    return envelope[:HEADER_BYTES] + blake2b_256(content, key=ck, person=b"vigia-content-1")


def maker_sign(*, sign_seed: SignSeed, sealed: Sealed) -> MakerMark:
    """The maker's mark for what was just sealed."""
    data = _signed(sealed.envelope, sealed.ck, sealed.content)
    return MakerMark(
        key_id=key_id(sign_public(sign_seed)),
        signature=signature_make(sign_seed=sign_seed, context=_CONTEXT, data=data),
    )


def maker_verify(*, public: bytes, envelope: bytes, ck: ContentKey, content: bytes, signature: bytes) -> None:
    """Raises Damaged unless the signature is `public`'s over this envelope's header and this content.

    `content` is the JSON bytes or the file's bytes, opened from that very envelope. Whether the key's holder may make
    this kind is the directory's to say: `DeskDirectory.maker`.
    """
    signature_check(public=public, context=_CONTEXT, data=_signed(envelope, ck, content), signature=signature)
