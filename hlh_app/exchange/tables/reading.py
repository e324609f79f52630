"""A pasted block or a file, read cell by cell: the front door of this package."""

from collections.abc import Iterator
from datetime import tzinfo

from hlh_app.exchange.incoming import Incoming
from hlh_app.exchange.tables.model import (
    NOTHING,
    Cell,
    CellReading,
    Head,
    Kind,
    Means,
    Question,
    Reading,
    Status,
    TableError,
    Word,
)

__all__ = [
    "Cell",
    "CellReading",
    "Head",
    "Kind",
    "Means",
    "Question",
    "Reading",
    "Status",
    "TableError",
    "Word",
    "incoming",
    "read_file",
    "read_text",
]


def read_text(text: str, means: Means = NOTHING) -> Reading:
    """A pasted block. TableError when it is too long or no text."""
    return Reading()


def read_file(name: str, content: bytes, means: Means = NOTHING) -> Reading:
    """CSV, TSV, XLSX or plain text. TableError says what is wrong with the file."""
    return Reading()


def incoming(reading: Reading, zone: tzinfo) -> Iterator[Incoming]:
    """The cells that are read, as rows to keep; times without an offset are ``zone``'s."""
    return iter(())
