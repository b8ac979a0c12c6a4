"""The real thing for journeys: web, worker, beat, Valkey and the demo desk, started by the supervisor of `make run`.

    def test_something(stack):
        stack.base                      # "http://127.0.0.1:40123"
        stack.people["ines"].password   # everybody signs in with what the first start printed
        stack.manage("verify_audit")    # a management command in the same surroundings

Only what `make run` installs beforehand is left out. All of it lives in a fresh folder, and a process that is still there
after stopping fails the test.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from base64 import b32decode
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

import pytest
from django_otp.oath import TOTP

BASE: Final = Path(__file__).resolve().parent.parent
READY_SECONDS: Final = 120.0
STOP_SECONDS: Final = 40.0
TOTP_STEP: Final = 30
# What `make run` runs once everything is installed; it ends with whoever started it.
START: Final = """
import os, sys
from pathlib import Path
from deploy.run.parts import end_with_parent
from deploy.run.supervise import Supervisor
os.umask(0o022)
end_with_parent()
Supervisor(Path(sys.argv[1]), int(sys.argv[2])).run()
"""

Found = TypeVar("Found")


def wait_for(found: Callable[[], Found | None], what: str, seconds: float = 30.0) -> Found:
    """Ask again and again until `found` returns something true. Fails the test after `seconds`."""
    until = time.monotonic() + seconds
    while True:
        value = found()
        if value:
            return value
        if time.monotonic() > until:
            pytest.fail(f"{what}: not within {seconds:.0f} seconds")
        time.sleep(0.05)


@dataclass
class Person:
    """Somebody of the demo desk, with what they sign in and unlock with."""

    username: str
    name: str
    role: str
    password: str
    passphrase: str
    totp_secret: str
    _last_step: int = 0

    @property
    def root(self) -> str:
        """Where they sign in."""
        return "/partner/" if self.role == "partner" else "/desk/"

    def code(self) -> str:
        """A code that was not used yet: of the half minute before, of this one, or of the next; else it waits."""
        step = wait_for(self._free_step, "a fresh half minute", 2 * TOTP_STEP)
        self._last_step = step
        totp = TOTP(b32decode(self.totp_secret), TOTP_STEP)
        totp.time = step * TOTP_STEP
        return f"{totp.token():06d}"

    def _free_step(self) -> int | None:
        now = int(time.time()) // TOTP_STEP
        step = max(self._last_step + 1, now - 1)
        # At the very end of a half minute the server may already be in the next: the one before is then too old.
        if step == now - 1 and time.time() % TOTP_STEP > TOTP_STEP - 5:
            step = now
        return step if step <= now + 1 else None


@dataclass
class Stack:
    """A running installation."""

    home: Path
    port: int
    environ: Mapping[str, str]
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def base(self) -> str:
        """The address without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def database(self) -> Path:
        """The SQLite file; its write-ahead log stands beside it."""
        return self.home / "db" / "vigia.sqlite3"

    @property
    def broker_socket(self) -> Path:
        """The unix socket of Valkey: database 0 is the broker, 1 the web part's memory."""
        return self.home / "run" / "valkey.sock"

    @property
    def store(self) -> Path:
        """The folder of files."""
        return self.home / "store"

    @property
    def logs(self) -> Path:
        """The folder of logs, one a part."""
        return self.home / "logs"

    @property
    def keys(self) -> Path:
        """The folder of keys."""
        return self.home / "keys"

    def manage(self, *words: str, ok: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a management command in the stack's surroundings; with `ok`, a failing one fails the test."""
        done = subprocess.run(
            [sys.executable, str(BASE / "manage.py"), *words],
            cwd=BASE,
            env={**self.environ, "VIGIA_ROLE": "shell"},
            capture_output=True,
            text=True,
            check=False,
        )
        if ok and done.returncode:
            pytest.fail(f"manage.py {words[0]}: {done.stderr[-2000:]}")
        return done

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """What a query finds in the database, read only."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=20)) as line:
            return line.execute(statement, values).fetchall()

    def analysed(self) -> set[str]:
        """The ids of the tips that the worker has read."""
        return {row[0] for row in self.rows("select id from incidents_tip where analysis = 'done'")}

    def processes(self) -> dict[int, str]:
        """Every process that has this home in its surroundings or its command, by its id."""
        home, found = str(self.home).encode(), {}
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit() or int(entry.name) == os.getpid():
                continue
            try:
                command = (entry / "cmdline").read_bytes()
                if home in command or home in (entry / "environ").read_bytes():
                    found[int(entry.name)] = command.replace(b"\0", b" ").decode(errors="replace").strip()
            except OSError:
                # It ended meanwhile, or it is somebody else's.
                continue
        return {number: command for number, command in found.items() if command}


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port: int = tried.getsockname()[1]
    return port


@contextmanager
def running_stack(**settings: str) -> Iterator[Stack]:
    """Start everything in a fresh home, with further VIGIA_ variables, and stop it afterwards."""
    home = Path(tempfile.mkdtemp(prefix="vigia-journey-"))
    # The parts may run as users of their own, who must be able to enter.
    home.chmod(0o755)
    apart = ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "VIGIA_HOME")
    environ = {name: value for name, value in os.environ.items() if name not in apart}
    environ |= {"DJANGO_SETTINGS_MODULE": "portal.settings.embedded", "VIGIA_HOME": str(home), **settings}
    stack = Stack(home=home, port=free_port(), environ=environ)
    said = home / "said"
    with said.open("wb") as out:
        supervisor = subprocess.Popen(
            [sys.executable, "-c", START, str(home), str(stack.port)],
            cwd=BASE,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        _until_ready(stack, supervisor, said)
        rows = json.loads(stack.manage("demo_people", "--json").stdout)
        stack.people = {row["username"]: Person(**row) for row in rows}
        yield stack
    finally:
        supervisor.send_signal(signal.SIGTERM)
        try:
            supervisor.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            supervisor.kill()
            supervisor.wait()
        left = _left_over(stack)
        shutil.rmtree(home, ignore_errors=True)
    assert not left, f"still there after stopping: {left}"


def _until_ready(stack: Stack, supervisor: subprocess.Popen[bytes], said: Path) -> None:
    def ready() -> bool:
        if supervisor.poll() is not None:
            pytest.fail(f"the supervisor ended: {said.read_text()[-2000:]}")
        return "Ctrl-C" in said.read_text()

    wait_for(ready, "the portal's first page", READY_SECONDS)


def _left_over(stack: Stack) -> dict[int, str]:
    """What survived: the watchdog has seconds to go; after that each is ended, and told."""
    until = time.monotonic() + 8
    while (left := stack.processes()) and time.monotonic() < until:
        time.sleep(0.1)
    for number in left:
        os.kill(number, signal.SIGKILL)
    return left


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """One installation for all journeys of this test process."""
    with running_stack() as started:
        yield started
