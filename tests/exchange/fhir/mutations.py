"""Bundles changed in every way that programs, mappings and typing hands go wrong, by a seed."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

from .documents import (
    PATIENT,
    SNOMED,
    WHEN,
    bundle,
    concept,
    condition,
    observation,
    quantity,
    statement,
)

JUNK: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1e300, 10**40, "", " ", "x" * 300, "\x00", "\ud800"),
    *("2026", "2026-11", "0000-00-00", "9999-12-31T23:59:59Z", "1850-01-01", WHEN, "NaN"),
    *("#", "#p1", "Patient/", "urn:uuid:", "http://", "ng/mL", "%", "final"),
    *("entered-in-error", "Observation", "Bundle", "Patient", "２０２６-11-02", "١٧"),
    *([], [[]], {}, [{}], [None, 1, "a"], {"coding": "x"}, {"coding": [None, 5, {}]}),
    *({"reference": 5}, {"value": "5", "code": ["mg"]}, {"extension": [{"url": 5}]}),
)
KEYS = (
    "resourceType", "id", "status", "code", "subject", "valueQuantity", "valueString", "component",
    "modifierExtension", "extension", "contained", "effectivePeriod", "dataAbsentReason", "meta",
    "referenceRange", "dosage", "entry", "fullUrl", "value", "unit", "comparator", "birthDate",
)  # fmt: skip


def seed_bundle() -> dict[str, Any]:
    """Something of everything that is read."""
    procedure = {
        "resourceType": "Procedure",
        "id": "x1",
        "status": "completed",
        "code": concept("234336002", SNOMED),
        "subject": {"reference": "Patient/p1"},
        "performedDateTime": "2026-11-12",
    }
    panel = observation(
        concept("58410-2"),
        id="o2",
        valueQuantity=None,
        component=[
            {"code": concept("777-3"), "valueQuantity": quantity(80, "10*9/L")},
            {"code": concept("718-7"), "valueQuantity": quantity(9.1, "g/dL")},
        ],
    )
    dosage = {
        "timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}},
        "route": {"text": "oral"},
        "doseAndRate": [{"doseQuantity": quantity(2.5, "mg")}],
    }
    resources = [
        PATIENT | {"identifier": [{"system": "urn:mrn", "value": "17"}]},
        observation(referenceRange=[{"high": quantity(400)}], issued=WHEN),
        panel,
        observation("8310-5", id="o3", valueQuantity=quantity(38.5, "Cel")),
        observation("76039-7", id="o4", status="registered", valueQuantity=None),
        condition(concept("16294009", SNOMED)),
        statement(dosage=[dosage]),
        procedure,
    ]
    found = bundle(*resources)
    for number, entry in enumerate(found["entry"]):
        entry["fullUrl"] = f"urn:uuid:{number}"
    return found


SEED = seed_bundle()


def mutated(rng: random.Random) -> bytes:
    """One to six changes of the structure, and now and then one of the text."""
    document = copy.deepcopy(SEED)
    for _ in range(rng.randint(1, 6)):
        _change(document, rng)
    content = json.dumps(document).encode("utf-8", "surrogatepass")
    return _garbled(content, rng) if rng.random() < 0.1 else content


def _change(document: Any, rng: random.Random) -> None:
    places = list(_places(document))
    if not places:
        return
    holder, key = rng.choice(places)
    rng.choice((_drop, _repeat, _retype, _retype, _deepen, _move, _rename))(
        holder, key, rng, places
    )


def _places(value: Any) -> Any:
    keys = list(value) if isinstance(value, dict) else range(len(value))
    for key in keys:
        yield value, key
        if isinstance(value[key], dict | list):
            yield from _places(value[key])


def _drop(holder, key, rng, places):
    del holder[key]


def _repeat(holder, key, rng, places):
    if isinstance(holder, list):
        holder.insert(rng.randint(0, len(holder)), copy.deepcopy(holder[key]))
    else:
        holder[rng.choice(KEYS)] = copy.deepcopy(holder[key])


def _retype(holder, key, rng, places):
    holder[key] = copy.deepcopy(rng.choice(JUNK))


def _deepen(holder, key, rng, places):
    for _ in range(rng.choice((1, 2, 30))):
        holder[key] = [holder[key]] if rng.random() < 0.5 else {str(rng.choice(KEYS)): holder[key]}


def _move(holder, key, rng, places):
    other, elsewhere = rng.choice(places)
    holder[key] = copy.deepcopy(other[elsewhere])


def _rename(holder, key, rng, places):
    if isinstance(holder, dict):
        holder[rng.choice(KEYS)] = holder.pop(key)


def _garbled(content: bytes, rng: random.Random) -> bytes:
    at = rng.randint(0, len(content))
    way = rng.randint(0, 4)
    if way == 0:
        return content[:at]
    if way == 1:
        return content[:at] + bytes([rng.randint(0, 255)]) + content[at:]
    if way == 2:
        return content[:at] + b'"a": 1, "a": 2,' + content[at:]
    if way == 3:
        return content.replace(b"1709", rng.choice((b"NaN", b"1e999", b"1" * 200, b"-0")), 1)
    return content + b"\n" + content
