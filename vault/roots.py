"""The organisation root's public key, pinned outside the database: who writes the database cannot become the root."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from sealing.encoding import b64_decode, b64_encode
from sealing.errors import SealingError
from sealing.keys import SIGN_KEY_BYTES


class RootMissing(Exception):
    """This host has no pinned root: `init_desk` has not run, or the file was not copied here. The text is constant."""


def root_key_write(path: Path, key: bytes) -> None:
    """Pin a root on this host: one line of base64url, readable by everybody, since it is public."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(b64_encode(key) + "\n", encoding="ascii")
    path.chmod(0o644)


def root_key() -> bytes:
    """The 32-byte Ed25519 public key that this host pinned. Raises RootMissing."""
    try:
        key = b64_decode(Path(settings.ROOT_KEY_FILE).read_text(encoding="ascii").strip())
    except (OSError, UnicodeDecodeError, SealingError):
        raise RootMissing("the pinned root key cannot be read") from None
    if len(key) != SIGN_KEY_BYTES:
        raise RootMissing("the pinned root key has another length")
    return key
