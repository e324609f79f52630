"""A hundred forms half filled in and then interrupted: every box is back as it was typed.

Time-out, sign-out in another window, reload, and a server killed and started again: 25 of each,
over visits, treatments, patients and temperatures. Two of each are typed in a real browser; the
others send to a real server what the page's module sends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from playwright.sync_api import Page, Response, expect

from hlh_app.accounts.models import Centre, User
from hlh_app.records.models import Observation
from hlh_app.records.services.patients import create_patient
from tests.conftest import PASSWORD

from .interrupted import Server, Window, let_time_pass, session_of

EACH, IN_THE_BROWSER, AT_ONE_KILL = 25, 2, 12
SENT = EACH - IN_THE_BROWSER


@dataclass(frozen=True)
class Half:
    """A form half filled in: where, and what was typed."""

    address: str
    typed: dict[str, str]

    def is_in(self, boxes: dict[str, list[str]]) -> bool:
        return all(boxes.get(name) == [text] for name, text in self.typed.items())


def halves(patient: int, number: int, person: str = "new") -> Half:
    """The kinds of forms in turn; what is typed is wrong or unfinished in some box."""
    kinds = [
        Half(
            f"/patients/{patient}/visits/new/",
            {
                "day": "20 Nov 2026",
                "ferritin-value": f"17{number:03},",
                "hemoglobin-value": f"{60 + number}",
                "splenomegaly-status": "present",
                "splenomegaly-detail": f"{number} cm, hal",
                "t0-clock": "06:0",
                "t0-value": "38.6",
                "note": f"half a sentence {number}\nand ano",
            },
        ),
        Half(
            f"/patients/{patient}/treatments/new/",
            {"drug": f"ruxolit{number}", "dose": "5,", "started_day": "3/3/20", "note": "ä“<b>&"},
        ),
        Half(
            f"/patients/{person}/" if person == "new" else f"/patients/{patient}/edit/",
            {"code": f"HALF-{number}", "sex": "female", "birth_date": "3 Ma", "note": "half a"},
        ),
        Half(
            f"/patients/{patient}/temperatures/",
            {"lines": f"20-Nov 06:00 38.6\n10:00 39.{number % 10}\n14:0", "unit": "Cel"},
        ),
    ]
    return kinds[number % len(kinds)]


@pytest.fixture
def server(transactional_db) -> Iterator[Server]:
    running = Server()
    running.start()
    yield running
    running.kill()


@pytest.fixture
def writer(clinician) -> User:
    """Somebody whose password the server's own hashers know."""
    hashed = PBKDF2PasswordHasher().encode(PASSWORD, "salt", iterations=1)
    User.objects.filter(pk=clinician.pk).update(password=hashed)
    clinician.refresh_from_db()
    return clinician


@pytest.fixture
def patient(writer, centre) -> int:
    fields = {"code": "HLH-7", "sex": "female", "birth_date": date(2015, 3, 3)}
    return create_patient(actor=writer, centre=centre, **fields).pk


def another(number: int, writer: User, centre: Centre) -> int:
    fields = {"code": f"HLH-8{number}", "sex": "male", "birth_date": date(2016, 4, 4)}
    return create_patient(actor=writer, centre=centre, **fields).pk


@pytest.fixture
def window(server, writer) -> Callable[[], Window]:
    return lambda: Window(server, session_of(writer))


def back(window: Window, half: Half) -> bool:
    """Whether all of it stands in the form again; then it is thrown away for the next one."""
    boxes = window.open(half.address)
    window.tell("/unsaved/discard/", boxes)
    return half.is_in(boxes)


def filled(window: Window, half: Half) -> dict[str, list[str]]:
    """The form opened and typed into; the first half of it has been kept on the way."""
    empty = window.open(half.address)
    first = dict(list(half.typed.items())[:2])
    status, _said = window.keep(empty | {name: [text] for name, text in first.items()})
    assert status == 200
    return empty | {name: [text] for name, text in half.typed.items()}


def time_out(window: Callable[[], Window], half: Half) -> bool:
    """The form is sent when its session has just ended."""
    here = window()
    boxes = filled(here, half)
    let_time_pass(here.session)
    _status, address, _page = here.ask(half.address, boxes)
    assert "/accounts/login/" in address
    return back(window(), half)


def sign_out(window: Callable[[], Window], half: Half) -> bool:
    """Another window of the same browser signs out; the page sends once more what is typed."""
    here = window()
    boxes = filled(here, half)
    here.ask("/accounts/logout/", {name: boxes[name] for name in ("csrfmiddlewaretoken",)})
    status, said = here.keep(boxes, turn=2)
    assert (status, "sign_in" in said) == (200, True)
    return back(window(), half)


def reload(window: Callable[[], Window], half: Half) -> bool:
    """The page sends what is typed while it goes."""
    here = window()
    here.keep(filled(here, half), turn=2)
    return back(here, half)


def killed(window: Callable[[], Window], halves: list[Half], server: Server) -> list[bool]:
    """The server dies while it is being told; what it did not confirm is sent again afterwards."""
    windows = [window() for _half in halves]
    boxes = [filled(here, half) for here, half in zip(windows, halves, strict=True)]
    with ThreadPoolExecutor(len(halves)) as pool:
        told = [
            pool.submit(confirmed, here, body) for here, body in zip(windows, boxes, strict=True)
        ]
        server.kill()
        answers = [answer.result() for answer in told]
    server.start()
    for here, body, was_confirmed in zip(windows, boxes, answers, strict=True):
        if not was_confirmed:
            here.keep(body, turn=3)
    return [back(here, half) for here, half in zip(windows, halves, strict=True)]


