"""What another centre may know of a group: counts that hide nobody, summaries, means by time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.study.values import ANALYSED, NOMINAL_DAYS
from hlh_app.exchange.study.columns import CRITERIA
from hlh_app.statistics.describe import describe
from hlh_app.statistics.response_classes import (
    AT_LEAST_PARTIAL,
    CLASSES,
    COMPLETE,
    NONE,
    PARTIAL,
    RESPONSES,
    class_codes,
)
from hlh_app.statistics.subjects import Group, Subjects
from hlh_app.statistics.suppression import SMALLEST, Family, one_way, publishable

UNKNOWN = "unknown"
DIGITS = 4
AGE_DIGITS = 1
LABELS = {
    "female": "Female",
    "male": "Male",
    "sex_unknown": "Sex not recorded",
    "trigger_unknown": "Trigger not recorded",
    "infection": "Trigger: infection",
    "rheumatic": "Trigger: rheumatic disease",
    "malignancy": "Trigger: malignancy",
    "primary": "Trigger: primary (genetic)",
    "other": "Trigger: other",
    "none_found": "Trigger: looked for, none found",
    "new": "Newly diagnosed",
    "refractory": "Refractory",
    "relapsed": "Relapsed",
    "course_unknown": "Course of the disease not recorded",
    "ruxolitinib_alone": "Ruxolitinib alone",
    "with_glucocorticoid": "Ruxolitinib with glucocorticoid",
    "with_other": "Ruxolitinib with other treatment of HLH",
    "beside_unknown": "Without ruxolitinib",
    "ebv_hlh": "EBV-HLH",
    "not_ebv": "Not EBV-HLH",
    "ebv_unknown": "EBV not known",
    "complete_response": "Complete response, best up to day 56",
    "partial_response": "Partial response, best up to day 56",
    "no_response": "No response up to day 56",
    "overall_response": "Complete or partial response up to day 56",
    "overall_response_ebv": "Complete or partial response, EBV-HLH",
    "overall_response_not_ebv": "Complete or partial response, not EBV-HLH",
    "deaths": "Died up to the last contact",
    "alive": "Alive at the last contact",
    "transplant": "Transplanted",
    "no_transplant": "Not transplanted",
    "afebrile_24_h": "Afebrile within 24 hours",
    "not_afebrile_24_h": "Not afebrile within 24 hours",
    "afebrile_24_h_unknown": "Afebrile within 24 hours: not known",
}
OUTCOMES = {"met": "met", "not_met": "not met", UNKNOWN: "not known", "not_applicable": "not known"}


@dataclass(frozen=True, slots=True)
class Count:
    code: str
    label: str
    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class Summary:
    """Median and quartiles. ``n``: None where it would tell a small number of missing ones."""

    code: str
    label: str
    unit: str
    median: float
    q1: float
    q3: float
    n: int | None


@dataclass(frozen=True, slots=True)
class Mean:
    analyte: str
    time: str
    day: int
    mean: float
    sd: float
    n: int | None


@dataclass(frozen=True)
class ArmAggregates:
    """One group. ``withheld``: what is not told, each in words."""

    group: Group
    counts: tuple[Count, ...] = ()
    summaries: tuple[Summary, ...] = ()
    means: tuple[Mean, ...] = ()
    withheld: tuple[str, ...] = field(default=())


def aggregates(subjects: Subjects, group: Group) -> ArmAggregates:
    """Of a group of at least five patients; ValueError for a smaller one."""
    if group.n < SMALLEST:
        raise ValueError(f"a group of {group.n} is too small to be told of")
    counts, hidden = _counts(families(subjects, group), group.n)
    summaries, few = _summaries(subjects, group, _wholes(counts))
    means, small = _means(subjects, group)
    return ArmAggregates(group, counts, summaries, means, (*hidden, *few, *small))


def families(subjects: Subjects, group: Group) -> Iterator[Family]:
    """Every matter that is counted; one of which nothing is known is left out."""
    for family in (
        _words(subjects, group, "sex", "sex_unknown"),
        _words(subjects, group, "trigger", "trigger_unknown"),
        _words(subjects, group, "course", "course_unknown"),
        _beside(subjects, group),
        _response(subjects, group),
        *(_truth(subjects, group, *names) for names in TRUTHS),
        *(_criterion(subjects, group, name) for name in CRITERIA),
    ):
        if family.value(family.everybody - family.unknown):
            yield family


def _of(values: Sequence[Any], group: Group) -> list[Any]:
    return [values[int(row)] for row in group.rows]


def _tally(words: Iterable[str], names: Sequence[str]) -> dict[str, int]:
    found = dict.fromkeys(names, 0)
    for word in words:
        found[word] += 1
    return found


KNOWN = {
    "sex": ("female", "male"),
    "trigger": ("infection", "rheumatic", "malignancy", "primary", "other", "none_found"),
    "course": ("new", "refractory", "relapsed"),
}


def _words(subjects: Subjects, group: Group, name: str, unknown: str) -> Family:
    known = KNOWN[name]
    found = _of(subjects.column("subject", name), group)
    words = (word if word in known else unknown for word in found)
    return one_way(_tally(words, (*known, unknown)), unknown)


BESIDE = {
    "alone": "ruxolitinib_alone",
    "with_glucocorticoid": "with_glucocorticoid",
    "with_other": "with_other",
}


def _beside(subjects: Subjects, group: Group) -> Family:
    found = _of(subjects.column("subject", "beside"), group)
    words = (BESIDE.get(word, "beside_unknown") for word in found)
    return one_way(_tally(words, (*BESIDE.values(), "beside_unknown")), "beside_unknown")


TRUTHS = (
    ("outcome", "death_day", "deaths", "alive", ""),
    ("outcome", "transplant_day", "transplant", "no_transplant", ""),
    ("fever", "within_24_h", "afebrile_24_h", "not_afebrile_24_h", "afebrile_24_h_unknown"),
)


def _truth(subjects: Subjects, group: Group, part: str, name: str, *codes: str) -> Family:
    """Of a truth value, or of a day on which something happened (None: it did not)."""
    yes, no, unknown = codes
    found = _of(subjects.column(part, name), group)
    words = [no if v is False or (v is None and not unknown) else yes for v in found]
    if unknown:
        words = [unknown if v is None else word for v, word in zip(found, words, strict=True)]
    return one_way(_tally(words, [code for code in codes if code]), unknown)


def _criterion(subjects: Subjects, group: Group, name: str) -> Family:
    found = _of(subjects.column("subject", "criteria"), group)
    words = (CODED[row.get(name, UNKNOWN)].format(name) for row in found)
    names = [code.format(name) for code in dict.fromkeys(CODED.values())]
    return one_way(_tally(words, names), f"{name}_unknown")


CODED = {
    "met": "{}",
    "not_met": "{}_not_met",
    UNKNOWN: "{}_unknown",
    "not_applicable": "{}_unknown",
}
EBV = {True: "ebv_hlh", False: "not_ebv", None: "ebv_unknown"}
CLASSED = {
    "complete_response": (COMPLETE,),
    "partial_response": (PARTIAL,),
    "no_response": (NONE,),
    "overall_response": RESPONSES,
}


def _response(subjects: Subjects, group: Group) -> Family:
    """Responses overall and by EBV in one, since the ones follow from the others."""
    codes = class_codes(subjects.column("outcome", "best"))
    classes = [CLASSES[codes[int(row)]] for row in group.rows]
    ebv = [EBV[value] for value in _of(subjects.column("subject", "ebv"), group)]
    places = zip(ebv, map(_told_apart, classes), strict=True)
    names = [f"{one}/{other}" for one, other in product(EBV.values(), TOLD)]
    cells = _tally((f"{one}/{other}" for one, other in places), names)
    counts = {code: _cells(cells, EBV.values(), words) for code, words in CLASSED.items()}
    counts |= {code: _cells(cells, [code], TOLD) for code in EBV.values()}
    within = {"overall_response_ebv": "ebv_hlh", "overall_response_not_ebv": "not_ebv"}
    counts |= {code: _cells(cells, [whole], RESPONSES) for code, whole in within.items()}
    unknown = _cells(cells, EBV.values(), ["open"]) | counts["ebv_unknown"]
    return Family(cells, counts, within, unknown)


TOLD = (COMPLETE, PARTIAL, AT_LEAST_PARTIAL, NONE, "open")


def _told_apart(name: str) -> str:
    return name if name in TOLD else "open"


def _cells(cells: Mapping[str, int], ebv: Iterable[str], words: Iterable[str]) -> frozenset[str]:
    named = product(ebv, tuple(words))
    return frozenset(name for one, other in named if (name := f"{one}/{other}") in cells)


def _counts(found: Iterable[Family], n: int) -> tuple[tuple[Count, ...], tuple[str, ...]]:
    shown, hidden = [], []
    for family in found:
        told = publishable(family)
        for code, cells in family.counts.items():
            whole = family.within.get(code)
            if code not in told or (whole and whole not in told):
                hidden.append(label(code))
            elif family.value(cells):
                of = family.value(family.counts[whole]) if whole else n
                shown.append(Count(code, label(code), family.value(cells), of))
    return tuple(shown), tuple(hidden)


def label(code: str) -> str:
    if code in LABELS:
        return LABELS[code]
    for ending, words in (("_not_met", "not met"), ("_unknown", "not known"), ("", "met")):
        if code.endswith(ending):
            name = code.removesuffix(ending).replace("_", " ")
            return f"HLH-2004 criterion before treatment, {name}: {words}"
    raise KeyError(code)


SUMMED = (
    ("age", "Age at the first dose", "years", "subject", "age", 1),
    ("first_dose", "First dose of ruxolitinib", "mg/d", "subject", "dose_mg_per_day", 1),
    ("time_to_response", "First day in response", "days", "outcome", "response_day", 1),
    ("follow_up", "Observed from day 0", "weeks", "outcome", "os_days", 7),
)


def _wholes(counts: Sequence[Count]) -> dict[str, int | None]:
    """Of how many each number may be, where that is not the group; None: of how many is withheld.
    A first day in response has whoever responded, so that it tells of how many did."""
    found = {count.code: count.numerator for count in counts}
    return {"time_to_response": found.get("overall_response")}


def _summaries(
    subjects: Subjects, group: Group, wholes: Mapping[str, int | None]
) -> tuple[tuple[Summary, ...], tuple[str, ...]]:
    shown, hidden = [], []
    for code, said, unit, part, name, per in SUMMED:
        of = describe(subjects.numbers(part, name)[group.rows] / per)
        whole = wholes.get(code, group.n)
        if whole is None or (of.n and of.n < SMALLEST):
            hidden.append(said)
        elif of.median is not None and of.q1 is not None and of.q3 is not None:
            median, q1, q3 = (_told(code, value) for value in (of.median, of.q1, of.q3))
            shown.append(Summary(code, said, unit, median, q1, q3, told_n(of.n, whole)))
    return tuple(shown), tuple(hidden)


def _told(code: str, value: float) -> float:
    """The quartiles of five are three patients' own: a finer age would tell dates of birth."""
    return round(value, AGE_DIGITS) if code == "age" else rounded(value)


