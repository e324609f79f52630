"""The first page of the analyses: how the groups came about, and what is saved under a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from hlh_app.accounts.models import User
from hlh_app.accounts.selectors import centres_where
from hlh_app.exchange.study.plain_table import EMPTY, PlainCell, PlainTable, head
from hlh_app.records.models import SavedCohort
from hlh_app.records.services.saved_cohorts import WHO_SAVES, may_save
from hlh_app.statistics.cohort_size import cohort_size
from hlh_app.statistics.figures import Figure

from ...forms.study.definition import DefinitionForm, GroupFilter
from ...study.asked import Asked
from ...study.flow import Step
from ...study.links import patients_of
from .. import formats
from .cells import ShownTable, cell, shown
from .matched import MatchedView, matched


@dataclass(frozen=True, slots=True)
class Preset:
    label: str
    address: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class SavedLine:
    """``action``: where it is renamed and withdrawn; "" for who may not."""

    name: str
    centre: str
    by: str
    address: str
    action: str


@dataclass(frozen=True, slots=True)
class GroupForm:
    """One group's boxes under its heading. ``code``: "a" or "b"."""

    code: str
    heading: str
    form: GroupFilter


@dataclass(frozen=True, slots=True)
class Overview:
    """``overlap``: how many are in both groups, with their address; "" for one group.
    ``formsets``: the groups' forms, as the summary of errors takes them."""

    form: DefinitionForm
    group_forms: tuple[GroupForm, ...]
    formsets: list[list[GroupFilter]]
    presets: tuple[Preset, ...]
    flows: tuple[ShownTable, ...]
    overlap: str
    overlap_address: str
    saved: tuple[SavedLine, ...]
    saves_in: tuple[tuple[str, str], ...]
    several_centres: bool
    matched: MatchedView | None


def overview(asked: Asked, saved: Iterable[SavedCohort]) -> Overview:
    """Of what the address asks for."""
    user = asked.request.user
    assert isinstance(user, User)
    both = cohort_size(asked.subjects, asked.unmatched).both
    lines = tuple(_saved(cohort, user) for cohort in saved)
    return Overview(
        form=asked.form,
        group_forms=tuple(_group_form(asked, at) for at in range(len(asked.filters))),
        formsets=[list(asked.filters)],
        presets=_presets(),
        flows=tuple(_flow(asked, at) for at in range(len(asked.groups)) if asked.is_valid),
        overlap="" if both is None else _overlap(len(both)),
        overlap_address=_behind_both(asked) if both is not None and len(both) else "",
        saved=lines,
        saves_in=tuple((c.code, c.name) for c in centres_where(user, *WHO_SAVES)),
        several_centres=len({line.centre for line in lines}) > 1,
        matched=matched(asked) if asked.matching else None,
    )


def _group_form(asked: Asked, at: int) -> GroupForm:
    headings = [_("Group A"), _("Group B")] if len(asked.filters) > 1 else [_("Who")]
    return GroupForm("ab"[at], headings[at], asked.filters[at])


def _overlap(n: int) -> str:
    if not n:
        return _("Nobody is in both groups.")
    said = _("%(n)s in both groups: tests between the groups take them for different patients.")
    return said % {"n": formats.number(n)}


def _behind_both(asked: Asked) -> str:
    return patients_of(asked, "cohort/n/ab")


def _flow(asked: Asked, at: int) -> ShownTable:
    """Who is left after each step."""
    steps = (*asked.base.steps, *asked.flow[at])
    group = asked.unmatched[at]
    rows = [_row(step) for step in steps[:-1]]
    last = steps[-1]
    figure = Figure(f"cohort/n/{group.code}", last.left, group.rows)
    end = cell(formats.number(last.left), None if asked.matching else figure)
    rows.append((*_row(last)[:-1], end))
    table = PlainTable(
        name=f"flow-{group.code}",
        title=_("From everybody to: %(group)s") % {"group": group.name},
        caption="",
        heads=(_("Step"), _("Left out"), _("Remain")),
        rows=tuple(rows),
    )
    return shown(table, asked)


def _row(step: Step) -> tuple[PlainCell, ...]:
    note = _("%(n)s not known") % {"n": formats.number(step.unknown)} if step.unknown else ""
    removed = PlainCell(text=formats.number(step.removed), note=note) if step.removed else EMPTY
    return (head(step.words), removed, PlainCell(text=formats.number(step.left)))


def _presets() -> tuple[Preset, ...]:
    start = reverse("web:study")
    two = {"compare": "on", "b-treatment": "conventional"}
    return (
        Preset(_("Given ruxolitinib"), start),
        Preset(
            _("Ruxolitinib in a later line"),
            f"{start}?{urlencode({'line': 'later'})}",
            _("as in Wang 2020"),
        ),
        Preset(
            _("Ruxolitinib against conventional"),
            f"{start}?{urlencode(two)}",
            _("as in Chi 2020"),
        ),
        Preset(
            _("The same with matched controls"),
            f"{start}?{urlencode(two | {'matched': 'on'})}",
        ),
    )


def _saved(cohort: SavedCohort, user: User) -> SavedLine:
    may = may_save(user, cohort.centre_id)
    return SavedLine(
        name=cohort.name,
        centre=cohort.centre.code,
        by=cohort.made_by.username,
        address=f"{reverse('web:study')}?{cohort.definition}",
        action=reverse("web:study-saved", args=[cohort.pk]) if may else "",
    )
