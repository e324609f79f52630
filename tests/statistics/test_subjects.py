"""Columns over patients, read when they are first asked for."""

from __future__ import annotations

import gc
import math

import numpy as np
import pytest

from hlh_app.statistics.subjects import uncollected

from .study_rows import cohort, patient


def three():
    subjects, _groups = cohort(
        patient(subject__age=2.5, subject__ebv=True, ferritin={"before": 900, "week2": 80.5}),
        patient(subject__age=None, subject__ebv=None),
        patient(subject__age=7, subject__ebv=False, ferritin={"before": None, "week1": 1}),
    )
    return subjects


class TestColumns:
    def test_values_as_they_are_and_as_numbers(self):
        subjects = three()
        assert subjects.column("subject", "age") == [2.5, None, 7]
        found = subjects.numbers("subject", "age")
        assert (found[0], math.isnan(found[1]), found[2]) == (2.5, True, 7.0)
        assert subjects.where("subject", "ebv", True).tolist() == [True, False, False]

    def test_are_read_once(self):
        subjects = three()
        assert subjects.column("subject", "age") is subjects.column("subject", "age")
        assert subjects.numbers("subject", "age") is subjects.numbers("subject", "age")
        assert subjects.part("subject") is subjects.part("subject")

    def test_a_part_that_was_not_loaded_is_an_error(self):
        with pytest.raises(KeyError):
            three().part("nothing")


class TestResults:
    def test_one_of_each_time_nan_without_one(self):
        subjects = three()
        for time, wanted in {
            "before": [900.0, np.nan, np.nan],
            "week1": [np.nan, np.nan, 1.0],
            "week2": [80.5, np.nan, np.nan],
        }.items():
            np.testing.assert_array_equal(subjects.results("ferritin", time), wanted)

    def test_of_an_analyte_that_nobody_has(self):
        assert np.isnan(three().results("platelets", "before")).all()

    def test_of_nobody(self):
        subjects, _groups = cohort()
        assert subjects.results("ferritin", "before").tolist() == []
        assert (subjects.n, subjects.everybody.tolist()) == (0, [])


class TestForgetting:
    def test_keeps_numbers_and_one_part(self):
        subjects = three()
        subjects.column("values", "values"), subjects.results("ferritin", "before")
        subjects.column("subject", "age"), subjects.numbers("outcome", "os_days")
        subjects.forget(but="subject")
        assert set(subjects._parts) == {"subject"}
        assert ("outcome", "os_days", "float") in subjects._columns
        assert not {("values", "values"), ("outcome", "os_days")} & subjects._columns.keys()

    def test_what_another_gives_up_meanwhile_is_read_all_the_same(self):
        class GivenUp(dict):
            def __setitem__(self, key, value):
                """Gone before it is looked at again."""

        subjects = three()
        subjects._parts, subjects._columns = GivenUp(), GivenUp()
        assert subjects.column("subject", "ebv") == [True, None, False]
        assert subjects.numbers("subject", "age")[2] == 7.0
        assert len(subjects.part("subject")) == 3


class TestGarbage:
    def test_is_not_looked_for_meanwhile_and_is_again_after(self):
        assert gc.isenabled()
        with uncollected():
            assert not gc.isenabled()
            with uncollected():
                assert not gc.isenabled()
            assert not gc.isenabled()
        assert gc.isenabled()

    def test_also_after_an_error(self):
        with pytest.raises(ValueError, match="x"), uncollected():
            raise ValueError("x")
        assert gc.isenabled()
