"""What the pages of groups write: cohorts under a name, and rows brought up to date."""

from __future__ import annotations

import json

import pytest

from hlh_app.records.models import SavedCohort, StudyRow
from hlh_app.records.selectors import study
from hlh_app.web import progress

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(signed_in):
    def send(user, address, **data):
        return signed_in(user).post(address, data, follow=True)

    return send


def said(response):
    return [str(message) for message in response.context["messages"]]


class TestSaving:
    def test_under_a_name_with_the_definition_alone(self, by, clinician):
        response = by(
            clinician,
            "/cohort/save/",
            name="EBV",
            centre="VIE",
            definition="page=2&ebv=yes&of=x&sex=",
        )
        kept = SavedCohort.objects.get()
        assert (kept.name, kept.definition, kept.made_by) == ("EBV", "ebv=yes", clinician)
        assert said(response) == ["Saved as EBV."]
        assert response.redirect_chain == [("/cohort/?ebv=yes", 302)]

    def test_a_name_in_use_is_told_and_the_definition_stays(self, by, clinician, reviewer):
        by(clinician, "/cohort/save/", name="EBV", centre="VIE", definition="ebv=yes")
        response = by(reviewer, "/cohort/save/", name="EBV", centre="VIE", definition="ebv=no")
        assert said(response) == [
            "The centre has a cohort called EBV already. Choose another name."
        ]
        assert response.redirect_chain == [("/cohort/?ebv=no", 302)]

    def test_into_no_centre_but_ones_own(self, by, clinician, other_centre):
        sent = {"name": "EBV", "definition": "ebv=yes"}
        assert by(clinician, "/cohort/save/", centre="TYO", **sent).status_code == 404
        assert by(clinician, "/cohort/save/", **sent).status_code == 404
        assert not SavedCohort.objects.exists()

    def test_not_by_a_reader(self, by, reader):
        sent = {"name": "EBV", "definition": "ebv=yes", "centre": "VIE"}
        assert by(reader, "/cohort/save/", **sent).status_code == 403


class TestChanging:
    @pytest.fixture
    def kept(self, centre, clinician):
        return SavedCohort.objects.create(
            centre=centre, name="EBV", definition="ebv=yes", made_by=clinician
        )

    def test_another_name(self, by, reviewer, kept):
        response = by(reviewer, f"/cohort/saved/{kept.pk}/", name="EBV only")
        assert said(response) == ["Renamed to EBV only."]
        assert response.redirect_chain == [("/cohort/?ebv=yes", 302)]

    def test_no_name(self, by, reviewer, kept):
        response = by(reviewer, f"/cohort/saved/{kept.pk}/", name=" ")
        assert said(response) == ["Enter a name of at most 120 characters."]

    def test_withdrawn_it_is_gone_from_the_list(self, by, clinician, reader, kept):
        response = by(clinician, f"/cohort/saved/{kept.pk}/", withdraw="1", name="x")
        assert said(response) == ["EBV is withdrawn."]
        assert not study.saved_cohorts(reader)
        assert by(clinician, f"/cohort/saved/{kept.pk}/", withdraw="1").status_code == 404


class TestRenewing:
    def test_by_a_plain_form_leads_back_to_the_page(self, by, enter, reader):
        enter("HLH-1"), enter("HLH-2", drug="")
        response = by(reader, "/cohort/renew/", next="/cohort/tables/?ebv=yes")
        assert said(response) == ["2 patients are up to date."]
        assert response.redirect_chain == [("/cohort/tables/?ebv=yes", 302)]
        assert StudyRow.objects.count() == 2
        assert study.outdated(reader) == []

    @pytest.mark.parametrize("where", ["", "https://example.org/", "//example.org", "/patients/"])
    def test_leads_nowhere_else(self, signed_in, reader, where):
        response = signed_in(reader).post("/cohort/renew/", {"next": where})
        assert response["Location"] == "/cohort/"

    def test_of_ones_own_centres_only(self, by, enter, make_user, other_centre):
        enter("HLH-1")
        elsewhere = make_user("reader", other_centre)
        assert said(by(elsewhere, "/cohort/renew/")) == ["0 patients are up to date."]
        assert not StudyRow.objects.exists()

    @pytest.mark.django_db(transaction=True)
    def test_to_a_script_it_tells_how_far_it_is(self, signed_in, enter, reader):
        enter("HLH-1")
        response = signed_in(reader).post(
            "/cohort/renew/", {"next": "/cohort/?sex=male"}, headers={"accept": progress.KIND}
        )
        lines = [json.loads(line) for line in b"".join(response.streaming_content).splitlines()]
        assert lines[-1] == {"url": "/cohort/?sex=male"}
        assert study.outdated(reader) == []


class TestWaiting:
    def test_who_is_left_out_is_counted_and_may_be_brought_up_to_date(
        self, signed_in, enter, reader, monkeypatch
    ):
        monkeypatch.setattr(study, "MOST_COMPUTED", 1)
        enter("HLH-1"), enter("HLH-2"), enter("HLH-3")
        response = signed_in(reader).get("/cohort/?sex=female")
        page = response.content.decode()
        assert "2 patients are left out until brought up to date." in page
        assert 'value="/cohort/?sex=female"' in page
        assert "data-renew-quietly" not in page
        assert response.context["asked"].groups[0].n == 1
        assert not StudyRow.objects.exists()

    def test_rows_computed_for_the_page_are_stored_in_silence(self, signed_in, enter, reader):
        enter("HLH-1")
        page = signed_in(reader).get("/cohort/").content.decode()
        assert "1 patient has changed; everything here is of now." in page
        assert "data-renew-quietly" in page

    def test_nothing_is_said_where_everything_is_current(self, by, enter, reader):
        enter("HLH-1")
        assert "data-renew" not in by(reader, "/cohort/renew/").content.decode()
