"""WSGI entry of the web part, which does not start when a system check fails."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.embedded")
os.environ.setdefault("VIGIA_ROLE", "web")
application = get_wsgi_application()

# Checks read the application registry, which the line above fills.
from portal.start import refuse_unsafe_start  # noqa: E402

refuse_unsafe_start()
