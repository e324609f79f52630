"""When two results of an analyte may be set side by side."""

import pytest

from hlh_app.clinical.analyte_reading import comparable_results

from .response_builders import lab


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        ({"assay": "Siemens"}, {"assay": "R&D"}, False),
        ({"assay": "R&D  Systems"}, {"assay": "r&d systems"}, True),
        ({"assay": "R&D"}, {}, True),
        ({}, {}, True),
        ({}, {"unit": "pg/mL"}, False),
    ],
)
def test_one_assay_and_one_family_of_units(one, other, answer):
    rows = lab("scd25", 0, "9000", **one), lab("scd25", 14, "3000", **other)
    assert comparable_results(*rows) is answer
