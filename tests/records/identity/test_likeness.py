"""What speaks for two records being one person's: written out, in the order of its weight."""

from __future__ import annotations

from datetime import date

import pytest

from hlh_app.records.identity.likeness import Strength, against, is_likely, reasons
from hlh_app.records.identity.person import Person, code_key, names_of

BORN = date(2015, 3, 12)


def girl(code: str = "A-1", born: date | None = BORN, **more) -> Person:
    return Person(code, born, **({"sex": "female"} | more))


def said(one: Person, other: Person, results: int = 0) -> list[str]:
    return [str(reason.message) for reason in reasons(one, other, results)]


class TestCodes:
    @pytest.mark.parametrize(
        "spelled", ["HLH-7", "HLH-007", "hlh 7", "HLH7", "hlh_0007", " Hlh/7 ", "ＨＬＨ－７"]
    )
    def test_are_one_however_they_are_written(self, spelled):
        assert code_key(spelled) == code_key("HLH-7")

    @pytest.mark.parametrize("other", ["HLH-70", "HLH-8", "HL-7", "HLH-7a", "HLH-0-7", "7"])
    def test_are_two_where_letters_or_numbers_differ(self, other):
        assert code_key(other) != code_key("HLH-7")

    def test_zero_stays_a_number_and_a_number_of_parts_stays_in_parts(self):
        assert code_key("X-000") == code_key("x0") != code_key("x")
        assert code_key("HLH-1-2") != code_key("HLH-12")

    def test_without_a_letter_or_number_say_nothing(self):
        assert said(Person("--"), Person("––")) == []


class TestNames:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Łucja Zielińska", "ZIELINSKA, Lucja"),
            ("Sørensen Åse", "Ase  Sorensen"),
            ("O'Brien Máire", "maire o’brien"),
            ("Groß, Anna", "Anna Gross"),
            ("王小明", "王小明"),
        ],
    )
    def test_are_one_without_order_accents_and_capitals(self, one, other):
        assert names_of(one) == names_of(other) != ()
        assert said(girl(name=one), girl("B", None, name=other)) == [
            "the same name, but for order, accents or capitals"
        ]

    def test_with_a_middle_name_more_are_similar(self):
        why = reasons(Person("A", name="Anna Maria Gross"), Person("B", name="Gross Anna"))
        assert [reason.strength for reason in why] == [Strength.POSSIBLE]

    def test_with_one_part_in_common_say_nothing(self):
        assert said(Person("A", name="Anna Gross"), Person("B", name="Anna Klein")) == []


class TestBirths:
    @pytest.mark.parametrize(
        ("other", "strength", "words"),
        [
            (BORN, Strength.STRONG, "born on 2015-03-12, same sex"),
            (date(2015, 12, 3), Strength.POSSIBLE, "day and month changed round"),
            (date(2016, 3, 12), Strength.POSSIBLE, "one year apart"),
            (date(2014, 3, 12), Strength.POSSIBLE, "one year apart"),
            (date(2015, 3, 22), Strength.SLIGHT, "one digit differs"),
            (date(2015, 8, 12), Strength.SLIGHT, "one digit differs"),
            (date(1915, 3, 12), Strength.SLIGHT, None),
        ],
    )
    def test_near_one_another(self, other, strength, words):
        found = reasons(girl(), girl("B", other))
        if words is None:
            assert found == ()
            return
        assert [reason.strength for reason in found] == [strength]
        assert words in str(found[0].message)

    @pytest.mark.parametrize("other", [date(2015, 3, 21), date(2009, 3, 12), date(2015, 4, 13)])
    def test_further_apart_say_nothing(self, other):
        assert said(girl(), girl("B", other)) == []

    def test_a_leap_day_has_no_year_beside(self):
        assert list(girl(born=date(2016, 2, 29)).near_births()) == []
        assert said(girl(born=date(2016, 2, 29)), girl("B", date(2015, 2, 28))) == []

    def test_the_sex_weighs_with_the_day(self):
        for sex, strength in (("unknown", Strength.POSSIBLE), ("male", Strength.SLIGHT)):
            assert [r.strength for r in reasons(girl(), girl("B", sex=sex))] == [strength]
        assert said(girl(), girl("B", date(2016, 3, 12), sex="male")) == []

    def test_an_unknown_day_says_nothing(self):
        assert said(girl(), girl("B", None)) == []
        assert against(girl(), girl("B", None)) == ()


class TestTheSum:
    def test_three_equal_results_weigh_most(self):
        why = reasons(girl(), girl("A1"), 3)
        assert [reason.strength for reason in why] == [0, 1, 1]
        assert str(why[0].message) == "3 results of the same test, time and value in both"

    @pytest.mark.parametrize("results", [1, 2])
    def test_one_or_two_equal_results_need_another_reason(self, results):
        assert not is_likely(reasons(girl(), girl("B", date(2010, 1, 1)), results))
        assert is_likely(reasons(girl(), girl("B", date(2015, 3, 22)), results))

    def test_one_digit_alone_is_not_enough(self):
        assert not is_likely(reasons(girl(), girl("B", date(2015, 3, 22))))

    def test_what_speaks_against_is_said_and_hides_nothing(self):
        boy = Person("a 1", date(2010, 1, 1), "male", "Otto Klein")
        anna = girl(name="Anna Gross")
        assert is_likely(reasons(anna, boy))
        assert [str(message) for message in against(anna, boy)] == [
            "the sex differs",
            "the dates of birth differ: 2015-03-12 and 2010-01-01",
            "the names differ",
        ]
        assert against(anna, girl("B", date(2016, 3, 12), name="Anna")) == ()
