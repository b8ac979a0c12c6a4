"""A case file and its signature file are checked without a server: every part must hold."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from incidents.pdf.verify import NotGenuineError, signature_file, verify_case_file
from sealing.encoding import b64_decode, b64_encode, canonical_json
from sealing.keys import fingerprint_words
from tests.vectors.desk import CASE_WORKER, LEAD_ONE, LEAD_TWO, ORGANISATIONS, PARTNER_ONE, ROOT, STRANGER, WORKER
from tests.vectors.material import TODAY
from tests.vectors.of_statements import DESK, Release

WORDS = " ".join(fingerprint_words(ROOT.sign_key, "es"))


def _pdf(release: Release) -> bytes:
    return bytes.fromhex(release.given()["pdf"])


def _file(release: Release, **changes: object) -> bytes:
    given = release.given()
    first, second = release.statements()
    made = signature_file(
        root=ROOT.sign_key,
        organisation=ORGANISATIONS[PARTNER_ONE],
        first=first,
        second=second,
        countersignature=bytes.fromhex(given["countersignature"]),
        directories=[DESK.transport()],
    )
    return canonical_json({**json.loads(made), **changes})


def _check(**changes: Any) -> Any:
    release = Release()
    arguments = {"pdf": _pdf(release), "signatures": _file(release), "root_words": WORDS, "today": TODAY}
    return verify_case_file(**{**arguments, **changes})


def test_a_release_that_holds_is_genuine() -> None:
    verdict = _check()
    assert verdict.copy == "C-1"
    assert verdict.tlp == "TLP:AMBER+STRICT"
    assert (verdict.author, verdict.approver) == (CASE_WORKER.id.hex, LEAD_ONE.id.hex)
    assert verdict.worker == WORKER.id.hex
    assert not verdict.expired


def test_after_its_last_day_it_is_genuine_and_expired() -> None:
    assert _check(today=TODAY + timedelta(days=1)).expired


@pytest.mark.parametrize("lang", ["es", "pt-br", "en", "fr"])
def test_the_words_may_be_of_any_language_and_typed_loosely(lang: str) -> None:
    words = fingerprint_words(ROOT.sign_key, lang)
    assert _check(root_words="  ".join(words).upper())
    assert _check(root_words=", ".join(word[:4] for word in words))


@pytest.mark.parametrize(
    "words", ["", WORDS.rpartition(" ")[0], " ".join(fingerprint_words(STRANGER.sign_key, "es")), WORDS + " a"]
)
def test_other_words_prove_nothing(words: str) -> None:
    with pytest.raises(NotGenuineError, match="words"):
        _check(root_words=words)


@pytest.mark.parametrize("change", [lambda pdf: pdf + b"\n", lambda pdf: pdf[:-1], lambda _: b""])
def test_another_pdf_is_not_the_one(change: Any) -> None:
    with pytest.raises(NotGenuineError, match="another PDF"):
        _check(pdf=change(_pdf(Release())))


@pytest.mark.parametrize(
    "release",
    [
        Release(approver=CASE_WORKER, approver_signs=CASE_WORKER),
        Release(approver_signs=CASE_WORKER),
        Release(author_signs=LEAD_TWO),
        Release(worker_signs=LEAD_TWO),
        Release(s2_of=b"another"),
    ],
    ids=["author approves", "wrong approver", "wrong author", "no worker", "another S1"],
)
def test_signatures_of_the_wrong_people_prove_nothing(release: Release) -> None:
    with pytest.raises(NotGenuineError):
        _check(pdf=_pdf(release), signatures=_file(release))


@pytest.mark.parametrize("name", ["root", "s1", "s1_signature", "s2", "s2_signature", "countersignature"])
def test_every_flipped_byte_is_seen(name: str) -> None:
    whole = json.loads(_file(Release()))
    data = b64_decode(whole[name])
    for at in range(0, len(data), 11):
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        with pytest.raises(NotGenuineError):
            _check(signatures=canonical_json({**whole, name: b64_encode(changed)}))


@pytest.mark.parametrize(
    "changes",
    [
        {"directories": []},
        {"directories": ["x"]},
        {"directories": [{"body": "", "signatures": []}]},
        {"organisation": "0" * 32},
        {"organisation": ORGANISATIONS[PARTNER_ONE].hex.upper()},
        {"format": "vigia release 2"},
        {"format": 1},
        {"note": "x"},
        {"root": b64_encode(STRANGER.sign_key)},
    ],
)
def test_another_bundle_proves_nothing(changes: dict[str, object]) -> None:
    with pytest.raises(NotGenuineError):
        _check(signatures=_file(Release(), **changes))


@pytest.mark.parametrize("raw", [b"", b"[]", b"null", b"{}", b"\xff", b"[" * 5000, b" " * (8 * 1024 * 1024 + 1)])
def test_what_is_no_signature_file_is_refused_in_words(raw: bytes) -> None:
    with pytest.raises(NotGenuineError) as caught:
        _check(signatures=raw)
    assert str(caught.value).endswith(".")
