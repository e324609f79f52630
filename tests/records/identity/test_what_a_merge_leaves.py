"""What stands after a merge: the verdicts that were foreseen, and one record where two were."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from hlh_app.clinical.assess import assess
from hlh_app.records import access, summaries
from hlh_app.records.cases import build_case
from hlh_app.records.documents import document_of
from hlh_app.records.identity import moving
from hlh_app.records.identity.merging import merge
from hlh_app.records.identity.plan import plan_of
from hlh_app.records.models import (
    AuditEntry,
    Event,
    Observation,
    Patient,
    PatientSummary,
)
from hlh_app.records.selectors import patients as selector
from hlh_app.records.services import queries, rows
from hlh_app.records.services.errors import Refused
from hlh_app.records.worklist import worklist
from tests.records.admin.conftest import rows_of  # noqa: F401
from tests.records.factories import moment

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 2)


class TestTheVerdicts:
    def test_of_the_plan_are_those_after_the_merge(self, kept, gone, merged, add_result, add_visit):
        add_result(kept)
        add_result(gone, "hemoglobin", "82", unit="g/L", when="2026-11-03T08:00:00+01:00")
        add_result(gone, visit=add_visit(gone))  # in both
        Event.objects.create(patient=gone, event="relapse", on=DAY)
        gone.sex = "male"
        gone.save()
        planned = plan_of(kept, gone).case({"sex": "gone"})
        merged(sex="gone")
        case = build_case(kept)
        assert planned == case
        assert assess(planned) == assess(case)

    def test_and_nothing_is_written_for_it(self, kept, gone, add_result):
        add_result(gone)
        written = AuditEntry.objects.count()
        plan_of(kept, gone).case({})
        assert AuditEntry.objects.count() == written
        kept.refresh_from_db()
        assert (kept.sex, kept.version) == ("female", 1)

    def test_both_summaries_are_renewed(self, kept, gone, merged, add_result):
        add_result(gone)
        merged()
        stored = {row.patient_id: row for row in PatientSummary.objects.all()}
        assert [stored[p.pk].stale for p in (kept, gone)] == [False, False]
        assert (stored[kept.pk].ferritin_text, stored[gone.pk].ferritin_text) == ("1709 ng/mL", "")


class TestTheRecordThatWent:
    def test_is_in_no_list_count_or_renewal(self, kept, gone, merged, clinician, centre):
        merged()
        seen = selector.visible_to(clinician)
        assert list(seen) == [kept]
        assert [e.patient for e in worklist(seen, moment().at)] in ([], [kept])
        PatientSummary.objects.filter(patient=gone).update(stale=True)
        assert summaries.renew_stale() == 0

    def test_keeps_its_code_and_is_found_by_it(self, kept, gone, merged, clinician, centre):
        merged()
        seen = selector.visible_to(clinician)
        assert list(selector.named(seen, "HLH-12")) == [kept]
        assert list(selector.named(seen, "HLH-99")) == []
        assert selector.with_code(centre, "HLH-12") == kept
        with pytest.raises(Refused, match="in use"):
            rows.correct_row(actor=clinician, row=kept, version=kept.version, code="HLH-12")

    def test_leads_to_the_kept_one_through_any_number_of_merges(
        self, kept, gone, merged, clinician, add_patient
    ):
        merged()
        last = add_patient(code="HLH-1")
        merge(actor=clinician, kept=last, gone=kept, chosen={}, reason="x")
        with pytest.raises(access.MergedAway) as told:
            access.patient_for(clinician, gone.pk)
        assert (told.value.gone, told.value.kept) == (gone, last)
        assert access.patient_or_merged(clinician, gone.pk) == gone

    def test_takes_no_more_entries(self, kept, gone, merged, clinician, reviewer):
        stale = Patient.objects.get(pk=gone.pk)
        merged()
        result = {"analyte": "ferritin", "unit": "ng/mL", "value": Decimal(5)}
        with pytest.raises(Refused, match="merged into HLH-7"):
            rows.record_row(
                actor=clinician, model=Observation, patient=stale, measured=moment(), **result
            )
        with pytest.raises(Refused, match="merged into HLH-7"):
            queries.raise_query(actor=reviewer, row=stale, question="?")
        assert moving.counts(gone) == {}

    def test_is_exported_with_the_kept_one(self, kept, gone, merged, add_result):
        add_result(gone)
        merged()
        assert len(document_of(kept)["observations"]) == 1
        assert document_of(gone)["observations"] == []
