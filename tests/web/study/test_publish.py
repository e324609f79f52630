"""The page Publish and what is taken from it."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from django.urls import reverse

from hlh_app.records.models import Consent, StudyExport
from hlh_app.web.presenters.study.documents import TOPICS
from tests.records.study.conftest import enter  # noqa: F401
from tests.statistics.random_cohorts import random_cohort
from tests.statistics.rscript import run_r
from tests.statistics.study_rows import patient, subjects_of

from .pages import pretend

pytestmark = pytest.mark.django_db
PAGE, EXPORT = "/cohort/publish/", "/cohort/publish/export/"
PLAIN = {"dates": "days", "ids": "pseudonyms"}
TWO = "?source=all&compare=1&b-treatment=conventional"
MEDIUM = 46
SMALL = next(s for s in range(99) if len(random_cohort(s)[1]) == 2 and random_cohort(s)[0].n == 12)


@pytest.fixture
def opened(signed_in, reader, monkeypatch):
    """opened(subjects, address): as a reader sees it."""

    def get(subjects, address=PAGE, **more):
        pretend(monkeypatch, subjects)
        return signed_in(reader).get(address, more)

    return get


def of_seed(seed):
    return random_cohort(seed)[0]


def test_the_page_says_all_in_order(opened):
    page = opened(of_seed(MEDIUM), source="all").content.decode()
    places = [page.index(f'id="{name}"') for name in ("text", "tables", "export", "cohort-file")]
    assert places == sorted(places)
    assert "/cohort/patients/?source=all&amp;of=cohort/n/a" in page
    assert "may be taken by clinicians and reviewers" in page
    assert "give out one file of a group" in page
    assert EXPORT not in page


@pytest.mark.parametrize(
    "rows",
    [(), (patient(),), (patient(), patient(subject__treatment="conventional"))],
    ids=["nobody", "one, all missing", "two groups of one"],
)
def test_the_page_is_useful_with_few(opened, rows):
    page = opened(subjects_of(rows), PAGE + TWO).content.decode()
    assert ("Nobody is chosen" in page) == (not rows)
    if rows:
        assert "too small to be told of" in page


def test_methods_say_what_one_group_is_tested_and_counted_by(opened):
    page = " ".join(opened(subjects_of((patient(),)), source="all").content.decode().split())
    assert "Fisher&#x27;s exact test (our definition)" in page
    assert "a patient counts as not responding" in page
    assert "transplant ends neither" in page
    assert "not randomized" not in page


def test_methods_say_up_to_when_the_data_of_those_chosen_reach(opened):
    days = (("2020-02-27", 3), ("2020-01-01", 40), ("2021-01-01", 900))
    rows = [patient(subject__day0=day, outcome__last_day=last) for day, last in days]
    rows[2]["subject"]["treatment"] = "conventional"
    page = opened(subjects_of(tuple(rows)), source="all").content.decode()
    assert "Data are as recorded by 01-Mar-2020, the latest day" in " ".join(page.split())
    assert "as recorded by" not in opened(subjects_of(()), source="all").content.decode()


def test_two_groups_in_methods_and_results(opened):
    page = opened(of_seed(MEDIUM), PAGE + TWO).content.decode()
    assert "The groups were not randomized" in page
    assert "log-rank test" in page


@pytest.mark.parametrize(
    ("topic", "kind"), [(topic, ("docx", "csv")[at % 2]) for at, topic in enumerate(TOPICS)]
)
def test_the_tables_of_every_topic(opened, topic, kind):
    subjects = of_seed(SMALL)
    response = opened(subjects, reverse("web:study-table", args=[topic, kind]) + TWO)
    assert response.status_code == 200
    assert f'filename="hlh-{topic}.{kind}"' in response["Content-Disposition"]
    if kind == "docx":
        with ZipFile(io.BytesIO(response.content)) as archive:
            text = archive.read("word/document.xml").decode()
        assert "<w:tbl>" in text
    else:
        text = response.content.decode("utf-8-sig")
        assert len(list(csv.reader(io.StringIO(text)))) > 3
    assert not [code for code in subjects.codes if f">{code}<" in text or f"\n{code}," in text]


def test_there_is_no_other_kind_and_no_other_topic(opened):
    for args in (["table1", "pdf"], ["nothing", "csv"]):
        assert opened(of_seed(2), reverse("web:study-table", args=args)).status_code == 404
    assert opened(of_seed(2), reverse("web:study-figures", args=["x"])).status_code == 404


@pytest.mark.parametrize("name", ["study-text", "study-manuscript"])
def test_the_text_as_docx(opened, name):
    response = opened(of_seed(MEDIUM), reverse(f"web:{name}") + TWO)
    with ZipFile(io.BytesIO(response.content)) as archive:
        text = archive.read("word/document.xml").decode()
    assert "Methods" in text
    assert "were analyzed." in text
    assert ("<w:tbl>" in text) == (name == "study-manuscript")


def test_figures_of_a_topic_at_print_size(opened):
    subjects = of_seed(MEDIUM)
    page = opened(subjects, reverse("web:study-figures", args=["survival"]) + "?source=all")
    os = page.context["page"].rows[0]
    assert os.title == "Overall survival"
    svg = opened(subjects, os.downloads[0].address)
    assert svg["Content-Type"] == "image/svg+xml"
    root = ElementTree.fromstring(svg.content)  # noqa: S314
    assert float(root.get("width").removesuffix("pt")) == pytest.approx(85 / 25.4 * 72, abs=0.1)
    png = opened(subjects, os.preview)
    assert png.content.startswith(b"\x89PNG")
    assert "inline" in png["Content-Disposition"]


@pytest.mark.parametrize(
    "query", ["", "?mm=9000&dpi=600", "?mm=85&dpi=100000", "?mm=x&dpi=300", "?mm=85&dpi=300&nobody"]
)
def test_no_other_sizes_and_no_other_figure(opened, query):
    name = "nothing" if "nobody" in query else "os"
    address = reverse("web:study-figure", args=["survival", name, "png"]) + query
    assert opened(of_seed(2), address).status_code == 404


# --------------------------------------------------------------------------------- study export
def unzipped(response):
    with ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
        names = {name: archive.read(name).decode() for name in archive.namelist()}
    return {name.partition("/")[2]: text for name, text in names.items()}


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def girls(enter):  # noqa: F811
    """Three on ruxolitinib, and one who was given etoposide instead."""
    of = {"trigger": "infection"}
    made = [enter(f"HLH-{n}", sex="male" if n == 2 else "female", **of) for n in range(3)]
    return [*made, enter("HLH-9", drug="etoposide", **of)]


def test_an_export_leaves_recorded_and_r_finds_the_same_numbers(
    signed_in, clinician, girls, tmp_path
):
    response = signed_in(clinician).post(EXPORT + TWO, PLAIN)
    made = unzipped(response)
    assert len(rows(made["patients.csv"])) == 4
    assert {row["group"] for row in rows(made["patients.csv"])} == {"a", "b"}
    assert not [name for name, text in made.items() if re.search(r"HLH-\d\b", text)]
    assert "2026-05-04" not in "".join(made.values())
    row = StudyExport.objects.get()
    assert (row.patients, row.kind, row.options["dates"]) == (4, "patient rows", "days")
    assert row.definition == "source=all&compare=1&b-treatment=conventional"
    for name, text in made.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    printed = run_r(tmp_path / "analysis.R", str(tmp_path))
    n = len(rows(made["figures.csv"]))
    assert f"{n} of {n} figures are equal." in printed


def test_who_refused_stays_behind_whoever_asks(signed_in, clinician, girls):
    said = {"scope": "record", "status": "withdrawn", "on": date(2026, 5, 9)}
    Consent.objects.create(patient=girls[0], **said)
    address = "?source=all&consent=all"
    client = signed_in(clinician)
    made = unzipped(client.post(EXPORT + address, PLAIN))
    assert len(rows(made["patients.csv"])) == 2
    assert "left out: use of the record for research was refused" in made["definition.txt"]


@pytest.mark.parametrize("who", ["reader", "manager"])
def test_who_may_not_take_rows(signed_in, girls, who, request):
    response = signed_in(request.getfixturevalue(who)).post(EXPORT + TWO, PLAIN)
    assert response.status_code == (403 if who == "reader" else 422)
    assert StudyExport.objects.count() == 0


def test_an_export_is_asked_for_in_full(signed_in, clinician, girls):
    client = signed_in(clinician)
    assert client.get(EXPORT).status_code == 405
    assert client.post(EXPORT, {"dates": "yesterday"}).status_code == 422
    assert StudyExport.objects.count() == 0


@pytest.mark.parametrize(("dates", "shown"), [("days", False), ("shifted", False), ("kept", True)])
def test_a_period_and_a_code_leave_with_calendar_dates_alone(
    signed_in, clinician, girls, dates, shown
):
    query = "?source=all&day_from=2026-05-01&code=HLH"
    made = unzipped(signed_in(clinician).post(EXPORT + query, PLAIN | {"dates": dates}))
    assert ("first dose from" in made["definition.txt"]) == shown
    assert ("codes that begin" in made["definition.txt"]) == shown
    days = {row["day0"] for row in rows(made["patients.csv"])}
    assert ("2026-05-04" in days) == shown
    assert ("" in days) == (dates == "days")


def test_methods_say_who_was_left_out_and_that_the_groups_were_matched(signed_in, clinician, girls):
    said = {"scope": "record", "status": "refused", "on": date(2026, 5, 9)}
    Consent.objects.create(patient=girls[0], **said)
    client = signed_in(clinician)
    page = client.get(f"{PAGE}{TWO}&matched=on").content.decode()
    assert "1 patient was left out by consent to research." in page
    text = " ".join(page.split())
    assert re.search(r">\s*To each patient of the first group, Ruxolitinib \(", text)
    assert "), was matched by sex and trigger, ages at most 2 years apart" in text
    assert "all patients of the record" not in text
    assert re.search(r"\d of \d patients had a control and \d of \d were one; the others", text)
    assert "The tests compare the groups as unpaired." in text
    made = unzipped(client.post(f"{EXPORT}{TWO}&matched=on", PLAIN))
    assert "The second group was matched to the first." in made["definition.txt"]


def test_the_definition_says_from_what_temperature_fever_counted(signed_in, clinician, girls):
    made = unzipped(signed_in(clinician).post(EXPORT + TWO, PLAIN))
    threshold = girls[0].centre.fever_threshold
    said = f"Fever by HLH-2004, as set at the patients' centres: from {threshold} °C."
    assert said in made["definition.txt"].splitlines()


def test_groups_that_differ_by_a_code_lose_their_names_on_the_way_out(signed_in, clinician, girls):
    address = "?source=all&compare=1&code=HLH-1&b-code=HLH-2"
    client = signed_in(clinician)
    assert "Group A: 1 patient." in unzipped(client.post(EXPORT + address, PLAIN))["definition.txt"]
    kept = unzipped(client.post(EXPORT + address, PLAIN | {"dates": "kept"}))
    assert "HLH-1" in kept["definition.txt"]


def test_who_withdraws_while_the_page_is_read_leaves_nobody_behind(signed_in, clinician, enter):  # noqa: F811
    """The only patient refused: there is nobody left to take out, which is said."""
    girl = enter("HLH-5")
    said = {"scope": "record", "status": "refused", "on": date(2026, 5, 9)}
    Consent.objects.create(patient=girl, **said)
    response = signed_in(clinician).post(f"{EXPORT}?source=all&consent=all", PLAIN)
    assert response.status_code == 422
    assert "Nobody is left to take out." in response.content.decode()
    assert "stays behind" in response.content.decode()
