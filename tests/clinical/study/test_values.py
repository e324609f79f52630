"""Which result stands for "before", "1 week", "2 weeks", "1 month" and "2 to 4 weeks"."""

from decimal import Decimal

import pytest

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.case import Exposure, Moment, Observation
from hlh_app.clinical.study.index import index_of
from hlh_app.clinical.study.values import ANALYSED, TIMES, oldest_before, values
from hlh_app.clinical.windows import History
from tests.clinical.response_builders import at, case_of, course, drug, happened, lab, on


def result(analyte, day, value, clock="08:00", **more):
    """In the canonical unit unless told otherwise; None is pending."""
    number = None if value is None else Decimal(value)
    unit = more.pop("unit", ANALYTES[analyte].unit)
    return Observation(analyte, number, unit, at(day, clock), pending=number is None, **more)


def of(*rows, as_of=100, case=None):
    case = case or case_of(*rows)
    moment = at(as_of, "23:00")
    index = index_of(case, moment)
    assert index is not None
    return values(History(case), moment, index)


def times(found, analyte):
    return dict(zip(TIMES, found.values[analyte], strict=True))


def series(analyte, *days, **more):
    """A result a day whose value is 1000 + the day."""
    return [result(analyte, day, str(1000 + day), **more) for day in days]


@pytest.mark.parametrize(
    ("analyte", "oldest"),
    [
        *[("ferritin", 7), ("wbc", 7), ("alt", 7)],
        *[("scd25", 14), ("ifn_gamma", 14), ("ebv_dna_plasma", 14), ("spleen_thickness", 14)],
    ],
)
def test_before_is_the_last_value_up_to_so_many_days_old(analyte, oldest):
    assert oldest_before(analyte) == oldest
    just, too_old = (times_or_none(analyte, -oldest - more) for more in (0, 1))
    assert just == {**dict.fromkeys(TIMES), "before": 1000 - oldest}
    assert too_old is None


def times_or_none(analyte, day):
    found = of(series(analyte, day))
    return times(found, analyte) if analyte in found.values else None


def test_before_is_the_earliest_of_the_day_when_the_dose_is_known_by_its_date():
    rows = [
        result("ferritin", -1, "900"),
        result("ferritin", 0, "800", clock="06:00"),
        result("ferritin", 0, "700", clock="20:00"),
    ]
    assert times(of(rows), "ferritin")["before"] == 800
    assert times(of(rows[:1]), "ferritin")["before"] == 900
    timed = of(rows, course(clock="19:00"))
    assert times(timed, "ferritin")["before"] == 800
    assert times(of(rows, course(clock="20:00")), "ferritin")["before"] == 700


@pytest.mark.parametrize(
    ("time", "days", "chosen"),
    [
        *[("week1", (4, 9), 9), ("week1", (4, 3), 4), ("week1", (11, 3), None)],
        *[("week1", (6, 8), 6), ("week2", (11, 17), 11), ("week2", (10, 18), None)],
        *[("month1", (27, 33), 27), ("month1", (26, 34), None), ("month1", (29, 30), 30)],
        *[("weeks2to4", (10, 11, 14), 11), ("weeks2to4", (31, 10), 31)],
        ("weeks2to4", (10, 32), None),
    ],
)
def test_the_value_nearest_the_day_the_earlier_on_a_tie(time, days, chosen):
    found = of(series("ferritin", -1, *days))
    assert times(found, "ferritin")[time] == (None if chosen is None else 1000 + chosen)


def test_the_last_of_several_on_the_nearest_day():
    rows = [result("ferritin", 7, "5", clock="06:00"), result("ferritin", 7, "6", clock="18:00")]
    assert times(of(rows), "ferritin")["week1"] == 6


def test_a_result_before_the_first_dose_stands_for_no_later_time():
    found = of(series("ferritin", 0))
    assert times(found, "ferritin") == {**dict.fromkeys(TIMES), "before": 1000}


def test_only_what_was_measured_is_there():
    found = of(result("ferritin", 60, "5"), result("scd25", -1, None))
    assert found.values == {}
    assert found.beyond == {}


