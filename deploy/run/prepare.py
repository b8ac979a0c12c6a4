"""Everything that must stand before the parts can start. Each step leaves a stamp, so that a second start is quiet."""

from __future__ import annotations

import ctypes.util
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from deploy.run.lines import BASE, PYTHON, VENV, Failure, say

FRONTEND: Final = BASE / "frontend"
STAMPS: Final = BASE / ".stamps"
NODE_AT_LEAST: Final = 20
# Interpreters that every user of a machine can run, tried where the one at hand lies in somebody's home.
SHARED_PYTHON: Final = (Path("/usr/bin/python3"), Path("/usr/local/bin/python3"))


def prepare(*, dev: bool = False) -> None:
    """Python packages, Pango, Node, front end, catalogues. `dev` adds what tests and linters need. Raises Failure."""
    environment()
    packages("requirements.txt", "Python packages")
    if dev:
        packages("requirements-dev.txt", "what tests and linters need")
    pango()
    node = node_bin()
    front_end_packages(node)
    front_end_build(node)
    fonts()
    catalogues()
    # Where `collectstatic` would put files; the embedded default serves them from where they are.
    (BASE / "static_build").mkdir(exist_ok=True)


def digest(paths: Iterable[Path], *words: str) -> str:
    """A SHA-256 over names and bytes of files, and over words."""
    sum_ = hashlib.sha256()
    for path in sorted(paths):
        sum_.update(str(path.relative_to(BASE)).encode() + b"\0" + path.read_bytes() + b"\0")
    sum_.update("\0".join(words).encode())
    return sum_.hexdigest()


def stamped(stamp: Path, value: str) -> bool:
    """Whether a step was done for exactly these inputs."""
    return stamp.is_file() and stamp.read_text() == value


def stamp_write(stamp: Path, value: str) -> None:
    """Note that a step was done."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value)


def run(command: Sequence[str | Path], what: str, *, cwd: Path = BASE, path: Path | None = None) -> None:
    """Run a preparing step quietly. Raises Failure with the last line that it wrote."""
    environ = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    if path is not None:
        environ["PATH"] = f"{path}:{environ['PATH']}"
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=cwd, env=environ, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = [line.strip() for line in (done.stdout + "\n" + done.stderr).splitlines() if line.strip()]
        (STAMPS / "failed.log").parent.mkdir(exist_ok=True)
        (STAMPS / "failed.log").write_text("\n".join(lines) + "\n")
        last = next((line for line in reversed(lines) if "error" in line.lower()), lines[-1] if lines else "no word")
        raise Failure(f"{what} failed: {last[:200]} (all of it: .stamps/failed.log)")


def apt_install(package: str, what: str) -> None:
    """Install a Debian package where that is allowed. Raises Failure that names it where it is not."""
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    may = shutil.which("apt-get") and (not sudo or (shutil.which("sudo") and _works(["sudo", "-n", "true"])))
    if not may:
        raise Failure(f"{what} is missing: install the system package {package}, then start again")
    say(f"Installing {package} …")
    environ = ["env", "DEBIAN_FRONTEND=noninteractive"]
    install = [*sudo, *environ, "apt-get", "install", "-y", "-q", "--no-install-recommends", package]
    if not _works(install):
        run([*sudo, *environ, "apt-get", "update", "-q"], "apt-get update")
        run(install, f"installing {package}")


def _works(command: Sequence[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def environment() -> None:
    """The virtual environment, of an interpreter that unprivileged users can run where that matters."""
    if PYTHON.exists() and _works([str(PYTHON), "-c", "import pip"]):
        return
    say("Making a Python environment …")
    interpreter = _interpreter()
    if not _works([str(interpreter), "-c", "import ensurepip"]):
        apt_install("python3-venv", "Python's venv module")
    run([interpreter, "-m", "venv", "--clear", VENV], "making a Python environment")


def _interpreter() -> Path:
    here = Path(sys.executable)
    if os.geteuid() != 0 or not here.resolve().is_relative_to("/root"):
        return here
    for other in SHARED_PYTHON:
        if other.exists() and _works([str(other), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]):
            return other
    return here


def packages(name: str, what: str) -> None:
    """The packages of a requirements file, each checked against its hash."""
    value = digest([BASE / name])
    if stamped(VENV / f".{name}", value):
        return
    say(f"Installing {what} (a few minutes the first time) …")
    run([PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", BASE / name], f"installing {what}")
    stamp_write(VENV / f".{name}", value)


def pango() -> None:
    """The library that lays out text in PDFs."""
    if ctypes.util.find_library("pangoft2-1.0") is None:
        apt_install("libpangoft2-1.0-0", "Pango, which lays out the text of case files,")


def node_bin() -> Path:
    """The folder of a Node that is new enough: the machine's, or the pip package's in the environment. Raises Failure."""
    for folder in (_which_folder("node"), VENV / "bin"):
        if folder is not None and _node_fits(folder):
            return folder
    packages("requirements-node.txt", "Node")
    if not _node_fits(VENV / "bin"):
        raise Failure(f"Node {NODE_AT_LEAST} or newer is needed to build the pages: install it, then start again")
    return VENV / "bin"


def _which_folder(name: str) -> Path | None:
    found = shutil.which(name)
    return Path(found).parent if found else None


def _node_fits(folder: Path) -> bool:
    node = folder / "node"
    if not node.exists() or not (folder / "npm").exists():
        return False
    said = subprocess.run([str(node), "--version"], capture_output=True, text=True, check=False)
    found = re.fullmatch(r"v(\d+)\..*", said.stdout.strip())
    return found is not None and int(found[1]) >= NODE_AT_LEAST


def front_end_packages(node: Path) -> None:
    """The front end's packages, exactly as package-lock.json says."""
    value = digest([FRONTEND / "package-lock.json", FRONTEND / "package.json"])
    stamp = FRONTEND / "node_modules" / ".vigia-stamp"
    if stamped(stamp, value):
        return
    say("Installing the front end's packages …")
    run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], "npm ci", cwd=FRONTEND, path=node)
    stamp_write(stamp, value)


