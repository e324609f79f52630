"""What a row must be before it is kept, in words that say what to enter."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from hlh_app.clinical.case import DOSE_UNITS, EVENTS, FINDINGS, HEMOPHAGOCYTOSIS_SITES, Moment
from hlh_app.records.models import (
    AdverseEvent,
    Consent,
    Event,
    Exposure,
    Finding,
    Observation,
    Patient,
    TherapyLine,
    Visit,
)
from hlh_app.records.models.base import ClinicalRow, moment_columns
from hlh_app.records.models.choices import Trigger
from hlh_app.records.services.errors import Errors

EARLIEST = date(1880, 1, 1)
MOST_DIGITS = 15
# Looked up in the database one by one by full_clean, though the service itself has set them.
_LINKS = ("patient", "visit", "recorded_by", "centre")


@dataclass
class Check:
    """The row, its patient, and what is wrong so far."""

    row: ClinicalRow
    patient: Patient
    now: datetime = field(default_factory=lambda: timezone.now())
    errors: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def unless(self, holds: bool, name: str, message: str) -> None:
        if not holds:
            self.errors[name].append(message)

    @property
    def today(self) -> date:
        """By the clock of the patient's centre."""
        return self.patient.centre.day_of(self.now)


def problems(row: ClinicalRow, patient: Patient) -> Errors:
    """Field name → messages; empty when the row may be kept. Moments by their name."""
    check = Check(row, patient)
    try:
        row.clean_fields(exclude={*_LINKS, *moment_columns(type(row))})
    except ValidationError as refused:
        for name, messages in refused.message_dict.items():
            check.errors[name].extend(messages)
    for column in row._meta.concrete_fields:
        value = getattr(row, column.attname)
        if isinstance(value, str) and "\0" in value:
            check.errors[column.name].append(_("This text holds a character that cannot be kept."))
        if isinstance(value, Decimal) and not is_kept_exactly(value):
            check.errors[column.name].append(_("Enter at most 15 digits."))
    _RULES[type(row)](check)
    return dict(check.errors)


def is_kept_exactly(value: Decimal) -> bool:
    """Whether both databases keep every digit: SQLite holds a number in eight bytes."""
    return not value.is_finite() or len(value.normalize().as_tuple().digits) <= MOST_DIGITS


def _on_a_day(check: Check, name: str, day: date | None, *, may_be_future: bool = False) -> None:
    if day is None:
        return
    check.unless(day >= EARLIEST, name, _("Enter a year after 1880, with four digits."))
    if not may_be_future:
        check.unless(day <= check.today, name, _("This day is in the future."))
    born = check.patient.birth_date
    if born and born > day >= EARLIEST:
        check.errors[name].append(
            _("This is before the birth of the patient on %(born)s.") % {"born": born.isoformat()}
        )


def _at_a_moment(check: Check, name: str, moment: Moment | None) -> None:
    if moment is None:
        check.errors[name].append(_("Enter a date, or a date and time."))
        return
    if not moment.is_date and moment.at > check.now:
        check.errors[name].append(_("This moment is in the future."))
        return
    _on_a_day(check, name, moment.day)


def _ends_after_start(check: Check, name: str, start: date | None, stop: date | None) -> None:
    in_order = start is None or stop is None or stop >= start
    check.unless(in_order, name, _("This is before the start."))


def _patient(check: Check) -> None:
    patient = check.patient
    _who(check, patient)
    check.unless(
        bool(patient.birth_date) or (patient.age_years is not None and bool(patient.age_on)),
        "birth_date",
        _("Enter the date of birth or, where it is not known, the age and the day it was true."),
    )
    check.unless(
        patient.birth_date is None or (patient.age_years is None and patient.age_on is None),
        "age_years",
        _("Enter the date of birth or the age, not both."),
    )
    for name in ("birth_date", "age_on"):
        _on_a_day(check, name, getattr(patient, name))
    if patient.age_years is not None:
        check.unless(patient.age_years <= 120, "age_years", _("Enter an age up to 120 years."))
    _born_before_the_record(check, patient)
    check.unless(
        not patient.trigger_agent or patient.trigger == Trigger.INFECTION,
        "trigger_agent",
        _("Give an agent only with the trigger infection."),
    )


def _who(check: Check, patient: Patient) -> None:
    patient.code = patient.code.strip()
    check.unless(bool(patient.code) or "code" in check.errors, "code", _("Enter a study code."))
    if "code" not in check.errors:
        same = Patient.objects.filter(centre=patient.centre, code=patient.code)
        taken = same.exclude(pk=patient.pk).exists()
        check.unless(not taken, "code", _("This code is in use at this centre."))
    check.unless(
        not patient.name or patient.centre.names_enabled,
        "name",
        _("This centre records no names. Use the study code."),
    )


def _born_before_the_record(check: Check, patient: Patient) -> None:
    if patient.pk is None or patient.birth_date is None:
        return
    results = Observation.objects.filter(patient=patient, entered_in_error=False)
    first = results.aggregate(first=Min("measured_day"))["first"]
    check.unless(
        first is None or patient.birth_date <= first,
        "birth_date",
        _("There are results from before this day."),
    )


def _visit(check: Check) -> None:
    _at_a_moment(check, "visited", check.row.visited)


