"""Lists of the admin whose filters stand in the address, where anything may be written."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest


class CalmChangeList(ChangeList):
    """A number that no database holds is a wrong filter, as Django treats any other."""

    def get_results(self, request: HttpRequest) -> None:
        try:
            super().get_results(request)
        except OverflowError as error:
            raise IncorrectLookupParameters(error) from error


class Listed(admin.ModelAdmin):
    """Base of every admin of this project."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return CalmChangeList
