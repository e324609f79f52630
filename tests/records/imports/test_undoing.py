"""An import is taken back as a whole, but for what somebody changed since."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from hlh_app.exchange.incoming import Act
from hlh_app.records.imports.renewing import patients_of, renew_patients_of
from hlh_app.records.imports.undoing import undo
from hlh_app.records.models import (
    AuditEntry,
    Finding,
    ImportBatch,
    LeftOver,
    Observation,
    PatientSummary,
    ReferenceInterval,
)
from hlh_app.records.services import rows
from hlh_app.records.services.errors import Refused

from .entries import finding, result

pytestmark = pytest.mark.django_db
WHY = "Wrong file"


@pytest.fixture
def taken_back(clinician):
    return lambda batch, **asked: undo(
        **({"actor": clinician, "batch": batch, "reason": WHY} | asked)
    )


def test_what_came_new_is_entered_in_error_with_the_reason(patient, keep, taken_back):
    batch = keep(result(patient), result(patient, "7", "esr", "mm/h"), finding(patient))
    done = taken_back(batch)
    assert (done.withdrawn, done.restored, done.left, done.already) == (3, 0, [], False)
    for row in [*Observation.objects.all(), Finding.objects.get()]:
        assert (row.entered_in_error, row.error_reason, row.version) == (True, WHY, 2)
    batch.refresh_from_db()
    assert (batch.undo_reason, batch.undone_by.username) == (WHY, "clinician")
    trail = AuditEntry.objects.filter(table="observation", action="update")
    assert set(trail.values_list("reason", "actor")) == {(WHY, "clinician")}


def test_what_was_changed_is_as_it_was(patient, keep, add_result, taken_back):
    row = add_result(patient, value="900", unit="ug/L", laboratory="One")
    waiting = add_result(patient, "esr", None, status="pending", unit="mm/h")
    before = {r.pk: Observation.objects.filter(pk=r.pk).values().get() for r in (row, waiting)}
    batch = keep(
        result(patient, place="row 2", laboratory="Two"),
        result(patient, "7", "esr", "mm/h"),
        choices={"row 2": "correct"},
    )
    assert batch.counts == {"read": 2, "answers": 1, "corrected": 1}
    assert taken_back(batch).restored == 2
    for pk, stored in before.items():
        assert Observation.objects.filter(pk=pk).values().get() == stored | {"version": 3}


def test_what_was_withdrawn_stands_again(patient, keep, add_result, taken_back):
    row = add_result(patient)
    taken_back(keep(result(patient, act=Act.WITHDRAW)))
    row.refresh_from_db()
    assert (row.entered_in_error, row.error_reason, row.version) == (False, "", 3)


def test_what_somebody_changed_since_is_left_and_named(
    patient, keep, add_result, clinician, taken_back
):
    old = add_result(patient, value="900")
    batch = keep(
        result(patient, place="row 2"),
        result(patient, "7", "esr", "mm/h"),
        result(patient, "8", "crp", "mg/L"),
        choices={"row 2": "correct"},
    )
    esr = Observation.objects.get(analyte="esr")
    rows.correct_row(actor=clinician, row=esr, version=1, value=Decimal(9))
    old.refresh_from_db()
    rows.correct_row(actor=clinician, row=old, version=2, value=Decimal(11))
    done = taken_back(batch)
    assert (done.withdrawn, done.restored) == (1, 0)
    assert sorted(row.analyte for row in done.left) == ["esr", "ferritin"]
    values = Observation.objects.filter(entered_in_error=False).values_list("analyte", "value")
    assert sorted(values) == [("esr", 9), ("ferritin", 11)]


def test_a_row_that_another_undone_import_changed_is_taken_back(patient, keep, taken_back):
    first = keep(result(patient, "9800"))
    second = keep(result(patient, "400", place="row 2"), choices={"row 2": "correct"})
    third = keep(result(patient, "300", place="row 2"), choices={"row 2": "correct"})
    taken_back(third)
    assert taken_back(second).restored == 1
    done = taken_back(first)
    assert (done.withdrawn, done.left) == (1, [])
    assert not Observation.objects.filter(entered_in_error=False).exists()


def test_a_row_that_somebody_changed_after_an_undone_import_is_left(
    patient, keep, taken_back, clinician
):
    first = keep(result(patient, "9800"))
    second = keep(result(patient, "400", place="row 2"), choices={"row 2": "correct"})
    taken_back(second)
    row = Observation.objects.get()
    rows.correct_row(actor=clinician, row=row, version=3, value=Decimal(9900))
    assert [left.value for left in taken_back(first).left] == [9900]


def test_an_interval_that_only_it_printed_is_forgotten(patient, keep, taken_back):
    batch = keep(result(patient, low=Decimal(13), high=Decimal(15000)))
    assert ReferenceInterval.objects.get().high == 15000
    taken_back(batch)
    assert not ReferenceInterval.objects.filter(high=15000).exists()


def test_an_interval_that_another_result_prints_is_kept(patient, keep, taken_back):
    keep(result(patient, "7", low=Decimal(13), high=Decimal(150), when="2026-11-01T06:00:00+01:00"))
    taken_back(keep(result(patient, low=Decimal(13), high=Decimal(150))))
    assert ReferenceInterval.objects.get().high == 150


def test_a_row_that_its_own_file_corrected_is_taken_back_too(patient, keep, taken_back):
    batch = keep(result(patient, "1000"), result(patient, "1100", act=Act.CORRECT))
    done = taken_back(batch)
    assert (done.withdrawn, done.restored, done.left) == (1, 0, [])


def test_a_second_time_nothing_is_done(patient, keep, taken_back):
    batch = keep(result(patient))
    taken_back(batch)
    again = taken_back(batch, reason="Once more")
    batch.refresh_from_db()
    assert (again.already, again.withdrawn, batch.undo_reason) == (True, 0, WHY)


def test_after_it_was_undone_the_same_file_is_kept_anew(patient, keep, taken_back):
    first = keep(result(patient), digest="same")
    taken_back(first)
    assert keep(result(patient), digest="same") != first
    assert Observation.objects.filter(entered_in_error=False).count() == 1


def test_its_left_over_rows_are_dropped(patient, keep, taken_back, clinician):
    batch = keep(result("nobody"))
    taken_back(batch)
    left = LeftOver.objects.get()
    assert (left.status, left.closed_by) == ("dropped", clinician)


def test_why_must_be_said_and_only_clinicians_undo(patient, keep, taken_back, reviewer):
    batch = keep(result(patient))
    with pytest.raises(Refused):
        taken_back(batch, reason="  ")
    with pytest.raises(PermissionDenied):
        taken_back(batch, actor=reviewer)
    assert ImportBatch.objects.get().undone_at is None


def test_the_lists_follow_an_import_and_its_undoing(add_patient, keep, taken_back):
    one, other = add_patient(), add_patient()
    batch = keep(result(one), result(other))
    assert patients_of(batch) == [one.pk, other.pk]
    told = []
    assert renew_patients_of(batch, told.append) == 2
    assert told == [2]
    assert not PatientSummary.objects.filter(stale=True).exists()
    taken_back(batch)
    assert PatientSummary.objects.filter(stale=True).count() == 2


def test_undoing_a_paste_renews_its_patient(patient, keep, taken_back):
    taken_back(keep(result(""), source="paste", patient=patient))
    assert PatientSummary.objects.get().stale is False
    assert PatientSummary.objects.get().ferritin_series == []
