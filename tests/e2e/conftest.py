"""A real browser against a live server; anything it complains about fails the test.

    def test_something(visit, sign_in, axe, clinician): ...

`visit(path)` gives the page; `sign_in(user)` gives its session to the browser; `axe()` lists what
axe-core finds. Console messages, page errors and content-policy violations are collected all along.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
AXE = Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js"
AXE_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
MISSING = (
    f"No browser at {CHROMIUM}, so the browser tests cannot run."
    " Debian: apt-get install chromium. Elsewhere: set CHROMIUM to the path of a Chromium."
)
# Playwright keeps an event loop running in this thread, which Django takes for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    if not Path(CHROMIUM).exists():
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return browser_context_args | {
        "viewport": {"width": 1280, "height": 900},
        "locale": "en-GB",
        "timezone_id": "Europe/Vienna",
        "reduced_motion": "reduce",
    }


@pytest.fixture
def complaints(context: BrowserContext) -> Iterator[list[str]]:
    """Whatever the browser says, policy violations included; none is allowed at the end."""
    heard: list[str] = []
    context.on("console", lambda message: heard.append(f"{message.type}: {message.text}"))
    context.on("weberror", lambda error: heard.append(f"page error: {error.error}"))
    context.expose_function("reportViolation", lambda text: heard.append(text))
    context.add_init_script(
        "addEventListener('securitypolicyviolation', (event) => reportViolation("
        "`policy: ${event.violatedDirective} refused ${event.blockedURI}`))"
    )
    yield heard
    assert heard == []


@pytest.fixture
def sign_in(context: BrowserContext, live_server) -> Callable[[object], None]:
    """Put a user's session into the browser, without the sign-in page."""

    def give_session(user) -> None:
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return give_session


@pytest.fixture
def visit(page: Page, live_server, complaints: list[str]) -> Callable[[str], Page]:
    """visit("/patients/"): the page there, loaded; it must not be an error page."""

    def go(path: str) -> Page:
        response = page.goto(live_server.url + path)
        assert response is not None
        assert response.ok, f"{path} answered {response.status}"
        return page

    return go


@pytest.fixture
def axe(page: Page) -> Callable[[], list[str]]:
    """What axe-core finds on the page as it is now: one line a fault, with the elements."""

    def run() -> list[str]:
        page.evaluate(AXE.read_text())  # evaluated by the debugger, outside the page's policy
        with _nothing_covered(page):
            found = page.evaluate("(rules) => axe.run(document, rules)", AXE_RULES)
        return [
            f"{fault['id']}: {fault['help']}: {[node['target'] for node in fault['nodes']]}"
            for fault in found["violations"]
        ]

    return run


@contextmanager
def _nothing_covered(page: Page) -> Iterator[None]:
    """A window as long as a page with a sticky foot: wherever it is scrolled to, the foot half
    covers some box, which axe takes for one too small to be touched."""
    size = page.viewport_size
    if size is None or not page.locator(".sticky-foot").count():
        yield
        return
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": height})
    yield
    page.set_viewport_size(size)
