"""Cases for envelopes and maker signatures."""

from typing import Any
from uuid import UUID

from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as encrypt

from sealing.encoding import canonical_json
from sealing.envelopes import (
    COMMITTED_BYTES,
    HEADER_BYTES,
    MAGIC,
    Sealed,
    _ChunkSealer,
    _seal,
    chunk_nonce,
    commitment,
    envelope_key,
)
from sealing.kinds import Kind
from sealing.makers import maker_sign
from sealing.padding import file_frame, json_frame
from sealing.types import ContentKey, FreshKey, SealedBytes
from tests.vectors.material import Cases, Pair, fixed, flipped, ref
from tests.vectors.ops import pattern

_CK = fixed("ck envelope")
_PREFIX = fixed("prefix", 19)
_REF = ref("envelope")
_FULL = 65_536 + 16  # a full chunk, sealed
_VALUE = canonical_json({"v": 1, "text": "Vieron dos avionetas, ayer. Ñandú ✓ 🛶", "files": []})


def _sealed(frame: bytes, *, kind: Kind, suite: int = 1, ck: bytes = _CK, here: UUID = _REF) -> bytes:
    return _seal(kind=kind, ref=here, ck=ck, suite=suite, prefix=_PREFIX, frame=frame)


def _json(content: bytes, kind: Kind = Kind.TIP, **rest: Any) -> bytes:
    return _sealed(json_frame(kind=kind, data=content), kind=kind, **rest)


def _given(envelope: bytes, kind: Kind = Kind.TIP) -> dict[str, Any]:
    return {"ck": _CK.hex(), "envelope": envelope.hex(), "kind": int(kind), "ref": _REF.hex}


def _two_keys() -> bytes:
    """Commits to another key than the one its chunk is sealed under, and would open under both but for that."""
    other = fixed("ck other")
    committed = MAGIC + bytes([0x11, Kind.TIP]) + _REF.bytes + _PREFIX
    header = committed + commitment(other, committed)
    frame = json_frame(kind=Kind.TIP, data=_VALUE)
    return header + encrypt(frame, header, chunk_nonce(1, _PREFIX, 0, True), envelope_key(_CK, committed))


def _chunks(*chunks: bytes, marks: tuple[bool, ...], suite: int = 1, kind: Kind = Kind.TIP) -> bytes:
    """An envelope of chunks that its sealer chose freely."""
    sealer = _ChunkSealer(kind=kind, ref=_REF, ck=_CK, suite=suite, prefix=_PREFIX)
    sealed = [sealer._chunk(chunk, last) for chunk, last in zip(chunks, marks, strict=True)]
    return sealer.header + b"".join(sealed)


