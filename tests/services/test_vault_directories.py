"""Publishing directories and epochs: what a lead signed is stored, and nothing that no honest browser would sign."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from accounts.models import Role, User
from audit.models import AuditEvent
from sealing.directories import (
    Certificate,
    EndorsedEntry,
    Epoch,
    desk_directory_build,
    directory_sign,
    directory_transport,
    public_directory_build,
)
from sealing.keys import key_id, sign_generate, xwing_generate
from sealing.kinds import Kind
from sealing.people import entry_endorse, lead_certify, person_entry
from sealing.types import SignSeed
from sealing.wraps import epoch_seed_wrap
from tests.desk_fixture import DeskKeys
from vault import selectors
from vault.models import Directory, DirectoryKind, Endorsement, Vault, Wrap
from vault.models import Epoch as EpochRow
from vault.refusals import VaultMissing, VaultRefusal
from vault.services.directories import directory_publish
from vault.services.epochs import epoch_access_end, epoch_make, epoch_share
from vault.services.people import person_endorse, person_shut_out


@dataclass
class Draft:
    """The next pair of directories, to be changed before it is signed."""

    desk: DeskKeys
    serial: int | None = None
    previous: bytes | None = None
    valid_until: date | None = None
    of: UUID | None = None
    salt: bytes | None = None
    leads: list[Certificate] = field(default_factory=list)
    entries: list[EndorsedEntry] = field(default_factory=list)
    epochs: list[Epoch] = field(default_factory=list)
    removed: list[UUID] = field(default_factory=list)

    def common(self, kind: str) -> dict[str, Any]:
        """What both have."""
        newest = Directory.objects.filter(kind=kind).order_by("-serial").first()
        assert newest is not None
        return {
            "serial": self.serial or newest.serial + 1,
            "previous": self.previous or bytes(newest.sha256),
            "valid_until": self.valid_until or self.desk.today + timedelta(days=90),
            "desk": self.of or self.desk.cast.desk.id,
            "leads": self.leads,
            "epochs": self.epochs,
        }

    def signed(self, kind: str, signer: SignSeed | None = None) -> dict[str, Any]:
        """The transport, signed by the lead."""
        if kind == "desk":
            body = desk_directory_build(**self.common(kind), entries=self.entries, removed=self.removed)
        else:
            body = public_directory_build(**self.common(kind), receipt_salt=self.salt or self.desk.salt)
        seed = signer or self.desk.seeds[self.desk.cast.lead.id].sign
        return directory_transport(body=body, signatures=[directory_sign(sign_seed=seed, body=body)])


@pytest.fixture
def draft(desk_keys: DeskKeys) -> Draft:
    """The next directories, as they would be without any change."""
    return Draft(
        desk=desk_keys,
        leads=list(desk_keys.certificates),
        entries=list(desk_keys.entries),
        epochs=[desk_keys.epoch],
    )


def publish(draft: Draft, kind: str = "desk", *, actor: User | None = None, transport: Any = None) -> Directory:
    """Publish as the lead does."""
    return directory_publish(
        actor=actor or draft.desk.cast.lead,
        kind=DirectoryKind(kind),
        transport=transport or draft.signed(kind),
        now=timezone.now(),
    )


@pytest.mark.parametrize("kind", ["desk", "public"])
def test_next_version_is_stored_and_told(draft: Draft, kind: str) -> None:
    made = publish(draft, kind)
    assert made.serial == 2
    event = AuditEvent.objects.get(action="directory:publish")
    assert '"serial":2' in event.facts
    assert bytes(made.sha256).hex() in event.facts
    newest = selectors.directory_newest(DirectoryKind(kind))
    assert newest is not None
    assert newest.serial == 2
    assert selectors.directory_by_sha256(DirectoryKind(kind), bytes(made.sha256)) == made


def stranger_root(draft: Draft) -> None:
    root, _public = sign_generate()
    lead = draft.desk.cast.lead
    sign_key = draft.desk.seeds[lead.id].sign_key
    draft.leads = [lead_certify(root_seed=root, user=lead.id, sign_key=sign_key, issued=draft.desk.today)]


def without_case_worker(draft: Draft) -> None:
    draft.removed = [draft.desk.cast.case_worker.id]


CHANGES: list[tuple[str, str, Callable[[Draft], None]]] = [
    ("run out", "not_verified", lambda d: setattr(d, "valid_until", d.desk.today - timedelta(days=2))),
    ("certified by another root", "not_verified", stranger_root),
    ("removed but listed", "not_verified", without_case_worker),
    ("no lead", "not_verified", lambda d: setattr(d, "leads", [])),
    ("one serial too far", "not_next", lambda d: setattr(d, "serial", 3)),
    ("another desk", "not_verified", lambda d: setattr(d, "of", uuid4())),
    ("epoch left out", "epochs", lambda d: setattr(d, "epochs", [])),
]


@pytest.mark.parametrize(("name", "code", "change"), CHANGES, ids=[row[0] for row in CHANGES])
def test_refused(draft: Draft, name: str, code: str, change: Callable[[Draft], None]) -> None:
    change(draft)
    with pytest.raises(VaultRefusal, match=code):
        publish(draft)
    assert Directory.objects.filter(kind="desk").count() == 1


def test_another_predecessor_is_refused(draft: Draft) -> None:
    draft.previous = bytes(32)
    with pytest.raises(VaultRefusal, match=r"not_verified|not_next"):
        publish(draft)


def test_published_twice_is_refused(draft: Draft) -> None:
    transport = draft.signed("desk")
    publish(draft, transport=transport)
    with pytest.raises(VaultRefusal, match="not_next"):
        publish(draft, transport=transport)


def test_who_publishes_has_signed(draft: Draft) -> None:
    with pytest.raises(VaultRefusal, match="not_yours"):
        publish(draft, actor=draft.desk.cast.second_lead)


def test_a_key_that_nobody_certified_does_not_count(draft: Draft) -> None:
    seed, sign_key = sign_generate()
    Vault.objects.filter(user=draft.desk.cast.lead).update(sign_key=sign_key)
    with pytest.raises(VaultRefusal, match="not_verified"):
        publish(draft, transport=draft.signed("desk", signer=seed))


def test_people_are_as_the_desk_knows_them(draft: Draft) -> None:
    worker = draft.desk.cast.case_worker
    User.objects.filter(id=worker.id).update(role=Role.LEAD)
    with pytest.raises(VaultRefusal, match="people"):
        publish(draft)
    User.objects.filter(id=worker.id).update(role=Role.CASE_WORKER, is_active=False)
    with pytest.raises(VaultRefusal, match="people"):
        publish(draft)


def test_another_salt_is_another_desks(draft: Draft) -> None:
    draft.salt = bytes(32)
    with pytest.raises(VaultRefusal, match="other_desk"):
        publish(draft, "public")


def test_epochs_come_by_their_own_way_only(draft: Draft) -> None:
    today = draft.desk.today
    _seed, key = xwing_generate()
    draft.epochs.append(Epoch(uuid4(), key, today, today + timedelta(days=9), destroy_on=today + timedelta(days=99)))
    for kind in ("desk", "public"):
        with pytest.raises(VaultRefusal, match="epochs"):
            publish(draft, kind)


@pytest.mark.parametrize("days", [1, -1])
def test_an_epochs_days_are_fixed(draft: Draft, days: int) -> None:
    old = draft.desk.epoch
    draft.epochs = [
        Epoch(old.id, old.key, old.accept_from, old.accept_until + timedelta(days=days), destroy_on=old.destroy_on)
    ]
    for kind in ("desk", "public"):
        with pytest.raises(VaultRefusal, match="epochs"):
            publish(draft, kind)


def make_epoch(draft: Draft, recipients: list[bytes], **change: Any) -> EpochRow:
    """A new epoch as the lead's browser makes it."""
    today = draft.desk.today
    seed, key = xwing_generate()
    epoch = Epoch(uuid4(), key, today, today + timedelta(days=44), destroy_on=today + timedelta(days=200))
    draft.epochs.append(epoch)
    wraps = {key_id(to): epoch_seed_wrap(seed=seed, epoch_id=epoch.id, recipient=to) for to in recipients}
    return epoch_make(
        actor=draft.desk.cast.lead,
        epoch_id=epoch.id,
        wraps=change.get("wraps", wraps),
        desk_directory=draft.signed("desk"),
        public_directory=draft.signed("public"),
        now=timezone.now(),
    )


