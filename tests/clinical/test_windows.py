"""Which rows a reading at a moment may use (our definition)."""

from decimal import Decimal

import pytest

from hlh_app.clinical.case import FindingStatus
from hlh_app.clinical.windows import (
    FINDING_DAYS,
    WINDOW_DAYS,
    History,
    LatestFinding,
    View,
    is_pending,
    known_from,
)

from .diagnosis_builders import T, at, case, day, found, lab, on, view


class TestValues:
    @pytest.mark.parametrize(
        ("when", "counts"),
        [
            (at(-14, "08:00"), False),
            (at(-14, "08:01"), True),
            (at(-13), True),
            (at(0, "08:00"), True),
            (on(-14), True),
            (on(-15), False),
        ],
    )
    def test_strictly_after_fourteen_days_before(self, when, counts):
        usable = view(lab("ferritin", "600", when=when)).values("ferritin")
        assert len(usable.final) == counts
        assert (usable.stale is None) == counts

    def test_nothing_after_the_moment_is_seen(self):
        usable = view(lab("ferritin", "600", when=at(0, "08:01"))).values("ferritin")
        assert (usable.final, usable.pending, usable.stale) == ((), (), None)

    def test_a_date_is_seen_from_the_start_of_its_day(self):
        assert view(lab("ferritin", "600", when=on(0))).values("ferritin").final
        assert not view(lab("ferritin", "600", when=on(1))).values("ferritin").final

    def test_the_window_is_a_parameter(self):
        row = lab("ferritin", "600", when=at(-5))
        assert view(row, window_days=6).values("ferritin").final
        assert not view(row, window_days=5).values("ferritin").final

    def test_the_newest_stale_value_is_kept_to_be_shown(self):
        old, older = lab("ferritin", "600", when=at(-20)), lab("ferritin", "700", when=at(-30))
        assert view(old, older).values("ferritin").stale is old

    def test_stale_beside_usable(self):
        old, new = lab("ferritin", "600", when=at(-20)), lab("ferritin", "700", when=at(-1))
        usable = view(new, old).values("ferritin")
        assert (usable.final, usable.stale) == ((new,), old)

    def test_an_analyte_without_rows(self):
        assert view().values("ferritin").final == ()


class TestPending:
    def test_without_a_value(self):
        usable = view(lab("ferritin", None)).values("ferritin")
        assert len(usable.pending) == 1

    @pytest.mark.parametrize(
        ("reported", "pending"),
        [(at(0, "08:00"), False), (at(0, "08:01"), True), (on(0), False), (on(1), True)],
    )
    def test_a_result_reported_later_is_pending_then(self, reported, pending):
        row = lab("ferritin", "600", reported_at=reported)
        assert is_pending(row, T) == pending
        usable = view(row).values("ferritin")
        assert (len(usable.final), len(usable.pending)) == (not pending, pending)

    def test_known_from_the_later_of_measured_and_reported(self):
        assert known_from(lab("ferritin", "6", when=at(-1))) == at(-1).at
        row = lab("ferritin", "6", when=at(-1), reported_at=at(0))
        assert known_from(row) == at(0).at
        row = lab("ferritin", "6", when=at(0), reported_at=at(-1))
        assert known_from(row) == at(0).at

    def test_a_final_result_replaces_a_pending_one_of_the_same_moment(self):
        rows = (lab("ferritin", None), lab("ferritin", "600"))
        assert view(*rows).values("ferritin").pending == ()
        assert view(*reversed(rows)).values("ferritin").pending == ()

    def test_but_not_of_another_moment_or_analyte(self):
        assert (
            view(lab("ferritin", None, when=at(-1)), lab("ferritin", "600"))
            .values("ferritin")
            .pending
        )
        assert view(lab("ferritin", None), lab("ast", "600")).values("ferritin").pending

    def test_not_before_the_final_one_is_reported(self):
        rows = (lab("ferritin", None), lab("ferritin", "600", reported_at=at(1)))
        assert len(view(*rows).values("ferritin").pending) == 2

    def test_an_old_pending_result_is_forgotten(self):
        assert view(lab("ferritin", None, when=at(-14))).values("ferritin").pending == ()


