"""The one bridge from rows to the Case. A fixed number of queries for any number of patients.

Rows entered in error and tests not done are left out: no rule sees them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from copy import copy
from datetime import datetime
from operator import attrgetter, itemgetter
from typing import Any

from hlh_app.clinical.case import Case, Event, Moment, Patient, Sex
from hlh_app.records import case_facts, models
from hlh_app.records.models.base import moment_from
from hlh_app.records.selectors.rows import PatientRows

OBSERVATION = [
    "pk",
    "analyte",
    "value",
    "unit",
    "measured_text",
    "comparator",
    "low",
    "high",
    "status",
    "reported_text",
    "laboratory",
    "assay",
    "site",
    "fasting",
    "expected_on",
    "interval_source",
    "antipyretic",
    "lipid_infusion",
]
# List of the case → its rows of :class:`PatientRows`, model, and columns in the order of the fact.
_BESIDE: dict[str, tuple[str, Any, list[str]]] = {
    "findings": (
        "findings",
        models.Finding,
        ["pk", "finding", "status", "on", "site", "method", "detail", "expected_on"],
    ),
    "exposures": (
        "exposures",
        models.Exposure,
        [
            *("pk", "drug", "started_text", "stopped_on", "dose", "unit", "route"),
            *("times_per_day", "purpose", "stop_reason"),
        ],
    ),
    "events": ("events", models.Event, ["pk", "event", "on"]),
    "adverse": (
        "adverse_events",
        models.AdverseEvent,
        [
            *("pk", "category", "status", "on", "term", "grade", "ctcae", "resolved_on"),
            *("relation", "action"),
        ],
    ),
    "lines": (
        "therapy_lines",
        models.TherapyLine,
        ["pk", "regimen", "line", "started_on", "stopped_on", "result"],
    ),
    "visits": ("visits", models.Visit, ["pk", "visited_text"]),
}
Columns = dict[str, list[Any]]


def build_case(patient: models.Patient, beside: PatientRows | None = None) -> Case:
    """Everything the rules may know about one patient. Seven queries, or one with the rows
    ``beside`` the results that a page has in hand."""
    if beside is None:
        return build_cases([patient])[patient.pk]
    held = {
        name: _columns(getattr(beside, rows), columns)
        for name, (rows, _model, columns) in _BESIDE.items()
    }
    return _case(patient, _observations([patient.pk])[patient.pk], held)


def _columns(rows: Iterable[Any], names: list[str]) -> list[Any]:
    """As a query for these columns gives them, in its order."""
    standing = sorted((row for row in rows if not row.entered_in_error), key=attrgetter("pk"))
    return [attrgetter(*names)(row) for row in standing]


def build_cases(patients: Iterable[models.Patient]) -> dict[int, Case]:
    """Primary key → case, seven queries in all."""
    patients = list(patients)
    keys = [patient.pk for patient in patients]
    observations = _observations(keys)
    beside = {
        name: _by_patient(model.objects, keys, columns)
        for name, (_rows, model, columns) in _BESIDE.items()
    }
    return {
        patient.pk: _case(
            patient,
            observations[patient.pk],
            {name: found[patient.pk] for name, found in beside.items()},
        )
        for patient in patients
    }


def build_merged(
    kept: models.Patient,
    gone: models.Patient,
    columns: Mapping[str, Any],
    without: Collection[str],
) -> Case:
    """What the rules would read if the rows of ``gone`` were those of ``kept`` too: ``kept`` with
    other ``columns``, and ``without`` the rows of these keys. Seven queries; nothing is written."""
    patient = copy(kept)
    for column, value in columns.items():
        setattr(patient, column, value)
    keys = [kept.pk, gone.pk]

    def together(by_patient: Mapping[int, list[Any]], table: str) -> list[Any]:
        rows = sorted(by_patient[kept.pk] + by_patient[gone.pk], key=itemgetter(0))
        return [row for row in rows if f"{table}:{row[0]}" not in without]

    return _case(
        patient,
        together(_observations(keys), "observation"),
        {
            name: together(_by_patient(model.objects, keys, names), str(model._meta.model_name))
            for name, (_rows, model, names) in _BESIDE.items()
        },
    )


def _observations(keys: list[int]) -> defaultdict[int, list[Any]]:
    done = models.Observation.objects.exclude(status="not_done")
    return _by_patient(done, keys, OBSERVATION)


def _by_patient(rows: Any, keys: list[int], columns: list[str]) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    of_these = rows.filter(patient__in=keys, entered_in_error=False)
    for patient_id, *values in of_these.order_by("pk").values_list("patient_id", *columns):
        found[patient_id].append(values)
    return found


def _case(patient: models.Patient, observations: list[Any], beside: Columns) -> Case:
    zone = case_facts.zone_of(values[4] for values in observations)
    return Case(
        id=patient.code,
        patient=Patient(patient.birth_date, Sex(patient.sex), patient.age_years, patient.age_on),
        observations=tuple(case_facts.observation(values, zone) for values in observations),
        findings=tuple(case_facts.finding(*values) for values in beside["findings"]),
        exposures=tuple(case_facts.exposure(values, zone) for values in beside["exposures"]),
        events=tuple(Event(event, on, f"event:{pk}") for pk, event, on in beside["events"]),
        conventional_dates=patient.conventional_dates,
        zone=zone,
        adverse_events=tuple(case_facts.adverse_event(*values) for values in beside["adverse"]),
        therapy_lines=tuple(case_facts.therapy_line(*values) for values in beside["lines"]),
        visits=tuple(moment_from(text, zone) for _pk, text in beside["visits"]),
        trigger=patient.trigger or None,
        trigger_agent=patient.trigger_agent or None,
        course=patient.course or None,
        donor=patient.donor or None,
    )


def last_data(case: Case, now: datetime) -> Moment | None:
    """The moment of the patient's last data that does not lie after ``now``; None without any.

    On its day the last time that is known: everything known by that day alone is seen by then.
    """
    seen = [moment for moment in _moments(case) if moment.seen <= now]
    if not seen:
        return None
    last = max(seen, key=lambda moment: moment.at)
    timed = [moment for moment in seen if moment.day == last.day and not moment.is_date]
    return max(timed, key=lambda moment: moment.at, default=last)


def next_data(case: Case, now: datetime) -> datetime | None:
    """When the next of the patient's data that lie after ``now`` become data; None without any."""
    return min((moment.seen for moment in _moments(case) if moment.seen > now), default=None)


def _moments(case: Case) -> Iterator[Moment]:
    yield from (row.measured_at for row in case.observations)
    yield from (row.start for row in case.exposures)
    yield from (row.reported_at for row in case.observations if row.reported_at)
    yield from case.visits
    days = {row.on for row in (*case.findings, *case.events, *case.adverse_events)}
    days |= {row.stop for row in case.exposures if row.stop}
    days |= {row.resolved_on for row in case.adverse_events if row.resolved_on}
    yield from (Moment.dated(day, case.zone) for day in days)