def test_values_are_in_the_canonical_unit():
    rows = [lab("fibrinogen", -1, "250", unit="mg/dL"), lab("fibrinogen", 7, "3", unit="g/L")]
    assert of(rows).values["fibrinogen"] == (2.5, 3.0, None, None, None)


def test_another_assays_unit_is_left_out_and_the_result_beside_it_counts():
    rows = [
        result("scd25", -1, "9000"),
        result("scd25", 0, "20000", unit="pg/mL"),
        result("scd25", 7, "3000", unit="pg/mL"),
        result("scd25", 14, "2000"),
    ]
    assert of(rows).values["scd25"] == (9000.0, None, 2000.0, None, 2000.0)


def test_an_assay_bound_test_compares_within_one_assay():
    rows = [
        result("scd25", -1, "9000", assay="Immulite"),
        result("scd25", 7, "3000", assay="immulite"),
        result("scd25", 13, "2000", assay="Other"),
        result("scd25", 15, "1000"),
    ]
    assert of(rows).values["scd25"] == (9000.0, 3000.0, 1000.0, None, 1000.0)
    assert of(rows[2:]).values["scd25"] == (None, None, 2000.0, None, 2000.0)


def test_other_tests_compare_across_assays():
    rows = [result("ferritin", -1, "9", assay="A"), result("ferritin", 7, "8", assay="B")]
    assert of(rows).values["ferritin"][:2] == (9.0, 8.0)


def test_what_a_transfusion_or_growth_factor_spoils_is_passed_over():
    rows = [
        lab("platelets", -2, "10"),
        lab("platelets", 0, "60"),
        drug("platelet_transfusion", -1, -1),
        lab("neutrophils", 7, "4"),
        lab("neutrophils", 4, "1"),
        drug("filgrastim", 5, 5),
    ]
    found = of(rows).values
    assert found["platelets"][0] == 10.0
    assert found["neutrophils"][1] == 1.0


def test_a_value_beyond_the_range_counts_as_its_limit_and_is_marked():
    found = of(lab("ferritin", -1, ">16500"), lab("ferritin", 7, "900"), lab("alt", 7, "30"))
    assert found.values["ferritin"] == (16500.0, 900.0, None, None, None)
    assert found.beyond == {"ferritin": (">", None, None, None, None)}


@pytest.mark.parametrize("ended", ["transplant", "conditioning"])
def test_nothing_counts_after_conditioning_or_transplant(ended):
    rows = series("ferritin", -1, 7, 13, 15)
    assert of(rows, happened(ended, 14)).values["ferritin"] == (999, 1007, 1013, None, 1013)
    assert of(rows, happened(ended, 15)).values["ferritin"][2] == 1013
    assert of(rows, happened(ended, 12)).values["ferritin"][2] is None
    earlier = of(rows, happened(ended, -30))
    assert earlier.values["ferritin"][4] == 1013


def test_a_drug_for_conditioning_counts_like_the_event():
    rows = series("ferritin", -1, 7, 15)
    given = Exposure("busulfan", Moment.dated(on(10)), on(12), purpose="conditioning")
    assert of(rows, given).values["ferritin"] == (999, 1007, None, None, None)


def test_conventional_treatment_counts_from_its_first_dose():
    case = case_of(*series("ferritin", -1, 7), drug("etoposide", 0), dose=False)
    assert of(case=case).values["ferritin"] == (999, 1007, None, None, None)


def test_what_comes_after_the_moment_asked_about_is_not_seen():
    rows = series("ferritin", -1, 7, 15)
    assert of(rows, as_of=10).values["ferritin"] == (999, 1007, None, None, None)


def test_a_pending_result_is_none():
    rows = [result("ferritin", -1, "900"), result("ferritin", 7, None)]
    assert of(rows).values["ferritin"][1] is None


def test_every_analysed_analyte_is_one_of_the_table():
    assert set(ANALYSED) <= set(ANALYTES)
    assert len(set(ANALYSED)) == len(ANALYSED)


def test_the_first_course_counts_when_there_are_two():
    rows = [*series("ferritin", -1, 7, 99), course(stop=20), course(start=100)]
    assert of(*rows, as_of=120).values["ferritin"] == (999, 1007, None, None, None)
