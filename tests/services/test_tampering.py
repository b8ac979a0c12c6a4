"""A database that lies releases and reveals nothing (threat model row 21): one SQL statement each, then the honest code.

What a partner's browser does is `sealing.statements.release_verify` with directories verified against the pinned root;
the TypeScript twin runs the same vectors.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from incidents import access
from incidents.choices import ReleaseState, RenderFailure
from incidents.models import CaseFilePdf, Release, Revision, Tip
from incidents.refusals import Missing
from incidents.services import countersigning, triage
from incidents.services.desk_keys import DeskNotReady
from sealing.directories import (
    Epoch as SignedEpoch,
)
from sealing.directories import (
    desk_directory_verify,
    directory_sign,
    directory_transport,
    lead_certify,
    public_directory_build,
    public_directory_verify,
)
from sealing.encoding import b64_encode
from sealing.envelopes import file_seal
from sealing.errors import SealingError
from sealing.hashing import sha256
from sealing.keys import key_id, sign_generate, xwing_generate
from sealing.kinds import Kind
from sealing.makers import maker_sign, maker_verify
from sealing.opening import epoch_seed_open, file_open, wrap_open
from sealing.receipts import derive, receipt_read
from sealing.statements import Signed, release_verify, s1_read, s2_read
from sealing.wraps import epoch_seed_wrap, wrap_seal
from tests import desk_acts as acts
from tests.desk_fixture import DeskKeys
from vault import trust
from vault.models import Directory, Wrap


def sql(statement: str, *values: str | bytes) -> None:
    """What somebody with the database's password types."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount >= 1


def as_partner_reads(desk: DeskKeys, release_id: object) -> bytes:
    """Everything that partner A's browser does with what the server hands it; raises where it shows nothing."""
    user = desk.cast.partner_a
    pdf = access.pdf_for_partner(user=user, release_id=release_id)  # type: ignore[arg-type]  # a UUID, from the test
    release, revision = pdf.revision.release, pdf.revision
    keys = desk.seeds[user.id]
    row = Wrap.objects.filter(kind=Kind.CASE_FILE_PDF, ref=pdf.id, key_id=key_id(keys.seal_key)).first()
    if row is None:
        raise Missing
    ck = wrap_open(
        seed=keys.seal, wrap=bytes(row.wrap), wrap_key_id=bytes(row.key_id), kind=Kind.CASE_FILE_PDF, ref=pdf.id
    )
    content = file_open(ck=ck, envelope=bytes(pdf.envelope), kind=Kind.CASE_FILE_PDF, ref=pdf.id)
    first = Signed(bytes(revision.s1), bytes(revision.s1_signature))
    second = Signed(bytes(release.s2), bytes(release.s2_signature))
    directories = {}
    for sha in {s1_read(first.statement).directory, s2_read(second.statement).directory}:
        found = Directory.objects.get(kind="desk", sha256=sha)
        directories[sha] = desk_directory_verify(
            root=desk.root_key, transport=trust.transport(found), today=None, known=None
        )
    held = release_verify(
        directories=directories,
        first=first,
        second=second,
        countersignature=bytes(release.countersignature or b""),
        organisation=user.organisation_id,
        pdf=content,
        today=desk.today,
    )
    maker_verify(
        public=held.worker.sign_key,
        envelope=bytes(pdf.envelope),
        ck=ck,
        content=content,
        signature=bytes(pdf.signature),
    )
    return content


def refused(desk: DeskKeys, release_id: object) -> None:
    """Partner A's browser shows nothing."""
    with pytest.raises((SealingError, Missing, Directory.DoesNotExist)):
        as_partner_reads(desk, release_id)


def test_an_honest_release_is_shown(desk_keys: DeskKeys) -> None:
    assert as_partner_reads(desk_keys, acts.released(desk_keys).id).startswith(b"%PDF")


def awaiting(desk: DeskKeys) -> Revision:
    """A case file that awaits approval."""
    user = desk.cast.case_worker
    written = acts.case_file_written(desk, user, [desk.cast.organisation_a])
    return acts.rendered(desk, acts.case_file_signed(desk, user, written))