TIMES = {
    "before": ("before treatment", 0),
    "week1": ("nearest day 7", NOMINAL_DAYS["week1"]),
    "week2": ("nearest day 14", NOMINAL_DAYS["week2"]),
    "month1": ("nearest day 30", NOMINAL_DAYS["month1"]),
}


def _means(subjects: Subjects, group: Group) -> tuple[tuple[Mean, ...], tuple[str, ...]]:
    shown, hidden = [], []
    for analyte, (time, (said, day)) in product(ANALYSED, TIMES.items()):
        of = describe(subjects.results(analyte, time)[group.rows])
        if of.n and (of.n < SMALLEST or not of.mean or of.mean < 0 or of.sd is None):
            hidden.append(f"{ANALYTES[analyte].label}, {said}")
        elif of.mean is not None and of.sd is not None:
            mean, sd = rounded(of.mean), rounded(of.sd)
            shown.append(Mean(analyte, said, day, mean, sd, told_n(of.n, group.n)))
    return tuple(shown), tuple(hidden)


def told_n(n: int, whole: int) -> int | None:
    """None where a few missing ones would be told with it."""
    return n if whole - n == 0 or whole - n >= SMALLEST else None


def rounded(value: float) -> float:
    """To four significant digits: more would carry single patients along."""
    return float(f"{value:.{DIGITS}g}")


def disjoint(groups: Sequence[Group]) -> bool:
    """Whether no patient is in two of the groups."""
    rows = [int(row) for group in groups for row in group.rows]
    return len(rows) == len(set(rows))
