"""Table 2 by hand: pairs, parts of the groups, three times, and results beyond the range."""

import pytest

from hlh_app.statistics.comparison import Method, Reason
from hlh_app.statistics.table2 import CHI, CYTOKINES, EBV, WANG, table2

from .study_rows import by_key, cohort, patient, shown

PAIRS = ((9.0, 4.0), (8.0, 6.0), (7.0, None), (None, 5.0), (6.0, 7.0), (None, None))


def figures(*rows, b=0):
    return by_key(table2(*cohort(*rows, b=b)))


def ferritin(before, after, time="week2", **more):
    return patient(ferritin={"before": before, time: after}, **more)


def test_pairs_of_whoever_has_both_and_cells_of_whoever_has_each():
    found = figures(*(ferritin(*pair) for pair in PAIRS))
    root = "table2/wang.ferritin"
    assert shown(found, f"{root}.before/n/a", f"{root}.before/missing/a") == [
        (4, [0, 1, 2, 4]),
        (2, [3, 5]),
    ]
    assert shown(found, f"{root}.week2/median/a", f"{root}.change/median/a") == [
        (5.5, [0, 1, 3, 4]),
        (-2.0, [0, 1, 4]),
    ]
    assert shown(found, f"{root}.change/n/a", f"{root}.change/missing/a") == [
        (3, [0, 1, 4]),
        (3, [2, 3, 5]),
    ]


def test_signed_rank_of_the_pairs_and_rank_sum_of_all_values():
    row = table2(*cohort(*(ferritin(*pair) for pair in PAIRS))).wang.rows[WANG.index("ferritin")]
    pairs = row.pairs[0]
    assert (pairs.signed_rank.method, pairs.signed_rank.n) == (Method.SIGNED_RANK_EXACT, (3,))
    assert (pairs.signed_rank.statistic, pairs.signed_rank.p) == (5.0, 0.5)
    assert (pairs.rank_sum.n, pairs.rank_sum.statistic) == ((4, 4), 14.0)
    assert row.between is None


def test_the_changes_of_two_groups_are_compared():
    rows = [ferritin(100.0, 90.0 - n) for n in range(3)] + [
        ferritin(100.0, 10.0 + n) for n in (0, 1)
    ]
    found = figures(*rows, b=2)
    assert found["table2/wang.ferritin.change/p/ab"].value == pytest.approx(0.2)
    assert found["table2/wang.ferritin.change/p/ab"].who is None


def test_ebv_dna_of_ebv_hlh_alone():
    rows = [
        patient(subject__ebv=ebv, ebv_dna_plasma={"before": 5.0}) for ebv in (True, False, None)
    ]
    found = figures(*rows)
    assert shown(found, "table2/ebv/n/a", "table2/ebv.ebv_dna_plasma.before/n/a") == [
        (1, [0]),
        (1, [0]),
    ]


def test_cytokines_of_responders_alone():
    bests = (["PR"], ["CR"], ["PR", "CR"], ["NR"], ["NR", "PR"], [])
    rows = [patient(outcome__best=best, il_18={"weeks2to4": 5.0}) for best in bests]
    found = figures(*rows)
    assert shown(found, "table2/cytokines/n/a", "table2/cytokines.il_18.weeks2to4/n/a") == [
        (3, [0, 1, 2]),
        (3, [0, 1, 2]),
    ]


def test_results_beyond_the_range_are_counted_in_their_cell():
    rows = [
        ferritin(16500.0, 9.0, beyond={"ferritin": {"before": ">"}}),
        ferritin(16500.0, 9.0),
        ferritin(5.0, 1.0, beyond={"ferritin": {"week2": "<"}, "alt": {"before": "<"}}),
    ]
    found = figures(*rows, b=1)
    keys = ("wang.ferritin.before/beyond/a", "wang.ferritin.before/beyond/b")
    more = ("wang.ferritin.week2/beyond/b", "chi.ferritin.before/beyond/a")
    assert shown(found, *(f"table2/{key}" for key in (*keys, *more))) == [
        (1, [0]),
        (0, []),
        (1, [2]),
        (1, [0]),
    ]


def three(*values, **more):
    times = dict(zip(("before", "week1", "month1"), values, strict=True))
    return patient(wbc=times, **more)


def test_means_of_three_times_and_the_complete_cases():
    found = figures(three(1.0, 2.0, 4.0), three(2.0, 2.0, 6.0), three(3.0, None, 5.0))
    assert shown(found, "table2/chi.wbc.before/mean/a", "table2/chi.wbc.week1/missing/a") == [
        (2.0, [0, 1, 2]),
        (1, [2]),
    ]
    assert shown(found, "table2/chi.wbc/complete/a") == [(2, [0, 1])]
    assert found["table2/chi.wbc.before/sd/a"].value == 1.0
    assert found["table2/chi.wbc.time/error_df/a"].value == 2


def test_two_groups_in_a_mixed_design_and_at_each_time():
    rows = [three(1.0 + n, 2.0 + n * n, 4.0) for n in range(4)]
    rows += [three(5.0 - n, 9.0, 11.0 + n) for n in range(4)]
    found = figures(*rows, b=4)
    assert shown(found, "table2/chi.wbc/complete/ab") == [(8, list(range(8)))]
    assert found["table2/chi.wbc.interaction/df/ab"].value == 2
    assert found["table2/chi.wbc.group/error_df/ab"].value == 6
    assert found["table2/chi.wbc.group/p_gg/ab"].value is None
    assert 0 < found["table2/chi.wbc.time/p_gg/ab"].value < 1
    assert found["table2/chi.wbc.month1/rank_sum_p/ab"].value == pytest.approx(0.02107, abs=1e-5)
    assert found["table2/chi.wbc.month1/student_p/ab"].value == pytest.approx(1.184e-05, rel=1e-3)
    assert "table2/chi.wbc.interaction/f/a" not in found


def test_nobody_has_no_numbers_and_says_why():
    found = table2(*cohort())
    assert found.chi[0].variances[0].table.reason == Reason.NOBODY
    assert found.wang.rows[0].pairs[0].signed_rank.reason == Reason.NOBODY
    values = {figure.value for figure in found.figures()}
    assert values == {0, None}


def test_every_row_is_one_of_the_papers():
    assert (len(WANG), len(EBV), len(CYTOKINES), len(CHI)) == (9, 2, 7, 4)
