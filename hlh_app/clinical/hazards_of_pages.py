"""Hazards of entering and reading: typing, copying, two people, pages, charts, paper, files."""

from hlh_app.clinical.hazard import Hazard, Likelihood, Severity
from hlh_app.clinical.text import gettext_noop as _

_ENTRY = "tests/hazards/test_entry.py::"
_PAGES = "tests/hazards/test_pages.py::"

OF_PAGES = (
    Hazard(
        id="fahrenheit",
        title=_("Degrees Fahrenheit are filed as Celsius"),
        cause=_("A chart from elsewhere, or a thermometer set to the other scale."),
        effect=_("A fever is invented or lost."),
        severity=Severity.CONSIDERABLE,
        likelihood_before=Likelihood.MEDIUM,
        likelihood_after=Likelihood.VERY_LOW,
        control=_(
            "Temperatures outside 25–45 °C are refused and outside 34–42 °C asked about; °F is "
            "a unit of its own, compared exactly and shown as written."
        ),
        tests=(_ENTRY + "test_degrees_fahrenheit_are_never_filed_as_celsius",),
        rules=("hlh2004", "hlh2024", "hscore", "mas2016", "marsh2013", "fever_back"),
    ),
    Hazard(
        id="decimal_comma",
        title=_("A decimal comma changes a value tenfold or more"),
        cause=_("“1,5” and “1,709” are written in some countries as others write 1.5 and 1,709."),
        effect=_("Ferritin of 1,709 becomes 1.7, or fibrinogen of 1.5 becomes 15."),
        severity=Severity.MAJOR,
        likelihood_before=Likelihood.HIGH,
        likelihood_after=Likelihood.VERY_LOW,
        control=_("A comma is never guessed at: the form asks, and what was typed stays."),
        tests=(
            _ENTRY + "test_a_comma_is_asked_about_and_never_read",
            "tests/web/entry/test_numbers.py",
        ),
    ),
    Hazard(
        id="copy_forward",
        title=_("Yesterday's values are copied into today's visit"),
        cause=_("A form filled in advance is saved as it is."),
        effect=_("A value that was never measured decides a response or a diagnosis."),
        severity=Severity.MAJOR,
        likelihood_before=Likelihood.HIGH,
        likelihood_after=Likelihood.VERY_LOW,
        control=_(
            "A new visit is empty; the last value stands beside the box with its date and is "
            "neither sent nor stored."
        ),
        tests=(_ENTRY + "test_a_new_visit_carries_no_value_of_the_last_one",),
    ),
    Hazard(
        id="wrong_patient",
        title=_("A value is entered or read for the wrong patient"),
        cause=_("Two children with similar names, two windows open, a link from elsewhere."),
        effect=_("One patient is treated by another's results."),
        severity=Severity.CATASTROPHIC,
        likelihood_before=Likelihood.MEDIUM,
        likelihood_after=Likelihood.VERY_LOW,
        control=_(
            "Code, age and sex stand on top of every page and print; a row under another "
            "patient's address is not found; other centers' patients do not exist for the reader."
        ),
        tests=(
            _ENTRY + "test_every_page_names_the_patient_and_refuses_anothers_rows",
            "tests/web/test_every_door.py",
        ),
        residual=_("Whether a sample was the patient's own is for the ward and the laboratory."),
    ),
    Hazard(
        id="stale_edit",
        title=_("Somebody writes over what they have not seen"),
        cause=_("Two people have the same form open."),
        effect=_("A correction is lost."),
        severity=Severity.CONSIDERABLE,
        likelihood_before=Likelihood.HIGH,
        likelihood_after=Likelihood.VERY_LOW,
        control=_("Both values are shown side by side and nothing is saved until one is chosen."),
        tests=(
            _ENTRY + "test_nobody_writes_over_what_they_have_not_seen",
            "tests/records/test_concurrent_writers.py",
        ),
    ),
    Hazard(
        id="duplicate_patient",
        title=_("One patient is in the record twice"),
        cause=_("A second admission, a code typed differently."),
        effect=_("Half of the results are missing from each record."),
        severity=Severity.CONSIDERABLE,
        likelihood_before=Likelihood.HIGH,
        likelihood_after=Likelihood.LOW,
        control=_(
            "A likely duplicate is shown with its link and the reasons before anything is saved; "
            "all likely pairs of a center are listed; two records are merged as a whole."
        ),
        tests=(
            _ENTRY + "test_a_child_who_may_be_in_the_record_is_shown_first",
            "tests/records/identity/test_likely.py",
        ),
        residual=_("A record with another code, another name and another birth is not found."),
    ),
    Hazard(
        id="wrong_merge",
        title=_("The records of two patients are merged"),
        cause=_("Two children born on one day, two codes that look alike."),
        effect=_("Diagnosis and dose rest on somebody else's results."),
        severity=Severity.MAJOR,
        likelihood_before=Likelihood.MEDIUM,
        likelihood_after=Likelihood.VERY_LOW,
        control=_(
            "Nothing is merged by itself: a clinician sees both records, what differs and what "
            "the rules would say, chooses every fact and says why. Undoing it moves exactly those "
            "rows back."
        ),
        tests=(
            "tests/hazards/test_identity.py::test_two_children_are_told_apart_again",
            "tests/records/identity/test_undoing.py",
        ),
        residual=_("What was decided on the merged record before it was undone is not undone."),
    ),
    Hazard(
        id="dose_after_stop",
        title=_("A dose is shown after transplant or stop"),
        cause=_("The rule knows age and weight but not that the course is over."),
        effect=_("The drug is given into an engraftment, or again after it was stopped."),
        severity=Severity.CATASTROPHIC,
        likelihood_before=Likelihood.MEDIUM,
        likelihood_after=Likelihood.VERY_LOW,
        control=_(
            "From the day before a planned infusion, after transplant and after death both rules "
            "say “not applicable” with the reason; what is being given stands beside them."
        ),
        tests=(
            _PAGES + "test_no_dose_after_transplant_or_stop",
            "tests/clinical/boundaries/test_doses.py::test_the_days_before_a_planned_infusion",
        ),
        rules=("dose_wang2020", "dose_chi2020", "transplant_window", "titration"),
    ),
    Hazard(
        id="interaction_missed",
        title=_("An interacting drug or a kidney class is missed"),
        cause=_("An azole against fungal infection is usual in these patients."),
        effect=_("Ruxolitinib levels rise; counts fall, infection follows."),
        severity=Severity.MAJOR,
        likelihood_before=Likelihood.HIGH,
        likelihood_after=Likelihood.VERY_LOW,
        control=_(
            "What was recognised stands beside the dose with its source; what is not checked is "
            "named: silence never reads as consent."
        ),
        tests=(_PAGES + "test_an_azole_is_named_beside_the_dose_or_said_to_be_unchecked",),
        rules=("dose_wang2020", "dose_chi2020", "dose_cautions", "renal"),
        residual=_("Only drugs that are recorded can be recognised; a pharmacist's check remains."),
    ),
    Hazard(
        id="cohort_as_normal",
        title=_("A published band is read as a normal range"),
        cause=_("Mean and spread of a cohort drawn behind a patient's values."),
        effect=_("A child as ill as the cohort seems to do well."),
        severity=Severity.CONSIDERABLE,
        likelihood_before=Likelihood.MEDIUM,
        likelihood_after=Likelihood.VERY_LOW,
        control=_(
            "The band is off until asked for, dashed, never shaded like an interval, and named "
            "with its n and “not a target”; the paper's faults stand with it."
        ),
        tests=(
            _PAGES + "test_a_published_band_is_off_dashed_and_no_target",
            "tests/e2e/test_charts.py::test_the_published_overlay_is_off_until_asked_for",
        ),
    ),
    Hazard(
        id="log_axis",
        title=_("A log axis hides a change"),
        cause=_("A fall from 5,000 to 1,000 is a short step on it."),
        effect=_("A response, or a rise, is overlooked."),
        severity=Severity.CONSIDERABLE,
        likelihood_before=Likelihood.MEDIUM,
        likelihood_after=Likelihood.VERY_LOW,
        control=_(
            "The axis says that it is logarithmic; the newest and the previous value stand above "
            "the drawing and all values in a table; the change is printed as a percentage."
        ),
        tests=(_PAGES + "test_a_log_axis_says_so_and_the_numbers_stand_beside_it",),
    ),
    Hazard(
        id="old_print",
        title=_("A print is older than a correction"),
        cause=_("Paper stays in the chart when the record is corrected."),
        effect=_("A decision rests on a value known to be wrong."),
        severity=Severity.MAJOR,
        likelihood_before=Likelihood.MEDIUM,
        likelihood_after=Likelihood.VERY_LOW,
        control=_(
            "A print names the moment it was made, by whom, and the moment it is about; every "
            "correction stands in the trail with its time and reason; a signed visit shows what "
            "changed since."
        ),
        tests=(
            _PAGES + "test_a_print_says_of_when_it_is_and_the_trail_what_came_after",
            "tests/web/entry/test_signing.py"
            "::test_what_was_changed_since_is_shown_and_may_be_signed_again",
        ),
        residual=_("Paper cannot be called back: compare its time with the trail, print anew."),
    ),
    Hazard(
        id="export_without_units",
        title=_("Values are exported without their units"),
        cause=_("A table of bare numbers is read by somebody with other units in mind."),
        effect=_("A study or another hospital reads values wrongly by a factor."),
        severity=Severity.CONSIDERABLE,
        likelihood_before=Likelihood.MEDIUM,
        likelihood_after=Likelihood.VERY_LOW,
        control=_("Every value leaves with the unit as reported; one without a unit is refused."),
        tests=(
            _PAGES + "test_no_value_leaves_or_enters_without_its_unit",
            "tests/records/test_documents.py",
        ),
    ),
    Hazard(
        id="system_down",
        title=_("The service is down when it is needed"),
        cause=_("A failed server, network or database."),
        effect=_("A dose or a verdict is guessed, or waited for."),
        severity=Severity.CONSIDERABLE,
        likelihood_before=Likelihood.HIGH,
        likelihood_after=Likelihood.LOW,
        control=_(
            "The one-page summary holds everything and needs no service; a failed page says that "
            "it is no basis for a decision; the watching address says what is wrong."
        ),
        tests=(_PAGES + "test_a_failure_says_that_it_is_one_and_the_print_needs_no_service",),
        residual=_("A printed summary in the chart is the fallback; print one after each visit."),
    ),
)
