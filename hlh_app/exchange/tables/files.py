"""The content of a file as rows of cells: text in the encodings of hospitals, or a workbook."""

from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.exchange.tables import chinese
from hlh_app.exchange.tables.grid import Grid, Names
from hlh_app.exchange.tables.model import TableError
from hlh_app.exchange.tables.splitting import split
from hlh_app.exchange.tables.workbook import workbook_grid

MOST_BYTES = 25_000_000
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_OTHER_FILES = {
    b"%PDF": "PDF",
    b"\xd0\xcf\x11\xe0": "XLS",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"{\\rtf": "RTF",
    b"\x1f\x8b": "GZ",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7Z",
}
TOO_LARGE = gettext_noop("This file is too large: at most {most} MB are read.")
EMPTY = gettext_noop("This file is empty.")
NOT_A_TABLE = gettext_noop("This is a {kind} file. Save the table as XLSX or CSV.")
NOT_TEXT = gettext_noop("This is no text and no workbook. Save the table as XLSX or CSV.")
ENCODING = gettext_noop("The letters of this file cannot be read. Save it as CSV in UTF-8.")


def grid_of(content: bytes, names: Names) -> Grid:
    """TableError says in words what is wrong."""
    if len(content) > MOST_BYTES:
        raise TableError(Message(TOO_LARGE, {"most": MOST_BYTES // 1_000_000}))
    if not content.strip():
        raise TableError(Message(EMPTY))
    if content.startswith(b"PK"):
        return workbook_grid(content, names)
    for start, kind in _OTHER_FILES.items():
        if content.startswith(start):
            raise TableError(Message(NOT_A_TABLE, {"kind": kind}))
    return split(decoded(content), names)


def decoded(content: bytes) -> str:
    """UTF-8, UTF-16, GB 18030 when it holds Chinese headings, else Windows' Western letters."""
    if content.startswith(_UTF16):
        return _printable(_strict(content, "utf-16"))
    if b"\0" in content:
        raise TableError(Message(NOT_TEXT))
    try:
        return _printable(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        pass
    is_chinese = chinese.is_chinese(content, whole=True)
    return _printable(_strict(content, chinese.ENCODING if is_chinese else "cp1252"))


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise TableError(Message(ENCODING)) from None


def _printable(text: str) -> str:
    """Control characters stand in no table."""
    head = text[:4096]
    if "\0" in text or sum(ord(c) < 32 and c not in "\t\r\n\f\v" for c in head) > len(head) // 100:
        raise TableError(Message(NOT_TEXT))
    return text
