"""Entries of documents, as their readers give them."""

from __future__ import annotations

import itertools
from datetime import date
from decimal import Decimal
from typing import Any

from hlh_app.clinical.case import Event, Exposure, Finding, FindingStatus, Observation
from hlh_app.exchange.incoming import Incoming

from ..factories import WHEN, moment

DIGESTS = itertools.count(1)
_PLACES = itertools.count(2)


def result(
    patient: Any = "",
    value: str | None = "1709",
    analyte: str = "ferritin",
    unit: str = "ng/mL",
    when: str = WHEN,
    **further: Any,
) -> Incoming:
    """A ferritin of the usual morning. ``place``, ``act``, ``missing``, ``note`` are the entry's;
    whatever else is named is the result's."""
    about = {key: further.pop(key) for key in ("act", "missing", "note") if key in further}
    place = further.pop("place", f"row {next(_PLACES)}")
    number = None if value is None else Decimal(value)
    fact = Observation(analyte, number, unit, moment(when), **further)
    return Incoming(place, fact, getattr(patient, "code", patient), **about)


def pending(patient: Any = "", **fields: Any) -> Incoming:
    return result(patient, None, pending=True, **fields)


def finding(patient: Any = "", status: str = "present", **fields: Any) -> Incoming:
    about = {key: fields.pop(key) for key in ("act", "note", "place") if key in fields}
    usual = {"finding": "splenomegaly", "on": date(2026, 11, 2)}
    fact = Finding(status=FindingStatus(status), **(usual | fields))
    return _entry(fact, patient, about)


def exposure(patient: Any = "", **fields: Any) -> Incoming:
    about = {key: fields.pop(key) for key in ("act", "note", "place") if key in fields}
    usual = {"drug": "ruxolitinib", "start": moment(), "dose": Decimal(5), "unit": "mg"}
    return _entry(Exposure(**(usual | fields)), patient, about)


def event(patient: Any = "", **fields: Any) -> Incoming:
    about = {key: fields.pop(key) for key in ("act", "note", "place") if key in fields}
    usual = {"event": "transplant", "on": date(2026, 11, 2)}
    return _entry(Event(**(usual | fields)), patient, about)


def _entry(fact: Any, patient: Any, about: dict[str, Any]) -> Incoming:
    place = about.pop("place", f"entry {next(_PLACES)}")
    return Incoming(place, fact, getattr(patient, "code", patient), **about)
