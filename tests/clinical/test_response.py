"""The Marsh response, edge by edge: classes, what blocks them, which days are listed."""

from datetime import date
from decimal import Decimal

import pytest

from hlh_app.clinical.case import Moment, Patient, Sex
from hlh_app.clinical.response import marsh_response
from hlh_app.clinical.response_verdict import DayState
from hlh_app.clinical.windows import History
from tests.clinical.response_builders import (
    DAY0,
    ILL,
    WELL,
    at,
    case_of,
    classes,
    course,
    day14,
    drug,
    found,
    happened,
    lab,
    labs,
    on,
    verdict_of,
)


class TestClasses:
    def test_everything_normal_and_calm_is_complete(self):
        assert classes(day14(labs(0, ILL), labs(14, WELL))) == "CR"

    def test_one_marker_is_no_response_and_two_are_partial(self):
        one = labs(14, ILL, ferritin="3000")
        assert classes(day14(labs(0, ILL), one)) == "NR"
        two = labs(14, ILL, ferritin="3000", scd25="5999")
        assert classes(day14(labs(0, ILL), two)) == "PR"

    @pytest.mark.parametrize(
        ("analyte", "at_limit", "beyond"),
        [
            ("scd25", "840", "840.1"),
            ("ferritin", "400", "400.1"),
            ("triglycerides", "1.70", "1.71"),
            ("hemoglobin", "110", "109.9"),
            ("neutrophils", "1.50", "1.49"),
            ("platelets", "150", "149"),
            ("alt", "40", "40.1"),
        ],
    )
    def test_each_of_the_seven_must_be_within_its_limit(self, analyte, at_limit, beyond):
        assert classes(day14(labs(0, ILL), labs(14, WELL, **{analyte: at_limit}))) == "CR"
        assert classes(day14(labs(0, ILL), labs(14, WELL, **{analyte: beyond}))) == "PR"

    def test_hemoglobin_and_platelets_never_make_a_partial_response(self):
        now = labs(14, ILL, ferritin="3000", hemoglobin="160", platelets="300")
        assert classes(day14(labs(0, ILL), now)) == "NR"

    def test_pending_triglycerides_that_improve_may_also_be_normal(self):
        """From 2.0 (high 1.7), ferritin the only marker improved: never partial alone."""
        before = labs(0, WELL, ferritin="500", triglycerides="2.0")
        now = labs(14, WELL, triglycerides=None)
        assert classes(day14(before, now)) == "NR CR"

    def test_pending_with_a_limit_that_improvement_does_not_reach(self):
        before = labs(0, WELL, ferritin="500", triglycerides="4.0")
        now = labs(14, WELL, triglycerides=None)
        assert classes(day14(before, now)) == "NR PR CR"

    def test_a_missing_result_has_no_limit(self):
        before = labs(0, WELL, ferritin="500", triglycerides="2.0")
        now = labs(14, WELL, triglycerides="-")
        assert classes(day14(before, now)) == "NR PR CR"

    def test_without_a_baseline_improvement_is_free_of_the_value(self):
        """Triglycerides 2.0, above 1.7: without a baseline they may or may not have improved."""
        before = labs(0, WELL, ferritin="500", triglycerides="-")
        assert classes(day14(before, labs(14, WELL, triglycerides="2.0"))) == "NR PR"
        neutrophils = day14(labs(0, ILL, neutrophils="-"), labs(14, WELL, neutrophils="0.3"))
        assert neutrophils.markers["neutrophils"] == "unknown"

    def test_without_a_limit_normality_is_open(self):
        now = [*labs(14, WELL, ferritin="-"), lab("ferritin", 14, "200", limit=None)]
        assert classes(day14(labs(0, ILL), now)) == "PR CR"

    def test_a_comparator_leaves_normality_open(self):
        assert classes(day14(labs(0, ILL), labs(14, WELL, ferritin="<500"))) == "PR CR"
        assert classes(day14(labs(0, ILL), labs(14, WELL, ferritin="<=400"))) == "CR"
        assert classes(day14(labs(0, ILL), labs(14, WELL, ferritin=">400"))) == "PR"

    def test_nothing_but_one_value_leaves_everything_open(self):
        assert classes(day14(lab("ferritin", 14, "200"))) == "NR PR CR"

    def test_a_result_reported_later_is_pending(self):
        later = lab("ferritin", 14, "9999", reported_at=at(15, "09:00"))
        now = [*labs(14, WELL, ferritin="-"), later]
        assert classes(day14(labs(0, ILL), now, as_of=at(15, "08:59"))) == "PR CR"
        assert classes(day14(labs(0, ILL), now, as_of=at(15, "09:00"))) == "PR"

    def test_what_is_awaited_shows_nothing_of_its_later_value(self):
        later = lab("ferritin", 14, "<9999", reported_at=at(20))
        day = day14(labs(0, ILL), labs(14, WELL, ferritin="-"), later, as_of=15)
        awaited = day.analytes["ferritin"].awaited
        assert (awaited.value, awaited.comparator, awaited.pending) == (None, None, True)
        assert awaited.high == 400


