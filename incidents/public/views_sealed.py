"""What our own script sends and asks: sealed bytes and identifiers, never a word of content."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from incidents.choices import SealedBy
from incidents.public.answering import BodyTooLarge, BodyUnreadable, json_read, json_response
from incidents.public.origins import same_origin
from incidents.services.arrivals import ArrivalRefused, bytes_read, id_read
from incidents.services.desk_keys import DeskNotReady, keys_json
from incidents.services.intake import tip_receive_sealed
from incidents.services.mailbox import (
    NoSuchMailbox,
    answers_delete,
    mailbox_close,
    mailbox_rows,
    message_receive,
)
from sealing.encoding import b64_encode, ref_hex

MAILBOX_ID_BYTES = 16
MAILBOX_HASH_BYTES = 32
KEY_ID_BYTES = 16
MOST_SEEN = 200

Endpoint = Callable[[dict[str, Any], datetime], HttpResponse]

TIP = frozenset({"tip", "lane", "envelope", "wrap", "epoch", "mailbox"})
MESSAGE = frozenset({"mailbox_id", "message", "seq", "envelope", "wrap", "epoch"})

# A refusal's status by its code.
STATUSES = {"malformed": 400, "epoch": 409, "conflict": 409, "full": 409}


def _refusal(code: str, status: int) -> HttpResponse:
    return json_response({"code": code}, status)


def endpoint(*names: str) -> Callable[[Endpoint], Callable[..., HttpResponse]]:
    """A POST of a JSON object with exactly these fields; every refusal is a constant code."""

    def decorate(act: Endpoint) -> Callable[..., HttpResponse]:
        @wraps(act)
        def view(request: HttpRequest, lang: str = "") -> HttpResponse:
            if request.method != "POST":
                response = _refusal("method", 405)
                response.headers["Allow"] = "POST"
                return response
            if same_origin(request) is False:
                return _refusal("origin", 403)
            try:
                return act(json_read(request, frozenset(names)), timezone.now())
            except BodyTooLarge:
                return _refusal("large", 413)
            except BodyUnreadable:
                return _refusal("malformed", 400)
            except ArrivalRefused as refused:
                return _refusal(refused.code, STATUSES[refused.code])
            except NoSuchMailbox:
                return _refusal("none", 404)
            except (DeskNotReady, DatabaseError):
                return _refusal("closed", 503)

        return view

    return decorate


def keys(request: HttpRequest) -> HttpResponse:
    """The public directory, with its signatures: the same bytes for everyone."""
    if request.method not in ("GET", "HEAD"):
        response = _refusal("method", 405)
        response.headers["Allow"] = "GET, HEAD"
        return response
    try:
        body = keys_json()
    except DeskNotReady:
        return _refusal("closed", 503)
    return HttpResponse(body, content_type="application/json", headers={"Cache-Control": "no-store"})


@endpoint(*TIP)
def sealed_report(posted: dict[str, Any], now: datetime) -> HttpResponse:
    """A report that was sealed in the browser; sending it again is the same report."""
    if not isinstance(posted["lane"], str):
        raise ArrivalRefused("malformed")
    tip_receive_sealed(
        id=id_read(posted["tip"]),
        lane=posted["lane"],
        envelope=bytes_read(posted["envelope"]),
        wrap=bytes_read(posted["wrap"]),
        epoch_key_id=bytes_read(posted["epoch"], KEY_ID_BYTES),
        mailbox=bytes_read(posted["mailbox"], MAILBOX_HASH_BYTES),
        now=now,
    )
    return json_response({"code": "stored"}, 201)


@endpoint("mailbox_id")
def mailbox(posted: dict[str, Any], now: datetime) -> HttpResponse:
    """The messages of a mailbox, sealed."""
    found = mailbox_rows(mailbox_id=bytes_read(posted["mailbox_id"], MAILBOX_ID_BYTES))
    messages = [
        {
            "id": ref_hex(row.id),
            "direction": row.direction,
            "seq": row.seq,
            "day": row.day.isoformat(),
            "envelope": b64_encode(row.envelope),
            "wrap": b64_encode(row.wrap),
        }
        for row in found.rows
    ]
    return json_response({"tip": ref_hex(found.tip), "day": found.day.isoformat(), "messages": messages})


@endpoint(*MESSAGE)
def mailbox_message(posted: dict[str, Any], now: datetime) -> HttpResponse:
    """A message to the desk, sealed in the browser."""
    seq = posted["seq"]
    if type(seq) is not int:
        raise ArrivalRefused("malformed")
    message_receive(
        mailbox_id=bytes_read(posted["mailbox_id"], MAILBOX_ID_BYTES),
        id=id_read(posted["message"]),
        seq=seq,
        envelope=bytes_read(posted["envelope"]),
        wrap=bytes_read(posted["wrap"]),
        epoch_key_id=bytes_read(posted["epoch"], KEY_ID_BYTES),
        sealed_by=SealedBy.BROWSER,
        now=now,
    )
    return json_response({"code": "stored"}, 201)


@endpoint("mailbox_id", "messages")
def mailbox_read(posted: dict[str, Any], now: datetime) -> HttpResponse:
    """Delete the answers that were read."""
    messages = posted["messages"]
    if not isinstance(messages, list) or len(messages) > MOST_SEEN:
        raise ArrivalRefused("malformed")
    mailbox_id = bytes_read(posted["mailbox_id"], MAILBOX_ID_BYTES)
    answers_delete(mailbox_id=mailbox_id, messages=[id_read(message) for message in messages])
    return json_response({"code": "deleted"})


@endpoint("mailbox_id")
def mailbox_end(posted: dict[str, Any], now: datetime) -> HttpResponse:
    """Close the mailbox for good."""
    mailbox_close(mailbox_id=bytes_read(posted["mailbox_id"], MAILBOX_ID_BYTES))
    return json_response({"code": "closed"})
