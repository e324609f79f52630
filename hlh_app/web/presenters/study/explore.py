"""The page to explore: one test in one or two groups over time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from hlh_app.charts import Overlay, Words, faults, overlay_caption, overlay_label, overlays_of
from hlh_app.charts.series import Panel
from hlh_app.charts.study.day_lines import MOST, DayWords, GroupLine, PatientLine, drawn
from hlh_app.charts.study.trajectories import Quartiles, TrajectoryLines, trajectory_figure
from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.unit_names import UNITS
from hlh_app.cohorts import Cohort
from hlh_app.statistics.subjects import Subjects
from hlh_app.statistics.trajectories import (
    TEMPERATURE,
    GroupTrajectory,
    SpanFigures,
    Trajectories,
)

from ...forms.study.definition import definition_of
from ...forms.study.explore import ExploreForm
from ...study.asked import Asked
from .. import formats
from ..drawing import Drawing
from ..trajectories import OverlayChoice, OverlayNote
from .cells import ShownTable, number, shown
from .drawings import LineRow, address, counted_each, line_rows, named, which_lines
from .explore_tables import spans_table

FEW = 10
Hidden = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ExplorePage:
    """``hidden``: what defines the groups, carried along by the form."""

    form: ExploreForm
    hidden: Hidden
    drawing: Drawing
    overlays: tuple[OverlayChoice, ...]
    notes: tuple[OverlayNote, ...]
    captions: tuple[str, ...]
    spans: ShownTable
    lines: tuple[LineRow, ...]


def explore_page(
    asked: Asked, form: ExploreForm, found: Trajectories, cohorts: Sequence[Cohort]
) -> ExplorePage:
    """``cohorts``: published and loaded ones that may be drawn beside the groups."""
    words = Words.translated(_, UNITS)
    entry, definition = ANALYTES[found.test], definition_of(asked.request.GET)
    panel = Panel(found.test, _(entry.label), entry.unit, entry.log_axis and form.log, ())
    by_cohort = [
        [row for row in overlays_of(one) if row.arm.means_of(found.test)] for one in cohorts
    ]
    overlays = [row for rows in by_cohort for row in rows]
    lines = _lines(asked.subjects, found)
    figure = trajectory_figure(lines, panel, overlays, _days(found), _words(found, panel), words)
    title = _("%(test)s in groups") % {"test": panel.label}
    hidden = [(key, value) for key, values in definition.lists() for value in values]
    return ExplorePage(
        form=form,
        hidden=tuple(hidden),
        drawing=Drawing("figure-explore", title, figure),
        overlays=tuple(choice for rows in by_cohort for choice in _choices(rows, words)),
        notes=tuple(_note(rows, words) for rows in by_cohort if rows),
        captions=tuple(_captions(asked, found, panel, lines)),
        spans=shown(spans_table(found), asked),
        lines=line_rows(lines.patients, entry.decimals),
    )


def _days(found: Trajectories) -> tuple[float, float]:
    first, last = found.spans[0].first, found.spans[-1].last
    margin = (last - first) * 0.02
    return first - margin, last + margin


def _words(found: Trajectories, panel: Panel) -> DayWords:
    counts = [group.group.n - len(group.without) for group in found.groups]
    return DayWords(
        title=panel.label,
        subtitle=_("median and quartiles over single patients; our patients"),
        about=counted_each(counts),
        days=_("days since the first dose"),
        nobody=_("No result in this time."),
    )


def _lines(subjects: Subjects, found: Trajectories) -> TrajectoryLines:
    return TrajectoryLines(
        [_median_line(group, _many(group)) for group in found.groups],
        [_median_line(group, _few(group)) for group in found.groups],
        [_quartiles(group) for group in found.groups],
        [line for group in found.groups for line in _patients(subjects, found, group)],
    )


def _many(group: GroupTrajectory) -> list[SpanFigures]:
    """Spans that the line joins: of one in ten or more of the patients with a result."""
    least = (group.group.n - len(group.without)) / FEW
    return [part for part in group.spans if part.found.n and part.found.n >= least]


def _few(group: GroupTrajectory) -> list[SpanFigures]:
    joined = _many(group)
    return [part for part in group.spans if part.found.n and part not in joined]


def _median_line(group: GroupTrajectory, held: Sequence[SpanFigures]) -> GroupLine:
    digits = ANALYTES[group.test].decimals
    texts = [
        _("%(group)s, days %(first)s to %(last)s: median %(median)s (%(q1)s–%(q3)s), n = %(n)s")
        % {
            "group": group.group.name,
            "first": number(part.span.first, 0),
            "last": number(part.span.last, 0),
            "median": number(part.found.median, digits),
            "q1": number(part.found.q1, digits),
            "q3": number(part.found.q3, digits),
            "n": part.found.n,
        }
        for part in held
    ]
    days = [part.span.middle for part in held]
    values = [part.found.median for part in held]
    name = named(group.group, group.group.n - len(group.without))
    return GroupLine(group.group.code, name, days, values, texts)


def _quartiles(group: GroupTrajectory) -> Quartiles:
    held = _many(group)
    return Quartiles(
        group.group.code,
        [part.span.middle for part in held],
        [part.found.q1 for part in held],
        [part.found.q3 for part in held],
    )


def _patients(
    subjects: Subjects, found: Trajectories, group: GroupTrajectory
) -> Iterator[PatientLine]:
    """Results of the time shown, of the patients who have any."""
    first, last = found.spans[0].first, found.spans[-1].last
    having = np.setdiff1d(group.group.rows, group.without)
    for row in map(int, drawn(having, MOST // len(found.groups))):
        days, values = found.points.of(row)
        inside = (days >= first) & (days <= last)
        yield PatientLine(
            group.group.code,
            subjects.codes[row],
            address(subjects, row),
            days[inside].astype(int).tolist(),
            values[inside].tolist(),
        )


def _choices(overlays: Sequence[Overlay], words: Words) -> Iterator[OverlayChoice]:
    """Two cohorts are never drawn at once: their groups would look alike."""
    for row in overlays:
        yield OverlayChoice(row.code, overlay_label(row, words).replace("\n", " "))
    if len(overlays) > 1:
        paper = overlays[0].cohort
        label = _("%(paper)s, all its groups, not a target") % {"paper": paper.name}
        yield OverlayChoice(paper.code, label)


def _note(overlays: Sequence[Overlay], words: Words) -> OverlayNote:
    paper = overlays[0].cohort
    return OverlayNote(paper.code, overlay_caption(overlays, words), faults(paper))


def _captions(
    asked: Asked, found: Trajectories, panel: Panel, lines: TrajectoryLines
) -> Iterator[str]:
    unit = formats.unit(panel.unit)
    scale = _("on a log scale") if panel.log else _("on a linear scale")
    yield _("%(test)s in %(unit)s, %(scale)s. Dotted: quartiles.") % {
        "test": panel.label,
        "unit": unit,
        "scale": scale,
    }
    yield which_lines(asked.groups, MOST // len(asked.groups))
    if any(line.days for line in lines.few):
        yield _(
            "Open symbols, not joined: fewer than one in ten of the group's patients with a result "
            "(our definition)."
        )
    if panel.log and any(value <= 0 for value in lines.values()):
        yield _("Zero is drawn at the foot of the log scale.")
    if found.test == TEMPERATURE:
        yield _("Temperature: the highest reading of each day, known from day −3 to day 28.")
