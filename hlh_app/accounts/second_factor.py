"""Second factors in the admin: a superuser removes one that was lost and reads none.

Allauth's own pages there show and change the secret itself, with which anybody could sign in.
"""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.http import HttpRequest

from .admin_list import Listed


class SecondFactorAdmin(Listed):
    list_display = ["user", "type", "created_at", "last_used_at"]
    list_select_related = ["user"]
    fields = list_display
    search_fields = ["user__username"]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_superuser

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    has_delete_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def take_the_place_of_allauths(site: admin.AdminSite) -> None:
    """Call once all admins are registered. Mail addresses are kept with the user."""
    for model in (EmailAddress, Authenticator):
        if site.is_registered(model):
            site.unregister(model)
    site.register(Authenticator, SecondFactorAdmin)
