"""docs/case-format.md is right: its example gives its answer, and no word or unit is left out."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.assess import assess
from hlh_app.clinical.case import (
    ACTIONS,
    ADVERSE_CATEGORIES,
    COMPARATORS,
    CTCAE_VERSIONS,
    DOSE_UNITS,
    EVENTS,
    HEMOPHAGOCYTOSIS_SITES,
    PURPOSES,
    RELATIONS,
    STOP_REASONS,
)
from hlh_app.exchange import adverse_rows, case_context, case_file, case_rows, words
from hlh_app.exchange.assessment import as_json
from hlh_app.exchange.case_file import read_document

GUIDE = (Path(__file__).parents[2] / "docs" / "case-format.md").read_text()
EXAMPLE, ANSWER = re.findall(r"```json\n(.*?)```", GUIDE, flags=re.DOTALL)
WORDS = {
    *words.SEXES,
    *words.OBSERVATION_STATUSES,
    *words.FASTING,
    *words.REFERENCE_SOURCES,
    *words.SOURCE_KINDS,
    *words.TRIGGERS,
    *words.TRIGGER_AGENTS,
    *words.COURSES,
    *words.DONORS,
    *words.LINE_RESULTS,
    *words.CONSENT_SCOPES,
    *words.CONSENT_STATUSES,
    *words.FINDING_STATUSES,
    *(status for statuses in words.FINDING_STATUSES.values() for status in statuses),
    *words.ADVERSE_STATUSES,
    *(ADVERSE_CATEGORIES + CTCAE_VERSIONS + RELATIONS + ACTIONS + PURPOSES + STOP_REASONS),
    *(COMPARATORS + DOSE_UNITS + EVENTS + HEMOPHAGOCYTOSIS_SITES),
}
KEYS = case_file._KEYS | case_context._PATIENT | case_rows._OBSERVATION
KEYS |= case_rows._FINDING | case_rows._EXPOSURE | case_rows._EVENT
KEYS |= adverse_rows._KEYS


def test_the_example_gives_the_answer():
    assert as_json(assess(read_document(EXAMPLE).case)) == json.loads(ANSWER)


@pytest.mark.parametrize("word", sorted(WORDS | KEYS))
def test_every_word_and_key_is_told(word):
    assert f"`{word}`" in GUIDE or f'"{word}"' in GUIDE


@pytest.mark.parametrize("analyte", ANALYTES.values(), ids=lambda analyte: analyte.code)
def test_every_analyte_has_its_units_and_limits(analyte):
    (line,) = [row for row in GUIDE.splitlines() if row.startswith(f"| `{analyte.code}` |")]
    assert re.findall(r"`([^`]+)`", line)[1:] == list(analyte.units)
    low, high = analyte.possible
    assert line.endswith(f"| {low:,f}–{high:,f} |")
    assert analyte.label in line
