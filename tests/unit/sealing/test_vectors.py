"""Every vector does in Python what it says; the TypeScript half runs the same files."""

import json
from collections import Counter
from typing import Any

import pytest

from sealing.errors import SealingError
from tests.vectors.make import FILES, text_of
from tests.vectors.material import FOLDER
from tests.vectors.ops import ERRORS, OPS


def _all() -> list[tuple[str, dict[str, Any]]]:
    found = []
    for name in FILES:
        read = json.loads((FOLDER / name).read_text("utf-8"))
        found += [(f"{name}: {case['name']}", case) for case in read["cases"]]
    return found


CASES = _all()


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[name for name, _ in CASES])
def test_vector(case: dict[str, Any]) -> None:
    if "error" in case:
        with pytest.raises(SealingError) as caught:
            OPS[case["op"]](case["in"])
        assert isinstance(caught.value, ERRORS[case["error"]])
        assert getattr(caught.value, "word_number", None) == case.get("word_number")
    else:
        assert OPS[case["op"]](case["in"]) == case["out"]


def test_half_of_all_vectors_fail() -> None:
    failing = sum("error" in case for _, case in CASES)
    assert failing * 2 >= len(CASES) > 500


def test_every_op_and_every_error_has_a_case() -> None:
    assert {case["op"] for _, case in CASES} == set(OPS)
    assert {case["error"] for _, case in CASES if "error" in case} == set(ERRORS)


def test_every_op_that_can_fail_has_a_failing_case() -> None:
    failing = Counter(case["op"] for _, case in CASES if "error" in case)
    never = {"padme", "blake2b", "index_key", "sketch_key", "envelope_seal"}
    assert set(OPS) - set(failing) == never


@pytest.mark.parametrize("name", FILES)
def test_making_the_vectors_again_changes_no_byte(name: str) -> None:
    assert text_of(FILES[name]()) == (FOLDER / name).read_text("utf-8")


def test_the_folder_holds_no_other_vectors() -> None:
    assert {path.name for path in FOLDER.glob("*.json")} == set(FILES)
