"""Application configuration."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Registers the application."""

    name = "incidents"
    default_auto_field = "django.db.models.BigAutoField"
