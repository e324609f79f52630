"""The response of the emapalumab trial, beside the Marsh criteria and never instead of them.

Complete: no fever, no splenomegaly, CNS normal, ferritin < 2,000 µg/L, platelets > 100 and
neutrophils > 1 ×10⁹/L, fibrinogen > 1.5 g/L, D-dimer < 500 µg/L, sCD25 at most twice its baseline.
Partial: three or more abnormalities normalized. Improvement: three or more better by 50 %. Source:
the label of emapalumab (NCT01818492). Same days and baseline as the Marsh response; what is
missing gives the set of classes that some completion would give (our definition).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hlh_app.clinical.baseline import baseline_value
from hlh_app.clinical.case import Case, Finding, Moment, Observation
from hlh_app.clinical.citations import CITATIONS, Citation
from hlh_app.clinical.courses import CourseEnd
from hlh_app.clinical.emapalumab_items import LEVELS, Item, level_item, scd25_item, sign_item
from hlh_app.clinical.fever import BEFORE_ASSESSMENT, FeverChart, FeverReading
from hlh_app.clinical.hlh_criteria import FEVER_LABEL, SPLENOMEGALY_LABEL
from hlh_app.clinical.response_values import AnalyteResults, response_values
from hlh_app.clinical.response_verdict import Assessment, DayState, ResponseVerdict
from hlh_app.clinical.schedule import nearest
from hlh_app.clinical.spleen_cns import OrganReading, OrganState, organ_reading
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.windows import History

RULE = "emapalumab2020"
VERSION = "1.0.0"
CITATION = "emapalumab_label"
TITLE = gettext_noop("Response (emapalumab trial)")
NEEDED = 3
EXTRA = ("fibrinogen", "d_dimer")
CNS_LABEL = gettext_noop("CNS involvement")
NO_FEVER = Message(gettext_noop("no reading of 38.0 °C or more, no fever recorded"))
ABSENT = Message(gettext_noop("recorded as absent"))


class TrialClass(StrEnum):
    """From the worst to the best."""

    NONE = "no_response"
    IMPROVEMENT = "improvement"
    PARTIAL = "partial"
    COMPLETE = "complete"


ORDER = tuple(TrialClass)
TrialClasses = tuple[TrialClass, ...]
_WORDS = {
    TrialClass.NONE: Message(gettext_noop("no response")),
    TrialClass.IMPROVEMENT: Message(gettext_noop("HLH improvement")),
    TrialClass.PARTIAL: Message(gettext_noop("partial response")),
    TrialClass.COMPLETE: Message(gettext_noop("complete response")),
}
_ONE = gettext_noop("{first}")
_TWO = gettext_noop("{first} or {second}, not determinable")
_THREE = gettext_noop("{first}, {second} or {third}, not determinable")
_ANY = Message(gettext_noop("response not determinable"))
_NOT_ASSESSED = Message(gettext_noop("not assessed"))


@dataclass(frozen=True, slots=True)
class TrialDay:
    """One scheduled day. ``possible``: in the order of TrialClass, empty unless assessed."""

    day: int
    on: date
    state: DayState
    possible: TrialClasses = ()
    items: tuple[Item, ...] = ()
    end: CourseEnd | None = None

    @property
    def statement(self) -> Message:
        return words(self.possible)


@dataclass(frozen=True, slots=True)
class EmapalumabVerdict:
    """The scheduled days of one course as of one moment."""

    as_of: Moment
    day0: date
    days: tuple[TrialDay, ...]
    rule: str = RULE
    version: str = VERSION
    citation: str = CITATION

    @property
    def latest(self) -> TrialDay | None:
        """The last assessed day."""
        assessed = [day for day in self.days if day.state is DayState.ASSESSED]
        return assessed[-1] if assessed else None

    @property
    def source(self) -> Citation:
        return CITATIONS[self.citation]


def words(classes: TrialClasses) -> Message:
    """The set of classes as it is printed."""
    if not classes:
        return _NOT_ASSESSED
    if classes == ORDER:
        return _ANY
    names = ("first", "second", "third")
    template = (_ONE, _TWO, _THREE)[len(classes) - 1]
    return Message(template, {n: _WORDS[c] for n, c in zip(names, classes, strict=False)})


def emapalumab_response(
    case: Case, as_of: Moment, marsh: ResponseVerdict | None, history: History | None = None
) -> EmapalumabVerdict | None:
    """About the course and the days of ``marsh``; None without one."""
    if marsh is None:
        return None
    reader = _Reader(history or History(case), as_of, marsh)
    return EmapalumabVerdict(as_of, marsh.day0, tuple(reader.day(d) for d in marsh.days))


class _Reader:
    """What the Marsh response does not read: fibrinogen, D-dimer, and the signs at baseline."""

    def __init__(self, history: History, as_of: Moment, marsh: ResponseVerdict) -> None:
        self.history = history
        self.marsh = marsh
        self.results = response_values(history, as_of, EXTRA)
        first = marsh.course.first_dose
        self.baseline = {
            code: baseline_value(found.usable, first) for code, found in self.results.items()
        }
        chart = FeverChart(history, as_of)
        self.fever_before = chart.over(marsh.day0 - BEFORE_ASSESSMENT, marsh.day0)

    def day(self, assessment: Assessment) -> TrialDay:
        if not assessment.is_assessed:
            return TrialDay(assessment.day, assessment.on, assessment.state, end=assessment.end)
        items = (*self._signs(assessment), *self._levels(assessment), self._scd25(assessment))
        possible = possible_classes(item.possible for item in items)
        return TrialDay(assessment.day, assessment.on, assessment.state, possible, items)

    def _signs(self, assessment: Assessment) -> Iterable[Item]:
        before, now = self.fever_before, assessment.fever
        assert now is not None  # an assessed day always has its fever
        yield sign_item(
            "fever", FEVER_LABEL, NO_FEVER, before.may_block, now.may_block,
            _fever_rows(before), _fever_rows(now),
        )  # fmt: skip
        labels = {"splenomegaly": SPLENOMEGALY_LABEL, "cns_involvement": CNS_LABEL}
        for code, label in labels.items():
            rows = self.history.findings.get(code, ())
            was = organ_reading(rows, code, self.marsh.day0)
            still = organ_reading(rows, code, assessment.on)
            yield sign_item(code, label, ABSENT, _sides(was), _sides(still), was.rows, still.rows)

    def _levels(self, assessment: Assessment) -> Iterable[Item]:
        for threshold in LEVELS:
            code = threshold.analyte
            if code in EXTRA:
                yield level_item(
                    threshold,
                    self.baseline[code],
                    *_near(self.results[code], assessment, self.marsh),
                )
            else:
                read, base = assessment.analytes[code], self.marsh.baseline[code]
                row = None if base is None else base.observation
                yield level_item(threshold, row, read.now, read.awaited)

    def _scd25(self, assessment: Assessment) -> Item:
        read = assessment.analytes["scd25"]
        return scd25_item(self.marsh.baseline["scd25"], read.now, read.awaited)


def _near(
    results: AnalyteResults, assessment: Assessment, marsh: ResponseVerdict
) -> tuple[Observation | None, Observation | None]:
    now = nearest(results.usable, assessment.on, marsh.day0)
    return now, None if now else nearest(results.pending, assessment.on, marsh.day0)


def _fever_rows(reading: FeverReading) -> tuple[Finding | Observation, ...]:
    hottest = () if reading.hottest is None else (reading.hottest,)
    return (*hottest, *reading.recorded)


def _sides(organ: OrganReading) -> frozenset[bool]:
    """Never recorded may be either here: the label asks for it to be normal."""
    if organ.state is OrganState.NOT_EXAMINED:
        return frozenset({True, False})
    return organ.may_block


def possible_classes(items: Iterable[frozenset[tuple[bool, bool, bool]]]) -> TrialClasses:
    """Every class that some completion gives, from the combinations open for each item."""
    reachable = {(True, 0, 0)}
    for triples in items:
        reachable = {
            (
                all_normal and normal,
                min(cleared + normalized, NEEDED),
                min(better + improved, NEEDED),
            )
            for all_normal, cleared, better in reachable
            for normal, normalized, improved in triples
        }
    found = {_class(*counts) for counts in reachable}
    return tuple(c for c in ORDER if c in found)


def _class(all_normal: bool, normalized: int, improved: int) -> TrialClass:
    if all_normal:
        return TrialClass.COMPLETE
    if normalized >= NEEDED:
        return TrialClass.PARTIAL
    return TrialClass.IMPROVEMENT if improved >= NEEDED else TrialClass.NONE
