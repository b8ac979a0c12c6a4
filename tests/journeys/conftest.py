"""Journeys run against a started portal, in a real browser."""

from __future__ import annotations

from tests.chromium import chromium, windows
from tests.stack import stack

__all__ = ["chromium", "stack", "windows"]
