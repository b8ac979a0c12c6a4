"""Coming in for the first time: an invitation's link, a password, an authenticator, recovery codes."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe

from accounts.forms import CodeForm, WelcomeForm
from accounts.models import Invitation, User
from accounts.services.invitations import NoInvitation, invitation_accept, invitation_find, invitation_open
from accounts.services.people import Refused
from accounts.services.second_factor import (
    WrongCode,
    enrolment_confirm,
    enrolment_device,
    secret_picture,
    secret_text,
    totp_device,
)
from accounts.services.sign_in import pending_begin, pending_person, sign_in_finish
from accounts.services.throttle import Throttled
from accounts.sessions import Audience
from accounts.views.pages import next_take, open_page, page, refuse, to
from accounts.views.sign_in import forms_only, wrong_code

# The session's name for the authenticator whose secret it was shown.
ENROLLING: Final = "enrolling"


def gone(request: HttpRequest, audience: Audience) -> HttpResponseBase:
    """The one answer for a link that is wrong, used, revoked or too old."""
    request.session.pop("invitation", None)
    return page(request, audience, "invitation_gone", status=404)


@require_safe
@open_page
@sensitive_variables("token")
def welcome_link(request: HttpRequest, audience: Audience, token: str) -> HttpResponseBase:
    """The link itself: it is remembered in the session and leaves the address bar, history's newest entry and Referer.

    Looking at it uses nothing up, so that a messenger's preview does no harm.
    """
    try:
        invitation = invitation_find(token=token, audience=audience, now=timezone.now())
    except NoInvitation:
        return gone(request, audience)
    request.session["invitation"] = invitation.id.hex
    return to(audience, "welcome")


def _invitation(request: HttpRequest, audience: Audience) -> Invitation | None:
    held = request.session.get("invitation")
    if not held:
        return None
    open_ones = invitation_open(timezone.now()).select_related("organisation")
    found = open_ones.filter(id=UUID(hex=held)).first()
    return found if found is not None and (found.role == "partner") == (audience == "partner") else None


@forms_only
@sensitive_post_parameters("new", "again")
@open_page
def welcome(request: HttpRequest, audience: Audience) -> HttpResponseBase:
    """The invited person chooses a password."""
    invitation = _invitation(request, audience)
    if invitation is None:
        return gone(request, audience)
    form, now = WelcomeForm(request.POST if request.method == "POST" else None), timezone.now()
    if form.is_valid():
        try:
            person = invitation_accept(
                invitation=invitation,
                password=form.cleaned_data["new"],
                language=translation.get_language() or "es",
                now=now,
            )
        except ValidationError as problem:
            form.add_error("new", problem)
        except (NoInvitation, Refused):
            return gone(request, audience)
        else:
            pending_begin(request, person=person, audience=audience, now=now)
            return to(audience, "enrol")
    return page(request, audience, "welcome", {"form": form, "invitation": invitation})


@forms_only
@sensitive_post_parameters("code")
@open_page
def enrol(request: HttpRequest, audience: Audience) -> HttpResponseBase:
    """The authenticator's secret, and its first code; there is no way around this page."""
    person = pending_person(request, audience=audience, now=timezone.now())
    if person is None:
        return to(audience, "sign-in")
    if totp_device(person) is not None:
        return to(audience, "second-factor")
    return enrol_page(request, audience, person, changing=False)


@sensitive_variables("codes", "device")
def enrol_page(request: HttpRequest, audience: Audience, person: User, *, changing: bool) -> HttpResponseBase:
    """Show the secret and take its first code; then sign in and show the recovery codes, this once."""
    form, status, now = CodeForm(request.POST if request.method == "POST" else None), 200, timezone.now()
    held = request.session.get(ENROLLING)
    if form.is_valid():
        try:
            device, codes = enrolment_confirm(user=person, held=held, code=form.cleaned_data["code"], now=now)
        except Throttled as problem:
            status = refuse(form, problem)
        except WrongCode:
            status = refuse(form, wrong_code(), "code")
        else:
            onward = next_take(request, audience)
            sign_in_finish(request, person=person, device=device, audience=audience, now=now)
            return page(request, audience, "recovery_codes", {"codes": codes, "onward": onward})
    device = enrolment_device(user=person, held=held)
    request.session[ENROLLING] = device.id
    shown = {
        "form": form,
        "picture": secret_picture(device),
        "secret": secret_text(device),
        "changing": changing,
        "staff": changing,
        "heading": _("A new authenticator") if changing else _("Your second key"),
    }
    return page(request, audience, "enrol", shown, status)
