"""A paste, a merge, and either of them undone: neither takes the other's way back."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from hlh_app.records.identity.undoing import undo as part
from hlh_app.records.imports import keeping
from hlh_app.records.imports.undoing import undo as take_back
from hlh_app.records.models import ImportBatch, Observation
from tests.records.imports.entries import DIGESTS, result

pytestmark = pytest.mark.django_db


@pytest.fixture
def pasted(gone, clinician, centre) -> ImportBatch:
    """A ferritin pasted for the record that goes."""
    incoming = [result(patient=gone.code)]
    arguments = {"actor": clinician, "centre": centre, "source": "table", "incoming": incoming}
    return keeping.keep(**arguments, digest=f"digest {next(DIGESTS)}")


def test_an_import_is_undone_after_the_merge(pasted, merged, kept, clinician):
    merged()
    take_back(actor=clinician, batch=pasted, reason="another child's")
    row = Observation.objects.get()
    assert (row.patient_id, row.entered_in_error) == (kept.pk, True)


def test_what_an_undone_import_brought_does_not_come_back(
    pasted, merged, kept, gone, clinician, add_result
):
    row = Observation.objects.get()
    twin = {name: getattr(row, name) for name in ("value", "unit", "canonical_value")}
    add_result(kept, row.analyte, when=row.measured_text, **twin)
    merge_row = merged()
    row.refresh_from_db()
    assert row.error_reason.startswith("recorded in both")
    take_back(actor=clinician, batch=pasted, reason="another child's")
    part(actor=clinician, merge=merge_row, reason="two girls")
    row.refresh_from_db()
    assert (row.patient_id, row.entered_in_error) == (gone.pk, True)
    assert row.error_reason == "another child's"


def test_a_code_that_was_merged_takes_entries_for_the_kept_record(merged, pasted, kept, gone):
    """The paste came first here; a later file under the old code goes to the kept record too."""
    merged()
    later = [result(patient=gone.code, value="900", when="2026-11-09T08:00:00+01:00")]
    keeping.keep(
        actor=pasted.made_by,
        centre=kept.centre,
        source="table",
        digest=f"digest {next(DIGESTS)}",
        incoming=later,
    )
    assert {row.patient_id for row in Observation.objects.all()} == {kept.pk}


@pytest.mark.parametrize("command", ["export_case", "export_fhir"])
def test_an_export_under_the_old_code_says_where_the_record_went(merged, gone, command):
    merged()
    with pytest.raises(CommandError, match="HLH-12 was merged into HLH-7"):
        call_command(command, gone.code, stdout=StringIO())
