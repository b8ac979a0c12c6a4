"""The worker reads a tip, analyses it and seals what it found to the desk.

In the clear it leaves only the lane and the state. The result is stored in one transaction: however often the worker is
killed on the way, a tip ends with exactly one result (threat model row 28). Nothing is logged: the worker reads a tip within
seconds of its arrival, and whoever keeps the log adds the time.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from analysis.findings import Findings, Said, lane
from analysis.triage import analyse
from audit.steps import step
from incidents.choices import Analysis, Lane, TipState
from incidents.desk_texts import zones_for_analysis
from incidents.models import IndexRow, Tip, TriageResult
from incidents.services.intake import urgent_hour
from incidents.services.stored import wraps_store
from incidents.services.worker import EpochClosed, Made, epoch_seed, made_for_epoch, made_for_index, opened_with_epoch
from sealing.encoding import ref_hex
from sealing.errors import SealingError
from sealing.kinds import Kind
from vault.worker_key import WorkerSecrets

# A tip that brought the worker down so often is left to human readers.
MAX_ATTEMPTS = 5


def tip_triage(*, tip_id: UUID, worker: WorkerSecrets, now: datetime) -> None:
    """Analyse one tip that is owed an analysis. Safe to run twice; does nothing where nothing is owed."""
    owed = Tip.objects.filter(id=tip_id, analysis=Analysis.OWED)
    if not owed.update(attempts=F("attempts") + 1):
        return
    tip = Tip.objects.select_related("epoch").get(id=tip_id)
    if tip.attempts > MAX_ATTEMPTS:
        _tip_unreadable(tip=tip)
        return
    step("triage:claimed", tip.id)
    try:
        seed = epoch_seed(worker=worker, epoch=tip.epoch)
        _ck, opened = opened_with_epoch(seed=seed, kind=Kind.TIP, ref=tip.id, envelope=bytes(tip.envelope))
        text, said = _said(opened.value)
    except (SealingError, EpochClosed, KeyError, TypeError):
        _tip_unreadable(tip=tip)
        return
    step("triage:opened", tip.id)
    findings = analyse(text, said=said, zones=zones_for_analysis())
    step("triage:analysed", tip.id)
    result = made_for_epoch(
        worker=worker, epoch=tip.epoch, kind=Kind.TRIAGE_RESULT, value=_result_value(tip=tip, findings=findings)
    )
    row = made_for_index(worker=worker, seed=seed, value=_row_value(tip=tip, findings=findings))
    step("triage:sealed", tip.id)
    _result_store(tip_id=tip.id, result=result, row=row, found=Lane(lane(findings, said)), now=now)
    step("triage:stored", tip.id)


def _said(value: dict[str, Any]) -> tuple[str, Said]:
    said = Said(
        kind=str(value["kind"]),
        zone=str(value["zone"]),
        when=str(value["when"]),
        danger=value["danger"] is True,
        lang=str(value["lang"]),
    )
    return str(value["text"]), said


def _result_value(*, tip: Tip, findings: Findings) -> dict[str, Any]:
    return {
        "v": 1,
        "tip": ref_hex(tip.id),
        "lang": findings.lang,
        "title": findings.title,
        "category": findings.category,
        "categories": [{"name": one.name, "share": one.share} for one in findings.categories],
        "danger": findings.danger,
        "danger_why": list(findings.danger_why),
        "zone": findings.zone,
        "spans": [
            {"start": span.start, "end": span.end, "label": span.label, "why": span.why, "sure": span.sure}
            for span in findings.spans
        ],
        "rules": findings.rules,
    }


def _row_value(*, tip: Tip, findings: Findings) -> dict[str, Any]:
    return {
        "v": 1,
        "tip": ref_hex(tip.id),
        "title": findings.title,
        "category": findings.category,
        "zone": findings.zone,
        "lang": findings.lang,
        "danger": findings.danger,
        "messages": tip.messages.count(),
    }


@transaction.atomic
def _result_store(*, tip_id: UUID, result: Made, row: Made, found: Lane, now: datetime) -> None:
    tip = Tip.objects.select_for_update().select_related("epoch").filter(id=tip_id).first()
    if tip is None or tip.analysis != Analysis.OWED:
        # Another run was quicker, or somebody deleted the tip meanwhile: this result is forgotten.
        return
    TriageResult.objects.create(
        id=result.sealed.ref,
        tip=tip,
        envelope=result.sealed.envelope,
        maker=result.mark.key_id,
        signature=result.mark.signature,
    )
    IndexRow.objects.create(
        id=row.sealed.ref,
        tip=tip,
        envelope=row.sealed.envelope,
        maker=row.mark.key_id,
        signature=row.mark.signature,
    )
    wraps_store(kind=Kind.TRIAGE_RESULT, ref=result.sealed.ref, wraps=[(bytes(tip.epoch.key_id), result.wrap)])
    wraps_store(kind=Kind.INDEX_ROW, ref=row.sealed.ref, wraps=[(bytes(tip.epoch.key_id), row.wrap)])
    step("triage:storing", tip.id)
    tip.analysis = Analysis.DONE
    if tip.state == TipState.RECEIVED:
        tip.state = TipState.TRIAGED
    # What the submitter or a case worker called urgent stays so; what the worker finds urgent becomes so.
    if tip.lane == Lane.NORMAL:
        tip.lane = found
        if found == Lane.URGENT:
            tip.urgent_since = urgent_hour(now)
    tip.save(update_fields=["analysis", "state", "lane", "urgent_since"])


@transaction.atomic
def _tip_unreadable(*, tip: Tip) -> None:
    """The tip stays in the inbox, marked as one that a person must read."""
    Tip.objects.filter(id=tip.id, analysis=Analysis.OWED).update(analysis=Analysis.FAILED)
