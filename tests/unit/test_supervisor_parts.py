"""The supervisor's parts with real processes: back-off, lines for failures, and nothing that survives it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.run import owners, prepare, supervise
from deploy.run.lines import Failure
from deploy.run.owners import Owners
from deploy.run.parts import BACK_OFF, LOG_BYTES, Part, all_parts, environment
from deploy.run.supervise import Supervisor

BASE = Path(__file__).resolve().parent.parent.parent
MINE = Owners(web=os.geteuid(), worker=os.geteuid(), group=os.getegid(), shared=True)

# A supervisor's heart without a portal: a watchdog, and one part that starts a child of its own and ignores SIGTERM.
HEART = """
import os, sys, time
from pathlib import Path
from deploy.run import watchdog
from deploy.run.parts import Part
folder = Path(sys.argv[1])
pipe = watchdog.start()
stubborn = "import signal, subprocess, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);" \\
    "child = subprocess.Popen(['sleep', '600']); print(child.pid, flush=True); time.sleep(600)"
part = Part("part", [sys.executable, "-c", stubborn], dict(os.environ), 0, 0, folder / "part.log", False)
group = part.start()
os.write(pipe, f"+{group}\\n".encode())
print(group, flush=True)
time.sleep(600)
"""


def eventually(true: Callable[[], bool], seconds: float = 12.0) -> bool:
    """Whether `true` becomes so within `seconds`."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.05)
    return False


