"""Settings of the fast tests. Journeys start real processes under the embedded or production settings."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path

from portal import env as e
from portal.settings.base import *  # noqa: F403 - a settings module is its names

VIGIA_EMBEDDED = True
VIGIA_HOME = Path(tempfile.mkdtemp(prefix="vigia-test-"))
atexit.register(shutil.rmtree, VIGIA_HOME, ignore_errors=True)
SECRET_KEY = "only for tests, which keep nothing " * 2
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DATABASES = {"default": e.database(VIGIA_HOME / "vigia.sqlite3")}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_BROKER_URL = "memory://"
VIGIA_STORE = VIGIA_HOME / "store"
WORKER_KEY_FILE: Path | None = None
# A cheap hasher keeps the fast tests fast; one test pins the production list.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ROOT_KEY_FILE = VIGIA_HOME / "root.pub"
# WhiteNoise warns where its folder is missing; the files themselves are found where they are built.
STATIC_ROOT = VIGIA_HOME / "static"
STATIC_ROOT.mkdir()
