"""Accounts in the admin.

A superuser manages every account and centre. A manager manages the users and settings of the
centres they manage, and can neither raise anybody above themselves nor reach another centre.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from . import selectors
from .admin_list import Listed
from .models import Centre, Membership, Role, User

admin.site.unregister(Group)  # roles in centres say who may do what


def manages_somewhere(user: Any) -> bool:
    return user.is_superuser or bool(selectors.centre_ids_where(user, Role.MANAGER))


class ManagersOnly(Listed):
    """Open to superusers and managers; which rows, each admin says in `manageable`."""

    def manageable(self, user: User) -> QuerySet[Any]:
        raise NotImplementedError

    def may_change(self, user: User, obj: Any) -> bool:
        return self.manageable(user).filter(pk=obj.pk).exists()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        queryset = super().get_queryset(request)
        if request.user.is_superuser:
            return queryset
        return queryset.filter(pk__in=self.manageable(request.user).values("pk"))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and manages_somewhere(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if not self.has_module_permission(request):
            return False
        return obj is None or request.user.is_superuser or self.may_change(request.user, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_module_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # accounts are made inactive, so that the trail keeps its names


class MembershipForm(ModelForm):
    """Offers a manager the centres they manage, and nobody a change of their own role."""

    acting: User  # set by the inline: who is filling in the form

    class Meta:
        model = Membership
        fields = ["centre", "role"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.acting.is_superuser:
            self.fields["centre"].queryset = selectors.centres_where(self.acting, Role.MANAGER)


class MembershipFormSet(BaseInlineFormSet):
    acting: User
    form: type[MembershipForm]

    def clean(self) -> None:
        super().clean()
        if self.acting.is_superuser:
            return
        if self.instance.pk == self.acting.pk and self.has_changed():
            raise forms.ValidationError(_("Another manager must change your own role."))
        if not self.instance.pk and not any(self._given_centres()):
            raise forms.ValidationError(_("Give the new user a role in one of your centres."))

    def _given_centres(self) -> list[Centre]:
        filled = [form.cleaned_data for form in self.forms if hasattr(form, "cleaned_data")]
        return [data["centre"] for data in filled if data.get("centre") and not data.get("DELETE")]


class MembershipInline(admin.TabularInline):
    model = Membership
    form = MembershipForm
    formset = MembershipFormSet
    extra = 0

    def get_extra(self, request: HttpRequest, obj: User | None = None, **kwargs: Any) -> int:
        return 0 if obj else 1

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        acting = {"acting": request.user}
        kwargs["form"] = type("MembershipForm", (MembershipForm,), acting)
        kwargs["formset"] = type("MembershipFormSet", (MembershipFormSet,), acting)
        return super().get_formset(request, obj, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        queryset = super().get_queryset(request)
        if request.user.is_superuser:
            return queryset
        return queryset.filter(pk__in=selectors.managed_memberships(request.user).values("pk"))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return manages_somewhere(request.user)

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


@admin.register(User)
class AccountAdmin(ManagersOnly, UserAdmin):
    """A user of several centres keeps name, password and activity from any one manager."""

    add_form = AdminUserCreationForm
    inlines = [MembershipInline]
    list_display = ["username", "full_name", "roles", "is_active", "last_login"]
    list_filter = ["is_active"]
    search_fields = ["username", "full_name", "email"]
    filter_horizontal = ()
    readonly_fields = ["last_login", "date_joined"]
    ACCOUNT = ("username", "password")
    PERSON = ("full_name", "email", "is_active")
    DATES = ("last_login", "date_joined")

    def manageable(self, user: User) -> QuerySet[User]:
        return selectors.managed_users(user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("memberships__centre")

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj is None:
            fields = ("username", "full_name", "email", "usable_password", "password1", "password2")
            return [(None, {"fields": fields})]
        person = self.PERSON + (("is_superuser",) if request.user.is_superuser else ())
        return [(None, {"fields": self.ACCOUNT + person}), (_("Dates"), {"fields": self.DATES})]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        fields = list(super().get_readonly_fields(request, obj))
        if obj and not selectors.may_administer(request.user, obj):
            fields += ["username", "password", *self.PERSON]
        return fields

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:
        user = self.get_object(request, id)
        if user and not selectors.may_administer(request.user, user):
            raise PermissionDenied
        return super().user_change_password(request, id, form_url)

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        held = [f"{held.centre.code} {held.role}" for held in user.memberships.all()]
        return ", ".join(held)


@admin.register(Centre)
class CentreAdmin(ManagersOnly):
    """Settings of a centre. Its code is on every export, so only a superuser changes it."""

    list_display = ["code", "name", "time_zone", "names_enabled", "fever_threshold"]
    search_fields = ["code", "name"]

    def manageable(self, user: User) -> QuerySet[Centre]:
        return selectors.centres_where(user, Role.MANAGER)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def get_readonly_fields(self, request: HttpRequest, obj: Centre | None = None) -> Any:
        return () if request.user.is_superuser else ("code",)
