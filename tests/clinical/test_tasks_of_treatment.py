"""Tasks that come from the treatment, each with the days on which it stands in the list."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from hlh_app.clinical.assess import assess
from hlh_app.clinical.case import (
    AdverseEvent,
    Event,
    Exposure,
    FindingStatus,
)
from hlh_app.clinical.task import Task, TaskKind
from hlh_app.clinical.tasks import tasks

from .diagnosis_builders import T, at, case, day, found, lab, on


def given(drug: str, start: int, stop: int | None = None, mg: str = "2.5") -> Exposure:
    last = None if stop is None else day(stop)
    return Exposure(
        drug, on(start), last, Decimal(mg), "mg", route="oral", times_per_day=Decimal(2)
    )


def of(kind: TaskKind, *rows: Any, **more: Any) -> list[Task]:
    record = replace(case(*rows), **more)
    return [task for task in tasks(assess(record, T)) if task.kind is kind]


def why(kind: TaskKind, *rows: Any, **more: Any) -> list[str]:
    return [str(task.why) for task in of(kind, *rows, **more)]


FEVER = lab("temperature", "39.0", when=at(0, "06:00"))
LOW = lab("neutrophils", "0.4", when=at(-1))


class TestFeverWithNeutropenia:
    def test_it_stands_first_of_all(self) -> None:
        rows = (FEVER, LOW, given("ruxolitinib", -10))
        assert tasks(assess(case(*rows), T))[0].kind is TaskKind.FEVER_NEUTROPENIA
        assert why(TaskKind.FEVER_NEUTROPENIA, *rows)[0].startswith("Fever with neutropenia")

    def test_it_needs_no_ruxolitinib(self) -> None:
        assert len(of(TaskKind.FEVER_NEUTROPENIA, FEVER, LOW)) == 1

    def test_a_low_count_of_last_week_still_stands(self) -> None:
        old = lab("neutrophils", "0.4", when=at(-6))
        assert "Count again now" in why(TaskKind.FEVER_NEUTROPENIA, FEVER, old)[0]

    @pytest.mark.parametrize("rows", [(FEVER,), (LOW,), (lab("temperature", "37.0"), LOW)])
    def test_not_without_both(self, rows: tuple[Any, ...]) -> None:
        assert of(TaskKind.FEVER_NEUTROPENIA, *rows) == []

    def test_nothing_else_is_asked_before_the_first_dose(self) -> None:
        kinds = {task.kind for task in tasks(assess(case(FEVER, LOW), T))}
        assert kinds == {TaskKind.FEVER_NEUTROPENIA, TaskKind.SILENT}


class TestSevereToxicity:
    BEFORE = lab("neutrophils", "3.0", when=at(-12))

    def test_a_new_grade_three(self) -> None:
        rows = (given("ruxolitinib", -10), self.BEFORE, lab("neutrophils", "0.9"))
        (task,) = of(TaskKind.SEVERE_TOXICITY, *rows)
        assert "0.9" in str(task.why)
        assert "before the first dose" not in str(task.why)
        assert task.shows_from == day(0)

    def test_what_is_new_comes_before_what_was_there(self) -> None:
        low = (lab("platelets", "10", when=at(-12)), lab("platelets", "10", when=at(-1)))
        rows = (given("ruxolitinib", -10), self.BEFORE, lab("neutrophils", "0.9"), *low)
        (task,) = of(TaskKind.SEVERE_TOXICITY, *rows)
        said = str(task.why)
        assert said.endswith("; 1 more of grade 3 or worse")
        assert "not higher than before" not in said
        assert task.shows_from == day(0)
        assert "0.9" in said
        alone = why(TaskKind.SEVERE_TOXICITY, given("ruxolitinib", -10), *low)[0]
        assert alone.endswith("; not higher than before the first dose")

    def test_by_hand(self) -> None:
        event = AdverseEvent(
            "infection", FindingStatus.PRESENT, day(-2), "lung infection", 3, "5.0"
        )
        rows = (given("ruxolitinib", -10), lab("alt", "20"))
        assert "ung infection" in why(TaskKind.SEVERE_TOXICITY, *rows, adverse_events=(event,))[0]

    def test_not_below_grade_three_and_not_without_ruxolitinib(self) -> None:
        assert of(TaskKind.SEVERE_TOXICITY, given("ruxolitinib", -10), self.BEFORE) == []
        assert of(TaskKind.SEVERE_TOXICITY, lab("neutrophils", "0.9")) == []

    def test_the_grade_decides_who_comes_first(self) -> None:
        rows = (given("ruxolitinib", -10), self.BEFORE)
        three = of(TaskKind.SEVERE_TOXICITY, *rows, lab("neutrophils", "0.9"))
        four = of(TaskKind.SEVERE_TOXICITY, *rows, lab("neutrophils", "0.1"))
        assert (three[0].grade, four[0].grade) == (3, 4)

    @pytest.mark.parametrize(("stop", "listed"), [(-14, 1), (-15, 0)])
    def test_toxicity_of_a_drug_long_stopped_is_not_listed(self, stop: int, listed: int) -> None:
        rows = (given("ruxolitinib", -30, stop), lab("neutrophils", "3.0", when=at(-31)))
        low = lab("neutrophils", "0.9")
        assert len(of(TaskKind.SEVERE_TOXICITY, *rows, low)) == listed


class TestStops:
    def test_ruxolitinib_stopped_from_full_dose(self) -> None:
        rows = (given("ruxolitinib", -20, -3), lab("alt", "20"))
        (task,) = of(TaskKind.STOPPED_WITHOUT_TAPER, *rows)
        assert str(task.why).startswith("ruxolitinib: Stopped after 2020-01-17")
        assert (task.shows_from, task.shows_until) == (day(-2), day(11))

    def test_a_stop_that_is_the_last_thing_recorded_shows_from_the_next_day(self) -> None:
        rows = (given("ruxolitinib", -20, 0), lab("alt", "20"))
        (task,) = of(TaskKind.STOPPED_WITHOUT_TAPER, *rows)
        assert (task.shows_from, task.shows_until) == (day(1), day(14))

    def test_glucocorticoid_stopped_from_full_dose(self) -> None:
        rows = (given("ruxolitinib", -40), given("prednisone", -40, -3, "20"), lab("alt", "20"))
        assert why(TaskKind.STOPPED_WITHOUT_TAPER, *rows) == [
            "glucocorticoid stopped without taper, last given 2020-01-17 (our definition)"
        ]

    def test_still_given_or_tapered_is_none(self) -> None:
        assert of(TaskKind.STOPPED_WITHOUT_TAPER, given("ruxolitinib", -20), lab("alt", "1")) == []
        steps = (given("ruxolitinib", -20, -10, "10"), given("ruxolitinib", -9, -2, "2.5"))
        assert of(TaskKind.STOPPED_WITHOUT_TAPER, *steps, lab("alt", "20")) == []


EBV = found("ebv_infection", "present")


class TestTransplantWindow:
    def test_it_shows_two_weeks_before_the_end_until_two_weeks_after(self) -> None:
        (task,) = of(TaskKind.TRANSPLANT_WINDOW, given("ruxolitinib", -10), EBV, lab("alt", "20"))
        assert task.due_on == day(46)
        assert (task.shows_from, task.shows_until) == (day(32), day(60))
        assert "end on 2020-03-06" in str(task.why)

    def test_when_it_has_passed_it_is_overdue(self) -> None:
        (task,) = of(TaskKind.TRANSPLANT_WINDOW, given("ruxolitinib", -60), EBV, lab("alt", "20"))
        assert task.is_overdue(day(0))

    def test_none_after_transplant_or_without_a_reason(self) -> None:
        rows = (given("ruxolitinib", -20, -3), EBV, lab("alt", "20"))
        assert of(TaskKind.TRANSPLANT_WINDOW, *rows, Event("transplant", day(-2))) == []
        assert of(TaskKind.TRANSPLANT_WINDOW, given("ruxolitinib", -20), lab("alt", "20")) == []


class TestFollowUp:
    def test_each_visit_of_the_calendar_gives_way_to_the_next(self) -> None:
        found_tasks = of(TaskKind.FOLLOW_UP, given("ruxolitinib", -10), lab("alt", "20"))
        first, second, *_rest = found_tasks
        assert str(first.why).startswith("follow-up of month 1: a visit from ")
        assert first.shows_until is not None
        assert second.shows_from == first.shows_until + timedelta(days=1)
        assert found_tasks[-1].shows_until is None

    def test_a_visit_in_its_days_does_it(self) -> None:
        rows = (given("ruxolitinib", -40), lab("alt", "20"))
        without = why(TaskKind.FOLLOW_UP, *rows, visits=(at(-40),))
        assert without[0].startswith("follow-up of month 1")
        done = why(TaskKind.FOLLOW_UP, *rows, visits=(at(-40), at(-9)))
        assert done[0].startswith("follow-up of month 2")
