"""HLH-2004: five of eight or a molecular diagnosis, at diagnosis and now (Henter 2007)."""

from decimal import Decimal

import pytest

from hlh_app.clinical.evidence import NOT_RECORDED
from hlh_app.clinical.hlh2004 import EXCLUDE, Hlh2004, hlh2004
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.verdict import Count, Pivot

from .diagnosis_builders import FIVE_MET, T, at, case, found, given, lab

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
FOUR_MET = FIVE_MET[:-1]
REST_ABSENT = (
    found("splenomegaly", "absent"),
    found("hemophagocytosis", "absent"),
    found("nk_activity", "normal"),
    lab("scd25", "300"),
)


def judged(*rows, as_of=T, **more) -> Hlh2004:
    return hlh2004(case(*rows), as_of, **more)


class TestCount:
    def test_five_of_eight_are_enough(self):
        now = judged(*FIVE_MET).now
        assert (now.outcome, now.path, now.count) == (MET, "criteria", Count(5, 0, 3))
        assert now.count.total == 8
        assert str(now.statement) == "5 of 8 criteria are met; 5 are needed."
        assert EXCLUDE in now.notes

    def test_four_with_the_rest_absent_are_not(self):
        now = judged(*FOUR_MET, *REST_ABSENT).now
        assert (now.outcome, now.path, now.count) == (NOT_MET, None, Count(4, 4, 0))
        assert "5 cannot be reached" in str(now.statement)
        assert EXCLUDE not in now.notes

    def test_four_with_one_open_stay_open(self):
        now = judged(*FOUR_MET, *REST_ABSENT[:-1]).now
        assert (now.outcome, now.count) == (UNKNOWN, Count(4, 3, 1))
        assert now.pivotal == {"scd25": Pivot(MET, NOT_MET)}

    def test_three_with_one_open_are_settled(self):
        rows = [
            r for r in (*FOUR_MET, *REST_ABSENT[:-1]) if getattr(r, "analyte", "") != "ferritin"
        ]
        now = judged(*rows, lab("ferritin", "100")).now
        assert (now.outcome, now.count) == (NOT_MET, Count(3, 4, 1))
        assert now.pivotal == {}
        assert [q.pivotal for q in now.open_questions] == [False]

    def test_nothing_known_is_unknown(self):
        now = judged().now
        assert (now.outcome, now.count) == (UNKNOWN, Count(0, 0, 8))
        assert now.pivotal == {}


class TestOpenQuestions:
    def test_each_says_what_is_missing_and_what_it_would_do(self):
        now = judged(*FOUR_MET).now
        assert [q.id for q in now.open_questions] == [
            "splenomegaly",
            "hemophagocytosis",
            "nk_activity",
            "scd25",
        ]
        first = now.open_questions[0]
        assert first.missing == (NOT_RECORDED,)
        assert (first.if_met, first.if_not_met, first.pivotal) == (MET, UNKNOWN, True)
        assert str(first.effect) == ("If met: the criteria would be met. If not met: still open.")

    def test_how_many_would_settle_it(self):
        assert str(judged(*FOUR_MET).now.settled_by) == (
            "Settled as met when 1 of the 4 open criteria turn out met, as not met when 4 of them "
            "turn out not met."
        )
        assert judged(*FIVE_MET).now.settled_by is None
        assert judged(found("molecular_diagnosis", "pending")).now.settled_by is None

    def test_two_missing_may_settle_together_what_neither_does_alone(self):
        rows = (*FOUR_MET[:2], lab("fibrinogen", "1.0"), *REST_ABSENT[:2])
        now = judged(*rows).now
        assert now.count == Count(3, 2, 3)
        assert now.pivotal == {}
        assert "2 of the 3" in str(now.settled_by)


