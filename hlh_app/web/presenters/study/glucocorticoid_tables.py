"""The tables of glucocorticoid: by day, in all, and days 0, 28 and 56 together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from hlh_app.exchange.study.plain_table import EMPTY, PlainCell, PlainNote, PlainTable, head, word
from hlh_app.statistics.comparison import REASON_WORDS
from hlh_app.statistics.figures import Figure
from hlh_app.statistics.glucocorticoid_by_day import (
    DAYS,
    EFFECTS,
    Day,
    GlucocorticoidByDay,
    Total,
)
from hlh_app.statistics.variance import Effect

from .cells import NONE, cell, mean, number, p_value, percent, spread
from .comparisons import test_words
from .drawings import named
from .fever_published import printed_company, printed_doses

Row = tuple[PlainCell, ...]
WEEKLY = tuple(day for day in DAYS if day % 7 == 0)


def doses_table(found: GlucocorticoidByDay, days: Sequence[int] = WEEKLY) -> PlainTable:
    """The dose on these days: mean, median, and how many were given any."""
    return PlainTable(
        name="glucocorticoid",
        title=_("Glucocorticoid by day, mg of methylprednisolone equivalent a day"),
        caption=_(
            "Of patients still followed whose dose is known, those without any counting 0: mean ± "
            "SD, below it the median (quartiles); given: of those followed."
        ),
        heads=(_("Day"), *(named(group.group) for group in found.groups)),
        rows=tuple(_dose_rows(found, days)),
        notes=_dose_notes(),
    )


def _dose_rows(found: GlucocorticoidByDay, days: Sequence[int]) -> Iterator[Row]:
    for at, day in enumerate(DAYS):
        if day in days and any(len(group.days[at].followed) for group in found.groups):
            yield head(number(day, 0)), *(_dose(group.days[at]) for group in found.groups)


def _dose(day: Day) -> PlainCell:
    found, followed = day.dose, len(day.followed)
    if not followed:
        return cell(NONE, None)
    notes = [
        PlainNote(
            text=_("median %(value)s") % {"value": spread(found.median, found.q1, found.q3, 1)}
        ),
        _opening(
            day,
            "given",
            _("given %(n)s/%(all)s (%(percent)s)")
            % {
                "n": len(day.given),
                "all": followed,
                "percent": percent(len(day.given), followed),
            },
            len(day.given),
        ),
    ]
    if len(day.unknown):
        unknown = _("dose unknown %(n)s") % {"n": len(day.unknown)}
        notes.append(_opening(day, "unknown", unknown, len(day.unknown)))
    return mean(Figure(day.key("mean"), found.mean, day.known), found.sd, 1, notes)


def _opening(part: Day | Total, name: str, text: str, n: int) -> PlainNote:
    return PlainNote(text=text, key=part.key(name), opens=n > 0, value=n)


def _dose_notes() -> tuple[str, ...]:
    return (
        _(
            "Methylprednisolone 4 mg = prednisone or prednisolone 5 = hydrocortisone 20 = "
            "dexamethasone 0.75; intrathecal doses are not counted. A day without a record of "
            "glucocorticoid up to the last contact counts as 0; a dose that is not known is left "
            "out of mean and median, counted as given and as unknown, and never as 0 (our "
            "definition)."
        ),
        printed_company(),
    )


def totals_table(found: GlucocorticoidByDay) -> PlainTable:
    """From day 0 through days 28 and 56, in mg and by weight."""
    tests = (_("P, Mann–Whitney"),) if found.tests else ()
    return PlainTable(
        name="glucocorticoid_total",
        title=_("Glucocorticoid in all, methylprednisolone equivalent"),
        caption=_("Of patients followed so long whose every dose is known: median (quartiles)."),
        heads=("", *(named(group.group) for group in found.groups), *tests),
        rows=tuple(_total_rows(found)),
        notes=(
            *_tests_named(found),
            _(
                "Both days included (our definition). Who died or was no longer followed before "
                "the last day has no sum, nor who had a dose that is not known; by weight: of day "
                "0, where it is known. So groups may look alike although those who died early were "
                "given more."
            ),
        ),
    )


def _total_rows(found: GlucocorticoidByDay) -> Iterator[Row]:
    for at, total in enumerate(found.groups[0].totals):
        unit = _("mg/kg") if total.per else _("mg")
        text = _("Days 0 to %(day)s, %(unit)s") % {"day": total.through, "unit": unit}
        cells = [_total(group.totals[at]) for group in found.groups]
        test = [_total_test(found, at)] if found.tests else []
        yield head(text), *cells, *test


def _total(total: Total) -> PlainCell:
    found = total.described
    figure = Figure(total.key("median"), found.median, total.known)
    average = number(found.mean)
    if found.mean is not None:
        average = f"{average} ± {number(found.sd)}"
    notes = [
        PlainNote(text=_("mean %(value)s") % {"value": average}),
        _opening(total, "n", _("n %(n)s") % {"n": found.n}, found.n),
        _opening(
            total,
            "short",
            _("not followed so long %(n)s") % {"n": len(total.short)},
            len(total.short),
        ),
    ]
    if len(total.unknown):
        days = _("dose unknown %(n)s (%(days)s days)") % {
            "n": len(total.unknown),
            "days": total.unknown_days,
        }
        notes.append(_opening(total, "unknown", days, len(total.unknown)))
    if len(total.no_weight):
        weight = _("weight unknown %(n)s") % {"n": len(total.no_weight)}
        notes.append(_opening(total, "no_weight", weight, len(total.no_weight)))
    return cell(spread(found.median, found.q1, found.q3, 1), figure, notes)


def _total_test(found: GlucocorticoidByDay, at: int) -> PlainCell:
    test, total = found.tests[at], found.groups[0].totals[at]
    key = f"glucocorticoid/total{total.through}{total.per}/mann_whitney/p/ab"
    return p_value(Figure(key, test.p))


def _tests_named(found: GlucocorticoidByDay) -> Iterator[str]:
    """Which tests they were exactly, each said once."""
    for words in dict.fromkeys(test_words(test) for test in found.tests):
        yield f"{words}."


def design_table(found: GlucocorticoidByDay) -> PlainTable:
    """Days 0, 28 and 56 in one analysis of variance, beside what Chi 2020 printed."""
    two = len(found.groups) == 2
    test = _("two groups × three days, mixed design") if two else _("repeated measures, three days")
    return PlainTable(
        name="glucocorticoid_design",
        title=_("Glucocorticoid on days 0, 28 and 56: analysis of variance"),
        caption=_("%(test)s; complete cases.") % {"test": test[:1].upper() + test[1:]},
        heads=("", "F", "P", _("P, Greenhouse–Geisser"), _("Chi 2020, as printed")),
        rows=tuple(_design_rows(found)),
        notes=(_design_n(found), *_design_notes(found)),
    )


def _design_rows(found: GlucocorticoidByDay) -> Iterator[Row]:
    names = {"time": _("Time"), "group": _("Group"), "interaction": _("Group × time")}
    printed = dict(printed_doses())
    codes = "".join(group.group.code for group in found.groups)
    for name in EFFECTS[: 2 * len(found.groups) - 1]:
        effect = found.design.effect(name)
        values = (None,) * 3 if effect is None else (effect.f, effect.p, effect.p_gg)
        key = f"glucocorticoid/design/{name}"
        chi = word(printed[name]) if name in printed else EMPTY
        f = cell(_f(effect), Figure(f"{key}_f/{codes}", values[0]))
        ps = [
            p_value(Figure(f"{key}_{part}/{codes}", value))
            for part, value in zip(("p", "p_gg"), values[1:], strict=True)
        ]
        yield head(names[name]), f, *ps, chi


def _f(effect: Effect | None) -> str:
    """With its degrees of freedom, as Table 2 prints it."""
    if effect is None:
        return NONE
    return _("F(%(df)s, %(error)s) = %(f)s") % {
        "df": number(effect.df, 0),
        "error": number(effect.error_df, 0),
        "f": number(effect.f, 2),
    }


def _design_n(found: GlucocorticoidByDay) -> str:
    counts = ", ".join(
        _("%(group)s: n %(n)s, left out %(missing)s")
        % {"group": group.group.name, "n": n, "missing": missing}
        for group, n, missing in zip(
            found.groups, found.design.n, found.design.missing, strict=True
        )
    )
    return f"{counts}."


def _design_notes(found: GlucocorticoidByDay) -> Iterator[str]:
    if found.design.reason is not None:
        yield _("Not computed: %(reason)s.") % {"reason": _(REASON_WORDS[found.design.reason])}
    yield _("F with the degrees of freedom before correction.")
    yield _(
        "Our substitute, not Chi's analysis: Chi 2020 compared the oral dose at discharge and one "
        "and two months after it (section 3.7); discharge is not recorded here, so days 0, 28 and "
        "56 from the first dose stand for it, every route but intrathecal counted. The milligrams "
        "stand only in a figure of Chi 2020 that was not available."
    )
