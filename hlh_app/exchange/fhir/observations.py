"""Observations: each code by itself, a panel's components and members by their own codes.

``final`` is a result, ``amended`` and ``corrected`` correct one, ``entered-in-error`` takes one
back. ``registered`` is awaited; so is ``preliminary``, whose value stands in the note: it is not
final and nothing is judged by it (our definition). ``cancelled`` and ``unknown`` are not kept.
"""

from collections.abc import Iterator
from typing import NamedTuple

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.case import EVENTS, FINDINGS, Event, Finding, FindingStatus, Moment
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.exchange.fhir import answers, codes, extensions, results
from hlh_app.exchange.fhir.desk import Desk, check_modifiers, wrong_status
from hlh_app.exchange.fhir.document import Entry
from hlh_app.exchange.fhir.loinc import PERCENT_OF_LEUKOCYTES, TESTS, Test
from hlh_app.exchange.fhir.reports import NotKept
from hlh_app.exchange.fhir.results import Said
from hlh_app.exchange.fhir.shapes import Json, codings, records, short, text
from hlh_app.exchange.fhir.systems import ANALYTE, EVENT, FINDING, LOINC
from hlh_app.exchange.incoming import Act, Incoming

ACTS = {
    "final": Act.ADD,
    "amended": Act.CORRECT,
    "corrected": Act.CORRECT,
    "entered-in-error": Act.WITHDRAW,
    "registered": Act.ADD,
    "preliminary": Act.ADD,
}
AWAITED = ("registered", "preliminary")

_PERCENT = Message(gettext_noop("gives neutrophils in %: give the absolute count"))
_TWO_MEANINGS = Message(gettext_noop("has codes of different tests"))
_NOT_BLOOD = gettext_noop("was measured in {specimen}, not in blood")
_ABOUT_ELSE = Message(gettext_noop("is about something other than the patient (its focus)"))


class Meaning(NamedTuple):
    """What a code stands for: one of the three, or nothing."""

    test: Test | None = None
    findings: tuple[str, ...] = ()
    event: str = ""


_UNKNOWN = Meaning()
_OURS = {code: Test(code, analyte.label, code, analyte.unit) for code, analyte in ANALYTES.items()}


def read(entry: Entry, desk: Desk) -> Iterator[Incoming]:
    """The rows of an Observation; what is not kept is reported."""
    patient = ""
    try:
        check_modifiers(entry.resource)
        act = ACTS.get(text(entry.resource.get("status")))
        if act is None:
            raise wrong_status(entry.resource.get("status"))
        if "focus" in entry.resource:
            raise NotKept(_ABOUT_ELSE)
        if "specimen" in entry.resource and (other := desk.linked.not_of_blood(entry.resource)):
            raise NotKept(Message(_NOT_BLOOD, {"specimen": short(other)}))
        patient = desk.linked.subject(entry.resource)
    except NotKept as refused:
        desk.say(entry, refused, patient)
        return
    whole = Whole(entry, desk, patient, act)
    yield from whole.rows()


class Whole:
    """One Observation with its components, which share patient, time and status."""

    def __init__(self, entry: Entry, desk: Desk, patient: str, act: Act) -> None:
        self.entry, self.desk, self.patient, self.act = entry, desk, patient, act
        self.resource = entry.resource
        self._said: Said | None = None

    def rows(self) -> Iterator[Incoming]:
        parts = records(self.resource.get("component"))
        if not parts or _has_own_value(self.resource) or "dataAbsentReason" in self.resource:
            yield from self._part(self.resource, self.entry.place)
        for number, part in enumerate(parts, start=1):
            yield from self._part(part, f"{self.entry.place}, component {number}")

    def _part(self, part: Json, place: str) -> Iterator[Incoming]:
        try:
            check_modifiers(part)
            meaning = _meaning(part.get("code"))
            if meaning is _UNKNOWN:
                self._not_known(part)
            elif meaning.test is not None:
                found = self._result(part, meaning.test, place)
                if found is not None:
                    yield found
            else:
                yield from self._found(part, meaning, place)
        except NotKept as refused:
            self.desk.reports.say(place, refused.message, self.patient)

    def _not_known(self, part: Json) -> None:
        """A grouping of other observations is only that."""
        if _has_own_value(part) or "dataAbsentReason" in part or "hasMember" not in part:
            self.desk.unmapped(part.get("code"))

    def _result(self, part: Json, test: Test, place: str) -> Incoming | None:
        if "hasMember" in part and not _has_own_value(part) and "dataAbsentReason" not in part:
            return None
        if test.analyte == "scd25" and "valueQuantity" not in part and answers.answer_of(part):
            return self._finding(part, "scd25_elevated", place)
        said = self._shared()
        row, missing, remark = results.read(part, test, said)
        if remark is not None:
            self.desk.remark(place, remark, self.patient)
        note = results.note_of(part, test, said)
        return Incoming(place, row, self.patient, self.act, missing, note)

    def _shared(self) -> Said:
        if self._said is None:
            awaited = self.resource.get("status") in AWAITED
            self._said = results.shared(self.resource, self.desk, self.act, awaited)
        return self._said

    def _found(self, part: Json, meaning: Meaning, place: str) -> Iterator[Incoming]:
        if meaning.event:
            day = self._moment().day
            note = extensions.read(self.resource).get("note") or ""
            yield Incoming(place, Event(meaning.event, day), self.patient, self.act, note=note)
        for finding in meaning.findings:
            yield self._finding(part, finding, place)

    def _moment(self) -> Moment:
        return self.desk.times.measured(self.resource)[0]

    def _finding(self, part: Json, finding: str, place: str) -> Incoming:
        ours = extensions.read(part)
        awaited = self.resource.get("status") in AWAITED
        status = FindingStatus.PENDING if awaited else answers.status_of(part, finding)
        row = Finding(
            finding, status, self._moment().day, ours.get("site"), "", ours.get("method"),
            ours.get("detail"), ours.get("expected_on"),
        )  # fmt: skip
        return Incoming(place, row, self.patient, self.act, note=ours.get("note") or "")


def _has_own_value(part: Json) -> bool:
    return "valueQuantity" in part or any(name.startswith("value") for name in part)


def _meaning(concept: object) -> Meaning:
    """What the codings say together. NotKept where they contradict each other."""
    found: Meaning = _UNKNOWN
    for system, code, _display in codings(concept):
        one = _one_meaning(system, code)
        if one is _UNKNOWN:
            continue
        if found is not _UNKNOWN and not _agree(found, one):
            raise NotKept(_TWO_MEANINGS)
        if found is _UNKNOWN or _says_more(one, found):
            found = one
    return found


def _one_meaning(system: str, code: str) -> Meaning:
    if system == LOINC:
        if code in PERCENT_OF_LEUKOCYTES:
            raise NotKept(_PERCENT)
        return _BY_LOINC.get(code, _UNKNOWN)
    if system == ANALYTE:
        return Meaning(_OURS[code]) if code in _OURS else _UNKNOWN
    if system == FINDING:
        return Meaning(findings=(code,)) if code in FINDINGS else _UNKNOWN
    if system == EVENT:
        return Meaning(event=code) if code in EVENTS else _UNKNOWN
    findings = codes.findings_of(system, code)
    return Meaning(findings=findings) if findings else _UNKNOWN


_BY_LOINC = {code: Meaning(test) for code, test in TESTS.items()}


def _agree(one: Meaning, other: Meaning) -> bool:
    if one.test is not None and other.test is not None:
        return one.test.analyte == other.test.analyte
    return one.findings == other.findings and one.event == other.event


def _says_more(one: Meaning, other: Meaning) -> bool:
    """A code that fixes unit, site or fasting rather than one that does not."""
    if one.test is None or other.test is None:
        return False
    return _exactness(one.test) > _exactness(other.test)


def _exactness(test: Test) -> int:
    return sum(part is not None for part in (test.units, test.site, test.fasting))
