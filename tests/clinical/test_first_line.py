"""Which line of therapy is HLH-94, and whether it failed."""

from dataclasses import replace

import pytest

from hlh_app.clinical.case import Event, TherapyLine
from hlh_app.clinical.first_line import is_hlh94, read_first_line
from hlh_app.clinical.outcome import Outcome

from .diagnosis_builders import TODAY, case, day

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN


def line(result="no_response", start=-30, stop=None, regimen="HLH-94"):
    return TherapyLine(
        regimen,
        1,
        None if start is None else day(start),
        None if stop is None else day(stop),
        result,
    )


def read(*lines, events=()):
    return read_first_line(replace(case(*events), therapy_lines=lines), TODAY)


@pytest.mark.parametrize(
    ("regimen", "expected"),
    [
        ("HLH-94", True),
        ("hlh 94 protocol", True),
        ("HLH94", True),
        ("HLH-1994", True),
        ("HLH-04", True),
        ("modified HLH-2004", True),
        ("etoposide + dexamethasone", True),
        ("Dexamethasone, VP-16", True),
        ("VP16/dexa", True),
        ("etoposid, dex", True),
        ("dexamethasone alone", False),
        ("etoposide + methylprednisolone", False),
        ("DEP", False),
        ("HLH-2024", False),
        ("IVIG", False),
    ],
)
def test_what_is_recognised(regimen, expected):
    assert is_hlh94(regimen) is expected


@pytest.mark.parametrize(
    ("given", "outcome", "says"),
    [
        (line("relapse"), MET, "HLH-94: relapse after it"),
        (line("relapse", None), MET, "HLH-94: relapse after it"),
        (line("no_response"), MET, "HLH-94: no response in 30 days"),
        (line("no_response", None), UNKNOWN, "its start is not recorded"),
        (line("partial"), NOT_MET, "no relapse recorded"),
        (line("complete"), NOT_MET, "no relapse recorded"),
        (line("unknown"), UNKNOWN, "its result is not recorded"),
        (line(None), UNKNOWN, "its result is not recorded"),
        (line("intolerance"), UNKNOWN, "not tolerated"),
        (line("no_response", regimen="DEP"), UNKNOWN, "DEP: not recognised as HLH-94"),
        (line("relapse", regimen="DEP"), UNKNOWN, "not recognised"),
    ],
)
def test_one_line(given, outcome, says):
    found = read(given)
    assert found.outcome is outcome
    assert says in str(found.says)
    assert found.line is given


@pytest.mark.parametrize(
    ("start", "stop", "outcome"),
    [
        pytest.param(-13, None, NOT_MET,
            marks=pytest.mark.boundary("eligibility_wang2020.two_weeks", "below")),
        pytest.param(-14, None, MET,
            marks=pytest.mark.boundary("eligibility_wang2020.two_weeks", "at")),
        pytest.param(-15, None, MET,
            marks=pytest.mark.boundary("eligibility_wang2020.two_weeks", "above")),
        pytest.param(-40, -27, NOT_MET),
        pytest.param(-40, -26, MET),
        pytest.param(-14, 9, MET),
    ],
)  # fmt: skip
def test_two_weeks(start, stop, outcome):
    assert read(line("no_response", start, stop)).outcome is outcome


class TestRelapseOnRecord:
    @pytest.mark.parametrize(
        ("on", "outcome"),
        [(-31, NOT_MET), (-30, NOT_MET), (-29, MET), (0, MET), (1, NOT_MET)],
    )
    def test_after_the_line_and_up_to_the_day(self, on, outcome):
        for answer in ("partial", "complete"):
            assert read(line(answer), events=[Event("relapse", day(on))]).outcome is outcome

    def test_only_after_a_response_whose_start_is_known(self):
        relapse = [Event("relapse", day(-5))]
        assert read(line("complete", None), events=relapse).outcome is NOT_MET
        assert read(line("unknown"), events=relapse).outcome is UNKNOWN
        assert read(line("complete"), events=[Event("progression", day(-5))]).outcome is NOT_MET


class TestSeveralLines:
    def test_none_is_unknown(self):
        found = read()
        assert (found.line, found.outcome) == (None, UNKNOWN)
        assert "no line of therapy is recorded" in str(found.says)

    def test_one_that_meets_wins_and_one_that_is_open_keeps_it_open(self):
        failed, open_, held = line("partial"), line("unknown"), line("relapse")
        assert read(failed, open_, held).line is held
        assert read(failed, open_).outcome is UNKNOWN
        assert read(failed, failed).outcome is NOT_MET

    def test_a_line_begun_at_enrolment_or_later_is_not_before_it(self):
        assert read(line("relapse", 0)).line is None
        assert read(line("relapse", -1)).outcome is MET