def json_envelopes() -> Cases:
    cases = Cases("Envelopes that hold JSON")
    op = "envelope_open_json"
    whole = _json(_VALUE)
    cases.ok("JSON opens", op, **_given(whole))
    cases.ok("empty object opens", op, **_given(_json(b"{}")))
    row = _json(b'{"v":1}', Kind.INDEX_ROW)
    cases.ok("index row of 512 opens", op, **_given(row, Kind.INDEX_ROW))
    fits, over = [canonical_json({"a": "x" * (length - 8)}) for length in (4092, 4093)]
    cases.ok("JSON that fills 4,096", op, **_given(_json(fits)))
    cases.ok("JSON of one byte more", op, **_given(_json(over)))

    fields = {
        "magic": 0, "kind": 6, "first byte of ref": 7, "last byte of ref": 22, "first byte of prefix": 23,
        "last byte of prefix": 41, "first byte of commitment": 42, "last byte of commitment": 73,
        "first byte of chunk": 74, "last byte of chunk": -17, "first byte of tag": -16, "last byte of tag": -1,
    }  # fmt: skip
    for name, at in fields.items():
        for bit in (0, 7):
            cases.fails(f"flipped bit {bit}: {name}", op, "damaged", **_given(flipped(whole, at, bit)))
    for version in (0x00, 0x10, 0x13, 0x21, 0x91):
        changed = whole[:5] + bytes([version]) + whole[6:]
        cases.fails(f"version byte {version:#04x}", op, "unknown_version", **_given(changed))
    cases.fails("suite byte turned to 2", op, "damaged", **_given(whole[:5] + b"\x12" + whole[6:]))
    cases.fails("JSON sealed under suite 2", op, "damaged", **_given(_json(_VALUE, suite=2)))
    for length in (0, 1, 4, 5, 6, 7, 22, 23, 41, 42, 73, 74, 75, 89, 90, 91, len(whole) - 16, len(whole) - 1):
        error = "damaged"
        cases.fails(f"cut to {length} bytes", op, error, **_given(whole[:length]))
    cases.fails("trailing byte", op, "damaged", **_given(whole + b"\0"))
    cases.fails("the chunk again", op, "damaged", **_given(whole + whole[HEADER_BYTES:]))
    cases.fails("text before the envelope", op, "damaged", **_given(b" " + whole))
    cases.fails("another kind is asked for", op, "damaged", **{**_given(whole), "kind": int(Kind.MESSAGE)})
    cases.fails("another ref is asked for", op, "damaged", **{**_given(whole), "ref": ref("other").hex})
    cases.fails("another content key", op, "damaged", **{**_given(whole), "ck": fixed("ck other").hex()})
    cases.fails("commits to another key than it opens under", op, "damaged", **_given(_two_keys()))
    cases.fails("the key that it commits to", op, "damaged", **{**_given(_two_keys()), "ck": fixed("ck other").hex()})

    frame = json_frame(kind=Kind.TIP, data=_VALUE)
    paddings = {
        "padding holds something": frame[:-1] + b"\x01",
        "first byte of padding is set": frame[: 4 + len(_VALUE)] + b"\x01" + frame[5 + len(_VALUE) :],
        "length beyond the frame": (2**31).to_bytes(4, "big") + frame[4:],
        "length one too long for the padding": (4093).to_bytes(4, "big") + frame[4:],
        "largest length": b"\xff" * 4 + frame[4:],
        "length one too short": (len(_VALUE) - 1).to_bytes(4, "big") + frame[4:],
        "no padding": frame[: 4 + len(_VALUE)],
        "padded to 512 like an index row": frame[:512],
        "padded to the next class": frame + bytes(256),
        "three bytes": frame[:3],
    }
    for name, changed in paddings.items():
        cases.fails(f"frame: {name}", op, "damaged", **_given(_sealed(changed, kind=Kind.TIP)))
    tall = json_frame(kind=Kind.TIP, data=b'{"v":1}')
    cases.fails(
        "frame: index row padded to 4,096",
        op,
        "damaged",
        **_given(_sealed(tall, kind=Kind.INDEX_ROW), Kind.INDEX_ROW),
    )
    contents = {
        "not JSON": b"hello",
        "nothing": b"",
        "key twice": b'{"a":1,"a":1}',
        "spaces": b'{"a": 1}',
        "unsorted keys": b'{"b":1,"a":1}',
        "float": b'{"a":1.0}',
        "no UTF-8": b'{"a":"\xff"}',
        "an array": b"[]",
        "a number": b"1",
        "null": b"null",
    }
    for name, content in contents.items():
        cases.fails(f"content: {name}", op, "damaged", **_given(_json(content)))
    cases.fails("a chunk not marked as last", op, "damaged", **_given(_chunks(frame, marks=(False,))))
    cases.fails("an empty last chunk", op, "damaged", **_given(_chunks(frame, b"", marks=(False, True))))
    cases.fails("an empty chunk alone", op, "damaged", **_given(_chunks(b"", marks=(True,))))
    halves = _chunks(frame[:2048], frame[2048:], marks=(False, True))
    cases.fails("a short chunk inside", op, "damaged", **_given(halves))
    return cases


