"""What fault hooks call in the worker: an exception that carries everything the work had in its hands."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings

HOOK: Final = "tests.canaries.crash.crash_when_asked"


class Crashed(Exception):
    """Its text is what must never be logged."""


def asked(home: Path, step: str) -> Path:
    """The file that asks for one exception at a named step."""
    return home / "run" / f"crash-{step.replace(':', '-')}"


def crash_when_asked(name: str, subject: UUID) -> None:
    """Raise once where the file is there, with the values of every variable of the function that came to this step."""
    wish = asked(Path(settings.VIGIA_HOME), name)
    if wish.exists():
        wish.unlink()
        caller = sys._getframe(2)
        raise Crashed(f"{subject}: {caller.f_locals}")
