"""Who the patient was on day 0, by the record."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from hlh_app.clinical.case import Exposure, Moment, Observation, Patient, Sex, TherapyLine
from hlh_app.clinical.study.facts import study_facts
from hlh_app.clinical.study.subject import age_in_years
from tests.clinical.response_builders import DAY0, at, case_of, course, drug, found, labs, on

METHYLPREDNISOLONE = "methylprednisolone"


def subject(*rows, as_of=60, dose=True, **facts):
    case = replace(case_of(*rows, dose=dose), **facts)
    made = study_facts(case, at(as_of, "23:00"))
    assert made is not None
    return made.subject


def given(name, start, stop=None, **more):
    return Exposure(name, Moment.dated(on(start)), None if stop is None else on(stop), **more)


def line(start=None, regimen="HLH-94"):
    return TherapyLine(regimen=regimen, start=None if start is None else on(start))


class TestAge:
    @pytest.mark.parametrize(
        ("born", "day", "years"),
        [
            (date(2015, 1, 20), date(2020, 1, 20), 5.0),
            (date(2015, 1, 21), date(2020, 1, 20), 4 + 364 / 365),
            (date(2015, 7, 20), date(2020, 1, 20), 4 + 184 / 366),
            (date(2019, 3, 1), date(2020, 2, 29), 365 / 366),
            (date(2016, 2, 29), date(2019, 2, 28), 2 + 364 / 365),
            (date(2016, 2, 29), date(2019, 3, 1), 3.0),
            (date(2016, 2, 29), date(2020, 2, 28), 3 + 364 / 365),
            (date(2016, 2, 29), date(2020, 2, 29), 4.0),
            (date(2016, 2, 29), date(2020, 3, 1), 4 + 1 / 366),
            (date(2020, 1, 20), date(2020, 1, 20), 0.0),
        ],
    )
    def test_years_and_the_part_since_the_birthday(self, born, day, years):
        assert age_in_years(Patient(born, Sex.MALE), day) == pytest.approx(years, abs=1e-12)

    def test_never_falls_and_always_lies_between_birthdays(self):
        born = Patient(date(2016, 2, 29), Sex.FEMALE)
        days = [date(2016, 2, 29) + timedelta(days=n) for n in range(5 * 366)]
        ages = [age_in_years(born, day) for day in days]
        assert ages == sorted(set(ages))

    def test_printed_without_a_birth_date_is_whole(self):
        printed = Patient(None, Sex.MALE, 27, date(2020, 1, 1))
        assert age_in_years(printed, date(2020, 6, 1)) == 27.0


class TestWhoItIs:
    def test_what_was_not_recorded_is_none_never_a_word(self):
        found_ = subject(trigger="unknown", course="unknown", donor="unknown")
        assert (found_.trigger, found_.course, found_.donor) == (None, None, None)
        patient = Patient(date(2017, 6, 1), Sex.UNKNOWN)
        assert subject(patient=patient).sex is None

    def test_what_was_recorded_is_there_as_it_is(self):
        told = subject(trigger="rheumatic", course="relapsed", donor="searching")
        assert (told.trigger, told.course, told.donor) == ("rheumatic", "relapsed", "searching")
        assert (told.sex, told.day0, told.age) == (
            "female",
            "2020-01-20",
            pytest.approx(2 + 233 / 366),
        )
        assert (told.treatment, told.drug) == ("ruxolitinib", "ruxolitinib")


class TestEbv:
    @pytest.mark.parametrize(
        ("facts", "ebv"),
        [
            ({"trigger_agent": "ebv"}, True),
            ({"trigger": "infection", "trigger_agent": "ebv"}, True),
            ({"trigger": "rheumatic", "trigger_agent": "ebv"}, True),
            ({"trigger": "infection", "trigger_agent": "cmv"}, False),
            ({"trigger": "infection"}, None),
            ({}, None),
            ({"trigger": "unknown"}, None),
            *(({"trigger": word}, False) for word in ("rheumatic", "malignancy", "primary")),
            *(({"trigger": word}, False) for word in ("other", "none_found")),
        ],
    )
    def test_by_agent_and_trigger(self, facts, ebv):
        assert subject(**facts).ebv is ebv

    @pytest.mark.parametrize(
        ("findings", "trigger", "ebv"),
        [
            ([("present", -3)], "infection", True),
            ([("present", 0)], "rheumatic", True),
            ([("absent", -3)], "infection", False),
            ([("absent", -9), ("present", -3)], "infection", True),
            ([("present", -9), ("absent", -3)], "infection", False),
            ([("present", -3), ("absent", -3)], "rheumatic", None),
            ([("pending", -3)], "infection", None),
            ([("pending", -3)], "rheumatic", False),
            ([("unknown", -3), ("present", -3)], "infection", True),
            ([("present", 1)], "infection", None),
        ],
    )
    def test_by_the_last_finding_up_to_day_0(self, findings, trigger, ebv):
        rows = [found("ebv_infection", day, status) for status, day in findings]
        assert subject(rows, trigger=trigger).ebv is ebv

    def test_the_agent_recorded_outweighs_a_finding(self):
        assert subject(found("ebv_infection", -1, "absent"), trigger_agent="ebv").ebv is True


class TestLine:
    def test_later_after_an_earlier_regimen(self):
        told = subject(
            therapy_lines=(line(-40, "HLH-94"), line(None, "L-DEP"), line(3, "Emapalumab"))
        )
        assert (told.line, told.lines_before, told.earlier) == ("later", 2, ("HLH-94", "L-DEP"))

    @pytest.mark.parametrize("course_", ["refractory", "relapsed"])
    def test_later_where_the_disease_was_refractory_or_relapsed(self, course_):
        assert subject(course=course_).line == "later"

    def test_first_in_new_disease_whatever_was_given_for_some_days_before(self):
        assert subject(drug("dexamethasone", -5), course="new").line == "first"

    def test_later_in_new_disease_after_an_earlier_regimen(self):
        assert subject(course="new", therapy_lines=(line(-40),)).line == "later"

    @pytest.mark.parametrize("course_", [None, "unknown"])
    @pytest.mark.parametrize("rows", [(), (drug("dexamethasone", 0),), (drug("etoposide", -5),)])
    def test_not_known_where_the_course_was_not_recorded(self, rows, course_):
        assert subject(course(), *rows, course=course_).line is None


class TestBeside:
    @pytest.mark.parametrize(
        ("rows", "words"),
        [
            ([], "alone"),
            ([drug(METHYLPREDNISOLONE, 0)], "with_glucocorticoid"),
            ([drug(METHYLPREDNISOLONE, -30)], "with_glucocorticoid"),
            ([drug(METHYLPREDNISOLONE, -30, 0)], "with_glucocorticoid"),
            ([drug(METHYLPREDNISOLONE, -30, -1)], "alone"),
            ([drug(METHYLPREDNISOLONE, 14)], "with_glucocorticoid"),
            ([drug(METHYLPREDNISOLONE, 15)], "alone"),
            ([drug(METHYLPREDNISOLONE, 0), drug("hydroxychloroquine", 0)], "with_other"),
            ([drug("etoposide", 3)], "with_other"),
            ([drug("fluconazole", 0), drug("ruxolitinib", 40)], "alone"),
            ([given("dexamethasone", 2, 2, route="intrathecal")], "with_other"),
        ],
    )
    def test_in_words(self, rows, words):
        assert subject(course(), rows).beside == words

    def test_what_was_given_is_named_once(self):
        rows = [drug(METHYLPREDNISOLONE, 0, 3), drug(METHYLPREDNISOLONE, 5), drug("etoposide", 7)]
        assert subject(course(), rows).other_drugs == ("etoposide", METHYLPREDNISOLONE)

    def test_what_began_after_the_moment_is_not_known_yet(self):
        assert subject(course(), drug(METHYLPREDNISOLONE, 5), as_of=4).beside == "alone"


class TestDose:
    def kilograms(self, day, value):
        return Observation("weight", Decimal(value), "kg", at(day))

    def test_of_the_first_prescription_by_the_weight_of_day_0(self):
        first = given("ruxolitinib", 0, 9, dose=Decimal(5), unit="mg", times_per_day=Decimal(2))
        second = given("ruxolitinib", 10, dose=Decimal(10), unit="mg", times_per_day=Decimal(2))
        told = subject(first, second, self.kilograms(-2, "25"), self.kilograms(20, "30"))
        assert (told.weight_kg, told.dose_mg_per_day) == (25.0, 10.0)
        assert told.dose_mg_per_kg_per_day == pytest.approx(0.4)

    def test_without_a_weight_there_is_no_dose_by_weight(self):
        row = given("ruxolitinib", 0, dose=Decimal(5), unit="mg", times_per_day=Decimal(2))
        told = subject(row)
        assert (told.weight_kg, told.dose_mg_per_kg_per_day, told.dose_mg_per_day) == (
            None,
            None,
            10,
        )

    def test_a_dose_that_was_not_recorded_is_not_known(self):
        told = subject(course(), self.kilograms(0, "25"))
        assert (told.dose_mg_per_day, told.dose_mg_per_kg_per_day) == (None, None)


class TestCriteria:
    BEFORE = {"hemoglobin": "68", "platelets": "40", "neutrophils": "0.4", "ferritin": "17090"}

    def rows(self, day):
        signs = labs(day, self.BEFORE | {"triglycerides": "4.2", "scd25": "9000"})
        return [*signs, found("splenomegaly", day)]

    def test_at_the_moment_at_which_they_were_met_before_treatment(self):
        told = subject(course(), self.rows(-20), labs(-1, {"ferritin": "300"}))
        assert (told.hlh2004, told.criteria_met) == ("met", 5)
        assert told.criteria["ferritin"] == "met"

    def test_what_came_after_the_first_dose_counts_for_nothing(self):
        told = subject(course(), self.rows(1))
        assert (told.hlh2004, told.criteria_met) == ("unknown", 0)


class TestControls:
    def test_never_given_ruxolitinib(self):
        told = subject(drug("dexamethasone", 2), drug("etoposide", 4), dose=False)
        assert (told.treatment, told.drug, told.day0) == (
            "conventional",
            "dexamethasone",
            (DAY0 + timedelta(days=2)).isoformat(),
        )
        assert (told.beside, told.dose_mg_per_day, told.other_drugs) == (None, None, ("etoposide",))

    def test_without_any_treatment_there_is_nothing_to_analyse(self):
        assert study_facts(case_of(labs(0, {"ferritin": "500"}), dose=False), at(60)) is None


def test_fever_threshold_of_the_centre_is_the_one_used():
    rows = [
        *TestCriteria().rows(-1)[:-1],
        Observation("temperature", Decimal("38.2"), "Cel", at(-1)),
    ]
    case = case_of(course(), rows)
    low, usual = (study_facts(case, at(60), Decimal(cel)) for cel in ("38.0", "38.5"))
    assert (low.subject.criteria["fever"], usual.subject.criteria["fever"]) == ("met", "not_met")
