"""Reading about people. Whoever calls has checked that the asker may know."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import Invitation, Organisation, OrganisationKind, RecoveryCode, User
from accounts.services.invitations import invitation_open


def desk_organisation() -> Organisation | None:
    """The desk, once the operator has made it."""
    return Organisation.objects.filter(kind=OrganisationKind.DESK).first()


def organisations_all() -> QuerySet[Organisation]:
    """The desk first, then partners by name."""
    return Organisation.objects.order_by("kind", "name")


def people_all() -> QuerySet[User]:
    """Everybody, with organisation, annotated with `second_factor`: whether an authenticator is enrolled."""
    enrolled = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
    return User.objects.select_related("organisation").annotate(second_factor=Exists(enrolled)).order_by("name", "id")


def person_by_id(*, person_id: UUID) -> User | None:
    """One person, active or not, or None."""
    return User.objects.select_related("organisation").filter(id=person_id).first()


def invitations_pending(*, now: datetime) -> QuerySet[Invitation]:
    """Links that still work, newest first."""
    return invitation_open(now).select_related("organisation").order_by("-made_at")


def invitation_by_id(*, invitation_id: UUID) -> Invitation | None:
    """One invitation in whatever state, or None."""
    return Invitation.objects.select_related("organisation").filter(id=invitation_id).first()


def recovery_codes_left(*, user: User) -> int:
    """How many recovery codes `user` has not used yet."""
    return RecoveryCode.objects.filter(user=user).count()
