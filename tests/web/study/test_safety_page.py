"""The page Toxicity: grades in both versions, stops, events, and Wang's counts beside them."""

from __future__ import annotations

from functools import partial

import pytest

from tests.statistics.study_rows import patient

ADDRESS = "/cohort/safety/"
TWO = {"compare": "1", "b-treatment": "conventional"}
SEVERE, MILD, OPEN = (0, 0, 4, 4, 4, 4), (1, 1, 1, 1, 0, 0), (None, None, 3, 3, 0, 3)
ROWS = [
    patient(
        harm__terms={"wbc": SEVERE, "alt": MILD},
        harm__terms_v4={"alt": SEVERE},
        harm__stopped_for_toxicity=True,
        harm__events=[["infection", "Lung infection", 3, 4, "interrupted"]],
    ),
    patient(harm__terms={"wbc": MILD}, harm__stopped_for_toxicity=False),
    patient(harm__terms={"wbc": OPEN}),
    patient(),
]
CONVENTIONAL = patient(subject__treatment="conventional", subject__drug="etoposide")


@pytest.fixture
def shown(open_page):
    return partial(open_page, ADDRESS)


def rows_of(response, place=0):
    table = response.context["page"].tables[place]
    return {row[0].text: [cell.line for cell in row[1:]] for row in table.plain.rows}


def test_grades_of_one_group_with_wangs_counts(shown):
    found = rows_of(shown(*ROWS))
    assert found["Leukopenia"] == [
        "1/2 (50.0 %); 95 % CI 1.3–98.7 %",
        *("1", "0", "0", "0", "1"),
        "1",
        "3; missing 1",
        "0/2 (0.0 %)",
        "2/3 (66.7 %)",
        "2/34 (5.9 %)",
    ]
    assert found["Fever"][0] == "–"
    assert found["Elevated transaminases"][-1] == "6/34 (17.6 %)"
    assert found["Anemia"][-1] == ""


def test_the_older_version_grades_the_liver_otherwise(shown):
    newer, older = shown(*ROWS), shown(*ROWS, ctcae="4.03")
    name = "Elevated transaminases"
    assert rows_of(newer)[name][0].startswith("0/1 ")
    assert rows_of(older)[name][0].startswith("1/1 ")
    assert rows_of(older)["Leukopenia"] == rows_of(newer)["Leukopenia"]
    titles = [answer.context["page"].tables[0].plain.title for answer in (newer, older)]
    assert [title[-4:] for title in titles] == ["v5.0", "4.03"]
    odd = shown(*ROWS, ctcae="6")
    assert rows_of(odd) == rows_of(newer)


def test_stops_for_toxicity_with_what_is_not_known(shown):
    assert rows_of(shown(*ROWS), 1)["Ruxolitinib stopped for toxicity"] == [
        "1/2 (50.0 %); 95 % CI 1.3–98.7 %; missing 2",
        "0/34 (0.0 %)",
    ]


def test_events_by_category_and_term(shown):
    found = rows_of(shown(*ROWS), 2)
    assert found["Infection"] == ["1/4 (25.0 %); 1 of grade III or more", ""]
    assert found["Lung infection"] == ["1/4 (25.0 %); 1 of grade III or more", ""]
    assert found["Lung infection worsened"] == ["", "3/34 (8.8 %)"]
    assert found["Urinary infection"] == ["", "1/34 (2.9 %)"]
    assert found["Interrupted"][0].startswith("1/4")
    assert found["Headache"] == ["0/4 (0.0 %)", ""]


def test_numbers_lead_to_their_patients(shown):
    text = shown(*ROWS).content.decode()
    assert "of=safety/leukopenia.severe/count/a" in text
    assert "of=safety/leukopenia/not_measured/a" in text
    assert "of=safety/fever.severe/count/a" not in text


def test_two_groups_side_by_side_with_the_test(shown):
    answer = shown(*ROWS, CONVENTIONAL, **TWO)
    table = answer.context["page"].tables[0].plain
    names = [row[0].text for row in table.rows[:3]]
    assert names == ["Leukopenia", "Ruxolitinib", "Conventional treatment"]
    assert table.heads[-1] == "P"
    assert any("1 patient of Conventional treatment was never given" in n for n in table.notes)
    both = shown(*ROWS[:2], *ROWS[:2], compare="1").context["page"].tables[0].plain
    assert both.rows[0][-1].text == "> 0.999"
    assert dict(both.footnotes)["a"] == "Fisher's exact test; of new grade III or IV."


@pytest.mark.parametrize("groups", [{}, TWO])
def test_nobody(shown, groups):
    answer = shown(**groups)
    assert "Nobody of these patients was given ruxolitinib" in answer.content.decode()
    assert rows_of(answer)["Leukopenia"]
