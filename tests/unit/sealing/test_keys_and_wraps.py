"""Key pairs, wraps and maker signatures."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sealing.envelopes import content_key_draw, json_seal
from sealing.errors import Damaged, NotForThisKey, Refused
from sealing.keys import (
    fingerprint_words,
    index_key,
    key_id,
    sign_generate,
    sign_public,
    sketch_key,
    xwing_generate,
    xwing_public,
)
from sealing.kinds import CHILD_KINDS, Kind
from sealing.makers import maker_sign, maker_verify
from sealing.opening import epoch_seed_open, index_wrap_open, json_open, wrap_open
from sealing.types import EpochSeed
from sealing.wraps import epoch_seed_wrap, index_wrap_seal, wrap_seal

SEED, PUBLIC = xwing_generate()
REF = uuid4()
CK = content_key_draw()
WRAP = wrap_seal(ck=CK, recipient=PUBLIC, kind=Kind.TIP, ref=REF)


def test_xwing_keys_are_those_of_the_draft() -> None:
    # draft-connolly-cfrg-xwing-kem, appendix C, first test vector: seed and the first bytes of pk.
    seed = bytes.fromhex("7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26")
    assert (
        xwing_public(seed).hex().startswith("e2236b35a8c24b39b10aa1323a96a919a2ced88400633a7b07131713fc14b2b5b19cfc3d")
    )


def test_ed25519_keys_are_those_of_the_standard() -> None:
    # RFC 8032, section 7.1, test 1.
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    assert sign_public(seed).hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"


def test_a_wrap_opens_with_its_key_alone() -> None:
    other, other_public = xwing_generate()
    assert wrap_open(seed=SEED, wrap=WRAP, wrap_key_id=key_id(PUBLIC), kind=Kind.TIP, ref=REF) == CK
    with pytest.raises(NotForThisKey):
        wrap_open(seed=other, wrap=WRAP, wrap_key_id=key_id(PUBLIC), kind=Kind.TIP, ref=REF)
    with pytest.raises(Damaged):
        wrap_open(seed=other, wrap=WRAP, wrap_key_id=key_id(other_public), kind=Kind.TIP, ref=REF)


@given(at=st.integers(0, len(WRAP) - 1), bit=st.integers(0, 7))
@settings(max_examples=150, deadline=None)
def test_any_flipped_bit_of_a_wrap_fails(at: int, bit: int) -> None:
    changed = bytearray(WRAP)
    changed[at] ^= 1 << bit
    with pytest.raises(Damaged):
        wrap_open(seed=SEED, wrap=bytes(changed), wrap_key_id=key_id(PUBLIC), kind=Kind.TIP, ref=REF)


@pytest.mark.parametrize(
    "recipient", [b"", PUBLIC[:-1], PUBLIC + b"\0", b"\xff" * 1216, PUBLIC[:1184] + bytes(32)], ids=len
)
def test_nothing_is_wrapped_to_what_is_no_key(recipient: bytes) -> None:
    with pytest.raises(Refused):
        wrap_seal(ck=CK, recipient=recipient, kind=Kind.TIP, ref=REF)


@pytest.mark.parametrize("kind", sorted(CHILD_KINDS | {Kind.INDEX_ROW, Kind.EPOCH_SEED}))
def test_kinds_without_such_a_wrap(kind: Kind) -> None:
    with pytest.raises(Refused):
        wrap_seal(ck=CK, recipient=PUBLIC, kind=kind, ref=REF)


def test_an_epoch_seed_must_be_the_epochs() -> None:
    epoch, epoch_public = xwing_generate()
    planted, _ = xwing_generate()
    known = key_id(PUBLIC)
    wrap = epoch_seed_wrap(seed=epoch, epoch_id=REF, recipient=PUBLIC)
    opened = epoch_seed_open(seed=SEED, wrap=wrap, wrap_key_id=known, epoch_id=REF, epoch_public=epoch_public)
    assert opened == epoch
    wrong = epoch_seed_wrap(seed=planted, epoch_id=REF, recipient=PUBLIC)
    with pytest.raises(Refused):
        epoch_seed_open(seed=SEED, wrap=wrong, wrap_key_id=known, epoch_id=REF, epoch_public=epoch_public)
    with pytest.raises(Damaged):
        epoch_seed_open(seed=SEED, wrap=wrap, wrap_key_id=known, epoch_id=uuid4(), epoch_public=epoch_public)
    with pytest.raises(Refused):
        wrap_open(seed=SEED, wrap=wrap, wrap_key_id=known, kind=Kind.EPOCH_SEED, ref=REF)


def test_index_rows_open_with_the_epochs_index_key() -> None:
    key = index_key(EpochSeed(SEED))
    wrap = index_wrap_seal(ck=CK, index_key=key, kind=Kind.INDEX_ROW, ref=REF)
    assert index_wrap_open(index_key=key, wrap=wrap, kind=Kind.INDEX_ROW, ref=REF) == CK
    with pytest.raises(Refused):
        index_wrap_seal(ck=CK, index_key=key, kind=Kind.CASE_CONTENT, ref=REF)
    assert bytes(key) != bytes(sketch_key(EpochSeed(SEED)))


@given(at=st.integers(0, 71))
def test_any_flipped_byte_of_an_index_wrap_fails(at: int) -> None:
    key = index_key(EpochSeed(SEED))
    changed = bytearray(index_wrap_seal(ck=CK, index_key=key, kind=Kind.INDEX_ROW, ref=REF))
    changed[at] ^= 1
    with pytest.raises(Damaged):
        index_wrap_open(index_key=key, wrap=bytes(changed), kind=Kind.INDEX_ROW, ref=REF)


def test_the_maker_is_known_and_nobody_else_can_be_them() -> None:
    seed, public = sign_generate()
    sealed = json_seal(kind=Kind.REPLY, ref=REF, value={"v": 1, "text": "sí"})
    mark = maker_sign(sign_seed=seed, sealed=sealed)
    assert mark.key_id == key_id(public)
    opened = json_open(ck=sealed.ck, envelope=sealed.envelope, kind=Kind.REPLY, ref=REF)
    held: dict[str, Any] = {"envelope": sealed.envelope, "ck": sealed.ck, "signature": mark.signature}
    maker_verify(public=public, content=opened.content, **held)
    with pytest.raises(Damaged):
        maker_verify(public=sign_generate()[1], content=opened.content, **held)
    with pytest.raises(Damaged):
        maker_verify(public=public, content=b"{}", **held)
    resealed = json_seal(kind=Kind.REPLY, ref=REF, value=opened.value)
    with pytest.raises(Damaged):
        maker_verify(public=public, content=resealed.content, **{**held, "envelope": resealed.envelope})


def test_without_the_content_key_a_signature_confirms_no_guess() -> None:
    # What the database holds is envelope and signature; the right content with a wrong key must not verify.
    seed, public = sign_generate()
    sealed = json_seal(kind=Kind.REPLY, ref=REF, value={"v": 1, "text": "sí"})
    signature = maker_sign(sign_seed=seed, sealed=sealed).signature
    guess = replace(sealed, ck=content_key_draw())
    with pytest.raises(Damaged):
        maker_verify(public=public, envelope=guess.envelope, ck=guess.ck, content=sealed.content, signature=signature)


def test_fingerprints_are_six_words_and_differ() -> None:
    words = fingerprint_words(PUBLIC, "es")
    assert len(words) == 6
    assert words != fingerprint_words(PUBLIC[:-1] + bytes([PUBLIC[-1] ^ 1]), "es")
