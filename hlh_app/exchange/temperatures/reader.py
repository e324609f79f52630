"""The whole text: its readings, and what must be said before they can be kept."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.exchange.temperatures.chart import NOT_STATED, Chart, chart_of
from hlh_app.exchange.temperatures.clocks import FIRST, IN_ORDER, SECOND, WINTER
from hlh_app.exchange.temperatures.dates import DAY_FIRST, MONTH_FIRST, ORDER
from hlh_app.exchange.temperatures.headings import Role
from hlh_app.exchange.temperatures.lines import read_lines
from hlh_app.exchange.temperatures.model import Question, Readings, ReadLine, Surroundings
from hlh_app.exchange.temperatures.sequence import BACK, NEXT_DAY
from hlh_app.exchange.temperatures.values import SITES


def read_readings(text: str, around: Surroundings) -> Readings:
    """Lines or a chart export; a chart is one whose first line names its columns."""
    chart = chart_of(text, around)
    lines = () if chart and chart.undecided() else tuple((chart or _Lines(text, around)).lines())
    columns = [_which_column(chart, role) for role in chart.chosen()] if chart else []
    undecided = [_which_column(chart, role) for role in chart.undecided()] if chart else []
    questions = (*undecided, *_asked(lines))
    answered = (*columns, *_answered(around, {question.key for question in questions}))
    if chart is None:
        return Readings(lines, questions, answered)
    return Readings(lines, questions, answered, "chart", chart.unused, chart.passed_over)


class _Lines(NamedTuple):
    """A text that names no columns."""

    text: str
    around: Surroundings

    def lines(self) -> Iterator[ReadLine]:
        return read_lines(self.text, self.around)


def _asked(lines: Iterable[ReadLine]) -> list[Question]:
    waiting = [line for line in lines if line.asks]
    counts = Counter(line.asks for line in waiting)
    first = {line.asks: line for line in reversed(waiting)}
    return [
        _question(
            key, count, Message(_FIRST, {"line": str(first[key].number), "text": first[key].text})
        )
        for key, count in counts.items()
    ]


def _answered(around: Surroundings, open_keys: set[str]) -> list[Question]:
    """What was answered, so that the answer can be changed."""
    kinds = (*_ABOUT, "twice", "site")
    return [
        _question(key, 0, Message(""))
        for key in around.answers
        if key.partition(":")[0] in kinds and key not in open_keys
    ]


def _question(key: str, count: int, first: Message) -> Question:
    kind, _colon, about = key.partition(":")
    if kind == "site":
        return Question(key, Message(_WHICH_SITE, {"word": about, "first": first}), _SITES, count)
    if kind == "twice":
        return Question(key, Message(_TWICE, {"day": about, "first": first}), _PASSES, count)
    template, options = _ABOUT[kind]
    return Question(key, Message(template, {"first": first}), options, count)


def _which_column(chart: Chart, role: Role) -> Question:
    said = gettext_noop("Several columns may hold the {role}. Which one?")
    options = {str(n): Message(chart.headings[n].text) for n in chart.columns[role]}
    return Question(
        f"column:{role}", Message(said, {"role": Message(_ROLES[role])}), options, len(chart.rows)
    )


_ORDERS = {
    DAY_FIRST: Message(gettext_noop("the first: day, month")),
    MONTH_FIRST: Message(gettext_noop("the second: month, day")),
}
_MIDNIGHTS = {NEXT_DAY: Message(gettext_noop("Each time that goes back is the next day"))}
_PASSES = {
    FIRST: Message(gettext_noop("the first, summer time")),
    SECOND: Message(gettext_noop("the second, winter time")),
    IN_ORDER: Message(gettext_noop("as they stand: the second from where the time goes back")),
}
_CLOCKS = {WINTER: Message(gettext_noop("The thermometer shows winter time all year"))}
_SITES = {
    **{site: Message(site) for site in SITES},
    NOT_STATED: Message(gettext_noop("not stated")),
}
_FIRST = gettext_noop("First in line {line}: {text}")
_WHICH_SITE = gettext_noop("Which site is “{word}”? {first}")
_TWICE = gettext_noop("An hour came twice on {day}, when the clocks were set back. {first}")
_ABOUT = {
    ORDER: (gettext_noop("Which number of a date is the day? {first}"), _ORDERS),
    BACK: (gettext_noop("A time goes back, and no date stands with it. {first}"), _MIDNIGHTS),
    "clock": (
        gettext_noop("A time was skipped when the clocks were set forward. {first}"),
        _CLOCKS,
    ),
}
_ROLES = {
    Role.DATE: gettext_noop("date"),
    Role.TIME: gettext_noop("time"),
    Role.MOMENT: gettext_noop("time of measurement"),
    Role.VALUE: gettext_noop("temperature"),
    Role.UNIT: gettext_noop("unit"),
    Role.SITE: gettext_noop("site"),
    Role.WHAT: gettext_noop("vital sign"),
}
