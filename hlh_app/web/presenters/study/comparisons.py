"""A test in words: which it was, and why there is no number."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hlh_app.statistics.comparison import METHOD_WORDS, REASON_WORDS, Comparison


def test_words(test: Comparison) -> str:
    """ "Log-rank test", or "Log-rank test: too few patients"."""
    name = _(METHOD_WORDS[test.method])
    return name if test.reason is None else f"{name}: {_(REASON_WORDS[test.reason])}"
