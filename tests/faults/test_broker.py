"""A broker that is flushed, down, hanging, restarted or in other hands loses no tip (threat model row 27)."""

from __future__ import annotations

import base64
import json
import pickle
import uuid
from pathlib import Path
from typing import Any

import pytest

from tests.faults.stack import Stack

pytestmark = pytest.mark.faults

TRIAGE = "incidents.tasks.triage_tip"


def all_read(stack: Stack, ids: list[str]) -> None:
    """Wait until every one of these tips is analysed, and check each result."""
    stack.wait(lambda: stack.desk.call("tip_states", ids=ids) == {"done": len(ids)}, "all tips are read")
    assert stack.desk.call("tips_wrong", ids=ids) == []
    assert stack.desk.call("remains_wrong") == []


def test_flushed_while_tips_are_owed(stack: Stack) -> None:
    # A worker that dispatches and does not work: the messages lie in the broker when it forgets them.
    stack.worker_stop()
    stack.worker_start("upkeep")
    ids = stack.desk.call("tips", count=6)
    stack.wait(lambda: stack.broker.waiting("triage") >= len(ids), "the tips are queued")
    stack.broker.flush()
    assert stack.broker.waiting("triage") == 0
    stack.worker_stop()
    stack.worker_start()
    all_read(stack, ids)


def test_flushed_in_the_middle_of_the_work(stack: Stack) -> None:
    ids = stack.desk.call("tips", count=6)
    stack.wait(lambda: "done" in stack.desk.call("tip_states", ids=ids), "the first tip is read")
    stack.broker.flush()
    all_read(stack, ids)


def test_intake_answers_while_the_broker_hangs(stack: Stack) -> None:
    """Whoever talks to a stopped process waits for it; that these tips are answered shows that intake does not."""
    stack.broker.freeze()
    try:
        ids = stack.desk.call("tips_posted", count=4)
        assert stack.desk.call("tip_states", ids=ids) == {"owed": 4}
    finally:
        stack.broker.thaw()
    all_read(stack, ids)


def test_tips_that_arrive_while_the_broker_is_down(stack: Stack) -> None:
    assert stack.worker
    assert stack.beat
    stack.broker.stop()
    ids = stack.desk.call("tips_posted", count=4)
    assert stack.desk.call("tip_states", ids=ids) == {"owed": 4}
    stack.broker.start()
    all_read(stack, ids)
    # Nobody had to start anything again.
    assert stack.worker.alive
    assert stack.beat.alive


def test_restarted_between_dispatch_and_work(stack: Stack) -> None:
    stack.worker_stop()
    stack.worker_start("upkeep")
    ids = stack.desk.call("tips", count=3)
    stack.wait(lambda: stack.broker.waiting("triage") >= len(ids), "the tips are queued")
    stack.worker_stop()
    stack.broker.stop()
    stack.broker.start()
    assert stack.broker.waiting("triage") == 0
    stack.worker_start()
    all_read(stack, ids)


def test_restarted_while_a_tip_is_being_read(stack: Stack) -> None:
    stack.arm("triage:sealed", "hold")
    ids = stack.desk.call("tips", count=1)
    stack.wait(lambda: stack.held, "a worker reads the tip")
    stack.broker.stop()
    stack.broker.start()
    stack.go()
    all_read(stack, ids)
    # The worker goes on by itself, also with what is queued from now on.
    more = stack.desk.call("tips", count=2)
    all_read(stack, more)
    assert stack.worker
    assert stack.worker.alive


def test_every_message_a_hundred_times(stack: Stack) -> None:
    ids = stack.desk.call("tips", count=2)
    for id in ids:
        stack.desk.call("task_send", task=TRIAGE, args=[id], queue="triage", times=100)
    all_read(stack, ids)
    stack.wait(lambda: stack.drained("triage"), "the queue is empty")
    all_read(stack, ids)
    # The two children may have begun the same tip at the same time; nobody began it after that.
    assert max(stack.desk.call("tip_attempts", ids=ids)) <= 2


