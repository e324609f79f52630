"""Patients on ruxolitinib, entered through the services, and pages over made-up ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.records.study.conftest import enter
from tests.statistics.made_patients import made

from .pages import pretend

__all__ = ["enter"]


@pytest.fixture
def open_page(signed_in, reader, monkeypatch) -> Callable[..., Any]:
    """open_page(address, *patients, **asked): the response to a reader of these patients; to
    another ``user``, with another ``status``, if so told."""

    def opened(address, *patients, user=reader, status=200, **asked):
        pretend(monkeypatch, made(*patients))
        response = signed_in(user).get(address, asked)
        assert response.status_code == status
        return response

    return opened
