"""System checks of what would be dangerous (threat model row 26). Each has an id, a test and one line for the operator.

`manage.py check` runs them; so does every part that serves or works, which does not start when one of them fails
(`portal.start`).
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections
from django.db.utils import DatabaseError

TAG = "vigia"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]", "::1", "testserver"})
RUNNING = frozenset({"web", "worker", "beat"})
Apps = Sequence[AppConfig] | None


@register(TAG)
def worker_key_out_of_reach(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """E001: the web part may not be able to read the worker's key file. W001: a demonstration is merely loud."""
    if settings.VIGIA_ROLE != "web" or settings.WORKER_KEY_FILE is None:
        return []
    if not os.access(settings.WORKER_KEY_FILE, os.R_OK, effective_ids=os.access in os.supports_effective_ids):
        return []
    if settings.VIGIA_DEMO:
        line = "demonstration: web and worker share a user, so the web part could read the worker's key"
        return [Warning(line, hint="Start `make run` as root to give each its own user.", id="vigia.W001")]
    return [
        Error(
            "the web part can read the worker's key file, and so could open tips",
            hint="Give the worker its own user and its key file mode 0600.",
            id="vigia.E001",
        )
    ]


@register(TAG)
def demo_stays_at_home(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """E002: a demo desk, whose passwords are printed, exists only under the embedded settings and on loopback."""
    if not settings.VIGIA_DEMO:
        return []
    if not settings.VIGIA_EMBEDDED:
        return [Error("a demo desk runs under the embedded settings only", id="vigia.E002")]
    bound = os.environ.get("VIGIA_BIND", "127.0.0.1")
    if bound not in LOOPBACK or not set(settings.ALLOWED_HOSTS) <= LOOPBACK:
        return [Error("a demo desk may be reached on loopback only", hint="Set VIGIA_DEMO=false.", id="vigia.E002")]
    return []


@register(TAG)
def secret_key_strong(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """E003: sessions and throttles rest on the secret key."""
    key = settings.SECRET_KEY
    if len(key) >= 50 and len(set(key)) >= 16 and not key.startswith("django-insecure-"):
        return []
    hint = "Write 50 or more random characters to the file that VIGIA_SECRET_KEY_FILE names."
    return [Error("the secret key is weak", hint=hint, id="vigia.E003")]


@register(TAG)
def broker_and_memory_real(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """E004: parts that run need a broker and a memory that all of them share."""
    if settings.VIGIA_ROLE not in RUNNING:
        return []
    found: list[CheckMessage] = []
    broker = settings.CELERY_BROKER_URL
    if not broker.startswith(("redis://", "rediss://", "redis+socket://", "sentinel://")):
        hint = "Set VIGIA_BROKER_URL to a Redis or Valkey server."
        found.append(Error("there is no broker", hint=hint, id="vigia.E004"))
    backend = settings.CACHES["default"]["BACKEND"]
    if backend.endswith(("LocMemCache", "DummyCache", "FileBasedCache", "DatabaseCache")):
        hint = "Set VIGIA_MEMORY_URL to a Redis or Valkey server that keeps nothing on disk."
        found.append(Error("the web part's memory is not shared, or is kept on disk", hint=hint, id="vigia.E004"))
    return found


@register(TAG)
def debug_off(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """E005: debug pages show what submitters wrote."""
    return [Error("DEBUG is on", id="vigia.E005")] if settings.DEBUG else []


@register(TAG)
def cookies_travel_sealed(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """E006: staff cookies go over HTTPS, an onion or loopback."""
    if settings.SESSION_COOKIE_SECURE:
        return []
    if all(host in LOOPBACK or host.endswith(".onion") for host in settings.ALLOWED_HOSTS):
        return []
    hint = "Set VIGIA_HTTPS=true, or list onion addresses only."
    return [Error("staff cookies would travel in the clear", hint=hint, id="vigia.E006")]


@register(TAG)
def uploads_refused(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """E007: Django's own upload handlers write files to disk in the clear (threat model row 12)."""
    if all(not name.startswith("django.") for name in settings.FILE_UPLOAD_HANDLERS):
        return []
    return [Error("an upload handler writes files to disk in the clear", id="vigia.E007")]


@register(TAG)
def worker_key_private(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """E008: the worker needs its key file, readable by itself alone."""
    if settings.VIGIA_ROLE != "worker":
        return []
    path = settings.WORKER_KEY_FILE
    hint = "VIGIA_WORKER_KEY_FILE names what `manage.py init_desk` made: mode 0600, owned by the worker's user."
    try:
        facts = Path(path).stat(follow_symlinks=False) if path is not None else None
    except OSError:
        facts = None
    if facts is None:
        return [Error("the worker's key file is missing", hint=hint, id="vigia.E008")]
    if not stat.S_ISREG(facts.st_mode) or stat.S_IMODE(facts.st_mode) & 0o177 or facts.st_uid != os.geteuid():
        return [Error("the worker's key file may be read by others", hint=hint, id="vigia.E008")]
    return []


@register(TAG)
def passwords_slow(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """E009: passwords are kept as Argon2 hashes."""
    if settings.VIGIA_ROLE not in RUNNING or settings.PASSWORD_HASHERS[0].endswith(".Argon2PasswordHasher"):
        return []
    return [Error("passwords would be kept as a weak hash", id="vigia.E009")]


@register(TAG, Tags.database)
def no_demo_people(app_configs: Apps, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """E010: the people of a demo desk, whose passwords are printed, are refused wherever the demonstration is off."""
    if settings.VIGIA_DEMO or "default" not in (databases or ()):
        return []
    from vault.selectors import demo_desk

    connection = connections["default"]
    try:
        if "vault_installation" not in connection.introspection.table_names() or not demo_desk():
            return []
    except DatabaseError:
        # A database that is down or not migrated holds no demo people to serve; other lines tell of it.
        return []
    hint = "Make a new database with `manage.py migrate` and `manage.py init_desk`."
    return [Error("this database is a demo desk's", hint=hint, id="vigia.E010")]
