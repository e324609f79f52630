"""The page of temperature and glucocorticoid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hlh_app.charts.study.afebrile_curve import AfebrileCurve, afebrile_figure
from hlh_app.charts.study.day_lines import MOST, DayWords, GroupLine, PatientLine
from hlh_app.charts.study.fever_by_day import peaks_figure
from hlh_app.charts.study.glucocorticoid_by_day import glucocorticoid_figure
from hlh_app.statistics.fever_by_day import DAYS, FeverByDay, Peaks
from hlh_app.statistics.fever_clock import CALENDAR_DAYS, HOURS, Curve
from hlh_app.statistics.glucocorticoid_by_day import DAYS as DOSE_DAYS
from hlh_app.statistics.glucocorticoid_by_day import GlucocorticoidByDay, GroupDoses

from ...study.asked import Asked
from ..drawing import Drawing
from .cells import ShownTable, number, shown
from .drawings import LineRow, counted_each, line_rows, named, patient_lines, which_lines
from .fever_peaks import peaks_table
from .fever_published import printed_times
from .fever_tables import curve_table, left_table
from .glucocorticoid_tables import WEEKLY, design_table, doses_table, totals_table
from .switches import Choice, choices, chosen

WEEKS, EVERY_DAY = "weeks", "days"
DOSES = {WEEKS: WEEKLY, EVERY_DAY: DOSE_DAYS}
CHOICES = {
    "clock": ((HOURS, gettext_lazy("by hours")), (CALENDAR_DAYS, gettext_lazy("by calendar days"))),
    "doses": ((WEEKS, gettext_lazy("week by week")), (EVERY_DAY, gettext_lazy("day by day"))),
}
"""Name in the address → (code, label), the first without a word."""


@dataclass(frozen=True, slots=True)
class FeverPage:
    """``clocks``: by hours or by calendar days. ``which``: whose faint lines are drawn.
    ``dose_days``: the table of doses by week or for every day."""

    left: ShownTable
    clocks: tuple[Choice, ...]
    curve: Drawing
    curve_table: ShownTable
    peaks: Drawing
    peaks_table: ShownTable
    which: str
    lines: tuple[LineRow, ...]
    doses: Drawing
    dose_days: tuple[Choice, ...]
    doses_table: ShownTable
    totals: ShownTable
    design: ShownTable


def fever_page(asked: Asked, fever: FeverByDay, given: GlucocorticoidByDay) -> FeverPage:
    """By hours and by week unless the address asks for calendar days, for every day."""
    clocks, dose_days = _words("clock"), _words("doses")
    unit, doses = chosen(asked, "clock", tuple(clocks)), chosen(asked, "doses", tuple(dose_days))
    patients = _patients(asked, fever)
    curves: list[Curve] = [getattr(group, unit) for group in fever.clock.groups]
    return FeverPage(
        left=shown(left_table(fever.clock), asked),
        clocks=choices(asked, "clock", clocks, unit, "left"),
        curve=_curve_drawing(curves, unit),
        curve_table=shown(curve_table(fever.clock, unit), asked),
        peaks=_peaks_drawing(fever, patients),
        peaks_table=shown(peaks_table(fever), asked),
        which=which_lines(asked.groups, MOST // len(asked.groups)),
        lines=line_rows(patients, 1),
        doses=_doses_drawing(given),
        dose_days=choices(asked, "doses", dose_days, doses, "glucocorticoid"),
        doses_table=shown(doses_table(given, DOSES[doses]), asked),
        totals=shown(totals_table(given), asked),
        design=shown(design_table(given), asked),
    )


def _words(name: str) -> dict[str, str]:
    return {code: str(label) for code, label in CHOICES[name]}


def _curve_drawing(curves: Sequence[Curve], unit: str) -> Drawing:
    hours = unit == HOURS
    title = _("Afebrile, of those febrile before")
    words = DayWords(
        title=title,
        subtitle=_("one minus Kaplan–Meier; our patients"),
        about=counted_each([len(curve.who) for curve in curves]),
        days=_("days since the first dose") if hours else _("calendar days since day 0"),
        nobody=_("Nobody known to have been febrile before the first dose."),
        more={"share": _("afebrile, %"), "censored": _("not seen to become afebrile, censored")},
    )
    lines = [_afebrile(curve, 24 if hours else 1) for curve in curves]
    return Drawing("figure-afebrile", title, afebrile_figure(lines, printed_times(), words))


def _afebrile(curve: Curve, a_day: int) -> AfebrileCurve:
    fit = curve.fit
    days = [float(time) / a_day for time in fit.times]
    shares = [1 - float(left) for left in fit.survival]
    texts = [
        _("%(group)s, day %(day)s: %(share)s %% afebrile")
        % {"group": curve.group.name, "day": number(day), "share": number(100 * share)}
        for day, share in zip(days, shares, strict=True)
    ]
    censored = sorted({float(time) / a_day for time in curve.time[~curve.event]})
    name = named(curve.group, len(curve.who))
    return AfebrileCurve(curve.group.code, name, days, shares, censored, texts)


def _patients(asked: Asked, fever: FeverByDay) -> list[PatientLine]:
    most = MOST // len(fever.peaks)
    return [
        line
        for group in fever.peaks
        for line in patient_lines(asked.subjects, group.group, DAYS, group.values, most)
    ]


def _peaks_drawing(fever: FeverByDay, patients: Sequence[PatientLine]) -> Drawing:
    title = _("Highest temperature of each day")
    words = DayWords(
        title=title,
        subtitle=_("group mean over single patients; our patients"),
        about=counted_each([group.group.n for group in fever.peaks]),
        days=_("calendar days since the first dose"),
        nobody=_("No temperature on record."),
        more={"unit": _("°C"), "febrile": _("38.0 °C")},
    )
    figure = peaks_figure([_peak_line(group) for group in fever.peaks], patients, words)
    return Drawing("figure-peaks", title, figure)


def _peak_line(group: Peaks) -> GroupLine:
    held = [(day, found) for day, found in zip(DAYS, group.days, strict=True) if found.n]
    texts = [
        _("%(group)s, day %(day)s: mean %(mean)s, SD %(sd)s, n = %(n)s")
        % {
            "group": group.group.name,
            "day": number(day, 0),
            "mean": number(found.mean),
            "sd": number(found.sd),
            "n": found.n,
        }
        for day, found in held
    ]
    values = [round(found.mean or 0.0, 2) for _day, found in held]
    return GroupLine(group.group.code, named(group.group), [day for day, _ in held], values, texts)


def _doses_drawing(given: GlucocorticoidByDay) -> Drawing:
    title = _("Glucocorticoid by day")
    words = DayWords(
        title=title,
        subtitle=_("methylprednisolone equivalent; our patients"),
        about=counted_each([group.group.n for group in given.groups]),
        days=_("calendar days since the first dose"),
        nobody=_("Nobody to be shown."),
        more={"unit": _("mg a day")},
    )
    means = [_dose_line(group, "mean", _("%(group)s, mean")) for group in given.groups]
    medians = [_dose_line(group, "median", _("%(group)s, median")) for group in given.groups]
    return Drawing("figure-glucocorticoid", title, glucocorticoid_figure(means, medians, words))


def _dose_line(group: GroupDoses, name: str, label: str) -> GroupLine:
    held = [day for day in group.days if day.dose.n]
    named_ = label % {"group": group.group.name}
    values = [round(float(getattr(day.dose, name)), 2) for day in held]
    texts = [
        _("%(line)s, day %(day)s: %(value)s mg, n = %(n)s")
        % {"line": named_, "day": number(day.day, 0), "value": number(value), "n": day.dose.n}
        for day, value in zip(held, values, strict=True)
    ]
    return GroupLine(group.group.code, named_, [day.day for day in held], values, texts)
