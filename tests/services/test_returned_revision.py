"""A case file that was returned and signed again: the worker renders the new revision and leaves the old one alone."""

from __future__ import annotations

import pytest
from django.utils import timezone

from incidents import queue
from incidents.choices import CaseFileState
from incidents.models import CaseFile, Revision
from incidents.services import casefiles
from tests import desk_acts
from tests.desk_fixture import DeskKeys

pytestmark = pytest.mark.django_db


def test_only_the_new_revision_is_owed_and_reaches_approval(desk_keys: DeskKeys) -> None:
    """A returned revision has no PDFs either, but nobody waits for them."""
    cast = desk_keys.cast
    written = desk_acts.case_file_written(desk_keys, cast.case_worker, [cast.organisation_a])
    first = desk_acts.rendered(desk_keys, desk_acts.case_file_signed(desk_keys, cast.case_worker, written))
    casefiles.case_file_return(actor=cast.lead, case_file=first.case_file, now=timezone.now())
    written.source["revision"] = written.revision = 2
    second = desk_acts.case_file_signed(desk_keys, cast.case_worker, written)

    assert queue.revisions_due() == [second.id]
    desk_acts.rendered(desk_keys, first)
    desk_acts.rendered(desk_keys, second)

    assert CaseFile.objects.get(id=first.case_file_id).state == CaseFileState.AWAITING_APPROVAL
    assert list(Revision.objects.order_by("number").values_list("failure", "attempts")) == [("", 1), ("", 1)]
    assert second.pdfs.count() == 1
