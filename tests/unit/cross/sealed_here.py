"""Cases in the form of the vectors, sealed here with fresh randomness, for the TypeScript half to open."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sealing.directories import desk_directory_verify
from sealing.encoding import canonical_json
from sealing.envelopes import SUITE_AESGCM, SUITE_XCHACHA, Sealed, content_key_draw, file_seal, json_seal
from sealing.hashing import sha256
from sealing.keys import index_key, key_id, sign_generate, xwing_generate
from sealing.kinds import FILE_KINDS, Kind
from sealing.makers import maker_sign
from sealing.messages import Direction, message_value
from sealing.receipts import derive, receipt_make, receipt_read
from sealing.statements import S1, S2, ReleasedPdf, Signed, Tlp, countersign, s1_sign, s2_sign
from sealing.types import EpochSeed, Seed, SignSeed
from sealing.vaults import VaultPlain, session_seal, vault_open, vault_reseal, vault_seal
from sealing.words import LANGUAGES
from sealing.wraps import epoch_seed_wrap, index_wrap_seal, wrap_seal
from tests.vectors.desk import (
    CASE_WORKER,
    LEAD_ONE,
    LEAD_TWO,
    ORGANISATIONS,
    PARTNER_ONE,
    ROOT,
    WORKER,
    Desk,
    public_body,
    signed,
)
from tests.vectors.material import TODAY
from tests.vectors.ops import pattern

VALUE = {"v": 1, "text": 'Ñandú — 21°S 🛶 \u2028 "\\\n', "n": 2**53 - 1, "list": [True, None, -1, {"a_1": ""}]}


@dataclass(frozen=True)
class Case:
    """An op of the vectors and its input."""

    name: str
    op: str
    given: dict[str, Any]


def _envelope(sealed: Sealed) -> dict[str, Any]:
    return {
        "ck": sealed.ck.hex(),
        "envelope": sealed.envelope.hex(),
        "kind": int(sealed.kind),
        "ref": sealed.ref.hex,
    }


def _json_envelopes() -> Iterator[Case]:
    for kind in Kind:
        if kind in FILE_KINDS or kind is Kind.EPOCH_SEED:
            continue
        for name, value in {"short": VALUE, "long": {**VALUE, "long": "á" * 80_000}}.items():
            seed, public = sign_generate()
            sealed = json_seal(kind=kind, ref=uuid4(), value=value)
            yield Case(f"{kind.name} {name}", "envelope_open_json", _envelope(sealed))
            given = _envelope(sealed) | {
                "public": public.hex(),
                "content": sealed.content.hex(),
                "signature": maker_sign(sign_seed=seed, sealed=sealed).signature.hex(),
            }
            yield Case(f"maker of {kind.name} {name}", "maker_verify", given)


def _files() -> Iterator[Case]:
    for kind in FILE_KINDS:
        for suite in (SUITE_XCHACHA, SUITE_AESGCM):
            for length in (0, 1, 65_528, 65_529, 140_000):
                sealed = file_seal(kind=kind, ref=uuid4(), content=pattern(length), suite=suite)
                yield Case(f"{kind.name} of {length}, suite {suite}", "envelope_open_file", _envelope(sealed))


def _wraps() -> Iterator[Case]:
    (seed, public), (epoch_seed, epoch_public) = xwing_generate(), xwing_generate()
    ck, ref = content_key_draw(), uuid4()
    mine = {"seed": seed.hex(), "key_id": key_id(public).hex()}
    for kind in Kind:
        if kind not in FILE_KINDS | {Kind.INDEX_ROW, Kind.EPOCH_SEED}:
            wrap = wrap_seal(ck=ck, recipient=public, kind=kind, ref=ref)
            yield Case(
                f"wrap of {kind.name}", "wrap_open", {**mine, "wrap": wrap.hex(), "kind": int(kind), "ref": ref.hex}
            )
    index = index_key(EpochSeed(epoch_seed))
    row = index_wrap_seal(ck=ck, index_key=index, kind=Kind.INDEX_ROW, ref=ref)
    given = {"index_key": index.hex(), "wrap": row.hex(), "kind": int(Kind.INDEX_ROW), "ref": ref.hex}
    yield Case("index wrap", "index_wrap_open", given)
    wrap = epoch_seed_wrap(seed=epoch_seed, epoch_id=ref, recipient=public)
    seed_given = {**mine, "wrap": wrap.hex(), "epoch_id": ref.hex, "public": epoch_public.hex()}
    yield Case("epoch seed", "epoch_seed_open", seed_given)
    yield Case("epoch seed of another epoch", "epoch_seed_open", {**seed_given, "public": public.hex()})
    yield Case("epoch seed for another key", "epoch_seed_open", {**seed_given, "seed": epoch_seed.hex()})


def _mailboxes() -> Iterator[Case]:
    for lang in LANGUAGES:
        words = receipt_make(lang)
        salt = secrets.token_bytes(32)
        entropy, _ = receipt_read(words)
        answer_key, tip = derive(salt, entropy).answer_key, uuid4()
        yield Case(f"receipt in {lang}", "receipt_read", {"text": words})
        yield Case(f"mailbox of {lang}", "receipt_derive", {"salt": salt.hex(), "entropy": entropy.hex()})
        value = message_value(
            answer_key=answer_key, direction=Direction.TO_SUBMITTER, tip=tip, seq=3, text="¿Están bien? 🛶"
        )
        given = {"content": canonical_json(value).hex(), "answer_key": answer_key.hex(), "tip": tip.hex}
        yield Case(f"message of {lang}", "message_check", {**given, "direction": 2})
        yield Case(f"message of {lang} turned round", "message_check", {**given, "direction": 1})


def _vaults() -> Iterator[Case]:
    plain = VaultPlain(
        seal_seed=Seed(secrets.token_bytes(32)),
        sign_seed=SignSeed(secrets.token_bytes(32)),
        root=secrets.token_bytes(32),
        desk_serial=4_000_000_000,
        desk_sha256=secrets.token_bytes(32),
        public_serial=7,
        public_sha256=secrets.token_bytes(32),
    )
    user, session, half_key = uuid4(), uuid4(), secrets.token_bytes(32)
    passphrase = "ábaco niño 🛶 over"
    blob = vault_seal(passphrase=passphrase, plain=plain, user=user)
    unlocked = vault_open(passphrase=passphrase, blob=blob, user=user)
    given = {"passphrase": passphrase, "user": user.hex}
    yield Case("vault", "vault_open", {**given, "blob": blob.hex()})
    yield Case("vault again", "vault_open", {**given, "blob": vault_reseal(unlocked=unlocked, user=user).hex()})
    yield Case(
        "vault, other passphrase", "vault_open", {**given, "blob": blob.hex(), "passphrase": "abaco niño 🛶 over"}
    )
    kept = session_seal(half_key=half_key, unlocked=unlocked, user=user, session=session)
    ids = {"user": user.hex, "session": session.hex}
    yield Case("session", "session_open", {"half_key": half_key.hex(), "blob": kept.hex(), **ids})


def _trust() -> Iterator[Case]:
    desk = Desk(serial=2 + secrets.randbelow(1000), previous=secrets.token_bytes(32))
    transport = desk.transport(LEAD_ONE, LEAD_TWO)
    root = ROOT.sign_key.hex()
    verifying = {"root": root, "today": TODAY.isoformat(), "known": None}
    yield Case("desk directory", "directory_verify", {**verifying, "kind": "desk", "transport": transport})
    public = signed(public_body(salt=secrets.token_bytes(32)), LEAD_ONE)
    yield Case("public directory", "directory_verify", {**verifying, "kind": "public", "transport": public})

    directory = sha256(desk.body())
    pdf, organisation = secrets.token_bytes(100), ORGANISATIONS[PARTNER_ONE]
    s1 = S1(
        case_file=uuid4(),
        revision=1 + secrets.randbelow(9),
        source_sha256=secrets.token_bytes(32),
        redactions_sha256=secrets.token_bytes(32),
        organisations=(organisation,),
        tlp=Tlp.AMBER_STRICT,
        directory=directory,
        author=CASE_WORKER.id,
    )
    first = s1_sign(sign_seed=CASE_WORKER.sign_seed, s1=s1)
    s2 = S2(
        s1=sha256(first.statement),
        pdfs=(ReleasedPdf(organisation, "EXP-012/A", sha256(pdf)),),
        expires=TODAY,
        directory=directory,
        approver=LEAD_TWO.id,
    )
    second = s2_sign(sign_seed=LEAD_TWO.sign_seed, s2=s2)
    given = {
        "root": root,
        "directories": [transport],
        "s1": first.statement.hex(),
        "s1_signature": first.signature.hex(),
        "s2": second.statement.hex(),
        "s2_signature": second.signature.hex(),
        "countersignature": _countersigned(transport, first, second).hex(),
        "organisation": organisation.hex,
        "pdf": pdf.hex(),
        "today": TODAY.isoformat(),
    }
    yield Case("release", "release_verify", given)
    yield Case("release of another PDF", "release_verify", {**given, "pdf": secrets.token_bytes(100).hex()})


def _countersigned(transport: dict[str, Any], first: Signed, second: Signed) -> bytes:
    directory = desk_directory_verify(root=ROOT.sign_key, transport=transport, today=TODAY, known=None)
    known = {directory.sha256: directory}
    return countersign(sign_seed=WORKER.sign_seed, current=directory, directories=known, first=first, second=second)


def cases() -> list[Case]:
    """All of them, new each time."""
    return [*_json_envelopes(), *_files(), *_wraps(), *_mailboxes(), *_vaults(), *_trust()]
