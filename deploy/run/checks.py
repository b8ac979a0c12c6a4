"""`make test` and `make lint`: installs what tests need, then runs every check, the cheap ones first.

Each step is one command whose output goes to test-results/NAME.log; what failed is told in one line and its last lines.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from deploy.run.lines import BASE, PYTHON, VENV, Failure, say
from deploy.run.parts import end_with_parent
from deploy.run.prepare import FRONTEND, apt_install, node_bin, prepare

RESULTS: Final = BASE / "test-results"
TAIL: Final = 60


@dataclass(frozen=True, slots=True)
class Step:
    """One command."""

    name: str
    command: list[str]
    cwd: Path = BASE
    environ: dict[str, str] = field(default_factory=dict)


def _python(*words: str) -> list[str]:
    return [str(PYTHON), "-m", *words]


def _manage(*words: str) -> list[str]:
    return [str(PYTHON), "manage.py", *words]


TEST_SETTINGS: Final = {"DJANGO_SETTINGS_MODULE": "portal.settings.test"}


def lint_steps() -> list[Step]:
    """Everything that reads the code without running it."""
    return [
        Step("ruff", _python("ruff", "check", "--quiet", ".")),
        Step("format", _python("ruff", "format", "--check", "--quiet", ".")),
        Step("mypy", _python("mypy", ".")),
        Step("imports", [str(VENV / "bin" / "lint-imports"), "--no-cache"]),
        Step("migrations", _manage("makemigrations", "--check", "--dry-run"), environ=TEST_SETTINGS),
        Step("openapi", _manage("export_openapi", "--check"), environ=TEST_SETTINGS),
        Step("api-types", ["npm", "run", "--silent", "api-types", "--", "--check"], FRONTEND),
        Step("catalogues", _manage("catalogues", "--check"), environ=TEST_SETTINGS),
        Step("typescript", ["npm", "run", "--silent", "check"], FRONTEND),
    ]


def test_steps(*, full: bool) -> list[Step]:
    """Everything that runs the code. `full` adds the long versions."""
    short = "" if full else " and not long"
    return [
        Step("vitest", ["npm", "run", "--silent", "test"], FRONTEND),
        Step("pytest", _python("pytest", "-q", "-n", "2", "-m", f"not journey and not faults{short}")),
        Step("journeys", _python("pytest", "-q", "-m", f"journey and not faults{short}")),
        # Fault tests share a stack a file, so a file stays with one process.
        Step("faults", _python("pytest", "-q", "-n", "2", "--dist", "loadfile", "-m", f"faults{short}")),
    ]


def system_packages(*, browser: bool) -> None:
    """What tests need beside Python's and npm's packages. Raises Failure."""
    if shutil.which("xgettext") is None:
        apt_install("gettext", "GNU gettext, which reads texts out of the code,")
    if browser and shutil.which("chromium") is None and shutil.which("chromium-browser") is None:
        apt_install("chromium", "Chromium, in which journeys run,")
    if browser and shutil.which("pdftotext") is None:
        apt_install("poppler-utils", "Poppler, a second reader of finished PDFs,")
    if browser and shutil.which("initdb") is None and not any(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        apt_install("postgresql", "PostgreSQL, on which the large installation's tests run,")


def run_step(step: Step, node: Path) -> bool:
    """Run one step. Returns whether it passed; what it wrote is in test-results/NAME.log."""
    RESULTS.mkdir(exist_ok=True)
    log = RESULTS / f"{step.name}.log"
    environ = {**os.environ, **step.environ, "PATH": f"{node}:{VENV / 'bin'}:{os.environ['PATH']}", "NO_COLOR": "1"}
    begun = time.monotonic()
    with log.open("wb") as out:
        done = subprocess.run(
            step.command, cwd=step.cwd, env=environ, stdin=subprocess.DEVNULL, stdout=out, stderr=out, check=False
        )
    lasted = time.monotonic() - begun
    lines = log.read_text(errors="replace").splitlines()
    if done.returncode == 0:
        # A runner's own closing line says how many tests there were.
        counted = next((line.strip() for line in reversed(lines) if " passed" in line), "")
        say(f"ok      {step.name:<12} {lasted:6.1f} s   {counted}".rstrip())
        return True
    say("\n".join(lines[-TAIL:]))
    say(f"FAILED  {step.name:<12} {lasted:6.1f} s   (all of it: {log.relative_to(BASE)})")
    return False


def main() -> int:
    """Returns 0 where every step passed."""
    parser = argparse.ArgumentParser(prog="python3 -m deploy.run.checks", description="Run Vigía's checks.")
    parser.add_argument("--lint", action="store_true", help="only what reads the code without running it")
    parser.add_argument("--full", action="store_true", help="the long versions, too")
    parser.add_argument("--only", metavar="NAME", help="one step by its name")
    given = parser.parse_args()
    end_with_parent()
    try:
        prepare(dev=True)
        system_packages(browser=not given.lint)
        node = node_bin()
    except Failure as failure:
        sys.stderr.write(f"vigia: {failure}\n")
        return 1
    steps = lint_steps() + ([] if given.lint else test_steps(full=given.full))
    if given.only:
        steps = [step for step in steps if step.name == given.only]
        if not steps:
            sys.stderr.write(f"vigia: there is no step named {given.only}\n")
            return 1
    failed = [step.name for step in steps if not run_step(step, node)]
    if failed:
        sys.stderr.write(f"vigia: failed: {', '.join(failed)}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
