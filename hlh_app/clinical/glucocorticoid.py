"""Glucocorticoid in milligrams equivalent to methylprednisolone, by calendar day and in all.

Methylprednisolone 4 mg = prednisone or prednisolone 5 = hydrocortisone 20 = dexamethasone 0.75.
Every calendar day on which a drug is recorded as given counts whole, the first and last included
(our definition); drugs given side by side add up, and on the day on which the next dose of a drug
began the earlier one does not count. A dose by kg or m² needs weight, or weight and height, of that
day. A day whose dose is not known is counted as unknown and never as zero. Intrathecal doses are
listed and not added. Wang 2020: ruxolitinib with methylprednisolone 4-16 mg a day in 17 patients,
because long-term glucocorticoid cannot be stopped suddenly, and with 32 mg in one.

Stopped without a taper (our definition, as in ``taper``): given on more than 14 days, with pauses
of 14 days at most, and the last day's dose above half of the highest of the last 28 days.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hlh_app.clinical.body_size import BodySize
from hlh_app.clinical.case import Exposure, Moment
from hlh_app.clinical.citations import CITATIONS, Citation
from hlh_app.clinical.courses import LONGEST_PAUSE_DAYS, latest_course
from hlh_app.clinical.daily_dose import PER_M2, daily_mg
from hlh_app.clinical.events import died_on
from hlh_app.clinical.outcome import Outcome, outcome_of
from hlh_app.clinical.schedule import days_after
from hlh_app.clinical.taper import DailyAmount, tapered
from hlh_app.clinical.text import Message, Value, gettext_noop
from hlh_app.clinical.therapy import GLUCOCORTICOIDS
from hlh_app.clinical.windows import View

RULE = "glucocorticoid"
VERSION = "1.0.0"
TITLE = gettext_noop("Glucocorticoid, methylprednisolone equivalents")
CITATION = "liu2013"

EQUIVALENT_MG = {
    "methylprednisolone": Decimal(4),
    "prednisone": Decimal(5),
    "prednisolone": Decimal(5),
    "hydrocortisone": Decimal(20),
    "dexamethasone": Decimal("0.75"),
}
"""So many milligrams are as much as 4 mg of methylprednisolone."""
NOT_SYSTEMIC = ("intrathecal",)
SHORT_COURSE_DAYS = 14


@dataclass(frozen=True, slots=True)
class GlucocorticoidDay:
    """One calendar day. ``mg``: of all drugs together, None when one of them is not known.

    ``known_mg``: the part that is known. ``mg_per_kg`` None without a usable weight. ``given``: the
    rows that count, ``unknown`` those of them whose dose is not known.
    """

    on: date
    mg: Fraction | None
    known_mg: Fraction
    mg_per_kg: Fraction | None
    given: tuple[Exposure, ...]
    unknown: tuple[Exposure, ...]


@dataclass(frozen=True, slots=True)
class GlucocorticoidStop:
    """The end of a glucocorticoid. ``without_taper``: MET when it was stopped suddenly.

    ``days``: calendar days with a dose in that stretch.
    """

    last_on: date
    days: int
    without_taper: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Glucocorticoid:
    """``days``: every calendar day with a dose, oldest first. ``total_mg``: all that is known,
    ``unknown_days`` how many days it is short of. ``since_day0_mg``: from the first dose of
    ruxolitinib on, None without. ``now``: the day asked about, None when nothing is given on it.
    ``stop`` None while it is given, and before any. ``not_added``: given intrathecally.
    """

    as_of: Moment
    days: tuple[GlucocorticoidDay, ...]
    total_mg: Fraction
    unknown_days: int
    since_day0_mg: Fraction | None
    unknown_days_since_day0: int
    now: GlucocorticoidDay | None
    stop: GlucocorticoidStop | None
    not_added: tuple[Exposure, ...]
    statement: Message
    rule: str = RULE
    version: str = VERSION
    title: str = TITLE
    citation: str = CITATION

    @property
    def source(self) -> Citation:
        return CITATIONS[self.citation]


_NONE = Message(gettext_noop("No glucocorticoid recorded."))
_TOTAL = gettext_noop("{now} {total} mg in all on {days} days. {unknown}")
_NOW = gettext_noop("{mg} mg methylprednisolone equivalent a day now ({per_kg} mg/kg).")
_NOW_WITHOUT_WEIGHT = gettext_noop("{mg} mg methylprednisolone equivalent a day now.")
_NOW_UNKNOWN = Message(gettext_noop("Glucocorticoid is given now; the dose is not known."))
_NOT_NOW = gettext_noop("No glucocorticoid since {last}, in methylprednisolone equivalents.")
_ALL_KNOWN = Message(gettext_noop("The dose of every day is known."))
_SOME_UNKNOWN = gettext_noop("Of {n} days the dose is not known: the total is at least this.")


def glucocorticoid(view: View) -> Glucocorticoid:
    """Daily and total dose up to the view's moment."""
    as_of = view.as_of
    rows = _once(e for e in view.case.exposures if _is_seen(e, as_of))
    systemic = [e for e in rows if e.route not in NOT_SYSTEMIC]
    size = BodySize(view.history, as_of)
    days = tuple(_day(systemic, day, size) for day in _days_given(systemic, _last_day(view)))
    course = latest_course(view.case, as_of)
    since = [d for d in days if course is not None and d.on >= course.day0]
    now = days[-1] if days and days[-1].on == as_of.day else None
    total = _sum(days)
    unknown = _unknown(days)
    return Glucocorticoid(
        as_of=as_of, days=days, total_mg=total, unknown_days=unknown,
        since_day0_mg=None if course is None else _sum(since),
        unknown_days_since_day0=_unknown(since), now=now,
        stop=_stop(systemic, days, as_of.day),
        not_added=tuple(e for e in rows if e.route in NOT_SYSTEMIC),
        statement=_statement(days, now, total, unknown),
    )  # fmt: skip


