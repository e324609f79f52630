"""Made-up cohorts as the rows of a study hold them: with ties, censoring, gaps and empty cells.

Facts of one patient agree with each other (nobody relapses before responding or after dying);
everything else is left to chance, seed by seed. Built from the parts' own dataclasses, so that a
field which is renamed is noticed here and one that is added is filled by its kind.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, get_type_hints

import numpy as np

from hlh_app.clinical.case import ACTIONS, ADVERSE_CATEGORIES, COURSES, DONORS, TRIGGER_AGENTS
from hlh_app.clinical.courses import CourseEndReason
from hlh_app.clinical.ctcae_tables import TERMS
from hlh_app.clinical.defervescence import ClockState
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.study.care import FIRST_DAY, LAST_DAY
from hlh_app.clinical.study.facts import PARTS
from hlh_app.clinical.study.fever import FIRST_PEAK_DAY, LAST_PEAK_DAY
from hlh_app.clinical.study.harm import DIFFERENT
from hlh_app.clinical.study.outcome import OutcomeFacts
from hlh_app.clinical.study.subject import ALONE, OTHER_TRIGGERS, WITH_GLUCOCORTICOID, WITH_OTHER
from hlh_app.clinical.study.values import ANALYSED, TIMES
from hlh_app.statistics.subjects import Group, Subjects

SIZES = (0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 20, 34)
LARGE, EVERY_LARGE = 60, 37
CLASSES = (("NR",), ("PR",), ("CR",), ("NR", "PR"), ("PR", "CR"), ("NR", "PR", "CR"))
SCALES = {"ferritin": 5000.0, "platelets": 150.0, "scd25": 4000.0, "albumin": 35.0}
DAYS = (7, 14, 28, 42, 56)
CRITERIA = ("fever", "cytopenias", "nk_activity", "ferritin", "scd25")
EVENTS = (None, "Lung infection", "lung  infection", "Rash")
GRADES = (None, 1, 2, 3, 4)
HINTS = {part: get_type_hints(part) for part in PARTS.values()}


@dataclass(frozen=True)
class Chance:
    """One cohort's habits: how often a fact is missing, how coarse the numbers are (ties), how many
    kinds of answers there are, and how often somebody dies."""

    of: random.Random
    missing: float
    digits: int
    narrow: bool
    dies: float

    def gap(self) -> bool:
        return self.of.random() < self.missing

    def among(self, words: Sequence[Any], none: bool = True) -> Any:
        if none and self.gap():
            return None
        return self.of.choice(words[:2] if self.narrow else words)

    def number(self, scale: float) -> float | None:
        if self.gap():
            return None
        if self.digits < 0:
            return scale
        return round(self.of.lognormvariate(0, 0.7) * scale, self.digits)

    def flag(self) -> bool | None:
        return None if self.gap() else self.of.random() < 0.4

    def day(self, first: int, last: int) -> int:
        return self.of.randint(first, max(first, last))


def random_cohort(seed: int) -> tuple[Subjects, tuple[Group, ...]]:
    """The cohort of this seed and its one or two groups (which may overlap or be empty)."""
    of = random.Random(seed)
    chance = Chance(
        of,
        missing=of.choice((0.0, 0.1, 0.3, 0.3, 0.8, 1.0)),
        digits=of.choice((-1, 0, 0, 1, 1, 2, 4)),
        narrow=of.random() < 0.3,
        dies=of.choice((0.0, 0.3, 0.5, 1.0)),
    )
    size = LARGE if seed % EVERY_LARGE == 0 else of.choice(SIZES)
    rows = [patient(chance) for _ in range(size)]
    return subjects_of(rows), tuple(_groups(of, len(rows)))


def subjects_of(rows: Sequence[dict[str, dict[str, Any]]]) -> Subjects:
    """Rows part → field → plain value, as they are stored."""
    n = len(rows)
    texts = {part: [json.dumps(row[part]) for row in rows] for part in PARTS}
    codes = [f"C-{number:03}" for number in range(n)]
    return Subjects(list(range(1, n + 1)), codes, [1] * n, ["entered"] * n, texts)


def _groups(of: random.Random, n: int) -> Iterator[Group]:
    everybody = np.arange(n)
    if of.random() < 0.35:
        yield Group("a", "All chosen", everybody)
        return
    share = of.choice((0.0, 0.3, 0.5, 0.5, 1.0))
    first = np.array([of.random() < share for _ in range(n)], dtype=bool)
    second = ~first
    if of.random() < 0.2:
        second = np.array([of.random() < 0.7 for _ in range(n)], dtype=bool)
    yield Group("a", "Group A", everybody[first])
    yield Group("b", "Group B", everybody[second])


def patient(chance: Chance) -> dict[str, dict[str, Any]]:
    """One row of the study, part by part."""
    ruxolitinib = chance.of.random() < 0.75
    outcome = _outcome(chance, ruxolitinib)
    known = {
        "subject": _subject(chance, ruxolitinib),
        "values": _values(chance),
        "outcome": outcome,
        "fever": _fever(chance),
        "care": _care(chance, ruxolitinib, outcome["last_day"]),
        "harm": _harm(chance) if ruxolitinib else {},
        "series": {"points": _points(chance, outcome["last_day"])},
    }
    return {
        part: plain(PARTS[part](**{**_by_kind(chance, part, known[part]), **known[part]}))
        for part in PARTS
    }


def plain(part: Any) -> dict[str, Any]:
    """As ``asdict``, of parts that hold no dataclass."""
    return {name: getattr(part, name) for name in HINTS[type(part)]}


def _by_kind(chance: Chance, part: str, known: dict[str, Any]) -> dict[str, Any]:
    """Plain fields that nothing above speaks of, and that may be unknown."""
    kinds: dict[Any, Callable[[], Any]] = {
        float | None: lambda: chance.number(10),
        int | None: lambda: None if chance.gap() else chance.day(0, 60),
        bool | None: chance.flag,
    }
    return {
        name: kinds[hint]()
        for name, hint in HINTS[PARTS[part]].items()
        if name not in known and hint in kinds and known
    }


def _subject(chance: Chance, ruxolitinib: bool) -> dict[str, Any]:
    of = chance.of
    earlier = tuple(of.choice(("HLH-94", "hlh 94", "DEP")) for _ in range(of.choice((0, 0, 1, 2))))
    outcomes = list(Outcome)
    criteria = {name: of.choice(outcomes).value for name in CRITERIA}
    return {
        "treatment": "ruxolitinib" if ruxolitinib else "conventional",
        "drug": "ruxolitinib" if ruxolitinib else of.choice(("etoposide", "dexamethasone")),
        "day0": (date(2019, 1, 1) + timedelta(days=of.randint(0, 900))).isoformat(),
        "age": chance.number(20),
        "sex": chance.among(("male", "female", "other")),
        "trigger": chance.among(("infection", *OTHER_TRIGGERS)),
        "agent": chance.among(TRIGGER_AGENTS),
        "course": chance.among(COURSES[1:]),
        "donor": chance.among(DONORS[1:]),
        "line": chance.among(("first", "later")),
        "lines_before": len(earlier),
        "earlier": earlier,
        "beside": chance.among((ALONE, WITH_GLUCOCORTICOID, WITH_OTHER)) if ruxolitinib else None,
        "criteria": criteria,
        "criteria_met": None if chance.gap() else of.randint(0, 8),
        "hlh2004": chance.among([word.value for word in outcomes]),
        "other_drugs": tuple(sorted({of.choice(("etoposide", "prednisone")) for _ in range(2)})),
    }


def _values(chance: Chance) -> dict[str, Any]:
    found = {}
    for analyte in ANALYSED:
        row = tuple(chance.number(SCALES.get(analyte, 10.0)) for _ in TIMES)
        if any(value is not None for value in row):
            found[analyte] = row
    beyond = {"ferritin": (">", None, None, None, None)} if "ferritin" in found else {}
    return {"values": found, "beyond": beyond}


def _outcome(chance: Chance, ruxolitinib: bool) -> dict[str, Any]:
    last = chance.of.choice((0, chance.day(1, 40), chance.day(20, 400), 56, 365))
    dead = chance.of.random() < chance.dies
    transplant = chance.day(0, last) if chance.of.random() < 0.25 else None
    ended = "death" if dead else "last_contact"
    found = {
        "transplant_day": transplant,
        "death_day": last if dead else None,
        "last_day": last,
        **_censored("os", last, ended, transplant),
    }
    return {**_unanswered(), **found, **(_course(chance, found) if ruxolitinib else {})}


def _unanswered() -> dict[str, Any]:
    """What conventional treatment leaves open stays open."""
    return plain(OutcomeFacts())


def _censored(name: str, days: int, ended: str, transplant: int | None) -> dict[str, Any]:
    earlier = transplant is not None and transplant < days
    return {
        f"{name}_days": days,
        f"{name}_ended": ended,
        f"{name}_transplant_days": transplant if earlier else days,
        f"{name}_transplant_ended": "transplant" if earlier else ended,
    }


def _course(chance: Chance, seen: dict[str, Any]) -> dict[str, Any]:
    last, of = seen["last_day"], chance.of
    classes, states = {}, {}
    for day in DAYS:
        if day <= last and not chance.gap():
            classes[str(day)] = of.choice(CLASSES)
        else:
            states[str(day)] = "no_values" if day <= last else "upcoming"
    sure = [int(day) for day, possible in classes.items() if "NR" not in possible]
    maybe = [int(day) for day, possible in classes.items() if possible != ("NR",)]
    complete = [int(day) for day, possible in classes.items() if possible == ("CR",)]
    response = sure[0] if sure else None
    best = max(classes.values(), key=CLASSES.index, default=())
    return {
        "classes": classes,
        "not_assessed": states,
        "best": best,
        "best_day": next((int(day) for day, of_day in classes.items() if of_day == best), None),
        "flags": tuple(of.sample(("worse:platelets", "febrile"), of.randint(0, 2))) if best else (),
        "response_day": response,
        "response_maybe_day": maybe[0] if maybe and maybe[0] != response else None,
        "complete_day": complete[0] if complete else None,
        "course_end_day": None if chance.gap() else chance.day(0, last),
        "course_end": chance.among([reason.value for reason in CourseEndReason]),
        "failure_day": chance.day(0, last) if of.random() < 0.2 else None,
        **_worse(chance, seen, response),
    }


def _worse(chance: Chance, seen: dict[str, Any], response: int | None) -> dict[str, Any]:
    """Relapse only after a response, progression only without one."""
    last, is_worse = seen["last_day"], chance.of.random() < 0.4
    relapse = chance.day(response, last) if response is not None and is_worse else None
    progression = chance.day(0, last) if response is None and is_worse else None
    name = "relapse" if relapse is not None else "progression"
    worse = relapse if relapse is not None else progression
    pfs = (last, seen["os_ended"]) if worse is None or worse == last else (worse, name)
    words = {True: "met", False: chance.of.choice(("not_met", "unknown"))}
    return {
        "relapse": "not_applicable" if response is None else words[relapse is not None],
        "relapse_day": relapse,
        "progression": words[progression is not None],
        "progression_day": progression,
        **_censored("pfs", *pfs, seen["transplant_day"]),
        "pfs_open": chance.of.random() < 0.2,
        **_since_response(seen, response, relapse),
        "ebv_rose_before_relapse": None if relapse is None else chance.flag(),
    }


def _since_response(
    seen: dict[str, Any], response: int | None, relapse: int | None
) -> dict[str, Any]:
    if response is None:
        return {"response_to_days": None, "response_to_ended": None}
    transplant, dead = seen["transplant_day"], seen["os_ended"] == "death"
    ends = [(relapse, "relapse")] if relapse is not None else []
    ends += [(seen["last_day"], "death")] if dead else []
    ends += (
        [(transplant, "transplant")] if transplant is not None and transplant >= response else []
    )
    day, ended = min(ends or [(seen["last_day"], "last_contact")], key=lambda end: end[0])
    return {"response_to_days": day - response, "response_to_ended": ended}


def _fever(chance: Chance) -> dict[str, Any]:
    of = chance.of
    state = of.choice(list(ClockState)).value
    afebrile = state == ClockState.AFEBRILE
    febrile = True if afebrile or state == ClockState.FEBRILE else chance.among((False, None))
    days = chance.day(0, 9) if afebrile else None
    hours = days * 24 + of.randint(0, 12) if days is not None and not chance.gap() else None
    still = days is None and febrile is True
    back = chance.day(1, 20) if afebrile and of.random() < 0.3 else None
    return {
        "peaks": _peaks(chance),
        "febrile_before": febrile,
        "state": state,
        "afebrile_hours": None if hours is None else float(hours),
        "afebrile_days": days,
        "open_hours": float(of.randint(0, 200)) if still and not chance.gap() else None,
        "open_days": of.randint(0, 8) if still else None,
        "within_24_h": chance.flag(),
        "came_back": of.choice(list(Outcome)).value if back is None else "met",
        "back_days": back,
    }


def _peaks(chance: Chance) -> tuple[float | None, ...]:
    last = chance.of.choice((None, 2, 9, LAST_PEAK_DAY))
    if last is None:
        return ()
    days = range(FIRST_PEAK_DAY, last + 1)
    peaks = [None if chance.gap() else round(chance.of.gauss(38, 1), 1) for _ in days]
    return tuple(peaks) if any(peaks) else ()


def _care(chance: Chance, ruxolitinib: bool, last: int) -> dict[str, Any]:
    of, to = chance.of, min(last, LAST_DAY)
    change = chance.day(0, last)
    doses = ((0, change, chance.number(10)), (change, last, chance.number(20)))
    given = of.random() < 0.6
    doses_a_day = (0.0, 0.0, 8.0, 16.0, 40.0, 100.0, 12.5)
    return {
        "doses": doses if ruxolitinib else (),
        "still_given": ruxolitinib and of.random() < 0.4,
        "glucocorticoid": tuple(
            None if given and chance.gap() else of.choice(doses_a_day) if given else 0.0
            for _ in range(FIRST_DAY, to + 1)
        ),
        "followed_to": to,
    }


def _harm(chance: Chance) -> dict[str, Any]:
    of = chance.of
    terms = {term: _grades(chance) for term in TERMS if not chance.gap()}
    events = tuple(
        (
            of.choice(ADVERSE_CATEGORIES),
            of.choice(EVENTS),
            of.choice(GRADES),
            day,
            of.choice(ACTIONS),
        )
        for day in sorted(of.randint(0, 60) for _ in range(of.choice((0, 0, 1, 3))))
    )
    return {
        "terms": terms,
        "terms_v4": {term: _grades(chance) for term in terms if term in DIFFERENT},
        "events": events,
    }


def _grades(chance: Chance) -> tuple[int | None, int | None, int, int, int, int]:
    before = None if chance.gap() else chance.of.randint(0, 3)
    worst = chance.of.randint(0, 4)
    high = min(4, worst + chance.of.choice((0, 0, 0, 1)))
    new = (worst, high) if worst > (before or 0) else (0, high if high > worst else 0)
    return (before, before, worst, high, *new)


def _points(chance: Chance, last: int) -> dict[str, tuple[tuple[int, float], ...]]:
    found = {}
    for analyte in ("ferritin", "platelets", "scd25"):
        days = sorted({chance.day(-7, min(last, 60)) for _ in range(4)})
        rows = [(day, chance.number(SCALES[analyte])) for day in days]
        known = tuple((day, value) for day, value in rows if value is not None)
        if known:
            found[analyte] = known
    return found
