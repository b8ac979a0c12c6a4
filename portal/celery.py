"""The Celery application: the desk worker and beat, neither of which starts when a system check fails."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, celeryd_init
from kombu.transport.redis import Channel

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.embedded")

app = Celery("vigia")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["incidents"])
# A worker hands nothing back to a broker that it lost: trying to ends the whole worker where the broker is away at that
# moment (kombu 5.7), and the database says what is owed.
Channel.do_restore = False


def _checked(**_given: Any) -> None:
    from portal.start import refuse_unsafe_start

    refuse_unsafe_start()


celeryd_init.connect(_checked, weak=False)
beat_init.connect(_checked, weak=False)
