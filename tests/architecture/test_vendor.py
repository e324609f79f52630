"""Third-party files are exactly what their list says, and the list is complete."""

from __future__ import annotations

import base64
import hashlib
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = [ROOT / "static" / "vendor", ROOT / "tests" / "vendor"]
NEEDED = {"path", "name", "version", "licence", "sha384"}


def entries(folder: Path) -> list[dict[str, str]]:
    return tomllib.loads((folder / "VENDOR.toml").read_text())["file"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
class TestVendor:
    def test_every_entry_says_what_it_is(self, folder):
        assert [entry for entry in entries(folder) if not set(entry) >= NEEDED] == []

    def test_every_hash_is_the_files(self, folder):
        for entry in entries(folder):
            digest = hashlib.sha384((folder / entry["path"]).read_bytes()).digest()
            assert base64.b64encode(digest).decode() == entry["sha384"], entry["path"]

    def test_no_file_is_unlisted(self, folder):
        listed = {entry["path"] for entry in entries(folder)}
        present = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
        beside = {path for path in present if Path(path).name.startswith("LICENSE")}
        assert present - listed - beside == {"VENDOR.toml"}

    def test_none_names_a_source_map(self, folder):
        """Collecting the static files would look for it."""
        for path in folder.rglob("*.css"):
            assert "sourceMappingURL" not in path.read_text(), path
