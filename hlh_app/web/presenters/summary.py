"""The response summary: one page for the chart, from the same presenters as the screen."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from hlh_app.accounts.models import User
from hlh_app.charts import Panel, print_panel, print_temperature
from hlh_app.clinical.citations import CITATIONS
from hlh_app.clinical.hlh2004 import WINDOW_NOTE
from hlh_app.clinical.hlh2024 import FAMILIAL_ONLY, NOT_VALIDATED
from hlh_app.clinical.hscore import FOR_CHILDREN, ON_THERAPY
from hlh_app.clinical.mas2016 import AFEBRILE
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.verdict import Criterion, Reading, Verdict
from hlh_app.web.record import Record

from . import dose, formats, patient_page, readings, response, status, words
from .banner import Banner
from .links import Trail
from .readings import reading
from .sections import event
from .sentences import say
from .trajectories import Drawn, chart_words, draw
from .verdicts import VerdictLine, line, source

LIMITS = frozenset(
    {FOR_CHILDREN.template, ON_THERAPY, NOT_VALIDATED.template, FAMILIAL_ONLY.template}
)
BASIS = frozenset({WINDOW_NOTE})
FIGURES = 6
FIRST_DRAWN = ("ferritin", "scd25", "platelets", "neutrophils", "fibrinogen")
MOST_TREATMENTS = 9
MOST_MISSING = 7


@dataclass(frozen=True, slots=True)
class CriterionLine:
    label: str
    outcome: words.OutcomeWord
    value: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """``heading`` says which reading it is; ``now`` the reading at the moment of the print.

    ``scores`` each say of which moment they are; ``basis``: which values count.
    """

    heading: str
    statement: str
    criteria: tuple[CriterionLine, ...]
    now: str
    scores: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing as an address that holds the whole picture, and what it shows in words."""

    address: str
    text: str


@dataclass(frozen=True, slots=True)
class Summary:
    banner: Banner
    moment: str
    status: status.Status
    diagnosis: Diagnosis
    dose: dose.DoseView
    response: response.ResponseView | None
    figures: tuple[Figure, ...]
    axis: str
    treatments: tuple[str, ...]
    missing: tuple[str, ...]
    printed: str
    versions: str
    sources: str


def summary(record: Record, user: User) -> Summary:
    trail = Trail.of(record.patient.pk)
    drawn = draw(record)
    return Summary(
        banner=patient_page.full_banner(record),
        moment=patient_page.moment_text(record),
        status=patient_page.state(record),
        diagnosis=_diagnosis(record, trail),
        dose=patient_page.doses(record),
        response=patient_page.response_view(record, trail),
        figures=tuple(_figures(drawn)),
        axis=_("Day 0: %(day)s") % {"day": formats.day(drawn.day0)},
        treatments=tuple(_treatments(record)),
        missing=_shortened(list(dict.fromkeys(_missing(record))), MOST_MISSING),
        printed=_("Printed %(at)s by %(who)s") % {"at": formats.clock(record.now), "who": user},
        versions=_versions(record),
        sources=_sources(record),
    )


def _diagnosis(record: Record, trail: Trail) -> Diagnosis:
    found = record.assessment
    then, first = found.hlh2004.at_diagnosis, found.hlh2004.first_met
    shown = then or found.hlh2004.now
    now = line(found.hlh2004.now)
    heading = _("HLH-2004 at diagnosis, %(when)s") % {"when": formats.moment(first)}
    if first is None:
        heading = _("HLH-2004 now; not met at any moment recorded")
    return Diagnosis(
        heading=heading,
        statement=say(shown.statement),
        criteria=tuple(_criterion(row, shown.as_of.day, trail) for row in shown.criteria),
        now=_now(now),
        scores=tuple(_scores(record)),
        basis=_told(shown, BASIS),
    )


def _criterion(row: Criterion, on: date, trail: Trail) -> CriterionLine:
    parts = row.parts or (row,)
    used = [_used(read, on, trail) for part in parts for read in part.readings if read.used]
    text = "; ".join(used[:3]) or _("no value")
    return CriterionLine(_(row.label), words.outcome(row.outcome), text)


def _used(read: Reading, on: date, trail: Trail) -> str:
    """The value; with its day unless that is the day in the heading."""
    value = reading(read, trail).value
    return value if read.day == on else f"{value} ({formats.short_day(read.day)})"


def _now(now: VerdictLine) -> str:
    activity = f" {now.activity}." if now.activity else ""
    return _("Now: %(statement)s%(activity)s") % {"statement": now.statement, "activity": activity}


def _scores(record: Record) -> Iterator[str]:
    """Never one without its moment: a score on treatment is not that of the diagnosis."""
    found = record.assessment
    for rule in patient_page.at_diagnosis(record):
        if rule.rule == found.hscore.rule:
            yield _score(rule, _("at diagnosis"))
    yield _score(found.hscore, _("now"))
    yield _score(found.hlh2024, _("now"))
    if found.mas2016.outcome is not Outcome.NOT_APPLICABLE:
        yield _score(found.mas2016, _("now"))
    elif found.mas2016.reason == AFEBRILE:
        yield f"{_(found.mas2016.title)}: {say(AFEBRILE)}".rstrip(".")


