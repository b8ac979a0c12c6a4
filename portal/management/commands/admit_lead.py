"""`manage.py admit_lead USERNAME --root-file PATH`: the organisation root signs a lead's key."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from sealing.words import fold
from vault import root_key
from vault.key_files import KeyFileRefused
from vault.refusals import VaultRefusal
from vault.selectors import DeskNotReady
from vault.services.installation import lead_admit, lead_words


class Command(BaseCommand):
    """Admits a lead."""

    help = "Show the six words of a lead's keys, and sign them with the organisation root once they were compared."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, and with what."""
        parser.add_argument("username")
        parser.add_argument(
            "--root-file", type=Path, required=True, help="the root's page, brought back for this moment"
        )
        parser.add_argument("--words", help="the six words that the lead told you; without it you are asked")
        parser.add_argument("--language", choices=[code for code, _ in settings.LANGUAGES], help="default: the lead's")

    def handle(self, *args: Any, **options: Any) -> None:
        """Nothing is signed unless the words that were told are those of the key."""
        person = User.objects.filter(username__iexact=options["username"]).first()
        if person is None:
            raise CommandError("nobody signs in by this name")
        try:
            root = root_key.load(options["root_file"])
            words = lead_words(person=person, lang=options["language"] or person.language)
            told = options["words"]
            if told is None:
                told = self._asked(words)
            if fold(told) != fold(words):
                raise CommandError("these are not the words of this lead's keys: nothing was signed")
            lead_admit(root=root, person=person, now=timezone.now())
        except KeyFileRefused as problem:
            raise CommandError(str(problem)) from None
        except DeskNotReady:
            raise CommandError("this host has no pinned root: run init_desk first") from None
        except VaultRefusal as refused:
            raise CommandError(f"{refused.message} ({refused.code})") from None
        self.stdout.write(f"{person.name} is certified. Take the root's page offline again.")
        self.stdout.write("The lead's browser makes the first epoch and both directories at the next visit.")

    def _asked(self, words: str) -> str:
        self.stdout.write(f"The words of this lead's keys: {words}")
        self.stdout.write("Ask the lead, in person or by voice, to read theirs to you, and type them as you hear them.")
        self.stdout.flush()
        return sys.stdin.readline().strip()
