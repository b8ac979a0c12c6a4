"""Refusals that a reader can act on: a constant code, and a sentence. Never content."""

from __future__ import annotations

from django.utils.functional import Promise


class Refusal(Exception):
    """A step that the domain does not allow now. `code` is for programs, `message` for people."""

    # 409: the state of things forbids it now; a subclass says otherwise.
    status = 409

    def __init__(self, code: str, message: str | Promise) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


class Missing(Exception):
    """The object does not exist, or not for whoever asks: both look alike (threat model row 20)."""
