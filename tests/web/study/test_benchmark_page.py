"""The benchmark: ours beside every published figure, and what keeps them apart."""

from __future__ import annotations

import json

import pytest

from hlh_app.records.models import LoadedCohort

ADDRESS = "/cohort/benchmark/"
TWO = {"compare": "1", "b-treatment": "conventional"}


def patient(best=("NR",), ebv=True, treatment="ruxolitinib", **subject):
    return {
        "subject": {"treatment": treatment, "ebv": ebv, "age": 30.0, "line": "later", **subject},
        "outcome": {"best": best, "os_days": 200, "os_ended": "last_contact"},
        "fever": {"within_24_h": True},
    }


FOUR = [patient(("CR",)), patient(), patient(("PR",), False), patient(("NR", "PR"), False)]


@pytest.fixture
def shown(open_page):
    """The panels by their names, and the response."""

    def opened(*rows, **asked):
        response = open_page(ADDRESS, *rows, **asked)
        return {panel.id: panel for panel in response.context["page"].panels}, response

    return opened


def rows_of(panel):
    return {row[0].main.text: row for row in panel.table.rows}


def drawn(panel):
    return [row["text"] for row in panel.drawing.figure["layout"]["annotations"]]


def test_every_source_of_the_rules_is_there(shown):
    panels, response = shown()
    texts = set(rows_of(panels["response"]))
    for source in ("Wang 2020", "Wei 2020", "Ru-DEP 2021", "DEP 2015", "Emapalumab label",
                   "Zhang 2022", "Zhang 2021"):  # fmt: skip
        assert any(name.startswith(source) for name in texts)
    sources = [source.name for source in response.context["page"].sources]
    assert "Chi 2020" in sources


def test_printed_counts_have_exact_intervals_and_printed_ones_theirs(shown):
    panels, _response = shown()
    wang = rows_of(panels["response"])["Wang 2020, ruxolitinib"]
    assert wang[1].main.text == "25/34, 73.5 % (55.6–87.1)"
    zhang = rows_of(panels["survival"])["Zhang 2022, ruxolitinib, overall, 12 months"]
    assert zhang[1].main.text == "86.4 % (77.1–95.7)"
    alone = rows_of(panels["ebv"])["Zhang 2022, ruxolitinib, EBV-HLH, day 28"]
    assert alone[1].main.text == "87.5 %"
    assert "without its counts" in alone[4].main.text


def test_what_keeps_a_row_apart_is_said(shown):
    rows = rows_of(shown()[0]["response"])
    label = rows["Emapalumab label, emapalumab with dexamethasone"]
    assert "no ruxolitinib" in label[4].main.text
    assert "own definition" in label[3].main.text
    assert "first line" in rows["Zhang 2022, ruxolitinib, day 28"][4].main.text


def test_ours_stand_on_top_and_open_onto_their_patients(shown):
    panels, _response = shown(*FOUR)
    panel = panels["response"]
    assert panel.table.rows[0][0].main.text == "Ours: Ruxolitinib, n = 4"
    row = rows_of(panel)["best of eight weeks"]
    assert row[1].main.text == "2/4, 50.0 % (6.8–93.2)"
    assert row[1].main.address == "/cohort/patients/?of=benchmark/orr/x/a"
    assert row[2].main.text == "relapsed or refractory 4; adults 4"
    assert drawn(panel)[:3] == [
        "Ours: Ruxolitinib, n = 4",
        "best of eight weeks",
        "2/4, 50.0 % (6.8–93.2)",
    ]


def test_standardized_to_the_printed_mixes(shown):
    rows = rows_of(shown(*FOUR)[0]["response"])
    row = rows["EBV-HLH as in Wang 2020, ruxolitinib (25 of 34)"]
    assert row[1].main.text.startswith("50.0 % (")
    assert row[4].main.text == "of EBV-HLH 1/2, of others 1/2"
    assert "EBV-HLH as in Chi 2020, conventional (2 of 11)" in rows


def test_why_nothing_is_standardized(shown):
    rows = rows_of(shown(*FOUR[:2])[0]["response"])
    row = rows["EBV-HLH as in Wang 2020, ruxolitinib (25 of 34)"]
    assert row[1].main.text == "not given"
    assert row[4].main.text == "not given: there is nobody without EBV-HLH"
    rows = rows_of(shown(*FOUR[2:])[0]["response"])
    row = rows["EBV-HLH as in Wang 2020, ruxolitinib (25 of 34)"]
    assert row[4].main.text == "not given: there is nobody with EBV-HLH"
    rows = rows_of(shown(*FOUR, patient(ebv=None), patient(ebv=None))[0]["response"])
    row = rows["EBV-HLH as in Wang 2020, ruxolitinib (25 of 34)"]
    assert "EBV is not known in 2 of 6" in row[4].main.text


