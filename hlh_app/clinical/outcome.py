"""The four answers a rule can give, and the three-valued logic between them."""

from enum import StrEnum


class Outcome(StrEnum):
    """Met, not met, unknown (could still go either way) or not applicable (with a reason)."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


def outcome_of(value: bool | None) -> Outcome:
    """True is met, False is not met, None (not known) is unknown: never negative."""
    if value is None:
        return Outcome.UNKNOWN
    return Outcome.MET if value else Outcome.NOT_MET


def at_least(needed: int, met: int, unknown: int) -> Outcome:
    """Whether ``needed`` of the criteria hold when ``met`` do and ``unknown`` may still."""
    if met >= needed:
        return Outcome.MET
    return Outcome.UNKNOWN if met + unknown >= needed else Outcome.NOT_MET
