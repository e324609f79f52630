"""The codebook explains every column of every file, in the words of the fields themselves."""

import csv

import pytest

from hlh_app.clinical.completions import ResponseClass
from hlh_app.clinical.study.facts import PARTS
from hlh_app.exchange.study.codebook import (
    CLASSES,
    WORDS,
    codebook,
    codebook_csv,
    codebook_html,
)
from hlh_app.exchange.study.explained import Explained
from hlh_app.exchange.study.tables import analysis_files

from .files import cohort

RECORDED = [Explained("results", "value", "Value <b>", "number", words=(("x", "An x"),))]


def rows():
    return {(row.file, row.column): row for row in codebook(RECORDED)}


def test_every_column_of_every_file_is_explained():
    subjects, groups = cohort()
    found = rows()
    for name, pieces in analysis_files(subjects, groups):
        head = next(csv.reader(["".join(pieces).split("\n", 1)[0]]))
        missing = [c for c in head if (name.removesuffix(".csv"), c) not in found]
        assert missing == [], name
    assert all(row.label for row in found.values())


def test_labels_units_and_meanings_are_those_of_the_fields():
    said = PARTS["subject"].__dataclass_fields__["dose_mg_per_day"].metadata
    row = rows()["patients", "dose_mg_per_day"]
    assert (row.label, row.unit, row.note) == (said["label"], said["unit"], said["note"])
    assert rows()["patients", "ferritin_week1"].unit == "ug/L"
    assert rows()["patients", "ferritin_week1"].label == "Ferritin: nearest day 7"
    assert rows()["patients", "class_day14"].label.endswith(": day 14")
    assert rows()["patients", "criteria_nk_activity"].label.endswith(": nk activity")
    assert "our definition" in rows()["patients", "within_24_h"].note


def test_words_are_those_of_the_rules():
    assert dict(rows()["patients", "best"].words) == CLASSES
    assert set(CLASSES) == {word.value for word in ResponseClass}
    assert ("death", "death") in rows()["patients", "os_ended"].words
    assert rows()["patients", "age"].words == ()


@pytest.mark.parametrize(("part", "field"), WORDS)
def test_words_are_given_for_fields_that_exist(part, field):
    assert field in PARTS[part].__dataclass_fields__


def test_as_csv_and_as_a_page():
    explained = codebook(RECORDED)
    read = list(csv.DictReader("".join(codebook_csv(explained)).splitlines()))
    assert len(read) == len(explained)
    assert read[-1]["words"] == "x = An x"
    page = "".join(codebook_html(explained, "A & B"))
    assert page.count("<h2>") == len({row.file for row in explained})
    assert "Value &lt;b&gt;" in page
    assert "<title>A &amp; B</title>" in page


def test_in_another_language():
    found = codebook([], say=lambda text: f"«{text}»")
    assert next(row for row in found if row.column == "age").label.startswith("«")
