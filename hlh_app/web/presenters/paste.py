"""The page of a paste: what was read in a line of words, questions, tests, and cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from hlh_app.records.models import ImportBatch, Patient
from hlh_app.records.selectors import intervals
from hlh_app.web.pasting import (
    ANSWERS,
    ASKED,
    DIFFERS,
    IGNORED,
    NEW,
    REFUSED,
    SAME,
    UNUSUAL,
    Judged,
    Pasted,
)

from . import formats
from .paste_cells import MOST_LOOKS, Grid, Look, grid, looks
from .paste_questions import Asked, asked, test_name
from .paste_tests import Test, tests
from .visit_form import zone_line

MOST_TOLD = 12
FEW = 3
WRITTEN = ("new", "answers", "corrected", "added")
COUNTED = {
    NEW: gettext_lazy("%(n)s new"),
    ANSWERS: ngettext_lazy("%(n)s was pending", "%(n)s were pending", "n"),
    SAME: gettext_lazy("%(n)s as recorded"),
    DIFFERS: ngettext_lazy("%(n)s differs", "%(n)s differ", "n"),
    UNUSUAL: gettext_lazy("%(n)s unusual"),
    REFUSED: gettext_lazy("%(n)s refused"),
    ASKED: ngettext_lazy("%(n)s waits for an answer", "%(n)s wait for an answer", "n"),
}


@dataclass(frozen=True, slots=True)
class Page:
    """``said``: the line in words. ``save``: empty while there is nothing to save."""

    title: str
    back: str
    zone: str
    said: str = ""
    ignored: str = ""
    questions: tuple[Asked, ...] = ()
    tests: tuple[Test, ...] = ()
    tests_open: bool = False
    looks: tuple[Look, ...] = ()
    more_looks: int = 0
    many_differ: int = 0
    grid: Grid | None = None
    save: str = ""
    not_saved: str = ""
    laboratories: Iterable[str] = ()
    assays: Iterable[str] = ()


def paste_page(patient: Patient, pasted: Pasted | None) -> Page:
    title = _("Paste labs of %(code)s") % {"code": patient.code}
    back = reverse("web:patient", args=[patient.pk])
    zone = zone_line(patient.centre.time_zone)
    if pasted is None:
        return Page(title, back, zone)
    questions = asked(pasted.reading.questions, pasted.answers.asks)
    words, to_look = tests(pasted), looks(pasted)
    return Page(
        title,
        back,
        zone,
        said=said(pasted, _how_many_open(questions, words)),
        ignored=_ignored(pasted),
        questions=questions,
        tests=tuple(words),
        tests_open=any(word.unknown for word in words),
        looks=tuple(to_look[:MOST_LOOKS]),
        more_looks=max(0, len(to_look) - MOST_LOOKS),
        many_differ=pasted.counts[DIFFERS] if pasted.counts[DIFFERS] > FEW else 0,
        grid=grid(pasted),
        save=_save(pasted.to_keep),
        not_saved=_not_saved(pasted),
        laboratories=intervals.laboratories(patient.centre),
        assays=sorted(
            {name for names in intervals.assays(patient.centre).values() for name in names}
        ),
    )


def _how_many_open(questions: Iterable[Asked], words: Iterable[Test]) -> int:
    return sum(q.open for q in questions) + sum(word.asks_assay for word in words)


def said(pasted: Pasted, questions: int) -> str:
    """108 results read: 96 new, 8 as recorded, 3 differ, 1 refused; 2 questions."""
    total = sum(pasted.counts[kind] for kind in COUNTED)
    parts = [COUNTED[k] % {"n": n} for k in COUNTED if (n := pasted.counts[k])]
    read = ngettext("%(n)s result found", "%(n)s results found", total) % {
        "n": formats.number(total)
    }
    line = f"{read}: {', '.join(parts)}" if parts else read
    if not questions:
        return f"{line}."
    asks = ngettext("%(n)s question", "%(n)s questions", questions) % {"n": questions}
    return f"{line}; {asks}."


def _ignored(pasted: Pasted) -> str:
    count = pasted.counts[IGNORED]
    if not count:
        return ""
    words = list(dict.fromkeys(j.cell.word for j in pasted.cells if j.outcome == IGNORED))
    told = ", ".join(word for word in words[:8] if word)
    rest = ", …" if len(words) > 8 else ""
    text = ngettext(
        "%(n)s cell is left out, of no test that is kept here: %(words)s",
        "%(n)s cells are left out, of no test that is kept here: %(words)s",
        count,
    )
    return text % {"n": count, "words": told + rest}


def _save(count: int) -> str:
    if not count:
        return ""
    return ngettext("Save %(n)s result", "Save %(n)s results", count) % {"n": formats.number(count)}


def _not_saved(pasted: Pasted) -> str:
    left = sum(needs_saying(judged) for judged in pasted.cells)
    if not left:
        return ""
    return ngettext("%(n)s is not saved", "%(n)s are not saved", left) % {"n": left}


def needs_saying(judged: Judged) -> bool:
    """Whether somebody might think that it was saved."""
    return not judged.is_kept and judged.outcome not in (SAME, IGNORED)


def told_left(pasted: Pasted) -> str:
    """What was not saved, the first by name."""
    left = [judged for judged in pasted.cells if needs_saying(judged)]
    named = [_named(judged) for judged in left[:MOST_TOLD]]
    if len(left) > MOST_TOLD:
        named.append(_("and %(n)s more") % {"n": len(left) - MOST_TOLD})
    return _("Not saved: %(cells)s.") % {"cells": "; ".join(named)} if named else ""


def _named(judged: Judged) -> str:
    cell = judged.cell
    day = formats.day(cell.measured_on) if cell.measured_on else ""
    test = test_name(cell.analyte) if cell.analyte else cell.word
    return " ".join(part for part in (test, day, cell.text) if part)


def told(batch: ImportBatch, pasted: Pasted | None) -> list[tuple[int, str]]:
    """What is said once it is kept: what was saved, with the way to undo it, and what was not."""
    if pasted is None:
        return told_kept(batch, 0)
    found = told_kept(batch, pasted.to_keep)
    left = told_left(pasted)
    return [*found, (messages.WARNING, left)] if left else found


def told_kept(batch: ImportBatch, meant: int) -> list[tuple[int, str]]:
    written = sum(batch.counts.get(name, 0) for name in WRITTEN)
    text = ngettext("%(n)s result is saved.", "%(n)s results are saved.", written)
    undo = format_html(
        '{} <a href="{}">{}</a>',
        text % {"n": formats.number(written)},
        reverse("web:import", args=[batch.pk]),
        _("Look at it or undo it"),
    )
    if written >= meant:
        return [(messages.SUCCESS, undo)]
    changed = _("%(n)s were not saved: the record changed at the same moment. Paste again.") % {
        "n": formats.number(meant - written)
    }
    return [(messages.SUCCESS, undo), (messages.WARNING, changed)]
