"""The groups that an address asks for, found among the patients whom the user may read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from django.http import HttpRequest
from django.utils.translation import gettext as _

from hlh_app.accounts.models import READING_ROLES, Centre, User
from hlh_app.accounts.selectors import centres_where
from hlh_app.statistics.everything import TOPICS, Analysis
from hlh_app.statistics.matching import Matching, MatchingSettings, matching
from hlh_app.statistics.subjects import Group, Subjects

from ..forms.study.definition import SECOND, DefinitionForm, GroupFilter, definition_of
from . import reuse
from .criteria import Criterion, criteria
from .flow import Base, Step, base, chosen

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Asked:
    """One analysis: ``subjects`` are all patients whom the user may read, ``groups`` the one or two
    chosen among them (after matching, where the address asks for it; ``unmatched`` before).

    ``query``: what defines the groups, to be carried by every link of the pages. ``definitions``:
    each group in words. ``flow``: how each came about, after ``base`` for both. ``waiting``: how
    many patients are left out because their rows are out of date. An address that cannot be read
    chooses nobody: ``is_valid`` says so.
    """

    request: HttpRequest
    form: DefinitionForm
    filters: tuple[GroupFilter, ...]
    read: reuse.Read
    base: Base
    groups: tuple[Group, ...]
    unmatched: tuple[Group, ...]
    flow: tuple[tuple[Step, ...], ...]
    definitions: tuple[str, ...]
    matching: Matching | None = None

    @property
    def subjects(self) -> Subjects:
        return self.read.subjects

    @property
    def waiting(self) -> int:
        return len(self.read.rows.waiting)

    @cached_property
    def is_valid(self) -> bool:
        return self.form.is_valid() and all(filter_.is_valid() for filter_ in self.filters)

    @cached_property
    def query(self) -> str:
        return definition_of(self.request.GET).urlencode()

    @property
    def two(self) -> bool:
        return len(self.groups) == 2

    def answer(self, name: str, compute: Callable[[], Answer]) -> Answer:
        """What ``compute`` gives for these groups; kept under ``name`` (the topic and its settings)
        while nothing of the patients changes. The answer must hold no words: they have a language.
        """
        return self.read.answer(self.query, name, compute)

    def analysis(self, name: str) -> Analysis:
        """A topic of ``statistics.everything`` for these groups, kept likewise. Its parts must have
        been asked for."""
        topic = TOPICS[name]
        return self.answer(name, lambda: topic.analysis(self.subjects, self.groups))


def asked(request: HttpRequest, parts: Iterable[str]) -> Asked:
    """What the address asks for, with these parts of the patients loaded ("subject" always)."""
    assert isinstance(request.user, User)
    read = reuse.read(request.user, parts)
    centres = list(centres_where(request.user, *READING_ROLES))
    told = definition_of(request.GET)  # and nothing else: answers are kept by it
    form = DefinitionForm(told)
    filters = [GroupFilter(told, centres=centres)]
    if told.get("compare"):
        filters.append(GroupFilter(told, prefix=SECOND, centres=centres))
    if not (form.is_valid() and all(filter_.is_valid() for filter_ in filters)):
        return _nobody(request, form, filters, read)
    return _asked(request, form, filters, read, centres)


def _nobody(
    request: HttpRequest, form: DefinitionForm, filters: Sequence[GroupFilter], read: reuse.Read
) -> Asked:
    nobody = np.arange(0)
    names = (_("Group A"), _("Group B"))
    groups = tuple(
        Group(code, name, nobody) for code, name, _f in zip("ab", names, filters, strict=False)
    )
    return Asked(
        request=request,
        form=form,
        filters=tuple(filters),
        read=read,
        base=Base(np.zeros(read.subjects.n, dtype=bool), (), left_out=0, refused=0),
        groups=groups,
        unmatched=groups,
        flow=((),) * len(groups),
        definitions=("",) * len(groups),
    )


def _asked(
    request: HttpRequest,
    form: DefinitionForm,
    filters: Sequence[GroupFilter],
    read: reuse.Read,
    centres: Sequence[Centre],
) -> Asked:
    given, codes = form.cleaned_data, {centre.code: centre.pk for centre in centres}
    start = base(read, given["source"], given["consent"])
    sets = [criteria(filter_.cleaned_data, read.subjects, codes) for filter_ in filters]
    found = [chosen(start, each) for each in sets]
    groups = tuple(
        Group(code, name, rows)
        for code, name, (rows, _steps) in zip("ab", _names(sets), found, strict=False)
    )
    matched = _matched(request, read, groups, given) if given["matched"] else None
    return Asked(
        request=request,
        form=form,
        filters=tuple(filters),
        read=read,
        base=start,
        groups=matched.groups if matched else groups,
        unmatched=groups,
        flow=tuple(steps for _rows, steps in found),
        definitions=tuple(", ".join(criterion.words for criterion in each) for each in sets),
        matching=matched,
    )


def _matched(
    request: HttpRequest, read: reuse.Read, groups: tuple[Group, ...], given: dict[str, Any]
) -> Matching:
    """Kept while nothing changes; the groups are called as they are called now."""
    query = definition_of(request.GET).urlencode()
    settings = _settings(given)
    found = read.answer(query, "matching", lambda: matching(read.subjects, groups, settings))
    named = zip(found.groups, groups, strict=True)
    return replace(found, groups=tuple(Group(new.code, g.name, new.rows) for new, g in named))


def _settings(given: dict[str, Any]) -> MatchingSettings:
    found = MatchingSettings(ratio=int(given["ratio"] or 1), ebv=given["match_ebv"])
    caliper = given["caliper"]
    return found if caliper is None else replace(found, caliper_years=caliper)


def _names(sets: Sequence[Sequence[Criterion]]) -> tuple[str, ...]:
    """Short names: what sets the two groups apart; of one group its treatment."""
    if len(sets) == 1:
        return (sets[0][0].words,)
    a, b = ({criterion.field: criterion.words for criterion in each} for each in sets)
    for field in [*a, *b]:
        if a.get(field) != b.get(field):
            names = [each.get(field, _("All")) for each in (a, b)]
            return tuple(name[:1].upper() + name[1:] for name in names)
    return (_("Group A"), _("Group B"))
