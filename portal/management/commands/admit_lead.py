"""`manage.py admit_lead USERNAME --root-file PATH`: the organisation root signs a lead's key."""

from __future__ import annotations

from django.utils import timezone

from accounts.models import User
from portal.management.admitting import AdmitCommand
from vault.root_key import RootSecret
from vault.services.installation import lead_admit, lead_words


class Command(AdmitCommand):
    """Admits a lead."""

    help = "Show the six words of a lead's keys, and sign them with the organisation root once they were compared."

    def words_of(self, person: User, lang: str) -> str:
        """A lead's."""
        return lead_words(person=person, lang=lang)

    def sign(self, root: RootSecret, person: User) -> None:
        """The root's certificate over the lead's signing key."""
        lead_admit(root=root, person=person, now=timezone.now())
        self.stdout.write(f"{person.name} is certified. Take the root's page offline again.")
        self.stdout.write("The lead's browser makes the first epoch and both directories at the next visit.")
