"""The trajectories: one time axis, day 0 the first dose, overlays off until asked for."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from hlh_app.clinical.case import Moment, Observation
from hlh_app.records.models import Observation as Stored
from hlh_app.web.presenters import series
from hlh_app.web.presenters.trajectories import draw, trajectories
from hlh_app.web.record import read_record
from tests.clinical.response_builders import DAY0, ILL, at, case_of, drug, lab, labs, on
from tests.web.reading.conftest import NOW, child, dose


@pytest.fixture
def record(keep):
    return lambda *rows, **asked: read_record(keep(*rows), asked, NOW)


class TestPlace:
    @pytest.mark.parametrize(
        ("number", "clock"),
        [(0, "00:00"), (0, "23:59"), (14, "00:00"), (14, "12:00"), (-3, "08:00")],
    )
    def test_the_day_read_off_the_axis_is_the_calendar_day(self, number, clock):
        assert round(series.place(at(number, clock), DAY0)) == number

    def test_noon_and_a_bare_date_stand_at_the_day_itself(self):
        assert series.place(at(14, "12:00"), DAY0) == 14
        assert series.place(Moment.dated(on(14)), DAY0) == 14

    def test_time_is_proportional(self):
        gap = series.place(at(1, "18:00"), DAY0) - series.place(at(1, "06:00"), DAY0)
        assert gap == pytest.approx(0.5, abs=0.002)


class TestPanels:
    def panels(self, *rows, as_of=60):
        return series.panels(case_of(list(rows)), at(as_of), DAY0)

    def test_in_clinical_order_without_weight_and_temperature(self):
        rows = [
            lab("alt", 1, "60"),
            lab("ferritin", 1, "900"),
            lab("temperature", 1, "38"),
            Observation("weight", Decimal(16), "kg", at(1)),
            Observation("sodium", Decimal(140), "mmol/L", at(1)),
        ]
        assert [panel.analyte for panel in self.panels(*rows)] == ["ferritin", "alt", "sodium"]

    def test_older_units_are_converted_to_that_of_the_newest(self):
        rows = [lab("triglycerides", 1, "265", unit="mg/dL"), lab("triglycerides", 2, "2.0")]
        panel = self.panels(*rows)[0]
        assert panel.unit == "mmol/L"
        assert [point.text for point in panel.points] == ["2.992", "2"]

    def test_another_assay_s_unit_has_a_panel_of_its_own(self):
        rows = [lab("scd25", 1, "900"), lab("scd25", 2, "15000", unit="pg/mL")]
        assert [panel.unit for panel in self.panels(*rows)] == ["U/mL", "pg/mL"]

    def test_assays_are_never_joined_and_the_usual_one_comes_first(self):
        rows = [
            lab("scd25", 1, "900", assay="ELISA"),
            lab("scd25", 2, "800", assay="Immulite"),
            lab("scd25", 3, "700", assay="Immulite"),
            lab("scd25", 4, "600"),
        ]
        found = {one.label: len(one.points) for one in self.panels(*rows)[0].series}
        assert found == {"Immulite": 2, "ELISA": 1, "assay not stated": 1}
        assert self.panels(*rows)[0].series[0].label == "Immulite"

    def test_an_assay_that_is_not_stated_joins_the_only_one_that_is(self):
        rows = [lab("scd25", 1, "900", assay="ELISA"), lab("scd25", 2, "800")]
        assert [one.label for one in self.panels(*rows)[0].series] == ["ELISA"]

    def test_comparators_limits_and_flags_are_kept(self):
        rows = [
            lab("ferritin", 1, ">16500"),
            lab("platelets", 3, "80"),
            drug("platelet_transfusion", 2),
        ]
        ferritin, platelets = self.panels(*rows)
        point = ferritin.points[0]
        assert (point.text, point.comparator, point.high) == ("> 16,500", ">", Decimal(400))
        assert platelets.points[0].flags == ("after platelet transfusion",)

    def test_pending_results_are_marked(self):
        panel = self.panels(lab("ferritin", 1, "900"), lab("ferritin", 5, None))[0]
        assert [round(mark.day) for mark in panel.pending] == [5]

    def test_a_log_result_is_not_drawn_on_a_log_axis(self):
        row = Observation("ebv_dna_plasma", Decimal("4.2"), "{Log_copies}/mL", at(1))
        assert not self.panels(row)[0].log

    def test_nothing_after_the_moment_is_drawn(self):
        rows = [lab("ferritin", 1, "900"), lab("ferritin", 9, "300")]
        assert len(self.panels(*rows, as_of=5)[0].points) == 1


class TestTemperature:
    def test_site_antipyretic_and_glucocorticoid_are_marked(self):
        readings = [
            lab("temperature", 1, "39.0", site="rectal", antipyretic=True),
            lab("temperature", 4, "102.2", unit="[degF]"),
            lab("temperature", 5, ">41"),
        ]
        case = case_of(readings, drug("dexamethasone", 0, 2), dose())
        drawn = series.temperatures(case, at(9), DAY0, Decimal("38.5"))
        first, second = drawn.readings
        assert (first.site, first.antipyretic, first.glucocorticoid) == ("rectal", True, True)
        assert (second.value, second.site, second.glucocorticoid) == (Decimal("39"), "", False)

    def test_doses_are_marked_with_their_frequency(self):
        marks = series.doses(case_of(dose("2.5", stop=2), dose("3.75", 3)), at(9), DAY0)
        assert [mark.text for mark in marks] == ["2.5 mg twice a day", "3.75 mg twice a day"]
        assert [round(mark.day) for mark in marks] == [0, 3]


class TestPage:
    def test_the_figures_carry_what_the_page_shows(self, record):
        shown = trajectories(record(*child()))
        titles = [chart.title for chart in shown.charts]
        assert titles[:4] == [
            "Temperature, °C",
            "Treatments",
            "Ferritin, µg/L",
            "sCD25 (soluble IL-2 receptor), U/mL",
        ]
        ferritin = shown.charts[2]
        assert ferritin.newest.startswith("1,000 µg/L, 03-Feb-2020 08:00")
        assert ferritin.previous.startswith("5,000, 19-Jan-2020 08:00")
        assert [row[2] for row in ferritin.table.rows] == ["1,000 µg/L", "5,000 µg/L"]
        assert shown.axis == "Day 0 is the day of the first dose, 20-Jan-2020."

    def test_every_panel_has_one_time_axis(self, record):
        figures = [chart.figure for chart in trajectories(record(*child())).charts]
        assert len({json.dumps(figure["layout"]["xaxis"]["range"]) for figure in figures}) == 1

    def test_overlays_are_off_until_asked_for(self, record):
        shown = trajectories(record(*child()))
        assert [overlay.code for overlay in shown.overlays] == [
            "chi2020/ruxolitinib",
            "chi2020/conventional",
            "wang2020/ruxolitinib",
        ]
        published = [
            trace
            for chart in shown.charts
            for trace in chart.figure["data"]
            if "overlay" in trace.get("meta", {})
        ]
        assert published
        assert not any(trace["visible"] for trace in published)

    def test_no_laboratory_value_is_drawn_under_wang_s_name(self, record):
        for chart in trajectories(record(*child())).charts[2:]:
            overlays = {trace.get("meta", {}).get("overlay") for trace in chart.figure["data"]}
            assert "wang2020/ruxolitinib" not in overlays

    def test_the_papers_faults_stand_with_the_overlay(self, record):
        notes = {note.code: note for note in trajectories(record(*child())).notes}
        assert any("4 on ruxolitinib alone" in fault for fault in notes["chi2020"].faults)

    def test_both_papers_are_quoted_on_the_fever(self, record):
        said = trajectories(record(*child())).defervescence
        assert any(line.startswith("Wang 2020: 30 of all 34") for line in said)
        assert any(line.startswith("Chi 2020: ") for line in said)

    def test_without_ruxolitinib_day_0_is_that_of_the_first_data(self, record):
        shown = trajectories(record(labs(-4, ILL), labs(3, ILL)))
        assert shown.axis == (
            "No ruxolitinib recorded: day 0 is the day of the first data, 16-Jan-2020."
        )
        assert shown.overlays == ()

    def test_treatments_are_bars_ruxolitinib_first(self, record):
        drawn = draw(record(*child(drug("etoposide", -30, -20), drug("dexamethasone", -1, 9))))
        assert [bar.drug for bar in drawn.bars] == ["ruxolitinib", "dexamethasone"]
        assert drawn.bars[0].stop is None
        assert drawn.bars[1].stop == 9.5

    def test_an_antipyretic_is_marked(self, keep):
        patient = keep(*child())
        Stored.objects.filter(analyte="temperature").update(antipyretic=True)
        made = read_record(patient, {}, NOW)
        assert all(row.antipyretic for row in draw(made).temperatures.readings)

    def test_the_fragment_is_asked_for_by_htmx_and_a_page_without(self, signed_in, reader, keep):
        patient = keep(*child())
        address = reverse("web:trajectories", args=[patient.pk])
        page = signed_in(reader).get(address).content.decode()
        fragment = signed_in(reader).get(address, headers={"hx-request": "true"}).content.decode()
        assert "<!doctype html>" in page
        assert "plotly-cartesian" in page
        assert "<!doctype html>" not in fragment
        names = re.findall(r'data-figure="([^"]+)"', fragment)
        assert names
        assert all(f'<script id="{name}" type="application/json">' in fragment for name in names)
        assert len(set(names)) == len(names)

    def test_a_failure_says_so(self, signed_in, reader, keep, monkeypatch):
        patient = keep(*child())

        def broken(*_arguments):
            raise ZeroDivisionError

        monkeypatch.setattr("hlh_app.web.presenters.trajectories.draw", broken)
        answer = signed_in(reader).get(reverse("web:trajectories", args=[patient.pk]))
        assert "This part could not be shown." in answer.content.decode()
