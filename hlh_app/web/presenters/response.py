"""The response: each fortnight and marker with its arithmetic, the class in words, its flags."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from hlh_app.clinical.courses import CourseEnd, CourseEndReason
from hlh_app.clinical.normality import COMPLETE_NEEDS
from hlh_app.clinical.response_flags import FlagKind, flags
from hlh_app.clinical.response_needs import Need
from hlh_app.clinical.response_verdict import Assessment, DayState, ResponseVerdict
from hlh_app.clinical.response_wording import not_examined
from hlh_app.clinical.schedule import WINDOW_DAYS, days_after

from . import formats, words
from .links import Trail
from .readings import analyte, bare_value, finding, named, observed_value
from .response_cells import MarkerRow, marker, signs, target_text
from .response_open import open_lines
from .sentences import say
from .verdicts import source


@dataclass(frozen=True, slots=True)
class DayHead:
    """``state``: a CSS word; ``classes`` in words; ``flags`` travel with the class."""

    day: str
    on: str
    short_on: str
    state: str
    classes: str
    flags: str
    why: str


@dataclass(frozen=True, slots=True)
class ResponseView:
    """``sentence`` is what a colleague would say."""

    day0: str
    sentence: str
    best: str
    first: str
    days: tuple[DayHead, ...]
    markers: tuple[MarkerRow, ...]
    signs: tuple[tuple[str, tuple[str, ...]], ...]
    open: tuple[str, ...]
    cautions: tuple[str, ...]
    passed_over: tuple[str, ...]
    basis: str
    definitions: tuple[str, ...]


def response(verdict: ResponseVerdict, trail: Trail, today: date | None = None) -> ResponseView:
    """``today``: given with the last data; a day whose time has passed is then not called due."""
    days = verdict.days
    return ResponseView(
        day0=formats.moment(verdict.course.first_dose),
        sentence=sentence(verdict),
        best=words.response_classes(verdict.best_by_day_56),
        first=_first(verdict),
        days=tuple(_head(day, today) for day in days),
        markers=tuple(marker(code, verdict, trail) for code in COMPLETE_NEEDS),
        signs=tuple(signs(days)),
        open=open_lines(verdict),
        cautions=tuple(_cautions(verdict)),
        passed_over=tuple(dict.fromkeys(_passed_over(verdict))),
        basis=_("%(source)s; counting these five markers is our reading; rule version %(v)s")
        % {"source": source(verdict.source), "v": verdict.version},
        definitions=_definitions(verdict),
    )


def sentence(verdict: ResponseVerdict) -> str:
    """Partial response by the letter on day 14; platelets fell 75 %."""
    latest = verdict.latest
    if latest is None:
        return _("Response not assessed yet: no result of an assessment day.")
    text = _("%(response)s on day %(day)s")
    if _by_the_letter(latest):
        text = _("%(response)s by the letter on day %(day)s")
    text %= {
        "response": words.sentence(words.response_classes(latest.possible)),
        "day": latest.day,
    }
    raised = [words.inside(say(flag.message)) for flag in flags(latest)]
    return "; ".join(part for part in (text, say(not_examined(latest)), *raised) if part) + "."


def _by_the_letter(day: Assessment) -> bool:
    """A response by the markers while something else got worse, or with fever."""
    grave = (flag for flag in flags(day) if flag.kind is not FlagKind.NORMAL_AT_BASELINE)
    return day.responded and any(grave)


def flag_text(day: Assessment) -> str:
    """Fell 75 %, febrile, normal at baseline: what a class never goes without."""
    return "; ".join(say(flag.message) for flag in flags(day)) if day.is_assessed else ""


def _definitions(verdict: ResponseVerdict) -> tuple[str, ...]:
    """What of this reading is ours and not the source's."""
    ours = _(
        "Our definitions: baseline, the last value at or before the first dose, at most 7 days "
        "old (sCD25 14); the value nearest the day within 3 days; values after transfusion or "
        "G-CSF passed over; febrile from 38.0 °C; what missing values leave open."
    )
    return (*_earlier_courses(verdict), ours)


