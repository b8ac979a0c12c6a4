"""`manage.py demo_code NAME`: the six digits that a demo person's authenticator shows."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from vault import selectors


class Command(BaseCommand):
    """Prints a code."""

    help = "Print the code that a demo person's authenticator shows now, or the next one where it was used already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose code."""
        parser.add_argument("name", help="ines, rosa, bruno or tomas")

    def handle(self, *args: Any, **options: Any) -> None:
        """The newest code that sign-in will accept."""
        if not (settings.VIGIA_DEMO and settings.VIGIA_EMBEDDED and selectors.demo_desk()):
            raise CommandError("this is no demo desk")
        device = TOTPDevice.objects.filter(user__username=options["name"], confirmed=True).first()
        if device is None:
            raise CommandError("nobody of that name is at the demo desk")
        totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
        totp.time = timezone.now().timestamp()
        if device.last_t >= totp.t():
            # A code works once; the next one is accepted half a minute early.
            totp.drift = min(device.last_t + 1 - totp.t(), device.tolerance)
        self.stdout.write(f"{totp.token():06d}")
