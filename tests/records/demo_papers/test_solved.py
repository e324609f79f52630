"""Values with a printed mean and standard deviation."""

from __future__ import annotations

from statistics import mean, stdev

import pytest

from hlh_app.records.demo.papers.solved import NotSolvedError, Printed, solved


@pytest.mark.parametrize(
    "cell",
    [
        Printed("17090", "17586", 11, low=900),
        Printed("12579", "18748", 11, low=900),
        Printed("0.9", "0.35", 11, 2, low=0.4),
        Printed("390", "84.8", 4, 1, low=200),
        Printed("390", "84.8", 2, 2),
        Printed("10", "2", 30, 1),
    ],
)
def test_mean_and_deviation_come_out_as_printed(cell: Printed):
    found = solved(cell)
    assert len(found) == cell.n
    for value, printed in ((mean(found), cell.mean), (stdev(found), cell.sd)):
        places = len(printed.partition(".")[2])
        assert f"{value:.{places}f}" == printed
    assert min(found) >= cell.low
    assert found == [round(value, cell.decimals) for value in found]


def test_bounds_by_rank_are_kept():
    cell = Printed("50", "30", 4, floors=(80, 60), ceilings=(None, 70, 40, 40))
    one, two, *rest = solved(cell)
    assert one >= 80
    assert 60 <= two <= 70
    assert max(rest) <= 40


@pytest.mark.parametrize(
    "cell",
    [
        Printed("50", "30", 4, low=60),
        Printed("50", "1", 2, floors=(80,)),
        Printed("50", "0.01", 4),
    ],
)
def test_what_cannot_be_is_refused(cell: Printed):
    with pytest.raises(NotSolvedError):
        solved(cell)
