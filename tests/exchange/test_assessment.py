"""The answers as JSON: the documented keys, whole numbers whole."""

import json
from decimal import Decimal

import pytest

from hlh_app.clinical.assess import assess
from hlh_app.exchange.assessment import as_json
from hlh_app.exchange.case_file import check_document

from .case_documents import EXAMPLE, VECTORS, example, read


def vectors():
    """Case and expected answer, as computed independently."""
    for name in ("diagnosis", "response"):
        for line in (VECTORS / f"{name}.jsonl").read_bytes().splitlines():
            yield json.loads(line, parse_float=Decimal, parse_int=Decimal)


def agrees(expected, answer) -> bool:
    """Every key expected, no other criterion, marker or pivot, numbers equal."""
    if isinstance(expected, dict):
        return isinstance(answer, dict) and all(
            key in answer and agrees(value, answer[key]) for key, value in expected.items()
        )
    if isinstance(expected, list):
        return len(expected) == len(answer) and all(map(agrees, expected, answer))
    if isinstance(expected, Decimal):
        return type(answer) in (int, float) and Decimal(repr(answer)) == expected
    return expected == answer and type(expected) is type(answer)


CLOSED = ("criteria", "pivotal", "count")


@pytest.mark.parametrize("vector", list(vectors()), ids=lambda vector: vector["case"]["id"])
def test_every_vector_agrees(vector):
    answer = as_json(assess(check_document(vector["case"]).case))
    assert agrees(vector["expected"], answer)
    for rule in ("hlh2004", "hlh2024"):
        for part in CLOSED:
            if rule in vector["expected"]:
                assert vector["expected"][rule][part].keys() == answer[rule][part].keys()


def test_there_are_five_hundred():
    assert sum(1 for _ in vectors()) == 500


def test_whole_numbers_stay_whole():
    answer = as_json(assess(read(EXAMPLE).case))
    assert json.dumps(answer["hscore"]["probability_percent"]) == '{"low": 0.5, "high": 73}'
    assert json.dumps(answer["dose"]["wang2020"]["dose_mg"]) == "2.5"
    older = example(patient={"birth_date": "1980-01-01", "sex": "male"})
    assert json.dumps(as_json(assess(read(older).case))["dose"]["wang2020"]["dose_mg"]) == "10"


def test_without_a_course_there_is_no_response():
    assert as_json(assess(read(example(exposures=[])).case))["response"] is None


def test_without_a_dose_its_milligrams_are_null():
    infant = example(
        patient={"birth_date": "2019-12-31", "sex": "male"},
    )
    assert as_json(assess(read(infant).case))["dose"]["chi2020"] == {
        "outcome": "not_applicable",
        "dose_mg": None,
    }


def test_a_dose_without_a_usable_weight():
    adult = example(patient={"birth_date": "1980-01-01", "sex": "male"}, observations=[])
    dose = as_json(assess(read(adult).case))["dose"]["wang2020"]
    assert (dose["dose_mg"], dose["mg_per_kg_per_day"]) == (10, None)
