"""Units and reference intervals are remembered for a laboratory, values never."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from hlh_app.accounts.models import Role
from hlh_app.accounts.services import give_role
from hlh_app.records.models import Observation, ReferenceInterval
from hlh_app.records.selectors import intervals as selectors
from hlh_app.records.services import intervals, rows

from .factories import PatientFactory, moment

pytestmark = pytest.mark.django_db
D = Decimal
TOMORROW = date(2026, 11, 3)  # after the results of these tests


@pytest.fixture
def child(centre):
    return PatientFactory(centre=centre)


@pytest.fixture
def record(clinician):
    def make(patient, value="1709", **fields):
        usual = {"analyte": "ferritin", "unit": "ng/mL", "measured": moment()}
        return rows.record_row(
            actor=clinician, model=Observation, patient=patient, value=D(value), **(usual | fields)
        )

    return make


def judged_by(row):
    return row.low, row.high, row.interval_source


def test_an_interval_is_remembered_for_the_next_result_of_the_laboratory(record, child, centre):
    assert judged_by(record(child)) == (None, None, "")
    record(child, low=D(15), high=D(300))
    assert judged_by(record(child)) == (D(15), D(300), "centre")
    kept = ReferenceInterval.objects.get()
    assert (kept.unit, kept.low, kept.high, kept.configured) == ("ng/mL", D(15), D(300), False)


@pytest.mark.parametrize(
    "fields",
    [
        {"unit": "pmol/L"},
        {"laboratory": "Other hospital"},
        {"assay": "Roche"},
        {"analyte": "crp", "unit": "mg/L"},
    ],
)
def test_it_judges_no_other_unit_laboratory_assay_or_test(record, child, fields):
    record(child, low=D(15), high=D(300))
    assert judged_by(record(child, "200", **fields)) == (None, None, "")


def test_it_judges_no_other_age_sex_or_centre(record, child, centre, other_centre, clinician):
    record(child, low=D(15), high=D(300))
    adult = PatientFactory(centre=centre, birth_date=date(1980, 1, 1))
    boy = PatientFactory(centre=centre, sex="male")
    give_role(user=clinician, centre=other_centre, role=Role.CLINICIAN)
    elsewhere = PatientFactory(centre=other_centre)
    for patient in (adult, boy, elsewhere):
        assert judged_by(record(patient)) == (None, None, "")
    same = PatientFactory(centre=centre)
    assert judged_by(record(same)) == (D(15), D(300), "centre")


def test_the_newest_printed_interval_is_remembered_and_older_rows_keep_theirs(record, child):
    first = record(child, low=D(15), high=D(300))
    second = record(child)
    record(child, low=D(10), high=D(290))
    assert judged_by(record(child)) == (D(10), D(290), "centre")
    for row in (first, second):
        row.refresh_from_db()
        assert (row.low, row.high) == (D(15), D(300))


def test_a_manager_s_interval_is_looked_up_first_and_never_overwritten(record, child, centre):
    kept = ReferenceInterval.objects.create(
        centre=centre,
        analyte="ferritin",
        unit="ng/mL",
        low=D(7),
        high=D(140),
        from_age_days=366,
        to_age_days=6575,
        configured=True,
    )
    record(child, low=D(15), high=D(300))
    kept.refresh_from_db()
    assert (kept.low, kept.high) == (D(7), D(140))
    assert judged_by(record(child)) == (D(7), D(140), "centre")


def test_a_correction_of_something_else_leaves_the_interval_alone(record, child, clinician):
    row = record(child)
    record(child, low=D(15), high=D(300))
    row = rows.correct_row(actor=clinician, row=row, version=1, note="hemolytic")
    assert judged_by(row) == (None, None, "")
    row = rows.correct_row(actor=clinician, row=row, version=2, laboratory="Other hospital")
    assert judged_by(row) == (None, None, "")
    row = rows.correct_row(actor=clinician, row=row, version=3, laboratory=" ")
    assert judged_by(row) == (D(15), D(300), "centre")
    row = rows.correct_row(actor=clinician, row=row, version=4, unit="ug/L")
    assert judged_by(row) == (None, None, "")
    row = rows.correct_row(actor=clinician, row=row, version=5, high=D(280))
    assert judged_by(row) == (None, D(280), "reported")


def test_the_usual_unit_is_preselected_but_never_for_assay_bound_tests(record, child, centre):
    assert selectors.usual(centre)["hemoglobin"].unit == "g/L"
    record(child, "9.8", analyte="hemoglobin", unit="g/dL", low=D("10.5"))
    record(child, "9000", analyte="scd25", unit="U/mL", laboratory="Lab", assay="Immulite")
    usual = selectors.usual(centre, child, date(2026, 11, 9))
    assert (usual["hemoglobin"].unit, usual["hemoglobin"].low) == ("g/dL", D("10.5"))
    assert usual["scd25"] == selectors.Usual("")
    adult = PatientFactory(centre=centre, birth_date=date(1980, 1, 1))
    for_adult = selectors.usual(centre, adult, date(2026, 11, 9))["hemoglobin"]
    assert (for_adult.unit, for_adult.low) == ("g/dL", None), "the unit is the laboratory's"
    assert selectors.laboratories(centre) == ["Lab"]
    assert selectors.assays(centre) == {"scd25": ["Immulite"]}


def test_a_block_that_names_no_laboratory_does_not_change_the_unit_of_the_ward(
    record, child, centre
):
    own = {"analyte": "neutrophils", "unit": "10*9/L", "low": D("1.5"), "high": D(8)}
    record(child, "0.8", laboratory="Ward laboratory", **own)
    record(child, "1440", analyte="neutrophils", unit="/uL", low=D(1500), high=D(7800))
    usual = selectors.usual(centre, child, date(2026, 11, 9))["neutrophils"]
    assert (usual.unit, usual.low) == ("10*9/L", D("1.5"))
    assert selectors.usual(centre)["neutrophils"].unit == "10*9/L"


def test_what_is_measured_at_the_bedside_has_a_unit_and_no_interval(record, child, centre):
    record(child, "101.5", analyte="temperature", unit="°F", low=D(96), high=D(99))
    kept = ReferenceInterval.objects.get()
    assert (kept.unit, kept.low, kept.high) == ("[degF]", None, None)


def test_a_unit_alone_does_not_erase_an_interval(record, child):
    record(child, low=D(15), high=D(300))
    record(child, "100", unit="pmol/L")
    assert judged_by(record(child)) == (D(15), D(300), "centre")


def test_an_age_in_completed_years_is_enough_to_remember_by(record, centre):
    printed = {"birth_date": None, "age_years": 5, "age_on": date(2026, 1, 1)}
    record(PatientFactory(centre=centre, **printed), low=D(15), high=D(300))
    assert judged_by(record(PatientFactory(centre=centre))) == (D(15), D(300), "centre")
    before = PatientFactory(centre=centre, **(printed | {"age_years": 0, "age_on": TOMORROW}))
    assert judged_by(record(before)) == (None, None, "")


@pytest.mark.parametrize(
    ("days", "band"),
    [(0, (0, 28)), (27, (0, 28)), (28, (28, 366)), (6574, (5114, 6575)), (6575, (6575, 55000))],
)
def test_age_bands_meet_without_a_gap(days, band):
    assert intervals.band(days) == band
