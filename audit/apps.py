"""Application configuration."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Registers the application."""

    name = "audit"
    default_auto_field = "django.db.models.BigAutoField"
