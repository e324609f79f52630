"""Many readings before they are kept: a few in full, thousands in a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hlh_app.clinical.units import exact
from hlh_app.exchange.temperatures.model import Question, Readings
from hlh_app.records.models import ImportBatch, Patient
from hlh_app.records.models.choices import TemperatureSite
from hlh_app.web.thermometer import Preview

from . import formats
from .paste import told_kept
from .paste_questions import Asked, Option
from .sentences import say
from .visit_form import zone_line

SHOWN_IN_FULL = 60
MOST_LOOKS = 100
PEAKS = 3
MOST_NUMBERS = 20
ASK = "ask."


@dataclass(frozen=True, slots=True)
class Line:
    """One reading as it is drawn."""

    preview: Preview
    when: str
    reading: str
    details: str


@dataclass(frozen=True, slots=True)
class Page:
    """``save`` is empty until every line is understood. ``facts``: what many readings say, heading
    and text; ``lines``: all of a few, else those that need a look."""

    title: str
    back: str
    warning: str
    save: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    lines: tuple[Line, ...] = ()
    more: int = 0
    questions: tuple[Asked, ...] = ()
    may_leave_out: bool = False


def temperatures_page(patient: Patient, form: Any) -> Page:
    shown: list[Preview] = form.previews
    in_full = len(shown) <= SHOWN_IN_FULL
    drawn = shown if in_full else [p for p in shown if _needs_a_look(p)]
    count = len(form.to_write)
    understood = bool(count) and form.is_understood
    save = ngettext("Save %(n)s reading", "Save %(n)s readings", count)
    return Page(
        title=_("Add temperatures of %(code)s") % {"code": patient.code},
        back=reverse("web:patient", args=[patient.pk]),
        warning=zone_line(patient.centre.time_zone),
        save=save % {"n": formats.number(count)} if understood else "",
        facts=() if in_full else tuple(_facts(form.read, shown)),
        lines=tuple(_line(preview) for preview in drawn[:MOST_LOOKS]),
        more=max(0, len(drawn) - MOST_LOOKS),
        questions=_questions(form.read, form.answers),
        may_leave_out=any(p.question or (p.error and not p.waits) for p in shown),
    )


def _needs_a_look(preview: Preview) -> bool:
    return bool(preview.question or (preview.error and not preview.waits) or preview.line.note)


def _line(preview: Preview) -> Line:
    line = preview.line
    return Line(
        preview,
        when=formats.moment(line.measured) if line.measured else "",
        reading=_reading(preview),
        details=_details(preview),
    )


def _reading(preview: Preview) -> str:
    line = preview.line
    return formats.value(line.value, line.unit) if line.value is not None else ""


def _details(preview: Preview) -> str:
    line = preview.line
    site = str(TemperatureSite(line.site).label) if line.site else ""
    after = _("after an antipyretic") if line.antipyretic else ""
    return ", ".join(part for part in (site, after, say(line.note)) if part)


def _facts(read: Readings, shown: Sequence[Preview]) -> Iterator[tuple[str, str]]:
    yield _("Read"), _counted(read, shown)
    timed = [p for p in shown if p.line.measured is not None and not p.error]
    if timed:
        timed.sort(key=lambda p: p.line.measured.at)  # type: ignore[union-attr]
        yield _("From"), _told(timed[0])
        yield _("To"), _told(timed[-1])
        ranked = sorted(timed, key=_celsius)
        yield _("Highest"), "; ".join(_told(p) for p in reversed(ranked[-PEAKS:]))
        yield _("Lowest"), _told(ranked[0])
        yield _("Sites"), _sites(timed)
    if read.unused:
        yield _("Columns not read"), ", ".join(read.unused[:12])


def _counted(read: Readings, shown: Sequence[Preview]) -> str:
    new = sum(1 for p in shown if p.is_new)
    doubles = sum(1 for p in shown if p.line.same_as)
    same = sum(1 for p in shown if p.same) - doubles
    wrong = sum(1 for p in shown if p.error and not p.waits)
    waiting = sum(1 for p in shown if p.waits)
    parts = [
        (new, _("%(n)s new")),
        (same, _("%(n)s recorded already")),
        (doubles, _("%(n)s said twice")),
        (waiting, _("%(n)s wait for an answer")),
        (wrong, _("%(n)s not understood")),
        (read.passed_over, _("%(n)s rows without a temperature")),
    ]
    return ", ".join(text % {"n": formats.number(n)} for n, text in parts if n)


def _celsius(preview: Preview) -> Fraction:
    line = preview.line
    return exact(line.value, line.unit, "temperature") or Fraction(0)  # type: ignore[arg-type]


def _told(preview: Preview) -> str:
    return f"{_reading(preview)}, {formats.moment(preview.line.measured)}"


def _sites(timed: Iterable[Preview]) -> str:
    counts = Counter(preview.line.site for preview in timed)
    return ", ".join(
        f"{TemperatureSite(site).label} {formats.number(n)}" for site, n in counts.most_common()
    )


def _questions(read: Readings, answers: dict[str, str]) -> tuple[Asked, ...]:
    """Those that are open, then those that were answered, which can be changed."""
    return tuple(_question(q, answers.get(q.key, "")) for q in (*read.questions, *read.answered))


def _question(question: Question, answer: str) -> Asked:
    options = tuple(Option(c, say(label), c == answer) for c, label in question.options.items())
    waits = ngettext("%(n)s line waits", "%(n)s lines wait", question.lines)
    note = waits % {"n": formats.number(question.lines)} if question.lines else ""
    name = f"{ASK}{question.key}"
    return Asked(
        question.key,
        name,
        say(question.message).strip(),
        "radio",
        options,
        note=note,
        answer=answer,
    )


def told(batch: ImportBatch, form: Any) -> list[tuple[int, str]]:
    """What is said once they are kept, and which lines were not."""
    meant = sum(1 for preview in form.to_write if preview.is_ready)
    found = told_kept(batch, meant)
    left = [str(p.line.number) for p in form.previews if not p.is_ready]
    if not left:
        return found
    numbers = ", ".join(left[:MOST_NUMBERS]) + (", …" if len(left) > MOST_NUMBERS else "")
    said = ngettext("Not saved: line %(lines)s.", "Not saved: lines %(lines)s.", len(left))
    return [*found, (messages.WARNING, said % {"lines": numbers})]
