"""The worst grade of each day, of now, and the lines of a worklist."""

from dataclasses import replace

from hlh_app.clinical.case import AdverseEvent, FindingStatus
from hlh_app.clinical.toxicity import grade3_or_worse, grades_by_day, worst_now
from hlh_app.clinical.windows import History, View

from .response_builders import at, case_of, course, drug, happened, lab, on


def days(*rows, as_of=60, version="5.0", **fields):
    return grades_by_day(History(case_of(*rows, **fields)), at(as_of, "23:00"), version)


def view(*rows, as_of=10, events=(), **fields):
    case = replace(case_of(*rows, **fields), adverse_events=tuple(events))
    return View(History(case), at(as_of, "23:00"))


def test_one_for_each_day_with_data():
    found = days(
        lab("platelets", -1, "60"),
        lab("neutrophils", -1, "1.2"),
        lab("platelets", 3, "45"),
        lab("platelets", 3, "35", clock="20:00"),
        lab("neutrophils", 3, "0.3"),
        lab("platelets", 9, "90"),
        lab("ferritin", 20, "9000"),
    )
    assert [(d.day, d.grade, d.worst.analyte) for d in found] == [
        (on(-1), (2, 2), "neutrophils"),
        (on(3), (4, 4), "neutrophils"),
        (on(9), (1, 1), "platelets"),
    ]
    assert [d.new and (d.new.analyte, d.new.grade) for d in found] == [
        None,
        ("neutrophils", (4, 4)),
        None,
    ]
    assert [g.row.value for g in found[1].terms] == [lab("neutrophils", 3, "0.3").value, 45]
    assert not any(d.new_open for d in found)


def test_the_worst_of_a_day_need_not_be_new():
    (before, after) = days(
        lab("platelets", -1, "20"), lab("platelets", 3, "15"),
        lab("triglycerides", -1, "1.0"), lab("triglycerides", 3, "2.0"),
    )  # fmt: skip
    assert (before.grade, before.new) == ((4, 4), None)
    assert (after.worst.analyte, after.new.analyte, after.new.grade) == (
        "platelets", "triglycerides", (1, 1),
    )  # fmt: skip


def test_an_open_grade_stays_open_in_the_strip():
    (day,) = days(lab("alt", 3, "50", limit=None), lab("platelets", 3, "60"))
    assert (day.grade, day.worst.analyte) == ((2, 4), "platelets")
    assert (day.new, day.new_open) == (None, True)


def test_after_transplant_the_grade_stands_but_nothing_is_new():
    rows = (lab("platelets", -1, "200"), lab("platelets", 30, "5"), happened("transplant", 20))
    day = days(*rows)[-1]
    assert (day.grade, day.new, day.new_open) == ((4, 4), None, False)


def test_a_transfusion_is_a_day_with_data():
    (day,) = days(drug("red_cell_transfusion", 4))
    assert (day.day, day.grade, day.worst.row) == (on(4), (3, 3), None)


def test_each_course_counts_from_its_own_baseline():
    rows = [
        lab("alt", -1, "300"), lab("alt", 5, "400"), lab("alt", 40, "39"), lab("alt", 50, "400"),
    ]  # fmt: skip
    courses = [course(stop=6), course(start=41)]
    assert [d.grade for d in days(rows, courses)] == [(3, 3), (0, 0), (0, 0), (3, 3)]
    assert [d.grade for d in days(rows, courses, version="4.03")] == [
        (3, 3), (3, 3), (0, 0), (3, 3),
    ]  # fmt: skip
    assert [d.new and d.new.day for d in days(rows, courses)] == [None, None, None, on(50)]


def test_nothing_is_seen_of_later_days():
    rows = (lab("platelets", 3, "45"), lab("platelets", 9, "10"))
    assert [d.day for d in days(*rows, as_of=8)] == [on(3)]
    assert days() == ()


def test_now_is_the_last_day_of_each_term_within_the_window():
    found = view(
        lab("neutrophils", 2, "0.3"),
        lab("neutrophils", 9, "1.2"),
        lab("platelets", 8, "45", clock="06:00"),
        lab("platelets", 8, "80", clock="20:00"),
        lab("triglycerides", -8, "20"),
    )
    now = worst_now(found)
    assert (now.analyte, now.grade, now.day) == ("platelets", (3, 3), on(8))
    assert worst_now(view()) is None
    assert worst_now(view(lab("platelets", 9, "5")), "4.03").version == "4.03"


def test_grade_3_or_worse_the_worst_first():
    found = grade3_or_worse(
        view(
            lab("neutrophils", 9, "0.8"),
            lab("platelets", 9, "20"),
            lab("hemoglobin", 9, "90"),
            lab("neutrophils", 9, "0.9", limit=None)._replace(analyte="wbc"),
        )
    )
    assert [(s.label, s.grade, s.day, s.sure) for s in found] == [
        ("Leukocytes", (4, 4), on(9), True),
        ("Platelets", (4, 4), on(9), True),
        ("Neutrophils", (3, 3), on(9), True),
    ]
    assert str(found[1].statement) == "grade 4, Platelets 20 10*9/L on 2020-01-29 (CTCAE v5.0)"
    assert found[1].graded.row.analyte == "platelets"


def test_only_a_missing_baseline_lists_what_may_be_lower():
    (only,) = grade3_or_worse(view(lab("alt", 9, "400")))
    assert (only.sure, only.grade) == (False, (0, 3))
    assert grade3_or_worse(view(lab("alt", 9, "400", limit=None))) == ()
    assert grade3_or_worse(view(lab("alt", -1, "300"), lab("alt", 9, "400"))) == ()
    (old,) = grade3_or_worse(view(lab("alt", -1, "300"), lab("alt", 9, "400")), "4.03")
    assert (old.sure, old.grade) == (True, (3, 3))


def test_a_transfusion_and_what_a_clinician_graded():
    def event(day, grade, **more):
        return AdverseEvent(
            "infection", FindingStatus.PRESENT, on(day), "Lung infection", grade, "5.0", **more
        )

    found = grade3_or_worse(
        view(
            drug("red_cell_transfusion", 4),
            events=(
                event(3, 4),
                event(5, 2),
                event(5, None),
                event(11, 5),
                event(2, 3, resolved_on=on(10)),
                event(1, 3, resolved_on=on(11)),
                AdverseEvent("infection", FindingStatus.ABSENT, on(4)),
            ),
        )
    )
    assert [(s.label, s.grade, s.day) for s in found] == [
        ("Lung infection", (4, 4), on(3)),
        ("Lung infection", (3, 3), on(1)),
        ("Hemoglobin", (3, 3), on(4)),
    ]
    assert str(found[0].statement) == ("grade 4, Lung infection since 2020-01-23, by the clinician")
    assert str(found[2].statement) == (
        "grade 3, Hemoglobin by a red cell transfusion on 2020-01-24 (CTCAE v5.0)"
    )


def test_what_began_today_is_ongoing_and_the_surer_grade_comes_first():
    today = AdverseEvent("infection", FindingStatus.PRESENT, on(10), "Lung infection", 3, "5.0")
    assert [s.day for s in grade3_or_worse(view(events=(today,)))] == [on(10)]
    either = lab("neutrophils", 4, "0.6", comparator="<")
    found = grade3_or_worse(view(either, events=(today,)))
    assert [s.grade for s in found] == [(3, 4), (3, 3)]
