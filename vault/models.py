"""Public keys, the directories that vouch for them, people's vaults, epochs and every wrap."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class DirectoryKind(models.TextChoices):
    """The public directory names epoch keys; the desk directory names people and workers, for signed-in users alone."""

    PUBLIC = "public", "public"
    DESK = "desk", "desk"


class Directory(models.Model):
    """One version of a directory, signed in a lead's browser. Never changed or removed: old releases point at it."""

    kind = models.CharField(max_length=6, choices=DirectoryKind)
    serial = models.PositiveIntegerField()
    # The canonical JSON exactly as signed, and the signatures as [{"key", "sig"}].
    body = models.BinaryField()
    signatures = models.JSONField()
    sha256 = models.BinaryField(max_length=32)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "serial"], name="directory_serial_once"),
            models.CheckConstraint(condition=Q(serial__gte=1), name="directory_serial_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.serial}"


class Vault(models.Model):
    """A person's private keys under a passphrase that never leaves their browser, and the public halves."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True)
    blob = models.BinaryField()
    seal_key = models.BinaryField(max_length=1216)
    sign_key = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.user_id)


class Endorsement(models.Model):
    """A lead's signature over a directory entry that waits for a second lead, or the root's, which is enough."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="endorsements")
    entry = models.BinaryField()
    key = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="endorsement_once_a_lead")]

    def __str__(self) -> str:
        return str(self.user_id)


class LeadCertificate(models.Model):
    """The root's signature over a lead's signing key, made on the host by `manage.py admit_lead`."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True)
    body = models.BinaryField()
    signature = models.BinaryField(max_length=64)

    def __str__(self) -> str:
        return str(self.user_id)


class Installation(models.Model):
    """The one desk's unchanging public facts: the organisation root's public key and the receipt salt."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    root_key = models.BinaryField(max_length=32)
    receipt_salt = models.BinaryField(max_length=32)
    # A demo desk's passwords are printed: the system check vigia.E010 refuses its database elsewhere.
    demo = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="installation_only_one")]

    def __str__(self) -> str:
        return "installation"


class WorkerKey(models.Model):
    """A desk worker's public keys, with the root's endorsement of its directory entry, and its last sign of life."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seal_key = models.BinaryField(max_length=1216)
    sign_key = models.BinaryField(max_length=32)
    entry = models.BinaryField()
    endorsements = models.JSONField()
    seen_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.id)


class Epoch(models.Model):
    """A desk key that tips are sealed to for a time; its seed exists only in wraps."""

    id = models.UUIDField(primary_key=True, editable=False)
    key_id = models.BinaryField(max_length=16, unique=True)
    seal_key = models.BinaryField(max_length=1216)
    accept_from = models.DateField()
    accept_until = models.DateField()
    destroy_on = models.DateField()
    destroyed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accept_until__gt=models.F("accept_from")) & Q(destroy_on__gt=models.F("accept_until")),
                name="epoch_dates_in_order",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Wrap(models.Model):
    """A content key (or an epoch seed) sealed to one recipient key. `kind` and `ref` are those of the envelope."""

    kind = models.PositiveSmallIntegerField()
    ref = models.UUIDField()
    key_id = models.BinaryField(max_length=16)
    wrap = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ref", "kind", "key_id"], name="wrap_once_a_recipient")]
        indexes = [models.Index(fields=["key_id"], name="wrap_by_recipient")]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"
