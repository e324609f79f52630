"""The page of survival, from nobody to two groups."""

from __future__ import annotations

from functools import partial

import pytest

ADDRESS = "/cohort/survival/"
TWO = {"compare": "1", "b-treatment": "conventional"}


def patient(days, ended="last_contact", treatment="ruxolitinib", ebv=True, **outcome):
    words = {"os_days": days, "os_ended": ended}
    words |= {"os_transplant_days": days, "os_transplant_ended": ended}
    if treatment == "ruxolitinib":
        words |= {"pfs_days": days, "pfs_ended": ended}
        words |= {"pfs_transplant_days": days, "pfs_transplant_ended": ended}
    subject = {"treatment": treatment, "ebv": ebv}
    return {"subject": subject, "outcome": {**words, **outcome}}


def responder(days, ended, **outcome):
    after = {"response_day": 14, "response_to_days": days - 14, "response_to_ended": ended}
    return patient(days, "death" if ended == "death" else "last_contact", **after, **outcome)


FOUR = [
    responder(70, "relapse", relapse_day=70, ebv_rose_before_relapse=True),
    responder(42, "transplant", transplant_day=42),
    responder(60, "death"),
    patient(300, "last_contact", pfs_open=True),
]


@pytest.fixture
def shown(open_page):
    return partial(open_page, ADDRESS)


def rows_of(table):
    """The first cell of each row → the texts of the others."""
    return {row[0].main.text: [cell.main.text for cell in row[1:]] for row in table.rows}


def notes_of(table):
    return {row[0].main.text: [cell.note for cell in row[1:]] for row in table.rows}


def test_nobody(shown):
    page = shown().context["page"]
    table = rows_of(page.endpoints[0].table)
    assert table["Deaths"][0] == "–"
    assert table["Median (Kaplan-Meier)"][0] == "–"
    assert page.endpoints[0].drawing.figure["layout"]["annotations"][-1]["text"] == "No patient"


def test_one_patient_alive(shown):
    table = shown(patient(30)).context["page"].endpoints[0].table
    assert rows_of(table)["Median (Kaplan-Meier)"][0] == "not reached"
    assert rows_of(table)["week 4"][0] == "100.0 %"
    assert rows_of(table)["week 52"][0] == "–"


def test_counts_medians_and_what_wang_printed(shown):
    table = shown(*FOUR).context["page"].endpoints[0].table
    assert rows_of(table)["Deaths"] == ["1/4 (25.0 %)", "15/34 (44.1 %)"]
    name = "Median of observed times (range)"
    assert rows_of(table)[name] == ["9.3 (6.0–42.9) weeks", "22 (4–52) weeks"]
    assert notes_of(table)[name][0] == "65 (42–300) days"
    assert "not a median survival" in next(r[0].note for r in table.rows if r[0].main.text == name)


def test_numbers_open_onto_their_patients(shown):
    table = shown(*FOUR).context["page"].endpoints[0].table
    deaths = next(row for row in table.rows if row[0].main.text == "Deaths")
    assert deaths[1].main.address == "/cohort/patients/?of=survival/os/events/a"
    week = next(row for row in table.rows if row[0].main.text == "week 8")
    assert week[1].more[0].text == "3 at risk"
    assert "of=survival/os/week8_at_risk/a" in week[1].more[0].address


def test_what_is_not_known_of_progression_is_said(shown):
    text = " ".join(shown(*FOUR).content.decode().split())
    assert "in 1 relapse or progression is not known" in text


def test_censored_at_transplant_when_asked(shown):
    rows = [
        *FOUR[:1],
        patient(90, "death", os_transplant_days=20, os_transplant_ended="transplant"),
    ]
    open_, ended = (
        rows_of(shown(*rows, **address).context["page"].endpoints[0].table)["Deaths"][0]
        for address in ({}, {"transplant": "censored"})
    )
    assert (open_, ended) == ("1/2 (50.0 %)", "0/2 (0.0 %)")


def test_the_switches_keep_the_rest_of_the_address(shown):
    page = shown(*FOUR, treatment="any", transplant="censored").context["page"]
    first, second = page.switches
    assert [choice.is_current for choice in first.choices] == [False, True]
    assert first.choices[0].address == "?treatment=any"
    assert "transplant=censored" in second.choices[0].address


@pytest.mark.parametrize(
    ("days", "asked", "end"),
    [(70, "", 10), (3000, "", 52), (3000, "all", 429), (70, "26", 26), (70, "nonsense", 10)],
)
def test_how_far_is_drawn(shown, days, asked, end):
    page = shown(patient(days), weeks=asked).context["page"]
    axis = page.endpoints[0].drawing.figure["layout"]["xaxis"]
    assert axis["range"][1] == pytest.approx(1.02 * end)


