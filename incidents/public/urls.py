"""URLs of the public pages. Language is by path alone; `/` is the desk's first language, with the same bytes."""

from django.urls import path, register_converter

from incidents.desk_texts import LANGUAGES
from incidents.public import views, views_answers, views_sealed

app_name = "public"


class PageLanguage:
    """One of the page languages."""

    regex = "|".join(LANGUAGES)

    def to_python(self, value: str) -> str:
        """As it is."""
        return value

    def to_url(self, value: str) -> str:
        """As it is."""
        return value


register_converter(PageLanguage, "language")

urlpatterns = [
    path("", views.report, name="first"),
    path("keys.json", views_sealed.keys, name="keys"),
    path("leave/", views.leave, name="leave"),
    path("weather/", views.weather, name="weather"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("mailbox/", views_sealed.mailbox, name="mailbox"),
    path("mailbox/messages/", views_sealed.mailbox_message, name="mailbox-messages"),
    path("mailbox/read/", views_sealed.mailbox_read, name="mailbox-read"),
    path("mailbox/close/", views_sealed.mailbox_end, name="mailbox-close"),
    path("<language:lang>/", views.report, name="report"),
    path("<language:lang>/answers/", views_answers.answers, name="answers"),
    path("<language:lang>/sealed/", views_sealed.sealed_report, name="sealed"),
]
