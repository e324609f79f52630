"""The emapalumab-trial response: the records shown, the words of each limit, two assays."""

import pytest

from tests.clinical.response_builders import found, lab, labs
from tests.clinical.trial_builders import (
    ILL,
    SIGNS_BEFORE,
    SIGNS_CLEAR,
    WELL,
    day14,
    item,
    of,
    trial,
)


def test_the_latest_of_several_assessed_days():
    verdict = trial(labs(0, ILL), labs(14, WELL), labs(28, WELL), as_of=30)
    assert verdict.latest.day == 28


def test_fever_shows_its_hottest_reading_and_what_was_recorded():
    said = found("fever", 14, "absent")
    before = [lab("temperature", 0, "38.2", clock="06:00"), *SIGNS_BEFORE]
    fever = item(day14(labs(0, ILL), labs(14, WELL), before, SIGNS_CLEAR, said), "fever")
    assert fever.rows_before == (SIGNS_BEFORE[0],)
    assert fever.rows == (SIGNS_CLEAR[0], said)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("ferritin", "Ferritin < 2000 ug/L"),
        ("platelets", "Platelets > 100 10*9/L"),
        ("neutrophils", "Neutrophils > 1 10*9/L"),
        ("fibrinogen", "Fibrinogen > 1.5 g/L"),
        ("d_dimer", "D-dimer < 500 ug/L"),
    ],
)
def test_each_limit_in_words(code, words):
    assert str(item(of(WELL), code).threshold) == words


def test_what_is_not_compared_may_have_improved_or_not():
    rows = [lab("d_dimer", 0, "3000"), lab("d_dimer", 14, "100", unit="ug/L{FEU}")]
    rest = [labs(0, ILL, d_dimer="-"), labs(14, WELL, d_dimer="-")]
    read = item(day14(rows, rest, SIGNS_BEFORE, SIGNS_CLEAR), "d_dimer")
    assert read.possible == {
        (normal, normal, better) for normal in (True, False) for better in (True, False)
    }


def test_scd25_normal_at_baseline_cannot_improve_by_another_assay_either():
    rows = [lab("scd25", 0, "800", assay="A"), lab("scd25", 14, "100", assay="B")]
    rest = [labs(0, ILL, scd25="-"), labs(14, WELL, scd25="-")]
    read = item(day14(rows, rest, SIGNS_BEFORE, SIGNS_CLEAR), "scd25")
    assert read.possible == {(True, False, False), (False, False, False)}
