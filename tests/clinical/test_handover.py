"""The handover line, read aloud."""

from decimal import Decimal
from typing import Any

from hlh_app.clinical.assess import assess
from hlh_app.clinical.case import Event, Exposure
from hlh_app.clinical.handover import dose, handover
from hlh_app.clinical.task import Task, TaskKind
from hlh_app.clinical.tasks import tasks
from hlh_app.clinical.text import Message

from .diagnosis_builders import FIVE_MET, T, at, case, day, found, lab, on

FERRITIN = (
    lab("ferritin", "12000", when=at(-15), high=Decimal(400)),
    lab("ferritin", "900", when=at(-1), high=Decimal(400)),
)
FALLEN = (
    lab("platelets", "100", when=at(-15), low=Decimal(150)),
    lab("platelets", "40", when=at(-1), low=Decimal(150)),
    lab("triglycerides", "4.0", when=at(-15)),
    lab("triglycerides", "2.0", when=at(-1)),
    lab("hemoglobin", "120", when=at(-15), low=Decimal(110)),
    lab("hemoglobin", "60", when=at(-1), low=Decimal(110)),
)


def ruxolitinib(start: int, stop: int | None = None, **more: Any) -> Exposure:
    told = {"dose": Decimal("2.5"), "unit": "mg", "times_per_day": Decimal(2)} | more
    return Exposure("ruxolitinib", on(start), None if stop is None else day(stop), **told)


def said(*rows: Any, due: tuple[Task, ...] = ()) -> list[str]:
    return [str(m) for m in handover(assess(case(*rows), T), due)]


def test_on_treatment_with_a_response() -> None:
    assert said(*FIVE_MET, ruxolitinib(-14), *FERRITIN)[:3] == [
        "HLH-2004 met 2020-01-20: 5 of 8.",
        "ruxolitinib 2.5 mg twice a day, day 14.",
        "day 14: no response or partial response, not determinable; febrile.",
    ]


def test_flags_travel_with_the_class() -> None:
    lines = said(ruxolitinib(-14), *FERRITIN, *FALLEN)
    assert lines[2] == (
        "day 14: partial response by the letter; Hemoglobin fell 50 %; Platelets fell 60 %."
    )


def test_before_any_treatment() -> None:
    lines = said(lab("ferritin", "900"), found("splenomegaly", "present"))
    assert lines == [
        "HLH-2004 open: 2 of 8, 6 unknown.",
        "no ruxolitinib recorded.",
        "no temperature recorded.",
    ]


def test_not_assessed_yet() -> None:
    lines = said(ruxolitinib(-3), lab("temperature", "37.0"))
    assert lines[1:] == [
        "ruxolitinib 2.5 mg twice a day, day 3.",
        "response not assessed yet.",
        "no temperature of 38.0 °C or more; readings: 1.",
    ]


def test_the_last_fever_and_what_followed() -> None:
    warm = lab("temperature", "38.0", when=at(-1))
    lines = said(warm, lab("temperature", "37.0"))
    assert lines[-1] == "last 38.0 °C or more: 2020-01-19T08:00:00+08:00; readings since: 1."


def test_stopped_with_its_last_day() -> None:
    assert said(ruxolitinib(-14, -2), lab("alt", "20"))[1] == (
        "ruxolitinib stopped, last given 2020-01-18; day 14 from the first dose."
    )


def test_given_for_the_last_time_today_is_still_given() -> None:
    assert said(ruxolitinib(-14, 0), lab("alt", "20"))[1] == (
        "ruxolitinib 2.5 mg twice a day, day 14."
    )


def test_an_open_row_does_not_outlive_a_transplant() -> None:
    rows = (ruxolitinib(-14), Event("transplant", day(-2)), lab("alt", "20"))
    assert said(*rows)[1] == "ruxolitinib ended 2020-01-18; day 14 from the first dose."


def test_death_is_said_first_of_all() -> None:
    lines = said(ruxolitinib(-14), Event("death", day(-2)), lab("alt", "20"))
    assert lines[0] == "died 2020-01-18."
    assert said(ruxolitinib(-14), Event("death", day(1)), lab("alt", "20"))[0] != "died 2020-01-21."


def test_a_transplant_is_said() -> None:
    rows = (ruxolitinib(-14, -4), Event("transplant", day(-3)), lab("alt", "20"))
    assert "transplanted 2020-01-17." in said(*rows)
    assert not any("transplanted" in line for line in said(Event("transplant", day(1)), *rows[2:]))


