"""The process environment, parsed strictly: a missing or unreadable value stops the start with one clear line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, NoReturn

import environ

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent


def stop(message: str) -> NoReturn:
    """End the process with one line that its operator can act on."""
    sys.exit(f"vigia: {message}")


def home() -> Path:
    """The folder that holds data, keys, sockets and logs (VIGIA_HOME, default `var` beside manage.py)."""
    return Path(env.str("VIGIA_HOME", default=str(BASE_DIR / "var"))).expanduser().resolve()


def secret_file(variable: str, default: Path | None = None) -> str:
    """The stripped text of the file that `variable` names. Stops where it is missing, empty or unreadable."""
    name = env.str(variable, default=str(default) if default else "")
    if not name:
        stop(f"{variable} is not set: it names the file that holds this secret")
    try:
        text = Path(name).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        stop(f"{variable} names a file that cannot be read")
    if len(text) < 40:
        stop(f"{variable} names a file that holds fewer than 40 characters")
    return text


def choice(variable: str, allowed: tuple[str, ...], default: str) -> str:
    """The value of `variable`, which must be one of `allowed`."""
    value = env.str(variable, default=default)
    if value not in allowed:
        stop(f"{variable} must be one of {', '.join(allowed)}")
    return str(value)


def whole(variable: str, default: int, lowest: int, highest: int) -> int:
    """The value of `variable` as an integer between `lowest` and `highest`, both included."""
    text = env.str(variable, default=str(default))
    try:
        value = int(text)
    except ValueError:
        stop(f"{variable} must be a whole number")
    if not lowest <= value <= highest:
        stop(f"{variable} must be between {lowest} and {highest}")
    return value


def flag(variable: str, default: bool) -> bool:
    """The value of `variable`: exactly `true` or `false`."""
    return choice(variable, ("true", "false"), "true" if default else "false") == "true"


def required(variable: str) -> str:
    """The value of `variable`, which must be set and not empty."""
    value = str(env.str(variable, default=""))
    if not value:
        stop(f"{variable} is not set")
    return value


def key_file(variable: str, default: Path | None) -> Path | None:
    """The path that `variable` names, or `default`. Nothing is read here: only the worker opens its key file."""
    name = env.str(variable, default="")
    return Path(name) if name else default


def database(default: Path | None) -> dict[str, Any]:
    """DATABASE_URL (PostgreSQL or SQLite), or the SQLite file `default`, as Django's settings want it."""
    if default is not None and not env.str("DATABASE_URL", default=""):
        config: dict[str, Any] = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(default)}
    else:
        try:
            config = dict(environ.Env.db_url_config(required("DATABASE_URL")))
        except (ValueError, environ.ImproperlyConfigured):
            stop("DATABASE_URL cannot be read: write postgres://user:password@host/name or sqlite:////path")
    if config["ENGINE"] == "django.db.backends.sqlite3":
        # A write transaction takes its lock when it begins, so that two writers wait instead of failing half-way;
        # FULL makes a commit that was answered survive a power cut.
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
        }
        config["TEST"] = {"NAME": f"{config['NAME']}.test"}
    elif config["ENGINE"] == "django.db.backends.postgresql":
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
    else:
        stop("DATABASE_URL must name PostgreSQL or SQLite")
    return config


def caches(url: str) -> dict[str, Any]:
    """The web tier's memory: half-keys, tickets and throttles, in a Valkey or Redis that keeps nothing on disk."""
    return {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}}
