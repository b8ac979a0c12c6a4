"""Work that kills the worker every time is given up, told of, and does not stop the rest."""

from __future__ import annotations

import signal

import pytest

from tests.faults.stack import Stack

pytestmark = pytest.mark.faults


def test_a_tip_that_kills_its_reader_every_time(stack: Stack) -> None:
    # Nobody dispatches while the fault is being pointed at the one tip.
    stack.beat_stop()
    [poison] = stack.desk.call("tips", count=1)
    stack.arm("triage:opened", "kill_child", subject=poison, times=0)
    stack.beat_start()
    others = stack.desk.call("tips", count=5)
    stack.wait(lambda: stack.desk.call("tip_states", ids=others) == {"done": 5}, "the others are read")
    stack.wait(lambda: stack.desk.call("tip_states", ids=[poison]) == {"failed": 1}, "the tip is given up")
    assert stack.worker
    assert stack.worker.alive
    assert stack.desk.call("tips_wrong", ids=others) == []
    # It was begun five times; the sixth time it was left to people.
    assert stack.desk.call("tip_attempts", ids=[poison]) == [6]
    assert stack.desk.call("remains_wrong") == []


def test_a_case_file_that_kills_its_renderer_every_time(stack: Stack) -> None:
    stack.arm("render:opened", "kill_child", times=0)
    revision = stack.desk.call("revision_signed")
    stack.wait(lambda: stack.desk.call("revision_state", id=revision)[0] != "rendering", "the revision is given up")
    assert stack.desk.call("revision_state", id=revision)[:2] == ["returned", "renderer"]
    assert stack.desk.call("remains_wrong") == []
    # Its author is told, and may sign again; the next revision of somebody else is rendered.
    stack.disarm()
    other = stack.desk.call("revision_signed")
    stack.wait(lambda: stack.desk.call("revision_state", id=other)[0] == "awaiting_approval", "another one is rendered")
    assert stack.desk.call("revision_wrong", id=other) == []


def test_a_tip_that_kills_the_whole_worker_every_time(stack: Stack) -> None:
    stack.beat_stop()
    [poison] = stack.desk.call("tips", count=1)
    stack.arm("triage:opened", "kill_group", subject=poison, times=0)
    stack.beat_start()
    ends = 0
    while stack.desk.call("tip_states", ids=[poison]) == {"owed": 1}:
        stack.wait(
            lambda: not _alive(stack) or stack.desk.call("tip_states", ids=[poison]) == {"failed": 1},
            "it dies or gives up",
        )
        if not _alive(stack):
            assert stack.worker
            assert stack.worker.ended() == -signal.SIGKILL
            ends += 1
            stack.worker_stop()
            stack.worker_start()
    assert ends == 5
    others = stack.desk.call("tips", count=2)
    stack.wait(lambda: stack.desk.call("tip_states", ids=others) == {"done": 2}, "the others are read")
    assert stack.desk.call("remains_wrong") == []


def _alive(stack: Stack) -> bool:
    return stack.worker is not None and stack.worker.alive
