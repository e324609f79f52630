"""One reading a line: ``20-Nov 06:00 38.6``, ``06:00 38.6 axillary``, ``20-Nov-2026 2:30 PM 101.3
F antipyretic``."""

from collections.abc import Iterator
from functools import partial

from hlh_app.clinical.text import gettext_noop
from hlh_app.exchange.temperatures.clocks import split_at_clock
from hlh_app.exchange.temperatures.dates import read_day_before
from hlh_app.exchange.temperatures.model import ReadLine, Surroundings
from hlh_app.exchange.temperatures.sequence import Sequence, Written
from hlh_app.exchange.temperatures.values import read_words, split_value
from hlh_app.exchange.unread import Unread

LONGEST_LINE = 120


def read_lines(text: str, around: Surroundings) -> Iterator[ReadLine]:
    """Every line that is not empty, in order."""
    sequence = Sequence(around)
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield sequence.read(
                number, line[:LONGEST_LINE].strip(), partial(_written, line, around)
            )


def _written(line: str, around: Surroundings) -> Written:
    if len(line) > LONGEST_LINE:
        raise Unread(gettext_noop("This line is too long for one reading."))
    before, clock, after = split_at_clock(" ".join(line.replace(";", " ").split()))
    day = read_day_before(before, around.today) if before else None
    value, unit, rest = split_value(after.split())
    site, antipyretic = read_words(rest)
    return Written(day, clock, value, unit, site, antipyretic)
