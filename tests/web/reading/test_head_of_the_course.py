"""The head of a patient: relapse, toxicity, the window, the handover; and where rules part."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from hlh_app.clinical.task import TaskKind
from hlh_app.records import models, summaries
from hlh_app.web.presenters import patient_page, status_course
from hlh_app.web.presenters.handover import handover
from hlh_app.web.record import read_record
from tests.clinical.response_builders import ILL, found, happened, lab, labs
from tests.web.reading.conftest import NOW, child, days_later

pytestmark = pytest.mark.django_db
TOXIC = lab("platelets", 14, "15", clock="12:00")


@pytest.fixture
def record(keep):
    def read(*rows, now=NOW, asked=None, **columns):
        return read_record(keep(*rows, **columns), asked or {}, now)

    return read


def head(record):
    return patient_page.state(record)


class TestHead:
    def test_a_quiet_course_says_nothing_more(self, record):
        state = head(record(*child()))
        assert (state.course, state.alerts) == ((), ())

    def test_relapse_is_said(self, record):
        lines = head(record(*child(happened("relapse", 14)))).course
        assert lines == (
            "Relapse on 03-Feb-2020: recorded by the clinician on 03-Feb-2020.",
        )  # fmt: skip

    def test_progression_is_said(self, record):
        lines = head(record(*child(happened("progression", 14)))).course
        assert any(line.startswith("Progression on 03-Feb-2020") for line in lines)

    @pytest.mark.parametrize("asked", [{}, {"as_of": "2020-02-03 13:00"}])
    def test_toxicity_of_grade_3_or_worse_is_said_as_in_the_worklist(self, record, asked):
        lines = head(record(*child(TOXIC), asked=asked)).course
        assert lines[0].startswith("Grade 4, Platelets 15 ×10⁹/L on 03-Feb-2020")

    def test_the_summary_answers_while_it_is_true(self, record, monkeypatch):
        read = record(*child(TOXIC))
        monkeypatch.setattr(status_course, "treatment_tasks", lambda *_args: 1 // 0)
        assert TaskKind.SEVERE_TOXICITY in status_course.urgent_tasks(read)

    def test_a_summary_out_of_date_is_not_believed(self, keep):
        patient = keep(*child(TOXIC))
        models.PatientSummary.objects.update(stale=True, tasks=[])
        patient.summary.refresh_from_db()
        assert not summaries.is_current(patient.summary, patient.centre, date(2020, 2, 4))
        tasks = status_course.urgent_tasks(read_record(patient, {}, NOW))
        assert TaskKind.SEVERE_TOXICITY in tasks

    def test_a_summary_that_cannot_be_read_hides_no_danger(self, record, monkeypatch):
        monkeypatch.setattr(status_course, "shown", lambda *_args: 1 // 0)
        assert TaskKind.SEVERE_TOXICITY in status_course.urgent_tasks(record(*child(TOXIC)))

    @pytest.mark.parametrize(("day", "said"), [(41, False), (42, True), (70, True), (71, False)])
    def test_the_window_is_said_while_it_stands_in_the_worklist(self, record, day, said):
        rows = child(lab("ferritin", day, "900"))
        lines = head(record(*rows, trigger="primary", now=days_later(day - 15))).course
        assert any(line.startswith("8 weeks from the first dose") for line in lines) is said

    def test_fever_with_neutropenia_is_an_alert(self, record):
        rows = [row for row in child() if getattr(row, "analyte", "") != "neutrophils"]
        rows = [*rows, lab("neutrophils", 14, "0.3"), lab("temperature", 14, "39.2", clock="20:00")]
        assert head(record(*rows)).alerts[0].startswith("Fever with neutropenia: neutrophils 0.3")

    def test_nothing_is_asked_for_after_death(self, record):
        state = head(record(*child(TOXIC, happened("death", 15)), asked={"as_of": "2020-02-05"}))
        assert state.course == ()

    def test_the_head_stands_whatever_becomes_of_the_course(self, record, monkeypatch):
        monkeypatch.setattr(status_course, "events_of", lambda *_args: 1 // 0)
        state = head(record(*child()))
        assert state.course == ()
        assert state.response.startswith("Partial response")


class TestNeighbours:
    def test_they_stand_only_where_they_apply(self, record):
        lines = patient_page._readings(record(*child())).now
        assert [line.rule for line in lines] == ["hlh2004", "hscore", "hlh2024"]
        jia = record(*child(found("systemic_jia", -1)))
        assert "ms2019" in {line.rule for line in patient_page._readings(jia).now}

    def test_each_opens_into_its_criteria(self, signed_in, reader, keep):
        patient = keep(*child(found("systemic_jia", -1)))
        url = reverse("web:criteria", args=[patient.pk, "ms2019", "now"])
        text = signed_in(reader).get(url).content.decode()
        assert "MS score" in text
        assert reverse("web:rule", args=["ms2019"]) in text


class TestPartings:
    few = (labs(-1, {"ferritin": "900", "platelets": "90"}), lab("temperature", -1, "37.0"))
    more = tuple(
        found(name, -1, "absent")
        for name in ("splenomegaly", "hepatomegaly", "hemophagocytosis", "nk_activity")
    )

    def test_where_two_answers_differ_it_is_said_on_both(self, record):
        rows = [labs(-1, ILL), lab("temperature", -1, "37.0"), *self.more]
        read = record(*rows)
        outcomes = {v.rule: v.outcome for v in patient_page._held(read, "now")}
        opened = {r: patient_page.opened(read, r, "now") for r in ("hlh2004", "hscore", "hlh2024")}
        for rule, view in opened.items():
            others = (outcomes[r] for r in opened if r != rule)
            differs = any(other is not outcomes[rule] for other in others)
            assert bool(view.apart) is differs, rule
        assert any(view.apart for view in opened.values())

    def test_the_page_names_the_value(self, record, signed_in, reader):
        rows = [labs(-1, ILL), lab("temperature", -1, "37.0"), *self.more]
        read = record(*rows)
        rule = next(
            r for r in ("hlh2004", "hlh2024", "hscore") if patient_page.opened(read, r, "now").apart
        )
        url = reverse("web:criteria", args=[read.patient.pk, rule, "now"])
        text = signed_in(reader).get(url).content.decode()
        assert "Where another rule parts from it" in text

    def test_scores_of_other_illnesses_are_not_compared(self, record):
        view = patient_page.opened(record(*child(found("systemic_jia", -1))), "ms2019", "now")
        assert view.apart == ()


class TestHandover:
    def test_it_is_the_line_of_the_worklist(self, record):
        text = handover(record(*child(TOXIC), code="HLH-0007"))
        assert text.startswith("HLH-0007: 2y 8m · Female")
        assert "Ruxolitinib 2.5 mg twice a day, day 14." in text
        assert "Grade 4, Platelets 15" in text

    def test_as_of_a_moment_it_says_the_day(self, record):
        text = handover(record(*child(TOXIC), asked={"as_of": "2020-01-25"}))
        assert "day 5." in text
        assert "Platelets 15" not in text

    def test_within_the_page_it_is_loaded_when_it_is_opened(self, signed_in, reader, keep):
        client, patient = signed_in(reader), keep(*child(), code="HLH-0007")
        page = client.get(reverse("web:patient", args=[patient.pk])).content.decode()
        url = reverse("web:handover", args=[patient.pk])
        assert f'hx-get="{url}" hx-trigger="toggle once"' in page
        assert "HLH-0007: 2y 8m" not in page
        fragment = client.get(url, headers={"hx-request": "true"}).content.decode()
        assert "data-copy-text" in fragment
        assert "<html" not in fragment

    def test_without_javascript_it_is_a_page(self, signed_in, reader, keep, at_noon):
        at_noon()
        url = reverse("web:handover", args=[keep(*child(), code="HLH-0007").pk])
        text = signed_in(reader).get(url).content.decode()
        assert "<h1>Handover</h1>" in text
        assert "HLH-0007: 2y 8m" in text


class TestDistance:
    def needs(self, read, name):
        view = patient_page.response_view(read, patient_page.Trail.of(read.patient.pk))
        row = next(row for row in view.markers if row.name.lower() == name)
        return [cell.needs for cell in row.cells]

    def test_how_far_a_marker_is_in_the_unit_reported(self, record):
        read = record(*child(lab("ferritin", 14, "4500", clock="12:00")))
        first, *others = self.needs(read, "ferritin")
        assert first == (
            "improved at ≤ 3,750 µg/L, 750 µg/L to go; normal at ≤ 400 µg/L, 4,100 µg/L to go"
        )
        assert others == ["", "", ""]

    def test_a_normal_value_needs_nothing(self, record):
        assert self.needs(record(*child()), "platelets")[0] == ""

    def test_nothing_is_to_go_once_the_course_has_ended(self, record):
        going_on = record(*child(), asked={"as_of": "2020-02-09"})
        read = record(*child(happened("transplant", 15)), asked={"as_of": "2020-02-09"})
        assert self.needs(going_on, "ferritin")[0]
        assert read.response.course.end is not None
        assert set(self.needs(read, "ferritin")) == {""}
