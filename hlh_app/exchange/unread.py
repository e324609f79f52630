"""Why a text could not be read, and what to write instead."""

from hlh_app.clinical.text import Message, Value


class Unread(ValueError):  # noqa: N818 (what happened, as a form tells it)
    """``message``: translated by whoever prints it."""

    def __init__(self, template: str, **values: Value) -> None:
        self.message = Message(template, values)
        super().__init__(str(self.message))
