"""One patient's record as of a moment: read once, handed to every presenter of a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone

from hlh_app.clinical.assess import Assessment, assess
from hlh_app.clinical.case import Case, Moment
from hlh_app.clinical.cautions import cautions
from hlh_app.clinical.dosing import Caution
from hlh_app.clinical.response import marsh_response
from hlh_app.clinical.response_verdict import ResponseVerdict
from hlh_app.clinical.windows import History, View
from hlh_app.records import access
from hlh_app.records.cases import build_case, last_data
from hlh_app.records.models import Patient
from hlh_app.records.selectors.rows import PatientRows, beside_the_case
from hlh_app.web.forms.as_of import AsOfForm


@dataclass(frozen=True)
class Record:
    """``as_of``: the moment asked about, else the patient's last data, else now.

    ``form`` holds what was asked and what was wrong with it; a moment that cannot be read leaves
    the last data on the page, and the page says so.
    """

    patient: Patient
    case: Case
    now: datetime
    form: AsOfForm
    as_of: Moment
    asked: bool
    has_data: bool
    rows_in_hand: PatientRows | None = None

    @cached_property
    def rows(self) -> PatientRows:
        """Everything but the results that the case holds already."""
        return self.rows_in_hand or beside_the_case(self.patient)

    @cached_property
    def assessment(self) -> Assessment:
        return assess(self.case, self.as_of, fever_threshold=self.patient.centre.fever_threshold)

    @cached_property
    def response(self) -> ResponseVerdict | None:
        if "assessment" in self.__dict__:
            return self.assessment.response
        return marsh_response(self.case, self.as_of)

    @cached_property
    def history(self) -> History:
        return History(self.case)

    @cached_property
    def view(self) -> View:
        """The record as every rule reads it at this moment, sorted once."""
        return View(self.history, self.as_of)

    @cached_property
    def cautions(self) -> tuple[Caution, ...]:
        """What must be weighed beside the dose, the most urgent first."""
        return cautions(self.view, self.assessment.dose, self.assessment.fever_threshold)

    @property
    def today(self) -> date:
        """The day at the patient's centre: what is due is reckoned from it."""
        return self.patient.centre.day_of(self.now)

    @property
    def address(self) -> str:
        """The query that keeps a chosen moment in further addresses; empty for the last data."""
        return f"?as_of={_escaped(self.as_of.text)}" if self.asked else ""


def record_for(request: HttpRequest, pk: int, *, with_rows: bool = False) -> Record:
    """The record of a patient whom the reader may open, as of the moment the address asks for.

    Raises Http404 as ``access.patient_for`` does.
    """
    patient = access.patient_for(request.user, pk)
    return read_record(patient, request.GET, timezone.now(), with_rows=with_rows)


def read_record(
    patient: Patient, asked: dict[str, str], now: datetime, *, with_rows: bool = False
) -> Record:
    """``asked``: the address's own parameters. ``with_rows``: for a page that shows the rows as
    well, so that none is read twice."""
    zone = ZoneInfo(patient.centre.time_zone)
    form = AsOfForm(asked, zone=zone)
    wanted = form.cleaned_data.get("as_of") if form.is_valid() else None
    rows = beside_the_case(patient) if with_rows else None
    case = build_case(patient, rows)
    last = last_data(case, now)
    return Record(
        patient=patient,
        case=case,
        now=now,
        form=form,
        as_of=wanted or last or Moment.timed(now.astimezone(zone)),
        asked=wanted is not None,
        has_data=last is not None,
        rows_in_hand=rows,
    )


def _escaped(text: str) -> str:
    return text.replace("+", "%2B").replace(" ", "+")
