"""What the R script reads: every fact of every patient, once a group."""

from dataclasses import fields
from typing import get_type_hints

import numpy as np
import pytest

from hlh_app.clinical.study.facts import PARTS
from hlh_app.exchange.study.codebook import FIELDS_OF
from hlh_app.exchange.study.columns import KEYED, kind_of, patient_columns
from hlh_app.exchange.study.tables import (
    LONG,
    analysis_files,
    chosen,
    long_csv,
    patients_csv,
    plain_ids,
)
from hlh_app.statistics.subjects import Group

from .files import cohort, read


def test_no_field_of_a_patient_is_left_out():
    """Plain, by key, or in a file of its own; a new kind of field must be decided on."""
    own = {(part, name) for (part, _file), names in FIELDS_OF.items() for name in names}
    lost = [
        (part, field.name)
        for part, made in PARTS.items()
        for field in fields(made)
        if not kind_of(get_type_hints(made)[field.name])
        and (part, field.name) not in own | KEYED.keys()
    ]
    assert lost == []


def test_no_column_stands_twice():
    names = [column.name for column in patient_columns()]
    assert len(names) == len(set(names))
    assert not {"id", "group"} & set(names)


@pytest.mark.parametrize(
    ("hint", "kind"),
    [
        (bool | None, "truth"),
        (float, "number"),
        (int | None, "number"),
        (str, "text"),
        (tuple[str, ...], "list"),
        (tuple[float | None, ...], ""),
        (dict[str, str], ""),
    ],
)
def test_kinds_of_columns(hint, kind):
    assert kind_of(hint) == kind


def test_a_patient_of_both_groups_has_a_row_in_each():
    subjects, groups = cohort()
    both = (groups[0], Group("b", "Everybody", subjects.everybody))
    rows = read(patients_csv(subjects, both))
    assert len(rows) == groups[0].n + subjects.n
    assert [row["id"] for row in rows if row["group"] == "b"] == plain_ids(subjects)
    once = read(long_csv("doses", subjects, both))
    n = sum(len(care["doses"]) for care in subjects.part("care"))
    assert len(once) == n


def test_facts_are_those_of_the_patient():
    subjects, groups = cohort()
    rows = {(row["id"], row["group"]): row for row in read(patients_csv(subjects, groups))}
    for group in groups:
        for place in map(int, group.rows):
            row = rows[f"P{place + 1}", group.code]
            assert row["age"] == repr(subjects.column("subject", "age")[place])
            before = float(subjects.results("ferritin", "before")[place])
            assert row["ferritin_before"] == ("" if np.isnan(before) else repr(before))
            best = subjects.column("outcome", "best")[place]
            assert row["best"] == "|".join(best)
            day7 = subjects.column("outcome", "classes")[place].get("7", ())
            assert row["class_day7"] == "|".join(day7)


def test_daily_rows_put_temperature_and_glucocorticoid_on_their_days():
    subjects, groups = cohort()
    rows = read(long_csv("daily", subjects, groups))
    for place in chosen(groups):
        own = {int(row["day"]): row for row in rows if row["id"] == f"P{place + 1}"}
        peaks = subjects.column("fever", "peaks")[place]
        given = subjects.column("care", "glucocorticoid")[place]
        assert len(own) >= max(len(peaks), len(given))
        for day, peak in enumerate(peaks, start=-3):
            assert own[day]["temperature_peak"] == ("" if peak is None else repr(peak))
        for day, mg in enumerate(given, start=-7):
            assert own[day]["glucocorticoid"] == ("" if mg is None else repr(mg))


def test_grades_of_both_versions():
    subjects, groups = cohort()
    rows = read(long_csv("toxicity", subjects, groups))
    assert {row["ctcae"] for row in rows} == {"5.0", "4.03"}
    n = sum(len(part["terms"]) + len(part["terms_v4"]) for part in subjects.part("harm"))
    assert len(rows) == n


def test_other_days_may_stand_for_day_0():
    subjects, groups = cohort()
    days = [f"2000-01-{place % 28 + 1:02}" for place in range(subjects.n)]
    rows = read(patients_csv(subjects, groups, day0=days))
    assert {row["day0"] for row in rows} <= set(days)


def test_every_file_of_the_script():
    subjects, groups = cohort()
    names = [name for name, pieces in analysis_files(subjects, groups) if list(pieces)]
    assert names == ["groups.csv", "patients.csv", *(f"{name}.csv" for name in LONG)]
