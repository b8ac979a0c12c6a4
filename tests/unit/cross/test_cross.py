"""What one language seals the other opens: every kind, both suites, wraps, receipts, vaults, directories, releases."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from sealing.errors import SealingError
from sealing.opening import epoch_seed_open
from sealing.types import Seed
from tests.unit.cross.sealed_here import Case, cases
from tests.vectors.ops import ERRORS, OPS

FRONTEND = Path(__file__).resolve().parents[3] / "frontend"


def _browser_half(mode: str, given: object = None) -> Any:
    node = shutil.which("node")
    assert node is not None, "the cross test needs node"
    ran = subprocess.run(
        [node, "build/cross.mjs", mode],
        cwd=FRONTEND,
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def _epoch_seed_open(given: Mapping[str, Any]) -> dict[str, Any]:
    seed = epoch_seed_open(
        seed=Seed(bytes.fromhex(given["seed"])),
        wrap=bytes.fromhex(given["wrap"]),
        wrap_key_id=bytes.fromhex(given["key_id"]),
        epoch_id=UUID(hex=given["epoch_id"]),
        epoch_public=bytes.fromhex(given["public"]),
    )
    return {"seed": seed.hex()}


_OPS = {**OPS, "epoch_seed_open": _epoch_seed_open}


def _answer(op: str, given: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return {"out": _OPS[op](given)}
    except SealingError as error:
        return {"error": next(name for name, kind in ERRORS.items() if isinstance(error, kind))}


@pytest.fixture(scope="module")
def sealed_here() -> list[Case]:
    return cases()


def test_what_python_seals_typescript_opens(sealed_here: list[Case]) -> None:
    answers = _browser_half("run", [{"op": case.op, "in": case.given} for case in sealed_here])
    expected = {case.name: _answer(case.op, case.given) for case in sealed_here}
    assert len(expected) == len(sealed_here) > 80
    assert dict(zip(expected, answers, strict=True)) == expected
    assert sum("error" in answer for answer in answers) == 8  # the cases that are named for what is wrong with them


def test_what_typescript_seals_python_opens() -> None:
    sealed_there = _browser_half("make")
    expected = {case["name"]: {"out": case["out"]} for case in sealed_there}
    assert len(expected) == len(sealed_there) > 70
    assert {case["name"]: _answer(case["op"], case["in"]) for case in sealed_there} == expected
