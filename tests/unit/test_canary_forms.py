"""The search for planted words must find them: in every writing, packed in every way, and in no other bytes."""

from __future__ import annotations

import gzip
import secrets
import zlib
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable

import brotli
import pytest

from tests.canaries.forms import find, folded_forms, forms

WORD = "Ñusta Huancahuari 2ª"
PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "zlib": zlib.compress,
    "base64": b64encode,
    "base64url": urlsafe_b64encode,
    "hex": lambda data: data.hex().encode(),
}


@pytest.mark.parametrize("form", [*forms(WORD), *folded_forms(WORD)])
def test_each_writing_is_found_among_random_bytes(form: str) -> None:
    needle = (forms(WORD) | folded_forms(WORD))[form]
    around = secrets.token_bytes(5000)
    assert form in {trace.form for trace in find(around + needle + around, [WORD])}


@pytest.mark.parametrize("packing", PACKED)
@pytest.mark.parametrize("form", ["raw", "json", "utf-16-le", "hex", "base64+1"])
def test_each_writing_is_found_in_what_is_packed(packing: str, form: str) -> None:
    inner = b'{"x": "' + forms(WORD)[form] + b'", "y": 1}'
    data = secrets.token_bytes(1000) + b"\0" + PACKED[packing](inner) + b"\0" + secrets.token_bytes(1000)
    assert find(data, [WORD])


@pytest.mark.parametrize("inner", PACKED)
@pytest.mark.parametrize("outer", PACKED)
def test_what_is_packed_twice_is_found(outer: str, inner: str) -> None:
    assert find(b" " + PACKED[outer](PACKED[inner](WORD.encode() * 2)) + b" ", [WORD])


def test_brotli_is_found_as_a_whole_value_and_in_base64() -> None:
    packed = brotli.compress(WORD.encode())
    assert find(packed, [WORD])
    assert find(b'{"body": "' + b64encode(packed) + b'"}', [WORD])


@pytest.mark.parametrize("before", range(4))
def test_base64_is_found_wherever_it_begins(before: int) -> None:
    encoded = b64encode(secrets.token_bytes(before) + WORD.encode() + secrets.token_bytes(5))
    assert {trace.form for trace in find(encoded, [WORD])} >= {f"base64+{before % 3}"}


def test_nothing_is_found_where_nothing_is() -> None:
    noise = secrets.token_bytes(200_000)
    assert not find(noise + b64encode(noise) + noise.hex().encode() + gzip.compress(noise), [WORD])


def test_a_short_word_is_refused() -> None:
    with pytest.raises(ValueError, match="planted word"):
        find(b"", ["corto"])
