"""Ed25519 (RFC 8032) over a constant context line and the bytes as they are; libsodium's strict verification."""

from nacl.exceptions import CryptoError
from nacl.signing import SigningKey, VerifyKey

from sealing.errors import Damaged, Refused
from sealing.keys import SEED_BYTES, SIGN_KEY_BYTES
from sealing.types import SignSeed

SIGNATURE_BYTES = 64


def signature_make(*, sign_seed: SignSeed, context: bytes, data: bytes) -> bytes:
    """64 bytes. `context` tells what sort of statement is signed, so that none can be shown as another."""
    if len(sign_seed) != SEED_BYTES:
        raise Refused("a signing seed has 32 bytes")
    return SigningKey(sign_seed).sign(context + data).signature


def signature_check(*, public: bytes, context: bytes, data: bytes, signature: bytes) -> None:
    """Raises Damaged unless `signature` is this key's over `context ‖ data`."""
    if len(public) != SIGN_KEY_BYTES or len(signature) != SIGNATURE_BYTES:
        raise Damaged("a signing key has 32 bytes and a signature 64")
    try:
        VerifyKey(public).verify(context + data, signature)
    except CryptoError:
        raise Damaged("the signature does not hold") from None
