"""Private key files: 0600, of whoever runs the process, and read without following links.

The worker's file lives on the worker's host alone; the root's file is printed or moved offline after `init_desk`.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

MODE = 0o600
# Both sorts of file hold a few lines.
MAX_BYTES = 16 * 1024


class KeyFileRefused(Exception):
    """A key file is missing, of another owner, readable by others, or not what it should be. The text is constant."""


def key_file_read(path: Path) -> str:
    """The text of a private key file. Raises KeyFileRefused unless it is ours, regular, 0600 or stricter, and text."""
    try:
        # Without O_NONBLOCK a pipe that somebody put there would be waited for.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError:
        raise KeyFileRefused("the key file cannot be opened") from None
    try:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            raise KeyFileRefused("the key file is no regular file")
        if facts.st_uid != os.geteuid():
            raise KeyFileRefused("the key file belongs to another user")
        if stat.S_IMODE(facts.st_mode) & ~MODE:
            raise KeyFileRefused("the key file may be read by others: its mode must be 0600")
        data = os.read(descriptor, MAX_BYTES + 1)
    finally:
        os.close(descriptor)
    if len(data) > MAX_BYTES:
        raise KeyFileRefused("the key file is too long")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise KeyFileRefused("the key file is no text") from None


def key_file_write(path: Path, text: str) -> None:
    """Write a new private key file, 0600, durably. Raises FileExistsError rather than touch one that exists."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, MODE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(text.encode("utf-8"))
        file.flush()
        os.fsync(file.fileno())
