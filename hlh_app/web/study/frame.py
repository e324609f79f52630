"""The frame of the pages: tabs that carry the definition along, and what is said above each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .asked import Asked

TABS = (
    ("study", gettext_lazy("Patients")),
    ("study-tables", gettext_lazy("Tables")),
    ("study-response", gettext_lazy("Response")),
    ("study-fever", gettext_lazy("Temperature and glucocorticoid")),
    ("study-survival", gettext_lazy("Survival")),
    ("study-safety", gettext_lazy("Toxicity")),
    ("study-benchmark", gettext_lazy("Benchmark")),
    ("study-explore", gettext_lazy("Explore")),
    ("study-publish", gettext_lazy("Publish")),
)


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """``groups``: (name, number of patients). ``synthetic``: how many of them are synthetic or
    published patients, which every page must say."""

    title: str
    tabs: tuple[Tab, ...]
    groups: tuple[tuple[str, int], ...]
    query: str
    waiting: int
    demo: str


def frame(asked: Asked, name: str) -> Frame:
    """For the page ``name`` (as in TABS)."""
    suffix = f"?{asked.query}" if asked.query else ""
    tabs = tuple(
        Tab(str(label), reverse(f"web:{code}") + suffix, code == name) for code, label in TABS
    )
    title = next(tab.label for tab in tabs if tab.is_current)
    groups = tuple((group.name, group.n) for group in asked.groups)
    return Frame(title, tabs, groups, asked.query, asked.waiting, _demo(asked))


def _demo(asked: Asked) -> str:
    chosen = {int(row) for group in asked.groups for row in group.rows}
    n = sum(asked.subjects.sources[row] == "synthetic" for row in chosen)
    if not n:
        return ""
    return _("%(n)s of these %(all)s patients are synthetic, not real.") % {
        "n": n,
        "all": len(chosen),
    }


def context(asked: Asked, name: str, **more: Any) -> dict[str, Any]:
    """What every template of the pages needs."""
    return {"frame": frame(asked, name), "asked": asked, **more}
