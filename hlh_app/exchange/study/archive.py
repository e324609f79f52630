"""A study export as one zip file, written piece by piece."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""Of every file in the archive: the zip says nothing of when it was made."""
PLAIN_FILE = 0o644 << 16

Files = Iterable[tuple[str, Iterable[str]]]


def write_archive(out: IO[bytes], folder: str, files: Files) -> None:
    """Every file of (name, pieces of text) below ``folder``; none is held in memory as a whole."""
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, pieces in files:
            add_file(archive, f"{folder}/{name}", (piece.encode() for piece in pieces))


def add_file(archive: ZipFile, name: str, pieces: Iterable[bytes]) -> None:
    entry = ZipInfo(name, EARLIEST)
    entry.compress_type, entry.external_attr = ZIP_DEFLATED, PLAIN_FILE
    with archive.open(entry, "w", force_zip64=True) as file:
        for piece in pieces:
            file.write(piece)
