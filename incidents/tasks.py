"""Celery tasks: each calls one service with identifiers, keeps no result, and is safe to run twice."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from incidents import queue
from incidents.services.countersigning import release_countersign
from incidents.services.rendering import revision_render
from incidents.services.triage import tip_triage
from incidents.services.upkeep import daily, worker_pulse
from incidents.services.worker import worker_secrets


@shared_task
def triage_tip(tip_id: str) -> None:
    """Analyse one tip."""
    id = UUID(tip_id)
    tip_triage(tip_id=id, worker=worker_secrets(), now=timezone.now())
    queue.lease_end("triage", id)


@shared_task
def report_render(revision_id: str) -> None:
    """Render one signed revision's PDFs."""
    id = UUID(revision_id)
    revision_render(revision_id=id, worker=worker_secrets(), now=timezone.now())
    queue.lease_end("render", id)


@shared_task
def report_countersign(release_id: str) -> None:
    """Countersign one approved release."""
    id = UUID(release_id)
    release_countersign(release_id=id, worker=worker_secrets(), now=timezone.now())
    queue.lease_end("countersign", id)


@shared_task
def upkeep_dispatch() -> None:
    """Queue what the database says is owed. The broker is owed nothing: this looks again every second."""
    for tip_id in queue.tips_due():
        triage_tip.delay(tip_id.hex)
    for revision_id in queue.revisions_due():
        report_render.delay(revision_id.hex)
    for release_id in queue.releases_due():
        report_countersign.delay(release_id.hex)


@shared_task
def upkeep_pulse() -> None:
    """The worker's sign of life."""
    worker_pulse(worker=worker_secrets(), now=timezone.now())


@shared_task
def upkeep_daily() -> None:
    """What is done once a day."""
    daily(worker=worker_secrets(), now=timezone.now())
