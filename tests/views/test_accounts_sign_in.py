"""Signing in: password, second factor, and nothing in between (threat model rows 17, 18)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.utils import timezone

from accounts.models import StaffSession, Throttle, User
from accounts.services.second_factor import recovery_codes_make
from accounts.services.throttle import FREE
from audit.models import AuditEvent
from tests.cast import PASSWORD, Cast, StaffClient, make_person, pass_gate, totp_code

pytestmark = pytest.mark.django_db
WRONG = "una clave que no es"


def body(response: Any) -> str:
    """The page without what differs by its reader alone: form tokens and the typed name."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())
    return re.sub(r'name="username" value="[^"]*"', "", text)


def sign_in(client: StaffClient, username: str, password: str, audience: str = "desk", **extra: Any) -> Any:
    return client.post(f"/{audience}/sign-in/", {"username": username, "password": password}, **extra)


def inside(client: StaffClient, audience: str = "desk") -> bool:
    return client.get(f"/{audience}/account/").status_code == 200


@pytest.mark.parametrize(("who", "audience"), [("case_worker", "desk"), ("lead", "desk"), ("partner_a", "partner")])
def test_password_and_code_let_in(cast: Cast, who: str, audience: str) -> None:
    person: User = getattr(cast, who)
    client = StaffClient()
    response = sign_in(client, person.username.upper(), PASSWORD, audience)
    assert (response.status_code, response.headers["Location"]) == (302, f"/{audience}/second-factor/")
    response = client.post(f"/{audience}/second-factor/", {"code": totp_code(person)})
    assert (response.status_code, response.headers["Location"]) == (302, f"/{audience}/")
    assert inside(client, audience)
    row = StaffSession.objects.get()
    assert (row.user, row.audience, len(row.id.hex)) == (person, audience, 32)
    assert AuditEvent.objects.filter(action="account:sign_in", actor=person.id.hex).count() == 1


def test_a_password_alone_opens_nothing(cast: Cast) -> None:
    client = StaffClient()
    sign_in(client, "lucia", PASSWORD)
    for path in (
        "account/",
        "account/password/",
        "account/recovery-codes/",
        "account/authenticator/",
        "step-up/",
    ):
        assert (
            client.get(f"/desk/{path}").headers["Location"]
            == f"/desk/sign-in/?next=%2Fdesk%2F{path.replace('/', '%2F')}"
        )
    assert not StaffSession.objects.exists()
    assert client.get("/desk/enrol/").headers["Location"] == "/desk/second-factor/"
    assert client.post("/desk/enrol/", {"code": totp_code(cast.lead)}).headers["Location"] == "/desk/second-factor/"


def test_the_second_page_needs_the_first(cast: Cast) -> None:
    client = StaffClient()
    for path in ("second-factor", "recovery", "enrol"):
        assert client.get(f"/desk/{path}/").headers["Location"] == "/desk/sign-in/"
        assert client.post(f"/desk/{path}/", {"code": totp_code(cast.lead)}).headers["Location"] == "/desk/sign-in/"
    assert not inside(client)


def test_half_a_sign_in_at_the_desk_is_none_at_the_partners(cast: Cast) -> None:
    client = StaffClient()
    sign_in(client, "lucia", PASSWORD)
    client.cookies["vigia_partner"] = client.cookies["vigia_desk"].value
    assert client.get("/partner/second-factor/").headers["Location"] == "/partner/sign-in/"


def test_whatever_is_wrong_gets_the_same_answer(cast: Cast) -> None:
    shut = make_person(cast.desk, "case_worker", "zoila", "Zoila Paz")
    shut.is_active = False
    shut.save()
    answers = {
        body(sign_in(StaffClient(), username, password, audience)).replace("/partner/", "/desk/")
        for username, password, audience in [
            ("lucia", WRONG, "desk"),
            ("nobody", WRONG, "desk"),
            ("nobody", PASSWORD, "desk"),
            ("tomas", PASSWORD, "desk"),
            ("zoila", PASSWORD, "desk"),
            ("' OR 1=1 --", WRONG, "desk"),
        ]
    }
    assert len(answers) == 1
    assert "no van juntos" in answers.pop()
    partner = {body(sign_in(StaffClient(), name, PASSWORD, "partner")) for name in ("lucia", "nobody")}
    assert len(partner) == 1


