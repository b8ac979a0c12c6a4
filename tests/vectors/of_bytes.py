"""Cases for lengths, writings, hashes, keys and wraps."""

from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as encrypt

from sealing.keys import index_key, key_id
from sealing.kinds import Kind
from sealing.types import EpochSeed
from sealing.wraps import index_wrap_aad
from tests.vectors.material import Cases, Pair, fixed, flipped, frozen, ref


def encoding() -> Cases:
    cases = Cases("Padmé lengths, base64url and canonical JSON")
    for length in (
        0,
        1,
        2,
        3,
        8,
        9,
        15,
        16,
        17,
        511,
        512,
        513,
        4096,
        4097,
        65_535,
        65_536,
        65_537,
        10_000_001,
        2**40 + 1,
    ):
        cases.ok(f"padme {length}", "padme", length=length)

    for name, good in {
        "nothing": "",
        "one byte": "AA",
        "two bytes": "AAE",
        "url letters": "-_8",
        "three bytes": "AQID",
    }.items():
        cases.ok(f"base64url: {name}", "b64_parse", text=good)
    for name, bad in {
        "padding": "AA==",
        "one letter": "A",
        "five letters": "AAAAA",
        "trailing bits after one byte": "AB",
        "trailing bits after two bytes": "AAF",
        "standard plus": "+_8A",
        "standard slash": "/_8A",
        "space": "AQ ID",
        "line feed at the end": "AQID\n",
        "full-width letter": "ＡQID",
    }.items():
        cases.fails(f"base64url: {name}", "b64_parse", "damaged", text=bad)

    texts = {
        "object": '{"a":1,"b":[true,false,null],"c":"ñandú"}',
        "empty object": "{}",
        "empty key order by ASCII": '{"0":0,"_":1,"a":2,"a0":3,"a_":4}',
        "largest integer": "9007199254740991",
        "smallest integer": "-9007199254740991",
        "escapes": '"\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f"',
        "unescaped delete, slash and line separators": '"\u007f/\u2028\u2029"',
        "astral letter": '"\U0001f6f6"',
        "byte-order mark inside a string": '"\ufeff"',
        "nested 32 deep": "[" * 32 + "0" + "]" * 32,
    }
    for name, text in texts.items():
        cases.ok(f"JSON: {name}", "json_parse", hex=text.encode().hex())
    bad_texts = {
        "nothing": "",
        "space after colon": '{"a": 1}',
        "line feed at the end": "{}\n",
        "unsorted keys": '{"b":1,"a":1}',
        "key twice": '{"a":1,"a":1}',
        "key twice, another value": '{"a":1,"a":2}',
        "upper-case key": '{"A":1}',
        "accented key": '{"ñ":1}',
        "empty key": '{"":1}',
        "key with a hyphen": '{"a-b":1}',
        "prototype key": '{"__Proto":1}',
        "float": "1.5",
        "float that is whole": "1.0",
        "exponent": "1e3",
        "minus zero": "-0",
        "leading zero": "01",
        "plus": "+1",
        "2^53": "9007199254740992",
        "minus 2^53": "-9007199254740992",
        "very long integer": "1" + "0" * 400,
        "NaN": "NaN",
        "infinity": "Infinity",
        "trailing comma": "[1,]",
        "comment": "{}//",
        "two values": "{}{}",
        "single quotes": "'a'",
        "needless escape of a letter": '"\\u0061"',
        "needless escape of a slash": '"\\/"',
        "long escape of a line feed": '"\\u000a"',
        "upper-case escape": '"\\u001F"',
        "escaped astral letter": '"\\ud83d\\udef6"',
        "half of a surrogate pair": '"\\ud83d"',
        "other half of a surrogate pair": '"\\udef6"',
        "raw control character": '"\u0001"',
        "raw line feed in a string": '"\n"',
        "byte-order mark": "\ufeff{}",
        "open object": '{"a":1',
        "nested 33 deep": "[" * 33 + "0" + "]" * 33,
        "nested 5,000 deep": "[" * 5_000,
    }
    for name, text in bad_texts.items():
        cases.fails(f"JSON: {name}", "json_parse", "damaged", hex=text.encode().hex())
    raw = {
        "bytes that are no UTF-8": b'"\xff"',
        "overlong UTF-8": b'"\xc0\x80"',
        "surrogate in UTF-8": b'"\xed\xa0\xbd"',
    }
    for name, data in raw.items():
        cases.fails(f"JSON: {name}", "json_parse", "damaged", hex=data.hex())
    return cases


