"""What a document leaves open, as questions that a keyboard answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.exchange.tables.model import Question

from . import formats
from .sentences import say

FEW = 4
LEFT_OUT = "-"
WRITTEN = {
    ("decimal", "point"): gettext_lazy("a decimal point: 1,234 is one thousand and more"),
    ("decimal", "comma"): gettext_lazy("a decimal comma: 1,234 is a little more than one"),
    ("day_first", "yes"): gettext_lazy("the day comes first: 03/04 is the third of April"),
    ("day_first", "no"): gettext_lazy("the month comes first: 03/04 is the fourth of March"),
}
GENERAL = {
    "decimal": gettext_lazy("How are decimals written here?"),
    "day_first": gettext_lazy("Which number of a date is the day?"),
    "year": gettext_lazy("Of which year are the dates?"),
    "day": gettext_lazy("Of which day are the results?"),
}
ORDER = ("day_first", "year", "day", "decimal", "column", "word", "unit", "assay", "cell")


@dataclass(frozen=True, slots=True)
class Option:
    """``chosen``: it was answered so."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """``name``: of its boxes. ``kind``: radio, select or text. ``note``: how many wait for it."""

    key: str
    name: str
    legend: str
    kind: str
    options: tuple[Option, ...] = ()
    others: tuple[Option, ...] = ()
    answer: str = ""
    note: str = ""

    @property
    def open(self) -> bool:
        return not self.answer

    @property
    def id(self) -> str:
        """Of its first box: what a link leads to."""
        return "ask-" + "".join(c if c.isascii() and c.isalnum() else "-" for c in self.key)


def asked(questions: Iterable[Question], answers: Mapping[str, str]) -> tuple[Asked, ...]:
    """The open questions, and those that were answered, so that the answer can be changed. A cell
    that may mean two things is asked about where it stands."""
    found = {q.key: _asked(q, answers.get(q.key, "")) for q in questions}
    for key, answer in answers.items():
        if key not in found:
            found[key] = _answered(key, answer)
    return tuple(sorted((q for q in found.values() if _kind(q.key) != "cell"), key=_rank))


def _asked(question: Question, answer: str) -> Asked:
    return _built(
        question.key, say(question.message), question.options, answer, len(question.places)
    )


def _answered(key: str, answer: str) -> Asked:
    return _built(key, _general(key), _usual(key, answer), answer, 0)


def _built(key: str, legend: str, codes: Iterable[str], answer: str, places: int) -> Asked:
    options = tuple(Option(code, _label(key, code), code == answer) for code in codes)
    kind = "text" if not options else "radio" if len(options) <= FEW else "select"
    others: tuple[Option, ...] = ()
    if _kind(key) == "word":
        kind, others = "select", tuple(_others(codes, answer))
    note = ngettext("%(n)s value waits", "%(n)s values wait", places) % {"n": places}
    return Asked(key, f"ask.{key}", legend, kind, options, others, answer, note if places else "")


def _kind(key: str) -> str:
    return key.partition(":")[0]


def _rank(question: Asked) -> tuple[int, str]:
    kind = _kind(question.key)
    return (ORDER.index(kind) if kind in ORDER else len(ORDER), question.key)


def _general(key: str) -> str:
    kind, _colon, about = key.partition(":")
    if kind == "unit":
        return _("In which unit is %(test)s?") % {"test": test_name(about)}
    if kind == "word":
        return _("Which test is “%(word)s”?") % {"word": about}
    return str(GENERAL.get(kind, key))


def _usual(key: str, answer: str) -> tuple[str, ...]:
    """What might have been answered, once nobody asks any more."""
    kind, _colon, about = key.partition(":")
    if kind == "unit" and about in ANALYTES:
        return ANALYTES[about].units
    if kind == "word":
        return (answer,)
    return tuple(code for of, code in WRITTEN if of == kind)


def _label(key: str, code: str) -> str:
    kind = _kind(key)
    if (kind, code) in WRITTEN:
        return str(WRITTEN[kind, code])
    if kind == "unit":
        return formats.unit(code)
    if kind == "word":
        return test_name(code)
    return formats.day(_date(code)) if kind == "day" and _date(code) else code


def _date(code: str) -> date | None:
    try:
        return date.fromisoformat(code)
    except ValueError:
        return None


def _others(codes: Iterable[str], answer: str) -> Iterator[Option]:
    shown = set(codes)
    for code in ANALYTES:
        if code not in shown:
            yield Option(code, test_name(code), code == answer)
    yield Option(LEFT_OUT, _("none of these: leave it out"), answer == LEFT_OUT)


def test_name(code: str) -> str:
    """A test in words; the code of none that is known."""
    if code == LEFT_OUT:
        return _("none of these: leave it out")
    return _(ANALYTES[code].label) if code in ANALYTES else code
