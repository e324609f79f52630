"""The course of a patient: each passage a sentence, then tables that hold its values."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from hlh_app.clinical.case import Exposure, Observation
from hlh_app.web.presenters import course_treatment
from hlh_app.web.presenters.course_page import course_page
from hlh_app.web.record import read_record
from tests.clinical.response_builders import WELL, at, happened, lab, labs, on
from tests.web.reading.conftest import NOW, child, dose, texts

pytestmark = pytest.mark.django_db


def steroid(mg: str | None, start: int, stop: int | None) -> Exposure:
    last = None if stop is None else on(stop)
    amount = None if mg is None else Decimal(mg)
    return Exposure("prednisone", at(start), last, amount, "mg", "oral", Decimal(1))


@pytest.fixture
def told(keep):
    """told(*rows, **asked): the passages of the page by name, and its lead under "lead"."""

    def tell(*rows, asked=None, **columns):
        record = read_record(keep(*(rows or child()), **columns), asked or {}, NOW)
        page = course_page(record)
        assert not any(one.failed for one in page.passages)
        return {one.shown.id: one.shown for one in page.passages} | {"lead": page.lead}

    return tell


def cells(passage, number=0):
    return [[cell.text for cell in row] for row in passage.grids[number].rows]


class TestResponse:
    def test_two_readings_of_one_day_are_named(self, told):
        response = told()["response"]
        assert response.sentence.startswith("On day 14, Marsh: partial response; emapalumab trial:")
        assert [row[0] for row in cells(response)] == ["Marsh", "Emapalumab trial"]
        assert cells(response)[0][1] == "Partial response"

    def test_each_abnormality_stands_with_its_baseline_and_its_word(self, told):
        rows = {row[0].text: row for row in told()["response"].grids[1].rows}
        label, before, now = rows["Ferritin"]
        assert label.under == ("Ferritin < 2,000 µg/L",)
        assert (before.text, now.text) == ("5,000 µg/L", "1,000 µg/L")
        assert now.under[-1] == "normalized"
        assert now.outcome.code == "met"
        assert rows["Fever"][1].text == "39.4 °C"
        assert rows["CNS involvement"][2].under == ("normal or not: unknown",)

    def test_without_ruxolitinib_neither_applies(self, told):
        passages = told(labs(0, WELL))
        assert "neither reading applies" in passages["response"].sentence
        assert passages["response"].grids == ()
        assert passages["doses"].sentence.startswith("No ruxolitinib recorded")
        assert passages["follow-up"].grids == ()


class TestEvents:
    def test_a_relapse_goes_first_and_is_dated(self, told):
        passages = told(*child(happened("relapse", 15)))
        assert passages["lead"].startswith("Relapse on 04-Feb-2020: recorded by the clinician")
        events = passages["events"]
        assert events.alert
        assert events.grids[0].rows[0][1].outcome.code == "met"
        assert cells(events)[0][2:] == [
            "04-Feb-2020", "Recorded by the clinician on 04-Feb-2020"
        ]  # fmt: skip

    def test_survival_is_told_with_and_without_transplant(self, told):
        passages = told(*child(happened("transplant", 12)))
        overall = cells(passages["events"], 1)[0]
        assert overall[1].endswith("censored at the last record on 03-Feb-2020")
        assert overall[2] == "12 days, censored at transplant on 01-Feb-2020"
        assert passages["lead"].startswith("Stem-cell transplant 01-Feb-2020.")

    def test_what_was_looked_at_is_opened_below(self, told):
        events = told()["events"]
        labels = [row.label for row in events.criteria]
        assert {"Ferritin", "Fever", "Hemophagocytosis"} <= set(labels)

    def test_an_open_relapse_may_shorten_the_survival(self, told):
        events = told(*child(), asked={"as_of": "2020-02-20"})["events"]
        assert events.sentence.startswith("Relapse open")
        assert any("may turn out to be shorter" in note for note in events.notes)


class TestFever:
    def test_an_episode_has_its_peak_end_and_dose(self, told):
        calm = [lab("temperature", 1, "36.8", clock=f"{h:02}:00") for h in (0, 8, 16, 23)]
        calm += [lab("temperature", 2, "36.8", clock=f"{h:02}:00") for h in (6, 14)]
        hot = [lab("temperature", 3, "39.0", clock=f"{h:02}:00") for h in (6, 12)]
        cold = [lab("temperature", 4, "36.8", clock=f"{h:02}:00") for h in (0, 8, 16, 23)]
        more = [lab("temperature", 5, "36.7", clock="08:00")]
        fever = told(*child(), *calm, *hot, *cold, *more)["fever"]
        began, highest, over, _back, given, marks = fever.grids[0].rows[-1]
        assert began.text == "23-Jan-2020 06:00"
        assert (highest.text, over.text) == ("39.0 °C", "24-Jan-2020 00:00")
        assert given.text == "2.5 mg twice a day"
        assert marks.under[0] == "site not recorded"

    def test_the_papers_stand_beside_the_clock(self, told):
        notes = texts(told()["fever"].notes)
        assert "Wang 2020: 30 of all 34 afebrile within 24 hours" in notes
        assert "Chi 2020" in notes
        assert "our definition" in notes


class TestDoses:
    def test_each_step_with_its_change(self, told):
        passages = told(*child()[:-1], dose(stop=9), dose("5", start=10))
        doses = passages["doses"]
        assert doses.sentence == "5 mg twice a day since 30-Jan-2020 10:00, after 2 earlier steps."

    def test_one_step(self, told):
        doses = told()["doses"]
        assert doses.sentence == "2.5 mg twice a day since 20-Jan-2020 10:00, the only dose so far."
        (step,) = doses.grids[0].rows
        assert [cell.text for cell in step] == [
            "20-Jan-2020 10:00", "still given", "2.5 mg twice a day", "5", "0.31", "first dose",
            "not recorded",
        ]  # fmt: skip
        assert step[4].under == ("16.2 kg, 19-Jan-2020",)

    def test_a_stop_without_taper_asks_for_attention(self, told):
        rows = [row for row in child() if row != dose()]
        doses = told(*rows, dose(stop=9))["doses"]
        assert doses.alert
        assert "without a taper (our definition)" in doses.sentence


class TestGlucocorticoid:
    def test_now_in_all_and_since_the_first_dose(self, told):
        passage = told(*child(), steroid("10", -4, None))["glucocorticoid"]
        rows = {row[0].text: row[1] for row in passage.grids[0].rows}
        assert rows["Now"].text == "8 mg a day"
        assert rows["In all, 19 days"].text == "152 mg"
        assert rows["Since the first dose of ruxolitinib"].text == "120 mg"

    def test_an_unknown_day_is_said_and_not_counted_as_none(self, told):
        rows = (steroid("10", -4, -2), steroid(None, -1, None))
        passage = told(*child(), *rows)["glucocorticoid"]
        totals = {row[0].text: row[1] for row in passage.grids[0].rows}
        assert totals["Now"].text == "dose not known"
        assert totals["In all, 19 days"].text == "at least 24 mg"
        assert totals["In all, 19 days"].under == ("16 days of unknown dose",)
        assert [row[:5] for row in cells(passage, 1)] == [
            ["19-Jan-2020", "03-Feb-2020", "16", "not known", "not known"],
            ["16-Jan-2020", "18-Jan-2020", "3", "8", "not known"],
        ]

    def test_days_of_one_dose_are_one_run_and_a_pause_parts_them(self, told):
        rows = (steroid("10", -4, -3), steroid("10", -1, 2))
        passage = told(*child(), *rows)["glucocorticoid"]
        assert [row[2] for row in cells(passage, 1)] == ["4", "2"]
        assert course_treatment.stretches(()) == []


class TestTransplant:
    def test_the_clock_and_its_reason(self, told):
        passage = told(trigger="infection", trigger_agent="ebv")["transplant"]
        assert passage.sentence.startswith("42 days left to transplant within 8 weeks")
        rows = {row[0].text: row[1].text for row in passage.grids[0].rows}
        assert rows["Eight weeks are over on"] == "16-Mar-2020"
        assert rows["Why the clock runs"] == "EBV-HLH"

    def test_a_rising_ebv_dna_stands_out(self, told):
        series = [
            Observation("ebv_dna_plasma", Decimal(value), "{copies}/mL", at(day))
            for day, value in ((1, "900"), (7, "500"), (13, "700"))
        ]
        row = told(*child(), *series)["transplant"].grids[-1].rows[0]
        assert (row[1].text, row[2].text, row[2].strong) == ("700 copies/mL", "rising", True)
        assert (row[3].text, row[4].text) == ("500 copies/mL", "rising")

    def test_nothing_is_counted_where_the_clock_does_not_run(self, told):
        passage = told(trigger="rheumatic")["transplant"]
        assert passage.sentence.startswith("Not applicable")
        assert passage.grids == ()
        assert passage.notes == ()


class TestPage:
    def test_it_keeps_the_moment_and_leads_to_the_rules(self, signed_in, reader, keep):
        client, patient = signed_in(reader), keep(*child())
        url = reverse("web:course", args=[patient.pk])
        answer = client.get(url, {"as_of": "2020-01-25"})
        text = answer.content.decode()
        assert "Response not assessed yet" in text
        assert f"{reverse('web:patient', args=[patient.pk])}?as_of=2020-01-25" in text
        for rule in ("emapalumab2020", "course2020", "fever_course", "titration", "follow_up"):
            assert reverse("web:rule", args=[rule]) in text

    def test_a_moment_that_cannot_be_read_is_said(self, signed_in, reader, keep):
        url = reverse("web:course", args=[keep(*child()).pk])
        text = signed_in(reader).get(url, {"as_of": "soon"}).content.decode()
        assert "The last data are shown instead" in text

    def test_a_passage_that_fails_leaves_the_others(self, signed_in, reader, keep, monkeypatch):
        def broken(*_arguments):
            raise ValueError

        monkeypatch.setattr("hlh_app.web.presenters.course_fever.fever_episodes", broken)
        url = reverse("web:course", args=[keep(*child()).pk])
        text = signed_in(reader).get(url).content.decode()
        assert text.count("could not be shown") == 1
        assert "Follow-up calendar" in text