def _score(rule: Verdict, when: str) -> str:
    view = line(rule)
    title = f"{view.title} ({_('unverified')})" if view.unverified else view.title
    said = view.summary if rule.points else f"{view.outcome.word}, {view.summary}".rstrip(", ")
    limits = _told(rule, LIMITS)
    return "; ".join(part for part in (f"{title} {when}: {said}", limits) if part)


def _told(rule: Verdict, templates: frozenset[str]) -> str:
    """Those of the rule's notes that paper cannot do without."""
    return "; ".join(say(note) for note in rule.notes if note.template in templates)


def _figures(drawn: Drawn) -> Iterator[Figure]:
    text = chart_words()
    if drawn.temperatures.readings:
        svg = print_temperature(drawn.temperatures, drawn.window, text)
        yield Figure(_address(svg), _("Temperature over time"))
    for panel in _six(drawn.panels)[: FIGURES - bool(drawn.temperatures.readings)]:
        said = _("%(test)s over time") % {"test": panel.label}
        yield Figure(_address(print_panel(panel, drawn.window, text)), said)


def _six(panels: tuple[Panel, ...]) -> list[Panel]:
    """The markers of the disease first, then whatever else was measured."""
    first = [panel for code in FIRST_DRAWN for panel in panels if panel.analyte == code]
    return [*first, *(panel for panel in panels if panel not in first)]


def _address(svg: str) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def _treatments(record: Record) -> Iterator[str]:
    rows = [row for row in record.case.exposures if row.start.seen <= record.as_of.at]
    rows.sort(key=lambda row: row.start.at, reverse=True)
    for row in rows[:MOST_TREATMENTS]:
        amount = f" {formats.dose(row.dose, row.unit, row.times_per_day)}" if row.dose else ""
        yield f"{row.drug.replace('_', ' ')}{amount}, {_span(row.start.day, row.stop)}"
    if len(rows) > MOST_TREATMENTS:
        yield _("and %(n)s earlier, in the record") % {"n": len(rows) - MOST_TREATMENTS}
    for one in record.case.events:
        if one.event in ("transplant", "death", "relapse", "progression"):
            yield f"{event(one.event)}, {formats.day(one.on)}"


def _span(start: date, stop: date | None) -> str:
    if stop is None:
        return _("from %(start)s") % {"start": formats.day(start)}
    if start == stop:
        return formats.day(stop)
    days = {"start": formats.day(start), "stop": formats.day(stop)}
    return _("%(start)s to %(stop)s") % days


def _missing(record: Record) -> Iterator[str]:
    """Pending results, open criteria now, and what the last response day lacks."""
    found = record.assessment
    yield from status.pending_lines(record.case, record.as_of, found.hlh2004.now)
    opened = [_(row.label) for row in found.hlh2004.now.open_questions]
    if opened:
        yield _("HLH-2004 now, unknown: %(what)s.") % {"what": ", ".join(opened)}
    if found.dose.wang2020.weight is None:
        yield _("No usable weight.")
    marsh = record.response
    if marsh is None:
        return
    without = [readings.named(code) for code, base in marsh.baseline.items() if base is None]
    if without:
        yield _("No baseline: %(what)s.") % {"what": ", ".join(without)}
    latest = marsh.latest
    lacking = [r.analyte for r in latest.analytes.values() if r.now is None] if latest else []
    if latest and lacking:
        names = ", ".join(readings.named(code) for code in lacking)
        yield _("No value for day %(day)s: %(what)s.") % {"day": latest.day, "what": names}


def _shortened(lines: list[str], most: int) -> tuple[str, ...]:
    if len(lines) <= most:
        return tuple(lines) or (_("Nothing that the rules ask for."),)
    return (*lines[:most], _("and %(n)s more, in the record") % {"n": len(lines) - most})


def _verdicts(record: Record) -> tuple[Verdict, ...]:
    found = record.assessment
    return (found.hlh2004.now, found.hlh2024, found.hscore)


def _versions(record: Record) -> str:
    found = record.assessment
    rules = [*_verdicts(record), found.dose.wang2020, found.dose.chi2020]
    told = [f"{_(rule.title)} {rule.version}" for rule in rules]
    if record.response:
        told.append(f"Marsh {record.response.version}")
    return _("Rule versions: %(versions)s.") % {"versions": ", ".join(told)}


def _sources(record: Record) -> str:
    keys = [rule.citation for rule in _verdicts(record)] + ["wang2020", "chi2020"]
    if record.response:
        keys.append(record.response.citation)
    names = [source(CITATIONS[key]) for key in dict.fromkeys(keys)]
    return _("Sources: %(sources)s.") % {"sources": "; ".join(names)}
