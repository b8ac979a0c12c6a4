"""The desk worker's own keys at work: epoch seeds, sealing and signing. Only the worker process holds the key file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings

from sealing.envelopes import Sealed, json_seal
from sealing.keys import index_key, key_id, xwing_public
from sealing.kinds import Kind
from sealing.makers import MakerMark, maker_sign
from sealing.opening import Opened, epoch_seed_open, json_open, wrap_open
from sealing.types import EpochSeed
from sealing.wraps import index_wrap_seal, wrap_seal
from vault.models import Epoch, Wrap
from vault.worker_key import WorkerSecrets, load


class EpochClosed(Exception):
    """The worker holds no wrap of this epoch's seed: it was never given one, or the epoch was destroyed."""


class NoWorkerKey(Exception):
    """This process was started without a worker key file. The text is constant."""


def worker_key_path() -> Path:
    """Where the worker's key file lies. Raises NoWorkerKey."""
    if settings.WORKER_KEY_FILE is None:
        raise NoWorkerKey("VIGIA_WORKER_KEY_FILE is not set")
    return Path(settings.WORKER_KEY_FILE)


@lru_cache(maxsize=1)
def worker_secrets() -> WorkerSecrets:
    """The keys in the worker's key file, read once a process. Raises vault.key_files.KeyFileRefused."""
    return load(worker_key_path())


def epoch_seed(*, worker: WorkerSecrets, epoch: Epoch) -> EpochSeed:
    """The epoch's seed, by the worker's wrap of it. Raises EpochClosed, and SealingError for a wrap that lies."""
    own = key_id(worker.seal_key)
    row = Wrap.objects.filter(kind=Kind.EPOCH_SEED, ref=epoch.id, key_id=own).first()
    if row is None:
        raise EpochClosed
    return epoch_seed_open(
        seed=worker.seal_seed,
        wrap=bytes(row.wrap),
        wrap_key_id=own,
        epoch_id=epoch.id,
        epoch_public=bytes(epoch.seal_key),
    )


def opened_with_epoch(*, seed: EpochSeed, kind: Kind, ref: UUID, envelope: bytes) -> tuple[Any, Opened]:
    """Content key and content of a JSON envelope that is wrapped to the epoch. Raises EpochClosed, SealingError."""
    own = key_id(xwing_public(seed))
    row = Wrap.objects.filter(kind=kind, ref=ref, key_id=own).first()
    if row is None:
        raise EpochClosed
    ck = wrap_open(seed=seed, wrap=bytes(row.wrap), wrap_key_id=own, kind=kind, ref=ref)
    return ck, json_open(ck=ck, envelope=envelope, kind=kind, ref=ref)


@dataclass(frozen=True, slots=True)
class Made:
    """Something that the worker sealed: the envelope, its one wrap, and the worker's mark."""

    sealed: Sealed
    wrap: bytes
    mark: MakerMark


def made_for_epoch(*, worker: WorkerSecrets, epoch: Epoch, kind: Kind, value: Mapping[str, Any]) -> Made:
    """Seal JSON to the epoch and sign it."""
    sealed = json_seal(kind=kind, ref=uuid4(), value=value)
    wrap = wrap_seal(ck=sealed.ck, recipient=bytes(epoch.seal_key), kind=kind, ref=sealed.ref)
    return Made(sealed=sealed, wrap=wrap, mark=maker_sign(sign_seed=worker.sign_seed, sealed=sealed))


def made_for_index(*, worker: WorkerSecrets, seed: EpochSeed, value: Mapping[str, Any]) -> Made:
    """Seal an index row under the epoch's index key and sign it."""
    sealed = json_seal(kind=Kind.INDEX_ROW, ref=uuid4(), value=value)
    wrap = index_wrap_seal(ck=sealed.ck, index_key=index_key(seed), kind=Kind.INDEX_ROW, ref=sealed.ref)
    return Made(sealed=sealed, wrap=wrap, mark=maker_sign(sign_seed=worker.sign_seed, sealed=sealed))
