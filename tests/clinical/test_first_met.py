"""The first moment at which HLH-2004 was met: quick, and the same as judging every moment."""

from decimal import Decimal

import pytest
from hypothesis import given as given_any
from hypothesis import settings

from hlh_app.clinical import hlh2004
from hlh_app.clinical.case import Case, Moment
from hlh_app.clinical.first_met import first_met
from hlh_app.clinical.hlh_criteria import hlh_criteria
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.windows import History, View

from .diagnosis_builders import FIVE_MET, T, at, case, found, lab, on, view
from .diagnosis_cases import cases

CEL = Decimal("38.5")
FOUR_BY_VALUE = [row for row in FIVE_MET[:5] if row.analyte != "ferritin"]
"""Fever, two cytopenias and fibrinogen: three criteria."""


def written(*rows, as_of=T):
    answer = first_met(view(*rows, as_of=as_of), CEL)
    return None if answer is None else answer[1]


def judged_in_full(whole: Case, as_of: Moment) -> Moment | None:
    """Every moment by the rule itself."""
    history = History(whole)
    moments = {o.measured_at for o in whole.observations if o.measured_at.seen <= as_of.at}
    for moment in sorted(moments, key=lambda m: (m.at, m.day, m.text)):
        then = View(history, moment._replace(at=min(moment.at, as_of.at)), 14)
        if hlh2004.verdict(then, hlh_criteria(then, CEL), CEL).outcome is Outcome.MET:
            return moment
    return None


@settings(max_examples=400, deadline=None)
@given_any(cases())
def test_as_judging_every_moment_in_full(whole):
    answer = first_met(View(History(whole), T), CEL)
    assert (None if answer is None else answer[1]) == judged_in_full(whole, T)


class TestMoment:
    def test_the_one_at_which_the_fifth_came(self):
        rows = (*FIVE_MET[1:], lab("temperature", "39", when=at(-1)), lab("alt", "20", when=at(-3)))
        assert written(*rows) == at(0, "07:00")

    def test_any_observation_may_be_it(self):
        """The spleen was felt on the day on which only the ALT was drawn."""
        rows = [r._replace(measured_at=at(-4)) for r in FIVE_MET[:-1]]
        spleen = found("splenomegaly", "present", -2)
        assert written(*rows, spleen) is None
        assert written(*rows, spleen, lab("alt", "20", when=at(-2))) == at(-2)

    def test_values_of_different_weeks_are_not_added_up(self):
        rows = (*FIVE_MET[1:], lab("temperature", "39", when=at(-20)))
        assert written(*rows) is None

    def test_a_result_counts_from_when_it_was_reported(self):
        rows = (*FIVE_MET[1:], lab("temperature", "39", when=at(-2), reported_at=at(-1)))
        assert written(*rows, as_of=at(-1, "23:00")) is None
        late = [r._replace(measured_at=at(-2)) for r in FIVE_MET[:1]]
        others = [r._replace(measured_at=at(-2), reported_at=at(-1)) for r in FIVE_MET[1:-1]]
        spleen = found("splenomegaly", "present", -5)
        assert written(*late, *others, spleen) is None
        assert written(*late, *others, spleen, lab("alt", "2", when=at(-1))) == at(-1)

    def test_nothing_after_the_moment_asked_about(self):
        assert written(*FIVE_MET, as_of=at(0, "06:59")) is None

    def test_a_date_ends_at_the_moment_asked_about(self):
        rows = [r._replace(measured_at=on(0)) for r in FIVE_MET[:-1]]
        rows.append(found("splenomegaly", "present"))
        assert written(*rows) == on(0)
        answer = first_met(view(*rows), CEL)
        assert answer is not None
        assert answer[0].at == T.at
        later = lab("ferritin", "20000", when=at(0, "09:00"))
        low = [r for r in rows if getattr(r, "analyte", "") != "ferritin"]
        assert written(*low, later) is None

    def test_by_genes(self):
        rows = (lab("alt", "20", when=at(-3)), found("molecular_diagnosis", "present", -3))
        assert written(*rows) == at(-3)
        assert written(rows[0], found("molecular_diagnosis", "present", -2)) is None
        assert written(rows[0], found("molecular_diagnosis", "absent", -3)) is None

    def test_one_instant_written_twice(self):
        """Of two writings of one moment the same is given, whichever row comes first."""
        rows = list(FIVE_MET)
        other = at(0, "07:00")._replace(text="2020-01-20T07:00:00.0+08:00")
        rows[0] = rows[0]._replace(measured_at=other)
        assert written(*rows) == written(*reversed(rows)) == at(0, "07:00")

    @pytest.mark.parametrize("statement", ["present", "absent"])
    def test_the_bare_statement_on_scd25(self, statement):
        rows = (*FIVE_MET[1:], found("scd25_elevated", statement))
        assert (written(*rows) is None) == (statement == "absent")

    def test_scd25_by_its_value(self):
        assert written(*FIVE_MET[1:], lab("scd25", "2400")) == at(0, "07:00")
        assert written(*FIVE_MET[1:], lab("scd25", "2399")) is None

    def test_without_observations(self):
        assert first_met(view(*case().observations, found("splenomegaly", "present")), CEL) is None


def test_a_value_counts_to_the_end_of_its_window_and_no_longer():
    earlier = [row._replace(measured_at=at(-14)) for row in FOUR_BY_VALUE]
    last = found("splenomegaly", "present", -1)
    assert written(*earlier, last, lab("ferritin", "12000", when=T)) is None
    later = [row._replace(measured_at=at(-14, "08:01")) for row in FOUR_BY_VALUE]
    assert written(*later, last, lab("ferritin", "12000", when=T)) == T


def test_nk_activity_known_by_its_value_alone():
    nk = lab("nk_activity", "3", low=Decimal(5), when=T)
    assert written(*FOUR_BY_VALUE, found("splenomegaly", "present", -1)) is None
    assert written(*FOUR_BY_VALUE, found("splenomegaly", "present", -1), nk) == T
