"""Undoing a merge: everything is as it was, and what came since is neither lost nor hidden."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hlh_app.accounts.models import Role
from hlh_app.accounts.services import create_centre, create_user, give_role
from hlh_app.records.cases import build_case
from hlh_app.records.document_columns import TABLES
from hlh_app.records.identity.facts import facts_of
from hlh_app.records.identity.merging import merge
from hlh_app.records.identity.plan import DEATH, plan_of
from hlh_app.records.identity.undoing import entered_since, later_merge, undo
from hlh_app.records.models import (
    DataQuery,
    Event,
    NotTheSame,
    Observation,
    Patient,
    PatientMerge,
    PatientSummary,
    Visit,
)
from hlh_app.records.services import queries, rows
from hlh_app.records.services.errors import Refused
from tests.records.admin.conftest import rows_of  # noqa: F401
from tests.records.factories import moment
from tests.records.random_rows import records

from .conftest import everything

pytestmark = pytest.mark.django_db
RESULT = {"analyte": "ferritin", "unit": "ng/mL", "value": Decimal(5)}
BORN = date(2015, 4, 4)
LATER = "2026-11-05T08:00:00+01:00"


@pytest.fixture
def undone(clinician):
    def go(merge_row, reason="Two girls.", **more):
        return undo(actor=clinician, merge=merge_row, reason=reason, **more)

    return go


class TestThereAndBack:
    def test_every_row_of_every_table_is_as_it_was(
        self,
        rows_of,  # noqa: F811
        kept,
        gone,
        merged,
        undone,
        add_result,
    ):
        rows_of(kept)
        rows_of(gone)
        add_result(kept, analyte="crp", unit="mg/L", value=None, status="pending")
        add_result(gone, analyte="crp", unit="mg/L")
        gone.sex = "male"
        gone.save()
        before, cases = everything(), [build_case(patient) for patient in (kept, gone)]
        merge_row = merged(sex="gone")
        assert everything() != before
        done = undone(merge_row)
        assert everything() == before
        for patient in (kept, gone):
            patient.refresh_from_db()
        assert [build_case(patient) for patient in (kept, gone)] == cases
        assert (done.stays, done.left) == ({}, [])
        stale = PatientSummary.objects.filter(patient__in=[kept, gone], stale=True)
        assert not stale.exists()

    def test_says_who_undid_it_and_why_once(self, merged, undone, clinician):
        merge_row = merged()
        undone(merge_row, " Two girls. ")
        undone(merge_row, "again")
        merge_row.refresh_from_db()
        assert (merge_row.undone_by, merge_row.undo_reason) == (clinician, "Two girls.")

    def test_may_be_merged_again_and_undone_again(self, merged, undone, kept, gone, add_result):
        add_result(gone)
        before = everything()
        for _ in range(2):
            undone(merged())
        assert everything() == before
        assert PatientMerge.objects.count() == 2

    def test_of_two_people_they_are_not_listed_again(self, merged, undone):
        undone(merged())
        assert NotTheSame.objects.count() == 0
        undone(merged(), two_people=True)
        assert NotTheSame.objects.count() == 1


class TestWhatCameSince:
    @pytest.fixture
    def enter(self, clinician):
        def go(patient, **fields):
            fields = RESULT | {"measured": moment(LATER)} | fields
            return rows.record_row(actor=clinician, model=Observation, patient=patient, **fields)

        return go

    def test_stays_and_is_told(self, merged, undone, kept, gone, enter, add_result):
        add_result(gone)
        merge_row = merged()
        since = enter(kept)
        assert entered_since(merge_row) == {"observation": 1}
        assert undone(merge_row).stays == {"observation": 1}
        since.refresh_from_db()
        assert since.patient_id == kept.pk

    def test_a_row_corrected_since_goes_back_as_it_is(
        self, merged, undone, gone, add_result, clinician
    ):
        row = add_result(gone)
        merge_row = merged()
        row.refresh_from_db()
        rows.correct_row(actor=clinician, row=row, version=row.version, value=Decimal(7))
        undone(merge_row)
        row.refresh_from_db()
        assert (row.patient_id, row.value) == (gone.pk, 7)

    def test_a_result_entered_with_a_visit_goes_with_it(
        self, merged, undone, kept, gone, enter, add_visit
    ):
        visit = add_visit(gone)
        merge_row = merged()
        since = enter(kept, visit=Visit.objects.get(pk=visit.pk))
        assert entered_since(merge_row) == {}
        undone(merge_row)
        since.refresh_from_db()
        assert since.patient_id == gone.pk

    def test_no_row_is_left_with_a_visit_of_the_other_record(
        self, merged, undone, kept, gone, enter, add_result, add_visit
    ):
        theirs, waiting = add_visit(gone), {"value": None, "status": "pending", "when": LATER}
        of_kept = add_result(kept, **waiting)
        of_gone = add_result(gone, analyte="crp", **(waiting | {"unit": "mg/L"}))
        merge_row = merged()
        mine = add_visit(kept, LATER)
        enter(kept, visit=Visit.objects.get(pk=theirs.pk), status="final")
        enter(kept, visit=mine, analyte="crp", unit="mg/L", status="final")
        for row in (of_kept, of_gone):
            row.refresh_from_db()
        assert (of_kept.visit_id, of_gone.visit_id) == (theirs.pk, mine.pk)
        undone(merge_row)
        for row in (of_kept, of_gone):
            row.refresh_from_db()
        assert [(r.patient_id, r.visit_id) for r in (of_kept, of_gone)] == [
            (kept.pk, None),
            (gone.pk, None),
        ]

    def test_a_query_goes_with_its_row(self, merged, undone, gone, add_result, reviewer):
        row = add_result(gone)
        merge_row = merged()
        row.refresh_from_db()
        asked = queries.raise_query(actor=reviewer, row=row, question="?")
        undone(merge_row)
        asked.refresh_from_db()
        assert asked.patient_id == gone.pk

    def test_what_the_merge_asked_about_is_asked_no_more(
        self, merged, undone, kept, gone, add_result
    ):
        add_result(kept)
        add_result(gone, value="5")
        merge_row = merged()
        assert DataQuery.objects.get().status == "open"
        undone(merge_row)
        assert DataQuery.objects.get().status == "closed"

    def test_a_fact_corrected_since_is_left_and_named(self, merged, undone, kept, gone, clinician):
        gone.sex, gone.donor = "male", "searching"
        gone.save()
        merge_row = merged(sex="gone")
        rows.correct_row(actor=clinician, row=kept, version=kept.version, donor="matched")
        assert undone(merge_row).left == ["donor"]
        kept.refresh_from_db()
        assert (kept.sex, kept.donor) == ("female", "matched")

    def test_a_fact_of_several_columns_is_left_as_a_whole(
        self, merged, undone, kept, gone, clinician
    ):
        Patient.objects.filter(pk=kept.pk).update(birth_date=None, age_years=11, age_on=BORN)
        kept.refresh_from_db()
        merge_row = merged(birth="gone")
        rows.correct_row(actor=clinician, row=kept, version=kept.version, birth_date=BORN)
        assert undone(merge_row).left == ["birth"]
        kept.refresh_from_db()
        assert (kept.birth_date, kept.age_years, kept.age_on) == (BORN, None, None)

    def test_a_second_death_does_not_come_back(self, merged, undone, kept, gone, clinician):
        mine, theirs = (
            Event.objects.create(patient=p, event=DEATH, on=date(2026, 11, day))
            for p, day in ((kept, 2), (gone, 3))
        )
        merge_row = merged(death="gone")
        theirs.refresh_from_db()
        rows.enter_in_error(actor=clinician, row=theirs, version=1, reason="alive")
        rows.record_row(
            actor=clinician, model=Event, patient=kept, event=DEATH, on=date(2026, 11, 4)
        )
        undone(merge_row)
        mine.refresh_from_db()
        assert mine.entered_in_error
        deaths = Event.objects.filter(patient=kept, event=DEATH, entered_in_error=False)
        assert deaths.count() == 1


class TestWhatIsRefused:
    def test_while_the_record_is_part_of_a_later_merge(
        self, merged, undone, kept, add_patient, clinician
    ):
        first = merged()
        third, fourth = add_patient(code="HLH-3"), add_patient(code="HLH-4")
        into = merge(actor=clinician, kept=kept, gone=third, chosen={}, reason="x")
        away = merge(actor=clinician, kept=fourth, gone=kept, chosen={}, reason="x")
        assert later_merge(first) == away
        with pytest.raises(Refused, match="HLH-7 was merged into HLH-4 since"):
            undone(first)
        undone(away)
        with pytest.raises(Refused, match="HLH-3 was merged into HLH-7 since"):
            undone(first)
        undone(into)
        undone(first)
        assert not Patient.objects.exclude(merged_into=None).exists()

    def test_without_a_reason(self, merged, undone):
        with pytest.raises(Refused) as refused:
            undone(merged(), "")
        assert set(refused.value.errors) == {"reason"}

    def test_by_anybody_but_a_clinician_of_the_centre(self, merged, reviewer, make_user):
        merge_row = merged()
        for user in (reviewer, make_user()):
            with pytest.raises(PermissionDenied):
                undo(actor=user, merge=merge_row, reason="x")


def build(record: dict[str, Any], patient: Patient) -> None:
    """Random rows straight into the tables."""
    visits: list[Visit] = []
    for model, _columns in TABLES.values():
        for given_fields in record[model._meta.model_name]:
            fields = dict(given_fields)
            number = fields.pop("in_visit")
            row = model(patient=patient)
            if visits and number is not None and hasattr(model, "visit"):
                row.visit = visits[number % len(visits)]
            for name, value in fields.items():
                setattr(row, name, value)
            row.save()
            if isinstance(row, Visit):
                visits.append(row)


class TestRandomRecords(TestCase):
    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(records(), records(), st.randoms(use_true_random=False))
    def test_go_there_and_back(self, one, other, random) -> None:
        centre = create_centre(code="VIE", name="Vienna", time_zone="Europe/Vienna")
        actor = create_user(username="clinician", password="correct-horse-7-battery")
        give_role(user=actor, centre=centre, role=Role.CLINICIAN)
        shared = {"source": "ward", "conventional_dates": False, "birth_date": date(1949, 1, 1)}
        shared |= {"age_years": None, "age_on": None}
        kept, gone = (
            Patient.objects.create(centre=centre, code=code, **(record["patient"] | shared))
            for code, record in (("K", one), ("G", other))
        )
        for name in other:
            if name != "patient":  # some of the rows are in both
                other[name] += [row for row in one[name] if random.random() < 0.5]
        build(one, kept)
        build(other, gone)
        before = everything()
        chosen = {fact.name: random.choice(fact.choices) for fact in facts_of(kept, gone)}
        chosen[DEATH] = random.choice(["kept", "gone"])
        planned = plan_of(kept, gone).case(chosen)
        made = merge(actor=actor, kept=kept, gone=gone, chosen=chosen, reason="x")
        kept.refresh_from_db()
        assert build_case(kept) == planned
        assert not Observation.objects.filter(patient=gone).exists()
        undo(actor=actor, merge=made, reason="y")
        after = everything()
        after["DataQuery"] = before["DataQuery"]  # asked by the merge, and closed
        assert after == before
