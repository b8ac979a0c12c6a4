"""Envelopes: what is sealed opens again, nothing changed opens, and streaming is bounded."""

import secrets
import tracemalloc
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sealing.encoding import canonical_json
from sealing.envelopes import CHUNK_BYTES, HEADER_BYTES, FileSealer, Sealed, content_key_draw, file_seal, json_seal
from sealing.errors import Damaged, Refused, UnknownVersion
from sealing.kinds import FILE_KINDS, Kind
from sealing.opening import file_open, json_open
from sealing.padding import padme
from sealing.types import ContentKey

KEYS = st.text("abcdefghijklmnopqrstuvwxyz0123456789_", min_size=1, max_size=8)
LEAVES = (
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(exclude_categories=["Cs"]))
)
VALUES = st.dictionaries(
    KEYS, st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4))
)
JSON_KINDS = sorted(set(Kind) - FILE_KINDS - {Kind.EPOCH_SEED})
REF = UUID("6f1f3a52-6a0e-4c09-9b5d-0d1f6b8b5a01")


def _file(sealed: Sealed) -> bytes:
    return file_open(ck=sealed.ck, envelope=sealed.envelope, kind=sealed.kind, ref=sealed.ref)


@given(value=VALUES, kind=st.sampled_from(JSON_KINDS), ref=st.uuids(version=4))
def test_json_opens_as_it_was_sealed(value: dict[str, object], kind: Kind, ref: UUID) -> None:
    sealed = json_seal(kind=kind, ref=ref, value=value)
    opened = json_open(ck=sealed.ck, envelope=sealed.envelope, kind=kind, ref=ref)
    assert opened.value == value
    assert opened.content == sealed.content == canonical_json(value)


@given(content=st.binary(max_size=3000), suite=st.sampled_from([1, 2]), kind=st.sampled_from(sorted(FILE_KINDS)))
def test_files_open_as_they_were_sealed(content: bytes, suite: int, kind: Kind) -> None:
    assert _file(file_seal(kind=kind, ref=REF, content=content, suite=suite)) == content


