"""What every paragraph of the Results is made with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hlh_app.statistics.comparison import METHOD_WORDS, Comparison
from hlh_app.statistics.everything import Analysis
from hlh_app.statistics.figures import Figure
from hlh_app.statistics.responses import Responses
from hlh_app.statistics.subjects import Group
from hlh_app.statistics.survival_analysis import SurvivalAnalysis
from hlh_app.statistics.table1 import Table1
from hlh_app.statistics.table2 import Table2
from hlh_app.statistics.toxicity_table import ToxicityTable

from .live_text import Facts, Pieces, Sentence, sentence

Say = Callable[[], Sentence | None]


@dataclass(frozen=True, slots=True)
class Analyses:
    """Of the same groups: whatever the paragraphs are taken from."""

    groups: tuple[Group, ...]
    table1: Table1
    table2: Table2
    response: Responses
    survival: SurvivalAnalysis
    safety: ToxicityTable
    figures: Mapping[str, Figure]

    @property
    def two(self) -> bool:
        return len(self.groups) == 2

    def facts(self, code: str) -> Facts:
        return Facts(self.figures, code)


def by_key(analyses: Sequence[Analysis]) -> dict[str, Figure]:
    return {figure.key: figure for found in analyses for figure in found.figures()}


OfGroup = Callable[[Analyses, int, Facts], Iterator[Say]]
OfBoth = Callable[[Analyses, Facts], Iterator[Say]]


def test_name(test: Comparison | None) -> str:
    """The test's name within a sentence."""
    return _(METHOD_WORDS[test.method]).split(",")[0] if test is not None else ""


def compared(template: str, test: Comparison | None, p: Pieces) -> Sentence:
    return sentence(template, test=test_name(test), p=p)


def plural(of: Facts, key: str, choose: Callable[..., str], one: str, many: str) -> Sentence:
    return sentence(choose(one, many, int(of.value(key))), n=of.number(key))
