"""Incidents: what several tips tell of together, and the case workers' sealed notes about them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from incidents.choices import IncidentState
from incidents.models.tip import Tip
from vault.models import Epoch


class Incident(models.Model):
    """A case: tips joined, notes sealed, case files written."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=8, choices=IncidentState, default=IncidentState.OPEN)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    tips = models.ManyToManyField(Tip, related_name="incidents")

    def __str__(self) -> str:
        return f"INC-{self.number:03d}"


class CaseContent(models.Model):
    """Kind 7: the current sealed content of an incident. A new version replaces the row's envelope."""

    id = models.UUIDField(primary_key=True, editable=False)
    incident = models.OneToOneField(Incident, on_delete=models.CASCADE, related_name="content")
    envelope = models.BinaryField()
    epoch = models.ForeignKey(Epoch, on_delete=models.PROTECT, related_name="+")
    maker = models.BinaryField(max_length=16)
    signature = models.BinaryField(max_length=64)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class Draft(models.Model):
    """Kind 11: somebody's unfinished work, sealed to their own vault key alone."""

    id = models.UUIDField(primary_key=True, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    # What it is a draft about: a tip (a reply) or a case file (its redaction).
    about = models.UUIDField()
    envelope = models.BinaryField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "about"], name="draft_one_per_author_and_subject")]

    def __str__(self) -> str:
        return str(self.id)
