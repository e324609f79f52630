"""What two records are compared by, spelled so that the way of writing makes no difference."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from hlh_app.records.models import Patient

UNKNOWN = "unknown"
_RUNS = re.compile(r"[^\W\d_]+|\d+")
# Letters that carry no separable accent.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"}
)


@dataclass(frozen=True, slots=True)
class Person:
    """``pk`` None: not in the record yet. ``source``: a patient of the ward is never taken for a
    published or an invented one; "" is not said."""

    code: str
    birth_date: date | None = None
    sex: str = UNKNOWN
    name: str = ""
    source: str = ""
    pk: int | None = None
    code_key: str = field(init=False)
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "code_key", code_key(self.code))
        object.__setattr__(self, "names", names_of(self.name) if self.name else ())

    def keys(self) -> Iterator[tuple[str, object]]:
        """What a likely pair has at least one of in common."""
        if self.code_key:
            yield "code", self.code_key
        for two in combinations(self.names, 2):
            yield "names", two
        if len(self.names) == 1:
            yield "names", self.names
        if self.birth_date:
            yield "born", self.birth_date

    def near_births(self) -> Iterator[date]:
        """Day and month changed round, and the years beside."""
        born = self.birth_date
        if born is None:
            return
        if born.day <= 12 and born.day != born.month:
            yield date(born.year, born.day, born.month)
        for year in (born.year - 1, born.year + 1):
            if date.min.year <= year <= date.max.year and (born.month, born.day) != (2, 29):
                yield born.replace(year=year)


def person_of(patient: Patient) -> Person:
    """A record of the centre."""
    return Person(
        patient.code,
        patient.birth_date,
        patient.sex,
        patient.name,
        patient.source,
        patient.pk,
    )


def code_key(code: str) -> str:
    """HLH-007, HLH 7 and hlh7 are one: letters and numbers, without what stands between them and
    without leading zeros."""
    runs = _RUNS.findall(unicodedata.normalize("NFKC", code).casefold())
    return "-".join(run.lstrip("0") or "0" if run[0].isdecimal() else run for run in runs)


def names_of(name: str) -> tuple[str, ...]:
    """The parts of a name without accents and capitals, in one order."""
    apart = unicodedata.normalize("NFKD", name.casefold().translate(_PLAIN))
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return tuple(sorted(set(_RUNS.findall(bare))))
