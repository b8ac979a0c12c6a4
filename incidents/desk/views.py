"""The desk's one page: a shell without content, whose application opens everything in the browser."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.guards import staff_page
from incidents.desk_texts import zone_choices


@require_safe
@staff_page("desk")
def shell(request: HttpRequest, id: UUID | None = None) -> HttpResponse:
    """The same shell for every path of the application; `id` is read by the page alone."""
    context = {
        "root": "/desk/",
        "language": get_language(),
        "zones": zone_choices(),
    }
    return render(request, "desk/shell.html", context)
