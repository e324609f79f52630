"""What else the triggers do: summaries become stale, visits know that their content changed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from hlh_app.accounts.models import Centre
from hlh_app.records.models import (
    AdverseEvent,
    AuditEntry,
    Consent,
    DataQuery,
    Event,
    Exposure,
    Finding,
    Observation,
    Patient,
    PatientSummary,
    ReferenceInterval,
    Signature,
    TherapyLine,
    Visit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def summary(patient) -> PatientSummary:
    return PatientSummary.objects.create(patient=patient, stale=False)


def is_stale(summary: PatientSummary) -> bool:
    summary.refresh_from_db()
    return summary.stale


class TestStaleSummary:
    def test_after_any_clinical_table_is_written(self, patient, summary, add_result, add_visit):
        exposure = Exposure(patient=patient, drug="ruxolitinib")
        exposure.started = add_visit(patient).visited
        day = date(2026, 11, 2)
        writes = [
            lambda: add_visit(patient),
            lambda: add_result(patient),
            exposure.save,
            lambda: Finding.objects.create(
                patient=patient, finding="splenomegaly", status="present", on=day
            ),
            lambda: Event.objects.create(patient=patient, event="relapse", on=day),
            lambda: AdverseEvent.objects.create(
                patient=patient, category="liver", status="absent", on=day
            ),
            lambda: TherapyLine.objects.create(patient=patient, regimen="HLH-94"),
            lambda: Consent.objects.create(patient=patient, scope="record", status="given", on=day),
            lambda: Patient.objects.filter(pk=patient.pk).update(sex="male"),
            lambda: Observation.objects.filter(patient=patient).update(value=Decimal("5")),
        ]
        for write in writes:
            PatientSummary.objects.update(stale=False)
            write()
            assert is_stale(summary)

    def test_of_both_patients_when_a_row_moves(self, result, summary, add_patient):
        other = PatientSummary.objects.create(patient=add_patient(), stale=False)
        PatientSummary.objects.update(stale=False)
        Observation.objects.filter(pk=result.pk).update(patient=other.patient)
        assert is_stale(summary)
        assert is_stale(other)

    def test_not_of_another_patient(self, summary, add_patient, add_result):
        add_result(add_patient())
        assert not is_stale(summary)

    def test_not_after_a_query(self, patient, summary):
        DataQuery.objects.create(patient=patient, table="patient", row_id=1, question="?")
        assert not is_stale(summary)

    def test_renewing_leaves_no_entry(self, summary):
        entries = AuditEntry.objects.count()
        PatientSummary.objects.update(stale=False, ferritin_text="1,709")
        assert not is_stale(summary)
        assert AuditEntry.objects.count() == entries

    def test_after_the_centre_chose_another_fever(self, centre, summary, add_patient, other_centre):
        elsewhere = PatientSummary.objects.create(
            patient=add_patient(centre=other_centre), stale=False
        )
        Centre.objects.filter(pk=centre.pk).update(fever_threshold=Decimal("38.0"))
        assert is_stale(summary)
        assert not is_stale(elsewhere)

    def test_not_after_the_centre_changed_its_name(self, centre, summary):
        Centre.objects.filter(pk=centre.pk).update(name="Wien")
        assert not is_stale(summary)

    def test_after_a_manager_set_an_interval(self, centre, summary):
        interval = ReferenceInterval.objects.create(
            centre=centre, analyte="ferritin", unit="ng/mL", high=400
        )
        assert not is_stale(summary)  # remembered from entry: no verdict rests on it
        interval.configured = True
        interval.save()
        assert is_stale(summary)
        PatientSummary.objects.update(stale=False)
        ReferenceInterval.objects.update(high=300)
        assert is_stale(summary)
        PatientSummary.objects.update(stale=False)
        interval.delete()
        assert is_stale(summary)


def changed_at(visit: Visit):
    return Visit.objects.values_list("content_changed_at", flat=True).get(pk=visit.pk)


class TestContentOfAVisit:
    @pytest.fixture(autouse=True)
    def _a_minute_ago(self, result, visit):
        """Rows exist since a minute, as far as the visit says."""
        self.before = timezone.now() - timedelta(minutes=1)
        forget(visit, self.before)

    def test_changes_with_a_result(self, visit, result):
        Observation.objects.filter(pk=result.pk).update(value=Decimal("5"))
        assert changed_at(visit) > self.before

    def test_changes_with_a_new_row(self, visit, add_result):
        add_result(visit.patient, "hemoglobin", "101", unit="g/L", visit=visit)
        assert changed_at(visit) > self.before

    def test_changes_with_a_finding(self, visit):
        Finding.objects.create(
            patient=visit.patient,
            visit=visit,
            finding="fever",
            status="absent",
            on=date(2026, 1, 1),
        )
        assert changed_at(visit) > self.before

    def test_changes_with_an_adverse_event(self, visit):
        AdverseEvent.objects.create(
            patient=visit.patient,
            visit=visit,
            category="liver",
            status="absent",
            on=date(2026, 1, 1),
        )
        assert changed_at(visit) > self.before

    def test_changes_with_the_visit_itself(self, visit):
        Visit.objects.filter(pk=visit.pk).update(label="day 14")
        assert changed_at(visit) > self.before

    def test_of_both_visits_when_a_row_moves(self, visit, result, add_visit):
        other = add_visit(visit.patient, "2026-11-09T08:00:00+01:00")
        assert changed_at(other) is None
        Observation.objects.filter(pk=result.pk).update(visit=other)
        assert changed_at(visit) > self.before
        assert changed_at(other) > self.before

    def test_stays_when_nothing_changes(self, visit, result):
        result.save()
        Visit.objects.filter(pk=visit.pk).update(version=7)
        Observation.objects.filter(pk=result.pk).update(value=result.value)
        assert changed_at(visit) == self.before

    def test_is_no_entry_of_its_own(self, visit, result):
        entries = AuditEntry.objects.filter(table="visit").count()
        Observation.objects.filter(pk=result.pk).update(value=Decimal("5"))
        assert AuditEntry.objects.filter(table="visit").count() == entries

    def test_is_not_set_back_by_a_stale_save(self, visit, result):
        Observation.objects.filter(pk=result.pk).update(value=Decimal("5"))
        after = changed_at(visit)
        visit.content_changed_at = None
        visit.save()
        visit.content_changed_at = self.before
        visit.label = "day 14"
        visit.save()
        assert changed_at(visit) >= after

    def test_comes_after_a_signature_of_the_same_instant(self, visit, result, clinician):
        signature = Signature.objects.create(
            visit=visit,
            signed_by=clinician,
            signed_at=timezone.now(),
            as_of_text="",
            case={},
            verdicts={},
            rule_versions={},
        )
        assert changed_at(visit) < signature.signed_at
        Observation.objects.filter(pk=result.pk).update(value=Decimal("5"))
        assert changed_at(visit) > signature.signed_at


def forget(visit: Visit, when) -> None:
    """Set the time back, which the triggers otherwise prevent."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            switch = "ALTER TABLE records_visit {} TRIGGER audit_visit_content"
            off, on = switch.format("DISABLE"), switch.format("ENABLE")
        else:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'audit_visit_not_back'")
            off, on = "DROP TRIGGER audit_visit_not_back", cursor.fetchone()[0]
        cursor.execute(off)
        Visit.objects.filter(pk=visit.pk).update(content_changed_at=when)
        cursor.execute(on)
