"""Why a document is refused: where, as a JSON path, and what to enter instead."""

from hlh_app.clinical.text import Message


class FieldError(ValueError):
    """A value is refused; ``where`` is its path below the row being read ("" for the row)."""

    def __init__(self, where: str, reason: Message) -> None:
        super().__init__(str(reason))
        self.where = where
        self.reason = reason


class CaseError(ValueError):
    """A document is refused. ``path`` is like ``$.observations[3].unit``."""

    def __init__(self, path: str, reason: Message) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason
