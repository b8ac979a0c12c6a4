"""Sealing: envelopes of JSON and of files (docs/sealing-format.md, "Envelope").

0 "VIGIA" · 5 version and suite · 6 kind · 7 ref (16) · 23 nonce prefix (19) · 42 commitment (32) · 74 chunks
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt

from sealing.encoding import canonical_json
from sealing.errors import Refused
from sealing.hashing import blake2b_256
from sealing.kinds import CHILD_KINDS, FILE_KINDS, PARENT_KINDS, Kind
from sealing.padding import file_tail, json_frame
from sealing.types import ContentKey, FreshKey, SealedBytes

MAGIC: Final = b"VIGIA"
SUITE_XCHACHA: Final = 1
SUITE_AESGCM: Final = 2
VERSION_BYTES: Final = {SUITE_XCHACHA: 0x11, SUITE_AESGCM: 0x12}
HEADER_BYTES: Final = 74
COMMITTED_BYTES: Final = 42
PREFIX_BYTES: Final = 19
KEY_BYTES: Final = 32
CHUNK_BYTES: Final = 65_536
TAG_BYTES: Final = 16
_MAX_CHUNKS = 2**32


@dataclass(frozen=True, slots=True)
class Sealed:
    """What sealing made. `ck` and `content` are secret: they are left out of the printed form and never stored."""

    kind: Kind
    ref: UUID
    ck: FreshKey = field(repr=False)
    envelope: SealedBytes = field(repr=False)
    content: bytes = field(repr=False)


def content_key_draw() -> FreshKey:
    """A fresh content key, for a parent and its files; everything else draws its own inside the sealing function."""
    return FreshKey(ContentKey(secrets.token_bytes(KEY_BYTES)))


def commitment(ck: bytes, committed: bytes) -> bytes:
    """32 bytes that bind an envelope to one content key, so that no chunk opens under two."""
    return blake2b_256(committed, key=ck, person=b"vigia-commit-1")


def envelope_key(ck: bytes, committed: bytes) -> bytes:
    """The 32-byte key of one envelope's chunks."""
    return blake2b_256(committed, key=ck, person=b"vigia-envelope1")


def chunk_nonce(suite: int, prefix: bytes, index: int, last: bool) -> bytes:
    """24 bytes for suite 1; suite 2 takes the last 12, which is safe since each envelope has its own key."""
    nonce = prefix + index.to_bytes(4, "big") + bytes([last])
    return nonce if suite == SUITE_XCHACHA else nonce[-12:]


class _ChunkSealer:
    """Header and chunks of one envelope. Holds at most one chunk of plaintext."""

    def __init__(self, *, kind: Kind, ref: UUID, ck: bytes, suite: int, prefix: bytes) -> None:
        if len(ck) != KEY_BYTES or len(prefix) != PREFIX_BYTES:
            raise Refused("content key or nonce prefix has a wrong length")
        if suite not in VERSION_BYTES or kind is Kind.EPOCH_SEED:
            raise Refused("no envelope has this suite or kind")
        committed = MAGIC + bytes([VERSION_BYTES[suite], kind]) + ref.bytes + prefix
        self.header = committed + commitment(ck, committed)
        self._key = envelope_key(ck, committed)
        self._aes = AESGCM(self._key) if suite == SUITE_AESGCM else None
        self._suite, self._prefix = suite, prefix
        self._index = 0
        self._started = False
        self._held = bytearray()

    def _chunk(self, plain: bytes, last: bool) -> bytes:
        if self._index >= _MAX_CHUNKS:
            raise Refused("more chunks than a counter of 32 bits can number")
        nonce = chunk_nonce(self._suite, self._prefix, self._index, last)
        self._index += 1
        if self._aes is not None:
            return self._aes.encrypt(nonce, plain, self.header)
        return crypto_aead_xchacha20poly1305_ietf_encrypt(plain, self.header, nonce, self._key)

    def feed(self, data: bytes) -> bytes:
        """Sealed chunks for what is certainly not the last chunk."""
        out = [b"" if self._started else self.header]
        self._started = True
        view = memoryview(data)
        # The last chunk must not be empty, so a full chunk is held back until a byte after it is there.
        while len(self._held) + len(view) > CHUNK_BYTES:
            taken = CHUNK_BYTES - len(self._held)
            self._held += view[:taken]
            view = view[taken:]
            out.append(self._chunk(bytes(self._held), last=False))
            self._held.clear()
        self._held += view
        return b"".join(out)

    def finish(self) -> bytes:
        """The last chunk."""
        return self._chunk(bytes(self._held), last=True)


