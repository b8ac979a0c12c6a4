"""Cases for S1, S2, the countersignature, and what a partner's browser checks of a release."""

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sealing.encoding import canonical_json
from sealing.hashing import sha256
from sealing.kinds import Role
from sealing.people import person_entry
from sealing.signing import signature_make
from sealing.statements import S1, S2, ReleasedPdf, Signed, Tlp, _release_bytes, s1_build, s2_build
from tests.vectors.desk import (
    CASE_WORKER,
    LEAD_ONE,
    LEAD_TWO,
    ORGANISATIONS,
    PARTNER_ONE,
    PARTNER_TWO,
    ROOT,
    STRANGER,
    WORKER,
    Desk,
    endorsed,
    person,
    worker,
)
from tests.vectors.material import TODAY, Cases, Pair, fixed, flipped, ref

_CONTEXTS = {1: b"vigia s1 v1\n", 2: b"vigia s2 v1\n", 3: b"vigia release v1\n"}
_PDFS = {PARTNER_ONE: b"%PDF-1.7 for organisation one", PARTNER_TWO: b"%PDF-1.7 for organisation two"}
# Partners hold no role in a release, and their long keys are left out of these directories.
_FULL = Desk()
DESK = replace(_FULL, epochs=(), entries=(*_FULL.entries[:3], _FULL.entries[5]))


def _sign(pair: Pair, number: int, data: bytes) -> bytes:
    return signature_make(sign_seed=pair.sign_seed, context=_CONTEXTS[number], data=data)


@dataclass(frozen=True)
class Release:
    """A release that holds; `replace` makes one that does not, as somebody with those keys could."""

    s1_desk: Desk = DESK
    s2_desk: Desk = DESK
    author: Pair = CASE_WORKER
    author_signs: Pair = CASE_WORKER
    approver: Pair = LEAD_ONE
    approver_signs: Pair = LEAD_ONE
    worker_signs: Pair = WORKER
    s1_changes: tuple[tuple[str, Any], ...] = ()
    s2_changes: tuple[tuple[str, Any], ...] = ()
    s2_of: bytes | None = None

    def statements(self) -> tuple[Signed, Signed]:
        organisations = tuple(sorted((ORGANISATIONS[pair] for pair in _PDFS), key=lambda item: item.hex))
        copies = {ORGANISATIONS[pair]: (f"C-{n}", sha256(pdf)) for n, (pair, pdf) in enumerate(_PDFS.items(), 1)}
        s1 = s1_build(
            S1(
                case_file=ref("case file"),
                revision=2,
                source_sha256=fixed("source"),
                redactions_sha256=fixed("redactions"),
                organisations=organisations,
                tlp=Tlp.AMBER_STRICT,
                directory=sha256(self.s1_desk.body()),
                author=self.author.id,
            )
        )
        s1 = canonical_json({**json.loads(s1), **dict(self.s1_changes)})
        s2 = s2_build(
            S2(
                s1=sha256(s1 if self.s2_of is None else self.s2_of),
                pdfs=tuple(ReleasedPdf(item, *copies[item]) for item in organisations),
                expires=TODAY,
                directory=sha256(self.s2_desk.body()),
                approver=self.approver.id,
            )
        )
        s2 = canonical_json({**json.loads(s2), **dict(self.s2_changes)})
        return Signed(s1, _sign(self.author_signs, 1, s1)), Signed(s2, _sign(self.approver_signs, 2, s2))

    def given(self) -> dict[str, Any]:
        first, second = self.statements()
        transports = [self.s1_desk.transport()]
        if self.s2_desk is not self.s1_desk:
            transports.append(self.s2_desk.transport())
        return {
            "root": ROOT.sign_key.hex(),
            "directories": transports,
            "s1": first.statement.hex(),
            "s1_signature": first.signature.hex(),
            "s2": second.statement.hex(),
            "s2_signature": second.signature.hex(),
            "countersignature": _sign(self.worker_signs, 3, _release_bytes(first, second)).hex(),
            "organisation": ORGANISATIONS[PARTNER_ONE].hex,
            "pdf": _PDFS[PARTNER_ONE].hex(),
            "today": TODAY.isoformat(),
        }


def _part(given: dict[str, Any], *names: str) -> dict[str, Any]:
    """What the verifying of one statement takes: that statement's directory alone."""
    return {"root": given["root"], "transport": given["directories"][-1], **{name: given[name] for name in names}}


