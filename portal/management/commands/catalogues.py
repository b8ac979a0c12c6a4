"""`manage.py catalogues`: read the texts out of code and templates into the catalogues, or check that this was done."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from portal.catalogues import compile_all

SOURCES: Final = ("accounts", "audit", "incidents", "portal", "templates", "vault")
LANGUAGES: Final = ("es", "pt_BR", "en", "fr")
# Public pages are complete in all four; the desk and partners speak Spanish first. English is written in the code.
PUBLIC: Final = ("templates/public/", "incidents/public/")


class Command(BaseCommand):
    """Updates or checks the catalogues."""

    help = "Update locale/ from the texts in code and templates, or with --check fail where it is stale."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--check` for tests."""
        parser.add_argument("--check", action="store_true", help="write nothing; fail where a catalogue is stale")

    def handle(self, *args: Any, **options: Any) -> None:
        """Needs GNU gettext's xgettext and msgmerge, which compiling does not."""
        if shutil.which("xgettext") is None:
            raise CommandError("xgettext is missing: install the system package gettext")
        base = Path(settings.BASE_DIR)
        if not options["check"]:
            os.chdir(base)
            ignored = ["frontend", ".venv", "var", "node_modules", "tests", "static_build"]
            call_command("makemessages", locale=list(LANGUAGES), ignore_patterns=ignored, no_location=True, verbosity=0)
            compile_all()
            return
        with tempfile.TemporaryDirectory(prefix="vigia-catalogues-") as folder:
            problems = self._problems(base, self._read_anew(base, Path(folder)))
        if problems:
            raise CommandError(f"{problems[0]} ({len(problems)} in all): run make messages and translate")

    def _read_anew(self, base: Path, copy: Path) -> polib.POFile:
        """The texts as they stand in the code now, each with the files that it is in."""
        for name in SOURCES:
            shutil.copytree(base / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "migrations"))
        (copy / "locale").mkdir()
        command = [sys.executable, "-m", "django", "makemessages", "-l", "fr", "--add-location", "file", "-v", "0"]
        environ = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        done = subprocess.run(command, cwd=copy, env=environ, capture_output=True, text=True, check=False)
        if done.returncode:
            raise CommandError("makemessages failed: " + (done.stderr.strip().splitlines() or ["no word"])[-1])
        return polib.pofile(str(copy / "locale" / "fr" / "LC_MESSAGES" / "django.po"))

    def _problems(self, base: Path, anew: polib.POFile) -> list[str]:
        found: list[str] = []
        said = {(entry.msgctxt, entry.msgid): entry for entry in anew if not entry.obsolete}
        public = {key for key, entry in said.items() if any(name.startswith(PUBLIC) for name, _ in entry.occurrences)}
        for language in LANGUAGES:
            catalogue = polib.pofile(str(base / "locale" / language / "LC_MESSAGES" / "django.po"))
            kept = {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}
            for key in sorted(said.keys() - kept.keys(), key=str):
                found.append(f"{language} lacks “{key[1][:60]}”")
            for key in sorted(kept.keys() - said.keys(), key=str):
                found.append(f"{language} still has “{key[1][:60]}”")
            if language == "en":
                continue
            # Spanish is the first language of staff pages, too.
            wanted = kept.keys() if language == "es" else kept.keys() & public
            for key in sorted(wanted, key=str):
                if not kept[key].translated():
                    found.append(f"{language} does not translate “{key[1][:60]}”")
        return found
