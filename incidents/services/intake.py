"""Taking reports in: sealed here as they arrive, or sealed in the browser before (threat model rows 10 to 12).

Nothing is logged, no audit event is written and no task is published per report: the dispatcher finds what is owed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from incidents.choices import Lane, SealedBy
from incidents.models import Tip
from incidents.services.arrivals import ArrivalRefused, envelope_check
from incidents.services.desk_keys import desk_keys
from sealing.encoding import b64_encode
from sealing.envelopes import json_seal
from sealing.kinds import Kind
from sealing.receipts import derive, receipt_make, receipt_read
from sealing.types import Receipt
from sealing.wraps import WRAP_BYTES, wrap_seal
from vault.models import Wrap

# Code points of a report or a message: some ten printed pages.
MOST_TEXT = 20_000
MAILBOX_BYTES = 32


@dataclass(frozen=True, slots=True)
class TipFields:
    """What a submitter said. `kind`, `zone` and `when` are known ids or empty."""

    text: str
    kind: str
    zone: str
    when: str
    danger: bool


def urgent_hour(now: datetime) -> datetime:
    """The hour that the urgent clock keeps; nothing finer is ever stored (row 10)."""
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _tip_value(fields: TipFields, *, lang: str, mailbox: bytes, answer_key: bytes) -> Mapping[str, Any]:
    return {
        "v": 1,
        "lang": lang,
        "text": fields.text,
        "kind": fields.kind,
        "zone": fields.zone,
        "when": fields.when,
        "danger": fields.danger,
        "mailbox": b64_encode(mailbox),
        "answer_key": b64_encode(answer_key),
        "sealed": SealedBy.ARRIVAL.value,
        "files": [],
    }


def _tip_store(
    *,
    id: UUID,
    lane: Lane,
    sealed_by: SealedBy,
    envelope: bytes,
    wrap: bytes,
    epoch_id: UUID,
    key_id: bytes,
    mailbox: bytes,
    now: datetime,
) -> None:
    Tip.objects.create(
        id=id,
        lane=lane,
        day=now.astimezone(UTC).date(),
        urgent_since=urgent_hour(now) if lane is Lane.URGENT else None,
        sealed_by=sealed_by,
        envelope=envelope,
        epoch_id=epoch_id,
        mailbox=mailbox,
    )
    Wrap.objects.create(kind=Kind.TIP, ref=id, key_id=key_id, wrap=wrap)


def tip_receive_plain(*, fields: TipFields, lang: str, now: datetime) -> Receipt:
    """Seal a report that came without scripts, in memory, and store it. Returns the ten words, kept nowhere.

    Raises DeskNotReady where nothing can be sealed today.
    """
    keys = desk_keys(today=now.astimezone(UTC).date())
    epoch = keys.current()
    receipt = receipt_make(lang)
    entropy, _ = receipt_read(receipt)
    mailbox = derive(keys.receipt_salt, entropy)
    value = _tip_value(fields, lang=lang, mailbox=mailbox.public, answer_key=mailbox.answer_key)
    sealed = json_seal(kind=Kind.TIP, ref=uuid4(), value=value)
    wrap = wrap_seal(ck=sealed.ck, recipient=epoch.key, kind=Kind.TIP, ref=sealed.ref)
    with transaction.atomic():
        _tip_store(
            id=sealed.ref,
            lane=Lane.URGENT if fields.danger else Lane.NORMAL,
            sealed_by=SealedBy.ARRIVAL,
            envelope=sealed.envelope,
            wrap=wrap,
            epoch_id=epoch.id,
            key_id=epoch.key_id,
            mailbox=mailbox.stored_id,
            now=now,
        )
    return receipt


def tip_receive_sealed(
    *, id: UUID, lane: str, envelope: bytes, wrap: bytes, epoch_key_id: bytes, mailbox: bytes, now: datetime
) -> None:
    """Store a report that the browser sealed. The same bytes under the same id again are the same report.

    `mailbox` is the 32-byte hash of the mailbox id. Raises ArrivalRefused, DeskNotReady.
    """
    envelope_check(kind=Kind.TIP, ref=id, envelope=envelope)
    if len(wrap) != WRAP_BYTES or len(mailbox) != MAILBOX_BYTES or lane not in (Lane.URGENT, Lane.NORMAL):
        raise ArrivalRefused("malformed")
    # A repetition is answered before the epoch is looked at: what was accepted once stays accepted.
    if _is_repetition(id=id, envelope=envelope, wrap=wrap, epoch_key_id=epoch_key_id, mailbox=mailbox):
        return
    epoch = desk_keys(today=now.astimezone(UTC).date()).by_key_id(epoch_key_id)
    if epoch is None:
        raise ArrivalRefused("epoch")
    try:
        with transaction.atomic():
            _tip_store(
                id=id,
                lane=Lane(lane),
                sealed_by=SealedBy.BROWSER,
                envelope=envelope,
                wrap=wrap,
                epoch_id=epoch.id,
                key_id=epoch.key_id,
                mailbox=mailbox,
                now=now,
            )
    except IntegrityError:
        # Another request with this id, or with this mailbox, was quicker.
        if not _is_repetition(id=id, envelope=envelope, wrap=wrap, epoch_key_id=epoch_key_id, mailbox=mailbox):
            raise ArrivalRefused("conflict") from None


def _is_repetition(*, id: UUID, envelope: bytes, wrap: bytes, epoch_key_id: bytes, mailbox: bytes) -> bool:
    """Whether exactly this report is stored already. Raises ArrivalRefused where another one has its id."""
    tip = Tip.objects.filter(id=id).only("envelope", "mailbox").first()
    if tip is None:
        return False
    stored = Wrap.objects.filter(kind=Kind.TIP, ref=id, key_id=epoch_key_id).first()
    same = (
        bytes(tip.envelope) == envelope
        and (tip.mailbox is None or bytes(tip.mailbox) == mailbox)
        and stored is not None
        and bytes(stored.wrap) == wrap
    )
    if not same:
        raise ArrivalRefused("conflict")
    return True
