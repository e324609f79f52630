"""The table by the highest new grade: what counts as before, as after, and as new."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hlh_app.clinical.case import AdverseEvent, Exposure, FindingStatus, Moment
from hlh_app.clinical.toxicity import toxicity
from hlh_app.clinical.toxicity_remarks import remarks
from hlh_app.clinical.windows import History, View

from .response_builders import at, case_of, course, drug, happened, lab, on


def table(*rows, version="5.0", as_of=60, events=(), **fields):
    case = replace(case_of(*rows, **fields), adverse_events=tuple(events))
    return toxicity(View(History(case), at(as_of, "23:00")), version)


def said(graded):
    return None if graded is None else [str(remark) for remark in remarks(graded)]


def test_the_sentence_and_both_grades():
    found = table(lab("neutrophils", -1, "1.6", limit="2.0"), lab("neutrophils", 5, "0.8"))
    assert str(found.statement) == (
        "Worst new toxicity: grade 3, Neutrophils 0.8 10*9/L on 2020-01-25; before the first dose "
        "grade 1, Neutrophils 1.6 10*9/L on 2020-01-19 (CTCAE v5.0)."
    )
    row = found.worst_new
    assert row.analyte == "neutrophils"
    assert (row.before.grade, row.since, row.new) == ((1, 1), (3, 3), True)
    assert (row.onset, row.new_since, row.measured_since) == (on(5), on(5), 1)
    assert row.worst_new is row.worst_since


def test_the_version_stands_with_every_grade():
    rows = (lab("alt", -1, "300"), lab("alt", 5, "1000"))
    for version, grades, citation in (
        ("5.0", ((0, 0), (2, 2)), "ctcae5"),
        ("4.03", ((3, 3), (4, 4)), "ctcae403"),
    ):
        found = table(*rows, version=version)
        row = found.row("alt")
        assert (row.before.grade, row.since) == grades
        assert {found.ctcae, row.ctcae, row.before.version, row.last.version} == {version}
        assert found.citation == found.source.key == citation
    with pytest.raises(ValueError, match=r"3\.0"):
        table(*rows, version="3.0")


def test_400_after_300_is_new_in_neither_version():
    rows = (lab("alt", -1, "300"), lab("alt", 5, "400"))
    five, four = table(*rows).row("alt"), table(*rows, version="4.03").row("alt")
    assert (five.since, five.new) == ((0, 0), False)
    assert (four.since, four.new) == ((3, 3), False)
    assert (five.worst_before.grade, four.worst_before.grade) == ((3, 3), (3, 3))
    assert said(five.worst_since) == [
        "counted from the abnormal value before the first dose: 300 U/L"
    ]
    assert said(four.worst_since) == []


def test_the_onset_is_the_first_day_of_the_worst_and_new_is_the_first_day_above_before():
    values = ((-1, "1.2"), (3, "0.9"), (5, "0.4"), (7, "0.3"), (9, "1.1"))
    row = table(*(lab("neutrophils", day, value) for day, value in values)).row("neutrophils")
    assert (row.new_since, row.onset, row.since) == (on(3), on(5), (4, 4))
    assert (row.last.grade, row.last.day) == ((2, 2), on(9))


def test_what_was_as_bad_before_is_not_new():
    found = table(lab("platelets", -1, "20"), lab("platelets", 5, "10"))
    assert found.row("platelets").new is False
    assert found.worst_new is None


def test_the_grade_before_is_that_of_the_baseline_and_the_worst_stands_beside_it():
    row = table(
        lab("platelets", -6, "20"), lab("platelets", -1, "60"), lab("platelets", 5, "30")
    ).row("platelets")
    assert (row.before.grade, row.worst_before.grade, row.since) == ((2, 2), (4, 4), (3, 3))
    assert row.new is True


def test_without_a_value_of_the_week_before_nothing_is_surely_new():
    found = table(lab("platelets", -8, "200"), lab("platelets", 5, "10"))
    row = found.row("platelets")
    assert (row.before, row.new, row.new_since) == (None, None, None)
    assert row.worst_before.grade == (0, 0)
    assert row in found.not_known
    assert str(found.statement).startswith("No toxicity that is surely new (CTCAE v5.0); it is")


def test_grade_0_is_not_new_whatever_was_before():
    assert table(lab("platelets", 5, "200")).row("platelets").new is False


def test_missing_is_not_grade_0():
    row = table(lab("platelets", -1, "200")).row("platelets")
    assert (row.since, row.new, row.worst_since, row.onset, row.worst_new) == (None,) * 5
    assert (row.last.day, row.measured_since) == (on(-1), 0)


def test_a_pending_result_says_nothing_yet():
    row = table(lab("platelets", -1, "200"), lab("platelets", 5, None)).row("platelets")
    assert (row.new, len(row.awaited)) == (None, 1)


def test_an_open_grade_is_not_surely_new():
    row = table(
        lab("neutrophils", -1, "1.6", limit=None), lab("neutrophils", 5, "1.5", limit=None)
    ).row("neutrophils")
    assert (row.before.grade, row.since, row.new) == ((0, 1), (0, 1), None)
    assert said(row.worst_since) == ["without the laboratory's limit the grade is open"]


def test_the_worst_is_open_as_far_as_any_value_is():
    row = table(lab("alt", -1, "30"), lab("alt", 5, "130"), lab("alt", 7, "900", limit=None)).row(
        "alt"
    )
    assert (row.since, row.worst_since.grade, row.new) == ((2, 4), (2, 2), True)


WELL = {
    "wbc": ("neutrophils", "6"),
    "neutrophils": ("neutrophils", "4"),
    "platelets": ("platelets", "220"),
    "hemoglobin": ("hemoglobin", "130"),
    "alt": ("alt", "30"),
    "ast": ("alt", "30"),
    "bilirubin_total": ("alt", "9"),
    "triglycerides": ("triglycerides", "1.2"),
    "temperature": ("temperature", "36.8"),
}
"""Each with the limits and the unit of its neighbor."""


def well(day, **changed):
    rows = [
        lab(like, day, changed.get(analyte, value))._replace(analyte=analyte)
        for analyte, (like, value) in WELL.items()
    ]
    return [r._replace(unit="umol/L") if r.analyte == "bilirubin_total" else r for r in rows]


def test_nothing_new_when_every_term_was_measured():
    found = table(well(-1), well(5))
    assert [row.new for row in found.rows] == [False] * 9
    assert str(found.statement) == (
        "No new toxicity: no grade since the first dose is higher than before it (CTCAE v5.0)."
    )


def test_what_is_not_known_is_named():
    found = table(well(-1), [row for row in well(5) if row.analyte not in ("ast", "wbc")])
    assert str(found.statement) == (
        "No toxicity that is surely new (CTCAE v5.0); it is not known for Leukocytes, Aspartate "
        "aminotransferase."
    )


def test_the_highest_new_grade_comes_first_then_what_is_open():
    found = table(
        well(-1, platelets="40"),
        well(5, neutrophils="0.8", triglycerides="6", platelets="30", ast="900"),
        lab("alt", 6, ">100"),
    )
    assert [row.analyte for row in found.rows][:4] == ["ast", "neutrophils", "triglycerides", "alt"]
    assert found.rows[4].new is False


def test_without_a_course_nothing_is_new():
    found = table(lab("platelets", -1, "20"), drug("dexamethasone", -3), dose=False)
    row = found.row("platelets")
    assert (found.first_dose, row.before, row.new, row.worst_before.grade) == (
        None, None, None, (4, 4),
    )  # fmt: skip
    assert str(found.statement) == (
        "No dose of ruxolitinib is on record: no grade is new. Grades are by CTCAE v5.0."
    )


def test_a_dose_known_by_its_date_has_the_earliest_value_of_that_day_before_it():
    row = table(
        lab("platelets", 0, "60", clock="06:00"), lab("platelets", 0, "30", clock="20:00")
    ).row("platelets")
    assert (row.before.grade, row.since, row.new) == ((2, 2), (3, 3), True)


def test_a_dose_known_by_its_time_parts_the_day():
    rows = (lab("platelets", 0, "60", clock="06:00"), lab("platelets", 0, "30", clock="20:00"))
    row = table(*rows, course(clock="20:00")).row("platelets")
    assert (row.before.grade, row.since) == ((3, 3), None)
    row = table(*rows, course(clock="19:59")).row("platelets")
    assert (row.before.grade, row.since) == ((2, 2), (3, 3))


def test_the_fever_before_is_the_highest_of_the_24_hours_up_to_the_baseline():
    rows = [
        lab("temperature", -2, "40.4", clock="20:00"),
        lab("temperature", -1, "39.5", clock="20:01"),
        lab("temperature", 0, "37.2", clock="20:00"),
        lab("temperature", 1, "39.4", clock="08:00"),
    ]
    row = table(rows, course(clock="20:30")).row("temperature")
    assert (row.before.grade, row.before.row.value, row.new) == ((2, 2), rows[1].value, False)
    row = table([rows[0], *rows[2:]], course(clock="20:30")).row("temperature")
    assert (row.before.grade, row.new) == ((0, 0), True)


def test_a_red_cell_transfusion_is_grade_3_of_hemoglobin():
    found = table(lab("hemoglobin", -1, "95"), drug("red_cell_transfusion", 4))
    row = found.row("hemoglobin")
    assert (row.before.grade, row.since, row.new, row.onset) == ((2, 2), (3, 3), True, on(4))
    assert "grade 3, Hemoglobin by a red cell transfusion on 2020-01-24" in str(found.statement)
    assert said(row.worst_since) == []


def test_what_is_measured_after_a_transfusion_counts_as_measured_and_says_so():
    row = table(
        lab("hemoglobin", -1, "70"), drug("red_cell_transfusion", 4), lab("hemoglobin", 5, "100")
    ).row("hemoglobin")
    assert (row.before.grade, row.last.grade, row.new) == ((3, 3), (1, 1), False)
    assert said(row.last) == ["measured after red cell transfusion"]


@pytest.mark.parametrize(("day", "grade", "new"), [(-7, (3, 3), False), (-8, (0, 0), True)])
def test_a_transfusion_of_the_week_before_is_the_grade_before(day, grade, new):
    given = [drug("red_cell_transfusion", day), drug("red_cell_transfusion", 3)]
    row = table(lab("hemoglobin", 0, "120"), given).row("hemoglobin")
    assert (row.before.grade, row.new) == (grade, new)


def test_a_transfusion_on_the_day_of_the_first_dose_is_before_it_unless_the_times_are_known():
    assert table(drug("red_cell_transfusion", 0)).row("hemoglobin").before.grade == (3, 3)
    later = Exposure("red_cell_transfusion", at(0, "21:00"))
    row = table(later, course(clock="20:00")).row("hemoglobin")
    assert (row.before, row.since) == (None, (3, 3))
    earlier = Exposure("red_cell_transfusion", at(0, "20:00"))
    assert table(earlier, course(clock="20:00")).row("hemoglobin").before.grade == (3, 3)


def test_a_value_spoilt_before_the_first_dose_is_not_the_grade_before():
    row = table(
        lab("platelets", -3, "15"), drug("platelet_transfusion", -2), lab("platelets", -1, "60"),
        lab("platelets", 4, "20"),
    ).row("platelets")  # fmt: skip
    assert (row.before.grade, row.worst_before.grade, row.new) == ((4, 4), (4, 4), False)


@pytest.mark.parametrize(
    "ending",
    [
        happened("transplant", 20),
        happened("conditioning", 20),
        Exposure("busulfan", at(20), purpose="conditioning"),
    ],
)
def test_after_conditioning_or_transplant_nothing_counts(ending):
    rows = (lab("platelets", -1, "160"), lab("platelets", 20, "60"), lab("platelets", 21, "10"))
    found = table(*rows, ending)
    row = found.row("platelets")
    assert (found.until, row.since, row.measured_since) == (on(20), (2, 2), 1)
    assert row.last.grade == (4, 4)
    assert (row.last.after, row.last.counted, row.last.new) == (True, False, None)
    assert "conditioning or transplant on 2020-02-09" in str(found.notes[1])
    assert table(*rows, happened("relapse", 20)).row("platelets").since == (4, 4)


def test_a_new_course_has_its_own_before():
    rows = [lab("platelets", day, value) for day, value in ((-1, "200"), (5, "20"), (30, "60"))]
    later = [course(stop=10), course(start=31), lab("platelets", 40, "30")]
    row = table(rows, later).row("platelets")
    assert (row.before.grade, row.since, row.new) == ((2, 2), (3, 3), True)
    assert row.worst_before.grade == (4, 4)
    assert row.measured_since == 1
    assert (row.worst_before.after, row.worst_before.course_day0) == (True, on(0))
    assert (row.before.after, row.last.after, row.last.course_day0) == (False, True, on(31))


def test_what_is_said_beside_an_open_or_a_literal_grade():
    rows = [
        lab("neutrophils", 3, "1.2", limit="1.0"),
        lab("platelets", 3, ">60"),
        lab("alt", 3, "400"),
        lab("temperature", 3, "40.3"),
        lab("triglycerides", 3, "<3.5"),
    ]
    found = table(rows)
    remarked = {row.analyte: said(row.worst_since) for row in found.rows if row.worst_since}
    assert remarked == {
        "neutrophils": ["by the letter of the terminology: not below the laboratory's lower limit"],
        "platelets": ["the range stated leaves the grade open"],
        "alt": ["no value before the first dose to count from: it may be lower"],
        "temperature": ["how long it lasted is not known"],
        "triglycerides": ["the range stated leaves the grade open"],
    }


@pytest.mark.parametrize(
    ("before", "now", "remark"),
    [
        (lab("alt", -1, "300", limit=None), lab("alt", 3, "400"),
         "whether the value before the first dose was abnormal is not known"),
        (lab("alt", -1, "<300"), lab("alt", 3, "400"),
         "whether the value before the first dose was abnormal is not known"),
        (lab("alt", -1, "300", assay="one"), lab("alt", 3, "400", assay="other"),
         "the value before the first dose is of another assay"),
        (lab("alt", -1, "30"), lab("alt", 3, "400"), None),
        (lab("alt", -1, "30"), lab("alt", 3, "400", limit=None),
         "without the laboratory's limit the grade is open"),
        (lab("alt", 3, "30"), lab("alt", 4, "30"), None),
    ],
)  # fmt: skip
def test_what_is_said_of_the_value_that_version_5_counts_from(before, now, remark):
    assert said(table(before, now).row("alt").last) == ([] if remark is None else [remark])


def event(day, grade=None, term="Headache", category="headache", **more):
    return AdverseEvent(category, FindingStatus.PRESENT, on(day), term, grade, "5.0", **more)


def test_events_by_hand_stand_beside():
    events = [
        event(5, 2, relation="possible", action="treated", resolved_on=on(9)),
        event(-3, 1, key="old"),
        event(61, 3),
        AdverseEvent("infection", FindingStatus.ABSENT, on(4)),
        event(20, 3, resolved_on=on(70)),
    ]
    found = table(events=events).events
    assert [(e.event.on, e.new, e.ongoing) for e in found] == [
        (on(-3), False, True),
        (on(5), True, False),
        (on(20), True, True),
    ]
    assert (found[1].event.relation, found[1].event.action) == ("possible", "treated")
    assert table(events=events, dose=False).events[0].new is None


def test_it_is_said_that_wang_names_no_version():
    assert any("names no version" in str(note) for note in table().notes)


def test_an_unknown_analyte_has_no_row():
    with pytest.raises(StopIteration):
        table().row("ferritin")


def test_what_comes_later_is_not_seen():
    rows = (lab("platelets", -1, "200"), lab("platelets", 5, "10", reported_at=at(8)))
    assert table(*rows, as_of=7).row("platelets").since is None
    assert table(*rows, as_of=8).row("platelets").since == (4, 4)
    given = Moment.timed(at(9).at + timedelta(hours=1))
    assert table(Exposure("red_cell_transfusion", given), as_of=8).row("hemoglobin").last is None


def test_what_happens_on_the_very_day_and_at_the_very_moment():
    rows = (lab("platelets", -1, "160"), lab("platelets", 5, "60"))
    assert table(*rows, happened("transplant", 0)).until == on(0)
    assert table(*rows, happened("transplant", 20), as_of=20).until == on(20)
    awaited = (*rows, lab("platelets", 20, None), happened("transplant", 20))
    assert table(lab("platelets", 4, "160"), *awaited[2:], *rows[:1]).row("platelets").new is None
    late = (lab("platelets", 21, None), happened("transplant", 20), lab("platelets", 4, "160"))
    assert table(*late, rows[0]).row("platelets").new is False


def test_a_transfusion_begun_at_the_moment_asked_about_is_seen():
    given = Exposure("red_cell_transfusion", at(5, "23:00"))
    row = table(given, lab("hemoglobin", 5, "120", clock="23:00"), as_of=5).row("hemoglobin")
    assert (row.since, row.measured_since) == ((3, 3), 2)
    given = Exposure("platelet_transfusion", at(5, "23:00"))
    row = table(given, lab("platelets", 5, "120", clock="23:00"), as_of=5).row("platelets")
    assert said(row.last) == ["measured after platelet transfusion"]


def test_of_the_same_result_twice_the_first_key_is_shown():
    twice = [lab("platelets", 5, "60")._replace(key=key) for key in ("b", "a", "c")]
    assert table(twice).row("platelets").last.row.key == "a"
