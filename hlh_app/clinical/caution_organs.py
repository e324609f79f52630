"""Cautions from kidney, liver and lipids, by the ruxolitinib label.

The label's classes of creatinine clearance: below 60, below 30, below 15 mL/min. Liver impairment
is a finding; bilirubin and ALT stand beside it as values alone, since HLH raises them as well.
"""

from collections.abc import Iterator
from decimal import Decimal

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.case import FindingStatus
from hlh_app.clinical.dosing import Caution, Urgency
from hlh_app.clinical.renal_function import RenalClass, RenalFunction, renal
from hlh_app.clinical.text import Message, gettext_noop, listed
from hlh_app.clinical.windows import View

LABEL = "ruxolitinib_label"
_REDUCED = gettext_noop("{told} The label lowers the dose; no rule is for HLH")
_END_STAGE = gettext_noop("{told} Not on dialysis: the label says avoid; no rule is for HLH")
_END_STAGE_OPEN = gettext_noop(
    "{told} Whether on dialysis is not recorded: without it the label says avoid, on it the dose "
    "follows the session. Record dialysis"
)
_DIALYSIS = Message(
    gettext_noop("On dialysis: the label gives the dose after the session; no rule is for HLH")
)
_LIVER = gettext_noop(
    "Liver impairment ({values}): the labels lower the dose, about half; no rule is for HLH"
)
_LIVER_OPEN = gettext_noop("liver impairment ({values})")
_KIDNEY_OPEN = gettext_noop("kidney function ({problem})")
_MAY_BE = Message(gettext_noop("creatinine reported as a range: it may be below 60"))
_VALUE = gettext_noop("{what} {value} {unit} of {day}")
_NO_VALUE = gettext_noop("{what} not measured in the {days} days before")
_LIPIDS = gettext_noop(
    "{value}. Ruxolitinib raises triglycerides, and they are a response marker: read them with "
    "that in mind; the label has lipids checked 8 to 12 weeks after the start"
)
_CLASSES = {
    RenalClass.BELOW_60: (_REDUCED, Urgency.BEFORE_NEXT_DOSE),
    RenalClass.BELOW_30: (_REDUCED, Urgency.BEFORE_NEXT_DOSE),
}


def from_organs(view: View, is_given: bool) -> Iterator[Caution]:
    yield from _kidney(renal(view))
    if view.finding("liver_impairment").status is FindingStatus.PRESENT:
        text = Message(_LIVER, {"values": _liver_values(view)})
        yield Caution("liver_impairment", text, LABEL, Urgency.BEFORE_NEXT_DOSE)
    if is_given:
        text = Message(_LIPIDS, {"value": _value(view, "triglycerides")})
        yield Caution("triglycerides", text, LABEL, Urgency.NOTE)


def organs_not_recorded(view: View) -> Iterator[Message]:
    """Kidney and liver, as far as the record leaves them open, each with why."""
    found = renal(view)
    if found.renal_class is RenalClass.UNKNOWN and not found.dialysis:
        yield Message(_KIDNEY_OPEN, {"problem": found.problem or _MAY_BE})
    if view.finding("liver_impairment").status not in (FindingStatus.PRESENT, FindingStatus.ABSENT):
        yield Message(_LIVER_OPEN, {"values": _liver_values(view)})


def _kidney(found: RenalFunction) -> Iterator[Caution]:
    if found.dialysis:
        yield Caution("dialysis", _DIALYSIS, LABEL, Urgency.BEFORE_NEXT_DOSE)
    elif found.renal_class is RenalClass.BELOW_15:
        template = _END_STAGE if found.dialysis is False else _END_STAGE_OPEN
        text = Message(template, {"told": found.statement})
        yield Caution(found.renal_class.value, text, LABEL, Urgency.FIRST)
    elif found.renal_class in _CLASSES:
        template, urgency = _CLASSES[found.renal_class]
        text = Message(template, {"told": found.statement})
        yield Caution(found.renal_class.value, text, LABEL, urgency)


def _liver_values(view: View) -> Message:
    return listed(_value(view, analyte) for analyte in ("bilirubin_total", "alt"))


def _value(view: View, analyte: str) -> Message:
    """The newest value of the window, as reported."""
    what = Message(ANALYTES[analyte].label)
    rows = view.values(analyte).final
    if not rows:
        return Message(_NO_VALUE, {"what": what, "days": view.window_days})
    row = rows[-1]
    return Message(
        _VALUE,
        {
            "what": what,
            "value": row.value or Decimal(0),
            "unit": row.unit,
            "day": row.measured_at,
        },
    )
