"""Visit sheets filled with what the record knows: units, intervals, stored rows."""

from __future__ import annotations

from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.records.models import Patient, Visit
from hlh_app.records.selectors import intervals
from hlh_app.records.selectors import rows as selector
from hlh_app.records.services.intervals import age_days
from hlh_app.web.forms.correction import carried
from hlh_app.web.forms.days import read_day
from hlh_app.web.forms.examination import TemperatureForm
from hlh_app.web.forms.results import ResultForm
from hlh_app.web.forms.temperatures import TemperaturesForm
from hlh_app.web.forms.visit import VisitSheet, start_on
from hlh_app.web.keeping import Restored
from hlh_app.web.thermometer import previews


def zone_of(patient: Patient) -> ZoneInfo:
    """The clock of the patient's ward."""
    return ZoneInfo(patient.centre.time_zone)


def blank_sheet(patient: Patient, data: Any) -> VisitSheet:
    """A new visit: nothing is filled but today's date and the usual units."""
    zone = zone_of(patient)
    today = timezone.now().astimezone(zone).date()
    usual = intervals.usual(patient.centre, patient, today)
    return VisitSheet(
        zone, data, usual=usual, start=start_on(today), age_days=partial(age_days, patient)
    )


def stored_sheet(patient: Patient, visit_pk: int, data: Any) -> VisitSheet:
    """A stored visit with its rows. Http404 unless it is the patient's and stands."""
    found = selector.visits_of(patient).filter(entered_in_error=False)
    visit = get_object_or_404(found, pk=visit_pk)
    return VisitSheet(
        zone_of(patient),
        data,
        visit=visit,
        rows=selector.rows_of_visit(visit),
        usual=intervals.usual(patient.centre, patient, visit.visited.day),
        age_days=partial(age_days, patient),
        signed=visit.signed_at is not None,
    )


def withdrawn_visit(patient: Patient, visit_pk: int) -> Visit | None:
    """The visit, when it was marked as entered in error."""
    found = selector.visits_of(patient).filter(entered_in_error=True, pk=visit_pk)
    return found.first()


def typed_anew(data: QueryDict) -> Restored:
    """What one person typed into a visit that was withdrawn, as the boxes of a new one: the lines
    they touched, and when it was. Not judged: they look first."""
    lines = {name.removesuffix("-was") for name in data if name.endswith("-was")}
    untouched = {line for line in lines if not _is_touched(data, line)}
    anew = Restored(mutable=True)
    for name in data:
        line, _dash, box = name.rpartition("-")
        if line not in untouched and box not in ("version", "was"):
            anew.setlist(name, data.getlist(name))
    return anew


def _is_touched(data: QueryDict, line: str) -> bool:
    before = carried(data.get(f"{line}-was", ""))
    return any(data.get(f"{line}-{box}", text) != text for box, text in before.items())


def judged_line(patient: Patient, line: str, data: Any) -> tuple[Any, int | None]:
    """One line of the visit form as it is typed, and the patient's age on the day typed."""
    code = line.partition("-")[0]
    if code in ANALYTES and code != "temperature":
        form: Any = ResultForm(data, prefix=line, analyte=code)
    elif code[:1] == "t" and (code == "t" or code[1:].isdigit()):
        form = TemperatureForm(data, prefix=line, near=None, zone=zone_of(patient))
    else:
        raise Http404
    form.is_valid()
    return form, age_on_typed_day(patient, data.get("day", ""))


def age_on_typed_day(patient: Patient, text: str) -> int | None:
    """The age on the day as typed; on today while no day can be read."""
    try:
        day = read_day(text)
    except ValidationError:
        day = timezone.now().astimezone(zone_of(patient)).date()
    return age_days(patient, day)


def temperatures_form(patient: Patient, data: Any) -> TemperaturesForm:
    """The quick page, its lines judged against the age and what is recorded already."""
    zone = zone_of(patient)
    today = timezone.now().astimezone(zone).date()
    form = TemperaturesForm(data, zone=zone, today=today)
    if form.is_bound and form.is_valid():
        form.preview(partial(previews, patient))
    return form
