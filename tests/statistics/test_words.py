"""Every test and every reason for no number has its words."""

from hlh_app.statistics.comparison import METHOD_WORDS, REASON_WORDS, Method, Reason


def test_every_method_and_reason_has_words():
    assert set(METHOD_WORDS) == set(Method)
    assert set(REASON_WORDS) == set(Reason)
