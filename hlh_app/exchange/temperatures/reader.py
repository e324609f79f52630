"""The whole text: its readings, and what must be said before they can be kept."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

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
    if chart is None:
        lines = tuple(read_lines(text, around))
        return Readings(lines, tuple(_asked(lines)))
    undecided = chart.undecided()
    if undecided:
        return Readings((), tuple(_which_column(chart, role) for role in undecided), "chart")
    lines = tuple(chart.lines())
    return Readings(lines, tuple(_asked(lines)), "chart", chart.unused, chart.passed_over)


def _asked(lines: Iterable[ReadLine]) -> Iterable[Question]:
    lines = list(lines)
    counts = Counter(line.asks for line in lines if line.asks)
    first = {line.asks: line for line in reversed(lines) if line.asks}
    return [_question(key, counts[key], first[key]) for key in counts]


def _question(key: str, count: int, line: ReadLine) -> Question:
    kind, _colon, about = key.partition(":")
    where = {"line": str(line.number), "text": line.text}
    if kind == ORDER:
        said = gettext_noop("Which number of a date is the day? First in line {line}: {text}")
        return Question(key, Message(said, where), _ORDERS, count)
    if kind == BACK:
        said = gettext_noop("A time goes back with no date: first in line {line}, {text}")
        return Question(key, Message(said, where), _MIDNIGHTS, count)
    if kind == "twice":
        said = gettext_noop("02:00 to 03:00 came twice on {day}. Which do the readings mean?")
        return Question(key, Message(said, {"day": date.fromisoformat(about)}), _PASSES, count)
    if kind == "clock":
        said = gettext_noop("Line {line} is a time that the ward's clock skipped: {text}")
        return Question(key, Message(said, where), _CLOCKS, count)
    said = gettext_noop("Which site is “{word}”?")
    return Question(key, Message(said, {"word": about}), _SITES, count)


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
_ROLES = {
    Role.DATE: gettext_noop("date"),
    Role.TIME: gettext_noop("time"),
    Role.MOMENT: gettext_noop("time of measurement"),
    Role.VALUE: gettext_noop("temperature"),
    Role.UNIT: gettext_noop("unit"),
    Role.SITE: gettext_noop("site"),
    Role.WHAT: gettext_noop("vital sign"),
}
