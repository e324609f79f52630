"""What every test here returns, and the words for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hlh_app.clinical.text import gettext_noop


class Method(StrEnum):
    """Which test it was, exactly as it was carried out."""

    SIGNED_RANK_EXACT = "signed_rank_exact"
    SIGNED_RANK = "signed_rank"
    RANK_SUM_EXACT = "rank_sum_exact"
    RANK_SUM = "rank_sum"
    WELCH_T = "welch_t"
    STUDENT_T = "student_t"
    PAIRED_T = "paired_t"
    CHI_SQUARE = "chi_square"
    CHI_SQUARE_YATES = "chi_square_yates"
    FISHER = "fisher"
    LOG_RANK = "log_rank"


METHOD_WORDS = {
    Method.SIGNED_RANK_EXACT: gettext_noop("Wilcoxon signed-rank test, exact"),
    Method.SIGNED_RANK: gettext_noop(
        "Wilcoxon signed-rank test, normal approximation with continuity correction"
    ),
    Method.RANK_SUM_EXACT: gettext_noop("Mann–Whitney test (Wilcoxon rank-sum), exact"),
    Method.RANK_SUM: gettext_noop(
        "Mann–Whitney test (Wilcoxon rank-sum), normal approximation with continuity correction"
    ),
    Method.WELCH_T: gettext_noop("Welch's t-test"),
    Method.STUDENT_T: gettext_noop("Student's t-test"),
    Method.PAIRED_T: gettext_noop("Paired t-test"),
    Method.CHI_SQUARE: gettext_noop("χ² test"),
    Method.CHI_SQUARE_YATES: gettext_noop("χ² test with Yates' correction"),
    Method.FISHER: gettext_noop("Fisher's exact test"),
    Method.LOG_RANK: gettext_noop("Log-rank test"),
}


class Reason(StrEnum):
    """Why there is no number."""

    NOBODY = "nobody"
    TOO_FEW = "too_few"
    ALL_ZERO = "all_zero"
    NO_SPREAD = "no_spread"
    ONE_CATEGORY = "one_category"
    NO_EVENT = "no_event"
    NEVER_TOGETHER = "never_together"
    TOO_LARGE = "too_large"
    EMPTY_STRATUM = "empty_stratum"


REASON_WORDS = {
    Reason.NOBODY: gettext_noop("no patient has the value"),
    Reason.TOO_FEW: gettext_noop("too few patients"),
    Reason.ALL_ZERO: gettext_noop("nobody's value changed"),
    Reason.NO_SPREAD: gettext_noop("the values do not differ"),
    Reason.ONE_CATEGORY: gettext_noop("only one category or one group"),
    Reason.NO_EVENT: gettext_noop("no event"),
    Reason.NEVER_TOGETHER: gettext_noop("the groups were never at risk together"),
    Reason.TOO_LARGE: gettext_noop("the table is too large for the exact test"),
    Reason.EMPTY_STRATUM: gettext_noop("a stratum of the standard holds nobody"),
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """``n``: patients on each side (pairs: one number, of complete pairs). ``df``: degrees of
    freedom, as many as the test has. ``p``: two-sided; None with the ``reason`` in words' keys.
    ``statistic``: as R reports it (V, W, t, X-squared, chisq)."""

    method: Method
    n: tuple[int, ...]
    statistic: float | None = None
    p: float | None = None
    df: tuple[float, ...] = ()
    reason: Reason | None = None
