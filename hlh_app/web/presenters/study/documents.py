"""What a paper takes from the pages: their tables and figures, the same objects that they show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import partial
from typing import Any, Protocol, cast

from django.utils.translation import gettext_lazy as _

from hlh_app.exchange.study.plain_table import PlainTable
from hlh_app.records.selectors.study_parts import part_of
from hlh_app.statistics.benchmark import Benchmark
from hlh_app.statistics.fever_by_day import fever_by_day
from hlh_app.statistics.glucocorticoid_by_day import glucocorticoid_by_day
from hlh_app.statistics.responses import Responses
from hlh_app.statistics.survival_analysis import SurvivalAnalysis
from hlh_app.statistics.toxicity_table import ToxicityTable

from ...study.asked import Asked
from ...study.loaded import loaded
from .benchmark import benchmark_page
from .cells import ShownTable
from .fever import fever_page
from .response import drawings as drawings_of_patients
from .response import response_page
from .safety import safety_page
from .survival import survival_page
from .table_switches import CHI, WANG
from .tables import plain_tables


class Drawn(Protocol):
    """A figure on a page."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def figure(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Topic:
    """``shown``: whatever holds the tables and figures. ``has_figures``: for the list of what there
    is, which computes nothing."""

    label: Any
    shown: Callable[[Asked], Any]
    has_figures: bool = False


def _fever(asked: Asked) -> Any:
    fever = asked.answer("fever", lambda: fever_by_day(asked.subjects, asked.groups))
    given = asked.answer("given", lambda: glucocorticoid_by_day(asked.subjects, asked.groups))
    return fever_page(asked, fever, given)


def _benchmark(asked: Asked) -> Any:
    others = [row.cohort for row in loaded(asked.request.user)]
    return benchmark_page(asked, cast(Benchmark, asked.analysis("benchmark")), others)


def _results_of(asked: Asked) -> Any:
    return partial(part_of, asked.request.user, name="series")


TOPICS: dict[str, Topic] = {
    "table1": Topic(_("Table 1: before treatment"), lambda asked: plain_tables(asked, "1")),
    "table2": Topic(_("Table 2: before and two weeks"), lambda asked: plain_tables(asked, WANG)),
    "table2-over-time": Topic(
        _("Table 2: before, one week, one month"), lambda asked: plain_tables(asked, CHI)
    ),
    "response": Topic(
        _("Response"),
        lambda asked: (
            response_page(asked, cast(Responses, asked.analysis("response"))),
            drawings_of_patients(asked, _results_of(asked)),
        ),
        has_figures=True,
    ),
    "temperature": Topic(_("Temperature and glucocorticoid"), _fever, has_figures=True),
    "survival": Topic(
        _("Survival and relapse"),
        lambda asked: survival_page(asked, cast(SurvivalAnalysis, asked.analysis("survival"))),
        has_figures=True,
    ),
    "benchmark": Topic(_("Beside published cohorts"), _benchmark, has_figures=True),
    "toxicity": Topic(
        _("Toxicity"),
        lambda asked: safety_page(asked, cast(ToxicityTable, asked.analysis("safety"))),
    ),
}


OF_PATIENTS = ("courses_", "ferritin_")


def tables(asked: Asked, topic: str) -> tuple[PlainTable, ...]:
    """Of one topic, in the order of its page, each once; without empty ones and without those of
    single patients, which belong to the study export."""
    found = {table.name: table for table in _tables(TOPICS[topic].shown(asked)) if table}
    return tuple(table for name, table in found.items() if not name.startswith(OF_PATIENTS))


def _tables(shown: Any) -> Iterator[PlainTable]:
    for part in _walked(shown):
        if isinstance(part, ShownTable):
            yield part.plain
        elif isinstance(part, PlainTable):
            yield part


def drawings(asked: Asked, topic: str) -> tuple[Drawn, ...]:
    """The figures of one topic's page."""
    found = (part for part in _walked(TOPICS[topic].shown(asked)) if _is_drawn(part))
    return tuple({drawn.id: drawn for drawn in found}.values())


def _is_drawn(part: Any) -> bool:
    return isinstance(getattr(part, "figure", None), dict) and hasattr(part, "id")


def _walked(part: Any) -> Iterator[Any]:
    """Every dataclass within, itself first; tables and figures are not taken apart."""
    if isinstance(part, tuple | list):
        for row in part:
            yield from _walked(row)
    elif is_dataclass(part):
        yield part
        if not isinstance(part, ShownTable | PlainTable) and not _is_drawn(part):
            for field in fields(part):
                yield from _walked(getattr(part, field.name))
