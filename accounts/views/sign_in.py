"""Signing in, proving it again, and signing out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms import CodeForm, RecoveryForm, SignInForm
from accounts.guards import StaffRequest
from accounts.services.second_factor import WrongCode, recovery_check, totp_check, totp_device
from accounts.services.sign_in import (
    WrongSignIn,
    password_check,
    pending_begin,
    pending_person,
    sign_in_finish,
    sign_out,
    step_up_finish,
)
from accounts.services.throttle import Throttled
from accounts.sessions import CLEAR_SITE_DATA, Audience, session_find
from accounts.views.pages import (
    address,
    next_keep,
    next_take,
    open_page,
    own_page,
    page,
    refuse,
    signed_in_here,
    to,
)

forms_only = require_http_methods(["GET", "HEAD", "POST"])


def wrong_code() -> str:
    """What is said of a code that is wrong, late or used."""
    return _("This code does not work. Wait for the next one and type that.")


@forms_only
@sensitive_post_parameters("password")
@open_page
def sign_in(request: HttpRequest, audience: Audience) -> HttpResponseBase:
    """Name and password; the same answer for whatever is wrong with them."""
    if request.method != "POST":
        next_keep(request, audience)
        if signed_in_here(request, audience):
            return HttpResponseRedirect(next_take(request, audience))
        return page(request, audience, "sign_in", {"form": SignInForm()})
    form, status, now = SignInForm(request.POST), 200, timezone.now()
    if form.is_valid():
        try:
            person = password_check(
                username=form.cleaned_data["username"],
                password=form.cleaned_data["password"],
                audience=audience,
                now=now,
            )
        except Throttled as problem:
            status = refuse(form, problem)
        except WrongSignIn:
            status = refuse(form, _("Username and password do not go together. Check both."))
        else:
            pending_begin(request, person=person, audience=audience, now=now)
            return to(audience, "second-factor" if totp_device(person) else "enrol")
    return page(request, audience, "sign_in", {"form": form}, status)


@forms_only
@sensitive_post_parameters("code")
@open_page
def second_factor(request: HttpRequest, audience: Audience) -> HttpResponseBase:
    """A code from the authenticator, after the password."""
    now = timezone.now()
    person = pending_person(request, audience=audience, now=now)
    if person is None:
        return to(audience, "sign-in")
    if totp_device(person) is None:
        return to(audience, "enrol")
    form, status = CodeForm(request.POST if request.method == "POST" else None), 200
    if form.is_valid():
        try:
            device = totp_check(user=person, code=form.cleaned_data["code"], now=now)
        except Throttled as problem:
            status = refuse(form, problem)
        except WrongCode:
            status = refuse(form, wrong_code(), "code")
        else:
            onward = next_take(request, audience)
            sign_in_finish(request, person=person, device=device, audience=audience, now=now)
            return HttpResponseRedirect(onward)
    return page(request, audience, "second_factor", {"form": form}, status)


@forms_only
@sensitive_post_parameters("code")
@open_page
def recovery(request: HttpRequest, audience: Audience) -> HttpResponseBase:
    """A recovery code in place of the authenticator, after the password."""
    now = timezone.now()
    person = pending_person(request, audience=audience, now=now)
    if person is None:
        return to(audience, "sign-in")
    if totp_device(person) is None:
        return to(audience, "enrol")
    form, status = RecoveryForm(request.POST if request.method == "POST" else None), 200
    if form.is_valid():
        try:
            device = recovery_check(user=person, code=form.cleaned_data["code"], now=now)
        except Throttled as problem:
            status = refuse(form, problem)
        except WrongCode:
            status = refuse(form, _("This code does not work. It may have been used before."), "code")
        else:
            sign_in_finish(request, person=person, device=device, audience=audience, now=now)
            # Whoever needed a code has most likely lost the authenticator: say what is left, and offer a new one.
            return to(audience, "account")
    return page(request, audience, "recovery", {"form": form}, status)


@forms_only
@sensitive_post_parameters("code")
@own_page()
def step_up(request: StaffRequest, audience: Audience) -> HttpResponseBase:
    """The second factor again, before a step that two people answer for."""
    if request.method != "POST":
        next_keep(request, audience)
    form, status, now = CodeForm(request.POST if request.method == "POST" else None), 200, timezone.now()
    if form.is_valid():
        try:
            totp_check(user=request.staff.user, code=form.cleaned_data["code"], now=now)
        except Throttled as problem:
            status = refuse(form, problem)
        except WrongCode:
            status = refuse(form, wrong_code(), "code")
        else:
            step_up_finish(staff=request.staff, now=now)
            return HttpResponseRedirect(next_take(request, audience))
    return page(request, audience, "step_up", {"form": form, "staff": request.staff}, status)


@require_POST
def leave(request: HttpRequest, audience: Audience) -> HttpResponseBase:
    """Sign out: the session ends, and the browser forgets this site."""
    now = timezone.now()
    staff = session_find(request, audience=audience, now=now)
    if staff is not None:
        sign_out(request, staff=staff, now=now)
    else:
        request.session.flush()
    response = HttpResponseRedirect(address(audience, "sign-in"))
    response.status_code = 303
    response.headers["Clear-Site-Data"] = CLEAR_SITE_DATA
    return response
