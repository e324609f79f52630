"""What the papers print and the synthetic cohorts do not give, each with its reason."""

from __future__ import annotations

_NO_VALUES = "It rests on values that were not printed; the synthetic ones are invented."
_NOT_BY_ITS_OWN_NUMBERS = (
    "Printed means, SDs and eleven children a group give another P by Student's t test: for "
    "leukocytes .070 at 1 week and .037 at 1 month, which print .037 and .002."
)
_TIME_EFFECT = (
    "An F of repeated measures rests on how each child's values go together, which is not printed; "
    "which groups it is of is not clear either."
)
_CURVES = "Daily temperatures were in a figure that was not available."
_MILLIGRAMS = "Milligrams were in a figure that was not available."
COMPARISONS: dict[tuple[str, str, str], str] = {
    **{
        ("wang2020", subject, "before against after"): _NO_VALUES
        for subject in ("ferritin", "scd25", "ebv_dna_whole_blood", "ebv_dna_plasma")
    },
    **{
        ("wang2020", subject, "before against after, responders"): _NO_VALUES
        for subject in ("ifn_gamma", "il_18", "mip_1a", "ip_10")
    },
    **{
        ("chi2020", subject, "time effect, both groups"): _TIME_EFFECT
        for subject in ("wbc", "fibrinogen", "ferritin", "scd25")
    },
    **{
        ("chi2020", subject, "ruxolitinib against conventional"): _NOT_BY_ITS_OWN_NUMBERS
        for subject in ("wbc", "fibrinogen", "ferritin", "scd25")
    },
    ("chi2020", "temperature", "ruxolitinib against conventional"): _CURVES,
    **{
        ("chi2020", "methylprednisolone by mouth", contrast): _MILLIGRAMS
        for contrast in (
            "time effect, both groups",
            "group effect, ruxolitinib against conventional",
        )
    },
}  # fmt: skip
"""(cohort, subject, contrast) → why no P value of it is reproduced."""

PERCENTAGES = {
    ("chi2020", "ruxolitinib", "infection", "72.72"): "8 of 11 are 72.73 %: cut, not rounded.",
    ("chi2020", "ruxolitinib", "kawasaki", "9.10"): "1 of 11 is 9.09 %.",
    ("chi2020", "ruxolitinib", "kawasaki", "9.1"): "1 of 11 is 9.09 %, 9.1 % to one place only.",
    ("chi2020", "conventional", "sjia", "54.54"): "6 of 11 are 54.55 %: cut, not rounded.",
    ("chi2020", "conventional", "sle", "9.10"): "1 of 11 is 9.09 %.",
}
"""Printed percentages that do not follow from their counts."""

FAULTS = {
    "4 on ruxolitinib alone": "Four alone and five refractory; R6 and R7 are neither.",
    "3 children were fever-refractory": "Both: five refractory, three of them with fever.",
    "Table 1 gives HLH-04 to nine": (
        "Table 1's counts are kept: R10 and R11 have HLH-04 and immunoglobulin on the days before "
        "the first dose. That R8-R11 had no HLH-04 is not reproduced."
    ),
    "Table 1 gives glucocorticoid with immunoglobulin": (
        "Table 1's counts are kept; that all of group C had dexamethasone and etoposide is not."
    ),
    "The SD of IL-2R": (
        "Four children have numbers, all below 2,400 U/mL; seven are raised by the laboratory's "
        "bare word."
    ),
    "At 1 month the conventional group": (
        "The values of Table 2 are kept; that group R improved more is not reproduced."
    ),
    "Preprint and version of record": "The preprint is kept.",
    "Printed percentages": "See PERCENTAGES.",
    "A follow-up of 2–2.5 years": (
        "Followed to February 2020: group R 21 to 27 months, group C 18 to 27. An average of 2.4 "
        "years cannot be had from diagnoses of November 2017 to August 2018."
    ),
}  # fmt: skip
"""Beginning of each fault that our file of the paper names → what was kept."""

MEDIANS = {
    "follow_up": (
        "26.5 weeks is no median of 19 survivors counted in whole days, nor one of all 34, since "
        "deaths begin at 4 weeks and follow-up at 15. By reverse Kaplan-Meier it can be, our "
        "reading; the range is that of the survivors."
    ),
    "survival": "Of all 34 observed times, the living among them; not a Kaplan-Meier median.",
    "progression_free_survival": "Of all 34 observed times; what ends it is our definition.",
}
"""Reproduced under a reading that the paper does not state."""
