"""Every figure that the two papers print is given by our pages over the synthetic cohorts, or is
listed with the reason why it cannot be."""

from __future__ import annotations

import pytest

from hlh_app.cohorts.library import cohort
from hlh_app.cohorts.model import Comparison, ReportedCount, ReportedMean, ReportedSummary
from tests.records.demo_papers import irreproducible
from tests.records.demo_papers.arm import arm
from tests.records.demo_papers.reproduced import COUNTS, SUMMARIES, mean_and_sd

PAPERS = ("wang2020", "chi2020")
ARMS = [(paper, row) for paper in PAPERS for row in cohort(paper).arms]
COUNTED = [(paper, row.code, count) for paper, row in ARMS for count in row.counts]
SUMMED = [(paper, row.code, summary) for paper, row in ARMS for summary in row.summaries]
MEANS = [(paper, row.code, mean) for paper, row in ARMS for mean in row.means]
COMPARED = [(paper, row) for paper in PAPERS for row in cohort(paper).comparisons]
# As printed in the texts and in Table 1 of the preprint, beside their counts.
PERCENT = {
    ("wang2020", "ruxolitinib"): {
        "overall_response": "73.5",
        "complete_response": "14.7",
        "partial_response": "58.8",
        "overall_response_ebv": "68",
        "afebrile_24_h": "88.2",
        "leukopenia_3_4": "5.9",
        "thrombocytopenia_3_4": "11.8",
        "transaminases_3_4": "17.6",
        "bilirubin_3_4": "8.8",
        "triglycerides_3_4": "2.9",
        "deaths": "44.1",
    },
    ("chi2020", "ruxolitinib"): {
        "female": "54.5",
        "male": "45.5",
        **dict.fromkeys(("fever", "splenomegaly", "cytopenias", "ferritin"), "100"),
        "triglycerides_fibrinogen": "100",
        "hemophagocytosis": "63.64",
        "nk_activity": "36.36",
        "scd25": "63.64",
        "infection": "72.73",
        "sjia": "18.18",
        "hlh_04": "54.55",
        "hlh_04_ivig": "27.27",
        "ivig": "18.18",
    },
    ("chi2020", "conventional"): {
        "female": "45.5",
        "male": "54.5",
        **dict.fromkeys(("fever", "splenomegaly", "ferritin"), "100"),
        "cytopenias": "90.91",
        "triglycerides_fibrinogen": "90.91",
        **dict.fromkeys(("hemophagocytosis", "nk_activity", "scd25"), "63.64"),
        "infection": "36.36",
        "sjia": "54.55",
        "hlh_04": "54.55",
        "glucocorticoid_ivig": "45.45",
    },
}


def name_of(value: object) -> str | None:
    if isinstance(value, ReportedMean):
        return f"{value.analyte}-{value.day}"
    return getattr(value, "code", None)


def digits(printed: str) -> int:
    return len(printed.partition(".")[2])


@pytest.mark.parametrize(("paper", "code", "printed"), COUNTED, ids=name_of)
def test_a_count(paper: str, code: str, printed: ReportedCount):
    found, n = COUNTS[paper, code][printed.code](arm(paper, code))
    assert (round(found, 9), n) == (printed.numerator, printed.denominator)


@pytest.mark.parametrize(
    ("paper", "code", "count", "printed"),
    [(*key, count, text) for key, texts in PERCENT.items() for count, text in texts.items()],
)
def test_a_percentage(paper: str, code: str, count: str, printed: str):
    found, n = COUNTS[paper, code][count](arm(paper, code))
    assert f"{100 * found / n:.{digits(printed)}f}" == printed


@pytest.mark.parametrize(("paper", "code", "printed"), SUMMED, ids=name_of)
def test_a_median_and_its_range(paper: str, code: str, printed: ReportedSummary):
    found = SUMMARIES[paper, printed.code](arm(paper, code))
    wanted = (printed.value, printed.low, printed.high)
    shown = [f"{row:.{digits(str(text))}f}" for row, text in zip(found, wanted, strict=True)]
    assert shown == [str(text) for text in wanted]


@pytest.mark.parametrize(("paper", "code", "printed"), MEANS, ids=name_of)
def test_a_mean_with_its_standard_deviation(paper: str, code: str, printed: ReportedMean):
    wanted = (printed.mean, printed.sd)
    found = mean_and_sd(arm(paper, code), printed.analyte, printed.day)
    shown = [f"{row:.{digits(str(text))}f}" for row, text in zip(found, wanted, strict=True)]
    assert shown == [str(text) for text in wanted]


@pytest.mark.parametrize(("paper", "printed"), COMPARED)
def test_no_p_value_is_claimed(paper: str, printed: Comparison):
    assert irreproducible.COMPARISONS[paper, printed.subject, printed.contrast]


def test_nothing_stands_in_a_table_that_no_paper_prints():
    for (paper, code), counts in COUNTS.items():
        printed = {count.code for p, c, count in COUNTED if (p, c) == (paper, code)}
        shared = set(COUNTS["chi2020", "ruxolitinib"]) & set(COUNTS["chi2020", "conventional"])
        assert set(counts) - printed <= shared
    compared = {(paper, row.subject, row.contrast) for paper, row in COMPARED}
    assert compared == set(irreproducible.COMPARISONS)
    assert set(irreproducible.MEDIANS) <= {summary.code for _p, _c, summary in SUMMED}


def test_every_fault_that_we_know_says_what_was_kept():
    for fault in cohort("chi2020").faults:
        kept = [why for begins, why in irreproducible.FAULTS.items() if fault.startswith(begins)]
        assert len(kept) == 1, fault
    assert len(irreproducible.FAULTS) == len(cohort("chi2020").faults)


@pytest.mark.parametrize(("paper", "code", "count", "printed"), irreproducible.PERCENTAGES)
def test_a_misprinted_percentage_is_not_ours(paper: str, code: str, count: str, printed: str):
    found, n = COUNTS[paper, code][count](arm(paper, code))
    assert f"{100 * found / n:.2f}" != printed
