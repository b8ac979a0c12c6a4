"""The whole road through the services, without a browser: tip, findings, incident, case file, PDF, release."""

from __future__ import annotations

import io

import pytest
from django.utils import timezone
from pypdf import PdfReader

from incidents.choices import Analysis, CaseFileState, Lane, ReleaseState, RenderFailure, TipState
from incidents.models import CaseFilePdf, IndexRow, Release, Revision, TriageResult
from incidents.refusals import Refusal
from incidents.services import casefiles, countersigning, releases, triage
from sealing.kinds import Kind
from tests import desk_acts as acts
from tests.desk_fixture import DeskKeys
from vault.models import Wrap


def test_worker_seals_its_findings_to_the_desk(desk_keys: DeskKeys) -> None:
    tip = acts.tip_analysed(desk_keys)
    assert (tip.analysis, tip.state) == (Analysis.DONE, TipState.TRIAGED)
    result = TriageResult.objects.get(tip=tip)
    value = acts.opened(desk_keys, Kind.TRIAGE_RESULT, result.id, bytes(result.envelope))
    found = {acts.TEXT[span["start"] : span["end"]]: span["label"] for span in value["spans"]}
    assert found["Aurelio Tamani"] == "PERSON"
    assert found["Puerto Ceiba"] == "PLACE"
    assert found["987654321"] == "PHONE"


def test_a_second_run_changes_nothing(desk_keys: DeskKeys) -> None:
    tip = acts.tip_analysed(desk_keys)
    before = (TriageResult.objects.get().id, IndexRow.objects.get().id, Wrap.objects.count())
    triage.tip_triage(tip_id=tip.id, worker=acts.worker_of(desk_keys), now=timezone.now())
    assert (TriageResult.objects.get().id, IndexRow.objects.get().id, Wrap.objects.count()) == before


def test_a_damaged_tip_is_left_to_people(desk_keys: DeskKeys) -> None:
    tip, _words = acts.tip_sent()
    envelope = bytearray(tip.envelope)
    envelope[-1] ^= 1
    tip.envelope = bytes(envelope)
    tip.save(update_fields=["envelope"])
    triage.tip_triage(tip_id=tip.id, worker=acts.worker_of(desk_keys), now=timezone.now())
    tip.refresh_from_db()
    assert (tip.analysis, tip.state, tip.lane) == (Analysis.FAILED, TipState.RECEIVED, Lane.NORMAL)


def test_danger_that_the_text_tells_starts_the_clock(desk_keys: DeskKeys) -> None:
    tip = acts.tip_analysed(
        desk_keys, "Dijeron que nos van a matar el jueves si seguimos hablando. Estamos escondidos."
    )
    assert tip.lane == Lane.URGENT
    assert tip.urgent_since is not None
    assert (tip.urgent_since.minute, tip.urgent_since.second) == (0, 0)


def test_the_whole_road(desk_keys: DeskKeys) -> None:
    release = acts.released(desk_keys, [desk_keys.cast.organisation_a, desk_keys.cast.organisation_b])
    assert release.state == ReleaseState.ACTIVE
    assert release.revision.case_file.state == CaseFileState.APPROVED
    pdfs = list(CaseFilePdf.objects.all())
    assert len({pdf.copy_id for pdf in pdfs}) == 2
    for pdf in pdfs:
        _ck, content = acts.pdf_opened(desk_keys, pdf.id, bytes(pdf.envelope))
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
        assert "seis hombres en dos botes" in text
        assert pdf.copy_id in text
        for value in ("Aurelio", "Tamani", "Puerto Ceiba", "987654321"):
            assert value not in text


def test_a_value_that_stayed_in_the_source_stops_the_gate(desk_keys: DeskKeys) -> None:
    user = desk_keys.cast.case_worker
    written = acts.case_file_written(desk_keys, user, [desk_keys.cast.organisation_a])
    written.source["sections"][0]["paragraphs"].append([{"t": "Después, AURELIO volvió."}])
    revision = acts.rendered(desk_keys, acts.case_file_signed(desk_keys, user, written))
    assert revision.failure == RenderFailure.LEAK
    assert revision.case_file.state == CaseFileState.RETURNED
    assert not CaseFilePdf.objects.exists()


def test_returned_and_signed_again(desk_keys: DeskKeys) -> None:
    user, lead = desk_keys.cast.case_worker, desk_keys.cast.lead
    written = acts.case_file_written(desk_keys, user, [desk_keys.cast.organisation_a])
    revision = acts.rendered(desk_keys, acts.case_file_signed(desk_keys, user, written))
    casefiles.case_file_return(actor=lead, case_file=revision.case_file, now=timezone.now())
    assert not CaseFilePdf.objects.exists()
    written.revision = 2
    written.source["revision"] = 2
    second = acts.rendered(desk_keys, acts.case_file_signed(desk_keys, user, written))
    assert second.case_file.state == CaseFileState.AWAITING_APPROVAL
    assert Revision.objects.count() == 2


def test_the_worker_forgets_the_source(desk_keys: DeskKeys) -> None:
    user = desk_keys.cast.case_worker
    written = acts.case_file_written(desk_keys, user, [desk_keys.cast.organisation_a])
    revision = acts.rendered(desk_keys, acts.case_file_signed(desk_keys, user, written))
    keys = {bytes(row.key_id) for row in Wrap.objects.filter(kind=Kind.CASE_FILE_SOURCE, ref=revision.id)}
    assert keys == {desk_keys.epoch.key_id}


def test_recall_stops_serving(desk_keys: DeskKeys) -> None:
    release = acts.released(desk_keys)
    releases.release_recall(actor=desk_keys.cast.lead, release=release, now=timezone.now())
    keys = {bytes(row.key_id) for row in Wrap.objects.filter(kind=Kind.CASE_FILE_PDF)}
    assert keys == {desk_keys.epoch.key_id}
    with pytest.raises(Refusal):
        releases.release_recall(actor=desk_keys.cast.lead, release=release, now=timezone.now())


def test_expiry_ends_a_release_after_its_last_day(desk_keys: DeskKeys) -> None:
    release = acts.released(desk_keys)
    now = timezone.now()
    assert releases.releases_expire(today=release.expires, now=now) == 0
    later = release.expires.replace(year=release.expires.year + 1)
    assert releases.releases_expire(today=later, now=now) == 1
    assert Release.objects.get().state == ReleaseState.EXPIRED


def test_the_author_cannot_approve(desk_keys: DeskKeys) -> None:
    lead = desk_keys.cast.lead
    written = acts.case_file_written(desk_keys, lead, [desk_keys.cast.organisation_a])
    revision = acts.rendered(desk_keys, acts.case_file_signed(desk_keys, lead, written))
    with pytest.raises(Refusal):
        acts.approved(desk_keys, lead, revision)
    # A database that says otherwise moves the worker to nothing.
    assert not Release.objects.exists()


def test_countersigning_twice_is_once(desk_keys: DeskKeys) -> None:
    release = acts.released(desk_keys)
    before = bytes(release.countersignature or b"")
    countersigning.release_countersign(release_id=release.id, worker=acts.worker_of(desk_keys), now=timezone.now())
    release.refresh_from_db()
    assert bytes(release.countersignature or b"") == before
