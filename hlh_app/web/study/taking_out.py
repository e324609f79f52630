"""Making the files that leave: the study export of the asked groups."""

from __future__ import annotations

from typing import IO

from django.utils import timezone
from django.utils.formats import date_format

from hlh_app.accounts.models import User
from hlh_app.exchange.study.archive import write_archive
from hlh_app.exchange.study.export_files import FOLDER, About, export_files
from hlh_app.exchange.study.leaving import Leaving, leaving
from hlh_app.exchange.study.options import Dates, Options
from hlh_app.exchange.study.pseudonyms import Pseudonyms
from hlh_app.exchange.study.tables import chosen
from hlh_app.records.selectors.consents import refused_research
from hlh_app.records.services import study_exports
from hlh_app.statistics import everything

from .asked import Asked


def study_export(asked: Asked, options: Options, user: User) -> IO[bytes]:
    """The zip file, which stands in the record as taken out. Raises as ``take_out``."""
    names = Pseudonyms()
    keys = [asked.subjects.keys[place] for place in chosen(asked.groups)]
    refused = refused_research(keys)
    found = leaving(asked.subjects, asked.groups, refused, options, names)
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


def centres_of(found: Leaving) -> dict[int, int]:
    """Patient's primary key → centre's of everybody who leaves."""
    return dict(zip(found.subjects.keys, found.subjects.centres, strict=True))


def _about(asked: Asked, found: Leaving, refused: int) -> About:
    return About(
        made_on=date_format(timezone.localdate(), "d-M-Y"),
        definition=definition_in_words(asked, found.options.dates is Dates.SHIFTED),
        refused=refused,
        waiting=asked.waiting,
        synthetic=sum(source == "synthetic" for source in found.subjects.sources),
    )


def definition_in_words(asked: Asked, without_period: bool = False) -> tuple[str, ...]:
    """Who was asked for. ``without_period``: where dates are shifted, the period says nothing."""
    return (asked.query or "everybody given ruxolitinib",)
