"""What is read from the rows: which one decided, which leave it open, and what is said beside."""

from decimal import Decimal

import pytest

from hlh_app.clinical.case import Exposure
from hlh_app.clinical.evidence import NOT_RECORDED, judge, judge_finding
from hlh_app.clinical.thresholds import Threshold

from .diagnosis_builders import T, at, found, given, lab, on, view

FERRITIN = Threshold("ferritin", ">=", Decimal(500))
PLATELETS = Threshold("platelets", "<", Decimal(100))


def shown(judged):
    return [(r.row.value, r.row.comparator, r.used) for r in judged.readings]


def flags(threshold, *rows):
    return [str(flag) for flag in judge(view(*rows), threshold).readings[0].flags]


class TestWhichValueDecided:
    def test_the_only_one(self):
        assert shown(judge(view(lab("ferritin", "600")), FERRITIN)) == [(600, None, True)]

    def test_a_stale_one_stands_as_the_one_looked_at(self):
        judged = judge(view(lab("ferritin", "600", when=at(-20))), FERRITIN)
        assert (judged.state, shown(judged)) == (None, [(600, None, True)])

    def test_the_highest_of_open_ranges_then_the_others_in_their_order(self):
        rows = [
            lab("ferritin", value, when=at(-days), comparator="<")
            for days, value in ((3, "700"), (2, "600"), (1, "900"))
        ]
        assert shown(judge(view(*rows), FERRITIN)) == [
            (900, "<", True),
            (700, "<", False),
            (600, "<", False),
        ]

    def test_of_results_all_awaited_the_first(self):
        rows = [lab("ferritin", None, when=at(-days)) for days in (3, 2, 1)]
        judged = judge(view(*rows), FERRITIN)
        assert [r.row.measured_at for r in judged.readings] == [at(-3), at(-2), at(-1)]
        assert [r.used for r in judged.readings] == [True, False, False]

    def test_each_awaited_result_keeps_what_is_said_of_it(self):
        later = lab("ferritin", "600", when=at(-1), reported_at=at(1))
        judged = judge(view(lab("ferritin", None, when=at(-3)), later), FERRITIN)
        said = [[str(flag)[:14] for flag in r.flags] for r in judged.readings]
        assert said == [["pending"], ["pending then: "]]

    def test_its_unit_is_the_unit_of_the_answer(self):
        rows = [lab("platelets", "40"), lab("platelets", None, "/uL", when=at(-1))]
        judged = judge(view(*rows), PLATELETS)
        assert (judged.unit, [r.unit for r in judged.readings]) == (
            "10*9/L",
            ["10*9/L", "/uL"],
        )


class TestWhatIsSaidBeside:
    def test_awaited_whatever_day_of_report_was_noted_without_a_value(self):
        awaited = lab("ferritin", None, reported_at=at(0, "07:30"))
        assert flags(FERRITIN, awaited) == ["pending"]

    def test_treatment_beside_blood_counts_alone(self):
        assert flags(PLATELETS, lab("platelets", "40"), given("etoposide", -3)) == [
            "measured after etoposide"
        ]
        assert flags(FERRITIN, lab("ferritin", "600"), given("etoposide", -3)) == []
        assert flags(PLATELETS, lab("platelets", "40")) == []

    def test_once_however_often_it_was_given(self):
        doses = [given("etoposide", day, day) for day in (-6, -3, -1)]
        assert flags(PLATELETS, lab("platelets", "40"), *doses) == ["measured after etoposide"]

    @pytest.mark.parametrize(
        ("start", "after"), [(on(0), True), (on(1), False), (T, True), (at(0, "08:01"), False)]
    )
    def test_from_the_day_and_the_minute_it_was_begun(self, start, after):
        said = flags(PLATELETS, lab("platelets", "40", when=T), Exposure("etoposide", start))
        assert said == (["measured after etoposide"] if after else [])


class TestStatements:
    @pytest.mark.parametrize(
        ("status", "state", "said"),
        [("present", True, []), ("absent", False, []), ("pending", None, ["pending"])],
    )
    def test_what_it_says_by_itself(self, status, state, said):
        seen = view(found("splenomegaly", status)).finding("splenomegaly")
        judged = judge_finding(seen, 14)
        (reading,) = judged.readings
        assert (judged.state, reading.used) == (state, True)
        assert [str(flag) for flag in reading.flags] == said
        assert [str(note) for note in judged.notes] == said

    def test_none_recorded(self):
        judged = judge_finding(view().finding("splenomegaly"), 14)
        assert judged == (None, (), (NOT_RECORDED,))
