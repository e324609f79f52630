"""What an address asks for: read strictly, said in words, and counted step by step."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from django.http import QueryDict

from hlh_app.records.selectors.study import StudyRows
from hlh_app.web.forms.study.definition import DefinitionForm, GroupFilter, definition_of
from hlh_app.web.study.criteria import criteria
from hlh_app.web.study.flow import base, chosen
from hlh_app.web.study.reuse import Read
from tests.statistics.study_rows import cohort, patient

VIENNA = SimpleNamespace(code="VIE", name="Vienna", pk=1)
TOKYO = SimpleNamespace(code="TYO", name="Tokyo", pk=2)


def person(**facts):
    usual = {"age": 5.5, "sex": "female", "trigger": "infection", "day0": "2026-05-04"}
    return patient(**{f"subject__{name}": value for name, value in (usual | facts).items()})


def form(address="", centres=(VIENNA, TOKYO), **more):
    return GroupFilter(QueryDict(address), centres=centres, **more)


def people(*rows):
    return cohort(*rows)[0]


def kept(address, *rows):
    """Positions that an address chooses, and its words."""
    asked = form(address)
    assert asked.is_valid(), asked.errors
    subjects = people(*rows)
    found = criteria(asked.cleaned_data, subjects, {"VIE": 1, "TYO": 2})
    keeps = np.logical_and.reduce([criterion.keeps for criterion in found])
    return np.flatnonzero(keeps).tolist(), [criterion.words for criterion in found][1:]


class TestRefused:
    @pytest.mark.parametrize(
        ("address", "field"),
        [
            ("treatment=surgery", "treatment"),
            ("trigger=moon", "trigger"),
            ("ebv=perhaps", "ebv"),
            ("sex=both", "sex"),
            ("age_from=x", "age_from"),
            ("age_from=-1", "age_from"),
            ("age_to=131", "age_to"),
            ("age_to=2.5", "age_to"),
            ("age_to=%D9%A3", "age_to"),
            ("age_from=9&age_to=8", "age_to"),
            ("day_from=33", "day_from"),
            ("day_from=04-May-2026&day_to=03-May-2026", "day_to"),
            ("centre=BER", "centre"),
            ("centre=VIE&centre=BER", "centre"),
            ("beside=alone&treatment=conventional", "beside"),
            ("hlh2004=maybe", "hlh2004"),
            ("code=a%00b", "code"),
            ("line=third", "line"),
        ],
    )
    def test_in_words_at_the_field(self, address, field):
        asked = form(address)
        assert not asked.is_valid()
        assert list(asked.errors) == [field]
        assert asked.errors[field][0].endswith(".")

    @pytest.mark.parametrize(
        ("address", "field"),
        [
            ("source=moon", "source"),
            ("consent=moon", "consent"),
            ("matched=on", "matched"),
            ("compare=on&matched=on&ratio=3", "ratio"),
            ("caliper=x", "caliper"),
            ("caliper=-1", "caliper"),
            ("caliper=1e3", "caliper"),
            ("caliper=1.2.3", "caliper"),
            ("caliper=999", "caliper"),
            ("caliper=.", "caliper"),
        ],
    )
    def test_of_both_groups(self, address, field):
        asked = DefinitionForm(QueryDict(address))
        assert not asked.is_valid()
        assert list(asked.errors) == [field]

    @pytest.mark.parametrize(("text", "years"), [("2", 2.0), ("0.5", 0.5), ("0", 0.0), ("", None)])
    def test_a_caliper_in_years(self, text, years):
        asked = DefinitionForm(QueryDict(f"caliper={text}"))
        assert asked.is_valid()
        assert asked.cleaned_data["caliper"] == years


class TestAddress:
    def test_keeps_what_defines_the_groups_in_a_fixed_order(self):
        address = QueryDict("page=3&sex=&b-ebv=no&of=x&ebv=yes&compare=on&centre=VIE&centre=TYO")
        assert definition_of(address).urlencode() == (
            "compare=on&ebv=yes&centre=VIE&centre=TYO&b-ebv=no"
        )

    def test_the_same_definition_is_the_same_address(self):
        one, other = QueryDict("ebv=yes&sex=male"), QueryDict("sex=male&ebv=yes&age_to=")
        assert definition_of(one).urlencode() == definition_of(other).urlencode()

    def test_the_second_groups_names_begin_with_b(self):
        asked = form("ebv=yes&b-ebv=no", prefix="b")
        assert asked.is_valid()
        assert asked.cleaned_data["ebv"] == "no"

    def test_centres_are_offered_where_there_are_several(self):
        assert form("centre=VIE").has_centres
        assert form("centre=VIE").chosen_centres == ["VIE"]
        assert not form(centres=[VIENNA]).has_centres


class TestCriteria:
    def test_ruxolitinib_unless_told_otherwise(self):
        rows = [person(), person(treatment="conventional")]
        assert kept("", *rows)[0] == [0]
        assert kept("treatment=conventional", *rows)[0] == [1]
        assert kept("treatment=any", *rows)[0] == [0, 1]

    @pytest.mark.parametrize(
        ("address", "rows", "words"),
        [
            ("age_from=2&age_to=17", [1, 2, 3], "age 2–17 years"),
            ("age_from=17", [3, 4], "age 17 years or more"),
            ("age_to=1", [0], "age up to 1 year"),
            ("age_from=2&age_to=2", [1, 2], "age 2 years"),
            ("age_from=0", [0, 1, 2, 3, 4], "age 0 years or more"),
        ],
    )
    def test_age_in_completed_years_both_ends_included(self, address, rows, words):
        ages = [person(age=age) for age in (1.999, 2.0, 2.999, 17.999, 18.0, None)]
        assert kept(address, *ages) == (rows, [words])

    @pytest.mark.parametrize(
        ("address", "rows"), [("ebv=yes", [0]), ("ebv=no", [1]), ("ebv=unknown", [2])]
    )
    def test_who_is_not_known_is_in_neither(self, address, rows):
        found, _words = kept(address, *(person(ebv=ebv) for ebv in (True, False, None)))
        assert found == rows

    @pytest.mark.parametrize(
        ("address", "rows"),
        [("hlh2004=met", [0]), ("hlh2004=not_met", [1]), ("hlh2004=unknown", [2, 3, 4])],
    )
    def test_criteria_that_could_not_be_told_are_not_known(self, address, rows):
        words = ("met", "not_met", "unknown", "not_applicable", None)
        found, _words = kept(address, *(person(hlh2004=word) for word in words))
        assert found == rows

    @pytest.mark.parametrize(
        ("address", "facts", "other", "words"),
        [
            ("trigger=primary", {"trigger": "primary"}, {"trigger": None}, "primary (genetic)"),
            ("trigger=unknown", {"trigger": None}, {}, "trigger not known"),
            ("agent=cmv", {"agent": "cmv"}, {"agent": "ebv"}, "cytomegalovirus"),
            ("sex=male", {"sex": "male"}, {"sex": None}, "male"),
            ("course=relapsed", {"course": "relapsed"}, {"course": "new"}, "relapsed"),
            ("line=first", {"line": "first"}, {"line": "later"}, "first line of therapy"),
            ("line=unknown", {"line": None}, {"line": "later"}, "line of therapy not known"),
            ("beside=alone", {"beside": "alone"}, {"beside": "with_other"}, "alone"),
            ("beside=with_other", {"beside": "with_other"}, {}, "with other treatment of HLH"),
        ],
    )
    def test_by_a_word(self, address, facts, other, words):
        assert kept(address, person(**other), person(**facts)) == ([1], [words])

    @pytest.mark.parametrize(
        ("address", "rows", "words"),
        [
            ("day_from=4-May-2026", [1, 2], "first dose from 04-May-2026"),
            ("day_to=4/5/2026", [0, 1], "first dose to 04-May-2026"),
            (
                "day_from=4-May-2026&day_to=4-May-2026",
                [1],
                "first dose from 04-May-2026 to 04-May-2026",
            ),
        ],
    )
    def test_by_the_day_of_the_first_dose(self, address, rows, words):
        days = ("2026-05-03", "2026-05-04", "2026-05-05")
        assert kept(address, *(person(day0=day) for day in days)) == (rows, [words])

    def test_by_centre_and_by_code(self):
        subjects = people(person(), person())
        subjects.centres, subjects.codes = [1, 2], ["A-1", "B-1"]
        for address, wanted in {
            "centre=TYO": [False, True],
            "centre=TYO&centre=VIE": [True, True],
            "code=A": [True, False],
        }.items():
            asked = form(address)
            assert asked.is_valid()
            found = criteria(asked.cleaned_data, subjects, {"VIE": 1, "TYO": 2})
            assert found[1].keeps.tolist() == wanted


def read_of(*rows, sources=None, consents=None, **counts):
    subjects = people(*rows)
    n = subjects.n
    subjects.sources = sources or ["ward"] * n
    readable = n + counts.get("untreated", 0) + len(counts.get("waiting", ()))
    return Read(StudyRows(who=(), readable=readable, **counts), subjects, consents or [""] * n)


def steps(found):
    return [(step.words, step.removed, step.left) for step in found.steps]


class TestWhoMayBeChosen:
    MIXED = ("ward", "synthetic", "published")

    @pytest.mark.parametrize(
        ("source", "keeps"),
        [
            ("", [True, False, False]),
            ("ward", [True, False, False]),
            ("synthetic", [False, True, False]),
            ("published", [False, False, True]),
            ("all", [True, True, True]),
        ],
    )
    def test_real_patients_are_not_mixed_with_others_unless_asked(self, source, keeps):
        found = base(read_of(*[person()] * 3, sources=list(self.MIXED)), source, "all")
        assert found.keeps.tolist() == keeps
        assert found.left_out == keeps.count(False)

    def test_where_there_is_nobody_else_the_others_are_shown(self):
        read = read_of(*[person()] * 2, sources=["synthetic", "published"])
        assert base(read, "", "all").keeps.tolist() == [True, True]
        assert base(read, "ward", "all").keeps.tolist() == [False, False]

    @pytest.mark.parametrize(
        ("consent", "keeps"),
        [
            ("", [True, True, True, False, False]),
            ("given", [False, True, False, False, False]),
            ("all", [True] * 5),
        ],
    )
    def test_whoever_refused_or_withdrew_is_left_out(self, consent, keeps):
        words = ["", "given", "pending", "refused", "withdrawn"]
        found = base(read_of(*[person()] * 5, consents=words), "", consent)
        assert found.keeps.tolist() == keeps
        assert found.refused == keeps.count(False)

    def test_every_step_is_counted(self):
        read = read_of(
            *[person()] * 4,
            sources=["ward", "ward", "synthetic", "published"],
            consents=["", "refused", "refused", ""],
            untreated=3,
            waiting=(7, 8),
        )
        assert steps(base(read, "", "")) == [
            ("Patients whom you may read", 0, 9),
            ("No treatment of HLH recorded", 3, 6),
            ("To be brought up to date", 2, 4),
            ("Not asked for: synthetic patients, published patients", 2, 2),
            ("Use of the record for research refused or withdrawn", 1, 1),
        ]

    def test_of_nobody(self):
        assert steps(base(read_of(), "", "given")) == [
            ("Patients whom you may read", 0, 0),
            ("No consent to use of the record for research", 0, 0),
        ]


class TestChosen:
    def test_each_filter_says_how_many_it_leaves_out_and_of_whom_it_is_not_known(self):
        rows = [
            person(ebv=True),
            person(ebv=None),
            person(ebv=False),
            person(treatment="conventional"),
        ]
        read = read_of(*rows)
        asked = form("ebv=yes&age_to=9")
        assert asked.is_valid()
        found, told = chosen(base(read, "", ""), criteria(asked.cleaned_data, read.subjects, {}))
        assert found.tolist() == [0]
        assert [(step.words, step.removed, step.unknown, step.left) for step in told] == [
            ("Ruxolitinib", 1, 0, 3),
            ("age up to 9 years", 0, 0, 3),
            ("EBV-HLH", 2, 1, 1),
        ]

    def test_never_more_than_may_be_chosen(self):
        read = read_of(person(), person(), consents=["refused", ""])
        asked = form("")
        assert asked.is_valid()
        found, _told = chosen(base(read, "", ""), criteria(asked.cleaned_data, read.subjects, {}))
        assert found.tolist() == [1]
