"""The patients of an analysis as CSV: what the R script reads.

groups.csv: the groups. patients.csv: one row a patient and group. The others have one row an entry
of what lasts or repeats, for each patient once: series.csv (analysed results by day), daily.csv
(temperature peak and glucocorticoid), doses.csv (ruxolitinib), toxicity.csv (worst grades),
toxicity_events.csv.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from hlh_app.clinical.ctcae_tables import CURRENT
from hlh_app.clinical.study.care import FIRST_DAY
from hlh_app.clinical.study.fever import FIRST_PEAK_DAY
from hlh_app.clinical.study.harm import OLDER
from hlh_app.exchange.study.columns import patient_columns
from hlh_app.exchange.study.csv_text import Cell, csv_lines
from hlh_app.statistics.subjects import Group, Subjects

PARTS_NEEDED = ("subject", "values", "outcome", "fever", "care", "harm", "series")
Ids = Sequence[str]


def plain_ids(subjects: Subjects) -> list[str]:
    """P1, P2 … by position: names that say nothing of the patients."""
    return [f"P{place}" for place in range(1, subjects.n + 1)]


def patients_csv(
    subjects: Subjects,
    groups: Sequence[Group],
    ids: Ids | None = None,
    day0: Sequence[str] | None = None,
) -> Iterator[str]:
    """One row a patient of each group; a patient of both groups has two. ``day0``: what is written
    for each patient's day 0 in place of what is recorded."""
    names = ids or plain_ids(subjects)
    days = day0 or subjects.column("subject", "day0")
    columns = patient_columns()
    parts = list(dict.fromkeys(column.part for column in columns))

    def rows() -> Iterator[list[Cell]]:
        for group in groups:
            for place in map(int, group.rows):
                found = {part: subjects.part(part)[place] for part in parts}
                found["subject"] = {**found["subject"], "day0": days[place]}
                cells = (column.read(found[column.part]) for column in columns)
                yield [names[place], group.code, *cells]

    return csv_lines(["id", "group", *(column.name for column in columns)], rows())


Rows = Callable[[dict[str, dict[str, Any]]], Iterable[tuple[Cell, ...]]]


def _series(row: dict[str, dict[str, Any]]) -> Iterator[tuple[Cell, ...]]:
    for analyte, points in row["series"]["points"].items():
        for day, value in points:
            yield analyte, day, value


def _daily(row: dict[str, dict[str, Any]]) -> Iterator[tuple[Cell, ...]]:
    peaks = dict(enumerate(row["fever"]["peaks"], start=FIRST_PEAK_DAY))
    given = dict(enumerate(row["care"]["glucocorticoid"], start=FIRST_DAY))
    for day in sorted(peaks.keys() | given.keys()):
        yield day, peaks.get(day), given.get(day)


def _doses(row: dict[str, dict[str, Any]]) -> Iterator[tuple[Cell, ...]]:
    yield from row["care"]["doses"]


def _toxicity(row: dict[str, dict[str, Any]]) -> Iterator[tuple[Cell, ...]]:
    for version, field in ((CURRENT, "terms"), (OLDER, "terms_v4")):
        for analyte, grades in row["harm"][field].items():
            yield version, analyte, *grades


def _toxicity_events(row: dict[str, dict[str, Any]]) -> Iterator[tuple[Cell, ...]]:
    yield from row["harm"]["events"]


GRADES = ("before_low", "before_high", "since_low", "since_high", "new_low", "new_high")
EVENT_COLUMNS = ("category", "term", "grade", "day", "action")
LONG: dict[str, tuple[tuple[str, ...], tuple[str, ...], Rows]] = {
    "series": (("series",), ("analyte", "day", "value"), _series),
    "daily": (("fever", "care"), ("day", "temperature_peak", "glucocorticoid"), _daily),
    "doses": (("care",), ("first_day", "last_day", "mg_per_day"), _doses),
    "toxicity": (("harm",), ("ctcae", "analyte", *GRADES), _toxicity),
    "toxicity_events": (("harm",), EVENT_COLUMNS, _toxicity_events),
}
"""File → the parts it reads, its columns after ``id``, and how a patient's rows are found."""


def long_csv(
    name: str, subjects: Subjects, groups: Sequence[Group], ids: Ids | None = None
) -> Iterator[str]:
    """One of LONG: the rows of everybody who is in a group, each patient once."""
    parts, head, read = LONG[name]
    names = ids or plain_ids(subjects)

    def rows() -> Iterator[list[Cell]]:
        for place in chosen(groups):
            found = {part: subjects.part(part)[place] for part in parts}
            for cells in read(found):
                yield [names[place], *cells]

    return csv_lines(["id", *head], rows())


def chosen(groups: Sequence[Group]) -> list[int]:
    """Positions of everybody who is in a group, each once, ascending."""
    return sorted({int(place) for group in groups for place in group.rows})


def groups_csv(groups: Sequence[Group]) -> Iterator[str]:
    """The groups and their sizes, those without anybody too."""
    return csv_lines(["group", "n"], ([group.code, group.n] for group in groups))


def analysis_files(
    subjects: Subjects,
    groups: Sequence[Group],
    ids: Ids | None = None,
    day0: Sequence[str] | None = None,
) -> Iterator[tuple[str, Iterator[str]]]:
    """(name, content in pieces) of every file that the R script reads."""
    yield "groups.csv", groups_csv(groups)
    yield "patients.csv", patients_csv(subjects, groups, ids, day0)
    for name in LONG:
        yield f"{name}.csv", long_csv(name, subjects, groups, ids)
