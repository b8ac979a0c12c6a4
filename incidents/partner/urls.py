"""The paths of the partner's application. `frontend/src/partner/routes.tsx` names the same ones."""

from django.urls import path

from incidents.partner import views

app_name = "partner"
urlpatterns = [path("", views.shell, name="releases")]
