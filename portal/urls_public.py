"""Public pages: no session, no cookie."""

from django.urls import include, path

urlpatterns = [path("", include("incidents.public.urls"))]
