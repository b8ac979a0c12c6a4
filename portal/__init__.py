"""Composition root: settings, URLs, middleware, checks. No domain logic lives here."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