class TestMolecular:
    def test_present_meets_it_as_predisposition(self):
        now = judged(found("molecular_diagnosis", "present", -900), *REST_ABSENT).now
        assert (now.outcome, now.path) == (MET, "molecular")
        assert "predisposition, not proof of active HLH" in str(now.statement)
        assert "0 of 8" in str(now.statement)
        assert now.pivotal == {}

    def test_the_path_is_the_criteria_when_both_hold(self):
        assert judged(found("molecular_diagnosis", "present"), *FIVE_MET).now.path == "criteria"

    def test_pending_keeps_open_what_is_not_met(self):
        now = judged(*FOUR_MET, *REST_ABSENT, found("molecular_diagnosis", "pending")).now
        assert now.outcome is UNKNOWN
        assert now.pivotal == {"molecular_diagnosis": Pivot(MET, NOT_MET)}
        assert "molecular result is pending" in str(now.statement)

    def test_pending_does_not_unsettle_what_is_met(self):
        now = judged(*FIVE_MET, found("molecular_diagnosis", "pending")).now
        assert (now.outcome, dict(now.pivotal)) == (MET, {})

    @pytest.mark.parametrize("status", ["unknown", "absent"])
    def test_never_ordered_uncertain_or_absent_does_not(self, status):
        rows = (*FOUR_MET, *REST_ABSENT)
        assert judged(*rows).now.outcome is NOT_MET
        assert judged(*rows, found("molecular_diagnosis", status)).now.outcome is NOT_MET

    def test_contradicting_statements_neither_meet_nor_keep_open(self):
        both = (found("molecular_diagnosis", "present"), found("molecular_diagnosis", "pending"))
        assert judged(*FOUR_MET, *REST_ABSENT, *both).now.outcome is NOT_MET

    def test_criteria_pivots_beside_a_pending_gene(self):
        rows = (*FOUR_MET, *REST_ABSENT[:-1], found("molecular_diagnosis", "pending"))
        assert judged(*rows).now.pivotal == {
            "scd25": Pivot(MET, UNKNOWN),
            "molecular_diagnosis": Pivot(MET, UNKNOWN),
        }

    def test_it_is_shown_beside(self):
        now = judged(found("molecular_diagnosis", "present")).now
        assert now.molecular is not None
        assert now.molecular.outcome is MET


class TestTwoReadings:
    """At diagnosis and now, never mixed."""

    ILL = tuple(
        row._replace(measured_at=at(-40))
        if hasattr(row, "analyte")
        else found("splenomegaly", "present", -40)
        for row in FIVE_MET
    )

    def test_at_diagnosis_stays_when_now_has_changed(self):
        well = (lab("ferritin", "100"), lab("temperature", "36.8"), lab("fibrinogen", "3"))
        both = judged(*self.ILL, *well, lab("triglycerides", "1"), given("etoposide", -39))
        assert both.at_diagnosis is not None
        assert (both.at_diagnosis.outcome, both.at_diagnosis.count.met) == (MET, 5)
        assert both.at_diagnosis.as_of.day == at(-40).day
        assert both.at_diagnosis.activity is None
        assert both.first_met == at(-40)
        assert both.now.outcome is not MET

    def test_once_treated_it_is_activity_not_a_diagnosis(self):
        now = judged(*FOUR_MET, *REST_ABSENT, given("dexamethasone", -1)).now
        assert str(now.activity) == (
            "activity, not a diagnosis: dexamethasone was begun on 2020-01-19"
        )
        assert str(now.statement).startswith("Fewer than 5 now: 4 of 8")

    def test_before_treatment_it_is_not(self):
        assert judged(*FIVE_MET, given("dexamethasone", 1)).now.activity is None
        assert judged(*FIVE_MET, given("entecavir", -5)).now.activity is None

    def test_never_met(self):
        both = judged(*FOUR_MET)
        assert (both.at_diagnosis, both.first_met) == (None, None)

    def test_met_now_for_the_first_time(self):
        both = judged(*FIVE_MET, as_of=at(0, "07:00"))
        assert both.first_met == at(0, "07:00")
        assert both.at_diagnosis is both.now


class TestParameters:
    def test_window_and_fever_are_printed_with_the_reading(self):
        now = judged(*FIVE_MET, window_days=7, fever_cel=Decimal("38.3")).now
        assert (now.window_days, now.fever_threshold) == (7, Decimal("38.3"))
        assert any("7 days" in str(note) for note in now.notes)

    def test_the_fever_threshold_can_decide(self):
        rows = (*FIVE_MET[1:], lab("temperature", "38.3"))
        assert judged(*rows).now.outcome is UNKNOWN
        assert judged(*rows, fever_cel=Decimal("38.3")).now.outcome is MET

    def test_the_window_can_decide(self):
        rows = (*FIVE_MET[1:], lab("temperature", "39", when=at(-10)))
        assert judged(*rows).now.outcome is MET
        assert judged(*rows, window_days=10).now.outcome is UNKNOWN

    def test_rule_version_and_source(self):
        now = judged().now
        assert (now.rule, now.version, now.source.key) == ("hlh2004", "1.0.0", "henter2007")
        assert now.as_of == T


def test_a_criterion_by_its_id():
    now = judged(*FIVE_MET).now
    assert now.criterion("ferritin").outcome is MET
    with pytest.raises(KeyError):
        now.criterion("wbc")
