"""The table of results: tests down, dates across."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.template import Context, Template
from django.urls import reverse

from hlh_app.clinical.case import Moment, Observation
from hlh_app.records.models import Observation as Stored
from hlh_app.web.presenters import labs
from hlh_app.web.presenters.links import Trail
from tests.clinical.response_builders import DAY0, at, lab, on
from tests.web.reading.conftest import child, weight

TRAIL = Trail("/patients/7/audit/")
NOW = at(30)


def table(*rows: Observation, **options):
    return labs.lab_table(labs.results(rows, (), options.pop("as_of", NOW)), TRAIL, **options)


def rows_of(shown):
    return {row.label: row for section in shown.sections for row in section.rows}


def cell(*rows: Observation, label: str = "Ferritin", **options):
    return rows_of(table(*rows, **options))[label].cells[0]


def test_newest_day_first_with_its_day_of_treatment():
    shown = table(lab("ferritin", -1, "900"), lab("ferritin", 14, "300"), day0=DAY0)
    assert [(head.text, head.number) for head in shown.days] == [
        ("03-Feb", "day 14"),
        ("19-Jan", "day −1"),
    ]
    assert [head.year for head in shown.days] == ["2020", ""]
    assert [one[0].text for one in rows_of(shown)["Ferritin"].cells] == ["300", "900"]


def test_tests_stand_in_clinical_order_under_their_group():
    shown = table(lab("alt", 1, "60"), lab("hemoglobin", 1, "90"), weight(1, "16.2"))
    assert [section.label for section in shown.sections] == ["Measures", "Blood count", "Liver"]


@pytest.mark.parametrize(
    ("value", "limits", "flag"),
    [
        ("401", {"high": "400"}, "H"),
        ("400", {"high": "400"}, ""),
        ("9", {"low": "10"}, "L"),
        ("10", {"low": "10"}, ""),
        (">400", {"high": "400"}, "H"),
        (">399", {"high": "400"}, ""),
        ("<2000", {"high": "500"}, ""),
        ("<10", {"low": "10"}, "L"),
        ("<=10", {"low": "10"}, ""),
        ("5", {}, ""),
    ],
)
def test_flags_only_what_is_certainly_outside(value, limits, flag):
    number = value.lstrip("<>=")
    sign = value.removesuffix(number) or None
    bounds = {name: Decimal(limit) for name, limit in limits.items()}
    row = Observation("ferritin", Decimal(number), "ug/L", at(1), sign, **bounds)
    assert cell(row)[0].flag == flag


def test_a_flag_is_said_in_words_too():
    high, low = (
        cell(lab("ferritin", 1, "900")),
        cell(lab("hemoglobin", 1, "50"), label="Hemoglobin"),
    )
    assert high[0].flag_word == "above the interval"
    assert low[0].flag_word == "below the interval"


def test_comparators_are_kept_and_pending_is_pending():
    assert cell(lab("ferritin", 1, ">16500"))[0].text == "> 16,500"
    pending = cell(lab("ferritin", 1, None))[0]
    assert (pending.text, pending.kind, pending.flag) == ("pending", "pending", "")


def test_a_result_reported_after_the_moment_shown_is_pending_then():
    row = lab("ferritin", 1, "900", reported_at=at(5))
    assert cell(row, as_of=at(4))[0].text == "pending"
    assert cell(row, as_of=at(5))[0].text == "900"


def test_what_was_measured_later_is_not_shown():
    shown = table(lab("ferritin", 1, "900"), lab("ferritin", 9, "300"), as_of=at(5))
    assert len(shown.days) == 1


def test_another_unit_than_the_row_s_stands_with_the_value():
    rows = [lab("triglycerides", 1, "265", unit="mg/dL"), lab("triglycerides", 2, "2.0")]
    shown = rows_of(table(*rows))["Triglycerides"]
    assert shown.unit == "mmol/L"
    assert [one[0].text for one in shown.cells] == ["2", "265 mg/dL"]


def test_two_results_of_one_day_carry_their_times():
    values = cell(
        lab("ferritin", 1, "900", clock="06:00"), lab("ferritin", 1, "800", clock="18:00")
    )
    assert [(value.text, value.remark) for value in values] == [("800", "18:00"), ("900", "06:00")]


def test_of_many_temperatures_the_highest_stands_for_the_day():
    readings = [
        lab("temperature", 1, "36.8", clock="06:00"),
        lab("temperature", 1, "39.0", clock="12:00"),
        lab("temperature", 1, "101.0", clock="18:00", unit="[degF]"),
    ]
    value = cell(*readings, label="Temperature")[0]
    assert (value.text, value.remark) == ("39.0 °C", "highest of 3")


def test_a_single_temperature_reads_tenths():
    assert cell(lab("temperature", 1, "38"), label="Temperature")[0].text == "38.0"


def test_days_with_a_temperature_alone_are_left_out_of_the_short_table():
    rows = [lab("ferritin", 1, "900"), lab("temperature", 2, "37.0")]
    assert [head.text for head in table(*rows).days] == ["21-Jan"]
    assert [head.text for head in table(*rows, days=None).days] == ["22-Jan", "21-Jan"]
    assert len(table(lab("temperature", 2, "37.0")).days) == 1


def test_the_short_table_says_how_many_days_are_left_out():
    rows = [lab("ferritin", day, "900") for day in range(1, 11)]
    shown = table(*rows)
    assert len(shown.days) == labs.DAYS_AT_FIRST
    assert shown.older == "2 earlier days"
    assert table(*rows, days=None).older == ""


def test_nothing_to_show_is_false():
    assert not table()


class TestRowsThatNoRuleSees:
    @pytest.fixture
    def unseen(self):
        error = Stored(
            pk=5, analyte="weight", value=Decimal("61.2"), unit="kg", entered_in_error=True
        )
        error.measured = at(1)
        undone = Stored(pk=6, analyte="ferritin", unit="ug/L", status="not_done")
        undone.measured = Moment.dated(on(1))
        later = Stored(pk=7, analyte="ferritin", unit="ug/L", status="not_done")
        later.measured = at(40)
        return [error, undone, later]

    def test_a_test_not_done_is_said_to_be(self, unseen):
        shown = labs.lab_table(labs.results((), unseen, NOW), TRAIL)
        assert rows_of(shown)["Ferritin"].cells[0][0].text == "not done"
        assert "Weight" not in rows_of(shown)

    def test_what_was_entered_in_error_is_hidden_behind_a_switch(self, unseen):
        found = labs.results((weight(1, "16.2"),), unseen, NOW)
        hidden = labs.lab_table(found, TRAIL)
        assert hidden.errors_hidden == "1 result entered in error"
        assert [value.text for value in rows_of(hidden)["Weight"].cells[0]] == ["16.2"]
        shown = labs.lab_table(found, TRAIL, with_errors=True)
        assert [(v.text, v.kind) for v in rows_of(shown)["Weight"].cells[0]] == [
            ("16.2", "final"),
            ("61.2", "error"),
        ]


def test_a_value_leads_to_its_history():
    row = Observation("ferritin", Decimal(9), "ug/L", at(1), key="observation:12")
    assert cell(row)[0].url == "/patients/7/audit/observation/12/"


def test_the_cells_are_escaped():
    value = labs.Value("<b>", "H", "a & b", "/x/", "final", "<i>")
    row = labs.Row("", "", "", ((value,), ()))
    html = Template("{% load result_cells %}{% result_cells row %}").render(Context({"row": row}))
    assert html == (
        '<td class="num"><span class="lab lab-final"><a href="/x/">&lt;b&gt;</a>'
        ' <abbr class="flag" title="a &amp; b">H</abbr>'
        ' <span class="soft">&lt;i&gt;</span></span></td><td class="num"></td>'
    )


class TestPage:
    def test_every_day_and_the_switch(self, signed_in, reader, keep):
        patient = keep(*child())
        Stored.objects.filter(patient=patient, analyte="alt").update(
            entered_in_error=True, error_reason="another patient's"
        )
        address = reverse("web:labs", args=[patient.pk])
        plain = signed_in(reader).get(address)
        assert plain.context["labs"].errors_hidden == "2 results entered in error"
        assert "another" not in plain.content.decode()
        shown = signed_in(reader).get(address, {"errors": "1"})
        assert shown.content.decode().count("lab-error") == 2

    def test_without_a_result_it_says_where_they_come_from(self, signed_in, reader, keep):
        text = signed_in(reader).get(reverse("web:labs", args=[keep().pk])).content.decode()
        assert "Results are entered with a visit." in text
