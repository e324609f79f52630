"""Which published figures may stand beside a centre's own, and what each of them is not.

The figures themselves are in the cohort files. Here is what a reader must know to compare them: the
line of therapy, the patients' ages, how and when the response was judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hlh_app.clinical.text import gettext_noop
from hlh_app.cohorts.library import cohort
from hlh_app.cohorts.model import Arm, Cohort, ReportedCount, ReportedSummary


class Line(StrEnum):
    """In the order in which they are shown."""

    SALVAGE = "salvage"
    MIXED = "mixed"
    FIRST = "first"


LINE_WORDS = {
    Line.SALVAGE: gettext_noop("Relapsed or refractory"),
    Line.MIXED: gettext_noop("First line and after earlier treatment together"),
    Line.FIRST: gettext_noop("First line"),
}
CHILDREN, ADULTS = gettext_noop("children"), gettext_noop("adults")
BOTH = gettext_noop("children and adults")
AGES_NOT_READ = gettext_noop("ages not in what was read")


class Measure(StrEnum):
    """What is compared, in the order of the page."""

    RESPONSE = "response"
    COMPLETE = "complete"
    RESPONSE_EBV = "response_ebv"
    RESPONSE_NOT_EBV = "response_not_ebv"
    DEATHS = "deaths"
    SURVIVAL = "survival"
    EVENT_FREE = "event_free"
    AFEBRILE = "afebrile"


@dataclass(frozen=True, slots=True)
class Setting:
    """Of one arm: line of therapy, ages, and whether ruxolitinib was given at all."""

    line: Line
    ages: str
    ruxolitinib: bool = True


SETTINGS = {
    "wang2020/ruxolitinib": Setting(Line.SALVAGE, BOTH),
    "wei2020/ruxolitinib": Setting(Line.SALVAGE, CHILDREN),
    "rudep2021/ru_dep": Setting(Line.SALVAGE, AGES_NOT_READ),
    "dep2015/dep": Setting(Line.SALVAGE, ADULTS, ruxolitinib=False),
    "emapalumab/emapalumab": Setting(Line.SALVAGE, CHILDREN, ruxolitinib=False),
    "chi2020/ruxolitinib": Setting(Line.MIXED, CHILDREN),
    "chi2020/conventional": Setting(Line.MIXED, CHILDREN, ruxolitinib=False),
    "zhang2022/ruxolitinib": Setting(Line.FIRST, CHILDREN),
    "zhang2021/ruxolitinib": Setting(Line.FIRST, CHILDREN),
}
MARSH = gettext_noop("Marsh criteria, best within eight weeks")
DAY_28 = gettext_noop("at day 28; the definition was not read")
WEEK_1 = gettext_noop("at week 1; the definition was not read")
WEEK_2 = gettext_noop("at 2 weeks; the definition was not read")
NO_DAY = gettext_noop("neither day nor definition in what was read")
LABEL = gettext_noop("at the end of treatment, by the trial's own definition")
SAME = gettext_noop("nothing in the definition; how missing assessments were counted is not stated")
ONE_DAY = gettext_noop("one day only, not the best of eight weeks")
NO_DRUG = gettext_noop("no ruxolitinib")
OTHER_DRUGS = gettext_noop("ruxolitinib with doxorubicin, etoposide and methylprednisolone")


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed figure. ``code``: of a count or summary of the arm. ``when``: how and when it was
    judged. ``apart``: what keeps it from being compared with ours. ``tag``: tells it from others of
    the same name in a drawing."""

    measure: Measure
    place: str
    code: str
    when: str
    apart: tuple[str, ...] = ()
    tag: str = ""

    @property
    def cohort(self) -> Cohort:
        return cohort(self.place.split("/")[0])

    @property
    def arm(self) -> Arm:
        return self.cohort.arm(self.place.split("/")[1])

    @property
    def setting(self) -> Setting:
        return SETTINGS[self.place]

    @property
    def count(self) -> ReportedCount | None:
        return next((row for row in self.arm.counts if row.code == self.code), None)

    @property
    def summary(self) -> ReportedSummary | None:
        return next((row for row in self.arm.summaries if row.code == self.code), None)


_FIRST_LINE = gettext_noop("first line: nobody had failed another treatment")
_ALL_TREATMENT = gettext_noop("after all treatment, chemotherapy included")
_SUSTAINED = gettext_noop("only complete responses that lasted, on ruxolitinib alone")
_IMPROVED = gettext_noop("counts improvement, which is no response by the Marsh criteria")
_PARTIAL_ONLY = gettext_noop("partial response only: no complete response at week 1 is printed")
_AFTER_DEP = gettext_noop("after DEP had failed")
_NO_COUNTS = gettext_noop("printed without its counts, so that no interval can be given")
_PLUS_MINUS = gettext_noop("printed 58.3 ± 10.2 %; what ± stands for is not stated")
_EVENTS = gettext_noop("event-free survival: its events were not read")
_DERIVED = gettext_noop("derived: 25 − 17 of 34 − 25")
_FEBRILE = gettext_noop("of all 34: how many were febrile before is not stated")
_HOURS_48 = gettext_noop("48 hours, not 24")
_DAYS_3 = gettext_noop("3 days, not 24 hours; conventional treatment")
_TWICE = gettext_noop("fever back in 8 of 11, 2–7 days after the temperature had become normal")
_WHOLE = gettext_noop("followed 15 to 52 weeks")
_ONE_WEEK = gettext_noop("first week only")
_MONTHS_12 = gettext_noop("at 12 months, the interval as printed")
_MONTHS_6 = gettext_noop("at 6 months")
_HOURS = gettext_noop("within 24 hours of the first dose")

