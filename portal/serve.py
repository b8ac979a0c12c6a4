"""The web part: `python -m portal.serve` (docs/decisions/0003-application-server.md says why this server and these numbers).

VIGIA_BIND and VIGIA_PORT say where it listens (127.0.0.1:8000), or VIGIA_SOCKET names a unix socket for a proxy or tor.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

WORKERS: Final = 2
# A slow body holds a thread until it is read; threads beyond those in use end after half a minute.
THREADS: Final = 256
# Headers that are not whole after so many milliseconds end their connection; Tor circuits need seconds, not minutes.
HEADER_MS: Final = 30_000

# The server's own lines go through the formatter that keeps no argument and no exception's text. There is no access log.
LOG: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"content_free": {"()": "portal.logs.ContentFreeFormatter"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "content_free", "stream": "ext://sys.stderr"}
    },
    "loggers": {"_granian": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}


def main() -> None:
    """Serve until SIGTERM or SIGINT."""
    os.environ["VIGIA_ROLE"] = "web"
    socket = os.environ.get("VIGIA_SOCKET")
    Granian(
        "portal.wsgi:application",
        address=os.environ.get("VIGIA_BIND", "127.0.0.1"),
        port=int(os.environ.get("VIGIA_PORT", "8000")),
        uds=Path(socket) if socket else None,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MS),
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig=LOG,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
    ).serve()


if __name__ == "__main__":
    main()
