"""What a submitter and the desk write to each other."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from incidents.choices import Direction, SealedBy
from incidents.models.tip import Tip
from vault.models import Epoch


class Message(models.Model):
    """One message. Its id is the envelope's ref; replies carry their maker's signature."""

    id = models.UUIDField(primary_key=True, editable=False)
    tip = models.ForeignKey(Tip, on_delete=models.CASCADE, related_name="messages")
    direction = models.PositiveSmallIntegerField(choices=Direction)
    seq = models.PositiveIntegerField()
    day = models.DateField()
    sealed_by = models.CharField(max_length=7, choices=SealedBy)
    envelope = models.BinaryField()
    epoch = models.ForeignKey(Epoch, on_delete=models.PROTECT, related_name="messages")
    maker = models.BinaryField(max_length=16, null=True)
    signature = models.BinaryField(max_length=64, null=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    # Set when a case worker has seen a submitter's message; drives "waiting for an answer".
    seen = models.BooleanField(default=False)

    class Meta:
        ordering = ["tip", "direction", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["tip", "direction", "seq"], name="message_seq_once"),
            models.CheckConstraint(
                condition=Q(direction=1, maker__isnull=True) | Q(direction=2, maker__isnull=False),
                name="message_reply_has_maker",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
