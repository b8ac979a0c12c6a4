"""The API's guard: 401 and 403 with a code, roles, step-up, CSRF, and polling that keeps nothing awake."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import clear_url_caches, include, path
from django.utils import timezone
from ninja import NinjaAPI

from accounts.guards import StaffAuth, StaffRequest, install_refusals, need_step_up, staff_page
from accounts.models import Role, StaffSession
from tests.cast import PASSWORD, Cast, StaffClient, signed_in

pytestmark = pytest.mark.django_db

api = NinjaAPI(urls_namespace="guard-tests", docs_url=None, openapi_url=None)
install_refusals(api)


def who(request: HttpRequest) -> dict[str, str]:
    return {"name": request.auth.user.username, "session": request.auth.session_id}  # type: ignore[attr-defined]  # ninja sets it


def sometimes(request: HttpRequest) -> dict[str, str]:
    need_step_up(request)
    return who(request)


api.get("any", auth=StaffAuth("desk"))(who)
api.post("any", auth=StaffAuth("desk"))(who)
api.get("mark", auth=StaffAuth("desk", active=False))(who)
api.get("lead", auth=StaffAuth("desk", {Role.LEAD}))(who)
api.get("fresh", auth=StaffAuth("desk", step_up=True))(who)
api.get("sometimes", auth=StaffAuth("desk"))(sometimes)


@staff_page("desk", {Role.LEAD})
def lead_page(request: StaffRequest) -> HttpResponse:
    return HttpResponse(request.staff.user.username)


urlpatterns = [
    path("desk/api/", api.urls),
    path("desk/lead/", lead_page),
    path("desk/", include(("accounts.urls", "accounts"), namespace="desk-accounts"), {"audience": "desk"}),
]


@pytest.fixture(autouse=True)
def _these_urls(settings: Any) -> Iterator[None]:
    settings.ROOT_URLCONF = __name__
    clear_url_caches()
    yield
    clear_url_caches()


def call(client: StaffClient, name: str, **extra: Any) -> tuple[int, str]:
    response = client.get(f"/desk/api/{name}", **extra)
    return response.status_code, json.loads(response.content).get("code", "")


def age(seconds: int, field: str) -> None:
    StaffSession.objects.update(**{field: timezone.now() - timedelta(seconds=seconds)})


def test_the_operation_gets_who_asks(cast: Cast) -> None:
    client = signed_in(cast.case_worker)
    body = client.get("/desk/api/any").json()
    assert body == {"name": "carlos", "session": StaffSession.objects.get().id.hex}


def test_a_stranger_and_half_a_sign_in_are_signed_out(cast: Cast) -> None:
    assert call(StaffClient(), "any") == (401, "signed_out")
    half = StaffClient()
    half.post("/desk/sign-in/", {"username": "carlos", "password": PASSWORD})
    assert call(half, "any") == (401, "signed_out")


def test_a_partners_session_is_none_here(cast: Cast) -> None:
    client = signed_in(cast.partner_a)
    client.cookies["vigia_desk"] = client.cookies["vigia_partner"].value
    assert call(client, "any") == (401, "signed_out")


def test_a_role_may_be_wanted(cast: Cast) -> None:
    assert call(signed_in(cast.case_worker), "lead") == (403, "forbidden")
    assert call(signed_in(cast.lead), "lead") == (200, "")


def test_a_fresh_second_factor_may_be_wanted(cast: Cast, settings: Any) -> None:
    client = signed_in(cast.lead)
    assert call(client, "fresh")[0] == call(client, "sometimes")[0] == 200
    age(settings.STEP_UP_SECONDS + 1, "verified_at")
    assert call(client, "fresh") == call(client, "sometimes") == (403, "step_up")
    assert call(client, "any") == (200, "")


def test_an_idle_session_is_signed_out(cast: Cast, settings: Any) -> None:
    client = signed_in(cast.lead)
    age(settings.STAFF_IDLE_SECONDS + 1, "seen_at")
    assert call(client, "any") == (401, "signed_out")
    assert call(client, "any") == (401, "signed_out")


@pytest.mark.parametrize(("name", "headers"), [("mark", {}), ("any", {"X-Vigia-Poll": "1"})])
def test_polling_keeps_nothing_awake(cast: Cast, settings: Any, name: str, headers: dict[str, str]) -> None:
    client = signed_in(cast.lead)
    age(settings.STAFF_IDLE_SECONDS - 60, "seen_at")
    assert call(client, name, headers=headers)[0] == 200
    age(settings.STAFF_IDLE_SECONDS + 1, "seen_at")
    assert call(client, name, headers=headers) == (401, "signed_out")


def test_acts_through_the_api_keep_awake(cast: Cast) -> None:
    client = signed_in(cast.lead)
    age(600, "seen_at")
    call(client, "any")
    assert StaffSession.objects.get().seen_at > timezone.now() - timedelta(seconds=30)


def test_writing_needs_the_pages_token_and_origin(cast: Cast) -> None:
    client = signed_in(cast.lead)
    client.handler.enforce_csrf_checks = True
    response = client.post_json("/desk/api/any", {})
    assert (response.status_code, json.loads(response.content)["code"]) == (403, "forbidden")
    client.handler.enforce_csrf_checks = False
    assert client.post_json("/desk/api/any", {}).status_code == 200
    foreign = client.post_json("/desk/api/any", {}, headers={"Origin": "http://elsewhere.example"})
    assert foreign.status_code == 403


def test_refusals_have_a_sentence_in_the_readers_language(cast: Cast) -> None:
    assert signed_in(cast.case_worker).get("/desk/api/lead").json()["message"] == "Usted no puede hacer esto."


def test_a_page_leads_to_sign_in_and_refuses_other_roles(cast: Cast) -> None:
    assert StaffClient().get("/desk/lead/").headers["Location"] == "/desk/sign-in/?next=%2Fdesk%2Flead%2F"
    assert signed_in(cast.lead).get("/desk/lead/").content == b"lucia"
