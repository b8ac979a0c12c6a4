"""Faults at named steps: the worker calls `at_step` (VIGIA_STEP_HOOK), and one file says what is to happen there.

The file `fault.json` in VIGIA_HOME is written by the test while the worker runs, so that no worker is started for it:

    {"step": "triage:sealed", "act": "kill_child", "subject": "", "times": 1}

A fault that happens once is taken by renaming the file, which only one process can do.
"""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn
from uuid import UUID

from django.conf import settings

ARMED = "fault.json"
TAKEN = "fault.taken"
HELD = "fault.held"
MET = "fault.met"
# A process that waits for a test which died ends by itself, in seconds.
LONGEST_WAIT = 120


class NeverMet(Exception):
    """The test did not let this process go on."""


def at_step(name: str, subject: UUID) -> None:
    """Do what the test asked for at this step."""
    home = Path(settings.VIGIA_HOME)
    fault = _armed(home)
    if fault is None or fault["step"] != name or fault["subject"] not in ("", subject.hex):
        return
    if fault["times"] == 1:
        try:
            (home / ARMED).rename(home / TAKEN)
        except FileNotFoundError:
            # Another process took it.
            return
    else:
        with (home / TAKEN).open("a", encoding="ascii") as file:
            file.write(f"{os.getpid()}\n")
    ACTS[fault["act"]](home)


def _armed(home: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads((home / ARMED).read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    return found


def _kill_child(home: Path) -> NoReturn:
    """This process alone dies, as the out-of-memory killer would have it; the worker's main process lives on."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("unreachable")


def _kill_group(home: Path) -> NoReturn:
    """The whole worker dies, as when its host loses power."""
    os.killpg(os.getpgrp(), signal.SIGKILL)
    raise AssertionError("unreachable")


def _hold(home: Path) -> None:
    """Wait until the test, which does something meanwhile, removes the file that says so."""
    (home / HELD).touch()
    _until(lambda: not (home / HELD).exists())


def _meet(home: Path) -> None:
    """Wait for a second process or thread at the same step, so that both go on at once."""
    met = home / MET
    met.mkdir(exist_ok=True)
    (met / f"{os.getpid()}-{threading.get_ident()}").touch()
    _until(lambda: len(list(met.iterdir())) >= 2)


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + LONGEST_WAIT
    while not condition():
        if time.monotonic() > end:
            raise NeverMet
        time.sleep(0.01)


ACTS = {"kill_child": _kill_child, "kill_group": _kill_group, "hold": _hold, "meet": _meet}
