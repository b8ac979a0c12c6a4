"""The same desk on PostgreSQL: the whole road, writers that meet, a server that falls over, kills."""

from __future__ import annotations

import pytest

from tests.faults.killing import COUNTERSIGN, RENDER, TRIAGE, killed_once, release_done, revision_done, tip_done
from tests.faults.postgres import Postgres
from tests.faults.stack import Stack

pytestmark = pytest.mark.faults

APPEND_ONLY = [
    "UPDATE audit_auditevent SET actor = 'operator'",
    "UPDATE audit_auditevent SET facts = '{}' WHERE serial = 1",
    "DELETE FROM audit_auditevent WHERE serial = 1",
    "TRUNCATE audit_auditevent",
    "TRUNCATE audit_auditevent, audit_signedhead CASCADE",
    "INSERT INTO audit_auditevent SELECT * FROM audit_auditevent WHERE serial = 1 "
    "ON CONFLICT (serial) DO UPDATE SET actor = 'operator'",
]
APPEND_ONLY_SQLITE = [
    *APPEND_ONLY[:3],
    "REPLACE INTO audit_auditevent SELECT * FROM audit_auditevent WHERE serial = 1",
    "INSERT OR REPLACE INTO audit_auditevent SELECT * FROM audit_auditevent WHERE serial = 1",
]


@pytest.fixture(params=["postgres_stack", "stack"], ids=["postgresql", "sqlite"])
def either(request: pytest.FixtureRequest) -> Stack:
    """The desk on each database in turn."""
    found: Stack = request.getfixturevalue(request.param)
    return found


def test_the_whole_road_in_one_process(postgres_stack: Stack) -> None:
    release = postgres_stack.desk.call("road")
    assert postgres_stack.desk.call("release_wrong", id=release) == []
    assert postgres_stack.desk.call("remains_wrong") == []


def test_the_whole_road_by_the_worker(postgres_stack: Stack) -> None:
    stack = postgres_stack
    ids = stack.desk.call("tips_posted", count=4)
    revision = stack.desk.call("revision_signed")
    stack.wait(lambda: revision_done(stack, revision), "the PDFs are made")
    release = stack.desk.call("approve", revision=revision)
    stack.wait(lambda: release_done(stack, release), "the release is countersigned")
    stack.wait(lambda: stack.desk.call("tip_states", ids=ids) == {"done": 4}, "all tips are read")
    assert stack.desk.call("tips_wrong", ids=ids) == []
    assert stack.desk.call("revision_wrong", id=revision) == []
    assert stack.desk.call("release_wrong", id=release) == []
    assert stack.desk.call("remains_wrong") == []


@pytest.mark.parametrize("step", ["triage:claimed", "triage:sealed"])
def test_two_workers_read_one_tip_at_once(either: Stack, step: str) -> None:
    either.arm(step, "meet", times=0)
    [id] = either.desk.call("tips", count=1)
    either.desk.call("task_send", task="incidents.tasks.triage_tip", args=[id], queue="triage", times=2)
    either.wait(lambda: tip_done(either, id), "the tip is read")
    either.wait(lambda: either.drained("triage"), "both are done")
    assert either.met >= 2
    assert either.desk.call("tips_wrong", ids=[id]) == []
    assert either.desk.call("remains_wrong") == []


def test_two_workers_render_one_revision_at_once(either: Stack) -> None:
    either.arm("render:sealed", "meet", times=0)
    id = either.desk.call("revision_signed")
    either.desk.call("task_send", task="incidents.tasks.report_render", args=[id], queue="reports", times=2)
    either.wait(lambda: revision_done(either, id), "the PDFs are made")
    either.wait(lambda: either.drained("reports"), "both are done")
    assert either.met >= 2
    assert either.desk.call("revision_wrong", id=id) == []
    assert either.desk.call("remains_wrong") == []


def test_two_workers_countersign_one_release_at_once(either: Stack) -> None:
    revision = either.desk.call("revision_signed", organisations=1)
    either.wait(lambda: revision_done(either, revision), "the PDFs are made")
    either.arm("countersign:signed", "meet", times=0)
    id = either.desk.call("approve", revision=revision)
    either.desk.call("task_send", task="incidents.tasks.report_countersign", args=[id], queue="reports", times=2)
    either.wait(lambda: release_done(either, id), "the release is countersigned")
    either.wait(lambda: either.drained("reports"), "both are done")
    assert either.met >= 2
    assert either.desk.call("release_wrong", id=id) == []
    assert either.desk.call("remains_wrong") == []


