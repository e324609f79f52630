"""How this is calculated: a page a rule, from the rule itself; a doubt kept with what it saw."""

from __future__ import annotations

import html

import pytest
from django.urls import reverse

from hlh_app.clinical.rules import CARDS, card
from hlh_app.records.models import ProblemReport
from hlh_app.web.presenters.rules import lines, rule_page
from hlh_app.web.presenters.sentences import say
from hlh_app.web.presenters.words import sentence
from tests.web.entry.conftest import form_of
from tests.web.reading.conftest import child

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient(keep):
    return keep(*child(), code="HLH-0007")


@pytest.fixture
def read(signed_in, reader):
    """read(name, *args): the text of the page, as a reader sees it."""

    def read(name: str, *args: object) -> str:
        answer = signed_in(reader).get(reverse(f"web:{name}", args=args))
        assert answer.status_code == 200
        return html.unescape(answer.content.decode())

    return read


class TestRules:
    def test_every_rule_is_listed_with_its_source(self, read):
        page = read("rules")
        for line in lines(CARDS):
            assert f'href="{line.url}"' in page
            assert line.answers in page
            assert line.source in page

    @pytest.mark.parametrize("one", CARDS, ids=lambda one: one.rule)
    def test_a_page_says_all_that_the_rule_asks(self, read, one):
        page = read("rule", one.rule)
        assert one.answers in page
        assert one.population in page
        assert one.source.text in page
        assert one.version in page
        for criterion in one.criteria:
            assert criterion.label in page, criterion.id
            assert sentence(say(criterion.condition)) in page, criterion.id
        for boundary in one.boundaries:
            assert sentence(say(boundary.condition)) in page, boundary.id
        for text in (*one.our_definitions, *one.unverified):
            assert text in page

    def test_an_unverified_source_is_marked(self, read):
        assert "(unverified)</span></h1>" in read("rule", "hlh2024")
        assert "(unverified)" not in read("rule", "hlh2004").split("<h2")[0]

    def test_each_limit_stands_in_its_unit_and_a_foreign_source_beside_it(self):
        asked = {row.label: row for row in rule_page(card("hlh2004")).asked}
        assert "Platelets < 100 ×10⁹/L" in asked["Cytopenias"].limits
        assert "Triglycerides ≥ 265 mg/dL" in asked["High triglycerides or low fibrinogen"].limits
        assert "Temperature ≥ 38.3 °C (NACHO 2019)" in asked["Fever"].limits
        assert asked["Values that count"].ours
        assert asked["Values that count"].source == "our definition"
        assert not asked["Ferritin"].limits  # its only limit is the condition itself

    def test_the_tests_are_counted(self):
        limits, vectors = rule_page(card("hlh2004")).tested
        assert limits.endswith("each tried just below, at and just above it: 69 tests.")
        assert vectors.startswith("500 invented patients")

    def test_a_rule_that_is_not_counted_says_so(self, monkeypatch):
        monkeypatch.setattr("hlh_app.web.presenters.rules._numbers", dict)
        assert rule_page(card("hlh2004")).tested == ("No test of this rule is counted here.",)

    def test_its_hazards_stand_with_what_is_done(self, read):
        page = read("rule", "dose_wang2020")
        assert "An old weight, or a weight of 25.0 kg, gives the wrong dose" in page
        assert "A published band is read as a normal range" not in page

    def test_there_is_no_such_rule(self, signed_in, reader):
        assert signed_in(reader).get(reverse("web:rule", args=["none"])).status_code == 404


class TestReachedFromEveryVerdict:
    def test_on_the_patients_page(self, read, patient):
        page = read("patient", patient.pk)
        for rule in ("hlh2004", "hlh2024", "hscore", "marsh2013", "dose_wang2020", "dose_chi2020"):
            assert f'href="/rules/{rule}/"' in page, rule
        for rule in ("marsh2013", "dose_wang2020", "dose_chi2020"):
            assert f'href="/patients/{patient.pk}/problem/{rule}/"' in page, rule

    def test_on_the_criteria_as_of_the_moment_asked_about(self, signed_in, reader, patient):
        address = reverse("web:criteria", args=[patient.pk, "hscore", "now"])
        page = signed_in(reader).get(address, {"as_of": "21-Jan-2020"}).content.decode()
        assert 'href="/rules/hscore/"' in page
        assert f'href="/patients/{patient.pk}/problem/hscore/?as_of=2020-01-21' in page

    def test_paper_names_rule_and_version(self, read, patient):
        page = read("summary", patient.pk)
        assert "HLH-2004 1.0.0" in page
        assert "/rules/" not in page


class TestReport:
    def sent(self, client, address, text="Ferritin of 12,000 does not count."):
        data = form_of(client.get(address)) | {"text": text}
        return client.post(address, data)

    def test_keeps_rule_version_moment_and_the_case(self, signed_in, reader, patient):
        client = signed_in(reader)
        address = reverse("web:patient-problem", args=[patient.pk, "hlh2004"])
        answer = self.sent(client, f"{address}?as_of=21-Jan-2020")
        assert answer.url == reverse("web:rule", args=["hlh2004"])
        kept = ProblemReport.objects.get()
        assert (kept.patient, kept.rule, kept.rule_version) == (patient, "hlh2004", "1.0.0")
        assert kept.as_of_text.startswith("2020-01-21")
        assert kept.inputs["id"] == "HLH-0007"
        assert any(row["analyte"] == "ferritin" for row in kept.inputs["observations"])
        assert (kept.text, kept.reported_by) == ("Ferritin of 12,000 does not count.", reader)

    def test_about_the_rule_alone_keeps_no_patient(self, signed_in, reader):
        address = reverse("web:rule-problem", args=["marsh2013"])
        self.sent(signed_in(reader), address)
        kept = ProblemReport.objects.get()
        assert (kept.patient, kept.inputs, kept.rule) == (None, None, "marsh2013")

    def test_says_before_it_is_sent_what_is_kept(self, signed_in, reader, patient):
        address = reverse("web:patient-problem", args=[patient.pk, "marsh2013"])
        page = signed_in(reader).get(address).content.decode()
        assert "the patient&#x27;s record as it stands now, for the reviewer" in page
        assert "HLH-0007" in page

    def test_an_empty_one_is_refused_and_what_was_typed_stays(self, signed_in, reader):
        client = signed_in(reader)
        address = reverse("web:rule-problem", args=["hscore"])
        empty = self.sent(client, address, text=" ")
        assert "Write what seems wrong." in empty.content.decode()
        long = self.sent(client, address, text="x" * 5001)
        assert form_of(long)["text"] == ["x" * 5001]
        assert not ProblemReport.objects.exists()

    def test_sent_twice_it_is_kept_once(self, signed_in, reader):
        client = signed_in(reader)
        address = reverse("web:rule-problem", args=["hscore"])
        data = form_of(client.get(address)) | {"text": "Twice."}
        assert client.post(address, data).status_code == 302
        assert client.post(address, data).status_code == 302
        assert ProblemReport.objects.count() == 1

    def test_about_a_rule_that_is_none_there_is_nothing_to_say(self, signed_in, reader, patient):
        client = signed_in(reader)
        assert client.get("/rules/none/problem/").status_code == 404
        assert client.post(f"/patients/{patient.pk}/problem/none/").status_code == 404
