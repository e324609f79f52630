"""The best response of one patient by other definitions than ours, one changed at a time.

Where the criteria are silent the definition is ours; this tells how much depends on it. The first
are the definitions in use.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from hlh_app.clinical.case import Moment
from hlh_app.clinical.completions import Classes, best_of
from hlh_app.clinical.markers import MARKERS
from hlh_app.clinical.response import marsh_response
from hlh_app.clinical.response_definitions import IN_USE, Definitions
from hlh_app.clinical.study.outcome import EXTRA_DAYS
from hlh_app.clinical.text import gettext_noop
from hlh_app.clinical.windows import History


@dataclass(frozen=True, slots=True)
class Alternative:
    """``about``: which of our definitions it changes. ``extra_days``: assessed beside the
    schedule, and counted."""

    code: str
    about: str
    label: str
    definitions: Definitions
    extra_days: tuple[int, ...] = EXTRA_DAYS


def _without(*arms: str) -> tuple[str, ...]:
    return tuple(marker for marker in MARKERS if marker not in arms)


_USE = gettext_noop("In use")
_FEVER = gettext_noop("Febrile")
_BASELINE = gettext_noop("Values before treatment")
_WINDOW = gettext_noop("Values of an assessment day")
_ARMS = gettext_noop("Partial response")
_SPOILT = gettext_noop("Transfusion and G-CSF")
_DAYS = gettext_noop("Assessment days")

ALTERNATIVES: tuple[Alternative, ...] = (
    Alternative("in_use", _USE, gettext_noop("The definitions in use"), IN_USE),
    Alternative(
        "febrile_38_3",
        _FEVER,
        gettext_noop("From 38.3 °C instead of 38.0 °C"),
        Definitions(febrile_cel=Decimal("38.3")),
    ),
    Alternative(
        "febrile_38_5",
        _FEVER,
        gettext_noop("From 38.5 °C instead of 38.0 °C"),
        Definitions(febrile_cel=Decimal("38.5")),
    ),
    Alternative(
        "baseline_3",
        _BASELINE,
        gettext_noop("At most 3 days old instead of 7 (sCD25: 14, as in use)"),
        Definitions(baseline_days=3),
    ),
    Alternative(
        "baseline_14",
        _BASELINE,
        gettext_noop("At most 14 days old instead of 7 (sCD25: 14, as in use)"),
        Definitions(baseline_days=14),
    ),
    Alternative(
        "scd25_7",
        _BASELINE,
        gettext_noop("sCD25 at most 7 days old instead of 14"),
        Definitions(scd25_baseline_days=7),
    ),
    Alternative(
        "scd25_28",
        _BASELINE,
        gettext_noop("sCD25 at most 28 days old instead of 14"),
        Definitions(scd25_baseline_days=28),
    ),
    Alternative(
        "window_1",
        _WINDOW,
        gettext_noop("Within 1 day instead of 3"),
        Definitions(window_days=1),
    ),
    Alternative(
        "window_7",
        _WINDOW,
        gettext_noop("Within 7 days instead of 3"),
        Definitions(window_days=7),
    ),
    Alternative(
        "one_marker",
        _ARMS,
        gettext_noop("From 1 improved marker instead of 2 of 5"),
        Definitions(needed=1),
    ),
    Alternative(
        "three_markers",
        _ARMS,
        gettext_noop("From 3 improved markers instead of 2 of 5"),
        Definitions(needed=3),
    ),
    Alternative(
        "without_neutrophils",
        _ARMS,
        gettext_noop("Improved neutrophils not counted: 2 of the other 4"),
        Definitions(markers=_without("neutrophils")),
    ),
    Alternative(
        "without_alt",
        _ARMS,
        gettext_noop("Improved alanine aminotransferase not counted: 2 of the other 4"),
        Definitions(markers=_without("alt")),
    ),
    Alternative(
        "without_both",
        _ARMS,
        gettext_noop("Neither of the two counted: 2 of sCD25, ferritin and triglycerides"),
        Definitions(markers=_without("neutrophils", "alt")),
    ),
    Alternative(
        "with_spoilt",
        _SPOILT,
        gettext_noop("Values that they spoil are used, not passed over"),
        Definitions(part_spoilt=False),
    ),
    Alternative(
        "scheduled_days",
        _DAYS,
        gettext_noop("Days 14, 28, 42 and 56 only, without day 7"),
        IN_USE,
        (),
    ),
)


def best_by_alternative(history: History, as_of: Moment) -> Mapping[str, Classes]:
    """Code → the classes that the best response up to day 56 may be; empty: none was assessed."""
    return {one.code: _best(history, as_of, one) for one in ALTERNATIVES}


def _best(history: History, as_of: Moment, one: Alternative) -> Classes:
    marsh = marsh_response(
        history.case,
        as_of,
        one.extra_days,
        history,
        of_first_course=True,
        definitions=one.definitions,
    )
    if marsh is None:
        return ()
    return best_of([day.possible for day in (*marsh.days, *marsh.extra) if day.is_assessed])
