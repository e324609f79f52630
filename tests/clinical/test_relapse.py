"""Relapse: our definitions, held at their limits."""

from dataclasses import replace

import pytest

from hlh_app.clinical.newly_present import NEVER_BEFORE, NOT_KNOWN_BEFORE, NOT_MEASURED
from hlh_app.clinical.relapse import Why, relapse_and_progression
from hlh_app.clinical.relapse_card import CARD
from hlh_app.clinical.response import marsh_response
from tests.clinical.course_builders import (
    COOL,
    FIBRINOGEN,
    HALF_KNOWN,
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    QUIET,
    TWO,
    UNKNOWN,
    WELL_14,
    biopsy,
    events,
    relapse,
)
from tests.clinical.response_builders import (
    ILL,
    WELL,
    at,
    case_of,
    found,
    happened,
    lab,
    labs,
    on,
)


def test_none_without_a_course():
    case = case_of(dose=False)
    assert relapse_and_progression(case, at(5), marsh_response(case, at(5))) is None


class TestRelapse:
    @pytest.mark.parametrize(
        ("rows", "expected"),
        [
            pytest.param(TWO, NOT_MET, marks=pytest.mark.boundary("course2020.signs", "below")),
            pytest.param(
                [*TWO, lab("triglycerides", 24, "3")], MET,
                marks=pytest.mark.boundary("course2020.signs", "at"),
            ),
            pytest.param(
                [*TWO, lab("triglycerides", 24, "3"), found("splenomegaly", 24)], MET,
                marks=pytest.mark.boundary("course2020.signs", "above"),
            ),
        ],
    )  # fmt: skip
    def test_three_of_eight_newly_present(self, rows, expected):
        event = relapse(QUIET, biopsy(25, "absent"), rows)
        assert event.outcome is expected
        assert event.since == on(14)
        if expected is MET:
            assert (event.on, event.reasons[0].why) == (on(24), Why.SIGNS)
            assert "signs newly present on 2020-02-13" in str(event.statement)
        else:
            assert "2 of 8 newly present" in str(event.statement)

    @pytest.mark.parametrize(
        ("code", "value", "counts"),
        [
            pytest.param(code, value, ok, marks=pytest.mark.boundary(f"course2020.{id}", side))
            for id, code, values, oks in [
                ("fever", "temperature", ("38.4", "38.5", "38.6"), (False, True, True)),
                ("platelets", "platelets", ("99", "100", "101"), (True, False, False)),
                ("triglycerides", "triglycerides", ("2.99", "3.0", "3.1"), (False, True, True)),
                ("fibrinogen", "fibrinogen", ("1.49", "1.5", "1.51"), (True, True, False)),
                ("ferritin", "ferritin", ("499", "500", "501"), (False, True, True)),
                ("scd25", "scd25", ("2399", "2400", "2401"), (False, True, True)),
            ]
            for value, ok, side in zip(values, oks, ("below", "at", "above"), strict=True)
        ],
    )
    def test_limits(self, code, value, counts):
        fields = FIBRINOGEN if code == "fibrinogen" else {}
        two = [row for row in [*TWO, lab("triglycerides", 24, "4")] if row.analyte != code][:2]
        event = relapse(QUIET, biopsy(25, "absent"), two, lab(code, 24, value, **fields))
        assert event.outcome is (MET if counts else NOT_MET)

    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            pytest.param(28, MET, marks=pytest.mark.boundary("course2020.signs_days", "below")),
            pytest.param(29, NOT_MET, marks=pytest.mark.boundary("course2020.signs_days", "at")),
            pytest.param(30, NOT_MET, marks=pytest.mark.boundary("course2020.signs_days", "above")),
        ],
    )
    def test_within_14_days(self, day, expected):
        early = [lab("platelets", 15, "60"), lab("ferritin", 15, "900")]
        rows = [early, lab("platelets", 16, "200"), lab("ferritin", 16, "100")]
        late = lab("triglycerides", day, "3.4")
        event = relapse(QUIET, biopsy(25, "absent"), rows, late, as_of=day)
        assert event.outcome is expected
        if expected is MET:
            assert event.on == on(28)
            before = relapse(QUIET, biopsy(25, "absent"), rows, late, as_of=27)
            assert before.outcome is NOT_MET

    @pytest.mark.parametrize(
        ("ago", "outcome"),
        [
            pytest.param(
                13, MET, marks=pytest.mark.boundary("course2020.splenomegaly_days", "below")
            ),
            pytest.param(14, MET, marks=pytest.mark.boundary("course2020.splenomegaly_days", "at")),
            pytest.param(
                15, UNKNOWN, marks=pytest.mark.boundary("course2020.splenomegaly_days", "above")
            ),
        ],
    )
    def test_age_of_the_spleen(self, ago, outcome):
        event = relapse(found("splenomegaly", 40 - ago), as_of=40)
        spleen = next(c for c in event.criteria if c.id == "splenomegaly")
        assert spleen.outcome is outcome
        if outcome is UNKNOWN:
            assert spleen.notes == (NOT_MEASURED,)

    @pytest.mark.parametrize(
        ("ago", "outcome"),
        [
            pytest.param(
                29, MET, marks=pytest.mark.boundary("course2020.hemophagocytosis_days", "below")
            ),
            pytest.param(
                30, MET, marks=pytest.mark.boundary("course2020.hemophagocytosis_days", "at")
            ),
            pytest.param(
                31, UNKNOWN, marks=pytest.mark.boundary("course2020.hemophagocytosis_days", "above")
            ),
        ],
    )
    def test_age_of_the_sample(self, ago, outcome):
        event = relapse(biopsy(60 - ago), as_of=60)
        sample = next(c for c in event.criteria if c.id == "hemophagocytosis")
        assert sample.outcome is outcome

    def test_what_was_there_at_the_response_is_not_new(self):
        still_high = [r for r in WELL_14 if r not in labs(14, WELL)]
        before = [*still_high, *labs(14, WELL, ferritin="1000", platelets="50")]
        rows = [*TWO, lab("triglycerides", 24, "3")]
        event = relapse(QUIET[7:], biopsy(25, "absent"), rows, before=before)
        assert event.outcome is NOT_MET
        again = [lab("ferritin", 18, "300"), lab("platelets", 18, "150")]
        event = relapse(QUIET[7:], biopsy(25, "absent"), rows, again, before=before)
        assert (event.outcome, event.on) == (MET, on(24))

    def test_only_what_is_dated_after_the_response(self):
        rows = [lab("platelets", 15, "60"), lab("ferritin", 15, "900"), lab("scd25", 16, "5000")]
        late_value = [r for r in WELL_14 if r != lab("alt", 14, "30")] + [lab("alt", 16, "30")]
        event = relapse(rows, before=late_value, as_of=27)
        assert event.since == on(16)
        assert event.outcome is UNKNOWN
        assert relapse(as_of=14).outcome is NOT_MET

    def test_unmeasured_is_open_never_negative(self):
        event = relapse(lab("platelets", 24, "60"))
        assert event.outcome is UNKNOWN
        states = {c.id: c.outcome for c in event.criteria}
        assert states.pop("platelets") is MET
        assert states.pop("cns_involvement") is NOT_MET
        assert set(states.values()) == {UNKNOWN}
        assert "7 not known" in str(event.statement)

    def test_not_known_before_leaves_a_sign_open(self):
        before = [r for r in WELL_14 if getattr(r, "analyte", "") != "fibrinogen"]
        event = relapse(lab("fibrinogen", 24, "1", **FIBRINOGEN), before=before)
        sign = next(c for c in event.criteria if c.id == "fibrinogen")
        assert (sign.outcome, sign.notes) == (UNKNOWN, (NOT_KNOWN_BEFORE,))
        fell = [lab("fibrinogen", n, v, **FIBRINOGEN) for n, v in ((20, "3"), (24, "1"))]
        event = relapse(fell, before=before)
        assert next(c for c in event.criteria if c.id == "fibrinogen").outcome is MET

    @pytest.mark.parametrize(
        ("row", "outcome"),
        [
            (lab("ferritin", 24, None), UNKNOWN),
            (lab("ferritin", 24, "<600"), UNKNOWN),
            (lab("scd25", 24, "9000", unit="pg/mL", limit=None), UNKNOWN),
            (found("splenomegaly", 24, "pending"), UNKNOWN),
            (found("splenomegaly", 24, "unknown"), UNKNOWN),
            (biopsy(24, "pending"), UNKNOWN),
        ],
    )
    def test_pending_inexact_and_other_assays_are_open(self, row, outcome):
        event = relapse(row)
        code = getattr(row, "analyte", None) or row.finding
        sign = next(c for c in event.criteria if c.id == code)
        assert (sign.outcome, len(sign.notes)) == (outcome, 1)
        assert sign.readings[0].row == row

    def test_contradicting_words_on_one_day(self):
        rows = [found("splenomegaly", 24), found("splenomegaly", 24, "absent")]
        sign = relapse(rows).criteria[1]
        assert (sign.id, sign.outcome) == ("splenomegaly", UNKNOWN)
        sites = [biopsy(24, "absent"), biopsy(24, "present", "liver")]
        sample = next(c for c in relapse(sites).criteria if c.id == "hemophagocytosis")
        assert sample.outcome is MET

    def test_a_spleen_or_cns_never_recorded_before_counts_as_new(self):
        before = [r for r in WELL_14 if getattr(r, "finding", "") != "splenomegaly"]
        sign = relapse(found("splenomegaly", 24), before=before).criteria[1]
        assert (sign.outcome, sign.notes) == (MET, (NEVER_BEFORE,))
        event = relapse(found("cns_involvement", 24))
        assert (event.outcome, event.on, event.reasons[0].why) == (MET, on(24), Why.CNS)
        old = relapse(found("splenomegaly", 24), before=[*before, found("splenomegaly", -20)])
        assert old.criteria[1].outcome is UNKNOWN

    def test_cns_disease_that_was_there_is_not_new_and_a_pending_one_is_open(self):
        there = [*WELL_14[:7], *labs(14, WELL), found("cns_involvement", 10)]
        event = relapse(found("cns_involvement", 24), before=there)
        assert event.criteria[-1].outcome is NOT_MET
        event = relapse(QUIET, biopsy(25, "absent"), found("cns_involvement", 24, "pending"))
        assert event.outcome is UNKNOWN

    def test_the_clinician_says_so(self):
        event = relapse(happened("relapse", 20), QUIET)
        assert (event.outcome, event.on) == (MET, on(20))
        assert event.reasons[0].why is Why.CLINICIAN
        unassessed = relapse(happened("relapse", 9), before=labs(0, ILL), as_of=10)
        assert (unassessed.outcome, unassessed.on, unassessed.criteria) == (MET, on(9), ())
        assert relapse(happened("relapse", 0), before=[]).outcome is NOT_APPLICABLE
        assert relapse(happened("relapse", 28), QUIET, as_of=27).outcome is not MET

    def test_without_a_response_it_does_not_apply(self):
        event = relapse(before=[*labs(0, ILL), *labs(14, ILL)])
        assert (event.outcome, "never in response" in str(event.statement)) == (
            NOT_APPLICABLE,
            True,
        )
        assert "has been assessed" in str(relapse(before=labs(0, ILL)).statement)

    def test_after_a_day_that_may_have_been_a_response_it_is_open(self):
        before = [
            *labs(0, ILL),
            *labs(14, WELL, ferritin=None, scd25=None, alt="-", neutrophils="-"),
        ]
        event = relapse(before=before)
        assert event.outcome is UNKNOWN
        assert "whether the day 14 was a response is not known" in str(event.statement)
        known = [*WELL_14[-2:], *COOL]
        unsure = [*labs(0, ILL), *labs(14, ILL, ferritin="300", scd25=None), *known]
        event = relapse(QUIET, biopsy(25, "absent"), before=unsure)
        assert (event.outcome, event.since) == (NOT_MET, on(14))
        assert str(event.statement) == (
            "No relapse: whether the day 14 was a response is not known, and 0 of 8 are newly "
            "present since."
        )

    def test_a_possible_earlier_response_keeps_a_later_one_open(self):
        may = [*labs(0, ILL), *labs(14, WELL, **HALF_KNOWN)]
        event = relapse(labs(28, WELL), before=may, as_of=29)
        assert event.outcome is UNKNOWN


def test_nothing_after_the_moment_changes_it():
    later = [happened("death", 28), happened("relapse", 28), *labs(28, ILL), found("fever", 28)]
    early = events(WELL_14, QUIET, as_of=27)
    with_later = events(WELL_14, QUIET, later, as_of=27)
    assert replace(early) == replace(with_later)


def test_the_card_names_every_limit():
    words = {b.id: str(b.condition) for b in CARD.boundaries}
    assert words["scd25"] == "sCD25 (soluble IL-2 receptor) ≥ 2400 U/mL"
    assert words["signs"] == "3 or more of the eight newly present within 14 days"
    assert "unverified" not in CARD.unverified[0]
    assert len(words) == len(CARD.boundaries) == 13
