"""Application configuration."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Registers the application."""

    name = "vault"
    default_auto_field = "django.db.models.BigAutoField"