def keys() -> Cases:
    cases = Cases("BLAKE2b, key pairs, key ids, derived keys, fingerprints")
    hashed = {"plain": ("", ""), "keyed": (fixed("key").hex(), ""), "person": ("", b"vigia-commit-1".hex())}
    for name, (key, person) in hashed.items():
        cases.ok(f"BLAKE2b: {name}", "blake2b", key=key, person=person, data=b"abc".hex())
    cases.ok(
        "BLAKE2b: key and person of 16",
        "blake2b",
        key=fixed("key").hex(),
        person=b"vigia-receipt-c1".hex(),
        data=b"".hex(),
    )
    # The first seed is that of the first test vector of draft-connolly-cfrg-xwing-kem.
    draft = "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26"
    for name, seed in {"draft": draft, "zero": "00" * 32, "epoch one": Pair("epoch one").seal_seed.hex()}.items():
        cases.ok(f"X-Wing public key: {name}", "xwing_public", seed=seed)
    cases.fails("X-Wing seed of 31 bytes", "xwing_public", "refused", seed="00" * 31)
    cases.fails("X-Wing seed of 33 bytes", "xwing_public", "refused", seed="00" * 33)
    epoch, other = Pair("epoch one"), Pair("epoch two")
    cases.ok("index key", "index_key", epoch_seed=epoch.seal_seed.hex())
    cases.ok("sketch key", "sketch_key", epoch_seed=epoch.seal_seed.hex())
    cases.ok("epoch seed is the epoch's", "epoch_seed_check", seed=epoch.seal_seed.hex(), public=epoch.seal_key.hex())
    bad = {
        "another epoch's public key": other.seal_key,
        "one bit of the ML-KEM half": flipped(epoch.seal_key, 0),
        "one bit of the X25519 half": flipped(epoch.seal_key, -1),
        "cut public key": epoch.seal_key[:-1],
        "no public key": b"",
    }
    for name, public in bad.items():
        cases.fails(
            f"epoch seed: {name}", "epoch_seed_check", "refused", seed=epoch.seal_seed.hex(), public=public.hex()
        )
    for lang in ("es", "pt-br", "en", "fr"):
        material = (epoch.sign_key + epoch.seal_key).hex()
        cases.ok(f"fingerprint words: {lang}", "fingerprint_words", material=material, lang=lang)
    cases.ok("fingerprint words: a root", "fingerprint_words", material=Pair("root").sign_key.hex(), lang="es")
    cases.fails("fingerprint words: other language", "fingerprint_words", "refused", material="00", lang="de")
    return cases


def wraps() -> Cases:
    cases = Cases("HPKE wraps and index wraps")
    epoch, other = Pair("epoch one"), Pair("epoch two")
    wrap, here = frozen("wrap_tip"), ref("wrap").hex
    given = {
        "seed": epoch.seal_seed.hex(),
        "key_id": key_id(epoch.seal_key).hex(),
        "wrap": wrap.hex(),
        "kind": int(Kind.TIP),
        "ref": here,
    }
    cases.ok("wrap opens", "wrap_open", **given)
    cases.ok("wrap of a reply opens", "wrap_open", **{**given, "wrap": frozen("wrap_reply").hex(), "kind": 4})
    other_row = {"key_id": key_id(other.seal_key).hex()}
    cases.fails("row names another key", "wrap_open", "not_for_this_key", **{**given, **other_row})
    cases.fails(
        "row and wrap are another key's",
        "wrap_open",
        "not_for_this_key",
        **{**given, **other_row, "wrap": frozen("wrap_tip_other").hex()},
    )
    cases.fails("row names no whole key id", "wrap_open", "not_for_this_key", **{**given, "key_id": "00" * 15})
    cases.fails("other key's cut wrap", "wrap_open", "not_for_this_key", **{**given, **other_row, "wrap": "00"})
    damaged = {
        "the row lies about the key": frozen("wrap_tip_other"),
        "flipped first bit": flipped(wrap, 0),
        "flipped bit in the ML-KEM part": flipped(wrap, 700),
        "flipped bit in the X25519 part": flipped(wrap, 1100),
        "X25519 part of small order": wrap[:1088] + bytes(32) + wrap[1120:],
        "flipped bit in the sealed key": flipped(wrap, 1125),
        "flipped bit in the tag": flipped(wrap, -1),
        "cut by one byte": wrap[:-1],
        "cut after the encapsulation": wrap[:1120],
        "cut inside the encapsulation": wrap[:1000],
        "empty": b"",
        "trailing byte": wrap + b"\0",
    }
    for name, changed in damaged.items():
        cases.fails(f"wrap: {name}", "wrap_open", "damaged", **{**given, "wrap": changed.hex()})
    cases.fails("wrap: another kind", "wrap_open", "damaged", **{**given, "kind": 2})
    cases.fails("wrap: another ref", "wrap_open", "damaged", **{**given, "ref": ref("other").hex})
    seed_wrap = {**given, "seed": other.seal_seed.hex(), "key_id": key_id(other.seal_key).hex(), "ref": epoch.id.hex}
    cases.fails(
        "wrap: an epoch seed's wrap taken for a tip's",
        "wrap_open",
        "damaged",
        **{**seed_wrap, "wrap": frozen("wrap_seed").hex()},
    )

    key = index_key(EpochSeed(epoch.seal_seed))
    row = {"index_key": key.hex(), "kind": int(Kind.INDEX_ROW), "ref": here}
    sealed = _index_wrap(key, fixed("ck row"))
    cases.ok("index wrap opens", "index_wrap_open", wrap=sealed.hex(), **row)
    for name, changed in {
        "flipped nonce": flipped(sealed, 0),
        "flipped key": flipped(sealed, 30),
        "flipped tag": flipped(sealed, -1),
        "cut": sealed[:-1],
        "trailing byte": sealed + b"\0",
        "empty": b"",
    }.items():
        cases.fails(f"index wrap: {name}", "index_wrap_open", "damaged", wrap=changed.hex(), **row)
    cases.fails(
        "index wrap: another ref", "index_wrap_open", "damaged", **{**row, "wrap": sealed.hex(), "ref": "00" * 16}
    )
    cases.fails("index wrap: another kind", "index_wrap_open", "damaged", **{**row, "wrap": sealed.hex(), "kind": 7})
    wrong = index_key(EpochSeed(other.seal_seed)).hex()
    cases.fails(
        "index wrap: another epoch's key",
        "index_wrap_open",
        "damaged",
        **{**row, "wrap": sealed.hex(), "index_key": wrong},
    )
    return cases


def _index_wrap(key: bytes, ck: bytes) -> bytes:
    nonce = fixed("index nonce", 24)
    return nonce + encrypt(ck, index_wrap_aad(Kind.INDEX_ROW, ref("wrap")), nonce, key)
