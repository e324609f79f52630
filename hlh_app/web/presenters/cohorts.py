"""The cohorts page: every published figure that we hold, with where it was printed and its n."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from hlh_app.charts import Words, cohort_mean_figure
from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.unit_names import UNITS
from hlh_app.cohorts.model import Arm, Cohort, Comparison, ReportedCount, ReportedSummary

from . import formats
from .drawing import Drawing
from .tables import Table

RESPONSES = (
    "overall_response",
    "complete_response",
    "partial_response",
    "improvement",
    "sustained_complete_response",
    "overall_complete_response",
)


@dataclass(frozen=True, slots=True)
class ArmView:
    """One group of patients who were treated alike."""

    heading: str
    setting: str
    counts: Table
    summaries: Table


@dataclass(frozen=True, slots=True)
class CohortView:
    """One paper. ``title`` names it, ``said`` are the source's statements in words; nothing is
    drawn and ``means`` is empty where no laboratory value may be shown."""

    code: str
    name: str
    title: str
    about: tuple[str, ...]
    source: str
    read: str
    arms: tuple[ArmView, ...]
    drawings: tuple[Drawing, ...]
    means: Table
    comparisons: Table
    said: tuple[str, ...]
    missing: tuple[str, ...]
    faults: tuple[str, ...]
    unverified: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CohortsPage:
    benchmarks: Table
    cohorts: tuple[CohortView, ...]


def cohorts_page(cohorts: Iterable[Cohort]) -> CohortsPage:
    """The benchmarks side by side, then every paper with all it printed."""
    held = tuple(cohorts)
    return CohortsPage(_benchmarks(held), tuple(cohort_view(row) for row in held))


def _benchmarks(cohorts: tuple[Cohort, ...]) -> Table:
    rows = tuple(
        (f"{cohort.name}, {arm.label}", arm.setting, row.label, _share(row), row.where)
        for cohort in cohorts
        for arm in cohort.arms
        for row in arm.counts
        if row.code in RESPONSES
    )
    heads = (_("Source"), _("Who was treated"), _("Outcome"), _("Patients"), _("Printed in"))
    note = _(
        "Other patients, other lines of therapy and other definitions of response: to be read "
        "side by side, never added up. EBV-HLH did best first line (Zhang 2022) and worst in "
        "relapse (Wang 2020, Wei 2020)."
    )
    return Table(_("Response as published"), heads, rows, note)


def _share(row: ReportedCount) -> str:
    text = _("%(numerator)s of %(denominator)s (%(percent)s\u00a0%%)") % {
        "numerator": formats.number(row.numerator),
        "denominator": formats.number(row.denominator),
        "percent": formats.number(row.percent()),
    }
    return f"{text}, {_('derived')}" if row.derived else text


def cohort_view(cohort: Cohort) -> CohortView:
    return CohortView(
        code=cohort.code,
        name=cohort.name,
        title=cohort.title,
        about=_about(cohort),
        source=_source(cohort),
        read=_("What was read here: %(read)s.") % {"read": cohort.source.read},
        arms=tuple(_arm(arm) for arm in cohort.arms),
        drawings=tuple(_drawings(cohort)),
        means=_means(cohort),
        comparisons=_comparisons(cohort.comparisons),
        said=tuple(f"{row.text} ({row.where})" for row in cohort.statements),
        missing=cohort.missing,
        faults=cohort.faults,
        unverified=cohort.unverified,
        notes=cohort.notes,
    )


def _about(cohort: Cohort) -> tuple[str, ...]:
    lines = [cohort.design]
    if cohort.enrolled:
        lines.append(_("Enrolled %(period)s.") % {"period": cohort.enrolled})
    if cohort.followed:
        lines.append(_("Followed %(period)s.") % {"period": cohort.followed})
    return tuple(lines)


def _source(cohort: Cohort) -> str:
    parts = [cohort.source.citation]
    if cohort.source.doi:
        checked = "" if cohort.source.doi_checked else f" ({_('unverified')})"
        parts.append(f"doi {cohort.source.doi}{checked}")
    if cohort.source.version_of_record:
        parts.append(_("version of record: %(text)s") % {"text": cohort.source.version_of_record})
    return "; ".join(parts)


def _arm(arm: Arm) -> ArmView:
    counts = tuple((row.label, _share(row), row.note or "", row.where) for row in arm.counts)
    summaries = tuple(
        (row.label, _estimate(row), _n(row.n), row.note or "", row.where) for row in arm.summaries
    )
    printed = _("Printed in")
    return ArmView(
        heading=f"{arm.label}, n = {arm.n}",
        setting=arm.setting,
        counts=Table(
            _("Counts, %(arm)s") % {"arm": arm.label},
            (_("What"), _("Patients"), _("Note"), printed),
            counts,
        ),
        summaries=Table(
            _("Medians and estimates, %(arm)s") % {"arm": arm.label},
            (_("What"), _("Value"), "n", _("Note"), printed),
            summaries,
        ),
    )


def _n(count: int | None) -> str:
    return formats.number(count) if count is not None else _("not stated")


def _estimate(row: ReportedSummary) -> str:
    text = f"{row.statistic} {formats.number(row.value)} {row.unit}"
    if row.low is None or row.high is None:
        return text
    return f"{text} ({row.spread} {formats.number(row.low)}–{formats.number(row.high)})"


def _drawings(cohort: Cohort) -> Iterator[Drawing]:
    words = Words.translated(_, UNITS)
    for code in cohort.analytes():
        title = _("%(name)s: %(test)s") % {"name": cohort.name, "test": _analyte(code)}
        figure = cohort_mean_figure(cohort, code, words)
        yield Drawing(f"figure-{cohort.code}-{code}", title, figure)


def _means(cohort: Cohort) -> Table:
    """One row an analyte and time, one column an arm: mean ± SD and the lognormal band."""
    rows = []
    for code in cohort.analytes():
        for first in next(arm for arm in cohort.arms if arm.means_of(code)).means_of(code):
            cells = [_mean_cells(arm, code, first.day) for arm in cohort.arms]
            rows.append((_analyte(code, first.unit), first.time, *sum(cells, ()), first.where))
    heads = [_("Test"), _("Time")]
    for arm in cohort.arms:
        heads += [f"{arm.label}, n = {arm.n}", _("Band of %(arm)s") % {"arm": arm.label}]
    note = _(
        "Mean ± standard deviation. Band: the central 68 % of the lognormal distribution with "
        "that mean and standard deviation, because mean − SD would fall below zero. How many "
        "patients stand behind a cell is not stated."
    )
    caption = _("%(name)s: laboratory values") % {"name": cohort.name}
    return Table(caption, (*heads, _("Printed in")), tuple(rows), note)


def _mean_cells(arm: Arm, code: str, day: int) -> tuple[str, str]:
    row = next((mean for mean in arm.means_of(code) if mean.day == day), None)
    if row is None:
        return _("not printed"), ""
    low, high = row.band
    band = f"{_three_figures(low)}–{_three_figures(high)}"
    return f"{formats.number(row.mean)} ± {formats.number(row.sd)}", band


def _three_figures(figure: Decimal) -> str:
    """Three significant figures: the band is derived and claims no more."""
    return formats.number(figure, max(0, 2 - figure.adjusted()))


def _analyte(code: str, unit: str = "") -> str:
    analyte = ANALYTES.get(code)
    label = _(analyte.label) if analyte else code.replace("_", " ")
    return f"{label}, {formats.unit(unit)}" if unit else label


def _comparisons(comparisons: tuple[Comparison, ...]) -> Table:
    rows = tuple(
        (
            _analyte(row.subject),
            row.contrast,
            row.time,
            _statistic(row),
            f"P {row.p_text}",
            row.test or _("test not named"),
            _n(row.n),
            row.where,
        )
        for row in comparisons
    )
    named = (_("What"), _("Compared"), _("When"), _("Statistic"))
    heads = (*named, "P", _("Test"), "n", _("Printed in"))
    return Table(_("Tests as printed"), heads, rows)


def _statistic(row: Comparison) -> str:
    if row.statistic is None or row.statistic_value is None:
        return _("not printed")
    return f"{row.statistic} {formats.number(row.statistic_value)}"
