"""Every page, for every role, on desk and phone, by day and by night: nothing to complain about.

The patient is a rich one of the demo content, with visits, a signature, a query and a row entered
in error, so that every page has something on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from hlh_app.accounts.models import User
from hlh_app.clinical import response_verdict as marsh2013
from hlh_app.records.demo import content
from hlh_app.records.models import AdverseEvent, Observation, Patient, Visit
from hlh_app.records.services.problems import report_problem
from hlh_app.records.services.queries import raise_query
from hlh_app.records.services.rows import record_row
from hlh_app.records.services.signing import sign_visit
from hlh_app.records.study_rows import renew_rows

from . import imported

TODAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 8, 30, tzinfo=UTC)
SIZES = {"desk": (1280, 900), "phone": (390, 844)}
SCHEMES = ["light", "dark"]
OF_A_PATIENT = (
    *("patient", "course", "safety", "eligibility", "handover"),
    *("labs", "flowsheet", "trajectories", "summary", "patient-trail"),
)
OF_RESPONSE = ("study-response", "study-response-patients")
WITH_CHARTS = {
    *("patient", "trajectories", "cohorts", *OF_RESPONSE),
    *("study-fever", "study-explore", "study-survival", "study-benchmark"),
}
OF_GROUPS = (
    *("study", "study-tables", "study-response", "study-fever", "study-survival"),
    *("study-safety", "study-benchmark", "study-explore", "study-publish"),
    *("study-sensitivity", "study-response-patients"),
)
TWO_GROUPS = "?treatment=any&compare=on&b-sex=female&b-treatment=any"
# What else the analyses show is the same for whoever reads.
GROUPS_BY_ROLE = ("study", "study-publish")
MOST_BYTES = 100 * 1024
BUNDLE = "plotly-cartesian"


@dataclass(frozen=True)
class Rich:
    """What the addresses of the pages are made of."""

    patient: int
    neighbour: int
    visit: int
    result: int
    query: int
    problem: int
    rows: dict[str, int]
    imported: int
    left_over: int
    waiting: int


@pytest.fixture
def rich(transactional_db, monkeypatch) -> Rich:
    """The demo content on its day; one visit of the child of 25.0 kg is signed, one result
    questioned, one calculation doubted, one adverse event recorded."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    content.fill(TODAY)
    patient = Patient.objects.get(code="SYN-07")
    visit = Visit.objects.filter(patient=patient).latest("visited_at")
    clinician = User.objects.get(username="clinician")
    sign_visit(actor=clinician, visit=visit, version=visit.version)
    result = Observation.objects.filter(patient=patient, analyte="ferritin").latest("measured_at")
    reviewer = User.objects.get(username="reviewer")
    query = raise_query(actor=reviewer, row=result, field="value", question="Is it ng/mL?")
    problem = report_problem(
        actor=clinician,
        patient=patient,
        rule=marsh2013.RULE,
        version=marsh2013.VERSION,
        as_of=result.measured,
        text="Ferritin fell by more than half.",
    )
    adverse = record_row(
        actor=clinician,
        model=AdverseEvent,
        patient=patient,
        category="other",
        status="present",
        term="Headache",
        on=result.measured.day,
    )
    rows = {
        "treatments": patient.exposure_set.latest("pk").pk,
        "findings": patient.finding_set.latest("pk").pk,
        "adverse-events": adverse.pk,
        "events": patient.event_set.latest("pk").pk,
        "therapy-lines": patient.therapyline_set.latest("pk").pk,
        "consents": patient.consent_set.latest("pk").pk,
    }
    neighbour = Patient.objects.get(code="SYN-06")
    kept, held = imported.of_clinic(clinician, patient)
    left = kept.left_over.earliest("pk")
    renew_rows()
    about = (patient.pk, neighbour.pk, visit.pk, result.pk, query.pk, problem.pk)
    return Rich(*about, rows, kept.pk, left.pk, held.pk)


def pages_to_read(rich: Rich) -> Iterator[tuple[str, str]]:
    """Page → address, of what every reading role may open."""
    for name in ("home", "patients", "same-person", "cohorts", "queries", "rules", "problems"):
        yield name, reverse(f"web:{name}")
    for rule in ("hlh2004", "hscore", "marsh2013", "dose_wang2020", "ctcae"):
        yield f"rule {rule}", reverse("web:rule", args=[rule])
    yield "rule-problem", reverse("web:rule-problem", args=["hlh2024"])
    yield "patient-problem", reverse("web:patient-problem", args=[rich.patient, "marsh2013"])
    for name in OF_A_PATIENT:
        yield name, reverse(f"web:{name}", args=[rich.patient])
    for name in ("course", "safety", "eligibility", "handover"):
        yield name, reverse(f"web:{name}", args=[rich.patient])
    yield "safety, v4.03", reverse("web:safety", args=[rich.patient]) + "?ctcae=4.03"
    yield "patient, as of", reverse("web:patient", args=[rich.patient]) + "?as_of=2026-05-20"
    for table, pk in (("observation", rich.result), ("visit", rich.visit)):
        yield f"row-trail {table}", reverse("web:row-trail", args=[rich.patient, table, pk])
    yield "visit-sign", reverse("web:visit-sign", args=[rich.patient, rich.visit])
    yield "imports", reverse("web:imports")
    yield "import", reverse("web:import", args=[rich.imported])
    yield "query", reverse("web:query", args=[rich.query])
    yield "problem", reverse("web:problem", args=[rich.problem])


