"""Vaults: a person's private keys under a passphrase, and the blob that lets an unlocked tab survive a reload.

Browsers do this; Python has it for the demonstration desk, for tests, and to hold both halves to one set of vectors.
"""

import secrets
import unicodedata
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

import nacl.exceptions
import nacl.pwhash
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
)

from sealing.errors import Damaged, Refused, UnknownVersion
from sealing.types import SealedBytes, Seed, SignSeed
from sealing.words import language, words_of

VERSION: Final = 1
SALT_BYTES: Final = 16
NONCE_BYTES: Final = 24
PLAIN_BYTES: Final = 168
HEAD_BYTES: Final = 1 + SALT_BYTES + 4 + 4  # version ‖ salt ‖ passes ‖ KiB
VAULT_BYTES: Final = HEAD_BYTES + NONCE_BYTES + PLAIN_BYTES + 16
SESSION_BYTES: Final = NONCE_BYTES + PLAIN_BYTES + 32 + HEAD_BYTES + 16
_PASSPHRASE_WORDS = 7


@dataclass(frozen=True, slots=True)
class VaultCost:
    """What one guess of a passphrase costs: passes of Argon2id over so many KiB, one lane."""

    passes: int
    kib: int


# RFC 9106, section 4, second recommended option, with libsodium's one lane. Cheaper vaults are not opened, so that
# nobody can plant one; dearer ones than the ceiling are not, so that a planted one cannot hang its reader.
PRODUCTION: Final = VaultCost(passes=3, kib=65_536)
CEILING: Final = VaultCost(passes=16, kib=1_048_576)


@dataclass(frozen=True, slots=True)
class VaultPlain:
    """What a vault holds. Serials are 0, and hashes 32 zero bytes, before the first directory was seen."""

    seal_seed: Seed = field(repr=False)
    sign_seed: SignSeed = field(repr=False)
    root: bytes
    desk_serial: int
    desk_sha256: bytes
    public_serial: int
    public_sha256: bytes


@dataclass(frozen=True, slots=True)
class Unlocked:
    """An open vault, with what seals it again without asking for the passphrase."""

    plain: VaultPlain
    derived: bytes = field(repr=False)  # Argon2id's output, 32 bytes
    head: bytes = field(repr=False)  # the 25 bytes that say how it was derived


def passphrase_make(lang: str) -> str:
    """Seven words of a BIP-39 list, 77 bits."""
    return " ".join(words_of(secrets.randbits(11 * _PASSPHRASE_WORDS), _PASSPHRASE_WORDS, language(lang)))


def _pack(plain: VaultPlain) -> bytes:
    parts = (
        plain.seal_seed,
        plain.sign_seed,
        plain.root,
        plain.desk_serial.to_bytes(4, "big"),
        plain.desk_sha256,
        plain.public_serial.to_bytes(4, "big"),
        plain.public_sha256,
    )
    if [len(part) for part in parts] != [32, 32, 32, 4, 32, 4, 32]:
        raise Refused("a key or hash has another length")
    return b"".join(parts)


def _unpack(data: bytes) -> VaultPlain:
    return VaultPlain(
        seal_seed=Seed(data[:32]),
        sign_seed=SignSeed(data[32:64]),
        root=data[64:96],
        desk_serial=int.from_bytes(data[96:100], "big"),
        desk_sha256=data[100:132],
        public_serial=int.from_bytes(data[132:136], "big"),
        public_sha256=data[136:168],
    )


def _derive(passphrase: str, head: bytes) -> bytes:
    # NFKD, so that one passphrase has one writing, whichever keyboard composed its accents.
    try:
        secret = unicodedata.normalize("NFKD", passphrase).encode("utf-8")
    except UnicodeEncodeError:
        raise Refused("the passphrase holds half of a surrogate pair") from None
    if not secret:
        raise Refused("the passphrase is empty")
    salt, cost = head[1 : 1 + SALT_BYTES], _cost(head)
    return nacl.pwhash.argon2id.kdf(32, secret, salt, opslimit=cost.passes, memlimit=cost.kib * 1024)


def _cost(head: bytes) -> VaultCost:
    return VaultCost(passes=int.from_bytes(head[17:21], "big"), kib=int.from_bytes(head[21:25], "big"))


