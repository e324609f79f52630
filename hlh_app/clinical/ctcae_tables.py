"""The grades of CTCAE v5.0 and v4.03 that a laboratory or a thermometer gives, as data.

Every band as printed, in each unit the terminology prints: hemoglobin in g/L, g/dL and mmol/L,
triglycerides in mmol/L and mg/dL each by its own cuts. Grade 0, which is not printed, is what lies
beyond grade 1. The two versions differ in ALT, AST and bilirubin alone: v5.0 counts from the
baseline when that was abnormal.
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from hlh_app.clinical.case import CTCAE_VERSIONS
from hlh_app.clinical.text import gettext_noop

D = Decimal
WORST = 4
"""Grade 5 is death, and is not read from a laboratory value."""
TRANSFUSION_GRADE = 3
PROLONGED_HOURS = 24
PROLONGED_GRADE = 4
"""A fever of grade 3 that lasts longer than so many hours."""


class Of(StrEnum):
    """What the number at the end of a band multiplies."""

    UNIT = "unit"
    LOWER_LIMIT = "lower_limit"
    UPPER_LIMIT = "upper_limit"
    BASELINE = "baseline"


class End(NamedTuple):
    amount: Decimal
    included: bool
    of: Of = Of.UNIT


class Band(NamedTuple):
    """The values of one grade, from ``low`` to ``high``; None: without an end on that side."""

    grade: int
    low: End | None
    high: End | None


Bands = tuple[Band, ...]
"""From grade 0 to the worst."""


class Term(NamedTuple):
    """One term of the terminology and the analyte that grades it.

    ``falls``: worse when lower. ``bands``: by the unit in which a result was reported.
    ``from_baseline``: the bands that replace them when the baseline was abnormal.
    """

    analyte: str
    name: str
    falls: bool
    bands: Mapping[str, Bands]
    from_baseline: Bands | None = None


def _falling(*cuts: str) -> Bands:
    """Below the lower limit to the first cut, below it to the second, … "<LLN-3.0 / <3.0-2.0"."""
    limit = End(D(1), False, Of.LOWER_LIMIT)
    tops = [limit, *(End(D(cut), False) for cut in cuts)]
    floors = [End(D(cut), True) for cut in cuts]
    grades = [
        Band(grade, floor, top)
        for grade, (top, floor) in enumerate(zip(tops, [*floors, None], strict=True), start=1)
    ]
    return (Band(0, End(D(1), True, Of.LOWER_LIMIT), None), *grades)


def _rising(of: Of, *cuts: str, first_included: bool) -> Bands:
    """From the first cut to the second, above it to the third, … "150-300 / >300-500"."""
    starts = [End(D(cuts[0]), first_included, of), *(End(D(cut), False, of) for cut in cuts[1:])]
    tops = [End(D(cut), True, of) for cut in cuts[1:]]
    grades = [
        Band(grade, start, top)
        for grade, (start, top) in enumerate(zip(starts, [*tops, None], strict=True), start=1)
    ]
    return (Band(0, None, End(D(cuts[0]), not first_included, of)), *grades)


def _counts(per_liter: Bands, per_microliter: Bands) -> dict[str, Bands]:
    """Printed ×10⁹ per liter and per mm3, which is a microliter."""
    return {"10*9/L": per_liter, "10*3/uL": per_liter, "/uL": per_microliter}


def _multiples(*cuts: str) -> Bands:
    """Multiples of the upper limit of normal; the first is above it."""
    return _rising(Of.UPPER_LIMIT, *cuts, first_included=False)


# fmt: off
_TRANSAMINASE = {"U/L": _multiples("1", "3", "5", "20")}
_TRANSAMINASE_FROM_BASELINE = _rising(
    Of.BASELINE, "1.5", "3", "5", "20", first_included=True
)
_BILIRUBIN = _multiples("1", "1.5", "3", "10")
_BILIRUBIN_FROM_BASELINE = _rising(
    Of.BASELINE, "1", "1.5", "3", "10", first_included=False
)

_TERMS = (
    Term(
        "wbc", gettext_noop("White blood cell decreased"), True,
        _counts(_falling("3.0", "2.0", "1.0"), _falling("3000", "2000", "1000")),
    ),
    Term(
        "neutrophils", gettext_noop("Neutrophil count decreased"), True,
        _counts(_falling("1.5", "1.0", "0.5"), _falling("1500", "1000", "500")),
    ),
    Term(
        "platelets", gettext_noop("Platelet count decreased"), True,
        _counts(_falling("75", "50", "25"), _falling("75000", "50000", "25000")),
    ),
    Term("hemoglobin", gettext_noop("Anemia"), True, {
        "g/L": _falling("100", "80"),
        "g/dL": _falling("10.0", "8.0"),
        "mmol/L": _falling("6.2", "4.9"),
    }),
    Term(
        "alt", gettext_noop("Alanine aminotransferase increased"), False, _TRANSAMINASE,
        _TRANSAMINASE_FROM_BASELINE,
    ),
    Term(
        "ast", gettext_noop("Aspartate aminotransferase increased"), False, _TRANSAMINASE,
        _TRANSAMINASE_FROM_BASELINE,
    ),
    Term(
        "bilirubin_total", gettext_noop("Blood bilirubin increased"), False,
        {"umol/L": _BILIRUBIN, "mg/dL": _BILIRUBIN}, _BILIRUBIN_FROM_BASELINE,
    ),
    Term("triglycerides", gettext_noop("Hypertriglyceridemia"), False, {
        "mmol/L": _rising(Of.UNIT, "1.71", "3.42", "5.7", "11.4", first_included=True),
        "mg/dL": _rising(Of.UNIT, "150", "300", "500", "1000", first_included=True),
    }),
    Term("temperature", gettext_noop("Fever"), False, {
        "Cel": _rising(Of.UNIT, "38.0", "39.0", "40.0", first_included=True),
        "[degF]": _rising(Of.UNIT, "100.4", "102.2", "104.0", first_included=True),
    }),
)
# fmt: on

TERMS = tuple(term.analyte for term in _TERMS)
"""The analytes that are graded, in the order of a toxicity table."""

_WITH_BASELINE, _WITHOUT_BASELINE = CTCAE_VERSIONS
TABLES: Mapping[str, Mapping[str, Term]] = MappingProxyType(
    {
        _WITH_BASELINE: MappingProxyType({t.analyte: t for t in _TERMS}),
        _WITHOUT_BASELINE: MappingProxyType(
            {t.analyte: t._replace(from_baseline=None) for t in _TERMS}
        ),
    }
)
"""By version and analyte."""
CURRENT = _WITH_BASELINE
CITATION_OF = MappingProxyType({_WITH_BASELINE: "ctcae5", _WITHOUT_BASELINE: "ctcae403"})
