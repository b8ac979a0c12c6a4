"""People with an account, and the organisations they belong to. Submitters have none."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
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


class Gate(models.TextChoices):
    """What somebody tries to pass, each throttled apart from the others."""

    PASSWORD = "password", "password"
    TOTP = "totp", "totp"
    RECOVERY = "recovery", "recovery"


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

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="user_role_known"),
            models.UniqueConstraint(Lower("username"), name="user_username_once_in_any_case"),
        ]

    def __str__(self) -> str:
        return self.username


class Invitation(models.Model):
    """A one-time link for one person, made by a lead; the first lead's is the operator's, and `made_by` is empty.

    The database holds a hash of the token only.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_hash = models.BinaryField(max_length=32, unique=True)
    role = models.CharField(max_length=12, choices=Role)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    name = models.CharField(max_length=120)
    username = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations_made")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    user = models.OneToOneField(User, on_delete=models.PROTECT, null=True, blank=True, related_name="invitation")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invitation_role_known"),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(revoked_at__isnull=True), name="invitation_used_or_revoked"
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True, user__isnull=True) | Q(used_at__isnull=False, user__isnull=False),
                name="invitation_used_makes_a_person",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class RecoveryCode(models.Model):
    """The hash of a single-use code that stands in for a lost authenticator. Using a code deletes its row."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")]

    def __str__(self) -> str:
        return str(self.user_id)


class StaffSession(models.Model):
    """One full sign-in: password and second factor. Without its row nothing answers, whatever the cookie says."""

    # 16 random bytes; the vault's session blob is bound to them.
    id = models.UUIDField(primary_key=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="staff_sessions")
    audience = models.CharField(max_length=7)
    started_at = models.DateTimeField()
    # The last act of a person, polling apart.
    seen_at = models.DateTimeField()
    # When the second factor was last asked for and given.
    verified_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(audience__in=["desk", "partner"]), name="staff_session_audience_known")
        ]

    def __str__(self) -> str:
        return str(self.user_id)


class Throttle(models.Model):
    """Attempts at one gate of one account since the last good one. Names that nobody has are counted just the same."""

    gate = models.CharField(max_length=8, choices=Gate)
    # A keyed hash of the name that was typed (password) or of the user's id, so that no guessed name is kept.
    account = models.BinaryField(max_length=32)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    refused_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(gate__in=Gate.values), name="throttle_gate_known"),
            models.UniqueConstraint(fields=["gate", "account"], name="throttle_once_an_account"),
        ]

    def __str__(self) -> str:
        return f"{self.gate} {self.failures}"
