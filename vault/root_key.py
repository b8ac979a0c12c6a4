"""The organisation root's file: a page to print, with one line that machines read.

The root signs, rarely, the leads' signing keys, and vouches for people where a desk has one lead. Its file
does not stay on the server.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from sealing import keys
from sealing.types import SignSeed
from vault.key_files import KeyFileRefused, key_file_read, key_file_write

_TITLE = "vigia organisation root key, version 1"
_SEED = re.compile(r"^seed: ([0-9a-f]{64})$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class RootSecret:
    """The organisation root's Ed25519 seed, 32 bytes. Never shown by repr."""

    sign_seed: SignSeed = field(repr=False)

    @property
    def public(self) -> bytes:
        """The root's public key, 32 bytes."""
        return keys.sign_public(self.sign_seed)


def draw() -> RootSecret:
    """A new root."""
    return RootSecret(sign_seed=keys.sign_generate()[0])


def save(path: Path, secret: RootSecret, *, organisation: str, lang: str) -> None:
    """Write the root's page, 0600. Raises FileExistsError."""
    words = " ".join(keys.fingerprint_words(secret.public, lang))
    key_file_write(
        path,
        f"{_TITLE}\n"
        f"organisation: {organisation}\n"
        f"words: {words}\n"
        f"public: {secret.public.hex()}\n"
        f"seed: {secret.sign_seed.hex()}\n"
        "Print this page, or move it to a medium that stays offline, and remove it from this machine.\n"
        "Whoever holds the seed can name leads of this desk, and vouch for anybody in it.\n",
    )


def load(path: Path) -> RootSecret:
    """Read a page that `save` wrote. Raises KeyFileRefused for another owner, mode or content."""
    text = key_file_read(path)
    seeds = _SEED.findall(text)
    if not text.startswith(_TITLE + "\n") or len(seeds) != 1:
        raise KeyFileRefused("this file holds no organisation root key")
    return RootSecret(sign_seed=SignSeed(bytes.fromhex(seeds[0])))
