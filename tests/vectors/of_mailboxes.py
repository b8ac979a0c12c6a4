"""Cases for receipts, messages, vaults and session blobs."""

import unicodedata
from typing import Any

from nacl.pwhash import argon2id

from sealing.encoding import canonical_json
from sealing.messages import Direction, message_value
from sealing.receipts import derive, receipt_words
from sealing.types import Receipt
from sealing.vaults import Unlocked, VaultPlain, _seal, _session_seal
from sealing.words import LANGUAGES, fold, word_list
from tests.vectors.material import Cases, Pair, fixed, flipped, ref


def _swap(words: Receipt) -> str:
    listed = words.split()
    return " ".join([listed[1], listed[0], *listed[2:]])


def receipts() -> Cases:
    cases = Cases("Receipts: words, reading them back, and what is derived")
    for name, entropy in {"zeros": bytes(13), "ones": b"\xff" * 13, "ordinary": fixed("entropy", 13)}.items():
        for lang in LANGUAGES:
            cases.ok(f"words: {name}, {lang}", "receipt_words", entropy=entropy.hex(), lang=lang)
    cases.fails("words: 12 bytes", "receipt_words", "refused", entropy="00" * 12, lang="es")
    cases.fails("words: 14 bytes", "receipt_words", "refused", entropy="00" * 14, lang="es")

    op = "receipt_read"
    made = {lang: receipt_words(fixed("entropy " + lang, 13), lang) for lang in LANGUAGES}
    for lang, words in made.items():
        listed = words.split()
        cases.ok(f"read: as shown, {lang}", op, text=words)
        cases.ok(f"read: decomposed, {lang}", op, text=unicodedata.normalize("NFD", words))
        cases.ok(f"read: capitals, commas and line feeds, {lang}", op, text=",\n".join(words.upper().split()) + ".")
        cases.ok(f"read: no accents, {lang}", op, text=fold(words))
        cases.ok(f"read: four letters, {lang}", op, text=" ".join(fold(word)[:4] for word in listed))
        cases.ok(f"read: numbered, {lang}", op, text=" ".join(f"{n}. {word}" for n, word in enumerate(listed, 1)))
        for place in (0, 4, 9):
            wrong = [*listed[:place], "xxxx", *listed[place + 1 :]]
            cases.fails(f"read: word {place + 1} unknown, {lang}", op, "refused", text=" ".join(wrong))
        # Six check bits miss one slip in 64; of the English receipt the next word happens to be such a one.
        neighbour = word_list(lang)[(word_list(lang).index(listed[3]) + 2) % 2048]
        cases.fails(
            f"read: another word of the list, {lang}",
            op,
            "refused",
            text=" ".join([*listed[:3], neighbour, *listed[4:]]),
        )
        cases.fails(f"read: two words swapped, {lang}", op, "refused", text=_swap(words))
        cases.fails(f"read: nine words, {lang}", op, "refused", text=" ".join(listed[:9]))
        cases.fails(f"read: eleven words, {lang}", op, "refused", text=" ".join([*listed, listed[0]]))
    full_width = "".join(chr(ord(letter) + 0xFEE0) if letter.isalpha() else letter for letter in fold(made["es"]))
    cases.ok("read: full-width letters", op, text=full_width)
    cases.ok("read: no-break spaces", op, text=made["fr"].replace(" ", "\u00a0"))
    cases.fails("read: nothing", op, "refused", text="")
    cases.fails("read: only signs", op, "refused", text=" , . 1 2 3 ")
    cases.fails(
        "read: three letters of a longer word", op, "refused", text=" ".join(w[:3] for w in made["pt-br"].split())
    )
    cases.fails("read: words run together", op, "refused", text=fold(made["en"]).replace(" ", ""))
    half = made["es"].split()[:5] + made["en"].split()[5:]
    cases.fails("read: two languages mixed", op, "refused", text=" ".join(half))

    salt, entropy = fixed("salt"), fixed("entropy", 13)
    cases.ok("derive", "receipt_derive", salt=salt.hex(), entropy=entropy.hex())
    cases.ok("derive: another salt", "receipt_derive", salt=fixed("salt two").hex(), entropy=entropy.hex())
    cases.fails("derive: short salt", "receipt_derive", "refused", salt=salt[:-1].hex(), entropy=entropy.hex())
    cases.fails("derive: no salt", "receipt_derive", "refused", salt="", entropy=entropy.hex())
    cases.fails("derive: short entropy", "receipt_derive", "refused", salt=salt.hex(), entropy=entropy[:-1].hex())
    cases.fails("derive: long entropy", "receipt_derive", "refused", salt=salt.hex(), entropy=entropy.hex() + "00")
    return cases


