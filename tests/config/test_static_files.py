"""A ward's static files can be collected, hashed and compressed; a page without charts is light."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

ROOT = Path(__file__).parents[2]
LIGHT = 100 * 1024


def test_they_can_be_collected_with_hashed_names(tmp_path):
    script = (
        "import sys, django; from django.conf import settings; django.setup();"
        "settings.STATIC_ROOT = sys.argv[1];"
        "from django.core.management import call_command;"
        "call_command('collectstatic', interactive=False, verbosity=0)"
    )
    ward = {
        "DJANGO_SETTINGS_MODULE": "hlh_app.config.settings",
        "HLH_MODE": "ward",
        "HLH_SECRET_KEY": "k" * 50,
        "HLH_ALLOWED_HOSTS": "hlh.example.org",
        "PYTHONPATH": str(ROOT),
    }
    result = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        env=os.environ | ward,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert lost_imports(tmp_path / "js") == []
    names = [path.name for path in (tmp_path / "css").iterdir()]
    assert any(re.fullmatch(r"app\.[0-9a-f]{12}\.css", name) for name in names)
    assert any(re.fullmatch(r"app\.[0-9a-f]{12}\.css\.br", name) for name in names)


def lost_imports(folder: Path) -> list[str]:
    """What a module imports under a name that is not served."""
    found = re.compile(r"""(?:from|import)\s*["'](\./[^"']+)["']""")
    return [
        f"{module.name}: {name}"
        for module in folder.glob("*.js")
        for name in found.findall(module.read_text())
        if not (folder / name).is_file()
    ]


@pytest.mark.django_db
def test_the_sign_in_page_weighs_less_than_a_hundred_kibibytes(client):
    page = client.get(reverse("account_login")).content
    linked = re.findall(rb'(?:href|src)="/static/([^"]+)"', page)
    files = [Path(finders.find(name.decode())).read_bytes() for name in linked]
    assert len(files) >= 4
    assert sum(len(gzip.compress(content)) for content in [page, *files]) < LIGHT