@pytest.mark.parametrize("username", ["lucia", "nobody"])
def test_guessing_shuts_the_account_from_wherever_it_comes(cast: Cast, username: str) -> None:
    for number in range(FREE + 1):
        assert sign_in(StaffClient(), username, WRONG, REMOTE_ADDR=f"10.0.0.{number}").status_code == 200
    response = sign_in(StaffClient(), username, PASSWORD, REMOTE_ADDR="10.9.9.9")
    assert response.status_code == 429
    assert re.search("Espere 1[345] segundos", response.content.decode())
    # Others, from the same address, are not concerned.
    assert sign_in(StaffClient(), "carlos", PASSWORD).status_code == 302


def test_waiting_opens_it_and_a_good_sign_in_resets(cast: Cast) -> None:
    for _ in range(FREE + 1):
        sign_in(StaffClient(), "lucia", WRONG)
    Throttle.objects.update(refused_until=timezone.now() - timedelta(seconds=1))
    assert sign_in(StaffClient(), "lucia", PASSWORD).status_code == 302
    assert not Throttle.objects.exists()


class CountingHasher(MD5PasswordHasher):
    """Counts how often a password is worked on."""

    worked: ClassVar[list[str]] = []

    def encode(self, password: str, salt: str) -> str:
        self.worked.append(password)
        return super().encode(password, salt)


def test_a_name_that_nobody_has_costs_the_same_work(cast: Cast, settings: Any) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    work = {}
    for username, audience in [("lucia", "desk"), ("nobody", "desk"), ("tomas", "desk"), ("lucia", "partner")]:
        CountingHasher.worked.clear()
        sign_in(StaffClient(), username, WRONG, audience)
        work[username, audience] = list(CountingHasher.worked)
    assert set(map(tuple, work.values())) == {(WRONG,)}


def test_a_code_cannot_be_replayed(cast: Cast) -> None:
    code = totp_code(cast.lead)
    first, second = StaffClient(), StaffClient()
    sign_in(first, "lucia", PASSWORD)
    sign_in(second, "lucia", PASSWORD)
    assert first.post("/desk/second-factor/", {"code": code}).status_code == 302
    response = second.post("/desk/second-factor/", {"code": code})
    assert response.status_code == 200
    assert "Este código no sirve" in response.content.decode()
    assert not inside(second)


def test_codes_are_throttled(cast: Cast) -> None:
    client = StaffClient()
    sign_in(client, "lucia", PASSWORD)
    for _ in range(FREE + 1):
        assert client.post("/desk/second-factor/", {"code": "000000"}).status_code == 200
    assert client.post("/desk/second-factor/", {"code": totp_code(cast.lead)}).status_code == 429
    assert not inside(client)
    # Giving the password again does not wipe the count of codes.
    sign_in(client, "lucia", PASSWORD)
    assert client.post("/desk/second-factor/", {"code": totp_code(cast.lead)}).status_code == 429


def test_a_recovery_code_lets_in_once(cast: Cast) -> None:
    code = recovery_codes_make(user=cast.lead, now=timezone.now())[0]
    client = StaffClient()
    sign_in(client, "lucia", PASSWORD)
    assert client.post("/desk/recovery/", {"code": code}).headers["Location"] == "/desk/account/"
    assert inside(client)
    again = StaffClient()
    sign_in(again, "lucia", PASSWORD)
    response = again.post("/desk/recovery/", {"code": code})
    assert response.status_code == 200
    assert not inside(again)


