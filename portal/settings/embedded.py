"""One machine, one command: SQLite, a Valkey server on a unix socket, a folder for files, and a demo desk."""

from __future__ import annotations

from portal import env as e
from portal.settings.base import *  # noqa: F403 - a settings module is its names

VIGIA_EMBEDDED = True
VIGIA_DEMO = e.flag("VIGIA_DEMO", True)

SECRET_KEY = e.secret_file("VIGIA_SECRET_KEY_FILE", VIGIA_HOME / "keys" / "web" / "secret_key")  # noqa: F405 - from base
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

DATABASES = {"default": e.database(VIGIA_HOME / "db" / "vigia.sqlite3")}  # noqa: F405 - from base
VALKEY_SOCKET = VIGIA_HOME / "run" / "valkey.sock"  # noqa: F405 - from base
CELERY_BROKER_URL = e.env.str("VIGIA_BROKER_URL", default=f"redis+socket://{VALKEY_SOCKET}?virtual_host=0")
CACHES = e.caches(f"unix://{VALKEY_SOCKET}?db=1")
VIGIA_STORE = VIGIA_HOME / "store"  # noqa: F405 - from base
WORKER_KEY_FILE = e.key_file("VIGIA_WORKER_KEY_FILE", VIGIA_HOME / "keys" / "worker" / "worker.key")  # noqa: F405 - from base
# Fault tests name a function here that is called at each named step of the worker's work.
VIGIA_STEP_HOOK = e.env.str("VIGIA_STEP_HOOK", default="")
# The organisation root, pinned on this host: the database is not asked who the root is.
ROOT_KEY_FILE = e.key_file("VIGIA_ROOT_KEY_FILE", VIGIA_HOME / "keys" / "root.pub")  # noqa: F405 - from base
