"""What every request meets: its audience, the headers of that audience, and staff sessions for staff alone.

Public pages meet no session, no cookie, no CSRF token (threat model row 2); every unsafe method needs a same-origin
`Origin` or `Sec-Fetch-Site` (row 6); unknown methods are refused (row 8).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseForbidden
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import translation
from django_otp.middleware import OTPMiddleware

from incidents.public.origins import same_origin
from portal import csp
from portal.audiences import Audience, audience_of

Handler = Callable[[HttpRequest], HttpResponseBase]

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

SENSORS = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media", "fullscreen",
    "gamepad", "geolocation", "gyroscope", "hid", "identity-credentials-get", "idle-detection", "keyboard-map",
    "local-fonts", "magnetometer", "microphone", "midi", "payment", "picture-in-picture",
    "publickey-credentials-get", "screen-wake-lock", "serial", "storage-access", "usb", "window-management",
    "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS = ", ".join(f"{name}=()" for name in SENSORS)

COMMON_HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": PERMISSIONS,
    # `no-referrer` would make browsers send `Origin: null` with forms, which tells us nothing.
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    # Instead of what the application server would say of itself (row 8).
    "Server": "vigia",
}


class AudienceMiddleware(CSPMiddleware):
    """Names the request's audience, refuses strange methods and cross-site writes, and sets the audience's headers."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        audience = audience_of(request.path_info)
        refusal = self.refusal(request)
        if refusal is not None:
            response: HttpResponseBase = self.process_response(request, refusal)
        else:
            response = cast(HttpResponseBase, super().__call__(request))
        for name, value in COMMON_HEADERS.items():
            response.headers[name] = value
        if audience is not Audience.PUBLIC:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Write the policy with its directives in one order, so that every process sends the same bytes (row 3)."""
        answered: HttpResponseBase = super().process_response(request, response)
        policy = answered.headers.get(HEADER)
        if policy:
            answered.headers[HEADER] = "; ".join(sorted(part.strip() for part in policy.split(";") if part.strip()))
        return answered

    def refusal(self, request: HttpRequest) -> HttpResponse | None:
        """The answer to a method we do not know or a staff write from elsewhere; None lets the request on.

        Public forms refuse a foreign origin in their own view, so that the refusal can keep what was typed.
        """
        if request.method not in METHODS:
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD, POST"})
        if (
            request.method not in SAFE
            and audience_of(request.path_info) is not Audience.PUBLIC
            and same_origin(request) is not True
        ):
            return HttpResponse("403", status=403, content_type="text/plain")
        return None

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """The audience's policy; no report-only policy is ever sent, since reports would name visitors."""
        if report_only:
            return PolicyParts()
        return PolicyParts(config=csp.public() if audience_of(request.path_info) is Audience.PUBLIC else csp.STAFF)


class StaffSessionMiddleware(SessionMiddleware):
    """Sessions for desk and partner pages, each with a cookie of its own that no other path receives."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if audience_of(request.path_info) is Audience.PUBLIC:
            return cast(HttpResponseBase, self.get_response(request))
        return cast(HttpResponseBase, super().__call__(request))

    def process_request(self, request: HttpRequest) -> None:
        """Load the session that the audience's own cookie names."""
        request.session = self.SessionStore(request.COOKIES.get(audience_of(request.path_info).cookie_name))

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Save a changed session, and set or delete the audience's cookie."""
        audience = audience_of(request.path_info)
        name, path = audience.cookie_name, audience.cookie_path
        empty = request.session.is_empty()
        if empty:
            if name in request.COOKIES:
                response.delete_cookie(name, path=path, samesite="Strict")
            return response
        if request.session.modified and response.status_code != 500:
            try:
                request.session.save()
            except UpdateError:
                # Signed out in another tab at this very moment: that one wins.
                response.delete_cookie(name, path=path, samesite="Strict")
                return response
            response.set_cookie(
                name,
                request.session.session_key or "",
                path=path,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Strict",
            )
        return response


class StaffCsrfMiddleware(CsrfViewMiddleware):
    """Django's CSRF protection, on staff pages (public pages have no session to hold a token)."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if audience_of(request.path_info) is Audience.PUBLIC:
            return cast(HttpResponseBase, self.get_response(request))
        return cast(HttpResponseBase, super().__call__(request))

    def process_view(
        self, request: HttpRequest, callback: object, callback_args: object, callback_kwargs: object
    ) -> HttpResponseForbidden | None:
        """Check the token on staff pages alone."""
        if audience_of(request.path_info) is Audience.PUBLIC:
            return None
        return super().process_view(request, callback, callback_args, callback_kwargs)  # type: ignore[arg-type]  # handed on as received


class StaffAuthenticationMiddleware(AuthenticationMiddleware):
    """`request.user` on staff pages."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if audience_of(request.path_info) is Audience.PUBLIC:
            return cast(HttpResponseBase, self.get_response(request))
        return cast(HttpResponseBase, super().__call__(request))


class StaffOTPMiddleware(OTPMiddleware):  # type: ignore[misc]  # django-otp ships no type information
    """`request.user.is_verified()` on staff pages."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if audience_of(request.path_info) is Audience.PUBLIC:
            return cast(HttpResponseBase, self.get_response(request))
        return cast(HttpResponseBase, super().__call__(request))


class StaffLocaleMiddleware:
    """Staff pages speak the language that their reader chose; public pages activate that of their path themselves."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if audience_of(request.path_info) is Audience.PUBLIC:
            return self.get_response(request)
        language = getattr(request.user, "language", "") or settings.LANGUAGE_CODE
        with translation.override(language):
            return self.get_response(request)
