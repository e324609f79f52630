"""What a document brings is kept once, and never over what stands unless that was chosen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from hlh_app.exchange.incoming import Act
from hlh_app.records.imports.outcomes import Left
from hlh_app.records.models import (
    AuditEntry,
    ImportBatch,
    ImportedChange,
    LeftOver,
    Observation,
    Patient,
    PatientSummary,
    ReferenceInterval,
)
from hlh_app.records.services import rows

from ..factories import moment
from .entries import event, exposure, finding, pending, result

pytestmark = pytest.mark.django_db
SCD25 = {"analyte": "scd25", "unit": "U/mL", "value": "2400"}


def reasons() -> list[str]:
    return list(LeftOver.objects.order_by("pk").values_list("reason", flat=True))


def test_a_new_result_is_kept_as_reported_with_its_batch(patient, keep, clinician):
    batch = keep(result(patient, "1709", comparator=">", low=Decimal(10), high=Decimal(200)))
    row = Observation.objects.get()
    assert (row.patient, row.batch, row.recorded_by) == (patient, batch, clinician)
    assert (row.value, row.comparator, row.unit, row.canonical_value) == (1709, ">", "ng/mL", 1709)
    assert (row.low, row.high, row.interval_source) == (10, 200, "reported")
    assert (row.measured, row.status, row.version) == (moment(), "final", 1)
    assert batch.counts == {"read": 1, "new": 1}


def test_one_entry_a_value_says_who_and_why(patient, keep):
    keep(result(patient), result(patient, "512", analyte="ldh", unit="U/L", when="2026-11-01"))
    trail = AuditEntry.objects.filter(table="observation")
    assert set(trail.values_list("actor", "reason", "action", "patient_id")) == {
        ("clinician", "Import: labs.csv", "insert", patient.pk)
    }
    assert trail.count() == 2


def test_what_stands_is_not_written_again(patient, keep, add_result):
    add_result(patient, value="1709.0")
    batch = keep(result(patient), result(patient, "1709", unit="ug/L"))
    assert (Observation.objects.count(), batch.counts) == (1, {"read": 2, "same": 2})


def test_the_same_in_another_unit_is_the_same_exactly(patient, keep, add_result):
    add_result(patient, "crp", "1.25", unit="mg/dL")
    same = result(patient, "12.5", analyte="crp", unit="mg/L")
    other = result(patient, "12.50000001", analyte="crp", unit="mg/L")
    assert keep(same).counts == {"read": 1, "same": 1}
    assert keep(other).counts == {"read": 1, "differs": 1}


def test_a_value_that_differs_is_left_over_and_what_stands_stays(patient, keep, add_result):
    row = add_result(patient, value="900")
    batch = keep(result(patient, "1709"), result(patient, "5", comparator="<", place="row 9"))
    row.refresh_from_db()
    assert (row.value, row.version, Observation.objects.count()) == (900, 1, 1)
    assert batch.counts == {"read": 2, "differs": 2}
    assert reasons() == ["The record has 900 ng/mL at this moment."] * 2
    found = LeftOver.objects.last()
    assert (found.place, found.patient, found.found["result"]) == ("row 9", patient, "<5")


def test_chosen_a_value_is_corrected_under_its_next_version(patient, keep, add_result):
    row = add_result(patient, value="900", unit="ug/L")
    batch = keep(result(patient, place="row 2"), choices={"row 2": "correct"})
    row.refresh_from_db()
    assert (row.value, row.unit, row.version, row.batch) == (1709, "ng/mL", 2, None)
    change = ImportedChange.objects.get()
    assert (change.batch, change.table, change.row_id, change.version) == (
        batch,
        "observation",
        row.pk,
        2,
    )
    assert change.before["value"] == "900.00000000"
    assert change.before["unit"] == "ug/L"


def test_chosen_a_value_is_added_beside(patient, keep, add_result):
    add_result(patient, value="900")
    batch = keep(result(patient, place="row 2"), choices={"row 2": "add"})
    assert sorted(Observation.objects.values_list("value", flat=True)) == [900, 1709]
    assert batch.counts == {"read": 1, "added": 1}


def test_chosen_an_entry_is_skipped_and_not_left_over(patient, keep, add_result):
    add_result(patient, value="900")
    batch = keep(
        result(patient, place="row 2"),
        result(patient, "0", when="2026-11-01", place="row 3"),
        choices={"row 2": "skip", "row 3": "skip"},
    )
    assert (batch.counts, reasons()) == ({"read": 2, "skipped": 2}, [])


def test_a_correction_chosen_against_an_older_version_is_not_made(
    patient, keep, add_result, clinician
):
    row = add_result(patient, value="900")
    rows.correct_row(actor=clinician, row=row, version=1, value=Decimal(901))
    keep(result(patient, place="row 2"), choices={"row 2": "correct"}, seen={"row 2": 1})
    row.refresh_from_db()
    assert (row.value, row.version) == (901, 2)
    assert reasons() == ["Somebody changed this entry after it was looked at. Compare it again."]


def test_an_unusual_value_is_kept_when_confirmed_only(patient, keep):
    batch = keep(result(patient, "250000"))
    assert batch.counts == {"read": 1, "unusual": 1}
    assert "is unusual" in reasons()[0]
    keep(result(patient, "250000", place="row 2"), choices={"row 2": "confirm"})
    row = Observation.objects.get()
    assert (row.implausible_confirmed, row.canonical_value) == (True, 250000)


def test_a_pending_row_is_filled(patient, visit, keep, add_result):
    row = add_result(
        patient, value=None, status="pending", expected_on=date(2026, 11, 5), visit=visit
    )
    batch = keep(result(patient, "1709", laboratory="Central"))
    row.refresh_from_db()
    assert (row.status, row.value, row.visit, row.expected_on) == ("final", 1709, visit, None)
    assert (row.laboratory, row.version, batch.counts["answers"]) == ("Central", 2, 1)
    assert Observation.objects.count() == 1


def test_pending_beside_a_result_changes_nothing(patient, keep, add_result):
    add_result(patient)
    assert keep(pending(patient)).counts == {"read": 1, "differs": 1}
    assert keep(pending(patient, when="2026-11-03T08:00:00+01:00")).counts == {"read": 1, "new": 1}


def test_a_file_that_says_a_moment_twice_keeps_the_first(patient, keep):
    batch = keep(result(patient, "1709"), result(patient, "1709"), result(patient, "1800"))
    assert batch.counts == {"read": 3, "differs": 1, "new": 1, "same": 1}
    assert Observation.objects.get().value == 1709


@pytest.mark.parametrize(
    ("stored", "brought"),
    [
        ({"when": "2026-11-02T06:30:00+01:00"}, {}),  # two times of a day are two results
        ({"unit": "pg/mL", **{k: SCD25[k] for k in ("analyte", "value")}}, SCD25),
        ({"laboratory": "One", **SCD25}, {"laboratory": "Two", **SCD25}),
        ({"assay": "ELISA", **SCD25}, {"assay": "CLIA", **SCD25}),
        ({"analyte": "ldh", "unit": "U/L"}, {}),
    ],
)
def test_other_results_of_the_morning_are_no_clash(patient, keep, add_result, stored, brought):
    add_result(patient, **stored)
    assert keep(result(patient, **brought)).counts == {"read": 1, "new": 1}


@pytest.mark.parametrize("stated", [{}, {"laboratory": "one"}, {"assay": "ELISA"}])
def test_an_assay_counts_as_far_as_it_is_stated(patient, keep, add_result, stated):
    add_result(patient, laboratory="One", assay="", **SCD25)
    assert keep(result(patient, **SCD25 | stated)).counts == {"read": 1, "same": 1}


def test_a_document_corrects_what_it_said_before(patient, keep, add_result):
    row = add_result(patient, value="900")
    batch = keep(
        result(patient, act=Act.CORRECT), result(patient, "7", "esr", "mm/h", act=Act.CORRECT)
    )
    row.refresh_from_db()
    assert (row.value, row.version) == (1709, 2)
    assert batch.counts == {"read": 2, "corrected": 1, "new": 1}


def test_a_document_takes_back_what_was_entered_in_error(patient, keep, add_result):
    row, other = add_result(patient), add_result(patient, value="900", when="2026-11-03")
    batch = keep(
        result(patient, act=Act.WITHDRAW),
        result(patient, "901", when="2026-11-03", act=Act.WITHDRAW),
    )
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.entered_in_error, row.error_reason) == (True, "Import: labs.csv")
    assert (other.entered_in_error, batch.counts) == (
        False,
        {"read": 2, "same": 1, "withdrawn": 1},
    )
    assert keep(result(patient)).counts == {"read": 1, "new": 1}


def test_corrections_within_one_file_follow_each_other(patient, keep):
    batch = keep(
        result(patient, "1000"),
        result(patient, "1100", act=Act.CORRECT),
        result(patient, "1200", act=Act.CORRECT),
        result(patient, "1200"),
    )
    row = Observation.objects.get()
    assert (row.value, row.version, row.batch) == (1200, 3, batch)
    assert batch.counts == {"read": 4, "corrected": 2, "new": 1, "same": 1}


def test_good_rows_are_not_held_hostage(patient, keep):
    batch = keep(
        result(patient),
        result(patient, "99", analyte="temperature", unit="Cel"),
        result("nobody"),
        result(""),
        left_over=[Left("row 7", {"result": "??"}, "This is no number.", patient.code)],
    )
    assert batch.counts == {"read": 5, "new": 1, "refused": 3, "unread": 1}
    impossible, stranger, nameless, unread = reasons()
    assert impossible.startswith("Temperature 99 °C is not possible.")
    assert stranger == "This centre has no patient with the code nobody."
    assert nameless == "This row names no patient."
    assert unread == "This is no number."
    assert LeftOver.objects.get(place="row 7").patient == patient
    assert Patient.objects.count() == 1


def test_of_a_paste_nothing_is_put_by(patient, keep):
    batch = keep(result("", "-1"), source="paste", name="", patient=patient)
    assert (batch.counts["refused"], reasons()) == (1, [])
    assert (batch.patient, str(batch)) == (patient, "Pasted")


def test_a_paste_renews_its_patient(patient, keep):
    keep(result(""), source="paste", patient=patient)
    assert PatientSummary.objects.get(patient=patient).stale is False


def test_a_file_on_one_patients_page_does_not_bring_another_patients_rows(patient, keep):
    batch = keep(result("somebody else"), patient=patient)
    assert reasons() == ["This row names another patient: somebody else."]
    assert batch.counts == {"read": 1, "refused": 1}


def test_the_same_file_twice_changes_nothing(patient, keep):
    entries = [result(patient), result(patient, "7", analyte="esr", unit="mm/h")]
    first = keep(*entries, digest="same")
    again = keep(*entries, digest="same", name="renamed.csv")
    reordered = keep(*reversed(entries))
    assert (again, ImportBatch.objects.count()) == (first, 2)
    assert reordered.counts == {"read": 2, "same": 2}
    assert Observation.objects.count() == 2


def test_the_same_paste_for_two_patients_is_two(add_patient, keep):
    one, other = add_patient(), add_patient()
    assert keep(result(""), digest="same", patient=one) != keep(
        result(""), digest="same", patient=other
    )


def test_rows_of_a_merged_patient_go_to_the_record_that_was_kept(add_patient, keep):
    kept = add_patient()
    gone = add_patient(merged_into=add_patient(merged_into=kept))
    keep(result(gone))
    assert Observation.objects.get().patient == kept


def test_another_centres_patient_is_unknown(patient, add_patient, other_centre, keep, clinician):
    stranger = add_patient(centre=other_centre, code="ELSEWHERE")
    assert keep(result(stranger)).counts == {"read": 1, "refused": 1}
    with pytest.raises(PermissionDenied):
        keep(result(""), patient=stranger)


def test_only_a_clinician_of_the_centre_imports(patient, keep, reviewer):
    with pytest.raises(PermissionDenied):
        keep(result(patient), actor=reviewer)
    assert ImportBatch.objects.count() == 0


def test_a_signed_visits_row_is_corrected_with_the_reason_of_the_import(
    patient, visit, keep, add_result, clinician
):
    from hlh_app.records.services.signing import sign_visit

    row = add_result(patient, visit=visit, value="900")
    visit.refresh_from_db()
    sign_visit(actor=clinician, visit=visit, version=visit.version)
    keep(result(patient, place="row 2"), choices={"row 2": "correct"})
    row.refresh_from_db()
    assert row.value == 1709
    assert AuditEntry.objects.filter(table="observation", action="update").get().reason == (
        "Import: labs.csv"
    )


def test_findings_treatments_and_events_by_the_same_rules(patient, keep):
    entries = [finding(patient), exposure(patient), event(patient)]
    assert keep(*entries).counts == {"read": 3, "new": 3}
    assert keep(*entries).counts == {"read": 3, "same": 3}
    other = [finding(patient, "absent"), exposure(patient, dose=Decimal(10))]
    assert keep(*other).counts == {"read": 2, "differs": 2}
    chosen = {other[0].place: "correct", other[1].place: "add"}
    assert keep(*other, choices=chosen).counts == {"read": 2, "added": 1, "corrected": 1}
    withdrawn = [event(patient, act=Act.WITHDRAW), finding(patient, act=Act.WITHDRAW)]
    assert keep(*withdrawn).counts == {"read": 2, "same": 1, "withdrawn": 1}


def test_a_pending_finding_is_answered_and_a_wrong_one_refused(patient, keep):
    keep(finding(patient, "pending", expected_on=date(2026, 11, 9)))
    batch = keep(finding(patient), finding(patient, on=date(1999, 1, 1)))
    assert batch.counts == {"read": 2, "answers": 1, "refused": 1}
    assert reasons() == ["This is before the birth of the patient on 2015-03-03."]


def test_a_second_death_is_refused_the_same_death_is_the_same(patient, keep):
    death = event(patient, event="death")
    keep(death)
    other = event(patient, event="death", on=date(2026, 11, 3))
    assert keep(death, other).counts == {"read": 2, "refused": 1, "same": 1}


def test_what_a_file_teaches_of_intervals_is_known_to_its_next_rows(patient, keep, centre):
    known = ReferenceInterval.objects.create(
        centre=centre,
        laboratory="Central",
        analyte="esr",
        unit="mm/h",
        from_age_days=2922,
        to_age_days=5114,
        sex="female",
    )
    of_central = {"laboratory": "Central"}
    keep(
        result(patient, "5", "esr", "mm/h", low=Decimal(0), high=Decimal(20), **of_central),
        result(patient, "6", "esr", "mm/h", when="2026-11-01", **of_central),
        result(patient, "7", "esr", "mm/h", when="2026-10-01", laboratory="Other"),
    )
    rows = Observation.objects.order_by("value").values_list("high", "interval_source")
    assert list(rows) == [(20, "reported"), (20, "centre"), (None, "")]
    known.refresh_from_db()
    assert (known.high, ReferenceInterval.objects.count()) == (20, 2)


def test_a_managers_interval_set_during_an_import_stands(patient, keep, centre):
    known = ReferenceInterval.objects.create(
        centre=centre,
        analyte="esr",
        unit="mm/h",
        from_age_days=2922,
        to_age_days=5114,
        sex="female",
    )

    def entries():
        yield result(patient, "5", "esr", "mm/h", low=Decimal(0), high=Decimal(20))
        ReferenceInterval.objects.filter(pk=known.pk).update(high=15, configured=True)

    keep(incoming=entries())
    known.refresh_from_db()
    assert known.high == 15
