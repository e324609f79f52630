"""A set of possible classes in words: "at least partial, complete not determinable"."""

from enum import StrEnum

from hlh_app.clinical.completions import Classes, ResponseClass
from hlh_app.clinical.response_verdict import Assessment
from hlh_app.clinical.text import Message, gettext_noop


class Wording(StrEnum):
    """One code for every set of classes that can remain."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    NO_RESPONSE = "no_response"
    AT_LEAST_PARTIAL = "at_least_partial"
    NOT_COMPLETE = "not_complete"
    NONE_OR_COMPLETE = "none_or_complete"
    NOT_DETERMINABLE = "not_determinable"
    NOT_ASSESSED = "not_assessed"


_NR, _PR, _CR = ResponseClass.NR, ResponseClass.PR, ResponseClass.CR
_CODES: dict[Classes, Wording] = {
    (): Wording.NOT_ASSESSED,
    (_CR,): Wording.COMPLETE,
    (_PR,): Wording.PARTIAL,
    (_NR,): Wording.NO_RESPONSE,
    (_PR, _CR): Wording.AT_LEAST_PARTIAL,
    (_NR, _PR): Wording.NOT_COMPLETE,
    (_NR, _CR): Wording.NONE_OR_COMPLETE,
    (_NR, _PR, _CR): Wording.NOT_DETERMINABLE,
}
_TEXTS = {
    Wording.COMPLETE: gettext_noop("complete response"),
    Wording.PARTIAL: gettext_noop("partial response"),
    Wording.NO_RESPONSE: gettext_noop("no response"),
    Wording.AT_LEAST_PARTIAL: gettext_noop("at least partial response, complete not determinable"),
    Wording.NOT_COMPLETE: gettext_noop("no response or partial response, not determinable"),
    Wording.NONE_OR_COMPLETE: gettext_noop("no response or complete response, not determinable"),
    Wording.NOT_DETERMINABLE: gettext_noop("response not determinable"),
    Wording.NOT_ASSESSED: gettext_noop("not assessed"),
}
_NOT_EXAMINED = {
    ("splenomegaly", "cns_involvement"): gettext_noop(
        "by laboratory and temperature; spleen, CNS not examined"
    ),
    ("splenomegaly",): gettext_noop("by laboratory and temperature; spleen not examined"),
    ("cns_involvement",): gettext_noop("by laboratory and temperature; CNS not examined"),
}


def wording(classes: Classes) -> Wording:
    """The code of a set of classes in the order NR, PR, CR; empty is not assessed."""
    return _CODES[classes]


def words(classes: Classes) -> Message:
    """The set of classes as it is printed, response classes in words."""
    return Message(_TEXTS[wording(classes)])


def not_examined(assessment: Assessment) -> Message | None:
    """What is said behind a class that may be complete without spleen or CNS on record."""
    missing = assessment.not_examined
    if not missing or ResponseClass.CR not in assessment.possible:
        return None
    return Message(_NOT_EXAMINED[missing])
