"""Who leaves with an export, under which name, and how dates are written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from hlh_app.exchange.study.options import Dates, Ids, Options
from hlh_app.exchange.study.pseudonyms import Pseudonyms
from hlh_app.statistics.subjects import Group, Subjects

AGE_DIGITS = 1


@dataclass(frozen=True, slots=True)
class Leaver:
    """One patient of an export. ``shift``: days added to every calendar date; None: no calendar
    date is written at all."""

    name: str
    day0: date
    shift: int | None

    def day(self, on: date) -> int:
        return (on - self.day0).days

    def calendar(self, on: date) -> str:
        return "" if self.shift is None else (on + timedelta(self.shift)).isoformat()


@dataclass(frozen=True)
class Leaving:
    """``subjects`` and ``groups`` hold those who leave and nobody else, ordered by their names in
    the export, so that not even the order tells anything. ``leavers``: by primary key."""

    subjects: Subjects
    groups: tuple[Group, ...]
    leavers: Mapping[int, Leaver]
    options: Options
    names: Pseudonyms

    @property
    def ids(self) -> list[str]:
        return [self.leavers[key].name for key in self.subjects.keys]

    @property
    def day0(self) -> list[str]:
        rows = (self.leavers[key] for key in self.subjects.keys)
        return [row.calendar(row.day0) for row in rows]


def leaving(
    subjects: Subjects,
    groups: Sequence[Group],
    refused: Iterable[int],
    options: Options,
    names: Pseudonyms,
) -> Leaving:
    """``refused``: primary keys of those who do not leave, whoever asks."""
    staying = set(refused)
    chosen = {int(row) for group in groups for row in group.rows}
    places = [place for place in chosen if subjects.keys[place] not in staying]
    several = len({subjects.centres[place] for place in places}) > 1
    leavers = {
        subjects.keys[place]: _leaver(subjects, place, options, names, several) for place in places
    }
    places.sort(key=lambda place: leavers[subjects.keys[place]].name)
    at = {place: now for now, place in enumerate(places)}
    kept = _only(subjects, places, options)
    return Leaving(kept, tuple(_moved(g, at, kept) for g in groups), leavers, options, names)


def _moved(group: Group, at: Mapping[int, int], kept: Subjects) -> Group:
    """The group at its members' new places."""
    rows = sorted(at[int(row)] for row in group.rows if int(row) in at)
    return Group(group.code, group.name, kept.everybody[rows])


def _leaver(
    subjects: Subjects, place: int, options: Options, names: Pseudonyms, several: bool
) -> Leaver:
    """``several``: of several centres, which may use the same study code."""
    key, code = subjects.keys[place], subjects.codes[place]
    if several:
        code = f"{subjects.centres[place]}:{code}"
    name = code if options.ids is Ids.CODES else names.patient(key)
    shifts = {Dates.DAYS: None, Dates.SHIFTED: names.shift(key), Dates.KEPT: 0}
    day0 = date.fromisoformat(subjects.column("subject", "day0")[place])
    return Leaver(name, day0, shifts[options.dates])


def _only(subjects: Subjects, places: Sequence[int], options: Options) -> Subjects:
    texts = {part: [rows[place] for place in places] for part, rows in subjects.texts.items()}
    if options.dates is Dates.KEPT:
        texts["subject"] = [_rounded(text) for text in texts["subject"]]
    names = [field.name for field in fields(subjects) if field.name[0] != "_"]
    columns: dict[str, Any] = {
        name: [getattr(subjects, name)[place] for place in places]
        for name in names
        if name != "texts"
    }
    return Subjects(**columns, texts=texts)


def _rounded(text: str) -> str:
    row = json.loads(text)
    row["age"] = None if row["age"] is None else round(row["age"], AGE_DIGITS)
    return json.dumps(row)
