"""Which package may import which. The rules are read out of the syntax trees, so that an import
inside a function counts too."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "hlh_app"
STANDARD = sys.stdlib_module_names

# Package → (ours, third parties anywhere, third parties inside functions only). None: any.
RULES: dict[str, tuple[set[str], set[str] | None, set[str]]] = {
    "clinical": (set(), set(), set()),
    "cohorts": ({"clinical"}, set(), set()),
    "exchange": ({"clinical", "statistics"}, set(), {"openpyxl", "docx"}),
    "statistics": ({"clinical"}, {"numpy"}, {"scipy"}),  # itself imported lazily
    "charts": ({"clinical", "cohorts", "statistics"}, {"numpy"}, {"matplotlib", "scipy"}),
    "accounts": (set(), {"django", "allauth"}, set()),
    "records": ({"clinical", "exchange", "accounts"}, {"django"}, set()),
    "web": (
        {"clinical", "cohorts", "exchange", "statistics", "charts", "accounts", "records"},
        None,
        set(),
    ),
    "config": ({"accounts"}, None, set()),  # addresses put sign-in before the admin
}
SLOW = {"scipy", "numpy", "weasyprint", "matplotlib", "openpyxl", "plotly"}
CLOCKS = {"now", "today", "utcnow", "time.time", "time.monotonic"}


class Imports(ast.NodeVisitor):
    """Collects (module, whether inside a function) of one file, type-checking blocks included."""

    def __init__(self, path: Path, root: Path) -> None:
        self.package = ("hlh_app", *path.relative_to(root).parent.parts)
        self.depth = 0
        self.found: list[tuple[str, bool]] = []
        self.visit(ast.parse(path.read_text()))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self.depth += 1
        self.generic_visit(node)
        self.depth -= 1

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815

    def visit_Import(self, node: ast.Import) -> None:
        self.found += [(name.name, self.depth > 0) for name in node.names]

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        base = self.package[: len(self.package) - node.level + 1] if node.level else ()
        module = ".".join([*base, *filter(None, [node.module])])
        names = [f"{module}.{name.name}" for name in node.names]
        # `from hlh_app import web` names the package only in the list.
        self.found += [(name, self.depth > 0) for name in names]


def files(package: str, root: Path = PACKAGE) -> list[Path]:
    return sorted((root / package).rglob("*.py"))


def allowed(package: str, module: str, in_function: bool) -> bool:
    ours, at_top, inside = RULES[package]
    first, *rest = module.split(".")
    if first == "hlh_app":
        return not rest or rest[0] in ours | {package, "__version__"}
    if first in STANDARD or at_top is None:
        return True
    return first in at_top or (in_function and first in inside)


def breaches(package: str, root: Path = PACKAGE) -> list[str]:
    return [
        f"{path.relative_to(root)} imports {module}"
        for path in files(package, root)
        for module, in_function in Imports(path, root).found
        if not allowed(package, module, in_function)
    ]


@pytest.mark.parametrize("package", RULES)
def test_a_package_imports_only_what_it_may(package):
    assert breaches(package) == []


def test_every_package_has_a_rule():
    assert {path.parent.name for path in PACKAGE.glob("*/__init__.py")} <= set(RULES)


@pytest.mark.parametrize(
    ("package", "source"),
    [
        ("clinical", "import django"),
        ("clinical", "def f():\n    from hlh_app.records import models"),
        ("clinical", "from hlh_app import config"),
        ("cohorts", "from ..web import urls"),
        ("exchange", "import openpyxl"),
        ("records", "from hlh_app.web.presenters import patient"),
        ("accounts", "from hlh_app.records.models import Patient"),
    ],
)
def test_the_rule_notices(package, source, tmp_path):
    """The test above must be able to fail."""
    (tmp_path / package).mkdir()
    (tmp_path / package / "sample.py").write_text(source)
    assert len(breaches(package, tmp_path)) == 1


WITHOUT_DJANGO = """
import importlib, pkgutil, sys
sys.modules["django"] = None
import hlh_app.clinical
for module in pkgutil.walk_packages(hlh_app.clinical.__path__, "hlh_app.clinical."):
    importlib.import_module(module.name)
print(len([name for name in sys.modules if name.startswith("hlh_app.clinical.")]))
"""
AFTER_START = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "hlh_app.config.settings"
import django
django.setup()
from django.urls import get_resolver
get_resolver().check()
print(*sys.modules)
"""


def run(script: str) -> str:
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_the_rules_run_with_django_blocked():
    assert int(run(WITHOUT_DJANGO)) >= len(files("clinical")) - 1


def test_the_rules_never_ask_what_time_it_is():
    asked = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in files("clinical")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (node.func.attr in CLOCKS or ast.unparse(node.func) in CLOCKS)
    ]
    assert asked == []


def test_nothing_slow_is_loaded_before_it_is_needed():
    loaded = {name.split(".")[0] for name in run(AFTER_START).split()}
    assert "django" in loaded
    assert loaded & SLOW == set()


LAYERS_WITHOUT_QUERIES = ["views", "forms", "presenters", "templatetags"]


@pytest.mark.parametrize("layer", LAYERS_WITHOUT_QUERIES)
def test_pages_ask_access_selectors_and_services_never_the_tables(layer):
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in (PACKAGE / "web" / layer).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
    ]
    assert found == []
