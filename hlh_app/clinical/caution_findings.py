"""Cautions from findings: what is present and what to do, and what nobody has recorded.

Absent is silent; not recorded, pending, unknown and contradicting are never taken for absent: they
stand in one line "Not recorded".
"""

from collections.abc import Iterator
from typing import NamedTuple

from hlh_app.clinical.ages import completed_years
from hlh_app.clinical.case import FindingStatus, Sex
from hlh_app.clinical.dosing import Caution, Urgency
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.text import Message, Value, gettext_noop
from hlh_app.clinical.toxicity_days import is_severe_now
from hlh_app.clinical.windows import View
from hlh_app.clinical.workup import tuberculosis

ASKED_FROM_YEARS, ASKED_BEFORE_YEARS = 10, 56
"""Pregnancy and breast-feeding are asked for from and before these birthdays (our definition)."""

LABEL = "ruxolitinib_label"


class FindingCaution(NamedTuple):
    """What is said when the finding is present, and how it is named when it is not recorded."""

    present: Message
    name: Message
    citation: str
    urgency: Urgency


def _row(present: str, name: str, citation: str, urgency: Urgency) -> FindingCaution:
    return FindingCaution(Message(present), Message(name), citation, urgency)


PREGNANCY = ("pregnancy", "breast_feeding")
ONLY_WHEN_PRESENT = ("viral_infection", "edema")
"""Silent while not recorded: the work-up asks for the one, the examination for the other."""

FINDING_CAUTIONS = {
    "uncontrolled_infection": _row(
        gettext_noop("Uncontrolled infection: treat it first. Wang did not enroll such patients"),
        gettext_noop("uncontrolled infection"), "wang2020", Urgency.FIRST,
    ),
    "pregnancy": _row(
        gettext_noop(
            "Pregnancy: the European label contraindicates ruxolitinib; weigh benefit and risk"
        ),
        gettext_noop("pregnancy"), LABEL, Urgency.FIRST,
    ),
    "breast_feeding": _row(
        gettext_noop("Breast-feeding: the label says not to breast-feed on ruxolitinib"),
        gettext_noop("breast-feeding"), LABEL, Urgency.FIRST,
    ),
    "herpes_zoster": _row(
        gettext_noop("Active herpes zoster: treat it early; the label warns of it"),
        gettext_noop("herpes zoster"), LABEL, Urgency.BEFORE_NEXT_DOSE,
    ),
    "herpes_simplex": _row(
        gettext_noop("Active herpes simplex: watch for spread and treat it; the label warns of it"),
        gettext_noop("herpes simplex"), LABEL, Urgency.BEFORE_NEXT_DOSE,
    ),
    "nonmelanoma_skin_cancer": _row(
        gettext_noop(
            "Non-melanoma skin cancer: Wang did not enroll such patients; the label asks for skin "
            "examinations"
        ),
        gettext_noop("non-melanoma skin cancer"), "wang2020", Urgency.WATCH,
    ),
    "cns_involvement": _row(
        gettext_noop(
            "CNS disease: two children of Chi improved on ruxolitinib, other reports did not: "
            "contradictory. Follow it closely"
        ),
        gettext_noop("CNS disease"), "chi2020", Urgency.WATCH,
    ),
    "viral_infection": _row(
        gettext_noop("Viral infection: Chi gave antiviral treatment alongside"),
        gettext_noop("viral infection"), "chi2020", Urgency.WATCH,
    ),
    "edema": _row(
        gettext_noop(
            "Edema: the weight holds water, so that a dose by weight and mg/kg/day may be off; "
            "judge by the weight before it (our definition)"
        ),
        gettext_noop("edema"), "our_definition", Urgency.WATCH,
    ),
}  # fmt: skip
_HEPATITIS_B = Message(
    gettext_noop(
        "Hepatitis B without a recorded antiviral: Chi gave entecavir alongside; follow the virus"
    )
)
_HEPATITIS_B_TREATED = gettext_noop(
    "Hepatitis B, {drugs} given: Chi gave an antiviral alongside; follow the virus"
)
_HEPATITIS_B_NAME = Message(gettext_noop("hepatitis B"))
_TUBERCULOSIS = Message(
    gettext_noop("Tuberculosis is present: Chi did not give ruxolitinib then; treat it first")
)
_INFECTION = gettext_noop(
    "Infection of grade {grade} since {on} ({term}): Wang did not enroll with uncontrolled "
    "infection and saw infections grow worse; control it first"
)
_POSITIVE = gettext_noop("Tuberculosis is not excluded ({tests}): settle it first")
_TUBERCULOSIS_NAME = Message(
    gettext_noop("tuberculosis (Chi: skin test, chest X-ray, CT if needed, T-SPOT)")
)


