"""Allauth's forms in this house's words, without links that lead nowhere here."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from django.utils.translation import gettext_lazy as _

ENTER_PASSWORD = _("Enter your password.")


class Plain:
    """No placeholder that repeats the label, no reset by mail."""

    required_messages: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            if name in self.required_messages:
                field.error_messages["required"] = self.required_messages[name]
                field.help_text = ""


class SignInForm(Plain, LoginForm):
    required_messages = {"login": _("Enter your username."), "password": ENTER_PASSWORD}


class NewPasswordForm(Plain, ChangePasswordForm):
    required_messages = {"oldpassword": _("Enter your present password.")}


class ConfirmForm(Plain, ReauthenticateForm):
    required_messages = {"password": ENTER_PASSWORD}
