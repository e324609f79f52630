"""The tables below the survival curves, with what Wang 2020 printed beside them."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from hlh_app.cohorts.library import cohort
from hlh_app.exchange.study.plain_table import EMPTY, PlainCell, PlainTable, head, section, word
from hlh_app.statistics.comparison import REASON_WORDS, Comparison
from hlh_app.statistics.figures import Figure
from hlh_app.statistics.survival_analysis import Curve, Step, SurvivalAnalysis
from hlh_app.statistics.survival_spans import DAYS_A_WEEK, WEEKS

from .. import formats
from .cells import number, p_value
from .survival_cells import (
    Figures,
    at_risk_note,
    count_cell,
    estimate_cell,
    median_cell,
    range_cell,
    share_of,
)
from .survival_words import definition, endpoint_name, events_name

Row = tuple[PlainCell, ...]
WANG = "wang2020"
_PRINTED = {"os": "survival", "pfs": "progression_free_survival"}


def endpoint_table(found: SurvivalAnalysis, by_key: Figures, endpoint: str) -> PlainTable:
    """Counts, median, survival at fixed weeks, and the median of observed times."""
    return PlainTable(
        name=f"survival_{endpoint}",
        title=_("%(endpoint)s in numbers") % {"endpoint": endpoint_name(endpoint)},
        caption=f"{definition(endpoint)} {_methods(found)}",
        heads=("", *group_heads(found), *_p_heads(found), wang_head()),
        rows=tuple(_endpoint_rows(found, by_key, endpoint)),
        notes=(*_endpoint_notes(found, endpoint), published_note()),
    )


def _methods(found: SurvivalAnalysis) -> str:
    if found.log_rank:
        return _("Kaplan-Meier with the log-log 95 % interval; log-rank test.")
    return _("Kaplan-Meier with the log-log 95 % interval.")


def group_heads(found: SurvivalAnalysis) -> list[str]:
    return [
        _("%(group)s, n = %(n)s") % {"group": group.name, "n": group.n} for group in found.groups
    ]


def _p_heads(found: SurvivalAnalysis) -> list[str]:
    return ["P"] if found.log_rank else []


def wang_head() -> str:
    wang = cohort(WANG)
    return _("%(source)s, n = %(n)s, as printed") % {"source": wang.name, "n": wang.n}


def published_note() -> str:
    source = cohort(WANG).source.citation
    return _("Published figures: %(source)s. Not a target.") % {"source": source}


def _endpoint_rows(found: SurvivalAnalysis, by_key: Figures, endpoint: str) -> Iterator[Row]:
    codes = [group.code for group in found.groups]
    blank = [EMPTY for _name in _p_heads(found)]
    key = f"survival/{endpoint}"
    n = {code: by_key[f"{key}/n/{code}"] for code in codes}
    deaths = wang_count("deaths") if endpoint.startswith("os") else EMPTY
    yield (head(_("Patients")), *(count_cell(n[code]) for code in codes), *blank, EMPTY)
    events = (share_of(by_key[f"{key}/events/{code}"], n[code].value) for code in codes)
    yield (head(events_name(endpoint)), *events, *blank, deaths)
    censored = (share_of(by_key[f"{key}/censored/{code}"], n[code].value) for code in codes)
    yield (head(_("Censored")), *censored, *blank, EMPTY)
    tests = [test_cell(found.log_rank[endpoint], f"{key}/logrank_p/ab") for _one in blank]
    medians = (median_cell(by_key, key, code) for code in codes)
    yield (head(_("Median (Kaplan-Meier)")), *medians, *tests, EMPTY)
    yield section(_("Without the event at the end of"))
    for week in WEEKS:
        cells = (_at_week(by_key, f"{key}/week{week}", code) for code in codes)
        yield (head(_("week %(week)s") % {"week": week}), *cells, *blank, EMPTY)
    yield section(_("As Wang 2020 counted"))
    observed = (range_cell(by_key, f"{key}/observed", code, "_") for code in codes)
    name = head(
        _("Median of observed times (range)"),
        note=_("of all patients, with the event or without: not a median survival"),
    )
    yield (name, *observed, *blank, _printed_times(endpoint))


def _at_week(by_key: Figures, key: str, code: str) -> PlainCell:
    return estimate_cell(by_key, key, code, at_risk_note(by_key, key, code))


def test_cell(test: Comparison, key: str) -> PlainCell:
    """P of the log-rank test with its statistic, or why there is none."""
    if test.reason is not None:
        return p_value(Figure(key, None), _(REASON_WORDS[test.reason]))
    note = _("log-rank test: χ² %(chisq)s, df %(df)s") % {
        "chisq": number(test.statistic, 2),
        "df": number(test.df[0], 0),
    }
    return p_value(Figure(key, test.p), note)


def _printed_times(endpoint: str) -> PlainCell:
    code = _PRINTED.get(endpoint)
    return EMPTY if code is None else wang_summary(code)


def wang_summary(code: str) -> PlainCell:
    """ "22 (4–52) weeks" with the place in the paper."""
    row = cohort(WANG).arms[0].summary(code)
    low, high = (formats.number(end) for end in (row.low, row.high) if end is not None)
    text = f"{formats.number(row.value)} ({low}–{high}) {row.unit}"
    return word(text, note=_("median and range, %(where)s") % {"where": row.where})


def wang_count(code: str) -> PlainCell:
    row = cohort(WANG).arms[0].count(code)
    return word(f"{row.numerator}/{row.denominator} ({row.percent()} %)", note=row.where)


def _endpoint_notes(found: SurvivalAnalysis, endpoint: str) -> Iterator[str]:
    for curve in found.curves[endpoint]:
        yield from _notes_of(curve)
    if endpoint == "os":
        yield _(
            "Wang 2020 prints “median survival 22 weeks (range 4–52)” with 15 of 34 dead: a median "
            "by Kaplan-Meier has no range, so that this is the median of all observed times (our "
            "reading)."
        )


def _notes_of(curve: Curve) -> Iterator[str]:
    values = {"group": curve.group.name, "n": len(curve.spans.without)}
    if values["n"]:
        yield (
            _(
                "%(group)s: %(n)s never given ruxolitinib are left out: relapse and progression "
                "are defined for ruxolitinib alone, so that they have overall survival only."
            )
            % values
        )
    if curve.open is not None and len(curve.open):
        yield _(
            "%(group)s: in %(n)s relapse or progression is not known, because something that could "
            "decide it was not recorded. They count as free of it, so that the curve may be too "
            "high."
        ) % {**values, "n": len(curve.open)}


def steps_table(curve: Curve) -> PlainTable:
    """Every day on which the curve falls; empty where there are too many."""
    title = _("%(endpoint)s, %(group)s: every step of the curve") % {
        "endpoint": endpoint_name(curve.endpoint),
        "group": curve.group.name,
    }
    return PlainTable(
        name=f"survival_{curve.endpoint}_steps_{curve.group.code}",
        title=title,
        caption=_("Days from the first dose; log-log 95 % interval."),
        heads=(_("Day"), _("Week"), _("At risk"), events_name(curve.endpoint), _("Share without")),
        rows=tuple(_step_row(curve, step) for step in curve.steps),
    )


def _step_row(curve: Curve, step: Step) -> Row:
    spans, code = curve.spans, curve.group.code
    at = f"{curve.key}/day{step.day}"
    who = spans.who[spans.event & (spans.days == step.day)]
    figures = {
        f"{at}_survival/{code}": Figure(f"{at}_survival/{code}", step.share.value, spans.who),
        f"{at}_survival_low/{code}": Figure("", step.share.lower),
        f"{at}_survival_high/{code}": Figure("", step.share.upper),
    }
    risk = Figure(f"{at}_at_risk/{code}", step.at_risk, spans.at_risk(step.day))
    return (
        head(f"{step.day}"),
        word(number(step.day / DAYS_A_WEEK, 1)),
        count_cell(risk),
        count_cell(Figure(f"{at}_events/{code}", step.events, who)),
        estimate_cell(figures, f"{at}_survival", code, ()),
    )


def follow_up_table(found: SurvivalAnalysis, by_key: Figures) -> PlainTable:
    """How long the patients were followed."""
    codes = [group.code for group in found.groups]
    key = "survival/follow_up"
    reverse = (median_cell(by_key, key, code) for code in codes)
    alive = (range_cell(by_key, f"{key}/alive", code, "_") for code in codes)
    rows = (
        (
            head(_("Median follow-up"), note=_("reverse Kaplan-Meier")),
            *reverse,
            wang_summary("follow_up"),
        ),
        (
            head(_("Observed time of those not known to have died"), note=_("median (range)")),
            *alive,
            EMPTY,
        ),
    )
    return PlainTable(
        name="follow_up",
        title=_("Follow-up"),
        caption=_(
            "From the first dose to the last day known alive. Reverse Kaplan-Meier: the end of "
            "observation is the event, and death ends it early."
        ),
        heads=("", *group_heads(found), wang_head()),
        rows=rows,
        notes=(
            _(
                "Wang 2020 says neither whose follow-up it is nor how it was reckoned: its range "
                "begins at 15 weeks and that of survival at 4, so that it is probably that of the "
                "survivors (our reading)."
            ),
            published_note(),
        ),
    )
