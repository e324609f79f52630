"""Who the page is about: the same lines on every page of one patient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from hlh_app.clinical.case import Case, Exposure, Moment, Observation
from hlh_app.clinical.courses import latest_course
from hlh_app.clinical.events import died_on
from hlh_app.clinical.given import is_given
from hlh_app.clinical.therapy import RUXOLITINIB
from hlh_app.clinical.transfusions import SPOILING
from hlh_app.clinical.windows import visible
from hlh_app.records.models import Patient
from hlh_app.records.models.choices import DiseaseCourse, Donor, Source

from . import formats
from .people import born, sex, trigger


@dataclass(frozen=True, slots=True)
class Banner:
    """``identity``: the first line's parts; ``facts``: further lines; ``kind``: synthetic,
    published, or ward."""

    identity: tuple[str, ...]
    facts: tuple[str, ...]
    kind: str
    source: str


def short_banner(patient: Patient) -> Banner:
    """For pages that do not read the case: who it is, and the illness."""
    on = timezone.localdate()
    if patient.source != Source.WARD:
        on = patient.age_on or on
    return Banner(_who(patient, on), (_illness(patient),), patient.source, source(patient))


def banner(patient: Patient, case: Case, as_of: Moment, mg_per_kg: str = "") -> Banner:
    """``mg_per_kg``: of the dose being given, as the dose rule worked it out."""
    who = (*_who(patient, as_of.day), _weight(case, as_of))
    facts = (_illness(patient), _ruxolitinib(case, as_of, mg_per_kg), _others(case, as_of))
    lines = tuple(line for line in facts if line)
    return Banner(who, lines, patient.source, source(patient))


def source(patient: Patient) -> str:
    """The citation, and that the dates are conventional where none was printed."""
    if patient.conventional_dates:
        told = _("Printed without dates: day 0 is set to 01-Jan-2000.")
        return f"{patient.citation} {told}".strip()
    return patient.citation


def _who(patient: Patient, on: date) -> tuple[str, ...]:
    name = (patient.name,) if patient.name else ()
    return (patient.code, *name, born(patient, on), sex(patient.sex))


def _illness(patient: Patient) -> str:
    told = trigger(patient.trigger, patient.trigger_agent, patient.trigger_detail)
    parts = [_("Trigger: %(trigger)s") % {"trigger": told}]
    if patient.course != DiseaseCourse.UNKNOWN:
        parts.append(str(DiseaseCourse(patient.course).label))
    if patient.donor != Donor.UNKNOWN:
        donor = str(Donor(patient.donor).label)
        parts.append(_("donor: %(donor)s") % {"donor": donor[:1].lower() + donor[1:]})
    return " · ".join(parts)


def latest_weight(case: Case, as_of: Moment) -> Observation | None:
    """The newest final weight at or before ``as_of``."""
    rows = [row for row in case.observations if row.analyte == "weight"]
    final, _pending = visible(rows, as_of)
    return max(final, key=lambda row: row.measured_at.at, default=None)


def _weight(case: Case, as_of: Moment) -> str:
    row = latest_weight(case, as_of)
    if row is None or row.value is None:
        return _("Weight not recorded")
    age = formats.days_ago((as_of.day - row.measured_at.day).days)
    amount = formats.value(row.value, row.unit, row.comparator)
    return f"{amount} ({formats.day(row.measured_at.day)}, {age})"


def given(case: Case, as_of: Moment) -> list[Exposure]:
    """What is being given at ``as_of``, the latest begun first; transfusions apart. Nothing after
    death, whether or not somebody closed the row."""
    if died_on(case, as_of) is not None:
        return []
    found = [
        row
        for row in case.exposures
        if is_given(row, as_of) and not (row.drug in SPOILING and row.stop is None)
    ]
    return sorted(found, key=lambda row: row.start.at, reverse=True)


def _ruxolitinib(case: Case, as_of: Moment, mg_per_kg: str) -> str:
    course = latest_course(case, as_of)
    if course is None:
        return _("No ruxolitinib recorded")
    day = (as_of.day - course.day0).days
    now = [row for row in given(case, as_of) if row.drug == RUXOLITINIB]
    if now:
        dose = formats.dose(now[0].dose, now[0].unit, now[0].times_per_day)
        per_kg = f" ({mg_per_kg})" if mg_per_kg else ""
        values = {"dose": dose, "per_kg": per_kg, "on": formats.day(course.day0), "day": day}
        return _("ruxolitinib %(dose)s%(per_kg)s, first dose %(on)s, day %(day)s") % values
    last = course.last_dose_on or died_on(case, as_of) or as_of.day
    values = {"last": formats.day(last), "on": formats.day(course.day0), "day": day}
    return _("ruxolitinib stopped, last given %(last)s; first dose %(on)s, day %(day)s") % values


def _others(case: Case, as_of: Moment) -> str:
    lines = [_drug(row) for row in given(case, as_of) if row.drug != RUXOLITINIB]
    return _("Also given: %(drugs)s") % {"drugs": _joined(lines)} if lines else ""


def _joined(lines: Sequence[str]) -> str:
    return " · ".join(dict.fromkeys(lines))


def _drug(row: Exposure) -> str:
    name = row.drug.replace("_", " ")
    if row.dose is None:
        return name
    return f"{name} {formats.dose(row.dose, row.unit, row.times_per_day)}"
