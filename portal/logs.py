"""Logs hold constant event names and identifiers, never an address, a header, a path, a form value or an exception's text.

Records of Django, Celery and the server go through one formatter that keeps the logger's name, the level, the constant
message template and the exception's type and places in our code. The arguments of a message are dropped, since a request
path or an exception text may hold what a submitter typed.
"""

from __future__ import annotations

import logging
import sys
import traceback
from typing import Any

EVENT = "vigia"


class ContentFreeFormatter(logging.Formatter):
    """Writes a record without anything that came from outside."""

    def format(self, record: logging.LogRecord) -> str:
        """`2026-11-22 INFO logger event key=value …`; other loggers' arguments and exception texts are left out."""
        day = self.formatTime(record, "%Y-%m-%d")
        if record.name == EVENT:
            line = f"{day} {record.levelname} {record.getMessage()}"
        else:
            template = record.msg if isinstance(record.msg, str) and record.args else "event"
            line = f"{day} {record.levelname} {record.name} {template[:120]}"
        if record.exc_info and record.exc_info[0] is not None:
            frames = traceback.extract_tb(record.exc_info[2])
            where = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-6:]))
            line += f" {record.exc_info[0].__name__} at {where}"
        return line


def configure(config: dict[str, Any]) -> None:
    """Django's LOGGING_CONFIG hook: one handler on standard error, content-free, for every logger."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(ContentFreeFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(config.get("level", "INFO"))
    for name in ("django", "django.request", "django.server", "celery", "gunicorn.error", "weasyprint", "fontTools"):
        logging.getLogger(name).handlers.clear()
    # One line a refused request would tell when somebody came; the counters of the health page say enough.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    logging.getLogger("django.security").setLevel(logging.ERROR)
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    logging.getLogger("fontTools").setLevel(logging.ERROR)
