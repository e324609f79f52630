"""Cautions from the blood count: what falls on treatment, compared with before the first dose.

The label for chronic graft-versus-host disease goes one level down with platelets < 20 or
neutrophils < 0.75, and holds with neutrophils < 0.5 ×10⁹/L. Counts this low before the first dose
are usually the disease, and no source gives a rule for them. The newest value of the window counts,
or, where a transfusion or growth factor raised that, those before it as far as the newest that none
had raised; before the first dose, the baseline of the response. A count that was low before,
recovered on treatment and is low again fell on treatment (all our definition).
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.baseline import baseline_value
from hlh_app.clinical.case import Moment, Observation
from hlh_app.clinical.courses import latest_course
from hlh_app.clinical.dosing import Caution, Urgency
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.thresholds import Threshold
from hlh_app.clinical.transfusions import spoilt_by, spoilt_periods
from hlh_app.clinical.windows import View, visible

D = Decimal
LABEL = "ruxolitinib_label"
PLATELETS_DOWN = Threshold("platelets", "<", D(20))
NEUTROPHILS_DOWN = Threshold("neutrophils", "<", D("0.75"))
NEUTROPHILS_HOLD = Threshold("neutrophils", "<", D("0.5"))

_ONE_DOWN = Message(gettext_noop("one dose level down"))
_HOLD = Message(gettext_noop("hold the drug until they recover"))


class _Step(NamedTuple):
    threshold: Threshold
    advice: Message
    urgency: Urgency


STEPS = {
    "platelets": (_Step(PLATELETS_DOWN, _ONE_DOWN, Urgency.BEFORE_NEXT_DOSE),),
    "neutrophils": (
        _Step(NEUTROPHILS_HOLD, _HOLD, Urgency.FIRST),
        _Step(NEUTROPHILS_DOWN, _ONE_DOWN, Urgency.BEFORE_NEXT_DOSE),
    ),
}
_FELL = gettext_noop(
    "{what} {value} {unit} of {day}, fallen on treatment from {base} {base_unit} ({limit}): the "
    "label for chronic graft-versus-host disease says {advice}; no rule is for HLH"
)
_ALREADY = gettext_noop(
    "{what} {value} {unit} of {day} ({limit}), low before the first dose too ({base} {base_unit}): "
    "counts this low before it are usually the disease, and no source gives a rule"
)
_FELL_AGAIN = gettext_noop(
    "{what} {value} {unit} of {day}, low before the first dose too, but fallen again on treatment "
    "from {base} {base_unit} of {on} ({limit}): the label for chronic graft-versus-host disease "
    "says {advice}; no rule is for HLH"
)
_NO_BASE = gettext_noop(
    "{what} {value} {unit} of {day} ({limit}), and none is known from before the first dose: "
    "whether it fell on treatment is not known. If it did, the label for chronic graft-versus-host "
    "disease says {advice}"
)
_BEFORE = gettext_noop(
    "{what} {value} {unit} of {day} ({limit}) before the first dose: counts this low are usually "
    "the disease, and no source gives a rule"
)
_MAY_BE = gettext_noop(
    "{what} reported as {value} {unit} on {day}: whether {limit} is not known. Repeat the count"
)
_RAISED = gettext_noop(
    "{told}. The newer {value} {unit} of {day} follows a transfusion or growth factor"
)
_SHOWN = gettext_noop("{comparator} {value}")


def falling_counts(view: View, is_given: bool) -> Iterator[Caution]:
    """One line a lineage at most. ``is_given``: ruxolitinib is, at the view's moment."""
    course = latest_course(view.case, view.as_of)
    if course is not None and not is_given:
        return
    first_dose = None if course is None else course.first_dose
    for analyte, steps in STEPS.items():
        rows = _deciding(view, analyte)
        said = [(row, one) for row in rows for one in _lineage(view, row, steps, first_dose)]
        for row, found in said[:1]:
            yield found if row is rows[0] else replace(found, text=_with(found.text, rows[0]))


