"""What only a browser can tell: pages of a started portal."""

from __future__ import annotations

from tests.chromium import chromium, windows
from tests.stack import stack

__all__ = ["chromium", "stack", "windows"]
