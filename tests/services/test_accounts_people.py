"""People, organisations and invitations: who may make them, and what they refuse."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Invitation, Role, StaffSession, User
from accounts.selectors import desk_organisation, invitations_pending, organisations_all, people_all
from accounts.services.invitations import (
    NoInvitation,
    invitation_accept,
    invitation_find,
    invitation_make,
    invitation_path,
    invitation_revoke,
)
from accounts.services.people import (
    NotAllowed,
    Refused,
    language_set,
    organisation_make,
    person_deactivate,
    person_make,
)
from accounts.services.sweep import accounts_sweep
from accounts.sessions import half_key_name
from audit.models import AuditEvent
from tests.cast import Cast, make_person, signed_in

pytestmark = pytest.mark.django_db
GOOD = "una canoa larga y verde"


def invite(cast: Cast, actor: User | None = None, username: str = "nina") -> tuple[Invitation, str]:
    return invitation_make(
        actor=actor or cast.lead,
        role=Role.CASE_WORKER,
        organisation=cast.desk,
        name="Nina Rojas",
        username=username,
        now=timezone.now(),
    )


def actions() -> list[str]:
    return list(AuditEvent.objects.values_list("action", flat=True))


def test_there_is_one_desk(cast: Cast) -> None:
    assert desk_organisation() == cast.desk
    with pytest.raises(Refused, match="taken"):
        organisation_make(actor=None, name="Otra mesa", short="OTR", now=timezone.now())
    assert [each.short for each in organisations_all()] == ["RIO", "MAN", "ORI"]


@pytest.mark.parametrize(
    ("name", "short", "code"),
    [
        ("Fundación Orilla", "XYZ", "taken"),
        ("  ", "XYZ", "name"),
        ("x" * 121, "XYZ", "name"),
        ("a\nb\x00", "XYZ", "name"),
        ("Nueva", "XY", "short"),
        ("Nueva", "X1Z", "short"),
        ("Nueva", "ÑÑÑ", "short"),
    ],
)
def test_organisations_that_cannot_be(cast: Cast, name: str, short: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        organisation_make(actor=cast.lead, name=name, short=short, now=timezone.now())


@pytest.mark.parametrize("who", ["case_worker", "partner_a"])
def test_only_leads_manage(cast: Cast, who: str) -> None:
    actor: User = getattr(cast, who)
    now = timezone.now()
    with pytest.raises(NotAllowed):
        organisation_make(actor=actor, name="Nueva", short="NUE", now=now)
    with pytest.raises(NotAllowed):
        invite(cast, actor)
    with pytest.raises(NotAllowed):
        person_deactivate(actor=actor, person=cast.lead, now=now)
    made, _ = invite(cast)
    with pytest.raises(NotAllowed):
        invitation_revoke(actor=actor, invitation=made, now=now)


def test_a_lead_cannot_shut_their_own_account(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        person_deactivate(actor=cast.lead, person=cast.lead, now=timezone.now())


@pytest.mark.parametrize("username", ["carlos", "CARLOS", " Carlos "])
def test_usernames_are_given_once_in_any_case(cast: Cast, username: str) -> None:
    with pytest.raises(Refused, match="taken"):
        make_person(cast.desk, Role.CASE_WORKER, username, "Otro", enrolled=False)
    with pytest.raises(Refused, match="taken"):
        invite(cast, username=username)


@pytest.mark.parametrize(
    ("username", "role", "language", "code"),
    [
        ("x", Role.CASE_WORKER, "es", "username"),
        ("dos palabras", Role.CASE_WORKER, "es", "username"),
        ("ñandú", Role.CASE_WORKER, "es", "username"),
        ("nina", "boss", "es", "role"),
        ("nina", Role.PARTNER, "es", "role"),
        ("nina", Role.CASE_WORKER, "xx", "language"),
    ],
)
def test_people_that_cannot_be(cast: Cast, username: str, role: str, language: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        person_make(
            actor="operator",
            organisation=cast.desk,
            role=role,
            name="Nina Rojas",
            username=username,
            password=GOOD,
            language=language,
            now=timezone.now(),
        )


def test_desk_roles_are_not_for_partner_organisations(cast: Cast) -> None:
    with pytest.raises(Refused, match="role"):
        make_person(cast.organisation_a, Role.LEAD, "nina", "Nina Rojas", enrolled=False)


def test_deactivation_ends_sessions_half_keys_and_links(cast: Cast) -> None:
    signed_in(cast.second_lead)
    session = StaffSession.objects.get(user=cast.second_lead)
    cache.set(half_key_name(session.id.hex), b"half")
    _, token = invite(cast, cast.second_lead)
    person_deactivate(actor=cast.lead, person=cast.second_lead, now=timezone.now())
    assert not StaffSession.objects.filter(user=cast.second_lead).exists()
    assert cache.get(half_key_name(session.id.hex)) is None
    with pytest.raises(NoInvitation):
        invitation_find(token=token, audience="desk", now=timezone.now())
    assert AuditEvent.objects.last().action == "account:deactivate"  # type: ignore[union-attr]  # there is one


def test_an_invitation_is_accepted_once(cast: Cast) -> None:
    now = timezone.now()
    made, token = invite(cast)
    assert invitation_path(made, token) == f"/desk/welcome/{token}/"
    assert token.encode() not in bytes(Invitation.objects.get().token_hash)
    found = invitation_find(token=token, audience="desk", now=now)
    person = invitation_accept(invitation=found, password=GOOD, language="pt-br", now=now)
    assert (person.username, person.role, person.language) == ("nina", Role.CASE_WORKER, "pt-br")
    assert person.check_password(GOOD)
    with pytest.raises(NoInvitation):
        invitation_find(token=token, audience="desk", now=now)
    with pytest.raises(NoInvitation):
        invitation_accept(invitation=made, password=GOOD, language="es", now=now)
    with pytest.raises(NoInvitation):
        invitation_revoke(actor=cast.lead, invitation=made, now=now)
    assert actions()[-3:] == ["invitation:make", "account:make", "invitation:accept"]


@pytest.mark.parametrize("password", ["short", "1234567890123", "password1234", "nina-rojas-nina"])
def test_an_invited_person_chooses_a_good_password(cast: Cast, password: str) -> None:
    made, _ = invite(cast, username="nina-rojas")
    with pytest.raises(ValidationError):
        invitation_accept(invitation=made, password=password, language="es", now=timezone.now())
    assert Invitation.objects.get().used_at is None


def test_links_that_do_not_work_answer_alike(cast: Cast) -> None:
    now = timezone.now()
    made, token = invite(cast)
    for wrong, audience, when in [
        ("x" * 43, "desk", now),
        (token, "partner", now),
        (token, "desk", now + timedelta(days=7, seconds=1)),
    ]:
        with pytest.raises(NoInvitation):
            invitation_find(token=wrong, audience=audience, now=when)
    invitation_revoke(actor=cast.lead, invitation=made, now=now)
    with pytest.raises(NoInvitation):
        invitation_find(token=token, audience="desk", now=now)


def test_a_second_link_for_a_name_ends_the_first(cast: Cast) -> None:
    invite(cast)
    second, _ = invite(cast)
    assert list(invitations_pending(now=timezone.now())) == [second]


def test_the_people_list_says_who_has_a_second_factor(cast: Cast) -> None:
    make_person(cast.desk, Role.CASE_WORKER, "nina", "Nina Rojas", enrolled=False)
    enrolled = {each.username: each.second_factor for each in people_all()}  # type: ignore[attr-defined]  # annotated
    assert enrolled["nina"] is False
    assert enrolled["lucia"] is True


def test_languages_are_those_we_have(cast: Cast) -> None:
    language_set(person=cast.lead, language="fr")
    assert User.objects.get(id=cast.lead.id).language == "fr"
    with pytest.raises(Refused, match="language"):
        language_set(person=cast.lead, language="qu")


def test_sessions_that_ended_by_themselves_are_swept(cast: Cast) -> None:
    now = timezone.now()
    signed_in(cast.lead, now=now - timedelta(hours=1))
    signed_in(cast.case_worker, now=now)
    assert accounts_sweep(now=now) == 1
    assert StaffSession.objects.get().user == cast.case_worker
