"""Application configuration."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Registers the composition root, for its system checks and commands."""

    name = "portal"

    def ready(self) -> None:
        """Load the system checks."""
        from portal import checks  # noqa: F401 - registered by import, once the applications are ready
