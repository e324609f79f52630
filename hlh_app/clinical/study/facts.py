"""One patient's row of a study: every part, by the rules, as of the last data."""

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from hlh_app.clinical.case import Case, Moment
from hlh_app.clinical.hlh_criteria import DEFAULT_FEVER_CEL
from hlh_app.clinical.study.care import Care, care
from hlh_app.clinical.study.fever import Fever, fever
from hlh_app.clinical.study.harm import Harm, harm
from hlh_app.clinical.study.index import index_of
from hlh_app.clinical.study.outcome import OutcomeFacts, outcome_facts
from hlh_app.clinical.study.series import Series, series
from hlh_app.clinical.study.subject import Subject, subject
from hlh_app.clinical.study.values import Values, values
from hlh_app.clinical.windows import History

FORM = "2"
"""Of the row: another one whenever a field or what it means changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyFacts:
    """The parts, each read by itself. A patient without any treatment of HLH has none."""

    subject: Subject
    values: Values
    outcome: OutcomeFacts
    fever: Fever
    care: Care
    harm: Harm
    series: Series

    def plain(self) -> dict[str, dict[str, Any]]:
        """Part → field → plain value, as a JSON document holds it."""
        return asdict(self)


PARTS = {
    "subject": Subject,
    "values": Values,
    "outcome": OutcomeFacts,
    "fever": Fever,
    "care": Care,
    "harm": Harm,
    "series": Series,
}
"""Part → its dataclass, whose fields say label, unit and note."""


def study_facts(
    case: Case,
    as_of: Moment,
    fever_cel: Decimal = DEFAULT_FEVER_CEL,
    history: History | None = None,
) -> StudyFacts | None:
    """One patient as of a moment; None before any treatment of HLH."""
    index = index_of(case, as_of)
    if index is None:
        return None
    rows = history or History(case)
    return StudyFacts(
        subject=subject(rows, as_of, index, fever_cel),
        values=values(rows, as_of, index),
        outcome=outcome_facts(rows, as_of, index),
        fever=fever(rows, as_of, index, fever_cel),
        care=care(rows, as_of, index),
        harm=harm(rows, as_of),
        series=series(rows, as_of, index),
    )
