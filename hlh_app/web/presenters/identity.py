"""Records that may be one person's: in a list, beside one record, and while one is entered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hlh_app.records.identity.likely import Likely, LikelyPair, Pairs
from hlh_app.records.identity.likeness import Reason, Strength
from hlh_app.records.identity.person import Person
from hlh_app.records.models import Patient

from . import formats, people
from .sentences import say, say_all
from .words import sentence


@dataclass(frozen=True, slots=True)
class Side:
    code: str
    who: str
    url: str


@dataclass(frozen=True, slots=True)
class ReasonLine:
    text: str
    strength: str


@dataclass(frozen=True, slots=True)
class PairLine:
    """``reasons`` and ``against`` in words; ``merge_url`` and ``apart_url`` for who may."""

    one: Side
    other: Side
    reasons: tuple[ReasonLine, ...]
    against: str
    merge_url: str = ""
    apart_url: str = ""


@dataclass(frozen=True, slots=True)
class LikelyLine:
    """Somebody who may be the patient that is being entered or looked at."""

    side: Side
    reasons: tuple[ReasonLine, ...]
    against: str
    merge_url: str = ""


def pair_lines(pairs: Iterable[LikelyPair], may_merge: bool) -> tuple[PairLine, ...]:
    return tuple(_pair(pair, may_merge) for pair in pairs)


def _pair(pair: LikelyPair, may_merge: bool) -> PairLine:
    keys = [pair.one.pk, pair.other.pk]
    return PairLine(
        one=_side(pair.one),
        other=_side(pair.other),
        reasons=reason_lines(pair.reasons),
        against=against_line(pair.against),
        merge_url=reverse("web:merge", args=keys) if may_merge else "",
        apart_url=reverse("web:not-the-same", args=keys) if may_merge else "",
    )


STRENGTHS = {
    Strength.VERY_STRONG: gettext_lazy("very strong"),
    Strength.STRONG: gettext_lazy("strong"),
    Strength.POSSIBLE: gettext_lazy("possible"),
    Strength.SLIGHT: gettext_lazy("slight"),
}


def reason_lines(found: Iterable[Reason]) -> tuple[ReasonLine, ...]:
    return tuple(
        ReasonLine(sentence(say(reason.message)), str(STRENGTHS[reason.strength]))
        for reason in found
    )


def _side(person: Person) -> Side:
    born = formats.day(person.birth_date) if person.birth_date else _("birth not recorded")
    parts = [person.name, born, people.sex(person.sex)]
    url = reverse("web:patient", args=[person.pk])
    return Side(person.code, " · ".join(part for part in parts if part), url)


def against_line(messages: Sequence[Any]) -> str:
    told = "; ".join(say_all(messages))
    return _("But %(what)s.") % {"what": told} if told else ""


def crowd_lines(pairs: Pairs) -> tuple[str, ...]:
    """Days that make no pairs because too many share them."""
    told = _("%(n)s records give %(day)s as the date of birth: too many to tell anything.")
    return tuple(told % {"n": count, "day": formats.day(day)} for day, count in pairs.crowds)


def likely_lines(found: Iterable[Likely], merging: Patient | None = None) -> list[LikelyLine]:
    """``merging``: the record that each of them could be merged with."""
    return [
        LikelyLine(
            side=_side(row.person),
            reasons=reason_lines(row.reasons),
            against=against_line(row.against),
            merge_url=reverse("web:merge", args=[merging.pk, row.person.pk]) if merging else "",
        )
        for row in found
    ]
