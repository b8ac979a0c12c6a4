"""Desk pages: sign-in as plain Django pages, then one application over a typed API."""

from django.urls import include, path

from incidents.desk.api import api

urlpatterns = [
    path("api/", api.urls),
    path("", include(("accounts.urls", "accounts"), namespace="desk-accounts"), {"audience": "desk"}),
    path("", include(("incidents.desk.urls", "desk"))),
]