def test_two_groups_are_compared(shown):
    old = [patient(20, "death", "conventional"), patient(30, "death", "conventional")]
    page = shown(*FOUR, *old, **TWO).context["page"]
    row = next(r for r in page.endpoints[0].table.rows if r[0].main.text == "Median (Kaplan-Meier)")
    assert row[3].note.startswith("log-rank test: χ²")
    assert rows_of(page.endpoints[1].table)["Patients"][:2] == ["4", "0"]
    names = [row["text"] for row in page.endpoints[0].drawing.figure["layout"]["annotations"]]
    assert {"A: Ruxolitinib, n = 4", "B: Conventional treatment, n = 2"} <= set(names)
    assert len(page.after_drawings) == 2


def test_of_whom_progression_is_not_defined_no_median_is_said(shown):
    page = shown(*FOUR, patient(80, treatment="conventional"), **TWO).context["page"]
    overall, progression = (one.table for one in page.endpoints)
    assert rows_of(overall)["Median (Kaplan-Meier)"][1] == "not reached"
    assert rows_of(progression)["Median (Kaplan-Meier)"][1] == "–"
    assert notes_of(progression)["Median (Kaplan-Meier)"][1] == ""


def test_that_the_groups_do_not_start_alike_is_warned_of(shown):
    said = "do not start at the same point of the disease"
    rows = [*FOUR, patient(80, treatment="conventional")]
    assert said in " ".join(shown(*rows, **TWO).content.decode().split())
    assert said not in " ".join(shown(*rows).content.decode().split())


def test_why_two_groups_are_not_compared(shown):
    page = shown(patient(30), patient(40, treatment="conventional"), **TWO).context["page"]
    row = next(r for r in page.endpoints[0].table.rows if r[0].main.text == "Median (Kaplan-Meier)")
    assert row[3].note == "no event"


def test_relapse_as_wang_counted(shown):
    table = shown(*FOUR).context["page"].relapse
    assert rows_of(table)["Relapsed"][0] != ""
    rows = [[cell.main.text for cell in row] for row in table.rows]
    assert ["Relapsed", "1/2 (50.0 %)", "6/10 (60.0 %)"] in rows
    assert ["EBV-DNA rose before the relapse", "1/1 (100.0 %)", "2/6 (33.3 %)"] in rows
    assert ["First dose to transplant", "6.0 (6.0–6.0) weeks", "2 (2–10) weeks"] in rows
    assert "EBV not known" not in str(rows)


def test_responders_of_whom_ebv_is_not_known_have_rows_of_their_own(shown):
    row = responder(70, "relapse", relapse_day=70)
    row["subject"]["ebv"] = None
    rows = [[cell.main.text for cell in row] for row in shown(row).context["page"].relapse.rows]
    assert ["Responders, EBV not known"] in rows


def test_relapse_that_is_open_or_without_an_assessed_response_is_said(shown):
    rows = [responder(70, "last_contact", relapse="unknown"), patient(50, relapse_day=40)]
    text = " ".join(shown(*rows).content.decode().split())
    assert "in 1 of the responders relapse is not known" in text
    assert "in 1 a relapse was recorded" in text


def test_curves_end_and_everybody_died_on_one_day(shown):
    rows = [patient(21, "death") for _ in range(3)]
    page = shown(*rows).context["page"]
    table = rows_of(page.endpoints[0].table)
    assert table["Median (Kaplan-Meier)"][0] == "3.0 weeks"
    assert table["week 52"][0] == "0.0 %"
    steps = [[cell.main.text for cell in row] for row in page.endpoints[0].steps[0].rows]
    assert steps == [["21", "3.0", "3", "3", "0.0 %"]]


def test_many_steps_are_left_to_the_table_of_weeks(shown):
    page = shown(*(patient(day, "death") for day in range(1, 70))).context["page"]
    assert page.endpoints[0].steps == ()


def test_immortal_time_is_warned_of(shown):
    assert "immortal time" in shown(*FOUR).content.decode()


def test_survival_that_nobody_can_tell_opens_nothing(shown):
    table = shown(patient(30)).context["page"].endpoints[0].table
    week = next(row for row in table.rows if row[0].main.text == "week 52")
    assert week[1].main.address == ""


def test_what_follows_a_response_is_drawn_to_its_own_end(shown):
    page = shown(patient(360), *FOUR).context["page"]
    assert page.after_drawings[0].figure["layout"]["xaxis"]["range"][1] == pytest.approx(8.16)


def test_ticks_that_would_hide_the_curve_are_left_out(shown):
    few, many = (
        shown(*(patient(day) for day in range(1, n))).context["page"].endpoints[0].drawing.figure
        for n in (50, 150)
    )
    assert len(few["data"][3]["x"]) == 49
    assert many["data"][3]["x"] == []
    assert "ticks" not in many["layout"]["title"]["subtitle"]["text"]
