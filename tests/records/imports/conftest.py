"""A document's entries, made short; and the import that keeps them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hlh_app.records.imports import comparing, keeping
from hlh_app.records.models import ImportBatch

from .entries import DIGESTS


@pytest.fixture
def keep(clinician, centre) -> Callable[..., ImportBatch]:
    """keep(*entries, **arguments): a table file of the first centre, another one each time."""

    def kept(*entries: Any, **asked: Any) -> ImportBatch:
        usual = {"actor": clinician, "centre": centre, "source": "table", "name": "labs.csv"}
        return keeping.keep(
            **(usual | {"digest": f"digest {next(DIGESTS)}", "incoming": list(entries)} | asked)
        )

    return kept


@pytest.fixture
def outcomes(centre) -> Callable[..., list[str]]:
    """outcomes(*entries): what would become of each."""

    def found(*entries: Any) -> list[str]:
        return [str(one.outcome) for one in comparing.compare_file(centre, list(entries))]

    return found
