"""One address takes one file from a clinician, in memory and up to a size; nothing else does."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.test import RequestFactory
from django.urls import resolve, reverse

from hlh_app.config.uploads import READ_PAST
from tests.config.test_settings import read, settings_with

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024


@pytest.fixture
def sent(clinician, settings):
    """sent(files, address, user): the request as the view finds it, of at most 1 MB a file."""
    settings.UPLOAD_MEGABYTES = 1

    def send(files, address: str | None = None, user=clinician):
        path = address or reverse("web:imports")
        request = RequestFactory().post(path, {"code": "A", **files, "after": "B"})
        request.user = user
        request.resolver_match = resolve(path)
        return request

    return send


def file(content: bytes, name: str = "labs.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_file_is_kept_in_memory_whatever_its_size(sent, tmp_path, monkeypatch):
    """Django's own handlers write what is larger than 2.5 MB to the disk."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    request = sent({"file": file(b"x" * MEGABYTE)})
    kept = request.FILES["file"]
    assert isinstance(kept, InMemoryUploadedFile)
    assert (kept.name, kept.size, kept.read()) == ("labs.csv", MEGABYTE, b"x" * MEGABYTE)
    assert list(Path(tmp_path).iterdir()) == []


def test_one_byte_too_many_is_not_kept_and_the_rest_of_the_form_is(sent):
    request = sent({"file": file(b"x" * (MEGABYTE + 1))})
    assert not request.FILES
    assert request.file_too_large
    assert (request.POST["code"], request.POST["after"]) == ("A", "B")


def test_what_is_far_too_large_is_not_read_to_its_end(sent):
    request = sent({"file": file(b"x" * (READ_PAST + 1) * MEGABYTE)})
    assert not request.FILES
    assert request.file_too_large
    assert request.POST["code"] == "A"
    assert len(request._stream.read()) > MEGABYTE


def test_a_second_file_and_one_in_another_box_are_read_past(sent):
    request = sent({"file": [file(b"a"), file(b"b")], "other": file(b"c")})
    assert [f.read() for f in request.FILES.getlist("file")] == [b"a"]
    assert list(request.FILES) == ["file"]


@pytest.mark.parametrize("address", ["/accounts/login/", "/patients/new/"])
def test_no_other_address_takes_one(address, sent):
    request = sent({"file": file(b"a")}, address)
    assert not request.FILES
    assert request.POST["after"] == "B"


@pytest.mark.parametrize("who", ["reviewer", "reader", "manager", "superuser"])
def test_nobody_but_a_clinician_sends_one(who, request, sent):
    assert not sent({"file": file(b"a")}, user=request.getfixturevalue(who)).FILES


def test_the_limit_is_read_strictly():
    assert read("s.UPLOAD_MEGABYTES", HLH_UPLOAD_MB="60") == "60"
    refused = settings_with(HLH_UPLOAD_MB="1 GB")
    assert "HLH_UPLOAD_MB is '1 GB': use a whole number from 1 to 200." in refused.stderr
