"""A worker killed at any named step loses nothing and does nothing twice (threat model row 28)."""

from __future__ import annotations

import itertools

import pytest

from tests.faults.killing import COUNTERSIGN, RENDER, TRIAGE, killed_once, release_done, revision_done, tip_done
from tests.faults.stack import Stack

pytestmark = pytest.mark.faults

ACTS = ("kill_child", "kill_group")


def _all_of(work: str, steps: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(f"{work}:{step}", act) for step, act in itertools.product(steps, ACTS)]


@pytest.mark.parametrize(("step", "act"), _all_of("triage", TRIAGE))
def test_triage_killed_ends_with_one_result(stack: Stack, step: str, act: str) -> None:
    id = killed_once(stack, step, act, lambda: str(stack.desk.call("tips", count=1)[0]), tip_done)
    assert stack.desk.call("tips_wrong", ids=[id]) == []
    assert stack.desk.call("remains_wrong") == []


@pytest.mark.parametrize(("step", "act"), _all_of("render", RENDER))
def test_rendering_killed_ends_with_one_pdf_an_organisation(stack: Stack, step: str, act: str) -> None:
    id = killed_once(stack, step, act, lambda: str(stack.desk.call("revision_signed")), revision_done)
    assert stack.desk.call("revision_wrong", id=id) == []
    assert stack.desk.call("remains_wrong") == []


@pytest.mark.parametrize(("step", "act"), _all_of("countersign", COUNTERSIGN))
def test_countersigning_killed_ends_with_one_active_release(stack: Stack, step: str, act: str) -> None:
    revision = stack.desk.call("revision_signed", organisations=1)
    stack.wait(lambda: revision_done(stack, revision), "the PDFs are made")
    id = killed_once(stack, step, act, lambda: str(stack.desk.call("approve", revision=revision)), release_done)
    assert stack.desk.call("release_wrong", id=id) == []
    assert stack.desk.call("remains_wrong") == []


def test_a_checker_that_finds_nothing_wrong_can_find_something(stack: Stack) -> None:
    """The checks of this file, at work on a tip that nobody analysed and on a revision that nobody rendered."""
    stack.worker_stop()
    [tip] = stack.desk.call("tips", count=1)
    assert stack.desk.call("tips_wrong", ids=[tip]) == [f"tip {_dashed(tip)}: 0 results, 0 index rows"]
    revision = stack.desk.call("revision_signed")
    assert "0 PDFs for 2 organisations" in stack.desk.call("revision_wrong", id=revision)


def _dashed(id: str) -> str:
    return "-".join((id[:8], id[8:12], id[12:16], id[16:20], id[20:]))


def test_long_rendering_keeps_its_lease(stack: Stack) -> None:
    """Each copy begins with a fresh lease: else a slow machine would begin the same again and again, and give up."""
    stack.arm("render:sealed", "hold")
    revision = stack.desk.call("revision_signed")
    stack.wait(lambda: stack.held, "the first copy is sealed")
    key, lease = f":1:lease:render:{revision}", 5
    # Longer than any lease that the worker takes, so that a fresh one can be told from it.
    stack.broker.ask(lambda client: client.set(key, 1, ex=600 * lease), db=1)
    stack.arm("render:rendered", "hold")
    stack.go()
    stack.wait(lambda: stack.taken and stack.held, "the second copy is rendered")
    assert stack.broker.ask(lambda client: client.ttl(key), db=1) <= lease
    stack.go()
    stack.wait(lambda: revision_done(stack, revision), "the PDFs are made")
    assert stack.desk.call("revision_wrong", id=revision) == []


@pytest.mark.long
@pytest.mark.parametrize("turn", range(5))
@pytest.mark.parametrize("step", [f"triage:{step}" for step in TRIAGE])
def test_a_backlog_whose_readers_are_killed_again_and_again(stack: Stack, step: str, turn: int) -> None:
    ids = stack.desk.call("tips", count=12)
    for _ in range(6):
        stack.arm(step, "kill_child")
        stack.wait(lambda: stack.taken or stack.desk.call("tip_states", ids=ids) == {"done": 12}, "a worker comes by")
    stack.disarm()
    stack.wait(lambda: stack.desk.call("tip_states", ids=ids) == {"done": 12}, "all are read")
    assert stack.desk.call("tips_wrong", ids=ids) == []
    assert stack.desk.call("remains_wrong") == []
