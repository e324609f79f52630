"""Classes, parts and flags of a response in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.response_flags import FlagKind
from hlh_app.clinical.text import gettext_noop
from hlh_app.records.models.choices import Trigger

CLASS_WORDS = {
    "complete": gettext_noop("Complete response"),
    "partial": gettext_noop("Partial response"),
    "at_least_partial": gettext_noop("Partial or complete response, not determinable which"),
    "none": gettext_noop("No response"),
    "none_or_partial": gettext_noop("No response or partial response"),
    "none_or_complete": gettext_noop("No response or complete response"),
    "open": gettext_noop("No, partial or complete response"),
    "unassessed": gettext_noop("Not assessed"),
}
STATE_WORDS = {
    "no_values": gettext_noop("no values within 3 days"),
    "upcoming": gettext_noop("the record does not reach the day yet"),
    "not_applicable": gettext_noop("assessments had ended"),
}
_FLAG_WORDS = {
    FlagKind.WORSE: gettext_noop("%(analyte)s worse by 25 %% or more and outside normal"),
    FlagKind.WORSE_LIMIT_UNKNOWN: gettext_noop(
        "%(analyte)s worse by 25 %% or more, no reference limit"
    ),
    FlagKind.NORMAL_AT_BASELINE: gettext_noop("%(analyte)s already normal before treatment"),
    FlagKind.FEBRILE: gettext_noop("Febrile"),
}
_EBV_WORDS = {
    "ebv_yes": gettext_noop("EBV-HLH"),
    "ebv_no": gettext_noop("HLH without EBV"),
    "ebv_unknown": gettext_noop("EBV not known"),
}


def class_words(name: str) -> str:
    """ "Complete response"."""
    return _(CLASS_WORDS[name])


def stratum_words(code: str) -> str:
    """A part of a group: "EBV-HLH", "Infection"."""
    if code in _EBV_WORDS:
        return _(_EBV_WORDS[code])
    word = code.removeprefix("trigger_")
    return _("Trigger not recorded") if word == "unknown" else str(Trigger(word).label)


def flag_words(flag: str) -> str:
    """ "worse:platelets" as "Platelets worse by 25 % or more and outside normal"."""
    kind, _colon, analyte = flag.partition(":")
    name = _(ANALYTES[analyte].label) if analyte else ""
    return _(_FLAG_WORDS[FlagKind(kind)]) % {"analyte": name}
