"""The full header set, per audience, for every URL pattern that exists (threat model rows 2, 5, 6, 7 and 8)."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from portal.audiences import Audience, audience_of
from portal.middleware import COMMON_HEADERS, SENSORS
from tests.cast import StaffClient, signed_in
from tests.desk_fixture import DeskKeys
from tests.views.rights_table import TABLE, Row
from tests.views.test_rights import active, filled, names

# What an answer may carry at all: a header that is not listed here fails.
KNOWN = {name.lower() for name in COMMON_HEADERS} | {
    "allow",
    "cache-control",
    "clear-site-data",
    "content-encoding",
    "content-language",
    "content-length",
    "content-security-policy",
    "content-type",
    "expires",
    "last-modified",
    "location",
    "refresh",
    "vary",
}


def ask(client: Client, row: Row, values: dict[str, str]) -> tuple[str, dict[str, str], list[str]]:
    """Path, headers and cookie names of the answer to a row."""
    path = "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: values[str(match[1]).removesuffix("_id")], row.pattern)
    body = filled(json.dumps({} if row.body is None else row.body), values)
    response = (
        client.get(path)
        if row.method == "GET"
        else client.generic(row.method, path, body, content_type="application/json")
    )
    return path, {name.lower(): value for name, value in response.headers.items()}, list(response.cookies)


def directives(policy: str) -> dict[str, list[str]]:
    """A content security policy as its directives."""
    return {words[0]: words[1:] for words in (part.split() for part in policy.split(";")) if words}


def check_policy(audience: Audience, policy: str) -> None:
    found = directives(policy)
    assert found["default-src"] == ["'none'"]
    assert found["base-uri"] == ["'none'"]
    assert found["frame-ancestors"] == ["'none'"]
    assert found["form-action"] == ["'self'"]
    words = {word for values in found.values() for word in values}
    assert not words & {"'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'", "*", "http:", "https:"}
    assert not any("//" in word for word in words)
    if audience is Audience.PUBLIC:
        assert "'wasm-unsafe-eval'" not in words
        assert all(re.fullmatch(r"'sha256-[A-Za-z0-9+/]{43}='", word) for word in found["style-src"])
        assert found["script-src"] == ["'self'"]
    else:
        assert found["require-trusted-types-for"] == ["'script'"]


def check(path: str, headers: dict[str, str], cookies: list[str]) -> None:
    audience = audience_of(path)
    for name, value in COMMON_HEADERS.items():
        assert headers[name.lower()] == value, (path, name)
    check_policy(audience, headers["content-security-policy"])
    assert set(headers) <= KNOWN, (path, set(headers) - KNOWN)
    if audience is Audience.PUBLIC:
        assert cookies == [], path
        assert "cookie" not in headers.get("vary", "").lower(), path
    else:
        assert "no-store" in headers["cache-control"], path
        assert cookies in ([], [audience.cookie_name]), path


@pytest.mark.parametrize("who", ["stranger", "lead", "partner_a"])
def test_every_answer_carries_its_audiences_headers(desk_keys: DeskKeys, who: str) -> None:
    values = names(desk_keys, active(desk_keys))
    user = desk_keys.cast.everybody[who]
    for row in TABLE:
        if row.state == "active":
            check(*ask(signed_in(user), row, values))


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/nowhere/", "GET", 404),
        ("/desk/nowhere/", "GET", 404),
        ("/partner/nowhere/", "GET", 404),
        ("/es/", "TRACE", 405),
        ("/desk/", "TRACE", 405),
        ("/es/", "BREW", 405),
        ("/es/", "PUT", 405),
        ("/mailbox/", "GET", 405),
    ],
)
def test_refusals_carry_them_too_and_tell_nothing(desk_keys: DeskKeys, path: str, method: str, status: int) -> None:
    response = Client().generic(method, path)
    assert response.status_code == status
    check(path, {name.lower(): value for name, value in response.headers.items()}, list(response.cookies))
    text = response.content.decode().lower()
    assert not any(word in text for word in ("django", "python", "traceback", "granian", "exception"))


def test_every_sensor_is_denied() -> None:
    denied = dict(part.split("=") for part in COMMON_HEADERS["Permissions-Policy"].split(", "))
    assert set(denied) == set(SENSORS)
    assert set(denied.values()) == {"()"}
    assert {"camera", "microphone", "geolocation", "accelerometer", "gyroscope", "magnetometer"} <= set(denied)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver.elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {},
    ],
    ids=str,
)
def test_staff_writes_need_our_own_origin(desk_keys: DeskKeys, headers: dict[str, str]) -> None:
    """Row 6: a right session is not enough, and a browser that says nothing is refused as well."""
    client = signed_in(desk_keys.cast.lead)
    client.defaults = {
        key: value for key, value in client.defaults.items() if "ORIGIN" not in key and "SEC_" not in key
    }
    for path in ("/desk/api/tips/" + str(desk_keys.epoch.id) + "/take", "/desk/sign-out/", "/desk/sign-in/"):
        response = client.post(path, "{}", content_type="application/json", headers=headers)
        assert response.status_code == 403, (path, headers)


def test_a_staff_client_of_ours_is_let_in(desk_keys: DeskKeys) -> None:
    assert isinstance(signed_in(desk_keys.cast.lead), StaffClient)
    assert signed_in(desk_keys.cast.lead).post_json("/desk/api/language", {"language": "es"}).status_code == 204
