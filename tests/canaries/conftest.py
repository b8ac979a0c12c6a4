"""Canaries run against an installation of their own, whose worker can be told to fail."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.canaries.crash import HOOK
from tests.chromium import chromium, windows
from tests.stack import Stack, running_stack

__all__ = ["chromium", "windows"]


@pytest.fixture(scope="session")
def canary_stack() -> Iterator[Stack]:
    """The installation. A report whose analysis failed is tried again after two seconds."""
    with running_stack(VIGIA_STEP_HOOK=HOOK, VIGIA_LEASE_SECONDS="2") as started:
        yield started
