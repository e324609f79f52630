"""What every response carries, and what no request can bring down."""

from __future__ import annotations

import gzip
import logging
import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse

from hlh_app.config.logs import WithoutQuery, WithoutValues
from tests.conftest import PASSWORD

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/accounts/login/", "/health/", "/nowhere/", "/?a=%00"])
def test_every_response_has_the_policy_and_stays_out_of_caches(client, path):
    response = client.get(path)
    assert set(response["Content-Security-Policy"].split("; ")) == POLICY
    assert response["Cache-Control"] == "no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.django_db
def test_the_policy_is_on_redirects_and_static_files_too(client, settings):
    assert set(client.get("/static/css/app.css")["Content-Security-Policy"].split("; ")) == POLICY
    settings.SECURE_SSL_REDIRECT = True
    response = Client().get("/accounts/login/")
    assert response.status_code == 301
    assert set(response["Content-Security-Policy"].split("; ")) == POLICY


def test_a_file_that_is_sent_is_not_kept(rf):
    file = SimpleUploadedFile("big.bin", b"x" * 3_000_000)
    request = rf.post("/accounts/login/", {"login": "a", "file": file, "password": "b"})
    assert request.POST.dict() == {"login": "a", "password": "b"}
    assert not request.FILES


def test_pages_of_a_signed_in_user_stay_out_of_caches(signed_in, clinician):
    response = signed_in(clinician).get(reverse("account_change_password"))
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
class TestHostileRequests:
    @pytest.mark.parametrize("path", ["/?q=%00", "/a%00b/", "/accounts/login/?next=/%00"])
    def test_a_nul_byte_in_an_address_is_refused_in_words(self, client, path):
        response = client.get(path)
        assert response.status_code == 400
        assert b"Nothing was changed." in response.content

    def test_a_nul_byte_in_a_field_is_said_at_the_field(self, client):
        response = client.post("/accounts/login/", {"login": "a\0b", "password": PASSWORD})
        assert response.status_code == 200
        assert b"Null characters are not allowed." in response.content

    @pytest.mark.parametrize("size", [1_000_000, 3_000_000])
    def test_a_field_of_megabytes_is_refused_calmly(self, client, size):
        response = client.post("/accounts/login/", {"login": "a" * size, "password": "b"})
        assert response.status_code in (200, 400)

    def test_thousands_of_fields_are_refused_calmly(self, client):
        data = {f"field{number}": "x" for number in range(5001)}
        assert client.post("/accounts/login/", data).status_code == 400

    def test_an_unknown_host_is_refused(self, client):
        assert client.get("/", headers={"host": "evil.example.org"}).status_code == 400

    def test_an_odd_session_cookie_is_no_session(self, client):
        client.cookies["hlh_session"] = "x" * 5000
        assert client.get("/").status_code == 302

    def test_a_stale_page_is_explained(self, clinician):
        client = Client(enforce_csrf_checks=True)
        response = client.post("/accounts/login/", {"login": "x", "password": "y"})
        assert response.status_code == 403
        assert b"The page was too old to send" in response.content


@pytest.mark.django_db
class TestHealth:
    def test_it_answers_anybody_with_the_databases_state(self, client):
        response = client.get("/health/")
        assert response.status_code == 200
        assert response.json() == {"status": "ok", "database": "ok"}

    def test_it_says_when_the_database_does_not_answer(self, client, monkeypatch):
        def fail():
            raise DatabaseError

        monkeypatch.setattr(connection, "cursor", fail)
        response = client.get("/health/")
        assert response.status_code == 503
        assert response.json()["status"] == "unavailable"


@pytest.mark.django_db
def test_text_is_compressed_on_its_way(client):
    response = client.get("/accounts/login/", headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert b"Sign in" in gzip.decompress(response.content)


class TestLogs:
    def test_a_request_line_loses_its_query(self):
        record = logging.makeLogRecord(
            {"msg": '"%s" %s', "args": ("GET /patients/?q=Muster HTTP/1.1", 200)}
        )
        WithoutQuery().filter(record)
        assert record.getMessage() == '"GET /patients/?… HTTP/1.1" 200'

    def test_a_traceback_keeps_its_place_and_loses_its_words(self):
        typed = "HLH-0007"
        try:
            raise ValueError(f"Key (code)=({typed}) already exists")
        except ValueError:
            text = WithoutValues().formatException(sys.exc_info())
        assert "in test_a_traceback_keeps_its_place" in text
        assert text.endswith("ValueError")
        assert "Key (code)=(HLH" not in text


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="these are SQLite's")
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 1), ("foreign_keys", 1), ("recursive_triggers", 1)],
)
def test_sqlite_is_opened_as_the_audit_needs_it(pragma, value):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        assert cursor.fetchone()[0] == value
