"""What a full sign-in is worth over time: idling, signing out, other audiences, asking again (threat model row 23)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from accounts.models import StaffSession
from accounts.sessions import half_key_name
from tests.cast import PASSWORD, Cast, StaffClient, signed_in, totp_code

pytestmark = pytest.mark.django_db


def age(seconds: float, field: str = "seen_at") -> None:
    for row in StaffSession.objects.all():
        StaffSession.objects.filter(id=row.id).update(**{field: timezone.now() - timedelta(seconds=seconds)})


def status(client: StaffClient, path: str = "/desk/account/", **headers: str) -> int:
    return client.get(path, headers=headers).status_code


def test_an_idle_session_ends_with_its_half_key(cast: Cast, settings: Any) -> None:
    client = signed_in(cast.lead)
    name = half_key_name(StaffSession.objects.get().id.hex)
    cache.set(name, b"half")
    age(settings.STAFF_IDLE_SECONDS - 5)
    assert status(client) == 200
    age(settings.STAFF_IDLE_SECONDS + 1)
    assert status(client) == 302
    assert not StaffSession.objects.exists()
    assert cache.get(name) is None
    assert status(client) == 302


def test_acts_keep_a_session_awake_and_polling_does_not(cast: Cast) -> None:
    client = signed_in(cast.lead)
    age(600)
    before = StaffSession.objects.get().seen_at
    assert status(client, **{"X-Vigia-Poll": "1"}) == 200
    assert StaffSession.objects.get().seen_at == before
    assert status(client) == 200
    assert StaffSession.objects.get().seen_at > before + timedelta(seconds=590)


def test_a_session_ends_after_its_longest_time_however_busy(cast: Cast, settings: Any) -> None:
    client = signed_in(cast.lead)
    age(settings.SESSION_COOKIE_AGE + 1, "started_at")
    assert status(client) == 302


def test_a_removed_row_ends_the_session_whatever_the_cookie(cast: Cast) -> None:
    client = signed_in(cast.lead)
    StaffSession.objects.all().delete()
    assert status(client) == 302
    assert status(client) == 302


def test_a_shut_account_is_out_at_once(cast: Cast) -> None:
    client = signed_in(cast.case_worker)
    cast.case_worker.is_active = False
    cast.case_worker.save()
    assert status(client) == 302


def test_a_changed_role_is_out_at_once(cast: Cast) -> None:
    client = signed_in(cast.partner_a)
    cast.partner_a.role = "lead"
    cast.partner_a.save()
    assert status(client, "/partner/account/") == 302


@pytest.mark.parametrize(("who", "other"), [("lead", "partner"), ("partner_a", "desk")])
def test_a_session_is_good_for_one_audience(cast: Cast, who: str, other: str) -> None:
    client = signed_in(getattr(cast, who))
    home = "partner" if other == "desk" else "desk"
    client.cookies[f"vigia_{other}"] = client.cookies[f"vigia_{home}"].value
    assert client.get(f"/{other}/account/").status_code == 302


def test_signing_out_ends_everything_and_clears_the_browser(cast: Cast) -> None:
    client = signed_in(cast.lead)
    row = StaffSession.objects.get()
    cookie = client.cookies["vigia_desk"].value
    cache.set(half_key_name(row.id.hex), b"half")
    response = client.post("/desk/sign-out/")
    assert (response.status_code, response.headers["Location"]) == (303, "/desk/sign-in/")
    assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert response.headers["Cache-Control"] == "no-store"
    assert cache.get(half_key_name(row.id.hex)) is None
    assert not StaffSession.objects.exists()
    client.cookies["vigia_desk"] = cookie
    assert status(client) == 302


def test_signing_out_twice_is_the_same(cast: Cast) -> None:
    response = StaffClient().post("/desk/sign-out/")
    assert response.status_code == 303
    assert "Clear-Site-Data" in response.headers


def test_signing_out_needs_the_pages_token(cast: Cast) -> None:
    client = signed_in(cast.lead)
    client.handler.enforce_csrf_checks = True
    assert client.post("/desk/sign-out/").status_code == 403
    assert StaffSession.objects.exists()


def test_step_up_asks_again_and_leads_back(cast: Cast, settings: Any) -> None:
    client = signed_in(cast.lead)
    assert client.get("/desk/account/recovery-codes/").status_code == 200
    age(settings.STEP_UP_SECONDS + 1, "verified_at")
    response = client.get("/desk/account/recovery-codes/")
    assert response.headers["Location"] == "/desk/step-up/?next=%2Fdesk%2Faccount%2Frecovery-codes%2F"
    # A POST without a fresh factor does nothing, and is not repeated by itself.
    assert client.post("/desk/account/recovery-codes/").headers["Location"] == "/desk/step-up/"
    assert client.get(response.headers["Location"]).status_code == 200
    wrong = client.post("/desk/step-up/", {"code": "000000"})
    assert wrong.status_code == 200
    assert client.get("/desk/account/recovery-codes/").status_code == 302
    code = totp_code(cast.lead)
    right = client.post("/desk/step-up/", {"code": code})
    assert right.headers["Location"] == "/desk/account/recovery-codes/"
    assert client.get("/desk/account/recovery-codes/").status_code == 200
    age(settings.STEP_UP_SECONDS + 1, "verified_at")
    assert client.post("/desk/step-up/", {"code": code}).status_code == 200
    assert client.get("/desk/account/recovery-codes/").status_code == 302


def test_a_stranger_is_led_to_sign_in(cast: Cast) -> None:
    for path in ("account/", "account/password/", "account/recovery-codes/", "account/authenticator/", "step-up/"):
        assert status(StaffClient(), f"/desk/{path}") == 302
        assert StaffClient().post(f"/desk/{path}").status_code == 302 if path != "account/" else True


def test_a_new_password_ends_the_other_sessions(cast: Cast) -> None:
    here, elsewhere = signed_in(cast.lead), signed_in(cast.lead)
    new = "cuatro remos y una luna"
    form = {"current": PASSWORD, "new": new, "again": new}
    for wrong in ({"current": "no es"}, {"again": "otra cosa distinta"}, {"new": "corta", "again": "corta"}):
        assert 'class="error"' in here.post("/desk/account/password/", {**form, **wrong}).content.decode()
    response = here.post("/desk/account/password/", form)
    assert "<h1>Su contraseña ha cambiado</h1>" in response.content.decode()
    assert status(here) == 200
    assert status(elsewhere) == 302
    again = StaffClient()
    assert again.post("/desk/sign-in/", {"username": "lucia", "password": PASSWORD}).status_code == 200
    assert again.post("/desk/sign-in/", {"username": "lucia", "password": new}).status_code == 302


def test_new_recovery_codes_are_shown_once(cast: Cast) -> None:
    client = signed_in(cast.lead)
    page = client.post("/desk/account/recovery-codes/").content.decode()
    assert page.count("<li>") == 10
    assert client.get("/desk/account/recovery-codes/").content.decode().count("<li>") == 0


def test_a_new_authenticator_can_be_enrolled(cast: Cast) -> None:
    client, elsewhere = signed_in(cast.lead), signed_in(cast.lead)
    assert "data:image/png;base64," in client.get("/desk/account/authenticator/").content.decode()
    page = client.post("/desk/account/authenticator/", {"code": totp_code(cast.lead, enrolling=True)}).content.decode()
    assert page.count("<li>") == 10
    assert status(client) == 200
    assert status(elsewhere) == 302


def test_people_choose_their_language(cast: Cast) -> None:
    client = signed_in(cast.lead)
    assert client.post("/desk/account/language/", {"language": "fr"}).status_code == 302
    assert '<html lang="fr">' in client.get("/desk/account/").content.decode()
    assert client.post("/desk/account/language/", {"language": "qu"}).status_code == 400
