"""All rules on one case, as of one moment."""

from decimal import Decimal

import pytest

from hlh_app.clinical.assess import NoMomentError, assess, default_moment
from hlh_app.clinical.case import Case
from hlh_app.clinical.outcome import Outcome

from .diagnosis_builders import CHILD, FIVE_MET, T, at, case, found, given, lab, on


def test_every_rule_answers_as_of_the_same_moment():
    found = assess(case(*FIVE_MET, lab("weight", "20"), given("ruxolitinib", -1)), T)
    assert found.hlh2004.now.outcome is Outcome.MET
    assert {v.as_of for v in (found.hlh2004.now, found.hlh2024, found.hscore, found.mas2016)} == {T}
    assert found.dose.chi2020.dose_mg == Decimal("2.5")
    assert found.response is not None
    assert (found.as_of, found.window_days, found.fever_threshold) == (T, 14, Decimal("38.5"))


def test_window_and_fever_threshold_reach_the_rules():
    rows = (*FIVE_MET[1:], lab("temperature", "38.3", when=at(-10)))
    assert assess(case(*rows), T, 14, Decimal("38.3")).hlh2004.now.outcome is Outcome.MET
    assert assess(case(*rows), T, 10, Decimal("38.3")).hlh2004.now.outcome is Outcome.UNKNOWN
    assert assess(case(*rows), T, 14, Decimal("38.3")).hlh2024.outcome is Outcome.MET
    assert assess(case(*rows), T, 14).hlh2024.outcome is Outcome.UNKNOWN


class TestDefaultMoment:
    def test_the_cases_own(self):
        own = Case("x", CHILD, (lab("ferritin", "1"),), as_of=at(-3))
        assert default_moment(own) == at(-3)
        assert assess(own).as_of == at(-3)

    def test_else_its_latest_observation(self):
        rows = (lab("ferritin", "1", when=at(-3)), lab("ast", None, when=at(-1)))
        assert default_moment(case(*rows)) == at(-1)
        assert default_moment(case(*rows, lab("ast", "1", when=on(-1)))) == on(-1)

    def test_neither(self):
        with pytest.raises(NoMomentError, match="no as_of and no observation"):
            assess(case(found("splenomegaly", "present")))


def test_before_all_data_everything_is_unknown():
    early = assess(case(*FIVE_MET), at(-300))
    assert early.hlh2004.now.count.unknown == 8
    assert early.hscore.points == (0, 337)
    assert early.response is None


def test_before_birth_no_dose_applies():
    assert assess(case(), at(-365 * 9)).dose.wang2020.dose_mg is None
