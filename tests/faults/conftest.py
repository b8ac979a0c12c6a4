"""Desks made of real processes, for the tests that kill and break them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from tests.faults.postgres import Postgres
from tests.faults.stack import Stack

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server."""
    server = Postgres()
    try:
        server.start()
        yield server
    finally:
        server.close()


@pytest.fixture(scope="module")
def module_stack() -> Iterator[Stack]:
    """A desk on SQLite with broker, worker and beat, shared by the tests of a file."""
    stack = Stack()
    try:
        stack.start()
        yield stack
    finally:
        stack.close()


@pytest.fixture
def stack(module_stack: Stack) -> Iterator[Stack]:
    """The shared desk with everything running, and nothing armed."""
    yield from _whole(module_stack)


@pytest.fixture(scope="module")
def postgres_module_stack(postgres: Postgres) -> Iterator[Stack]:
    """The same on PostgreSQL."""
    stack = Stack(postgres.database(f"vigia{next(_NUMBERS)}"))
    try:
        stack.start()
        yield stack
    finally:
        stack.close()


@pytest.fixture
def postgres_stack(postgres_module_stack: Stack) -> Iterator[Stack]:
    """The shared desk on PostgreSQL with everything running, and nothing armed."""
    yield from _whole(postgres_module_stack)


def _whole(stack: Stack) -> Iterator[Stack]:
    stack.disarm()
    if stack.broker.process is None:
        stack.broker.start()
    if stack.worker is not None and not stack.worker.alive:
        stack.worker_stop()
    if stack.worker is None:
        stack.worker_start()
    if stack.beat is None:
        stack.beat_start()
    yield stack
    stack.disarm()


@pytest.fixture(scope="module")
def still_desk() -> Iterator[Stack]:
    """A desk on SQLite without worker and broker, for what needs the database alone."""
    stack = Stack()
    try:
        stack.desk.call("make")
        yield stack
    finally:
        stack.close()