def test_of_two_transplants_the_latest_is_said() -> None:
    lines = said(Event("transplant", day(-9)), Event("transplant", day(-3)), lab("alt", "20"))
    assert [line for line in lines if "transplanted" in line] == ["transplanted 2020-01-17."]


def test_a_response_that_was_lost_is_not_handed_over_alone() -> None:
    lines = said(ruxolitinib(-15), *FERRITIN, *FALLEN, found("cns_involvement", "present", 0))
    assert lines[2].startswith("day 14: partial response")
    assert lines[3] == "Relapse on 2020-01-20: new CNS disease on 2020-01-20."


def test_every_reason_of_a_progression_is_said() -> None:
    failed = Exposure("emapalumab", on(-2), None, purpose="failure")
    cns = found("cns_involvement", "present", 0)
    free = found("cns_involvement", "absent", -16)
    lines = said(ruxolitinib(-15), lab("ferritin", "1"), failed, free, cns)
    assert lines[3:5] == [
        "Progression on 2020-01-18: emapalumab begun for failure on 2020-01-18.",
        "new CNS disease on 2020-01-20.",
    ]


def test_of_two_doses_given_together_the_later_is_said() -> None:
    rows = (ruxolitinib(-14), ruxolitinib(-7, dose=Decimal(5)), lab("alt", "20"))
    assert said(*rows)[1] == "ruxolitinib 5 mg twice a day, day 14."
    over = (ruxolitinib(-14), ruxolitinib(-7, -2, dose=Decimal(5)), lab("alt", "20"))
    assert said(*over)[1] == "ruxolitinib 2.5 mg twice a day, day 14."


def test_a_class_without_flags() -> None:
    lines = said(ruxolitinib(-14), *FERRITIN, lab("temperature", "37.0"))
    assert lines[2] == "day 14: no response or partial response, not determinable."


def test_a_dose_to_come_is_not_said() -> None:
    rows = (ruxolitinib(-14), ruxolitinib(2, dose=Decimal(5)), lab("alt", "20"))
    assert said(*rows)[1] == "ruxolitinib 2.5 mg twice a day, day 14."


def test_a_dose_never_stands_without_its_frequency() -> None:
    def text(**more: Any) -> str:
        return str(dose(ruxolitinib(0, **more)))

    assert text() == "2.5 mg twice a day"
    assert text(times_per_day=Decimal(1)) == "2.5 mg once a day"
    assert text(times_per_day=Decimal(3)) == "2.5 mg three times a day"
    assert text(times_per_day=Decimal("0.5")) == "2.5 mg 0.5 times a day"
    assert text(times_per_day=None) == "2.5 mg, how often not recorded"
    assert text(dose=None) == "dose not recorded"
    assert text(unit=None) == "dose not recorded"


def test_what_is_due_is_said_last_each_as_a_sentence() -> None:
    waiting = lab("scd25", None, when=at(-8), expected_on=day(-1))
    record = case(waiting, lab("ferritin", "900"))
    due = tasks(assess(record, T))
    lines = [str(m) for m in handover(assess(record, T), due)]
    assert lines[-1] == "sCD25 (soluble IL-2 receptor) of 2020-01-12 was expected on 2020-01-19."


def test_what_may_harm_today_is_said_before_the_state() -> None:
    def one(kind: TaskKind, why: str) -> Task:
        return Task(kind=kind, why=Message(why), shows_from=day(0))

    due = (one(TaskKind.FEVER_BACK, "fever is back"), one(TaskKind.RESPONSE, "day 14 is due"))
    lines = said(lab("ferritin", "900"), due=due)
    assert lines[0] == "fever is back."
    assert lines[1].startswith("HLH-2004")
    assert lines[-1] == "day 14 is due."


def test_at_most_four_tasks_are_said_and_no_stop_is_doubled() -> None:
    due = tuple(
        Task(kind=TaskKind.PENDING, why=Message(f"number {n}."), shows_from=day(0))
        for n in range(6)
    )
    assert said(lab("ferritin", "1"), due=due)[3:] == [f"number {n}." for n in range(4)]
    stop = Message("ruxolitinib: {how}", {"how": Message("Stopped.")})
    one = Task(kind=TaskKind.STOPPED_WITHOUT_TAPER, why=stop, shows_from=day(0))
    assert said(lab("ferritin", "1"), due=(one,))[-1] == "ruxolitinib: Stopped."