def _message(body: bytes, content_type: str = "application/json", task: str = TRIAGE) -> bytes:
    """A message as kombu writes it to a Redis list, with any body."""
    id = str(uuid.uuid4())
    headers = {"lang": "py", "task": task, "id": id, "root_id": id, "argsrepr": "", "kwargsrepr": ""}
    properties: dict[str, Any] = {
        "correlation_id": id,
        "delivery_mode": 2,
        "delivery_info": {"exchange": "", "routing_key": "triage"},
        "priority": 0,
        "body_encoding": "base64",
        "delivery_tag": id,
    }
    message = {"body": base64.b64encode(body).decode(), "content-encoding": "utf-8", "content-type": content_type,
               "headers": headers, "properties": properties}  # fmt: skip
    return json.dumps(message).encode()


class _Planted:
    """What whoever unpickles it would run."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return Path.touch, (self.path,)  # type: ignore[return-value]  # pickle calls it with the path, as planted


def test_forged_messages_do_nothing(stack: Stack) -> None:
    assert stack.worker
    [old] = stack.desk.call("tips", count=1)
    all_read(stack, [old])
    rows = stack.desk.call("audit_rows")
    revision = stack.desk.call("revision_signed")
    stack.wait(lambda: stack.desk.call("revision_state", id=revision)[0] == "awaiting_approval", "the PDFs are made")
    rows_after = stack.desk.call("audit_rows")
    forged = [
        ("triage", TRIAGE, [uuid.uuid4().hex]),
        ("triage", TRIAGE, [old]),
        ("triage", TRIAGE, [revision]),
        ("triage", TRIAGE, [7]),
        ("triage", TRIAGE, [None]),
        ("triage", TRIAGE, [[old]]),
        ("triage", TRIAGE, ["no id at all"]),
        ("triage", TRIAGE, []),
        ("triage", TRIAGE, [old, old]),
        ("triage", "incidents.tasks.no_such_task", [old]),
        ("triage", "os.system", ["true"]),
        ("reports", "incidents.tasks.report_render", [old]),
        ("reports", "incidents.tasks.report_render", [revision]),
        ("reports", "incidents.tasks.report_countersign", [revision]),
        ("reports", "incidents.tasks.report_countersign", [uuid.uuid4().hex]),
    ]
    for queue, task, args in forged:
        stack.desk.call("task_send", task=task, args=args, queue=queue)
    marker = stack.home / "unpickled"
    pickled = pickle.dumps([[_Planted(marker)], {}, {}])
    stack.broker.inject("triage", _message(pickled, "application/x-python-serialize"))
    stack.broker.inject("triage", _message(b"no json", "application/json"))
    for queue in ("triage", "reports"):
        stack.wait(lambda queue=queue: stack.drained(queue), f"{queue} is empty")  # type: ignore[misc]  # mypy cannot see the default of a lambda
    assert not marker.exists()
    assert stack.worker.alive
    assert rows < rows_after == stack.desk.call("audit_rows")
    assert stack.desk.call("revision_wrong", id=revision) == []
    assert stack.desk.call("release_of", revision=revision) == []
    all_read(stack, [old, *stack.desk.call("tips", count=1)])


@pytest.mark.parametrize("garbage", [b"\x00\xff not json", b"{}", b"[]", b'{"body": 1}'], ids=repr)
def test_bytes_that_are_no_message_stop_nobody_for_good(stack: Stack, garbage: bytes) -> None:
    """The worker may end over what its broker hands it; whoever keeps it running starts it, and nothing is lost."""
    stack.broker.inject("triage", garbage)
    ids = stack.desk.call("tips", count=2)

    def kept_running() -> bool:
        if stack.worker and not stack.worker.alive:
            stack.worker_stop()
            stack.worker_start()
        return bool(stack.desk.call("tip_states", ids=ids) == {"done": len(ids)})

    stack.wait(kept_running, "both are read")
    all_read(stack, ids)


@pytest.mark.long
@pytest.mark.parametrize("turn", range(10))
def test_broker_flushed_and_restarted_over_and_over(stack: Stack, turn: int) -> None:
    ids: list[str] = []
    for number in range(4):
        ids += stack.desk.call("tips_posted", count=3)
        if number % 2:
            stack.broker.flush()
        else:
            stack.broker.stop()
            ids += stack.desk.call("tips_posted", count=1)
            stack.broker.start()
    all_read(stack, ids)
