"""A cell of the flowsheet: what is typed is read without guessing, kept once, and told exactly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from hlh_app.accounts.models import Role
from hlh_app.clinical.case import Moment
from hlh_app.records.models import AuditEntry, Observation, Visit
from hlh_app.records.services.rows import correct_row, enter_in_error, record_row
from hlh_app.records.services.signing import sign_visit

from .conftest import VIENNA

pytestmark = pytest.mark.django_db
TODAY = "2026-11-21"
KEY = "0123456789abcdef" * 2
Answer = dict[str, Any]


@pytest.fixture
def tell(client, clinician, patient) -> Callable[..., Answer]:
    """tell("cell", text="96", …): the answer to what the page sends of a cell of today."""
    client.force_login(clinician)

    def send(name: str = "cell", **boxes: Any) -> Answer:
        usual = {"analyte": "ferritin", "column": TODAY, "unit": "ug/L", "row_unit": "ug/L"}
        sent = {**(usual if name == "cell" else {}), "person": clinician.pk, **boxes}
        url = reverse(f"web:flowsheet-{name}", args=[patient.pk])
        return client.post(url, {k: v for k, v in sent.items() if v is not None}).json()

    return send


@pytest.fixture
def ferritin(tell) -> Callable[..., Answer]:
    """What the page knows of a ferritin of today that was just typed."""
    return lambda text="1709", **boxes: tell(text=text, **boxes)["data"]


def only() -> Observation:
    return Observation.objects.get()


# Reading and keeping -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("17090", ("final", Decimal(17090), "", "ug/L")),
        (">16500", ("final", Decimal(16500), ">", "ug/L")),
        ("1709 ng/mL", ("final", Decimal(1709), "", "ng/mL")),
        ("p", ("pending", None, "", "ug/L")),
    ],
)
def test_comparator_unit_and_pending_stand_in_the_text(tell, text, stored):
    answer = tell(text=text)
    assert answer["state"] == "saved", answer
    row = only()
    assert (row.status, row.value, row.comparator, row.unit) == stored
    assert row.measured_text == TODAY
    assert answer["data"]["pk"] == str(row.pk)
    assert answer["data"]["version"] == "1"


def test_the_answer_says_what_is_stored_with_its_flag(tell, patient, clinician):
    moment = Moment.timed(datetime(2026, 11, 20, 6, tzinfo=VIENNA))
    record_row(
        **{"actor": clinician, "model": Observation, "patient": patient, "analyte": "ferritin"},
        **{"value": Decimal(20), "unit": "ug/L", "measured": moment, "laboratory": "Central"},
        **{"low": Decimal(15), "high": Decimal(400)},
    )
    answer = tell(text="1709 ng/mL", laboratory="Central")
    assert answer["said"] == "Ferritin, 21-Nov-2026: saved 1,709 ng/mL."
    assert 'class="own">ng/mL<' in answer["html"]
    assert answer["data"]["own"] == "ng/mL"
    flagged = tell(text="500", laboratory="Central", column="2026-11-19")
    assert flagged["said"] == "Ferritin, 19-Nov-2026: saved 500 µg/L, above the interval."
    assert 'title="above the interval">H<' in flagged["html"]


@pytest.mark.parametrize("text", ["abc", "1,5 2", "-4", "Ω", "5 apples"])
def test_what_cannot_be_read_is_refused_in_words_and_nothing_is_written(tell, text, everything):
    before = everything()
    answer = tell(text=text)
    assert answer["state"] == "refused"
    assert len(answer["message"]) > 10
    assert everything() == before


def test_an_ambiguous_text_is_asked_about_and_never_guessed(tell):
    answer = tell(text="1,709")
    assert answer["state"] == "refused"
    assert "1709" in answer["message"]
    assert "1.709" in answer["message"]
    assert not Observation.objects.exists()


def test_an_impossible_value_is_refused(tell):
    answer = tell(text="99999999")
    assert answer["state"] == "refused"
    assert "possible" in answer["message"]
    assert not Observation.objects.exists()


def test_an_unusual_value_is_kept_when_this_very_value_is_confirmed(tell):
    asked = tell(text="200000")
    assert asked["state"] == "asks"
    assert "unusual" in asked["message"]
    assert tell(text="210000", confirmed=asked["token"])["state"] == "asks"
    kept = tell(text="200000", confirmed=asked["token"])
    assert kept["state"] == "saved"
    assert 'title="unusual, confirmed">!<' in kept["html"]
    assert only().implausible_confirmed


@pytest.mark.parametrize(
    "column", ["yesterday", "", "2027-01-01", "2026-11-21T25:00", "0001-01-01"]
)
def test_a_column_that_is_none_is_refused(tell, column):
    assert tell(text="5", column=column)["state"] == "refused"
    assert not Observation.objects.exists()


def test_a_test_or_unit_that_is_none_is_refused(tell):
    assert tell(text="5", analyte="temperature")["state"] == "refused"
    assert tell(text="5", unit="parsec")["state"] == "refused"
    assert not Observation.objects.exists()


def test_a_result_with_a_unit_of_its_own_asks_for_the_unit_when_it_is_typed_over(tell, ferritin):
    known = ferritin("1709 ng/mL")
    asked = tell(text="96", unit="", pk=known["pk"], version=known["version"])
    assert asked["state"] == "refused"
    assert "unit" in asked["message"].lower()
    assert only().value == 1709


def test_a_pending_result_is_answered_in_its_cell(tell, ferritin):
    known = ferritin("p")
    assert known["status"] == "pending"
    assert tell(text="12", pk=known["pk"], version=known["version"])["state"] == "saved"
    assert (only().status, only().value) == ("final", 12)


def test_a_result_is_not_made_pending_in_silence(tell, ferritin):
    known = ferritin()
    answer = tell(text="p", pk=known["pk"], version=known["version"])
    assert answer["state"] == "refused"
    assert "Clear the cell first" in answer["message"]
    assert only().value == 1709


# Assays ------------------------------------------------------------------------------------------

ASSAY = {"analyte": "scd25", "row_unit": "", "text": "5400"}


def test_an_assay_bound_test_asks_for_assay_and_unit_and_preselects_none(tell):
    assert tell(**ASSAY, unit="")["state"] == "assay"
    assert tell(**ASSAY, unit="U/mL", laboratory="Central")["state"] == "assay"
    stated = tell(**ASSAY, unit="U/mL", laboratory="Central", assay="ELISA")
    assert stated["state"] == "saved"
    assert (only().laboratory, only().assay, only().unit) == ("Central", "ELISA", "U/mL")


def test_that_the_assay_is_not_stated_is_an_answer(tell):
    assert tell(**ASSAY, unit="U/mL", not_stated="1")["state"] == "saved"


def test_the_row_offers_what_was_last_named_at_the_center(tell, client, patient):
    tell(**ASSAY, unit="U/mL", laboratory="Central", assay="ELISA")
    page = client.get(reverse("web:flowsheet", args=[patient.pk])).context["page"]
    offered = page.sheet.assays["scd25"]
    assert (offered["laboratory"], offered["assay"]) == ("Central", "ELISA")
    assert {row.code: row.unit_code for s in page.sheet.sections for row in s.rows}["scd25"] == ""


# Twice, and two people ---------------------------------------------------------------------------


def test_a_retry_after_a_lost_answer_writes_once(tell, everything):
    first = tell(text="1709", submission=KEY)
    before = everything()
    again = tell(text="1709", submission=KEY)
    assert (again["state"], again["data"]) == ("saved", first["data"])
    assert everything() == before


def test_a_retried_undo_undoes_once(tell, ferritin):
    known = ferritin()
    undo = {"pk": known["pk"], "made": 1, "submission": KEY}
    assert tell("undo", **undo)["state"] == "saved"
    assert tell("undo", **undo)["state"] == "saved"
    assert AuditEntry.objects.filter(table="observation").count() == 2


def test_a_cell_that_somebody_changed_shows_both(tell, ferritin, other):
    known = ferritin()
    correct_row(actor=other, row=only(), version=1, value=Decimal(1800))
    answer = tell(text="1900", pk=known["pk"], version=known["version"])
    assert answer["state"] == "conflict"
    assert answer["theirs"] == "1,800 µg/L"
    assert other.username in answer["message"]
    assert answer["data"]["version"] == "2"
    assert only().value == 1800
    mine = tell(text="1900", pk=known["pk"], version=answer["data"]["version"])
    assert mine["state"] == "saved"
    assert only().value == 1900


def test_an_empty_cell_that_somebody_filled_is_no_second_result(tell, ferritin):
    ferritin("1709")
    answer = tell(text="1800")  # the page still shows the cell empty
    assert answer["state"] == "conflict"
    assert answer["data"]["pk"] == str(only().pk)


def test_a_cell_that_somebody_cleared_can_be_written_anew(tell, ferritin, other):
    known = ferritin()
    enter_in_error(actor=other, row=only(), version=1, reason="Wrong tube.")
    answer = tell(text="1900", pk=known["pk"], version="1")
    assert (answer["state"], answer["theirs"]) == ("conflict", "entered in error")
    assert answer["data"] == {}
    assert tell(text="1900")["state"] == "saved"


def test_nothing_is_kept_under_another_persons_name(tell, other, everything):
    before = everything()
    assert tell(text="1709", person=other.pk)["state"] == "person"
    assert everything() == before


@pytest.fixture
def other(make_user, centre) -> Any:
    return make_user(Role.CLINICIAN, centre, username="colleague")


# Clearing and undoing ----------------------------------------------------------------------------


def test_clearing_needs_a_reason(tell, ferritin):
    known = ferritin()
    take = {"pk": known["pk"], "version": known["version"]}
    assert tell("clear", **take)["state"] == "refused"
    assert not only().entered_in_error
    answer = tell("clear", **take, reason="Hemolyzed.")
    assert (answer["state"], answer["html"], answer["data"]) == ("saved", "", {})
    assert (only().entered_in_error, only().error_reason) == (True, "Hemolyzed.")


def test_undoing_a_new_value_enters_it_in_error(tell, ferritin):
    known = ferritin()
    answer = tell("undo", pk=known["pk"], made=1)
    assert (answer["state"], answer["data"]) == ("saved", {})
    assert (only().entered_in_error, only().error_reason) == (True, "undone in the flowsheet")


def test_undoing_corrections_puts_each_value_back(tell, ferritin):
    known = ferritin("p")
    for version, text in (("1", "1709"), ("2", ">1800 ng/mL")):
        assert tell(text=text, pk=known["pk"], version=version)["state"] == "saved"
    assert tell("undo", pk=known["pk"], made=3)["data"]["typed"] == "1709"
    assert (only().unit, only().comparator, only().canonical_value) == ("ug/L", "", 1709)
    assert tell("undo", pk=known["pk"], made=2)["data"]["status"] == "pending"
    assert (only().value, only().canonical_value, only().version) == (None, None, 5)
    assert tell("undo", pk=known["pk"], made=1)["data"] == {}
    reasons = AuditEntry.objects.filter(table="observation").values_list("reason", flat=True)
    assert list(reasons)[:3] == ["undone in the flowsheet"] * 3


def test_undoing_what_was_cleared_brings_it_back(tell, ferritin):
    known = ferritin()
    tell("clear", pk=known["pk"], version="1", reason="Wrong patient.")
    assert tell("undo", pk=known["pk"], made=2)["data"]["typed"] == "1709"
    assert (only().entered_in_error, only().error_reason) == (False, "")


def test_what_was_cleared_is_not_brought_back_beside_another_value(tell, ferritin):
    known = ferritin()
    tell("clear", pk=known["pk"], version="1", reason="Wrong patient.")
    tell(text="20")
    assert tell("undo", pk=known["pk"], made=2)["state"] == "conflict"
    assert Observation.objects.filter(entered_in_error=False).count() == 1


def test_what_somebody_changed_since_is_not_undone(tell, ferritin, other):
    known = ferritin()
    correct_row(actor=other, row=only(), version=1, value=Decimal(1800))
    answer = tell("undo", pk=known["pk"], made=1)
    assert (answer["state"], answer["theirs"]) == ("conflict", "1,800 µg/L")
    assert tell("undo", pk=known["pk"], made=2)["state"] == "refused"  # it is the other's
    assert tell("undo", pk=known["pk"], made=7)["state"] == "refused"
    assert only().value == 1800


# Visits ------------------------------------------------------------------------------------------


@pytest.fixture
def of_visit(stored_visit) -> dict[str, Any]:
    return {"column": stored_visit.visited_text, "visit": stored_visit.pk}


def test_a_value_in_the_column_of_a_visit_belongs_to_it(tell, of_visit):
    answer = tell(analyte="platelets", text="96", unit="10*9/L", row_unit="10*9/L", **of_visit)
    assert answer["state"] == "saved"
    assert Observation.objects.get(analyte="platelets").visit_id == of_visit["visit"]


def test_a_visit_that_was_moved_takes_no_value(tell, of_visit):
    answer = tell(
        analyte="platelets", text="96", unit="10*9/L", column=TODAY, visit=of_visit["visit"]
    )
    assert answer["state"] == "refused"
    assert not Observation.objects.filter(analyte="platelets").exists()


def test_a_signed_visit_asks_why(tell, of_visit, clinician, client, patient):
    visit = Visit.objects.get()
    sign_visit(actor=clinician, visit=visit, version=visit.version)
    page = client.get(reverse("web:flowsheet", args=[patient.pk])).content.decode()
    assert 'data-signed="1"' in page
    assert "visit, signed" in page
    platelets = {"analyte": "platelets", "text": "96", "unit": "10*9/L"} | of_visit
    assert tell(**platelets)["state"] == "reason"
    assert tell(**platelets, reason="Late result.")["state"] == "saved"
    assert AuditEntry.objects.filter(reason="Late result.").exists()


# Columns -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "state", "names"),
    [
        ("20-Nov-2026", "read", ["20-Nov-2026"]),
        ("20 nov 2026 6:00", "read", ["20-Nov-2026 06:00"]),
        ("2026-11-20T18:30", "read", ["20-Nov-2026 18:30"]),
        ("20.11.2026 1830", "read", ["20-Nov-2026 18:30"]),
        ("06:00", "read", ["21-Nov-2026 06:00"]),
        ("yesterday 06:00", "read", ["20-Nov-2026 06:00"]),
        ("today", "read", ["21-Nov-2026"]),
        ("3/4/2026", "asks", ["03-Apr-2026", "04-Mar-2026"]),
        ("3/12/2026", "asks", ["12-Mar-2026"]),
        ("20 Nov", "asks", ["20-Nov-2026"]),
        ("24 Dec", "asks", ["24-Dec-2025"]),
        ("24-Dec-2026", "refused", []),
        ("3/4/26", "refused", []),
        ("soon", "refused", []),
        ("20-Nov-2026 25:00", "refused", []),
        ("29-Mar-2026 02:30", "refused", []),
        ("", "refused", []),
    ],
)
def test_a_date_as_wards_write_it(tell, typed, state, names):
    answer = tell("column", when=typed)
    assert answer["state"] == state, answer
    assert [one["name"] for one in answer.get("columns", [])] == names
    assert bool(answer.get("message")) == (state == "refused")


def test_a_date_with_a_visit_says_so(tell, stored_visit):
    answer = tell("column", when="2-Nov-2026 08:00")
    assert f'data-visit="{stored_visit.pk}"' in answer["columns"][0]["html"]
