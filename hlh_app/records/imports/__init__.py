"""Pastes, tables and FHIR documents: compared with the record, kept as a whole, undone as a whole.

:mod:`.comparing` tells what would become of each entry, :mod:`.keeping` writes it in one
transaction, :mod:`.undoing` takes it back. Readers in ``exchange`` give the entries.
"""
