"""What a result needs beside the general checks: unit, plausibility, assay, interval."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.text import Message
from hlh_app.clinical.units import UnitError, canonical, read_unit
from hlh_app.records import plausibility
from hlh_app.records.models import Observation, Patient
from hlh_app.records.services import checks
from hlh_app.records.services.errors import Errors
from hlh_app.records.services.intervals import Remembered, age_days, write_beside

STORED = Decimal("0.00000001")


@dataclass(frozen=True, slots=True)
class Judged:
    """How an entry was meant: an unusual value was confirmed, the assay is not known."""

    confirmed: bool = False
    assay_not_stated: bool = False


AS_ENTERED = Judged()


def prepare(
    row: Observation,
    patient: Patient,
    meant: Judged,
    remembered: Remembered,
    before: Mapping[str, Any] | None = None,
) -> Errors:
    """Complete the row (unit, canonical value, interval, confirmation) and say what is wrong.

    ``before`` is the row as it was, when it is corrected: what did not change is not asked again.
    """
    if row.analyte not in ANALYTES:
        return {"analyte": [_("This test is not known.")]}
    errors = _read_unit(row) or {}
    errors |= {k: v for k, v in checks.problems(row, patient).items() if k not in errors}
    if not _unchanged(row, before, "analyte", "status", "laboratory", "assay"):
        errors |= _assay(row, meant)
    if errors.keys() & {"unit", "value", "measured"}:
        return errors
    if not _unchanged(row, before, "analyte", "value", "comparator", "unit", "measured_day"):
        errors |= _judge(row, patient, meant)
    if not errors:
        write_beside(row, patient, remembered, before)
    return errors


def _unchanged(row: Observation, before: Mapping[str, Any] | None, *names: str) -> bool:
    return bool(before) and all(before[name] == getattr(row, name) for name in names)


def _read_unit(row: Observation) -> Errors | None:
    if not row.unit.strip():
        return {"unit": [_("Choose the unit.")]}
    try:
        row.unit = read_unit(row.unit, row.analyte)
    except UnitError as refused:
        return {"unit": [said(refused.message)]}
    return None


def _assay(row: Observation, meant: Judged) -> Errors:
    """Results of different assays are never compared, so the assay is asked for first."""
    bound = ANALYTES[row.analyte].assay_bound and row.status != "not_done"
    if not bound or meant.assay_not_stated or (row.laboratory.strip() and row.assay.strip()):
        return {}
    name = "assay" if row.laboratory.strip() else "laboratory"
    return {name: [_("Enter laboratory and assay, or say that they are not stated.")]}


def _judge(row: Observation, patient: Patient, meant: Judged) -> Errors:
    row.canonical_value = None
    if row.value is None:
        row.implausible_confirmed = False
        return {}
    age = age_days(patient, row.measured.day)
    judged = plausibility.judge(row.analyte, row.value, row.unit, row.comparator, age)
    if judged.outcome == plausibility.IMPOSSIBLE:
        return {"value": [judged.message]}
    if judged.outcome == plausibility.UNUSUAL and not meant.confirmed:
        return {"confirmed": [judged.message]}
    row.implausible_confirmed = judged.outcome == plausibility.UNUSUAL
    row.canonical_value = standard_value(row)
    return {}


def standard_value(row: Observation) -> Decimal | None:
    """The value in the canonical unit, as far as its column goes; None when never converted."""
    return None if row.value is None else stored_standard(row.value, row.unit, row.analyte)


def stored_standard(value: Decimal, unit: str, analyte: str) -> Decimal | None:
    """The same of a value that is no row yet."""
    standard = canonical(value, unit, analyte)
    return None if standard is None else standard.quantize(STORED)


def said(message: Message) -> str:
    """A sentence of the rules in the reader's language."""
    values = {k: said(v) if isinstance(v, Message) else v for k, v in message.values.items()}
    return _(message.template).format_map(values)


def pending_for(row: Observation, patient: Patient) -> Observation | None:
    """The pending row that this result answers: same analyte and moment, or, where one of the two
    is known by its day alone, the only one pending that day."""
    if row.status == "pending" or row.measured is None or row.analyte not in ANALYTES:
        return None
    waiting = (
        Observation.objects.select_for_update(of=("self",))
        .filter(
            patient=patient,
            analyte=row.analyte,
            measured_day=row.measured_day,
            status="pending",
            entered_in_error=False,
        )
        .order_by("pk")
    )
    here = [one for one in waiting if one.measured_at == row.measured_at]
    if here:
        return here[0]
    of_the_day = [one for one in waiting if one.measured.is_date != row.measured.is_date]
    return of_the_day[0] if len(of_the_day) == 1 else None
