"""The Results of a paper about the chosen groups, every number live.

What was found is said with its number, its interval and the named test, and nothing is concluded
from it.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from .live_text import Paragraph, Piece, Sentence, told
from .results_base import Analyses, OfBoth, OfGroup
from .results_measured import fever, fever_compared, laboratory, laboratory_compared
from .results_outcome import survival, survival_compared, toxicity, toxicity_compared
from .results_patients import patients, patients_compared, response, response_compared

TOPICS = ("cohort", "table1", "table2", "response", "fever", "survival", "safety")


def results(found: Analyses) -> tuple[Paragraph, ...]:
    """Without anybody nothing is said."""
    paragraphs = (
        Paragraph(_("Patients"), _each(found, patients, patients_compared)),
        Paragraph(_("Response"), _each(found, response, response_compared)),
        Paragraph(_("Temperature"), _each(found, fever, fever_compared)),
        Paragraph(_("Laboratory results"), _each(found, laboratory, laboratory_compared)),
        Paragraph(_("Survival and relapse"), _each(found, survival, survival_compared)),
        Paragraph(_("Toxicity"), _each(found, toxicity, toxicity_compared)),
    )
    return tuple(paragraph for paragraph in paragraphs if paragraph.sentences)


def _each(found: Analyses, of_group: OfGroup, of_both: OfBoth) -> tuple[Sentence, ...]:
    """What is said of each group, named where there are two, then of their comparison."""
    said: list[Sentence] = []
    for at, group in enumerate(found.groups):
        if group.n == 0:
            continue
        own = told(of_group(found, at, found.facts(group.code)))
        if own and found.two:
            said.append((Piece(f"{group.name}:"),))
        said += own
    if found.two and all(group.n for group in found.groups):
        said += told(of_both(found, found.facts("ab")))
    return tuple(said)
