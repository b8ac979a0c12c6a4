"""Public pages: the form, leaving, and errors. No session, no cookie, no token."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from incidents.desk_texts import FIRST_LANGUAGE
from incidents.public import faults, pages
from incidents.public.answering import (
    BodyTooLarge,
    BodyUnreadable,
    error_response,
    field,
    form_read,
    html_response,
    packed_response,
)
from incidents.public.forms import ReportForm
from incidents.public.origins import same_origin
from incidents.services.desk_keys import DeskNotReady
from incidents.services.intake import MOST_TEXT, tip_receive_plain

View = Callable[..., HttpResponse]

REPORT_FIELDS = ("text", "kind", "zone", "when", "danger")


def methods(*allowed: str) -> Callable[[View], View]:
    """Refuse other methods with the page that all refusals share."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
            if request.method not in allowed:
                response = error_response(request, 405)
                response.headers["Allow"] = ", ".join(allowed)
                return response
            try:
                return view(request, *args, **kwargs)
            except BodyTooLarge:
                return error_response(request, 413)
            except BodyUnreadable:
                return error_response(request, 400)

        return guarded

    return decorate


@methods("GET", "HEAD", "POST")
def report(request: HttpRequest, lang: str = FIRST_LANGUAGE) -> HttpResponse:
    """The form, and what is sent by it without scripts."""
    if request.method != "POST":
        return packed_response(request, pages.page("report", lang))
    with translation.override(lang):
        return _report_take(request, lang)


def _report_take(request: HttpRequest, lang: str) -> HttpResponse:
    posted = form_read(request)
    values = {name: field(posted, name) for name in REPORT_FIELDS}
    form = ReportForm(values)
    fault, status = _report_fault(request, form, values)
    if fault is None:
        try:
            receipt = tip_receive_plain(fields=form.fields_of_tip(), lang=lang, now=timezone.now())
        except (DeskNotReady, DatabaseError):
            fault, status = faults.CLOSED, 503
        else:
            html = pages.render("receipt", lang, words=receipt.split(" "), danger=values["danger"] == "yes")
            return html_response(request, html, status=201, echoes=False)
    return html_response(request, pages.report_html(lang, values=values, fault=fault), status=status, echoes=True)


def _report_fault(request: HttpRequest, form: ReportForm, values: dict[str, str]) -> tuple[faults.Fault | None, int]:
    """The first reason to send the form back, and the status of that answer."""
    text = values["text"]
    if same_origin(request) is False:
        return faults.FOREIGN, 403
    if getattr(request, "file_refused", False):
        return faults.FILES, 400
    if not text:
        return faults.EMPTY, 400
    if len(text) > MOST_TEXT:
        return faults.too_long(len(text) - MOST_TEXT), 413
    if not form.is_valid():
        return faults.CHOICE, 400
    return None, 200


@methods("GET", "HEAD")
def leave(request: HttpRequest) -> HttpResponse:
    """Away from here: the browser is told to forget this site, and goes on to a page that could be anybody's."""
    response = packed_response(request, pages.page("leave"))
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@methods("GET", "HEAD")
def weather(request: HttpRequest) -> HttpResponse:
    """The neutral page."""
    return packed_response(request, pages.page("weather"))


@methods("GET", "HEAD")
def favicon(request: HttpRequest) -> HttpResponse:
    """No picture, so that no tab gives a visitor away; browsers ask for it by themselves."""
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})


def error_400(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler for malformed requests."""
    return error_response(request, 400)


def error_403(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler for refusals."""
    return error_response(request, 403)


def error_404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler for what is not there."""
    return error_response(request, 404)


def error_500(request: HttpRequest) -> HttpResponse:
    """Django's handler for our own mistakes."""
    return error_response(request, 500)
