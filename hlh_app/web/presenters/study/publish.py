"""The page Publish: what there is to take, and who may take what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hlh_app.accounts.models import User
from hlh_app.exchange.study.aggregates import disjoint
from hlh_app.exchange.study.tables import chosen
from hlh_app.records.selectors.consents import refused_research
from hlh_app.records.services.study_exports import PATIENT_ROWS, may_take
from hlh_app.statistics.suppression import SMALLEST

from ...study.asked import Asked
from . import documents
from .live_text import ShownParagraph, shown
from .manuscript import results_of
from .methods_text import Reference, methods, references


@dataclass(frozen=True, slots=True)
class TopicRow:
    """``figures``: the address of the figures' page, "" without any."""

    label: str
    docx: str
    csv: str
    figures: str


@dataclass(frozen=True, slots=True)
class PublishPage:
    """``n``: patients of all groups, each once. ``may_export``: patient rows. ``refused``: how many
    of them stay behind. ``too_small``: why there is no cohort file, "" where there is one."""

    n: int
    methods: tuple[ShownParagraph, ...]
    results: tuple[ShownParagraph, ...]
    references: tuple[Reference, ...]
    topics: tuple[TopicRow, ...]
    text_docx: str
    all_docx: str
    may_export: bool
    refused: str
    too_small: str


def publish_page(asked: Asked, user: User) -> PublishPage:
    places = chosen(asked.groups)
    keys = [asked.subjects.keys[place] for place in places]
    centres = {asked.subjects.centres[place] for place in places}
    return PublishPage(
        n=len(places),
        methods=tuple(shown(row, asked) for row in methods(asked)),
        results=tuple(shown(row, asked) for row in results_of(asked)),
        references=references(),
        topics=tuple(_topics(asked)),
        text_docx=_address(asked, "study-text"),
        all_docx=_address(asked, "study-manuscript"),
        may_export=bool(places) and may_take(user, PATIENT_ROWS, centres),
        refused=_refused(len(refused_research(keys))),
        too_small=why_no_cohort_file(asked),
    )


def why_no_cohort_file(asked: Asked) -> str:
    if any(group.n < SMALLEST for group in asked.groups):
        return _("A group of fewer than five patients is too small to be told of.")
    if not disjoint(asked.groups):
        return _("The groups share patients: what they differ by would tell of few.")
    return ""


def _refused(n: int) -> str:
    if not n:
        return ""
    return ngettext(
        "%(n)s patient refused the use of the record for research and stays behind.",
        "%(n)s patients refused the use of the record for research and stay behind.",
        n,
    ) % {"n": n}


def _topics(asked: Asked) -> Iterator[TopicRow]:
    for code, topic in documents.TOPICS.items():
        figures = _address(asked, "study-figures", code) if topic.has_figures else ""
        docx, csv = (_address(asked, "study-table", code, kind) for kind in ("docx", "csv"))
        yield TopicRow(str(topic.label), docx, csv, figures)


def _address(asked: Asked, name: str, *parts: str) -> str:
    query = f"?{asked.query}" if asked.query else ""
    return reverse(f"web:{name}", args=parts) + query
