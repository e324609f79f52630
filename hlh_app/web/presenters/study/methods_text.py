"""The Methods of a paper about the chosen groups: our definitions, their versions and sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hlh_app.clinical.citations import CITATIONS
from hlh_app.clinical.ctcae_tables import CURRENT
from hlh_app.clinical.rules import card
from hlh_app.clinical.schedule import days_after
from hlh_app.clinical.study.harm import OLDER
from hlh_app.statistics.matching import Matching

from ...study.asked import Asked
from .. import formats
from .live_text import Paragraph, Piece

RULES = ("hlh2004", "marsh2013", "course2020", "fever_course", "glucocorticoid", "ctcae")


@dataclass(frozen=True, slots=True)
class Reference:
    """``version``: of the rule that rests on it."""

    name: str
    version: str
    text: str


def methods(asked: Asked) -> tuple[Paragraph, ...]:
    return (
        _paragraph(_("Patients"), *_who(asked)),
        _paragraph(_("Response and course"), *_outcomes()),
        _paragraph(_("Results and toxicity"), *_measured()),
        _paragraph(_("Statistics"), *_statistics(len(asked.groups) == 2)),
    )


def _paragraph(label: str, *sentences: str) -> Paragraph:
    return Paragraph(label, tuple((Piece(text),) for text in sentences if text))


def _who(asked: Asked) -> tuple[str, ...]:
    if asked.matching:
        said = list(_matched(asked, asked.matching))
    elif len(asked.definitions) == 1:
        chosen = _("All patients of the record who met this definition were analyzed: %(words)s.")
        said = [chosen % {"words": asked.definitions[0]}]
    else:
        template = _("%(name)s: all patients of the record who met this definition: %(words)s.")
        groups = zip(asked.groups, asked.definitions, strict=True)
        said = [template % {"name": group.name, "words": words} for group, words in groups]
    return (*said, *_left_out(asked), *_cut_off(asked), _day_zero())


def _cut_off(asked: Asked) -> tuple[str, ...]:
    """Of nobody nothing."""
    last = last_contact(asked)
    if last is None:
        return ()
    said = _(
        "Data are as recorded by %(day)s, the latest day on which anybody analyzed was known alive "
        "or died."
    )
    return (said % {"day": formats.day(last)},)


def last_contact(asked: Asked) -> date | None:
    """The latest among the chosen."""
    first = asked.subjects.column("subject", "day0")
    followed = asked.subjects.column("outcome", "last_day")
    chosen = {int(row) for group in asked.groups for row in group.rows}
    began = ((row, date.fromisoformat(first[row])) for row in chosen if first[row])
    days = (days_after(day0, followed[row]) for row, day0 in began)
    return max(days, default=None)


def _matched(asked: Asked, matching: Matching) -> tuple[str, ...]:
    """How, who is left, and that the tests know nothing of it."""
    settings = matching.settings
    alike = _("sex, trigger and EBV") if settings.ebv else _("sex and trigger")
    given = {
        "first": asked.groups[0].name,
        "first_words": asked.definitions[0],
        "second": asked.groups[1].name,
        "second_words": asked.definitions[1],
        "alike": alike,
        "years": formats.number(settings.caliper_years),
        "ratio": settings.ratio,
        "n": matching.groups[0].n,
        "of": asked.unmatched[0].n,
        "controls": matching.groups[1].n,
        "among": asked.unmatched[1].n,
    }
    return (
        _(
            "To each patient of the first group, %(first)s (%(first_words)s), up to %(ratio)s of "
            "the second, %(second)s (%(second_words)s), was matched by %(alike)s, ages at most "
            "%(years)s years apart (our definition)."
        )
        % given,
        _(
            "%(n)s of %(of)s patients had a control and %(controls)s of %(among)s were one; the "
            "others were left out."
        )
        % given,
        _("The tests compare the groups as unpaired."),
    )


def _left_out(asked: Asked) -> tuple[str, ...]:
    said = []
    if asked.base.refused:
        said.append(
            ngettext(
                "%(n)s patient was left out by consent to research.",
                "%(n)s patients were left out by consent to research.",
                asked.base.refused,
            )
            % {"n": asked.base.refused}
        )
    if asked.waiting:
        said.append(
            ngettext(
                "%(n)s patient is missing because the analysis was not up to date.",
                "%(n)s patients are missing because the analysis was not up to date.",
                asked.waiting,
            )
            % {"n": asked.waiting}
        )
    return tuple(said)


def _day_zero() -> str:
    return _(
        "Day 0 was the day of the first dose of the first course of ruxolitinib or, of patients "
        "never given ruxolitinib, of the first other treatment of HLH (our definition)."
    )


def _outcomes() -> tuple[str, ...]:
    return (
        _("HLH-2004 criteria were read at the first moment up to day 0 at which they were met."),
        _(
            "Response was assessed by the criteria of Marsh on days 14, 28, 42 and 56, and on day "
            "7 beside them, from the results nearest the day within 3 days; the best response is "
            "the highest class up to day 56 (our definition)."
        ),
        _(
            "Where results are missing, every class that some completion would give was kept; a "
            "response counts only where each of them is a response. The rate is of all patients "
            "given ruxolitinib: without a response that is sure, or without an assessment, a "
            "patient counts as not responding (our definition)."
        ),
        _(
            "A patient was afebrile from the start of the first 24 hours with at least three "
            "readings, no gap of more than 12 hours and all below 38.0 °C (our definition)."
        ),
        _(
            "Relapse after a response and progression without one are our definitions; "
            "progression-free survival runs from the first dose of ruxolitinib to the first of "
            "relapse, progression and death, overall survival from the first dose to death. "
            "Without the event both end on the last day known alive; transplant ends neither."
        ),
    )


def _measured() -> tuple[str, ...]:
    return (
        _(
            "Results before treatment are the last at most 7 days before the first dose (14 days "
            "for tests bound to their assay and for the spleen); those at two weeks are the "
            "nearest day 14 within 3 days (our definition)."
        ),
        _(
            "Results that a transfusion or G-CSF spoils were passed over, units were converted, "
            "and results of different assays were never compared; a result beyond the measuring "
            "range counts as the limit it states."
        ),
        _(
            "Toxicity was graded by CTCAE v%(current)s (v%(older)s beside it where it differs); "
            "new means a higher grade than before the first dose."
        )
        % {"current": CURRENT, "older": OLDER},
    )


def _statistics(two: bool) -> tuple[str, ...]:
    compared = _(
        "Groups were compared by the Mann–Whitney test (numbers) and by the log-rank test (times). "
        "The groups were not randomized: a difference between them does not show an effect of "
        "treatment."
    )
    return (
        _(
            "Numbers are given as median (quartiles), proportions with exact (Clopper–Pearson) "
            "95% confidence intervals, survival by Kaplan–Meier with log-log intervals, results "
            "before and after by the Wilcoxon signed-rank test for pairs."
        ),
        _(
            "Categories were compared by the χ² test or, where an expected count was below five, "
            "by Fisher's exact test (our definition)."
        ),
        compared if two else "",
        _("All tests are two-sided, without correction for multiple testing."),
        _(
            "Missing results were not imputed: with each number stands of how many it is known, "
            "but for the rate of response."
        ),
        _("The R script of the study export recomputes the numbers (R, package survival)."),
    )


def references() -> tuple[Reference, ...]:
    """The rules that these analyses rest on, each with version and source."""
    found = []
    for rule in RULES:
        entry = card(rule)
        source = CITATIONS[entry.citation]
        text = source.text if source.verified else f"{source.text} ({_('unverified')})"
        found.append(Reference(_(entry.title), entry.version, text))
    return tuple(found)