def confirmed(here: Window, boxes: dict[str, list[str]]) -> bool:
    try:
        return here.keep(boxes, turn=2)[0] == 200
    except OSError:
        return False


@pytest.fixture
def sent_to_the_server(server, window, patient, writer, centre) -> Counter[str]:
    """Interruption → how many of its forms came back whole."""
    whole: Counter[str] = Counter()
    ways = {"time-out": time_out, "sign-out": sign_out, "reload": reload}
    for number in range(SENT):
        for name, way in ways.items():
            whole[name] += way(window, halves(patient, number))
    # At one kill every form has an address of its own.
    people = [patient, *(another(n, writer, centre) for n in range(2))]
    waiting = [halves(people[n // 4 % len(people)], n, "known") for n in range(SENT)]
    for begin in range(0, SENT, AT_ONE_KILL):
        batch = waiting[begin : begin + AT_ONE_KILL]
        whole["kill and restart"] += sum(killed(window, batch, server))
    return whole


# In the browser ----------------------------------------------------------------------------------


def type_and_wait(page: Page, half: Half) -> None:
    """Until the server has confirmed the last box."""
    last = urlencode([list(half.typed.items())[-1]])

    def holds_it(answer: Response) -> bool:
        return answer.url.endswith("/unsaved/") and last in (answer.request.post_data or "")

    with page.expect_response(holds_it):
        type_in(page, half)
    expect(page.locator(".keep-state")).to_contain_text("Kept as typed")


def type_in(page: Page, half: Half) -> None:
    for name, text in half.typed.items():
        box = page.locator(f"#entry-form [name='{name}']")
        if box.first.get_attribute("type") == "radio":
            page.locator(f"[name='{name}'][value='{text}']").check()
        elif box.evaluate("box => box.tagName") == "SELECT":
            box.select_option(text)
        else:
            box.fill(text)


def stands_in(page: Page, half: Half) -> bool:
    expect(page.get_by_text("Restored what you typed at")).to_be_visible()
    boxes = page.evaluate("[...new FormData(document.getElementById('entry-form'))]")
    found = {name: [text.replace("\r\n", "\n")] for name, text in boxes}
    return half.is_in(found)


def sign_in_again(page: Page) -> None:
    page.get_by_label("Username").fill("clinician")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


@pytest.fixture
def typed_in_the_browser(server, context, page, writer, patient) -> Counter[str]:
    """As above, with a person at the screen."""
    whole: Counter[str] = Counter()
    for number in range(IN_THE_BROWSER):
        steps = {
            "time-out": (browser_time_out, halves(patient, 101 + number)),
            "sign-out": (browser_sign_out, halves(patient, 104 + 4 * number)),
            "reload": (browser_reload, halves(patient, 103 + 3 * number)),
            "kill and restart": (browser_kill, halves(patient, 104 + number)),
        }
        for name, (step, half) in steps.items():
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(writer)}
            context.add_cookies([cookie | {"url": server.address}])
            page.goto(server.address + half.address)
            step(page, server, half)
            whole[name] += stands_in(page, half)
            page.get_by_role("button", name="Throw it away").click()
            expect(page.get_by_text("Restored what you typed at")).to_have_count(0)
    return whole


def browser_time_out(page: Page, server: Server, half: Half) -> None:
    type_and_wait(page, half)
    [cookie] = [c for c in page.context.cookies() if c["name"] == settings.SESSION_COOKIE_NAME]
    let_time_pass(cookie["value"])
    save(page)
    expect(page.get_by_text("What was typed is kept. It is not saved yet.")).to_be_visible()
    sign_in_again(page)


def browser_sign_out(page: Page, server: Server, half: Half) -> None:
    other = page.context.new_page()
    other.goto(server.address)
    other.get_by_role("button", name="Sign out").click()
    expect(other.get_by_label("Username")).to_be_visible()
    other.close()
    type_and_wait(page, half)
    expect(page.locator(".keep-state")).to_contain_text("You are signed out.")
    page.get_by_role("link", name="sign in here, nothing typed is lost").click()
    sign_in_again(page)


def browser_reload(page: Page, server: Server, half: Half) -> None:
    type_and_wait(page, half)
    page.reload()


def browser_kill(page: Page, server: Server, half: Half) -> None:
    server.kill()
    type_in(page, half)
    state = page.locator(".keep-state")
    expect(state).to_contain_text("no connection; it stays on this page")
    save(page)
    expect(state).to_contain_text("Nothing is lost")
    server.start()
    expect(state).to_contain_text("Kept as typed", timeout=40_000)
    page.reload()


def save(page: Page) -> None:
    page.locator("#entry-form button[type=submit].btn-primary:visible").last.click()


def test_a_hundred_interrupted_forms_are_intact(sent_to_the_server, typed_in_the_browser):
    whole = sent_to_the_server + typed_in_the_browser
    print(f"\n{whole.total()} of {4 * EACH} interrupted forms intact: {dict(whole)}")
    assert whole == dict.fromkeys(("time-out", "sign-out", "reload", "kill and restart"), EACH)
    assert Observation.objects.count() == 0  # kept is not saved
