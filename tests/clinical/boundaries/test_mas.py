"""MAS in systemic JIA at every limit (Ravelli 2016; when febrile is our definition)."""

import pytest

from hlh_app.clinical.mas2016 import mas2016
from hlh_app.clinical.outcome import Outcome
from tests.clinical.diagnosis_builders import T, at, case, found, lab

from .sides import every, sides

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
NOT_APPLICABLE = Outcome.NOT_APPLICABLE
JIA = found("systemic_jia", "present", -700)
HOT = lab("temperature", "39")
HIGH_FERRITIN = lab("ferritin", "9000")


def outcome(*rows):
    return mas2016(case(JIA, *rows), T).outcome


@pytest.mark.parametrize(
    ("value", "expected"),
    sides("mas2016.temperature", ("37.9", NOT_APPLICABLE), ("38.0", MET), ("38.1", MET)),
)
def test_febrile(value, expected):
    two = lab("platelets", "20"), lab("ast", "300")
    assert outcome(HIGH_FERRITIN, *two, lab("temperature", value)) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    sides("mas2016.ferritin", ("683", NOT_MET), ("684", NOT_MET), ("685", MET)),
)
def test_ferritin(value, expected):
    two = lab("platelets", "20"), lab("ast", "300")
    assert outcome(HOT, *two, lab("ferritin", value)) is expected


@pytest.mark.parametrize(
    ("analyte", "value", "unit", "expected"),
    every(
        sides("mas2016.platelets", ("platelets", "180", "10*9/L", MET),
              ("platelets", "181", "10*9/L", MET), ("platelets", "182", "10*9/L", NOT_MET)),
        sides("mas2016.ast", ("ast", "47", "U/L", NOT_MET), ("ast", "48", "U/L", NOT_MET),
              ("ast", "49", "U/L", MET)),
        sides("mas2016.triglycerides", ("triglycerides", "1.75", "mmol/L", NOT_MET),
              ("triglycerides", "1.76", "mmol/L", NOT_MET),
              ("triglycerides", "1.77", "mmol/L", MET)),
        sides("mas2016.triglycerides_mg_dl", ("triglycerides", "155", "mg/dL", NOT_MET),
              ("triglycerides", "156", "mg/dL", NOT_MET),
              ("triglycerides", "157", "mg/dL", MET)),
        sides("mas2016.fibrinogen", ("fibrinogen", "3.59", "g/L", MET),
              ("fibrinogen", "3.60", "g/L", MET), ("fibrinogen", "3.61", "g/L", NOT_MET)),
    ),
)  # fmt: skip
def test_one_of_the_four(analyte, value, unit, expected):
    judged = mas2016(case(JIA, HOT, HIGH_FERRITIN, lab(analyte, value, unit)), T)
    assert judged.criterion(analyte).outcome is expected


@pytest.mark.parametrize(
    ("ast", "triglycerides", "expected"),
    sides("mas2016.two_of_four", ("20", "1.0", NOT_MET), ("300", "1.0", MET), ("300", "5.0", MET)),
)
def test_how_many_of_the_four_are_needed(ast, triglycerides, expected):
    """Platelets are low and fibrinogen is not: one, two, three of the four."""
    rows = [lab("ast", ast), lab("triglycerides", triglycerides), lab("fibrinogen", "5.0")]
    assert outcome(HOT, HIGH_FERRITIN, lab("platelets", "20"), *rows) is expected


@pytest.mark.parametrize(
    ("clock", "expected"),
    sides("mas2016.window_days", ("08:01", MET), ("08:00", UNKNOWN), ("07:59", UNKNOWN)),
)
def test_how_old_a_value_may_be(clock, expected):
    two = lab("platelets", "20"), lab("ast", "300")
    ferritin = lab("ferritin", "9000", when=at(-14, clock))
    assert outcome(HOT, *two, ferritin) is expected
