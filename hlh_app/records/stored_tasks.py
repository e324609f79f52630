"""Tasks of the worklist as JSON, in the summary of their patient."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hlh_app.clinical.task import Task, TaskKind
from hlh_app.records import stored_messages

Json = dict[str, Any]


def stored(task: Task) -> Json:
    """Dates as ISO days, the reason as a stored message."""
    return {
        "kind": task.kind.value,
        "why": stored_messages.stored(task.why),
        "from": task.shows_from.isoformat(),
        "due": task.due_on.isoformat() if task.due_on else None,
        "until": task.shows_until.isoformat() if task.shows_until else None,
        "grade": task.grade,
    }


def restored(written: Mapping[str, Any]) -> Task:
    """The task that was stored."""
    return Task(
        kind=TaskKind(written["kind"]),
        why=stored_messages.restored(written["why"]),
        shows_from=date.fromisoformat(written["from"]),
        due_on=_day(written["due"]),
        shows_until=_day(written["until"]),
        grade=written.get("grade", 0),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
