"""A PostgreSQL server of our own for the tests of one session, reached over a unix socket alone."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg

USER = "vigia"
PORT = "5432"


class PostgresMissing(Exception):
    """There is no PostgreSQL server on this machine."""


def _program(name: str) -> str:
    """A server program, which Debian does not put on PATH. Raises PostgresMissing."""
    found = shutil.which(name) or next(
        (str(path) for path in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)), None
    )
    if found is None:
        raise PostgresMissing("PostgreSQL is not installed: `apt-get install --no-install-recommends postgresql`")
    return found


class Postgres:
    """One cluster in a folder of its own. A server that runs as root is refused, so root starts it as `postgres`."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="vigia-pg-"))
        self.data = self.folder / "data"
        self._as: list[str] = []
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
            self._as = ["runuser", "-u", "postgres", "--"]
        self._run("initdb", "-A", "trust", "-U", USER, "-E", "UTF8", "--no-locale", "-D", str(self.data))

    def _run(self, name: str, *arguments: str) -> None:
        subprocess.run(
            [*self._as, _program(name), *arguments],
            cwd=self.folder,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = f"-p {PORT} -k {self.folder} -c listen_addresses=''"
        self._run("pg_ctl", "-D", str(self.data), "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        """Stop it at once, as a power cut would: open transactions are lost, what was committed is not."""
        self._run("pg_ctl", "-D", str(self.data), "-w", "-m", "immediate", "stop")

    def database(self, name: str) -> str:
        """Make a database. Returns its address as DATABASE_URL has it."""
        with psycopg.connect(host=str(self.folder), port=PORT, user=USER, dbname="postgres", autocommit=True) as link:
            link.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
        return f"postgres://{USER}@:{PORT}/{self.folder}/{name}"

    def close(self) -> None:
        """Stop it and remove its folder."""
        if (self.data / "postmaster.pid").exists():
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