def from_findings(view: View, antivirals: Message | None) -> Iterator[Caution]:
    """One line for each finding that is present. ``antivirals``: those against hepatitis B."""
    for kind, row in FINDING_CAUTIONS.items():
        if view.finding(kind).status is FindingStatus.PRESENT:
            yield Caution(kind, row.present, row.citation, row.urgency)
    if view.finding("hepatitis_b").status is FindingStatus.PRESENT:
        treated = antivirals is not None
        text = Message(_HEPATITIS_B_TREATED, {"drugs": antivirals}) if antivirals else _HEPATITIS_B
        urgency = Urgency.WATCH if treated else Urgency.BEFORE_NEXT_DOSE
        yield Caution("hepatitis_b", text, "chi2020", urgency)
    found = tuberculosis(view)
    if found.outcome is Outcome.NOT_MET:
        yield Caution("tuberculosis", _TUBERCULOSIS, "chi2020", Urgency.FIRST)
    elif found.outcome is Outcome.UNKNOWN and _any_positive(view):
        text = Message(_POSITIVE, {"tests": found.says})
        yield Caution("tuberculosis", text, "chi2020", Urgency.BEFORE_NEXT_DOSE)


def by_hand(view: View) -> Iterator[Caution]:
    """An infection of grade 3 or worse that a clinician recorded and that goes on."""
    for event in view.case.adverse_events:
        if event.category == "infection" and is_severe_now(event, view.as_of):
            assert event.grade is not None
            values: dict[str, Value] = {
                "grade": event.grade,
                "term": event.term or "",
                "on": event.on,
            }
            yield Caution(
                "infection_by_hand", Message(_INFECTION, values), "wang2020", Urgency.FIRST
            )


def _any_positive(view: View) -> bool:
    kinds = ("tb_skin_test", "tb_blood_test", "tb_chest_imaging")
    return any(view.finding(kind).status is FindingStatus.PRESENT for kind in kinds)


def not_recorded(view: View) -> Iterator[Message]:
    """The names of what the record leaves open, the weightiest first."""
    if tuberculosis(view).outcome is Outcome.UNKNOWN and not _any_positive(view):
        yield _TUBERCULOSIS_NAME
    if _is_open(view, "hepatitis_b"):
        yield _HEPATITIS_B_NAME
    for kind, row in FINDING_CAUTIONS.items():
        asked = kind not in PREGNANCY or asks_for_pregnancy(view)
        if asked and kind not in ONLY_WHEN_PRESENT and _is_open(view, kind):
            yield row.name


def _is_open(view: View, kind: str) -> bool:
    return view.finding(kind).status not in (FindingStatus.PRESENT, FindingStatus.ABSENT)


def asks_for_pregnancy(view: View) -> bool:
    """Of women and of patients whose sex is not recorded, within the ages stated."""
    patient = view.case.patient
    years = completed_years(patient, view.as_of.day)
    return patient.sex is not Sex.MALE and ASKED_FROM_YEARS <= years < ASKED_BEFORE_YEARS
