"""The drawings of single patients' responses: swimmer plot, waterfall and spider of ferritin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hlh_app.charts.study.class_looks import percent
from hlh_app.charts.study.spider import Line, spider_figure
from hlh_app.charts.study.swimmer import Dose, Mark, Swimmer, SwimmerWords, swimmer_figure
from hlh_app.charts.study.waterfall import Bar, ChangeWords, waterfall_figure
from hlh_app.statistics.response_drawn import (
    MOST_DRAWN,
    Falls,
    Part,
    Path,
    PatientCourse,
)
from hlh_app.statistics.subjects import Group, Subjects

from ...study.asked import Asked
from .. import formats
from ..drawing import Drawing
from .drawings import address
from .response_words import CLASS_WORDS, class_words

START = "drawn"


@dataclass(frozen=True, slots=True)
class Choice:
    """Another part of the patients to draw."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Which:
    """Which patients of a group are drawn: "" and no choices when all are."""

    said: str
    choices: tuple[Choice, ...]


def which(asked: Asked, part: Part[Any]) -> Which:
    """In words, with the ways to those before and after."""
    if part.total <= MOST_DRAWN:
        return Which("", ())
    last = part.start + len(part.drawn)
    said = _("Drawn: patients %(first)s to %(last)s of %(total)s.") % {
        "first": formats.number(part.start + 1),
        "last": formats.number(last),
        "total": formats.number(part.total),
    }
    return Which(said, tuple(_choices(asked, part)))


def _choices(asked: Asked, part: Part[Any]) -> Iterator[Choice]:
    wanted = (
        (_("The first %(n)s") % {"n": MOST_DRAWN}, 0, part.start > 0),
        (_("%(n)s before") % {"n": MOST_DRAWN}, part.start - MOST_DRAWN, part.start > 0),
        (
            _("%(n)s after") % {"n": MOST_DRAWN},
            part.start + MOST_DRAWN,
            part.start + len(part.drawn) < part.total,
        ),
    )
    for label, start, is_there in wanted:
        if is_there:
            query = asked.request.GET.copy()
            query[START] = str(start)
            yield Choice(label, f"{reverse('web:study-response')}?{query.urlencode()}#patients")


def event_words() -> dict[str, str]:
    """What the marks of the swimmer plot say."""
    return {
        "response": _("First partial or better response"),
        "complete": _("First complete response"),
        "relapse": _("Relapse"),
        "progression": _("Progression"),
        "failure": _("Other treatment begun for failure"),
        "transplant": _("Transplant"),
        "death": _("Death"),
    }


def swimmer_drawing(asked: Asked, group: Group, part: Part[PatientCourse]) -> Drawing:
    title = _("Course of each patient")
    words = SwimmerWords(
        title=title,
        subtitle=_("%(group)s; longest followed first; our patients") % {"group": group.name},
        about=_("n = %(n)s") % {"n": part.total},
        weeks=_("weeks since the first dose"),
        nobody=_("Nobody in this group was given ruxolitinib."),
        ruxolitinib=_("On ruxolitinib"),
        alive=_("Alive at the last contact"),
        events=event_words(),
    )
    swimmers = [_swimmer(asked.subjects, course) for course in part.drawn]
    return Drawing(
        f"figure-swimmer-{group.code}", _of(title, group), swimmer_figure(swimmers, words)
    )


def _of(title: str, group: Group) -> str:
    return _("%(title)s: %(group)s") % {"title": title, "group": group.name}


def _swimmer(subjects: Subjects, course: PatientCourse) -> Swimmer:
    code, events = subjects.codes[course.row], event_words()
    return Swimmer(
        name=code,
        address=address(subjects, course.row),
        last_day=course.last_day,
        text=_("%(code)s, followed %(days)s days") % {"code": code, "days": course.last_day},
        doses=[Dose(first, last, _dose(code, first, last, mg)) for first, last, mg in course.doses],
        marks=[
            Mark(event, day, _("%(code)s, day %(day)s: %(what)s") % _said(code, day, events[event]))
            for event, day in _shown(course.marks)
        ],
        alive=course.alive,
    )


def _said(code: str, day: int, what: str) -> dict[str, str | int]:
    return {"code": code, "day": day, "what": what[:1].lower() + what[1:]}


def _shown(marks: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """A response that is complete from its first day is one mark."""
    for event, day in marks.items():
        if event != "response" or day != marks.get("complete"):
            yield event, day


def _dose(code: str, first: int, last: int, mg: float | None) -> str:
    values = {"code": code, "first": first, "last": last}
    if mg is None:
        return _("%(code)s, days %(first)s to %(last)s: ruxolitinib, dose not known") % values
    text = _("%(code)s, days %(first)s to %(last)s: ruxolitinib %(mg)s mg a day")
    return text % {**values, "mg": formats.number(mg)}


def _change_words(title: str, subtitle: str, drawn: str, across: str) -> ChangeWords:
    return ChangeWords(
        title=title,
        subtitle=subtitle,
        about=drawn,
        change=_("change in percent, logarithmic axis"),
        across=across,
        nobody=_("Nobody has ferritin before treatment and after it."),
        classes={name: class_words(name) for name in CLASS_WORDS},
    )


def waterfall_drawing(asked: Asked, group: Group, found: Falls) -> Drawing:
    title = _("Best change of ferritin")
    words = _change_words(
        title,
        _("%(group)s; lowest to day 56; our patients") % {"group": group.name},
        _pairs(found),
        _("patients, by change"),
    )
    bars = [
        Bar(
            name=asked.subjects.codes[fall.row],
            address=address(asked.subjects, fall.row),
            best=fall.best,
            ratio=fall.ratio,
            text=_("%(code)s, day %(day)s: %(change)s; %(best)s")
            % {
                "code": asked.subjects.codes[fall.row],
                "day": fall.lowest_day,
                "change": percent(fall.ratio),
                "best": _lower(class_words(fall.best)),
            },
        )
        for fall in found.part.drawn
    ]
    return Drawing(
        f"figure-waterfall-{group.code}", _of(title, group), waterfall_figure(bars, words)
    )


def _pairs(found: Falls) -> str:
    return _("n = %(n)s, missing %(missing)s") % {
        "n": found.part.total,
        "missing": len(found.missing),
    }


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def spider_drawing(asked: Asked, group: Group, found: Falls, paths: tuple[Path, ...]) -> Drawing:
    title = _("Ferritin over eight weeks")
    words = _change_words(
        title,
        _("%(group)s; one line a patient; our patients") % {"group": group.name},
        _pairs(found),
        _("days since the first dose"),
    )
    lines = [_line(asked.subjects, path) for path in paths]
    return Drawing(f"figure-spider-{group.code}", _of(title, group), spider_figure(lines, words))


def _line(subjects: Subjects, path: Path) -> Line:
    code = subjects.codes[path.row]
    texts = [
        _("%(code)s, day %(day)s: %(change)s")
        % {"code": code, "day": day, "change": percent(ratio)}
        for day, ratio in path.points
    ]
    return Line(code, address(subjects, path.row), path.best, path.points, texts)