def test_recovery_codes_are_throttled(cast: Cast) -> None:
    code = recovery_codes_make(user=cast.lead, now=timezone.now())[0]
    client = StaffClient()
    sign_in(client, "lucia", PASSWORD)
    for _ in range(FREE + 1):
        client.post("/desk/recovery/", {"code": "0000-0000-0000-0000"})
    assert client.post("/desk/recovery/", {"code": code}).status_code == 429


def test_half_a_sign_in_ends_after_ten_minutes(cast: Cast) -> None:
    client = StaffClient()
    sign_in(client, "lucia", PASSWORD)
    session = client.session_of("desk")
    session["half_way"] = {**session["half_way"], "at": session["half_way"]["at"] - 601}
    session.save()
    assert client.post("/desk/second-factor/", {"code": totp_code(cast.lead)}).headers["Location"] == "/desk/sign-in/"


def test_signing_in_changes_the_session_key_each_time(cast: Cast) -> None:
    client = StaffClient()
    client.get("/desk/sign-in/")
    keys = {client.cookies["vigia_desk"].value}
    sign_in(client, "lucia", PASSWORD)
    keys.add(client.cookies["vigia_desk"].value)
    client.post("/desk/second-factor/", {"code": totp_code(cast.lead)})
    keys.add(client.cookies["vigia_desk"].value)
    assert len(keys) == 3
    assert "half_way" not in client.session_of("desk")


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/desk/account/", "/desk/account/"),
        ("/desk/?tip=1", "/desk/?tip=1"),
        ("/partner/", "/desk/"),
        ("//evil.example/desk/", "/desk/"),
        ("https://evil.example/desk/", "/desk/"),
        ("/desk/\\evil.example", "/desk/"),
        ("/desk/api/tips", "/desk/"),
        ("javascript:alert(1)", "/desk/"),
    ],
)
def test_sign_in_leads_on_to_our_own_pages_alone(cast: Cast, wanted: str, reached: str) -> None:
    client = StaffClient()
    client.get("/desk/sign-in/", {"next": wanted})
    sign_in(client, "lucia", PASSWORD)
    assert client.post("/desk/second-factor/", {"code": totp_code(cast.lead)}).headers["Location"] == reached


def test_whoever_is_in_is_not_asked_again(cast: Cast) -> None:
    client = StaffClient()
    pass_gate(client, cast.lead)
    assert client.get("/desk/sign-in/").headers["Location"] == "/desk/"


def test_other_methods_are_refused(cast: Cast) -> None:
    for path in ("sign-in", "second-factor", "recovery", "enrol", "welcome", "step-up"):
        assert StaffClient().put(f"/desk/{path}/").status_code == 405
    assert StaffClient().post("/desk/welcome/x/").status_code == 405
    assert StaffClient().get("/desk/sign-out/").status_code == 405


def test_forms_need_their_token(cast: Cast) -> None:
    client = StaffClient(enforce_csrf_checks=True)
    response = sign_in(client, "lucia", PASSWORD)
    assert response.status_code == 403
    assert "Esta página estuvo abierta demasiado tiempo" in response.content.decode()


@pytest.mark.parametrize(
    ("language", "title"), [("es", "Entrar"), ("pt-br", "Entrar"), ("en", "Sign in"), ("fr", "Se connecter")]
)
def test_sign_in_speaks_four_languages(language: str, title: str) -> None:
    client = StaffClient()
    page = client.get("/desk/sign-in/", {"lang": language}).content.decode()
    assert f'<html lang="{language}">' in page
    assert f"<h1>{title}</h1>" in page
    # The choice stays with the browser's session.
    assert f"<h1>{title}</h1>" in client.get("/desk/sign-in/").content.decode()


def test_a_demo_desk_says_so(settings: Any) -> None:
    assert 'class="demo"' not in StaffClient().get("/desk/sign-in/").content.decode()
    settings.VIGIA_DEMO = True
    assert 'class="demo"' in StaffClient().get("/desk/sign-in/").content.decode()


def test_browsers_and_password_managers_are_told_what_the_fields_are() -> None:
    page = StaffClient().get("/desk/sign-in/").content.decode()
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert "style=" not in page
    assert "<script" not in page
