"""The groups that an address asks for, found among the patients whom the user may read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from django.http import HttpRequest
from django.utils.translation import gettext as _

from hlh_app.accounts.models import User
from hlh_app.records.selectors import study
from hlh_app.statistics.figures import Flags
from hlh_app.statistics.subjects import Group, Subjects

from ..forms.study.definition import DefinitionForm, GroupFilter


@dataclass(frozen=True)
class Asked:
    """One analysis: ``subjects`` are all patients whom the user may read, ``groups`` the one or two
    chosen among them. ``query``: the address's query, to be carried by every link of the pages.
    ``waiting``: how many patients are left out because their rows are out of date."""

    request: HttpRequest
    form: DefinitionForm
    filters: tuple[GroupFilter, ...]
    subjects: Subjects
    groups: tuple[Group, ...]
    waiting: int

    @cached_property
    def query(self) -> str:
        return self.request.GET.urlencode()


def asked(request: HttpRequest, parts: Iterable[str]) -> Asked:
    """What the address asks for, with these parts of the patients loaded ("subject" always)."""
    assert isinstance(request.user, User)
    rows = study.rows_for(request.user, {"subject", *parts})
    who = zip(*rows.who, strict=True) if rows.who else ([], [], [], [])
    subjects = Subjects(*(list(column) for column in who), rows.parts)
    form = DefinitionForm(request.GET)
    two = form.is_valid() and form.cleaned_data["compare"]
    filters = [GroupFilter(request.GET)]
    if two:
        filters.append(GroupFilter(request.GET, prefix="b"))
    names = [_("Group A"), _("Group B")] if two else [_("All chosen")]
    groups = tuple(
        Group(code, name, np.flatnonzero(_chosen(filter_, subjects)))
        for code, name, filter_ in zip("ab", names, filters, strict=False)
    )
    return Asked(request, form, tuple(filters), subjects, groups, len(rows.waiting))


def _chosen(filter_: GroupFilter, subjects: Subjects) -> Flags:
    if not filter_.is_valid():
        return np.zeros(subjects.n, dtype=bool)
    treatment = filter_.cleaned_data["treatment"] or "ruxolitinib"
    if treatment == "any":
        return np.ones(subjects.n, dtype=bool)
    return subjects.where("subject", "treatment", treatment)