def test_a_state_set_to_approved_releases_nothing(desk_keys: DeskKeys) -> None:
    revision = awaiting(desk_keys)
    sql("UPDATE incidents_casefile SET state = 'approved'")
    assert not Release.objects.exists()
    assert {bytes(row.key_id) for row in Wrap.objects.filter(kind=Kind.CASE_FILE_PDF)} == {desk_keys.epoch.key_id}
    assert revision.pdfs.count() == 1


def test_a_release_row_that_nobody_signed_opens_nothing(desk_keys: DeskKeys) -> None:
    revision = awaiting(desk_keys)
    release = Release.objects.create(
        id=uuid4(),
        revision=revision,
        approver=desk_keys.cast.lead,
        approved_at=timezone.now(),
        s2=b"{}",
        s2_key=bytes(32),
        s2_signature=bytes(64),
        expires=desk_keys.today + timedelta(days=9),
        state=ReleaseState.ACTIVE,
        countersigned_by=bytes(32),
        countersignature=bytes(64),
    )
    refused(desk_keys, release.id)


def test_a_pending_release_set_to_active_shows_nothing(desk_keys: DeskKeys) -> None:
    release = acts.approved(desk_keys, desk_keys.cast.lead, awaiting(desk_keys))
    with pytest.raises(IntegrityError), transaction.atomic():
        sql("UPDATE incidents_release SET state = 'active'")
    sql("UPDATE incidents_release SET state = 'active', countersignature = %s", bytes(64))
    refused(desk_keys, release.id)


def test_an_approval_by_the_author_is_refused_by_the_worker(desk_keys: DeskKeys) -> None:
    revision = awaiting(desk_keys)
    author = desk_keys.cast.case_worker
    statement, _wraps = acts.approval(desk_keys, author, revision)
    release = Release.objects.create(
        revision=revision,
        approver=author,
        approved_at=timezone.now(),
        s2=statement.body,
        s2_key=statement.key,
        s2_signature=statement.signature,
        expires=desk_keys.today + timedelta(days=90),
    )
    countersigning.release_countersign(release_id=release.id, worker=acts.worker_of(desk_keys), now=timezone.now())
    release.refresh_from_db()
    assert release.state == ReleaseState.REFUSED
    assert release.countersignature is None


def source_of_another(desk: DeskKeys, revision: Revision) -> None:
    other = acts.case_file_written(desk, desk.cast.case_worker, [desk.cast.organisation_a])
    second = acts.case_file_signed(desk, desk.cast.case_worker, other)
    sql("UPDATE incidents_revision SET source = %s WHERE id = %s", bytes(second.source), revision.id.hex)


def s1_of_another(desk: DeskKeys, revision: Revision) -> None:
    other = acts.case_file_written(desk, desk.cast.case_worker, [desk.cast.organisation_b])
    second = acts.case_file_signed(desk, desk.cast.case_worker, other)
    sql(
        "UPDATE incidents_revision SET s1 = %s, s1_signature = %s WHERE id = %s",
        bytes(second.s1),
        bytes(second.s1_signature),
        revision.id.hex,
    )


def no_signature(desk: DeskKeys, revision: Revision) -> None:
    sql("UPDATE incidents_revision SET s1_signature = %s", bytes(64))


@pytest.mark.parametrize("lie", [source_of_another, s1_of_another, no_signature])
def test_the_worker_renders_only_what_the_author_signed(
    desk_keys: DeskKeys, lie: Callable[[DeskKeys, Revision], None]
) -> None:
    user = desk_keys.cast.case_worker
    written = acts.case_file_written(desk_keys, user, [desk_keys.cast.organisation_a])
    revision = acts.case_file_signed(desk_keys, user, written)
    lie(desk_keys, revision)
    after = acts.rendered(desk_keys, revision)
    assert after.failure in (RenderFailure.SIGNATURE, RenderFailure.SOURCE)
    assert not CaseFilePdf.objects.filter(revision=revision).exists()


