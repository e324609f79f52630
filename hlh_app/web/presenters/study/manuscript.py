"""Paragraphs and tables together, for the page and as a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from django.utils.translation import gettext as _

from hlh_app.exchange.study.docx import Block, Heading, Words
from hlh_app.statistics.responses import Responses
from hlh_app.statistics.survival_analysis import SurvivalAnalysis
from hlh_app.statistics.table1 import Table1
from hlh_app.statistics.table2 import Table2
from hlh_app.statistics.toxicity_table import ToxicityTable

from ...study.asked import Asked
from . import documents
from .live_text import Paragraph
from .methods_text import methods, references
from .results_base import Analyses, by_key
from .results_text import TOPICS, results


def results_of(asked: Asked) -> tuple[Paragraph, ...]:
    found = {name: asked.analysis(name) for name in TOPICS}
    analyses = Analyses(
        groups=asked.groups,
        table1=cast(Table1, found["table1"]),
        table2=cast(Table2, found["table2"]),
        response=cast(Responses, found["response"]),
        survival=cast(SurvivalAnalysis, found["survival"]),
        safety=cast(ToxicityTable, found["safety"]),
        figures=by_key(list(found.values())),
    )
    return results(analyses)


def text_blocks(asked: Asked) -> Iterator[Block]:
    """Methods, Results and sources."""
    yield Heading(_("Methods"))
    for paragraph in methods(asked):
        yield Words(paragraph.text, paragraph.label)
    yield Heading(_("Results"))
    for paragraph in results_of(asked):
        yield Words(paragraph.text, paragraph.label)
    yield Heading(_("Sources of the rules"), 2)
    for row in references():
        yield Words(
            _("%(text)s Rule version %(version)s.") % {"text": row.text, "version": row.version},
            row.name,
        )


def all_blocks(asked: Asked) -> Iterator[Block]:
    """The text, then every table."""
    yield from text_blocks(asked)
    yield Heading(_("Tables"))
    for topic in documents.TOPICS:
        yield from documents.tables(asked, topic)
