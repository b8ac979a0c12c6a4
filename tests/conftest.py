"""What every test gets: no network beyond loopback, the cast, and an audit trail that stays append-only."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils.translation.reloader import translation_file_changed
from pytest_socket import socket_allow_hosts

from audit import triggers
from tests.cast import Cast, make_cast
from tests.desk_fixture import desk_keys

__all__ = ["desk_keys"]


def pytest_configure() -> None:
    """Compile the catalogues that changed since they were last compiled, as `make` does for a running desk."""
    for source in (Path(__file__).parent.parent / "locale").glob("*/LC_MESSAGES/django.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            # Written beside and renamed, since several test processes may do this at once.
            fresh = compiled.with_suffix(f".{os.getpid()}")
            subprocess.run(["msgfmt", "--check-format", "-o", fresh, source], check=True)
            fresh.rename(compiled)
            # Django was set up before this hook, and may have read the older catalogue: what its own server does then.
            translation_file_changed(None, compiled)


@pytest.fixture(autouse=True)
def _loopback_only() -> None:
    """Refuse every connection that would leave this machine."""
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(autouse=True)
def _empty_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    """Half-keys and counts of one test are nothing to the next."""
    yield
    if "django_db" in request.keywords or "db" in request.fixturenames:
        cache.clear()


@pytest.fixture(autouse=True)
def _append_only(request: pytest.FixtureRequest) -> Iterator[None]:
    """Lift the audit trail's triggers for the emptying that follows a test with real transactions."""
    marker = request.node.get_closest_marker("django_db")
    names = set(request.fixturenames)
    emptied = bool(names & {"transactional_db", "live_server", "django_db_reset_sequences"}) or (
        marker is not None and bool(marker.kwargs.get("transaction"))
    )
    if emptied:
        request.getfixturevalue("transactional_db")
        triggers.install(connection)
    yield
    if emptied:
        triggers.remove(connection)


@pytest.fixture
def cast(db: None) -> Cast:
    """The desk, its people, and two partner organisations."""
    return make_cast()
