"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def desk(request: HttpRequest) -> dict[str, Any]:
    """Whether this is a demo desk, which its pages say."""
    return {"demo": settings.VIGIA_DEMO}
