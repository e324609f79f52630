"""Counts that recover and fall again on treatment, and counts that something given had raised."""

from datetime import timedelta
from decimal import Decimal

from hlh_app.clinical.case import Exposure
from hlh_app.clinical.dosing import Urgency

from .diagnosis_builders import at, day, lab, on
from .test_cautions import RUXOLITINIB, lines, told

COUNT_THEN = lab("platelets", "12", when=at(-1))


def test_low_before_recovered_and_low_again_fell_on_treatment():
    rows = [RUXOLITINIB, lab("neutrophils", "0.3", when=at(-21)), lab("neutrophils", "0.3")]
    assert "low before the first dose too (0.3" in told("neutrophils_low_before", *rows)
    again = lab("neutrophils", "2.6", when=at(-10))
    found = next(c for c in lines(*rows, again) if c.id == "neutrophils_fell")
    assert found.urgency is Urgency.FIRST
    assert "but fallen again on treatment from 2.6 10*9/L" in str(found.text)
    assert "hold the drug until they recover" in str(found.text)


def test_a_value_raised_by_growth_factor_is_no_recovery():
    rows = [RUXOLITINIB, lab("neutrophils", "0.3", when=at(-21)), lab("neutrophils", "0.3")]
    rows += [lab("neutrophils", "2.6", when=at(-10)), Exposure("filgrastim", on(-11), day(-11))]
    assert told("neutrophils_low_before", *rows)
    unclear = lab("neutrophils", "0.6", when=at(-2), comparator="<")
    assert told("neutrophils_low_before", *rows, unclear)


def test_a_transfusion_does_not_hide_the_count_before_it():
    rows = [RUXOLITINIB, lab("platelets", "80", when=at(-21)), lab("platelets", "44")]
    rows += [lab("platelets", "12", when=at(-2))]
    assert told("platelets_fell", *rows) is None
    transfused = Exposure("platelet_transfusion", on(-1), day(-1))
    text = told("platelets_fell", *rows, transfused)
    assert text.startswith("Platelets 12 10*9/L of")
    assert "The newer 44 10*9/L of 2020-01-20" in text


def test_low_on_the_first_day_of_growth_factor_is_low():
    rows = [RUXOLITINIB, lab("neutrophils", "2", when=at(-21)), lab("neutrophils", "1.9")]
    rows += [lab("neutrophils", "0.3", when=at(-2)), Exposure("filgrastim", on(-2), None)]
    assert told("neutrophils_fell", *rows).startswith("Neutrophils 0.3 10*9/L")
    calm = [*rows, lab("neutrophils", "0.2", when=at(-4)), lab("neutrophils", "3", when=at(-3))]
    assert told("neutrophils_fell", *calm[:3], *calm[4:]) is None


def test_one_line_a_lineage_however_many_values_are_low():
    rows = [RUXOLITINIB, lab("platelets", "80", when=at(-21)), lab("platelets", "12", when=at(-2))]
    rows += [lab("platelets", "15"), Exposure("platelet_transfusion", on(-1), day(-1))]
    found = [str(c.text) for c in lines(*rows) if c.id.startswith("platelets")]
    assert len(found) == 1
    assert found[0].startswith("Platelets 15 10*9/L of 2020-01-20")


def test_a_count_of_the_minute_of_the_first_dose_is_before_it():
    given = Exposure("ruxolitinib", at(-1), None)
    assert ") before the first dose: counts" in told("platelets_low_before", given, COUNT_THEN)
    before = Exposure("ruxolitinib", at(-1)._replace(at=at(-1).at - timedelta(minutes=1)), None)
    assert "none is known from before" in told("platelets_low", before, COUNT_THEN)


def test_a_second_count_of_the_same_minute_is_no_recovery():
    rows = [RUXOLITINIB, lab("neutrophils", "0.3", when=at(-21)), lab("neutrophils", "2.6")]
    assert told("neutrophils_low_before", *rows, lab("neutrophils", "0.3")._replace(low=Decimal(1)))