def _deciding(view: View, analyte: str) -> list[Observation]:
    """The newest value first, and those before it as far as the newest that nothing had raised.

    A value that is low although transfusion or growth factor raised it is low.
    """
    clean = _unspoilt(view, analyte)
    found: list[Observation] = []
    for row in reversed(view.values(analyte).final):
        found.append(row)
        if row in clean:
            break
    return found


def _with(text: Message, newest: Observation) -> Message:
    values = {"told": text, "value": _shown(newest), "unit": newest.unit}
    return Message(_RAISED, {**values, "day": newest.measured_at})


def without_count(view: View) -> bool:
    """Whether platelets or neutrophils have no value in the window."""
    return any(not view.values(analyte).final for analyte in STEPS)


def _lineage(
    view: View, row: Observation, steps: tuple[_Step, ...], first_dose: Moment | None
) -> Iterator[Caution]:
    for step in steps:
        low = step.threshold.holds(row)
        if low is None:
            text = Message(_MAY_BE, _values(row, step))
            yield Caution(f"{row.analyte}_unclear", text, LABEL, Urgency.WATCH)
        if low is not False:
            if low:
                yield _caution(view, row, step, first_dose)
            return


def _caution(view: View, row: Observation, step: _Step, first_dose: Moment | None) -> Caution:
    """Fallen, low already, or not known to have fallen; before any dose, the disease."""
    analyte, values = row.analyte, _values(row, step)
    if first_dose is None or not _after(row, first_dose):
        text = Message(_BEFORE, values)
        return Caution(f"{analyte}_low_before", text, "our_definition", Urgency.NOTE)
    base = _baseline(view, analyte, first_dose)
    was_low = None if base is None else step.threshold.holds(base)
    if base is None or was_low is None:
        return Caution(f"{analyte}_low", Message(_NO_BASE, values), LABEL, step.urgency)
    told = {**values, "base": _shown(base), "base_unit": base.unit}
    recovered = _recovered(view, row, step, first_dose) if was_low else None
    if recovered is not None:
        told = {**values, "base": _shown(recovered), "base_unit": recovered.unit}
        told["on"] = recovered.measured_at
        return Caution(f"{analyte}_fell", Message(_FELL_AGAIN, told), LABEL, step.urgency)
    if was_low:
        text = Message(_ALREADY, told)
        return Caution(f"{analyte}_low_before", text, "our_definition", Urgency.WATCH)
    return Caution(f"{analyte}_fell", Message(_FELL, told), LABEL, step.urgency)


def _after(row: Observation, first_dose: Moment) -> bool:
    if row.measured_at.is_date or first_dose.is_date:
        return row.measured_at.day > first_dose.day
    return row.measured_at.at > first_dose.at


def _baseline(view: View, analyte: str, first_dose: Moment) -> Observation | None:
    """The last value before the first dose that no transfusion or growth factor had raised."""
    return baseline_value(_unspoilt(view, analyte), first_dose)


def _recovered(view: View, row: Observation, step: _Step, first_dose: Moment) -> Observation | None:
    """The last value on treatment, before this one, that was surely not as low by itself."""
    rows = [r for r in _unspoilt(view, row.analyte) if _after(r, first_dose)]
    rows = [r for r in rows if r.measured_at.at < row.measured_at.at]
    better = [r for r in rows if step.threshold.holds(r) is False]
    return max(better, key=lambda r: r.measured_at.at, default=None)


def _unspoilt(view: View, analyte: str) -> list[Observation]:
    """Every value that no transfusion or growth factor had raised."""
    final, _ = visible(view.history.observations.get(analyte, ()), view.as_of)
    periods = spoilt_periods(view.case.exposures)
    return [row for row in final if spoilt_by(row, periods) is None]


def _shown(row: Observation) -> Message | Decimal:
    value = row.value or D(0)
    if row.comparator is None:
        return value
    return Message(_SHOWN, {"comparator": row.comparator, "value": value})


def _values(row: Observation, step: _Step) -> dict[str, Message | Decimal | str | Moment]:
    return {
        "what": Message(ANALYTES[row.analyte].label),
        "value": _shown(row),
        "unit": row.unit,
        "day": row.measured_at,
        "limit": step.threshold.in_words(row.unit),
        "advice": step.advice,
    }
