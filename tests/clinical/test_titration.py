"""The steps of a dose and how it was stopped."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from hlh_app.clinical.case import PURPOSES, STOP_REASONS, Event, Exposure, Patient, Sex
from hlh_app.clinical.titration import (
    PURPOSE_WORDS,
    STOP_WORDS,
    Change,
    StopKind,
    titration,
)
from hlh_app.clinical.titration_card import CARD

from .diagnosis_builders import at, day, lab, on, view

D = Decimal


def step(start, stop=None, mg="5", times="2", unit="mg", drug="ruxolitinib", **more):
    last = None if stop is None else day(stop)
    dose = None if mg is None else D(mg)
    per_day = None if times is None else D(times)
    return Exposure(drug, on(start), last, dose, unit, "oral", per_day, **more)


def weight(kg="20", days=-60):
    return lab("weight", kg, when=at(days))


def marked(boundary, side):
    return pytest.mark.boundary(f"titration.{boundary}", side)


def history(*rows, **more):
    return titration(view(*rows, **more))


class TestSteps:
    def test_from_to_amount_and_amount_per_kg(self):
        found = history(step(-20, -18, "2.5"), step(-17, None, "3.75"), weight())
        first, second = found.steps
        assert (first.start.day, first.stop, first.daily_mg) == (day(-20), day(-18), 5)
        assert (second.stop, second.daily_mg, second.mg_per_kg_per_day) == (
            None, D("7.50"), D("0.375"),
        )  # fmt: skip
        assert [row.change for row in found.steps] == [Change.FIRST, Change.RAISED]
        assert found.stop is None

    @pytest.mark.parametrize(
        ("second", "change"),
        [
            (step(-9, None, "10"), Change.RAISED),
            (step(-9, None, "2.5"), Change.LOWERED),
            (step(-9, None, "5"), Change.SAME),
            (step(-9, None, None), Change.UNKNOWN),
            (step(-9, None, "5", unit="mg/m2"), Change.UNKNOWN),
            (step(-9, None, "5", times=None), Change.UNKNOWN),
        ],
    )
    def test_how_it_changed(self, second, change):
        assert history(step(-20, -10), second).steps[1].change is change

    @pytest.mark.parametrize(
        ("start", "change"),
        [
            pytest.param(-10, Change.SAME, marks=marked("pause", "below")),
            pytest.param(-9, Change.SAME, marks=marked("pause", "at")),
            pytest.param(-8, Change.RESTARTED, marks=marked("pause", "above")),
        ],
    )
    def test_a_pause_makes_a_restart(self, start, change):
        assert history(step(-20, -10), step(start)).steps[1].change is change

    def test_the_weight_is_that_of_the_time(self):
        rows = (step(-20, -10), step(-9), weight("20", -30), weight("25", -15), weight("40", 0))
        first, second = history(*rows).steps
        assert (first.mg_per_kg_per_day, second.mg_per_kg_per_day) == (D("0.5"), D("0.4"))

    def test_an_old_weight_gives_no_amount_per_kg(self):
        (only,) = history(step(-20), weight(days=-111)).steps
        assert (only.daily_mg, only.mg_per_kg_per_day, only.weight) == (10, None, None)

    def test_a_dose_per_kg_needs_the_weight(self):
        (known,) = history(step(-20, mg="0.25", unit="mg/kg"), weight()).steps
        assert (known.daily_mg, known.mg_per_kg_per_day) == (10, D("0.5"))
        (unknown,) = history(step(-20, mg="0.25", unit="mg/kg")).steps
        assert unknown.daily_mg is None

    def test_before_which_dose_is_unknown_so_is_the_change(self):
        assert history(step(-20, -10, None), step(-9)).steps[1].change is Change.UNKNOWN

    def test_the_reason_as_recorded(self):
        rows = (
            step(-20, -10, stop_reason="toxicity"),
            step(-9, -5, "2.5", purpose="failure"),
            step(-4, purpose="relapse"),
        )
        plain, both, begun = history(*rows).steps
        assert plain.reason is None
        assert str(both.reason) == (
            "the dose before ended: toxicity; begun for: failure of the therapy before"
        )
        assert str(begun.reason) == "begun for: relapse"
        ended = history(step(-20, -10, stop_reason="infection"), step(-9)).steps[1]
        assert str(ended.reason) == "the dose before ended: infection"

    def test_every_code_has_its_words(self):
        assert set(PURPOSE_WORDS) == set(PURPOSES)
        assert set(STOP_WORDS) == set(STOP_REASONS)

    def test_in_the_order_begun_however_entered_and_rounded_to_three_decimals(self):
        found = history(step(-9, None, "10"), step(-19, -10, "5"), weight("21"))
        assert [row.change for row in found.steps] == [Change.FIRST, Change.RAISED]
        assert [row.mg_per_kg_per_day for row in found.steps] == [D("0.476"), D("0.952")]
        assert [str(row.mg_per_kg_per_day) for row in found.steps] == ["0.476", "0.952"]

    def test_a_step_begun_this_minute_and_one_ended_today_are_seen(self):
        (begun,) = history(replace(step(0), start=at())).steps
        assert begun.change is Change.FIRST
        (ended,) = history(step(-9, 0)).steps
        assert ended.stop == day(0)

    def test_nothing_from_after_the_moment(self):
        found = history(step(-5, 3), step(1))
        assert [row.stop for row in found.steps] == [None]
        assert found.stop is None

    def test_another_drug_has_a_history_of_its_own(self):
        found = titration(view(step(-5), step(-9, drug="tofacitinib")), "tofacitinib")
        assert (found.drug, len(found.steps)) == ("tofacitinib", 1)
        assert history().steps == ()
        assert history().stop is None


class TestStop:
    def kind(self, *rows):
        found = history(*rows).stop
        return None if found is None else found.kind

    @pytest.mark.parametrize(
        ("mg", "kind"),
        [
            pytest.param("4.99", StopKind.TAPERED, marks=marked("half", "below")),
            pytest.param("5", StopKind.TAPERED, marks=marked("half", "at")),
            pytest.param("5.01", StopKind.WITHOUT_TAPER, marks=marked("half", "above")),
        ],
    )
    def test_half_of_the_highest(self, mg, kind):
        assert self.kind(step(-20, -10, "10"), step(-9, -2, mg)) is kind

    @pytest.mark.parametrize(
        ("last_high", "kind"),
        [
            pytest.param(-28, StopKind.TAPERED, marks=marked("taper_days", "below")),
            pytest.param(-29, StopKind.TAPERED, marks=marked("taper_days", "at")),
            pytest.param(-30, StopKind.WITHOUT_TAPER, marks=marked("taper_days", "above")),
        ],
    )
    def test_the_highest_of_28_days(self, last_high, kind):
        rows = (step(-60, last_high, "10"), step(last_high + 1, -2, "5"))
        assert self.kind(*rows) is kind

    @pytest.mark.parametrize(
        ("infusion", "kind"),
        [
            pytest.param(-2, StopKind.FOR_TRANSPLANT, marks=marked("before_infusion", "below")),
            pytest.param(-1, StopKind.FOR_TRANSPLANT, marks=marked("before_infusion", "at")),
            pytest.param(0, StopKind.WITHOUT_TAPER, marks=marked("before_infusion", "above")),
        ],
    )
    def test_for_transplant(self, infusion, kind):
        assert self.kind(step(-20, -2), Event("transplant", day(infusion))) is kind

    @pytest.mark.parametrize(
        ("planned", "kind"),
        [
            (-1, StopKind.WITHOUT_TAPER),
            (0, StopKind.FOR_TRANSPLANT),
            (1, StopKind.WITHOUT_TAPER),
        ],
    )
    def test_for_a_transplant_that_is_planned_for_the_day_after(self, planned, kind):
        assert self.kind(step(-20, -1), Event("transplant_planned", day(planned))) is kind

    def test_the_reason_is_that_of_the_last_step(self):
        steps = [step(-20, -9, stop_reason="planned"), step(-8, -2, stop_reason="toxicity")]
        assert history(*steps).stop.reason == "toxicity"
        assert history(step(-20, -2)).stop.reason is None

    def test_of_two_rows_that_end_together_the_one_begun_last_is_told(self):
        rows = [step(-20, -2, "10", stop_reason="planned"), step(-9, -2, stop_reason="toxicity")]
        stop = history(*rows).stop
        assert (stop.daily_mg, stop.reason) == (10, "toxicity")

    def test_for_transplant_by_its_reason(self):
        assert self.kind(step(-20, -2, stop_reason="transplant")) is StopKind.FOR_TRANSPLANT
        assert self.kind(step(-20, -2, stop_reason="planned")) is StopKind.WITHOUT_TAPER

    def test_on_the_last_day_it_is_still_given(self):
        assert self.kind(step(-20, 0)) is None
        assert self.kind(step(-20, -1)) is StopKind.WITHOUT_TAPER

    def test_not_stopped_while_any_row_goes_on(self):
        assert self.kind(step(-20, -5), step(-20, None)) is None

    def test_death_is_no_stop(self):
        assert self.kind(step(-20, -2), Event("death", day(-2))) is None

    def test_without_amounts_it_is_not_known(self):
        assert self.kind(step(-20, -2, None)) is StopKind.UNKNOWN

    def test_in_words(self):
        found = history(step(-20, -2, "10")).stop
        assert (found.on, found.daily_mg) == (day(-2), 20)
        assert str(found.statement) == (
            "Stopped after 2020-01-18 from 20 mg a day without a taper (our definition)."
        )
        assert "not known" in str(history(step(-20, -2, None)).stop.statement)

    def test_a_newborn_has_a_history_too(self):
        baby = Patient(date(2020, 1, 1), Sex.MALE)
        (only,) = history(step(-2), weight("4", -3), patient=baby).steps
        assert only.mg_per_kg_per_day == D("2.5")
        assert replace(only).change is Change.FIRST


def test_the_card_says_what_is_ours():
    assert CARD.criteria[0].our_definition
    assert {b.id for b in CARD.boundaries} == {"half", "taper_days", "pause", "before_infusion"}
