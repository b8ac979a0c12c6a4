"""The desk's shell page: for who is fully signed in, without content, with the built application's files."""

from __future__ import annotations

import json
import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from incidents.desk.urls import urlpatterns
from incidents.desk_texts import zone_choices
from incidents.templatetags.frontend import application
from tests.cast import Cast, signed_in

MANIFEST = {
    "src/desk/main.tsx": {"file": "desk-1.js", "imports": ["_a.js", "_b.js"], "css": ["desk-1.css"], "isEntry": True},
    "_a.js": {"file": "a-1.js", "imports": ["_b.js"], "css": ["a-1.css"]},
    "_b.js": {"file": "b-1.js", "imports": ["_a.js"]},
}
PATHS = [
    "",
    "tips/{id}/",
    "incidents/",
    "incidents/{id}/",
    "case-files/",
    "case-files/{id}/",
    "case-files/{id}/redact/",
    "people/",
]


@pytest.fixture(autouse=True)
def built(settings: object, tmp_path: Path) -> Path:
    """A built front end."""
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(MANIFEST), "utf-8")
    settings.FRONTEND_MANIFEST = path  # type: ignore[attr-defined]  # pytest-django's wrapper takes any setting
    return path


@pytest.mark.parametrize("path", PATHS)
def test_one_shell_for_every_path(cast: Cast, path: str) -> None:
    client = signed_in(cast.case_worker)
    response = client.get(f"/desk/{path.format(id=uuid4())}")
    assert response.status_code == 200
    page = response.content.decode()
    assert '<meta name="root" content="/desk/">' in page
    assert re.search(r'<meta name="csrf" content="[A-Za-z0-9]{64}">', page)
    assert "/static/app/desk-1.js" in page
    for zone, name in zone_choices():
        assert f'data-id="{zone}" content="{name}"' in page


def test_every_path_is_tried() -> None:
    assert len(PATHS) == len(urlpatterns)


@pytest.mark.parametrize("path", PATHS)
def test_a_stranger_goes_to_sign_in(db: None, path: str) -> None:
    response = Client().get(f"/desk/{path.format(id=uuid4())}")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/desk/sign-in/")


def test_a_partner_is_no_desk_user(cast: Cast) -> None:
    client = signed_in(cast.partner_a)
    assert client.get("/desk/").status_code == 302


def test_nothing_is_written_by_post(cast: Cast) -> None:
    assert signed_in(cast.case_worker).post("/desk/", headers={"Origin": "http://testserver"}).status_code in {403, 405}


def test_bad_id_is_no_page(cast: Cast) -> None:
    assert signed_in(cast.case_worker).get("/desk/tips/not-an-id/").status_code == 404


def test_tags_name_each_file_once() -> None:
    tags = application("src/desk/main.tsx")
    assert re.findall(r"/static/app/([\w.-]+)", tags) == ["a-1.css", "desk-1.css", "a-1.js", "b-1.js", "desk-1.js"]


def test_a_missing_build_says_what_to_do(built: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="make build"):
        application("src/partner/main.tsx")
    built.unlink()
    with pytest.raises(ImproperlyConfigured, match="make build"):
        application("src/desk/main.tsx")
