"""What of a response is our definition, so that it can be asked what another one would change.

The definitions in use are the defaults. Nobody is ever shown a response by others, except in the
analysis of how much the rate of response of a group depends on them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from hlh_app.clinical.baseline import OLDEST_BASELINE_DAYS, OLDEST_SCD25_BASELINE_DAYS
from hlh_app.clinical.completions import PARTIAL_NEEDS_MARKERS, Pairs
from hlh_app.clinical.fever import FEBRILE_FROM
from hlh_app.clinical.markers import MARKERS
from hlh_app.clinical.schedule import WINDOW_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Definitions:
    """``febrile_cel``: febrile from this temperature. ``baseline_days``, ``scd25_baseline_days``:
    how old a value before treatment may be. ``window_days``: how far from the day of an assessment
    a value may lie. ``markers``: those whose improvement counts for a partial response, and
    ``needed`` of them must improve. ``part_spoilt``: values that a transfusion or G-CSF spoils are
    passed over."""

    febrile_cel: Decimal = FEBRILE_FROM["Cel"]
    baseline_days: int = OLDEST_BASELINE_DAYS
    scd25_baseline_days: int = OLDEST_SCD25_BASELINE_DAYS
    window_days: int = WINDOW_DAYS
    markers: tuple[str, ...] = MARKERS
    needed: int = PARTIAL_NEEDS_MARKERS
    part_spoilt: bool = True

    @property
    def febrile_from(self) -> Mapping[str, Decimal]:
        """On either scale, exactly the same temperature."""
        return {"Cel": self.febrile_cel, "[degF]": self.febrile_cel * 9 / 5 + 32}

    def oldest_days(self, analyte: str) -> int:
        """How many local calendar days old a baseline of this analyte may be."""
        return self.scd25_baseline_days if analyte == "scd25" else self.baseline_days

    def counted(self, analyte: str, pairs: Pairs) -> Pairs:
        """What the analyte leaves open, without an improvement that does not count."""
        if analyte in self.markers or analyte not in MARKERS:
            return pairs
        return frozenset((False, normal) for _improved, normal in pairs)


IN_USE = Definitions()
