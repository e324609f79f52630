"""A document of headings, paragraphs and tables as DOCX, for a manuscript.

Office Open XML (ECMA-376) needs no library for so little: four small files in a zip. The same
content gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from io import BytesIO

from hlh_app.exchange.study.archive import add_file
from hlh_app.exchange.study.docx_parts import paragraph, run, table_xml, text_of
from hlh_app.exchange.study.plain_table import PlainTable

MOST_COLUMNS_UPRIGHT = 6
A4 = (11906, 16838)
MARGIN = 1134


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph of text; ``label`` runs in, bold."""

    text: str
    label: str = ""


Block = Heading | Words | PlainTable
DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document xmlns:w='
    '"http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body>'
    "</w:document>"
)
CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp="http:'
    '//schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org'
    '/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:language>en-US</dc:language>'
    "</cp:coreProperties>"
)


def docx(title: str, blocks: Iterable[Block]) -> bytes:
    """The file. A wide table has landscape pages of its own."""
    from zipfile import ZIP_DEFLATED, ZipFile

    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for part, name in PARTS.items():
            add_file(archive, name, [_part(part).encode()])
        add_file(archive, "docProps/core.xml", [CORE.format(title=text_of(title)).encode()])
        body = "".join(_body(list(blocks)))
        add_file(archive, "word/document.xml", [DOCUMENT.format(body=body).encode()])
    return out.getvalue()


PARTS = {
    "content_types.xml": "[Content_Types].xml",
    "rels.xml": "_rels/.rels",
    "document_rels.xml": "word/_rels/document.xml.rels",
    "styles.xml": "word/styles.xml",
    "footer.xml": "word/footer1.xml",
}


def _part(name: str) -> str:
    return (resources.files("hlh_app.exchange.study") / "word" / name).read_text("utf-8")


def _body(blocks: Sequence[Block]) -> Iterator[str]:
    """A section ends where the paper is turned."""
    wide = False
    for block in blocks:
        turned = is_wide(block)
        if turned != wide:
            yield paragraph([], "Cell", _section(wide))
        wide = turned
        yield from _block(block, wide)
    yield _section(wide)


def is_wide(block: Block) -> bool:
    return isinstance(block, PlainTable) and len(block.heads) > MOST_COLUMNS_UPRIGHT


def _block(block: Block, wide: bool) -> Iterator[str]:
    if isinstance(block, Heading):
        yield paragraph([run(block.text)], f"Heading{block.level}")
    elif isinstance(block, Words):
        label = [run(f"{block.label}. ", bold=True)] if block.label else []
        yield paragraph([*label, run(block.text)], "BodyText")
    else:
        yield from _table(block, wide)


def _table(table: PlainTable, wide: bool) -> Iterator[str]:
    title = table.title if table.title.endswith(".") else f"{table.title}."
    caption = [run(f"{title} ", bold=True), run(table.caption)]
    yield paragraph(caption, "Caption")
    yield table_xml(table, A4[wide] - 2 * MARGIN)
    for mark, text in table.footnotes:
        yield paragraph([run(mark, style="Mark"), run(f" {text}")], "Note")
    for note in table.notes:
        yield paragraph([run(note)], "Note")
    yield paragraph([], "Note")


def _section(wide: bool) -> str:
    width, height = (A4[1], A4[0]) if wide else A4
    turned = ' w:orient="landscape"' if wide else ""
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId2" xmlns:r="http://schemas.'
        'openxmlformats.org/officeDocument/2006/relationships"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/><w:pgMar w:top="{MARGIN}" '
        f'w:right="{MARGIN}" w:bottom="{MARGIN}" w:left="{MARGIN}" w:header="567" '
        'w:footer="567" w:gutter="0"/></w:sectPr>'
    )
