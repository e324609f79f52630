"""Values that a transfusion or a growth factor spoils (our definition).

Platelets from the day of a platelet transfusion through the 3rd day after, hemoglobin through the
7th after red cells, neutrophils through the 7th after the last G-CSF, the 14th after pegylated.
Transfusions and pegylated G-CSF count by their start day alone. Such a value settles neither
normality nor improvement and is passed over.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from hlh_app.clinical.case import Exposure, Observation
from hlh_app.clinical.schedule import days_after


@dataclass(frozen=True, slots=True)
class Spoiling:
    """What a product does to one analyte: for how many days, and whether it is given daily."""

    analyte: str
    days_after: int
    until_last_dose: bool = False


@dataclass(frozen=True, slots=True)
class SpoiltPeriod:
    """Both days included; ``last`` None while a daily growth factor is still given."""

    analyte: str
    first: date
    last: date | None
    cause: Exposure


SPOILING: Mapping[str, Spoiling] = {
    "platelet_transfusion": Spoiling("platelets", 3),
    "red_cell_transfusion": Spoiling("hemoglobin", 7),
    "filgrastim": Spoiling("neutrophils", 7, until_last_dose=True),
    "lenograstim": Spoiling("neutrophils", 7, until_last_dose=True),
    "pegfilgrastim": Spoiling("neutrophils", 14),
    "lipegfilgrastim": Spoiling("neutrophils", 14),
}


def spoilt_periods(exposures: Iterable[Exposure]) -> dict[str, list[SpoiltPeriod]]:
    """The spoilt days of each analyte that has any, from the exposures that can be seen."""
    periods: dict[str, list[SpoiltPeriod]] = {}
    for exposure in exposures:
        spoiling = SPOILING.get(exposure.drug)
        if spoiling is not None:
            periods.setdefault(spoiling.analyte, []).append(_period(exposure, spoiling))
    return periods


def _period(exposure: Exposure, spoiling: Spoiling) -> SpoiltPeriod:
    first = exposure.start.day
    given_last = exposure.stop if spoiling.until_last_dose else first
    last = None if given_last is None else days_after(given_last, spoiling.days_after)
    return SpoiltPeriod(spoiling.analyte, first, last, exposure)


def spoilt_by(
    observation: Observation, periods: Mapping[str, list[SpoiltPeriod]]
) -> Exposure | None:
    """What spoils this value, by local calendar days; None when it may be used."""
    day = observation.measured_at.day
    for period in periods.get(observation.analyte, ()):
        if period.first <= day and (period.last is None or day <= period.last):
            return period.cause
    return None
