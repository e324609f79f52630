"""Rows become a Case in one place, with a fixed number of queries."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from hlh_app.clinical.case import Event, Exposure, Finding, FindingStatus, Moment, Observation
from hlh_app.records import models
from hlh_app.records.cases import build_case, build_cases, last_data, plain
from hlh_app.records.services import rows

from .factories import PatientFactory, moment

pytestmark = pytest.mark.django_db
D = Decimal
CET = timezone(timedelta(hours=1))


@pytest.fixture
def patient(centre):
    return PatientFactory(centre=centre, code="HLH-7", sex="male")


@pytest.fixture
def record(clinician, patient):
    def make(model, **fields):
        return rows.record_row(actor=clinician, model=model, patient=patient, **fields)

    return make


@pytest.fixture
def result(record):
    def make(analyte="ferritin", value="1709", unit="ng/mL", measured="2026-11-02", **fields):
        return record(
            models.Observation,
            analyte=analyte,
            value=None if value is None else D(value),
            unit=unit,
            measured=moment(measured),
            **fields,
        )

    return make


def test_every_fact_reaches_the_case_as_it_was_written(patient, record, result):
    bare = result(value="16500", comparator=">", low=D(15), high=D("300.50"), laboratory="Lab")
    timed = result(
        "triglycerides", "4.10", "mmol/L", "2026-11-03T08:00:00+01:00", fasting="yes", assay="x"
    )
    finding = record(
        models.Finding,
        finding="hemophagocytosis",
        status="present",
        on=date(2026, 11, 2),
        site="spleen",
    )
    drug = record(
        models.Exposure,
        drug="ruxolitinib",
        dose=D("2.50"),
        unit="mg",
        route="oral",
        times_per_day=D(2),
        started=moment("2026-11-04"),
        stopped_on=date(2026, 11, 10),
    )
    event = record(models.Event, event="relapse", on=date(2026, 11, 9))
    case = build_case(patient)
    day = Moment.dated(date(2026, 11, 2), CET)
    assert (case.id, case.patient.birth_date, case.patient.sex) == (
        "HLH-7",
        date(2021, 5, 1),
        "male",
    )
    assert case.observations == (
        Observation(
            "ferritin",
            D(16500),
            "ng/mL",
            day,
            ">",
            D(15),
            D("300.5"),
            laboratory="Lab",
            key=f"observation:{bare.pk}",
        ),
        Observation(
            "triglycerides",
            D("4.1"),
            "mmol/L",
            moment("2026-11-03T08:00:00+01:00"),
            fasting="yes",
            assay="x",
            key=f"observation:{timed.pk}",
        ),
    )
    assert case.findings == (
        Finding(
            "hemophagocytosis",
            FindingStatus.PRESENT,
            date(2026, 11, 2),
            "spleen",
            f"finding:{finding.pk}",
        ),
    )
    assert case.exposures == (
        Exposure(
            "ruxolitinib",
            Moment.dated(date(2026, 11, 4), CET),
            date(2026, 11, 10),
            D("2.5"),
            "mg",
            "oral",
            D(2),
            f"exposure:{drug.pk}",
        ),
    )
    assert case.events == (Event("relapse", date(2026, 11, 9), f"event:{event.pk}"),)
    assert case.zone == CET


def test_a_bare_date_is_counted_in_utc_without_any_timed_observation(patient, result):
    result()
    case = build_case(patient)
    assert case.zone is UTC
    assert case.observations[0].measured_at.at.tzinfo is UTC


def test_pending_is_seen_and_not_done_or_in_error_is_not(patient, result, clinician):
    result(value=None, status="pending")
    result("alt", None, "U/L", status="not_done", missing_reason="clotted")
    wrong = result("ast", "40", "U/L")
    rows.enter_in_error(actor=clinician, row=wrong, version=1, reason="wrong patient")
    case = build_case(patient)
    assert [(o.analyte, o.value, o.pending) for o in case.observations] == [
        ("ferritin", None, True)
    ]


def test_the_number_of_queries_does_not_grow(patient, result, centre, django_assert_num_queries):
    result()
    with django_assert_num_queries(4):
        build_case(patient)
    for hour in range(20):
        result(measured=f"2026-11-03T{hour:02}:00:00+01:00")
    others = [PatientFactory(centre=centre) for _ in range(5)]
    with django_assert_num_queries(4):
        cases = build_cases([patient, *others])
    assert len(cases[patient.pk].observations) == 21
    assert all(cases[other.pk].observations == () for other in others)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [("16.20000000", "16.2"), ("0E-8", "0"), ("1700.00000000", "1700"), ("-0.30", "-0.3")],
)
def test_a_number_loses_the_zeros_that_its_column_added(stored, shown):
    assert str(plain(D(stored))) == shown


def test_last_data_is_the_latest_known_time_of_the_latest_day(patient, record, result):
    now = datetime(2026, 11, 20, tzinfo=UTC)
    assert last_data(build_case(patient), now) is None
    result(measured="2026-11-02T06:00:00+01:00")
    result(measured="2026-11-02T18:00:00+01:00")
    record(models.Finding, finding="fever", status="present", on=date(2026, 11, 2))
    assert last_data(build_case(patient), now).text == "2026-11-02T18:00:00+01:00"
    record(models.Finding, finding="fever", status="absent", on=date(2026, 11, 4))
    assert last_data(build_case(patient), now).text == "2026-11-04"
    planned = date(2030, 1, 1)
    record(models.Event, event="transplant_planned", on=planned)
    assert last_data(build_case(patient), now).text == "2026-11-04"
    record(
        models.Exposure,
        drug="ruxolitinib",
        started=moment("2026-11-03"),
        stopped_on=date(2026, 11, 6),
    )
    assert last_data(build_case(patient), now).text == "2026-11-06"