def file_envelopes() -> Cases:
    cases = Cases("Envelopes that hold a file; contents are byte i = i mod 251")
    op, kind = "envelope_open_file", Kind.FILE
    for suite in (1, 2):
        for length in (0, 1, 504, 505):
            envelope = _sealed(file_frame(pattern(length)), kind=kind, suite=suite)
            cases.ok(f"suite {suite}: {length} bytes", op, **_given(envelope, kind))
    edge = _sealed(file_frame(pattern(65_536 - 8)), kind=kind)
    cases.ok("frame of exactly one chunk", op, **_given(edge, kind))
    two = _sealed(file_frame(pattern(65_536 - 7)), kind=kind, suite=2)
    cases.ok("suite 2: frame of one chunk and the smallest second", op, **_given(two, kind))
    full = _sealed(file_frame(pattern(131_072 - 8)), kind=kind)
    cases.ok("two full chunks", op, **_given(full, kind))
    header, first, second = full[:HEADER_BYTES], full[HEADER_BYTES : HEADER_BYTES + _FULL], full[HEADER_BYTES + _FULL :]
    large = {
        "swapped chunks": header + second + first,
        "second chunk is missing": header + first,
        "first chunk is missing": header + second,
        "trailing byte after two chunks": full + b"\0",
    }
    for name, changed in large.items():
        cases.fails(name, op, "damaged", **_given(changed, kind))
    cases.fails("suite 2: second chunk is missing", op, "damaged", **_given(two[: HEADER_BYTES + _FULL], kind))

    for suite in (1, 2):
        small = _sealed(file_frame(pattern(40)), kind=kind, suite=suite)
        chunk = small[HEADER_BYTES:]
        changes = {
            "last chunk again": small + chunk,
            "trailing byte": small + b"\0",
            "flipped content": flipped(small, HEADER_BYTES),
            "flipped tag": flipped(small, -1),
            "flipped prefix": flipped(small, COMMITTED_BYTES - 1),
            "flipped commitment": flipped(small, COMMITTED_BYTES),
            "no chunk": small[:HEADER_BYTES],
            "cut tag": small[:-1],
            "other suite's byte": small[:5] + bytes([small[5] ^ 0x03]) + small[6:],
            "not marked as last": _chunks(file_frame(pattern(40)), marks=(False,), suite=suite, kind=kind),
            "empty last chunk": _chunks(file_frame(pattern(40)), b"", marks=(False, True), suite=suite, kind=kind),
            "last chunk inside": _chunks(*[file_frame(pattern(40))] * 2, marks=(True, True), suite=suite, kind=kind),
        }
        for name, changed in changes.items():
            cases.fails(f"suite {suite}: {name}", op, "damaged", **_given(changed, kind))
        cases.fails(f"suite {suite}: another kind", op, "damaged", **_given(small, Kind.SAFE_COPY))
        cases.fails(f"suite {suite}: another key", op, "damaged", **{**_given(small, kind), "ck": "00" * 32})
    frame = file_frame(pattern(40))
    paddings = {
        "padding holds something": frame[:40] + b"\x01" + frame[41:] if len(frame) > 48 else frame + b"\x01",
        "length beyond the frame": frame[:-8] + (2**40).to_bytes(8, "big"),
        "length above 2^53": frame[:-8] + (2**60).to_bytes(8, "big"),
        "length that eats its own trailer": frame[:-8] + (41).to_bytes(8, "big"),
        "length of another class": frame[:-8] + (10).to_bytes(8, "big"),
        "no trailer": frame[:7],
        "not padded": pattern(505) + (505).to_bytes(8, "big"),
        "padded to the next class": pattern(40) + bytes(16) + (40).to_bytes(8, "big"),
    }
    for name, changed in paddings.items():
        cases.fails(f"frame: {name}", op, "damaged", **_given(_sealed(changed, kind=kind), kind))
    odd = file_frame(pattern(505))
    cases.fails(
        "frame: zero padding holds something",
        op,
        "damaged",
        **_given(_sealed(odd[:505] + b"\x01" + odd[506:], kind=kind), kind),
    )
    return cases


