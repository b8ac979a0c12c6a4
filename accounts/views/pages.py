"""What all account pages share: their language, where they lead, and what a refusal says."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.guards import StaffRequest, staff_page
from accounts.services.sign_in import pending_person
from accounts.services.throttle import Throttled
from accounts.sessions import Audience, session_find

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Audience, P], HttpResponseBase]
StaffView = Callable[[StaffRequest, Audience], HttpResponseBase]


def address(audience: Audience, name: str) -> str:
    """The path of an account page."""
    return reverse(f"{audience}-accounts:{name}")


def to(audience: Audience, name: str) -> HttpResponseRedirect:
    """Lead to another account page."""
    return HttpResponseRedirect(address(audience, name))


def open_page(view: View[P]) -> Callable[..., HttpResponseBase]:
    """A page for people not signed in yet: in the language they chose on it, else their own, else the desk's."""

    @wraps(view)
    def spoken(request: HttpRequest, audience: Audience, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        languages = dict(settings.LANGUAGES)
        wanted = request.GET.get("lang")
        if wanted in languages:
            request.session["language"] = wanted
        chosen = request.session.get("language")
        if chosen not in languages:
            person = pending_person(request, audience=audience, now=timezone.now())
            chosen = person.language if person else settings.LANGUAGE_CODE
        with translation.override(chosen):
            return view(request, audience, *args, **kwargs)

    return spoken


def own_page(step_up: bool = False) -> Callable[[StaffView], Callable[..., HttpResponseBase]]:
    """A page for people who are signed in at the audience that the path names."""

    def decorate(view: StaffView) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, audience: Audience) -> HttpResponseBase:
            def inner(known: StaffRequest) -> HttpResponseBase:
                return view(known, audience)

            return staff_page(audience, step_up=step_up)(inner)(request)

        return guarded

    return decorate


def page(
    request: HttpRequest, audience: Audience, template: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Render an account page."""
    shown = {"audience": audience, "languages": settings.LANGUAGES, "language": translation.get_language()}
    return render(request, f"accounts/{template}.html", {**shown, **(context or {})}, status=status)


def refuse(form: forms.Form, problem: Throttled | str, field: str | None = None) -> int:
    """Put what went wrong on the form. Returns the status that goes with it."""
    if isinstance(problem, Throttled):
        form.add_error(None, throttled_sentence(problem.seconds))
        return 429
    form.add_error(field, problem)
    return 200


def throttled_sentence(seconds: int) -> str:
    """How long to wait, in words."""
    if seconds < 60:
        wait = ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    else:
        minutes = -(-seconds // 60)
        wait = ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    return _("Too many attempts on this account. Wait %(wait)s, then try again.") % {"wait": wait}


def next_keep(request: HttpRequest, audience: Audience) -> None:
    """Remember the page of this audience that `?next=` names, and nothing else that it may name."""
    wanted = request.GET.get("next", "")
    inside = wanted.startswith(f"/{audience}/") and not wanted.startswith(f"/{audience}/api/")
    if inside and "\\" not in wanted and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        request.session["next"] = wanted


def next_take(request: HttpRequest, audience: Audience) -> str:
    """The page that was remembered, once; else the audience's application."""
    return request.session.pop("next", None) or f"/{audience}/"


def signed_in_here(request: HttpRequest, audience: Audience) -> bool:
    """Whether this browser is fully signed in at `audience` already."""
    return session_find(request, audience=audience, now=timezone.now()) is not None


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What a form gets whose token does not hold: mostly a page that stood open past the end of its session."""
    audience: Audience = "partner" if request.path_info.startswith("/partner/") else "desk"
    return page(request, audience, "stale", status=403)
