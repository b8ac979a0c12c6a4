"""Reads for the desk's and the partner's pages: rows, counts and sealed bytes, gathered in few queries."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max, Min, OuterRef, Prefetch, Q, QuerySet, Subquery

from accounts.models import User
from incidents.choices import Analysis, Direction, Lane, ReleaseState, TipState
from incidents.models import CaseContent, CaseFile, CaseFilePdf, Draft, Incident, Message, ReleaseAccess, Revision, Tip
from sealing.keys import key_id
from sealing.kinds import Kind
from vault.models import Directory, DirectoryKind, Vault, WorkerKey, Wrap


def inbox() -> QuerySet[Tip]:
    """Every tip that is not expired, with what its row shows."""
    newest = Message.objects.filter(tip=OuterRef("pk")).order_by("-day", "-direction", "-seq")
    to_desk = Q(messages__direction=Direction.TO_DESK)
    return (
        Tip.objects.exclude(state=TipState.EXPIRED)
        .select_related("assigned_to", "index_row")
        .prefetch_related(Prefetch("incidents", queryset=Incident.objects.only("id")))
        .annotate(
            message_count=Count("messages", distinct=True),
            unseen_count=Count("messages", filter=to_desk & Q(messages__seen=False), distinct=True),
            newest_direction=Subquery(newest.values("direction")[:1]),
        )
        .defer("envelope", "mailbox")
        .order_by("-day", "id")
    )


def wraps_of(*, kind: Kind, refs: Iterable[UUID]) -> dict[UUID, bytes]:
    """The one wrap of each of these envelopes, for kinds that have but one."""
    rows = Wrap.objects.filter(kind=kind, ref__in=list(refs)).values_list("ref", "wrap")
    return {ref: bytes(wrap) for ref, wrap in rows}


def wraps_for(*, kind: Kind, refs: Iterable[UUID], key: bytes) -> dict[UUID, bytes]:
    """The wraps of these envelopes that the key with this id can open."""
    rows = Wrap.objects.filter(kind=kind, ref__in=list(refs), key_id=key).values_list("ref", "wrap")
    return {ref: bytes(wrap) for ref, wrap in rows}


def mark() -> str:
    """A word that changes whenever a tip or message arrives, is analysed or goes; it tells nothing else."""
    tips = Tip.objects.aggregate(
        all=Count("id"), owed=Count("id", filter=Q(analysis=Analysis.OWED)), urgent=Count("id", filter=Q(lane="urgent"))
    )
    messages = Message.objects.aggregate(all=Count("id"), unseen=Count("id", filter=Q(seen=False)))
    files = CaseFile.objects.values_list("state").annotate(n=Count("id")).order_by("state")
    text = repr((sorted(tips.items()), sorted(messages.items()), list(files)))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def urgent_open() -> int:
    """How many urgent tips wait for their first answer."""
    return (
        Tip.objects.filter(lane=Lane.URGENT, urgent_answered__isnull=True)
        .exclude(state__in=(TipState.SET_ASIDE, TipState.EXPIRED))
        .count()
    )


def worker_silent(*, now: datetime) -> bool:
    """Whether no worker gave a sign of life lately: then nobody ranks the inbox, and no PDF is made."""
    seen = WorkerKey.objects.aggregate(last=Max("seen_at"))["last"]
    return seen is None or now - seen > timedelta(seconds=settings.WORKER_SILENT_SECONDS)


def conversation(tip: Tip) -> list[Message]:
    """A tip's messages by day, then direction and number."""
    return list(tip.messages.select_related("author").order_by("day", "seq", "direction"))


def in_mailbox(messages: Iterable[Message]) -> set[UUID]:
    """Which replies the submitter has not deleted: those with a wrap beside the epoch's."""
    refs = [message.id for message in messages if message.direction == Direction.TO_SUBMITTER]
    counted = Wrap.objects.filter(kind=Kind.REPLY, ref__in=refs).values("ref").annotate(n=Count("id"))
    return {row["ref"] for row in counted if row["n"] > 1}


def incidents() -> QuerySet[Incident]:
    """Every incident with its tips, note and case files."""
    return (
        Incident.objects.select_related("opened_by")
        .prefetch_related(
            Prefetch("tips", queryset=Tip.objects.only("id")),
            Prefetch("case_files", queryset=CaseFile.objects.only("id", "incident_id")),
            Prefetch("content", queryset=CaseContent.objects.select_related("epoch")),
        )
        .order_by("-number")
    )


def case_files() -> QuerySet[CaseFile]:
    """Every case file with its revisions, newest first."""
    revisions = Revision.objects.select_related("author", "returned_by", "release__approver", "epoch").prefetch_related(
        "organisations"
    )
    return (
        CaseFile.objects.select_related("author")
        .prefetch_related(Prefetch("revisions", queryset=revisions))
        .order_by("-number")
    )


def releases_for(*, user: User) -> list[CaseFilePdf]:
    """The copies made for the partner's organisation, of releases that are or were active."""
    shown = (ReleaseState.ACTIVE, ReleaseState.EXPIRED, ReleaseState.RECALLED)
    return list(
        CaseFilePdf.objects.select_related("revision__case_file", "revision__release")
        .filter(organisation_id=user.organisation_id, revision__release__state__in=shown)
        .annotate(opened_at=Min("accesses__at"))
        .defer("envelope", "revision__source", "revision__redactions")
        .order_by("-revision__release__approved_at")
    )


def accesses(revision: Revision) -> list[ReleaseAccess]:
    """Who of the partners was served a copy, oldest first."""
    return list(
        ReleaseAccess.objects.select_related("person", "pdf").filter(pdf__revision=revision).order_by("at", "id")
    )


def desk_directory(sha256: bytes) -> Directory | None:
    """The desk directory with this hash, however old."""
    return Directory.objects.filter(kind=DirectoryKind.DESK, sha256=sha256).first()


def own_key_id(user: User) -> bytes:
    """The key id of somebody's sealing key; empty where they have no vault."""
    vault = Vault.objects.filter(user=user).only("seal_key").first()
    return key_id(bytes(vault.seal_key)) if vault else b""


def draft_of(*, user: User, about: UUID) -> Draft | None:
    """Somebody's own unfinished work about a tip or case file."""
    return Draft.objects.filter(author=user, about=about).first()


def tips_by_day(*, before: date) -> Mapping[date, list[UUID]]:
    """The ids of tips by the UTC day of their arrival, for days before `before`; for the daily audit event."""
    days: dict[date, list[UUID]] = {}
    for day, id in Tip.objects.filter(day__lt=before).order_by("day", "id").values_list("day", "id"):
        days.setdefault(day, []).append(id)
    return days