def lives(pid: int) -> bool:
    """Whether a process runs; a zombie that nobody collected does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def part(tmp_path: Path, *command: str) -> Part:
    """A part that runs `command`."""
    return Part("part", list(command), dict(os.environ), 0, 0, tmp_path / "part.log", change_user=False)


def test_nothing_survives_a_killed_supervisor(tmp_path: Path) -> None:
    heart = subprocess.Popen([sys.executable, "-c", HEART, str(tmp_path)], cwd=BASE, stdout=subprocess.PIPE, text=True)
    try:
        assert heart.stdout is not None
        group = int(heart.stdout.readline())
        log = tmp_path / "part.log"
        assert eventually(lambda: log.exists() and log.read_text().strip().isdigit())
        child = int(log.read_text())
        assert lives(group)
        assert lives(child)
    finally:
        heart.send_signal(signal.SIGKILL)
        heart.wait()
        assert heart.stdout is not None
        heart.stdout.close()
    assert eventually(lambda: not lives(group) and not lives(child))


def test_back_off_grows_and_is_forgotten_after_a_steady_time(tmp_path: Path) -> None:
    crashing = part(tmp_path, "false")
    crashing.started = time.monotonic()
    waits = [crashing.ended() for _ in range(len(BACK_OFF) + 2)]
    assert waits == [*BACK_OFF, BACK_OFF[-1], BACK_OFF[-1]]
    crashing.started = time.monotonic() - 3600
    assert crashing.ended() == BACK_OFF[0]


def test_a_part_runs_in_its_own_group_and_writes_its_log(tmp_path: Path) -> None:
    made = part(tmp_path, sys.executable, "-c", "import os; print(os.getpgid(0)); print(oct(os.umask(0)))")
    group = made.start()
    assert made.process is not None
    made.process.wait()
    assert made.log.read_text().split() == [str(group), "0o7"]
    assert made.last_line() == "0o7"
    assert not made.alive


def test_a_long_log_is_put_aside(tmp_path: Path) -> None:
    made = part(tmp_path, "true")
    made.log.write_bytes(b"x" * (LOG_BYTES + 1))
    made.start()
    assert made.process is not None
    made.process.wait()
    assert made.log.stat().st_size == 0
    assert made.log.with_suffix(".log.1").stat().st_size == LOG_BYTES + 1


def test_parts_know_only_what_is_theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_TOKEN", "secret")
    monkeypatch.setenv("VIGIA_URGENT_HOURS", "6")
    found = environment(tmp_path, "web")
    assert "SOME_TOKEN" not in found
    assert found["VIGIA_URGENT_HOURS"] == "6"
    parts = {made.name: made for made in all_parts(tmp_path, 8123, MINE)}
    assert list(parts) == ["valkey", "web", "worker", "beat"]
    assert parts["worker"].environ["VIGIA_SECRET_KEY_FILE"] != parts["web"].environ.get("VIGIA_SECRET_KEY_FILE")
    assert parts["web"].environ["VIGIA_BIND"] == "127.0.0.1"
    assert "--save" in parts["valkey"].command
    assert all(name not in parts["valkey"].environ for name in ("VIGIA_HOME", "DATABASE_URL"))


def test_parts_have_users_of_their_own(tmp_path: Path) -> None:
    own = Owners(web=60_001, worker=60_002, group=60_003, shared=False)
    users = {made.name: (made.user, made.group, made.change_user) for made in all_parts(tmp_path, 8123, own)}
    assert users["web"] == users["beat"] == users["valkey"] == (60_001, 60_003, True)
    assert users["worker"] == (60_002, 60_003, True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_keys_belong_to_one_part_each(tmp_path: Path) -> None:
    home = tmp_path / "home"
    owners.folders(home)
    owners.secret_keys(home)
    (home / "db" / "vigia.sqlite3").touch()
    (home / "keys" / "root.pub").touch()
    own = Owners(web=60_001, worker=60_002, group=60_003, shared=False)
    owners.settle(home, own)

    def facts(name: str) -> tuple[int, int, int]:
        found = (home / name).stat()
        return found.st_uid, found.st_gid, found.st_mode & 0o7777

    assert facts("keys/worker") == (60_002, 60_003, 0o700)
    assert facts("keys/web/secret_key") == (60_001, 60_003, 0o600)
    assert facts("keys/root") == (0, 0, 0o700)
    assert facts("demo") == (0, 0, 0o700)
    assert facts("keys/root.pub") == (0, 60_003, 0o644)
    assert facts("db") == (60_001, 60_003, 0o2770)
    assert facts("db/vigia.sqlite3") == (60_001, 60_003, 0o660)
    assert json.loads((home / "owners.json").read_text()) == {"web": 60_001, "worker": 60_002, "group": 60_003}


def test_secret_keys_are_drawn_once(tmp_path: Path) -> None:
    owners.folders(tmp_path)
    owners.secret_keys(tmp_path)
    first = [(tmp_path / "keys" / name / "secret_key").read_text() for name in ("web", "worker")]
    owners.secret_keys(tmp_path)
    assert [(tmp_path / "keys" / name / "secret_key").read_text() for name in ("web", "worker")] == first
    assert first[0] != first[1]
    assert all(len(text) > 60 for text in first)


def test_a_second_start_on_one_home_is_refused(tmp_path: Path) -> None:
    first, second = Supervisor(tmp_path, 1), Supervisor(tmp_path, 1)
    first._lock()
    try:
        with pytest.raises(Failure, match="another start"):
            second._lock()
    finally:
        os.close(first.lock)
        os.close(second.lock)


def test_a_taken_port_is_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Failure, match=f"port {port} is taken"):
            Supervisor(tmp_path, port)._port_free()


def test_a_home_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Failure, match="cannot be used"):
        owners.folders(tmp_path / "file" / "home")
    with pytest.raises(Failure, match="shorter"):
        Supervisor(tmp_path / ("x" * 90), 1)._lock()


def test_a_part_that_never_starts_ends_it_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploy.run.parts.BACK_OFF", (0.0,))
    made = Supervisor(tmp_path, 1)
    made.parts = [part(tmp_path, sys.executable, "-c", "raise SystemExit('vigia: no key')")]
    made.pipe = os.open(os.devnull, os.O_WRONLY)
    made._start(made.parts[0])
    with pytest.raises(Failure, match="part does not start: vigia: no key"):
        made._until(lambda: False)
    (tmp_path / "run").mkdir()
    made.stop()


def test_stopping_ends_the_whole_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervise, "STOP_SECONDS", 0.5)
    script = "import signal, subprocess, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    script += "child = subprocess.Popen(['sleep', '600']); print(child.pid, flush=True); child.wait()"
    made = Supervisor(tmp_path, 1)
    made.parts = [part(tmp_path, sys.executable, "-c", script)]
    made.pipe = os.open(os.devnull, os.O_WRONLY)
    made._start(made.parts[0])
    log = made.parts[0].log
    assert eventually(lambda: log.read_text().strip().isdigit())
    (tmp_path / "run").mkdir()
    made.stop()
    assert eventually(lambda: not lives(int(log.read_text())))


def test_a_failing_step_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(prepare, "STAMPS", tmp_path)
    script = "import sys; print('much'); print('ERROR: no such package'); print('more'); sys.exit(3)"
    with pytest.raises(Failure) as told:
        prepare.run([sys.executable, "-c", script], "installing")
    assert "\n" not in str(told.value)
    assert "ERROR: no such package" in str(told.value)
    assert (tmp_path / "failed.log").read_text().splitlines() == ["much", "ERROR: no such package", "more"]


def test_stamps_know_what_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "BASE", tmp_path)
    source, stamp = tmp_path / "source", tmp_path / "stamps" / "one"
    source.write_text("a")
    value = prepare.digest([source])
    assert not prepare.stamped(stamp, value)
    prepare.stamp_write(stamp, value)
    assert prepare.stamped(stamp, prepare.digest([source]))
    source.write_text("b")
    assert not prepare.stamped(stamp, prepare.digest([source]))
