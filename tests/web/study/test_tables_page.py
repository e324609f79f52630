"""The page Tables: Table 1 and both Tables 2, from nobody to two groups, beside two papers."""

from __future__ import annotations

from functools import partial

import pytest

from hlh_app.exchange.study.plain_table import Kind
from hlh_app.statistics.table1_variables import CRITERIA_IDS
from tests.statistics.study_rows import patient

ADDRESS = "/cohort/tables/"
TWO = {"compare": "1", "b-treatment": "conventional"}


def conventional(**facts):
    return patient(subject__treatment="conventional", subject__drug="etoposide", **facts)


def results(before, after, **more):
    times = {"before": before, "week1": after, "week2": after, "month1": after}
    return {"wbc": times, "ferritin": {time: 100 * x for time, x in times.items()}, **more}


ONE = patient(subject__age=7.0, subject__sex="female", subject__ebv=True, **results(2.0, 5.0))
SIX = [
    ONE,
    patient(subject__age=3.5, subject__sex="male", **results(1.0, 6.5)),
    patient(subject__trigger="infection", subject__earlier=["HLH-94"], **results(3.0, 4.0)),
    conventional(subject__sex="male", subject__ebv=False, **results(4.0, 9.0)),
    conventional(subject__trigger="rheumatic", **results(2.0, 8.0)),
    conventional(**results(5.0, 9.5)),
]


@pytest.fixture
def shown(open_page):
    return partial(open_page, ADDRESS)


def tables(response):
    return response.context["page"].tables


def lines(table):
    """The first cell of each row → what the others say; of rows named alike the first."""
    found = {}
    for row in table.plain.rows:
        found.setdefault(row[0].text, [cell.line for cell in row[1:]])
    return found


def texts(table, name):
    """The cells of every row of that name."""
    return [[cell.text for cell in row[1:]] for row in table.plain.rows if row[0].text == name]


def test_table_1_is_what_is_shown_first(shown):
    (table,) = tables(shown(*SIX[:3]))
    found = lines(table)
    assert table.plain.heads == (
        "Characteristic",
        "Ruxolitinib (n = 3)",
        "Wang 2020 (n = 34), as printed",
    )
    assert found["Age at the first dose, years"] == [
        "5.3 (4.4–6.1); n 2; missing 1",
        "27.5 (range 2–70)",
    ]
    assert found["range"][0] == "3.5–7.0"
    assert found["Female"] == ["1/2 (50.0 %)", "16/34 (47.1 %)"]
    assert found["EBV-HLH"][0] == "1/1 (100.0 %); n 1; missing 2"
    assert found["HLH-94"][0] == "1/3 (33.3 %)"
    assert found["Leukocytes, ×10⁹/L"][0] == "2.00 (1.50–2.50); n 3; missing 0"


def test_a_number_leads_to_its_patients_and_so_do_the_missing(shown):
    answer = shown(*SIX[:3], treatment="any")
    text = answer.content.decode()
    root = "/cohort/patients/?treatment=any&amp;of=table1/age"
    assert f'<a href="{root}/median/a">5.3 (4.4–6.1)</a>' in text
    assert f'<a href="{root}/missing/a">missing 1</a>' in text
    assert "of=table1/before_wbc/missing/a" not in text


def test_categories_in_which_nobody_is_are_named_and_have_no_row(shown):
    (table,) = tables(shown(*SIX[:3]))
    note = next(row[0].note for row in table.plain.rows if row[0].text == "Trigger")
    assert note.startswith("nobody: Rheumatic disease; Malignancy; Primary (genetic)")
    assert texts(table, "Malignancy") == []
    assert texts(table, "Infection") == [["1/1 (100.0 %)", ""]]


def test_two_groups_have_the_test_of_every_row_named(shown):
    (table,) = tables(shown(*SIX, **TWO))
    assert table.plain.heads[-2:] == ("P", "SMD")
    apart = {row[0].text: row[-1].text for row in table.plain.rows}
    assert (apart["ruxolitinib"], apart["Donor"]) == ("no overlap", "–")
    names = dict(table.plain.footnotes)
    tested = {row[0].text: row[-2] for row in table.plain.rows if row[0].kind is not Kind.SECTION}
    assert names[tested["Leukocytes, ×10⁹/L"].mark].startswith("Mann–Whitney test")
    assert names[tested["Sex"].mark] == "Fisher's exact test."
    assert tested["Donor"].note == "no patient has the value"
    assert tested["HLH-94"].text == "> 0.999"
    assert lines(table)["First dose of ruxolitinib, mg/day"][1] == "–; n 0; missing 0"
    assert lines(table)["etoposide"][:2] == ["0/3 (0.0 %)", "3/3 (100.0 %)"]


def test_every_criterion_is_a_row_of_met_among_those_known(shown):
    words = dict.fromkeys(CRITERIA_IDS, "met") | {"nk_activity": "unknown"}
    (table,) = tables(shown(patient(subject__criteria=words), paper="chi"))
    found = lines(table)
    assert found["Cytopenias"] == [
        "1/1 (100.0 %); n 1; missing 0",
        "11/11 (100.0 %)",
        "10/11 (90.9 %)",
    ]
    assert found["NK-cell activity"][0] == "–; n 0; missing 1"


def test_no_laboratory_value_stands_under_wangs_name(shown):
    for address in ({}, {"table": "wang"}):
        for table in tables(shown(*SIX[:3], **address)):
            at = next(n for n, head in enumerate(table.plain.heads) if "Wang" in head)
            printed = {row[at].text for row in table.plain.rows if len(row) > at} - {""}
            assert all("/34" in text or "range" in text or text[:2] == "0." for text in printed)


