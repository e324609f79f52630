"""The cohort file: what is accepted, and the JSON path of what is not."""

import json
from copy import deepcopy
from time import process_time

import pytest

from hlh_app.cohorts import CohortFileError, read_cohort

CENTRE = {
    "format": "hlh-cohort/1",
    "code": "ward7",
    "name": "Ward 7",
    "kind": "centre",
    "title": "Our own patients",
    "design": "Registry of one centre",
    "source": {"citation": "Export of one centre", "read": "whole"},
    "arms": [
        {
            "code": "ruxolitinib",
            "label": "ruxolitinib",
            "n": 20,
            "setting": "all",
            "counts": [
                {
                    "code": "deaths",
                    "label": "deaths",
                    "numerator": 3,
                    "denominator": 20,
                    "where": "registry",
                }
            ],
            "summaries": [
                {
                    "code": "age",
                    "label": "age",
                    "statistic": "median",
                    "value": 4,
                    "unit": "years",
                    "low": 1,
                    "high": 9,
                    "spread": "range",
                    "where": "registry",
                }
            ],
            "means": [
                {
                    "analyte": "ferritin",
                    "unit": "ug/L",
                    "time": "day 14",
                    "day": 14,
                    "mean": 900,
                    "sd": 450,
                    "n": 18,
                    "where": "registry",
                }
            ],
        }
    ],
    "comparisons": [
        {
            "subject": "ferritin",
            "contrast": "before against after",
            "time": "2 weeks",
            "p": 0.5,
            "where": "registry",
        }
    ],
    "statements": [{"topic": "course", "arm": "ruxolitinib", "text": "As is.", "where": "x"}],
}

ARM, COUNT = ("arms", 0), ("arms", 0, "counts", 0)
SUMMARY, MEAN = ("arms", 0, "summaries", 0), ("arms", 0, "means", 0)
TEST = ("comparisons", 0)

REFUSED = [
    ((), "format", "hlh-cohort/9", "$.format", "expected 'hlh-cohort/1'"),
    ((), "kind", "rumour", "$.kind", "rumour"),
    ((), "surprise", 1, "$.surprise", "unknown key"),
    ((), "name", "", "$.name", "expected text"),
    ((), "name", None, "$.name", "expected text"),
    ((), "arms", [], "$.arms", "at least one arm"),
    ((), "arms", {}, "$.arms", "expected a list"),
    ((), "arms", [5], "$.arms[0]", "expected an object"),
    ((), "source", "a paper", "$.source", "expected an object"),
    ((), "missing", [3], "$.missing[0]", "expected text"),
    ((), "laboratory_values", False, "$.arms[0].means[0]", "not available"),
    ((), "laboratory_values", "no", "$.laboratory_values", "true or false"),
    ((), "name", "a\x00b", "$.name", "U+0000"),
    ((), "code", "a\ud800", "$.code", "U+D800"),
    ((), "title", "a\u202eb", "$.title", "U+202E"),
    ((), "notes", ["a\u2067b"], "$.notes[0]", "U+2067"),
    (ARM, "n", 0, "$.arms[0].n", "at least 1"),
    (ARM, "n", 2.5, "$.arms[0].n", "whole number"),
    (ARM, "n", True, "$.arms[0].n", "whole number"),
    (COUNT, "numerator", 21, "$.arms[0].counts[0].numerator", "21 of 20"),
    (COUNT, "numerator", -1, "$.arms[0].counts[0].numerator", "at least 0"),
    (COUNT, "denominator", 21, "$.arms[0].counts[0].denominator", "an arm of 20"),
    (SUMMARY, "low", 10, "$.arms[0].summaries[0].low", "above 9"),
    (SUMMARY, "spread", "guess", "$.arms[0].summaries[0].spread", "guess"),
    (SUMMARY, "value", "4", "$.arms[0].summaries[0].value", "expected a number"),
    (SUMMARY, "value", True, "$.arms[0].summaries[0].value", "expected a number"),
    (MEAN, "analyte", "mojo", "$.arms[0].means[0].analyte", "mojo"),
    (MEAN, "unit", "stone", "$.arms[0].means[0].unit", "stone"),
    (MEAN, "mean", 0, "$.arms[0].means[0].mean", "more than 0"),
    (MEAN, "mean", 1e300, "$.arms[0].means[0].mean", "too large"),
    (MEAN, "mean", 1e-300, "$.arms[0].means[0].mean", "too small"),
    (MEAN, "sd", -1, "$.arms[0].means[0].sd", "0 or more"),
    (MEAN, "n", 21, "$.arms[0].means[0].n", "an arm of 20"),
    (TEST, "p", 0, "$.comparisons[0].p", "probability"),
    (TEST, "p", 1.2, "$.comparisons[0].p", "probability"),
    (TEST, "p_comparator", "~", "$.comparisons[0].p_comparator", "~"),
    (TEST, "statistic", "F", "$.comparisons[0].statistic_value", "missing"),
    (("statements", 0), "arm", "placebo", "$.statements[0].arm", "placebo"),
]


