"""Making the files that leave: the study export of the asked groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import IO

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hlh_app.accounts.models import READING_ROLES, User
from hlh_app.accounts.selectors import centres_where
from hlh_app.exchange.study.archive import write_archive
from hlh_app.exchange.study.cohort_file import Told, cohort_file
from hlh_app.exchange.study.export_files import FOLDER, About, export_files
from hlh_app.exchange.study.leaving import Leaving, leaving
from hlh_app.exchange.study.options import Dates, Options
from hlh_app.exchange.study.pseudonyms import Pseudonyms
from hlh_app.exchange.study.tables import chosen
from hlh_app.records.selectors.consents import refused_research
from hlh_app.records.services import study_exports
from hlh_app.records.services.errors import Refused
from hlh_app.statistics import everything
from hlh_app.statistics.subjects import Group

from .asked import Asked
from .criteria import criteria


def study_export(asked: Asked, options: Options, user: User) -> IO[bytes]:
    """The zip file, which stands in the record as taken out. Raises as ``take_out``."""
    names = Pseudonyms()
    keys = [asked.subjects.keys[place] for place in chosen(asked.groups)]
    refused = refused_research(keys)
    groups = _named(asked, options.dates)
    found = leaving(asked.subjects, groups, refused, options, names)
    about = _about(asked, found, len(refused))

    def write(out: IO[bytes]) -> None:
        figures = everything.figures(found.subjects, found.groups)
        write_archive(
            out, FOLDER, export_files(found, figures, about, study_exports.recorded(found))
        )

    return study_exports.take_out(
        actor=user,
        kind=study_exports.PATIENT_ROWS,
        definition=asked.query,
        patients=centres_of(found),
        options=options.plain(),
        write=write,
    )


def cohort_file_of(asked: Asked, name: str, user: User) -> tuple[IO[bytes], str]:
    """The cohort file and its code; who refused is not counted. Raises as ``take_out``, and Refused
    where too few are left."""
    keys = [asked.subjects.keys[place] for place in chosen(asked.groups)]
    groups = _named(asked, Dates.DAYS)
    found = leaving(asked.subjects, groups, refused_research(keys), Options(), Pseudonyms())
    day = date_format(timezone.localdate(), "d-M-Y")
    settings = tuple(words for _code, words in _definitions(asked, Dates.DAYS))
    told = Told(name, _("Patients of %(name)s") % {"name": name}, day, settings)
    try:
        made = cohort_file(found.subjects, found.groups, told)
    except ValueError as error:
        raise Refused({"": [_("Too few patients are left to be told of.")]}) from error
    file = study_exports.take_out(
        actor=user,
        kind=study_exports.AGGREGATES,
        definition=asked.query,
        patients=centres_of(found),
        options={"code": made.code},
        write=lambda out: _write(out, made.text),
    )
    return file, made.code


def _write(out: IO[bytes], text: str) -> None:
    out.write(text.encode())


def centres_of(found: Leaving) -> dict[int, int]:
    """Patient's primary key → centre's of everybody who leaves."""
    return dict(zip(found.subjects.keys, found.subjects.centres, strict=True))


def _about(asked: Asked, found: Leaving, refused: int) -> About:
    return About(
        made_on=date_format(timezone.localdate(), "d-M-Y"),
        definition=tuple(definition_in_words(asked, found.options.dates)),
        refused=refused,
        waiting=asked.waiting,
        synthetic=sum(source == "synthetic" for source in found.subjects.sources),
        settings=_settings(asked, found),
    )


def _settings(asked: Asked, found: Leaving) -> tuple[str, ...]:
    """The fever thresholds by which these patients were read; whose each is stays behind."""
    own = set(found.subjects.centres)
    centres = centres_where(asked.request.user, *READING_ROLES)
    cel = sorted({row.fever_threshold for row in centres if row.pk in own})
    if not cel:
        return ()
    values = ", ".join(f"{value} °C" for value in cel)
    return (_("Fever by HLH-2004, as set at the patients' centres: from %(values)s.")
            % {"values": values},)  # fmt: skip


HIDDEN = frozenset(("period", "code"))
"""What a definition may ask for that tells calendar dates or study codes."""


def definition_in_words(asked: Asked, dates: Dates = Dates.KEPT) -> Iterator[str]:
    """Who was asked for, a line a group, and who was left out before. Without calendar dates the
    period stays behind, and so does a study code."""
    for step in asked.base.steps[1:]:
        yield _("%(words)s: %(n)s left out.") % {"words": step.words, "n": step.removed}
    for code, words in _definitions(asked, dates):
        yield f"{code}: {words}"
    if asked.matching:
        yield _("The second group was matched to the first.")


def _definitions(asked: Asked, dates: Dates) -> Iterator[tuple[str, str]]:
    """The letter of each group, and what it was asked for by."""
    centres = {row.code: row.pk for row in centres_where(asked.request.user, *READING_ROLES)}
    for group, filter_ in zip(asked.groups, asked.filters, strict=True):
        given = filter_.cleaned_data if filter_.is_valid() else None
        found = criteria(given, asked.subjects, centres) if given else []
        told = [row.words for row in found if dates is Dates.KEPT or row.field not in HIDDEN]
        yield group.code.upper(), f"{', '.join(told)}."


def _named(asked: Asked, dates: Dates) -> tuple[Group, ...]:
    """The groups under names that tell no date and no code either."""
    if dates is Dates.KEPT or not asked.form.is_valid():
        return asked.groups
    hidden = {
        str(filter_.cleaned_data.get(name) or "")
        for filter_ in asked.filters
        for name in ("day_from", "day_to", "code")
        if filter_.is_valid()
    }
    if hidden <= {""}:
        return asked.groups
    names = (_("Group A"), _("Group B"))
    return tuple(replace(row, name=name) for row, name in zip(asked.groups, names, strict=False))
