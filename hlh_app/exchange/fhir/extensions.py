"""What the record has and FHIR has no element for: extensions of ours, written and read again."""

from datetime import date
from typing import Any

from hlh_app.exchange.fhir.shapes import Json, records, text
from hlh_app.exchange.fhir.systems import OURS

BOOLEANS = ("antipyretic", "lipid_infusion")
DAYS = ("expected_on",)


def read(resource: Json) -> Json:
    """Name → value of our extensions; {} in documents of others, for which this is quick."""
    if "extension" not in resource:
        return {}
    found = {}
    for one in records(resource["extension"]):
        url = text(one.get("url"))
        if url.startswith(OURS):
            found[url[len(OURS) :]] = _value(url[len(OURS) :], one)
    return found


def _value(name: str, extension: Json) -> Any:
    if name in BOOLEANS:
        flag = extension.get("valueBoolean")
        return flag if type(flag) is bool else None
    if name in DAYS:
        return _day(text(extension.get("valueDate")))
    return text(extension.get("valueString")) or None


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def write(resource: Json, **values: Any) -> None:
    """Put what is not None into the resource."""
    found = [_extension(name, value) for name, value in values.items() if value not in (None, "")]
    if found:
        resource["extension"] = found


def _extension(name: str, value: Any) -> Json:
    url = OURS + name
    if isinstance(value, bool):
        return {"url": url, "valueBoolean": value}
    if isinstance(value, date):
        return {"url": url, "valueDate": value.isoformat()}
    return {"url": url, "valueString": value}
