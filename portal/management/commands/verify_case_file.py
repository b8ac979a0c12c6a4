"""`manage.py verify_case_file PDF SIGNATURES --root-words "…"`: for anyone who holds both files. Asks no server."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from incidents.pdf.verify import MAX_SIGNATURE_FILE, NotGenuineError, verify_case_file

MAX_PDF = 64 * 1024 * 1024


def _read(path: str, limit: int) -> bytes:
    try:
        with Path(path).open("rb") as file:
            data = file.read(limit + 1)
    except OSError:
        raise CommandError(f"{path} cannot be read") from None
    if len(data) > limit:
        raise CommandError(f"{path} is larger than {limit} bytes")
    return data


class Command(BaseCommand):
    """Says whether a PDF is the case file that two people of the desk signed."""

    help = "Check a case file's PDF against its signature file and the desk's six root words."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The two files, and the words that the desk told in person or by voice."""
        parser.add_argument("pdf")
        parser.add_argument("signatures")
        parser.add_argument("--root-words", required=True, help="six words, as the desk tells them")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was proven, or end with exit status 1 and the reason."""
        try:
            verdict = verify_case_file(
                pdf=_read(options["pdf"], MAX_PDF),
                signatures=_read(options["signatures"], MAX_SIGNATURE_FILE),
                root_words=options["root_words"],
                today=timezone.now().date(),
            )
        except NotGenuineError as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(
            f"genuine: case file {verdict.case_file} revision {verdict.revision}, {verdict.tlp}, copy {verdict.copy}\n"
            f"signed by {verdict.author}, approved by {verdict.approver}, countersigned by worker {verdict.worker}\n"
            f"for organisation {verdict.organisation}, until {verdict.expires}"
            + (" (expired)" if verdict.expired else "")
        )