_ON_28, _ON_7 = gettext_noop("day 28"), gettext_noop("week 1")
_T_PARTIAL = gettext_noop("partial, week 1")
_DEP_BEFORE = gettext_noop("DEP before")
_NO_DEP = gettext_noop("no DEP before")
_T_SUSTAINED = gettext_noop("sustained")
_T_ALL = gettext_noop("after all treatment")
_T_12, _T_6 = gettext_noop("12 months"), gettext_noop("6 months")
_T_48, _T_3 = gettext_noop("48 hours"), gettext_noop("3 days")
_R, _C = Measure.RESPONSE, Measure.COMPLETE
_WANG, _WEI, _RUDEP = "wang2020/ruxolitinib", "wei2020/ruxolitinib", "rudep2021/ru_dep"
_DEP, _EMAPALUMAB = "dep2015/dep", "emapalumab/emapalumab"
_ZHANG22, _ZHANG21 = "zhang2022/ruxolitinib", "zhang2021/ruxolitinib"

PRINTED: tuple[Printed, ...] = (
    Printed(_R, _WANG, "overall_response", MARSH, (SAME,)),
    Printed(_R, _WEI, "partial_response", WEEK_1, (_PARTIAL_ONLY, ONE_DAY), _T_PARTIAL),
    Printed(_R, _RUDEP, "overall_response", WEEK_2, (OTHER_DRUGS, ONE_DAY), _NO_DEP),
    Printed(
        _R,
        _RUDEP,
        "partial_response_after_dep",
        WEEK_2,
        (OTHER_DRUGS, _AFTER_DEP, ONE_DAY),
        _DEP_BEFORE,
    ),
    Printed(_R, _DEP, "overall_response", NO_DAY, (NO_DRUG,)),
    Printed(_R, _EMAPALUMAB, "overall_response", LABEL, (NO_DRUG, _IMPROVED)),
    Printed(_R, _ZHANG22, "overall_response", DAY_28, (_FIRST_LINE, ONE_DAY), _ON_28),
    Printed(_R, _ZHANG21, "overall_response", DAY_28, (_FIRST_LINE, _IMPROVED, ONE_DAY), _ON_28),
    Printed(_C, _WANG, "complete_response", MARSH, (SAME,)),
    Printed(_C, _RUDEP, "complete_response", WEEK_2, (OTHER_DRUGS, ONE_DAY), _NO_DEP),
    Printed(_C, _DEP, "complete_response", NO_DAY, (NO_DRUG,)),
    Printed(_C, _EMAPALUMAB, "complete_response", LABEL, (NO_DRUG,)),
    Printed(
        _C,
        _ZHANG22,
        "sustained_complete_response",
        DAY_28,
        (_FIRST_LINE, _SUSTAINED),
        _T_SUSTAINED,
    ),
    Printed(
        _C, _ZHANG22, "overall_complete_response", NO_DAY, (_FIRST_LINE, _ALL_TREATMENT), _T_ALL
    ),
    Printed(_C, _ZHANG21, "complete_response", DAY_28, (_FIRST_LINE, ONE_DAY), _ON_28),
    Printed(Measure.RESPONSE_EBV, _WANG, "overall_response_ebv", MARSH, (SAME,)),
    Printed(
        Measure.RESPONSE_EBV,
        _ZHANG22,
        "overall_response_ebv",
        DAY_28,
        (_FIRST_LINE, _NO_COUNTS),
        _ON_28,
    ),
    Printed(Measure.RESPONSE_NOT_EBV, _WANG, "overall_response_not_ebv", MARSH, (SAME, _DERIVED)),
    Printed(Measure.DEATHS, _WANG, "deaths", _WHOLE),
    Printed(Measure.DEATHS, _WEI, "deaths", _ONE_WEEK, (), _ON_7),
    Printed(Measure.SURVIVAL, _ZHANG22, "survival_12_months", _MONTHS_12, (_FIRST_LINE,), _T_12),
    Printed(
        Measure.EVENT_FREE,
        _ZHANG21,
        "event_free_survival_6_months",
        _MONTHS_6,
        (_FIRST_LINE, _EVENTS, _PLUS_MINUS),
        _T_6,
    ),
    Printed(Measure.AFEBRILE, _WANG, "afebrile_24_h", _HOURS, (_FEBRILE,)),
    Printed(Measure.AFEBRILE, _WEI, "afebrile_48_h", _HOURS_48, (_HOURS_48,), _T_48),
    Printed(
        Measure.AFEBRILE,
        "chi2020/conventional",
        "afebrile_day_3",
        _DAYS_3,
        (NO_DRUG, _TWICE),
        _T_3,
    ),
)
