"""The names of rows and categories in Table 1, Table 2 and the toxicity table."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from hlh_app.clinical import hlh_criteria
from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.text import gettext_noop
from hlh_app.records.models.choices import DiseaseCourse, Donor, Sex, Trigger, TriggerAgent
from hlh_app.statistics.table1_variables import NO_AGENT

from .. import formats

NUMBER_WORDS = {
    "age": gettext_noop("Age at the first dose, years"),
    "lines_before": gettext_noop("Lines of therapy before"),
    "criteria_met": gettext_noop("Number of the eight criteria met"),
    "weight": gettext_noop("Weight, kg"),
    "dose": gettext_noop("First dose of ruxolitinib, mg/day"),
    "dose_by_weight": gettext_noop("First dose of ruxolitinib, mg/kg/day"),
}
CATEGORY_WORDS = {
    "sex": gettext_noop("Sex"),
    "trigger": gettext_noop("Trigger"),
    "agent": gettext_noop("Agent"),
    "ebv": gettext_noop("EBV-HLH"),
    "course": gettext_noop("Disease"),
    "line": gettext_noop("Line of therapy"),
    "donor": gettext_noop("Donor"),
    "hlh2004": gettext_noop("HLH-2004 met before treatment"),
    "beside": gettext_noop("Ruxolitinib alone or with other treatment of HLH"),
}
LIST_WORDS = {
    "drug": gettext_noop("First drug"),
    "earlier": gettext_noop("Earlier regimens, as recorded"),
    "other_drugs": gettext_noop("Given beside the first drug"),
}
LEVEL_WORDS = {
    "first": gettext_noop("First"),
    "later": gettext_noop("Later"),
    "alone": gettext_noop("Alone"),
    "with_glucocorticoid": gettext_noop("With a glucocorticoid only"),
    "with_other": gettext_noop("With other treatment"),
    NO_AGENT: gettext_noop("No agent: trigger other than infection"),
}
CHOICES = {
    "sex": Sex,
    "trigger": Trigger,
    "agent": TriggerAgent,
    "course": DiseaseCourse,
    "donor": Donor,
}
CRITERION_WORDS = {
    "fever": hlh_criteria.FEVER_LABEL,
    "splenomegaly": hlh_criteria.SPLENOMEGALY_LABEL,
    "cytopenias": hlh_criteria.CYTOPENIAS_LABEL,
    "triglycerides_fibrinogen": hlh_criteria.FAT_OR_FIBRINOGEN_LABEL,
    "hemophagocytosis": hlh_criteria.HEMOPHAGOCYTOSIS_LABEL,
    "nk_activity": hlh_criteria.NK_LABEL,
    "ferritin": hlh_criteria.FERRITIN_LABEL,
    "scd25": hlh_criteria.SCD25_LABEL,
}
TIME_WORDS = {
    "before": gettext_noop("Before"),
    "week1": gettext_noop("1 week"),
    "week2": gettext_noop("2 weeks"),
    "month1": gettext_noop("1 month"),
    "weeks2to4": gettext_noop("2 to 4 weeks"),
}


def level(code: str, word: str) -> str:
    """A category of a row of Table 1."""
    if word in LEVEL_WORDS:
        return _(LEVEL_WORDS[word])
    return str(CHOICES[code](word).label)


def entry(text: str) -> str:
    """A drug or regimen as it was recorded, but for IVIG, which is an abbreviation."""
    return re.sub(r"\bivig\b", "IVIG", text, flags=re.IGNORECASE)


def analyte(code: str) -> str:
    """ "Ferritin, µg/L"."""
    found = ANALYTES[code]
    return f"{_(found.label)}, {formats.unit(found.unit)}"
