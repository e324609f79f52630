"""The frame of the pages: tabs that carry the definition along, and what is said above each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hlh_app.records.models.choices import Source

from ..presenters import formats
from .asked import Asked

TABS = (
    ("study", gettext_lazy("Groups")),
    ("study-tables", gettext_lazy("Tables")),
    ("study-response", gettext_lazy("Response")),
    ("study-fever", gettext_lazy("Temperature and glucocorticoid")),
    ("study-survival", gettext_lazy("Survival")),
    ("study-safety", gettext_lazy("Toxicity")),
    ("study-benchmark", gettext_lazy("Benchmark")),
    ("study-explore", gettext_lazy("Explore")),
    ("study-publish", gettext_lazy("Publish")),
)
BEHIND = ("study-patients", gettext_lazy("Patients behind a number"))


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class GroupLine:
    """``n`` as it is printed. ``definition``: in words. ``matched``: of how many, "" without
    matching."""

    name: str
    n: str
    definition: str
    matched: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """``demo``: how many of the chosen are synthetic or published, which every page must say.
    ``left_out``: who is left out although the definition does not say so."""

    title: str
    tabs: tuple[Tab, ...]
    groups: tuple[GroupLine, ...]
    query: str
    waiting: int
    outdated: int
    demo: str
    left_out: tuple[str, ...]
    is_valid: bool


def frame(asked: Asked, name: str) -> Frame:
    """For the page ``name`` (as in TABS, or of the patients behind a number)."""
    suffix = f"?{asked.query}" if asked.query else ""
    tabs = tuple(
        Tab(str(label), reverse(f"web:{code}") + suffix, code == name) for code, label in TABS
    )
    return Frame(
        title=str(dict((*TABS, BEHIND))[name]),
        tabs=tabs,
        groups=_groups(asked),
        query=asked.query,
        waiting=asked.waiting,
        outdated=asked.waiting + len(asked.read.rows.fresh),
        demo=_demo(asked),
        left_out=tuple(_left_out(asked)),
        is_valid=asked.is_valid,
    )


def _groups(asked: Asked) -> tuple[GroupLine, ...]:
    return tuple(
        GroupLine(
            group.name,
            formats.number(group.n),
            definition,
            formats.number(before.n) if asked.matching else "",
        )
        for group, before, definition in zip(
            asked.groups, asked.unmatched, asked.definitions, strict=True
        )
    )


def has_synthetic(asked: Asked) -> bool:
    """Whether somebody chosen is synthetic, whose laboratory values may be invented."""
    _n, kinds = asked.answer("frame/sources", lambda: _sources(asked))
    return kinds[Source.SYNTHETIC.value] > 0


def _demo(asked: Asked) -> str:
    n, kinds = asked.answer("frame/sources", lambda: _sources(asked))
    synthetic, published = kinds[Source.SYNTHETIC.value], kinds[Source.PUBLISHED.value]
    told = []
    if synthetic:
        told.append(_("%(n)s synthetic, not real") % {"n": formats.number(synthetic)})
    if published:
        told.append(_("%(n)s published elsewhere") % {"n": formats.number(published)})
    if not told:
        return ""
    of = ngettext("Of %(all)s patient: ", "Of %(all)s patients: ", n)
    return of % {"all": formats.number(n)} + ", ".join(told) + "."


def _sources(asked: Asked) -> tuple[int, Counter[str]]:
    """How many were chosen, and how many of each source."""
    chosen = {int(row) for group in asked.groups for row in group.rows}
    return len(chosen), Counter(asked.subjects.sources[row] for row in chosen)


def _left_out(asked: Asked) -> list[str]:
    told, base = [], asked.base
    if base.refused:
        told.append(
            ngettext(
                "%(n)s patient is left out who refused or withdrew the use of the record.",
                "%(n)s patients are left out who refused or withdrew the use of the record.",
                base.refused,
            )
            % {"n": formats.number(base.refused)}
        )
    if base.left_out and not asked.form.cleaned_data["source"]:
        told.append(
            ngettext(
                "%(n)s synthetic or published patient is left out.",
                "%(n)s synthetic or published patients are left out.",
                base.left_out,
            )
            % {"n": formats.number(base.left_out)}
        )
    return told


def context(asked: Asked, name: str, **more: Any) -> dict[str, Any]:
    """What every template of the pages needs."""
    return {"frame": frame(asked, name), "asked": asked, **more}
