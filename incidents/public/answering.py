"""Requests and responses of public pages: reading a bounded form, and answering in one shape."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError

from incidents.desk_texts import FIRST_LANGUAGE, LANGUAGES
from incidents.public import pages
from incidents.public.forms import plain_text
from incidents.public.packing import PLAIN_CLASS, Packed, filled, pack

# Answers to programs are filled up to a multiple of this many bytes.
JSON_CLASS = 16 * 1024
STAFF_PATHS = ("/desk/", "/partner/")


class BodyTooLarge(Exception):
    """More bytes than settings.PUBLIC_BODY_LIMIT were announced; nothing was read."""


class BodyUnreadable(Exception):
    """The body is not what its headers say, or the connection broke."""


def language_of(path: str) -> str:
    """The language that a path begins with, or the desk's first."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in LANGUAGES else FIRST_LANGUAGE


def _bound(request: HttpRequest) -> None:
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        raise BodyUnreadable from None
    if length > settings.PUBLIC_BODY_LIMIT:
        raise BodyTooLarge


def form_read(request: HttpRequest) -> QueryDict:
    """The posted fields. Raises BodyTooLarge before a byte is read; BodyUnreadable."""
    _bound(request)
    try:
        return request.POST
    except RequestDataTooBig:
        raise BodyTooLarge from None
    except (MultiPartParserError, SuspiciousOperation, UnreadablePostError, OSError):
        raise BodyUnreadable from None


def field(posted: QueryDict, name: str) -> str:
    """A field's cleaned text; empty where it is missing."""
    return plain_text(posted.get(name, ""))


def json_read(request: HttpRequest, names: frozenset[str]) -> dict[str, Any]:
    """A JSON object with exactly these fields. Raises BodyTooLarge, BodyUnreadable."""
    _bound(request)
    try:
        value = json.loads(request.body)
    except RequestDataTooBig:
        raise BodyTooLarge from None
    except (ValueError, RecursionError, UnreadablePostError, OSError):
        raise BodyUnreadable from None
    if not isinstance(value, dict) or set(value) != names:
        raise BodyUnreadable
    return value


def _takes_gzip(request: HttpRequest) -> bool:
    offered = request.headers.get("Accept-Encoding", "").lower()
    for item in offered.split(","):
        name, _, weight = item.partition(";")
        if name.strip() == "gzip":
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def packed_response(request: HttpRequest, page: Packed, status: int = 200) -> HttpResponse:
    """A page in the form that the browser takes. Never stored, so that going back shows nothing that was typed."""
    gzip = _takes_gzip(request)
    response = HttpResponse(page.gzip if gzip else page.plain, status=status, content_type="text/html; charset=utf-8")
    if gzip:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    return _unstored(response)


def html_response(request: HttpRequest, html: str, *, status: int, echoes: bool) -> HttpResponse:
    """An answer to a POST. One that repeats what was typed is never compressed (row 3)."""
    if not echoes:
        return packed_response(request, pack(html), status)
    body = filled(html.encode(), PLAIN_CLASS)
    return _unstored(HttpResponse(body, status=status, content_type="text/html; charset=utf-8"))


def json_response(value: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """An answer to our own script, filled with spaces to its size class."""
    body = filled(json.dumps(value, separators=(",", ":")).encode(), JSON_CLASS)
    return _unstored(HttpResponse(body, status=status, content_type="application/json"))


def _unstored(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Length"] = str(len(response.content))
    return response


def error_response(request: HttpRequest, status: int) -> HttpResponse:
    """The error page of a status, in the language of the path; all look alike and hold no detail (row 8)."""
    staff = request.path_info.startswith(STAFF_PATHS)
    return packed_response(request, pages.error_page(status, language_of(request.path_info), staff), status)
