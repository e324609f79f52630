"""Every rule on one case as of one moment: what pages, prints and exports show."""

from dataclasses import dataclass
from decimal import Decimal

from hlh_app.clinical import hlh2004, hlh2024, hscore, mas2016
from hlh_app.clinical.case import Case, Moment
from hlh_app.clinical.dose import DosePair, both
from hlh_app.clinical.hlh2004 import Hlh2004
from hlh_app.clinical.hlh_criteria import DEFAULT_FEVER_CEL, hlh_criteria
from hlh_app.clinical.response import marsh_response
from hlh_app.clinical.response_verdict import ResponseVerdict
from hlh_app.clinical.verdict import Verdict
from hlh_app.clinical.windows import WINDOW_DAYS, History, View


class NoMomentError(ValueError):
    """Neither a moment asked about, nor one in the case, nor any observation to take it from."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """All verdicts as of ``as_of``. ``response`` is None before a first dose of ruxolitinib."""

    case: Case
    as_of: Moment
    window_days: int
    fever_threshold: Decimal
    hlh2004: Hlh2004
    hlh2024: Verdict
    hscore: Verdict
    mas2016: Verdict
    dose: DosePair
    response: ResponseVerdict | None


def default_moment(case: Case) -> Moment:
    """The case's own ``as_of``, else its latest observation; NoMomentError without either."""
    if case.as_of is not None:
        return case.as_of
    moments = [o.measured_at for o in case.observations]
    latest = max(moments, key=lambda m: (m.at, m.day, m.text), default=None)
    if latest is None:
        raise NoMomentError("no moment to ask about: the case has no as_of and no observation")
    return latest


def assess(
    case: Case,
    as_of: Moment | None = None,
    window_days: int = WINDOW_DAYS,
    fever_threshold: Decimal = DEFAULT_FEVER_CEL,
) -> Assessment:
    """Every rule as of ``as_of`` (default: :func:`default_moment`)."""
    moment = as_of or default_moment(case)
    view = View(History(case), moment, window_days)
    criteria = hlh_criteria(view, fever_threshold)
    return Assessment(
        case=case,
        as_of=moment,
        window_days=window_days,
        fever_threshold=fever_threshold,
        hlh2004=hlh2004.both_readings(view, criteria, fever_threshold),
        hlh2024=hlh2024.verdict(view, criteria, fever_threshold),
        hscore=hscore.verdict(view),
        mas2016=mas2016.verdict(view),
        dose=both(view),
        response=marsh_response(case, moment, history=view.history),
    )
