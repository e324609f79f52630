"""Cautions beside the dose: what is said, from what, how urgently, and what is not known."""

from datetime import date
from decimal import Decimal

import pytest

from hlh_app.clinical.case import Event, Exposure, Patient, Sex
from hlh_app.clinical.cautions import cautions
from hlh_app.clinical.cautions_card import CARD
from hlh_app.clinical.dose import both
from hlh_app.clinical.dosing import Urgency

from .diagnosis_builders import at, day, found, lab, on, view

D = Decimal
CHILD = Patient(date(2012, 6, 1), Sex.FEMALE)
RUXOLITINIB = Exposure("ruxolitinib", on(-20), None, D(5), "mg", "oral", D(2))
WEIGHT = lab("weight", "20", when=at(-1))


def marked(boundary, side):
    return pytest.mark.boundary(f"dose_cautions.{boundary}", side)


def lines(*rows, patient=CHILD):
    seen = view(*rows, patient=patient)
    return cautions(seen, both(seen))


def told(id, *rows, **more):
    """The text of that caution; None when it is not said."""
    texts = [row for row in lines(*rows, **more) if row.id == id]
    assert len(texts) <= 1
    return str(texts[0].text) if texts else None


def drug(name, dose=None, times=None, unit="mg", start=-5, stop=None):
    amount = None if dose is None else D(dose)
    per_day = None if times is None else D(times)
    last = None if stop is None else day(stop)
    return Exposure(name, on(start), last, amount, unit, "oral", per_day)


class TestWhen:
    def test_before_any_dose_while_a_rule_applies(self):
        assert told("strong_cyp3a4_inhibitor", drug("voriconazole"))

    def test_not_after_death_nor_after_transplant_without_the_drug(self):
        voriconazole = drug("voriconazole")
        assert lines(voriconazole, RUXOLITINIB, Event("death", day(0))) == ()
        assert lines(voriconazole, Event("transplant", day(-3))) == ()

    def test_given_where_no_rule_applies_it_is_said_all_the_same(self):
        infant = Patient(date(2019, 6, 1), Sex.MALE)
        assert lines(drug("voriconazole"), patient=infant) == ()
        assert lines(drug("voriconazole"), RUXOLITINIB, patient=infant)
        after = lines(drug("voriconazole"), RUXOLITINIB, Event("transplant", day(-3)))
        assert next(row.id for row in after) == "strong_cyp3a4_inhibitor"

    def test_the_most_urgent_first_and_each_with_a_source(self):
        rows = (
            drug("rifampin"), drug("fluconazole", "400", "1"), RUXOLITINIB, WEIGHT,
            found("cns_involvement", "present"), found("uncontrolled_infection", "present"),
        )  # fmt: skip
        said = lines(*rows)
        assert [row.urgency for row in said] == sorted(row.urgency for row in said)
        assert {row.id for row in said if row.urgency is Urgency.FIRST} == {
            "fluconazole", "uncontrolled_infection",
        }  # fmt: skip
        assert all(row.source for row in said)


class TestInteractions:
    @pytest.mark.parametrize(
        ("name", "id", "word"),
        [
            ("voriconazole", "strong_cyp3a4_inhibitor", "voriconazole"),
            ("clarithromycin", "strong_cyp3a4_inhibitor", "clarithromycin"),
            ("nirmatrelvir", "strong_cyp3a4_inhibitor", "ritonavir"),
            ("isavuconazonium", "weaker_azole", "isavuconazole"),
            ("rifampin", "cyp3a4_inducer", "rifampicin"),
        ],
    )
    def test_by_class_and_name(self, name, id, word):
        text = told(id, drug(name), RUXOLITINIB)
        assert text.startswith(f"Ruxolitinib with {word}, a ")
        (caution,) = [row for row in lines(drug(name), RUXOLITINIB) if row.id == id]
        assert str(caution.alert) == f"Ruxolitinib with {word}."
        assert caution.citation == "ruxolitinib_label"

    def test_one_line_for_each_drug(self):
        said = lines(drug("lopinavir/ritonavir"), drug("ritonavir"))
        texts = [str(row.text) for row in said if row.id == "strong_cyp3a4_inhibitor"]
        assert [text.split(",")[0] for text in texts] == [
            "Ruxolitinib with lopinavir", "Ruxolitinib with ritonavir",
        ]  # fmt: skip

    def test_without_ruxolitinib_the_head_of_the_page_is_spared(self):
        assert all(row.alert is None for row in lines(drug("voriconazole"), drug("fluconazole")))

    @pytest.mark.parametrize(
        ("start", "stop", "said"), [(-5, 0, True), (-5, -1, False), (1, None, False)]
    )
    def test_only_while_given(self, start, stop, said):
        row = drug("voriconazole", start=start, stop=stop)
        assert (told("strong_cyp3a4_inhibitor", row) is not None) == said

    def test_what_was_not_checked_is_said_each_time(self):
        assert "any other drug was not checked" in told("interactions_checked")


