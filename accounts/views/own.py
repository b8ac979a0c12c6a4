"""One's own account: password, authenticator, recovery codes, language."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from accounts.forms import PasswordForm
from accounts.guards import StaffRequest
from accounts.selectors import recovery_codes_left
from accounts.services.people import Refused, WrongPassword, language_set, password_change
from accounts.services.second_factor import recovery_codes_make
from accounts.services.throttle import Throttled
from accounts.sessions import Audience, session_password_changed
from accounts.views.enrol import enrol_page
from accounts.views.pages import own_page, page, refuse, to
from accounts.views.sign_in import forms_only


@require_safe
@own_page()
def account(request: StaffRequest, audience: Audience) -> HttpResponseBase:
    """What a person can change about their own way in."""
    person = request.staff.user
    shown = {"staff": request.staff, "codes_left": recovery_codes_left(user=person)}
    return page(request, audience, "account", shown)


@forms_only
@sensitive_post_parameters("current", "new", "again")
@own_page()
def password(request: StaffRequest, audience: Audience) -> HttpResponseBase:
    """A new password; every other session of the person ends."""
    form, status, staff = PasswordForm(request.POST if request.method == "POST" else None), 200, request.staff
    if form.is_valid():
        try:
            password_change(
                person=staff.user,
                current=form.cleaned_data["current"],
                new=form.cleaned_data["new"],
                keep=staff.session.id,
                now=timezone.now(),
            )
        except Throttled as problem:
            status = refuse(form, problem)
        except WrongPassword:
            status = refuse(form, _("This is not your current password."), "current")
        except ValidationError as problem:
            form.add_error("new", problem)
        else:
            session_password_changed(request, staff)
            return page(request, audience, "password_changed", {"staff": staff})
    return page(request, audience, "password", {"form": form, "staff": staff}, status)


@forms_only
@sensitive_variables("codes")
@own_page(step_up=True)
def recovery_codes(request: StaffRequest, audience: Audience) -> HttpResponseBase:
    """Ten new recovery codes, shown this once; the earlier ones end."""
    person = request.staff.user
    if request.method == "POST":
        codes = recovery_codes_make(user=person, now=timezone.now())
        return page(request, audience, "recovery_codes", {"codes": codes, "onward": f"/{audience}/"})
    shown = {"staff": request.staff, "codes_left": recovery_codes_left(user=person)}
    return page(request, audience, "recovery_codes_ask", shown)


@forms_only
@sensitive_post_parameters("code")
@own_page(step_up=True)
def authenticator(request: StaffRequest, audience: Audience) -> HttpResponseBase:
    """Another authenticator in place of the one enrolled."""
    return enrol_page(request, audience, request.staff.user, changing=True)


@require_POST
@own_page()
def language(request: StaffRequest, audience: Audience) -> HttpResponseBase:
    """The language of one's own staff pages."""
    try:
        language_set(person=request.staff.user, language=request.POST.get("language", ""))
    except Refused:
        return page(request, audience, "account", {"staff": request.staff}, status=400)
    return to(audience, "account")
