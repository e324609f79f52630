"""Two people at one visit: what only one changed merges by itself, what both changed is chosen."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from hlh_app.accounts.models import Role
from hlh_app.records.models import AuditEntry, Finding, Observation, Visit
from hlh_app.records.services import rows, visits
from hlh_app.records.services.errors import AnotherVisit, StaleWrite
from hlh_app.web.forms.merging import MINE, THEIRS, Thing
from hlh_app.web.forms.sheets import stored_sheet
from hlh_app.web.presenters import formats

from .conftest import form_of

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def other(make_user, centre):
    return make_user(Role.CLINICIAN, centre, username="night")


@pytest.fixture
def url(stored_visit, patient, signed_in, clinician) -> str:
    signed_in(clinician)
    return f"/patients/{patient.pk}/visits/{stored_visit.pk}/"


@pytest.fixture
def mine(url, client) -> Any:
    """The page as this person opened it, before the other one saved."""
    return client.get(url)


@pytest.fixture
def theirs(url, fill, client, other, clinician):
    """theirs(**boxes): the other person corrects the visit meanwhile."""

    def correct(**boxes: str) -> None:
        client.force_login(other)
        assert fill(url, **boxes).status_code == 302
        client.force_login(clinician)

    return correct


def standing(analyte: str) -> list[Observation]:
    return list(Observation.objects.filter(analyte=analyte, entered_in_error=False))


def said(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_both_versions_stand_with_what_was_before_and_who_and_when(mine, theirs, url, fill, centre):
    theirs(ferritin__value="1709")
    page = said(fill(url, again=mine, ferritin__value="1790"))
    for figure in ("17090 µg/L", "1709 µg/L", "1790 µg/L"):
        assert f'<span class="clash-value">{figure}</span>' in page
    change = AuditEntry.objects.filter(actor="night", table="observation").first()
    with timezone.override(centre.time_zone):
        assert f"night, {formats.clock(change.at)}" in page
    assert "Nothing is saved yet." in page


def test_before_stands_also_when_it_is_asked_again(mine, theirs, url, fill):
    theirs(ferritin__value="1709")
    asked = fill(url, again=mine, ferritin__value="1790")
    page = said(fill(url, again=asked))
    assert '<span class="clash-value">17090 µg/L</span>' in page


def test_what_only_the_other_one_changed_is_said_to_be_merged(mine, theirs, url, fill):
    theirs(ferritin__value="1709", hemoglobin__value="91")
    page = said(fill(url, again=mine, ferritin__value="1790"))
    assert "Merged by itself" in page
    assert "Hemoglobin: <s>82 g/L</s> <strong>91 g/L</strong>" in page


def test_without_a_clash_it_is_said_after_saving(mine, theirs, url, fill, client):
    theirs(hemoglobin__value="91")
    answer = fill(url, again=mine, ferritin__value="1709")
    page = said(client.get(answer.url))
    assert "The visit is corrected. Merged with what was changed meanwhile:" in page
    assert "Hemoglobin 91 g/L (night" in page


def test_one_persons_number_never_stands_beside_anothers_unit(mine, theirs, url, fill):
    theirs(hemoglobin__value="9.9", hemoglobin__unit="g/dL")
    asked = fill(url, again=mine, hemoglobin__value="91")
    assert '<span class="clash-value">9.9 g/dL</span>' in said(asked)
    assert '<span class="clash-value">91 g/L</span>' in said(asked)
    assert fill(url, again=asked, hemoglobin__choose__value="mine").status_code == 302
    [row] = standing("hemoglobin")
    assert (row.value, row.unit) == (D(91), "g/L")


def test_findings_are_chosen_with_their_detail(mine, theirs, url, fill):
    theirs(splenomegaly__status="absent")
    asked = fill(url, again=mine, splenomegaly__detail="3 cm")
    assert "Present, 3 cm" in said(asked)
    assert Finding.objects.get().status == "absent"
    assert fill(url, again=asked, splenomegaly__choose__status="mine").status_code == 302
    assert (Finding.objects.get().status, Finding.objects.get().detail) == ("present", "3 cm")


def test_temperatures_are_chosen_too(mine, theirs, url, fill):
    [row] = standing("temperature")
    theirs(**{f"t__{row.pk}__value": "38.6"})
    asked = fill(url, again=mine, **{f"t__{row.pk}__value": "38.9"})
    assert "38.6 °C" in said(asked)
    assert fill(url, again=asked, **{f"t__{row.pk}__choose__value": "theirs"}).status_code == 302
    assert standing("temperature")[0].value == D("38.6")


def test_a_reading_that_the_other_one_added_is_merged_and_stays(mine, theirs, url, fill):
    theirs(t0__value="38.1", t0__clock="06:00", ferritin__value="1709")
    asked = fill(url, again=mine, ferritin__value="1790", t0__value="39.0", t0__clock="07:00")
    assert "<strong>38.1 °C, 06:00</strong>" in said(asked)
    assert fill(url, again=asked, ferritin__choose__value="mine").status_code == 302
    assert sorted(row.value for row in standing("temperature")) == [D("38.1"), D("39.0"), D("39.6")]


class TestWithdrawnMeanwhile:
    def withdraw(self, row, other):
        rows.enter_in_error(actor=other, row=row, version=row.version, reason="wrong child")

    def test_a_result_that_was_not_touched_goes_and_is_said(self, mine, url, fill, other, client):
        self.withdraw(standing("ferritin")[0], other)
        answer = fill(url, again=mine, hemoglobin__value="91")
        assert standing("ferritin") == []
        assert "Ferritin entered in error (night" in said(client.get(answer.url))

    @pytest.mark.parametrize(("choice", "values"), [("mine", [D(1709)]), ("theirs", [])])
    def test_a_result_that_was_corrected_is_chosen(self, mine, url, fill, other, choice, values):
        self.withdraw(standing("ferritin")[0], other)
        asked = fill(url, again=mine, ferritin__value="1709")
        assert "entered in error" in said(asked)
        assert standing("ferritin") == []
        assert fill(url, again=asked, ferritin__choose__value=choice).status_code == 302
        assert [row.value for row in standing("ferritin")] == values

    @pytest.mark.parametrize(("choice", "count"), [("mine", 1), ("theirs", 0)])
    def test_a_finding(self, mine, url, fill, other, choice, count):
        self.withdraw(Finding.objects.get(), other)
        asked = fill(url, again=mine, splenomegaly__detail="3 cm")
        assert "Typed by you, as a new entry" in said(asked)
        fill(url, again=asked, splenomegaly__choose__status=choice)
        assert Finding.objects.filter(entered_in_error=False).count() == count

    @pytest.mark.parametrize(("choice", "values"), [("mine", [D("38.9")]), ("theirs", [])])
    def test_a_temperature(self, mine, url, fill, other, choice, values):
        [row] = standing("temperature")
        self.withdraw(row, other)
        asked = fill(url, again=mine, **{f"t__{row.pk}__value": "38.9"})
        assert "Typed by you, as a new entry" in said(asked)
        fill(url, again=asked, **{f"t__{row.pk}__choose__value": choice})
        assert [row.value for row in standing("temperature")] == values

    def test_a_result_entered_in_its_place_is_not_written_over(
        self, mine, theirs, url, fill, other
    ):
        self.withdraw(standing("ferritin")[0], other)
        theirs(ferritin__value="500")
        asked = fill(url, again=mine, ferritin__value="1709")
        assert "entered in error" in said(asked)
        assert [row.value for row in standing("ferritin")] == [D(500)]
        fill(url, again=asked, ferritin__choose__value="theirs")
        assert [row.value for row in standing("ferritin")] == [D(500)]

    def test_the_whole_visit_is_offered_as_a_new_one(self, mine, url, fill, other, client, patient):
        self.withdraw(Visit.objects.get(), other)
        answer = fill(url, again=mine, ferritin__value="1709", t0__value="38.8")
        page = said(answer)
        assert "was marked as entered in error by night" in page
        assert "wrong child" in page
        sent = form_of(answer)
        assert sent["ferritin-value"] == ["1709"]
        assert sent["t0-value"] == ["38.8"]
        assert sent["hemoglobin-value"] == [""]  # not this person's
        assert not standing("ferritin")
        new = f"/patients/{patient.pk}/visits/new/"
        assert f'action="{new}"' in page
        assert client.post(new, sent).status_code == 302
        assert [row.value for row in standing("ferritin")] == [D(1709)]


class TestTheSameMoment:
    @pytest.fixture
    def new(self, patient, stored_visit, signed_in, clinician) -> str:
        signed_in(clinician)
        return f"/patients/{patient.pk}/visits/new/"

    @pytest.fixture
    def asked(self, new, fill) -> Any:
        boxes = {"day": "2-Nov-2026", "clock": "08:00"}
        return fill(new, **boxes, ferritin__value="1709", platelets__value="96")

    def test_the_second_is_told_what_stands(self, asked, new):
        page = said(asked)
        assert "A visit of 02-Nov-2026 08:00 is in the record already" in page
        assert "Ferritin: 17,090 µg/L" in page
        assert "Spleen enlarged: present" in page or "splen" in page.lower()
        assert Visit.objects.count() == 1

    def test_it_can_be_added_to_the_first(self, asked, url, fill):
        both = fill(url, again=asked)
        assert '<span class="clash-value">17090 µg/L</span>' in said(both)
        assert fill(url, again=both, ferritin__choose__value="mine").status_code == 302
        assert Visit.objects.count() == 1
        assert [row.value for row in standing("ferritin")] == [D(1709)]
        assert [row.value for row in standing("platelets")] == [D(96)]
        assert [row.value for row in standing("hemoglobin")] == [D(82)]

    def test_it_can_be_kept_as_a_visit_of_its_own(self, asked, new, fill):
        assert fill(new, again=asked, another_visit="1").status_code == 302
        assert Visit.objects.count() == 2

    def test_after_either_way_nothing_waits_to_be_saved(self, asked, new, url, fill, client):
        both = fill(url, again=asked)
        fill(url, again=both, ferritin__choose__value="theirs")
        assert "Restored" not in said(client.get(new))
        assert "Restored" not in said(client.get(url))

    def test_the_service_refuses_it_under_the_lock(self, patient, stored_visit, clinician):
        entry = visits.VisitEntry(visited=stored_visit.visited)
        with pytest.raises(AnotherVisit):
            visits.save_visit(actor=clinician, patient=patient, entry=entry, alone=True)
        visits.save_visit(actor=clinician, patient=patient, entry=entry)


def test_a_row_added_between_reading_and_writing_is_not_doubled(
    url, theirs, patient, stored_visit, clinician, mine, client
):
    """The service itself sees that the content is no longer what the sheet was read with."""
    body = form_of(mine) | {"platelets-value": ["69"]}
    client.post(url, body | {"platelets-value": ""})
    sheet = stored_sheet(patient, stored_visit.pk, _posted(body))
    assert sheet.is_valid()
    theirs(platelets__value="96")
    with pytest.raises(StaleWrite):
        visits.save_visit(
            actor=clinician,
            patient=patient,
            entry=sheet.entry(),
            visit=sheet.visit,
            version=sheet.visit.version,
            content_seen=sheet.content_seen,
        )
    assert [row.value for row in standing("platelets")] == [D(96)]


def _posted(body: dict[str, list[str]]) -> Any:
    from django.http import QueryDict

    data = QueryDict(mutable=True)
    for name, texts in body.items():
        data.setlist(name, texts)
    return data


@pytest.mark.parametrize(
    ("before", "now", "typed", "choice", "asked", "chosen"),
    [
        ("a", "b", "c", "", False, True),
        ("a", "b", "b", "", False, False),  # both typed the same
        ("a", "a", "c", "", False, False),  # mine alone
        ("a", "b", "a", "", False, False),  # theirs alone
        ("a", "b", "c", THEIRS, True, False),
        ("b", "b", "c", "", True, True),  # asked before, not answered
        ("b", "b", "c", MINE, True, False),
        ("b", "d", "c", MINE, True, True),  # changed once more since it was asked
        ("b", "d", "c", THEIRS, True, False),
    ],
)
def test_when_it_must_be_chosen(before, now, typed, choice, asked, chosen):
    thing = Thing(("x",), (before,), (now,), (typed,))
    assert thing.must_be_chosen(choice, asked) is chosen
