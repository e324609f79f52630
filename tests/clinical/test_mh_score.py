"""MH score (Minoia 2017): points, ranges over what is missing, and where it applies."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from hlh_app.clinical import mh_card
from hlh_app.clinical import mh_score as rule
from hlh_app.clinical.case import Event, Patient, Sex
from hlh_app.clinical.mh_score import FOR_CHILDREN, UNVERIFIED, days_old, mh_score, outcome_for
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.windows import WINDOW_DAYS

from .diagnosis_builders import ADULT, TODAY, T, at, case, found, lab

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
JIA = found("systemic_jia", "present", -700)
BORN = date(2016, 3, 1)
CHILD = Patient(BORN, Sex.MALE)
LATE = Event("onset", date(2019, 12, 1))
HIGH = {"neutrophils": "1.5", "fibrinogen": "2.0", "platelets": "90", "hemoglobin": "100"}
LOW = {"neutrophils": "1.4", "fibrinogen": "1.31", "platelets": "78", "hemoglobin": "83"}
POINTS = {"neutrophils": 37, "fibrinogen": 15, "platelets": 11, "hemoglobin": 11}


def labs(**values):
    return [lab(code, value) for code, value in {**HIGH, **values}.items() if value != "-"]


def verdict(*rows, patient=CHILD, trigger=None):
    return mh_score(replace(case(*rows, patient=patient), trigger=trigger), T)


def points(*rows):
    return verdict(JIA, *rows).points


SPLEEN = found("splenomegaly", "present")
NO_SPLEEN = found("splenomegaly", "absent")


class TestPoints:
    @pytest.mark.parametrize("code", LOW)
    def test_each_low_value(self, code):
        assert points(LATE, NO_SPLEEN, *labs(**{code: LOW[code]})) == (POINTS[code],) * 2

    def test_all_and_none(self):
        early = Event("onset", BORN + timedelta(days=30))
        assert points(early, SPLEEN, *labs(**LOW)) == (123, 123)
        assert points(LATE, NO_SPLEEN, *labs()) == (0, 0)
        assert points(LATE, SPLEEN, *labs()) == (12, 12)

    @pytest.mark.parametrize(
        ("code", "value", "unit", "met"),
        [
            pytest.param(code, value, unit, met, marks=pytest.mark.boundary(f"mh2017.{code}", side))
            for code, unit, values in [
                ("neutrophils", "10*9/L", ("1.39", "1.4", "1.41")),
                ("fibrinogen", "mg/dL", ("130", "131", "132")),
                ("platelets", "10*9/L", ("77", "78", "79")),
                ("hemoglobin", "g/dL", ("8.2", "8.3", "8.4")),
            ]
            for value, side, met in zip(
                values, ("below", "at", "above"), (True, True, False), strict=True
            )
        ],
    )
    def test_limits(self, code, value, unit, met):
        rows = [*labs(**{code: "-"}), lab(code, value, unit)]
        item = verdict(JIA, LATE, NO_SPLEEN, *rows).criterion(code)
        assert item.points == ((POINTS[code],) * 2 if met else (0, 0))
        assert unit in str(item.threshold)

    @pytest.mark.parametrize(
        ("days", "expected"),
        [
            pytest.param(583, 37, marks=pytest.mark.boundary("mh2017.onset", "below")),
            pytest.param(584, 37, marks=pytest.mark.boundary("mh2017.onset", "at")),
            pytest.param(585, 0, marks=pytest.mark.boundary("mh2017.onset", "above")),
        ],
    )
    def test_onset_at_1_6_years(self, days, expected):
        onset = Event("onset", BORN + timedelta(days=days))
        assert points(onset, NO_SPLEEN, *labs()) == (expected, expected)

    @pytest.mark.parametrize(
        ("ago", "expected"),
        [
            pytest.param(13, 12, marks=pytest.mark.boundary("mh2017.splenomegaly_days", "below")),
            pytest.param(14, 12, marks=pytest.mark.boundary("mh2017.splenomegaly_days", "at")),
            pytest.param(15, None, marks=pytest.mark.boundary("mh2017.splenomegaly_days", "above")),
        ],
    )
    def test_age_of_the_statement(self, ago, expected):
        item = verdict(JIA, LATE, found("splenomegaly", "present", -ago)).criterion("splenomegaly")
        assert item.points == ((0, 12) if expected is None else (12, 12))

    @pytest.mark.parametrize(
        ("when", "known"),
        [
            pytest.param(
                at(-14, "08:01"), True, marks=pytest.mark.boundary("mh2017.window_days", "below")
            ),
            pytest.param(
                at(-14, "08:00"), False, marks=pytest.mark.boundary("mh2017.window_days", "at")
            ),
            pytest.param(
                at(-14, "07:59"), False, marks=pytest.mark.boundary("mh2017.window_days", "above")
            ),
        ],
    )
    def test_age_of_the_value(self, when, known):
        item = verdict(JIA, LATE, lab("platelets", "70", when=when)).criterion("platelets")
        assert item.points == ((11, 11) if known else (0, 11))
        assert verdict(JIA).window_days == WINDOW_DAYS


class TestOnset:
    def test_the_earliest_that_can_be_seen_counts(self):
        early = Event("onset", BORN + timedelta(days=100))
        assert points(LATE, early, NO_SPLEEN, *labs()) == (37, 37)
        later = Event("onset", TODAY + timedelta(days=1))
        assert points(later, NO_SPLEEN, *labs()) == (0, 37)
        assert points(Event("relapse", BORN), NO_SPLEEN, *labs()) == (0, 37)

    def test_it_is_said_with_its_day_or_that_it_is_missing(self):
        assert str(verdict(JIA, LATE).criterion("onset").notes[0]) == "onset on 2019-12-01"
        (note,) = verdict(JIA).criterion("onset").notes
        assert str(note) == "no day of onset is recorded"

    def test_an_infant_needs_no_day_of_onset(self):
        infant = Patient(TODAY - timedelta(days=584), Sex.FEMALE)
        item = verdict(JIA, patient=infant).criterion("onset")
        assert (item.points, item.our_definition) == ((37, 37), True)
        assert "still that young" in str(item.notes[0])
        older = Patient(TODAY - timedelta(days=585), Sex.FEMALE)
        assert verdict(JIA, patient=older).criterion("onset").points == (0, 37)

    @pytest.mark.parametrize(
        ("years", "expected"), [(0, (37, 37)), (1, (0, 37)), (2, (0, 0)), (9, (0, 0))]
    )
    def test_an_age_in_years_leaves_the_birthday_open(self, years, expected):
        aged = Patient(None, Sex.FEMALE, years, TODAY)
        onset = Event("onset", TODAY)
        assert verdict(JIA, onset, patient=aged).criterion("onset").points == expected

    @pytest.mark.parametrize(("days", "expected"), [(583, (0, 37)), (584, (0, 37)), (585, (0, 0))])
    def test_an_age_in_years_excludes_early_onset_only_when_surely_older(self, days, expected):
        aged = Patient(None, Sex.FEMALE, 1, date(2018, 1, 1))
        onset = Event("onset", date(2017, 1, 1) + timedelta(days=days))
        assert days_old(aged, onset.on)[0] == days
        assert verdict(JIA, onset, patient=aged).criterion("onset").points == expected

    @pytest.mark.parametrize("known", [{"age_years": 5}, {"age_on": TODAY}])
    def test_an_age_without_its_day_is_none(self, known):
        with pytest.raises(ValueError, match="neither a birth date nor an age"):
            days_old(Patient(None, Sex.MALE, **known), TODAY)

    def test_days_old_by_the_calendar(self):
        leap = Patient(None, Sex.MALE, 1, date(2020, 2, 29))
        assert days_old(leap, date(2020, 2, 29)) == (366, 730)
        assert days_old(CHILD, BORN + timedelta(days=9)) == (9, 9)
        with pytest.raises(ValueError, match="neither a birth date nor an age"):
            days_old(Patient(None, Sex.MALE), TODAY)


class TestApplicable:
    @pytest.mark.parametrize(
        ("rows", "patient", "trigger", "expected"),
        [
            ([JIA], ADULT, None, True),
            ([found("systemic_jia", "suspected")], CHILD, None, True),
            ([found("systemic_jia", "absent")], CHILD, None, False),
            ([], CHILD, "infection", False),
            ([], CHILD, "primary", True),
            ([found("molecular_diagnosis", "present")], CHILD, None, True),
            ([found("molecular_diagnosis", "pending")], CHILD, None, False),
            ([found("molecular_diagnosis", "present")], ADULT, "primary", False),
        ],
    )
    def test_where_the_question_is_asked(self, rows, patient, trigger, expected):
        found_now = verdict(*rows, patient=patient, trigger=trigger)
        assert (found_now.outcome is not Outcome.NOT_APPLICABLE) is expected
        assert (found_now.reason is None) is expected
        if not expected:
            assert "(our definition)" in str(found_now.reason)

    @pytest.mark.parametrize(
        ("birthday", "expected"),
        [
            pytest.param(
                TODAY + timedelta(1), True, marks=pytest.mark.boundary("mh2017.age", "below")
            ),
            pytest.param(TODAY, False, marks=pytest.mark.boundary("mh2017.age", "at")),
            pytest.param(
                TODAY - timedelta(1), False, marks=pytest.mark.boundary("mh2017.age", "above")
            ),
        ],
    )
    def test_a_child_is_younger_than_18(self, birthday, expected):
        patient = Patient(birthday.replace(year=birthday.year - 18), Sex.FEMALE)
        found_now = verdict(patient=patient, trigger="primary")
        assert (found_now.outcome is not Outcome.NOT_APPLICABLE) is expected

    def test_it_says_for_whom_it_was_made_and_what_was_not_read(self):
        assert verdict(JIA).notes == (UNVERIFIED,)
        assert verdict(JIA, patient=ADULT).notes == (UNVERIFIED, FOR_CHILDREN)
        assert "unverified" in str(UNVERIFIED)


class TestVerdict:
    @pytest.mark.parametrize(
        ("low", "high", "expected"),
        [
            pytest.param(59, 59, NOT_MET, marks=pytest.mark.boundary("mh2017.cut_off", "below")),
            pytest.param(60, 60, MET, marks=pytest.mark.boundary("mh2017.cut_off", "at")),
            pytest.param(61, 61, MET, marks=pytest.mark.boundary("mh2017.cut_off", "above")),
            (59, 60, UNKNOWN),
            (0, 59, NOT_MET),
            (60, 123, MET),
        ],
    )
    def test_from_60_points(self, low, high, expected):
        assert outcome_for(low, high) is expected

    def test_in_words(self):
        late = (JIA, LATE, NO_SPLEEN)
        low = verdict(*late, *labs())
        assert str(low.statement) == "MH score 0: below 60 (unverified), MAS likelier."
        two = verdict(JIA, LATE, SPLEEN, *labs(neutrophils="1", platelets="9"))
        assert str(two.statement).startswith("MH score 60: at or above 60 (unverified)")
        anyway = verdict(*late, *labs(platelets="-"))
        assert "0–11: below 60 (unverified) whatever is missing" in str(anyway.statement)
        early = Event("onset", BORN)
        sure = verdict(JIA, early, *labs(neutrophils="1"))
        assert "74–86: at or above 60 (unverified) whatever is missing" in str(sure.statement)

    def test_open_questions_say_what_each_result_does(self):
        found_now = verdict(JIA, LATE, SPLEEN, *labs(platelets="20", neutrophils=None))
        assert (found_now.outcome, found_now.points) == (UNKNOWN, (23, 60))
        (question,) = found_now.open_questions
        assert (question.if_met, question.if_not_met) == (MET, NOT_MET)
        assert str(question.effect) == "With 37 points the score is 60, with 0 it is 23."
        assert found_now.pivotal.keys() == {"neutrophils"}

    def test_two_open_questions_show_ranges(self):
        found_now = verdict(JIA, LATE, *labs(platelets="20", neutrophils=None))
        effects = [str(q.effect) for q in found_now.open_questions]
        assert effects[0] == "With 37 points the score is 48–60, with 0 it is 11–23."
        assert str(found_now.statement) == ("MH score 11–60: open, 60 (unverified) lies between.")
        neutrophils = found_now.open_questions[0]
        assert (neutrophils.if_met, neutrophils.if_not_met) == (UNKNOWN, NOT_MET)
        assert neutrophils.pivotal is True

    def test_what_cannot_change_the_answer_is_not_pivotal(self):
        found_now = verdict(JIA, LATE, NO_SPLEEN, *labs(platelets="-"))
        assert [q.pivotal for q in found_now.open_questions] == [False]
        assert found_now.pivotal == {}

    def test_the_age_at_onset_alone_is_our_definition(self):
        ours = {c.id for c in verdict(JIA, LATE).criteria if c.our_definition}
        assert ours == {"onset"}


def test_the_range_is_that_of_every_completion():
    codes = [*LOW]
    for states in product((LOW, HIGH, None), repeat=4):
        given = dict(zip(codes, states, strict=True))
        rows = [lab(c, None if v is None else v[c]) for c, v in given.items()]
        open_to = [(LOW, HIGH) if v is None else (v,) for v in given.values()]
        sums = {
            12 + sum(POINTS[c] for c, v in zip(codes, pick, strict=True) if v is LOW)
            for pick in product(*open_to)
        }
        found_now = verdict(JIA, LATE, SPLEEN, *rows)
        assert found_now.points == (min(sums), max(sums))
        sides = {s >= 60 for s in sums}
        expected = UNKNOWN if len(sides) == 2 else MET if sides == {True} else NOT_MET
        assert found_now.outcome is expected


def test_the_card_says_what_is_ours_and_what_was_not_read():
    card = mh_card.CARD
    assert rule.HIGHEST == 123
    assert "systemic JIA present or suspected" in card.our_definitions[0]
    assert card.unverified == ("The cut-off of 60 points was not read in the source.",)
    words = {b.id: str(b.condition) for b in card.boundaries}
    assert words["onset"] == "onset at 584 days of age or fewer, 1.6 years"
    assert words["fibrinogen"] == "Fibrinogen ≤ 1.31 g/L"
    assert len(words) == len(card.boundaries) == 9
