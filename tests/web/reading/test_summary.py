"""The response summary: one page, the screen's own numbers, nothing fetched from elsewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

import pytest
from django.urls import reverse

from hlh_app.web import printing
from hlh_app.web.presenters.summary import summary
from hlh_app.web.record import read_record
from tests.clinical.response_builders import ILL, WELL, drug, found, happened, lab, labs
from tests.web.reading.conftest import NOW, child, dose, weight


@pytest.fixture
def made(keep, clinician):
    return lambda *rows, **asked: summary(read_record(keep(*rows), asked, NOW), clinician)


class TestWhatItHolds:
    def test_the_diagnosis_with_each_value(self, made):
        page = made(*child())
        assert page.diagnosis.heading.startswith("HLH-2004 at diagnosis, 19-Jan-2020 08:00")
        values = {row.label: row.value for row in page.diagnosis.criteria}
        assert values["Ferritin"] == "5,000 µg/L"
        assert values["Fever"] == "39.4 °C"
        assert values["NK-cell activity"] == "no value"
        assert page.diagnosis.now.startswith("Now: Fewer than 5 now")

    def test_each_score_says_of_which_moment_it_is_and_its_limits(self, made):
        then, now, neighbour = made(*child()).diagnosis.scores
        assert then.startswith("HScore at diagnosis: ")
        assert then.endswith("; made for adults; this patient is under 18 years")
        assert now.startswith("HScore now: ")
        assert "; made for the time of presentation; ruxolitinib was begun on " in now
        assert neighbour.startswith("HLH-2024 (unverified) now: ")
        assert "not validated here: it was made for familial HLH under 16 years" in neighbour

    def test_mas_is_on_paper_where_it_applies(self, made):
        suspected = found("systemic_jia", 14, "suspected")
        afebrile = made(*child(suspected)).diagnosis.scores[-1]
        assert afebrile.startswith("MAS in systemic JIA, 2016: Not applicable: every temperature")
        assert afebrile.endswith("this does not exclude MAS")
        hot = made(*child(suspected, lab("temperature", 14, "39"))).diagnosis.scores[-1]
        assert hot == "MAS in systemic JIA, 2016 now: unknown"

    def test_the_window_is_said_to_be_ours(self, made):
        assert made(*child()).diagnosis.basis == (
            "Values measured in the 14 days before count, the worst of each (our definition)."
        )

    def test_never_met_is_said_and_the_reading_of_now_shown(self, made):
        page = made(labs(-1, WELL))
        assert page.diagnosis.heading == "HLH-2004 now; not met at any moment recorded"

    def test_six_drawings_temperature_first(self, made):
        page = made(*child())
        assert [figure.text for figure in page.figures] == [
            "Temperature over time",
            "Ferritin over time",
            "sCD25 (soluble IL-2 receptor) over time",
            "Platelets over time",
            "Neutrophils over time",
            "Hemoglobin over time",
        ]
        assert all(
            figure.address.startswith("data:image/svg+xml;base64,") for figure in page.figures
        )

    def test_without_temperatures_six_tests_are_drawn(self, made):
        texts = [figure.text for figure in made(labs(-1, ILL)).figures]
        assert len(texts) == 6
        assert "Temperature over time" not in texts

    def test_treatment_is_shortened_and_says_so(self, made):
        drugs = [drug(f"drug {letter}", 1, 2) for letter in "abcdefghij"]
        page = made(*child(*drugs, drug("platelet_transfusion", 3, 3), happened("relapse", 9)))
        assert "platelet transfusion, 23-Jan-2020" in page.treatments
        assert "drug a, 21-Jan-2020 to 22-Jan-2020" in page.treatments or len(page.treatments) == 11
        assert "and 3 earlier, in the record" in page.treatments
        assert page.treatments[-1] == "Relapse, 29-Jan-2020"

    def test_what_is_missing(self, made):
        rows = [weight(0, "16.2"), labs(-1, ILL, ferritin="-"), labs(14, WELL, alt=None), dose()]
        missing = made(*rows).missing
        assert any(line.startswith("Alanine aminotransferase pending") for line in missing)
        assert "No baseline: ferritin." in missing
        assert "No value for day 14: ALT." in missing
        assert any(line.startswith("HLH-2004 now, unknown: ") for line in missing)

    def test_an_old_weight_is_missing(self, made):
        assert "No usable weight." in made(labs(-1, ILL)).missing

    def test_who_printed_when_and_by_which_rules(self, made):
        page = made(*child())
        assert page.printed == "Printed 04-Feb-2020 09:00 by Clara Clinician"
        assert page.versions.startswith("Rule versions: HLH-2004 ")
        assert "Henter 2024 (HLH-2024), unverified" in page.sources

    def test_as_of_is_respected(self, made):
        page = made(*child(), as_of="21-Jan-2020")
        assert page.moment == "as of 21-Jan-2020"
        assert page.response.best == "not assessed"


class TestPages:
    @pytest.fixture
    def patient(self, keep):
        return keep(*child(), code="HLH-0007", source="synthetic")

    def test_the_print_shows_the_numbers_of_the_screen(self, signed_in, reader, patient):
        client = signed_in(reader)
        screen = client.get(reverse("web:patient", args=[patient.pk])).context["page"]
        paper = client.get(reverse("web:summary", args=[patient.pk])).context["page"]
        assert paper.banner == screen.banner
        assert paper.response == screen.response.shown
        assert paper.dose == screen.dose.shown
        assert paper.status == screen.status.shown

    def test_paper_says_what_it_is(self, signed_in, reader, patient):
        text = signed_in(reader).get(reverse("web:summary", args=[patient.pk])).content.decode()
        assert "Synthetic patient" in text
        assert "Decision support, to be checked; ruxolitinib is not licensed for HLH." in text
        assert "Checked by (name, signature, date):" in text

    @pytest.mark.parametrize("name", ["summary", "summary-pdf"])
    def test_a_moment_that_cannot_be_read_prints_nothing(self, name, signed_in, reader, patient):
        address = reverse(f"web:{name}", args=[patient.pk])
        answer = signed_in(reader).get(address, {"as_of": "30-Feb-2020"})
        assert answer.status_code == 400
        assert "Nothing was printed" in answer.content.decode()

    @pytest.mark.parametrize("name", ["summary", "summary-pdf"])
    def test_without_data_there_is_nothing_to_print(self, name, signed_in, reader, keep):
        answer = signed_in(reader).get(reverse(f"web:{name}", args=[keep().pk]))
        assert "Enter the first visit, then print." in answer.content.decode()

    def test_missing_libraries_are_named_and_the_html_print_offered(
        self, signed_in, reader, patient, monkeypatch
    ):
        def missing(_pages):
            raise printing.PrinterMissingError("cannot load library 'libpango'")

        monkeypatch.setattr(printing, "pdf", missing)
        answer = signed_in(reader).get(reverse("web:summary-pdf", args=[patient.pk]))
        assert answer.status_code == 503
        text = answer.content.decode()
        assert "apt install" in text
        assert reverse("web:summary", args=[patient.pk]) in text

    def test_the_pdf_is_one_tagged_page_with_the_same_numbers(
        self, signed_in, reader, patient, tmp_path
    ):
        client = signed_in(reader)
        answer = client.get(reverse("web:summary-pdf", args=[patient.pk]))
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == 'inline; filename="hlh-0007-2020-02-03.pdf"'
        text, info = read_pdf(answer.content, tmp_path)
        assert re.search(r"Pages:\s+1\b", info)
        assert re.search(r"Tagged:\s+yes", info)
        for words in (
            "HLH-0007 · Born 01-Jun-2017",
            "Partial response on day 14.",
            "2.5 mg twice a day",
            "0.3 mg/kg/day",
            "1,000, −80 %",
            "Page 1 of 1",
            "Synthetic patient",
        ):
            assert words in text, words

    def test_much_to_say_still_fits_on_one_page(self, signed_in, reader, keep, tmp_path):
        days = (14, 28, 42, 56)
        rows = [labs(day, ILL, ferritin=f"{1000 + day}.123", scd25=None) for day in days]
        drugs = [drug(f"a drug with a long name {n}", n, n + 1) for n in range(30)]
        fever = [lab("temperature", day, "39.9") for day in range(1, 57)]
        patient = keep(*child()[:3], *rows, dose("5"), *drugs, *fever, happened("relapse", 9))
        answer = signed_in(reader).get(reverse("web:summary-pdf", args=[patient.pk]))
        _text, info = read_pdf(answer.content, tmp_path)
        assert re.search(r"Pages:\s+1\b", info)


def read_pdf(content: bytes, folder) -> tuple[str, str]:
    """Text and facts of a PDF, by poppler."""
    assert shutil.which("pdftotext"), "install poppler-utils"
    file = folder / "page.pdf"
    file.write_bytes(content)
    text = subprocess.run(
        ["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True
    ).stdout
    info = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    return re.sub(r"[ \n]+", " ", text), info


class TestPrinting:
    def test_our_own_style_sheets_are_read(self):
        content, kind = printing.static_file("https://print.invalid/static/css/summary.css")
        assert kind == "text/css"
        assert b"@page" in content

    @pytest.mark.parametrize(
        "address",
        [
            "https://example.org/static/css/summary.css",
            "https://print.invalid/media/secret",
            "https://print.invalid/static/css/none.css",
            "file:///etc/passwd",
            "https://print.invalid/etc/passwd",
        ],
    )
    def test_nothing_else_is(self, address):
        assert printing.static_file(address) is None

    def test_collected_files_are_found_by_their_hashed_name(self, settings, tmp_path, monkeypatch):
        from django.contrib.staticfiles.storage import StaticFilesStorage

        (tmp_path / "a.abc.css").write_text("p{}")
        settings.STATIC_ROOT = str(tmp_path)
        storage = StaticFilesStorage(location=str(tmp_path), base_url="/static/")
        monkeypatch.setattr(printing, "staticfiles_storage", storage)
        found = printing.static_file("https://print.invalid/static/a.abc.css")
        assert found == (b"p{}", "text/css")
        assert printing.static_file("https://print.invalid/static/b.css") is None

    def test_a_page_reads_nothing_from_elsewhere(self, tmp_path, caplog):
        html = (
            '<html lang="en"><head><title>t</title>'
            '<link rel="stylesheet" href="https://example.org/a.css"></head>'
            '<body><img alt="x" src="file:///etc/hostname"><p>text</p></body></html>'
        )
        caplog.set_level("ERROR", logger="weasyprint")
        content = printing.pdf([html])
        assert content.startswith(b"%PDF")
        assert "is not one of our static files" in caplog.text

    def test_a_missing_library_is_said_as_such(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "weasyprint", None)
        monkeypatch.setattr("builtins.__import__", _without_weasyprint(__import__))
        with pytest.raises(printing.PrinterMissingError, match="libpango"):
            printing.pdf(["<p></p>"])


def _without_weasyprint(real):
    def load(name, *arguments, **options):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *arguments, **options)

    return load