def pages_of_groups() -> Iterator[tuple[str, str]]:
    """Page → address, of the analyses."""
    for name in OF_GROUPS:
        yield name, reverse(f"web:{name}") + TWO_GROUPS
    yield "study, matched", reverse("web:study") + "?treatment=any&compare=on&matched=on"
    yield "study, refused", reverse("web:study") + "?compare=on&age_from=x&b-sex=x&centre=x"
    yield "study-patients", reverse("web:study-patients") + "?of=cohort/n/a"
    yield "study-figures", reverse("web:study-figures", args=["survival"]) + "?treatment=any"
    for table in ("wang", "chi"):
        address = reverse("web:study-tables") + "?compare=1&b-treatment=conventional"
        yield f"study-tables, {table}", f"{address}&table={table}"


def pages_to_write(rich: Rich) -> Iterator[tuple[str, str]]:
    """Page → address, of what a clinician enters with."""
    yield "patient-new", reverse("web:patient-new")
    for name in ("patient-edit", "visit-new", "temperatures", "paste", "symptoms"):
        yield name, reverse(f"web:{name}", args=[rich.patient])
    yield "same-person-as", reverse("web:same-person-as", args=[rich.patient])
    yield "merge", reverse("web:merge", args=[rich.patient, rich.neighbour])
    yield "import-waiting", reverse("web:import-waiting", args=[rich.waiting])
    yield "left-over", reverse("web:left-over", args=[rich.imported, rich.left_over])
    yield "visit", reverse("web:visit", args=[rich.patient, rich.visit])
    yield "observation", reverse("web:observation", args=[rich.patient, rich.result])
    yield (
        "enter-in-error",
        reverse("web:enter-in-error", args=[rich.patient, "observation", rich.result]),
    )
    for kind, pk in rich.rows.items():
        yield f"row-new {kind}", reverse("web:row-new", args=[rich.patient, kind])
        yield f"row-edit {kind}", reverse("web:row-edit", args=[rich.patient, kind, pk])


def pages_of(role: str, rich: Rich) -> dict[str, str]:
    pages = dict(pages_to_read(rich))
    groups = dict(pages_of_groups())
    if role == "clinician":
        pages |= dict(pages_to_write(rich)) | groups
    else:
        pages |= {name: groups[name] for name in GROUPS_BY_ROLE}
    if role == "reviewer":
        pages["query-new"] = reverse("web:query-new", args=["observation", rich.result])
    if role == "manager":
        return {name: reverse(f"web:{name}") for name in ("home", "patients", "rules")}
    return pages


@pytest.fixture
def faults(page: Page, live_server, complaints, axe) -> Callable[[str, str], list[str]]:
    """faults(name, address): what axe finds there, and whether it scrolls sideways."""

    def look(name: str, address: str) -> list[str]:
        answer = page.goto(live_server.url + address)
        if not answer or not answer.ok:
            return [f"{name} answered {answer and answer.status}"]
        found = [f"{name}: {fault}" for fault in axe()]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > page.evaluate("innerWidth"):
            found.append(f"{name}: {wide} px wide")
        return found

    return look


# Colors are the same for everybody: in the dark as a clinician alone.
LOOKS = [
    *(("clinician", size, scheme) for size in SIZES for scheme in SCHEMES),
    *((role, size, "light") for role in ("reviewer", "reader", "manager") for size in SIZES),
]


@pytest.mark.parametrize(("role", "size", "scheme"), LOOKS)
def test_nothing_to_complain_about(role, size, scheme, rich, page, sign_in, faults):
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    sign_in(User.objects.get(username=role))
    found = [
        fault for name, address in pages_of(role, rich).items() for fault in faults(name, address)
    ]
    assert found == []


def test_pages_are_light_and_charts_come_only_where_they_are(rich, page, visit, sign_in):
    """Everything a page asks for, as the middleware sends it to a browser that knows gzip."""
    sign_in(User.objects.get(username="clinician"))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    heavy, misplaced = [], []
    for name, address in pages_of("clinician", rich).items():
        asked.clear()
        visit(address)
        page.wait_for_load_state("networkidle")
        charts = name.split(",")[0] in WITH_CHARTS
        if charts != any(BUNDLE in url for url in asked):
            misplaced.append(name)
        if not charts and (weight := sum(map(transferred, asked))) > MOST_BYTES:
            heavy.append(f"{name}: {weight / 1024:.0f} KiB")
    assert (heavy, misplaced) == ([], [])


def transferred(url: str) -> int:
    """Bytes of the body, compressed as it is sent. The browser tests' own server sends static
    files as they lie; here they come the way every other server sends them."""
    address = urlsplit(url)
    if address.scheme == "data":
        return 0
    client = Client(headers={"accept-encoding": "gzip"})
    client.force_login(User.objects.get(username="clinician"))
    answer = client.get(f"{address.path}?{address.query}")
    assert answer.status_code == 200, url
    return len(answer.getvalue())


def test_nothing_can_be_shared(rich, page, visit, sign_in):
    sign_in(User.objects.get(username="clinician"))
    for name in ("patient", "trajectories", "cohorts"):
        visit(reverse(f"web:{name}", args=[] if name == "cohorts" else [rich.patient]))
        page.locator("[data-figure], [hx-trigger=revealed]").first.scroll_into_view_if_needed()
        page.wait_for_selector(".js-plotly-plot .modebar-btn", state="attached")
        titles = page.eval_on_selector_all(
            ".modebar-btn", "all => all.map(b => b.dataset.title || b.title || b.ariaLabel || '')"
        )
        assert titles
        assert [title for title in titles if "share" in title.lower()] == [], name