def statements() -> Cases:
    cases = Cases("S1, S2 and the countersignature, one at a time")
    good = Release()
    given = good.given()
    op = "s1_verify"
    names: tuple[str, ...] = ("s1", "s1_signature")
    cases.ok("S1 holds", op, **_part(given, *names))
    by_lead = Release(author=LEAD_TWO, author_signs=LEAD_TWO)
    cases.ok("S1 of a lead holds", op, **_part(by_lead.given(), *names))
    refused = {
        "S1 signed by another": Release(author_signs=LEAD_ONE),
        "S1 of nobody in the directory": Release(author=STRANGER, author_signs=STRANGER),
        "S1 names another directory": Release(s1_changes=(("directory", "00" * 32),)),
        "S1 of a partner": Release(
            s1_desk=replace(DESK, entries=(*DESK.entries, _FULL.entries[3])),
            author=PARTNER_ONE,
            author_signs=PARTNER_ONE,
        ),
    }
    for name, release in refused.items():
        whole = release.given()
        cases.fails(name, op, "refused", **{**_part(whole, *names), "transport": whole["directories"][0]})
    flip = flipped(bytes.fromhex(given["s1_signature"]), 33).hex()
    cases.fails("S1 with a flipped signature", op, "refused", **{**_part(given, *names), "s1_signature": flip})
    as_s2 = _sign(CASE_WORKER, 2, bytes.fromhex(given["s1"])).hex()
    cases.fails("S1 signed as S2", op, "refused", **{**_part(given, *names), "s1_signature": as_s2})
    organisations = json.loads(bytes.fromhex(given["s1"]))["organisations"]
    damaged: dict[str, tuple[str, Any]] = {
        "revision 0": ("revision", 0),
        "revision as text": ("revision", "2"),
        "no organisation": ("organisations", []),
        "organisations out of order": ("organisations", organisations[::-1]),
        "an organisation twice": ("organisations", [organisations[0]] * 2),
        "unknown TLP": ("tlp", "TLP:WHITE"),
        "TLP in small letters": ("tlp", "tlp:red"),
        "short source hash": ("source_sha256", "00" * 31),
        "redaction hash in capitals": ("redactions_sha256", "AA" * 32),
        "case file with hyphens": ("case_file", str(ref("case file"))),
        "one field more": ("also", 1),
    }
    for name, change in damaged.items():
        changed = Release(s1_changes=(change,)).given()
        cases.fails(f"S1 with {name}", op, "damaged", **_part(changed, *names))
    s1 = canonical_json({**json.loads(bytes.fromhex(given["s1"])), "v": 2})
    versioned = {**_part(given, *names), "s1": s1.hex(), "s1_signature": _sign(CASE_WORKER, 1, s1).hex()}
    cases.fails("S1 of version 2", op, "unknown_version", **versioned)
    spaced = bytes.fromhex(given["s1"]) + b" "
    cases.fails(
        "S1 not canonical", op, "damaged",
        **{**_part(given, *names), "s1": spaced.hex(), "s1_signature": _sign(CASE_WORKER, 1, spaced).hex()},
    )  # fmt: skip

    op, names = "s2_verify", ("s1", "s2", "s2_signature")
    cases.ok("S2 holds", op, **_part(given, *names))
    pdfs = json.loads(bytes.fromhex(given["s2"]))["pdfs"]
    refused = {
        "S2 signed by another": Release(approver_signs=LEAD_TWO),
        "S2 of a case worker": Release(
            author=LEAD_TWO, author_signs=LEAD_TWO, approver=CASE_WORKER, approver_signs=CASE_WORKER
        ),
        "S2 of the author": Release(author=LEAD_ONE, author_signs=LEAD_ONE),
        "S2 of nobody in the directory": Release(approver=STRANGER, approver_signs=STRANGER),
        "S2 of the worker": Release(approver=WORKER, approver_signs=WORKER),
        "S2 names another directory": Release(s2_changes=(("directory", "00" * 32),)),
        "S2 approves another S1": Release(s2_of=b"another"),
        "S2 leaves an organisation out": Release(s2_changes=(("pdfs", pdfs[:1]),)),
        "S2 adds an organisation": Release(
            s2_changes=(("pdfs", [*pdfs, {**pdfs[0], "organisation": "f" * 32}]),)
        ),
        "S2 names another organisation": Release(
            s2_changes=(("pdfs", [pdfs[0], {**pdfs[1], "organisation": "f" * 32}]),)
        ),
    }  # fmt: skip
    for name, release in refused.items():
        cases.fails(name, op, "refused", **_part(release.given(), *names))
    flip = flipped(bytes.fromhex(given["s2_signature"]), 0).hex()
    cases.fails("S2 with a flipped signature", op, "refused", **{**_part(given, *names), "s2_signature": flip})
    damaged = {
        "pdfs out of order": ("pdfs", pdfs[::-1]),
        "no pdf": ("pdfs", []),
        "pdf with one field more": ("pdfs", [{**pdfs[0], "also": 1}, pdfs[1]]),
        "copy as number": ("pdfs", [{**pdfs[0], "copy": 1}, pdfs[1]]),
        "short pdf hash": ("pdfs", [{**pdfs[0], "sha256": "00"}, pdfs[1]]),
        "no such day": ("expires", "2027-13-01"),
    }
    for name, change in damaged.items():
        cases.fails(f"S2 with {name}", op, "damaged", **_part(Release(s2_changes=(change,)).given(), *names))
    cases.fails("S2 of version 2", op, "unknown_version", **_part(Release(s2_changes=(("v", 2),)).given(), *names))

    op, names = "countersign_verify", ("s1", "s1_signature", "s2", "s2_signature", "countersignature")
    whole = _part(given, *names)
    cases.ok("countersignature holds", op, **whole)
    for name, signer in {"a lead": LEAD_ONE, "the root": ROOT, "another worker": Pair("worker two")}.items():
        cases.fails(f"countersigned by {name}", op, "refused", **_part(Release(worker_signs=signer).given(), *names))
    for name in names:
        changed = {**whole, name: flipped(bytes.fromhex(whole[name]), 20).hex()}
        cases.fails(f"countersignature after a change in {name}", op, "refused", **changed)
    cases.fails("no countersignature", op, "refused", **{**whole, "countersignature": ""})
    return cases


