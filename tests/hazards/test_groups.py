"""Hazards of groups: who is counted, what is unknown, what leaves, what is concluded."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from decimal import Decimal
from zipfile import ZipFile

import pytest
from django.utils import timezone

from hlh_app.exchange.study.cohort_file import Told, cohort_file
from hlh_app.records import study_rows
from hlh_app.records.models import Consent, Observation, Patient, StudyExport
from hlh_app.records.services import rows
from hlh_app.statistics.suppression import SMALLEST
from tests.records.factories import moment
from tests.records.study.conftest import enter  # noqa: F401
from tests.statistics.random_cohorts import subjects_of
from tests.statistics.rscript import run_r
from tests.statistics.study_rows import cohort
from tests.statistics.study_rows import patient as facts
from tests.web.study.pages import pretend

pytestmark = pytest.mark.django_db
PLAIN = {"dates": "days", "ids": "pseudonyms"}
TWO = {"compare": "1", "b-treatment": "conventional"}


@pytest.fixture
def shown(signed_in, reader, monkeypatch):
    """shown(name, *patients, **address): a page of analyses over patients told by their facts."""

    def opened(name, *patients, sources=(), **address):
        subjects = subjects_of(patients)
        subjects.sources = list(sources) or ["ward"] * subjects.n
        pretend(monkeypatch, subjects)
        response = signed_in(reader).get(f"/cohort/{name}", address)
        assert response.status_code == 200
        return response

    return opened


@pytest.fixture
def exported(signed_in, clinician):
    """exported(query, **choices): the files of an export, by name."""

    def taken(query="", **choices):
        answer = signed_in(clinician).post(f"/cohort/publish/export/{query}", PLAIN | choices)
        with ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
            return {n.rpartition("/")[2]: archive.read(n).decode() for n in archive.namelist()}

    return taken


@pytest.fixture
def girls(enter, clinician):  # noqa: F811
    """Two children on ruxolitinib, ferritin before treatment 900 and 700."""
    made = [enter(f"HLH-40{n}", note="Anna Maria") for n in range(2)]
    for girl, value in zip(made, (900, 700), strict=True):
        rows.record_row(
            actor=clinician,
            model=Observation,
            patient=girl,
            analyte="ferritin",
            value=Decimal(value),
            unit="ng/mL",
            measured=moment("2026-05-03"),
            note="Anna Maria",
        )
    study_rows.renew_rows()
    return made


def text_of(response):
    return " ".join(response.content.decode().split())


def ids(files):
    return [row["id"] for row in csv.DictReader(io.StringIO(files["patients.csv"]))]


def said(table):
    """The first cell of each row of the page → what the others say."""
    return {row[0].main.text: [(cell.main.text, cell.note) for cell in row[1:]] for row in table}


@pytest.mark.hazard("not_real_in_group")
def test_synthetic_and_published_patients_are_left_out_and_counted(shown):
    sources = ("ward", "synthetic", "published")
    asked = [shown("", *[facts()] * 3, sources=sources, source=s) for s in ("", "all")]
    assert [len(page.context["asked"].groups[0].rows) for page in asked] == [1, 3]
    assert "2 synthetic or published patients are left out." in text_of(asked[0])
    assert "Of 3 patients: 1 synthetic, not real, 1 published elsewhere." in text_of(asked[1])


@pytest.mark.hazard("without_consent")
def test_whoever_withdrew_consent_is_in_no_export_whatever_is_asked(girls, exported):
    assert len(ids(exported())) == 2
    Consent.objects.create(
        patient=girls[0], scope="record", status="withdrawn", on=date(2026, 5, 9)
    )
    for query in ("", "?consent=all"):
        assert len(ids(exported(query))) == 1
    assert [row.patients for row in StudyExport.objects.order_by("pk")] == [2, 1, 1]


@pytest.mark.hazard("group_out_of_date")
def test_a_corrected_value_counts_at_once(girls, signed_in, clinician, monkeypatch):
    """A minute later; and again when it was not written by the application."""
    client, address = signed_in(clinician), "/cohort/tables/?table=wang"
    assert "800 (750–850)" in text_of(client.get(address))
    later = timezone.now() + timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    row = Observation.objects.get(patient=girls[0])
    corrected = {"value": Decimal(9000), "reason": "A nought was lost."}
    rows.correct_row(actor=clinician, row=row, version=row.version, **corrected)
    assert "4,850 (2,775–6,925)" in text_of(client.get(address))
    Observation.objects.filter(pk=row.pk).update(value=500, canonical_value=500)
    assert "600 (550–650)" in text_of(client.get(address))


@pytest.mark.hazard("missing_in_group")
def test_what_is_missing_is_counted_as_missing(shown):
    """EBV is known of two of three; ferritin before treatment of one."""
    three = [facts(subject__ebv=True, ferritin={"before": 900}), facts(subject__ebv=False), facts()]
    (table,) = shown("tables/", *three).context["page"].tables
    ebv = next(row for row in table.plain.rows if row[0].text == "EBV-HLH")
    assert ebv[1].line == "1/2 (50.0 %); n 2; missing 1"
    (nine, *_others) = shown("tables/", *three, table="wang").context["page"].tables
    ferritin = next(row for row in nine.plain.rows if row[0].text.startswith("Ferritin"))
    assert ferritin[1].line.startswith("900 ")
    assert "n 1; missing 2" in ferritin[1].line


@pytest.mark.hazard("open_response_in_group")
def test_open_responses_are_told_apart_and_bound_the_rate(shown):
    """A response, none, one that is open, and nobody assessed the fourth."""
    four = [facts(outcome__best=best) for best in (["PR"], ["NR"], ["NR", "PR"], [])]
    best = said(shown("response/", *four).context["page"].best.rows)
    assert best["Not determinable whether a response"][0][0] == "1/4 (25.0 %)"
    assert best["Not assessed"][0][0] == "1/4 (25.0 %)"
    rates = ("Overall response (complete or partial)", "Overall response of those assessed")
    assert [best[rate][0][0] for rate in rates] == ["1/4 (25.0 %)", "1/3 (33.3 %)"]
    assert best["Overall response, at most"][0][0] == "3/4 (75.0 %)"


@pytest.mark.hazard("small_cell")
def test_no_count_under_five_is_told_or_can_be_reckoned():
    """Of twelve one is male: nor may the eleven girls be told."""
    girls = [facts(subject__sex="female", subject__trigger="infection") for _n in range(11)]
    subjects, groups = cohort(*girls, facts(subject__sex="male", subject__trigger="primary"))
    told = Told("General Hospital", "Patients", "21-Nov-2026", ("All.",))
    (arm,) = json.loads(cohort_file(subjects, groups, told).text)["arms"]
    counts = {row["code"]: row["numerator"] for row in arm["counts"]}
    assert not {"male", "female", "primary", "infection"} & set(counts)
    assert all(count >= SMALLEST or code.endswith("unknown") for code, count in counts.items())
    with pytest.raises(ValueError, match="too small"):
        cohort_file(*cohort(*girls[:4]), told)


@pytest.mark.hazard("export_names_patient")
def test_an_export_names_nobody(girls, exported, clinician):
    files = exported()
    names = [one.code for one in girls] + ["Anna Maria", clinician.username, "2021-05", "2026-05"]
    texts = {name: text for name, text in files.items() if name.endswith(".csv")}
    assert not [(word, name) for word in names for name, text in texts.items() if word in text]
    assert "900" in files["results.csv"]
    assert not set(ids(files)) & set(ids(exported()))
    assert Patient.objects.filter(code__in=[one.code for one in girls]).count() == 2


@pytest.mark.hazard("page_unlike_r")
def test_r_finds_every_number_again_and_stops_at_one_that_differs(girls, exported, tmp_path):
    files = exported()
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    total = len(files["figures.csv"].splitlines()) - 1
    assert total > 1_000
    printed = run_r(tmp_path / "analysis.R", str(tmp_path))
    assert f"{total} of {total} figures are equal." in printed
    wrong = files["figures.csv"].replace("cohort/n/a,2.0", "cohort/n/a,3.0")
    assert wrong != files["figures.csv"]
    (tmp_path / "figures.csv").write_text(wrong, encoding="utf-8")
    with pytest.raises(pytest.fail.Exception, match="stopped"):
        run_r(tmp_path / "analysis.R", str(tmp_path))


@pytest.mark.hazard("observed_as_survival")
def test_a_median_of_observed_times_is_no_median_survival(shown):
    """One of three died: the median survival is not reached, the observed times have a median."""
    words = ("death", "last_contact", "last_contact")
    three = [
        facts(outcome__os_days=days, outcome__os_ended=ended)
        for days, ended in zip((70, 140, 210), words, strict=True)
    ]
    page = shown("survival/", *three).context["page"]
    table = said(page.endpoints[0].table.rows)
    assert table["Median (Kaplan-Meier)"][0][0] == "not reached"
    name = "Median of observed times (range)"
    assert table[name][0][0] == "20.0 (10.0–30.0) weeks"
    label = next(row[0] for row in page.endpoints[0].table.rows if row[0].main.text == name)
    assert "not a median survival" in label.note


@pytest.mark.hazard("invented_under_a_name")
def test_invented_results_stand_beside_no_papers_name(shown):
    """Not where they are drawn, nor in the tables; real patients have the paper beside them."""
    points, values = {"ferritin": [(0, 900.0), (14, 300.0)]}, {"before": 900, "week2": 300}
    three = [facts(series__points=points, ferritin=values) for _n in range(3)]
    asked = {"sources": ["synthetic"] * 3, "analyte": "ferritin", "table": "wang", "paper": "wang"}
    for name in ("explore/", "tables/"):
        page = text_of(shown(name, *three, **asked))
        assert "3 synthetic, not real" in page
        assert "900" in page
        assert "Wang" not in page
    assert "Wang 2020" in text_of(shown("tables/", *three, table="wang"))


@pytest.mark.hazard("difference_as_effect")
def test_two_groups_are_said_not_to_be_randomized(shown):
    both = [facts(), facts(subject__treatment="conventional", subject__drug="etoposide")]
    assert "The groups were not randomized" in text_of(shown("publish/", *both, **TWO))
    survival = text_of(shown("survival/", *both, **TWO))
    assert "two groups that nobody drew by lot" in survival
    assert "Responders are not set against non-responders" in survival