class TestFindings:
    @pytest.mark.parametrize(("kind", "days"), sorted(FINDING_DAYS.items()))
    def test_the_oldest_that_counts(self, kind, days):
        status = "low" if kind == "nk_activity" else "present"
        assert view(found(kind, status, -days)).finding(kind).status is FindingStatus(status)
        stale = view(found(kind, status, -days - 1)).finding(kind)
        assert (stale.status, stale.stale) == (FindingStatus.UNKNOWN, True)

    def test_genes_count_at_any_age(self):
        seen = view(found("molecular_diagnosis", "present", -900)).finding("molecular_diagnosis")
        assert seen.status is FindingStatus.PRESENT

    def test_the_latest_counts(self):
        rows = (found("splenomegaly", "absent", -1), found("splenomegaly", "present", -2))
        assert view(*rows).finding("splenomegaly").status is FindingStatus.ABSENT

    def test_nothing_after_the_day_is_seen(self):
        rows = (found("splenomegaly", "absent", -1), found("splenomegaly", "present", 1))
        assert view(*rows).finding("splenomegaly").status is FindingStatus.ABSENT
        assert view(rows[1]).finding("splenomegaly").rows == ()

    def test_different_words_on_one_day_are_unknown(self):
        rows = (found("splenomegaly", "absent"), found("splenomegaly", "present"))
        seen = view(*rows).finding("splenomegaly")
        assert (seen.status, seen.contradiction) == (FindingStatus.UNKNOWN, True)

    def test_the_same_word_twice_is_none(self):
        rows = (found("splenomegaly", "present"), found("splenomegaly", "present"))
        assert view(*rows).finding("splenomegaly").status is FindingStatus.PRESENT

    def test_each_site_by_itself(self):
        rows = (
            found("hemophagocytosis", "present", -3),
            found("hemophagocytosis", "absent", -1, "liver"),
        )
        seen = view(*rows)
        assert seen.finding("hemophagocytosis", "marrow").status is FindingStatus.PRESENT
        assert seen.finding("hemophagocytosis", "liver").status is FindingStatus.ABSENT
        assert seen.finding("hemophagocytosis", "spleen").rows == ()

    def test_the_day_is_the_one_that_the_moment_shows(self):
        assert day(0) == T.day
        assert (
            view(found("splenomegaly", "present", 0), as_of=at(-1)).finding("splenomegaly").rows
            == ()
        )


def test_the_order_of_entry_never_decides_between_two_results_of_one_moment():
    one, other = lab("ferritin", "300"), lab("ferritin", "900")
    for rows in ((one, other), (other, one)):
        assert [str(row.value) for row in view(*rows).values("ferritin").final] == ["300", "900"]


def test_a_value_not_yet_reported_does_not_decide_the_order_either():
    hidden = [lab("alt", value, reported_at=at(2), high=Decimal(limit))
              for value, limit in (("900", 40), ("20", 50))]  # fmt: skip
    for rows in (hidden, hidden[::-1]):
        assert [str(row.high) for row in view(*rows).values("alt").pending] == ["40", "50"]


def test_how_many_days_count():
    assert View(History(case()), T).window_days == WINDOW_DAYS == 14
    assert FINDING_DAYS == {
        "splenomegaly": 14,
        "hepatomegaly": 14,
        "scd25_elevated": 14,
        "hemophagocytosis": 30,
        "nk_activity": 30,
    }


def test_nothing_found_is_neither_stale_nor_a_contradiction():
    assert LatestFinding() == (FindingStatus.UNKNOWN, (), False, False)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ({"value": "5"}, {"value": "4", "low": Decimal(0)}),
        ({"value": "5"}, {"value": "4", "high": Decimal(0)}),
        ({"value": "5"}, {"value": "4", "assay": "Elecsys"}),
        ({"value": "4"}, {"value": "5"}),
        ({"value": "4"}, {"value": "4", "comparator": "<"}),
    ],
)
def test_rows_of_one_moment_have_one_order_however_entered(first, then):
    rows = [lab("ferritin", **first), lab("ferritin", **then)]
    for entered in (rows, rows[::-1]):
        assert History(case(*entered)).observations["ferritin"] == rows
