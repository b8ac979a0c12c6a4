"""Why a step with keys or people is refused: a constant code for programs, a sentence for people."""

from __future__ import annotations

from django.utils.functional import Promise


class VaultRefusal(Exception):
    """A step that the rules do not allow now."""

    def __init__(self, code: str, message: str | Promise) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


class VaultMissing(Exception):
    """The object does not exist, or not for whoever asks: both look alike."""
