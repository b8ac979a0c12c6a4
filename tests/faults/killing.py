"""Killing the worker at a named step, and seeing the work through to its end."""

from __future__ import annotations

import signal
from collections.abc import Callable

from tests.faults.stack import Stack

TRIAGE = ("claimed", "opened", "analysed", "sealed", "storing", "stored")
RENDER = ("claimed", "opened", "rendered", "gated", "sealed", "storing", "stored")
COUNTERSIGN = ("claimed", "signed", "storing", "stored")
TASKS = {
    "triage": ("incidents.tasks.triage_tip", "triage"),
    "render": ("incidents.tasks.report_render", "reports"),
    "countersign": ("incidents.tasks.report_countersign", "reports"),
}


def tip_done(stack: Stack, id: str) -> bool:
    """Whether the worker has read this tip."""
    return bool(stack.desk.call("tip_states", ids=[id]) == {"done": 1})


def revision_done(stack: Stack, id: str) -> bool:
    """Whether this revision's PDFs are there; fails where the worker gave it back."""
    state, failure, _attempts = stack.desk.call("revision_state", id=id)
    assert not failure, failure
    return bool(state != "rendering")


def release_done(stack: Stack, id: str) -> bool:
    """Whether this release is served; fails where the worker refused it."""
    state = stack.desk.call("release_state", id=id)
    assert state != "refused"
    return bool(state == "active")


def killed_once(stack: Stack, step: str, act: str, begin: Callable[[], str], done: Callable[[Stack, str], bool]) -> str:
    """Begin some work, see the worker killed at `step`, restart it where all of it is dead, and wait for the end.

    The message is then sent once more, as the broker would restore the one that the dead worker never acknowledged.
    """
    stack.arm(step, act)
    id = begin()
    stack.wait(lambda: stack.taken, f"a worker comes to {step}")
    if act == "kill_group":
        assert stack.worker
        assert stack.worker.ended() == -signal.SIGKILL
        stack.worker_stop()
        stack.worker_start()
    stack.wait(lambda: done(stack, id), f"the work that was killed at {step} is done")
    assert stack.worker
    assert stack.worker.alive
    task, queue = TASKS[step.partition(":")[0]]
    stack.desk.call("task_send", task=task, args=[id], queue=queue, times=2)
    stack.wait(lambda: stack.drained(queue), "the queue is empty")
    return id
