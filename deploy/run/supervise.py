"""Starts the parts, starts again what crashes, and ends all of it on Ctrl-C, SIGTERM or a closed terminal."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Final

from deploy.run import owners, watchdog
from deploy.run.lines import BASE, PYTHON, Failure, say
from deploy.run.parts import Part, all_parts, environment

TICK: Final = 0.2
READY_SECONDS: Final = 90.0
STOP_SECONDS: Final = 12.0
# A part that ends so often before the first page is served will not start.
TRIES: Final = 3
# A unix socket's path has at most 107 bytes (unix(7)).
SOCKET_BYTES: Final = 107


class Supervisor:
    """One installation's parts."""

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port = home, port
        self.parts: list[Part] = []
        self.pipe = -1
        self.asked = 0
        self.ready = False

    def run(self) -> None:
        """Run until asked to stop. Raises Failure where the parts do not start."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask)
        self._lock()
        self._port_free()
        own = self._data()
        self.parts = all_parts(self.home, self.port, own)
        self.pipe = watchdog.start()
        (self.home / "run" / "valkey.sock").unlink(missing_ok=True)
        try:
            self._start(self.parts[0])
            self._until(self._valkey_answers)
            for part in self.parts[1:]:
                self._start(part)
            self._until(self._page_answers)
            if self.asked:
                return
            self.ready = True
            self._greet(own)
            while not self.asked:
                self._look()
                time.sleep(TICK)
        finally:
            self.stop()

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self.asked += 1

    def _lock(self) -> None:
        owners.folders(self.home)
        if len(os.fsencode(self.home / "run" / "valkey.sock")) > SOCKET_BYTES:
            raise Failure("VIGIA_HOME has too long a path for a unix socket: choose a shorter one")
        # Left open on purpose: the lock lasts as long as this process and its watchdog.
        self.lock = os.open(self.home / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failure(f"another start already uses {self.home}") from None

    def _port_free(self) -> None:
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind(("127.0.0.1", self.port))
            except OSError:
                raise Failure(f"port {self.port} is taken: choose another with make run PORT=…") from None

    def _data(self) -> owners.Owners:
        """Keys, database, demo desk; all of it there already on a second start."""
        owners.secret_keys(self.home)
        own = owners.choose(self.home)
        self._manage("migrate", "--no-input", "-v", "0")
        if self.demo:
            self._manage("demo_desk")
        owners.settle(self.home, own)
        if not (self.home / "keys" / "worker" / "worker.key").exists() and "VIGIA_WORKER_KEY_FILE" not in os.environ:
            raise Failure(
                f"everything is prepared in {self.home}: now run manage.py init_desk there, as the README says"
            )
        return own

    @property
    def demo(self) -> bool:
        """Whether this start is the demonstration."""
        return os.environ.get("VIGIA_DEMO", "true") == "true"

    def _manage(self, *words: str) -> str:
        """Run a management command as whoever started us. Raises Failure with its last line."""
        done = subprocess.run(
            [str(PYTHON), str(BASE / "manage.py"), *words],
            cwd=BASE,
            env=environment(self.home, "shell"),
            capture_output=True,
            text=True,
            umask=0o007,
            check=False,
        )
        if done.returncode:
            lines = [line for line in (done.stderr + done.stdout).splitlines() if line.strip()]
            raise Failure(lines[-1].removeprefix("vigia: ").strip() if lines else f"manage.py {words[0]} failed")
        return done.stdout

    def _start(self, part: Part) -> None:
        group = part.start()
        self._tell(f"+{group}\n")

    def _tell(self, line: str) -> None:
        with contextlib.suppress(OSError):
            os.write(self.pipe, line.encode())

    def _until(self, answers: Callable[[], bool]) -> None:
        until = time.monotonic() + READY_SECONDS
        while not self.asked and not answers():
            self._look()
            if time.monotonic() > until:
                raise Failure(f"nothing answers after {READY_SECONDS:.0f} seconds: see {self.home / 'logs'}")
            time.sleep(TICK)

    def _look(self) -> None:
        """Start again what ended, later each time."""
        for part in self.parts:
            if part.process is None or part.alive:
                continue
            if part.not_before <= part.started:
                wait = part.ended()
                group = part.process.pid
                part.signal(signal.SIGKILL)
                self._tell(f"-{group}\n")
                if not self.ready and part.failures >= TRIES:
                    raise Failure(f"{part.name} does not start: {part.last_line() or part.log}")
                if self.ready:
                    say(f"vigia: {part.name} ended and starts again in {wait:.0f} s (see {part.log})")
            elif time.monotonic() >= part.not_before:
                self._start(part)

    def _valkey_answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(1)
            try:
                line.connect(str(self.home / "run" / "valkey.sock"))
                line.sendall(b"PING\r\n")
                return line.recv(7).startswith(b"+PONG")
            except OSError:
                return False

    def _page_answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/es/", timeout=5) as answer:
                return bool(answer.status == 200)
        except urllib.error.HTTPError:
            # A real desk whose first lead is still to come answers that nothing can be received yet.
            return not self.demo
        except OSError:
            return False

    def _greet(self, own: owners.Owners) -> None:
        address = f"http://127.0.0.1:{self.port}"
        say(f"Vigía is at {address}/   desk: {address}/desk/   partners: {address}/partner/")
        if self.demo:
            say("Demo desk: invented people whose passwords are printed here. It answers on this machine only.")
            say(self._manage("demo_people").rstrip("\n"))
        if own.shared:
            sort = "demonstration: web and worker share a user" if self.demo else "web and worker share a user"
            how = (
                "put the project and its Python where other users can read them"
                if os.geteuid() == 0
                else "start as root"
            )
            say(f"vigia: {sort}, so the web part could read the worker's key; {how} to part them")
        say(f"Data, keys and logs: {self.home}   Stop: Ctrl-C")

    def stop(self) -> None:
        """End every part: politely, then not. Asking twice ends them at once."""
        asked = self.asked
        for part in reversed(self.parts):
            if part.name != "valkey" and part.alive:
                part.signal(signal.SIGTERM)
        until = time.monotonic() + STOP_SECONDS
        others = [part for part in self.parts if part.name != "valkey"]
        while any(part.alive for part in others) and time.monotonic() < until and self.asked <= max(asked, 1):
            time.sleep(TICK / 2)
        for part in self.parts:
            part.signal(signal.SIGKILL)
            if part.process is not None:
                part.process.wait()
                self._tell(f"-{part.process.pid}\n")
        (self.home / "run" / "valkey.sock").unlink(missing_ok=True)
        if self.pipe >= 0:
            os.close(self.pipe)
            self.pipe = -1
