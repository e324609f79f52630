"""What the flowsheet of one patient shows, in a fixed number of queries."""

from typing import NamedTuple

from django.db.models import QuerySet

from hlh_app.accounts.models import Centre
from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.case import Moment
from hlh_app.records.models import Observation, Patient, ReferenceInterval, Visit
from hlh_app.records.selectors.rows import visits_of

TESTS = tuple(code for code in ANALYTES if code != "temperature")


class Stated(NamedTuple):
    """Where an assay-bound test was last done at a centre."""

    laboratory: str
    assay: str


def results_of(patient: Patient) -> list[Observation]:
    """Every result that stands, oldest first; readings of the thermometer have their own page."""
    rows = Observation.objects.filter(patient=patient, entered_in_error=False)
    unread = (
        "note",
        "error_reason",
        "reported_at",
        "reported_day",
        "reported_text",
        "canonical_value",
    )
    return list(rows.exclude(analyte="temperature").order_by("measured_at", "pk").defer(*unread))


def visits_with_signatures(patient: Patient) -> list[Visit]:
    """The visits that stand, each with ``signed_at``."""
    return list(visits_of(patient).filter(entered_in_error=False))


def last_stated(centre: Centre) -> dict[str, Stated]:
    """Assay-bound test → laboratory and assay last named for it at the centre."""
    bound = [code for code in TESTS if ANALYTES[code].assay_bound]
    rows = ReferenceInterval.objects.filter(centre=centre, analyte__in=bound).exclude(assay="")
    found: dict[str, Stated] = {}
    for kept in rows.order_by("-updated_at"):
        found.setdefault(kept.analyte, Stated(kept.laboratory, kept.assay))
    return found


def results_at(patient: Patient, analyte: str, measured: Moment) -> QuerySet[Observation]:
    """The results of a test that stand at a moment: of one cell, oldest entry first. Days by the
    calendar, so that a center's new time zone moves no old date."""
    rows = Observation.objects.filter(patient=patient, analyte=analyte, entered_in_error=False)
    if measured.is_date:
        rows = rows.filter(measured_day=measured.day).exclude(measured_text__contains="T")
    else:
        rows = rows.filter(measured_at=measured.at, measured_text__contains="T")
    return rows.order_by("pk")


def results_beside(row: Observation) -> list[Observation]:
    """What stands in the cell of a result by now, itself included unless it was in error."""
    return list(results_at(row.patient, row.analyte, row.measured))
