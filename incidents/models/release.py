"""Releases: a second person's signature, the worker's countersignature, and who opened what."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from incidents.choices import ReleaseState
from incidents.models.casefile import CaseFilePdf, Revision


class Release(models.Model):
    """A revision handed to its partner organisations."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="release")
    state = models.CharField(max_length=8, choices=ReleaseState, default=ReleaseState.PENDING)
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()
    s2 = models.BinaryField()
    s2_key = models.BinaryField(max_length=32)
    s2_signature = models.BinaryField(max_length=64)
    expires = models.DateField()
    countersigned_by = models.BinaryField(max_length=32, null=True)
    countersignature = models.BinaryField(max_length=64, null=True)
    recalled_at = models.DateTimeField(null=True, blank=True)
    recalled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="active") | Q(countersignature__isnull=False), name="release_active_is_countersigned"
            ),
            models.CheckConstraint(
                condition=~Q(state="recalled") | Q(recalled_at__isnull=False), name="release_recalled_has_time"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class ReleaseAccess(models.Model):
    """Custody: somebody of a partner organisation was served their copy."""

    pdf = models.ForeignKey(CaseFilePdf, on_delete=models.CASCADE, related_name="accesses")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.pdf_id} {self.at}"
