"""The clinical hazard log. Its vignettes are tests of the product, one a hazard, and more."""

from hlh_app.clinical.hazard import EVERY_RULE, Hazard, Likelihood, Severity
from hlh_app.clinical.hazards_of_groups import OF_GROUPS
from hlh_app.clinical.hazards_of_pages import OF_PAGES
from hlh_app.clinical.text import gettext_noop as _

DOSES = ("dose_wang2020", "dose_chi2020")
_AT = "tests/hazards/test_results.py::"

OF_RESULTS = (
    Hazard(
        id="pending_as_negative",
        title=_("A pending result is shown as negative"),
        cause=_("A test at the laboratory, or never ordered, is counted as “no”."),
        effect=_("HLH is ruled out while sCD25 or NK activity is awaited; treatment comes late."),
        severity=Severity.CATASTROPHIC,
        likelihood_before=Likelihood.VERY_HIGH,
        likelihood_after=Likelihood.VERY_LOW,
        control=_(
            "Unknown is an outcome of its own in every rule, kept open while it can change the "
            "verdict; what is missing, and what either result would do, is said."
        ),
        tests=(
            _AT + "test_a_result_still_awaited_keeps_the_verdict_open",
            "tests/clinical/test_diagnosis_laws.py",
        ),
        rules=EVERY_RULE,
    ),
    Hazard(
        id="assay_confusion",
        title=_("A unit or an assay is taken for another"),
        cause=_("sCD25 in pg/mL or ng/mL, D-dimer in another kind, mg/dL read as mmol/L."),
        effect=_("A criterion is met or excluded by a number that means something else."),
        severity=Severity.MAJOR,
        likelihood_before=Likelihood.HIGH,
        likelihood_after=Likelihood.VERY_LOW,
        control=_(
            "Every value keeps its unit; another assay's unit is shown, never converted, and "
            "leaves the criterion open; limits printed for a unit are used for that unit; the "
            "form preselects no unit for a test that differs by assay."
        ),
        tests=(
            _AT + "test_another_assays_unit_is_never_held_against_the_threshold",
            "tests/clinical/test_units.py",
            "tests/web/entry/test_visits.py::TestTheEmptyForm"
            "::test_preselects_the_usual_unit_but_none_of_an_assay",
        ),
        rules=EVERY_RULE,
    ),
    Hazard(
        id="weeks_combined",
        title=_("Results of different weeks are combined"),
        cause=_("An old ferritin stands beside today's fever and both are counted."),
        effect=_("The criteria seem met though they never held together, or the reverse."),
        severity=Severity.MAJOR,
        likelihood_before=Likelihood.HIGH,
        likelihood_after=Likelihood.VERY_LOW,
        control=_(
            "A reading uses values of the 14 days before its moment; older ones are shown as "
            "stale and count as unknown; every value stands with its date."
        ),
        tests=(
            _AT + "test_values_of_different_weeks_make_no_diagnosis",
            "tests/clinical/test_windows.py",
        ),
        rules=("hlh2004", "hlh2024", "hscore", "mas2016", "ms2019", "mh2017", "ohi2022"),
    ),
    Hazard(
        id="wrong_baseline",
        title=_("The baseline is wrong or stale"),
        cause=_("A value of weeks before, or after the first dose, is taken as the baseline."),
        effect=_("A response is reported that did not happen, or missed; therapy goes on or ends."),
        severity=Severity.MAJOR,
        likelihood_before=Likelihood.HIGH,
        likelihood_after=Likelihood.VERY_LOW,
        control=_(
            "The baseline is the last usable value at or before the first dose, at most 7 days "
            "old (sCD25 14), printed with its age; without one the marker is unknown; a value "
            "after a transfusion or G-CSF is passed over; other therapy begun between is a caution."
        ),
        tests=(
            _AT + "test_an_old_value_is_no_baseline_and_a_marker_without_one_is_unknown",
            "tests/clinical/test_baseline.py",
        ),
        rules=("marsh2013", "emapalumab2020", "ctcae", "course2020"),
    ),
    Hazard(
        id="stale_weight",
        title=_("An old weight, or a weight of 25.0 kg, gives the wrong dose"),
        cause=_("A child grew or swelled since; at 25.0 kg the two published rules part."),
        effect=_("Half or double the dose that the rule gives."),
        severity=Severity.MAJOR,
        likelihood_before=Likelihood.HIGH,
        likelihood_after=Likelihood.VERY_LOW,
        control=_(
            "A weight of more than 90 days (30 under 2 years) gives no dose; a caution after 14 "
            "days, near the line after 3; both rules stand side by side with the sentence where "
            "they part; the weight is printed with its date and the arithmetic."
        ),
        tests=(
            _AT + "test_an_old_weight_gives_no_dose_and_at_25_kg_the_rules_part",
            "tests/clinical/test_dose.py",
        ),
        rules=(*DOSES, "renal"),
    ),
    Hazard(
        id="midnight",
        title=_("Midnight and time zones put a value on the wrong day"),
        cause=_("Times without an offset, a server in another zone, the day the clocks change."),
        effect=_("A value counts for the wrong day of response, or is not seen at all."),
        severity=Severity.CONSIDERABLE,
        likelihood_before=Likelihood.HIGH,
        likelihood_after=Likelihood.VERY_LOW,
        control=_(
            "A timed moment carries its offset or is refused; days are those of the ward; a date "
            "without a time is kept as such; a time that did not exist is refused."
        ),
        tests=(
            _AT + "test_one_moment_is_one_moment_on_every_clock",
            "tests/web/entry/test_days.py",
        ),
        rules=EVERY_RULE,
    ),
    Hazard(
        id="fever_hides_infection",
        title=_("Fever back on ruxolitinib is taken for HLH"),
        cause=_("The drug masks infection; fever that returns is answered by more of it."),
        effect=_("An infection is treated by stronger immune suppression."),
        severity=Severity.CATASTROPHIC,
        likelihood_before=Likelihood.MEDIUM,
        likelihood_after=Likelihood.VERY_LOW,
        control=_(
            "Fever that comes back on the drug is printed first on the page and on paper: look "
            "for infection before raising the dose."
        ),
        tests=(
            "tests/hazards/test_pages.py::test_fever_back_on_the_drug_is_said_before_anything_else",
            "tests/clinical/test_fever_back.py",
        ),
        rules=("fever_back", "fever_course", "fever_neutropenia", *DOSES, "titration", "worklist"),
    ),
    Hazard(
        id="criteria_as_diagnosis",
        title=_("Criteria met are taken for a diagnosis, or a score for another population"),
        cause=_("Lymphoma, sepsis and leishmaniasis meet the criteria too; scores have ages."),
        effect=_("The cause stays untreated; a score is believed where it was never validated."),
        severity=Severity.MAJOR,
        likelihood_before=Likelihood.HIGH,
        likelihood_after=Likelihood.LOW,
        control=_(
            "Beside criteria met stands what is to be excluded; each rule says for whom it was "
            "made, is marked where it was not validated, or does not apply, with the reason."
        ),
        tests=("tests/hazards/test_pages.py::test_criteria_met_stand_with_what_is_to_be_excluded",),
        rules=("hlh2004", "hlh2024", "hscore", "mas2016", "ms2019", "mh2017", "ohi2022"),
        residual=_("Whether other causes were excluded is a clinician's judgement, not recorded."),
    ),
    Hazard(
        id="rule_version",
        title=_("A rule changes silently"),
        cause=_("A limit is edited without a new version of the rule."),
        effect=_("Two readings of one patient differ and nobody can say why."),
        severity=Severity.CONSIDERABLE,
        likelihood_before=Likelihood.MEDIUM,
        likelihood_after=Likelihood.VERY_LOW,
        control=_(
            "Every verdict, print and signature names the version of its rule; a signed visit "
            "keeps what the rules said; limits that differ from those recorded for the version "
            "fail the suite."
        ),
        tests=(
            "tests/hazards/test_pages.py::test_what_was_signed_keeps_the_versions_that_judged_it",
            "tests/architecture/test_rulebook.py::test_no_rule_changed_under_its_version",
        ),
        rules=EVERY_RULE,
    ),
)

HAZARDS: tuple[Hazard, ...] = (*OF_RESULTS, *OF_PAGES, *OF_GROUPS)


def hazards_of(rule: str) -> tuple[Hazard, ...]:
    """Those that bear on this rule."""
    return tuple(one for one in HAZARDS if one.rules == EVERY_RULE or rule in one.rules)
