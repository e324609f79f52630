"""The first page of the analyses: the form, how the groups came about, and matched controls."""

from __future__ import annotations

import pytest

from hlh_app.records.models import SavedCohort
from hlh_app.web.forms.study.definition import GroupFilter
from tests.statistics.random_cohorts import subjects_of
from tests.statistics.study_rows import patient

from .pages import pretend

pytestmark = pytest.mark.django_db
ADDRESS = "/cohort/"
TWO = {"compare": "on", "b-treatment": "conventional"}


def person(**facts):
    usual = {"age": 5.5, "sex": "female", "trigger": "infection", "day0": "2026-05-04"}
    return patient(**{f"subject__{name}": value for name, value in (usual | facts).items()})


def control(**facts):
    return person(treatment="conventional", drug="etoposide", **facts)


EIGHT = [
    *(person(age=age, ebv=ebv) for age, ebv in ((2.0, True), (6.0, False), (30.0, None))),
    person(age=4.0, sex="male"),
    *(control(age=age) for age in (2.5, 5.0, 7.9, 61.0)),
]


@pytest.fixture
def shown(open_page):
    return lambda *rows, page=ADDRESS, **asked: open_page(page, *rows, **asked)


def groups(response):
    return [(line.name, line.n, line.definition) for line in response.context["frame"].groups]


class TestGroups:
    @pytest.mark.parametrize(
        "address",
        [
            "treatment=any&treatment=",
            "source=published&source=",
            "centre=&centre=",
            "centre=&treatment=any",
            "compare=on&compare=&b-treatment=conventional",
        ],
    )
    def test_are_those_by_which_answers_are_kept_and_exports_recorded(self, shown, address):
        """A name twice, once left open: or another's numbers would stand on the page."""
        written = shown(*EIGHT, page=f"{ADDRESS}?{address}")
        kept = shown(*EIGHT, page=f"{ADDRESS}?{written.context['asked'].query}")
        assert written.context["frame"] == kept.context["frame"]

    def test_one_by_its_definition(self, shown):
        response = shown(*EIGHT, ebv="yes", age_to="17")
        assert groups(response) == [
            ("Ruxolitinib", "1", "Ruxolitinib, age up to 17 years, EBV-HLH")
        ]

    def test_two_are_called_by_what_sets_them_apart(self, shown):
        assert [name for name, _n, _w in groups(shown(*EIGHT, **TWO))] == [
            "Ruxolitinib",
            "Conventional treatment",
        ]
        sexes = shown(*EIGHT, compare="on", sex="male", **{"b-sex": "female"})
        assert [line[:2] for line in groups(sexes)] == [("Male", "1"), ("Female", "3")]
        one_side = shown(*EIGHT, compare="on", **{"b-ebv": "yes"})
        assert [line[:2] for line in groups(one_side)] == [("All", "4"), ("EBV-HLH", "1")]

    def test_the_same_twice(self, shown):
        response = shown(*EIGHT, compare="on")
        assert [line[:2] for line in groups(response)] == [("Group A", "4"), ("Group B", "4")]
        assert "4 in both groups" in response.content.decode()
        assert "of=cohort/n/ab" in response.context["page"].overlap_address

    def test_groups_apart_say_so(self, shown):
        assert "Nobody is in both groups." in shown(*EIGHT, **TWO).content.decode()

    def test_every_tab_carries_the_definition_and_nothing_else(self, shown):
        tabs = shown(*EIGHT, ebv="yes", page=ADDRESS).context["frame"].tabs
        assert len(tabs) == 9
        assert {tab.address.partition("?")[2] for tab in tabs} == {"ebv=yes"}
        assert [tab.label for tab in tabs if tab.is_current] == ["Groups"]

    def test_nobody_at_all(self, shown):
        response = shown(**TWO)
        assert [line[1] for line in groups(response)] == ["0", "0"]


class TestRefused:
    @pytest.mark.parametrize(
        "address",
        [
            {"age_from": "x"},
            {"treatment": "surgery"},
            {"centre": "TYO"},
            {"source": "moon"},
            TWO | {"b-ebv": "perhaps"},
            {"matched": "on"},
        ],
    )
    def test_shows_nobody_and_says_why(self, shown, address):
        response = shown(*EIGHT, **address)
        page = response.content.decode()
        assert "There is a problem" in page
        assert "nobody is chosen" in page
        assert "<title>Error:" in page
        asked = response.context["asked"]
        assert [group.n for group in asked.groups] == [0] * len(asked.groups)

    def test_every_other_page_shows_nobody_too(self, shown):
        response = shown(*EIGHT, page="/cohort/patients/", age_from="x")
        assert "nobody is chosen" in response.content.decode()
        assert response.context["page"].n == 0

    def test_what_was_typed_comes_back(self, shown):
        page = shown(*EIGHT, age_from="x", code="HLH").content.decode()
        assert 'value="x"' in page
        assert 'value="HLH"' in page


