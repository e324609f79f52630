"""One result of an Observation or of a component, with what they share."""

from decimal import Decimal
from typing import NamedTuple

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.case import Moment, Observation
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.exchange.fhir import extensions
from hlh_app.exchange.fhir.codes import TEMPERATURE_METHODS, TEMPERATURE_SITES
from hlh_app.exchange.fhir.desk import MOST_LETTERS, Desk
from hlh_app.exchange.fhir.loinc import Test
from hlh_app.exchange.fhir.quantities import Limits, interval_of, unit_of, value_of
from hlh_app.exchange.fhir.reports import NotKept
from hlh_app.exchange.fhir.shapes import Json, codings, record, records, said, short, text
from hlh_app.exchange.fhir.systems import SNOMED
from hlh_app.exchange.incoming import Act

_NO_VALUE = Message(gettext_noop("has neither a value nor a reason why there is none"))
_BOTH = Message(gettext_noop("has a value and a reason why there is none"))
_OTHER_VALUE = gettext_noop("has a value of a kind that is not kept: {kind}")
_IN_WORDS = gettext_noop("answers “{answer}”, which is no number")
_PRELIMINARY = gettext_noop("Preliminary: {value}.")
_TWO_SITES = Message(gettext_noop("Its sites contradict each other: none is kept."))
NO_REASON = "unknown"


class Said(NamedTuple):
    """What an Observation says of all its parts."""

    measured: Moment
    reported: Moment | None
    laboratory: str | None
    assay: str | None
    site: str | None
    act: Act
    awaited: bool
    note: str


def shared(resource: Json, desk: Desk, act: Act, awaited: bool) -> Said:
    """NotKept without a time."""
    measured, note = desk.times.measured(resource)
    issued = resource.get("issued") or extensions.read(resource).get("reported_on")
    reported = desk.times.moment(issued) if type(issued) is str else None
    return Said(
        measured, reported, _laboratory(resource, desk), _assay(resource), _site(resource),
        act, awaited, note,
    )  # fmt: skip


def _laboratory(resource: Json, desk: Desk) -> str | None:
    """The performer that is an organization: never a person."""
    for performer in records(resource.get("performer")):
        reference = text(performer.get("reference"))
        found = desk.linked.follow(performer, resource)
        if found.get("resourceType") == "Organization":
            named = text(found.get("name")) or text(performer.get("display"))
        elif "Organization/" in reference or performer.get("type") == "Organization":
            named = text(performer.get("display"))
        else:
            named = ""
        if named:
            return short(named, MOST_LETTERS)
    return None


def _assay(resource: Json) -> str | None:
    """Method and device: results of different assays are never compared."""
    if "method" not in resource and "device" not in resource:
        return None
    how = resource.get("method")
    takes_temperature = any(code in TEMPERATURE_METHODS for _system, code, _ in codings(how))
    named = (
        "" if takes_temperature else said(how),
        text(record(resource.get("device")).get("display")),
    )
    return short("; ".join(filter(None, named)), MOST_LETTERS) or None


def _site(resource: Json) -> str | None:
    """Where a temperature was taken, by the code of the site or of the method."""
    for name, table in (("bodySite", TEMPERATURE_SITES), ("method", TEMPERATURE_METHODS)):
        for system, code, _display in codings(resource.get(name)):
            if system == SNOMED and code in table:
                return table[code]
    return None


def read(part: Json, test: Test, said: Said) -> tuple[Observation, str, Message | None]:
    """The row, why it has no result ("" with one), and what of it is not kept."""
    ours = extensions.read(part)
    missing, value, comparator = "", None, None
    if "valueQuantity" in part:
        _check_kinds(part)
        value, unit, comparator = value_of(record(part["valueQuantity"]), test)
    else:
        missing = _why_missing(part, said)
        unit = _unit_without_value(part, test, ours)
    limits, remark = interval_of(part, test, unit)
    pending = said.awaited or (said.act is Act.WITHDRAW and ours.get("was") == "pending")
    if pending:
        missing, value, comparator = "", None, None
    site, site_remark = _where(test, said, ours)
    row = _row(test, said, ours, (value, unit, comparator), limits, pending, site)
    return row, missing, site_remark or remark


def _row(
    test: Test,
    said: Said,
    ours: Json,
    stated: tuple[Decimal | None, str, str | None],
    limits: Limits,
    pending: bool,
    site: str | None,
) -> Observation:
    value, unit, comparator = stated
    return Observation(
        analyte=test.analyte,
        value=value,
        unit=unit,
        measured_at=said.measured,
        comparator=comparator,
        low=limits[0],
        high=limits[1],
        pending=pending,
        reported_at=said.reported,
        laboratory=ours.get("laboratory") or said.laboratory,
        assay=ours.get("assay") or said.assay,
        site=site,
        fasting=ours.get("fasting") or test.fasting,
        expected_on=ours.get("expected_on"),
        reference_source=ours.get("reference_source"),
        antipyretic=ours.get("antipyretic"),
        lipid_infusion=ours.get("lipid_infusion"),
    )


def _check_kinds(part: Json) -> None:
    if "dataAbsentReason" in part:
        raise NotKept(_BOTH)


def _why_missing(part: Json, said_of_all: Said) -> str:
    """The reason that a result is not there, "" while it is awaited. NotKept for another kind of
    value: it is none that can be kept."""
    kinds = sorted(name for name in part if name.startswith("value"))
    if kinds:
        raise NotKept(_not_a_quantity(part, kinds))
    if "dataAbsentReason" in part:
        return short(said(part["dataAbsentReason"]), 200) or NO_REASON
    if said_of_all.awaited or said_of_all.act is Act.WITHDRAW:
        return ""
    raise NotKept(_NO_VALUE)


def _not_a_quantity(part: Json, kinds: list[str]) -> Message:
    answer = said(part.get("valueCodeableConcept")) or text(part.get("valueString"))
    if answer:
        return Message(_IN_WORDS, {"answer": short(answer)})
    return Message(_OTHER_VALUE, {"kind": short(kinds[0])})


def _unit_without_value(part: Json, test: Test, ours: Json) -> str:
    """The unit of the reference interval, else the one in which the code is awaited."""
    for one in records(part.get("referenceRange")):
        for limit in (record(one.get("low")), record(one.get("high"))):
            if limit:
                try:
                    return unit_of(limit, test)
                except NotKept:
                    continue
    unit = text(ours.get("unit"))
    return unit if unit in ANALYTES[test.analyte].units else test.unit


def _where(test: Test, said: Said, ours: Json) -> tuple[str | None, Message | None]:
    if test.analyte != "temperature":
        return None, None
    if ours.get("site"):
        return ours["site"], None
    if test.site and said.site and test.site != said.site:
        return None, _TWO_SITES
    return test.site or said.site, None


def note_of(part: Json, test: Test, said: Said) -> str:
    """Our own note of the row, what its time was, and a preliminary value."""
    preliminary = ""
    if said.awaited and "valueQuantity" in part:
        value = value_of(record(part["valueQuantity"]), test)
        written = f"{value.comparator or ''}{value.number:f} {value.unit}"
        preliminary = str(Message(_PRELIMINARY, {"value": written}))
    own = extensions.read(part).get("note") or ""
    return " ".join(filter(None, (own, said.note, preliminary)))
