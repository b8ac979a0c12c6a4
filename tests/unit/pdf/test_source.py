"""The source is read strictly, and what it says when it refuses holds nothing of the content."""

from __future__ import annotations

import json
from typing import Any

import pytest

from incidents.pdf.source import MARK_LABELS, Mark, SourceError, Text, parse_source
from tests.unit.pdf import samples


def _parsed(**changes: object) -> Any:
    return parse_source(json.dumps(samples.source_json(**changes)).encode())


def test_a_rich_source_is_read() -> None:
    source = _parsed()
    assert source.number == "EXP-012"
    assert source.tlp == "TLP:AMBER+STRICT"
    assert source.sections[0].paragraphs[0][1] == Mark("PLACE", 1)
    assert source.sections[1].table is not None
    assert [mark.label for mark in source.marks()] == ["PLACE", "PERSON", "ROLE", "PERSON", "PHONE"]


def test_a_section_needs_no_table() -> None:
    source = _parsed(sections=[{"heading": "A", "paragraphs": [[samples.t("b")]]}])
    assert source.sections[0].table is None


def test_invisible_characters_are_dropped_and_accents_composed() -> None:
    source = _parsed(title=[samples.t("Ri\u0301o\u200b A\u00adlto\u202e")])
    assert source.title == (Text(source.title[0].text),)
    assert source.title[0].text == "Río Alto"


_SECRET = "Quispe-9876"


@pytest.mark.parametrize(
    "changes",
    [
        {"v": 2},
        {"v": True},
        {"case_file": _SECRET},
        {"revision": 0},
        {"revision": "2"},
        {"revision": 10_000},
        {"number": f"exp {_SECRET}"},
        {"lang": "de"},
        {"lang": None},
        {"tlp": "TLP:WHITE"},
        {"tlp": "TLP:AMBER STRICT"},
        {"desk": ""},
        {"desk": "   "},
        {"desk": "x" * 121},
        {"title": []},
        {"title": "text"},
        {"title": [samples.t("x" * 301)]},
        {"title": [{"t": "a", _SECRET: 1}]},
        {"title": [{"t": 5}]},
        {"title": [{"out": "PERSON"}]},
        {"title": [{"out": _SECRET, "n": 1}]},
        {"title": [{"out": "PERSON", "n": 0}]},
        {"title": [{"out": "PERSON", "n": 1000}]},
        {"title": [{"out": "PERSON", "n": True}]},
        {"title": [{"out": "PERSON", "n": 1, "value": _SECRET}]},
        {"title": [samples.t("a\x00b")]},
        {"title": [samples.t("a\ud800")]},
        {"title": [samples.t("a\ue000")]},
        {"facts": {"a": 1}},
        {"facts": [{"term": "A"}]},
        {"facts": [{"term": "", "value": []}]},
        {"facts": [{"term": "A", "value": []}] * 41},
        {"sections": [{"heading": "A", "paragraphs": [[_SECRET]]}]},
        {"sections": [{"heading": "A", "paragraphs": [], "note": _SECRET}]},
        {"sections": [{"heading": "A", "paragraphs": [], "table": {"head": ["A"], "rows": [[[], []]]}}]},
        {"sections": [{"heading": "A", "paragraphs": [], "table": {"head": ["A"], "rows": []}}]},
        {"sections": [{"heading": "A", "paragraphs": [[samples.t("x" * 20_000)]] * 11}]},
        {"expires": "2027-2-2"},
        {"expires": "2027-02-30"},
        {"expires": 20270202},
        {"salt": "short"},
        {_SECRET: 1},
    ],
)
def test_what_is_not_as_agreed_is_refused_without_quoting_it(changes: dict[str, object]) -> None:
    with pytest.raises(SourceError) as caught:
        _parsed(**changes)
    assert _SECRET not in str(caught.value)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("key", sorted(samples.source_json()))
def test_every_key_is_needed(key: str) -> None:
    value = samples.source_json()
    del value[key]
    with pytest.raises(SourceError):
        parse_source(json.dumps(value).encode())


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"v":1,"v":1}',
        b'{"v":1.0}',
        b'{"v":NaN}',
        b"[" * 100_000,
        b" " * 1_000_001,
        json.dumps(samples.source_json()).encode() + b"x",
    ],
)
def test_what_is_not_strict_json_is_refused(raw: bytes) -> None:
    with pytest.raises(SourceError):
        parse_source(raw)


@pytest.mark.parametrize("label", MARK_LABELS)
def test_every_label_of_the_corpus_is_known(label: str) -> None:
    assert _parsed(title=[samples.out(label, 999)]).title == (Mark(label, 999),)
