"""What ``assess`` prints beyond the first verdicts, under its documented keys.

Days are ISO dates, moments as written in the case, sentences plain English. Numbers are exact where
the record's are, else rounded as the rule rounds them.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hlh_app.clinical.case import Observation
from hlh_app.clinical.checklist import Checklist
from hlh_app.clinical.ctcae import Grade
from hlh_app.clinical.dosing import Caution
from hlh_app.clinical.fever_episodes import FeverCourse, FeverEpisode
from hlh_app.clinical.fever_neutropenia import FeverNeutropenia
from hlh_app.clinical.follow_up import FollowUp
from hlh_app.clinical.further import Explanation, Further
from hlh_app.clinical.glucocorticoid import Glucocorticoid
from hlh_app.clinical.renal_function import RenalFunction
from hlh_app.clinical.settling import SettlingSet
from hlh_app.clinical.task import Task
from hlh_app.clinical.timeline import DayVerdict
from hlh_app.clinical.titration import Titration
from hlh_app.clinical.toxicity import Toxicity
from hlh_app.clinical.toxicity_chart import Graded
from hlh_app.clinical.toxicity_terms import TermRow
from hlh_app.clinical.transplant_window import TransplantWindow
from hlh_app.clinical.verdict import Verdict
from hlh_app.exchange.course_json import course, emapalumab

Json = dict[str, Any]


def further_json(found: Further) -> Json:
    """Every further rule's answer, ready for ``json.dumps``."""
    return {
        "ms2019": _verdict(found.ms2019),
        "mh2017": _verdict(found.mh2017),
        "ohi2022": _verdict(found.ohi2022),
        "emapalumab2020": emapalumab(found.emapalumab2020),
        "course": course(found.course),
        "toxicity": _toxicity(found.toxicity),
        "eligibility_wang2020": _checklist(found.eligibility),
        "workup_chi2020": _checklist(found.workup),
        "cautions": [_caution(one) for one in found.cautions],
        "renal": _renal(found.renal),
        "titration": _titration(found.titration),
        "glucocorticoid": _glucocorticoid(found.glucocorticoid),
        "fever": _fever(found.fever),
        "fever_neutropenia": _fever_neutropenia(found.fever_neutropenia),
        "transplant_window": _window(found.transplant_window),
        "follow_up": _follow_up(found.follow_up),
        "timeline": [_timeline_day(day) for day in found.timeline],
        "explanation": _explanation(found.explanation),
        "tasks": [_task(one) for one in found.tasks],
        "handover": " ".join(_sentence(str(line)) for line in found.handover),
    }


