"""Two records become one: what moves, what is doubled, what must be chosen, what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import models

from hlh_app.accounts.models import Role
from hlh_app.accounts.services import give_role
from hlh_app.records.identity import moving
from hlh_app.records.identity.merging import merge
from hlh_app.records.identity.plan import plan_of
from hlh_app.records.models import (
    AuditEntry,
    DataQuery,
    Event,
    Exposure,
    Finding,
    Patient,
    PatientMerge,
    UnsavedForm,
)
from hlh_app.records.services import queries
from hlh_app.records.services.errors import Refused
from tests.records.admin.conftest import rows_of  # noqa: F401
from tests.records.factories import moment

pytestmark = pytest.mark.django_db
MORNING = "2026-11-02T08:00:00+01:00"
DAY = date(2026, 11, 2)


class TestWhatMoves:
    def test_every_table_of_a_patient_is_decided_on(self):
        of_patients = {
            model._meta.model_name
            for model in Patient._meta.apps.get_app_config("records").get_models()
            for field in model._meta.concrete_fields
            if isinstance(field, models.ForeignKey)
            and field.related_model is Patient
            and field.name not in ("kept", "gone", "one", "other", "merged_into")
        }
        assert set(moving.moved_tables()) | set(moving.STAYS) == of_patients

    def test_every_row_with_its_visit_signature_query_report_and_import(
        self,
        rows_of,  # noqa: F811
        kept,
        gone,
        merged,
    ):
        made = rows_of(gone)
        before = {name: row.version for name, row in made.items() if hasattr(row, "version")}
        merge_row = merged()
        for name in moving.moved_tables():
            made[name].refresh_from_db()
            assert made[name].patient_id == kept.pk, name
            assert made[name].pk in merge_row.moved[name]
            assert getattr(made[name], "version", 1) == before.get(name, 1), name
        made["signature"].refresh_from_db()
        assert made["signature"].visit.patient_id == kept.pk
        assert made["leftover"].batch.patient_id == kept.pk
        assert moving.counts(gone) == {}

    def test_the_trail_says_of_each_row_who_moved_it_and_why(self, gone, kept, merged, add_result):
        result = add_result(gone)
        merged("One girl.")
        entry = AuditEntry.objects.filter(table="observation", row_id=result.pk).first()
        assert (entry.actor, entry.reason, entry.patient_id) == ("clinician", "One girl.", kept.pk)
        assert (entry.old, entry.new) == ({"patient_id": gone.pk}, {"patient_id": kept.pk})
        gone_s = AuditEntry.objects.filter(patient_id=gone.pk, table="patient").first()
        assert gone_s.new["merged_into_id"] == kept.pk

    def test_a_query_about_the_patient_is_about_the_kept_one(self, gone, kept, merged, reviewer):
        asked = queries.raise_query(actor=reviewer, row=gone, field="sex", question="Sure?")
        merged()
        asked.refresh_from_db()
        assert (asked.patient_id, asked.table, asked.row_id) == (kept.pk, "patient", kept.pk)

    def test_what_is_being_typed_is_not_part_of_the_record(self, gone, merged, clinician):
        typed = {"address": "/x/", "key": "k", "boxes": {}, "typed_at": "2026-11-02T08:00Z"}
        form = UnsavedForm.objects.create(user=clinician, patient=gone, **typed)
        merged()
        form.refresh_from_db()
        assert form.patient_id == gone.pk


class TestWhatIsInBoth:
    def test_the_same_result_is_entered_in_error_with_the_reason(
        self, kept, gone, merged, add_result
    ):
        stays, doubled = add_result(kept), add_result(gone)
        other = add_result(gone, value="5", when="2026-11-03T08:00:00+01:00")
        merged()
        for row in (stays, doubled, other):
            row.refresh_from_db()
        assert [row.entered_in_error for row in (stays, doubled, other)] == [False, True, False]
        assert doubled.error_reason == "recorded in both HLH-7 and HLH-12, which were merged"
        assert (doubled.version, doubled.patient_id) == (2, kept.pk)

    @pytest.mark.parametrize(
        ("mine", "theirs", "same"),
        [
            ({"canonical_value": "1709"}, {"value": "1.709", "canonical_value": "1709"}, True),
            ({}, {"when": "2026-11-02T07:00:00+00:00"}, True),
            ({}, {"when": "2026-11-02"}, False),
            ({}, {"comparator": ">"}, False),
            ({}, {"analyte": "scd25", "unit": "U/mL"}, False),
            (
                {"analyte": "scd25", "unit": "U/mL", "assay": "A"},
                {"analyte": "scd25", "unit": "U/mL", "assay": "B"},
                False,
            ),
            ({"value": None, "status": "pending"}, {"value": None, "status": "pending"}, True),
            ({"value": None, "status": "not_done"}, {"value": None, "status": "pending"}, False),
            ({"entered_in_error": True, "error_reason": "x"}, {}, False),
        ],
    )
    def test_what_counts_as_the_same_result(self, kept, gone, add_result, mine, theirs, same):
        add_result(kept, **mine)
        add_result(gone, **theirs)
        assert bool(plan_of(kept, gone).doubles) is same

    @pytest.mark.parametrize("pending_in", ["kept", "gone"])
    def test_a_pending_result_that_the_other_record_answers(
        self, kept, gone, merged, add_result, pending_in
    ):
        waiting, answered = (kept, gone) if pending_in == "kept" else (gone, kept)
        pending = add_result(waiting, value=None, status="pending")
        final = add_result(answered)
        merged()
        pending.refresh_from_db()
        final.refresh_from_db()
        assert (pending.entered_in_error, final.entered_in_error) == (True, False)

    def test_different_values_at_one_moment_both_stay_and_are_asked_about(
        self, kept, gone, merged, add_result
    ):
        one, other = add_result(kept), add_result(gone, value="17090")
        (found,) = plan_of(kept, gone).contradictions
        assert (found.kept, found.gone) == (one, other)
        merged()
        other.refresh_from_db()
        assert not other.entered_in_error
        query = DataQuery.objects.get()
        assert (query.table, query.row_id, query.rule) == ("observation", other.pk, "merge")
        assert "1709" in query.question
        assert "17090" in query.question
        assert query.patient_id == kept.pk

    def test_very_many_differences_are_asked_about_together(self, kept, gone, merged, add_result):
        for day in range(1, 26):
            when = f"2026-10-{day:02}T08:00:00+01:00"
            add_result(kept, when=when)
            add_result(gone, value="5", when=when)
        merged()
        assert DataQuery.objects.filter(table="observation").count() == 20
        assert DataQuery.objects.get(table="patient").question.startswith("5 more results")

    def test_results_of_two_assays_do_not_contradict_each_other(self, kept, gone, add_result):
        of_test = {"analyte": "scd25", "unit": "U/mL"}
        add_result(kept, **of_test, assay="A")
        add_result(gone, **of_test, value="5", assay="B")
        assert plan_of(kept, gone).contradictions == ()

    def test_other_rows_are_in_both_when_all_they_say_is(self, kept, gone, merged):
        for patient in (kept, gone):
            Event.objects.create(patient=patient, event="relapse", on=DAY)
            Finding.objects.create(
                patient=patient, finding="splenomegaly", status="present", on=DAY, note=patient.code
            )
        Event.objects.create(patient=gone, event="relapse", on=DAY, detail="in the CNS")
        merged()
        assert Event.objects.filter(entered_in_error=True).count() == 1
        assert Finding.objects.filter(entered_in_error=True).count() == 1


class TestWhatMustBeChosen:
    def test_facts_that_differ(self, kept, gone, merged):
        gone.sex, gone.birth_date, gone.donor = "male", date(2015, 3, 4), "searching"
        gone.save()
        with pytest.raises(Refused) as refused:
            merged()
        assert set(refused.value.errors) == {"birth", "sex"}
        assert PatientMerge.objects.count() == 0
        merged(birth="gone", sex="kept")
        assert (kept.sex, kept.birth_date, kept.donor) == ("female", date(2015, 3, 4), "searching")
        assert kept.version == 2

    def test_what_one_record_does_not_say_is_taken_from_the_other(self, kept, gone, merged):
        gone.trigger, gone.trigger_agent = "infection", "ebv"
        gone.save()
        merged()
        assert (kept.trigger, kept.trigger_agent) == ("infection", "ebv")

    def test_an_age_gives_way_to_a_day_as_a_whole(self, kept, gone, merged):
        Patient.objects.filter(pk=kept.pk).update(
            birth_date=None, age_years=11, age_on=date(2026, 11, 2)
        )
        kept.refresh_from_db()
        merged(birth="gone")
        assert (kept.birth_date, kept.age_years, kept.age_on) == (date(2015, 3, 3), None, None)

    def test_two_notes_may_stand_together(self, kept, gone, merged):
        for patient in (kept, gone):
            patient.note = f"of {patient.code}"
            patient.save()
        merged(note="both")
        assert kept.note == "of HLH-7\nof HLH-12"

    def test_no_choice_that_is_not_offered(self, kept, gone, merged):
        gone.sex = "male"
        gone.save()
        with pytest.raises(Refused):
            merged(sex="both")

    def test_deaths_on_two_days(self, kept, gone, merged):
        events = [
            Event.objects.create(patient=patient, event="death", on=on)
            for patient, on in ((kept, DAY), (gone, date(2026, 11, 3)))
        ]
        with pytest.raises(Refused) as refused:
            merged()
        assert set(refused.value.errors) == {"death"}
        merged(death="gone")
        for event in events:
            event.refresh_from_db()
        assert [event.entered_in_error for event in events] == [True, False]

    def test_a_death_told_twice_alike_needs_no_choice(self, kept, gone, merged):
        for patient in (kept, gone):
            Event.objects.create(patient=patient, event="death", on=DAY)
        merged()
        deaths = Event.objects.filter(patient=kept, event="death")
        assert sorted(deaths.values_list("entered_in_error", flat=True)) == [False, True]


class TestWhatIsRefused:
    def test_who_may(self, kept, gone, reviewer, reader, manager, superuser, make_user):
        elsewhere = make_user()
        for user in (reviewer, reader, manager, superuser, elsewhere):
            with pytest.raises(PermissionDenied):
                merge(actor=user, kept=kept, gone=gone, chosen={}, reason="x")

    def test_two_centres(self, kept, add_patient, other_centre, clinician):
        give_role(user=clinician, centre=other_centre, role=Role.CLINICIAN)
        other = add_patient(centre=other_centre)
        with pytest.raises(PermissionDenied):
            merge(actor=clinician, kept=kept, gone=other, chosen={}, reason="x")
        assert plan_of(kept, other).conflicts

    def test_itself(self, kept, clinician):
        with pytest.raises(Refused):
            merge(actor=clinician, kept=kept, gone=kept, chosen={}, reason="x")

    @pytest.mark.parametrize("reason", ["", "  ", "x" * 301, "a\0b"])
    def test_without_a_reason(self, merged, reason):
        with pytest.raises(Refused) as refused:
            merged(reason)
        assert set(refused.value.errors) == {"reason"}

    @pytest.mark.parametrize(
        "fields", [{"source": "synthetic"}, {"source": "published"}, {"conventional_dates": True}]
    )
    def test_a_case_that_is_not_of_the_ward(self, gone, merged, fields):
        Patient.objects.filter(pk=gone.pk).update(**fields)
        gone.refresh_from_db()
        with pytest.raises(Refused):
            merged()

    def test_a_birth_after_a_result(self, kept, gone, merged, add_result):
        add_result(kept, when="2016-01-01T08:00:00+01:00")
        gone.birth_date = date(2016, 3, 3)
        gone.save()
        with pytest.raises(Refused) as refused:
            merged(birth="gone")
        assert set(refused.value.errors) == {"birth"}
        gone.refresh_from_db()
        assert (gone.merged_into_id, moving.counts(kept)) == (None, {"observation": 1})

    def test_a_plan_that_is_out_of_date(self, kept, gone, clinician, add_result):
        seen = plan_of(kept, gone).digest
        add_result(gone)
        with pytest.raises(Refused, match="changed since this page was shown"):
            merge(actor=clinician, kept=kept, gone=gone, chosen={}, reason="x", seen=seen)
        seen = plan_of(kept, gone).digest
        merge(actor=clinician, kept=kept, gone=gone, chosen={}, reason="x", seen=seen)

    def test_one_that_is_merged_already(self, kept, gone, merged, add_patient, clinician):
        merged()
        third = add_patient(code="HLH-3")
        for one, other in ((third, gone), (gone, third)):
            with pytest.raises(Refused, match="HLH-12 was merged into another"):
                merge(actor=clinician, kept=one, gone=other, chosen={}, reason="x")

    def test_again_gives_the_first(self, merged):
        assert merged() == merged()
        assert PatientMerge.objects.count() == 1


def test_two_courses_of_ruxolitinib_at_one_time_are_told(kept, gone):
    for patient, day in ((kept, "2026-10-01"), (gone, "2026-10-10")):
        row = Exposure(patient=patient, drug="ruxolitinib", dose=5, unit="mg", times_per_day=2)
        row.started = moment(day)
        row.save()
    (told,) = plan_of(kept, gone).warnings
    assert "from 2026-10-01 in HLH-7 and from 2026-10-10 in HLH-12" in str(told)
    Exposure.objects.filter(patient=kept).update(stopped_on=date(2026, 10, 10))
    assert plan_of(kept, gone).warnings == ()
