"""What a centre's laboratories print: the unit to preselect and the interval to show."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, Value, When

from hlh_app.accounts.models import Centre
from hlh_app.clinical.analytes import ANALYTES
from hlh_app.records.models import Patient, ReferenceInterval
from hlh_app.records.services.intervals import age_days

_UNNAMED_LAST = Case(When(laboratory="", then=Value(1)), default=Value(0))


@dataclass(frozen=True, slots=True)
class Usual:
    """The unit usual for an analyte (empty for assay-bound tests: none is preselected) and the
    interval that would be written beside a value in it, with its laboratory."""

    unit: str
    low: Decimal | None = None
    high: Decimal | None = None
    laboratory: str = ""


def usual(centre: Centre, patient: Patient | None = None, on=None) -> dict[str, Usual]:
    """Analyte → what is usual at the centre; for a patient's age and sex when one is given with a
    day. One query. An analyte never entered has its canonical unit. What a named laboratory prints
    goes before a block that names none, which may come from any hospital; else the newest."""
    found: dict[str, Usual] = {}
    age = age_days(patient, on) if patient is not None and on is not None else None
    rows = ReferenceInterval.objects.filter(centre=centre).order_by(
        "-configured", _UNNAMED_LAST, "-updated_at"
    )
    for kept in rows:
        if kept.analyte in found or ANALYTES[kept.analyte].assay_bound:
            continue
        if patient is None or _fits(kept, patient, age):
            found[kept.analyte] = Usual(kept.unit, kept.low, kept.high, kept.laboratory)
    units = _usual_units(rows)
    for analyte in ANALYTES.values():
        unit = "" if analyte.assay_bound else units.get(analyte.code, analyte.unit)
        found.setdefault(analyte.code, Usual(unit))
    return found


def _usual_units(rows) -> dict[str, str]:
    units: dict[str, str] = {}
    for kept in rows:
        units.setdefault(kept.analyte, kept.unit)
    return units


def _fits(kept: ReferenceInterval, patient: Patient, age: int | None) -> bool:
    return (
        age is not None
        and kept.from_age_days <= age < kept.to_age_days
        and kept.sex in ("", patient.sex)
    )


def laboratories(centre: Centre) -> list[str]:
    """The laboratories that were ever named at the centre, for a list to choose from."""
    rows = ReferenceInterval.objects.filter(centre=centre).exclude(laboratory="")
    return sorted(set(rows.values_list("laboratory", flat=True)))


def assays(centre: Centre) -> dict[str, list[str]]:
    """Analyte → the assays that were ever named for it at the centre."""
    found: dict[str, set[str]] = {}
    rows = ReferenceInterval.objects.filter(centre=centre).exclude(assay="")
    for analyte, assay in rows.values_list("analyte", "assay"):
        found.setdefault(analyte, set()).add(assay)
    return {analyte: sorted(names) for analyte, names in found.items()}
