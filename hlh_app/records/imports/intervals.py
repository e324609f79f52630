"""The intervals a centre remembers, for a whole document: read once, written once.

The rules are those of ``services.intervals``, which keeps one result at a time; here what one row
of a document teaches is known to the next row before anything is written.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils import timezone

from hlh_app.accounts.models import Centre
from hlh_app.records.imports.judging import Ready
from hlh_app.records.models import Observation, Patient, ReferenceInterval
from hlh_app.records.models.choices import IntervalSource
from hlh_app.records.services.intervals import (
    Remembered,
    age_days,
    band,
    is_news,
    kept_limits,
)

Key = tuple[str, str, str, str, int]


class Interval(NamedTuple):
    """What stands beside a value."""

    low: Decimal | None = None
    high: Decimal | None = None
    source: str = IntervalSource.NONE


NONE = Interval()


class _Row(NamedTuple):
    """What ``Remembered`` reads of a row."""

    analyte: str
    unit: str
    laboratory: str
    assay: str
    measured: object


class Intervals:
    """Of one centre. ``for_result`` answers as ``Remembered`` does."""

    def __init__(self, centre: Centre) -> None:
        self.centre = centre
        rows = ReferenceInterval.objects.filter(centre=centre)
        self._rows: dict[Key, ReferenceInterval] = {_key(row): row for row in rows}
        self._printed: dict[tuple[str, str, str], dict[Key, ReferenceInterval]] = {}
        self._changed: dict[Key, ReferenceInterval] = {}
        self._last: tuple[int, date] | None = None  # results of one day come together
        self._band: tuple[int, int] | None = None
        for key, row in self._rows.items():
            self._show(key, row)

    def beside(self, ready: Ready) -> Interval:
        """The interval printed with the result, else the remembered one, else none."""
        fact = ready.entry.row
        if fact.low is not None or fact.high is not None:  # type: ignore[union-attr]
            return Interval(fact.low, fact.high, IntervalSource.REPORTED)  # type: ignore[union-attr]
        if not self._printed:
            return NONE
        row = _Row(fact.analyte, ready.number.unit, ready.laboratory, ready.assay, fact.measured_at)  # type: ignore[union-attr]
        kept = self.for_result(row, ready.person.patient)  # type: ignore[arg-type, union-attr]
        return Interval(kept.low, kept.high, IntervalSource.CENTRE) if kept else NONE

    def for_result(self, row: Observation, patient: Patient) -> ReferenceInterval | None:
        place = (row.analyte, row.laboratory.strip().casefold(), row.assay.strip().casefold())
        fitting = self._printed.get(place)
        return Remembered(tuple(fitting.values())).for_result(row, patient) if fitting else None

    def learn(self, ready: Ready, beside: Interval) -> None:
        """Remember unit and interval of a result that is kept."""
        if beside.source == IntervalSource.CENTRE:
            return
        fact, patient = ready.entry.row, ready.person.patient  # type: ignore[union-attr]
        words = (ready.laboratory, fact.analyte, ready.assay)  # type: ignore[union-attr]
        printed = (ready.number.unit, beside.low, beside.high)
        self._learn(patient, fact.measured_at.day, words, printed)  # type: ignore[union-attr]

    def _learn(
        self,
        patient: Patient,
        day: date,
        words: tuple[str, str, str],
        printed: tuple[str, Decimal | None, Decimal | None],
    ) -> None:
        if (patient.pk, day) != self._last:
            self._last, self._band = (patient.pk, day), _band(patient, day)
        if self._band is None:
            return
        start, end = self._band
        key = (*words, patient.sex if patient.sex != "unknown" else "", start)
        printed = (printed[0], *kept_limits(words[1], *printed[1:]))
        kept = self._rows.get(key)
        if kept is None:
            names = ("laboratory", "analyte", "assay", "sex", "from_age_days")
            kept = ReferenceInterval(centre=self.centre, to_age_days=end)
            for name, value in zip(names, key, strict=True):
                setattr(kept, name, value)
            self._rows[key] = kept
        elif not is_news(kept, printed):
            return
        kept.unit, kept.low, kept.high = printed
        self._changed[key] = kept
        self._show(key, kept)

    def _show(self, key: Key, row: ReferenceInterval) -> None:
        if row.low is None and row.high is None:
            return
        place = (row.analyte, row.laboratory.strip().casefold(), row.assay.strip().casefold())
        self._printed.setdefault(place, {})[key] = row

    def write(self) -> None:
        """Keep what the document taught, inside the transaction that keeps its rows. Where
        somebody else remembers the same laboratory just now, or its manager has set it meanwhile,
        theirs stands."""
        changed = [row for _key, row in sorted(self._changed.items())]
        self._changed = {}
        ReferenceInterval.objects.bulk_create(
            [row for row in changed if row.pk is None], ignore_conflicts=True
        )
        known = {row.pk: row for row in changed if row.pk is not None}
        free = ReferenceInterval.objects.filter(pk__in=known, configured=False)
        free = free.select_for_update(of=("self",), skip_locked=True).order_by("pk")
        news = [known[pk] for pk in free.values_list("pk", flat=True)]
        for row in news:
            row.updated_at = timezone.now()
        ReferenceInterval.objects.bulk_update(news, ["unit", "low", "high", "updated_at"], 500)


def _band(patient: Patient, day: date) -> tuple[int, int] | None:
    age = age_days(patient, day)
    return None if age is None else band(age)


def _key(row: ReferenceInterval) -> Key:
    return (row.laboratory, row.analyte, row.assay, row.sex, row.from_age_days)