def _shared_or_fresh(kind: Kind, ck: FreshKey | None, allowed: frozenset[Kind]) -> FreshKey:
    if ck is None:
        return content_key_draw()
    if kind not in allowed:
        raise Refused("this kind never shares a content key")
    return ck


def _seal(*, kind: Kind, ref: UUID, ck: bytes, suite: int, prefix: bytes, frame: bytes) -> SealedBytes:
    sealer = _ChunkSealer(kind=kind, ref=ref, ck=ck, suite=suite, prefix=prefix)
    return SealedBytes(sealer.feed(frame) + sealer.finish())


def json_seal(*, kind: Kind, ref: UUID, value: Mapping[str, Any], ck: FreshKey | None = None) -> Sealed:
    """Seal an object under a fresh content key, or under `ck` where the kind shares one with its files (suite 1).

    Raises Refused for a kind that holds a file and for a value that canonical JSON cannot hold.
    """
    if kind in FILE_KINDS:
        raise Refused("this kind holds a file")
    key = _shared_or_fresh(kind, ck, PARENT_KINDS)
    content = canonical_json(value)
    prefix = secrets.token_bytes(PREFIX_BYTES)
    frame = json_frame(kind=kind, data=content)
    envelope = _seal(kind=kind, ref=ref, ck=key, suite=SUITE_XCHACHA, prefix=prefix, frame=frame)
    return Sealed(kind=kind, ref=ref, ck=key, envelope=envelope, content=content)


class FileSealer:
    """Seals a file as it arrives, holding no more than one chunk (64 KiB) of it.

    `feed` and `finish` return bytes to append to the envelope; nothing of the file is kept after `finish`.
    """

    def __init__(self, *, kind: Kind, ref: UUID, ck: FreshKey | None = None, suite: int = SUITE_XCHACHA) -> None:
        if kind not in FILE_KINDS:
            raise Refused("this kind holds JSON")
        self.kind, self.ref = kind, ref
        self.ck = _shared_or_fresh(kind, ck, CHILD_KINDS)
        self.length = 0  # bytes of the file so far, before padding
        prefix = secrets.token_bytes(PREFIX_BYTES)
        self._chunks = _ChunkSealer(kind=kind, ref=ref, ck=self.ck, suite=suite, prefix=prefix)
        self._finished = False

    def feed(self, data: bytes) -> bytes:
        """Sealed bytes, perhaps none yet, for the next bytes of the file."""
        if self._finished:
            raise Refused("this file is finished")
        self.length += len(data)
        return self._chunks.feed(data)

    def finish(self) -> bytes:
        """Padding, trailer and last chunk."""
        if self._finished:
            raise Refused("this file is finished")
        self._finished = True
        zeros, trailer = file_tail(self.length)
        out = []
        while zeros:
            step = min(zeros, CHUNK_BYTES)
            out.append(self._chunks.feed(bytes(step)))
            zeros -= step
        out.append(self._chunks.feed(trailer))
        out.append(self._chunks.finish())
        return b"".join(out)


def file_seal(
    *, kind: Kind, ref: UUID, content: bytes, suite: int = SUITE_XCHACHA, ck: FreshKey | None = None
) -> Sealed:
    """Seal a whole file under a fresh content key, or under its parent's `ck` where the kind shares one."""
    sealer = FileSealer(kind=kind, ref=ref, ck=ck, suite=suite)
    envelope = sealer.feed(content) + sealer.finish()
    return Sealed(kind=kind, ref=ref, ck=sealer.ck, envelope=SealedBytes(envelope), content=content)
