"""Doses: what of a Dosage the record can express. The rest is said, and stands in the note."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from hlh_app.clinical.case import DOSE_UNITS
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.exchange.fhir.codes import HL7_ROUTES, ROUTE_WORDS, SNOMED_ROUTES
from hlh_app.exchange.fhir.shapes import Json, codings, record, records, said, short, text
from hlh_app.exchange.fhir.systems import ROUTES, SNOMED, UCUM

SIZES: Mapping[str, tuple[str, Decimal]] = {
    **{unit: (unit, Decimal(1)) for unit in DOSE_UNITS},
    "g": ("mg", Decimal(1000)),
    "ug": ("mg", Decimal("0.001")),
    "mcg": ("mg", Decimal("0.001")),
    "mg/m²": ("mg/m2", Decimal(1)),
}
"""A dose's unit → ours, and what the number is multiplied by, exactly."""

A_DAY = Decimal(24)
HOURS: Mapping[str, Decimal] = {"h": Decimal(1), "d": A_DAY, "wk": 7 * A_DAY}
TIMING_CODES: Mapping[str, Decimal] = {
    **{code: Decimal(1) for code in ("QD", "AM", "PM", "BED")},
    "BID": Decimal(2),
    "TID": Decimal(3),
    "QID": Decimal(4),
    "QOD": Decimal("0.5"),
    **{f"Q{hours}H": A_DAY / hours for hours in (1, 2, 3, 4, 6, 8, 12)},
}
PLACES = Decimal("0.0001")
MOST_NUMBER = Decimal(10) ** 6
_BEYOND = ("dayOfWeek", "timeOfDay", "when", "frequencyMax", "periodMax", "count", "countMax")

_DOSE = gettext_noop("Its dose is not kept: {said}.")
_ROUTE = gettext_noop("Its route is not kept: {said}.")
_TIMING = gettext_noop("How often it is given is not kept: {said}.")
_SEVERAL = Message(gettext_noop("Its dose is not kept: it has several dosage instructions."))
_MODIFIED = Message(gettext_noop("Its dose is not kept: an extension may turn its meaning round."))
_AS_NEEDED = Message(gettext_noop("As needed: how often it was given is not known."))


class Dose(NamedTuple):
    """``remarks``: what of it is not kept."""

    amount: Decimal | None = None
    unit: str | None = None
    route: str | None = None
    times: Decimal | None = None
    remarks: tuple[Message, ...] = ()


def dose_of(dosages: list[Json]) -> Dose:
    """What the one dosage of a medication says."""
    if not dosages:
        return Dose()
    if len(dosages) > 1:
        return Dose(remarks=(_SEVERAL,))
    dosage = dosages[0]
    if "modifierExtension" in dosage:
        return Dose(remarks=(_MODIFIED,))
    remarks: list[Message] = []
    amount, unit = _amount(dosage, remarks)
    return Dose(amount, unit, _route(dosage, remarks), _times(dosage, remarks), tuple(remarks))


def _amount(dosage: Json, remarks: list[Message]) -> tuple[Decimal | None, str | None]:
    """A dose as ordered or given, in mg, mg/kg, mg/m², g/kg or units."""
    quantity = dosage.get("dose")
    rates = records(dosage.get("doseAndRate"))
    if quantity is None and rates:
        if len(rates) > 1 or "doseQuantity" not in rates[0] or _has_rate(rates[0]):
            remarks.append(_not_kept(_DOSE, text(dosage.get("text")) or "…"))
            return None, None
        quantity = rates[0]["doseQuantity"]
    if quantity is None:
        if _has_rate(dosage):
            remarks.append(_not_kept(_DOSE, text(dosage.get("text")) or "…"))
        return None, None
    found = _sized(record(quantity))
    if found is None:
        remarks.append(_not_kept(_DOSE, _shown(record(quantity))))
    return found or (None, None)


def _has_rate(one: Json) -> bool:
    return any(name.startswith("rate") for name in one)


def _sized(quantity: Json) -> tuple[Decimal, str] | None:
    number = quantity.get("value")
    code = text(quantity.get("code")) if text(quantity.get("system")) in (UCUM, "") else ""
    size = SIZES.get(code or text(quantity.get("unit")))
    if type(number) is not Decimal or not 0 < number < MOST_NUMBER or size is None:
        return None
    if quantity.get("comparator") is not None:
        return None
    return number * size[1], size[0]


def _shown(quantity: Json) -> str:
    number = quantity.get("value")
    written = f"{number:f}" if type(number) is Decimal and abs(number) < MOST_NUMBER else "?"
    unit = text(quantity.get("unit")) or text(quantity.get("code"))
    return f"{text(quantity.get('comparator'))}{short(written, 20)} {short(unit, 20)}".strip()


def _route(dosage: Json, remarks: list[Message]) -> str | None:
    concept = dosage.get("route")
    if concept is None:
        return None
    for system, code, _display in codings(concept):
        table = {SNOMED: SNOMED_ROUTES, ROUTES: HL7_ROUTES}.get(system)
        if table is not None and code in table:
            return table[code]
    found = ROUTE_WORDS.get(said(concept).casefold())
    if found is None:
        remarks.append(_not_kept(_ROUTE, said(concept)))
    return found


def _times(dosage: Json, remarks: list[Message]) -> Decimal | None:
    """How many times a day, exactly; None, with a remark, where that cannot be said."""
    if dosage.get("asNeededBoolean") is True or "asNeededCodeableConcept" in dosage:
        remarks.append(_AS_NEEDED)
        return None
    timing = record(dosage.get("timing"))
    if not _says_how_often(timing):
        return None
    found = _by_timing(timing)
    if found is None:
        remarks.append(_not_kept(_TIMING, said(timing.get("code")) or text(dosage.get("text"))))
    return found


def _says_how_often(timing: Json) -> bool:
    """Not the bounds alone, which are from when to when."""
    repeat = record(timing.get("repeat"))
    beside = any(name != "repeat" for name in timing)
    return beside or any(not name.startswith("bounds") for name in repeat)


def _by_timing(timing: Json) -> Decimal | None:
    if "modifierExtension" in timing or "event" in timing:
        return None
    coded = [code for _system, code, _ in codings(timing.get("code")) if code in TIMING_CODES]
    repeat = {name: value for name, value in record(timing.get("repeat")).items()
              if not name.startswith("bounds")}  # fmt: skip
    by_code = TIMING_CODES[coded[0]] if coded else None
    if not repeat:
        return by_code
    by_repeat = _by_repeat(repeat)
    return by_repeat if by_code in (None, by_repeat) else None


def _by_repeat(repeat: Json) -> Decimal | None:
    if any(name in repeat for name in _BEYOND):
        return _by_clock(repeat)
    frequency, period = repeat.get("frequency", Decimal(1)), repeat.get("period")
    hours = HOURS.get(text(repeat.get("periodUnit")))
    if type(frequency) is not Decimal or type(period) is not Decimal or hours is None:
        return None
    if not (0 < frequency < MOST_NUMBER and 0 < period < MOST_NUMBER):
        return None
    times = frequency * A_DAY / (period * hours)
    return times if times == times.quantize(PLACES) and times > 0 else None


def _by_clock(repeat: Json) -> Decimal | None:
    """Times of the day alone: so many a day."""
    clock = repeat.get("timeOfDay")
    if set(repeat) != {"timeOfDay"} or type(clock) is not list or not clock:
        return None
    return Decimal(len(clock))


def _not_kept(template: str, what: str) -> Message:
    return Message(template, {"said": short(what, 80) or "…"})
