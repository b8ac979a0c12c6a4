"""The paths of the desk's application. `frontend/src/desk/routes.tsx` names the same ones."""

from django.urls import path

from incidents.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.shell, name="inbox"),
    path("tips/<uuid:id>/", views.shell, name="tip"),
    path("incidents/", views.shell, name="incidents"),
    path("incidents/<uuid:id>/", views.shell, name="incident"),
    path("case-files/", views.shell, name="case-files"),
    path("case-files/<uuid:id>/", views.shell, name="case-file"),
    path("case-files/<uuid:id>/redact/", views.shell, name="redact"),
    path("people/", views.shell, name="people"),
]
