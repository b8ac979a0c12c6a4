"""Who may call what: every URL pattern, by method, role, organisation and object state (threat model row 20).

The columns are the cast. `A` stands for any answer that is no refusal: below 400, or a complaint about the body (400,
409, 422), which only somebody who was let in hears.
"""

from __future__ import annotations

from dataclasses import dataclass, field

COLUMNS = ("stranger", "case_worker", "second_case_worker", "lead", "second_lead", "partner_a", "partner_b")

A = "allowed"


@dataclass(frozen=True)
class Row:
    """One pattern and method in one state of the world; `expected` goes by COLUMNS."""

    pattern: str
    method: str
    expected: tuple[object, ...]
    # In which state the objects are: the world that tests/views/test_rights.py builds.
    state: str = "active"
    body: object = None
    step_up: bool = False
    values: dict[str, str] = field(default_factory=dict)


EVERYBODY = (A,) * 7
# 401 on an API, and to sign-in (302) on a page, for whoever has no session of that audience.
DESK_API = (401, A, A, A, A, 401, 401)
LEAD_API = (401, 403, 403, A, A, 401, 401)
PARTNER_API = (401, 401, 401, 401, 401, A, A)
DESK_PAGE = (302, A, A, A, A, 302, 302)
PARTNER_PAGE = (302, 302, 302, 302, 302, A, A)
NOBODY = (404,) * 7

SEALED = {"id": "{new}", "epoch": "{epoch}", "envelope": "AA", "wrap": "AA", "maker": "AA", "signature": "AA"}
STATEMENT = {"s1": "AA", "s1_key": "AA", "s1_signature": "AA"}
APPROVAL = {"s2": "AA", "s2_key": "AA", "s2_signature": "AA", "wraps": []}
REVISION = {
    "source": {"sealed": SEALED, "worker_key_id": "AA", "worker_wrap": "AA"},
    "redactions": SEALED,
    **STATEMENT,
}
REPLY = {"seq": 1, "sealed": SEALED, "mailbox_key_id": "AA", "mailbox_wrap": "AA"}
DIRECTORY = {"body": "AA", "signatures": []}

PUBLIC = [
    Row("", "GET", EVERYBODY),
    Row("keys.json", "GET", EVERYBODY),
    Row("leave/", "GET", EVERYBODY),
    Row("weather/", "GET", EVERYBODY),
    Row("favicon.ico", "GET", EVERYBODY),
    Row("mailbox/", "POST", EVERYBODY, body={}),
    Row("mailbox/messages/", "POST", EVERYBODY, body={}),
    Row("mailbox/read/", "POST", EVERYBODY, body={}),
    Row("mailbox/close/", "POST", EVERYBODY, body={}),
    Row("<language:lang>/", "GET", EVERYBODY),
    Row("<language:lang>/answers/", "GET", EVERYBODY),
    Row("<language:lang>/sealed/", "POST", EVERYBODY, body={}),
]


def accounts(audience: str, page: tuple[object, ...]) -> list[Row]:
    """The account pages of one audience: the way in is open, everything else wants both factors."""
    open_pages = ["sign-in/", "second-factor/", "recovery/", "enrol/"]
    own_pages = ["step-up/", "account/", "account/password/", "account/authenticator/"]
    rows = [Row(f"{audience}/{one}", "GET", EVERYBODY) for one in open_pages]
    # An invitation that does not exist is nobody's.
    rows += [Row(f"{audience}/{one}", "GET", NOBODY) for one in ("welcome/", "welcome/<str:token>/")]
    rows += [Row(f"{audience}/{one}", "GET", page) for one in own_pages]
    rows.append(Row(f"{audience}/account/recovery-codes/", "POST", page))
    rows.append(Row(f"{audience}/account/language/", "POST", page))
    rows.append(Row(f"{audience}/sign-out/", "POST", EVERYBODY))
    return rows


def keys(audience: str, who: tuple[object, ...]) -> list[Row]:
    """The shared half of both APIs."""
    api = f"{audience}/api/"
    return [
        Row(f"{api}me", "GET", who),
        Row(f"{api}vault", "GET", who),
        Row(f"{api}vault", "PUT", who, body={"blob": "AA", "seal_key": "AA", "sign_key": "AA"}),
        Row(f"{api}half-key", "POST", who),
        Row(f"{api}half-key", "DELETE", who),
        Row(f"{api}directories/<kind>", "GET", who),
        Row(f"{api}directories/<kind>/<sha256>", "GET", who),
        Row(f"{api}language", "POST", who, body={"language": "es"}),
        Row(api, "GET", NOBODY),
    ]


PEOPLE = [
    Row("desk/api/epochs", "GET", DESK_API),
    Row(
        "desk/api/epochs",
        "POST",
        LEAD_API,
        body={"id": "{new}", "wraps": [], "public_directory": DIRECTORY, "desk_directory": DIRECTORY},
        step_up=True,
    ),
    Row("desk/api/epochs/<uuidstr:epoch_id>/wraps", "POST", DESK_API, body={"wraps": []}),
    Row("desk/api/directory-versions/<kind>", "POST", LEAD_API, body=DIRECTORY, step_up=True),
    Row("desk/api/people", "GET", DESK_API),
    Row("desk/api/organisations", "POST", LEAD_API, body={"name": "", "short": ""}),
    Row("desk/api/invitations", "GET", LEAD_API),
    Row(
        "desk/api/invitations",
        "POST",
        LEAD_API,
        body={"role": "x", "organisation": "{desk}", "name": "", "username": ""},
        step_up=True,
    ),
    Row("desk/api/invitations/<uuidstr:invitation_id>", "DELETE", LEAD_API),
    Row(
        "desk/api/people/<uuidstr:person_id>/endorsements",
        "POST",
        LEAD_API,
        body={"entry": "AA", "key": "AA", "sig": "AA"},
        step_up=True,
    ),
    Row("desk/api/people/<uuidstr:person_id>/deactivate", "POST", LEAD_API, step_up=True),
]

