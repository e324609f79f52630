"""Pages of analyses over made-up patients, without their records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hlh_app.records.selectors import study
from hlh_app.statistics.subjects import Subjects
from hlh_app.web.study import reuse


def pretend(monkeypatch, subjects: Subjects, consents: Sequence[str] = ()) -> None:
    """Whoever asks reads these patients. ``consents``: the last word of each, given by all."""
    who = [
        (key, code, 1, source, consent)
        for key, code, source, consent in zip(
            subjects.keys,
            subjects.codes,
            subjects.sources,
            consents or ["given"] * subjects.n,
            strict=True,
        )
    ]

    def rows_for(user: object, parts: Iterable[str]) -> study.StudyRows:
        texts = {part: list(subjects.texts[part]) for part in parts}
        return study.StudyRows(who=who, parts=texts, readable=len(who))

    reuse.forget()  # of another test, with as many patients
    monkeypatch.setattr(study, "rows_for", rows_for)
