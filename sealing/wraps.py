"""Wraps: a content key, or an epoch's seed, sealed to one recipient.

HPKE (RFC 9180), base mode, single shot: KEM X-Wing (0x647a), HKDF-SHA256, ChaCha20-Poly1305; `enc(1120) ‖ ct(48)`.
"""

import secrets
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt

from sealing.errors import Refused
from sealing.keys import SEED_BYTES, xwing_public_key
from sealing.kinds import CHILD_KINDS, Kind
from sealing.types import ContentKey, EpochSeed, IndexKey, SealedBytes, Seed

WRAP_BYTES: Final = 1168
INDEX_WRAP_BYTES: Final = 72
INDEX_NONCE_BYTES: Final = 24
HPKE: Final = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def wrap_info(kind: Kind, ref: UUID) -> bytes:
    """HPKE's info: binds a wrap to the kind and reference of its envelope."""
    return b"vigia wrap v1\0" + bytes([kind]) + ref.bytes


def index_wrap_aad(kind: Kind, ref: UUID) -> bytes:
    """What binds an index row's wrap to its envelope."""
    return b"vigia index wrap v1\0" + bytes([kind]) + ref.bytes


def _wrap(*, secret: bytes, recipient: bytes, kind: Kind, ref: UUID) -> SealedBytes:
    if len(secret) != SEED_BYTES:
        raise Refused("only 32 bytes are wrapped")
    try:
        return SealedBytes(HPKE.encrypt(secret, xwing_public_key(recipient), info=wrap_info(kind, ref)))
    except ValueError:
        # X25519 refuses points of small order, with which anybody could compute that half of the secret.
        raise Refused("no X-Wing public key") from None


def wrap_seal(*, ck: ContentKey, recipient: bytes, kind: Kind, ref: UUID) -> SealedBytes:
    """Wrap a content key to a public key (1,216 bytes); `kind` and `ref` are the envelope's, for files their parent's.

    Returns 1,168 bytes. Raises Refused for kinds that have no wrap of this sort and for what is no public key.
    """
    if kind in CHILD_KINDS or kind in (Kind.INDEX_ROW, Kind.EPOCH_SEED):
        raise Refused("files go by their parent's wrap; index rows and epoch seeds have their own sort")
    return _wrap(secret=ck, recipient=recipient, kind=kind, ref=ref)


def epoch_seed_wrap(*, seed: Seed | EpochSeed, epoch_id: UUID, recipient: bytes) -> SealedBytes:
    """Wrap an epoch's seed, 32 bytes, to a colleague's or the worker's public key: 1,168 bytes. Raises Refused."""
    return _wrap(secret=seed, recipient=recipient, kind=Kind.EPOCH_SEED, ref=epoch_id)


def index_wrap_seal(*, ck: ContentKey, index_key: IndexKey, kind: Kind, ref: UUID) -> SealedBytes:
    """Wrap an index row's content key under its epoch's index key: `nonce(24) ‖ ct(48)`, 72 bytes."""
    if kind is not Kind.INDEX_ROW or len(ck) != SEED_BYTES:
        raise Refused("only an index row's key of 32 bytes is wrapped so")
    nonce = secrets.token_bytes(INDEX_NONCE_BYTES)
    sealed = crypto_aead_xchacha20poly1305_ietf_encrypt(ck, index_wrap_aad(kind, ref), nonce, index_key)
    return SealedBytes(nonce + sealed)
