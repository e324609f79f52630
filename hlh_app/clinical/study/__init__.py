"""What an analysis of a group of patients reads of each: one row of plain facts, by the rules.

Nothing here is computed twice: every fact is taken from the verdict of its rule. Each part is a
dataclass of plain values that a JSON document can hold; every field says its label and unit, from
which tables, exports and codebooks derive theirs.
"""
