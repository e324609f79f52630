"""The changes themselves: that each kind is made, and that a moved line keeps its name."""

from __future__ import annotations

import pytest

pytest.importorskip("cosmic_ray", reason="comes with requirements-mutation.txt")

from . import mutants as subject
from .equivalents import as_entry, declared

MODULE = '''"""A rule."""

from decimal import Decimal as D

LIMIT = D("38.5")
FEVER = Threshold("temperature", ">=", LIMIT)
CARD = RuleCard("fever", boundaries=(Boundary("at", D("38.5")),))


def feverish(value: int | None, *, days: int = 2) -> bool:
    assert value is not None
    if value > 1 and days in (1, 2):
        found.append(value)
        return True
    return value == "high"
'''


@pytest.fixture
def changes(tmp_path, monkeypatch):
    """changes(text): operator, function and what the line becomes, of every change."""

    def of(text):
        monkeypatch.setattr(subject, "ROOT", tmp_path)
        path = tmp_path / "rule.py"
        path.write_text(text)
        found = subject.mutants(path)
        return {
            (mutant.operator, mutant.function, mutant.difference(text)[-1][1:].strip())
            for mutant in found
        }, found

    return of


@pytest.mark.parametrize(
    ("operator", "function", "becomes"),
    [
        ("LastDigitInText", "(module)", 'LIMIT = D( "38.6")'),
        ("LastDigitInText", "(module)", 'LIMIT = D( "38.4")'),
        ("RelationInText", "(module)", 'FEVER = Threshold("temperature", ">", LIMIT)'),
        ("Membership", "feverish", "if value > 1 and days not in (1, 2):"),
        ("ComparedText", "feverish", 'return value == "XXhighXX"'),
        ("ConditionNegated", "feverish", "if not (value > 1 and days in (1, 2)):"),
        ("StatementDropped", "feverish", "pass"),
        ("ReturnNothing", "feverish", "return None"),
        ("ReplaceComparisonOperator_Gt_GtE", "feverish", "if value >= 1 and days in (1, 2):"),
        (
            "NumberReplacer",
            "feverish",
            "def feverish(value: int | None, *, days: int = 3) -> bool:",
        ),
    ],
)
def test_each_kind_of_change(changes, operator, function, becomes):
    found, _ = changes(MODULE)
    assert (operator, function, becomes) in found


def test_cards_types_assertions_and_documentation_are_left_alone(changes):
    _, found = changes(MODULE)
    lines = {mutant.line for mutant in found}
    assert not [line for line in lines if line.startswith(("CARD", "assert", '"""', "from"))]
    assert all("BitOr" not in mutant.operator for mutant in found)


def test_a_change_keeps_its_name_when_its_line_moves(changes):
    _, before = changes(MODULE)
    _, after = changes(MODULE.replace("LIMIT = ", "\n\n# Published.\nLIMIT = "))
    assert {mutant.key for mutant in before} == {mutant.key for mutant in after}
    assert len({mutant.key for mutant in before}) == len(before)


def test_what_acts_at_import(changes):
    _, found = changes(MODULE)
    at_import = {mutant.line for mutant in found if mutant.at_import}
    assert at_import == {
        'LIMIT = D("38.5")',
        'FEVER = Threshold("temperature", ">=", LIMIT)',
        "def feverish(value: int | None, *, days: int = 2) -> bool:",
    }


def test_an_entry_without_a_reason_is_refused(changes, tmp_path):
    _, found = changes(MODULE)
    path = tmp_path / "equivalent.toml"
    path.write_text(as_entry(found[0]))
    with pytest.raises(ValueError, match="without a reason"):
        declared(path)
    path.write_text(as_entry(found[0]).replace('reason = ""', 'reason = "the same"'))
    assert list(declared(path).values()) == ["the same"]
