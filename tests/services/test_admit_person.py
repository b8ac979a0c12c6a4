"""`manage.py admit_person`: the root's word for somebody's entry, where a desk has no second lead."""

from __future__ import annotations

import json
import secrets
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from accounts.services.people import person_deactivate, person_make
from audit.actions import AuditAction
from audit.models import AuditEvent
from sealing.directories import desk_directory_build, directory_sign, directory_transport
from sealing.keys import fingerprint_words
from sealing.people import EndorsedEntry, Signature, endorsement_verify, entry_endorse, entry_read
from tests.cast import PASSWORD
from tests.desk_fixture import DeskKeys, Keys, draw_keys
from vault import root_key, selectors
from vault.models import DirectoryKind, Endorsement, LeadCertificate, Vault
from vault.refusals import VaultRefusal
from vault.root_key import RootSecret
from vault.services.directories import directory_publish

WRONG = "uno dos tres cuatro cinco seis"


@pytest.fixture
def root_file(desk_keys: DeskKeys, tmp_path: Path) -> Path:
    """The root's page, brought back to the host."""
    path = tmp_path / "root.key"
    root_key.save(path, RootSecret(sign_seed=desk_keys.root), organisation="Mesa", lang="es")
    return path


def arrive(desk: DeskKeys, role: str, *, keyed: bool = True) -> tuple[User, Keys]:
    """Somebody new, with keys that nobody vouched for yet."""
    cast, now = desk.cast, timezone.now()
    user = person_make(
        actor=cast.lead.id,
        organisation=cast.organisation_a if role == "partner" else cast.desk,
        role=role,
        name="Nadia",
        username="nadia",
        password=PASSWORD,
        language="es",
        now=now,
    )
    keys = draw_keys()
    if keyed:
        blob = secrets.token_bytes(233)
        Vault.objects.create(
            user=user, blob=blob, seal_key=keys.seal_key, sign_key=keys.sign_key, made_at=now, changed_at=now
        )
    return user, keys


def words_of(keys: Keys) -> str:
    """What the person reads out."""
    return " ".join(fingerprint_words(keys.sign_key + keys.seal_key, "es"))


def admit(root_file: Path, *words: str, username: str = "nadia") -> str:
    """What the command prints."""
    out = StringIO()
    call_command("admit_person", username, "--root-file", str(root_file), *words, stdout=out)
    return out.getvalue()


def publish(desk: DeskKeys, entry: EndorsedEntry) -> None:
    """The next desk directory with one more entry, as the lead's browser makes it."""
    newest = selectors.desk_directory_newest()
    assert newest is not None
    body = desk_directory_build(
        serial=newest.serial + 1,
        previous=newest.sha256,
        valid_until=newest.valid_until,
        desk=newest.desk,
        leads=desk.certificates,
        entries=[*desk.entries, entry],
        epochs=[desk.epoch],
    )
    lead = desk.cast.lead
    signature = directory_sign(sign_seed=desk.seeds[lead.id].sign, body=body)
    transport = directory_transport(body=body, signatures=[signature])
    directory_publish(actor=lead, kind=DirectoryKind.DESK, transport=transport, now=timezone.now())


