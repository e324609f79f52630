"""The worklist of one patient: each kind of task, when it shows and when it is overdue."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from hlh_app.clinical.assess import assess
from hlh_app.clinical.case import Event, Exposure
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.task import ACTIONS, LABELS, URGENCY, Task, TaskKind
from hlh_app.clinical.tasks import tasks
from hlh_app.clinical.text import Message

from .diagnosis_builders import FIVE_MET, T, at, case, day, found, given, lab


def of(*rows: Any) -> list[Task]:
    return list(tasks(assess(case(*rows), T)))


def kind(which: TaskKind, *rows: Any) -> list[Task]:
    return [task for task in of(*rows) if task.kind is which]


def why(which: TaskKind, *rows: Any) -> list[str]:
    return [str(task.why) for task in kind(which, *rows)]


def test_every_kind_has_its_words() -> None:
    assert set(LABELS) == set(ACTIONS) == set(URGENCY) == set(TaskKind)


def test_nothing_is_asked_of_a_patient_who_died() -> None:
    rows = (*FIVE_MET, given("ruxolitinib", -10))
    assert of(*rows)
    assert of(*rows, Event("death", day(0))) == []
    assert of(*rows, Event("death", day(1)))


COOL = [lab("temperature", "36.8", when=at(-3, f"{hour:02}:00")) for hour in range(0, 24, 6)]
COOL += [lab("temperature", "36.8", when=at(-2, f"{hour:02}:00")) for hour in (0, 6, 12)]


def test_fever_back_shows_from_its_day() -> None:
    rows = (given("ruxolitinib", -10), *COOL, lab("temperature", "38.6", when=at(-1)))
    (task,) = kind(TaskKind.FEVER_BACK, *rows)
    assert str(task.why).startswith("Fever is back on ruxolitinib")
    assert (task.shows_from, task.shows_until) == (day(-1), day(14))
    assert kind(TaskKind.FEVER_BACK, *rows[:-1]) == []


FOUR_KNOWN = (
    *FIVE_MET[2:],
    lab("temperature", "39.0"),
    found("hemophagocytosis", "absent"),
    found("nk_activity", "normal"),
    lab("scd25", "100"),
)


def test_the_test_that_decides_alone() -> None:
    assert why(TaskKind.DECIDING_TEST, *FOUR_KNOWN) == ["Ferritin alone can decide HLH-2004"]
    awaited = (*FOUR_KNOWN, lab("ferritin", None))
    assert why(TaskKind.DECIDING_TEST, *awaited) == ["Ferritin (awaited) alone can decide HLH-2004"]


def test_each_test_that_decides_is_named_once() -> None:
    known = (*FIVE_MET[2:], lab("temperature", "39.0"), lab("scd25", "100"))
    two = why(TaskKind.DECIDING_TEST, *known, found("hemophagocytosis", "absent"))
    assert two == ["one of these alone can decide HLH-2004: NK-cell activity, Ferritin"]


def test_no_test_decides_once_therapy_has_begun() -> None:
    """From then on a reading tells activity, not a diagnosis."""
    assert why(TaskKind.DECIDING_TEST, *FOUR_KNOWN, given("dexamethasone", -1)) == []


def test_no_test_decides_once_the_criteria_were_met() -> None:
    assert why(TaskKind.DECIDING_TEST, *FIVE_MET) == []
    assert why(TaskKind.DECIDING_TEST, *FIVE_MET[:2]) == []
    then = [row._replace(measured_at=at(-20)) for row in FIVE_MET[:5]]
    met_then_open_now = (*then, found("splenomegaly", "present", -20), *FOUR_KNOWN)
    assert assess(case(*met_then_open_now), T).hlh2004.now.outcome is Outcome.UNKNOWN
    assert why(TaskKind.DECIDING_TEST, *met_then_open_now) == []


def test_a_result_is_late_from_the_day_after_it_was_expected() -> None:
    row = lab("scd25", None, when=at(-5), expected_on=day(-1))
    (task,) = kind(TaskKind.PENDING, row)
    assert str(task.why) == (
        "sCD25 (soluble IL-2 receptor) of 2020-01-15 was expected on 2020-01-19"
    )
    assert not task.shows_on(day(-1))
    assert task.shows_on(day(0))
    assert task.is_overdue(day(0))
    assert not task.is_overdue(day(-1))


def test_a_result_without_a_day_is_late_after_fourteen_days() -> None:
    (task,) = kind(TaskKind.PENDING, lab("scd25", None, when=at(-20)))
    assert "is awaited for more than 14 days" in str(task.why)
    assert task.shows_from == day(-20) + timedelta(days=15)


def test_a_result_that_came_is_not_awaited() -> None:
    rows = (lab("scd25", None, when=at(-5)), lab("scd25", "900", when=at(-5)))
    assert kind(TaskKind.PENDING, *rows) == []


def test_a_pending_finding_is_awaited_however_old() -> None:
    row = found("nk_activity", "pending", -60)._replace(expected_on=day(-50))
    assert why(TaskKind.PENDING, row, lab("ferritin", "1")) == [
        "NK-cell activity of 2019-11-21 was expected on 2019-12-01"
    ]
    later = found("nk_activity", "low", -40)
    assert kind(TaskKind.PENDING, row, later, lab("ferritin", "1")) == []
    future = found("nk_activity", "normal", 3)
    assert len(kind(TaskKind.PENDING, row, future, lab("ferritin", "1"))) == 1
    assert kind(TaskKind.PENDING, future._replace(status=row.status), lab("ferritin", "1")) == []


def test_of_two_pending_findings_the_later_is_awaited_on_its_own_day_too() -> None:
    first = found("nk_activity", "pending", -60)._replace(expected_on=day(-50))
    second = found("nk_activity", "pending", -5)._replace(expected_on=day(-1))
    assert why(TaskKind.PENDING, first, second, lab("ferritin", "1")) == [
        "NK-cell activity of 2020-01-15 was expected on 2020-01-19"
    ]
    (sent_today,) = kind(TaskKind.PENDING, found("nk_activity", "pending"), lab("ferritin", "1"))
    assert sent_today.due_on == day(14)


def test_a_response_day_shows_from_three_days_before_to_three_after() -> None:
    rows = (given("ruxolitinib", -13), lab("ferritin", "900"), lab("alt", "20"))
    found_tasks = kind(TaskKind.RESPONSE, *rows)
    assert [t.due_on for t in found_tasks] == [day(1), day(15), day(29), day(43)]
    first = found_tasks[0]
    assert (first.shows_from, first.shows_until) == (day(-2), day(4))
    assert str(first.why) == (
        "response day 14: needs sCD25 (soluble IL-2 receptor), Triglycerides, Hemoglobin, "
        "Neutrophils, Platelets"
    )
    assert str(found_tasks[1].why) == "response day 28: needs all seven tests"
    shown = [n for n in range(-5, 8) if first.shows_on(day(n))]
    assert shown == list(range(-2, 5))


def test_a_response_day_stands_until_its_last_day() -> None:
    last = kind(TaskKind.RESPONSE, given("ruxolitinib", -17), lab("alt", "20"))
    assert [t.due_on for t in last] == [day(-3), day(11), day(25), day(39)]
    over = kind(TaskKind.RESPONSE, given("ruxolitinib", -18), lab("alt", "20"))
    assert [t.due_on for t in over] == [day(10), day(24), day(38)]


def test_no_response_is_due_after_the_end_of_the_course() -> None:
    assert kind(TaskKind.RESPONSE, given("ruxolitinib", -20, -8), lab("alt", "20")) == []
    assert kind(TaskKind.RESPONSE, lab("alt", "20")) == []


def test_fever_is_back_by_the_threshold_of_the_centre() -> None:
    rows = (given("ruxolitinib", -10), *COOL, lab("temperature", "38.2", when=at(-1)))
    assert kind(TaskKind.FEVER_BACK, *rows) == []
    lower = tasks(assess(case(*rows), T, fever_threshold=Decimal("38.0")))
    assert next(t.kind for t in lower) is TaskKind.FEVER_BACK


def test_relapse_and_progression_stand_in_the_list_from_their_day() -> None:
    rows = (given("ruxolitinib", -20), Event("progression", day(-2)), lab("alt", "20"))
    (task,) = kind(TaskKind.RELAPSE, *rows)
    assert str(task.why).startswith("Progression on 2020-01-18")
    assert (task.shows_from, task.shows_until) == (day(-2), day(14))
    assert kind(TaskKind.RELAPSE, *rows[::2]) == []


def drug(name: str, start: int, stop: int | None = None) -> Exposure:
    return given(name, start, stop)


def test_the_most_urgent_caution_and_how_many_more() -> None:
    rows = (drug("ruxolitinib", -10), found("uncontrolled_infection", "present"), lab("alt", "20"))
    (only,) = why(TaskKind.CAUTION, *rows)
    assert "nfection" in only
    assert "more to weigh" not in only
    (two,) = why(TaskKind.CAUTION, *rows, found("hepatitis_b", "present"))
    assert two == f"{only}; 1 more to weigh"


def test_no_caution_where_nothing_is_given_or_urgent() -> None:
    infected = found("uncontrolled_infection", "present")
    assert kind(TaskKind.CAUTION, infected, lab("alt", "20")) == []
    assert kind(TaskKind.CAUTION, drug("ruxolitinib", -20, -5), infected, lab("alt", "20")) == []
    assert kind(TaskKind.CAUTION, drug("ruxolitinib", -10), lab("alt", "20")) == []


def test_what_is_a_task_of_its_own_is_no_caution_as_well() -> None:
    fell = (lab("platelets", "200", when=at(-12)), lab("platelets", "10"))
    warm = (*COOL, lab("temperature", "38.9", when=at(-1)))
    kinds = [t.kind for t in of(drug("ruxolitinib", -10), *fell, *warm)]
    assert TaskKind.FEVER_BACK in kinds
    assert TaskKind.SEVERE_TOXICITY in kinds
    assert TaskKind.CAUTION not in kinds


def task(which: TaskKind, due: int | None = None, grade: int = 0) -> Task:
    due_on = None if due is None else day(due)
    return Task(kind=which, why=Message("x"), shows_from=day(0), due_on=due_on, grade=grade)


def test_the_higher_grade_comes_first() -> None:
    four, three = (task(TaskKind.SEVERE_TOXICITY, grade=n) for n in (4, 3))
    assert sorted([three, four], key=lambda t: t.rank(day(0))) == [four, three]


def test_where_nothing_is_graded_the_earlier_day_comes_first() -> None:
    graded = task(TaskKind.SEVERE_TOXICITY, due=5, grade=0)
    plain = Task(kind=TaskKind.SEVERE_TOXICITY, why=Message("x"), shows_from=day(0), due_on=day(6))
    assert sorted([plain, graded], key=lambda t: t.rank(day(0))) == [graded, plain]
    assert plain.grade == 0


def test_danger_is_what_stands_above_the_stops() -> None:
    dangers = {k for k in TaskKind if task(k).is_danger}
    assert dangers == {
        TaskKind.FEVER_NEUTROPENIA,
        TaskKind.FEVER_BACK,
        TaskKind.RELAPSE,
        TaskKind.CAUTION,
        TaskKind.SEVERE_TOXICITY,
    }


def test_the_order_is_urgency_then_overdue_then_the_earlier_day() -> None:
    printed = [
        task(TaskKind.FEVER_NEUTROPENIA),
        task(TaskKind.PENDING, -3),
        task(TaskKind.RESPONSE, -1),
        task(TaskKind.RESPONSE, 0),
        task(TaskKind.RESPONSE, 2),
        task(TaskKind.FOLLOW_UP, -30),
    ]
    mixed = printed[::-1]
    assert sorted(mixed, key=lambda t: t.rank(day(0))) == printed


def test_after_two_weeks_without_data_the_list_says_so_instead() -> None:
    """What harmed then is not known now; nobody drops off the list in silence."""
    rows = (given("ruxolitinib", -10), *COOL, lab("temperature", "38.6", when=at(-1)))
    (back,) = kind(TaskKind.FEVER_BACK, *rows)
    (silent,) = kind(TaskKind.SILENT, *rows)
    assert (back.shows_on(day(14)), back.shows_on(day(15))) == (True, False)
    assert (silent.shows_on(day(14)), silent.shows_on(day(15))) == (False, True)
    assert (silent.shows_on(day(104)), silent.shows_on(day(105))) == (True, False)
    assert str(silent.why).startswith("nothing recorded since 2020-01-20; then: Fever is back")
    assert not silent.is_danger


def test_silence_names_the_worst_of_several_and_only_danger() -> None:
    fell = (lab("neutrophils", "3.0", when=at(-12)), lab("neutrophils", "0.1"))
    warm = (*COOL, lab("temperature", "38.9", when=at(0, "06:00")))
    (silent,) = kind(TaskKind.SILENT, given("ruxolitinib", -10), *fell, *warm)
    assert "then: Fever with neutropenia" in str(silent.why)
    waiting = lab("scd25", None, when=at(-5), expected_on=day(-1))
    assert kind(TaskKind.SILENT, waiting) == []
