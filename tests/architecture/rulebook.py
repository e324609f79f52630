"""``python -m tests.architecture.rulebook --write`` or ``--check``: what is generated from rules.

docs/validation.md, docs/hazards.md, the numbers for the pages of the rules, and the record of what
each version of a rule asks. A rule that asks something else needs a new version: --write refuses,
unless with --anew, for rules that were never given to anybody.
"""

from __future__ import annotations

import json
import sys

from . import hazard_log, validation

ROOT = validation.ROOT
VERSIONS = ROOT / "tests" / "architecture" / "rule_versions.json"
NUMBERS = ROOT / "hlh_app" / "web" / "presenters" / "rule_tests.json"


def generated() -> dict[str, str]:
    """Path → what it should hold."""
    return {
        "docs/validation.md": validation.document(),
        "docs/hazards.md": hazard_log.document(),
        str(NUMBERS.relative_to(ROOT)): _json(validation.tests_of_rules()),
        str(VERSIONS.relative_to(ROOT)): _json(validation.fingerprints()),
    }


def _json(value: object) -> str:
    return json.dumps(value, indent=2) + "\n"


def changed_silently() -> list[str]:
    """Rules that ask something else than was recorded for their version."""
    recorded = json.loads(VERSIONS.read_text()) if VERSIONS.exists() else {}
    return [
        rule
        for rule, now in validation.fingerprints().items()
        if rule in recorded
        and recorded[rule]["version"] == now["version"]
        and recorded[rule]["asks"] != now["asks"]
    ]


def outdated() -> list[str]:
    return [
        path
        for path, text in generated().items()
        if not (ROOT / path).exists() or (ROOT / path).read_text() != text
    ]


def main(arguments: list[str]) -> int:
    if "--write" in arguments:
        silent = changed_silently()
        if silent and "--anew" not in arguments:
            sys.stderr.write(f"Raise the version of: {', '.join(silent)}\n")
            return 1
        for path, text in generated().items():
            (ROOT / path).write_text(text)
    problems = [*validation.gaps(), *validation.unknown_marks(), *outdated()]
    sys.stdout.write("".join(f"{problem}\n" for problem in problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
