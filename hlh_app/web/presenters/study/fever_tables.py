"""The tables of how soon the fever left, and whether it came back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from hlh_app.cohorts.library import cohort
from hlh_app.exchange.study.plain_table import (
    EMPTY,
    PlainCell,
    PlainNote,
    PlainTable,
    head,
    word,
)
from hlh_app.statistics.fever_clock import HOURS, Counted, Curve, FeverClock
from hlh_app.statistics.figures import Figure

from .cells import NONE, cell, number, p_value, percent
from .comparisons import test_words
from .drawings import named
from .fever_published import printed_counts

Row = tuple[PlainCell, ...]


def left_table(found: FeverClock) -> PlainTable:
    """Afebrile within 24 hours, fever back: of each group, beside what was printed."""
    heads = [named(group.group) for group in found.groups]
    return PlainTable(
        name="fever",
        title=_("How soon the fever left, and whether it came back"),
        caption=_(
            "Of the patients in whom it is known: number, percent and exact (Clopper–Pearson) 95 % "
            "interval."
        ),
        heads=("", *heads, _("As published")),
        rows=tuple(_left_rows(found)),
        notes=_left_notes(),
    )


def _left_rows(found: FeverClock) -> Iterator[Row]:
    groups = found.groups
    for text, note, parts, what in (
        (
            _("Febrile in the 24 hours before the first dose"),
            "",
            [group.before for group in groups],
            "before",
        ),
        (
            _("Afebrile within 24 hours"),
            _("of all patients"),
            [group.within for group in groups],
            "within",
        ),
        (
            _("Afebrile within 24 hours"),
            _("of those febrile before"),
            [group.within_febrile for group in groups],
            "within_febrile",
        ),
        (
            _("Fever seen again after the afebrile day"),
            _("of those febrile before who became afebrile"),
            [group.back for group in groups],
            "back",
        ),
    ):
        words = _("not excluded %(n)s") if what == "back" else _("unknown %(n)s")
        cells = [_counted(part, words) for part in parts]
        yield head(text, note), *cells, word(printed_counts(what))
    yield (
        head(_("Calendar days until fever was back"), _("median (range)")),
        *(_back_days(group.back, found, at) for at, group in enumerate(groups)),
        word(printed_counts("back_days")),
    )


def _counted(part: Counted, words: str) -> PlainCell:
    share, x, n = part.share, len(part.yes), len(part.known)
    unknown = PlainNote(
        text=words % {"n": len(part.unknown)},
        key=f"{part.key}/unknown/{part.code}",
        opens=len(part.unknown) > 0,
        value=len(part.unknown),
    )
    figure = Figure(f"{part.key}/yes/{part.code}", x, part.yes)
    if not n:
        return cell(NONE, figure, (unknown,))
    interval = PlainNote(text=_interval(share.lower, share.upper))
    return cell(f"{x}/{n} ({percent(x, n)})", figure, (interval, unknown))


def _interval(lower: float | None, upper: float | None) -> str:
    if lower is None or upper is None:
        return _("no interval")
    return _("95 %% interval %(lower)s–%(upper)s %%") % {
        "lower": number(100 * lower),
        "upper": number(100 * upper),
    }


def _back_days(back: Counted, found: FeverClock, at: int) -> PlainCell:
    days = found.groups[at].back_days
    figure = Figure(f"fever/back_days/median/{back.code}", days.median, back.yes)
    if days.median is None:
        return cell(NONE, figure)
    text = f"{number(days.median)} ({number(days.low, 0)}–{number(days.high, 0)})"
    return cell(text, figure, (PlainNote(text=_("n %(n)s") % {"n": days.n}),))


def _left_notes() -> tuple[str, ...]:
    return (
        _(
            "Afebrile (our definition): over at least 24 hours three readings or more, no gap over "
            "12 hours, all below 38.0 °C; counted from the first of them. Febrile before: a "
            "reading of 38.0 °C or more, or fever recorded, in the 24 hours before the first dose."
        ),
        _(
            "Afebrile within 24 hours, of all patients (our definition, to stand beside Wang "
            "2020): an afebrile day began in the first 24 hours after the first dose, or there was "
            "fever neither in the 24 hours before it nor in those after it. Unknown: the readings "
            "do not tell, or the first dose is known by its date only and the answer hangs on its "
            "hour."
        ),
        _(
            "Fever back (our definition): one reading at or above the centre's fever threshold, or "
            "two of 38.0 °C or more at least an hour apart, after the afebrile day, up to the last "
            "reading on record. Not excluded: none was seen, but not every 12 hours up to the last "
            "record has a reading; they count as not seen again."
        ),
        *(_said(code) for code in ("wang2020", "chi2020")),
    )


def _said(code: str) -> str:
    paper = cohort(code)
    said = " ".join(f"{row.text} ({row.where})" for row in paper.said_about("defervescence"))
    return f"{paper.name}: {said}"


def curve_table(found: FeverClock, unit: str) -> PlainTable:
    """The steps in numbers, by hours or by calendar days."""
    curves: list[Curve] = [getattr(group, unit) for group in found.groups]
    test = found.log_rank.get(unit)
    rows = [*_curve_rows(curves)]
    if test is not None:
        figure = Figure(f"fever/{unit}/log_rank/p/ab", test.p)
        blank = [EMPTY] * (len(curves) - 1)
        rows.append((head(_("P, two groups"), test_words(test)), p_value(figure), *blank))
    return PlainTable(
        name="fever_curve",
        title=_("Time to the afebrile day, of patients febrile before"),
        caption=_(
            "Share afebrile: one minus Kaplan–Meier, log-log 95 % interval. Below it how many were "
            "not yet afebrile and still followed."
        ),
        heads=("", *(named(curve.group, len(curve.who)) for curve in curves)),
        rows=tuple(rows),
        notes=_curve_notes(curves, unit),
    )


def _curve_rows(curves: Sequence[Curve]) -> Iterator[Row]:
    for text, name in (
        (_("Became afebrile"), "afebrile"),
        (_("Not seen to become afebrile (censored)"), "censored"),
    ):
        yield head(text), *(_number_of(curve, name) for curve in curves)
    hours = curves[0].unit == HOURS
    unit = _("hours, 95 % interval") if hours else _("calendar days, 95 % interval")
    yield head(_("Median time"), unit), *(_median(curve) for curve in curves)
    columns = [list(curve.shares()) for curve in curves]
    for at, (time, _shares, _risk) in enumerate(columns[0]):
        text = _("Afebrile by %(n)s h") if hours else _("Afebrile by day %(n)s")
        cells = [_share(curve, *column[at]) for curve, column in zip(curves, columns, strict=True)]
        yield head(text % {"n": time}), *cells


def _number_of(curve: Curve, name: str) -> PlainCell:
    who = curve.who[curve.event if name == "afebrile" else ~curve.event]
    return cell(str(len(who)), Figure(f"fever/{curve.unit}/{name}/{curve.group.code}", None, who))


def _median(curve: Curve) -> PlainCell:
    median = curve.fit.median
    figure = Figure(f"fever/{curve.unit}/median/{curve.group.code}", median.value, curve.who)
    if median.value is None:
        return cell(_("not reached") if len(curve.who) else NONE, figure)
    return cell(f"{number(median.value)} ({_limits(median.lower, median.upper)})", figure)


def _limits(lower: float | None, upper: float | None) -> str:
    if lower is not None and upper is not None:
        return f"{number(lower)}–{number(upper)}"
    low, high = (_("not reached") if end is None else number(end) for end in (lower, upper))
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def _share(curve: Curve, time: int, shares: tuple[float | None, ...], at_risk: int) -> PlainCell:
    value, lower, upper = shares
    key = f"fever/{curve.unit}/at{time}"
    figure = Figure(f"{key}/share/{curve.group.code}", value, curve.who)
    still = PlainNote(
        text=_("not yet afebrile %(n)s") % {"n": at_risk},
        key=f"{key}/at_risk/{curve.group.code}",
        opens=at_risk > 0,
        value=at_risk,
    )
    if value is None:
        return cell(NONE, figure, (still,))
    text = f"{number(100 * value)} %"
    if lower is None or upper is None:
        return cell(text, figure, (still,))
    return cell(f"{text} ({number(100 * lower)}–{number(100 * upper)})", figure, (still,))


def _curve_notes(curves: Sequence[Curve], unit: str) -> tuple[str, ...]:
    censored = _(
        "Who was not seen to become afebrile is censored at the last reading of 38.0 °C or more up "
        "to which no 24 hours can have been free of fever: until then no afebrile day began (our "
        "definition)."
    )
    without = [len(curve.without) for curve in curves]
    if unit != HOURS or not any(without):
        return (censored,)
    left_out = _(
        "Left out, because the first dose is known by its date only: %(n)s. Calendar days count "
        "everybody."
    ) % {"n": ", ".join(map(str, without))}
    return (censored, left_out)