def releases() -> Cases:
    cases = Cases("Releases as a partner's browser checks them")
    op = "release_verify"
    good = Release()
    given = good.given()
    cases.ok("release holds", op, **given)
    cases.ok("the other organisation's", op, **{
        **given, "organisation": ORGANISATIONS[PARTNER_TWO].hex, "pdf": _PDFS[PARTNER_TWO].hex(),
    })  # fmt: skip
    later = replace(DESK, serial=2, previous=sha256(DESK.body()))
    cases.ok("approved at a later directory", op, **Release(s2_desk=later).given())
    cases.ok("on its last day", op, **{**given, "today": TODAY.isoformat()})
    cases.ok("long after the directory ran out", op, **Release(
        s1_desk=(old := replace(DESK, valid_until=TODAY - timedelta(days=300))), s2_desk=old).given())  # fmt: skip

    changes: dict[str, dict[str, Any]] = {
        "expired": {"today": (TODAY + timedelta(days=1)).isoformat()},
        "another PDF": {"pdf": b"%PDF-1.7 another".hex()},
        "the other organisation's PDF": {"pdf": _PDFS[PARTNER_TWO].hex()},
        "empty PDF": {"pdf": ""},
        "the other organisation's name": {"organisation": ORGANISATIONS[PARTNER_TWO].hex},
        "an organisation that it is not for": {"organisation": ref("organisation three").hex},
        "no directory": {"directories": []},
        "another directory": {"directories": [later.transport()]},
        "directory of another root": {"root": Pair("another root").sign_key.hex()},
        "flipped S1 signature": {"s1_signature": flipped(bytes.fromhex(given["s1_signature"]), 1).hex()},
        "flipped S2 signature": {"s2_signature": flipped(bytes.fromhex(given["s2_signature"]), 1).hex()},
        "flipped countersignature": {"countersignature": flipped(bytes.fromhex(given["countersignature"]), 1).hex()},
        "signatures swapped": {"s1_signature": given["s2_signature"], "s2_signature": given["s1_signature"]},
    }
    for name, change in changes.items():
        cases.fails(name, op, "refused", **{**given, **change})
    other = Release(s1_changes=(("revision", 3),)).given()
    mixed = {name: other[name] for name in ("s1", "s1_signature")}
    cases.fails("an older approval under a newer S1", op, "refused", **{**given, **mixed})
    refused = {
        "author approves": Release(approver=CASE_WORKER, approver_signs=CASE_WORKER),
        "author approves in the lead's name": Release(approver_signs=CASE_WORKER),
        "lead writes and approves": Release(author=LEAD_ONE, author_signs=LEAD_ONE),
        "lead approves in another lead's name": Release(approver=LEAD_TWO),
        "no worker countersigned": Release(worker_signs=LEAD_TWO),
        "author of an unknown directory": Release(s1_changes=(("directory", "00" * 32),)),
        "approver of an unknown directory": Release(s2_changes=(("directory", "00" * 32),)),
        "author's key is the approver's in another directory": _key_moved(),
        "worker of another directory than the approver's": _worker_moved(),
        "lead approves what they wrote as a case worker whom they made up": _invented_author(),
    }
    for name, release in refused.items():
        cases.fails(name, op, "refused", **release.given())
    return cases


def _key_moved() -> Release:
    """One key, two users: the author's key at the first directory is the approving lead's at the second."""
    other = ref("lead one under another name")
    entry = person_entry(
        user=other,
        organisation=ref("desk"),
        role=Role.CASE_WORKER,
        sign_key=LEAD_ONE.sign_key,
        seal_key=LEAD_ONE.seal_key,
    )
    first = replace(DESK, entries=(endorsed(entry, LEAD_ONE, LEAD_TWO), DESK.entries[3]))
    second = replace(DESK, serial=2, previous=sha256(first.body()))
    return Release(s1_desk=first, s2_desk=second, author_signs=LEAD_ONE, s1_changes=(("author", other.hex),))


def _invented_author() -> Release:
    """A lead draws keys for a case worker who does not exist, vouches for them alone, writes as them and approves."""
    invented = Pair("invented case worker")
    desk = replace(DESK, entries=(*DESK.entries[:2], person(invented, Role.CASE_WORKER, LEAD_ONE), DESK.entries[3]))
    return Release(s1_desk=desk, s2_desk=desk, author=invented, author_signs=invented)


def _worker_moved() -> Release:
    later = replace(DESK, serial=2, previous=sha256(DESK.body()),
                    entries=(*DESK.entries[:3], worker(Pair("worker two"), ROOT)))  # fmt: skip
    return Release(s2_desk=later)
