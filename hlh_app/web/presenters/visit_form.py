"""The visit form as it is drawn: each test with its previous value beside the box, never in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from hlh_app.clinical.analytes import Analyte, Group
from hlh_app.records.models import Observation
from hlh_app.records.plausibility import OK, UNUSUAL
from hlh_app.records.selectors.intervals import Usual

from . import formats
from .labs import group_label


@dataclass(frozen=True, slots=True)
class Judged:
    """What is said beside a box: nothing, a question with its tick, or a refusal."""

    prefix: str
    message: str = ""
    tick: str = ""
    ticked: bool = False
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One test. ``short``: its abbreviation, if wards use one. ``open``: what lies behind the
    unit is shown, because something stands there."""

    form: Any
    label: str
    short: str
    previous: str
    unit: str
    interval: str
    low: str
    high: str
    judged: Judged
    errors: list[str]
    open: bool
    assay_bound: bool
    assays: str

    @property
    def value(self) -> str:
        return self.form["value"].value() or ""

    @property
    def recorded(self) -> str:
        """What the record holds, to tell what saving would change."""
        return self.form.stored.get("value") or ""

    @property
    def prefix(self) -> str:
        return self.form.prefix


@dataclass(frozen=True, slots=True)
class Reading:
    """One line of the thermometer."""

    form: Any
    judged: Judged

    @property
    def errors(self) -> list[str]:
        form = self.form
        return [m for name in form.errors if name != "confirmed" for m in form.errors[name]]


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    lines: list[Line]


def previous_text(row: Observation | None) -> str:
    """1,709 µg/L, 18-Nov-2026."""
    if row is None or row.value is None:
        return ""
    figure = formats.value(row.value, row.unit, row.comparator)
    return f"{figure}, {formats.day(row.measured.day)}"


def judged(form: Any, age_days: int | None) -> Judged:
    """How the value in the box reads, in words; the tick confirms this value in this unit."""
    if not form.is_bound or "value" in form.errors:
        return Judged(form.prefix)
    opinion = form.judgement(age_days)
    if opinion is None or opinion.outcome == OK:
        return Judged(form.prefix)
    if opinion.outcome != UNUSUAL:
        return Judged(form.prefix, opinion.message, refused=True)  # judged while it is typed
    return Judged(form.prefix, opinion.message, form.confirmation, form.is_confirmed)


@dataclass(frozen=True)
class Desk:
    """What the lines are drawn with: previous results, usual units and intervals, the age."""

    previous: Mapping[str, Observation]
    usual: Mapping[str, Usual]
    assays: Mapping[str, list[str]]
    age_days: int | None = None

    def line(self, form: Any) -> Line:
        code = form.analyte.code
        usual = self.usual.get(code, Usual(""))
        unit = form["unit"].value() or ""
        remembered = usual if usual.unit == unit and not form.analyte.assay_bound else Usual(unit)
        low, high = remembered.low, remembered.high
        return Line(
            form=form,
            label=_(form.analyte.label),
            short=_abbreviation(form.analyte),
            previous=previous_text(self.previous.get(code)),
            unit=formats.unit(unit),
            interval=formats.interval(low, high),
            low="" if low is None else formats.number(low),
            high="" if high is None else formats.number(high),
            judged=judged(form, self.age_days),
            errors=_errors_at_the_box(form),
            open=_holds_more(form),
            assay_bound=form.analyte.assay_bound,
            assays=f"assays-{code}" if self.assays.get(code) else "",
        )

    def sections(self, forms: Iterable[Any]) -> list[Section]:
        """The groups in clinical order, the measures left out."""
        lines = [self.line(form) for form in forms if form.analyte.group != Group.MEASURES]
        return [
            Section(group_label(group), [x for x in lines if x.form.analyte.group == group])
            for group in Group
            if group != Group.MEASURES
        ]

    def measures(self, forms: Iterable[Any]) -> list[Line]:
        return [self.line(form) for form in forms if form.analyte.group == Group.MEASURES]


def _abbreviation(analyte: Analyte) -> str:
    """What the ward says, where the printed name is long: ALT, CRP. Empty for the others."""
    long = len(analyte.label) > 15 and analyte.short.isupper() and not analyte.assay_bound
    return _(analyte.short) if long else ""


def _errors_at_the_box(form: Any) -> list[str]:
    """Those of the value; those of the other boxes stand at their own."""
    if not form.is_bound:
        return []
    return [*form.non_field_errors(), *form.errors.get("value", [])]


_BEHIND = ("low", "high", "status", "expected_on", "missing_reason", "fasting", "lipid_infusion")


def _holds_more(form: Any) -> bool:
    """Something is entered, or wrong, behind the unit."""
    names = [n for n in (*_BEHIND, "laboratory", "assay") if n in form.fields]
    if form.is_bound and form.errors.keys() - {"value", "confirmed"}:
        return True
    if form.analyte.assay_bound:
        return bool(form["value"].value() or any(form[name].value() for name in names))
    return any(form[name].value() for name in ("status", "missing_reason", "expected_on"))


@dataclass(frozen=True, slots=True)
class VisitPage:
    """``judge_url`` ends before the name of the line. ``action``: where the form is sent, when it
    is not where it is shown; ``warning``: what must be read first."""

    title: str
    save: str
    back: str
    zone: str
    judge_url: str
    sections: list[Section]
    measures: list[Line]
    readings: list[Reading]
    laboratories: list[str]
    assays: Mapping[str, list[str]]
    error_url: str = ""
    sign_url: str = ""
    action: str = ""
    warning: str = ""


def zone_line(name: str) -> str:
    """Which clock the times are read on."""
    return _("Times on the clock of %(zone)s.") % {"zone": name.replace("_", " ")}
