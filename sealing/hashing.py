"""BLAKE2b-256 with key and personalisation (RFC 7693 and BLAKE2's parameter block), the format's only derivation."""

import hashlib
import hmac


def blake2b_256(data: bytes, *, key: bytes = b"", person: bytes = b"") -> bytes:
    """32 bytes. `key` is at most 64 bytes, `person` at most 16 and is filled with zero bytes."""
    return hashlib.blake2b(data, digest_size=32, key=key, person=person).digest()


def sha256(data: bytes) -> bytes:
    """32 bytes."""
    return hashlib.sha256(data).digest()


def same(left: bytes, right: bytes) -> bool:
    """Whether two byte strings are equal, in a time that tells nothing of where they differ."""
    return hmac.compare_digest(left, right)
