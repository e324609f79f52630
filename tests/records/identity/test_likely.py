"""Which records of a centre are listed as likely one person's, and in which order."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hlh_app.accounts.models import Role
from hlh_app.accounts.services import give_role
from hlh_app.records.identity import likely
from hlh_app.records.identity.deciding import not_the_same, said_apart
from hlh_app.records.identity.likely import pairs_of, similar_to
from hlh_app.records.identity.likeness import Strength, is_likely, reasons
from hlh_app.records.identity.person import Person
from hlh_app.records.identity.results_in_both import same_results
from hlh_app.records.models import AuditEntry
from hlh_app.records.services.errors import Refused

pytestmark = pytest.mark.django_db
ELSEWHERE = date(1999, 9, 19)


def codes(pairs) -> list[tuple[str, str]]:
    return [(pair.one.code, pair.other.code) for pair in pairs.found]


def at(hour: int) -> str:
    return f"2026-11-02T{hour:02}:00:00+01:00"


class TestAPatientBeingEntered:
    def test_is_compared_within_the_centre_alone(self, kept, add_patient, other_centre):
        add_patient(centre=other_centre, code="HLH-7")
        new = Person("HLH-007", kept.birth_date, "female")
        assert [row.person.pk for row in similar_to(kept.centre, new)] == [kept.pk]

    def test_lists_the_likeliest_first_and_says_why(self, kept, add_patient):
        add_patient(code="TWIN", birth_date=kept.birth_date + timedelta(days=366))
        add_patient(code="NO", birth_date=ELSEWHERE)
        add_patient(code="SAME", birth_date=kept.birth_date, name="Anna Gross")
        new = Person("hlh 07", kept.birth_date, "female", "gross anna")
        found = similar_to(kept.centre, new)
        assert [row.person.code for row in found] == ["HLH-7", "SAME", "TWIN"]
        assert str(found[0].reasons[0].message) == (
            "the study codes hlh 07 and HLH-7 differ only in how they are written"
        )

    def test_passes_over_merged_and_itself(self, merged, kept, gone):
        merged()
        new = Person("X", kept.birth_date, "female")
        assert [row.person.pk for row in similar_to(kept.centre, new)] == [kept.pk]
        again = Person("X", kept.birth_date, "female", pk=kept.pk)
        assert similar_to(kept.centre, again) == []

    def test_takes_one_query(self, kept, django_assert_num_queries):
        with django_assert_num_queries(1):
            similar_to(kept.centre, Person("X", kept.birth_date, "female"))


class TestPairs:
    def test_by_results_whatever_the_rest_says(self, kept, gone, add_result, centre):
        gone.birth_date, gone.sex = ELSEWHERE, "male"
        gone.save()
        for hour in (6, 7, 8):
            for patient in (kept, gone):
                add_result(patient, value=str(1000 + hour), when=at(hour))
        (pair,) = pairs_of(centre).found
        assert [reason.strength for reason in pair.reasons] == [Strength.VERY_STRONG]
        assert len(pair.against) == 2

    @pytest.mark.parametrize(
        "fields",
        [
            {"when": "2026-11-02"},
            {"comparator": ">"},
            {"entered_in_error": True, "error_reason": "x"},
            {"analyte": "temperature", "value": "37", "unit": "Cel"},
            {"analyte": "weight", "value": "25", "unit": "kg"},
        ],
    )
    def test_what_too_many_people_share_is_not_counted(
        self, kept, gone, add_result, centre, fields
    ):
        for patient in (kept, gone):
            add_result(patient, **fields)
        assert same_results(centre) == {}
        for patient in (kept, gone):
            add_result(patient)
        assert same_results(centre) == {(kept.pk, gone.pk): 1}

    def test_a_value_in_another_unit_or_offset_is_the_same(self, kept, gone, add_result, centre):
        add_result(kept, canonical_value="1709")
        gone_s = {"value": "1.709", "unit": "mg/L", "when": "2026-11-02T07:00:00+00:00"}
        add_result(gone, canonical_value="1709", **gone_s)
        assert same_results(centre) == {(kept.pk, gone.pk): 1}

    def test_two_of_one_record_are_no_pair(self, kept, add_result, centre):
        add_result(kept)
        add_result(kept)
        assert same_results(centre) == {}

    def test_other_centres_merged_records_and_published_cases_are_left_out(
        self, kept, add_patient, centre, other_centre, merged, gone
    ):
        add_patient(centre=other_centre, code="HLH-7")
        add_patient(code="hlh-0007", source="published", citation="Wang 2020")
        assert codes(pairs_of(centre)) == [("HLH-7", "HLH-12")]
        merged()
        assert codes(pairs_of(centre)) == []

    def test_the_weightiest_pair_comes_first(self, kept, gone, add_patient, centre):
        add_patient(code="HLH-007", birth_date=kept.birth_date)
        assert codes(pairs_of(centre)) == [
            ("HLH-7", "HLH-007"),
            ("HLH-12", "HLH-007"),
            ("HLH-7", "HLH-12"),
        ]

    def test_a_day_that_a_crowd_shares_makes_no_pairs_and_is_named(self, add_patient, centre):
        day = date(2000, 1, 1)
        for number in range(likely.CROWD + 1):
            add_patient(code=f"{chr(65 + number)}", birth_date=day)
        add_patient(code="a", birth_date=date(2001, 1, 1))
        pairs = pairs_of(centre)
        assert pairs.crowds == ((day, likely.CROWD + 1),)
        assert codes(pairs) == [("A", "a")]

    def test_three_queries_however_many(self, add_patient, centre, django_assert_num_queries):
        for _ in range(20):
            add_patient()
        with django_assert_num_queries(3):
            pairs_of(centre)


CODES = st.sampled_from(["A1", "a-01", "A2", "B1", "b 1", "C", "c", "D9"])
DAYS = st.sampled_from(
    [date(2015, 3, 12), date(2015, 12, 3), date(2016, 3, 12), date(2015, 3, 22), date(1990, 1, 1)]
)
NAMES = st.sampled_from(["", "Anna Gross", "Groß Anna", "Anna Maria Gross", "Otto", "Klein Otto"])
PEOPLE = st.builds(
    Person, CODES, st.none() | DAYS, st.sampled_from(["female", "male", "unknown"]), NAMES
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.differing_executors])
@given(st.lists(PEOPLE, min_size=2, max_size=9))
def test_looking_by_keys_finds_what_looking_at_every_pair_finds(people):
    numbered = [
        Person(p.code, p.birth_date, p.sex, p.name, pk=n) for n, p in enumerate(people, start=1)
    ]
    every = {
        (one.pk, other.pk)
        for one, other in combinations(numbered, 2)
        if is_likely(reasons(one, other))
    }
    by_key = likely._by_key(numbered)
    met = {*likely._in_one_key(by_key), *likely._in_near_births(by_key)}
    assert {
        two for two in met if is_likely(reasons(numbered[two[0] - 1], numbered[two[1] - 1]))
    } == every


class TestTwoPeople:
    def test_are_not_listed_again(self, kept, gone, clinician, centre):
        said = not_the_same(actor=clinician, one=gone, other=kept)
        assert (said.one_id, said.other_id, said.said_by) == (kept.pk, gone.pk, clinician)
        assert pairs_of(centre).found == ()
        assert said_apart(gone, kept) == said
        assert AuditEntry.objects.filter(table="notthesame", actor="clinician").count() == 1

    def test_are_said_once(self, kept, gone, clinician):
        one = not_the_same(actor=clinician, one=kept, other=gone)
        assert not_the_same(actor=clinician, one=gone, other=kept) == one

    def test_are_said_by_a_clinician_of_the_centre(
        self, kept, gone, reviewer, make_user, other_centre
    ):
        for user in (reviewer, make_user(Role.CLINICIAN, other_centre)):
            with pytest.raises(PermissionDenied):
                not_the_same(actor=user, one=kept, other=gone)

    def test_are_two_records_of_one_centre(
        self, kept, clinician, add_patient, other_centre, make_user
    ):
        give_role(user=clinician, centre=other_centre, role=Role.CLINICIAN)
        for other in (kept, add_patient(centre=other_centre)):
            with pytest.raises(Refused):
                not_the_same(actor=clinician, one=kept, other=other)
