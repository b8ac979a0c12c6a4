"""The few forms of signing in. Their fields say to browsers and password managers what they are for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def _attributes(autocomplete: str, **more: str) -> dict[str, Any]:
    return {
        "class": "input",
        "autocomplete": autocomplete,
        "autocapitalize": "none",
        "autocorrect": "off",
        "spellcheck": "false",
        **more,
    }


def _password(label: Any, autocomplete: str, help_text: Any = "") -> forms.CharField:
    # 1,024 characters are more than anybody types, and bound the work of hashing.
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=1024,
        strip=False,
        widget=forms.PasswordInput(attrs=_attributes(autocomplete)),
    )


class SignInForm(forms.Form):
    """Name and password."""

    username = forms.CharField(
        label=_("Username"), max_length=64, widget=forms.TextInput(attrs=_attributes("username"))
    )
    password = _password(_("Password"), "current-password")


class CodeForm(forms.Form):
    """Six digits from an authenticator."""

    code = forms.CharField(
        label=_("Code from your authenticator"),
        help_text=_("Six digits. A new code comes every 30 seconds, and each code works once."),
        max_length=16,
        widget=forms.TextInput(attrs=_attributes("one-time-code", inputmode="numeric")),
    )


class RecoveryForm(forms.Form):
    """One of the ten recovery codes."""

    code = forms.CharField(
        label=_("Recovery code"),
        help_text=_("Sixteen letters and digits, as in XXXX-XXXX-XXXX-XXXX. Each code works once."),
        max_length=40,
        widget=forms.TextInput(attrs=_attributes("off")),
    )


class NewPasswordForm(forms.Form):
    """A new password, typed twice."""

    new = _password(_("New password"), "new-password", _("At least 12 characters. Several words together are best."))
    again = _password(_("The same password again"), "new-password")

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("new") and cleaned.get("again") and cleaned["new"] != cleaned["again"]:
            self.add_error("again", _("The two passwords are not the same."))
        return cleaned


class WelcomeForm(NewPasswordForm):
    """An invited person's first password; their username stands beside it for password managers."""


class PasswordForm(NewPasswordForm):
    """The current password, and a new one."""

    field_order = ["current", "new", "again"]
    current = _password(_("Current password"), "current-password")
