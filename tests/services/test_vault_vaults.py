"""Vaults and half-keys as the server keeps them: sealed, dear to guess, for one session."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from accounts.models import StaffSession
from accounts.sessions import Staff, half_key_name, session_touch, sessions_end
from audit.models import AuditEvent
from sealing.keys import sign_generate, xwing_generate
from sealing.types import SealedBytes
from sealing.vaults import VaultCost, VaultPlain, vault_seal
from tests.cast import Cast, signed_in
from vault.models import Vault
from vault.refusals import VaultRefusal
from vault.services.half_keys import half_key_drop, half_key_get, half_key_make
from vault.services.vaults import vault_put

FLOOR = VaultCost(passes=3, kib=65_536)


def blob(cast: Cast, cost: VaultCost = FLOOR) -> tuple[SealedBytes, bytes, bytes]:
    """A vault of the case worker's, and its public keys."""
    seal_seed, seal_key = xwing_generate()
    sign_seed, sign_key = sign_generate()
    plain = VaultPlain(seal_seed, sign_seed, bytes(32), 0, bytes(32), 0, bytes(32))
    sealed = vault_seal(passphrase="nueve palabras", plain=plain, user=cast.case_worker.id, cost=cost)
    return sealed, seal_key, sign_key


def put(cast: Cast, sealed: bytes, seal_key: bytes, sign_key: bytes) -> Vault:
    """Keep it, as the case worker's browser does."""
    return vault_put(user=cast.case_worker, blob=sealed, seal_key=seal_key, sign_key=sign_key, now=timezone.now())


def test_made_then_sealed_anew(cast: Cast) -> None:
    sealed, seal_key, sign_key = blob(cast)
    put(cast, sealed, seal_key, sign_key)
    other = sealed[:-1] + bytes([sealed[-1] ^ 1])
    put(cast, other, seal_key, sign_key)
    assert bytes(Vault.objects.get().blob) == other
    actions = list(AuditEvent.objects.filter(action__startswith="vault:").values_list("action", flat=True))
    assert actions == ["vault:make", "vault:change"]


def test_public_keys_never_change(cast: Cast) -> None:
    sealed, seal_key, sign_key = blob(cast)
    put(cast, sealed, seal_key, sign_key)
    for keys in ((xwing_generate()[1], sign_key), (seal_key, sign_generate()[1])):
        with pytest.raises(VaultRefusal, match="keys_fixed"):
            put(cast, sealed, *keys)
    assert bytes(Vault.objects.get().sign_key) == sign_key


def test_nobody_takes_anothers_key(cast: Cast) -> None:
    sealed, seal_key, sign_key = blob(cast)
    put(cast, sealed, seal_key, sign_key)
    for keys in ((seal_key, sign_generate()[1]), (xwing_generate()[1], sign_key)):
        with pytest.raises(VaultRefusal, match="key_taken"):
            vault_put(user=cast.lead, blob=sealed, seal_key=keys[0], sign_key=keys[1], now=timezone.now())


@pytest.mark.parametrize("cost", [VaultCost(2, 65_536), VaultCost(3, 65_535), VaultCost(17, 65_536)])
def test_cheap_and_dear_vaults_are_refused(cast: Cast, cost: VaultCost) -> None:
    sealed, seal_key, sign_key = blob(cast)
    changed = sealed[:17] + cost.passes.to_bytes(4, "big") + cost.kib.to_bytes(4, "big") + sealed[25:]
    with pytest.raises(VaultRefusal, match="vault_cost"):
        put(cast, changed, seal_key, sign_key)
    assert not Vault.objects.exists()


def test_other_shapes_are_refused(cast: Cast) -> None:
    sealed, seal_key, sign_key = blob(cast)
    for other in (b"", sealed[:-1], sealed + b"\0", b"\2" + sealed[1:]):
        with pytest.raises(VaultRefusal, match="vault_shape"):
            put(cast, other, seal_key, sign_key)
    with pytest.raises(VaultRefusal, match="seal_key"):
        put(cast, sealed, seal_key[:-1], sign_key)
    with pytest.raises(VaultRefusal, match="sign_key"):
        put(cast, sealed, seal_key, sign_key[:-1])


def staff(cast: Cast) -> Staff:
    """The case worker, signed in."""
    signed_in(cast.case_worker)
    return Staff(user=cast.case_worker, session=StaffSession.objects.get(user=cast.case_worker))


def test_half_key_is_this_sessions_and_fresh_each_time(cast: Cast) -> None:
    one = staff(cast)
    first = half_key_make(staff=one, now=timezone.now())
    assert half_key_get(staff=one) == first
    second = half_key_make(staff=one, now=timezone.now())
    assert len(second) == 32
    assert second != first
    assert half_key_get(staff=one) == second
    half_key_drop(staff=one)
    assert half_key_get(staff=one) is None


def test_half_key_dies_with_its_session(cast: Cast) -> None:
    one = staff(cast)
    half_key_make(staff=one, now=timezone.now())
    sessions_end(user=cast.case_worker)
    assert cache.get(half_key_name(one.session_id)) is None


def test_half_key_lives_as_long_as_the_session_is_used(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    one = staff(cast)
    half_key_make(staff=one, now=timezone.now())
    touched: list[tuple[str, int]] = []
    monkeypatch.setattr(cache, "touch", lambda name, timeout: touched.append((name, timeout)))
    session_touch(one, now=timezone.now())
    assert touched == []
    session_touch(one, now=timezone.now() + timedelta(minutes=1))
    assert touched == [(half_key_name(one.session_id), 1800)]


def test_half_key_is_in_no_row_of_the_database(cast: Cast) -> None:
    one = staff(cast)
    drawn = half_key_make(staff=one, now=timezone.now())
    event = AuditEvent.objects.get(action="vault:half_key")
    assert drawn.hex() not in event.facts
    assert one.session_id not in event.facts
