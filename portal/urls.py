"""All three audiences under one root, as the embedded default serves them."""

from django.urls import include, path

urlpatterns = [
    path("desk/", include("portal.urls_desk")),
    path("partner/", include("portal.urls_partner")),
    path("", include("portal.urls_public")),
]

handler400 = "incidents.public.views.error_400"
handler403 = "incidents.public.views.error_403"
handler404 = "incidents.public.views.error_404"
handler500 = "incidents.public.views.error_500"
