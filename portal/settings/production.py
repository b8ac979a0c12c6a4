"""A real desk. Every value without a safe default must come from the environment."""

from __future__ import annotations

from portal import env as e
from portal.settings.base import *  # noqa: F403 - a settings module is its names

SECRET_KEY = e.secret_file("VIGIA_SECRET_KEY_FILE")
ALLOWED_HOSTS = e.env.list("VIGIA_ALLOWED_HOSTS", default=[])
if not ALLOWED_HOSTS:
    e.stop("VIGIA_ALLOWED_HOSTS is not set: it lists the host names of this desk, commas between them")

DATABASES = {"default": e.database(None)}
CELERY_BROKER_URL = e.required("VIGIA_BROKER_URL")
CACHES = e.caches(e.required("VIGIA_MEMORY_URL"))
VIGIA_STORE = VIGIA_HOME / "store"  # noqa: F405 - from base
WORKER_KEY_FILE = e.key_file("VIGIA_WORKER_KEY_FILE", None)

# An onion service has no TLS of its own; an HTTPS host says so here.
SESSION_COOKIE_SECURE = e.flag("VIGIA_HTTPS", True)
# The organisation root, pinned on this host: the database is not asked who the root is.
ROOT_KEY_FILE = e.key_file("VIGIA_ROOT_KEY_FILE", None)