def _last_day(view: View) -> date:
    """The day asked about, or the day of death: nothing is given after it."""
    return died_on(view.case, view.as_of) or view.as_of.day


def _is_seen(exposure: Exposure, as_of: Moment) -> bool:
    return exposure.drug in GLUCOCORTICOIDS and exposure.start.seen <= as_of.at


def _once(rows: Iterable[Exposure]) -> list[Exposure]:
    """Each row once, whatever it is called; oldest first."""
    once: dict[tuple[object, ...], Exposure] = {}
    for e in sorted(rows, key=lambda e: (e.start.at, e.drug, e.key)):
        once.setdefault((e.drug, e.start, e.stop, e.dose, e.unit, e.route, e.times_per_day), e)
    return list(once.values())


def _days_given(rows: Iterable[Exposure], today: date) -> list[date]:
    days: set[date] = set()
    for e in rows:
        last = today if e.stop is None else min(e.stop, today)
        days.update(days_after(e.start.day, n) for n in range((last - e.start.day).days + 1))
    return sorted(days)


def _day(rows: Sequence[Exposure], day: date, size: BodySize) -> GlucocorticoidDay:
    given = [e for e in rows if e.start.day <= day and (e.stop is None or day <= e.stop)]
    begun = {e.drug for e in given if e.start.day == day}
    counted = [e for e in given if e.start.day == day or e.stop != day or e.drug not in begun]
    amounts = [(e, _equivalent_mg(e, day, size)) for e in counted]
    known = sum((mg for _, mg in amounts if mg is not None), Fraction(0))
    unknown = tuple(e for e, mg in amounts if mg is None)
    mg = None if unknown else known
    kg = size.kg_on(day)
    per_kg = None if mg is None or kg is None else mg / kg
    return GlucocorticoidDay(day, mg, known, per_kg, tuple(counted), unknown)


def _equivalent_mg(exposure: Exposure, day: date, size: BodySize) -> Fraction | None:
    """Milligrams of one row on one day, equivalent to methylprednisolone; None when not known."""
    m2 = size.m2_on(day) if exposure.unit == PER_M2 else None
    drug_mg = daily_mg(exposure, size.kg_on(day), m2)
    return None if drug_mg is None else methylprednisolone_mg(exposure.drug, drug_mg)


def methylprednisolone_mg(drug: str, mg: Fraction) -> Fraction:
    """So many milligrams of a drug as methylprednisolone; KeyError when it has no equivalent."""
    return mg * Fraction(EQUIVALENT_MG["methylprednisolone"]) / Fraction(EQUIVALENT_MG[drug])


def _sum(days: Iterable[GlucocorticoidDay]) -> Fraction:
    return sum((day.known_mg for day in days), Fraction(0))


def _unknown(days: Iterable[GlucocorticoidDay]) -> int:
    return sum(day.mg is None for day in days)


def _stop(
    rows: Sequence[Exposure], days: Sequence[GlucocorticoidDay], today: date
) -> GlucocorticoidStop | None:
    """The end of the last stretch, when its last day is known to be the last."""
    if not days or any(e.stop is None or e.stop > today for e in rows):
        return None
    stretch = _last_stretch(days)
    last = stretch[-1].on
    amounts = [DailyAmount(day.on, day.on, day.mg) for day in stretch]
    if len(stretch) <= SHORT_COURSE_DAYS:
        return GlucocorticoidStop(last, len(stretch), Outcome.NOT_MET)
    came_down = tapered(amounts, last)
    suddenly = None if came_down is None else not came_down
    return GlucocorticoidStop(last, len(stretch), outcome_of(suddenly))


def _last_stretch(days: Sequence[GlucocorticoidDay]) -> Sequence[GlucocorticoidDay]:
    """The last days with a dose that no long pause divides."""
    start = len(days) - 1
    while start and (days[start].on - days[start - 1].on).days <= LONGEST_PAUSE_DAYS:
        start -= 1
    return days[start:]


def _statement(
    days: Sequence[GlucocorticoidDay], now: GlucocorticoidDay | None, total: Fraction, unknown: int
) -> Message:
    if not days:
        return _NONE
    short = Message(_SOME_UNKNOWN, {"n": unknown}) if unknown else _ALL_KNOWN
    values: dict[str, Value] = {
        "now": _now_words(days[-1], now),
        "total": rounded(total),
        "days": len(days),
        "unknown": short,
    }
    return Message(_TOTAL, values)


def _now_words(last: GlucocorticoidDay, now: GlucocorticoidDay | None) -> Message:
    if now is None:
        return Message(_NOT_NOW, {"last": last.on})
    if now.mg is None:
        return _NOW_UNKNOWN
    if now.mg_per_kg is None:
        return Message(_NOW_WITHOUT_WEIGHT, {"mg": rounded(now.mg)})
    return Message(_NOW, {"mg": rounded(now.mg), "per_kg": rounded(now.mg_per_kg, 2)})


def rounded(number: Fraction, places: int = 1) -> Decimal:
    """To print: so many decimals, halves up."""
    scale = 10**places
    return Decimal((2 * number * scale + 1) // 2).scaleb(-places)
