"""Cohorts of other centres on the page of published cohorts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from hlh_app.accounts.models import User
from hlh_app.accounts.selectors import role_in
from hlh_app.records.services.loaded_cohorts import LOADING_ROLES, may_load

from ...forms.study.taking_out import CohortFileForm
from ...study.loaded import Loaded
from ..cohorts import CohortView, cohort_view


@dataclass(frozen=True, slots=True)
class LoadedView:
    """``said``: who loaded it and when."""

    pk: int
    view: CohortView
    said: str
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class LoadedPage:
    """``form``: None for who may not load."""

    cohorts: tuple[LoadedView, ...]
    form: CohortFileForm | None


def loaded_page(
    found: Iterable[Loaded], user: User, form: CohortFileForm | None = None
) -> LoadedPage:
    views = tuple(_view(row, user) for row in found)
    return LoadedPage(views, (form or CohortFileForm()) if may_load(user) else None)


def _view(row: Loaded, user: User) -> LoadedView:
    said = _("Loaded by %(user)s on %(day)s. Aggregates of another centre: not a target.") % {
        "user": row.by,
        "day": date_format(localtime(row.at), "d-M-Y"),
    }
    may = role_in(user, row.centre) in LOADING_ROLES
    return LoadedView(row.pk, cohort_view(row.cohort), said, may)
