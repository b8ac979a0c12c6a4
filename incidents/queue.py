"""What the worker owes, according to the database; the broker merely hurries it (threat model row 27).

A lease in the cache keeps one piece of work from being queued every second. It is no promise: a lost lease means that
work is queued twice, and every task is safe to run twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.db.models import Case, IntegerField, Value, When
from redis.exceptions import RedisError

from incidents.choices import Analysis, CaseFileState, Lane, ReleaseState, RenderFailure
from incidents.models import Release, Revision, Tip

# So many pieces are under way at once: leases run out while a backlog waits, and must not fill the broker with copies.
WINDOW = 64


def _lease(queue: str, ids: Iterable[UUID]) -> list[UUID]:
    return [found for found in ids if cache.add(f"lease:{queue}:{found.hex}", 1, timeout=settings.LEASE_SECONDS)]


def lease_keep(queue: str, id: UUID) -> None:
    """Work that takes long says that it goes on, so that nobody begins the same a second time."""
    # Where the memory is away the lease is gone already, and the work itself needs none.
    with suppress(RedisError):
        cache.touch(f"lease:{queue}:{id.hex}", settings.LEASE_SECONDS)


def lease_end(queue: str, id: UUID) -> None:
    """Let the dispatcher queue this piece of work again at once, where it is still owed."""
    with suppress(RedisError):
        cache.delete(f"lease:{queue}:{id.hex}")


def tips_due() -> list[UUID]:
    """Tips that the worker has not read yet and that nobody holds a lease of: urgent ones first."""
    urgent_first = Case(When(lane=Lane.URGENT, then=Value(0)), default=Value(1), output_field=IntegerField())
    owed = Tip.objects.filter(analysis=Analysis.OWED).order_by(urgent_first, "day", "id")
    return _lease("triage", owed.values_list("id", flat=True)[:WINDOW])


def revisions_due() -> list[UUID]:
    """Signed revisions whose PDFs are not rendered yet."""
    owed = Revision.objects.filter(
        case_file__state=CaseFileState.RENDERING, failure=RenderFailure.NONE, pdfs__isnull=True, returned_by=None
    ).order_by("signed_at")
    return _lease("render", owed.values_list("id", flat=True)[:WINDOW])


def releases_due() -> list[UUID]:
    """Approved releases that wait for the worker's countersignature."""
    owed = Release.objects.filter(state=ReleaseState.PENDING).order_by("approved_at")
    return _lease("countersign", owed.values_list("id", flat=True)[:WINDOW])