def test_a_few_of_whom_ebv_is_not_known_are_counted(shown):
    rows = rows_of(shown(*FOUR, patient(ebv=None))[0]["response"])
    row = rows["EBV-HLH as in Wang 2020, ruxolitinib (25 of 34)"]
    assert "EBV not known 1, left out" in row[4].main.text


def test_conventional_treatment_has_survival_but_no_response(shown):
    panels, _response = shown(*FOUR, patient(treatment="conventional"), **TWO)
    assert "Conventional" not in str(drawn(panels["response"]))
    assert "Ours: Conventional treatment, n = 1" in drawn(panels["deaths"])


def test_what_stands_together_says_where_ebv_did_best(shown):
    panels, _response = shown()
    for name in ("response", "ebv"):
        assert any("worst in relapse" in note for note in panels[name].table.plain.notes)
    assert any("Chi 2020" in note for note in panels["afebrile"].table.plain.notes)


def test_estimates_without_patients_are_told_but_not_drawn(shown):
    panels, _response = shown()
    assert rows_of(panels["survival"])["overall, week 52"][1].main.text == "–"
    assert "overall, week 52" not in drawn(panels["survival"])


def test_response_on_a_day_is_told_of_all_beside_those_assessed(shown):
    row = patient()
    row["outcome"]["classes"] = {"28": ("PR",)}
    rows = rows_of(shown(*FOUR, row)[0]["response"])
    assert rows["day 28, of those assessed"][1].main.text.startswith("1/1, 100.0 %")
    assert rows["day 28, of all"][1].main.text.startswith("1/5, 20.0 %")
    assert "not assessed then counts as no response" in rows["day 28, of all"][4].main.text
    assert rows["day 14, of all"][1].main.text.startswith("0/5, 0.0 %")


@pytest.mark.parametrize(("n", "few"), [(4, True), (5, False)])
def test_survival_of_fewer_than_five_at_risk_is_not_drawn(shown, n, few):
    panels, _response = shown(*[patient()] * n)
    panel = panels["survival"]
    texts = drawn(panel)
    after = texts[texts.index("overall, week 26") + 1]
    assert (after == "fewer than 5 at risk") == few
    told = rows_of(panel)["overall, week 26"][1]
    assert [part.text for part in told.more] == [f"{n} at risk"]
    points = [trace for trace in panel.drawing.figure["data"] if trace.get("name") == "ours"]
    assert bool(points) != few
    assert any("fewer than 5 are at risk" in note for note in panel.table.plain.notes)


def test_of_nobody_nobody_is_called_the_same(shown):
    panels, _response = shown()
    for panel in panels.values():
        assert "the same" not in {row[2].main.text for row in panel.table.rows if len(row) > 2}


def test_fever_of_whom_it_is_not_known(shown):
    row = patient()
    row["fever"]["within_24_h"] = None
    cell = rows_of(shown(*FOUR, row)[0]["afebrile"])["24 hours"][1]
    assert [part.text for part in cell.more] == ["not known 1"]


def test_who_was_not_assessed_on_a_day_is_not_called_unknown(shown):
    row = rows_of(shown(*FOUR)[0]["response"])["day 28, of those assessed"]
    assert [part.text for part in row[1].more] == ["not assessed 4"]
    assert row[4].main.text == "leaves out who had died, been transplanted or stopped before"


def other_centre(**counts):
    arm = {"code": "a", "label": "ruxolitinib", "n": 20, "setting": "adults, salvage"}
    rows = [
        {"code": code, "label": code, "numerator": x, "denominator": n, "where": "counted"}
        for code, (x, n) in counts.items()
    ]
    return json.dumps({
        "format": "hlh-cohort/1", "code": "north", "name": "North", "kind": "centre",
        "title": "North", "design": "One centre.", "arms": [{**arm, "counts": rows}],
        "source": {"citation": "North, 2026", "read": "the file"},
    })  # fmt: skip


def test_files_of_other_centres_are_further_rows(shown, reader):
    LoadedCohort.objects.create(
        centre=reader.memberships.first().centre,
        code="north",
        name="North",
        content=other_centre(
            overall_response=(12, 20), ebv_hlh=(15, 20), not_ebv=(5, 20), deaths=(6, 20),
            overall_response_ebv=(9, 15),
        ),
        loaded_by=reader,
    )  # fmt: skip
    panels, response = shown(*FOUR)
    assert "Files of other centres" in drawn(panels["response"])
    assert rows_of(panels["response"])["North, ruxolitinib"][1].main.text.startswith("12/20, 60.0")
    assert "EBV-HLH as in North, ruxolitinib (15 of 20)" in rows_of(panels["response"])
    assert "North, ruxolitinib, EBV-HLH" in rows_of(panels["ebv"])
    assert response.context["page"].sources[-1].address == ""
    few = [FOUR[0], patient(ebv=None)]
    row = rows_of(shown(*few)[0]["response"])["EBV-HLH as in North, ruxolitinib (15 of 20)"]
    assert row[1].main.text == "not given"