@pytest.mark.parametrize("which", ["1", "wang", "chi"])
@pytest.mark.parametrize("rows", [[], [patient()], [ONE], [patient()] * 3])
@pytest.mark.parametrize("groups", [{}, TWO])
def test_every_table_is_there_for_nobody_one_and_all_missing(shown, which, rows, groups):
    found = tables(shown(*rows, table=which, paper="none", **groups))
    assert all(table.rows for table in found)


def test_table_2_after_wang_in_pairs(shown):
    nine, ebv, cytokines = tables(shown(*SIX[:3], table="wang"))
    found = lines(nine)
    assert len(found) == 9
    assert found["Ferritin, µg/L"] == [
        "200 (150–250); n 3; missing 0",
        "500 (450–575); n 3; missing 0",
        "300 (200–425); 3 pairs; missing 0",
        "0.250a",
        "0.100b",
        "0.003",
    ]
    assert dict(nine.plain.footnotes)["b"].endswith("as Wang 2020 printed; not made for pairs.")
    assert ebv.plain.caption.startswith("Ruxolitinib, n = 1.")
    assert lines(ebv)["EBV-DNA, plasma, copies/mL"][-1] == "0.064"
    assert cytokines.plain.caption.startswith("Ruxolitinib, n = 0.")
    assert lines(cytokines)["Interferon-γ, pg/mL"][-1] == "0.006"


def test_results_beyond_the_range_are_said(shown):
    row = patient(beyond={"ferritin": {"before": ">"}}, **results(1.0, 2.0))
    assert "1 beyond range" in lines(tables(shown(row, table="wang"))[0])["Ferritin, µg/L"][0]
    assert "1 beyond range" in texts_of_notes(tables(shown(row, table="chi"))[0])
    (first,) = tables(shown(row))
    (ferritin,) = [row for row in first.plain.rows if row[0].text == "Ferritin, µg/L"]
    mark = ferritin[1].more[-1]
    assert (mark.text, mark.key) == ("1 beyond range", "table1/before_ferritin/beyond/a")


def test_table_1_of_matched_groups_says_that_its_tests_are_unpaired(shown):
    said = "The groups were matched, but the tests compare them as unpaired."
    for more, is_said in (({}, False), ({"matched": "on"}, True)):
        (table,) = tables(shown(*SIX, **TWO, **more))
        assert (said in table.plain.notes) == is_said


def test_ivig_is_written_in_capitals(shown):
    row = patient(subject__earlier=["HLH-94 and ivig"], subject__other_drugs=["ivig"])
    (table,) = tables(shown(row))
    names = [row[0].main.text for row in table.rows]
    assert {"HLH-94 and IVIG", "IVIG"} <= set(names)


def texts_of_notes(table):
    return [note.text for row in table.plain.rows for cell in row for note in cell.more]


def test_two_groups_after_wang_compare_the_changes(shown):
    nine = tables(shown(*SIX, table="wang", **TWO))[0]
    assert nine.plain.heads[-1] == "P, changes of both groups"
    assert lines(nine)["Leukocytes, ×10⁹/L"][-1] == "0.400a"
    assert texts(nine, "Conventional treatment")[0][:3] == [
        "4.00 (3.00–4.50)",
        "9.00 (8.50–9.25)",
        "5.00 (4.75–5.50)",
    ]


def test_table_2_after_chi_with_the_paper_below(shown):
    (table,) = tables(shown(*SIX[:3], table="chi"))
    assert table.plain.heads[1:4] == ("Before", "1 week", "1 month")
    assert texts(table, "Ruxolitinib")[0][:3] == ["2.00 ± 1.00", "5.17 ± 1.26", "5.17 ± 1.26"]
    assert texts(table, "Chi 2020, conventional, as printed")[2][0] == "12,579 ± 18,748"
    assert texts(table, "Chi 2020, P as printed")[0] == ["", "0.037", "0.002", "0.002"]
    assert any("n of each cell is not stated" in note for note in table.plain.notes)
    assert any(note.startswith("Known faults of Chi 2020") for note in table.plain.notes)
    assert "F(2, 4) = 5.918" in texts_of_notes(table)
    assert "n 3 complete" in texts_of_notes(table)


def test_two_groups_after_chi_in_a_mixed_design(shown):
    (table,) = tables(shown(*SIX, table="chi", paper="none", **TWO))
    assert texts(table, "Both groups: time with group")[0][-1] == "0.219"
    assert texts(table, "P between the groups, t-test")[0][0] == "0.189"
    assert texts(table, "P between the groups, Mann–Whitney")[0][1] == "0.100"
    assert "Student's t-test; as Chi 2020 used." in dict(table.plain.footnotes).values()
    assert texts(table, "Chi 2020, conventional, as printed") == []


def test_the_address_chooses_table_and_paper_and_keeps_the_groups(shown):
    answer = shown(*SIX, table="wang", **TWO)
    table, paper = answer.context["page"].switches
    assert [choice.is_current for choice in table.choices] == [False, True, False]
    assert [choice.label for choice in paper.choices] == ["Wang 2020", "nothing"]
    assert "b-treatment=conventional" in table.choices[0].address
    assert "table=wang" in paper.choices[1].address
    odd = shown(*SIX, table="three", paper="nature")
    assert odd.context["page"].switches[0].choices[0].is_current
