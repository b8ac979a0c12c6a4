"""`manage.py init_desk`: set up a real desk. It runs once."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import Role
from accounts.services.invitations import invitation_make, invitation_path
from accounts.services.people import Refused
from sealing.keys import fingerprint_words
from vault import root_key, worker_key
from vault.key_files import KeyFileRefused
from vault.refusals import VaultRefusal
from vault.roots import root_key_write
from vault.services.installation import desk_make, set_up


class Command(BaseCommand):
    """Sets a desk up."""

    help = (
        "Set up a real desk: its organisation, the organisation root (a file to print or move offline), the worker's keys, "
        "and a one-time link for the first lead. Run it on the worker's host, as the worker's user."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Names and paths."""
        parser.add_argument("--name", required=True, help="the desk's name, as submitters read it")
        parser.add_argument("--short", required=True, help="three letters that begin its copy marks, such as RIO")
        parser.add_argument("--lead-username", required=True, help="the sign-in name of the first lead")
        parser.add_argument("--lead-name", default="", help="the first lead's name (default: the sign-in name)")
        parser.add_argument(
            "--root-file", type=Path, help="where to write the root's page (default: VIGIA_HOME/keys/root)"
        )
        parser.add_argument("--language", choices=[code for code, _ in settings.LANGUAGES], default="es")

    def handle(self, *args: Any, **options: Any) -> None:
        """Files first, the database last and at once."""
        if settings.VIGIA_DEMO:
            raise CommandError("a real desk needs VIGIA_DEMO=false and a database of its own")
        if set_up():
            raise CommandError("this database holds a desk already: init_desk runs once")
        if settings.WORKER_KEY_FILE is None:
            raise CommandError("VIGIA_WORKER_KEY_FILE is not set: it names the file that the worker's keys go to")
        root_path: Path = options["root_file"] or Path(settings.VIGIA_HOME) / "keys" / "root" / "root.key"
        worker_path = Path(settings.WORKER_KEY_FILE)
        for path in (root_path, worker_path):
            if path.exists():
                raise CommandError(f"{path} exists already, and is not overwritten")
        root, worker = root_key.draw(), worker_key.draw()
        written: list[Path] = []
        try:
            root_key.save(root_path, root, organisation=options["name"], lang=options["language"])
            written.append(root_path)
            worker_key.save(worker_path, worker)
            written.append(worker_path)
            root_key_write(Path(settings.ROOT_KEY_FILE), root.public)
            with transaction.atomic():
                desk = desk_make(
                    root=root,
                    worker=worker,
                    name=options["name"],
                    short=options["short"],
                    demo=False,
                    now=timezone.now(),
                )
                invitation, token = invitation_make(
                    actor=None,
                    role=Role.LEAD,
                    organisation=desk,
                    name=options["lead_name"] or options["lead_username"],
                    username=options["lead_username"],
                    now=timezone.now(),
                )
        except (VaultRefusal, Refused, KeyFileRefused, OSError) as problem:
            # Nothing half-made remains: the keys of a desk that was not made are nobody's.
            for path in written:
                path.unlink()
            code = getattr(problem, "code", "") or problem
            raise CommandError(f"the desk was not made: {code}") from None
        words = " ".join(fingerprint_words(root.public, options["language"]))
        self.stdout.write(f"The desk is made. Organisation root: {words}")
        self.stdout.write(
            f"Print {root_path}, or move it to a medium that stays offline, and remove it from this host."
        )
        self.stdout.write(f"The worker's keys are in {worker_path}.")
        self.stdout.write("The first lead opens this link once, within seven days:")
        self.stdout.write(f"  {invitation_path(invitation, token)}")
        self.stdout.write(f"Then: manage.py admit_lead {invitation.username} --root-file {root_path}")
