"""Key pairs, their ids, and the keys that are derived from an epoch's seed.

X-Wing (draft-connolly-cfrg-xwing-kem): the private key is a 32-byte seed, expanded by SHAKE256 to 96 bytes, 64 for
ML-KEM-768 (d ‖ z) and 32 for X25519; the public key is ML-KEM's 1,184 bytes and then X25519's 32.
"""

import hashlib
import secrets

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey, MLKEM768X25519PublicKey
from nacl.signing import SigningKey

from sealing.errors import Refused
from sealing.hashing import blake2b_256
from sealing.types import EpochSeed, IndexKey, Seed, SignSeed, SketchKey
from sealing.words import language, words_of

SEED_BYTES = 32
SEAL_KEY_BYTES = 1216
SIGN_KEY_BYTES = 32
KEY_ID_BYTES = 16
_MLKEM_BYTES = 1184
_FINGERPRINT_WORDS = 6


def _halves(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    if len(seed) != SEED_BYTES:
        raise Refused("a seed has 32 bytes")
    expanded = hashlib.shake_256(seed).digest(96)
    return MLKEM768PrivateKey.from_seed_bytes(expanded[:64]), X25519PrivateKey.from_private_bytes(expanded[64:])


def xwing_private_key(seed: bytes) -> MLKEM768X25519PrivateKey:
    """The library's private key for a 32-byte seed; used inside this package only."""
    return MLKEM768X25519PrivateKey(*_halves(seed))


def xwing_public_key(public: bytes) -> MLKEM768X25519PublicKey:
    """The library's public key for 1,216 bytes; used inside this package only. Raises Refused for what is no key."""
    if len(public) != SEAL_KEY_BYTES:
        raise Refused("an X-Wing public key has 1,216 bytes")
    try:
        mlkem = MLKEM768PublicKey.from_public_bytes(public[:_MLKEM_BYTES])
        return MLKEM768X25519PublicKey(mlkem, X25519PublicKey.from_public_bytes(public[_MLKEM_BYTES:]))
    except ValueError:
        raise Refused("no X-Wing public key") from None


def xwing_generate() -> tuple[Seed, bytes]:
    """A new key pair: a seed of 32 bytes and a public key of 1,216."""
    seed = Seed(secrets.token_bytes(SEED_BYTES))
    return seed, xwing_public(seed)


def xwing_public(seed: bytes) -> bytes:
    """The public key, 1,216 bytes, of a 32-byte seed."""
    mlkem, curve = _halves(seed)
    return mlkem.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()


def sign_generate() -> tuple[SignSeed, bytes]:
    """A new Ed25519 key pair: seed and public key, 32 bytes each."""
    seed = SignSeed(secrets.token_bytes(SEED_BYTES))
    return seed, sign_public(seed)


def sign_public(seed: bytes) -> bytes:
    """The Ed25519 public key, 32 bytes, of a 32-byte seed."""
    if len(seed) != SEED_BYTES:
        raise Refused("a seed has 32 bytes")
    return bytes(SigningKey(seed).verify_key)


def key_id(public: bytes) -> bytes:
    """The 16 bytes by which rows name a public key, X-Wing or Ed25519."""
    return blake2b_256(public)[:KEY_ID_BYTES]


def index_key(epoch_seed: EpochSeed | Seed) -> IndexKey:
    """The key of an epoch's index rows."""
    return IndexKey(blake2b_256(b"", key=epoch_seed, person=b"vigia-index-k1"))


def sketch_key(epoch_seed: EpochSeed | Seed) -> SketchKey:
    """The key of what triage keeps of an epoch's tips to find like ones."""
    return SketchKey(blake2b_256(b"", key=epoch_seed, person=b"vigia-sketch-k1"))


def fingerprint_words(material: bytes, lang: str) -> list[str]:
    """Six words (66 bits) to compare by voice; `material` is signing key ‖ sealing key, for a root its 32 bytes."""
    digest = blake2b_256(material, person=b"vigia-fingerpr1")
    bits = _FINGERPRINT_WORDS * 11
    return words_of(int.from_bytes(digest, "big") >> (256 - bits), _FINGERPRINT_WORDS, language(lang))
