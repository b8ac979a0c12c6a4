"""`manage.py demo_desk`: make the demo desk on first start; later it changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.demo import people
from portal.demo.desk import demo_make
from vault import root_key, selectors, worker_key
from vault.key_files import KeyFileRefused
from vault.roots import root_key_write
from vault.services.installation import set_up


class Command(BaseCommand):
    """Makes the demo desk."""

    help = "Make the demo desk (embedded settings, VIGIA_DEMO=true) where the database holds no desk yet."

    def handle(self, *args: Any, **options: Any) -> None:
        """Files first, the database last and at once: an interrupted run is begun again by the next."""
        if not (settings.VIGIA_DEMO and settings.VIGIA_EMBEDDED):
            raise CommandError("the demo desk exists under the embedded settings with VIGIA_DEMO=true only")
        if set_up():
            if not selectors.demo_desk():
                raise CommandError("this database holds a real desk: start it with VIGIA_DEMO=false")
            return
        root_path = Path(settings.VIGIA_HOME) / "keys" / "root" / "root.key"
        try:
            if not root_path.exists():
                root_key.save(root_path, root_key.draw(), organisation=people.DESK_NAME, lang=people.LANGUAGE)
            root = root_key.load(root_path)
            worker_path = Path(str(settings.WORKER_KEY_FILE))
            # A key of a run that was interrupted is nobody's yet.
            worker_path.unlink(missing_ok=True)
            worker = worker_key.draw()
            worker_key.save(worker_path, worker)
        except (KeyFileRefused, OSError) as problem:
            raise CommandError(f"the keys of the demo desk cannot be made: {problem}") from None
        root_key_write(Path(settings.ROOT_KEY_FILE), root.public)
        drawn = people.draw()
        people.save(drawn)
        demo_make(root=root, worker=worker, people=drawn, now=timezone.now())
