"""A request cannot choose the encoding in which it is read."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import RequestFactory

from hlh_app.config.charset import Utf8Only
from hlh_app.config.wsgi import application

ODD = ["hex", "base64", "utf-7", "utf-16", "idna", "punycode", "unicode_escape", "undefined"]
FORM = b'--B\r\nContent-Disposition: form-data; name="login"\r\n\r\n+2AA-\xff\r\n--B--\r\n'


def answered(path: str, kind: str, body: bytes = b"") -> str:
    """The status line of the real entry point, as the web server sees it."""
    said: list[str] = []
    made = RequestFactory().generic("POST" if body else "GET", path, body, content_type=kind)
    environ = made.environ | {"wsgi.input": io.BytesIO(body), "CONTENT_TYPE": kind}
    environ["SERVER_NAME"] = environ["HTTP_HOST"] = "localhost"
    b"".join(application(environ, lambda status, *_rest: said.append(status)))
    return said[0]


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ODD)
class TestAnOddEncoding:
    def test_does_not_break_an_address(self, charset):
        kind = f"text/plain; charset={charset}"
        assert answered("/accounts/login/?next=%41%ff", kind) == "200 OK"

    def test_does_not_break_a_form(self, charset):
        for kind in (
            f"multipart/form-data; boundary=B; charset={charset}",
            f"multipart/form-data; boundary=B; CHARSET*=utf-8''{charset}",
            f"application/x-www-form-urlencoded ; charset ={charset}",
        ):
            assert answered("/accounts/login/", kind, FORM) == "403 Forbidden"  # without a token


def test_the_rest_of_the_content_type_stays():
    seen: dict[str, Any] = {}
    keep = Utf8Only(lambda environ, _start: seen.update(environ) or [])
    keep({"CONTENT_TYPE": 'multipart/form-data; Charset="hex"; boundary=B'}, lambda *_: None)
    assert seen["CONTENT_TYPE"] == "multipart/form-data; boundary=B"
    keep({"CONTENT_TYPE": "application/json"}, lambda *_: None)
    assert seen["CONTENT_TYPE"] == "application/json"
    keep({}, lambda *_: None)
