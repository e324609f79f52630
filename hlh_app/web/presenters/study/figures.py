"""The figures of one topic as they are printed."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from hlh_app.charts.study.print import COLUMN_MM, PNG, SVG, TWO_COLUMNS_MM

from ...study.asked import Asked
from . import documents

PREVIEW_DPI = 100


@dataclass(frozen=True, slots=True)
class Download:
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """``about``: its second title on the page: unit, method, source."""

    title: str
    about: str
    preview: str
    downloads: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class FiguresPage:
    label: str
    rows: tuple[FigureRow, ...]


def figures_page(asked: Asked, topic: str) -> FiguresPage:
    drawn = documents.drawings(asked, topic)
    return FiguresPage(
        str(documents.TOPICS[topic].label), tuple(_row(asked, topic, d) for d in drawn)
    )


def _row(asked: Asked, topic: str, drawn: documents.Drawn) -> FigureRow:
    name = drawn.id.removeprefix("figure-")
    kinds = [
        (_("SVG, one column (85 mm)"), SVG, COLUMN_MM, 600),
        (_("SVG, two columns (175 mm)"), SVG, TWO_COLUMNS_MM, 600),
        (_("PNG, one column, 600 dpi"), PNG, COLUMN_MM, 600),
        (_("PNG, two columns, 600 dpi"), PNG, TWO_COLUMNS_MM, 600),
        (_("PNG, two columns, 300 dpi"), PNG, TWO_COLUMNS_MM, 300),
    ]
    return FigureRow(
        title=drawn.title,
        about=str(drawn.figure["layout"]["title"].get("subtitle", {}).get("text", "")),
        preview=_address(asked, topic, name, PNG, TWO_COLUMNS_MM, PREVIEW_DPI),
        downloads=tuple(
            Download(label, _address(asked, topic, name, kind, mm, dpi))
            for label, kind, mm, dpi in kinds
        ),
    )


def _address(asked: Asked, topic: str, name: str, kind: str, mm: int, dpi: int) -> str:
    place = reverse("web:study-figure", args=[topic, name, kind])
    query = f"{asked.query}&" if asked.query else ""
    return f"{place}?{query}mm={mm}&dpi={dpi}"
