"""Drawings as data: from dataclasses to the dicts that plotly takes, and to small SVG for print."""

from hlh_app.charts.analyte import analyte_figure
from hlh_app.charts.captions import faults, overlay_caption, panel_caption
from hlh_app.charts.cohort import cohort_mean_figure
from hlh_app.charts.defervescence import defervescence_sentences
from hlh_app.charts.overlay import Overlay, overlay_label, overlays_of
from hlh_app.charts.print_figures import print_panel, print_temperature
from hlh_app.charts.series import (
    DoseMark,
    Panel,
    Pending,
    Point,
    Reading,
    Series,
    TemperatureSeries,
    TreatmentBar,
    Window,
)
from hlh_app.charts.sparkline import Sparkline, sparkline
from hlh_app.charts.table import TableRow, table_rows
from hlh_app.charts.temperature import temperature_figure
from hlh_app.charts.treatment import treatment_figure
from hlh_app.charts.words import ENGLISH, Words

__all__ = [
    "ENGLISH",
    "DoseMark",
    "Overlay",
    "Panel",
    "Pending",
    "Point",
    "Reading",
    "Series",
    "Sparkline",
    "TableRow",
    "TemperatureSeries",
    "TreatmentBar",
    "Window",
    "Words",
    "analyte_figure",
    "cohort_mean_figure",
    "defervescence_sentences",
    "faults",
    "overlay_caption",
    "overlay_label",
    "overlays_of",
    "panel_caption",
    "print_panel",
    "print_temperature",
    "sparkline",
    "table_rows",
    "temperature_figure",
    "treatment_figure",
]
