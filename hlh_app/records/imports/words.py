"""What a centre's laboratories call a test, remembered from what somebody confirmed."""

from collections.abc import Mapping

from django.db import transaction

from hlh_app.accounts.models import Centre, Role, User
from hlh_app.exchange.tables.model import Word
from hlh_app.exchange.tables.names import plain
from hlh_app.records.audit import acting
from hlh_app.records.models import CentreWord
from hlh_app.records.services.change import require


def remembered(centre: Centre) -> Mapping[str, Word]:
    """Plain word → what it means here."""
    rows = CentreWord.objects.filter(centre=centre)
    return {row.word: Word(row.analyte, row.unit, row.laboratory, row.assay) for row in rows}


def remember(centre: Centre, words: Mapping[str, Word], *, actor: User | str) -> int:
    """Keep what words mean, for the next document; how many are news. Raises PermissionDenied."""
    if isinstance(actor, User):
        require(actor, centre.pk, Role.CLINICIAN)
    known = remembered(centre)
    spelled = {plain(word): _fitting(meant) for word, meant in words.items()}
    news = {w: meant for w, meant in sorted(spelled.items()) if w and known.get(w) != meant}
    with transaction.atomic(), acting(actor):
        for word, meant in news.items():
            CentreWord.objects.update_or_create(
                centre=centre, word=word, defaults=dict(meant._asdict())
            )
    return len(news)


def _fitting(meant: Word) -> Word:
    """Without a unit that no column holds: it is none of a test, and is asked about again."""
    longest = CentreWord._meta.get_field("unit").max_length or 0
    return meant if len(meant.unit) <= longest else meant._replace(unit="")
