"""The partner's one page: a shell without content, whose application opens and checks copies in the browser."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.guards import staff_page


@require_safe
@staff_page("partner")
def shell(request: HttpRequest) -> HttpResponse:
    """The same shell for every path of the application."""
    return render(request, "partner/shell.html", {"root": "/partner/", "language": get_language()})