class TestBlocks:
    def test_fever_excludes_a_complete_response(self):
        hot = lab("temperature", 14, "38.0")
        assert classes(day14(labs(0, ILL), labs(14, WELL), hot)) == "PR"
        warm = lab("temperature", 14, "37.9")
        assert classes(day14(labs(0, ILL), labs(14, WELL), warm)) == "CR"

    def test_unknown_fever_leaves_it_open(self):
        assert classes(day14(labs(0, ILL), labs(14, WELL), no_calm=True)) == "PR CR"

    def test_fever_is_looked_for_until_the_last_value_used(self):
        hot = lab("temperature", 16, "38.5")
        early = labs(14, WELL)
        assert classes(day14(labs(0, ILL), early, hot)) == "CR"
        late = [*labs(14, WELL, alt="-"), lab("alt", 16, "30")]
        assert classes(day14(labs(0, ILL), late, hot)) == "PR"

    def test_a_pending_result_does_not_lengthen_the_look(self):
        hot = lab("temperature", 16, "38.5")
        now = [*labs(14, WELL, alt="-"), lab("alt", 16, None)]
        assert classes(day14(labs(0, ILL), now, hot)) == "PR CR"

    @pytest.mark.parametrize(("day", "expected"), [(11, "CR"), (12, "PR"), (14, "PR"), (15, "CR")])
    def test_fever_counts_from_two_days_before_to_the_day(self, day, expected):
        hot = lab("temperature", day, "39.0", clock="00:00")
        assert classes(day14(labs(0, ILL), labs(14, WELL), hot)) == expected

    @pytest.mark.parametrize("name", ["splenomegaly", "cns_involvement"])
    def test_spleen_and_cns(self, name):
        rest = [*labs(0, ILL), *labs(14, WELL)]
        assert classes(day14(rest, found(name, 0))) == "PR"
        assert classes(day14(rest, found(name, -1))) == "PR CR"
        assert classes(day14(rest, found(name, 0), found(name, 14, "absent"))) == "CR"
        assert classes(day14(rest, found(name, 0), found(name, 15, "absent"))) == "PR"
        assert classes(day14(rest, found(name, 14, "pending"))) == "PR CR"

    def test_open_blocks_do_not_touch_what_is_not_normal(self):
        rest = [*labs(0, ILL), *labs(14, WELL, platelets="90")]
        assert classes(day14(rest, found("splenomegaly", -9), no_calm=True)) == "PR"


class TestListing:
    def states(self, *rows, as_of=60):
        return [day.state.value for day in verdict_of(*rows, as_of=as_of).days]

    def test_days_come_with_their_state(self):
        rows = [lab("ferritin", 14, "1"), lab("ferritin", 42, "1")]
        assert self.states(rows, as_of=43) == ["assessed", "no_values", "assessed", "upcoming"]

    def test_a_day_is_assessed_from_its_own_start(self):
        rows = [lab("ferritin", 13, "1")]
        assert self.states(rows, as_of=at(14, "00:00"))[0] == "assessed"
        assert self.states(rows, as_of=at(13, "23:59"))[0] == "upcoming"
        assert self.states(rows, as_of=Moment.dated(on(14)))[0] == "assessed"

    @pytest.mark.parametrize(
        ("day", "expected"),
        [(10, "no_values"), (11, "assessed"), (17, "assessed"), (18, "no_values")],
    )
    def test_three_days_either_way(self, day, expected):
        assert self.states(lab("hemoglobin", day, "1"))[0] == expected

    def test_pending_or_spoilt_results_alone_do_not_list_a_day(self):
        pending = lab("ferritin", 14, None)
        verdict = verdict_of(pending)
        assert verdict.days[0].state is DayState.NO_VALUES
        assert verdict.days[0].awaited == (pending,)
        spoilt = [lab("platelets", 14, "90"), drug("platelet_transfusion", 13)]
        day = verdict_of(spoilt).days[0]
        assert day.state is DayState.NO_VALUES
        assert [s.cause.drug for s in day.passed_over] == ["platelet_transfusion"]

    def test_another_analyte_does_not_list_a_day(self):
        row = lab("ferritin", 14, "1")
        other = type(row)("ldh", Decimal(300), "U/L", at(14))
        assert self.states(other)[0] == "no_values"

    @pytest.mark.parametrize("reason", ["transplant", "death"])
    def test_days_after_the_end_are_not_applicable(self, reason):
        rows = [*labs(14, WELL), *labs(28, WELL)]
        same_day = verdict_of(rows, happened(reason, 14))
        assert [d.state.value for d in same_day.days][:2] == ["assessed", "not_applicable"]
        assert same_day.days[1].end.reason == reason
        before = verdict_of(rows, happened(reason, 13))
        assert before.assessments == ()
        assert before.best_by_day_56 == ()

    def test_a_stop_ends_it_and_a_planned_stop_does_not_yet(self):
        rows = [*labs(14, WELL), *labs(28, WELL)]
        assert len(verdict_of(rows, course(stop=27)).assessments) == 1
        assert len(verdict_of(rows, course(stop=28)).assessments) == 2
        early = verdict_of(rows, course(stop=27), as_of=20)
        assert early.days[1].state is DayState.UPCOMING

    def test_the_nearest_then_the_earlier_then_the_last_of_the_day(self):
        rows = [
            lab("ferritin", 12, "1", clock="06:00"),
            lab("ferritin", 12, "2", clock="20:00"),
            lab("ferritin", 16, "3"),
            lab("ferritin", 11, "4"),
        ]
        assert verdict_of(rows).days[0].analytes["ferritin"].now.value == 2
        rows.append(lab("ferritin", 15, "5"))
        assert verdict_of(rows).days[0].analytes["ferritin"].now.value == 5

    def test_a_final_value_is_never_displaced_by_a_pending_one(self):
        rows = [lab("ferritin", 14, None), lab("ferritin", 17, "7")]
        reading = verdict_of(rows).days[0].analytes["ferritin"]
        assert (reading.now.value, reading.awaited) == (7, None)


