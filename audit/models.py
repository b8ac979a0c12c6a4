"""The audit trail: append-only, hash-chained (threat model row 29)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class AuditEvent(models.Model):
    """One act of staff, of the worker or of the operator. Rows are only ever added: triggers refuse the rest."""

    serial = models.PositiveBigIntegerField(primary_key=True)
    # Seconds for acts of staff; midnight of the UTC day for events that concern intake, mailbox or triage.
    at = models.DateTimeField()
    # The actor's user id (hex), "worker:<id>", "operator" or "intake".
    actor = models.CharField(max_length=48)
    # "subject:action", for example "case_file:approve".
    action = models.CharField(max_length=48)
    # The subject's id as 32 hex digits, or empty.
    subject = models.CharField(max_length=32, blank=True)
    # Canonical JSON of identifiers, counts and hashes; never content.
    facts = models.TextField()
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32, unique=True)

    class Meta:
        ordering = ["serial"]
        indexes = [
            models.Index(fields=["subject", "serial"], name="audit_by_subject"),
            models.Index(fields=["action", "serial"], name="audit_by_action"),
        ]

    def __str__(self) -> str:
        return f"{self.serial} {self.action}"


class AuditHead(models.Model):
    """The chain's newest link, in one row that every writer locks before it adds the next."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    serial = models.PositiveBigIntegerField(default=0)
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="audit_head_only_one")]

    def __str__(self) -> str:
        return str(self.serial)


class SignedHead(models.Model):
    """The worker's signature over the chain's head, made every day and kept on the worker's own host as well."""

    day = models.DateField(unique=True)
    serial = models.PositiveBigIntegerField()
    digest = models.BinaryField(max_length=32)
    worker_key_id = models.BinaryField(max_length=16)
    signature = models.BinaryField(max_length=64)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.serial}"
