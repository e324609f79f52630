"""What allauth may do here: accounts are given by a centre's manager, never taken."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from .demo_password import is_refused
from .models import User


class ClosedSignUpAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """A wrong password like any other, so that attempts with it are counted as well."""
        if is_refused(credentials.get("password") or ""):
            credentials["password"] = ""
        return super().authenticate(request, **credentials)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Those who keep accounts and read no patient begin where accounts are kept."""
        user = request.user
        if isinstance(user, User) and user.is_staff and not user.reads_patients:
            return reverse("admin:index")
        return super().get_login_redirect_url(request)
