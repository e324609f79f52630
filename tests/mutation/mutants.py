"""Every change that is tried on a module, and what makes two of them the same through the years."""

from __future__ import annotations

import ast
import difflib
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import parso
from cosmic_ray.ast import ast_nodes
from cosmic_ray.mutating import mutate_code

from .operators import operators

ROOT = Path(__file__).parents[2]
CLINICAL = ROOT / "hlh_app" / "clinical"

# Data for pages, texts and types: each has tests of another kind.
# How a thing may be made, not what it is; the type checker sees each place.
_ARGUMENTS = {"kw_only"}
_CARD_NAME = "CARD"
_CARDS = {"RuleCard", "CardCriterion", "Boundary"}
_CALLS = {"Literal", "TypeVar", "cast", "gettext_noop", *_CARDS}
# An assertion is a word to the type checker.
_STATEMENTS = {"import_from", "import_name", "assert_stmt"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """``occurrence``: among the same operator's changes to the same text in the same function.

    ``nth``: among all changes of that operator in the module. ``lines``: of the statement it is
    in, or of the statement's head. ``at_import``: it acts when the module is imported.
    """

    file: str
    function: str
    operator: str
    line: str
    occurrence: int
    nth: int
    lines: tuple[int, int]
    at_import: bool

    @property
    def key(self) -> tuple[str, str, str, str, int]:
        return (self.file, self.function, self.operator, self.line, self.occurrence)

    def mutated(self, source: str) -> str:
        """``source`` with the change made."""
        changed = mutate_code(source, _operators()[self.operator], self.nth)
        assert changed is not None
        return str(changed)

    def difference(self, source: str) -> list[str]:
        """The lines taken out and put in, as a unified difference."""
        found = difflib.unified_diff(
            source.splitlines(), self.mutated(source).splitlines(), lineterm="", n=0
        )
        return list(found)[2:]


@cache
def _operators() -> dict[str, Any]:
    return operators()


def modules() -> list[Path]:
    """Those with rules in them: cards and hazards are data for pages."""
    return [
        path
        for path in sorted(CLINICAL.glob("*.py"))
        if not path.stem.endswith(("_card", "_cards")) and not path.stem.startswith("hazard")
    ]


def mutants(path: Path) -> list[Mutant]:
    """The changes tried on one module, one after the other."""
    source = path.read_text()
    text = source.splitlines()
    file = str(path.relative_to(ROOT))
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for name, nth, node, line in _places(source):
        if _left_alone(node):
            continue
        function, words = _qualified(node), text[line - 1].strip()
        occurrence = seen[function, name, words]
        seen[function, name, words] += 1
        lines, at_import = _statement_lines(node, line), _at_import(node)
        found.append(Mutant(file, function, name, words, occurrence, nth, lines, at_import))
    return found


def mark(path: Path) -> str:
    """Changes when the module does, but not for a comment, an import or a card."""
    tree = ast.parse(path.read_text())
    kept = [statement for statement in tree.body if not _says_nothing(statement)]
    return hashlib.sha256("".join(map(ast.dump, kept)).encode()).hexdigest()[:16]


def _says_nothing(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return True
    target = getattr(statement, "target", None) or getattr(statement, "targets", [None])[0]
    return isinstance(target, ast.Name) and target.id.endswith(_CARD_NAME)


def _places(source: str) -> Iterator[tuple[str, int, Any, int]]:
    """Operator, the how manieth of its changes, the node and its line."""
    counted: Counter[str] = Counter()
    for node in ast_nodes(parso.parse(source)):
        for name, operator in _operators().items():
            for start, _ in operator.mutation_positions(node):
                yield name, counted[name], node, start[0]
                counted[name] += 1


def _above(node: Any) -> Iterator[tuple[Any, Any]]:
    """Each pair of a node and its parent, outward."""
    while node.parent is not None:
        yield node, node.parent
        node = node.parent


def _left_alone(node: Any) -> bool:
    if _is_mark_of_parameters(node):
        return True
    if node.type in _STATEMENTS or _names_a_card(node):
        return True
    return any(_is_left_alone(child, parent) for child, parent in _above(node))


def _is_mark_of_parameters(node: Any) -> bool:
    """The stars and the stroke between parameters, which look like arithmetic."""
    holder = getattr(node.parent, "type", "")
    return holder in {"parameters", "param"} and getattr(node, "value", "") in {"*", "/", "**"}


def _is_left_alone(child: Any, parent: Any) -> bool:
    if parent.type in {*_STATEMENTS, "tfpdef"} or _names_a_card(parent):
        return True
    if parent.type == "annassign":
        return child is parent.children[1]
    if parent.type == "funcdef":
        return child is parent.annotation or "card" in parent.name.value
    if parent.type == "argument":
        return parent.children[0].get_code().strip() in _ARGUMENTS
    if parent.type == "if_stmt":
        return parent.children[1].get_code().strip() == "TYPE_CHECKING"
    return parent.type == "atom_expr" and parent.children[0].get_code().strip() in _CALLS


def _names_a_card(node: Any) -> bool:
    if node.type != "expr_stmt":
        return False
    first = node.get_first_leaf().value
    return first == "__all__" or first.endswith(_CARD_NAME)


def _qualified(node: Any) -> str:
    names = [
        parent.name.value for _, parent in _above(node) if parent.type in {"funcdef", "classdef"}
    ]
    return ".".join(reversed(names)) or "(module)"


def _at_import(node: Any) -> bool:
    """Not in the body of a function: a constant, a default, a decorator, a field."""
    for child, parent in _above(node):
        if parent.type == "funcdef" and child is parent.children[-1]:
            return False
        if parent.type == "lambdef":
            return False
    return True


def _statement_lines(node: Any, line: int) -> tuple[int, int]:
    for _, parent in _above(node):
        if parent.type == "simple_stmt":
            return parent.start_pos[0], parent.end_pos[0] - 1
        if parent.type == "suite":
            break
    return line, line
