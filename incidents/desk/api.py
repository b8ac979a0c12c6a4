"""The desk's typed API: what is mounted, and how refusals are said."""

from __future__ import annotations

from ninja import NinjaAPI

from accounts.guards import StaffAuth, install_refusals
from incidents.desk.api_casefiles import router as case_files
from incidents.desk.api_incidents import router as incidents
from incidents.desk.api_tips import router as tips
from incidents.problems import install_problems
from vault.api import router as keys
from vault.api_desk import router as people

api = NinjaAPI(
    title="Vigía desk",
    version="1",
    urls_namespace="desk-api",
    docs_url=None,
    openapi_url=None,
    auth=StaffAuth("desk"),
)
install_refusals(api)
install_problems(api)
api.add_router("", keys)
api.add_router("", people)
api.add_router("", tips)
api.add_router("", incidents)
api.add_router("", case_files)
