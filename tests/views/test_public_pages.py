"""Every public page in every language: its headers, its bytes, its words (threat model rows 1 to 8)."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from incidents.desk_texts import FIRST_LANGUAGE, LANGUAGES
from incidents.public import pages
from tests.desk_fixture import DeskKeys

pytestmark = pytest.mark.django_db

FORMS = [f"/{lang}/" for lang in LANGUAGES]
ANSWERS = [f"/{lang}/answers/" for lang in LANGUAGES]
PAGES = ["/", *FORMS, *ANSWERS, "/leave/", "/weather/"]
# Everything that a stranger's GET can meet, errors among it.
ALL = [*PAGES, "/keys.json", "/favicon.ico", "/nothing/", "/es/nothing/", "/mailbox/", "/es/sealed/"]

STRANGE = {
    "Accept-Language": "fr-CA,fr;q=0.9",
    "User-Agent": "Canary/7.0 (planted)",
    "Cookie": "vigia_desk=planted; codename=planted",
    "Referer": "https://elsewhere.example/planted",
    "X-Forwarded-For": "127.66.77.88",
    "DNT": "1",
}


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, desk_keys: DeskKeys) -> DeskKeys:
    """The front end as if it were built."""
    entries = {f"src/public/{name}.ts": {"file": f"{name}-abc.js"} for name in ("report", "answers")}
    entries |= {f"words/{lang}.txt": {"file": f"words-{lang}-abc.txt"} for lang in LANGUAGES}
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps(entries), encoding="utf-8")
    monkeypatch.setattr(settings, "FRONTEND_MANIFEST", manifest)
    pages.forget()
    return desk_keys


@pytest.fixture(autouse=True)
def _forget() -> None:
    pages.forget()


@pytest.mark.parametrize("path", ALL)
def test_row_2_no_public_answer_sets_a_cookie(path: str, desk_keys: DeskKeys) -> None:
    for response in (Client().get(path), Client().post(path, {"text": ""}), Client().get(path, headers=STRANGE)):
        assert "Set-Cookie" not in response.headers
        assert not response.cookies


@pytest.mark.parametrize("path", [*PAGES, "/keys.json", "/nothing/"])
def test_row_3_a_path_has_the_same_bytes_and_headers_for_everyone(path: str, script: DeskKeys) -> None:
    plain, strange = Client().get(path), Client().get(path, headers=STRANGE)
    assert plain.content == strange.content
    assert dict(plain.headers) == dict(strange.headers)
    pages.forget()
    assert Client().get(path).content == plain.content, "another process would serve other bytes"


def test_row_3_the_root_is_the_first_language_without_a_redirect(script: DeskKeys) -> None:
    assert Client().get("/").content == Client().get(f"/{FIRST_LANGUAGE}/").content


def test_row_3_pages_of_all_languages_have_one_size_plain_and_packed(script: DeskKeys) -> None:
    plain, packed = set(), set()
    receipt = Client().post("/es/", {"text": "Algo pasó"})
    assert receipt.status_code == 201
    plain.add(len(receipt.content))
    for path in [*PAGES, "/nothing/", *(f"/{lang}/nothing/" for lang in LANGUAGES)]:
        plain.add(len(Client().get(path).content))
        response = Client().get(path, headers={"Accept-Encoding": "br;q=0.9, gzip"})
        assert response.headers["Content-Encoding"] == "gzip"
        packed.add(len(response.content))
        assert zlib.decompress(response.content, zlib.MAX_WBITS | 16).rstrip() == Client().get(path).content.rstrip()
    assert len(plain) == 1, plain
    assert packed == {12 * 1024}, "with its headers a page stays under 14,600 bytes"


@pytest.mark.parametrize("path", PAGES)
def test_row_4_pages_name_no_other_origin(path: str, script: DeskKeys) -> None:
    html = Client().get(path).content.decode()
    assert not re.search(r"(?i)(https?:)?//[a-z0-9]", html)
    assert "<img" not in html
    assert "prefetch" not in html
    assert "preload" not in html


@pytest.mark.parametrize("path", [*PAGES, "/nothing/"])
def test_row_5_the_policy_allows_exactly_the_one_style(path: str, script: DeskKeys) -> None:
    response = Client().get(path)
    policy = response.headers["Content-Security-Policy"]
    html = response.content.decode()
    found = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    assert len(found) == 1
    digest = base64.b64encode(hashlib.sha256(found[0].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<[^>]* (style|on[a-z]+)=", html)


@pytest.mark.parametrize("path", ALL)
def test_row_7_nothing_is_stored_by_the_browser(path: str, desk_keys: DeskKeys) -> None:
    assert Client().get(path).headers["Cache-Control"] == "no-store"


def test_row_7_leaving_clears_the_site_and_goes_on_to_a_neutral_page(desk_keys: DeskKeys) -> None:
    response = Client().get("/leave/")
    html = response.content.decode()
    assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert '<meta http-equiv="refresh" content="0;url=/weather/">' in html
    neutral = Client().get("/weather/").content.decode()
    assert "Vigía" not in neutral
    assert "/es/" not in neutral


@pytest.mark.parametrize("path", [*FORMS, *ANSWERS])
def test_leave_quickly_is_the_second_thing_on_every_page(path: str, script: DeskKeys) -> None:
    links = re.findall(r'<a [^>]*href="([^"]+)"', Client().get(path).content.decode())
    assert links[:2] == ["#main", "/leave/"]


def test_row_8_error_pages_look_alike_and_hold_no_detail(desk_keys: DeskKeys) -> None:
    shapes = set()
    for lang in LANGUAGES:
        for status in pages.ERRORS:
            html = pages.error_page(status, lang).plain.decode()
            shapes.add(re.sub(r">[^<]+<|\"[^\"]*\"|<li[^>]*>|aria-current=\S+", "", html).strip())
            assert str(status) not in re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    response = Client().get("/es/planted-path/?planted=1")
    assert response.status_code == 404
    assert b"planted" not in response.content
    assert response.headers["Server"] == "vigia"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["/", "/es/", "/es/answers/", "/leave/", "/keys.json", "/mailbox/", "/es/sealed/"])
def test_row_8_other_methods_are_refused(path: str, method: str, desk_keys: DeskKeys) -> None:
    response = Client().generic(method, path)
    assert response.status_code == 405
    assert "Allow" in response.headers


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "DEBUG", "PROPFIND"])
def test_row_8_unknown_methods_are_refused(method: str, desk_keys: DeskKeys) -> None:
    assert Client().generic(method, "/es/").status_code == 405


@pytest.mark.parametrize("lang", LANGUAGES)
def test_row_1_the_form_needs_no_script(lang: str, script: DeskKeys) -> None:
    html = Client().get(f"/{lang}/").content.decode()
    assert f'action="/{lang}/" method="post" enctype="multipart/form-data"' in html
    assert '<button class="btn btn--main" formnovalidate>' in html
    assert html.count("<script") == 1
    assert '<script type="module" src="/static/app/report-abc.js"></script>' in html
    # The served page says that it seals on arrival; only the script may say otherwise.
    assert '<div class="notice" data-way="arrival"><p>' in html
    assert '<div class="notice" data-way="browser" hidden>' in html


def test_without_a_built_script_the_page_neither_waits_for_one_nor_carries_its_texts(
    desk_keys: DeskKeys, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "FRONTEND_MANIFEST", tmp_path / "absent.json")
    pages.forget()
    html = Client().get("/es/").content.decode()
    assert "<script" not in html
    assert '<div class="way">' in html
    assert "<template" not in html
    assert '<button class="btn" disabled>' not in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_speak_their_language_in_plain_words(lang: str, script: DeskKeys) -> None:
    html = Client().get(f"/{lang}/").content.decode() + Client().get(f"/{lang}/answers/").content.decode()
    assert {"es": "Cuente lo que pasó", "pt-br": "Conte o que aconteceu", "en": "Tell us what happened",
            "fr": "Racontez ce qui s’est passé"}[lang] in html  # fmt: skip
    text = re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL).lower()
    for jargon in (
        "encrypt",
        "cifrad",
        "chiffr",
        "criptograf",
        "metad",
        "métad",
        "2fa",
        "token",
        "javascript",
        "script",
    ):
        assert jargon not in text
    if lang != "en":
        for english in ("what happened", "send", "the desk", "your words", "answer"):
            assert english not in text


def test_a_demo_desk_says_so_on_every_page(desk_keys: DeskKeys, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in [*FORMS, *ANSWERS]:
        assert 'class="demo"' not in Client().get(path).content.decode()
    monkeypatch.setattr(settings, "VIGIA_DEMO", True)
    pages.forget()
    for path in [*FORMS, *ANSWERS, "/nothing/"]:
        assert 'class="demo"' in Client().get(path).content.decode()


@pytest.mark.django_db
def test_before_the_desk_is_set_up_pages_stand_and_say_that_nothing_can_be_taken() -> None:
    assert Client().get("/es/").status_code == 200
    assert Client().get("/keys.json").status_code == 503
    response = Client().post("/es/", {"text": "Algo pasó"})
    assert response.status_code == 503
    assert "Algo pasó" in response.content.decode()


def test_staff_errors_link_the_stylesheet_that_their_policy_allows(desk_keys: DeskKeys) -> None:
    response = Client().get("/desk/nothing-of-that-name/")
    assert response.status_code == 404
    assert b"<style>" not in response.content
    assert b'href="/static/css/tokens.css"' in response.content