def messages() -> Cases:
    cases = Cases("Messages and their MACs")
    key, tip = derive(fixed("salt"), fixed("entropy", 13)).answer_key, ref("tip")
    base: dict[str, Any] = {"answer_key": key.hex(), "tip": tip.hex}
    for direction, seq, text in (
        (1, 1, "¿Siguen ahí?"),
        (2, 1, "¿Siguen ahí?"),
        (1, 2**32 - 1, ""),
        (2, 2, "🛶\n\u2028"),
    ):
        cases.ok(f"MAC {direction} {seq}", "message_mac", direction=direction, seq=seq, text=text, **base)
    for seq in (0, 2**32):
        cases.fails(f"MAC of number {seq}", "message_mac", "refused", direction=1, seq=seq, text="", **base)

    value = message_value(answer_key=key, direction=Direction.TO_DESK, tip=tip, seq=3, text="Sí, seguimos.")
    given = {**base, "direction": 1, "content": canonical_json(value).hex()}
    cases.ok("message is the other side's", "message_check", **given)
    forged: dict[str, dict[str, Any]] = {
        "another text": {"text": "No."},
        "another number": {"seq": 4},
        "number 0": {"seq": 0},
        "number as text": {"seq": "3"},
        "number true": {"seq": True},
        "another direction": {"dir": 2},
        "another tip": {"tip": ref("other").hex},
        "tip in capitals": {"tip": tip.hex.upper()},
        "cut MAC": {"mac": value["mac"][:-1]},
        "empty MAC": {"mac": ""},
        "MAC with padding": {"mac": value["mac"] + "="},
        "one field more": {"also": 1},
    }
    for name, change in forged.items():
        content = canonical_json({**value, **change}).hex()
        cases.fails(f"message: {name}", "message_check", "damaged", **{**given, "content": content})
    without = canonical_json({name: item for name, item in value.items() if name != "mac"}).hex()
    cases.fails("message: no MAC", "message_check", "damaged", **{**given, "content": without})
    newer = canonical_json({**value, "v": 2}).hex()
    cases.fails("message: version 2", "message_check", "unknown_version", **{**given, "content": newer})
    textual = canonical_json({**value, "v": "1"}).hex()
    cases.fails("message: version as text", "message_check", "damaged", **{**given, "content": textual})
    cases.fails("message: sent back to its writer", "message_check", "damaged", **{**given, "direction": 2})
    cases.fails("message: shown at another tip", "message_check", "damaged", **{**given, "tip": ref("other").hex})
    cases.fails("message: another answer key", "message_check", "damaged", **{**given, "answer_key": "00" * 32})
    return cases


_CHEAP = {"passes": 1, "kib": 64}


def _vault(passphrase: str, passes: int, kib: int, version: int = 1) -> tuple[Unlocked, bytes]:
    pair = Pair("lead one")
    plain = VaultPlain(
        seal_seed=pair.seal_seed,
        sign_seed=pair.sign_seed,
        root=Pair("root").sign_key,
        desk_serial=7,
        desk_sha256=fixed("desk hash"),
        public_serial=3,
        public_sha256=fixed("public hash"),
    )
    head = bytes([version]) + fixed("vault salt", 16) + passes.to_bytes(4, "big") + kib.to_bytes(4, "big")
    secret = unicodedata.normalize("NFKD", passphrase).encode()
    derived = argon2id.kdf(32, secret, head[1:17], opslimit=max(passes, 1), memlimit=kib * 1024)
    unlocked = Unlocked(plain=plain, derived=derived, head=head)
    return unlocked, _seal(unlocked=unlocked, user=pair.id, nonce=fixed("vault nonce", 24))


