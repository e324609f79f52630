"""Whatever is sent to whatever address: never a 500, nothing half written, a word on what is wrong.

The addresses come from the URLconf, the boxes from the forms as the pages show them.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from hlh_app.accounts.models import Role
from hlh_app.records.models import UnsavedForm
from hlh_app.web.forms.imports import ImportFilter
from hlh_app.web.forms.patient_filter import PatientFilter
from tests.records.admin.conftest import rows_of  # noqa: F401
from tests.records.conftest import add_patient, add_result, add_visit  # noqa: F401

from .test_every_door import DOORS

pytestmark = [pytest.mark.django_db, pytest.mark.untraced]

HOSTILE = {
    "NUL byte": "a\0b",
    "30 February": "30-Feb-2026",
    "decimal comma": "1,5",
    "Arabic digits": "٣٨٫٥",
    "Arabic whole number": "٣٨",
    "overflowing float": "1e400",
    "vanishing float": "1e-400",
    "not a number": "NaN",
    "infinite": "-Infinity",
    "huge whole number": "9" * 400,
    "beyond 64 bits": str(2**63),
    "year 0": "01-Jan-0000",
    "beyond the calendar": "01-Jan-99999",
    "markup": "<script>alert(1)</script>'\"",
    "template": "{{ 7|add:7 }}{% load x %}",
    "control characters": "\x01\x02\x1b[31m\x7f",
    "right-to-left and combining": "\u202e\u0301\u200b",
    "beyond the basic plane": "𝟛𝟠",
    "1 MB": "9" * 1_000_000,
}
SHORT = {name: text for name, text in HOSTILE.items() if name not in ("NUL byte", "1 MB")}
# Whatever can be read as words is a good answer to these.
FREE_TEXT = {
    *("web:query", "web:query-new", "web:enter-in-error", "web:visit-sign", "web:read-day"),
    *("web:problem", "web:rule-problem", "web:patient-problem", "web:merge", "web:merged"),
}
# One button and nothing to type.
NOTHING_TYPED = {"web:study-sensitivity"}
ALONE = ("NUL byte", "30 February", "decimal comma", "Arabic digits", "overflowing float", "1 MB")
# To a box in which one chooses, all that is not offered is the same.
CHOSEN = ("NUL byte", "overflowing float")
# One line of every kind stands for its like on the visit form.
LINES = ("scd25-", "splenomegaly-", "t0-")
PARAMETERS = ("as_of", "errors", "page", *PatientFilter.base_fields, *ImportFilter.base_fields)
STRANGE_QUERIES = (
    *("as_of=%FF%FE", "%00", "as_of=%00", "q=%ED%A0%80", "?" * 99),
    *("a[b][c][d]=1&" * 200, "&".join(["x=1"] * 1500)),
)
WITH_FORMS = [name for name, door in DOORS.items() if door.get and door.post and door.get.inside]
POSTED = [name for name, door in DOORS.items() if door.post]
READ = [name for name, door in DOORS.items() if door.get and name != "web:summary-pdf"]


class Boxes(HTMLParser):
    """The form of a page: ``values`` as a browser would send them, ``typed`` the boxes of text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.typed: set[str] = set()
        self._select = self._text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        name, value = given.get("name") or "", given.get("value") or ""
        kind = given.get("type") or "text"
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self.values[self._select] = value
        elif tag == "textarea" and name:
            self._text = name
            self.values[name] = ""
            self.typed.add(name)
        elif tag == "input" and name and (kind in ("text", "hidden") or "checked" in given):
            self.values[name] = value
            if kind == "text":
                self.typed.add(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._text = ""

    def handle_data(self, data: str) -> None:
        if self._text:
            self.values[self._text] += data


@pytest.fixture
def ward(rows_of, add_patient) -> dict[str, Any]:  # noqa: F811
    return rows_of(add_patient())


@pytest.fixture
def sender(make_user, centre, ward) -> Iterator[Any]:
    """sender(name): a client signed in as somebody whom that address lets in."""

    def signed_in(name: str) -> Client:
        door = DOORS[name]
        inside = (door.post or door.get).inside
        role = Role.REVIEWER if inside == ("reviewer",) else Role.CLINICIAN
        client = Client(raise_request_exception=False)
        client.force_login(make_user(role, centre))
        return client

    return signed_in


def written() -> dict[str, int]:
    """Rows of every table of the record, the trail included; not what is typed and not saved."""
    models = set(apps.get_app_config("records").get_models()) - {UnsavedForm}
    return {model._meta.label: model._default_manager.count() for model in models}


def addresses(name: str, ward: dict[str, Any]) -> list[str]:
    return [reverse(name, args=args) for args in DOORS[name].addresses(ward)]


def form_of(client: Client, address: str) -> Boxes:
    page = client.get(address)
    assert page.status_code == 200
    boxes = Boxes(page.content.decode())
    boxes.values.pop("csrfmiddlewaretoken", None)
    return boxes


def sends(
    client: Client, address: str, data: dict[str, str], before: dict[str, int]
) -> dict[str, int]:
    """Never a 500; and unless it was accepted for what it is, nothing is written. Counts anew."""
    answer = client.post(address, data)
    after = written()
    assert answer.status_code < 500
    if answer.status_code != 302:
        assert after == before
    return after


@pytest.mark.parametrize("name", WITH_FORMS)
def test_every_box_alone(name, sender, ward):
    client = sender(name)
    lined = name in ("web:visit", "web:visit-new")
    for address in addresses(name, ward):
        form, before = form_of(client, address), written()
        sent = form.values
        boxes = [box for box in sent if not lined or "-" not in box or box.startswith(LINES)]
        for box in boxes:
            for what in ALONE if box in form.typed else CHOSEN:
                before = sends(client, address, sent | {box: HOSTILE[what]}, before)


@pytest.mark.parametrize("name", WITH_FORMS)
def test_every_box_with_every_text(name, sender, ward):
    """Each request has another text in each box; after all of them each box had each text."""
    client, texts = sender(name), list(SHORT.values())
    for address in addresses(name, ward):
        boxes, before = list(form_of(client, address).values), written()
        for turn in range(len(texts)):
            wild = {box: texts[(turn + n) % len(texts)] for n, box in enumerate(boxes)}
            before = sends(client, address, wild, before)


@pytest.mark.parametrize("what", SHORT)
@pytest.mark.parametrize("name", sorted(set(WITH_FORMS) - FREE_TEXT - NOTHING_TYPED))
def test_every_box_at_once_is_refused_with_a_word_and_kept(name, what, sender, ward):
    client, text = sender(name), HOSTILE[what]
    for address in addresses(name, ward):
        boxes = form_of(client, address)
        before = written()
        answer = client.post(address, boxes.values | dict.fromkeys(boxes.typed, text))
        page = answer.content.decode()
        assert answer.status_code == 200, address
        assert written() == before
        assert "There is a problem" in page
        assert escape(text.strip()).replace("&#x27;", "&#39;") in page.replace("&#x27;", "&#39;")


@pytest.mark.parametrize("name", POSTED)
def test_what_no_form_sends(name, sender, ward):
    """Unknown names, many names, invalid UTF-8, another content type, nothing at all."""
    client = sender(name)
    form = "application/x-www-form-urlencoded"
    bodies = [
        (b"", form),
        (b"day=%FF%FE&code=%C3%28&lines=%00&note=%ED%A0%80", form),
        (b"a[b][c][d]=1&" * 500, form),
        (b"&".join(b"x%d=1" % n for n in range(1500)), form),
        (b'{"day": 1}', "application/json"),
        (b"\xff\xfe", "multipart/form-data; boundary=x"),
    ]
    for address in addresses(name, ward):
        for body, kind in bodies:
            before = written()
            answer = client.post(address, body, content_type=kind)
            assert answer.status_code < 500, (address, body[:40])
            if answer.status_code not in (302, 204):
                assert written() == before


@pytest.mark.parametrize("name", READ)
def test_every_parameter_of_every_page(name, sender, ward):
    client = sender(name)
    for address in addresses(name, ward):
        before = written()
        for what, text in SHORT.items():
            sent = quote(text)
            query = "&".join(f"{parameter}={sent}" for parameter in PARAMETERS)
            assert client.get(f"{address}?{query}").status_code < 500, (address, what)
        for query in (
            "as_of=%FF%FE",
            "a[b][c][d]=1&" * 200,
            "&".join(["x=1"] * 1500),
            "%00",
            "?" * 99,
        ):
            assert client.get(f"{address}?{query}").status_code < 500, (address, query[:20])
        assert written() == before


@pytest.mark.parametrize("name", [*READ, "web:summary-pdf"])
def test_numbers_in_addresses_that_no_row_can_have(name, sender, ward):
    client = sender(name)
    for args in DOORS[name].addresses(ward):
        for huge in (0, 2**31, 2**63, 10**40):
            wild = [huge if isinstance(arg, int) else arg for arg in args]
            if wild != args:
                assert client.get(reverse(name, args=wild)).status_code == 404


def test_a_nul_byte_in_an_address(sender):
    answer = sender("web:patients").get("/patients/?q=a%00b")
    assert answer.status_code == 400
    assert "could not" in answer.content.decode().lower()


def test_the_sign_in_page_takes_anything():
    client = Client(raise_request_exception=False)
    for what, text in HOSTILE.items():
        answer = client.post(reverse("account_login"), {"login": text, "password": text})
        assert answer.status_code < 500, what
