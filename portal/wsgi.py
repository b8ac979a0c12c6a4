"""WSGI entry of the web part."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.embedded")
os.environ.setdefault("VIGIA_ROLE", "web")
application = get_wsgi_application()