def vaults() -> Cases:
    cases = Cases("Vaults and session blobs; test_floor is the only way to a cheap vault")
    user = Pair("lead one").id.hex
    words = "río canoa bosque lluvia piedra camino estrella"
    unlocked, blob = _vault(words, 1, 64)
    given: dict[str, Any] = {"passphrase": words, "blob": blob.hex(), "user": user, "test_floor": _CHEAP}
    op = "vault_open"
    cases.ok("vault opens", op, **given)
    cases.ok("vault opens with decomposed accents", op, **{**given, "passphrase": unicodedata.normalize("NFD", words)})
    dear = _vault(words, 3, 65_536)[1]
    production = {name: item for name, item in given.items() if name != "test_floor"}
    cases.ok("vault of production's cost opens", op, **{**production, "blob": dear.hex()})
    cases.fails("cheap vault without a test floor", op, "refused", **production)
    for passes, kib in ((2, 65_536), (3, 65_535), (1, 1_048_576), (16, 64)):
        changed = blob[:17] + passes.to_bytes(4, "big") + kib.to_bytes(4, "big") + blob[25:]
        cases.fails(f"cost {passes} and {kib}", op, "refused", **{**production, "blob": changed.hex()})
    for passes, kib in ((17, 65_536), (3, 1_048_577), (2**32 - 1, 2**32 - 1), (0, 64), (1, 63)):
        changed = blob[:17] + passes.to_bytes(4, "big") + kib.to_bytes(4, "big") + blob[25:]
        cases.fails(f"cost {passes} and {kib} at the test's floor", op, "refused", **{**given, "blob": changed.hex()})
    for version in (0, 2):
        changed = bytes([version]) + blob[1:]
        cases.fails(f"vault version {version}", op, "unknown_version", **{**given, "blob": changed.hex()})
    for name, changed in {
        "salt": flipped(blob, 1),
        "nonce": flipped(blob, 25),
        "key": flipped(blob, 49),
        "tag": flipped(blob, -1),
        "more passes": blob[:20] + b"\x02" + blob[21:],
    }.items():
        cases.fails(f"vault: changed {name}", op, "damaged", **{**given, "blob": changed.hex()})
    for length in (0, 1, 17, 25, 49, 217, 232):
        error = "damaged"
        cases.fails(f"vault cut to {length}", op, error, **{**given, "blob": blob[:length].hex()})
    cases.fails("vault: trailing byte", op, "damaged", **{**given, "blob": blob.hex() + "00"})
    cases.fails("vault: wrong passphrase", op, "damaged", **{**given, "passphrase": words + " "})
    cases.fails("vault: passphrase in capitals", op, "damaged", **{**given, "passphrase": words.upper()})
    cases.fails("vault: another user's", op, "damaged", **{**given, "user": Pair("lead two").id.hex})

    session, half_key = ref("session"), fixed("half key")
    kept = _session_seal(half_key, unlocked, Pair("lead one").id, session, fixed("session nonce", 24))
    given = {"half_key": half_key.hex(), "blob": kept.hex(), "user": user, "session": session.hex}
    op = "session_open"
    cases.ok("session blob opens", op, **given)
    for name, change in {
        "another half-key": {"half_key": fixed("half key two").hex()},
        "cut half-key": {"half_key": half_key[:-1].hex()},
        "another user": {"user": Pair("lead two").id.hex},
        "another session": {"session": ref("session two").hex},
        "cut": {"blob": kept[:-1].hex()},
        "trailing byte": {"blob": kept.hex() + "00"},
        "empty": {"blob": ""},
        "flipped nonce": {"blob": flipped(kept, 0).hex()},
        "flipped key": {"blob": flipped(kept, 24).hex()},
        "flipped tag": {"blob": flipped(kept, -1).hex()},
        "the vault itself": {"blob": blob.hex()},
    }.items():
        cases.fails(f"session: {name}", op, "damaged", **{**given, **change})
    newer = Unlocked(plain=unlocked.plain, derived=unlocked.derived, head=b"\x02" + unlocked.head[1:])
    later = _session_seal(half_key, newer, Pair("lead one").id, session, fixed("session nonce", 24))
    cases.fails("session: vault version 2", op, "unknown_version", **{**given, "blob": later.hex()})
    return cases