def test_a_swapped_pdf_is_refused_by_worker_and_partner(desk_keys: DeskKeys) -> None:
    revision = awaiting(desk_keys)
    release = acts.approved(desk_keys, desk_keys.cast.lead, revision)
    pdf = revision.pdfs.get()
    forged = file_seal(kind=Kind.CASE_FILE_PDF, ref=pdf.id, content=b"%PDF-1.7 forged")
    mine, _key = sign_generate()
    mark = maker_sign(sign_seed=mine, sealed=forged)
    partner = desk_keys.seeds[desk_keys.cast.partner_a.id].seal_key
    sql(
        "UPDATE incidents_casefilepdf SET envelope = %s, maker = %s, signature = %s, sha256 = %s",
        forged.envelope,
        mark.key_id,
        mark.signature,
        sha256(forged.content),
    )
    for recipient in (partner, desk_keys.epoch.key):
        wrap = wrap_seal(ck=forged.ck, recipient=recipient, kind=Kind.CASE_FILE_PDF, ref=pdf.id)
        sql("UPDATE vault_wrap SET wrap = %s WHERE ref = %s AND key_id = %s", wrap, pdf.id.hex, key_id(recipient))
    countersigning.release_countersign(release_id=release.id, worker=acts.worker_of(desk_keys), now=timezone.now())
    release.refresh_from_db()
    assert release.state == ReleaseState.REFUSED
    sql("UPDATE incidents_release SET state = 'active', countersignature = %s", bytes(64))
    refused(desk_keys, release.id)


def test_a_pdf_swapped_after_release_is_not_shown(desk_keys: DeskKeys) -> None:
    release = acts.released(desk_keys)
    pdf = release.revision.pdfs.get()
    forged = file_seal(kind=Kind.CASE_FILE_PDF, ref=pdf.id, content=b"%PDF-1.7 forged")
    mark = maker_sign(sign_seed=desk_keys.worker.sign, sealed=forged)
    partner = desk_keys.seeds[desk_keys.cast.partner_a.id].seal_key
    wrap = wrap_seal(ck=forged.ck, recipient=partner, kind=Kind.CASE_FILE_PDF, ref=pdf.id)
    sql("UPDATE incidents_casefilepdf SET envelope = %s, signature = %s", forged.envelope, mark.signature)
    sql("UPDATE vault_wrap SET wrap = %s WHERE ref = %s AND key_id = %s", wrap, pdf.id.hex, key_id(partner))
    refused(desk_keys, release.id)


def test_another_organisations_copy_opens_for_nobody_else(desk_keys: DeskKeys) -> None:
    release = acts.released(desk_keys, [desk_keys.cast.organisation_a, desk_keys.cast.organisation_b])
    theirs = release.revision.pdfs.get(organisation=desk_keys.cast.organisation_b)
    ours = release.revision.pdfs.get(organisation=desk_keys.cast.organisation_a)
    sql("DELETE FROM incidents_casefilepdf WHERE id = %s", ours.id.hex)
    sql(
        "UPDATE incidents_casefilepdf SET organisation_id = %s WHERE id = %s",
        desk_keys.cast.organisation_a.id.hex,
        theirs.id.hex,
    )
    refused(desk_keys, release.id)


def test_a_swapped_wrap_opens_nothing(desk_keys: DeskKeys) -> None:
    release = acts.released(desk_keys)
    pdf = release.revision.pdfs.get()
    partner = key_id(desk_keys.seeds[desk_keys.cast.partner_a.id].seal_key)
    epoch = Wrap.objects.get(ref=pdf.id, key_id=desk_keys.epoch.key_id)
    sql("UPDATE vault_wrap SET wrap = %s WHERE ref = %s AND key_id = %s", bytes(epoch.wrap), pdf.id.hex, partner)
    refused(desk_keys, release.id)


