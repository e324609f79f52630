"""The work-up of Chi, filled from the record alone."""

import pytest

from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.workup import CARD, TB_TESTS, TESTED, workup, workup_chi2020

from .diagnosis_builders import T, case, day, found, view

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
DONE = tuple(found(kind, "absent") for kind in TESTED)
NO_TB = found("tuberculosis", "absent")


def checklist(*rows):
    return workup(case(*rows), T)


def test_complete():
    told = checklist(*DONE, NO_TB)
    assert told.outcome is MET
    assert [item.outcome for item in told.items] == [MET] * 6
    assert str(told.statement) == "The work-up of Chi is complete on record."
    assert {item.source.key for item in told.items} == {"chi2020"}


def test_nothing_recorded_is_unknown_and_says_what_to_record():
    told = checklist()
    assert [item.outcome for item in told.items] == [UNKNOWN] * 6
    assert all(item.to_record and item.day is None for item in told.items)
    assert all("not recorded" in str(item.says) for item in told.items)
    assert str(told.statement) == "0 of 6 parts of Chi's work-up are on record, 6 are not."


@pytest.mark.parametrize("kind", TESTED)
@pytest.mark.parametrize(
    ("status", "expected"),
    [("present", MET), ("absent", MET), ("pending", UNKNOWN), ("unknown", UNKNOWN)],
)
def test_done_is_a_result_whatever_it_is(kind, status, expected):
    item = checklist(found(kind, status, -3)).item(kind)
    assert (item.outcome, item.day) == (expected, day(-3))
    assert (item.to_record is None) == (expected is MET)


def test_of_two_rows_of_one_day_the_first_written_is_shown():
    for kind in (*TESTED, "tuberculosis"):
        rows = [found(kind, "absent", -3)._replace(key=key) for key in ("one", "two")]
        assert checklist(*rows).item(kind).key == "one"


class TestTuberculosis:
    def item(self, *rows):
        return workup_chi2020(view(*rows)).item("tuberculosis")

    def test_the_clinician_decides(self):
        tests = [found(kind, "present") for kind in TB_TESTS]
        assert self.item(NO_TB, *tests).outcome is MET
        item = self.item(found("tuberculosis", "present", -2))
        assert (item.outcome, item.day, str(item.says)) == (NOT_MET, day(-2), "present")

    def test_present_settles_the_checklist(self):
        told = checklist(found("tuberculosis", "present"))
        assert told.outcome is NOT_MET
        assert "not excluded" in str(told.statement)

    def test_three_negative_tests_exclude_it(self):
        rows = [found(kind, "absent", -n) for n, kind in enumerate(TB_TESTS)]
        item = self.item(*rows)
        assert (item.outcome, item.day, item.to_record) == (MET, day(0), None)

    @pytest.mark.parametrize("missing", TB_TESTS)
    @pytest.mark.parametrize("status", [None, "pending", "unknown"])
    def test_two_do_not(self, missing, status):
        rows = [found(kind, "absent", -1) for kind in TB_TESTS if kind != missing]
        rows += [found(missing, status)] if status else []
        item = self.item(*rows)
        assert item.outcome is UNKNOWN
        assert str(item.to_record) == f"Record: {TB_TESTS[missing]}."

    def test_a_positive_one_asks_for_a_decision(self):
        rows = [found("tb_skin_test", "present", -4), found("tb_blood_test", "absent")]
        item = self.item(*rows)
        assert (item.outcome, item.day) == (UNKNOWN, day(-4))
        assert "A test is positive" in str(item.to_record)
        assert str(item.says) == (
            "tuberculin skin test present, chest imaging not recorded, "
            "T-SPOT or like blood test absent"
        )

    def test_of_two_positive_ones_the_first_listed_is_shown(self):
        item = self.item(found("tb_skin_test", "present", -4), found("tb_blood_test", "present"))
        assert item.day == day(-4)

    def test_recorded_as_unknown_is_not_excluded(self):
        assert self.item(found("tuberculosis", "unknown")).outcome is UNKNOWN


def test_the_card_lists_the_items():
    assert {c.id for c in CARD.criteria} == {item.id for item in checklist().items}
    assert CARD.boundaries == ()
