"""The other end of the public pages in tests: sealing as a browser does, and answering as a case worker does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.http import HttpResponse

from incidents.models import Message, Tip
from sealing.encoding import b64_encode, ref_hex
from sealing.envelopes import json_seal
from sealing.keys import key_id
from sealing.kinds import Kind
from sealing.makers import maker_sign
from sealing.messages import Direction, message_value
from sealing.opening import json_open, wrap_open
from sealing.receipts import MailboxKeys, derive, receipt_make, receipt_read
from sealing.types import AnswerKey
from sealing.wraps import wrap_seal
from tests.desk_fixture import DeskKeys
from vault.models import Wrap

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

    # What Django's test client hands back.
    Answer = _MonkeyPatchedWSGIResponse
else:
    Answer = HttpResponse

TEXT = "Vimos una avioneta bajar detrás de la loma."


def words_of(response: Answer) -> str:
    """The ten words of a receipt page, an answer of Django's test client."""
    listed = re.search(r'<ol class="words".*?</ol>', response.content.decode(), re.DOTALL)
    assert listed
    return " ".join(re.findall(r"<li>([^<]+)</li>", listed.group()))


@dataclass(frozen=True)
class SealedTip:
    """A report as the script sends it, and the mailbox that its words open."""

    body: dict[str, Any]
    mailbox: MailboxKeys
    tip: UUID


def sealed_tip(desk: DeskKeys, text: str = TEXT, *, lane: str = "normal", lang: str = "es") -> SealedTip:
    """Seal a report as a browser does."""
    entropy, _ = receipt_read(receipt_make(lang))
    mailbox = derive(desk.salt, entropy)
    value = {
        "v": 1,
        "lang": lang,
        "text": text,
        "kind": "",
        "zone": "",
        "when": "",
        "danger": lane == "urgent",
        "mailbox": b64_encode(mailbox.public),
        "answer_key": b64_encode(mailbox.answer_key),
        "sealed": "browser",
        "files": [],
    }
    sealed = json_seal(kind=Kind.TIP, ref=uuid4(), value=value)
    wrap = wrap_seal(ck=sealed.ck, recipient=desk.epoch.key, kind=Kind.TIP, ref=sealed.ref)
    body = {
        "tip": ref_hex(sealed.ref),
        "lane": lane,
        "envelope": b64_encode(sealed.envelope),
        "wrap": b64_encode(wrap),
        "epoch": b64_encode(desk.epoch.key_id),
        "mailbox": b64_encode(mailbox.stored_id),
    }
    return SealedTip(body=body, mailbox=mailbox, tip=sealed.ref)


def sealed_message(desk: DeskKeys, tip: UUID, mailbox: MailboxKeys, text: str, seq: int = 1) -> dict[str, Any]:
    """Seal a message back to the desk as a browser does."""
    value = message_value(answer_key=mailbox.answer_key, direction=Direction.TO_DESK, tip=tip, seq=seq, text=text)
    sealed = json_seal(kind=Kind.MESSAGE, ref=uuid4(), value=value)
    wrap = wrap_seal(ck=sealed.ck, recipient=desk.epoch.key, kind=Kind.MESSAGE, ref=sealed.ref)
    return {
        "mailbox_id": b64_encode(mailbox.mailbox_id),
        "message": ref_hex(sealed.ref),
        "seq": seq,
        "envelope": b64_encode(sealed.envelope),
        "wrap": b64_encode(wrap),
        "epoch": b64_encode(desk.epoch.key_id),
    }


def opened_tip(desk: DeskKeys, tip: Tip) -> dict[str, Any]:
    """What the desk reads in a report."""
    return _opened(desk, Kind.TIP, tip.id, bytes(tip.envelope))


def opened_message(desk: DeskKeys, message: Message) -> dict[str, Any]:
    """What the desk reads in a submitter's message."""
    return _opened(desk, Kind.MESSAGE, message.id, bytes(message.envelope))


def _opened(desk: DeskKeys, kind: Kind, ref: UUID, envelope: bytes) -> dict[str, Any]:
    row = Wrap.objects.get(kind=kind, ref=ref)
    ck = wrap_open(seed=desk.epoch_seed, wrap=bytes(row.wrap), wrap_key_id=bytes(row.key_id), kind=kind, ref=ref)
    return json_open(ck=ck, envelope=envelope, kind=kind, ref=ref).value


def answer(
    desk: DeskKeys,
    tip: Tip,
    mailbox: MailboxKeys,
    text: str,
    *,
    seq: int = 1,
    sealed_seq: int | None = None,
    answer_key: AnswerKey | None = None,
    day: date | None = None,
) -> Message:
    """Store a case worker's answer. Another `answer_key` or `sealed_seq` makes a forged or replayed one."""
    value = message_value(
        answer_key=answer_key or mailbox.answer_key,
        direction=Direction.TO_SUBMITTER,
        tip=tip.id,
        seq=sealed_seq or seq,
        text=text,
    )
    sealed = json_seal(kind=Kind.REPLY, ref=uuid4(), value=value)
    mark = maker_sign(sign_seed=desk.seeds[desk.cast.case_worker.id].sign, sealed=sealed)
    message = Message.objects.create(
        id=sealed.ref,
        tip=tip,
        direction=2,
        seq=seq,
        day=day or desk.today,
        sealed_by="browser",
        envelope=sealed.envelope,
        epoch_id=desk.epoch.id,
        maker=mark.key_id,
        signature=mark.signature,
        author=desk.cast.case_worker,
    )
    for recipient in (mailbox.public, desk.epoch.key):
        wrap = wrap_seal(ck=sealed.ck, recipient=recipient, kind=Kind.REPLY, ref=sealed.ref)
        Wrap.objects.create(kind=Kind.REPLY, ref=sealed.ref, key_id=key_id(recipient), wrap=wrap)
    return message
