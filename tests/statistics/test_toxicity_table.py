"""The toxicity table by hand: worst new grades, what is open, events and stops."""

import pytest

from hlh_app.statistics.toxicity_table import BOTH_VERSIONS, toxicity_table

from .study_rows import by_key, cohort, patient, shown


def graded(**terms):
    """By analyte (before low, high, since low, high, new low, high)."""
    return patient(harm__terms=terms)


def figures(*rows, b=0):
    return by_key(toxicity_table(*cohort(*rows, b=b)))


def of_one(*rows):
    found = figures(*rows)
    return lambda *keys: shown(found, *(f"safety/{key}/a" for key in keys))


def test_settled_grades_are_counted_and_open_ones_apart():
    spans = ((0, 0), (2, 2), (3, 3), (4, 4), (0, 2), (0, 4), (3, 4))
    seen = of_one(*(graded(wbc=(0, 0, *span, *span)) for span in spans), patient())
    assert seen("leukopenia/grade0", "leukopenia/grade2", "leukopenia/grade3") == [
        (1, [0]),
        (1, [1]),
        (1, [2]),
    ]
    assert seen("leukopenia/grade1", "leukopenia/grade4", "leukopenia/open") == [
        (0, []),
        (1, [3]),
        (3, [4, 5, 6]),
    ]
    assert seen("leukopenia/measured", "leukopenia/not_measured") == [
        (7, [0, 1, 2, 3, 4, 5, 6]),
        (1, [7]),
    ]


def test_three_or_four_is_of_those_of_whom_it_is_known():
    spans = ((0, 0), (2, 2), (3, 3), (0, 2), (0, 4), (3, 4))
    seen = of_one(*(graded(wbc=(0, 0, *span, *span)) for span in spans))
    assert seen("leukopenia.severe/count", "leukopenia.severe/n", "leukopenia/severe_open") == [
        (2, [2, 5]),
        (5, [0, 1, 2, 3, 5]),
        (1, [4]),
    ]
    percent, lower, upper = (
        value
        for value, _who in seen(*(f"leukopenia.severe/{x}" for x in ("percent", "lower", "upper")))
    )
    assert percent == 40
    assert (lower, upper) == (pytest.approx(5.274, abs=1e-3), pytest.approx(85.337, abs=1e-3))


def test_before_and_since_stand_beside_new():
    seen = of_one(
        graded(wbc=(3, 3, 4, 4, 4, 4)),
        graded(wbc=(3, 3, 3, 3, 0, 0)),
        graded(wbc=(None, None, 3, 3, 0, 3)),
    )
    assert seen("leukopenia.severe_before/count", "leukopenia.severe_before/n") == [
        (2, [0, 1]),
        (2, [0, 1]),
    ]
    assert seen("leukopenia.severe_since/count", "leukopenia.severe/count") == [
        (3, [0, 1, 2]),
        (1, [0]),
    ]
    assert seen("leukopenia.severe/n") == [(2, [0, 1])]


@pytest.mark.parametrize(
    ("alt", "ast", "worse"),
    [
        ((0, 0, 1, 1, 1, 1), (0, 0, 3, 3, 3, 3), "grade3"),
        ((0, 0, 4, 4, 4, 4), (0, 0, 1, 1, 1, 1), "grade4"),
        ((0, 0, 2, 2, 2, 2), None, "grade2"),
        ((0, 0, 0, 0, 0, 0), (0, 0, 0, 1, 0, 1), "open"),
    ],
)
def test_transaminases_are_the_worse_of_alt_and_ast(alt, ast, worse):
    terms = {name: row for name, row in (("alt", alt), ("ast", ast)) if row}
    assert of_one(graded(**terms))(f"transaminases/{worse}") == [(1, [0])]


def test_a_grade_before_that_only_one_of_two_has_is_only_the_least():
    unknown = (None, None, 1, 1, 0, 1)
    seen = of_one(graded(alt=(0, 0, 1, 1, 1, 1), ast=unknown), graded(alt=unknown, ast=(3,) * 6))
    assert seen("transaminases.severe_before/count", "transaminases.severe_before/n") == [
        (1, [1]),
        (1, [1]),
    ]


def test_the_older_version_has_its_own_rows():
    assert set(BOTH_VERSIONS) == {"transaminases", "bilirubin", "alt", "ast"}
    row = patient(harm__terms={"alt": (0,) * 6}, harm__terms_v4={"alt": (0, 0, 4, 4, 4, 4)})
    assert of_one(row)("transaminases/grade0", "transaminases_v4/grade4") == [(1, [0]), (1, [0])]


def test_conventional_treatment_is_not_graded():
    conventional = patient(subject__treatment="conventional", harm__stopped_for_toxicity=None)
    seen = of_one(conventional, graded(wbc=(0,) * 6))
    assert seen("treated/n", "leukopenia/not_measured", "stopped/missing") == [
        (1, [1]),
        (0, []),
        (1, [1]),
    ]


def test_stopped_for_toxicity_of_those_of_whom_it_is_known():
    words = (True, False, None, False)
    seen = of_one(*(patient(harm__stopped_for_toxicity=word) for word in words))
    assert seen("stopped/count", "stopped/n", "stopped/missing") == [
        (1, [0]),
        (3, [0, 1, 3]),
        (1, [2]),
    ]


def test_two_groups_are_compared_by_new_grade_three_or_four():
    rows = [graded(wbc=(0, 0, 4, 4, 4, 4)) for _n in range(4)]
    rows += [graded(wbc=(0,) * 6) for _n in range(4)]
    assert figures(*rows, b=4)["safety/leukopenia.severe/p/ab"].value == pytest.approx(2 / 70)


def entered(*events):
    return patient(harm__events=[list(event) for event in events])


def test_events_are_counted_once_a_patient_by_category_term_and_action():
    rows = [
        entered(
            ("infection", "Lung infection", 2, 3, "treated"),
            ("infection", "lung  infection", 3, 9, "stopped"),
        ),
        entered(("infection", "Lung infection", None, 3, None)),
        entered(("liver", None, 4, 3, "interrupted")),
        patient(),
    ]
    seen = of_one(*rows)
    assert seen("category_infection/count", "category_infection.severe/count") == [
        (2, [0, 1]),
        (1, [0]),
    ]
    assert seen("entry_infection-lung-infection/count", "category_liver.severe/count") == [
        (2, [0, 1]),
        (1, [2]),
    ]
    assert seen(
        "action_stopped/count", "action_interrupted/count", "action_dose_reduced/count"
    ) == [
        (1, [0]),
        (1, [2]),
        (0, []),
    ]
    assert seen("category_infection/percent")[0][0] == 50


def test_a_term_has_its_most_frequent_spelling():
    rows = [entered(("infection", text, 1, 1, None)) for text in ("Rash", "rash", "Rash")]
    found = [row for row in toxicity_table(*cohort(*rows)).events if row.kind == "entry"]
    assert [(row.code, row.words) for row in found] == [("infection-rash", ("infection", "Rash"))]


def test_nobody():
    found = figures()
    assert found["safety/leukopenia.severe/percent/a"].value is None
    assert {figure.value for figure in found.values()} == {0, None}
