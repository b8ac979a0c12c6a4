"""Cases for the two directories."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sealing.directories import Certificate, EndorsedEntry, Signature, person_entry
from sealing.encoding import b64_decode, b64_encode, canonical_json
from sealing.hashing import sha256
from sealing.kinds import Role
from sealing.signing import signature_make
from tests.vectors.desk import (
    CASE_WORKER,
    DESK,
    LEAD_ONE,
    LEAD_TWO,
    ORGANISATIONS,
    OTHER_ROOT,
    PARTNER_ONE,
    ROOT,
    STRANGER,
    WORKER,
    Desk,
    certificate,
    endorsed,
    epoch,
    person,
    public_body,
    signed,
    worker,
)
from tests.vectors.material import TODAY, Cases, Pair, fixed, flipped, ref

_OP = "directory_verify"


def _edited(body: bytes, **changes: Any) -> bytes:
    """A body with fields changed by somebody who writes canonical JSON and can sign; None takes a field away."""
    value = {**json.loads(body), **changes}
    return canonical_json({name: item for name, item in value.items() if item is not None})


def _cut(text: str) -> str:
    """base64url of one byte less."""
    return b64_encode(b64_decode(text)[:-1])


def _known(serial: int, body: bytes) -> dict[str, Any]:
    return {"serial": serial, "sha256": sha256(body).hex()}


def desk_directories() -> Cases:
    cases = Cases("Desk directories")
    whole = Desk()
    # Keys are long and written twice in base64, so that most cases have a small desk.
    desk = replace(whole, entries=(whole.entries[0], whole.entries[2]), epochs=whole.epochs[:1])
    body = desk.body()
    given = {
        "root": ROOT.sign_key.hex(),
        "transport": desk.transport(),
        "kind": "desk",
        "today": TODAY.isoformat(),
        "known": None,
    }

    def ok(name: str, transport: dict[str, Any], **change: Any) -> None:
        cases.ok(name, _OP, **{**given, "transport": transport, **change})

    def fails(name: str, error: str, transport: dict[str, Any], **change: Any) -> None:
        cases.fails(name, _OP, error, **{**given, "transport": transport, **change})

    def edited(**changes: Any) -> dict[str, Any]:
        return signed(_edited(body, **changes), LEAD_ONE)

    ok("first directory", whole.transport())
    ok("small desk", desk.transport())
    ok("signed by two leads", desk.transport(LEAD_ONE, LEAD_TWO))
    ok("on its last day", desk.transport(), today=desk.valid_until.isoformat())
    ok("nobody but one lead, no epoch", Desk(leads=desk.leads[:1], entries=desk.entries[:1], epochs=()).transport())
    ok("known already", desk.transport(), known=_known(1, body))
    second = replace(desk, serial=2, previous=sha256(body))
    ok("the next one", second.transport(), known=_known(1, body))
    ok("some later one", replace(second, serial=9).transport(), known=_known(1, body))

    fails("goes back", "refused", desk.transport(), known=_known(2, second.body()))
    fails("same serial, another hash", "refused", desk.transport(), known=_known(1, second.body()))
    fails("next one of another chain", "refused", second.transport(), known=_known(1, second.body()))
    fails("a day too late", "refused", desk.transport(), today=(desk.valid_until + timedelta(days=1)).isoformat())
    fails("another root", "refused", desk.transport(), root=OTHER_ROOT.sign_key.hex())
    fails("taken for the public one", "damaged", desk.transport(), kind="public")

    transport = desk.transport()
    signature = b64_decode(transport["signatures"][0]["sig"])
    fails("nobody signed", "refused", {**transport, "signatures": []})
    fails("signed by a stranger", "refused", desk.transport(STRANGER))
    fails("signed by a case worker", "refused", desk.transport(CASE_WORKER))
    fails("signed by the root itself", "refused", desk.transport(ROOT))
    fails("signed by a lead and a stranger", "refused", desk.transport(LEAD_ONE, STRANGER))
    key = transport["signatures"][0]["key"]
    fails(
        "signature does not hold",
        "refused",
        {**transport, "signatures": [{"key": key, "sig": b64_encode(flipped(signature, 5))}]},
    )
    fails("a lead's key, a stranger's signature", "refused", {
        **transport, "signatures": [{**desk.transport(STRANGER)["signatures"][0], "key": key}],
    })  # fmt: skip
    fails("another body under the signature", "refused", {**transport, "body": b64_encode(second.body())})
    fails("one good signature and one that does not hold", "refused", {**transport, "signatures": [
        *transport["signatures"], {"key": b64_encode(LEAD_TWO.sign_key), "sig": b64_encode(signature)},
    ]})  # fmt: skip
    raw = signature_make(sign_seed=LEAD_ONE.sign_seed, context=b"vigia entry v1\n", data=body)
    fails("signed in another context", "refused", {**transport, "signatures": [{"key": key, "sig": b64_encode(raw)}]})
    fails("cut signature", "damaged", {**transport, "signatures": [{"key": key, "sig": b64_encode(signature[:-1])}]})
    fails("cut key", "damaged", {**transport, "signatures": [{"key": _cut(key), "sig": b64_encode(signature)}]})
    fails("body with base64 padding", "damaged", {**transport, "body": transport["body"] + "="})
    fails("transport with one field more", "damaged", {**transport, "also": 1})
    fails("transport without signatures", "damaged", {"body": transport["body"]})

    fails("body is not canonical", "damaged", signed(body + b"\n", LEAD_ONE))
    fails("body with a key twice", "damaged", signed(b'{"desk":"",' + body[1:], LEAD_ONE))
    fails("body of version 2", "unknown_version", edited(v=2))
    fails("body of version text", "damaged", edited(v="1"))
    fails("one field more", "damaged", edited(also=1))
    for name in ("serial", "previous", "valid_until", "desk", "leads", "entries", "epochs", "removed"):
        fails(f"no {name}", "damaged", edited(**{name: None}))
    damaged: dict[str, dict[str, Any]] = {
        "serial 0": {"serial": 0},
        "serial of 2^32": {"serial": 2**32, "previous": "00" * 32},
        "serial as text": {"serial": "1"},
        "serial true": {"serial": True},
        "first with a predecessor": {"previous": "00" * 32},
        "second without a predecessor": {"serial": 2},
        "predecessor of 31 bytes": {"serial": 2, "previous": "00" * 31},
        "predecessor in capitals": {"serial": 2, "previous": "AA" * 32},
        "no such day": {"valid_until": "2027-02-30"},
        "a day with time": {"valid_until": "2027-12-01T00:00:00"},
        "a day in short": {"valid_until": "20271201"},
        "desk in capitals": {"desk": DESK.hex.upper()},
        "desk with hyphens": {"desk": str(DESK)},
        "entries no list": {"entries": {}},
        "removed no list": {"removed": DESK.hex},
        "removed with a number": {"removed": [1]},
    }
    for name, changes in damaged.items():
        fails(name, "damaged", edited(**changes))

    by_other = certificate(LEAD_TWO, OTHER_ROOT)
    good = certificate(LEAD_TWO)
    fails("lead of another root", "refused", replace(desk, leads=(desk.leads[0], by_other)).transport())
    fails(
        "lead certificate with a flipped signature",
        "refused",
        replace(desk, leads=(desk.leads[0], Certificate(good.cert, flipped(good.signature, 1)))).transport(),
    )
    swapped = Certificate(certificate(STRANGER).cert, good.signature)
    fails(
        "another lead under the root's signature", "refused", replace(desk, leads=(desk.leads[0], swapped)).transport()
    )
    fails("a lead twice", "refused", replace(desk, leads=(*desk.leads, desk.leads[0])).transport())
    again = _certificate_of(LEAD_ONE.id, LEAD_TWO)
    fails("one key under two leads", "refused", replace(desk, leads=(*desk.leads, again)).transport())
    newer = _signed_certificate({"v": 2, "type": "lead"})
    fails("lead certificate of version 2", "unknown_version", replace(desk, leads=(*desk.leads, newer)).transport())
    other_type = _signed_certificate({**json.loads(good.cert), "type": "person"})
    fails("root's signature over no certificate", "damaged", replace(desk, leads=(*desk.leads, other_type)).transport())

    case_worker = person(CASE_WORKER, Role.CASE_WORKER, LEAD_ONE)
    ok("lead endorsed by another lead", desk.with_entry(LEAD_ONE, person(LEAD_ONE, Role.LEAD, LEAD_TWO)).transport())
    ok(
        "case worker endorsed by the root",
        desk.with_entry(CASE_WORKER, person(CASE_WORKER, Role.CASE_WORKER, ROOT)).transport(),
    )
    ok("worker endorsed by two leads", desk.with_entry(WORKER, worker(WORKER, LEAD_ONE, LEAD_TWO)).transport())
    both = person(CASE_WORKER, Role.CASE_WORKER, LEAD_ONE, LEAD_TWO)
    partner = person(PARTNER_ONE, Role.PARTNER, LEAD_ONE)
    refused: dict[str, Desk] = {
        "case worker endorsed by nobody": desk.with_entry(CASE_WORKER, person(CASE_WORKER, Role.CASE_WORKER)),
        "case worker endorsed by themselves": desk.with_entry(
            CASE_WORKER, person(CASE_WORKER, Role.CASE_WORKER, CASE_WORKER)
        ),
        "case worker endorsed by one lead": desk.with_entry(CASE_WORKER, case_worker),
        "case worker endorsed by one lead twice": desk.with_entry(
            CASE_WORKER, EndorsedEntry(case_worker.entry, (case_worker.by[0], case_worker.by[0]))
        ),
        "case worker endorsed by a lead and themselves": desk.with_entry(
            CASE_WORKER, person(CASE_WORKER, Role.CASE_WORKER, LEAD_ONE, CASE_WORKER)
        ),
        "case worker endorsed by a lead and another root": desk.with_entry(
            CASE_WORKER, person(CASE_WORKER, Role.CASE_WORKER, LEAD_ONE, OTHER_ROOT)
        ),
        "case worker endorsed by a lead, and by a second whose word does not hold": desk.with_entry(
            CASE_WORKER,
            EndorsedEntry(
                case_worker.entry, (*case_worker.by, Signature(LEAD_TWO.sign_key, case_worker.by[0].signature))
            ),
        ),
        "case worker endorsed by a lead, and by a second whom the directory does not certify": replace(
            desk, leads=desk.leads[:1]
        ),
        "case worker endorsed with two keys certified for one lead": replace(
            desk,
            leads=(desk.leads[0], _certificate_for(LEAD_ONE.id, Pair("second key of lead one"))),
            entries=(
                desk.entries[0],
                person(CASE_WORKER, Role.CASE_WORKER, LEAD_ONE, Pair("second key of lead one")),
            ),
        ),
        "lead endorsed by nobody": desk.with_entry(LEAD_ONE, person(LEAD_ONE, Role.LEAD)),
        "partner endorsed by one lead": desk.with_entry(PARTNER_ONE, partner),
        "partner endorsed by one lead twice": desk.with_entry(
            PARTNER_ONE, EndorsedEntry(partner.entry, (partner.by[0], partner.by[0]))
        ),
        "partner endorsed by a lead and a stranger": desk.with_entry(
            PARTNER_ONE, person(PARTNER_ONE, Role.PARTNER, LEAD_ONE, STRANGER)
        ),
        "worker endorsed by one lead": desk.with_entry(WORKER, worker(WORKER, LEAD_TWO)),
        "worker endorsed by another root": desk.with_entry(WORKER, worker(WORKER, OTHER_ROOT)),
        "endorsement does not hold": desk.with_entry(
            CASE_WORKER,
            EndorsedEntry(both.entry, (Signature(LEAD_ONE.sign_key, flipped(both.by[0].signature, 40)), both.by[1])),
        ),
        "root's endorsement and a false one": desk.with_entry(
            WORKER,
            EndorsedEntry(
                worker(WORKER, ROOT).entry,
                (*worker(WORKER, ROOT).by, Signature(LEAD_ONE.sign_key, case_worker.by[0].signature)),
            ),
        ),
        "endorsement of another entry": desk.with_entry(
            PARTNER_ONE, EndorsedEntry(partner.entry, person(CASE_WORKER, Role.CASE_WORKER, ROOT).by)
        ),
        "a lead whom the root did not certify": desk.with_entry(
            STRANGER, person(Pair("new lead"), Role.LEAD, LEAD_ONE)
        ),
        "a lead's role with another key than the certified one": desk.with_entry(LEAD_TWO, _lead_with_other_key()),
        "a person twice": desk.with_entry(STRANGER, _entry_of(CASE_WORKER.id, Pair("new"), Pair("new").seal_key)),
        "one signing key for two": desk.with_entry(STRANGER, _entry_of(ref("new"), CASE_WORKER, Pair("new").seal_key)),
        "one sealing key for two": desk.with_entry(STRANGER, _entry_of(ref("new"), Pair("new"), CASE_WORKER.seal_key)),
        "a removed person": replace(desk, removed=(CASE_WORKER,)),
        "a removed lead": replace(desk, removed=(LEAD_TWO,), entries=desk.entries[:1]),
        "removed twice": replace(desk, removed=(STRANGER, STRANGER)),
        "an epoch twice": replace(desk, epochs=(desk.epochs[0], desk.epochs[0])),
        "one key for two epochs": replace(
            desk, epochs=(desk.epochs[0], replace(whole.epochs[1], key=desk.epochs[0].key))
        ),
        "an epoch that ends before it begins": replace(
            desk, epochs=(replace(desk.epochs[0], accept_until=desk.epochs[0].accept_from - timedelta(days=1)),)
        ),
        "an epoch destroyed while it accepts": replace(
            desk, epochs=(replace(desk.epochs[0], destroy_on=desk.epochs[0].accept_until - timedelta(days=1)),)
        ),
    }
    for name, variant in refused.items():
        fails(name, "refused", variant.transport())
    own = json.loads(case_worker.entry)
    for name, error, entry in (
        ("entry of version 2", "unknown_version", {**own, "v": 2}),
        ("entry of an unknown role", "damaged", {**own, "role": "admin"}),
        ("person of the role worker", "damaged", {**own, "role": "worker"}),
        ("entry of an unknown type", "damaged", {**own, "type": "guest"}),
        ("entry with a cut seal key", "damaged", {**own, "seal_key": _cut(own["seal_key"])}),
        ("entry with a cut signing key", "damaged", {**own, "sign_key": _cut(own["sign_key"])}),
        ("entry without organisation", "damaged", {k: v for k, v in own.items() if k != "organisation"}),
        ("entry with one field more", "damaged", {**own, "name": "somebody"}),
    ):
        fails(name, error, signed(_with_raw_entry(body, canonical_json(entry)), LEAD_ONE))
    short = json.loads(body)["epochs"]
    fails("epoch with a cut key", "damaged", edited(epochs=[{**short[0], "key": _cut(short[0]["key"])}]))
    fails(
        "epoch without its last day",
        "damaged",
        edited(epochs=[{k: v for k, v in short[0].items() if k != "destroy_on"}]),
    )
    return cases


def _with_raw_entry(body: bytes, entry: bytes) -> bytes:
    value = json.loads(body)
    made = endorsed(entry, LEAD_ONE, LEAD_TWO)
    by = [{"key": b64_encode(one.key), "sig": b64_encode(one.signature)} for one in made.by]
    return canonical_json({**value, "entries": [{"entry": b64_encode(entry), "by": by}]})


def _signed_certificate(value: dict[str, Any]) -> Certificate:
    cert = canonical_json(value)
    return Certificate(cert, signature_make(sign_seed=ROOT.sign_seed, context=b"vigia lead v1\n", data=cert))


def _certificate_for(user: UUID, keys: Pair) -> Certificate:
    """The root's certificate of these keys for that very user."""
    return _signed_certificate({**json.loads(certificate(keys).cert), "user": user.hex})