def sealing() -> Cases:
    cases = Cases("Sealing with given randomness; failures are in the other files")
    base = {"ck": _CK.hex(), "prefix": _PREFIX.hex(), "ref": _REF.hex}
    for kind in (Kind.TIP, Kind.INDEX_ROW, Kind.DRAFT):
        cases.ok(
            f"JSON of kind {int(kind)}",
            "envelope_seal",
            content=_VALUE.hex(),
            kind=int(kind),
            suite=1,
            **base,
            **_AS_JSON,
        )
    for suite in (1, 2):
        for length in (0, 1, 505):
            given = {"content": pattern(length).hex(), "kind": 3, "suite": suite, **base, **_AS_FILE}
            cases.ok(f"suite {suite}: file of {length}", "envelope_seal", **given)
        for length in (65_527, 65_528, 65_529, 131_064, 131_065, 300_000):
            given = {"pattern": length, "kind": 10, "suite": suite, **base, **_AS_FILE}
            cases.ok(f"suite {suite}: long file of {length}", "envelope_seal", **given)
    return cases


_AS_JSON = {"as": "json"}
_AS_FILE = {"as": "file"}


def makers() -> Cases:
    cases = Cases("Maker signatures")
    pair, other = Pair("case worker"), Pair("lead one")
    envelope = _json(_VALUE, Kind.REPLY)
    sealed = Sealed(Kind.REPLY, _REF, FreshKey(ContentKey(_CK)), SealedBytes(envelope), _VALUE)
    mark = maker_sign(sign_seed=pair.sign_seed, sealed=sealed)
    given = {
        "public": pair.sign_key.hex(),
        "envelope": envelope.hex(),
        "ck": _CK.hex(),
        "content": _VALUE.hex(),
        "signature": mark.signature.hex(),
    }
    op = "maker_verify"
    cases.ok("maker's signature holds", op, **given)
    pdf = _sealed(file_frame(pattern(300)), kind=Kind.CASE_FILE_PDF)
    filed = Sealed(Kind.CASE_FILE_PDF, _REF, FreshKey(ContentKey(_CK)), SealedBytes(pdf), pattern(300))
    signature = maker_sign(sign_seed=pair.sign_seed, sealed=filed).signature
    file_given = {"envelope": pdf.hex(), "content": pattern(300).hex(), "signature": signature.hex()}
    cases.ok("maker's signature of a file holds", op, **{**given, **file_given})
    order = (2**252 + 27742317777372353535851937790883648493).to_bytes(32, "little")
    scalar = int.from_bytes(mark.signature[32:], "little") + int.from_bytes(order, "little")
    signatures = {
        "flipped first bit": flipped(mark.signature, 0),
        "flipped last byte": flipped(mark.signature, -1),
        "cut": mark.signature[:-1],
        "trailing byte": mark.signature + b"\0",
        "empty": b"",
        "zeros": bytes(64),
        "scalar not reduced": mark.signature[:32] + scalar.to_bytes(32, "little"),
        "another envelope's": signature,
    }
    for name, changed in signatures.items():
        cases.fails(f"signature: {name}", op, "damaged", **{**given, "signature": changed.hex()})
    cases.fails("another key", op, "damaged", **{**given, "public": other.sign_key.hex()})
    cases.fails("key of small order", op, "damaged", **{**given, "public": (b"\x01" + bytes(31)).hex()})
    cases.fails("cut key", op, "damaged", **{**given, "public": pair.sign_key[:-1].hex()})
    cases.fails("another content", op, "damaged", **{**given, "content": b"{}".hex()})
    cases.fails("another content key", op, "damaged", **{**given, "ck": fixed("ck other").hex()})
    cases.fails("header of another kind", op, "damaged", **{**given, "envelope": _json(_VALUE, Kind.TIP).hex()})
    elsewhere = _json(_VALUE, Kind.REPLY, here=ref("other"))
    cases.fails("header of another ref", op, "damaged", **{**given, "envelope": elsewhere.hex()})
    cases.fails("cut header", op, "damaged", **{**given, "envelope": envelope[:73].hex()})
    return cases
