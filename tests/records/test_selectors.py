"""What pages read: whose patients, whose results, and what may be the same person."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from hlh_app.accounts.models import Role
from hlh_app.records.models import Observation
from hlh_app.records.selectors import patients, rows
from hlh_app.records.services import rows as services
from hlh_app.records.services import visits

from .factories import FindingEntryFactory, PatientFactory, VisitEntryFactory, moment

pytestmark = pytest.mark.django_db
D = Decimal
BORN = date(2021, 5, 1)


@pytest.fixture
def patient(centre):
    return PatientFactory(centre=centre, code="HLH-0007")


@pytest.fixture
def result(clinician, patient):
    def make(value, measured, **fields):
        usual = {"analyte": "ferritin", "unit": "ng/mL"}
        return services.record_row(
            actor=clinician,
            model=Observation,
            patient=patient,
            value=None if value is None else D(value),
            measured=moment(measured),
            **(usual | fields),
        )

    return make


def test_reading_roles_see_the_patients_of_their_centres_only(
    patient, other_centre, clinician, reviewer, reader, manager, superuser, make_user
):
    elsewhere = PatientFactory(centre=other_centre)
    for user in (clinician, reviewer, reader):
        assert list(patients.visible_to(user)) == [patient]
    for user in (manager, superuser, make_user()):
        assert list(patients.visible_to(user)) == []
    assert list(patients.visible_to(make_user(Role.READER, other_centre))) == [elsewhere]


@pytest.mark.parametrize(
    ("birth_date", "sex", "code", "found"),
    [
        (None, "male", "hlh 0007", True),
        (None, "male", "HLH-0008", False),
        (BORN, "female", "X", True),
        (BORN, "unknown", "X", True),
        (BORN, "male", "X", False),
        (date(2021, 5, 2), "female", "X", False),
        (None, "female", "--", False),
    ],
)
def test_likely_the_same_person(patient, centre, other_centre, birth_date, sex, code, found):
    PatientFactory(centre=other_centre, code="HLH-0007")
    same = patients.likely_duplicates(centre, birth_date, sex, code)
    assert same == ([patient] if found else [])
    assert patients.likely_duplicates(centre, birth_date, sex, code, patient.pk) == []


def test_a_patient_of_unknown_sex_may_be_anybody(patient, centre):
    patient.sex = "unknown"
    patient.save()
    assert patients.likely_duplicates(centre, BORN, "male", "X") == [patient]


def test_previous_results_are_the_latest_before_a_moment(result, patient, clinician):
    result("17090", "2026-11-01T08:00:00+01:00")
    wanted = result("828", "2026-11-08T08:00:00+01:00")
    result("178", "2026-11-15T08:00:00+01:00")
    result(None, "2026-11-09T08:00:00+01:00", status="pending")
    wrong = result("99", "2026-11-09T09:00:00+01:00")
    services.enter_in_error(actor=clinician, row=wrong, version=1, reason="typing error")
    alt = result("40", "2026-11-01", analyte="alt", unit="U/L")
    before = moment("2026-11-15T08:00:00+01:00")
    assert rows.previous_results(patient, before) == {"ferritin": wanted, "alt": alt}
    assert rows.previous_results(patient, before, ["alt"]) == {"alt": alt}
    assert rows.previous_results(patient, moment("2020-01-01")) == {}


def test_every_row_of_a_patient_in_eight_queries(patient, clinician, django_assert_num_queries):
    entry = VisitEntryFactory(findings=(FindingEntryFactory(),))
    visit = visits.save_visit(actor=clinician, patient=patient, entry=entry)
    with django_assert_num_queries(8):
        found = rows.of_patient(patient)
    assert found.visits == [visit]
    assert found.visits[0].signed_at is None
    assert (len(found.observations), len(found.findings)) == (1, 1)
    assert found.exposures == found.events == found.therapy_lines == found.consents == []
    assert found.adverse_events == []
    assert rows.rows_of_visit(visit) == (found.observations, found.findings)