def _certificate_of(user: UUID, keys: Pair) -> Certificate:
    value = json.loads(certificate(keys).cert)
    return _signed_certificate({**value, "user": ref(f"again {user}").hex})


def _lead_with_other_key() -> EndorsedEntry:
    keys = Pair("other keys")
    entry = person_entry(
        user=LEAD_TWO.id, organisation=DESK, role=Role.LEAD, sign_key=keys.sign_key, seal_key=keys.seal_key
    )
    return endorsed(entry, LEAD_ONE)


def _entry_of(user: UUID, signer: Pair, seal_key: bytes) -> EndorsedEntry:
    entry = person_entry(
        user=user,
        organisation=ORGANISATIONS[CASE_WORKER],
        role=Role.CASE_WORKER,
        sign_key=signer.sign_key,
        seal_key=seal_key,
    )
    return endorsed(entry, LEAD_ONE, LEAD_TWO)


def public_directories() -> Cases:
    cases = Cases("Public directories")
    body = public_body()
    given = {
        "root": ROOT.sign_key.hex(),
        "transport": signed(body, LEAD_ONE),
        "kind": "public",
        "today": TODAY.isoformat(),
        "known": None,
    }
    next_body = public_body(serial=2, previous=sha256(body))
    cases.ok("first", _OP, **given)
    cases.ok("next", _OP, **{**given, "transport": signed(next_body, LEAD_ONE), "known": _known(1, body)})
    refused: dict[str, dict[str, Any]] = {
        "goes back": {"known": _known(2, next_body)},
        "same serial, another hash": {"known": _known(1, next_body)},
        "next one of another chain": {"transport": signed(next_body, LEAD_ONE), "known": _known(1, next_body)},
        "a day too late": {"today": (TODAY + timedelta(days=1)).isoformat()},
        "another root": {"root": OTHER_ROOT.sign_key.hex()},
        "signed by a lead who is not in it": {"transport": signed(body, LEAD_TWO)},
        "nobody signed": {"transport": signed(body)},
        "no leads": {"transport": signed(public_body(leads=()), LEAD_ONE)},
        "an epoch twice": {"transport": signed(public_body(epochs=(epoch("e", 0), epoch("e", 0))), LEAD_ONE)},
    }
    for name, change in refused.items():
        cases.fails(name, _OP, "refused", **{**given, **change})
    damaged: dict[str, bytes] = {
        "taken from the desk": Desk().body(),
        "salt of 31 bytes": public_body(salt=fixed("salt")[:-1]),
        "no salt": _edited(body, receipt_salt=None),
        "with people": _edited(body, entries=[]),
        "epoch with its last day": _edited(
            body, epochs=[{**json.loads(body)["epochs"][0], "destroy_on": "2028-01-01"}]
        ),
    }
    for name, changed in damaged.items():
        cases.fails(name, _OP, "damaged", **{**given, "transport": signed(changed, LEAD_ONE)})
    newer = signed(_edited(body, v=2), LEAD_ONE)
    cases.fails("version 2", _OP, "unknown_version", **{**given, "transport": newer})
    return cases