def changed(where, key, value):
    document = deepcopy(CENTRE)
    place = document
    for step in where:
        place = place[step]
    place[key] = value
    return json.dumps(document)


def test_a_centres_own_cohort_takes_the_same_shape():
    row = read_cohort(json.dumps(CENTRE))
    assert (row.kind, row.n, row.analytes()) == ("centre", 20, ("ferritin",))
    assert row.arm("ruxolitinib").means[0].n == 18
    assert row.laboratory_values is True


@pytest.mark.parametrize(("where", "key", "value", "path", "reason"), REFUSED)
def test_refusals_name_path_and_reason(where, key, value, path, reason):
    with pytest.raises(CohortFileError) as caught:
        read_cohort(changed(where, key, value))
    assert caught.value.path == path
    assert reason in caught.value.reason


@pytest.mark.parametrize(
    ("where", "key", "path"),
    [
        ((), "code", "$.code"),
        ((), "source", "$.source"),
        (ARM, "setting", "$.arms[0].setting"),
        (COUNT, "where", "$.arms[0].counts[0].where"),
        (MEAN, "sd", "$.arms[0].means[0].sd"),
    ],
)
def test_what_is_required(where, key, path):
    document = deepcopy(CENTRE)
    place = document
    for step in where:
        place = place[step]
    del place[key]
    with pytest.raises(CohortFileError, match="missing") as caught:
        read_cohort(json.dumps(document))
    assert caught.value.path == path


@pytest.mark.parametrize("rows", ["counts", "summaries"])
def test_codes_are_unique(rows):
    document = deepcopy(CENTRE)
    document["arms"][0][rows] *= 2
    with pytest.raises(CohortFileError) as caught:
        read_cohort(json.dumps(document))
    assert caught.value.path == f"$.arms[0].{rows}[1].code"


def test_arms_are_unique():
    document = deepcopy(CENTRE)
    document["arms"] *= 2
    with pytest.raises(CohortFileError) as caught:
        read_cohort(json.dumps(document))
    assert caught.value.path == "$.arms[1].code"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[1, 2",
        '{"format": NaN}',
        '{"format": Infinity}',
        '{"code": "a", "code": "b"}',
        "[" * 100_000,
        "null",
        "[]",
        '{"format": ' + "9" * 5000 + "}",
        '{"format": 1e99999999999999999999999}',
    ],
)
def test_what_is_no_cohort_file_at_all(text):
    with pytest.raises(CohortFileError) as caught:
        read_cohort(text)
    assert caught.value.path.startswith("$")


def test_many_keys_are_looked_through_once():
    """Each against each, a file of a megabyte would hold the page up for minutes."""
    document = json.dumps({str(number): 1 for number in range(30_000)})
    began = process_time()
    with pytest.raises(CohortFileError, match="unknown key"):
        read_cohort(document)
    assert process_time() - began < 2