class TestFlow:
    def test_the_last_number_opens_onto_the_patients(self, shown):
        (table,) = shown(*EIGHT, ebv="yes").context["page"].flows
        rows = [[cell.main.text for cell in row] for row in table.rows]
        assert rows[0] == ["Patients whom you may read", "", "8"]
        assert rows[-2:] == [["Ruxolitinib", "4", "4"], ["EBV-HLH", "3", "1"]]
        assert table.rows[-1][1].note == "2 not known"
        assert table.rows[-1][2].main.address == "/cohort/patients/?ebv=yes&of=cohort/n/a"

    def test_each_group_has_its_own(self, shown):
        assert len(shown(*EIGHT, **TWO).context["page"].flows) == 2


class TestMatched:
    def test_pairs_balance_and_who_has_none(self, shown):
        response = shown(*EIGHT, **TWO, matched="on")
        view = response.context["page"].matched
        assert [(p.patient.code, [c.code for c in p.controls]) for p in view.pairs] == [
            ("C-000", ["C-004"]),
            ("C-001", ["C-005"]),
        ]
        assert [(person.code, why) for person, why in view.without] == [
            ("C-002", "nobody alike is close enough in age"),
            ("C-003", "nobody of the same sex and trigger"),
        ]
        assert view.found == "2 of 4 patients have a control; 2 of 4 are one."
        assert "ages at most 2 apart" in view.how
        assert [line[1] for line in groups(response)] == ["2", "2"]
        assert "matched, of 4" in response.content.decode()

    def test_the_balance_before_and_after(self, shown):
        table = shown(*EIGHT, **TWO, matched="on").context["page"].matched.balance
        age = [cell.main for cell in table.rows[0]]
        assert [part.text for part in age] == [
            *("Age, years", "10.5 ± 13.1, 5.0", "19.1 ± 28.0, 6.5", "0.39"),
            *("4.0 ± 2.8, 4.0", "3.8 ± 1.8, 3.8", "0.11"),
        ]
        assert [bool(part.address) for part in age] == [False] * 4 + [True, True, False]
        assert "of=balance/age/mean/a" in age[4].address

    def test_its_settings_stand_in_the_address(self, shown):
        response = shown(*EIGHT, **TWO, matched="on", caliper="5", ratio="2", match_ebv="on")
        settings = response.context["asked"].matching.settings
        assert (settings.caliper_years, settings.ratio, settings.ebv) == (5.0, 2, True)
        assert "Same sex, trigger and EBV; ages at most 5 apart" in response.content.decode()

    def test_every_page_is_about_the_matched(self, shown):
        response = shown(*EIGHT, page="/cohort/patients/", **TWO, matched="on", of="cohort/n/b")
        assert [p.code for p, _day in response.context["page"].patients] == ["C-004", "C-005"]

    def test_with_nobody(self, shown):
        view = shown(**TWO, matched="on").context["page"].matched
        assert (view.pairs, view.without) == ((), ())


class TestProvenance:
    def test_synthetic_and_published_patients_are_told(self, signed_in, reader, monkeypatch):
        subjects = subjects_of(EIGHT[:4])
        subjects.sources = ["synthetic", "synthetic", "published", "ward"]
        pretend(monkeypatch, subjects)
        page = signed_in(reader).get(ADDRESS, {"source": "all"}).content.decode()
        assert "Of 4 patients: 2 synthetic, not real, 1 published elsewhere." in page
        alone = signed_in(reader).get(ADDRESS)
        assert alone.context["frame"].demo == ""
        assert "3 synthetic or published patients are left out." in alone.content.decode()

    def test_whoever_refused_is_counted(self, signed_in, reader, monkeypatch):
        pretend(monkeypatch, subjects_of(EIGHT[:3]), consents=["refused", "withdrawn", "given"])
        response = signed_in(reader).get(ADDRESS)
        assert groups(response)[0][1] == "1"
        assert "2 patients are left out who refused or withdrew" in response.content.decode()
        assert groups(signed_in(reader).get(ADDRESS, {"consent": "all"}))[0][1] == "3"


class TestSaved:
    def test_are_listed_and_open_their_address(self, shown, clinician, reader, centre):
        SavedCohort.objects.create(
            centre=centre, name="EBV", definition="ebv=yes", made_by=clinician
        )
        by_clinician = shown(*EIGHT, user=clinician).context["page"]
        (line,) = by_clinician.saved
        assert (line.name, line.by, line.address) == ("EBV", "clinician", "/cohort/?ebv=yes")
        assert line.action
        assert by_clinician.saves_in == (("VIE", "Vienna"),)
        by_reader = shown(*EIGHT).context["page"]
        assert (by_reader.saved[0].action, by_reader.saves_in) == ("", ())

    def test_presets_are_definitions_that_can_be_read(self, shown, client):
        for preset in shown(*EIGHT).context["page"].presets:
            assert client.get(preset.address).context["frame"].is_valid, preset.label


class TestForm:
    def test_each_groups_boxes_have_names_of_their_own(self, shown):
        page = shown(*EIGHT, **TWO).content.decode()
        for name in GroupFilter.base_fields:
            if name != "centre":
                assert page.count(f'name="{name}"') == page.count(f'name="b-{name}"') == 1, name