def _finding(check: Check) -> None:
    row = check.row
    known = FINDINGS.get(row.finding)
    check.unless(known is not None, "finding", _("This finding is not known."))
    check.unless(
        known is None or row.status in known,
        "status",
        _("Choose one of: %(words)s.") % {"words": ", ".join(known or ())},
    )
    sited = row.finding == "hemophagocytosis"
    check.unless(
        not row.site or (sited and row.site in HEMOPHAGOCYTOSIS_SITES),
        "site",
        _("A site belongs to hemophagocytosis only."),
    )
    _on_a_day(check, "on", row.on)
    _expected(check, row.expected_on, row.on, pending=row.status == "pending")


def _expected(check: Check, expected: date | None, since: date | None, *, pending: bool) -> None:
    if expected is None:
        return
    check.unless(pending, "expected_on", _("Only a pending result has an expected date."))
    check.unless(
        since is None or expected >= since, "expected_on", _("This is before it was taken.")
    )


def _exposure(check: Check) -> None:
    row = check.row
    _at_a_moment(check, "started", row.started)
    _on_a_day(check, "stopped_on", row.stopped_on)
    _ends_after_start(check, "stopped_on", row.started.day if row.started else None, row.stopped_on)
    check.unless(row.dose is None or row.dose > 0, "dose", _("Enter a dose above 0."))
    check.unless(bool(row.unit) or row.dose is None, "unit", _("Choose the unit of the dose."))
    check.unless(
        not row.unit or row.unit in DOSE_UNITS,
        "unit",
        _("Choose one of: %(words)s.") % {"words": ", ".join(DOSE_UNITS)},
    )
    check.unless(row.dose is not None or not row.unit, "dose", _("Enter the dose for this unit."))
    often = row.times_per_day
    check.unless(
        often is None or 0 < often <= 24,
        "times_per_day",
        _("Enter how many times a day, above 0 and up to 24."),
    )

    check.unless(
        not row.stop_reason or row.stopped_on is not None,
        "stop_reason",
        _("Enter the last day on which it was given, or leave this empty."),
    )


def _adverse_event(check: Check) -> None:
    row = check.row
    _on_a_day(check, "on", row.on)
    _on_a_day(check, "resolved_on", row.resolved_on)
    _ends_after_start(check, "resolved_on", row.on, row.resolved_on)
    check.unless(
        row.category != "other" or bool(row.term), "term", _("Enter what was seen, as a term.")
    )
    if row.status == "absent":
        _says_no_more(check)
    check.unless(
        row.grade is None or bool(row.ctcae), "ctcae", _("Choose the version of this grade.")
    )
    check.unless(
        not row.ctcae or row.grade is not None or "grade" in check.errors,
        "grade",
        _("Enter the grade, or choose “not graded”."),
    )


def _says_no_more(check: Check) -> None:
    """What was looked for and is absent has no grade, no end and no cause."""
    for name in ("term", "grade", "ctcae", "resolved_on", "relation", "action"):
        empty = getattr(check.row, name) in ("", None)
        check.unless(empty, name, _("Leave this empty: it is recorded as absent."))


def _event(check: Check) -> None:
    row = check.row
    check.unless(row.event in EVENTS, "event", _("This event is not known."))
    _on_a_day(check, "on", row.on, may_be_future=row.event == "transplant_planned")
    if row.event == "death":
        other = Event.objects.filter(patient=check.patient, event="death", entered_in_error=False)
        check.unless(
            not other.exclude(pk=row.pk).exists(),
            "event",
            _("A death is recorded already. Correct that entry instead."),
        )


def _therapy_line(check: Check) -> None:
    row = check.row
    _on_a_day(check, "started_on", row.started_on)
    _on_a_day(check, "stopped_on", row.stopped_on)
    _ends_after_start(check, "stopped_on", row.started_on, row.stopped_on)
    in_range = row.line is not None and 1 <= row.line <= 99
    check.unless(in_range, "line", _("Enter a line from 1 to 99."))


def _consent(check: Check) -> None:
    _on_a_day(check, "on", check.row.on)


def _observation(check: Check) -> None:
    row = check.row
    _at_a_moment(check, "measured", row.measured)
    if row.reported:
        _at_a_moment(check, "reported", row.reported)
        check.unless(
            row.measured is None or row.reported.at >= row.measured.seen,
            "reported",
            _("A result is not reported before it is measured."),
        )
    taken = row.measured.day if row.measured else None
    _expected(check, row.expected_on, taken, pending=row.status == "pending")
    _value_and_status(check, row)


def _value_and_status(check: Check, row: Observation) -> None:
    final = row.status == "final"
    check.unless(
        not final or row.value is not None or "value" in check.errors,
        "value",
        _("Enter the value, or mark it pending or not done."),
    )
    check.unless(
        final or (row.value is None and not row.comparator),
        "value",
        _("A test that is pending or not done has no value yet. Remove one of the two."),
    )
    check.unless(
        row.status != "not_done" or bool(row.missing_reason.strip()),
        "missing_reason",
        _("Enter why it was not done."),
    )
    in_order = row.low is None or row.high is None or row.low <= row.high
    check.unless(in_order, "low", _("The lower limit is above the upper limit."))
    _only_with(check, "site", row.site, "temperature", _("A site belongs to a temperature only."))
    _only_with(
        check, "fasting", row.fasting, "triglycerides", _("Fasting belongs to triglycerides only.")
    )


def _only_with(check: Check, name: str, value: str, analyte: str, message: str) -> None:
    check.unless(not value or check.row.analyte == analyte, name, message)


_RULES: dict[type, Callable[[Check], None]] = {
    Patient: _patient,
    Visit: _visit,
    Observation: _observation,
    Finding: _finding,
    Exposure: _exposure,
    Event: _event,
    AdverseEvent: _adverse_event,
    TherapyLine: _therapy_line,
    Consent: _consent,
}
