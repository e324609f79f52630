"""Drugs recognised by generic name and class, however they are spelled."""

import pytest

from hlh_app.clinical.case import Event, Exposure
from hlh_app.clinical.citations import CITATIONS
from hlh_app.clinical.drugs import DRUGS, OTHER_NAMES, DrugClass, classes_of, generic_names
from hlh_app.clinical.events import died_on
from hlh_app.clinical.given import being_given
from hlh_app.clinical.therapy import HLH_THERAPIES

from .diagnosis_builders import T, at, case, day, given

STRONG, INDUCER = DrugClass.STRONG_CYP3A4_INHIBITOR, DrugClass.CYP3A4_INDUCER


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("voriconazole", ("voriconazole",)),
        ("Voriconazol", ("voriconazole",)),
        ("voriconazole iv 200 mg", ("voriconazole",)),
        ("posaconazole_delayed-release", ("posaconazole",)),
        ("rifampin", ("rifampicin",)),
        ("rifampicin/isoniazid", ("rifampicin",)),
        ("lopinavir/ritonavir", ("lopinavir", "ritonavir")),
        ("lopinavir-ritonavir", ("lopinavir", "ritonavir")),
        ("darunavir + cobicistat", ("darunavir", "cobicistat")),
        ("nirmatrelvir/ritonavir", ("ritonavir",)),
        ("nirmatrelvir", ("ritonavir",)),
        ("trimethoprim-sulfamethoxazole", ("co-trimoxazole",)),
        ("sulfamethoxazole/trimethoprim", ("co-trimoxazole",)),
        ("co-trimoxazole", ("co-trimoxazole",)),
        ("Cotrimoxazol", ("co-trimoxazole",)),
        ("TMP/SMX", ("co-trimoxazole",)),
        ("isavuconazonium sulfate", ("isavuconazole",)),
        ("liposomal amphotericin B", ("amphotericin b",)),
        ("amphotericin", ("amphotericin b",)),
        ("St. John's wort", ("st john's wort",)),
        ("tenofovir disoproxil", ("tenofovir",)),
        ("levoketoconazole", ("levoketoconazole",)),
        ("omeprazole", ()),
        ("metronidazole", ()),
        ("trimethoprim", ()),
        ("fluconazoles", ()),
        ("", ()),
    ],
)
def test_spellings_and_products(written, names):
    assert generic_names(written) == names


@pytest.mark.parametrize(
    ("written", "kinds"),
    [
        ("clarithromycin", {STRONG}),
        ("voriconazole", {STRONG, DrugClass.FUNGAL_PROPHYLAXIS}),
        ("fluconazole", {DrugClass.FLUCONAZOLE, DrugClass.FUNGAL_PROPHYLAXIS}),
        ("isavuconazole", {DrugClass.WEAKER_AZOLE, DrugClass.FUNGAL_PROPHYLAXIS}),
        ("rifampin", {INDUCER}),
        ("lopinavir/ritonavir", {STRONG}),
        ("lamivudine", {DrugClass.HEPATITIS_B_ANTIVIRAL}),
        ("pentamidine", {DrugClass.PNEUMOCYSTIS_PROPHYLAXIS}),
        ("amoxicillin", set()),
        ("dexamethasone", set()),
    ],
)
def test_classes(written, kinds):
    assert classes_of(written) == kinds
    assert all(kind in classes_of(written) for kind in kinds)


def test_no_therapy_of_hlh_is_taken_for_an_interacting_drug():
    assert not any(classes_of(drug) for drug in HLH_THERAPIES)


def test_fluconazole_is_no_strong_inhibitor_and_no_drug_both_inhibits_and_induces():
    one_each = [STRONG, DrugClass.FLUCONAZOLE, DrugClass.WEAKER_AZOLE, INDUCER]
    names = [name for kind in one_each for name in DRUGS[kind]]
    assert len(names) == len(set(names))


def test_every_other_name_leads_to_a_drug_of_the_list():
    known = {name for names in DRUGS.values() for name in names}
    assert set(OTHER_NAMES.values()) <= known
    assert all(generic_names(other) == (name,) for other, name in OTHER_NAMES.items())


def test_generic_names_are_written_small():
    assert all(name == name.casefold() for names in DRUGS.values() for name in names)


def test_the_sources_say_what_was_not_read():
    assert CITATIONS["ruxolitinib_label"].verified
    assert not CITATIONS["cyp3a4_table"].verified


class TestBeingGiven:
    def names(self, *rows):
        return [row.drug for row in being_given(case(*rows), T)]

    def test_from_its_start_to_its_last_day(self):
        rows = [given("a", -1), given("b", -5, 0), given("c", -5, -1), given("d", 1)]
        assert self.names(*rows) == ["b", "a"]

    def test_from_its_very_minute(self):
        assert self.names(Exposure("a", T)) == ["a"]
        assert self.names(Exposure("a", at(0, "08:01"))) == []

    def test_a_transfusion_is_over_on_its_day(self):
        assert self.names(given("platelet_transfusion", -3), given("filgrastim", 0)) == []

    def test_nothing_after_death(self):
        assert self.names(given("a", -3), Event("death", day(0))) == []
        assert self.names(given("a", -3), Event("death", day(1))) == ["a"]
        assert died_on(case(Event("death", day(0)), Event("relapse", day(-3))), T) == day(0)
