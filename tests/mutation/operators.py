"""The kinds of change made to a rule: those of cosmic-ray worth making, and seven of our own.

Left out of cosmic-ray's: changing one comparison into every other (the neighbor and the opposite
tell the most), `is` for `==`, one arithmetic sign into all eleven others, and the two random ones.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import parso
from cosmic_ray.operators.operator import Operator
from cosmic_ray.operators.provider import OperatorProvider
from parso.python.tree import String

Span = tuple[tuple[int, int], tuple[int, int]]

_NAMES = {
    "ReplaceComparisonOperator_": (
        *("Eq_NotEq", "NotEq_Eq", "Is_IsNot", "IsNot_Is"),
        *("Lt_LtE", "Lt_GtE", "LtE_Lt", "LtE_Gt", "Gt_GtE", "Gt_LtE", "GtE_Gt", "GtE_Lt"),
    ),
    "ReplaceBinaryOperator_": (
        *("Add_Sub", "Sub_Add", "Mul_Div", "Div_Mul", "FloorDiv_Mul", "FloorDiv_Div"),
        *("Mod_Mul", "Pow_Mul", "BitOr_BitAnd", "BitAnd_BitOr"),
    ),
    "ReplaceUnaryOperator_": ("Delete_USub", "Delete_Not"),
    "Replace": (
        *("TrueWithFalse", "FalseWithTrue", "AndWithOr", "OrWithAnd"),
        *("BreakWithContinue", "ContinueWithBreak"),
    ),
    "": ("ExceptionReplacer", "NumberReplacer", "RemoveDecorator", "ZeroIterationForLoop"),
}


class _One(Operator):
    """An operator that knows one change or a few for a node of one kind."""

    def mutation_positions(self, node: Any) -> Iterator[Span]:
        for _ in self.changes(node):
            yield node.start_pos, node.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        return parso.parse(" " + self.changes(node)[index])

    def changes(self, node: Any) -> list[str]:
        """What the code of ``node`` becomes, one string a change."""
        raise NotImplementedError

    @classmethod
    def examples(cls) -> tuple[()]:
        return ()


def _text(node: Any) -> str | None:
    """The value of a plain string literal."""
    if not isinstance(node, String) or node.string_prefix.lower() not in {"", "r"}:
        return None
    return str(ast.literal_eval(node.value))


class LastDigitInText(_One):
    """D("38.5") becomes D("38.6") and D("38.4"); "÷88.57" in a table likewise."""

    _NUMBER = re.compile(r"([×÷]?)(-?\d+(?:\.\d+)?)")

    def changes(self, node: Any) -> list[str]:
        found = self._NUMBER.fullmatch(_text(node) or "")
        if found is None:
            return []
        value = Decimal(found[2])
        step = Decimal((0, (1,), int(value.as_tuple().exponent)))
        return [f'"{found[1]}{changed:f}"' for changed in (value + step, value - step)]


class RelationInText(_One):
    """ ">=" as the argument of a threshold becomes ">" and the reverse."""

    _OTHER = {">=": ">", ">": ">=", "<=": "<", "<": "<="}

    def changes(self, node: Any) -> list[str]:
        text = _text(node)
        return [f'"{self._OTHER[text]}"'] if text in self._OTHER else []


class Membership(_One):
    """`in` becomes `not in` and the reverse."""

    def changes(self, node: Any) -> list[str]:
        if node.parent is None or node.parent.type != "comparison":
            return []
        words = " ".join(node.get_code().split())
        return {"in": ["not in"], "not in": ["in"]}.get(words, [])


class ComparedText(_One):
    """A word that something is compared with becomes one that nothing equals."""

    def changes(self, node: Any) -> list[str]:
        text = _text(node)
        if text is None or not self._is_compared(node):
            return []
        return [f'"XX{text}XX"']

    @staticmethod
    def _is_compared(node: Any) -> bool:
        holder = node.parent
        while holder is not None and holder.type in {"testlist_comp", "dictorsetmaker", "atom"}:
            holder = holder.parent
        return holder is not None and holder.type == "comparison"


class ConditionNegated(_One):
    """The condition of an `if`, `elif`, `while`, comprehension or choice is negated.

    In cosmic-ray's own AddNot the `not` would bind to the first word alone. A single comparison
    and a `not` are turned round by other operators.
    """

    def changes(self, node: Any) -> list[str]:
        if node.type in {"comparison", "not_test"} or not self._is_condition(node):
            return []
        return [f"not ({node.get_code().strip()})"]

    @staticmethod
    def _is_condition(node: Any) -> bool:
        holder = node.parent
        if holder is None:
            return False
        if holder.type in {"test", "ternary"}:
            return node is holder.children[2]
        if holder.type not in {"if_stmt", "while_stmt", "comp_if", "sync_comp_if"}:
            return False
        before = node.get_previous_sibling()
        return getattr(before, "value", None) in {"if", "elif", "while"}


class ReturnNothing(_One):
    """What a function answers becomes None."""

    def changes(self, node: Any) -> list[str]:
        if node.parent is None or node.parent.type != "return_stmt":
            return []
        if node is node.parent.children[0] or node.get_code().strip() == "None":
            return []
        return ["None"]


class StatementDropped(_One):
    """A call made for its effect, or an augmented assignment, is left out."""

    def changes(self, node: Any) -> list[str]:
        if node.parent is None or node.parent.type != "simple_stmt":
            return []
        if node.type == "atom_expr" and node.get_last_leaf().value == ")":
            return ["pass"]
        signs = [getattr(child, "value", "") for child in getattr(node, "children", [])[1:2]]
        augmented = node.type == "expr_stmt" and any(len(sign) > 1 for sign in signs)
        return ["pass"] if augmented else []

    def mutate(self, node: Any, index: int) -> Any:
        indent = node.get_first_leaf().prefix
        return parso.parse(f"{indent}pass")


def operators() -> dict[str, Operator]:
    """Each operator by its name."""
    names = [kind + name for kind, of_kind in _NAMES.items() for name in of_kind]
    provider = OperatorProvider()
    ours = (
        LastDigitInText,
        RelationInText,
        Membership,
        ComparedText,
        ConditionNegated,
        ReturnNothing,
        StatementDropped,
    )
    return {
        **{name: provider[name]() for name in names},
        **{operator.__name__: operator() for operator in ours},
    }
