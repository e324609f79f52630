"""The worklist: who stands in it, in which order, and what is stored for it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from hlh_app.clinical.case import Moment
from hlh_app.clinical.task import Task, TaskKind
from hlh_app.clinical.text import Message
from hlh_app.clinical.windows import is_pending
from hlh_app.records import stored_messages, stored_tasks, summary_columns, worklist
from hlh_app.records.cases import build_case, last_data
from hlh_app.records.models import (
    AdverseEvent,
    Event,
    Exposure,
    Observation,
    Patient,
    PatientSummary,
    Visit,
)
from hlh_app.records.models.choices import Source
from hlh_app.records.selectors.patients import visible_to
from hlh_app.records.services import patients, rows

from .factories import moment

NOTHING = Message("nothing")


def day(number: int) -> date:
    """Days before today, by the clock of the tests."""
    return timezone.localdate() - timedelta(days=number)


class TestStored:
    @pytest.mark.parametrize(
        "message",
        [
            NOTHING,
            Message("{a} of {b}", {"a": Message("x {n}", {"n": 3}), "b": "mg"}),
            Message("{d} {n}", {"d": date(2026, 11, 20), "n": Decimal("0.10")}),
            Message("{m}", {"m": Moment.timed(datetime(2026, 11, 20, 6, tzinfo=UTC))}),
            Message("{m}", {"m": Moment.dated(date(2026, 11, 20))}),
        ],
    )
    def test_a_sentence_comes_back_as_it_was(self, message):
        found = stored_messages.restored(stored_messages.stored(message))
        assert found == message
        assert str(found) == str(message)
        kinds = [type(value) for value in found.values.values()]
        assert kinds == [type(value) for value in message.values.values()]

    def test_a_task_comes_back_as_it_was(self):
        task = Task(
            kind=TaskKind.RESPONSE,
            why=NOTHING,
            shows_from=date(2026, 11, 1),
            due_on=date(2026, 11, 4),
            shows_until=date(2026, 11, 7),
        )
        assert stored_tasks.restored(stored_tasks.stored(task)) == task
        # Whoever changes these keys gives summary_columns.FORM another value.
        assert (" ".join(stored_tasks.stored(task)), summary_columns.FORM) == (
            "kind why from due until grade",
            "2",
        )
        bare = Task(kind=TaskKind.FEVER_BACK, why=NOTHING, shows_from=date(2026, 11, 1))
        assert stored_tasks.restored(stored_tasks.stored(bare)) == bare


@pytest.fixture
def add(clinician, centre):
    """add(code, *tests awaited since, each with the days ago on which it was expected)."""

    def make(code: str, *expected: int) -> Patient:
        patient = patients.create_patient(
            actor=clinician, centre=centre, code=code, birth_date=date(2021, 5, 1), sex="female"
        )
        for number in expected:
            rows.record_row(
                actor=clinician,
                model=Observation,
                patient=patient,
                analyte="ferritin",
                value=None,
                status="pending",
                unit="ug/L",
                measured=moment(day(number + 5).isoformat()),
                expected_on=day(number),
            )
        return patient

    return make


@pytest.fixture
def listed(clinician):
    def read() -> list[worklist.Entry]:
        return worklist.worklist(visible_to(clinician), timezone.now())

    return read


def codes(entries: list[worklist.Entry]) -> list[str]:
    return [entry.patient.code for entry in entries]


@pytest.mark.django_db
class TestWorklist:
    def test_only_patients_with_something_to_do(self, add, listed):
        add("A")
        add("B", 2)
        assert codes(listed()) == ["B"]

    def test_the_most_overdue_first_then_by_code(self, add, listed):
        add("C", 1)
        add("B", 1)
        add("A", 4)
        assert codes(listed()) == ["A", "B", "C"]

    def test_what_is_not_due_yet_does_not_show(self, add, listed):
        add("A", -3)
        assert listed() == []

    def test_what_may_harm_comes_before_what_is_late(self, add, listed, clinician):
        add("LATE", 20)
        patient = add("TREATED")
        rows.record_row(
            actor=clinician, model=Exposure, patient=patient, drug="ruxolitinib",
            started=moment(day(14).isoformat()), dose=Decimal("2.5"), unit="mg",
            times_per_day=Decimal(2),
        )  # fmt: skip
        assert codes(listed()) == ["LATE", "TREATED"]
        hours = [(3, 0), (3, 8), (3, 16), (2, 2), (2, 10), (1, 10)]
        for ago, hour in hours:
            rows.record_row(
                actor=clinician, model=Observation, patient=patient, analyte="temperature",
                value=Decimal("38.9") if ago == 1 else Decimal("36.8"), unit="Cel",
                measured=moment(f"{day(ago).isoformat()}T{hour:02}:00:00+00:00"),
            )  # fmt: skip
        assert codes(listed()) == ["TREATED", "LATE"]
        assert listed()[0].tasks[0].kind is TaskKind.FEVER_BACK

    def test_nobody_who_died(self, add, listed, clinician):
        patient = add("A", 2)
        rows.record_row(actor=clinician, model=Event, patient=patient, event="death", on=day(0))
        assert listed() == []

    def test_no_published_case(self, add, listed):
        patient = add("A", 2)
        assert len(listed()) == 1
        Patient.objects.filter(pk=patient.pk).update(source=Source.PUBLISHED)
        assert listed() == []

    def test_no_other_centre(self, add, make_user, other_centre):
        from hlh_app.accounts.models import Role

        add("A", 2)
        stranger = make_user(Role.CLINICIAN, other_centre)
        assert worklist.worklist(visible_to(stranger), timezone.now()) == []

    def test_the_handover_is_kept_with_it(self, add, listed):
        add("A", 2)
        assert str(listed()[0].handover[0]).startswith("HLH-2004 ")

    def test_a_summary_out_of_date_is_worked_out_for_the_page(self, add, listed):
        patient = add("A", 2)
        PatientSummary.objects.filter(patient=patient).update(stale=True, tasks=[])
        (entry,) = listed()
        assert (entry.stale, len(entry.tasks)) == (False, 1)
        assert PatientSummary.objects.get(patient=patient).tasks == []

    def test_beyond_a_number_the_stored_one_shows_and_says_so(self, add, listed, monkeypatch):
        monkeypatch.setattr(worklist, "WORKED_OUT_AT_ONCE", 1)
        for code in "AB":
            patient = add(code, 2)
            PatientSummary.objects.filter(patient=patient).update(stale=True)
        assert [(e.patient.code, e.stale) for e in listed()] == [("A", False), ("B", True)]

    def test_beyond_it_what_other_rules_wrote_is_left_out_and_counted(
        self, add, listed, monkeypatch
    ):
        monkeypatch.setattr(worklist, "WORKED_OUT_AT_ONCE", 1)
        for code in "ABC":
            add(code, 2)
        unreadable = [{"kind": "of another version"}]
        PatientSummary.objects.update(tasks=unreadable, handover=[{}], rule_versions={})
        found = listed()
        assert (codes(found), found.left_out) == (["A"], 2)

    def test_nobody_is_left_out_otherwise(self, add, listed):
        add("A", 2)
        add("B")
        assert listed().left_out == 0

    def test_the_day_is_the_day_at_the_centre(self, add, centre):
        patient = add("A", 0)
        zone_ahead = timezone.now().replace(hour=20)
        assert patient.centre.day_of(zone_ahead) in (day(0), day(-1))
        centre.time_zone = "Pacific/Kiritimati"
        patient.centre = centre
        assert patient.centre.day_of(zone_ahead) == zone_ahead.date() + timedelta(days=1)


@pytest.fixture
def treated(add, clinician) -> Patient:
    """Ruxolitinib since 40 days ago, and nothing since."""
    patient = add("TREATED")
    rows.record_row(
        actor=clinician, model=Exposure, patient=patient, drug="ruxolitinib",
        started=moment(day(40).isoformat()), dose=Decimal("2.5"), unit="mg",
        times_per_day=Decimal(2),
    )  # fmt: skip
    return patient


@pytest.mark.django_db
class TestTheLastThingRecorded:
    def test_an_adverse_event_that_resolved_shows_no_more(self, treated, listed, clinician):
        event = rows.record_row(
            actor=clinician, model=AdverseEvent, patient=treated, category="other",
            status="present", on=day(9), term="Rash", grade=3, ctcae="5.0",
        )  # fmt: skip
        assert TaskKind.SEVERE_TOXICITY in kinds(listed())
        rows.correct_row(actor=clinician, row=event, version=1, resolved_on=day(2), reason="over")
        assert TaskKind.SEVERE_TOXICITY not in kinds(listed())

    def test_a_visit_at_which_nothing_was_entered_is_a_follow_up(self, treated, listed, clinician):
        assert TaskKind.FOLLOW_UP in kinds(listed())
        rows.record_row(
            actor=clinician, model=Visit, patient=treated, visited=moment(day(8).isoformat())
        )
        assert TaskKind.FOLLOW_UP not in kinds(listed())

    def test_a_result_reported_last_is_awaited_no_more(self, add, clinician):
        patient = add("A")
        rows.record_row(
            actor=clinician, model=Observation, patient=patient, analyte="ferritin",
            value=Decimal(900), unit="ug/L",
            measured=moment(f"{day(20)}T08:00:00+00:00"),
            reported=moment(f"{day(2)}T14:00:00+00:00"),
        )  # fmt: skip
        case = build_case(patient)
        as_of = last_data(case, timezone.now())
        assert as_of.text == f"{day(2)}T14:00:00+00:00"
        assert not is_pending(case.observations[0], as_of)


def kinds(entries: list[worklist.Entry]) -> list[TaskKind]:
    return [task.kind for entry in entries for task in entry.tasks]
