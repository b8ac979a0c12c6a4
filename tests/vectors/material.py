"""Keys, ids and days of the vectors, all from labels, so that the vectors come out the same every time."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sealing.errors import SealingError
from sealing.hashing import blake2b_256
from sealing.keys import sign_public, xwing_public
from sealing.types import Seed, SignSeed
from tests.vectors.ops import ERRORS, OPS

FOLDER = Path(__file__).parent
FROZEN = FOLDER / "frozen"
TODAY = date(2027, 3, 15)


def fixed(label: str, length: int = 32) -> bytes:
    """Bytes that look random and are the same every time; 64 at most."""
    return (blake2b_256(label.encode()) + blake2b_256(b"more " + label.encode()))[:length]


def ref(label: str) -> UUID:
    """A UUID of version 4 from a label."""
    return UUID(bytes=fixed("ref " + label, 16), version=4)


@dataclass(frozen=True)
class Pair:
    """Everything of one invented holder of keys."""

    label: str

    @property
    def id(self) -> UUID:
        return ref(self.label)

    @property
    def sign_seed(self) -> SignSeed:
        return SignSeed(fixed("sign " + self.label))

    @property
    def sign_key(self) -> bytes:
        return sign_public(self.sign_seed)

    @property
    def seal_seed(self) -> Seed:
        return Seed(fixed("seal " + self.label))

    @property
    def seal_key(self) -> bytes:
        return xwing_public(self.seal_seed)


def frozen(name: str) -> bytes:
    """Bytes that were sealed once, because the library draws their randomness itself (`tests.vectors.freeze`)."""
    return bytes.fromhex((FROZEN / f"{name}.hex").read_text("ascii").strip())


def flipped(data: bytes, at: int, bit: int = 0) -> bytes:
    """The bytes with one bit turned; `at` may count from the end."""
    changed = bytearray(data)
    changed[at] ^= 1 << bit
    return bytes(changed)


@dataclass
class Cases:
    """Collects the cases of one file, and refuses one that does not do what its author says."""

    about: str
    cases: list[dict[str, Any]] = field(default_factory=list)

    def _add(self, name: str, case: dict[str, Any]) -> None:
        if any(other["name"] == name for other in self.cases):
            raise ValueError(f"two cases are named {name}")
        self.cases.append({"name": name, **case})

    def ok(self, name: str, op: str, **given: Any) -> dict[str, Any]:
        out = OPS[op](given)
        self._add(name, {"op": op, "in": given, "out": out})
        return out

    def fails(self, name: str, op: str, error: str, **given: Any) -> None:
        try:
            OPS[op](given)
        except SealingError as caught:
            if type(caught) is not ERRORS[error] and not (error == "refused" and isinstance(caught, ERRORS[error])):
                raise ValueError(f"{name}: {type(caught).__name__} instead of {error}") from caught
            case: dict[str, Any] = {"op": op, "in": given, "error": error}
            if op == "receipt_read":
                case["word_number"] = getattr(caught, "word_number", None)
            self._add(name, case)
            return
        raise ValueError(f"{name}: did not fail")
