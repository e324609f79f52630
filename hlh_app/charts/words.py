"""The words that stand in a drawing, in English; a page passes its own translation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields

from hlh_app.clinical.text import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Words:
    """Placeholders in braces stay as they are in a translation.

    ``units`` holds the printed form of unit codes, e.g. ``10*9/L`` as ``×10⁹/L``.
    """

    days: str = _("days since first dose")
    days_without_dose: str = _("days since first result, no ruxolitinib given")
    day: str = _("day {day}")
    log_scale: str = _("log scale")
    reference: str = _("reference {interval}")
    no_reference: str = _("no reference interval")
    pending: str = _("pending")
    newest: str = _("{value} on {when}")
    was: str = _("was {value}")
    this_patient: str = _("this patient, n = {n}")
    no_results: str = _("no result yet")
    other_assay: str = _("{label}, not comparable")
    fever: str = _("fever ≥ {threshold} °C")
    temperature: str = _("Temperature")
    degrees: str = _("°C")
    treatments: str = _("Treatments")
    since_day: str = _("day {start} onward")
    between_days: str = _("day {start} to {stop}")
    antipyretic: str = _("antipyretic given")
    glucocorticoid: str = _("on a glucocorticoid")
    site_unknown: str = _("site not recorded")
    not_a_target: str = _("{cohort}, {arm}, n = {n}, not a target")
    children_of: str = _("children of {low}–{high} years")
    band: str = _("{label}: central 68 % of a lognormal matched to mean and SD")
    mean_and_sd: str = _("mean {mean} ± SD {sd} {unit}")
    mean_and_band: str = _("{cohort}, {where}: mean, central 68 % (lognormal)")
    per_cell_unknown: str = _("n behind this value not stated")
    per_cell: str = _("n = {n}")
    afebrile_within_24_h: str = _("{count} afebrile by 24 h")
    normal_after_two_days: str = _("n = {n}, normal by day 2")
    normal_after_three_days: str = _("{count} normal by day 3")
    normal_after_five_days: str = _("{count} normal by days 5–6")
    caption_shaded: str = _("Shaded: the reference interval by which each result was judged.")
    caption_beyond: str = _("Triangles: the result lies beyond the limit that is drawn.")
    caption_flagged: str = _("Open symbols: the result carries a flag.")
    caption_zero: str = _("Zero is drawn at the foot of the log scale.")
    caption_assays: str = _("Other symbols: another assay, not comparable, never joined.")
    caption_band: str = _(
        "Dashed: group means as printed. Dotted: the central 68 % of a lognormal distribution "
        "matched to the printed mean and SD, because mean − SD can fall below zero. The assay is "
        "not stated."
    )
    units: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def translated(cls, translate: Callable[[str], str], units: Mapping[str, str]) -> Words:
        """Every word in the language of ``translate``."""
        names = (row.name for row in fields(cls) if row.name != "units")
        return cls(**{name: translate(getattr(ENGLISH, name)) for name in names}, units=units)

    def time_axis(self, started: bool) -> str:
        return self.days if started else self.days_without_dose

    def unit(self, code: str) -> str:
        return self.units.get(code, code)

    def axis(self, code: str, log: bool) -> str:
        """The title of a value axis: the unit, and whether the scale is logarithmic."""
        unit = self.unit(code)
        return f"{unit}, {self.log_scale}" if log else unit


ENGLISH = Words()
