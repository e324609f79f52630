"""JSON with exact decimals, and nothing in it that a case may not hold."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hlh_app.exchange.json_text import BadNumber, RepeatedKey, dump, parse

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.decimals(-(10**9), 10**9, places=6)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc"), inner, max_size=4),
    max_leaves=12,
)


@given(JSON, st.sampled_from([None, 1]))
def test_what_is_written_is_read_again(value, indent):
    assert parse(dump(value, indent)) == value


def test_numbers_are_decimals():
    assert parse("[1, 2.50, 1e3]") == [Decimal(1), Decimal("2.50"), Decimal(1000)]
    assert dump([Decimal("2.50"), Decimal("1E+3"), 7]) == "[2.50, 1000, 7]"


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "1e400", "1e-41", "1" * 101])
def test_markers_of_numbers_that_no_case_holds(text):
    assert isinstance(parse(f"[{text}]")[0], BadNumber)


@pytest.mark.parametrize("text", ["1e40", "1E-40", "-0", "0.0", "1" * 100])
def test_numbers_that_one_may_hold(text):
    assert parse(f"[{text}]") == [Decimal(text)]


def test_a_repeated_key_is_marked_with_its_name():
    marked = parse('{"a": {"b": 1, "c": 2, "b": 3}}')["a"]
    assert isinstance(marked, RepeatedKey)
    assert marked.key == "b"


def test_text_is_kept_as_it_is():
    assert dump("µmol/L — “ä”") == '"µmol/L — “ä”"'
    assert json.loads(dump({"κ": 1})) == {"κ": 1}


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), object(), {1, 2}])
def test_what_json_cannot_hold(value):
    with pytest.raises(TypeError):
        dump({"a": value})


def test_indented_to_the_second_level():
    assert dump({"a": [{"b": [1]}], "c": []}, 1) == '{\n "a": [\n  {"b": [1]}\n ],\n "c": []\n}'
