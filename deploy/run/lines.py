"""What the operator reads: short lines, and one line for each failure."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

BASE: Final = Path(__file__).resolve().parent.parent.parent
VENV: Final = BASE / ".venv"
PYTHON: Final = VENV / "bin" / "python"


class Failure(Exception):
    """The start cannot go on. The text is one line that its reader can act on."""


def say(line: str) -> None:
    """Print one line at once; where the terminal is gone, nobody reads it and that is no failure."""
    try:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except OSError:
        return
