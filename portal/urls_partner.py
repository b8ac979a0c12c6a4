"""Partner pages: sign-in as plain Django pages, then one application over a typed API."""

from django.urls import include, path

from incidents.partner.api import api

urlpatterns = [
    path("api/", api.urls),
    path("", include(("accounts.urls", "accounts"), namespace="partner-accounts"), {"audience": "partner"}),
    path("", include(("incidents.partner.urls", "partner"))),
]
