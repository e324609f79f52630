"""Groups by other definitions, of an answer computed before."""

from __future__ import annotations

from hlh_app.clinical.study.alternatives import ALTERNATIVES
from hlh_app.statistics.sensitivity import patients, sensitivity

from .study_rows import by_key, cohort, patient

CONVENTIONAL = patient(subject__treatment="conventional")
COHORT = (patient(), patient(), CONVENTIONAL, patient())


def answer(in_use, **others):
    """Of the patients with these primary keys."""
    nothing = {one.code: {} for one in ALTERNATIVES}
    return nothing | {"in_use": in_use} | others


IN_USE = {"1": "PR", "2": "NR", "4": ""}


def test_only_those_given_ruxolitinib_are_asked_about():
    assert patients(*cohort(*COHORT)) == [1, 2, 4]
    assert patients(*cohort(*COHORT, b=2)) == [1, 2, 4]
    assert patients(*cohort()) == []


def test_each_alternative_changes_only_whom_it_names():
    found = sensitivity(
        *cohort(*COHORT), answer(IN_USE, window_7={"2": "CR"}, one_marker={"1": ""})
    )
    rows = {row.alternative.code: row.outcomes[0] for row in found.rows}
    assert list(rows) == [one.code for one in ALTERNATIVES]
    assert rows["in_use"].all.rates["rate"].who.tolist() == [0]
    assert rows["window_7"].all.rates["rate"].who.tolist() == [0, 1]
    assert [(c.row, c.before, c.after) for c in rows["window_7"].changes] == [
        (1, "none", "complete")
    ]
    assert [(c.row, c.before, c.after) for c in rows["one_marker"].changes] == [
        (0, "partial", "unassessed")
    ]
    assert rows["window_7"].difference == 1 / 3
    assert rows["one_marker"].difference == -1 / 3
    assert rows["febrile_38_3"].changes == ()
    assert rows["febrile_38_3"].difference == 0


def test_every_number_has_a_key_and_its_patients():
    found = by_key(sensitivity(*cohort(*COHORT), answer(IN_USE, window_7={"2": "CR"})))
    assert found["sensitivity/window_7/changed/a"].who.tolist() == [1]
    assert found["sensitivity/window_7/difference/a"].value == 1 / 3
    assert found["sensitivity/window_7/rate/a"].value == 2 / 3
    assert found["sensitivity/in_use/n/a"].value == 3


def test_one_answer_serves_any_groups_of_its_patients():
    found = sensitivity(*cohort(*COHORT, b=2), answer(IN_USE, window_7={"2": "CR"}))
    assert [[len(one.changes) for one in row.outcomes] for row in found.rows if row.alternative.code
            == "window_7"] == [[1, 0]]  # fmt: skip


def test_a_group_of_nobody_has_no_difference():
    found = sensitivity(*cohort(CONVENTIONAL), answer({}))
    assert {outcome.difference for row in found.rows for outcome in row.outcomes} == {None}