class TestFluconazole:
    @pytest.mark.parametrize(
        ("dose", "word"),
        [
            pytest.param("199.9", "199.9 mg a day", marks=marked("fluconazole", "below")),
            pytest.param("200", "fluconazole, 200 mg a day: ", marks=marked("fluconazole", "at")),
            pytest.param("200.1", "says avoid; no rule", marks=marked("fluconazole", "above")),
        ],
    )
    def test_200_mg_a_day(self, dose, word):
        assert word in told("fluconazole", drug("fluconazole", dose, "1"))

    def test_times_a_day_count(self):
        assert "above 200 mg a day (300 mg)" in told("fluconazole", drug("fluconazole", "150", "2"))

    @pytest.mark.parametrize(
        ("dose", "times", "unit"),
        [(None, "1", "mg"), ("100", None, "mg"), ("100", "1", "mg/m2"), ("6", "1", "mg/kg")],
    )
    def test_dose_not_known(self, dose, times, unit):
        text = told("fluconazole", drug("fluconazole", dose, times, unit))
        assert "its dose a day not known" in text
        assert "Record its dose" in text

    def test_a_dose_per_kg_by_the_usable_weight(self):
        row = drug("fluconazole", "6", "1", "mg/kg")
        assert "fluconazole, 120 mg a day" in told("fluconazole", row, WEIGHT)
        assert "(204 mg)" in told("fluconazole", row, lab("weight", "34", when=at(-1)))

    def test_several_rows_add_up_and_an_unknown_one_cannot_lower_it(self):
        one, two = drug("fluconazole", "150", "1"), drug("fluconazole", "100", "1", start=-2)
        assert "(250 mg)" in told("fluconazole", one, two)
        assert "says avoid; no rule" in told("fluconazole", one, two, drug("fluconazole"))
        assert "not known" in told("fluconazole", one, drug("fluconazole"))


