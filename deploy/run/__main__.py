"""`python3 -m deploy.run`: prepare, then start everything. `make run` calls it."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from deploy.run.lines import BASE, Failure
from deploy.run.parts import end_with_parent
from deploy.run.prepare import prepare
from deploy.run.supervise import Supervisor

# Looked at here, since this program runs under whichever Python the machine has.
OLD = sys.version_info[:2] < (3, 11)


def main() -> int:
    """Returns the exit status; a failure is one line on standard error."""
    parser = argparse.ArgumentParser(prog="python3 -m deploy.run", description="Start Vigía with all of its parts.")
    parser.add_argument("--port", type=int, default=8000, help="where it answers on 127.0.0.1 (default 8000)")
    parser.add_argument("--home", type=Path, default=BASE / "var", help="folder of data, keys and logs (default var)")
    parser.add_argument("--with-parent", action="store_true", help="stop when whoever started this dies")
    parser.add_argument("--only-prepare", action="store_true", help="install and build, and start nothing")
    parser.add_argument("--dev", action="store_true", help="install what tests and linters need, too")
    given = parser.parse_args()
    if OLD:
        sys.stderr.write("vigia: Python 3.11 or newer is needed\n")
        return 1
    if given.with_parent:
        end_with_parent()
    try:
        if not 1 <= given.port <= 65535:
            raise Failure("PORT must be between 1 and 65535")
        prepare(dev=given.dev)
        if not given.only_prepare:
            home = (BASE / given.home.expanduser()).resolve()
            Supervisor(home, given.port).run()
    except Failure as failure:
        sys.stderr.write(f"vigia: {failure}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main())