def _seal(*, unlocked: Unlocked, user: UUID, nonce: bytes) -> SealedBytes:
    aad = unlocked.head + nonce + user.bytes
    return SealedBytes(
        unlocked.head
        + nonce
        + crypto_aead_xchacha20poly1305_ietf_encrypt(_pack(unlocked.plain), aad, nonce, unlocked.derived)
    )


def vault_seal(*, passphrase: str, plain: VaultPlain, user: UUID, cost: VaultCost = PRODUCTION) -> SealedBytes:
    """A new vault, 233 bytes, under a fresh salt. Tests may give a cheaper cost, which `vault_open` then refuses."""
    head = (
        bytes([VERSION])
        + secrets.token_bytes(SALT_BYTES)
        + cost.passes.to_bytes(4, "big")
        + cost.kib.to_bytes(4, "big")
    )
    unlocked = Unlocked(plain=plain, derived=_derive(passphrase, head), head=head)
    return _seal(unlocked=unlocked, user=user, nonce=secrets.token_bytes(NONCE_BYTES))


def vault_reseal(*, unlocked: Unlocked, user: UUID) -> SealedBytes:
    """Seal an open vault again, such as after a newer directory was seen; the passphrase stays."""
    return _seal(unlocked=unlocked, user=user, nonce=secrets.token_bytes(NONCE_BYTES))


def vault_open(*, passphrase: str, blob: bytes, user: UUID, floor: VaultCost = PRODUCTION) -> Unlocked:
    """Raises UnknownVersion; Refused for a cost below the floor or above the ceiling; Damaged for all else.

    A wrong passphrase, changed bytes and another user's vault cannot be told apart.
    """
    if not blob:
        raise Damaged("a vault has 233 bytes")
    if blob[0] != VERSION:
        raise UnknownVersion("a vault of another version")
    if len(blob) != VAULT_BYTES:
        raise Damaged("a vault has 233 bytes")
    head, nonce, sealed = (
        blob[:HEAD_BYTES],
        blob[HEAD_BYTES : HEAD_BYTES + NONCE_BYTES],
        blob[HEAD_BYTES + NONCE_BYTES :],
    )
    cost = _cost(head)
    if cost.passes < floor.passes or cost.kib < floor.kib:
        raise Refused("this vault is too cheap to guess")
    if cost.passes > CEILING.passes or cost.kib > CEILING.kib:
        raise Refused("this vault is too dear to open")
    derived = _derive(passphrase, head)
    try:
        data = crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, head + nonce + user.bytes, nonce, derived)
    except nacl.exceptions.CryptoError:
        raise Damaged("the vault does not open") from None
    return Unlocked(plain=_unpack(data), derived=derived, head=head)


def _session_aad(user: UUID, session: UUID) -> bytes:
    return b"vigia session v1\0" + user.bytes + session.bytes


def session_seal(*, half_key: bytes, unlocked: Unlocked, user: UUID, session: UUID) -> SealedBytes:
    """What a tab keeps, 265 bytes, under the half-key that the server keeps for that session only."""
    return _session_seal(half_key, unlocked, user, session, secrets.token_bytes(NONCE_BYTES))


def _session_seal(half_key: bytes, unlocked: Unlocked, user: UUID, session: UUID, nonce: bytes) -> SealedBytes:
    data = _pack(unlocked.plain) + unlocked.derived + unlocked.head
    sealed = crypto_aead_xchacha20poly1305_ietf_encrypt(data, _session_aad(user, session), nonce, half_key)
    return SealedBytes(nonce + sealed)


def session_open(*, half_key: bytes, blob: bytes, user: UUID, session: UUID) -> Unlocked:
    """Raises Damaged where blob, half-key, user and session do not belong together; UnknownVersion."""
    if len(blob) != SESSION_BYTES or len(half_key) != 32:
        raise Damaged("a session blob has 265 bytes and a half-key 32")
    nonce, sealed = blob[:NONCE_BYTES], blob[NONCE_BYTES:]
    try:
        data = crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, _session_aad(user, session), nonce, half_key)
    except nacl.exceptions.CryptoError:
        raise Damaged("the session blob does not open") from None
    if data[PLAIN_BYTES + 32] != VERSION:
        raise UnknownVersion("a vault of another version")
    return Unlocked(
        plain=_unpack(data[:PLAIN_BYTES]), derived=data[PLAIN_BYTES : PLAIN_BYTES + 32], head=data[PLAIN_BYTES + 32 :]
    )
