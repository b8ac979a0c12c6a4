"""People with an account, and the organisations they belong to. Submitters have none."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """The desk itself, or a partner that it trusts."""

    DESK = "desk", _("Desk")
    PARTNER = "partner", _("Partner")


class Role(models.TextChoices):
    """What a person may do."""

    CASE_WORKER = "case_worker", _("Case worker")
    LEAD = "lead", _("Desk lead")
    PARTNER = "partner", _("Partner")


class Organisation(models.Model):
    """The desk (exactly one) or a partner organisation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=8, choices=OrganisationKind)
    name = models.CharField(max_length=120, unique=True)
    # Three letters that begin every copy mark made for this organisation.
    short = models.CharField(max_length=3)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind"], condition=Q(kind="desk"), name="organisation_one_desk"),
            models.CheckConstraint(condition=Q(kind__in=OrganisationKind.values), name="organisation_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Looks people up by the name they sign in with."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The user who signs in as `username`, upper and lower case alike."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """A case worker, a desk lead or somebody of a partner organisation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=12, choices=Role)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="people")
    language = models.CharField(max_length=8, default="es")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    # Failed sign-ins since the last good one, and until when further ones are refused: per account, never per address.
    failures = models.PositiveSmallIntegerField(default=0)
    refused_until = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(role__in=Role.values), name="user_role_known")]

    def __str__(self) -> str:
        return self.username
