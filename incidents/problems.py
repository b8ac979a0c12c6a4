"""How the staff APIs say what went wrong: `{code, message}`, constant texts, never what was sent."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from incidents.refusals import Missing, Refusal
from vault.refusals import VaultMissing, VaultRefusal


def install_problems(api: NinjaAPI) -> None:
    """Make `api` answer refusals, missing objects and malformed requests as ProblemOut bodies."""

    def say(request: HttpRequest, status: int, code: str, message: str) -> HttpResponse:
        return api.create_response(request, {"code": code, "message": message}, status=status)

    def refused(request: HttpRequest, problem: Any) -> HttpResponse:
        return say(request, getattr(problem, "status", 409), problem.code, str(problem.message))

    def missing(request: HttpRequest, problem: Any) -> HttpResponse:
        return say(request, 404, "missing", _("This does not exist, or not for you."))

    def malformed(request: HttpRequest, problem: Any) -> HttpResponse:
        # The validator's own report repeats what was sent, so it is not passed on.
        return say(request, 422, "malformed", _("The request is incomplete. Reload the page and try again."))

    def unreadable(request: HttpRequest, problem: Any) -> HttpResponse:
        return say(request, problem.status_code, "malformed", _("The request cannot be read."))

    api.add_exception_handler(Refusal, refused)
    api.add_exception_handler(VaultRefusal, refused)
    api.add_exception_handler(Missing, missing)
    api.add_exception_handler(VaultMissing, missing)
    api.add_exception_handler(Http404, missing)
    api.add_exception_handler(ValidationError, malformed)
    api.add_exception_handler(HttpError, unreadable)
