"""How numbers are printed, and when they lead to patients."""

import numpy as np
import pytest

from hlh_app.exchange.study.plain_table import EMPTY, Kind, PlainTable, head, section, word
from hlh_app.statistics.comparison import Comparison, Method, Reason
from hlh_app.statistics.figures import Figure
from hlh_app.web.presenters.study import cells
from hlh_app.web.presenters.study.footnotes import Footnotes

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        *[(1709.25, 1, "1,709.3"), (-0.04, 1, "0.0"), (-0.05, 1, "−0.1"), (2.675, 2, "2.68")],
        *[(None, 1, "–"), (NAN, 0, "–"), (0.5, 0, "1"), (1e-9, 2, "0.00")],
    ],
)
def test_numbers_are_rounded_half_up(value, digits, text):
    assert cells.number(value, digits) == text


def test_trailing_zeros_go_where_asked():
    assert [cells.number(x, 1, trim=True) for x in (7.0, 7.25, 1000.0)] == ["7", "7.3", "1,000"]
    assert cells.spread(7.0, 5.0, 8.04, 1, trim=True) == "7 (5–8)"
    assert cells.spread(0.36, 0.3, 0.41, 2, trim=True) == "0.36 (0.30–0.41)"
    assert cells.ends(9.0, 24.6, 1, trim=True) == "9.0–24.6"


@pytest.mark.parametrize(
    ("p", "text"),
    [
        *[(0.003, "0.003"), (0.0005, "< 0.001"), (0.000999, "< 0.001"), (0.001, "0.001")],
        *[(0.0495, "0.050"), (0.9994, "0.999"), (0.9996, "> 0.999"), (1.0, "> 0.999")],
        *[(None, "–"), (NAN, "–")],
    ],
)
def test_p_values(p, text):
    assert cells.p_words(p) == text


def test_shares_and_spreads():
    assert cells.percent(1, 3) == "33.3 %"
    assert cells.percent(1, 8, 0) == "13 %"
    assert cells.percent(0, 0) == "–"
    assert cells.spread(27.5, 12, 45, 1) == "27.5 (12.0–45.0)"
    assert cells.spread(-1, -3, 2, 0) == "−1 (−3 to 2)"
    assert cells.spread(None, None, None, 1) == "–"


def test_a_cell_opens_onto_somebody_only():
    some, nobody, test = (Figure("t/x/a", 1.0, who) for who in (np.array([3]), np.arange(0), None))
    assert [cells.cell("1", figure).opens for figure in (some, nobody, test)] == [
        True,
        False,
        False,
    ]
    assert cells.cell("1", None).key is None
    assert cells.mean(some, 0.5).text == "1.0 ± 0.5"
    assert cells.mean(Figure("t/x/a", None), None).text == "–"
    assert cells.share(Figure("t/x/a", 2, np.array([1, 2])), 5).text == "2/5 (40.0 %)"
    assert cells.share(nobody, 0).text == "–"
    assert cells.p_value(None).text == "–"
    assert cells.p_value(Figure("t/p/ab", 0.2), "χ²").line == "0.200; χ²"


def test_missing_opens_where_somebody_is_missing():
    known, missing = cells.counted(3, 2, "n", "missing", n_opens=True)
    assert (known.text, known.opens, missing.text, missing.opens) == (
        "n 3",
        True,
        "missing 2",
        True,
    )
    known, missing = cells.counted(0, 0, "n", "missing", n_opens=True)
    assert (known.opens, missing.opens) == (False, False)


def test_tests_are_named_once_below():
    notes = Footnotes()
    figure = Figure("t/p/ab", 0.2)
    made = [Comparison(method, (3, 3), p=0.2) for method in (Method.FISHER, Method.RANK_SUM_EXACT)]
    marks = [notes.p(figure, test).mark for test in (*made, made[0])]
    assert marks == ["a", "b", "a"]
    assert notes.p(figure, made[0], "of x.").mark == "c"
    assert dict(notes.all)["c"] == "Fisher's exact test; of x."
    why = notes.p(figure, Comparison(Method.FISHER, (0, 0), reason=Reason.NOBODY))
    assert (why.text, why.note, why.mark) == ("–", "no patient has the value", "")
    assert notes.p(figure, None) is EMPTY


def table(*rows):
    return PlainTable(name="t", title="T", caption="", heads=("", "a"), rows=rows)


def test_a_table_has_as_many_cells_as_heads_in_each_row():
    with pytest.raises(ValueError, match="1 cells below 2 heads: x"):
        table((head("x"),))
    assert table(section("Part"), (head("x"), word("y")))
    assert not table()


def test_a_table_knows_the_keys_of_its_numbers():
    more = cells.counted(1, 0, "t/n/a", "t/missing/a")
    number = cells.cell("1", Figure("t/x/a", 1.0, np.array([0])), more)
    assert list(table((head("x"), number)).keys()) == ["t/x/a", "t/n/a", "t/missing/a"]
    assert number.kind is Kind.NUMBER
