"""How the numbers of an analysis are printed, and how its tables reach the page.

Median (quartiles), mean ± SD, n/N (%), P values: one way everywhere. A number that cannot be
computed is "–", with the reason where there is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import isnan

from django.utils.translation import gettext as _

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.exchange.study.plain_table import Kind, PlainCell, PlainNote, PlainTable
from hlh_app.statistics.balance import Beyond
from hlh_app.statistics.figures import Figure

from ...study.asked import Asked
from ...study.links import patients_of
from .. import formats

NONE = "–"
LEAST_P = Decimal("0.001")


def digits_of(analyte: str) -> int:
    """Decimals with which results of the analyte are printed."""
    return ANALYTES[analyte].decimals


def number(value: float | None, digits: int = 1, *, trim: bool = False) -> str:
    """1,709.0 · −0.42, rounded half up; "–" without one. ``trim``: 1,709, no trailing zero."""
    if value is None or isnan(value):
        return NONE
    if trim:
        return formats.number(float(value), digits)
    text = formats.fixed(Decimal(repr(float(value))), digits)
    return text.removeprefix(formats.MINUS) if not text.strip(f"{formats.MINUS}0.") else text


def percent(part: float, whole: float, digits: int = 1) -> str:
    """35.3 %; "–" of nobody."""
    if not whole:
        return NONE
    share = (Decimal(100) * Decimal(int(part)) / Decimal(int(whole))).quantize(
        Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP
    )
    return f"{share} %"


def p_words(value: float | None) -> str:
    """0.003 · < 0.001 · > 0.999; "–" without one."""
    if value is None or isnan(value):
        return NONE
    exact = Decimal(repr(float(value)))
    if exact < LEAST_P:
        return "< 0.001"
    rounded = exact.quantize(LEAST_P, rounding=ROUND_HALF_UP)
    return "> 0.999" if rounded == 1 else str(rounded)


def needed(digits: int, *values: float | None) -> int:
    """The fewest decimals with which all of these read as they would with ``digits``."""
    texts = [number(value, digits) for value in values]
    return max(len(text.partition(".")[2].rstrip("0")) for text in texts)


def spread(
    middle: float | None,
    low: float | None,
    high: float | None,
    digits: int,
    *,
    trim: bool = False,
) -> str:
    """27.5 (12.0–45.0). ``trim``: 7 (5–8), no decimals that none of the three needs."""
    if middle is None or isnan(middle):
        return NONE
    digits = needed(digits, middle, low, high) if trim else digits
    return f"{number(middle, digits)} ({ends(low, high, digits)})"


def ends(low: float | None, high: float | None, digits: int, *, trim: bool = False) -> str:
    """12.0–45.0; where an end is below zero −3.0 to 2.0."""
    digits = needed(digits, low, high) if trim else digits
    both = [number(end, digits) for end in (low, high)]
    return _(" to ").join(both) if both[0].startswith(formats.MINUS) else "–".join(both)


def apart(difference: float | None, beyond: Beyond | None) -> str:
    """A standardized difference; in words where the groups are alike, or nowhere alike."""
    words = {Beyond.ALIKE: _("all alike"), Beyond.SEPARATE: _("no overlap")}
    return number(difference, 2) if difference is not None or beyond is None else words[beyond]


def counted(
    n: int,
    missing: int,
    n_key: str | None = None,
    missing_key: str | None = None,
    *,
    n_opens: bool = False,
) -> tuple[PlainNote, ...]:
    """n 31, missing 3: below a number. Who is missing opens by itself; n where nothing above it
    opens onto the same patients."""
    known = PlainNote(text=_("n %(n)s") % {"n": n}, key=n_key, opens=n_opens and n > 0, value=n)
    said = _("missing %(n)s") % {"n": missing}
    opens = bool(missing_key) and missing > 0
    return (known, PlainNote(text=said, key=missing_key, opens=opens, value=missing))


def cell(text: str, figure: Figure | None, more: Sequence[PlainNote] = ()) -> PlainCell:
    """The text of a figure, which opens onto the figure's patients."""
    if figure is None:
        return PlainCell(text=text, more=tuple(more))
    opens = figure.who is not None and len(figure.who) > 0
    return PlainCell(text=text, key=figure.key, opens=opens, value=figure.value, more=tuple(more))


def median(
    figure: Figure,
    low: float | None,
    high: float | None,
    digits: int = 1,
    more: Sequence[PlainNote] = (),
    *,
    trim: bool = False,
) -> PlainCell:
    """27.5 (12.0–45.0): the median, which is the figure, with its quartiles."""
    return cell(spread(figure.value, low, high, digits, trim=trim), figure, more)


def mean(
    figure: Figure, sd: float | None, digits: int = 1, more: Sequence[PlainNote] = ()
) -> PlainCell:
    """5.45 ± 3.32: the mean, which is the figure, with its standard deviation."""
    text = number(figure.value, digits)
    return cell(text if text == NONE else f"{text} ± {number(sd, digits)}", figure, more)


def share(figure: Figure, whole: int, more: Sequence[PlainNote] = ()) -> PlainCell:
    """12/34 (35.3 %): the figure is the count."""
    part = int(figure.value or 0)
    return cell(f"{part}/{whole} ({percent(part, whole)})" if whole else NONE, figure, more)


def p_value(figure: Figure | None, note: str = "") -> PlainCell:
    """A P value; ``note`` names the test, or says why there is none."""
    found = cell(p_words(None if figure is None else figure.value), figure)
    return PlainCell(text=found.text, key=found.key, value=found.value, note=note)


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A number with the address of its patients, "" without one."""

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell for templates/study/_table.html. ``scope``: of a heading, else ""."""

    kind: str
    main: ShownPart
    note: str
    more: tuple[ShownPart, ...]
    mark: str
    scope: str = ""


@dataclass(frozen=True, slots=True)
class ShownTable:
    """``plain``: what is shown. ``rows``: the same with addresses."""

    plain: PlainTable
    rows: tuple[tuple[ShownCell, ...], ...]

    @property
    def width(self) -> int:
        return len(self.plain.heads)

    @property
    def heads(self) -> Iterator[tuple[str, bool]]:
        """Each head, and whether it stands over numbers."""
        for column, text in enumerate(self.plain.heads):
            yield text, self.plain.is_numeric(column)

    def __bool__(self) -> bool:
        return bool(self.plain)


HEADS = {Kind.HEAD: "row", Kind.SUBHEAD: "row", Kind.SECTION: "rowgroup"}


def shown(table: PlainTable, asked: Asked) -> ShownTable:
    """The table with the ways from its numbers to their patients."""
    rows = tuple(tuple(_shown(cell, asked) for cell in row) for row in table.rows)
    return ShownTable(table, rows)


def _shown(cell: PlainCell, asked: Asked) -> ShownCell:
    return ShownCell(
        kind=cell.kind.value,
        main=_part(cell, asked),
        note=cell.note,
        more=tuple(_part(note, asked) for note in cell.more),
        mark=cell.mark,
        scope=HEADS.get(cell.kind, ""),
    )


def _part(part: PlainCell | PlainNote, asked: Asked) -> ShownPart:
    if not part.key or not part.opens:
        return ShownPart(part.text)
    return ShownPart(part.text, patients_of(asked, part.key))
