"""A file that waits, as its sender looks at it: what was read, is asked, and would be kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hlh_app.clinical.text import Message
from hlh_app.exchange.tables.model import Question
from hlh_app.records.imports.checking import UNKNOWN
from hlh_app.records.imports.outcomes import Choice, Outcome
from hlh_app.records.models import ImportBatch, WaitingImport
from hlh_app.web.forms.imports_waiting import ADD, IS, LEAVE

from . import formats, people
from .imports import Count, counts, outcome, test
from .imports_problems import CHOICES, PROBLEMS, Option, Problems, problems
from .paste_questions import Asked, asked

MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody whom the file names and whom nobody here is known by."""

    index: int
    key: str
    told: str
    who_name: str
    code_name: str
    code: str
    options: tuple[Option, ...]
    likely: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WaitingLine:
    url: str
    name: str
    when: str
    told: str


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """``keep``: the words of the button, empty while there is nothing to keep. ``is_changed``: an
    answer is not checked yet."""

    title: str
    told: str
    remark: str
    zone: str
    is_looked_at: bool
    same: str = ""
    same_url: str = ""
    counts: tuple[Count, ...] = ()
    acts: tuple[str, ...] = ()
    questions: tuple[Asked, ...] = ()
    strangers: tuple[Who, ...] = ()
    patients: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    more_patients: str = ""
    tests: tuple[tuple[str, tuple[str, ...]], ...] = ()
    columns: tuple[str, ...] = ()
    problems: tuple[Problems, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()
    keep: str = ""
    left: str = ""
    shown: str = ""
    is_changed: bool = False


def lines(held: Iterable[WaitingImport]) -> list[WaitingLine]:
    return [
        WaitingLine(
            url=reverse("web:import-waiting", args=[one.pk]),
            name=str(one),
            when=formats.clock(one.sent_at),
            told=one.centre.code,
        )
        for one in held
        if "kept" not in one.choices
    ]


def waiting_page(
    held: WaitingImport, same: ImportBatch | None, shown: str, boxes: Mapping[str, str]
) -> WaitingPage:
    """``boxes``: what is answered, perhaps since the file was last looked at."""
    report: Mapping[str, Any] | None = held.choices.get("report")
    heads = (str(held), _sent(held), held.choices.get("remark", ""), _zone(held))
    if report is None:
        return WaitingPage(*heads, is_looked_at=False)
    columns = tuple(code for code in _order(report["outcomes"]))
    kept = _to_keep(report, boxes)
    left = sum(report["outcomes"].get(kind, 0) for kind in (*PROBLEMS, UNKNOWN)) - _chosen(
        report, boxes
    )
    return WaitingPage(
        *heads,
        is_looked_at=True,
        same=_same(same),
        same_url=reverse("web:import", args=[same.pk]) if same else "",
        counts=counts(report["outcomes"]),
        acts=tuple(_acts(report["acts"])),
        questions=_questions(report, boxes),
        strangers=tuple(_strangers(report, boxes)),
        patients=_patients(report, columns),
        more_patients=_more(len(report["patients"])),
        tests=tuple((test(code), _row(n, columns)) for code, n in sorted(report["tests"].items())),
        columns=tuple(outcome(code) for code in columns),
        problems=tuple(problems(report, boxes)),
        unread=tuple((word, formats.number(many)) for word, many in report["unread"].items()),
        remarks=tuple(report["remarks"]),
        keep=_keep(kept),
        is_changed=boxes != held.choices["boxes"],
        left=_left(left),
        shown=shown,
    )


def _sent(held: WaitingImport) -> str:
    told = {
        "source": held.get_source_display(),
        "centre": held.centre.code,
        "when": formats.clock(held.sent_at),
    }
    if held.patient:
        told["patient"] = held.patient.code
        return _("%(source)s for %(centre)s, all of it about %(patient)s, sent %(when)s.") % told
    return _("%(source)s for %(centre)s, sent %(when)s.") % told


def _zone(held: WaitingImport) -> str:
    return _("Times without a zone are read on the clock of %s.") % held.centre.time_zone


def _same(batch: ImportBatch | None) -> str:
    if batch is None:
        return ""
    told = {"when": formats.clock(batch.made_at), "who": batch.made_by or _("a command")}
    return _("This file was imported %(when)s by %(who)s. Keeping it again changes nothing.") % told


def _acts(acts: Mapping[str, int]) -> Iterator[str]:
    if many := acts.get("correct"):
        yield ngettext(
            "%(n)s entry corrects what the document said before: the record takes the new value.",
            "%(n)s entries correct what the document said before: the record takes the new values.",
            many,
        ) % {"n": formats.number(many)}
    if many := acts.get("withdraw"):
        yield ngettext(
            "%(n)s entry is withdrawn by the document: it becomes entered in error in the record.",
            "%(n)s entries are withdrawn by the document: they become entered in error.",
            many,
        ) % {"n": formats.number(many)}


def _questions(report: Mapping[str, Any], boxes: Mapping[str, str]) -> tuple[Asked, ...]:
    answers = {name[4:]: text for name, text in boxes.items() if name.startswith("ask.")}
    questions = [
        Question(
            q["key"],
            Message("{text}", {"text": q["text"]}),
            tuple(q["options"]),
            (*q["places"], *[""] * (q["many"] - len(q["places"]))),
        )
        for q in report["questions"]
    ]
    return asked(questions, answers)


# Whose entries they are ---------------------------------------------------------------------------


def _strangers(report: Mapping[str, Any], boxes: Mapping[str, str]) -> Iterator[Who]:
    for index, person in enumerate(report["people"]):
        key = person["key"]
        answered = f"who.{key}" in boxes
        if key not in report["unknown"] and not answered:
            continue
        chosen = boxes.get(f"who.{key}", "")
        yield Who(
            index=index,
            key=key,
            told=_told(person),
            who_name=f"who.{key}",
            code_name=f"code.{key}",
            code=boxes.get(f"code.{key}", ""),
            options=tuple(
                Option(value, label, value == chosen)
                for value, label in _who(person["can_be_added"])
            ),
            likely=tuple(person["likely"]),
        )
        if index > MOST_ROWS:
            return


def _who(can_be_added: bool) -> Iterator[tuple[str, str]]:
    yield "", _("Not said: the entries are left over")
    yield IS, _("A patient of this centre, with the code")
    if can_be_added:
        yield ADD, _("A new patient, to be added with the code")
    yield LEAVE, _("Leave the entries out")


def _told(person: Mapping[str, Any]) -> str:
    parts = [person["why_not"].rstrip(".")] if person["why_not"] else []
    if person["born"]:
        parts.append(_("born %s") % formats.day(date.fromisoformat(person["born"])))
    if person["sex"]:
        parts.append(people.sex(person["sex"]).lower())
    many = person["entries"]
    parts.append(ngettext("%(n)s entry", "%(n)s entries", many) % {"n": formats.number(many)})
    return ", ".join(parts)


def _patients(
    report: Mapping[str, Any], columns: tuple[str, ...]
) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    found = sorted(report["patients"].items())[:MOST_ROWS]
    return tuple((*_code(report["known"], key), _row(numbers, columns)) for key, numbers in found)


def _code(known: Mapping[str, Any], key: str) -> tuple[str, str]:
    """What the patient is called here, and where they are; the file's word for an unknown one."""
    if key not in known:
        return key or _("no patient named"), ""
    code, pk = known[key]
    named = code if code == key else f"{code} ({key})"
    return named, reverse("web:patient", args=[pk]) if pk else ""


def _more(many: int) -> str:
    further = many - MOST_ROWS
    if further <= 0:
        return ""
    return ngettext("And %(n)s more patient.", "And %(n)s more patients.", further) % {"n": further}


def _order(outcomes: Mapping[str, int]) -> Iterator[str]:
    return (count.code for count in counts(outcomes))


def _row(numbers: Mapping[str, int], columns: Iterable[str]) -> tuple[str, ...]:
    return tuple(formats.number(numbers[c]) if numbers.get(c) else "" for c in columns)


# What the button does -----------------------------------------------------------------------------


def _chosen(report: Mapping[str, Any], boxes: Mapping[str, str]) -> int:
    """How many entries that need a choice are kept by one."""
    kept = 0
    for kind in CHOICES:
        places = report["places"].get(kind, {})
        of_all = bool(boxes.get(f"all.{kind}"))
        said = {p: boxes[f"do.{p}"] for p in places if f"do.{p}" in boxes}
        kept += sum(choice != Choice.SKIP for choice in said.values())
        kept += len(places) - len(said) if of_all else 0
    return kept


def _to_keep(report: Mapping[str, Any], boxes: Mapping[str, str]) -> int:
    sure = sum(report["outcomes"].get(kind, 0) for kind in (Outcome.NEW, Outcome.ANSWERS))
    return int(sure) + _chosen(report, boxes)


def _keep(many: int) -> str:
    if not many:
        return ""
    return ngettext("Keep %(n)s entry", "Keep %(n)s entries", many) % {"n": formats.number(many)}


def _left(many: int) -> str:
    if many <= 0:
        return ""
    told = ngettext(
        "%(n)s row that is not kept waits on the page of the import, with the reason, to be "
        "corrected or left out.",
        "%(n)s rows that are not kept wait on the page of the import, with the reason, to be "
        "corrected or left out.",
        many,
    )
    return told % {"n": formats.number(many)}
