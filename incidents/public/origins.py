"""Whether a request comes from our own pages (threat model row 6)."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest


def same_origin(request: HttpRequest) -> bool | None:
    """Whether the browser says that this request comes from our own pages; None where it says nothing."""
    origin = request.headers.get("Origin")
    if origin is not None:
        try:
            return urlsplit(origin).netloc.lower() == request.get_host().lower()
        except (ValueError, DisallowedHost):
            return False
    site = request.headers.get("Sec-Fetch-Site")
    return None if site is None else site == "same-origin"
