"""System checks: each dangerous setting has an id, and a part with one does not start."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.utils import timezone

from portal import start
from portal.checks import TAG
from vault.models import Installation
from vault.worker_key import draw, save

STRONG = "k7Jd0-qP3xZ_vB9mW2nR5tY8uA1sD4fG6hL0eC-iOoXwQyNbVz"


@pytest.fixture(autouse=True)
def _real(settings: Any, tmp_path: Path) -> None:
    """A web part of a real desk, with nothing to complain about."""
    settings.VIGIA_ROLE = "web"
    settings.VIGIA_EMBEDDED = False
    settings.SECRET_KEY = STRONG
    settings.CELERY_BROKER_URL = "redis://broker/0"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://m/1"}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    settings.ALLOWED_HOSTS = ["desk.example.org"]
    settings.SESSION_COOKIE_SECURE = True
    settings.WORKER_KEY_FILE = tmp_path / "worker.key"


def found() -> list[str]:
    """The ids of what the portal's own checks say."""
    return sorted(message.id or "" for message in run_checks(tags=[TAG]))


def key_file(settings: Any) -> Path:
    """A worker key file where the settings say."""
    save(settings.WORKER_KEY_FILE, draw())
    path: Path = settings.WORKER_KEY_FILE
    return path


def test_a_real_desk_is_quiet() -> None:
    assert found() == []


def test_e001_web_part_reads_the_worker_key(settings: Any) -> None:
    path = key_file(settings)
    assert found() == ["vigia.E001"]
    settings.WORKER_KEY_FILE = None
    assert found() == []
    settings.WORKER_KEY_FILE = path
    settings.VIGIA_ROLE = "shell"
    assert found() == []


def test_w001_in_the_demonstration_it_is_a_warning(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    key_file(settings)
    settings.VIGIA_DEMO = settings.VIGIA_EMBEDDED = True
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    assert found() == ["vigia.W001"]


def demo_outside(settings: Any) -> None:
    settings.VIGIA_DEMO = True


def demo_beyond_loopback(settings: Any) -> None:
    settings.VIGIA_DEMO = settings.VIGIA_EMBEDDED = True


def put(name: str, value: object) -> Callable[[Any], None]:
    """A change of one setting."""
    return lambda settings: setattr(settings, name, value)


MEMORY = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
ON_DISK = {"default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": "/x"}}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (demo_outside, "vigia.E002"),
        (demo_beyond_loopback, "vigia.E002"),
        (put("SECRET_KEY", "short"), "vigia.E003"),
        (put("SECRET_KEY", "a" * 80), "vigia.E003"),
        (put("SECRET_KEY", "django-insecure-" + STRONG), "vigia.E003"),
        (put("CELERY_BROKER_URL", "memory://"), "vigia.E004"),
        (put("CELERY_BROKER_URL", ""), "vigia.E004"),
        (put("CACHES", MEMORY), "vigia.E004"),
        (put("CACHES", ON_DISK), "vigia.E004"),
        (put("DEBUG", True), "vigia.E005"),
        (put("SESSION_COOKIE_SECURE", False), "vigia.E006"),
        (put("FILE_UPLOAD_HANDLERS", ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]), "vigia.E007"),
        (put("VIGIA_ROLE", "worker"), "vigia.E008"),
        (put("PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"]), "vigia.E009"),
    ],
)
def test_each_danger_has_its_id(settings: Any, change: Callable[[Any], None], expected: str) -> None:
    change(settings)
    assert found() == [expected]


def test_e002_bound_beyond_loopback(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.VIGIA_DEMO = settings.VIGIA_EMBEDDED = True
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    assert found() == []
    monkeypatch.setenv("VIGIA_BIND", "0.0.0.0")  # noqa: S104 - what the check refuses
    assert found() == ["vigia.E002"]


def test_e006_onions_need_no_https(settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = False
    settings.ALLOWED_HOSTS = ["x" * 56 + ".onion", "127.0.0.1"]
    assert found() == []


@pytest.mark.parametrize("mode", [0o644, 0o640])
def test_e008_worker_key_is_private(settings: Any, mode: int) -> None:
    settings.VIGIA_ROLE = "worker"
    path = key_file(settings)
    assert found() == []
    path.chmod(mode)
    assert found() == ["vigia.E008"]


@pytest.mark.django_db
def test_e010_demo_people_are_refused_elsewhere(settings: Any) -> None:
    made = Installation.objects.create(root_key=bytes(32), receipt_salt=bytes(32), demo=True, made_at=timezone.now())
    assert [message.id for message in run_checks(tags=[TAG], databases=["default"])] == ["vigia.E010"]
    made.demo = False
    made.save()
    assert run_checks(tags=[TAG], databases=["default"]) == []


@pytest.mark.django_db
def test_a_part_with_an_error_does_not_start(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    start.refuse_unsafe_start()
    settings.DEBUG = True
    with pytest.raises(SystemExit):
        start.refuse_unsafe_start()
    assert capsys.readouterr().err == "vigia: vigia.E005: DEBUG is on.\n"
