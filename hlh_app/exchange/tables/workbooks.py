"""Rows of text as an Excel workbook."""

from collections.abc import Sequence
from io import BytesIO

Sheet = tuple[str, Sequence[Sequence[str]]]


def workbook(sheets: Sequence[Sheet], width: int = 24) -> bytes:
    """Sheets with their titles; the first row of each holds its headings and stays in view."""
    from openpyxl import Workbook  # type: ignore[import-untyped]
    from openpyxl.styles import Alignment, Font  # type: ignore[import-untyped]

    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        sheet.freeze_panes = "A2"
        for heading in sheet[1]:
            heading.font = Font(bold=True)
            sheet.column_dimensions[heading.column_letter].width = width
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    written = BytesIO()
    book.save(written)
    return written.getvalue()
