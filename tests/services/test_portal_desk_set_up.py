"""Setting up: a real desk by two commands, the demo desk by itself."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Invitation, User
from accounts.services.invitations import invitation_accept, invitation_find
from accounts.services.people import organisation_make
from portal.demo import people as demo
from portal.demo.desk import demo_make, vault_make
from sealing.kinds import Kind
from sealing.opening import epoch_seed_open
from sealing.people import Certificate, lead_verify
from sealing.vaults import VaultCost, vault_open
from tests.cast import totp_code
from vault import root_key, selectors, trust, worker_key
from vault.models import Directory, Epoch, Installation, LeadCertificate, Vault, WorkerKey, Wrap
from vault.roots import root_key_write
from vault.services.installation import lead_words

pytestmark = pytest.mark.django_db
# The fast tests guess no passphrase: the cheapest that the server takes.
CHEAP = VaultCost(passes=3, kib=65_536)


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    """A host of its own."""
    settings.VIGIA_HOME = tmp_path
    settings.ROOT_KEY_FILE = tmp_path / "keys" / "root.pub"
    settings.WORKER_KEY_FILE = tmp_path / "keys" / "worker" / "worker.key"
    return tmp_path


def run(*words: str, **options: Any) -> str:
    """What a management command prints."""
    out = StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


INIT = ["init_desk", "--name", "Mesa Norte", "--short", "nor", "--lead-username", "Lucia", "--lead-name", "Lucía A."]


def test_init_desk_makes_a_desk_and_its_first_lead_comes_in(home: Path) -> None:
    said = run(*INIT)
    root = root_key.load(home / "keys" / "root" / "root.key")
    worker = worker_key.load(home / "keys" / "worker" / "worker.key")
    assert selectors.pinned_root() == root.public == bytes(Installation.objects.get().root_key)
    assert bytes(WorkerKey.objects.get(id=worker.id).seal_key) == worker.seal_key
    assert root.sign_seed.hex() not in said
    path = next(line.strip() for line in said.splitlines() if "/desk/welcome/" in line)
    found = invitation_find(token=path.rstrip("/").rpartition("/")[2], audience="desk", now=timezone.now())
    lead = invitation_accept(invitation=found, password="una frase larga aquí", language="es", now=timezone.now())
    assert (lead.username, lead.role, lead.organisation.kind) == ("lucia", "lead", "desk")


def test_init_desk_runs_once(home: Path) -> None:
    run(*INIT)
    with pytest.raises(CommandError, match="once"):
        run(*INIT)
    assert Installation.objects.count() == 1


def test_init_desk_overwrites_no_key(home: Path) -> None:
    worker_key.save(home / "keys" / "worker" / "worker.key", worker_key.draw())
    with pytest.raises(CommandError, match="not overwritten"):
        run(*INIT)
    assert not Installation.objects.exists()


def test_a_desk_that_cannot_be_made_leaves_nothing(home: Path) -> None:
    with pytest.raises(CommandError, match="short"):
        run(*INIT[:3], "--short", "four", "--lead-username", "lucia")
    assert not Installation.objects.exists()
    assert not (home / "keys" / "root" / "root.key").exists()
    assert not (home / "keys" / "worker" / "worker.key").exists()


def test_init_desk_is_not_for_the_demonstration(home: Path, settings: Any) -> None:
    settings.VIGIA_DEMO = True
    with pytest.raises(CommandError, match="VIGIA_DEMO"):
        run(*INIT)


@pytest.fixture
def lead(home: Path) -> User:
    """The first lead of a fresh desk, with a vault."""
    run(*INIT)
    invitation = Invitation.objects.get()
    person = invitation_accept(
        invitation=invitation, password="una frase larga aquí", language="es", now=timezone.now()
    )
    vault_make(user=person, passphrase="x", root=selectors.pinned_root(), now=timezone.now(), cost=CHEAP)
    return person


def admit(home: Path, *words: str) -> str:
    """admit_lead with this host's root."""
    return run("admit_lead", "lucia", "--root-file", str(home / "keys" / "root" / "root.key"), *words)


def test_admit_lead_signs_after_the_words(home: Path, lead: User) -> None:
    words = lead_words(person=lead, lang="es")
    assert "certified" in admit(home, "--words", words.upper())
    row = LeadCertificate.objects.get()
    certificate = Certificate(cert=bytes(row.body), signature=bytes(row.signature))
    found = lead_verify(root=selectors.pinned_root(), certificate=certificate)
    assert (found.user, found.sign_key) == (lead.id, bytes(Vault.objects.get().sign_key))


def test_admit_lead_asks_for_the_words(home: Path, lead: User, monkeypatch: pytest.MonkeyPatch) -> None:
    words = lead_words(person=lead, lang="es")
    monkeypatch.setattr("sys.stdin", StringIO(words + "\n"))
    assert words in admit(home)
    assert LeadCertificate.objects.exists()