class TestCounts:
    def fell(self, analyte, now, before, **more):
        rows = [RUXOLITINIB, lab(analyte, now, **more)]
        rows += [lab(analyte, before, when=at(-21))] if before else []
        said = [row for row in lines(*rows) if row.id.startswith(analyte)]
        return (said[0].id, said[0].urgency, str(said[0].text)) if said else None

    @pytest.mark.parametrize(
        ("value", "said"),
        [
            pytest.param("19.9", True, marks=marked("platelets", "below")),
            pytest.param("20", False, marks=marked("platelets", "at")),
            pytest.param("20.1", False, marks=marked("platelets", "above")),
        ],
    )
    def test_platelets_below_20(self, value, said):
        told_ = self.fell("platelets", value, "80")
        assert (told_ is not None) == said
        if told_:
            assert told_[:2] == ("platelets_fell", Urgency.BEFORE_NEXT_DOSE)
            assert "fallen on treatment from 80" in told_[2]
            assert "one dose level down" in told_[2]

    @pytest.mark.parametrize(
        ("value", "said"),
        [
            pytest.param("0.74", True, marks=marked("neutrophils_down", "below")),
            pytest.param("0.75", False, marks=marked("neutrophils_down", "at")),
            pytest.param("0.76", False, marks=marked("neutrophils_down", "above")),
        ],
    )
    def test_neutrophils_below_0_75(self, value, said):
        told_ = self.fell("neutrophils", value, "2")
        assert (told_ is not None) == said
        assert not told_ or "one dose level down" in told_[2]

    @pytest.mark.parametrize(
        ("value", "advice"),
        [
            pytest.param("0.49", "hold the drug", marks=marked("neutrophils_hold", "below")),
            pytest.param("0.5", "one dose level", marks=marked("neutrophils_hold", "at")),
            pytest.param("0.51", "one dose level", marks=marked("neutrophils_hold", "above")),
        ],
    )
    def test_neutrophils_below_0_5(self, value, advice):
        assert advice in self.fell("neutrophils", value, "2")[2]

    def test_in_the_unit_reported(self):
        assert self.fell("platelets", "19999", "80", unit="/uL")[0] == "platelets_fell"
        assert self.fell("platelets", "20000", "80", unit="/uL") is None

    def test_as_low_before_is_usually_the_disease(self):
        id, urgency, text = self.fell("platelets", "12", "15")
        assert (id, urgency) == ("platelets_low_before", Urgency.WATCH)
        assert "usually the disease" in text
        assert "one dose level" not in text

    def test_each_limit_has_its_own_before(self):
        id, urgency, _ = self.fell("neutrophils", "0.4", "0.6")
        assert (id, urgency) == ("neutrophils_fell", Urgency.FIRST)

    def test_without_a_value_before_it_is_not_known(self):
        id, _, text = self.fell("platelets", "12", None)
        assert id == "platelets_low"
        assert "whether it fell on treatment is not known" in text

    def test_a_range_before_that_holds_the_limit_leaves_it_open(self):
        base = lab("platelets", "25", when=at(-21), comparator="<")
        assert told("platelets_low", RUXOLITINIB, lab("platelets", "12"), base)

    def test_a_transfused_value_is_no_value_before(self):
        rows = [lab("platelets", "90", when=at(-21)), lab("platelets", "15", when=at(-23))]
        transfused = Exposure("platelet_transfusion", on(-22), day(-22))
        rows += [RUXOLITINIB, lab("platelets", "12"), transfused]
        assert "usually the disease" in told("platelets_low_before", *rows)

    def test_before_the_first_dose_no_source_gives_a_rule(self):
        text = told("platelets_low_before", lab("platelets", "12"))
        assert "before the first dose" in text
        assert "no source gives a rule" in text
        today = Exposure("ruxolitinib", on(0), None, D(5), "mg", "oral", D(2))
        assert told("platelets_low_before", today, lab("platelets", "12"))

    def test_by_the_clock_where_it_is_known(self):
        first = Exposure("ruxolitinib", at(0, "06:00"), None, D(5), "mg", "oral", D(2))
        assert told("platelets_low", first, lab("platelets", "12", when=at(0, "06:30")))
        assert told("platelets_low_before", first, lab("platelets", "12", when=at(0, "05:30")))

    def test_a_day_without_a_clock_is_after_the_first_dose_from_the_next_day(self):
        timed = Exposure("ruxolitinib", at(-2, "06:00"), None, D(5), "mg", "oral", D(2))
        assert told("platelets_low_before", timed, lab("platelets", "12", when=on(-2)))
        assert told("platelets_low", timed, lab("platelets", "12", when=on(-1)))
        dated = Exposure("ruxolitinib", on(-2), None, D(5), "mg", "oral", D(2))
        assert told("platelets_low", dated, lab("platelets", "12", when=at(-1, "00:01")))
        at_once = lab("platelets", "12", when=at(-2, "06:00"))
        assert told("platelets_low_before", timed, at_once)

    def test_a_count_of_zero_is_said(self):
        assert self.fell("neutrophils", "0", "2")[2].startswith("Neutrophils 0 10*9/L of ")

    def test_a_range_that_holds_the_limit_asks_for_a_count(self):
        id, _, text = self.fell("platelets", "25", "80", comparator="<")
        assert id == "platelets_unclear"
        assert "< 25 10*9/L" in text
        assert "Repeat the count" in text

    def test_a_range_below_it_is_low(self):
        _, _, text = self.fell("platelets", "20", "80", comparator="<")
        assert text.startswith("Platelets < 20 ")

    def test_after_the_drug_was_stopped_nothing_is_said(self):
        stopped = Exposure("ruxolitinib", on(-20), day(-2), D(5), "mg", "oral", D(2))
        assert told("platelets_low", stopped, lab("platelets", "12")) is None

    def test_the_newest_counts(self):
        rows = (lab("platelets", "12", when=at(-3)), lab("platelets", "60"))
        assert not [row for row in lines(RUXOLITINIB, *rows) if row.id.startswith("platelets")]