def public_of(draft: Draft, user: User) -> bytes:
    """Somebody's public sealing key."""
    return draft.desk.seeds[user.id].seal_key


def test_epoch_is_made_with_both_directories(draft: Draft) -> None:
    cast = draft.desk.cast
    made = make_epoch(draft, [public_of(draft, cast.lead), draft.desk.worker.seal_key])
    assert {row.serial for row in Directory.objects.filter(serial=2)} == {2}
    assert Directory.objects.filter(serial=2).count() == 2
    views = {view.epoch.id: view for view in selectors.epochs_for(cast.lead)}
    assert views[made.id].wrap is not None
    assert len(views[made.id].holders) == 2
    colleague = {view.epoch.id: view for view in selectors.epochs_for(cast.case_worker)}
    assert colleague[made.id].wrap is None


@pytest.mark.parametrize("who", ["partner_a", "nobody"])
def test_epoch_for_others_is_not_made_at_all(draft: Draft, who: str) -> None:
    cast = draft.desk.cast
    other = public_of(draft, cast.partner_a) if who == "partner_a" else xwing_generate()[1]
    with pytest.raises(VaultRefusal, match="recipients"):
        make_epoch(draft, [public_of(draft, cast.lead), other])
    assert EpochRow.objects.count() == 1
    assert Directory.objects.count() == 2


