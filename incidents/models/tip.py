"""A sealed report. Times are coarse on purpose: the UTC day, and the hour for the urgent clock (row 10)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from incidents.choices import Analysis, Lane, SealedBy, TipState
from vault.models import Epoch


class Tip(models.Model):
    """One report. Its id is the envelope's ref, drawn by whoever sealed it."""

    id = models.UUIDField(primary_key=True, editable=False)
    state = models.CharField(max_length=10, choices=TipState, default=TipState.RECEIVED)
    analysis = models.CharField(max_length=6, choices=Analysis, default=Analysis.OWED)
    lane = models.CharField(max_length=6, choices=Lane, default=Lane.NORMAL)
    day = models.DateField()
    # The hour in which the urgent clock started, and the hour in which it was answered.
    urgent_since = models.DateTimeField(null=True, blank=True)
    urgent_answered = models.DateTimeField(null=True, blank=True)
    sealed_by = models.CharField(max_length=7, choices=SealedBy)
    envelope = models.BinaryField()
    epoch = models.ForeignKey(Epoch, on_delete=models.PROTECT, related_name="tips")
    # BLAKE2b-256 of the mailbox id; null once the submitter closed the mailbox.
    mailbox = models.BinaryField(max_length=32, unique=True, null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="tips"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TipState.values), name="tip_state_known"),
            models.CheckConstraint(condition=Q(lane__in=Lane.values), name="tip_lane_known"),
            models.CheckConstraint(
                condition=~Q(lane="urgent") | Q(urgent_since__isnull=False), name="tip_urgent_has_clock"
            ),
        ]
        indexes = [
            models.Index(fields=["analysis", "lane"], name="tip_owed"),
            models.Index(fields=["state", "lane", "day"], name="tip_inbox"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class TriageResult(models.Model):
    """What the worker found, sealed to the epoch and signed by the worker."""

    id = models.UUIDField(primary_key=True, editable=False)
    tip = models.OneToOneField(Tip, on_delete=models.CASCADE, related_name="triage_result")
    envelope = models.BinaryField()
    maker = models.BinaryField(max_length=16)
    signature = models.BinaryField(max_length=64)

    def __str__(self) -> str:
        return str(self.id)


class IndexRow(models.Model):
    """What a list shows of a tip, under the epoch's index key, signed by the worker or a case worker."""

    id = models.UUIDField(primary_key=True, editable=False)
    tip = models.OneToOneField(Tip, on_delete=models.CASCADE, related_name="index_row")
    envelope = models.BinaryField()
    maker = models.BinaryField(max_length=16)
    signature = models.BinaryField(max_length=64)

    def __str__(self) -> str:
        return str(self.id)