def _earlier_courses(verdict: ResponseVerdict) -> Iterator[str]:
    if verdict.earlier_course_from is not None:
        yield _(
            "An earlier course began on %(day)s; a pause of more than 14 days begins a new one, "
            "with its own day 0 and baseline (our definition)."
        ) % {"day": formats.day(verdict.earlier_course_from)}


def _first(verdict: ResponseVerdict) -> str:
    if verdict.latest is None:
        return _("no day assessed yet")
    if verdict.first_response_day is None:
        return _("no assessed day is surely a response")
    return _("first response on day %(day)s") % {"day": verdict.first_response_day}


def need_text(need: Need) -> str:
    """Ferritin 1,709 (needs ≤ 400 µg/L)."""
    if need.reading is None:
        label = _("fever") if need.code == "fever" else words.inside(finding(need.code))
        text = _("%(what)s not known") if need.is_open else _("%(what)s still present")
        return text % {"what": label}
    name, row = named(need.code), need.reading.row
    if row is None:
        text = _("%(test)s without a value") % {"test": name}
    elif need.target is not None and need.target.unit == row.unit:
        text = f"{name} {bare_value(row)}"
    else:
        text = f"{name} {observed_value(row)}"
    if need.target is None:
        lacking = _("%(test)s (no limit or baseline to judge by)") % {"test": text}
        return lacking if row is not None else text
    return _("%(test)s (needs %(target)s)") % {"test": text, "target": target_text(need.target)}


def _head(day: Assessment, today: date | None) -> DayHead:
    return DayHead(
        day=_("Day %(day)s") % {"day": day.day},
        on=formats.day(day.on),
        short_on=formats.short_day(day.on),
        state=day.state.value,
        classes=words.response_classes(day.possible) if day.is_assessed else "",
        flags=flag_text(day),
        why=_why(day, today),
    )


def _why(day: Assessment, today: date | None) -> str:
    if day.state is DayState.NOT_APPLICABLE and day.end is not None:
        return _("not applicable: %(end)s") % {"end": _end(day.end)}
    if day.state is DayState.UPCOMING:
        if today is not None and today > days_after(day.on, WINDOW_DAYS):
            return _("was due %(day)s; no data since") % {"day": formats.day(day.on)}
        return _("due %(day)s") % {"day": formats.day(day.on)}
    if day.state is DayState.NO_VALUES:
        awaited = ", ".join(analyte(row.analyte) for row in day.awaited)
        if awaited:
            return _("no value within 3 days; awaited: %(tests)s") % {"tests": awaited}
        return _("no value within 3 days")
    return ""


def _end(end: CourseEnd) -> str:
    text = {
        CourseEndReason.LAST_DOSE: _("last dose on %(day)s"),
        CourseEndReason.OTHER_THERAPY: _("%(drug)s begun for failure on %(day)s"),
        CourseEndReason.CONDITIONING: _("conditioning on %(day)s"),
        CourseEndReason.TRANSPLANT: _("transplant on %(day)s"),
        CourseEndReason.DEATH: _("death on %(day)s"),
    }.get(end.reason, _("course ended on %(day)s"))
    return text % {"day": formats.day(end.on), "drug": (end.drug or "").replace("_", " ")}


def _cautions(verdict: ResponseVerdict) -> Iterator[str]:
    """One line for all tests with the same other therapy before the first dose."""
    tests: dict[str, list[str]] = {}
    for code, base in verdict.baseline.items():
        if base is not None and base.begun_between:
            drugs = ", ".join(row.drug.replace("_", " ") for row in base.begun_between)
            tests.setdefault(drugs, []).append(named(code))
    for drugs, codes in tests.items():
        yield _("%(drugs)s begun between the baseline (%(tests)s) and the first dose.") % {
            "drugs": words.sentence(drugs),
            "tests": ", ".join(codes),
        }


def _passed_over(verdict: ResponseVerdict) -> Iterator[str]:
    for day in verdict.days:
        for spoilt in day.passed_over:
            yield _("%(test)s %(value)s of %(when)s passed over: after %(cause)s.") % {
                "test": analyte(spoilt.observation.analyte),
                "value": observed_value(spoilt.observation),
                "when": formats.day(spoilt.observation.measured_at.day),
                "cause": spoilt.cause.drug.replace("_", " "),
            }
