"""The shared and the people's part of the staff API: shapes, refusals, and who hears what."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Invitation, User
from sealing.encoding import b64_decode, b64_encode
from sealing.keys import key_id, sign_generate, xwing_generate
from sealing.vaults import VaultPlain, vault_seal
from tests.cast import Cast, StaffClient, signed_in
from tests.desk_fixture import DeskKeys
from vault.models import Directory, Vault

OLD = timedelta(minutes=20)


def answered(response: Any, status: int = 200) -> Any:
    """The JSON of an answer with that status."""
    assert response.status_code == status, response.content
    return json.loads(response.content) if response.content else None


def test_me_tells_what_the_page_needs(desk_keys: DeskKeys) -> None:
    cast = desk_keys.cast
    me = answered(signed_in(cast.case_worker).get("/desk/api/me"))
    assert (me["username"], me["role"], me["organisation"]["kind"]) == ("carlos", "case_worker", "desk")
    assert b64_decode(me["root_key"]) == desk_keys.root_key
    assert b64_decode(me["receipt_salt"]) == desk_keys.salt
    assert (me["has_vault"], me["admitted"], me["demo"]) == (True, True, False)
    assert len(bytes.fromhex(me["session_id"])) == 16
    assert 0 < me["step_up_seconds"] <= 900
    partner = answered(signed_in(cast.partner_a).get("/partner/api/me"))
    assert partner["organisation"]["short"] == "ORI"


def test_me_before_the_desk_was_set_up(cast: Cast, settings: Any, tmp_path: Any) -> None:
    settings.ROOT_KEY_FILE = tmp_path / "none"
    assert answered(signed_in(cast.lead).get("/desk/api/me"), 409)["code"] == "not_ready"


def new_vault(user: User) -> dict[str, str]:
    """What a browser sends at the first visit."""
    seal_seed, seal_key = xwing_generate()
    sign_seed, sign_key = sign_generate()
    plain = VaultPlain(seal_seed, sign_seed, bytes(32), 0, bytes(32), 0, bytes(32))
    blob = vault_seal(passphrase="x", plain=plain, user=user.id)
    return {"blob": b64_encode(blob), "seal_key": b64_encode(seal_key), "sign_key": b64_encode(sign_key)}


def test_a_vault_is_made_and_only_its_owner_hears_it(desk_keys: DeskKeys) -> None:
    cast = desk_keys.cast
    Vault.objects.filter(user=cast.partner_a).delete()
    client = signed_in(cast.partner_a)
    assert answered(client.get("/partner/api/vault"), 404)["code"] == "missing"
    sent = new_vault(cast.partner_a)
    me = answered(client.put_json("/partner/api/vault", sent))
    assert (me["has_vault"], me["admitted"]) == (True, False)
    assert answered(client.get("/partner/api/vault"))["blob"] == sent["blob"]
    other = answered(signed_in(cast.partner_b).get("/partner/api/vault"))
    assert other["blob"] != sent["blob"]


@pytest.mark.parametrize(
    ("field", "value", "status", "code"),
    [
        ("blob", "AA", 409, "vault_shape"),
        ("blob", "not base64!", 409, "malformed"),
        ("seal_key", "AA", 409, "seal_key"),
        ("sign_key", "AA", 409, "sign_key"),
        ("sign_key", None, 422, "malformed"),
    ],
)
def test_what_is_no_vault_is_refused(
    desk_keys: DeskKeys, field: str, value: str | None, status: int, code: str
) -> None:
    user = desk_keys.cast.partner_a
    Vault.objects.filter(user=user).delete()
    sent: dict[str, Any] = {**new_vault(user), field: value}
    problem = answered(signed_in(user).put_json("/partner/api/vault", sent), status)
    assert problem["code"] == code
    assert not Vault.objects.filter(user=user).exists()


def test_half_key_of_one_session_is_not_anothers(desk_keys: DeskKeys) -> None:
    user = desk_keys.cast.case_worker
    one, two = signed_in(user), signed_in(user)
    assert answered(one.get("/desk/api/half-key"), 404)["code"] == "missing"
    drawn = answered(one.post_json("/desk/api/half-key", {}))["half_key"]
    assert len(b64_decode(drawn)) == 32
    assert answered(one.get("/desk/api/half-key"))["half_key"] == drawn
    answered(two.get("/desk/api/half-key"), 404)
    assert one.delete("/desk/api/half-key").status_code == 204
    answered(one.get("/desk/api/half-key"), 404)


def test_signing_out_ends_the_half_key(desk_keys: DeskKeys) -> None:
    client = signed_in(desk_keys.cast.case_worker)
    answered(client.post_json("/desk/api/half-key", {}))
    cookies = client.cookies["vigia_desk"].value
    client.post("/desk/sign-out/")
    client.cookies["vigia_desk"] = cookies
    answered(client.get("/desk/api/half-key"), 401)


def test_directories_by_kind_and_hash(desk_keys: DeskKeys) -> None:
    client = signed_in(desk_keys.cast.partner_a)
    for kind in ("desk", "public"):
        row = Directory.objects.get(kind=kind)
        newest = answered(client.get(f"/partner/api/directories/{kind}"))
        assert b64_decode(newest["body"]) == bytes(row.body)
        assert answered(client.get(f"/partner/api/directories/{kind}/{bytes(row.sha256).hex()}")) == newest
    for other in ("00" * 32, "zz", "0"):
        answered(client.get(f"/partner/api/directories/desk/{other}"), 404)
    answered(client.get("/partner/api/directories/other"), 422)


def test_no_directory_yet(cast: Cast) -> None:
    answered(signed_in(cast.lead).get("/desk/api/directories/desk"), 404)


def test_epochs_come_with_ones_own_wrap(desk_keys: DeskKeys) -> None:
    cast = desk_keys.cast
    mine = answered(signed_in(cast.case_worker).get("/desk/api/epochs"))[0]
    theirs = answered(signed_in(cast.lead).get("/desk/api/epochs"))[0]
    assert mine["wrap"] != theirs["wrap"]
    assert mine["holders"] == theirs["holders"]
    assert b64_encode(key_id(desk_keys.worker.seal_key)) in mine["holders"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("directory-versions/desk", {"body": "AA", "signatures": []}),
        ("invitations", {"role": "lead", "organisation": None, "name": "x", "username": "x"}),
        ("people/{person}/endorsements", {"entry": "AA", "key": "AA", "sig": "AA"}),
        ("people/{person}/deactivate", {}),
    ],
)
def test_leads_steps_want_a_fresh_second_factor(desk_keys: DeskKeys, path: str, body: dict[str, Any]) -> None:
    cast = desk_keys.cast
    where = "/desk/api/" + path.format(person=cast.partner_b.id)
    sent = {**body, "organisation": str(cast.desk.id)} if "organisation" in body else body
    old = signed_in(cast.lead, now=timezone.now() - OLD)
    assert answered(old.post_json(where, sent), 403)["code"] == "step_up"
    assert answered(signed_in(cast.case_worker).post_json(where, sent), 403)["code"] == "forbidden"
    cast.partner_b.refresh_from_db()
    assert cast.partner_b.is_active


def invite(client: StaffClient, cast: Cast, **change: Any) -> Any:
    """Ask for an invitation."""
    body = {"role": "partner", "organisation": str(cast.organisation_a.id), "name": "Ana Ruiz", "username": "ana"}
    return client.post_json("/desk/api/invitations", {**body, **change})


def test_an_invitations_link_is_shown_once(desk_keys: DeskKeys) -> None:
    cast = desk_keys.cast
    client = signed_in(cast.lead)
    made = answered(invite(client, cast))
    assert made["path"].startswith("/partner/welcome/")
    listed = answered(client.get("/desk/api/invitations"))
    assert [(row["id"], row["path"]) for row in listed] == [(made["id"], None)]
    assert client.delete(f"/desk/api/invitations/{made['id']}").status_code == 204
    answered(client.delete(f"/desk/api/invitations/{made['id']}"), 404)
    assert answered(client.get("/desk/api/invitations")) == []


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"username": "carlos"}, 409, "taken"),
        ({"username": "no spaces"}, 409, "username"),
        ({"role": "lead"}, 409, "role"),
        ({"name": ""}, 409, "name"),
        ({"organisation": "00000000-0000-4000-8000-000000000000"}, 404, "missing"),
    ],
)
def test_invitations_that_cannot_be(desk_keys: DeskKeys, change: dict[str, str], status: int, code: str) -> None:
    problem = answered(invite(signed_in(desk_keys.cast.lead), desk_keys.cast, **change), status)
    assert problem["code"] == code
    assert problem["message"]
    assert not Invitation.objects.exists()


def test_organisations_are_added_by_leads(desk_keys: DeskKeys) -> None:
    client = signed_in(desk_keys.cast.lead)
    made = answered(client.post_json("/desk/api/organisations", {"name": "Red Aguaje", "short": "agu"}))
    assert (made["kind"], made["short"]) == ("partner", "AGU")
    again = client.post_json("/desk/api/organisations", {"name": "Red Aguaje", "short": "AGU"})
    assert answered(again, 409)["code"] == "taken"


def test_people_shows_keys_and_waiting(desk_keys: DeskKeys) -> None:
    cast = desk_keys.cast
    found = answered(signed_in(cast.case_worker).get("/desk/api/people"))
    by_name = {row["username"]: row for row in found["people"]}
    assert len(by_name) == 6
    assert all(row["admitted"] for row in by_name.values())
    assert by_name["lucia"]["certificate"]
    assert by_name["carlos"]["certificate"] is None
    assert found["workers"][0]["id"] == str(desk_keys.worker_id)
    assert {row["short"] for row in found["organisations"]} == {"RIO", "ORI", "MAN"}


def test_shutting_out(desk_keys: DeskKeys) -> None:
    cast = desk_keys.cast
    gone = signed_in(cast.case_worker)
    client = signed_in(cast.lead)
    assert client.post_json(f"/desk/api/people/{cast.case_worker.id}/deactivate", {}).status_code == 204
    answered(gone.get("/desk/api/me"), 401)
    answered(client.post_json(f"/desk/api/people/{cast.desk.id}/deactivate", {}), 404)


def test_language(desk_keys: DeskKeys) -> None:
    user = desk_keys.cast.case_worker
    client = signed_in(user)
    assert client.post_json("/desk/api/language", {"language": "fr"}).status_code == 204
    user.refresh_from_db()
    assert user.language == "fr"
    assert answered(client.post_json("/desk/api/language", {"language": "tlh"}), 409)["code"] == "language"
