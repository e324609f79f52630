"""The words of the benchmark: panels, our measures, and what is compared with what."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hlh_app.cohorts.benchmarks import Measure
from hlh_app.statistics.benchmark import LEAST_AT_RISK

PANELS: dict[str, tuple[Measure, ...]] = {
    "response": (Measure.RESPONSE,),
    "complete": (Measure.COMPLETE,),
    "ebv": (Measure.RESPONSE_EBV, Measure.RESPONSE_NOT_EBV),
    "deaths": (Measure.DEATHS,),
    "survival": (Measure.SURVIVAL, Measure.EVENT_FREE),
    "afebrile": (Measure.AFEBRILE,),
}
"""Figure → what is drawn in it."""
OURS: dict[Measure, tuple[str, ...]] = {
    Measure.RESPONSE: ("orr", "orr_day14", "orr_day14_all", "orr_day28", "orr_day28_all"),
    Measure.COMPLETE: ("cr",),
    Measure.RESPONSE_EBV: ("orr_ebv",),
    Measure.RESPONSE_NOT_EBV: ("orr_not_ebv",),
    Measure.DEATHS: ("deaths",),
    Measure.SURVIVAL: ("os26", "os52"),
    Measure.EVENT_FREE: ("pfs26",),
    Measure.AFEBRILE: ("afebrile24",),
}
ABOUT_RUXOLITINIB = frozenset(
    {Measure.RESPONSE, Measure.COMPLETE, Measure.RESPONSE_EBV, Measure.RESPONSE_NOT_EBV}
)
ESTIMATES = frozenset({"os26", "os52", "pfs26"})
"""Of these there is no count."""


def panel_title(panel: str) -> str:
    return {
        "response": _("Overall response"),
        "complete": _("Complete response"),
        "ebv": _("Overall response by EBV"),
        "deaths": _("Deaths"),
        "survival": _("Survival"),
        "afebrile": _("Fever gone"),
    }[panel]


def panel_axis(panel: str) -> str:
    return {
        "response": _("in response, %"),
        "complete": _("in complete response, %"),
        "ebv": _("in response, %"),
        "deaths": _("dead, %"),
        "survival": _("alive, or free of the event, %"),
        "afebrile": _("afebrile, %"),
    }[panel]


def short(measure: Measure) -> str:
    """Told after a name where a panel holds several measures; "" elsewhere."""
    return {
        Measure.RESPONSE_EBV: _("EBV-HLH"),
        Measure.RESPONSE_NOT_EBV: _("not EBV-HLH"),
        Measure.SURVIVAL: _("overall"),
        Measure.EVENT_FREE: _("event-free"),
    }.get(measure, "")


def our_name(code: str) -> str:
    return {
        "orr": _("best of eight weeks"),
        "orr_day14": _("day 14, of those assessed"),
        "orr_day14_all": _("day 14, of all"),
        "orr_day28": _("day 28, of those assessed"),
        "orr_day28_all": _("day 28, of all"),
        "cr": _("best of eight weeks"),
        "orr_ebv": _("EBV-HLH"),
        "orr_not_ebv": _("not EBV-HLH"),
        "deaths": _("all deaths"),
        "os26": _("overall, week 26"),
        "os52": _("overall, week 52"),
        "pfs26": _("progression-free, week 26"),
        "afebrile24": _("24 hours"),
    }[code]


def our_when(code: str) -> str:
    """How and when it is judged here."""
    best = _("Marsh criteria, best of days 7 to 56")
    on_day = _("Marsh criteria, of those assessed on that day")
    of_all = _("Marsh criteria, of all given ruxolitinib")
    return {
        "orr": best,
        "cr": best,
        "orr_ebv": best,
        "orr_not_ebv": best,
        "orr_day14": on_day,
        "orr_day28": on_day,
        "orr_day14_all": of_all,
        "orr_day28_all": of_all,
        "deaths": _("up to the last day known alive"),
        "os26": _("Kaplan-Meier, log-log interval"),
        "os52": _("Kaplan-Meier, log-log interval"),
        "pfs26": _("Kaplan-Meier, log-log interval; relapse, progression or death"),
        "afebrile24": _("within 24 hours of the first dose; of those of whom it is known"),
    }[code]


def our_remark(code: str) -> str:
    """What must be known of our own figure."""
    return {
        "orr": _("whoever is not known to have responded counts as no response"),
        "orr_ebv": _("whoever is not known to have responded counts as no response"),
        "orr_not_ebv": _("whoever is not known to have responded counts as no response"),
        "orr_day14": _("leaves out who had died, been transplanted or stopped before"),
        "orr_day28": _("leaves out who had died, been transplanted or stopped before"),
        "orr_day14_all": _("whoever was not assessed then counts as no response"),
        "orr_day28_all": _("whoever was not assessed then counts as no response"),
        "cr": _("only who surely was in complete response"),
        "deaths": _("depends on how long everybody was followed"),
        "pfs26": _("our definition of relapse and progression"),
    }.get(code, "")


def panel_notes(panel: str) -> tuple[str, ...]:
    """What the figures of a panel do not say by themselves."""
    apart = _(
        "Other patients, other lines of therapy, other definitions: to be read side by side, never "
        "added up, never a target. Nothing here was tested against anything."
    )
    best = _(
        "EBV-HLH did best as first line (Zhang 2022) and worst in relapse (Wang 2020, Wei 2020)."
    )
    more = {
        "response": (best,),
        "ebv": (best,),
        "deaths": (
            _(
                "A share of deaths grows with follow-up: compare it only where the follow-up is "
                "alike, and else survival at a fixed week."
            ),
        ),
        "survival": (
            _(
                "Wang 2020 prints no survival at a fixed time, and its curves were not available: "
                "its medians of observed times stand on the page of survival. Event-free survival "
                "of Zhang 2021 is not our progression-free survival."
            ),
            _("Ours is not drawn where fewer than %(n)s are at risk (our definition).")
            % {"n": LEAST_AT_RISK},
        ),
    }
    return (apart, *more.get(panel, ()))
