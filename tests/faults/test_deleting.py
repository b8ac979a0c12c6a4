"""What was deleted does not open any more, for anybody who holds every key (threat model row 31)."""

from __future__ import annotations

import pytest

from tests.faults.stack import Stack

pytestmark = pytest.mark.faults


def test_the_search_finds_what_stays(still_desk: Stack) -> None:
    found = still_desk.desk.call("probe_finds_what_stays")
    assert "TIP" in found
    assert "envelope of kind TIP in incidents_tip" in found
    assert "ref of kind TIP in vault_wrap" in found


@pytest.mark.parametrize(
    ("command", "kinds"),
    [
        ("delete_tip", ["DRAFT", "INDEX_ROW", "MESSAGE", "REPLY", "TIP", "TRIAGE_RESULT"]),
        ("delete_case_file", ["CASE_CONTENT", "CASE_FILE_PDF", "CASE_FILE_SOURCE", "DRAFT"]),
    ],
)
def test_nothing_of_it_opens_or_stays(still_desk: Stack, command: str, kinds: list[str]) -> None:
    outcome = still_desk.desk.call(command)
    assert outcome["kinds"] == kinds
    # All of it could be opened before: the same search would find it.
    assert outcome["before"] == kinds
    assert outcome["after"] == []
    assert outcome["left"] == []
    assert outcome["slices_before"] > 0
    assert outcome["slices_after"] == 0, "SQLite's files still hold what was deleted"
    assert still_desk.desk.call("remains_wrong") == []


@pytest.mark.parametrize(("command", "state"), [("recall", "recalled"), ("expire", "expired")])
def test_what_ended_is_closed_to_partners(still_desk: Stack, command: str, state: str) -> None:
    outcome = still_desk.desk.call(command)
    assert outcome["before"] == ["CASE_FILE_PDF", "CASE_FILE_PDF"]
    assert outcome["after"] == []
    assert outcome["desk"] == ["CASE_FILE_PDF", "CASE_FILE_PDF"], "the desk keeps what it released"
    assert state in outcome["states"]


def test_a_tip_deleted_while_it_is_read(stack: Stack) -> None:
    """The worker's result of a tip that is gone meanwhile is forgotten, wraps and all."""
    stack.arm("triage:sealed", "hold")
    [id] = stack.desk.call("tips", count=1)
    stack.wait(lambda: stack.held, "a worker reads the tip")
    stack.desk.call("tip_delete", id=id)
    stack.go()
    stack.wait(lambda: stack.drained("triage"), "the worker is done")
    assert stack.desk.call("tip_states", ids=[id]) == {}
    assert stack.desk.call("remains_wrong") == []


def test_the_worker_cannot_read_a_source_that_it_rendered(stack: Stack) -> None:
    stack.arm("render:opened", "hold")
    revision = stack.desk.call("revision_signed")
    stack.wait(lambda: stack.held, "the worker reads the source")
    assert stack.desk.call("source_opened_by_worker", revision=revision)
    stack.go()
    stack.wait(lambda: stack.desk.call("revision_state", id=revision)[0] == "awaiting_approval", "the PDFs are made")
    assert not stack.desk.call("source_opened_by_worker", revision=revision)
