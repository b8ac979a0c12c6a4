"""Whose processes and files: started as root, web and worker each get a user of their own, so that the web part cannot
read the worker's keys (threat model row 26). Else, or where such a user could not run the project, both share one.
"""

from __future__ import annotations

import grp
import json
import os
import pwd
import secrets
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deploy.run.lines import BASE, PYTHON, Failure

# Above what distributions give out and below systemd's dynamic users; a taken number is passed over.
FIRST_ID: Final = 60_610
GROUP_DATA: Final = ("db", "store", "run")


@dataclass(frozen=True, slots=True)
class Owners:
    """Numeric ids; `shared` means that all parts run as whoever started them."""

    web: int
    worker: int
    group: int
    shared: bool


def choose(home: Path) -> Owners:
    """The owners for this start, the same ones as before where there was one."""
    mine = Owners(web=os.geteuid(), worker=os.geteuid(), group=os.getegid(), shared=True)
    if os.geteuid() != 0:
        return mine
    own = _remembered(home) or _drawn()
    return own if _can_run(own, home) else mine


def _remembered(home: Path) -> Owners | None:
    try:
        found = json.loads((home / "owners.json").read_text())
        own = Owners(web=found["web"], worker=found["worker"], group=found["group"], shared=False)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return own if min(own.web, own.worker, own.group) > 0 and own.web != own.worker else None


def _drawn() -> Owners:
    taken = {user.pw_uid for user in pwd.getpwall()} | {group.gr_gid for group in grp.getgrall()}
    free = (number for number in range(FIRST_ID, FIRST_ID + 1000) if number not in taken)
    return Owners(web=next(free), worker=next(free), group=next(free), shared=False)


def _can_run(own: Owners, home: Path) -> bool:
    """Whether such a user can run the project's Python, read its pages and reach its home."""
    needed = (BASE / "manage.py", BASE / "frontend" / "dist" / ".vite" / "manifest.json", home)
    program = "import os, sys, django, granian; sys.exit(not all(os.access(path, os.R_OK) for path in sys.argv[1:]))"
    try:
        tried = subprocess.run(
            [str(PYTHON), "-c", program, *map(str, needed)],
            cwd=BASE,
            user=own.web,
            group=own.group,
            extra_groups=[],
            capture_output=True,
            check=False,
        )
    except OSError:
        return False
    return tried.returncode == 0


def folders(home: Path) -> None:
    """Make the folders of a home. Raises Failure where they cannot be made."""
    try:
        home.mkdir(mode=0o755, parents=True, exist_ok=True)
        for name in ("db", "store", "run", "logs", "keys", "keys/web", "keys/worker", "keys/root", "demo"):
            (home / name).mkdir(mode=0o700, exist_ok=True)
    except OSError as problem:
        raise Failure(f"the folder {home} cannot be used: {problem.strerror}") from None


def secret_keys(home: Path) -> None:
    """A secret key for each part that has sessions or signs, drawn once."""
    for part in ("web", "worker"):
        path = home / "keys" / part / "secret_key"
        if not path.exists():
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(48) + "\n")


def settle(home: Path, own: Owners) -> None:
    """Give everything in a home to its owner: data to the group, keys to each part alone, the root's to nobody else."""
    if os.geteuid() != 0:
        return
    root = (0, 0) if not own.shared else (own.web, own.group)
    for name in GROUP_DATA:
        _give(home / name, own.web, own.group, 0o2770, 0o660)
    _set(home / "keys", root[0], own.group, 0o750)
    if (home / "keys" / "root.pub").exists():
        _set(home / "keys" / "root.pub", root[0], own.group, 0o644)
    _give(home / "keys" / "web", own.web, own.group, 0o700, 0o600)
    _give(home / "keys" / "worker", own.worker, own.group, 0o700, 0o600)
    for name in ("keys/root", "demo", "logs"):
        _give(home / name, *root, 0o700, 0o600)
    if not own.shared:
        (home / "owners.json").write_text(json.dumps({"web": own.web, "worker": own.worker, "group": own.group}) + "\n")


def _give(top: Path, user: int, group: int, folder_mode: int, file_mode: int) -> None:
    for path in [top, *top.rglob("*")]:
        mode = path.lstat().st_mode
        if stat.S_ISDIR(mode):
            _set(path, user, group, folder_mode)
        elif stat.S_ISREG(mode):
            _set(path, user, group, file_mode)


def _set(path: Path, user: int, group: int, mode: int) -> None:
    facts = path.lstat()
    if (facts.st_uid, facts.st_gid) != (user, group):
        os.lchown(path, user, group)
    if stat.S_IMODE(facts.st_mode) != mode or (facts.st_uid, facts.st_gid) != (user, group):
        path.chmod(mode)
