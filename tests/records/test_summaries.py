"""The row of the list is true or says that it is not, and a page never writes it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from hlh_app.records import summaries, summary_columns
from hlh_app.records.models import Event, Exposure, Finding, Observation, Patient, PatientSummary
from hlh_app.records.selectors.patients import visible_to
from hlh_app.records.services import patients

from .factories import PatientFactory, moment

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def patient(clinician, centre):
    return patients.create_patient(
        actor=clinician, centre=centre, code="HLH-7", birth_date=date(2021, 5, 1), sex="female"
    )


def day(number: int) -> date:
    """Days before today, by the clock of the tests."""
    return timezone.localdate() - timedelta(days=number)


@pytest.fixture
def result(record):
    def make(analyte, value, unit, days_ago, **fields):
        return record(
            Observation,
            analyte=analyte,
            value=None if value is None else D(value),
            unit=unit,
            measured=moment(day(days_ago).isoformat()),
            **fields,
        )

    return make


@pytest.fixture
def treated(record, result):
    """On ruxolitinib for twenty days, assessed on day 14."""
    record(Finding, finding="splenomegaly", status="present", on=day(21))
    for analyte, unit, before, after, limits in (
        ("ferritin", "ng/mL", "17090", "828", {"high": D(300)}),
        ("triglycerides", "mmol/L", "4.1", "2.0", {"high": D("1.7")}),
        ("neutrophils", "10*9/L", "0.7", "2.9", {"low": D("1.5")}),
        ("platelets", "10*9/L", "80", "20", {"low": D(150)}),
        ("hemoglobin", "g/L", "80", "101", {"low": D(105)}),
        ("alt", "U/L", "60", "39", {"high": D(40)}),
    ):
        result(analyte, before, unit, 21, **limits)
        result(analyte, after, unit, 6, **limits)
    result("temperature", "39.6", "Cel", 21)
    record(
        Exposure,
        drug="ruxolitinib",
        dose=D("2.5"),
        unit="mg",
        times_per_day=D(2),
        started=moment(day(20).isoformat()),
    )


def stored(patient) -> PatientSummary:
    return PatientSummary.objects.get(patient=patient)


def test_the_services_renew_it_in_the_same_transaction(patient, treated):
    row = stored(patient)
    assert row.stale is False
    assert (row.last_data_text, row.day0) == (day(6).isoformat(), day(20))
    assert (row.response_day, row.response_classes, row.best_classes) == (14, ["PR"], ["PR"])
    assert (row.ferritin_text, len(row.ferritin_series)) == ("828 ng/mL", 2)
    assert row.ferritin_series[0] == [day(21).isoformat(), "17090"]
    assert (row.hlh2004_first_met_text, row.hlh2004_at_diagnosis_met) == (day(21).isoformat(), 5)
    assert (row.hlh2004_outcome, row.hlh2004_met, row.hlh2004_unknown) == ("unknown", 1, 6)
    assert row.hscore_low < row.hscore_high
    assert row.pending_count == 0


def test_a_flag_travels_with_the_class(patient, treated):
    said = [str(flag.message) for flag in summaries.flags_of(stored(patient))]
    assert "Platelets fell 75 %" in said


def test_what_is_due_next_is_a_date_to_be_compared_with_today(patient, treated, result):
    row = stored(patient)
    assert (row.next_due_on, row.next_due_what) == (day(-8), "response_day_28")
    result(
        "scd25",
        None,
        "U/mL",
        6,
        status="pending",
        expected_on=day(1),
        assay_not_stated=True,
    )
    row = stored(patient)
    assert (row.next_due_on, row.next_due_what) == (day(1), "pending_scd25")
    assert row.pending_count == 1


def test_nothing_is_due_after_a_death(patient, treated, record):
    record(Event, event="death", on=day(2))
    row = stored(patient)
    assert (row.next_due_on, row.next_due_what) == (None, "")


def test_a_pending_finding_counts_until_a_later_word(patient, record):
    pending = {"finding": "nk_activity", "status": "pending", "expected_on": day(-3)}
    record(Finding, on=day(5), **pending)
    row = stored(patient)
    assert (row.pending_count, row.next_due_what) == (1, "pending_nk_activity")
    record(Finding, finding="nk_activity", status="low", on=day(2))
    row = stored(patient)
    assert (row.pending_count, row.next_due_what) == (0, "")


def test_an_empty_record_has_an_empty_row(patient):
    row = stored(patient)
    assert (row.stale, row.last_data_text, row.hlh2004_outcome) == (False, "", "")


def test_another_way_of_writing_makes_it_stale_and_renew_repairs_it(patient, treated):
    Observation.objects.filter(analyte="platelets").update(note="seen")
    assert stored(patient).stale
    PatientFactory(centre=patient.centre)
    out = StringIO()
    call_command("renew", stdout=out)
    assert out.getvalue() == "2 summaries and 2 rows of the analyses renewed.\n"
    assert not PatientSummary.objects.filter(stale=True).exists()
    assert Patient.objects.filter(summary__isnull=True).count() == 0
    assert summaries.renew_stale() == 0


def test_renewing_can_be_limited(centre):
    for _ in range(3):
        PatientFactory(centre=centre)
    assert summaries.renew_stale(limit=2) == 2
    assert summaries.renew_stale() == 1


def test_another_rule_version_or_setting_makes_it_out_of_date(patient, treated, monkeypatch):
    today = timezone.localdate()
    assert summaries.is_current(stored(patient), patient.centre, today)
    monkeypatch.setitem(summary_columns.RULE_VERSIONS, "hscore", "99")
    assert not summaries.is_current(stored(patient), patient.centre, today)
    assert summaries.renew_stale() == 1
    assert summaries.is_current(stored(patient), patient.centre, today)
    patient.centre.fever_threshold = D("38.0")
    patient.centre.save()
    assert not summaries.is_current(stored(patient), patient.centre, today)


def test_a_response_day_that_can_no_longer_be_measured_makes_it_out_of_date(patient, treated):
    row = stored(patient)
    last = row.next_due_on + timedelta(days=3)
    assert summaries.is_current(row, patient.centre, last)
    assert not summaries.is_current(row, patient.centre, last + timedelta(days=1))
    later = datetime.combine(last + timedelta(days=1), datetime.min.time(), tzinfo=UTC)
    assert summaries.renew(patient, later).next_due_what == "response_day_42"


def test_a_page_shows_the_truth_and_stores_nothing(patient, treated, clinician):
    Observation.objects.filter(analyte="ferritin", value=D(828)).update(value=D(1000))
    shown = summaries.for_display(visible_to(clinician))[0].summary
    assert (shown.stale, shown.ferritin_text) == (True, "1000 ng/mL")
    row = stored(patient)
    assert (row.stale, row.ferritin_text) == (True, "828 ng/mL")


def test_a_page_of_current_rows_needs_no_further_query(
    patient, treated, clinician, django_assert_num_queries
):
    page = list(visible_to(clinician))
    with django_assert_num_queries(0):
        assert summaries.for_display(page)[0].summary.stale is False


def test_a_page_of_stale_rows_needs_nine_queries_however_many(
    centre, clinician, django_assert_num_queries
):
    for _ in range(4):
        PatientFactory(centre=centre)
    page = list(visible_to(clinician))
    with django_assert_num_queries(9):
        summaries.for_display(page)
