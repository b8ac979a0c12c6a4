"""Named steps of long work, so that a fault test can stop a worker at each of them (threat model row 28).

Only the embedded settings carry a hook, and only where the environment names one; elsewhere a step does nothing.
"""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string


def step(name: str, subject: UUID) -> None:
    """Say that the work named `name` (for example "triage:opened") on the row `subject` is about to go on."""
    hook = getattr(settings, "VIGIA_STEP_HOOK", "")
    if hook:
        import_string(hook)(name, subject)
