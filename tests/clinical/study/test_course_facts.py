"""What followed the first dose: survival, relapse, what came first after a response, EBV-DNA."""

from dataclasses import replace
from decimal import Decimal

import pytest

from hlh_app.clinical.case import Observation
from hlh_app.clinical.study.course_facts import rose_before
from hlh_app.clinical.study.facts import study_facts
from hlh_app.clinical.study.index import index_of
from hlh_app.clinical.windows import History
from tests.clinical.course_builders import WELL_14, biopsy
from tests.clinical.response_builders import (
    ILL,
    WELL,
    at,
    case_of,
    course,
    drug,
    found,
    happened,
    lab,
    labs,
    on,
)

THREE_SIGNS = [
    lab("platelets", 24, "60"),
    lab("ferritin", 24, "900"),
    lab("triglycerides", 24, "3"),
]
PLASMA, BLOOD = "ebv_dna_plasma", "ebv_dna_whole_blood"


def outcome(*rows, as_of=200, **more):
    moment = at(as_of, "23:00")
    facts = study_facts(case_of(*rows, **more), moment)
    assert facts is not None
    return facts.outcome


class TestOverallSurvival:
    def test_to_the_last_record_of_the_living(self):
        facts = outcome(labs(0, ILL), labs(40, WELL))
        assert (facts.os_days, facts.os_ended) == (40, "last_contact")
        assert (facts.death_day, facts.transplant_day, facts.last_day) == (None, None, 40)

    def test_to_death_and_what_is_recorded_after_it_is_no_contact(self):
        facts = outcome(labs(0, ILL), happened("death", 30), found("hemophagocytosis", 33))
        assert (facts.os_days, facts.os_ended) == (30, "death")
        assert (facts.death_day, facts.last_day) == (30, 30)

    def test_censored_at_transplant_beside_it(self):
        facts = outcome(happened("transplant", 20), happened("death", 30))
        assert (facts.os_days, facts.os_ended) == (30, "death")
        assert (facts.os_transplant_days, facts.os_transplant_ended) == (20, "transplant")
        assert facts.transplant_day == 20

    def test_death_on_the_day_of_transplant_is_a_death(self):
        facts = outcome(happened("transplant", 20), happened("death", 20))
        assert facts.os_transplant_ended == facts.pfs_transplant_ended == "death"

    def test_what_happened_before_the_first_dose_is_not_of_it(self):
        facts = outcome(happened("transplant", -20), labs(9, WELL))
        assert (facts.transplant_day, facts.os_transplant_ended) == (None, "last_contact")

    def test_death_in_a_later_course_counts_from_the_first_dose(self):
        case = case_of(happened("death", 90), dose=False)
        case = replace(case, exposures=(course(stop=10), course(start=60)))
        facts = study_facts(case, at(100))
        assert (facts.outcome.os_days, facts.outcome.os_ended) == (90, "death")


class TestConventional:
    def test_survival_alone(self):
        facts = outcome(drug("etoposide", 0), happened("death", 30), dose=False)
        assert (facts.os_days, facts.os_ended) == (30, "death")
        assert facts.pfs_days is facts.pfs_ended is facts.pfs_open is facts.relapse is None
        assert facts.response_to_days is facts.ebv_rose_before_relapse is None


class TestRelapse:
    def test_ends_progression_free_survival(self):
        facts = outcome(WELL_14, biopsy(24, "absent"), THREE_SIGNS, as_of=27)
        assert (facts.relapse, facts.relapse_day) == ("met", 24)
        assert (facts.pfs_days, facts.pfs_ended, facts.pfs_open) == (24, "relapse", False)
        assert (facts.progression, facts.progression_day) == ("not_applicable", None)

    def test_in_a_later_course_is_of_the_response_in_the_first(self):
        doses = (course(stop=15), course(start=60))
        rows = [*WELL_14, happened("relapse", 58)]
        case = replace(case_of(rows, dose=False), exposures=doses)
        facts = study_facts(case, at(100)).outcome
        assert (facts.relapse_day, facts.response_to_days) == (58, 44)

    def test_after_a_response_on_day_7_alone(self):
        early = [*labs(0, ILL), *labs(7, WELL), lab("temperature", 6, "36.8")]
        rows = [*early, lab("temperature", 7, "36.8"), happened("relapse", 20)]
        facts = outcome(*rows, as_of=21)
        assert (facts.response_day, facts.relapse, facts.relapse_day) == (7, "met", 20)
        assert (facts.response_to_days, facts.response_to_ended) == (13, "relapse")
        assert facts.progression == "not_applicable"

    def test_a_day_7_that_may_be_none_changes_nothing(self):
        facts = outcome(*labs(0, ILL), lab("ferritin", 7, "200"), as_of=9)
        assert facts.response_day is None
        assert facts.relapse == "not_applicable"

    def test_progression_by_other_treatment_begun_for_failure(self):
        begun = replace(drug("etoposide", 20), purpose="failure")
        case = case_of(*labs(0, ILL), *labs(14, ILL))
        case = replace(case, exposures=(*case.exposures, begun))
        facts = study_facts(case, at(30)).outcome
        assert (facts.failure_day, facts.progression, facts.progression_day) == (20, "met", 20)
        assert (facts.pfs_days, facts.pfs_ended) == (20, "progression")

    def test_open_where_nothing_was_assessed(self):
        facts = outcome(labs(0, ILL), labs(90, WELL))
        assert (facts.pfs_days, facts.pfs_ended, facts.pfs_open) == (90, "last_contact", True)


