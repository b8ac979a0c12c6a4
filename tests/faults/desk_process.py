"""The desk in a process of its own: a JSON command a line on standard input, a JSON answer a line on standard output.

It runs under the embedded settings against the database that the worker uses, and holds every key of the desk, as the
browsers of its people would together: `python -m tests.faults.desk_process`.
"""

from __future__ import annotations

import json
import sys
import traceback
from typing import Any

import django


def answers() -> None:
    """Answer until standard input ends."""
    from tests.faults import desk_checks, desk_deleting, desk_work

    desk = desk_work.DeskAtWork()
    commands = {**desk_work.COMMANDS, **desk_checks.COMMANDS, **desk_deleting.COMMANDS}
    for line in sys.stdin:
        name, given = json.loads(line)
        answer: list[Any]
        try:
            answer = ["done", commands[name](desk, **given)]
        except Exception:  # noqa: BLE001 - whatever it was, the test shall be shown it
            answer = ["failed", traceback.format_exc()]
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    django.setup()
    answers()
