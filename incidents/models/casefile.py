"""Case files: what a partner will read, revision by revision, each signed by its author."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from incidents.choices import CaseFileState, RenderFailure, Tlp
from incidents.models.incident import Incident
from vault.models import Epoch


class CaseFile(models.Model):
    """A case file about one incident."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="case_files")
    state = models.CharField(max_length=17, choices=CaseFileState, default=CaseFileState.DRAFT)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CaseFileState.values), name="case_file_state_known")
        ]

    def __str__(self) -> str:
        return f"EXP-{self.number:03d}"


class Revision(models.Model):
    """One signed version: source (kind 8) and redaction list (kind 7) sealed, S1 as signed.

    Its id is the source's ref.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    case_file = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    tlp = models.CharField(max_length=16, choices=Tlp)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    epoch = models.ForeignKey(Epoch, on_delete=models.PROTECT, related_name="+")
    source = models.BinaryField()
    source_maker = models.BinaryField(max_length=16)
    source_signature = models.BinaryField(max_length=64)
    redactions_id = models.UUIDField(unique=True)
    redactions = models.BinaryField()
    redactions_maker = models.BinaryField(max_length=16)
    redactions_signature = models.BinaryField(max_length=64)
    s1 = models.BinaryField()
    s1_key = models.BinaryField(max_length=32)
    s1_signature = models.BinaryField(max_length=64)
    failure = models.CharField(max_length=9, choices=RenderFailure, default=RenderFailure.NONE, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    organisations = models.ManyToManyField(Organisation, related_name="+")

    class Meta:
        ordering = ["case_file", "number"]
        constraints = [models.UniqueConstraint(fields=["case_file", "number"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"{self.case_file_id} {self.number}"


class CaseFilePdf(models.Model):
    """Kind 10: the PDF made for one organisation, sealed by the worker. Its id is the envelope's ref."""

    id = models.UUIDField(primary_key=True, editable=False)
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="pdfs")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    copy_id = models.CharField(max_length=16, unique=True)
    envelope = models.BinaryField()
    sha256 = models.BinaryField(max_length=32)
    maker = models.BinaryField(max_length=16)
    signature = models.BinaryField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["revision", "organisation"], name="case_file_pdf_once_an_organisation")
        ]

    def __str__(self) -> str:
        return self.copy_id
