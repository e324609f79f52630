"""The response table with its arithmetic, and the dose by both rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from hlh_app.clinical.case import Exposure
from hlh_app.clinical.cautions import cautions
from hlh_app.clinical.dose import dose as both_rules
from hlh_app.clinical.windows import History, View
from hlh_app.web.presenters import dose, response
from hlh_app.web.presenters.links import Trail
from tests.clinical.response_builders import (
    ILL,
    TODDLER,
    WELL,
    at,
    case_of,
    drug,
    found,
    happened,
    lab,
    labs,
    verdict_of,
)
from tests.web.reading.conftest import child, weight
from tests.web.reading.conftest import dose as given_dose

TRAIL = Trail("/patients/7/audit/")


def shown(*rows, **fields):
    return response.response(verdict_of(list(rows), **fields), TRAIL)


def marker(view, label):
    return next(row for row in view.markers if row.label == label)


def cell(view, label):
    return marker(view, label).cells[0]


class TestTable:
    @pytest.fixture
    def view(self):
        return shown(*child(), as_of=16)

    def test_each_fortnight_has_its_date_and_class(self, view):
        assert [head.day for head in view.days] == ["Day 14", "Day 28", "Day 42", "Day 56"]
        assert view.days[0].classes == "partial response"
        assert view.days[1].why == "due 17-Feb-2020"

    def test_a_day_is_due_until_its_last_value_could_still_be_taken(self):
        found = verdict_of(list(child()), as_of=16)
        last, past = date(2020, 2, 20), date(2020, 2, 21)
        why = [response.response(found, TRAIL, today).days[1].why for today in (last, past)]
        assert why == ["due 17-Feb-2020", "was due 17-Feb-2020; no data since"]

    def test_baseline_with_its_age(self, view):
        row = marker(view, "Ferritin")
        assert (row.baseline, row.baseline_age) == ("5,000 µg/L", "19-Jan 08:00, 1 day old")
        assert row.limit == "normal ≤ 400 µg/L"

    def test_the_change_is_worked_out(self, view):
        assert cell(view, "Ferritin").change == "−80 %"
        assert cell(view, "Ferritin").word == "improved, not normal"
        assert cell(view, "sCD25 (soluble IL-2 receptor)").change == "÷ 15"
        assert cell(view, "Neutrophils").change == "+900 %"
        assert cell(view, "Hemoglobin").word == "normal"

    def test_a_value_without_its_unit_where_the_baseline_says_it(self, view):
        assert cell(view, "Ferritin").value == "1,000 µg/L"
        assert cell(view, "Ferritin").bare == "1,000"

    def test_best_and_first(self, view):
        assert view.best == "partial response"
        assert view.first == "first response on day 14"

    def test_signs(self, view):
        assert dict(view.signs)["Temperature"][0] == "not febrile, highest 36.8 °C"
        assert dict(view.signs)["Splenomegaly"][0] == "absent (03-Feb)"
        assert dict(view.signs)["CNS involvement"][0] == "not examined"

    def test_the_words_of_each_rule(self, view):
        assert marker(view, "Ferritin").rule == "Improved by a fall of 25 % or more."


def test_the_day_is_said_when_it_is_not_the_day_of_the_head():
    view = shown(labs(-1, ILL), labs(15, WELL))
    assert cell(view, "Ferritin").when == "04-Feb 08:00"
    assert cell(shown(labs(-1, ILL), labs(14, WELL)), "Ferritin").when == ""


def test_pending_and_missing_are_unknown():
    view = shown(labs(-1, ILL), labs(14, WELL, ferritin=None, alt="-"))
    assert (cell(view, "Ferritin").value, cell(view, "Ferritin").word) == ("pending", "unknown")
    assert cell(view, "Alanine aminotransferase").value == "no value"


def test_without_a_baseline_it_says_so():
    view = shown(labs(-1, ILL, ferritin="-"), labs(14, WELL))
    assert marker(view, "Ferritin").baseline == "no baseline"
    awaited = shown(labs(-1, ILL, ferritin=None), labs(14, WELL))
    assert marker(awaited, "Ferritin").baseline == "pending"


def test_another_assay_is_not_compared():
    rows = [lab("scd25", -1, "9000", assay="Immulite"), lab("scd25", 14, "600", assay="ELISA")]
    change = cell(shown(*rows), "sCD25 (soluble IL-2 receptor)").change
    assert change == "another assay or unit: not comparable"


@pytest.mark.parametrize(
    ("base", "now", "text"),
    [
        (">16500", "12000", "−27.3 % or further down"),
        ("5000", "<4000", "−20 % or further down"),
        ("5000", ">6000", "+20 % or more"),
        ("5000", "4000", "−20 %"),
    ],
)
def test_the_change_of_an_inexact_result_is_a_range(base, now, text):
    view = shown(lab("ferritin", -1, base), lab("ferritin", 14, now))
    assert cell(view, "Ferritin").change == text


@pytest.mark.parametrize(
    ("base", "now", "text"),
    [
        (">9000", "600", "÷ at least 15"),
        ("9000", ">600", "÷ at most 15"),
        ("9000", "<600", "÷ at least 15"),
        ("600", "600", "÷ 1"),
    ],
)
def test_the_quotient_of_scd25(base, now, text):
    view = shown(lab("scd25", -1, base), lab("scd25", 14, now))
    assert cell(view, "sCD25 (soluble IL-2 receptor)").change == text


def test_days_after_the_end_of_the_course_say_why():
    view = shown(labs(-1, ILL), labs(14, WELL), happened("transplant", 20))
    assert view.days[1].why == "not applicable: transplant on 09-Feb-2020"
    assert (
        shown(labs(-1, ILL), happened("death", 3)).days[0].why.startswith("not applicable: death")
    )
    stopped = shown(labs(-1, ILL), given_dose(stop=5))
    assert stopped.days[0].why == "not applicable: last dose on 25-Jan-2020"


def test_a_day_without_values_says_what_is_awaited():
    view = shown(labs(-1, ILL), lab("ferritin", 14, None))
    assert view.days[0].why == "no value within 3 days; awaited: Ferritin"
    assert view.days[1].why == "no value within 3 days"


def test_what_a_transfusion_spoils_is_passed_over_in_words():
    rows = [labs(-1, ILL), labs(14, WELL), drug("platelet_transfusion", 13)]
    assert shown(*rows).passed_over == (
        "Platelets 220 ×10⁹/L of 03-Feb-2020 passed over: after platelet transfusion.",
    )


def test_another_therapy_between_baseline_and_first_dose_is_a_caution():
    rows = [labs(-2, ILL), labs(14, WELL), drug("etoposide", -1, 3)]
    (line,) = shown(*rows).cautions
    assert line.startswith("Etoposide begun between the baseline (sCD25, ferritin, ")
    assert line.endswith(") and the first dose.")


def test_the_sentence_carries_flags_and_what_was_not_examined():
    calm = [lab("temperature", day, "36.8") for day in (13, 14)]
    complete = verdict_of(labs(-1, ILL), labs(14, WELL), calm)
    assert response.sentence(complete) == (
        "Complete response on day 14; by laboratory and temperature; spleen, CNS not examined."
    )
    worse = verdict_of(labs(-1, ILL), labs(14, WELL, platelets="15"), calm)
    assert response.sentence(worse).startswith("Partial response by the letter on day 14; ")
    assert response.sentence(worse).endswith("platelets fell 50 %.")
    assert response.sentence(verdict_of(labs(-1, ILL))).startswith("Response not assessed yet")


def test_no_response_is_not_said_to_be_by_the_letter():
    ill = verdict_of(labs(-1, ILL), labs(14, ILL, platelets="3"), lab("temperature", 14, "39"))
    assert response.sentence(ill) == "No response on day 14; platelets fell 90 %; febrile."


def test_a_course_that_has_ended_needs_nothing_for_the_next_class():
    from hlh_app.web.presenters.status import abnormal_line

    rows = [labs(-1, ILL), labs(14, WELL, ferritin="1000")]
    assert abnormal_line(verdict_of(*rows)).startswith("For a complete response: ferritin 1,000")
    assert abnormal_line(verdict_of(*rows, happened("transplant", 20))) == ""


def test_what_is_our_definition_is_said_and_an_earlier_course_is_named():
    assert shown(labs(-1, ILL)).definitions[0].startswith("Our definitions: baseline,")
    again = shown(given_dose(start=0, stop=5), given_dose(start=30), labs(29, ILL))
    assert again.definitions[0].startswith("An earlier course began on 20-Jan-2020")
    assert again.first == "no day assessed yet"


def test_targets_are_rounded_to_the_side_on_which_they_hold():
    base = "21331.37"
    verdict = verdict_of(lab("ferritin", -1, base), lab("ferritin", 14, "21000"))
    from hlh_app.web.presenters.status import abnormal_line

    line = abnormal_line(verdict)
    assert "ferritin 21,000 (needs ≤ 15,998 µg/L)" in line
    assert line.startswith("For a partial response two markers must improve (0 so far)")


def test_a_need_without_a_limit_says_so():
    from hlh_app.web.presenters.status import abnormal_line

    verdict = verdict_of(labs(-1, ILL), labs(14, WELL, ferritin="-"), found("splenomegaly", 14))
    line = abnormal_line(verdict)
    assert "ferritin without a value;" in line
    assert "splenomegaly still present" in line
    assert "fever not known" in line


class TestDose:
    def view(self, *rows, given=None, as_of=0, **fields):
        pair = both_rules(case_of(list(rows), **fields), at(as_of, "23:00"))
        return dose.dose(pair, given)

    def test_both_rules_with_their_arithmetic(self):
        shown = self.view(weight(0, "16.2"))
        wang, chi = shown.rules
        assert (wang.title, chi.title) == ("Wang 2020", "Chi 2020 preprint")
        assert wang.gives == "2.5 mg twice a day"
        assert wang.per_kg == "0.31 mg/kg/day"
        assert wang.arithmetic == "2.5 mg × 2 = 5 mg a day; ÷ 16.2 kg = 0.309 mg/kg/day"
        assert shown.parting == ""

    def test_an_old_weight_is_refused_in_words(self):
        shown = self.view(weight(0, "16.2"), as_of=100)
        assert shown.rules[0].gives.startswith("Unknown. Under 14 years the rule needs a weight")
        assert shown.weight.startswith("No usable weight: the last weight, 16.2 kg")

    def test_after_a_transplant_no_rule_applies(self):
        shown = self.view(weight(0, "16.2"), happened("transplant", 0))
        assert [rule.per_kg for rule in shown.rules] == ["–", "–"]
        assert shown.rules[0].gives.startswith("Not applicable: stem cells were infused")

    def weighed(self, *rows, as_of=0, given=None):
        made = case_of(list(rows))
        seen = View(History(made), at(as_of, "23:00"))
        pair = both_rules(made, seen.as_of)
        found = cautions(seen, pair)
        return dose.dose(pair, given, found), dose.alert(pair, found)

    def test_what_nobody_recorded_is_said_beside_a_dose_and_only_there(self):
        shown, _ = self.weighed(weight(0, "16.2"))
        assert shown.not_recorded.startswith("Not recorded, so not known to be safe: tuberculosis")
        assert "Pneumocystis prophylaxis" in shown.not_recorded
        gone, _ = self.weighed(weight(0, "16.2"), happened("death", 0))
        assert (gone.not_recorded, gone.cautions) == ("", ())
        assert self.view(weight(0, "16.2")).not_recorded == ""

    def test_an_interaction_stands_first_with_its_source_and_at_the_head(self):
        shown, alert = self.weighed(weight(0, "16.2"), drug("fluconazole", 0), drug("rifampin", 0))
        first = shown.cautions[0]
        assert first.text.startswith("Ruxolitinib with fluconazole, its dose a day not known")
        assert (first.source, first.weighty, first.general) == ("ruxolitinib label", True, False)
        assert alert == "Ruxolitinib with fluconazole. Ruxolitinib with rifampicin."

    def test_an_old_weight_at_the_line_stands_at_the_head_once(self):
        _, alert = self.weighed(weight(0, "25.0"), as_of=18)
        assert alert == "Weight 18 days old at the 25 kg line: weigh again."
        assert self.weighed(weight(0, "16.2"))[1] == ""

    def test_what_was_not_looked_for_is_said_with_the_general_lines(self):
        general = [c.text for c in self.weighed(weight(0, "16.2"))[0].cautions if c.general]
        assert any("any other drug was not checked" in text for text in general)

    def test_paper_spares_the_reminders(self):
        minor = [c.text for c in self.weighed(weight(0, "16.2"))[0].cautions if c.minor]
        assert [text.split(",")[0] for text in minor if text.startswith("Do not")] == [
            "Do not stop ruxolitinib at once"
        ]

    @pytest.mark.parametrize(
        ("born", "wang", "chi"),
        [
            ("2019-06-01", "before the first birthday.", "before the first birthday (our"),
            ("1990-01-01", "10 mg twice a day", "from the 18th birthday (our definition)."),
            ("1940-01-01", "from the 75th birthday.", "from the 18th birthday (our definition)."),
        ],
    )
    def test_ages_that_a_rule_does_not_cover(self, born, wang, chi):
        patient = replace(TODDLER, birth_date=date.fromisoformat(born))
        shown = self.view(weight(0, "9"), patient=patient)
        assert wang in shown.rules[0].gives
        assert chi in shown.rules[1].gives

    def test_the_strength_of_the_solution_is_no_definition_of_ours(self):
        sources = {c.text: c.source for c in self.view(weight(0, "16.2")).cautions}
        text = "2.5 mg is not a tablet strength: 0.5 mL of the 5 mg/mL solution"
        assert sources[text] == "strengths as marketed"

    def test_cautions_once_each_general_ones_apart(self):
        shown = self.view(weight(0, "16.2"))
        texts = [caution.text for caution in shown.cautions]
        assert len(texts) == len(set(texts))
        assert {c.text for c in shown.cautions if c.general} >= {
            "Ruxolitinib is not licensed for HLH",
            "What the rule gives, never an order",
        }
        special = [c.text for c in shown.cautions if not c.general]
        assert "2.5 mg is not a tablet strength: 0.5 mL of the 5 mg/mL solution" in special

    @pytest.mark.parametrize(
        ("times", "unit", "text"),
        [("2", "mg", "0.31 mg/kg/day"), ("3", "mg", "0.46 mg/kg/day"), ("2", "mg/kg", "")],
    )
    def test_the_dose_being_given_per_kilogram(self, times, unit, text):
        given = Exposure("ruxolitinib", at(0), None, Decimal("2.5"), unit, "oral", Decimal(times))
        assert self.view(weight(0, "16.2"), given=given).given_per_kg == text

    def test_without_a_weight_there_is_no_figure_per_kilogram(self):
        shown = self.view(labs(0, ILL), given=given_dose())
        assert (shown.given, shown.given_per_kg) == ("2.5 mg twice a day", "")


class TestWhatWouldSettleIt:
    def test_nothing_is_asked_for_a_settled_day(self):
        assert shown(*child(), as_of=16).open == ()

    def test_the_pending_result_and_what_it_would_do(self):
        rows = [*labs(-1, ILL), *labs(14, WELL, scd25=None), lab("temperature", 14, "36.8")]
        (line,) = shown(*rows, as_of=16).open
        assert line.startswith("Day 14 is open (")
        assert "To settle it, whatever is found: the pending result of sCD25." in line
        assert "Improved and normal: complete response." in line
        assert "Improved and not normal: partial response." in line

    def test_fever_not_known_is_asked_for(self):
        (line,) = shown(*labs(-1, ILL), *labs(14, WELL), as_of=16).open
        assert "fever, present or absent" in line
        assert "Absent: complete response." in line

    def test_too_much_is_missing(self):
        (line,) = shown(*labs(-1, ILL), lab("hemoglobin", 14, "120"), as_of=16).open
        assert line.startswith("Day 14 is open: no three of what is missing would settle it")
        assert "a result of ferritin" in line
