"""The whole file as documents: an index, one document for each kind of record (long ones in several), and what is left
out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from caseapp.charts.shapes import Direction
from caseapp.documents.blocks import (
    Block,
    Column,
    ColumnKind,
    Document,
    Facts,
    Heading,
    Note,
    Paragraph,
    RunningFooter,
    RunningHeader,
    Table,
    Tone,
    paragraph,
    spans,
)
from caseapp.i18n import _, direction, language
from caseapp.privacy.contents.rules import BLACKENED, KeptField, KeptRow, WholeRecord

ROWS_AT_ONCE = 60
SHORT = 40


@dataclass(frozen=True)
class FilePart:
    """A document of the file; `number` is that of the records in it, nothing where it holds none."""

    name: str
    document: Document
    number: int | None = None


def parts_of(whole: WholeRecord) -> Iterator[FilePart]:
    """The documents after the index, in their order and in the current language."""
    for table in whole.tables:
        for place, rows in enumerate(_portions(table.rows)):
            name = f"{table.heading} ({place + 1})" if place else table.heading
            blocks = tuple(block for row in rows for block in row_blocks(row))
            yield FilePart(name, _document(whole, name, blocks), len(rows))
    yield FilePart(
        _("What is not in this file, and why"),
        _document(whole, _("What is not in this file, and why"), _left_out(whole)),
    )


def index_document(whole: WholeRecord, places: Iterable[tuple[str, int | None, int]]) -> Document:
    """The first pages: what this is, and on which page each part begins."""
    columns = (
        Column(_("Part"), weight=6),
        Column(_("Records"), ColumnKind.NUMBER),
        Column(_("Page"), ColumnKind.NUMBER),
    )
    rows = tuple((name, "–" if number is None else str(number), str(page)) for name, number, page in places)
    blocks = (*about(whole), Heading(1, _("Contents")), Table(columns, rows))
    return _document(whole, _("The whole file"), blocks, subtitle=whole.called)


def about(whole: WholeRecord) -> tuple[Block, ...]:
    """What the reader is told first, in the PDF and on the page alike."""
    everything = _(
        "This is everything that is stored about this person, in readable form. Records that were entered in error are "
        "here too, marked as such."
    )
    others = _(
        "No other client's records are in it. What was written about others in free text no program finds: whoever "
        "made this file was asked to read it and to blacken such passages."
    )
    said = [paragraph(everything), paragraph(others)]
    if whole.passages:
        said.append(paragraph(_("Blackened passages look like this: %(mark)s", mark=BLACKENED)))
    return tuple(said)


def row_blocks(row: KeptRow) -> Iterator[Block]:
    """One record: its short values side by side, long ones as text."""
    yield Heading(1, f"{row.number} · {row.when}" if row.when else str(row.number))
    if row.is_in_error:
        yield Paragraph(spans(_("Entered in error")), Tone.STRONG)
    short = tuple((field.name, field.words) for field in row.fields if _is_short(field))
    if short:
        yield Facts(short)
    for field in row.fields:
        if not _is_short(field):
            yield Paragraph(spans(field.name), Tone.QUIET)
            yield paragraph(field.words)


def left_out_table(whole: WholeRecord) -> Table:
    """What is not in the file."""
    columns = (Column(_("What"), weight=2), Column(_("Why"), weight=3))
    return Table(columns, tuple((each.what, each.why) for each in whole.left_out))


def _left_out(whole: WholeRecord) -> tuple[Block, ...]:
    return (left_out_table(whole), Note(_("Ask the organisation if you want to see any of it.")))


def _portions(rows: tuple[KeptRow, ...]) -> Iterator[tuple[KeptRow, ...]]:
    return (rows[at : at + ROWS_AT_ONCE] for at in range(0, len(rows), ROWS_AT_ONCE))


def _is_short(field: KeptField) -> bool:
    return len(field.words) <= SHORT and "\n" not in field.words


def _document(whole: WholeRecord, title: str, blocks: tuple[Block, ...], subtitle: str = "") -> Document:
    return Document(
        title=title,
        subtitle=subtitle,
        language=language(),
        direction=Direction(direction()),
        header=RunningHeader(whole.organisation, kind=_("The whole file")),
        footer=RunningFooter(page=_("Page {page}")),
        blocks=blocks,
    )