@pytest.mark.parametrize("suite", [1, 2])
@pytest.mark.parametrize(
    "length", [0, 1, 65_527, 65_528, 65_529, 65_535, 65_536, 65_537, 131_063, 131_064, 131_065, 200_000]
)
def test_files_at_the_edges_of_chunks(length: int, suite: int) -> None:
    content = secrets.token_bytes(length)
    sealed = file_seal(kind=Kind.FILE, ref=REF, content=content, suite=suite)
    assert _file(sealed) == content
    plain = padme(length + 8)
    chunks = -(-plain // CHUNK_BYTES)
    assert len(sealed.envelope) == HEADER_BYTES + plain + 16 * chunks


_SEALED = json_seal(kind=Kind.INDEX_ROW, ref=REF, value={"v": 1, "title": "Pista nueva"})
_FILE = file_seal(kind=Kind.FILE, ref=REF, content=b"a photograph", suite=2)


@given(at=st.integers(0, len(_SEALED.envelope) - 1), bit=st.integers(0, 7))
@settings(max_examples=300)
def test_any_flipped_bit_of_json_fails(at: int, bit: int) -> None:
    changed = bytearray(_SEALED.envelope)
    changed[at] ^= 1 << bit
    with pytest.raises((Damaged, UnknownVersion)):
        json_open(ck=_SEALED.ck, envelope=bytes(changed), kind=Kind.INDEX_ROW, ref=REF)


@pytest.mark.parametrize("at", range(len(_FILE.envelope)))
def test_any_flipped_byte_of_a_file_fails(at: int) -> None:
    changed = bytearray(_FILE.envelope)
    changed[at] ^= 0xFF
    with pytest.raises((Damaged, UnknownVersion)):
        file_open(ck=_FILE.ck, envelope=bytes(changed), kind=Kind.FILE, ref=REF)


@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_refused_with_an_error_of_ours(data: bytes) -> None:
    for envelope in (data, b"VIGIA" + data, b"VIGIA\x11" + data):
        with pytest.raises((Damaged, UnknownVersion)):
            json_open(ck=_SEALED.ck, envelope=envelope, kind=Kind.TIP, ref=REF)


@given(content=st.binary(max_size=2000), cuts=st.lists(st.integers(0, 2000), max_size=6))
def test_feeding_in_pieces_seals_the_same_content(content: bytes, cuts: list[int]) -> None:
    sealer = FileSealer(kind=Kind.FILE, ref=REF)
    places = [0, *sorted(min(cut, len(content)) for cut in cuts), len(content)]
    envelope = b"".join(sealer.feed(content[a:b]) for a, b in pairwise(places)) + sealer.finish()
    assert sealer.length == len(content)
    assert file_open(ck=sealer.ck, envelope=envelope, kind=Kind.FILE, ref=REF) == content


def test_a_stream_is_sealed_in_bounded_memory() -> None:
    sealer = FileSealer(kind=Kind.FILE, ref=REF)
    piece = bytes(32_768)
    tracemalloc.start()
    out = 0
    for _ in range(640):  # 20 MiB
        out += len(sealer.feed(piece))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    out += len(sealer.finish())
    assert peak < 2**20
    assert out > 20 * 2**20


def test_a_finished_file_takes_nothing_more() -> None:
    sealer = FileSealer(kind=Kind.FILE, ref=REF)
    sealer.finish()
    with pytest.raises(Refused):
        sealer.feed(b"late")
    with pytest.raises(Refused):
        sealer.finish()


def test_a_tip_and_its_files_share_one_key_and_nothing_else_does() -> None:
    ck = content_key_draw()
    tip = json_seal(kind=Kind.TIP, ref=uuid4(), value={"v": 1}, ck=ck)
    photo = file_seal(kind=Kind.FILE, ref=uuid4(), content=b"x", ck=ck)
    assert tip.ck == photo.ck == ck
    for kind in (Kind.REPLY, Kind.CASE_CONTENT, Kind.CASE_FILE_SOURCE, Kind.INDEX_ROW, Kind.DRAFT):
        with pytest.raises(Refused):
            json_seal(kind=kind, ref=uuid4(), value={"v": 1}, ck=ck)
    with pytest.raises(Refused):
        file_seal(kind=Kind.CASE_FILE_PDF, ref=uuid4(), content=b"x", ck=ck)


def test_every_envelope_has_its_own_key_and_prefix() -> None:
    first, second = [json_seal(kind=Kind.TIP, ref=REF, value={"v": 1}) for _ in range(2)]
    assert first.ck != second.ck
    assert first.envelope[23:42] != second.envelope[23:42]


def test_kinds_hold_what_they_are_for() -> None:
    for kind in FILE_KINDS:
        with pytest.raises(Refused):
            json_seal(kind=kind, ref=REF, value={"v": 1})
        with pytest.raises(Refused):
            json_open(ck=ContentKey(bytes(32)), envelope=b"", kind=kind, ref=REF)
    for kind in JSON_KINDS:
        with pytest.raises(Refused):
            FileSealer(kind=kind, ref=REF)
        with pytest.raises(Refused):
            file_open(ck=ContentKey(bytes(32)), envelope=b"", kind=kind, ref=REF)
    with pytest.raises(Refused):
        json_seal(kind=Kind.EPOCH_SEED, ref=REF, value={})


@pytest.mark.parametrize("value", [{"A": 1}, {"a": 1.5}, {"a": 2**53}, {"a": b""}, {"a": "\ud800"}, {"": 1}])
def test_what_canonical_json_cannot_hold_is_not_sealed(value: dict[str, object]) -> None:
    with pytest.raises(Refused):
        json_seal(kind=Kind.TIP, ref=REF, value=value)


def test_secrets_are_not_printed() -> None:
    sealed = json_seal(kind=Kind.TIP, ref=REF, value={"text": "visible"})
    opened = json_open(ck=sealed.ck, envelope=sealed.envelope, kind=Kind.TIP, ref=REF)
    assert "visible" not in repr(sealed) + repr(opened)
    assert repr(sealed.ck) not in repr(sealed)


def test_two_reports_of_one_class_have_one_size() -> None:
    short, long = [json_seal(kind=Kind.TIP, ref=REF, value={"text": "x" * length}) for length in (1, 4000)]
    assert len(short.envelope) == len(long.envelope)


@given(st.integers(1, 2**40))
def test_padme_is_a_fixed_point_of_small_cost(length: int) -> None:
    padded = padme(length)
    assert padded >= length
    assert padme(padded) == padded
    assert padded <= length * 1.12 + 1
    assert length < 512 or padded <= length * 1.0625
