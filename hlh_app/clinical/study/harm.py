"""Toxicity by the worst grade after the first dose of the first course, CTCAE v5.0."""

from dataclasses import dataclass

from hlh_app.clinical.case import Moment
from hlh_app.clinical.ctcae import Grade
from hlh_app.clinical.ctcae_tables import CURRENT
from hlh_app.clinical.study.said import said
from hlh_app.clinical.text import gettext_noop
from hlh_app.clinical.toxicity import toxicity
from hlh_app.clinical.windows import History, View

Term = tuple[int | None, int | None, bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Harm:
    """``terms``: by analyte (grade before, worst grade since, whether new); a grade that is open
    is None. ``events``: what a clinician entered: (category, term, grade, new)."""

    ctcae: str = said(gettext_noop("CTCAE version"), default=CURRENT)
    terms: dict[str, Term] = said(gettext_noop("Worst grade by term"), default_factory=dict)
    events: tuple[tuple[str, str | None, int | None, bool | None], ...] = said(
        gettext_noop("Events entered by hand"), default=()
    )


def harm(history: History, as_of: Moment) -> Harm:
    """Of one patient on ruxolitinib."""
    found = toxicity(View(history, as_of))
    terms = {
        row.analyte: (
            None if row.before is None else _settled(row.before.grade),
            None if row.since is None else _settled(row.since),
            row.new,
        )
        for row in found.rows
        if row.measured_since
    }
    events = tuple((e.event.category, e.event.term, e.event.grade, e.new) for e in found.events)
    return Harm(ctcae=found.ctcae, terms=terms, events=events)


def _settled(grade: Grade) -> int | None:
    return grade.low if grade.is_settled else None
