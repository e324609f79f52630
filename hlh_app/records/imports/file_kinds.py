"""What kind of file somebody sent: told by its first bytes, never by its name alone.

What cannot be read is refused here, in words, before any reader opens it: a spreadsheet that would
unpack to far more than it says, one with a password, an old or another format, a picture.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from hlh_app.exchange.fhir.document import BYTE_ORDER_MARK, is_lines
from hlh_app.records.services.errors import Refused

XLSX, TEXT, FHIR_JSON, FHIR_LINES = "xlsx", "text", "fhir json", "fhir lines"
MOST_UNPACKED = 400 * 1024 * 1024
MOST_TIMES = 200  # a table of numbers shrinks to a tenth; nothing honest to a two-hundredth
SMALL_ENOUGH = 20 * 1024 * 1024  # whatever the ratio
MOST_SHEETS = 60
BOOK = "xl/workbook.xml"
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OverflowError),
    *(NotImplementedError, OSError),
)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WITH_PASSWORD = "EncryptedPackage".encode("utf-16-le")
ENDINGS = {
    XLSX: (".xlsx", ".xlsm"),
    TEXT: (".csv", ".tsv", ".txt", ".tab"),
    FHIR_JSON: (".json", ".fhir"),
    FHIR_LINES: (".ndjson", ".jsonl"),
}
NAMES = {
    XLSX: lazy("an Excel workbook"),
    TEXT: lazy("a text table"),
    FHIR_JSON: lazy("FHIR in JSON"),
    FHIR_LINES: lazy("FHIR in lines of JSON"),
}
SAVE_AS = lazy("Save it as XLSX or CSV and send that.")
A_PICTURE = lazy("This is a picture. Send the table itself.")
PACKED = lazy("This is a packed file. Unpack it and send what is inside.")
A_PDF = lazy(
    "This is a PDF, whose tables cannot be read reliably. Ask the laboratory for the results as a "
    "spreadsheet, or copy the table and paste it."
)
BY_FIRST_BYTES = (
    (b"%PDF-", A_PDF),
    (b"\x89PNG", A_PICTURE),
    (b"\xff\xd8\xff", A_PICTURE),
    (b"GIF8", A_PICTURE),
    (b"{\\rtf", lazy("This is a text document, not a table.")),
    (b"\x1f\x8b", PACKED),
    (b"Rar!", PACKED),
    (b"7z\xbc\xaf", PACKED),
    (b"SQLite format 3", lazy("This is a database, not a table.")),
)


@dataclass(frozen=True, slots=True)
class FileKind:
    """``kind``: how to read it; ``remark``: what its name says otherwise, in words."""

    kind: str
    remark: str = ""

    @property
    def is_fhir(self) -> bool:
        return self.kind in (FHIR_JSON, FHIR_LINES)


def kind_of(name: str, content: bytes) -> FileKind:
    """The kind of a file. Refused, under the name ``file``, for one that is not read here."""
    if not content.strip(b"\0\t\r\n \xef\xbb\xbf"):
        raise _refused(_("The file is empty."))
    for first, said in BY_FIRST_BYTES:
        if content.startswith(first):
            raise _refused(str(said))
    if content.startswith(OLD_OFFICE):
        raise _refused(_old_office(content))
    kind = _packed(content) if content.startswith(b"PK") else _written(content)
    return FileKind(kind, _remark(name, kind))


def _old_office(content: bytes) -> str:
    if WITH_PASSWORD in content:
        return _("This workbook is protected by a password. Save it without one and send that.")
    return " ".join((_("This is a file of an older Excel (.xls)."), str(SAVE_AS)))


def _packed(content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            sheets = _sheets(archive, parts)
    except DAMAGED:
        raise _refused(_("The workbook is damaged: it cannot be opened.")) from None
    names = {part.filename for part in parts}
    if BOOK not in names:
        raise _refused(_other_archive(names))
    if sheets > MOST_SHEETS:
        told = _("The workbook has more than %(most)s sheets. Send the one with the results.")
        raise _refused(told % {"most": MOST_SHEETS})
    unpacked = sum(part.file_size for part in parts)
    bomb = unpacked > SMALL_ENOUGH and unpacked > MOST_TIMES * len(content)
    if bomb or unpacked > MOST_UNPACKED:
        raise _refused(
            _("The workbook unpacks to more than can be read. Split it, or save it as CSV.")
        )
    return XLSX


def _sheets(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> int:
    """How many sheets it lists: each is opened, though all may be one and the same part."""
    book = next((part for part in parts if part.filename == BOOK), None)
    if book is None or book.file_size > SMALL_ENOUGH:
        return 0
    return archive.read(book).count(b"sheetId")


def _other_archive(names: set[str]) -> str:
    if "word/document.xml" in names:
        return _("This is a Word document. Copy its table and paste it, or save it as CSV.")
    if "xl/workbook.bin" in names:
        return " ".join((_("This is a binary Excel workbook (.xlsb)."), str(SAVE_AS)))
    if "content.xml" in names:
        return " ".join((_("This is an OpenDocument file (.ods)."), str(SAVE_AS)))
    return str(PACKED)


def _written(content: bytes) -> str:
    start = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] == b"<":
        return _marked_up(start)
    if start[:1] == b"{":
        return FHIR_LINES if is_lines(content.removeprefix(BYTE_ORDER_MARK)) else FHIR_JSON
    if start[:1] == b"[" and start[1:].lstrip()[:1] in (b"{", b"]"):
        raise _refused(
            _("This is a list in JSON. Send a FHIR Bundle, or one resource a line (ndjson).")
        )
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not wide and b"\0" in content:
        raise _refused(_("This is not a table: it holds bytes that no text has."))
    return TEXT


def _marked_up(start: bytes) -> str:
    if b"http://hl7.org/fhir" in start:
        raise _refused(_("This is FHIR in XML, which is not read. Export it as JSON or ndjson."))
    raise _refused(
        " ".join((_("This is a web page or XML, even if its name ends in .xls."), str(SAVE_AS)))
    )


def _remark(name: str, kind: str) -> str:
    ending = PurePath(name).suffix.lower()
    if not ending or ending in ENDINGS[kind]:
        return ""
    if kind == FHIR_JSON and ending in ENDINGS[FHIR_LINES]:
        return ""
    return _("The name ends in %(ending)s; the content is %(kind)s and is read as that.") % {
        "ending": ending[:12],
        "kind": NAMES[kind],
    }


def _refused(said: str) -> Refused:
    return Refused({"file": [said]})
