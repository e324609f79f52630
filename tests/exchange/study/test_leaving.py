"""Who leaves, under which name, with which dates."""

from datetime import date

import pytest

from hlh_app.exchange.study.leaving import leaving
from hlh_app.exchange.study.options import Dates, Ids, Options
from hlh_app.exchange.study.pseudonyms import LARGEST_SHIFT, Pseudonyms
from hlh_app.exchange.study.tables import chosen, patients_csv

from .files import cohort, read

KEY = b"a key of this test alone"


def left(refused=(), **options):
    subjects, groups = cohort()
    return leaving(subjects, groups, refused, Options(**options), Pseudonyms(KEY))


def test_only_those_of_the_groups_leave_and_nobody_who_refused():
    subjects, groups = cohort()
    keys = [subjects.keys[place] for place in chosen(groups)]
    found = left(refused=keys[:2])
    assert set(found.subjects.keys) == set(keys[2:])
    assert sum(group.n for group in found.groups) == len(keys) - 2
    assert set(found.leavers) == set(keys[2:])


def test_groups_hold_the_same_patients_at_their_new_places():
    subjects, groups = cohort()
    found = left()
    for before, after in zip(groups, found.groups, strict=True):
        wanted = {subjects.keys[int(row)] for row in before.rows}
        assert {found.subjects.keys[int(row)] for row in after.rows} == wanted
        ages = {subjects.keys[at]: age for at, age in enumerate(subjects.column("subject", "age"))}
        for row in map(int, after.rows):
            assert found.subjects.column("subject", "age")[row] == ages[found.subjects.keys[row]]


def test_the_order_tells_nothing():
    found = left()
    assert found.ids == sorted(found.ids)
    assert list(found.subjects.keys) != sorted(found.subjects.keys)


def test_two_exports_name_nobody_alike():
    subjects, groups = cohort()
    one, other = (leaving(subjects, groups, (), Options(), Pseudonyms()) for _ in range(2))
    assert not set(one.ids) & set(other.ids)
    assert len(set(one.ids)) == len(one.ids)
    assert not set(one.ids) & set(subjects.codes)


def test_study_codes_when_asked_for():
    subjects, groups = cohort()
    found = left(ids=Ids.CODES)
    assert set(found.ids) == {subjects.codes[place] for place in chosen(groups)}


def test_codes_of_two_centres_are_told_apart():
    subjects, groups = cohort()
    subjects.centres = [place % 2 for place in range(subjects.n)]
    subjects.codes = ["P-1"] * subjects.n
    found = leaving(subjects, groups, (), Options(ids=Ids.CODES), Pseudonyms(KEY))
    assert {name.split(":")[0] for name in found.ids} == {"0", "1"}


def test_by_default_no_calendar_date_leaves():
    found = left()
    assert found.day0 == [""] * found.subjects.n
    leaver = next(iter(found.leavers.values()))
    assert leaver.calendar(leaver.day0) == ""
    assert leaver.day(date.fromordinal(leaver.day0.toordinal() + 9)) == 9


def test_shifted_dates_keep_intervals_and_differ_between_patients():
    found = left(dates=Dates.SHIFTED)
    shifts = {row.shift for row in found.leavers.values()}
    assert len(shifts) > 1
    assert all(0 < abs(shift) <= LARGEST_SHIFT for shift in shifts)
    for leaver in found.leavers.values():
        days = [date.fromordinal(leaver.day0.toordinal() + n) for n in (0, 30)]
        first, last = (date.fromisoformat(leaver.calendar(day)) for day in days)
        assert (last - first).days == 30
        assert first != leaver.day0


def test_every_shift_is_as_likely_and_none_is_nothing():
    names = Pseudonyms(KEY)
    shifts = {names.shift(pk) for pk in range(20000)}
    assert shifts == set(range(-LARGEST_SHIFT, LARGEST_SHIFT + 1)) - {0}


def test_kept_dates_come_with_coarser_ages():
    """Day 0 and the exact age would give the birth date."""
    found = left(dates=Dates.KEPT)
    rows = read(patients_csv(found.subjects, found.groups, found.ids, found.day0))
    assert all(row["day0"] for row in rows)
    assert all(len(row["age"].partition(".")[2]) <= 1 for row in rows)


@pytest.mark.parametrize("pk", [1, 2])
def test_names_of_patients_rows_and_people_differ(pk):
    names = Pseudonyms(KEY)
    assert names.patient(pk) != names.patient(pk + 1)
    assert names.row("visit", pk) != names.row("observation", pk)
    assert names.person("clinician") == names.person("clinician")
    assert names.patient(pk)[0] == "P"
