"""A small process that outlives the supervisor by seconds: where that was killed, it ends what is left.

It reads process groups from a pipe, `+123` when one starts and `-123` when it is gone. When the pipe closes, whatever is
still listed gets SIGTERM and soon SIGKILL. It holds the home's lock until then, so that no second start meets leftovers.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from typing import Final

from deploy.run.parts import group_signal

GRACE: Final = 5.0


def start() -> int:
    """Fork the watchdog. Returns the end of the pipe to write to."""
    reader, writer = os.pipe()
    if os.fork():
        os.close(reader)
        os.set_inheritable(writer, False)
        return writer
    os.close(writer)
    try:
        _watch(reader)
    finally:
        os._exit(0)


def _watch(reader: int) -> None:
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE):
        signal.signal(number, signal.SIG_IGN)
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    groups: set[int] = set()
    with os.fdopen(reader, "r") as lines:
        for line in lines:
            with contextlib.suppress(ValueError):
                group = int(line[1:])
                if line.startswith("+"):
                    groups.add(group)
                else:
                    groups.discard(group)
    groups = {group for group in groups if group_signal(group, signal.SIGTERM)}
    until = time.monotonic() + GRACE
    while groups and time.monotonic() < until:
        time.sleep(0.1)
        groups = {group for group in groups if _there(group)}
    for group in groups:
        group_signal(group, signal.SIGKILL)


def _there(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
