"""The words of the survival page: endpoints, what ended them, and what must be kept in mind."""

from __future__ import annotations

from django.utils.translation import gettext as _


def endpoint_name(code: str) -> str:
    """ "Overall survival, censored at transplant"."""
    return {
        "os": _("Overall survival"),
        "os_transplant": _("Overall survival, censored at transplant"),
        "pfs": _("Progression-free survival"),
        "pfs_transplant": _("Progression-free survival, censored at transplant"),
    }[code]


def events_name(code: str) -> str:
    if code.startswith("os"):
        return _("Deaths")
    return _("Relapse, progression or death")


def definition(code: str) -> str:
    """What is counted and from when."""
    if code.startswith("os"):
        counted = _("From the first dose to death.")
    else:
        counted = _(
            "From the first dose of ruxolitinib to the first of relapse, progression and death "
            "(our definition; neither paper gives one)."
        )
    if code.endswith("transplant"):
        until = _("Without the event: to transplant, or to the last day known alive.")
    else:
        until = _("Without the event: to the last day known alive. Transplant ends nothing.")
    return f"{counted} {until}"


def cause_name(cause: str) -> str:
    return {
        "relapse": _("Relapse"),
        "transplant": _("Transplant without relapse"),
        "death": _("Death without relapse or transplant"),
    }[cause]


def relapsed_name(key: str) -> str:
    return {
        "relapse_ebv": _("Responders with EBV-HLH"),
        "relapse_not_ebv": _("Responders without EBV-HLH"),
        "relapse_ebv_unknown": _("Responders, EBV not known"),
    }[key]


def cautions(two_groups: bool) -> tuple[str, ...]:
    """What a reader of the curves must know."""
    found = (
        _(
            "Responders are not set against non-responders: whoever responds has first lived long "
            "enough to be assessed, so that responders would seem to live longer by that alone "
            "(immortal time). What follows a response is counted from the response instead."
        ),
        _(
            "Where transplant ends the observation, those transplanted are assumed to fare like "
            "those who were not. Whoever is chosen for a transplant may fare better or worse: read "
            "both curves."
        ),
        _(
            "A curve rests on few patients at its right end: read the numbers at risk with it. No "
            "interval is given while nobody has had the event, and none once everybody has."
        ),
    )
    if not two_groups:
        return found
    return (
        *found,
        _(
            "The log-rank test compares the whole curves of two groups that nobody drew by lot: "
            "groups that differed before treatment may differ in survival for that reason."
        ),
        _(
            "Ruxolitinib after another treatment is counted from the first dose of ruxolitinib, "
            "conventional treatment from its own first dose. Whoever died under the earlier "
            "treatment never came to ruxolitinib, and whoever did had been ill for longer: the "
            "two groups do not start at the same point of the disease. Compare within one line of "
            "therapy."
        ),
    )
