"""What `admit_lead` and `admit_person` share: the root signs only after the words of the keys were compared."""

from __future__ import annotations

import sys
from abc import abstractmethod
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from sealing.words import fold
from vault import root_key
from vault.key_files import KeyFileRefused
from vault.refusals import VaultRefusal
from vault.root_key import RootSecret
from vault.selectors import DeskNotReady


class AdmitCommand(BaseCommand):
    """Compares the words of somebody's keys, then has the organisation root sign."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, and with what."""
        parser.add_argument("username")
        parser.add_argument(
            "--root-file", type=Path, required=True, help="the root's page, brought back for this moment"
        )
        parser.add_argument("--words", help="the six words that the person told you; without it you are asked")
        parser.add_argument(
            "--language", choices=[code for code, _ in settings.LANGUAGES], help="default: the person's"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Nothing is signed unless the words that were told are those of the keys."""
        person = User.objects.select_related("organisation").filter(username__iexact=options["username"]).first()
        if person is None:
            raise CommandError("nobody signs in by this name")
        try:
            root = root_key.load(options["root_file"])
            words = self.words_of(person, options["language"] or person.language)
            told = options["words"]
            if told is None:
                told = self._asked(person, words)
            if fold(told) != fold(words):
                raise CommandError("these are not the words of this person's keys: nothing was signed")
            self.sign(root, person)
        except KeyFileRefused as problem:
            raise CommandError(str(problem)) from None
        except DeskNotReady:
            raise CommandError("this host has no pinned root: run init_desk first") from None
        except VaultRefusal as refused:
            raise CommandError(f"{refused.message} ({refused.code})") from None

    @abstractmethod
    def words_of(self, person: User, lang: str) -> str:
        """The six words of their keys. Raises VaultRefusal where this command is not for such a person."""

    @abstractmethod
    def sign(self, root: RootSecret, person: User) -> None:
        """Sign, keep, and say what comes next. Raises VaultRefusal and DeskNotReady."""

    def _asked(self, person: User, words: str) -> str:
        self.stdout.write(f"{person.name}: {person.role}, {person.organisation.name}")
        self.stdout.write(f"The words of these keys: {words}")
        self.stdout.write(
            "Ask this person, in person or by voice, to read theirs to you, and type them as you hear them."
        )
        self.stdout.flush()
        return sys.stdin.readline().strip()