class TestOrgans:
    def kidney(self, mg_dl, *rows):
        made = (lab("creatinine", mg_dl, "mg/dL"), lab("height", "60"), *rows)
        return [row for row in lines(*made) if row.id.startswith(("below", "dialysis"))]

    @pytest.mark.parametrize(
        ("mg_dl", "ids"), [("0.4", []), ("0.5", ["below_60"]), ("1", ["below_30"])]
    )
    def test_by_class(self, mg_dl, ids):
        said = self.kidney(mg_dl)
        assert [row.id for row in said] == ids
        assert all("The label lowers the dose" in str(row.text) for row in said)

    @pytest.mark.parametrize(
        ("status", "words"),
        [("absent", "Not on dialysis: the label says avoid"), ("unknown", "Record dialysis")],
    )
    def test_below_15(self, status, words):
        (said,) = self.kidney("2", found("dialysis", status))
        assert (said.id, said.urgency) == ("below_15", Urgency.FIRST)
        assert words in str(said.text)

    def test_on_dialysis(self):
        (said,) = self.kidney("2", found("dialysis", "present"))
        assert said.id == "dialysis"
        assert "after the session" in str(said.text)
        assert "kidney function" not in told("not_recorded", found("dialysis", "present"))

    def test_not_known_is_named_with_what_is_missing(self):
        assert "kidney function (no creatinine is recorded)" in told("not_recorded")
        near = (lab("creatinine", "0.5", "mg/dL", comparator="<"), lab("height", "60"))
        assert "reported as a range: it may be below 60" in told("not_recorded", *near)

    def test_liver_with_values_alone(self):
        rows = (found("liver_impairment", "present"), lab("bilirubin_total", "60"))
        text = told("liver_impairment", *rows)
        assert "Total bilirubin 60 umol/L of 2020-01-20" in text
        assert "Alanine aminotransferase not measured" in text
        assert "about half" in text
        assert told("liver_impairment", lab("alt", "4000")) is None
        assert "liver impairment" not in told("not_recorded", found("liver_impairment", "absent"))

    def test_the_newest_value_and_a_zero_as_it_is(self):
        rows = (lab("alt", "40", when=at(-3)), lab("alt", "90"), lab("bilirubin_total", "0"))
        text = told("liver_impairment", found("liver_impairment", "present"), *rows)
        assert "Alanine aminotransferase 90 " in text
        assert "Total bilirubin 0 umol/L" in text

    def test_triglycerides_while_given(self):
        text = told("triglycerides", RUXOLITINIB, lab("triglycerides", "4.1"))
        assert text.startswith("Triglycerides 4.1 mmol/L of ")
        assert told("triglycerides", lab("triglycerides", "4.1")) is None


class TestStopping:
    def stopped(self, last, mg="5", **more):
        row = Exposure("ruxolitinib", on(-40), day(last), D(mg), "mg", "oral", D(2), **more)
        return told("stopped_without_taper", row)

    @pytest.mark.parametrize(
        ("last", "said"),
        [
            pytest.param(-13, True, marks=marked("stop_days", "below")),
            pytest.param(-14, True, marks=marked("stop_days", "at")),
            pytest.param(-15, False, marks=marked("stop_days", "above")),
        ],
    )
    def test_told_for_14_days(self, last, said):
        assert (self.stopped(last) is not None) == said

    def test_words(self):
        text = self.stopped(-2)
        assert text.startswith("Stopped after 2020-01-18 from 10 mg a day without a taper")
        assert "rebound" in text
        assert "restarting considered" in text
        assert self.stopped(-2, stop_reason="transplant") is None

    @pytest.mark.parametrize("why", ["toxicity", "infection"])
    def test_what_was_held_for_a_danger_is_not_said_to_be_restarted(self, why):
        text = self.stopped(-2, stop_reason=why)
        assert f"The reason recorded: {why}. Watch for a rebound" in text
        assert "restart" not in text
        assert "restart" in self.stopped(-2, stop_reason="planned")

    def test_while_given_not_at_once(self):
        assert "Do not stop ruxolitinib at once" in told("abrupt_stop", RUXOLITINIB)
        assert told("abrupt_stop") is None


def test_fever_back_comes_first():
    def warm(number, clock, value):
        return lab("temperature", value, when=at(number, clock))

    calm = [warm(-4, "06:00", "36.8"), warm(-4, "18:00", "36.8"), warm(-3, "06:00", "36.8")]
    said = lines(RUXOLITINIB, *calm, warm(-1, "06:00", "39"))
    assert said[0].id == "fever_back"
    assert "look for infection before raising the dose" in str(said[0].text)


def test_the_card_lists_the_drugs_and_limits():
    assert {b.id for b in CARD.boundaries} == {
        "fluconazole", "platelets", "neutrophils_down", "neutrophils_hold", "pregnancy_from",
        "pregnancy_before", "given_per_kg", "stop_days", "infection_grade",
    }  # fmt: skip
    text = " ".join(str(c.condition) for c in CARD.criteria)
    assert "voriconazole" in text
    assert "rifampicin" in text
