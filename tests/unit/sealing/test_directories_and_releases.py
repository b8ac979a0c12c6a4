"""What the vectors do not show of directories and releases: succession, makers, and the worker's own check."""

from dataclasses import replace
from typing import Any

import pytest

from sealing.directories import DeskDirectory, Known, desk_directory_verify, public_directory_verify
from sealing.encoding import canonical_json
from sealing.errors import Damaged, Refused
from sealing.hashing import sha256
from sealing.kinds import MAKER_ROLES, Kind, Role
from sealing.people import Lead, endorsement_verify, endorsements_needed, entry_verify
from sealing.statements import Signed, countersign, countersign_verify, release_verify
from tests.vectors import of_statements
from tests.vectors.desk import (
    CASE_WORKER,
    LEAD_ONE,
    LEAD_TWO,
    ORGANISATIONS,
    PARTNER_ONE,
    ROOT,
    STRANGER,
    WORKER,
    Desk,
    certificate,
    person,
    public_body,
    signed,
)
from tests.vectors.material import TODAY, Pair, ref
from tests.vectors.of_statements import Release

DESK = Desk()


def _verified(desk: Desk, *signers: Pair, following: DeskDirectory | None = None) -> DeskDirectory:
    transport = desk.transport(*signers)
    return desk_directory_verify(root=ROOT.sign_key, transport=transport, today=TODAY, known=None, following=following)


def test_people_workers_and_epochs_are_found_by_id_and_by_key() -> None:
    directory = _verified(DESK)
    person = directory.people[PARTNER_ONE.id]
    assert person.role is Role.PARTNER
    assert directory.by_sign_key_id(person.sign_key_id) is person
    assert directory.by_seal_key_id(directory.workers[WORKER.id].seal_key_id).role is Role.WORKER
    assert directory.members(ORGANISATIONS[PARTNER_ONE]) == (person,)
    epoch = directory.epoch_current(TODAY)
    assert directory.epoch(epoch.id) is epoch is directory.epoch_of_key(epoch.key_id)
    for ask in (directory.by_sign_key_id, directory.by_seal_key_id, directory.epoch_of_key):
        with pytest.raises(Refused):
            ask(bytes(16))
    with pytest.raises(Refused):
        directory.epoch(ref("no epoch"))
    with pytest.raises(Refused):
        directory.epoch_current(TODAY.replace(year=2040))


def test_of_two_accepting_epochs_the_later_is_sealed_to() -> None:
    directory = _verified(DESK)
    both = directory.epochs[1].accept_from
    assert directory.epochs[0].accepts(both)
    assert directory.epoch_current(both) is directory.epochs[1]


@pytest.mark.parametrize("kind", sorted(set(Kind)))
@pytest.mark.parametrize("pair", [CASE_WORKER, LEAD_ONE, PARTNER_ONE, WORKER], ids=lambda pair: pair.label)
def test_only_some_roles_make_a_kind(kind: Kind, pair: Pair) -> None:
    directory = _verified(DESK)
    subject = directory.people.get(pair.id) or directory.workers[pair.id]
    if subject.role in MAKER_ROLES.get(kind, frozenset()):
        assert directory.maker(sign_key_id=subject.sign_key_id, kind=kind) is subject
    else:
        with pytest.raises(Refused):
            directory.maker(sign_key_id=subject.sign_key_id, kind=kind)


def test_partners_make_nothing_and_submitters_have_no_makers() -> None:
    assert all(Role.PARTNER not in roles for roles in MAKER_ROLES.values())
    assert not {Kind.TIP, Kind.MESSAGE, Kind.FILE, Kind.EPOCH_SEED} & set(MAKER_ROLES)


def test_transport_is_taken_as_bytes_too_and_then_strictly() -> None:
    transport = DESK.transport()
    as_bytes = canonical_json(transport)
    held: dict[str, Any] = {"root": ROOT.sign_key, "today": TODAY, "known": None}
    assert desk_directory_verify(transport=as_bytes, **held) == desk_directory_verify(transport=transport, **held)
    with pytest.raises(Damaged):
        desk_directory_verify(transport=as_bytes + b" ", **held)


def test_who_was_removed_cannot_come_back() -> None:
    removed = replace(
        DESK, serial=2, previous=sha256(DESK.body()), leads=(certificate(LEAD_ONE),),
        entries=(DESK.entries[0], DESK.entries[5]), removed=(STRANGER, LEAD_TWO),
    )  # fmt: skip
    before = _verified(removed)
    back = replace(DESK, serial=3, previous=before.sha256)
    # Seen alone it verifies, since the root's certificate for the removed lead never runs out …
    assert _verified(back, LEAD_TWO).serial == 3
    # … but not to anybody who still has the directory before it.
    with pytest.raises(Refused):
        _verified(back, LEAD_TWO, following=before)
    with pytest.raises(Refused):
        _verified(replace(back, removed=(STRANGER, LEAD_TWO), leads=(certificate(STRANGER),), entries=()), STRANGER,
                  following=before)  # fmt: skip
    onwards = replace(removed, serial=3, previous=before.sha256)
    assert _verified(onwards, LEAD_ONE, following=before).serial == 3


def test_following_holds_serial_and_chain_too() -> None:
    second = replace(DESK, serial=2, previous=sha256(DESK.body()))
    before = _verified(second)
    with pytest.raises(Refused):
        _verified(DESK, following=before)
    with pytest.raises(Refused):
        _verified(replace(DESK, serial=3, previous=bytes(32)), following=before)


