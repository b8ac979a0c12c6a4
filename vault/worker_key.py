"""The desk worker's key file: canonical JSON with the seeds of its sealing and its signing key."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

from sealing import keys
from sealing.encoding import b64_decode, b64_encode, canonical_json, parse_json, ref_hex, ref_read
from sealing.errors import SealingError
from sealing.types import Seed, SignSeed
from vault.key_files import KeyFileRefused, key_file_read, key_file_write

_TYPE = "vigia worker key"


@dataclass(frozen=True, slots=True)
class WorkerSecrets:
    """A worker's id and private keys: an X-Wing seed and an Ed25519 seed, 32 bytes each. Never shown by repr."""

    id: UUID
    seal_seed: Seed = field(repr=False)
    sign_seed: SignSeed = field(repr=False)

    @property
    def seal_key(self) -> bytes:
        """The public sealing key, 1,216 bytes."""
        return keys.xwing_public(self.seal_seed)

    @property
    def sign_key(self) -> bytes:
        """The public signing key, 32 bytes."""
        return keys.sign_public(self.sign_seed)


def draw() -> WorkerSecrets:
    """New keys for a worker."""
    return WorkerSecrets(id=uuid4(), seal_seed=keys.xwing_generate()[0], sign_seed=keys.sign_generate()[0])


def save(path: Path, secrets: WorkerSecrets) -> None:
    """Write the key file, 0600. Raises FileExistsError."""
    body = canonical_json(
        {
            "v": 1,
            "type": _TYPE,
            "worker": ref_hex(secrets.id),
            "seal_seed": b64_encode(secrets.seal_seed),
            "sign_seed": b64_encode(secrets.sign_seed),
        }
    )
    key_file_write(path, body.decode("ascii") + "\n")


def load(path: Path) -> WorkerSecrets:
    """Read a key file that `save` wrote. Raises KeyFileRefused for another owner, mode or content."""
    text = key_file_read(path)
    try:
        found = parse_json(text.removesuffix("\n").encode())
        if not isinstance(found, dict) or set(found) != {"v", "type", "worker", "seal_seed", "sign_seed"}:
            raise KeyFileRefused("the worker key file has other fields")
        if found["v"] != 1 or found["type"] != _TYPE:
            raise KeyFileRefused("the worker key file has another version or type")
        seal_seed, sign_seed = b64_decode(found["seal_seed"]), b64_decode(found["sign_seed"])
        worker = ref_read(found["worker"])
    except (SealingError, TypeError, AttributeError):
        raise KeyFileRefused("the worker key file cannot be read as one") from None
    if len(seal_seed) != keys.SEED_BYTES or len(sign_seed) != keys.SEED_BYTES:
        raise KeyFileRefused("the worker key file holds seeds of another length")
    return WorkerSecrets(id=worker, seal_seed=Seed(seal_seed), sign_seed=SignSeed(sign_seed))
