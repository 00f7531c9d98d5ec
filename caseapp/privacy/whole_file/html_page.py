"""The whole file as one page for a browser."""

from caseapp.charts.shapes import Direction
from caseapp.documents.blocks import Block, Document, RunningHeader
from caseapp.documents.html_file import HtmlPart, html_file
from caseapp.i18n import _, direction, language
from caseapp.privacy.contents.rules import WholeRecord
from caseapp.privacy.whole_file.file_blocks import about, left_out_table, row_blocks


def html_page(whole: WholeRecord) -> bytes:
    """The page, in the current language."""
    parts = [
        HtmlPart(table.name, _document(table.heading, tuple(block for row in table.rows for block in row_blocks(row))))
        for table in whole.tables
    ]
    last = HtmlPart("left_out", _document(_("What is not in this file, and why"), (left_out_table(whole),)))
    first = _document(_("The whole file"), about(whole), whole.called)
    return html_file(first, _("Contents"), [*parts, last])


def _document(title: str, blocks: tuple[Block, ...], subtitle: str = "") -> Document:
    return Document(title, language(), Direction(direction()), RunningHeader(""), subtitle=subtitle, blocks=blocks)
