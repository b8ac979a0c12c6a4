"""`manage.py verify_audit`: one line, and exit status 1 where the audit trail is not as it was written."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.verify import HoldsSignature, KnownHead, UnreadableCopy, audit_verify, known_heads_read
from sealing.errors import SealingError
from sealing.keys import key_id
from sealing.signing import signature_check

SHOWN = 5


def signature_holder(keys: Sequence[bytes]) -> HoldsSignature:
    """A check of heads' signatures against workers' Ed25519 public keys; a head of another key does not hold."""
    by_id = {key_id(key): key for key in keys}

    def holds(worker_key_id: bytes, message: bytes, signature: bytes) -> bool:
        public = by_id.get(worker_key_id)
        if public is None:
            return False
        try:
            signature_check(public=public, context=b"", data=message, signature=signature)
        except SealingError:
            return False
        return True

    return holds


class Command(BaseCommand):
    """Checks every row of the audit trail."""

    help = "Checks the audit trail: nothing changed, removed or reordered. Names the rows at fault and exits with 1."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The worker's copies of signed heads, and the keys they are signed by."""
        parser.add_argument(
            "--copies", type=Path, help="the worker's own audit-heads.jsonl (default: beside the worker's key file)"
        )
        parser.add_argument(
            "--worker-key",
            action="append",
            default=[],
            help="a worker's Ed25519 public key in hexadecimal; signatures of heads are then checked too",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the verdict."""
        try:
            keys = [bytes.fromhex(text) for text in options["worker_key"]]
        except ValueError:
            raise CommandError("a worker's key is 64 hexadecimal digits") from None
        copies = _copies(options["copies"])
        verdict = audit_verify(known=copies, holds_signature=signature_holder(keys) if keys else None)
        if verdict.faults:
            rows = "; ".join(str(fault) for fault in verdict.faults[:SHOWN])
            more = f"; and {len(verdict.faults) - SHOWN} more" if len(verdict.faults) > SHOWN else ""
            raise CommandError(f"audit trail broken: {rows}{more}")
        self.stdout.write(f"audit trail whole: {verdict.rows} rows, {len(copies)} copies, head {verdict.digest.hex()}")


def _copies(named: Path | None) -> list[KnownHead]:
    """The copies in the file that was named, which must be there, or in the usual one, where it is."""
    path = named
    if path is None and settings.WORKER_KEY_FILE is not None:
        usual = Path(settings.WORKER_KEY_FILE).parent / "audit-heads.jsonl"
        # Whoever may not look into the worker's folder checks without its copies; the verdict's line counts them.
        path = usual if os.access(usual, os.R_OK) else None
    if path is None:
        return []
    try:
        return known_heads_read(path.read_text(encoding="ascii").splitlines())
    except (OSError, UnicodeDecodeError, UnreadableCopy):
        raise CommandError("the worker's copies cannot be read") from None
