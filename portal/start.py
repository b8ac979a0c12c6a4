"""What a part does before it serves or works: the system checks, which stop it with one line each."""

from __future__ import annotations

import sys

from django.core import checks

from portal.checks import TAG


def refuse_unsafe_start() -> None:
    """Run the portal's own checks. Warnings go to standard error; an error ends the process with status 1."""
    found = checks.run_checks(tags=[TAG], databases=["default"])
    for message in found:
        hint = f" {message.hint}" if message.hint else ""
        sys.stderr.write(f"vigia: {message.id}: {message.msg}.{hint}\n")
    sys.stderr.flush()
    if any(message.is_serious() for message in found):
        sys.exit(1)