def front_end_sources() -> list[Path]:
    """What the built pages are made from."""
    found = [path for folder in ("src", "build") for path in (FRONTEND / folder).rglob("*") if path.is_file()]
    plain = [FRONTEND / name for name in ("package-lock.json", "vite.config.ts", "tsconfig.json")]
    return [path for path in found if ".test." not in path.name] + [path for path in plain if path.exists()]


def front_end_build(node: Path) -> None:
    """The built pages."""
    value = digest(front_end_sources())
    if (FRONTEND / "dist" / ".vite" / "manifest.json").exists() and stamped(STAMPS / "front-end", value):
        return
    say("Building the pages …")
    run(["npm", "run", "--silent", "build"], "building the pages", cwd=FRONTEND, path=node)
    stamp_write(STAMPS / "front-end", value)


def fonts() -> None:
    """The faces that case files are set in, out of the front end's packages; without them no PDF is made."""
    folder = FRONTEND / "fonts"
    value = digest([FRONTEND / "package-lock.json", BASE / "incidents" / "pdf" / "fonts.py"])
    if folder.is_dir() and stamped(STAMPS / "fonts", value):
        return
    run([PYTHON, "-m", "incidents.pdf.fonts", FRONTEND / "node_modules", folder], "copying the case files' fonts")
    stamp_write(STAMPS / "fonts", value)


def catalogues() -> None:
    """The compiled translations."""
    sources = list((BASE / "locale").glob("*/LC_MESSAGES/*.po"))
    value = digest(sources)
    if all(path.with_suffix(".mo").exists() for path in sources) and stamped(STAMPS / "catalogues", value):
        return
    run([PYTHON, "-m", "portal.catalogues"], "compiling the translations")
    stamp_write(STAMPS / "catalogues", value)
