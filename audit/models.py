"""The audit trail: append-only, hash-chained (threat model row 29)."""

from __future__ import annotations

from django.db import models


class AuditEvent(models.Model):
    """One act of staff, of the worker or of the operator. Rows are only ever added."""

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

    def __str__(self) -> str:
        return f"{self.serial} {self.action}"


class SignedHead(models.Model):
    """The worker's signature over the chain's head, made every day and kept on the worker's own host as well."""

    day = models.DateField(unique=True)
    serial = models.PositiveBigIntegerField()
    digest = models.BinaryField(max_length=32)
    worker_key_id = models.BinaryField(max_length=16)
    signature = models.BinaryField(max_length=64)

    def __str__(self) -> str:
        return f"{self.day} {self.serial}"
