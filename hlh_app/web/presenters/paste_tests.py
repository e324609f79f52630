"""What each word of the laboratory means, to look at and to change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.exchange.tables.names import plain
from hlh_app.web.pasting import ASKED, Judged, Pasted

from . import formats
from .paste_questions import LEFT_OUT, Option, test_name


@dataclass(frozen=True, slots=True)
class Test:
    """One word. ``decided``: a question above says what it means. ``asks_assay``: laboratory and
    assay are not known, and results are compared within one assay only; ``in_questions``: they are
    asked for above, or were."""

    word: str
    plain: str
    number: int
    test: str
    options: tuple[Option, ...]
    unit: str
    units: tuple[Option, ...]
    note: str
    decided: bool
    bound: bool
    asks_assay: bool
    in_questions: bool
    laboratory: str = ""
    assay: str = ""
    not_stated: bool = False
    unknown: bool = False


def tests(pasted: Pasted) -> list[Test]:
    """In the order in which the words stand."""
    return list(_tests(pasted))


def _tests(pasted: Pasted) -> Iterator[Test]:
    asking = set(pasted.without_assay())
    words: dict[str, list[Judged]] = {}
    for judged in pasted.cells:
        if judged.cell.word:
            words.setdefault(plain(judged.cell.word), []).append(judged)
    for number, (word, cells) in enumerate(words.items(), 1):
        yield _test(pasted, word, number, cells, word in asking)


def _test(pasted: Pasted, word: str, number: int, cells: list[Judged], asks: bool) -> Test:
    first = cells[0].cell
    remembered = pasted.words.get(word)
    unit = ", ".join(sorted({formats.unit(j.cell.unit) for j in cells if j.cell.unit}))
    left_out = pasted.answers.of_row(word, "analyte") == LEFT_OUT or (
        remembered is not None and not remembered.analyte and first.analyte is None
    )
    bound = first.analyte in ANALYTES and ANALYTES[first.analyte].assay_bound
    return Test(
        word=first.word,
        plain=word,
        number=number,
        test=test_name(first.analyte or ""),
        options=_options(LEFT_OUT if left_out else first.analyte or ""),
        unit=unit,
        units=_units(pasted, word, first.analyte),
        note=_note(pasted, word, first.analyte),
        decided=f"word:{word}" in {q.key for q in pasted.reading.questions}
        or f"word:{word}" in pasted.answers.asks,
        bound=bound,
        asks_assay=asks,
        in_questions=bound and (asks or _answered_here(pasted, word)),
        laboratory=first.laboratory,
        assay=first.assay,
        not_stated=bool(pasted.answers.of_row(word, "not_stated")),
        unknown=first.analyte is None and not left_out and cells[0].outcome != ASKED,
    )


def _options(chosen: str) -> tuple[Option, ...]:
    known = (Option(code, test_name(code), code == chosen) for code in ANALYTES)
    leave = Option(LEFT_OUT, _("leave it out"), chosen == LEFT_OUT)
    return (Option("", _("not known"), not chosen), leave, *known)


def _units(pasted: Pasted, word: str, analyte: str | None) -> tuple[Option, ...]:
    """Where the unit is remembered, not written: it can be changed."""
    remembered = pasted.words.get(word)
    if remembered is None or not remembered.unit or analyte not in ANALYTES:
        return ()
    chosen = pasted.answers.of_row(word, "unit") or remembered.unit
    return tuple(Option(u, formats.unit(u), u == chosen) for u in ANALYTES[analyte].units)


def _note(pasted: Pasted, word: str, analyte: str | None) -> str:
    remembered = pasted.words.get(word)
    same = remembered is not None and remembered.analyte == (analyte or "")
    return _("remembered") if same else ""


def _answered_here(pasted: Pasted, word: str) -> bool:
    """Whether laboratory or assay were typed into this page, not remembered."""
    remembered = pasted.words.get(word)
    known = (remembered.laboratory, remembered.assay) if remembered else ("", "")
    typed = tuple(pasted.answers.of_row(word, part) for part in ("laboratory", "assay"))
    stated = pasted.answers.of_row(word, "not_stated")
    return bool(stated) or (any(typed) and typed != known)