def test_a_lead_does_not_lock_themselves_out(draft: Draft) -> None:
    with pytest.raises(VaultRefusal, match="recipients"):
        make_epoch(draft, [draft.desk.worker.seal_key])


def test_short_wraps_are_refused(draft: Draft) -> None:
    own = key_id(public_of(draft, draft.desk.cast.lead))
    with pytest.raises(VaultRefusal, match="wrap_shape"):
        make_epoch(draft, [], wraps={own: b"short"})


def test_access_is_given_by_who_has_it(draft: Draft) -> None:
    cast = draft.desk.cast
    made = make_epoch(draft, [public_of(draft, cast.lead)])
    to = public_of(draft, cast.case_worker)
    wrap = {key_id(to): epoch_seed_wrap(seed=draft.desk.epoch_seed, epoch_id=made.id, recipient=to)}
    with pytest.raises(VaultMissing):
        epoch_share(actor=cast.second_lead, epoch_id=made.id, wraps=wrap, now=timezone.now())
    epoch_share(actor=cast.lead, epoch_id=made.id, wraps=wrap, now=timezone.now())
    first = bytes(Wrap.objects.get(ref=made.id, key_id=key_id(to)).wrap)
    again = {key_id(to): epoch_seed_wrap(seed=draft.desk.epoch_seed, epoch_id=made.id, recipient=to)}
    epoch_share(actor=cast.lead, epoch_id=made.id, wraps=again, now=timezone.now())
    assert bytes(Wrap.objects.get(ref=made.id, key_id=key_id(to)).wrap) == first


def test_endorsement_waits_until_it_is_published(draft: Draft) -> None:
    cast, desk = draft.desk.cast, draft.desk
    keys = desk.seeds[cast.partner_b.id]
    entry = person_entry(
        user=cast.partner_b.id,
        organisation=cast.partner_b.organisation_id,
        role=Role.PARTNER,  # type: ignore[arg-type]  # the same word in both enums
        sign_key=keys.sign_key,
        seal_key=keys.seal_key,
    )
    own = desk.seeds[cast.lead.id]
    signature = entry_endorse(sign_seed=own.sign, entry=entry)
    given: dict[str, Any] = {"actor": cast.lead, "person": cast.partner_b, "now": timezone.now()}
    person_endorse(**given, entry=entry, key=own.sign_key, signature=signature.signature)
    assert Endorsement.objects.count() == 1
    changes: tuple[dict[str, Any], ...] = (
        {"entry": entry[:-1] + b" ", "key": own.sign_key, "signature": signature.signature},
        {"entry": entry, "key": desk.seeds[cast.second_lead.id].sign_key, "signature": signature.signature},
        {"entry": entry, "key": own.sign_key, "signature": bytes(64)},
    )
    for changed in changes:
        with pytest.raises(VaultRefusal):
            person_endorse(**given, **changed)
    publish(draft)
    assert Endorsement.objects.count() == 0


def test_case_workers_endorse_nobody(draft: Draft) -> None:
    cast, desk = draft.desk.cast, draft.desk
    own = desk.seeds[cast.case_worker.id]
    entry = next(endorsed.entry for endorsed in desk.entries)
    with pytest.raises(VaultRefusal, match="not_certified"):
        person_endorse(
            actor=cast.case_worker,
            person=cast.case_worker,
            entry=entry,
            key=own.sign_key,
            signature=entry_endorse(sign_seed=own.sign, entry=entry).signature,
            now=timezone.now(),
        )


def test_shutting_somebody_out_takes_their_wraps(draft: Draft) -> None:
    cast = draft.desk.cast
    person_shut_out(actor=cast.lead, person=cast.case_worker, now=timezone.now())
    own = key_id(public_of(draft, cast.case_worker))
    assert not Wrap.objects.filter(kind=Kind.EPOCH_SEED, key_id=own).exists()
    cast.case_worker.refresh_from_db()
    assert not cast.case_worker.is_active
    assert epoch_access_end(user=cast.case_worker) == 0
    with pytest.raises(VaultRefusal, match="not_allowed"):
        person_shut_out(actor=cast.lead, person=cast.lead, now=timezone.now())


def test_a_changed_row_admits_nobody(draft: Draft) -> None:
    vault = Vault.objects.get(user=draft.desk.cast.case_worker)
    assert selectors.admitted(vault, selectors.believed_or_none())
    row = Directory.objects.get(kind="desk")
    row.body = bytes(row.body).replace(b'"valid_until":"20', b'"valid_until":"21')
    row.save()
    assert selectors.believed_or_none() is None
    assert not selectors.admitted(vault, selectors.believed_or_none())
