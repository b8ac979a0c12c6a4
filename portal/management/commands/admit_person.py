"""`manage.py admit_person USERNAME --root-file PATH`: the organisation root vouches for a case worker or a partner.

Everybody but a lead needs the words of two leads. A desk that has only one takes the root's for the second.
"""

from __future__ import annotations

from django.utils import timezone

from accounts.models import User
from portal.management.admitting import AdmitCommand
from vault.root_key import RootSecret
from vault.services.installation import person_vouch, person_words


class Command(AdmitCommand):
    """Vouches for a person."""

    help = (
        "Show the six words of a case worker's or partner's keys, and vouch for them with the organisation root once "
        "they were compared: for a desk that has no second lead."
    )

    def words_of(self, person: User, lang: str) -> str:
        """A case worker's or partner's who is not in the directory yet."""
        return person_words(person=person, lang=lang)

    def sign(self, root: RootSecret, person: User) -> None:
        """The root's endorsement of the person's directory entry."""
        person_vouch(root=root, person=person, now=timezone.now())
        self.stdout.write(f"The root vouches for {person.name}. Take the root's page offline again.")
        self.stdout.write("A desk lead compares the words too, on the people page, and so publishes the entry.")
