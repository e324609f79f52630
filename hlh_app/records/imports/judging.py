"""The checks of one-row entry, quick enough for a hundred thousand rows.

An entry that is plainly in order is passed here, from answers that were worked out once for each
distinct value, day and word. Anything else is judged by ``services.observations.prepare`` itself,
so that a document and a form refuse with the same words and write the same columns.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils import timezone

from hlh_app.accounts.models import Centre
from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.case import Moment
from hlh_app.clinical.case import Observation as Fact
from hlh_app.clinical.units import UnitError, read_unit
from hlh_app.exchange.incoming import Act, Incoming
from hlh_app.records import plausibility
from hlh_app.records.imports.people import Person
from hlh_app.records.models import Observation
from hlh_app.records.models.choices import Comparator, Fasting, TemperatureSite
from hlh_app.records.services import saving
from hlh_app.records.services.checks import EARLIEST, is_kept_exactly
from hlh_app.records.services.errors import Errors
from hlh_app.records.services.intervals import Remembered, age_days
from hlh_app.records.services.observations import Judged, prepare, stored_standard

NO_INTERVALS = Remembered(())
IN_A_DOCUMENT = Judged(assay_not_stated=True)
CONFIRMED = Judged(confirmed=True, assay_not_stated=True)
_VALUE = Observation._meta.get_field("value")
_COMPARATORS = frozenset({None, "", *Comparator.values})
_SITES = frozenset(TemperatureSite.values)
_FASTING = frozenset(Fasting.values)
_LONGEST_WORD, _LONGEST_REASON, _LONGEST_TEXT = 80, 200, 40


class Number(NamedTuple):
    """A value in its unit, judged. ``sure`` False: the slow way must say what is wrong."""

    unit: str
    value: Decimal | None
    canonical: Decimal | None
    unusual: str = ""
    sure: bool = True


DOUBTFUL = Number("", None, None, sure=False)


class Ready(NamedTuple):
    """An entry as the row it would become, but for its interval. ``refused``: why it cannot.
    ``unusual``: what must be confirmed."""

    entry: Incoming
    person: Person | None
    number: Number
    status: str
    laboratory: str
    assay: str
    refused: str = ""

    @property
    def unusual(self) -> str:
        return self.number.unusual


class Judge:
    """Judges the results of one document, as of one moment."""

    def __init__(self, centre: Centre) -> None:
        self.now: datetime = timezone.now()
        self.today: date = centre.day_of(self.now)
        self._numbers: dict[tuple[Any, ...], Number] = {}
        self._words: dict[str | None, str | None] = {None: "", "": ""}
        self._limits: dict[str, bool] = {}

    def result(self, entry: Incoming, person: Person) -> Ready:
        """One result of the document, about a patient of the centre."""
        fact: Fact = entry.row  # type: ignore[assignment]
        laboratory, assay = self._word(fact.laboratory), self._word(fact.assay)
        if entry.act is Act.WITHDRAW and fact.analyte in ANALYTES:
            return _to_withdraw(entry, person, laboratory or "", assay or "")
        number = self._number(fact, person)
        status = "not_done" if entry.missing else "pending" if fact.pending else "final"
        if (
            number.sure
            and laboratory is not None
            and assay is not None
            and (status == "final") is (fact.value is not None)
            and self._moment(fact.measured_at, person)
            and (_says_no_more(fact, entry) or self._further(fact, entry, person, status))
        ):
            return Ready(entry, person, number, status, laboratory, assay)
        return self._slowly(entry, person)

    def _word(self, text: str | None) -> str | None:
        """As it is kept; None when it is too long or cannot be kept."""
        try:
            return self._words[text]
        except KeyError:
            kept: str | None = (text or "").strip()
            if kept and (len(kept) > _LONGEST_WORD or "\0" in kept):
                kept = None
            self._words[text] = kept
            return kept

    def _number(self, fact: Fact, person: Person) -> Number:
        age = None
        if fact.analyte in plausibility.USUAL_BY_AGE:
            age = age_days(person.patient, fact.measured_at.day)
        key = (fact.analyte, fact.unit, str(fact.value), fact.comparator, age)
        found = self._numbers.get(key)
        if found is None:
            if len(self._numbers) > MOST_REMEMBERED:
                self._numbers.clear()
            found = self._numbers[key] = _judged(fact, age)
        return found

    def _moment(self, moment: Moment, person: Person) -> bool:
        return (
            EARLIEST <= moment.day <= self.today
            and person.born <= moment.day
            and (moment.is_date or moment.at <= self.now)
            and len(moment.text) <= _LONGEST_TEXT
        )

    def _further(self, fact: Fact, entry: Incoming, person: Person, status: str) -> bool:
        """Whether what few entries say is in order."""
        measured, reported, expected = fact.measured_at, fact.reported_at, fact.expected_on
        return (
            "\0" not in entry.note
            and (status == "not_done") is bool(entry.missing.strip())
            and "\0" not in entry.missing
            and len(entry.missing.strip()) <= _LONGEST_REASON
            and _in_order(fact.low, fact.high)
            and self._limit(fact.low)
            and self._limit(fact.high)
            and (
                reported is None
                or (self._moment(reported, person) and reported.at >= measured.seen)
            )
            and (expected is None or (status == "pending" and expected >= measured.day))
            and (not fact.site or (fact.analyte == "temperature" and fact.site in _SITES))
            and (not fact.fasting or (fact.analyte == "triglycerides" and fact.fasting in _FASTING))
        )

    def _limit(self, limit: Decimal | None) -> bool:
        if limit is None:
            return True
        key = str(limit)
        if key not in self._limits:
            self._limits[key] = _is_kept(limit)
        return self._limits[key]

    def _slowly(self, entry: Incoming, person: Person) -> Ready:
        """As a form's entry is judged; asked twice when only an unusual value is in the way."""
        row, errors = self._prepared(entry, person, IN_A_DOCUMENT)
        unusual = " ".join(errors.get("confirmed", ()))
        if unusual and len(errors) == 1:
            row, errors = self._prepared(entry, person, CONFIRMED)
        number = Number(row.unit, row.value, row.canonical_value, unusual)
        words = (row.status, row.laboratory, row.assay)
        return Ready(entry, person, number, *words, refused=said_together(errors))

    def _prepared(
        self, entry: Incoming, person: Person, meant: Judged
    ) -> tuple[Observation, Errors]:
        row = Observation(patient=person.patient)
        saving.fill(row, columns_of(entry))
        return row, prepare(row, person.patient, meant, NO_INTERVALS)


