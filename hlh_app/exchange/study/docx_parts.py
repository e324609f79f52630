"""Pieces of WordprocessingML: text, paragraphs and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from hlh_app.exchange.study.plain_table import Kind, PlainCell, PlainTable

NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
RULE = '<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="000000"/>'
THICK, THIN = 8, 4
RIGHT = frozenset((Kind.NUMBER, Kind.EMPTY))


def text_of(text: str) -> str:
    return escape(NOT_XML.sub("", text))


def run(text: str, *, bold: bool = False, italic: bool = False, style: str = "") -> str:
    """``style``: of characters, e.g. "Small" or "Mark"."""
    said = [f'<w:rStyle w:val="{style}"/>' if style else ""]
    said += ["<w:b/>" if bold else "", "<w:i/>" if italic else ""]
    marks = "".join(said)
    properties = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text_of(text)}</w:t></w:r>'


def paragraph(runs: Iterable[str], style: str = "", more: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = f"<w:pPr>{named}{more}</w:pPr>" if named or more else ""
    return f"<w:p>{properties}{''.join(runs)}</w:p>"


def table_xml(table: PlainTable, width: int) -> str:
    """The table, ``width`` twentieths of a point wide; its head is repeated on each page."""
    widths = _widths(table, width)
    grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in widths)
    rows = [_span_row(table, widths)] if table.spans else []
    rows.append(_head_row(table, widths))
    last = len(table.rows) - 1
    rows += [_row(row, widths, at == last) for at, row in enumerate(table.rows)]
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/>'
        f'</w:tblCellMar><w:tblCaption w:val="{escape(table.title, {chr(34): "&quot;"})}"/>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


SHORTEST, LONGEST, LONGEST_NAME = 6, 26, 40


def _widths(table: PlainTable, width: int) -> list[int]:
    """By the longest text of each column, within reason."""
    wanted = [
        min(max(_longest(table, at), SHORTEST), LONGEST if at else LONGEST_NAME)
        for at in range(len(table.heads))
    ]
    sizes = [width * size // sum(wanted) for size in wanted]
    sizes[0] += width - sum(sizes)
    return sizes


def _longest(table: PlainTable, at: int) -> int:
    cells = [row[at] for row in table.rows if row[0].kind is not Kind.SECTION]
    words = max((len(word) for word in table.heads[at].split()), default=0)
    small = [0.7 * _small_print(cell) for cell in cells]
    texts = [len(cell.text) + len(cell.mark) for cell in cells]
    return int(max([words, *texts, *small]))


def _small_print(cell: PlainCell) -> int:
    """Characters of the line below, half of it where it is a sentence, which may wrap."""
    line = len("; ".join(note.text for note in cell.more))
    return max(line, len(cell.note) // 2 if len(cell.note) > LONGEST else len(cell.note))


def _span_row(table: PlainTable, widths: Sequence[int]) -> str:
    cells, at = [], 0
    for text, columns in table.spans:
        under = _borders(top=THICK, bottom=THIN if text else 0)
        size = sum(widths[at : at + columns])
        words = paragraph([run(text, bold=True)], "Cell", '<w:jc w:val="center"/>')
        cells.append(_cell([words], size, under, columns))
        at += columns
    return _row_xml(cells, head=True)


def _head_row(table: PlainTable, widths: Sequence[int]) -> str:
    lines = _borders(top=0 if table.spans else THICK, bottom=THIN)
    numeric = [table.is_numeric(at) for at in range(len(table.heads))]
    cells = [
        _cell([paragraph([run(text, bold=True)], "Cell", _aligned(right))], size, lines)
        for text, size, right in zip(table.heads, widths, numeric, strict=True)
    ]
    return _row_xml(cells, head=True)


def _row(row: Sequence[PlainCell], widths: Sequence[int], last: bool) -> str:
    lines = _borders(bottom=THICK if last else 0)
    if row[0].kind is Kind.SECTION:
        words = [run(f"{row[0].text} ", bold=True), *_small(row[0].note)]
        named = paragraph(words, "Cell", '<w:keepNext/><w:spacing w:before="80"/>')
        return _row_xml([_cell([named], sum(widths), lines, len(widths))])
    cells = zip(row, widths, strict=True)
    return _row_xml([_cell(_said(cell), size, lines) for cell, size in cells])


def _said(cell: PlainCell) -> list[str]:
    """The cell's text, and its small print below."""
    indent = '<w:ind w:left="200"/>' if cell.kind is Kind.SUBHEAD else ""
    place = indent or _aligned(cell.kind in RIGHT)
    mark = [run(cell.mark, style="Mark")] if cell.mark else []
    small = "; ".join(filter(None, [cell.note, *(note.text for note in cell.more)]))
    lines = [[run(cell.text), *mark]] if cell.text or not small else []
    lines += [_small(small)] if small else []
    return [paragraph(line, "Cell", place) for line in lines]


def _small(text: str) -> list[str]:
    return [run(text, style="Small")] if text else []


def _aligned(right: bool) -> str:
    return '<w:jc w:val="right"/>' if right else ""


def _borders(top: int = 0, bottom: int = 0) -> str:
    sides = (("top", top), ("bottom", bottom))
    lines = "".join(RULE.format(side=side, eighths=size) for side, size in sides if size)
    return f"<w:tcBorders>{lines}</w:tcBorders>" if lines else ""


def _cell(paragraphs: Sequence[str], width: int, borders: str, columns: int = 1) -> str:
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{borders}</w:tcPr>'
        f"{''.join(paragraphs)}</w:tc>"
    )


def _row_xml(cells: Sequence[str], head: bool = False) -> str:
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>"
