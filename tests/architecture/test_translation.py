"""What a rule says in English can be translated: every such text is written inside a mark that
the translators' tools find."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import hlh_app.clinical
from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.text import Message

CLINICAL = Path(hlh_app.clinical.__path__[0])
MARKS = {"_", "gettext_noop"}


def marked() -> set[str]:
    return {
        node.args[0].value
        for path in CLINICAL.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id in MARKS and isinstance(node.args[0], ast.Constant)
    }


def messages_in(value: object) -> Iterator[Message]:
    """Those that a module holds by name, in a table or inside one another."""
    if isinstance(value, Message):
        yield value
        value = value.values
    if isinstance(value, Mapping):
        value = tuple(value.values())
    if isinstance(value, (list, tuple, set, frozenset)):
        for part in value:
            yield from messages_in(part)


def test_every_name_of_an_analyte_is_marked():
    names = {name for analyte in ANALYTES.values() for name in (analyte.label, analyte.short)}
    assert names - marked() == set()


def test_every_sentence_and_title_of_a_rule_is_marked():
    modules = [
        importlib.import_module(module.name)
        for module in pkgutil.iter_modules(hlh_app.clinical.__path__, "hlh_app.clinical.")
    ]
    sentences = {
        message.template
        for module in modules
        for value in vars(module).values()
        for message in messages_in(value)
    }
    titles = {module.TITLE for module in modules if hasattr(module, "TITLE")}
    assert len(sentences) > 50
    assert len(titles) > 3
    assert (sentences | titles) - marked() == set()
