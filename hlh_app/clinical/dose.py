"""The two published ruxolitinib rules side by side, and the sentence where they part."""

from dataclasses import dataclass

from hlh_app.clinical import dose_chi2020, dose_wang2020
from hlh_app.clinical.ages import completed_years
from hlh_app.clinical.case import Case, Moment
from hlh_app.clinical.dosing import DoseVerdict, usable_weight
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.windows import History, View

_PART_AT_LINE = gettext_noop(
    "They part at 25.0 kg under 14 years: Wang gives {wang} mg, Chi {chi} mg twice a day."
)
_PART_BY_AGE = gettext_noop(
    "They part at every weight from 14 to 17 years: Wang gives {wang} mg, Chi {chi} mg twice a day."
)
_ONLY_WANG = gettext_noop("Only Wang's rule gives a dose, {wang} mg twice a day. Chi: {reason}")


@dataclass(frozen=True, slots=True)
class DosePair:
    """Both rules, always shown together. ``parting``: where and how they differ, else None."""

    wang2020: DoseVerdict
    chi2020: DoseVerdict
    parting: Message | None


def dose(case: Case, as_of: Moment) -> DosePair:
    """What both rules give as of ``as_of``."""
    return both(View(History(case), as_of))


def both(view: View) -> DosePair:
    """As :func:`dose`, on a view."""
    age_years = completed_years(view.case.patient, view.as_of.day)
    weight = usable_weight(view, age_years)
    wang = dose_wang2020.verdict(view, age_years, weight)
    chi = dose_chi2020.verdict(view, age_years, weight)
    return DosePair(wang, chi, _parting(wang, chi))


def _parting(wang: DoseVerdict, chi: DoseVerdict) -> Message | None:
    if wang.dose_mg is None or wang.dose_mg == chi.dose_mg:
        return None
    if chi.dose_mg is None:
        return Message(_ONLY_WANG, {"wang": wang.dose_mg, "reason": chi.reason or ""})
    young = wang.age_years < dose_wang2020.ADULT_DOSE_FROM_YEARS
    template = _PART_AT_LINE if young else _PART_BY_AGE
    return Message(template, {"wang": wang.dose_mg, "chi": chi.dose_mg})
