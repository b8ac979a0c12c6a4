"""The operator's log: constant event names with identifiers, never content, addresses or exception texts."""

from __future__ import annotations

import logging

_logger = logging.getLogger("vigia")


def log_event(name: str, **identifiers: object) -> None:
    """Log the constant `name` with identifiers (ids, counts, states) of things, never what somebody wrote."""
    words = " ".join(f"{key}={value}" for key, value in sorted(identifiers.items()))
    _logger.info("%s %s", name, words)
