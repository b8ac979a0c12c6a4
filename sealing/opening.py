"""Opening: everything that needs a private key or a content key. An import rule says who may use this module."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt
from nacl.exceptions import CryptoError

from sealing.encoding import parse_json
from sealing.envelopes import (
    CHUNK_BYTES,
    COMMITTED_BYTES,
    HEADER_BYTES,
    KEY_BYTES,
    MAGIC,
    PREFIX_BYTES,
    SUITE_AESGCM,
    SUITE_XCHACHA,
    TAG_BYTES,
    VERSION_BYTES,
    chunk_nonce,
    commitment,
    envelope_key,
)
from sealing.errors import Damaged, NotForThisKey, Refused, UnknownVersion
from sealing.hashing import same
from sealing.keys import key_id, xwing_private_key, xwing_public
from sealing.kinds import FILE_KINDS, Kind
from sealing.padding import file_unframe, json_unframe
from sealing.types import ContentKey, EpochSeed, IndexKey, Seed
from sealing.wraps import HPKE, INDEX_NONCE_BYTES, INDEX_WRAP_BYTES, WRAP_BYTES, index_wrap_aad, wrap_info

_SUITES = {byte: suite for suite, byte in VERSION_BYTES.items()}
_SEALED_CHUNK = CHUNK_BYTES + TAG_BYTES


@dataclass(frozen=True, slots=True)
class Opened:
    """An opened JSON envelope: the object, and the bytes that a maker's signature is over."""

    value: dict[str, Any] = field(repr=False)
    content: bytes = field(repr=False)


def _unwrap(*, seed: bytes, wrap: bytes, wrap_key_id: bytes, kind: Kind, ref: UUID) -> bytes:
    if key_id(xwing_public(seed)) != wrap_key_id:
        raise NotForThisKey("the wrap names another key")
    if len(wrap) != WRAP_BYTES:
        raise Damaged("a wrap has 1,168 bytes")
    try:
        return HPKE.decrypt(wrap, xwing_private_key(seed), info=wrap_info(kind, ref))
    except (InvalidTag, ValueError):
        raise Damaged("the wrap does not open") from None


def wrap_open(*, seed: Seed | EpochSeed, wrap: bytes, wrap_key_id: bytes, kind: Kind, ref: UUID) -> ContentKey:
    """The content key in a wrap. NotForThisKey by the key id beside it; any failure after that is Damaged."""
    if kind is Kind.EPOCH_SEED:
        raise Refused("epoch seeds have their own function, which checks them")
    return ContentKey(_unwrap(seed=seed, wrap=wrap, wrap_key_id=wrap_key_id, kind=kind, ref=ref))


def epoch_seed_open(*, seed: Seed, wrap: bytes, wrap_key_id: bytes, epoch_id: UUID, epoch_public: bytes) -> EpochSeed:
    """The epoch's seed in a wrap; Refused unless its public key is `epoch_public`, the directory's for that epoch.

    Without that check, whoever wraps a seed of their own choice could read what the desk then seals.
    """
    found = _unwrap(seed=seed, wrap=wrap, wrap_key_id=wrap_key_id, kind=Kind.EPOCH_SEED, ref=epoch_id)
    return epoch_seed_check(seed=Seed(found), public=epoch_public)


def epoch_seed_check(*, seed: Seed, public: bytes) -> EpochSeed:
    """The seed as an epoch's, if its recomputed public key is the directory's. Raises Refused."""
    if not same(xwing_public(seed), public):
        raise Refused("this seed is not the epoch's")
    return EpochSeed(seed)


def index_wrap_open(*, index_key: IndexKey, wrap: bytes, kind: Kind, ref: UUID) -> ContentKey:
    """The content key of an index row. Raises Damaged."""
    if len(wrap) != INDEX_WRAP_BYTES:
        raise Damaged("an index wrap has 72 bytes")
    nonce, sealed = wrap[:INDEX_NONCE_BYTES], wrap[INDEX_NONCE_BYTES:]
    try:
        opened = crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, index_wrap_aad(kind, ref), nonce, index_key)
    except CryptoError:
        raise Damaged("the index wrap does not open") from None
    return ContentKey(opened)


def _header_suite(*, ck: bytes, envelope: bytes, kind: Kind, ref: UUID) -> int:
    if len(ck) != KEY_BYTES:
        raise Refused("a content key has 32 bytes")
    if len(envelope) < len(MAGIC) + 1 or envelope[: len(MAGIC)] != MAGIC:
        raise Damaged("not an envelope")
    suite = _SUITES.get(envelope[5])
    if suite is None:
        raise UnknownVersion("an envelope of another version")
    if len(envelope) < HEADER_BYTES:
        raise Damaged("the envelope ends within its header")
    if envelope[6] != kind or envelope[7:23] != ref.bytes:
        raise Damaged("another kind or reference")
    committed = envelope[:COMMITTED_BYTES]
    if not same(envelope[COMMITTED_BYTES:HEADER_BYTES], commitment(ck, committed)):
        raise Damaged("the envelope was not sealed under this content key")
    return suite


def _frame(*, ck: bytes, envelope: bytes, suite: int) -> bytes:
    header = envelope[:HEADER_BYTES]
    prefix = header[COMMITTED_BYTES - PREFIX_BYTES : COMMITTED_BYTES]
    key = envelope_key(ck, header[:COMMITTED_BYTES])
    aes = AESGCM(key) if suite == SUITE_AESGCM else None
    body = memoryview(envelope)[HEADER_BYTES:]
    plain = bytearray()
    index = 0
    # Nothing leaves this function before the chunk marked as last has verified.
    while True:
        chunk, body = bytes(body[:_SEALED_CHUNK]), body[_SEALED_CHUNK:]
        if len(chunk) <= TAG_BYTES:
            raise Damaged("a chunk is missing or empty")
        nonce = chunk_nonce(suite, prefix, index, last=not body)
        try:
            if aes is not None:
                plain += aes.decrypt(nonce, chunk, header)
            else:
                plain += crypto_aead_xchacha20poly1305_ietf_decrypt(chunk, header, nonce, key)
        except (InvalidTag, CryptoError):
            raise Damaged("a chunk does not open") from None
        if not body:
            return bytes(plain)
        index += 1


def json_open(*, ck: ContentKey, envelope: bytes, kind: Kind, ref: UUID) -> Opened:
    """Open an envelope that holds an object. Raises Damaged, UnknownVersion; Refused for a kind that holds a file."""
    if kind in FILE_KINDS:
        raise Refused("this kind holds a file")
    suite = _header_suite(ck=ck, envelope=envelope, kind=kind, ref=ref)
    if suite != SUITE_XCHACHA:
        raise Damaged("JSON is sealed by suite 1 alone")
    content = json_unframe(kind=kind, frame=_frame(ck=ck, envelope=envelope, suite=suite))
    value = parse_json(content)
    if not isinstance(value, dict):
        raise Damaged("the JSON is no object")
    return Opened(value=value, content=content)


def file_open(*, ck: ContentKey, envelope: bytes, kind: Kind, ref: UUID) -> bytes:
    """The bytes of a sealed file. Raises Damaged, UnknownVersion; Refused for a kind that holds JSON."""
    if kind not in FILE_KINDS:
        raise Refused("this kind holds JSON")
    suite = _header_suite(ck=ck, envelope=envelope, kind=kind, ref=ref)
    return file_unframe(_frame(ck=ck, envelope=envelope, suite=suite))