@pytest.mark.parametrize("role", ["case_worker", "partner"])
def test_the_roots_word_is_the_second_that_one_lead_needs(desk_keys: DeskKeys, root_file: Path, role: str) -> None:
    user, keys = arrive(desk_keys, role)
    assert "vouches for Nadia" in admit(root_file, "--words", words_of(keys).upper())
    row = Endorsement.objects.get()
    entry, root_word = bytes(row.entry), Signature(key=bytes(row.key), signature=bytes(row.signature))
    assert (row.user_id, root_word.key) == (user.id, desk_keys.root_key)
    endorsement_verify(entry=entry, signature=root_word)
    stated = entry_read(entry)
    assert (stated.id, stated.role, stated.sign_key, stated.seal_key) == (user.id, role, keys.sign_key, keys.seal_key)
    event = AuditEvent.objects.get(action=AuditAction.OPERATOR_ADMIT_PERSON)
    assert (event.subject, event.actor) == (user.id.hex, "operator")
    assert json.loads(event.facts).keys() == {"seal_key", "sign_key"}

    mine = entry_endorse(sign_seed=desk_keys.seeds[desk_keys.cast.lead.id].sign, entry=entry)
    with pytest.raises(VaultRefusal) as refused:
        publish(desk_keys, EndorsedEntry(entry=entry, by=(mine,)))
    assert refused.value.code == "not_verified"
    publish(desk_keys, EndorsedEntry(entry=entry, by=(mine, root_word)))
    assert selectors.admitted(Vault.objects.get(user=user), selectors.desk_directory_newest())
    assert not Endorsement.objects.exists()


def test_the_lead_sees_the_roots_word(desk_keys: DeskKeys, root_file: Path) -> None:
    user, keys = arrive(desk_keys, "case_worker")
    admit(root_file, "--words", words_of(keys))
    admit(root_file, "--words", words_of(keys))
    view = next(view for view in selectors.people() if view.user == user)
    assert [bytes(row.key) for row in view.endorsements] == [desk_keys.root_key]


def test_words_are_asked_for_with_who_it_is(
    desk_keys: DeskKeys, root_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _user, keys = arrive(desk_keys, "partner")
    monkeypatch.setattr("sys.stdin", StringIO(words_of(keys) + "\n"))
    said = admit(root_file)
    assert words_of(keys) in said
    assert f"Nadia: partner, {desk_keys.cast.organisation_a.name}" in said
    assert Endorsement.objects.exists()


def test_nothing_is_signed_for_other_words(desk_keys: DeskKeys, root_file: Path) -> None:
    arrive(desk_keys, "case_worker")
    with pytest.raises(CommandError, match="nothing was signed"):
        admit(root_file, "--words", WRONG)
    assert not Endorsement.objects.exists()


def test_leads_take_another_command(desk_keys: DeskKeys, root_file: Path) -> None:
    _user, keys = arrive(desk_keys, "lead")
    with pytest.raises(CommandError, match="is_lead"):
        admit(root_file, "--words", words_of(keys))
    with pytest.raises(CommandError, match="no_lead"):
        call_command("admit_lead", desk_keys.cast.case_worker.username, "--root-file", str(root_file), "--words", WRONG)
    assert not Endorsement.objects.exists()
    assert LeadCertificate.objects.count() == 2


def test_who_is_in_the_directory_needs_no_word(desk_keys: DeskKeys, root_file: Path) -> None:
    case_worker = desk_keys.cast.case_worker
    with pytest.raises(CommandError, match="admitted"):
        admit(root_file, "--words", words_of(desk_keys.seeds[case_worker.id]), username=case_worker.username)


def test_a_person_without_keys_or_account_gets_none(desk_keys: DeskKeys, root_file: Path) -> None:
    user, _keys = arrive(desk_keys, "case_worker", keyed=False)
    with pytest.raises(CommandError, match="no_keys"):
        admit(root_file, "--words", WRONG)
    person_deactivate(actor=desk_keys.cast.lead, person=user, now=timezone.now())
    with pytest.raises(CommandError, match="shut"):
        admit(root_file, "--words", WRONG)
    with pytest.raises(CommandError, match="nobody"):
        admit(root_file, "--words", WRONG, username="nadie")


def test_another_root_is_worth_nothing_here(desk_keys: DeskKeys, tmp_path: Path) -> None:
    _user, keys = arrive(desk_keys, "case_worker")
    other = tmp_path / "other.key"
    root_key.save(other, root_key.draw(), organisation="Otra", lang="es")
    with pytest.raises(CommandError, match="other_root"):
        admit(other, "--words", words_of(keys))
    assert not Endorsement.objects.exists()
