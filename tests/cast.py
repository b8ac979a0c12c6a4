"""The fixed cast: who appears in tests, and clients in which they are signed in with both factors.

    cast = make_cast()
    client = signed_in(cast.lead)              # the audience follows from the role
    client.get("/desk/")
    client.post_json("/desk/api/incidents", {...})

Everything goes through the product's own services, so that a person here is what a person is in a desk.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any, Final, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import Organisation, Role, User
from accounts.services.people import organisation_make, person_make
from accounts.services.second_factor import second_factor_set
from accounts.sessions import Audience, session_begin

PASSWORD: Final = "seis canoas bajan de noche"
ORIGIN: Final = "http://testserver"


@dataclass(frozen=True)
class Cast:
    """One desk with four people, and two partner organisations with one person each."""

    desk: Organisation
    case_worker: User
    second_case_worker: User
    lead: User
    second_lead: User
    organisation_a: Organisation
    partner_a: User
    organisation_b: Organisation
    partner_b: User

    @property
    def everybody(self) -> dict[str, User | None]:
        """Each by the name that tables of rights use; the stranger has no account."""
        return {
            "stranger": None,
            "case_worker": self.case_worker,
            "second_case_worker": self.second_case_worker,
            "lead": self.lead,
            "second_lead": self.second_lead,
            "partner_a": self.partner_a,
            "partner_b": self.partner_b,
        }


class StaffClient(Client):
    """Django's test client as a browser on our own pages: it sends the page's origin, and knows JSON."""

    def __init__(self, **options: Any) -> None:
        super().__init__(headers={"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}, **options)

    def session_of(self, audience: str) -> SessionBase:
        """The Django session that this client's cookie of `audience` leads to."""
        store = import_module(settings.SESSION_ENGINE).SessionStore
        return cast(SessionBase, store(self.cookies[f"vigia_{audience}"].value))

    def post_json(self, path: str, body: object, **extra: Any) -> Any:
        """POST `body` as JSON."""
        return self.post(path, body, content_type="application/json", **extra)

    def put_json(self, path: str, body: object, **extra: Any) -> Any:
        """PUT `body` as JSON."""
        return self.put(path, body, content_type="application/json", **extra)


def totp_key(username: str) -> bytes:
    """The 20-byte authenticator secret of one of the cast."""
    return hashlib.sha256(f"totp {username}".encode()).digest()[:20]


def totp_code(user: User, now: datetime | None = None, steps: int = 0, *, enrolling: bool = False) -> str:
    """The six digits that `user`'s authenticator shows at `now`, or some 30-second steps away from it.

    With `enrolling` those of the authenticator that is being enrolled.
    """
    device = TOTPDevice.objects.get(user=user, confirmed=not enrolling)
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = (now or timezone.now()).timestamp() + 30 * steps
    return f"{totp.token():06d}"


def make_person(
    organisation: Organisation, role: str, username: str, name: str, *, enrolled: bool = True, language: str = "es"
) -> User:
    """A person with the cast's password and, unless told otherwise, an enrolled authenticator."""
    now = timezone.now()
    person = person_make(
        actor="operator",
        organisation=organisation,
        role=role,
        name=name,
        username=username,
        password=PASSWORD,
        language=language,
        now=now,
    )
    if enrolled:
        second_factor_set(user=person, key=totp_key(username), actor="operator", now=now)
    return person


def make_cast() -> Cast:
    """Make everybody in the current database."""
    now = timezone.now()
    desk = organisation_make(actor=None, name="Mesa de Defensa del Río Alto", short="RIO", now=now)
    lead = make_person(desk, Role.LEAD, "lucia", "Lucía Andrade")
    organisation_a = organisation_make(actor=lead, name="Fundación Orilla", short="ORI", now=now)
    organisation_b = organisation_make(actor=lead, name="Centro Manglar", short="MAN", now=now)
    return Cast(
        desk=desk,
        case_worker=make_person(desk, Role.CASE_WORKER, "carlos", "Carlos Tello"),
        second_case_worker=make_person(desk, Role.CASE_WORKER, "sonia", "Sonia Pacaya"),
        lead=lead,
        second_lead=make_person(desk, Role.LEAD, "lidia", "Lidia Ribeiro"),
        organisation_a=organisation_a,
        partner_a=make_person(organisation_a, Role.PARTNER, "tomas", "Tomás Echeverri"),
        organisation_b=organisation_b,
        partner_b=make_person(organisation_b, Role.PARTNER, "berta", "Berta Quiroz"),
    )


def audience_for(user: User) -> Audience:
    """Where `user` signs in."""
    return "partner" if user.role == Role.PARTNER else "desk"


def signed_in(user: User | None, audience: Audience | None = None, *, now: datetime | None = None) -> StaffClient:
    """A client in which `user` is signed in with both factors since `now`; for None a stranger's client.

    The audience follows from the role unless one is named.
    """
    client = StaffClient()
    if user is None:
        return client
    where = audience or audience_for(user)
    store = import_module(settings.SESSION_ENGINE).SessionStore
    request = HttpRequest()
    request.session = store()
    request.user = AnonymousUser()
    device = TOTPDevice.objects.get(user=user, confirmed=True)
    session_begin(request, user=user, device=device, audience=where, now=now or timezone.now())
    request.session.save()
    key = request.session.session_key
    assert key
    client.cookies[f"vigia_{where}"] = key
    client.cookies[f"vigia_{where}"]["path"] = f"/{where}/"
    return client


def pass_gate(client: StaffClient, user: User, audience: Audience | None = None) -> None:
    """Sign `user` in through the pages themselves: password, then a code."""
    where = audience or audience_for(user)
    client.post(f"/{where}/sign-in/", {"username": user.username, "password": PASSWORD})
    client.post(f"/{where}/second-factor/", {"code": totp_code(user)})
