"""Rows become a Case in one place, with a fixed number of queries."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from hlh_app.clinical.case import (
    AdverseEvent,
    Event,
    Exposure,
    Finding,
    FindingStatus,
    Moment,
    Observation,
    TherapyLine,
)
from hlh_app.records import models
from hlh_app.records.case_facts import plain
from hlh_app.records.cases import build_case, build_cases, last_data
from hlh_app.records.selectors.rows import beside_the_case
from hlh_app.records.services import rows

from .factories import PatientFactory, moment

pytestmark = pytest.mark.django_db
D = Decimal
CET = timezone(timedelta(hours=1))


@pytest.fixture
def patient(centre):
    return PatientFactory(centre=centre, code="HLH-7", sex="male")


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
            reference_source="reported",
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


def test_the_further_facts_reach_the_case(patient, record, result, clinician):
    """Adverse events, lines, visits, the context, and what rows say beside their value."""
    result("temperature", "38.9", "Cel", "2026-11-03T08:00:00+01:00", antipyretic=True)
    result("triglycerides", None, "mmol/L", status="pending", expected_on=date(2026, 11, 9))
    result("alt", "30", "U/L")
    record(
        models.Finding,
        finding="nk_activity",
        status="pending",
        on=date(2026, 11, 2),
        method="laboratory",
        detail="sent away",
        expected_on=date(2026, 11, 12),
    )
    record(
        models.Exposure,
        drug="etoposide",
        started=moment("2026-11-04"),
        stopped_on=date(2026, 11, 10),
        purpose="failure",
        stop_reason="toxicity",
    )
    seen = record(
        models.AdverseEvent,
        category="liver",
        status="present",
        on=date(2026, 11, 5),
        term="Alanine aminotransferase increased",
        grade=3,
        ctcae="5.0",
        resolved_on=date(2026, 11, 8),
        relation="possible",
        action="interrupted",
    )
    asked = record(models.AdverseEvent, category="headache", status="absent", on=date(2026, 11, 5))
    wrong = record(models.AdverseEvent, category="kidney", status="absent", on=date(2026, 11, 5))
    rows.enter_in_error(actor=clinician, row=wrong, version=1, reason="not asked")
    line = record(
        models.TherapyLine,
        line=2,
        regimen="HLH-94",
        started_on=date(2026, 10, 1),
        stopped_on=date(2026, 10, 20),
        result="no_response",
    )
    record(models.Visit, visited=moment("2026-11-03T08:00:00+01:00"))
    models.Patient.objects.filter(pk=patient.pk).update(
        trigger="infection", trigger_agent="ebv", course="refractory", donor="matched"
    )
    patient.refresh_from_db()
    for case in (build_case(patient), build_case(patient, beside_the_case(patient))):
        fever, pending, alt = case.observations
        assert (fever.antipyretic, fever.lipid_infusion, alt.antipyretic) == (True, None, None)
        assert (pending.expected_on, alt.expected_on) == (date(2026, 11, 9), None)
        nk = case.findings[0]
        assert (nk.method, nk.detail, nk.expected_on) == (
            "laboratory",
            "sent away",
            date(2026, 11, 12),
        )
        assert (case.exposures[0].purpose, case.exposures[0].stop_reason) == ("failure", "toxicity")
        present, absent = FindingStatus.PRESENT, FindingStatus.ABSENT
        assert case.adverse_events == (
            AdverseEvent(
                "liver",
                present,
                date(2026, 11, 5),
                "Alanine aminotransferase increased",
                3,
                "5.0",
                date(2026, 11, 8),
                "possible",
                "interrupted",
                f"adverseevent:{seen.pk}",
            ),
            AdverseEvent("headache", absent, date(2026, 11, 5), key=f"adverseevent:{asked.pk}"),
        )
        assert case.therapy_lines == (
            TherapyLine(
                "HLH-94",
                2,
                date(2026, 10, 1),
                date(2026, 10, 20),
                "no_response",
                f"therapyline:{line.pk}",
            ),
        )
        assert case.visits == (moment("2026-11-03T08:00:00+01:00"),)
        assert (case.trigger, case.trigger_agent) == ("infection", "ebv")
        assert (case.course, case.donor) == ("refractory", "matched")


def test_the_days_of_adverse_events_are_data(patient, record):
    now = datetime(2026, 11, 20, tzinfo=UTC)
    record(models.AdverseEvent, category="headache", status="absent", on=date(2026, 11, 5))
    assert last_data(build_case(patient), now).text == "2026-11-05"


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
    with django_assert_num_queries(7):
        build_case(patient)
    for hour in range(20):
        result(measured=f"2026-11-03T{hour:02}:00:00+01:00")
    others = [PatientFactory(centre=centre) for _ in range(5)]
    with django_assert_num_queries(7):
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
