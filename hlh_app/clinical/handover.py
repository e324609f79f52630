"""The handover of one patient: what a colleague must know in one breath, in the order of need.

What may harm today comes first: a line that is cut short loses its end. Then death, the diagnosis,
the drug and its day, the response with its flags, a relapse or progression after it, transplant,
the last fever, and last what is to be done.
"""

from collections.abc import Iterator
from decimal import Decimal

from hlh_app.clinical.assess import Assessment
from hlh_app.clinical.case import Exposure
from hlh_app.clinical.courses import Course
from hlh_app.clinical.events import happened
from hlh_app.clinical.fever import last_fever
from hlh_app.clinical.given import is_given
from hlh_app.clinical.hlh2004 import Hlh2004
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.relapse import relapse_and_progression
from hlh_app.clinical.response_flags import flags
from hlh_app.clinical.response_verdict import ResponseVerdict
from hlh_app.clinical.response_wording import words
from hlh_app.clinical.task import Task
from hlh_app.clinical.text import SEMICOLON, Message, Value, gettext_noop, listed
from hlh_app.clinical.windows import History

TASKS_SAID = 4

_TIMES = {
    Decimal(1): gettext_noop("{dose} {unit} once a day"),
    Decimal(2): gettext_noop("{dose} {unit} twice a day"),
    Decimal(3): gettext_noop("{dose} {unit} three times a day"),
}
_OTHER_TIMES = gettext_noop("{dose} {unit} {times} times a day")
_HOW_OFTEN = gettext_noop("{dose} {unit}, how often not recorded")
_NO_DOSE = gettext_noop("dose not recorded")
_ON = gettext_noop("ruxolitinib {dose}, day {day}.")
_OFF = gettext_noop("ruxolitinib stopped, last given {last}; day {day} from the first dose.")
_ENDED = gettext_noop("ruxolitinib ended {last}; day {day} from the first dose.")
_NONE = Message(gettext_noop("no ruxolitinib recorded."))
_MET = gettext_noop("HLH-2004 met {day}: {met} of {total}.")
_NEVER = gettext_noop("HLH-2004 {word}: {met} of {total}, {unknown} unknown.")
_WORD = {
    Outcome.MET: gettext_noop("met"),
    Outcome.NOT_MET: gettext_noop("not met"),
    Outcome.UNKNOWN: gettext_noop("open"),
}
_RESPONSE = gettext_noop("day {day}: {classes}.")
_FLAGGED = gettext_noop("day {day}: {classes} by the letter; {flags}.")
_OPEN_FLAGGED = gettext_noop("day {day}: {classes}; {flags}.")
_NOT_YET = Message(gettext_noop("response not assessed yet."))
_FEVER = gettext_noop("last 38.0 °C or more: {when}; readings since: {since}.")
_NO_FEVER = gettext_noop("no temperature of 38.0 °C or more; readings: {since}.")
_NO_TEMPERATURE = Message(gettext_noop("no temperature recorded."))
_DIED = gettext_noop("died {on}.")
_TRANSPLANTED = gettext_noop("transplanted {on}.")
_TASK = gettext_noop("{why}.")


def handover(assessment: Assessment, due: tuple[Task, ...]) -> tuple[Message, ...]:
    """The sentences in order. ``due``: the tasks that show today, the most urgent first."""
    said = due[:TASKS_SAID]
    return (
        *(_sentence(task) for task in said if task.is_danger),
        *_event(assessment, "death", _DIED),
        _diagnosis(assessment.hlh2004),
        *_treatment(assessment),
        *_lost(assessment),
        *_event(assessment, "transplant", _TRANSPLANTED),
        _last_fever(assessment),
        *(_sentence(task) for task in said if not task.is_danger),
    )


def _sentence(task: Task) -> Message:
    text = task.why
    return text if str(text).endswith(".") else Message(_TASK, {"why": text})


def _event(assessment: Assessment, event: str, template: str) -> Iterator[Message]:
    """The latest day of it, as far as it can be seen."""
    days = happened(assessment.case, event, assessment.as_of)
    if days:
        yield Message(template, {"on": days[-1]})


def _lost(assessment: Assessment) -> Iterator[Message]:
    """A class of a day never stands alone once relapse or progression has come."""
    found = relapse_and_progression(assessment.case, assessment.as_of, assessment.response)
    for event in (found.relapse, found.progression) if found else ():
        if event.outcome is Outcome.MET:
            yield event.statement
            yield from (Message(_TASK, {"why": reason.text}) for reason in event.reasons[1:])


def _diagnosis(readings: Hlh2004) -> Message:
    then = readings.at_diagnosis
    if then is not None and then.count is not None:
        values: dict[str, Value] = {"day": then.as_of.day, "met": then.count.met}
        return Message(_MET, {**values, "total": then.count.total})
    count = readings.now.count
    assert count is not None
    return Message(
        _NEVER,
        {
            "word": Message(_WORD[readings.now.outcome]),
            "met": count.met,
            "total": count.total,
            "unknown": count.unknown,
        },
    )


def _treatment(assessment: Assessment) -> Iterator[Message]:
    response = assessment.response
    if response is None:
        yield _NONE
        return
    yield _drug(assessment, response.course)
    yield _response(response)


def _drug(assessment: Assessment, course: Course) -> Message:
    today = assessment.as_of.day
    day = (today - course.day0).days
    given = [e for e in course.exposures if is_given(e, assessment.as_of)]
    if given and (course.stop is None or course.stop.on >= today):
        return Message(_ON, {"dose": dose(given[-1]), "day": day})
    if course.last_dose_on is not None:
        return Message(_OFF, {"last": course.last_dose_on, "day": day})
    assert course.stop is not None
    return Message(_ENDED, {"last": course.stop.on, "day": day})


def dose(exposure: Exposure) -> Message:
    """2.5 mg twice a day: an amount never stands without its frequency."""
    if exposure.dose is None or exposure.unit is None:
        return Message(_NO_DOSE)
    values: dict[str, Value] = {"dose": exposure.dose, "unit": exposure.unit}
    times = exposure.times_per_day
    if times is None:
        return Message(_HOW_OFTEN, values)
    return Message(_TIMES.get(times, _OTHER_TIMES), {**values, "times": times})


def _response(response: ResponseVerdict) -> Message:
    latest = response.latest
    if latest is None:
        return _NOT_YET
    values: dict[str, Value] = {"day": latest.day, "classes": words(latest.possible)}
    travelling = [flag.message for flag in flags(latest)]
    if not travelling:
        return Message(_RESPONSE, values)
    template = _FLAGGED if latest.is_settled else _OPEN_FLAGGED
    return Message(template, {**values, "flags": listed(travelling, SEMICOLON)})


def _last_fever(assessment: Assessment) -> Message:
    last = last_fever(History(assessment.case), assessment.as_of)
    if last.reading is not None:
        return Message(_FEVER, {"when": last.reading.measured_at, "since": last.since})
    return Message(_NO_FEVER, {"since": last.since}) if last.since else _NO_TEMPERATURE