def test_two_approvals_at_once(either: Stack) -> None:
    revision = either.desk.call("revision_signed", organisations=1)
    either.wait(lambda: revision_done(either, revision), "the PDFs are made")
    assert either.desk.call("approve_at_once", revision=revision) == ["made", "not_awaiting"]
    [id] = either.desk.call("release_of", revision=revision)
    either.wait(lambda: release_done(either, id), "the release is countersigned")
    assert either.desk.call("release_wrong", id=id) == []
    assert either.desk.call("remains_wrong") == []


def test_the_audit_chain_under_four_writers(either: Stack) -> None:
    before = either.desk.call("audit_rows")
    # Of each writer's nine transactions three are rolled back, and leave no gap.
    either.desk.call("audit_write", threads=4, each=9)
    assert either.desk.call("audit_rows") == before + 4 * 6
    assert either.desk.call("remains_wrong") == []


def test_the_audit_trail_is_append_only(postgres_stack: Stack) -> None:
    assert postgres_stack.desk.call("audit_attacks_done", statements=APPEND_ONLY) == []
    assert postgres_stack.desk.call("remains_wrong") == []


def test_the_audit_trail_is_append_only_on_sqlite(stack: Stack) -> None:
    assert stack.desk.call("audit_attacks_done", statements=APPEND_ONLY_SQLITE) == []
    assert stack.desk.call("remains_wrong") == []


def test_deleting_on_postgresql(postgres_stack: Stack) -> None:
    for command in ("delete_tip", "delete_case_file"):
        outcome = postgres_stack.desk.call(command)
        assert outcome["before"] == outcome["kinds"]
        assert (outcome["after"], outcome["left"]) == ([], [])


def test_the_database_falls_over_and_comes_back(postgres_stack: Stack, postgres: Postgres) -> None:
    stack = postgres_stack
    stack.arm("triage:sealed", "hold")
    ids = stack.desk.call("tips", count=5)
    stack.wait(lambda: stack.held, "a worker reads a tip")
    postgres.stop()
    stack.go()
    postgres.start()
    stack.desk.call("reconnect")
    stack.wait(lambda: stack.desk.call("tip_states", ids=ids) == {"done": 5}, "all tips are read")
    assert stack.worker
    assert stack.worker.alive
    assert stack.desk.call("tips_wrong", ids=ids) == []
    assert stack.desk.call("remains_wrong") == []


def test_a_killed_worker_on_postgresql(postgres_stack: Stack) -> None:
    """A transaction that its worker's death left open is rolled back by the server, locks and all."""
    stack = postgres_stack
    id = killed_once(stack, "triage:storing", "kill_group", lambda: str(stack.desk.call("tips", count=1)[0]), tip_done)
    assert stack.desk.call("tips_wrong", ids=[id]) == []
    assert stack.desk.call("remains_wrong") == []


@pytest.mark.long
@pytest.mark.parametrize("act", ["kill_child", "kill_group"])
@pytest.mark.parametrize("step", [f"triage:{step}" for step in TRIAGE])
def test_triage_killed_on_postgresql(postgres_stack: Stack, step: str, act: str) -> None:
    stack = postgres_stack
    id = killed_once(stack, step, act, lambda: str(stack.desk.call("tips", count=1)[0]), tip_done)
    assert stack.desk.call("tips_wrong", ids=[id]) == []
    assert stack.desk.call("remains_wrong") == []


@pytest.mark.long
@pytest.mark.parametrize("act", ["kill_child", "kill_group"])
@pytest.mark.parametrize("step", [f"render:{step}" for step in RENDER])
def test_rendering_killed_on_postgresql(postgres_stack: Stack, step: str, act: str) -> None:
    stack = postgres_stack
    id = killed_once(stack, step, act, lambda: str(stack.desk.call("revision_signed")), revision_done)
    assert stack.desk.call("revision_wrong", id=id) == []
    assert stack.desk.call("remains_wrong") == []


@pytest.mark.long
@pytest.mark.parametrize("act", ["kill_child", "kill_group"])
@pytest.mark.parametrize("step", [f"countersign:{step}" for step in COUNTERSIGN])
def test_countersigning_killed_on_postgresql(postgres_stack: Stack, step: str, act: str) -> None:
    stack = postgres_stack
    revision = stack.desk.call("revision_signed", organisations=1)
    stack.wait(lambda: revision_done(stack, revision), "the PDFs are made")
    id = killed_once(stack, step, act, lambda: str(stack.desk.call("approve", revision=revision)), release_done)
    assert stack.desk.call("release_wrong", id=id) == []
    assert stack.desk.call("remains_wrong") == []


@pytest.mark.long
@pytest.mark.parametrize("turn", range(10))
def test_the_audit_chain_under_many_writers(either: Stack, turn: int) -> None:
    before = either.desk.call("audit_rows")
    either.desk.call("audit_write", threads=8, each=30)
    assert either.desk.call("audit_rows") == before + 8 * 20
    assert either.desk.call("remains_wrong") == []
