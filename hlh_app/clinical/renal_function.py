"""Kidney function for the dose: creatinine clearance or estimated filtration rate, by its formula.

Adults from 18 years: Cockcroft–Gault (Nephron 1976;16:31), (140 − age) × weight ÷ (72 × creatinine
in mg/dL), × 0.85 in women. Children from 1 year: bedside Schwartz (J Am Soc Nephrol 2009;20:629),
0.413 × height in cm ÷ creatinine in mg/dL. Both papers are cited and were not read (unverified).
Classes as the ruxolitinib label has them: below 60, 30 and 15 mL/min. How old the values may be,
and that a child's rate per 1.73 m² is read against limits in mL/min, is our definition. Neither
formula holds while creatinine changes fast, nor on dialysis.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from hlh_app.clinical.ages import completed_years
from hlh_app.clinical.body_size import childs_height_days
from hlh_app.clinical.case import Case, FindingStatus, Moment, Observation, Sex
from hlh_app.clinical.citations import CITATIONS, Citation
from hlh_app.clinical.dosing import Weight, usable_weight
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.units import exact
from hlh_app.clinical.windows import History, View, visible

RULE = "renal"
VERSION = "1.0.0"
TITLE = gettext_noop("Kidney function")
CITATION = "ruxolitinib_label"
ADULT_FROM_YEARS = 18
CHILD_FROM_YEARS = 1
CREATININE_DAYS = 14
LIMITS = (15, 30, 60)
MG_PER_DL = Fraction("88.4")
SCHWARTZ = Fraction("0.413")
WOMEN = Fraction("0.85")
CLEARANCE_UNIT, RATE_UNIT = "mL/min", "mL/min/1.73 m²"


class RenalClass(StrEnum):
    NOT_REDUCED = "not_reduced"
    BELOW_60 = "below_60"
    BELOW_30 = "below_30"
    BELOW_15 = "below_15"
    UNKNOWN = "unknown"


_CLASS_BELOW = {
    15: RenalClass.BELOW_15,
    30: RenalClass.BELOW_30,
    60: RenalClass.BELOW_60,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RenalFunction:
    """``value`` rounded to one decimal, in ``unit``; None when unknown, ``problem`` says why.

    ``bound``: "<" or ">" when the creatinine itself was reported as a range, so that the value is
    the end of one. ``rows``: what was used. ``dialysis`` None: not recorded.
    """

    rule: str = RULE
    version: str = VERSION
    title: str = TITLE
    citation: str
    formula: Message
    renal_class: RenalClass
    statement: Message
    value: Decimal | None = None
    unit: str
    bound: str | None = None
    rows: tuple[Observation, ...] = ()
    dialysis: bool | None = None
    problem: Message | None = None

    @property
    def source(self) -> Citation:
        return CITATIONS[self.citation]


COCKCROFT = Message(
    gettext_noop("creatinine clearance by Cockcroft–Gault: (140 − age) × kg ÷ (72 × mg/dL), "
                 "× 0.85 in women")
)  # fmt: skip
BEDSIDE = Message(
    gettext_noop("filtration rate by bedside Schwartz: 0.413 × height in cm ÷ creatinine in mg/dL")
)
_NAMES = {
    CLEARANCE_UNIT: Message(gettext_noop("Cockcroft–Gault, unverified")),
    RATE_UNIT: Message(gettext_noop("bedside Schwartz, unverified")),
}
_NO_CREATININE = Message(gettext_noop("no creatinine is recorded"))
_NO_HEIGHT = Message(gettext_noop("no height is recorded"))
_NO_SEX = Message(gettext_noop("the sex is not recorded"))
_NO_FORMULA = Message(gettext_noop("no formula is used before the first birthday"))
_NOT_A_VALUE = Message(gettext_noop("the creatinine recorded is not above zero"))
_TWO_VALUES = gettext_noop("two different results of {what} are recorded for {moment}")
_OLD = gettext_noop(
    "the last {what}, {value} {unit} on {day}, is {age} days old; at most {limit} are allowed "
    "(our definition)"
)
CREATININE, HEIGHT = Message(gettext_noop("creatinine")), Message(gettext_noop("height"))
_KNOWN = gettext_noop("{value} {unit} ({formula}), with creatinine {creatinine} {creatinine_unit} "
                      "of {day}: {words}.")  # fmt: skip
_RANGE = gettext_noop("{bound} {value} {unit} ({formula}), with creatinine {creatinine} "
                      "{creatinine_unit} of {day}: {words}.")  # fmt: skip
_UNKNOWN = gettext_noop("Kidney function is not known: {problem}.")
_ON_DIALYSIS = Message(
    gettext_noop("On dialysis: no formula holds; the label's dose follows the session.")
)
_DIALYSIS = Message(gettext_noop("no formula holds on dialysis"))
_WORDS = {
    RenalClass.NOT_REDUCED: Message(gettext_noop("60 or more")),
    RenalClass.BELOW_60: Message(gettext_noop("below 60")),
    RenalClass.BELOW_30: Message(gettext_noop("below 30")),
    RenalClass.BELOW_15: Message(gettext_noop("below 15")),
    RenalClass.UNKNOWN: Message(gettext_noop("may be below 60")),
}


def renal_function(case: Case, as_of: Moment) -> RenalFunction:
    """Kidney function as of ``as_of``."""
    return renal(View(History(case), as_of))


def renal(view: View) -> RenalFunction:
    """As :func:`renal_function`, on a view."""
    age_years = completed_years(view.case.patient, view.as_of.day)
    dialysis = _dialysis(view)
    adult = age_years >= ADULT_FROM_YEARS
    found = _adult(view, age_years) if adult else _child(view, age_years)
    formula, citation, unit = (
        (COCKCROFT, "cockcroft1976", CLEARANCE_UNIT)
        if adult
        else (BEDSIDE, "schwartz2009", RATE_UNIT)
    )
    if dialysis or isinstance(found, Message):
        problem = found if isinstance(found, Message) and not dialysis else _DIALYSIS
        told = _ON_DIALYSIS if dialysis else Message(_UNKNOWN, {"problem": problem})
        return RenalFunction(
            citation=citation, formula=formula, unit=unit, renal_class=RenalClass.UNKNOWN,
            statement=told, problem=problem, dialysis=dialysis,
        )  # fmt: skip
    rate, creatinine, other = found
    renal_class = _class_of(rate, creatinine.comparator)
    return RenalFunction(
        citation=citation, formula=formula, unit=unit, renal_class=renal_class,
        value=_rounded(rate), bound=_bound(creatinine), rows=(creatinine, other),
        statement=_statement(rate, creatinine, unit, renal_class), dialysis=dialysis,
    )  # fmt: skip


_Found = tuple[Fraction, Observation, Observation]


def _adult(view: View, age_years: int) -> _Found | Message:
    creatinine = _creatinine(view)
    weight = usable_weight(view, age_years)
    sex = view.case.patient.sex
    if isinstance(creatinine, Message):
        return creatinine
    if not isinstance(weight, Weight):
        return weight
    if sex is Sex.UNKNOWN:
        return _NO_SEX
    rate = (140 - age_years) * weight.exact_kg / (72 * _mg_per_dl(creatinine))
    return rate * (WOMEN if sex is Sex.FEMALE else 1), creatinine, weight.row


def _child(view: View, age_years: int) -> _Found | Message:
    if age_years < CHILD_FROM_YEARS:
        return _NO_FORMULA
    creatinine = _creatinine(view)
    if isinstance(creatinine, Message):
        return creatinine
    limit = childs_height_days(age_years)
    height = _latest(view, "height", HEIGHT, _NO_HEIGHT, limit, ranges=False)
    if isinstance(height, Message):
        return height
    return SCHWARTZ * _amount(height) / _mg_per_dl(creatinine), creatinine, height


def _creatinine(view: View) -> Observation | Message:
    row = _latest(view, "creatinine", CREATININE, _NO_CREATININE, CREATININE_DAYS)
    if isinstance(row, Observation) and not row.value:
        return _NOT_A_VALUE
    return row


def _latest(
    view: View, analyte: str, what: Message, none: Message, limit: int, *, ranges: bool = True
) -> Observation | Message:
    """The newest final result, not too old; else why there is none."""
    final, _ = visible(view.history.observations.get(analyte, ()), view.as_of)
    rows = [row for row in final if ranges or row.comparator is None]
    if not rows:
        return none
    last = rows[-1]
    same = [row for row in rows if row.measured_at.at == last.measured_at.at]
    if len({(_amount(row), row.comparator) for row in same}) > 1:
        return Message(_TWO_VALUES, {"what": what, "moment": last.measured_at})
    assert last.value is not None
    age = (view.as_of.day - last.measured_at.day).days
    if age <= limit:
        return last
    return Message(
        _OLD,
        {
            "what": what,
            "value": last.value,
            "unit": last.unit,
            "day": last.measured_at.day,
            "age": age,
            "limit": limit,
        },
    )


def _mg_per_dl(row: Observation) -> Fraction:
    """Exactly: µmol/L ÷ 88.4."""
    return _amount(row) / MG_PER_DL


def _amount(row: Observation) -> Fraction:
    """Of a result that has come, in the canonical unit."""
    assert row.value is not None
    amount = exact(row.value, row.unit, row.analyte)
    assert amount is not None
    return amount


def _class_of(rate: Fraction, comparator: str | None) -> RenalClass:
    """By the end of a range where the creatinine states one: at most that, or at least that."""
    if comparator is not None and comparator[0] == "<":
        return RenalClass.NOT_REDUCED if rate >= LIMITS[-1] else RenalClass.UNKNOWN
    for limit in LIMITS:
        if rate < limit:
            return _CLASS_BELOW[limit]
    above = comparator is not None
    return RenalClass.UNKNOWN if above else RenalClass.NOT_REDUCED


def _bound(creatinine: Observation) -> str | None:
    """A creatinine below a limit is a rate above one, and the reverse."""
    if creatinine.comparator is None:
        return None
    return ">" if creatinine.comparator[0] == "<" else "<"


def _rounded(rate: Fraction) -> Decimal:
    number = Decimal(rate.numerator) / Decimal(rate.denominator)
    return number.quantize(Decimal("0.1"))


def _statement(rate: Fraction, creatinine: Observation, unit: str, found: RenalClass) -> Message:
    bound = _bound(creatinine)
    assert creatinine.value is not None
    return Message(
        _KNOWN if bound is None else _RANGE,
        {
            "bound": bound or "",
            "value": _rounded(rate),
            "unit": unit,
            "formula": _NAMES[unit],
            "creatinine": creatinine.value,
            "creatinine_unit": creatinine.unit,
            "day": creatinine.measured_at.day,
            "words": _WORDS[found],
        },
    )


def _dialysis(view: View) -> bool | None:
    status = view.finding("dialysis").status
    if status is FindingStatus.PRESENT:
        return True
    return False if status is FindingStatus.ABSENT else None
