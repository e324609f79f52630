"""A study row as a whole: plain values, each field described once."""

import json
from dataclasses import dataclass, fields, is_dataclass

import pytest

from hlh_app.clinical.study.facts import PARTS, study_facts
from hlh_app.clinical.study.said import said
from hlh_app.clinical.windows import History
from tests.clinical.response_builders import ILL, WELL, at, case_of, labs

CASE = case_of(labs(0, ILL), labs(14, WELL))


class TestRow:
    def test_every_part_is_a_json_document_of_its_dataclass(self):
        plain = study_facts(CASE, at(60)).plain()
        assert list(plain) == list(PARTS)
        assert json.loads(json.dumps(plain, allow_nan=False)).keys() == plain.keys()
        for name, part in PARTS.items():
            assert list(plain[name]) == [field.name for field in fields(part)]

    def test_the_rows_read_already_are_used(self):
        assert study_facts(CASE, at(60), history=History(CASE)) == study_facts(CASE, at(60))

    def test_the_same_record_gives_the_same_row(self):
        assert study_facts(CASE, at(60)).plain() == study_facts(CASE, at(60)).plain()


@pytest.mark.parametrize("part", PARTS)
def test_every_field_says_what_it_is(part):
    assert is_dataclass(PARTS[part])
    for field in fields(PARTS[part]):
        assert field.metadata["label"], field.name
        assert set(field.metadata) == {"label", "unit", "note"}
        assert "our definition" not in field.metadata["label"]


class TestSaid:
    def test_a_default_or_a_way_to_make_one(self):
        @dataclass
        class Part:
            plain: int = said("Number", "d", default=3)
            empty: str | None = said("Word", note="Why.")
            made: dict = said("Table", default_factory=dict)

        assert (Part().plain, Part().empty, Part().made) == (3, None, {})
        assert fields(Part)[0].metadata == {"label": "Number", "unit": "d", "note": ""}
        assert fields(Part)[1].metadata["note"] == "Why."
