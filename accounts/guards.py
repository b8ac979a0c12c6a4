"""Who may call: the one decorator of staff pages and the one authentication class of the staff API.

Both find the person by `accounts.sessions`, put them on the request as `request.staff`, and answer for the rest: a page
leads to sign-in, the API says 401 or 403 with a code (threat model row 17). A request with the header `X-Vigia-Poll`,
and an operation guarded with `active=False`, does not keep a session awake.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from accounts.sessions import ROLES_OF, Audience, Staff, session_find, session_touch

P = ParamSpec("P")
POLL_HEADER = "X-Vigia-Poll"


class StaffRequest(HttpRequest):
    """A request that a guard let through."""

    staff: Staff


class ApiRefusal(Exception):
    """A refusal that the API answers as `{code, message}` (ProblemOut)."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(code)
        self.status, self.code, self.message = status, code, message


def step_up_fresh(request: HttpRequest) -> bool:
    """Whether whoever makes this guarded request gave the second factor in the last `settings.STEP_UP_SECONDS`."""
    return cast(StaffRequest, request).staff.step_up_left(now=timezone.now()) > 0


def _find(request: HttpRequest, audience: Audience, active: bool) -> Staff | None:
    now = timezone.now()
    staff = session_find(request, audience=audience, now=now)
    if staff is not None:
        cast(StaffRequest, request).staff = staff
        if active and POLL_HEADER not in request.headers:
            session_touch(staff, now=now)
    return staff


def staff_page(
    audience: Audience, roles: Collection[str] | None = None, *, step_up: bool = False
) -> Callable[
    [Callable[Concatenate[StaffRequest, P], HttpResponseBase]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]
]:
    """Guard a page: whoever is not signed in goes to sign-in and comes back; another role is refused (403).

    `roles` are Role values, by default all of the audience. With `step_up` an old second factor is asked for again.
    """
    allowed = ROLES_OF[audience] if roles is None else frozenset(roles)

    def decorate(
        view: Callable[Concatenate[StaffRequest, P], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            staff = _find(request, audience, active=True)
            if staff is None:
                return to_page(request, audience, "sign-in")
            if staff.user.role not in allowed:
                raise PermissionDenied
            if step_up and not step_up_fresh(request):
                return to_page(request, audience, "step-up")
            return view(cast(StaffRequest, request), *args, **kwargs)

        return guarded

    return decorate


def to_page(request: HttpRequest, audience: Audience, name: str) -> HttpResponseRedirect:
    """Lead to sign-in or to the second factor, and back to the page that was asked for, where that was a page."""
    address = reverse(f"{audience}-accounts:{name}")
    here = request.get_full_path()
    if request.method == "GET" and here != f"/{audience}/":
        address = f"{address}?{urlencode({'next': here})}"
    return HttpResponseRedirect(address)


class StaffAuth(AuthBase):
    """Guard API operations: `auth=StaffAuth("desk", {Role.LEAD}, step_up=True)`. `request.auth` is then a `Staff`.

    Answers 401 `signed_out`, 403 `forbidden` (role, or a request without the page's CSRF token) and 403 `step_up`;
    needs `install_refusals(api)` on the API. `active=False` is for operations that a page polls.
    """

    openapi_type = "apiKey"

    def __init__(
        self,
        audience: Audience,
        roles: Collection[str] | None = None,
        *,
        step_up: bool = False,
        active: bool = True,
    ) -> None:
        self.openapi_name = f"vigia_{audience}"
        self.openapi_in = "cookie"
        super().__init__()
        self.audience: Audience = audience
        self.roles = ROLES_OF[audience] if roles is None else frozenset(roles)
        self.step_up, self.active = step_up, active

    def __call__(self, request: HttpRequest) -> Staff:
        """Find who asks. Raises ApiRefusal."""
        staff = _find(request, self.audience, self.active)
        if staff is None:
            raise signed_out()
        if check_csrf(request) is not None or staff.user.role not in self.roles:
            raise forbidden()
        if self.step_up:
            need_step_up(request)
        return staff


def signed_out() -> ApiRefusal:
    """401: nobody is signed in, or was idle for too long."""
    return ApiRefusal(401, "signed_out", _("You are signed out. Sign in again."))


def forbidden() -> ApiRefusal:
    """403: whoever asks may see this but not do it."""
    return ApiRefusal(403, "forbidden", _("You may not do this."))


def need_step_up(request: HttpRequest) -> None:
    """Raise the API's 403 `step_up` unless the second factor is fresh: for operations where only some cases need it."""
    if not step_up_fresh(request):
        raise ApiRefusal(403, "step_up", _("Give a code from your authenticator again to go on."))


def install_refusals(api: NinjaAPI) -> None:
    """Make `api` answer refusals as ProblemOut bodies."""

    def answer(request: HttpRequest, refusal: Any) -> Any:
        return api.create_response(request, {"code": refusal.code, "message": refusal.message}, status=refusal.status)

    def unauthenticated(request: HttpRequest, _exception: Any) -> Any:
        return answer(request, signed_out())

    api.add_exception_handler(ApiRefusal, answer)
    api.add_exception_handler(AuthenticationError, unauthenticated)


def idle_seconds() -> int:
    """After how many seconds without an act a session ends."""
    return int(settings.STAFF_IDLE_SECONDS)


def staff_of(request: HttpRequest) -> Staff:
    """Who makes this guarded request."""
    return cast(StaffRequest, request).staff
