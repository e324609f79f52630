"""What the next class needs."""

from decimal import Decimal

from hlh_app.clinical.response_needs import next_class
from tests.clinical.response_builders import ILL, WELL, day14, found, lab, labs, verdict_of


def needs(*rows, **fields):
    return next_class(day14(*rows, **fields))


def codes(found_next):
    return [need.code for need in found_next.needs]


def test_a_complete_response_needs_nothing():
    assert needs(labs(0, ILL), labs(14, WELL)) is None


def test_a_day_not_assessed_needs_nothing():
    assert next_class(verdict_of().days[0]) is None


def test_from_partial_to_complete_target_and_present_value():
    found_next = needs(labs(0, ILL), labs(14, WELL, ferritin="1709", platelets="96"))
    assert found_next.response_class == "CR"
    ferritin, platelets = found_next.needs
    assert (ferritin.code, ferritin.reading.now.value) == ("ferritin", 1709)
    assert (ferritin.target.relation, ferritin.target.value) == ("≤", 400)
    assert (platelets.target.relation, platelets.target.value) == ("≥", 150)
    assert not ferritin.is_open


def test_what_is_open_is_asked_for_as_open():
    found_next = needs(labs(0, ILL), labs(14, WELL, alt=None), found("splenomegaly", -9))
    assert codes(found_next) == ["alt", "splenomegaly"]
    assert all(need.is_open for need in found_next.needs)


def test_fever_spleen_and_cns_stand_in_the_way():
    rows = [found("splenomegaly", 10), found("cns_involvement", 10)]
    found_next = needs(labs(0, ILL), labs(14, WELL), rows, lab("temperature", 14, "39"))
    assert codes(found_next) == ["fever", "splenomegaly", "cns_involvement"]
    assert not any(need.is_open for need in found_next.needs)


def test_from_none_to_partial_by_the_markers_that_can():
    found_next = needs(labs(0, ILL, alt="300"), labs(14, ILL, ferritin="100", scd25=None))
    assert (found_next.response_class, found_next.improved) == ("PR", 1)
    assert codes(found_next) == ["scd25", "triglycerides", "neutrophils"]
    scd25, triglycerides, neutrophils = found_next.needs
    assert (scd25.target.value, scd25.is_open) == (6000, True)
    assert (triglycerides.target.value, triglycerides.is_open) == (3, False)
    assert (neutrophils.target.relation, neutrophils.target.value) == ("≥", Decimal("0.8"))
