"""Hazards of analyses of groups: who counts, what is unknown, what leaves, what is concluded."""

from hlh_app.clinical.hazard import Hazard, Likelihood, Severity
from hlh_app.clinical.text import gettext_noop as _

_AT = "tests/hazards/test_groups.py::"

OF_GROUPS = (
    Hazard(
        id="not_real_in_group",
        title=_("A synthetic or published patient is counted among real ones"),
        cause=_("Demo or published cases lie in the same record as the ward's patients."),
        effect=_("A rate that no real group had is believed, and patients treated by it."),
        severity=Severity.MAJOR,
        likelihood_before=Likelihood.MEDIUM,
        likelihood_after=Likelihood.VERY_LOW,
        control=_(
            "Only patients of the ward are chosen unless others are asked for, and each page says "
            "how many were left out; where others are chosen each page says how many."
        ),
        tests=(
            _AT + "test_synthetic_and_published_patients_are_left_out_and_counted",
            "tests/web/study/test_definition.py::TestWhoMayBeChosen"
            "::test_real_patients_are_not_mixed_with_others_unless_asked",
        ),
        residual=_("A case entered as one of the ward's own is taken for one."),
    ),
    Hazard(
        id="without_consent",
        title=_("A patient who refused is analyzed or exported"),
        cause=_("Consent is withdrawn after a group was chosen, or while an export is made."),
        effect=_("A patient's record is used against their will."),
        severity=Severity.CONSIDERABLE,
        likelihood_before=Likelihood.HIGH,
        likelihood_after=Likelihood.VERY_LOW,
        control=_(
            "Whoever refused or withdrew the use of the record for research is left out of "
            "analyses by default and of every export and cohort file whatever is asked; the last "
            "word counts at once, also while the file is made."
        ),
        tests=(
            _AT + "test_whoever_withdrew_consent_is_in_no_export_whatever_is_asked",
            "tests/records/study/test_study_exports.py"
            "::test_who_refuses_while_it_is_made_stays_behind",
            "tests/web/study/test_publish.py::test_who_refused_stays_behind_whoever_asks",
        ),
        residual=_("What has left already cannot be called back: the record says what, and when."),
    ),
    Hazard(
        id="group_out_of_date",
        title=_("A number of a group is older than the record"),
        cause=_("Numbers are kept ready, and a value is corrected after they were made."),
        effect=_("A conclusion rests on a value known to be wrong."),
        severity=Severity.MAJOR,
        likelihood_before=Likelihood.HIGH,
        likelihood_after=Likelihood.VERY_LOW,
        control=_(
            "Every page asks the database which rows are true before it uses anything kept; a few "
            "that are not are computed for the page, more are left out, and counted on the page."
        ),
        tests=(
            _AT + "test_a_corrected_value_counts_at_once",
            "tests/web/study/test_reuse.py",
            "tests/records/study/test_rows.py",
        ),
        rules=("hlh2004", "marsh2013", "course2020", "ctcae"),
    ),
    Hazard(
        id="missing_in_group",
        title=_("A missing value is counted as negative or as zero"),
        cause=_("A percentage of all patients where only some were tested; an empty cell as 0."),
        effect=_("A finding seems rarer, or a drug safer, than it is."),
        severity=Severity.MAJOR,
        likelihood_before=Likelihood.VERY_HIGH,
        likelihood_after=Likelihood.VERY_LOW,
        control=_(
            "Percentages are of those of whom it is known; beside every cell stands of how many "
            "it is known and of how many not, and the missing ones open as patients do; a day "
            "without a known dose of glucocorticoid stays unknown."
        ),
        tests=(
            _AT + "test_what_is_missing_is_counted_as_missing",
            "tests/statistics/test_table1.py",
            "tests/clinical/study/test_care.py",
        ),
        rules=("hlh2004", "ctcae"),
    ),
    Hazard(
        id="open_response_in_group",
        title=_("A response that is open is counted as none without saying"),
        cause=_("A marker is missing on the day of assessment, or the patient was not assessed."),
        effect=_("The rate of response is too low, or too high where the open are left out."),
        severity=Severity.CONSIDERABLE,
        likelihood_before=Likelihood.VERY_HIGH,
        likelihood_after=Likelihood.VERY_LOW,
        control=_(
            "What is not determinable and who was not assessed are rows of their own; the rate "
            "stands with what it counts, beside the rate of those assessed and the highest that "
            "is possible; other definitions than ours can be tried on every patient."
        ),
        tests=(
            _AT + "test_open_responses_are_told_apart_and_bound_the_rate",
            "tests/statistics/test_responses.py",
        ),
        rules=("marsh2013",),
    ),
    Hazard(
        id="small_cell",
        title=_("A small count in a cohort file identifies a patient"),
        cause=_("One child of a rare trigger in a group of ten; a difference of two counts."),
        effect=_("A patient is recognized by somebody of another center."),
        severity=Severity.CONSIDERABLE,
        likelihood_before=Likelihood.HIGH,
        likelihood_after=Likelihood.VERY_LOW,
        control=_(
            "Counts under five are withheld, and further counts until none of them can be "
            "reckoned; smallest and largest values and survival curves are not in the file; it "
            "names what is withheld. Groups under five are refused, and groups that overlap."
        ),
        tests=(
            _AT + "test_no_count_under_five_is_told_or_can_be_reckoned",
            "tests/exchange/study/test_cohort_file.py",
            "tests/statistics/test_suppression.py",
        ),
        residual=_(
            "Two files of one center, made at different times, can be subtracted: send the next "
            "one only when many patients have come."
        ),
    ),
    Hazard(
        id="export_names_patient",
        title=_("An export says who a patient is"),
        cause=_("A code, a date of birth, a calendar date or a note goes along with the values."),
        effect=_("A patient is recognized by whoever gets the file."),
        severity=Severity.CONSIDERABLE,
        likelihood_before=Likelihood.VERY_HIGH,
        likelihood_after=Likelihood.LOW,
        control=_(
            "By default patients, rows and users have codes made for one export and kept nowhere, "
            "days are counted from the first dose, and no free text leaves; names and dates of "
            "birth never do. Who took what out, when, and its checksum stand in the record."
        ),
        tests=(
            _AT + "test_an_export_names_nobody",
            "tests/exchange/study/test_leaving.py",
            "tests/records/study/test_study_exports.py"
            "::test_no_name_and_no_free_text_leaves_unless_asked_for",
        ),
        residual=_(
            "Few patients with a rare disease can be recognized without a name: an export is kept "
            "as safe as the record. Free text and study codes leave when somebody asks for them."
        ),
    ),
    Hazard(
        id="page_unlike_r",
        title=_("The page and the statistician's program give different numbers"),
        cause=_("Ties, censoring, missing values or few patients are treated otherwise."),
        effect=_("A wrong number is published, or a right one is doubted."),
        severity=Severity.CONSIDERABLE,
        likelihood_before=Likelihood.HIGH,
        likelihood_after=Likelihood.VERY_LOW,
        control=_(
            "Each export brings an R script that computes every number of the pages again from "
            "its rows and names each that differs; the same script is held against the pages on a "
            "thousand random groups."
        ),
        tests=(
            _AT + "test_r_finds_every_number_again_and_stops_at_one_that_differs",
            "tests/statistics/test_against_r.py",
            "tests/statistics/test_numerics_against_r.py",
        ),
        residual=_("Both use one set of definitions: what they mean is read, not computed again."),
    ),
    Hazard(
        id="observed_as_survival",
        title=_("A median of observed times is read as median survival"),
        cause=_("A paper prints it under that name; those still alive are counted as if dead."),
        effect=_("Survival seems shorter than it is, and cohorts are set side by side wrongly."),
        severity=Severity.CONSIDERABLE,
        likelihood_before=Likelihood.HIGH,
        likelihood_after=Likelihood.VERY_LOW,
        control=_(
            "The median by Kaplan–Meier stands first, with its interval or “not reached”; the "
            "other one is named as what it is, in its own row, beside the figure of the paper."
        ),
        tests=(
            _AT + "test_a_median_of_observed_times_is_no_median_survival",
            "tests/statistics/test_survival_analysis.py",
        ),
        rules=("course2020",),
    ),
    Hazard(
        id="invented_under_a_name",
        title=_("An invented value stands beside the name of a paper"),
        cause=_("Synthetic patients made after a paper need laboratory values that it lacks."),
        effect=_("A number that nobody measured is quoted as that paper's."),
        severity=Severity.CONSIDERABLE,
        likelihood_before=Likelihood.HIGH,
        likelihood_after=Likelihood.VERY_LOW,
        control=_(
            "Where a chosen patient is synthetic, whatever shows laboratory values does not name "
            "the paper whose values are unknown; published figures are kept as data with their "
            "place in the source, and say “not a target”."
        ),
        tests=(
            _AT + "test_invented_results_stand_beside_no_papers_name",
            "tests/records/demo_papers/test_pages.py",
        ),
    ),
    Hazard(
        id="difference_as_effect",
        title=_("A difference between groups is read as an effect of treatment"),
        cause=_("The groups were not randomized; responders must live to be assessed."),
        effect=_("The worse treatment is chosen for the next patient."),
        severity=Severity.MAJOR,
        likelihood_before=Likelihood.HIGH,
        likelihood_after=Likelihood.LOW,
        control=_(
            "Methods and the page of survival say that nobody was randomized; responders are not "
            "set against others by survival; matched controls come with the balance before and "
            "after; every published figure says what keeps it apart."
        ),
        tests=(
            _AT + "test_two_groups_are_said_not_to_be_randomized",
            "tests/web/study/test_survival_page.py::test_immortal_time_is_warned_of",
            "tests/web/study/test_benchmark_page.py::test_what_keeps_a_row_apart_is_said",
        ),
        residual=_("Matching is by a few features: no analysis here adjusts for the others."),
    ),
)