def test_a_directory_cannot_be_built_with_a_broken_beginning() -> None:
    for serial, previous in ((0, None), (1, bytes(32)), (2, None), (2**32, bytes(32))):
        with pytest.raises(Refused):
            replace(DESK, serial=serial, previous=previous).body()
    with pytest.raises(Refused):
        replace(DESK, epochs=(replace(DESK.epochs[0], destroy_on=None),)).body()


def test_public_directory_gives_salt_and_epochs() -> None:
    body = public_body()
    held: dict[str, Any] = {"root": ROOT.sign_key, "transport": signed(body, LEAD_ONE), "today": TODAY}
    directory = public_directory_verify(known=None, **held)
    assert len(directory.receipt_salt) == 32
    assert directory.known == Known(serial=1, sha256=sha256(body))
    assert public_directory_verify(known=directory.known, **held) == directory


def _directories(*desks: Desk) -> dict[bytes, DeskDirectory]:
    return {directory.sha256: directory for directory in map(_verified, desks)}


def _countersign(release: Release, current: Desk) -> bytes:
    first, second = release.statements()
    return countersign(
        sign_seed=WORKER.sign_seed,
        current=_verified(current),
        directories=_directories(release.s1_desk, release.s2_desk),
        first=first,
        second=second,
    )


def test_the_worker_countersigns_what_holds() -> None:
    release = Release()
    first, second = release.statements()
    signature = _countersign(release, release.s2_desk)
    directory = _verified(release.s2_desk)
    held: dict[str, Any] = {"first": first, "second": second, "countersignature": signature}
    assert countersign_verify(directory=directory, **held).id == WORKER.id
    given = release.given()
    opened = release_verify(
        directories={directory.sha256: directory},
        organisation=ORGANISATIONS[PARTNER_ONE],
        pdf=bytes.fromhex(given["pdf"]),
        today=TODAY,
        **held,
    )
    assert (opened.author.id, opened.approver.id, opened.pdf.copy) == (CASE_WORKER.id, LEAD_ONE.id, "C-1")


def test_the_worker_does_not_countersign_for_people_who_have_left_or_changed() -> None:
    release = Release()
    base = of_statements.DESK
    for entries in (base.entries[1:], (*base.entries[:2], base.entries[3])):
        later = replace(base, serial=2, previous=sha256(base.body()), entries=entries)
        with pytest.raises(Refused):
            _countersign(release, later)


@pytest.mark.parametrize(
    "release",
    [
        Release(approver=CASE_WORKER, approver_signs=CASE_WORKER),
        Release(author=LEAD_ONE, author_signs=LEAD_ONE),
        Release(approver_signs=CASE_WORKER),
        Release(author_signs=LEAD_ONE),
        Release(s2_of=b"another"),
    ],
    ids=["author approves", "lead does both", "author signs for the lead", "lead signs for the author", "another S1"],
)
def test_the_worker_countersigns_nothing_else(release: Release) -> None:
    with pytest.raises(Refused):
        _countersign(release, of_statements.DESK)


@pytest.mark.parametrize("which", ["s1", "s2", "s1_signature", "s2_signature", "countersignature"])
def test_any_flipped_byte_of_a_release_fails(which: str) -> None:
    given = Release().given()
    data = bytes.fromhex(given[which])
    directories = _directories(of_statements.DESK)
    for at in range(0, len(data), 7):
        changed = {**given, which: (data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]).hex()}
        with pytest.raises((Refused, Damaged)):
            release_verify(
                directories=directories,
                first=Signed(bytes.fromhex(changed["s1"]), bytes.fromhex(changed["s1_signature"])),
                second=Signed(bytes.fromhex(changed["s2"]), bytes.fromhex(changed["s2_signature"])),
                countersignature=bytes.fromhex(changed["countersignature"]),
                organisation=ORGANISATIONS[PARTNER_ONE],
                pdf=bytes.fromhex(changed["pdf"]),
                today=TODAY,
            )


def test_one_endorsement_can_be_checked_before_there_are_enough() -> None:
    endorsed = DESK.entries[3]
    for signature in endorsed.by:
        endorsement_verify(entry=endorsed.entry, signature=signature)
        with pytest.raises(Refused):
            endorsement_verify(entry=DESK.entries[0].entry, signature=signature)
        with pytest.raises(Refused):
            endorsement_verify(entry=endorsed.entry, signature=replace(signature, key=STRANGER.sign_key))


def test_every_key_that_the_root_did_not_sign_needs_two_leads() -> None:
    assert {role: endorsements_needed(role) for role in Role} == {
        Role.CASE_WORKER: 2,
        Role.LEAD: 1,
        Role.PARTNER: 2,
        Role.WORKER: 2,
    }


def test_two_keys_of_one_lead_are_one_word() -> None:
    """A directory refuses a lead with two certificates already; the entry does not count on it."""
    endorsed = person(CASE_WORKER, Role.CASE_WORKER, LEAD_ONE, LEAD_TWO)
    one, two = (Lead(user=pair.id, sign_key=pair.sign_key, issued=TODAY) for pair in (LEAD_ONE, LEAD_TWO))
    assert entry_verify(endorsed=endorsed, leads=[one, two], root=ROOT.sign_key).id == CASE_WORKER.id
    with pytest.raises(Refused):
        entry_verify(endorsed=endorsed, leads=[one, replace(two, user=one.user)], root=ROOT.sign_key)