def number(value: Decimal | Fraction | None) -> int | float | None:
    """A whole number stays whole."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] if not text[1:2].isupper() else text


def measured(row: Observation | None) -> Json | None:
    """One result as reported."""
    if row is None:
        return None
    return {
        "analyte": row.analyte,
        "comparator": row.comparator,
        "value": number(row.value),
        "unit": row.unit,
        "measured_at": row.measured_at.text,
    }


def _verdict(verdict: Verdict) -> Json:
    found: Json = {
        "outcome": verdict.outcome.value,
        "statement": str(verdict.statement),
        "criteria": {c.id: c.outcome.value for c in verdict.criteria},
    }
    if verdict.points is not None:
        found["points"] = {"low": verdict.points[0], "high": verdict.points[1]}
    if verdict.score is not None:
        low, high = verdict.score
        found["score"] = {"low": number(low), "high": number(high)}
    return found


def _grade(grade: Grade | None) -> Json | None:
    return None if grade is None else {"low": grade.low, "high": grade.high}


def _graded(graded: Graded | None) -> Json | None:
    if graded is None:
        return None
    return {
        "grade": _grade(graded.grade),
        "on": day(graded.day),
        "result": measured(graded.row),
    }


def _toxicity(toxicity: Toxicity) -> Json:
    return {
        "ctcae": toxicity.ctcae,
        "statement": str(toxicity.statement),
        "terms": {row.analyte: _term(row) for row in toxicity.rows},
        "events": [
            {
                "term": found.event.term,
                "category": found.event.category,
                "grade": found.event.grade,
                "ctcae": found.event.ctcae,
                "on": day(found.event.on),
            }
            for found in toxicity.events
        ],
        "checklist": {item.category: item.state.value for item in toxicity.checklist},
    }


def _term(row: TermRow) -> Json:
    return {
        "before": _graded(row.before),
        "worst_since": _graded(row.worst_since),
        "since": _grade(row.since),
        "new": row.new,
        "new_since": day(row.new_since),
        "last": _graded(row.last),
    }


def _checklist(found: Checklist) -> Json:
    return {
        "outcome": found.outcome.value,
        "statement": str(found.statement),
        "items": {
            item.id: {"outcome": item.outcome.value, "says": str(item.says), "on": day(item.day)}
            for item in found.items
        },
    }


def _caution(caution: Caution) -> Json:
    return {"id": caution.id, "text": str(caution.text), "source": caution.source.short}


def _renal(renal: RenalFunction) -> Json:
    return {
        "class": renal.renal_class.value,
        "value": number(renal.value),
        "unit": renal.unit,
        "formula": str(renal.formula),
        "statement": str(renal.statement),
    }


def _titration(found: Titration) -> Json:
    return {
        "steps": [
            {
                "start": step.start.text,
                "stop": day(step.stop),
                "daily_mg": number(step.daily_mg),
                "mg_per_kg_per_day": number(step.mg_per_kg_per_day),
                "change": step.change.value,
            }
            for step in found.steps
        ],
        "stop": None
        if found.stop is None
        else {"on": day(found.stop.on), "kind": found.stop.kind.value},
    }


def _glucocorticoid(found: Glucocorticoid) -> Json:
    return {
        "statement": str(found.statement),
        "days": len(found.days),
        "total_mg": number(found.total_mg),
        "unknown_days": found.unknown_days,
        "since_day0_mg": number(found.since_day0_mg),
        "now_mg": None if found.now is None else number(found.now.mg),
        "stopped_without_taper": None if found.stop is None else found.stop.without_taper.value,
    }


def _fever(found: FeverCourse) -> Json:
    clock = found.clock
    return {
        "statement": str(found.statement),
        "episodes": [_episode(episode) for episode in found.episodes],
        "defervescence": None
        if clock is None
        else {
            "state": clock.state.value,
            "febrile_before": clock.febrile_before,
            "afebrile_from": measured(clock.afebrile_from),
            "hours": None if clock.after is None else clock.after.total_seconds() / 3600,
            "days": clock.days,
            "came_back": clock.came_back.value,
        },
    }


def _episode(episode: FeverEpisode) -> Json:
    return {
        "onset": measured(episode.onset),
        "peak": measured(episode.peak),
        "state": episode.state.value,
        "came_back": episode.came_back,
        "over_from": measured(episode.over_from),
        "ruxolitinib_mg": [number(row.dose) for row in episode.ruxolitinib],
    }


def _fever_neutropenia(found: FeverNeutropenia) -> Json:
    return {
        "outcome": found.outcome.value,
        "urgent": found.is_urgent,
        "statement": str(found.statement),
    }


def _window(found: TransplantWindow) -> Json:
    return {
        "state": found.state.value,
        "reasons": [reason.value for reason in found.reasons],
        "until": day(found.until),
        "days_left": found.days_left,
        "statement": str(found.statement),
    }


def _follow_up(found: FollowUp) -> Json:
    return {
        "statement": str(found.statement),
        "days": [{"month": d.month, "on": day(d.on), "state": d.state.value} for d in found.days],
    }


def _timeline_day(found: DayVerdict) -> Json:
    toxicity = found.toxicity
    return {
        "on": day(found.day),
        "hlh2004": {
            "outcome": found.outcome.value,
            "met": found.count.met,
            "unknown": found.count.unknown,
        },
        "hscore": {"low": found.points[0], "high": found.points[1]},
        "response_day": found.response_day,
        "response": [one.value for one in found.possible],
        "toxicity": None if toxicity is None else _grade(toxicity.grade),
    }


def _explanation(found: Explanation) -> Json:
    return {
        "settling": {rule: _sets(sets) for rule, sets in found.settling.items()},
        "response": [
            {"day": number, "sets": [list(one) for one in sets]}
            for number, sets in found.response.items()
        ],
        "parting": [str(message) for message in found.parting],
    }


def _sets(sets: Iterable[SettlingSet]) -> list[Json]:
    return [
        {"settles_as": found.outcome.value, "tests": [test.id for test in found.tests]}
        for found in sets
    ]


def _task(task: Task) -> Json:
    return {
        "kind": task.kind.value,
        "why": str(task.why),
        "shows_from": day(task.shows_from),
        "due_on": day(task.due_on),
        "shows_until": day(task.shows_until),
    }