def test_an_epoch_key_of_somebody_else_seals_nothing(desk_keys: DeskKeys) -> None:
    """Neither the web nor the worker seals to a key that the signed directory does not name."""
    tip, _words = acts.tip_sent()
    mine, my_key = xwing_generate()
    sql("UPDATE vault_epoch SET seal_key = %s, key_id = %s", my_key, key_id(my_key))
    with pytest.raises(DeskNotReady):
        acts.tip_sent()
    sql(
        "UPDATE vault_wrap SET wrap = %s WHERE kind = 128 AND key_id = %s",
        epoch_seed_wrap(seed=mine, epoch_id=desk_keys.epoch.id, recipient=desk_keys.worker.seal_key),
        key_id(desk_keys.worker.seal_key),
    )
    triage.tip_triage(tip_id=tip.id, worker=acts.worker_of(desk_keys), now=timezone.now())
    assert not Wrap.objects.filter(key_id=key_id(my_key)).exists()
    assert Tip.objects.get().analysis == "failed"


def test_a_seed_of_somebody_else_is_refused(desk_keys: DeskKeys) -> None:
    mine, _key = xwing_generate()
    lead = desk_keys.seeds[desk_keys.cast.lead.id]
    wrap = epoch_seed_wrap(seed=mine, epoch_id=desk_keys.epoch.id, recipient=lead.seal_key)
    with pytest.raises(SealingError):
        epoch_seed_open(
            seed=lead.seal,
            wrap=wrap,
            wrap_key_id=key_id(lead.seal_key),
            epoch_id=desk_keys.epoch.id,
            epoch_public=desk_keys.epoch.key,
        )


def test_a_swapped_directory_stops_sealing_and_releasing(desk_keys: DeskKeys) -> None:
    """Root, leads, people and epochs of somebody else, all consistent among themselves, written over the real ones."""
    release = acts.released(desk_keys)
    _mine, my_root = sign_generate()
    sql("UPDATE vault_installation SET root_key = %s", my_root)
    sql("UPDATE vault_directory SET signatures = '[]'")
    with pytest.raises(DeskNotReady):
        acts.tip_sent()
    refused(desk_keys, release.id)


def test_a_forged_root_with_its_own_directory_stops_sealing(desk_keys: DeskKeys) -> None:
    """Root, lead, epoch and directory of somebody else, all consistent among themselves, over the real ones."""
    root, root_key = sign_generate()
    lead, lead_key = sign_generate()
    _seed, seal_key = xwing_generate()
    body = public_directory_build(
        serial=1,
        previous=None,
        valid_until=desk_keys.today + timedelta(days=90),
        desk=desk_keys.cast.desk.id,
        leads=[lead_certify(root_seed=root, user=uuid4(), sign_key=lead_key, issued=desk_keys.today)],
        epochs=[SignedEpoch(desk_keys.epoch.id, seal_key, desk_keys.epoch.accept_from, desk_keys.epoch.accept_until)],
        receipt_salt=desk_keys.salt,
    )
    signature = directory_sign(sign_seed=lead, body=body)
    forged = directory_transport(body=body, signatures=[signature])
    believed = public_directory_verify(root=root_key, transport=forged, today=desk_keys.today, known=None)
    assert believed.serial == 1
    sql("UPDATE vault_installation SET root_key = %s", root_key)
    sql("UPDATE vault_epoch SET seal_key = %s, key_id = %s", seal_key, key_id(seal_key))
    Directory.objects.filter(kind="public").update(body=body, signatures=forged["signatures"], sha256=sha256(body))
    with pytest.raises(DeskNotReady):
        acts.tip_sent()
    assert not Tip.objects.exists()


def test_a_mailbox_key_of_somebody_else_is_not_used(desk_keys: DeskKeys) -> None:
    """The mailbox key stands inside the sealed tip: what a row claims changes nothing for staff."""
    tip, words = acts.tip_sent()
    sql("UPDATE incidents_tip SET mailbox = %s", sha256(b"of somebody else"))
    value = acts.opened(desk_keys, Kind.TIP, tip.id, bytes(tip.envelope))
    entropy, _lang = receipt_read(words)
    assert value["mailbox"] == b64_encode(derive(desk_keys.salt, entropy).public)
