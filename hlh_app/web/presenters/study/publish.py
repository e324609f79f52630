"""The page Publish: what there is to take, and who may take what."""

from __future__ import annotations

from dataclasses import dataclass

from hlh_app.accounts.models import User
from hlh_app.exchange.study.tables import chosen
from hlh_app.records.services.study_exports import PATIENT_ROWS, may_take

from ...study.asked import Asked


@dataclass(frozen=True, slots=True)
class PublishPage:
    """``n``: patients of all groups, each once."""

    n: int
    may_export: bool


def publish_page(asked: Asked, user: User) -> PublishPage:
    places = chosen(asked.groups)
    centres = {asked.subjects.centres[place] for place in places}
    return PublishPage(len(places), bool(places) and may_take(user, PATIENT_ROWS, centres))