class TestWhatCameFirstAfterTheResponse:
    @pytest.mark.parametrize(
        ("rows", "days", "ended"),
        [
            ([], 0, "last_contact"),
            ([found("splenomegaly", 40, "absent")], 26, "last_contact"),
            ([happened("relapse", 30), happened("transplant", 40)], 16, "relapse"),
            ([happened("relapse", 40), happened("transplant", 30)], 16, "transplant"),
            ([happened("relapse", 30), happened("death", 30)], 16, "relapse"),
            ([happened("transplant", 30), happened("death", 30)], 16, "death"),
            ([happened("relapse", 9)], 0, "relapse"),
            ([happened("transplant", 14)], 0, "transplant"),
        ],
    )
    def test_named(self, rows, days, ended):
        facts = outcome(WELL_14, rows)
        assert facts.response_day == 14
        assert (facts.response_to_days, facts.response_to_ended) == (days, ended)

    def test_nothing_without_a_response(self):
        facts = outcome(labs(0, ILL), labs(14, ILL), happened("death", 20))
        assert facts.response_to_days is facts.response_to_ended is None


def dna(day, value, sample=PLASMA, unit="{copies}/mL", assay="X"):
    plain = None if value is None else Decimal(value.lstrip("<"))
    sign = "<" if value and value.startswith("<") else None
    pending = value is None
    return Observation(sample, plain, unit, at(day), sign, pending=pending, assay=assay)


def rose(*rows):
    """Before a relapse on day 30."""
    case = case_of(*rows)
    return rose_before(History(case), at(200), index_of(case, at(200)), on(30))


class TestEbvBeforeRelapse:
    @pytest.mark.parametrize(
        ("rows", "expected"),
        [
            ([], None),
            ([dna(20, "900")], None),
            ([dna(10, "500"), dna(20, "900")], True),
            ([dna(10, "900"), dna(30, "900")], False),
            ([dna(10, "900"), dna(20, "500"), dna(31, "9000")], False),
            ([dna(-9, "500"), dna(20, "900")], True),
            ([dna(-9, "500"), dna(0, "900")], None),
            ([dna(10, "500"), dna(20, "900", assay="Y")], None),
            ([dna(10, "500"), dna(20, "900", unit="[IU]/mL")], None),
            ([dna(10, "500"), dna(20, "900", sample=BLOOD)], None),
            ([dna(10, "900"), dna(20, "500"), dna(10, "1", BLOOD), dna(20, "2", BLOOD)], True),
            ([dna(10, "<500"), dna(20, "<500")], None),
            ([dna(10, "500"), dna(20, "500"), dna(10, "<9", BLOOD), dna(20, "<9", BLOOD)], None),
            ([dna(10, "500"), dna(20, None)], None),
        ],
    )
    def test_in_one_sample_unit_and_assay(self, rows, expected):
        assert rose(*rows) is expected

    def test_on_the_row_of_a_relapsed_patient(self):
        facts = outcome(WELL_14, dna(10, "500"), dna(20, "900"), happened("relapse", 30))
        assert facts.ebv_rose_before_relapse is True

    def test_not_asked_without_a_relapse(self):
        facts = outcome(WELL_14, dna(10, "500"), dna(20, "900"))
        assert facts.ebv_rose_before_relapse is None
