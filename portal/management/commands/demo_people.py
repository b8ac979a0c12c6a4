"""`manage.py demo_people`: who is at the demo desk, and what they sign in with."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.demo import people
from vault.key_files import KeyFileRefused


class Command(BaseCommand):
    """Prints the demo people."""

    help = "Print the demo desk's people with their passwords, vault passphrases and how to get a code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--json` for scripts."""
        parser.add_argument("--json", action="store_true", help="print everything as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the file that the first start wrote."""
        if not settings.VIGIA_DEMO:
            raise CommandError("this is no demo desk")
        try:
            found = people.load()
        except (KeyFileRefused, ValueError, TypeError):
            raise CommandError("the demo people cannot be read: start the portal once, as the same user") from None
        if options["json"]:
            self.stdout.write(json.dumps([asdict(person) for person in found], ensure_ascii=False))
            return
        for person in found:
            where = "/partner/" if person.role == "partner" else "/desk/"
            self.stdout.write(f"  {person.username:<6} {person.role:<12} {where:<10} password    {person.password}")
            self.stdout.write(f"  {'':<30} vault       {person.passphrase}")
        self.stdout.write("  A code for the second step: make code WHO=rosa, or put a secret of `demo_people --json`")
        self.stdout.write("  into any authenticator.")