MOST_REMEMBERED = 20_000


def columns_of(entry: Incoming) -> dict[str, Any]:
    """The columns that a result fills, by the names that the services know."""
    fact: Fact = entry.row  # type: ignore[assignment]
    return {
        "analyte": fact.analyte,
        "unit": fact.unit,
        "value": fact.value,
        "comparator": fact.comparator or "",
        "status": "not_done" if entry.missing else "pending" if fact.pending else "final",
        "measured": fact.measured_at,
        "low": fact.low,
        "high": fact.high,
        "laboratory": fact.laboratory or "",
        "assay": fact.assay or "",
        "reported": fact.reported_at,
        "expected_on": fact.expected_on,
        "missing_reason": entry.missing,
        "site": fact.site or "",
        "fasting": fact.fasting or "",
        "antipyretic": fact.antipyretic,
        "lipid_infusion": fact.lipid_infusion,
        "note": entry.note,
    }


def said_together(errors: Errors) -> str:
    """What is wrong, in the words of the form, once each."""
    return " ".join(dict.fromkeys(text for texts in errors.values() for text in texts))


def _to_withdraw(entry: Incoming, person: Person, laboratory: str, assay: str) -> Ready:
    """What the document takes back need not be plausible, only found."""
    fact: Fact = entry.row  # type: ignore[assignment]
    try:
        unit = read_unit(fact.unit, fact.analyte)
    except UnitError:
        unit = fact.unit
    status = columns_of(entry)["status"]
    return Ready(entry, person, Number(unit, fact.value, None), status, laboratory, assay)


def _judged(fact: Fact, age: int | None) -> Number:
    if fact.analyte not in ANALYTES or fact.comparator not in _COMPARATORS:
        return DOUBTFUL
    try:
        unit = read_unit(fact.unit, fact.analyte)
    except UnitError:
        return DOUBTFUL
    if fact.value is None:
        return DOUBTFUL if fact.comparator else Number(unit, None, None)
    if not _is_kept(fact.value):
        return DOUBTFUL
    judged = plausibility.judge(fact.analyte, fact.value, unit, fact.comparator or "", age)
    if judged.outcome == plausibility.IMPOSSIBLE:
        return DOUBTFUL
    standard = stored_standard(fact.value, unit, fact.analyte)
    return Number(unit, fact.value, standard, judged.message)


def _is_kept(value: Decimal) -> bool:
    """Whether the column takes every digit."""
    try:
        _VALUE.run_validators(value)
    except ValidationError:
        return False
    return value.is_finite() and is_kept_exactly(value)


def _in_order(low: Decimal | None, high: Decimal | None) -> bool:
    if low is None or high is None:
        return True
    return low.is_finite() and high.is_finite() and low <= high


def _says_no_more(fact: Fact, entry: Incoming) -> bool:
    """Whether the entry is a value at a moment and nothing else, as most are."""
    return (
        fact.low is None
        and fact.high is None
        and fact.reported_at is None
        and fact.expected_on is None
        and not fact.site
        and not fact.fasting
        and not entry.missing
        and not entry.note
    )