TIP = "desk/api/tips/<uuidstr:tip_id>"
TIPS = [
    Row("desk/api/tips", "GET", DESK_API),
    Row("desk/api/tips/mark", "GET", DESK_API),
    Row(TIP, "GET", DESK_API),
    Row(TIP, "GET", (401, 404, 404, 404, 404, 401, 401), values={"tip": "{new}"}),
    Row(TIP, "DELETE", DESK_API),
    Row(f"{TIP}/take", "POST", DESK_API, body={"take": True}),
    Row(f"{TIP}/lane", "POST", DESK_API, body={"lane": "normal"}),
    Row(f"{TIP}/state", "POST", DESK_API, body={"state": "set_aside"}),
    Row(f"{TIP}/seen", "POST", DESK_API),
    Row(f"{TIP}/replies", "POST", DESK_API, body=REPLY),
    # Drafts are one's own: for everybody else there is none.
    Row("desk/api/drafts/<uuidstr:about>", "GET", (401, A, 404, 404, 404, 401, 401)),
    Row(
        "desk/api/drafts/<uuidstr:about>",
        "PUT",
        DESK_API,
        body={"id": "{new}", "envelope": "AA", "key_id": "AA", "wrap": "AA"},
    ),
    Row("desk/api/drafts/<uuidstr:about>", "DELETE", DESK_API),
]

INCIDENT = "desk/api/incidents/<uuidstr:incident_id>"
INCIDENTS = [
    Row("desk/api/incidents", "GET", DESK_API),
    Row("desk/api/incidents", "POST", DESK_API, body={"id": "{new}", "tips": [], "content": SEALED}),
    Row(INCIDENT, "GET", DESK_API),
    Row(INCIDENT, "PUT", DESK_API, body={"tips": [], "content": SEALED}),
    Row(f"{INCIDENT}/state", "POST", DESK_API, body={"state": "watching"}),
]

CASE = "desk/api/case-files/<uuidstr:case_file_id>"
AUTHOR = (401, A, 403, 403, 403, 401, 401)
# The case worker wrote it; both leads may judge it.
JUDGES = (401, 403, 403, A, A, 401, 401)
# A lead wrote it: that lead may not, the other may.
OTHER_LEAD = (401, 403, 403, 403, A, 401, 401)
NOT_NOW = (401, 403, 403, 409, 409, 401, 401)
CASE_FILES = [
    Row("desk/api/case-files", "GET", DESK_API),
    Row("desk/api/case-files", "POST", DESK_API, body={"incident": "{incident}"}),
    Row(CASE, "GET", DESK_API),
    Row(CASE, "DELETE", AUTHOR, state="draft"),
    Row(CASE, "DELETE", (401, 409, 403, 403, 403, 401, 401)),
    Row(f"{CASE}/revisions", "POST", AUTHOR, state="draft", body=REVISION, step_up=True),
    *[
        Row(f"{CASE}/{act}", "POST", expected, state=state, body=body, step_up=act == "approve")
        for act, body in (("approve", APPROVAL), ("return", None))
        for state, expected in (
            ("draft", NOT_NOW),
            ("rendering", NOT_NOW),
            ("awaiting", JUDGES),
            ("awaiting_by_lead", OTHER_LEAD),
            ("active", NOT_NOW),
        )
    ],
    Row("desk/api/releases/<uuidstr:release_id>/recall", "POST", LEAD_API, step_up=True),
    Row("desk/api/releases/<uuidstr:release_id>/recall", "POST", NOT_NOW, state="recalled", step_up=True),
    Row("desk/api/releases/<uuidstr:release_id>/recall", "POST", NOT_NOW, state="expired", step_up=True),
    Row("desk/api/releases/<uuidstr:release_id>/accesses", "GET", DESK_API),
]

# Released to partner A alone: B never sees that it exists, and A sees it only while it is active (row 22).
RELEASE = "partner/api/releases/<uuidstr:release_id>"
GONE = (401, 401, 401, 401, 401, 404, 404)
PARTNER = [
    Row("partner/api/releases", "GET", PARTNER_API),
    Row(RELEASE, "GET", (401, 401, 401, 401, 401, A, 404)),
    Row(RELEASE, "GET", GONE, state="pending"),
    Row(RELEASE, "GET", GONE, state="recalled"),
    Row(RELEASE, "GET", GONE, state="expired"),
]

PAGES = [
    *[
        Row(f"desk/{one}", "GET", DESK_PAGE)
        for one in (
            "",
            "tips/<uuid:id>/",
            "incidents/",
            "incidents/<uuid:id>/",
            "case-files/",
            "case-files/<uuid:id>/",
            "case-files/<uuid:id>/redact/",
            "people/",
        )
    ],
    Row("partner/", "GET", PARTNER_PAGE),
]

TABLE: list[Row] = [
    *PUBLIC,
    *accounts("desk", DESK_PAGE),
    *accounts("partner", PARTNER_PAGE),
    *keys("desk", DESK_API),
    *keys("partner", PARTNER_API),
    Row("desk/api/half-key", "GET", (401, 404, 404, 404, 404, 401, 401)),
    Row("partner/api/half-key", "GET", (401, 401, 401, 401, 401, 404, 404)),
    *PEOPLE,
    *TIPS,
    *INCIDENTS,
    *CASE_FILES,
    *PARTNER,
    *PAGES,
]
