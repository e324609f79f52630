"""Every number of every analysis, found again by its key.

A key begins with its topic's name, so that one number costs the computing of one topic only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol

from hlh_app.statistics.figures import Figure
from hlh_app.statistics.subjects import Group, Subjects


class Analysis(Protocol):
    """What an analysis returns: every number that its page shows."""

    def figures(self) -> Iterator[Figure]: ...


@dataclass(frozen=True, slots=True)
class Topic:
    """``name`` begins every key of the topic ("table1/age/median/a"). ``parts`` of the patients
    that it reads. ``function`` of the module ``hlh_app.statistics.<module>``, called with subjects
    and groups; imported when first asked for."""

    name: str
    parts: tuple[str, ...]
    module: str
    function: str

    def analysis(self, subjects: Subjects, groups: Sequence[Group]) -> Analysis:
        """The topic computed for these groups."""
        module = import_module(f"hlh_app.statistics.{self.module}")
        compute: Callable[..., Any] = getattr(module, self.function)
        found: Analysis = compute(subjects, groups)
        return found


# One line a topic: name, parts, module, function.
TOPICS: dict[str, Topic] = {
    topic.name: topic
    for topic in (
        Topic("cohort", ("subject",), "cohort_size", "cohort_size"),
        Topic("balance", ("subject",), "balance_table", "balance_table"),
        Topic("table1", ("subject", "values"), "table1", "table1"),
        Topic("table2", ("subject", "values", "outcome"), "table2", "table2"),
        Topic("safety", ("subject", "harm"), "toxicity_table", "toxicity_table"),
        Topic("response", ("subject", "outcome"), "responses", "responses"),
        Topic("fever", ("subject", "fever"), "fever_by_day", "fever_by_day"),
        Topic(
            "glucocorticoid", ("subject", "care"), "glucocorticoid_by_day", "glucocorticoid_by_day"
        ),
        Topic("explore", ("subject", "fever", "series"), "trajectories", "every_trajectory"),
        Topic("survival", ("subject", "outcome"), "survival_analysis", "survival_analysis"),
        Topic("benchmark", ("subject", "outcome", "fever"), "benchmark", "benchmark"),
    )
}


def parts_of(names: Sequence[str] = tuple(TOPICS)) -> set[str]:
    """The parts that these topics read together."""
    return {part for name in names for part in TOPICS[name].parts}


def topic_of(key: str) -> Topic | None:
    """The topic to which a key belongs."""
    return TOPICS.get(key.split("/", 1)[0])


def figures(
    subjects: Subjects, groups: Sequence[Group], names: Sequence[str] = tuple(TOPICS)
) -> Iterator[Figure]:
    """Every number of these topics (all of them unless named), whose parts are loaded."""
    for name in names:
        yield from TOPICS[name].analysis(subjects, groups).figures()


def figure(subjects: Subjects, groups: Sequence[Group], key: str) -> Figure | None:
    """The number with this key, computed anew; None where no topic has such a number."""
    topic = topic_of(key)
    if topic is None:
        return None
    found = topic.analysis(subjects, groups).figures()
    return next((figure for figure in found if figure.key == key), None)