def test_admit_lead_signs_nothing_for_other_words(home: Path, lead: User) -> None:
    with pytest.raises(CommandError, match="nothing was signed"):
        admit(home, "--words", "uno dos tres cuatro cinco seis")
    assert not LeadCertificate.objects.exists()


def test_admit_lead_wants_this_desks_root(home: Path, lead: User, tmp_path: Path) -> None:
    other = tmp_path / "other.key"
    root_key.save(other, root_key.draw(), organisation="Otra", lang="es")
    words = lead_words(person=lead, lang="es")
    with pytest.raises(CommandError, match="other_root"):
        run("admit_lead", "lucia", "--root-file", str(other), "--words", words)
    with pytest.raises(CommandError, match="nobody"):
        run("admit_lead", "nadie", "--root-file", str(other), "--words", words)
    other.chmod(0o644)
    with pytest.raises(CommandError, match="0600"):
        run("admit_lead", "lucia", "--root-file", str(other), "--words", words)


@pytest.fixture
def demo_desk(home: Path) -> list[demo.DemoPerson]:
    """The demo desk, made at the cheapest cost that the server takes."""
    root, people = root_key.draw(), demo.draw()
    root_key_write(home / "keys" / "root.pub", root.public)
    worker = worker_key.draw()
    worker_key.save(home / "keys" / "worker" / "worker.key", worker)
    demo_make(root=root, worker=worker, people=people, now=timezone.now(), cost=CHEAP)
    demo.save(people)
    return people


def test_demo_desk_verifies_as_a_real_one(home: Path, demo_desk: list[demo.DemoPerson]) -> None:
    today = timezone.now().date()
    desk, public = trust.desk_directory_now(today=today), trust.public_directory_now(today=today)
    assert len(desk.people) == 4
    assert len(desk.workers) == 1
    assert desk.epochs[0].key == public.epochs[0].key
    assert all(view.admitted and view.second_factor for view in selectors.people())


def test_demo_people_open_their_vaults_and_the_epoch(home: Path, demo_desk: list[demo.DemoPerson]) -> None:
    epoch = Epoch.objects.get()
    opened = []
    for person in demo_desk:
        user = User.objects.get(username=person.username)
        vault = Vault.objects.get(user=user)
        plain = vault_open(passphrase=person.passphrase, blob=bytes(vault.blob), user=user.id).plain
        assert plain.root == selectors.pinned_root()
        view = selectors.epochs_for(user)[0]
        if person.role == "partner":
            assert view.wrap is None
            continue
        assert view.wrap is not None
        row = Wrap.objects.get(kind=Kind.EPOCH_SEED, wrap=view.wrap)
        opened.append(
            epoch_seed_open(
                seed=plain.seal_seed,
                wrap=view.wrap,
                wrap_key_id=bytes(row.key_id),
                epoch_id=epoch.id,
                epoch_public=bytes(epoch.seal_key),
            )
        )
    assert len(set(opened)) == 1
    assert len(opened) == 3


def test_demo_codes_sign_in(home: Path, demo_desk: list[demo.DemoPerson], settings: Any) -> None:
    settings.VIGIA_DEMO = True
    code = run("demo_code", "rosa").strip()
    assert code in {totp_code(User.objects.get(username="rosa"), steps=steps) for steps in (-1, 0)}
    with pytest.raises(CommandError):
        run("demo_code", "nadie")
    printed = {row["username"]: row for row in json.loads(run("demo_people", json=True))}
    assert printed["ines"]["passphrase"] in run("demo_people")


def test_demo_commands_are_of_the_demonstration_only(home: Path, demo_desk: list[demo.DemoPerson]) -> None:
    for words in (["demo_people"], ["demo_code", "rosa"], ["demo_desk"]):
        with pytest.raises(CommandError):
            run(*words)


def test_demo_desk_does_not_touch_a_real_one(home: Path, settings: Any) -> None:
    organisation_make(actor=None, name="Mesa Norte", short="NOR", now=timezone.now())
    settings.VIGIA_DEMO = True
    with pytest.raises(CommandError, match="real desk"):
        run("demo_desk")
    assert not Directory.objects.exists()


def test_demo_desk_is_made_once(home: Path, settings: Any) -> None:
    settings.VIGIA_DEMO = True
    run("demo_desk")
    before = demo.path().read_bytes(), list(Directory.objects.values_list("sha256", flat=True))
    run("demo_desk")
    assert (demo.path().read_bytes(), list(Directory.objects.values_list("sha256", flat=True))) == before
    assert demo.path().stat().st_mode & 0o777 == 0o600