class TestTheWhole:
    def test_null_before_any_dose(self):
        case = case_of(labs(0, ILL), course(start=3), dose=False)
        assert marsh_response(case, at(2)) is None
        assert marsh_response(case, at(3)).day0 == on(3)

    def test_best_and_first(self):
        rows = [*labs(0, ILL), *labs(14, ILL), *labs(28, WELL), *labs(42, ILL)]
        verdict = verdict_of(rows, lab("temperature", 28, "36.8"))
        assert verdict.best_by_day_56 == ("CR",)
        assert verdict.first_response_day == 28
        assert verdict.latest.day == 42
        assert verdict_of().latest is None

    def test_first_needs_certainty(self):
        rows = [*labs(0, ILL), *labs(14, ILL, ferritin="100", scd25="-")]
        verdict = verdict_of(rows)
        assert verdict.best_by_day_56 == ("NR", "PR")
        assert verdict.first_response_day is None

    def test_extra_days_stand_apart(self):
        rows = [*labs(0, ILL), *labs(7, WELL), lab("temperature", 7, "36.8")]
        verdict = marsh_response(case_of(rows), at(20), extra_days=(7, 7, 14, 0, -3, 1))
        assert [a.day for a in verdict.extra] == [1, 7]
        assert verdict.extra[0].state is DayState.NO_VALUES  # the values of day 0 are not after it
        assert classes(verdict.extra[1]) == "CR"
        assert verdict.extra[1].extra
        assert verdict.best_by_day_56 == ()

    def test_a_shared_history_gives_the_same(self):
        case = case_of(labs(0, ILL), labs(14, WELL))
        shared = marsh_response(case, at(20), history=History(case))
        assert shared.days[0].possible == marsh_response(case, at(20)).days[0].possible

    def test_it_names_itself(self):
        verdict = verdict_of()
        assert (verdict.rule, verdict.version) == ("marsh2013", "1")
        assert verdict.source.short == "Marsh 2013"
        assert verdict.day0 == DAY0

    def test_a_new_course_has_its_own_day_0_and_baseline(self):
        rows = [course(stop=-30, start=-40), course(), lab("ferritin", -40, "9"), *labs(0, ILL)]
        verdict = verdict_of(rows)
        assert verdict.day0 == DAY0
        assert verdict.baseline["ferritin"].observation.value == 5000

    def test_the_shipped_default_judges_by_the_age_when_drawn(self):
        def normal(value, patient):
            row = lab("scd25", 14, value, limit=None)
            return verdict_of(row, patient=patient).days[0].analytes["scd25"].normal

        third = Patient(date(2017, 2, 3), Sex.MALE)  # three on day 14
        nearly = Patient(date(2017, 2, 4), Sex.MALE)
        assert (normal("1329", third), normal("1330", third)) == (True, False)
        assert (normal("1940", nearly), normal("1941", nearly)) == (True, False)
        assert normal("838", Patient(None, Sex.MALE)) is None
