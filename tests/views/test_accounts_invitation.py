"""Coming in by a one-time link: once, within seven days, and through enrolment without a way around it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Invitation, Organisation, Role, User
from accounts.services.invitations import invitation_make, invitation_path
from tests.cast import PASSWORD, Cast, StaffClient, make_person, totp_code

pytestmark = pytest.mark.django_db
GOOD = "una canoa larga y verde"


def link(cast: Cast, role: str = Role.CASE_WORKER, organisation: Organisation | None = None) -> str:
    made, token = invitation_make(
        actor=cast.lead,
        role=role,
        organisation=organisation or cast.desk,
        name="Nina Rojas",
        username="nina",
        now=timezone.now(),
    )
    return invitation_path(made, token)


def accept(client: StaffClient, path: str, password: str = GOOD, audience: str = "desk") -> Any:
    client.get(path)
    return client.post(f"/{audience}/welcome/", {"new": password, "again": password})


@pytest.mark.parametrize("audience", ["desk", "partner"])
def test_the_whole_way_in(cast: Cast, audience: str) -> None:
    client = StaffClient()
    path = link(cast) if audience == "desk" else link(cast, Role.PARTNER, cast.organisation_a)
    response = client.get(path)
    # The link leaves the address at once, so that no Referer ever carries it.
    assert (response.status_code, response.headers["Location"]) == (302, f"/{audience}/welcome/")
    assert response.content == b""
    assert "Nina Rojas" in client.get(f"/{audience}/welcome/").content.decode()
    assert accept(client, path, audience=audience).headers["Location"] == f"/{audience}/enrol/"
    nina = User.objects.get(username="nina")
    assert client.get(f"/{audience}/account/").status_code == 302
    page = client.get(f"/{audience}/enrol/").content.decode()
    assert "data:image/png;base64," in page
    assert 'autocomplete="one-time-code"' in page
    assert client.post(f"/{audience}/enrol/", {"code": "000000"}).status_code == 200
    assert client.get(f"/{audience}/account/").status_code == 302
    shown = client.post(f"/{audience}/enrol/", {"code": totp_code(nina, enrolling=True)})
    codes = re.findall(r"<li>([0-9A-Z-]{19})</li>", shown.content.decode())
    assert len(codes) == 10
    assert shown.headers["Cache-Control"] == "no-store"
    assert client.get(f"/{audience}/account/").status_code == 200
    # They are not shown again, and the pages of the way in are over.
    assert client.get(f"/{audience}/enrol/").headers["Location"] == f"/{audience}/sign-in/"
    other = StaffClient()
    other.post(f"/{audience}/sign-in/", {"username": "nina", "password": GOOD})
    assert other.post(f"/{audience}/recovery/", {"code": codes[0]}).headers["Location"] == f"/{audience}/account/"


def test_enrolment_cannot_be_skipped(cast: Cast) -> None:
    make_person(cast.desk, Role.CASE_WORKER, "nina", "Nina Rojas", enrolled=False)
    client = StaffClient()
    response = client.post("/desk/sign-in/", {"username": "nina", "password": PASSWORD})
    assert response.headers["Location"] == "/desk/enrol/"
    for path in ("second-factor", "recovery"):
        assert client.get(f"/desk/{path}/").headers["Location"] == "/desk/enrol/"
        assert client.post(f"/desk/{path}/", {"code": "000000"}).headers["Location"] == "/desk/enrol/"
    assert client.get("/desk/account/").status_code == 302


def test_looking_at_a_link_uses_nothing_up(cast: Cast) -> None:
    path = link(cast)
    for _ in range(3):
        assert StaffClient().get(path).status_code == 302
    assert accept(StaffClient(), path).status_code == 302


def test_a_link_works_once(cast: Cast) -> None:
    path, late = link(cast), StaffClient()
    late.get(path)
    accept(StaffClient(), path)
    assert StaffClient().get(path).status_code == 404
    assert late.get("/desk/welcome/").status_code == 404
    assert late.post("/desk/welcome/", {"new": GOOD, "again": GOOD}).status_code == 404
    assert User.objects.filter(username="nina").count() == 1


def test_links_that_do_not_work_look_alike(cast: Cast) -> None:
    path = link(cast)
    pages = {StaffClient().get(f"/desk/welcome/{token}/").content for token in ("x", "y" * 43)}
    Invitation.objects.update(expires_at=timezone.now())
    pages.add(StaffClient().get(path).content)
    assert len(pages) == 1
    assert b"seguida" not in pages.pop()


def test_a_link_of_the_other_audience_does_not_work(cast: Cast) -> None:
    path = link(cast)
    assert StaffClient().get(path.replace("/desk/", "/partner/")).status_code == 404
    client = StaffClient()
    client.get(path)
    client.cookies["vigia_partner"] = client.cookies["vigia_desk"].value
    assert client.get("/partner/welcome/").status_code == 404


def test_a_weak_password_is_explained(cast: Cast) -> None:
    client, path = StaffClient(), link(cast)
    for weak in ("gato-9", "123456789012"):
        page = accept(client, path, weak)
        assert page.status_code == 200
        assert 'class="error"' in page.content.decode()
        assert weak not in page.content.decode()
    assert Invitation.objects.get().used_at is None


def test_nothing_is_shown_without_a_link(cast: Cast) -> None:
    assert StaffClient().get("/desk/welcome/").status_code == 404
