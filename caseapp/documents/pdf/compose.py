"""Blocks turned into flowables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import singledispatchmethod
from itertools import zip_longest

from reportlab.platypus import CondPageBreak
from reportlab.platypus import KeepTogether as Kept
from reportlab.platypus.flowables import Flowable

from caseapp.charts.shapes import Direction, Picture, facing
from caseapp.charts.signature import signature_picture
from caseapp.documents import blocks
from caseapp.documents.blocks import Block, Cell, CellBlock, ColumnKind, Document, Span, Tone, spans
from caseapp.documents.pdf import style
from caseapp.documents.pdf.flowables.columns import column_widths
from caseapp.documents.pdf.flowables.figures import PictureDrawing
from caseapp.documents.pdf.flowables.panels import BulletPoint, FramedPanel, VoicePanel
from caseapp.documents.pdf.flowables.signing import ChoicePoint, DrawnSignature, SigningPlaces
from caseapp.documents.pdf.flowables.tables import (
    CellFlowables,
    TableFlowable,
    TableLook,
    VerticalAlign,
    table_flowable,
)
from caseapp.documents.pdf.style import Align, TextStyle
from caseapp.documents.pdf.tags import Element
from caseapp.documents.pdf.text.paragraph import BidiParagraph
from caseapp.isolates import visible_text

_TONES = {
    Tone.PLAIN: style.BODY,
    Tone.STRONG: style.STRONG,
    Tone.QUIET: style.SMALL,
    Tone.VOICE: replace(style.BODY, colour=style.VOICE),
}
_CELL_TONES = {
    Tone.PLAIN: style.CELL,
    Tone.STRONG: replace(style.CELL, is_bold=True),
    Tone.QUIET: replace(style.SMALL, after=0),
    Tone.VOICE: style.VOICE_LINE,
}
_FIGURE_SCALE = 0.78
_CELL_FIGURE_SCALE = 0.68
_FACT_COLUMNS, _FACT_COLUMNS_LARGE = 3, 2
_FACTS_LOOK = TableLook(side=10, over=5, under=4, stand=VerticalAlign.TOP, has_panel=True, before=9)
_ROOM_UNDER_HEADING = 90.0
_MOST_ROOM = 300.0
_DEEPEST_HEADING = 3
_TOGETHER = (blocks.Figure, blocks.KeepTogether)
# These stay with their heading.
_WHOLE = (blocks.Heading, blocks.Figure, blocks.Facts, blocks.Signature, blocks.SignatureLines)


@dataclass(frozen=True)
class Composer:
    """Makes flowables for one document's direction, language and width, and the tree of what they are."""

    direction: Direction
    language: str
    width: float
    root: Element = field(default_factory=lambda: Element("Document"))
    scale: float = 1

    def titles(self, document: Document) -> list[Flowable]:
        """What stands once, above the first block."""
        lines = (
            (document.title, style.TITLE, "H1"),
            (document.subtitle, style.SUBTITLE, "P"),
            (document.author_line, style.SMALL, "P"),
        )
        return [self.text(spans(words), how, self.root.add(role)) for words, how, role in lines if words]

    def flowables(self, content: Sequence[Block]) -> list[Flowable]:
        made: list[Flowable] = []
        headings: list[Flowable] = []  # they wait for what they stand over
        for block, follower in zip_longest(content, content[1:]):
            flowables = self._made(block)
            if isinstance(block, blocks.Note) and not headings and made and isinstance(made[-1], TableFlowable):
                made[-1].note = flowables
                continue
            if isinstance(block, blocks.Heading) and isinstance(follower, (*_WHOLE, blocks.Table)):
                headings += flowables
            elif headings and isinstance(block, blocks.Table) and isinstance(flowables[0], TableFlowable):
                headings = list(_loose(headings))
                made += [CondPageBreak(self._room_for(headings, flowables[0])), *headings, *flowables]
                headings = []
            elif headings or isinstance(block, _TOGETHER):
                made.append(Kept(list(_loose([*headings, *flowables]))))
                headings = []
            else:
                made += flowables
        return made

    def _room_for(self, headings: Sequence[Flowable], table: TableFlowable) -> float:
        """What the headings take, with the first row of their table."""
        over = sum(heading.getSpaceBefore() + heading.wrap(self.width, _MOST_ROOM)[1] for heading in headings)
        return min(float(over) + table.height_of_first_row(), _MOST_ROOM)

    def text(self, words: Sequence[Span], how: TextStyle, element: Element | None) -> BidiParagraph:
        how = how.scaled(self.scale)
        return BidiParagraph(words, how, direction=self.direction, language=self.language, element=element)

    @singledispatchmethod
    def _made(self, block: Block) -> list[Flowable]:
        raise TypeError(f"No way to draw {type(block).__name__}.")

    @_made.register
    def _(self, block: blocks.Heading) -> list[Flowable]:
        level = min(max(block.level, 1), _DEEPEST_HEADING)
        heading = self.text(spans(block.text), style.HEADINGS[level], self.root.add(f"H{level + 1}"))
        return [CondPageBreak(_ROOM_UNDER_HEADING), heading]

    @_made.register
    def _(self, block: blocks.Paragraph) -> list[Flowable]:
        return [self.text(block.spans, _TONES[block.tone], self.root.add("P"))]

    @_made.register
    def _(self, block: blocks.Note) -> list[Flowable]:
        return [self.text(spans(block.text), style.SMALL, self.root.add("P"))]

    @_made.register
    def _(self, block: blocks.Voice) -> list[Flowable]:
        quote = self.root.add("BlockQuote")
        how = replace(style.VOICE_LINE, is_bold=True)
        whose = self.text(spans(block.whose), how, quote.add("P")) if block.whose else None
        words = self.text(spans(block.text), replace(style.BODY, after=0), quote.add("P"))
        return [VoicePanel(whose, words, self.direction)]

    @_made.register
    def _(self, block: blocks.Disagreement) -> list[Flowable]:
        part = self.root.add("Div")
        heading = self.text(spans(block.heading), replace(style.STRONG, after=0), part.add("P"))
        words = self.text(spans(block.text), replace(style.BODY, after=0), part.add("BlockQuote").add("P"))
        made: list[Flowable] = [FramedPanel(heading, words, self.direction)]
        if block.whose:
            made.append(self.text(spans(block.whose), style.SMALL, part.add("P")))
        return made

    @_made.register
    def _(self, block: blocks.BulletList) -> list[Flowable]:
        how = replace(style.BODY, after=0)
        items = self.root.add("L")
        bodies = [items.add("LI").add("LBody") for _ in block.points]
        return [
            BulletPoint(self.text(spans(point), how, body), self.direction)
            for point, body in zip(block.points, bodies, strict=True)
        ]

    @_made.register
    def _(self, block: blocks.CheckBoxes) -> list[Flowable]:
        items = self.root.add("L")
        return [point for choice in block.options for point in self._choice(choice, items.add("LI"))]

    def _choice(self, choice: blocks.CheckBox, item: Element) -> Iterator[Flowable]:
        small = replace(style.SMALL, after=0)
        box = item.add("Lbl")
        body = item.add("LBody")
        how = replace(style.BODY, after=0, is_bold=choice.is_chosen)
        words = self.text(spans(choice.text), how, body.add("P"))
        yield ChoicePoint(box, words, self.direction, is_chosen=choice.is_chosen)
        if choice.detail:
            yield ChoicePoint(None, self.text(spans(choice.detail), small, body.add("P")), self.direction)

    @_made.register
    def _(self, block: blocks.Signature) -> list[Flowable]:
        part = self.root.add("Div")
        picture = signature_picture(
            block.strokes, title=block.description or block.name, description="", direction=self.direction
        )
        drawing = self._drawing(picture, _FIGURE_SCALE, part)
        how = replace(style.SMALL, after=0)
        words = [self.text(spans(line), how, part.add("P")) for line in (block.name, block.day) if line]
        return [DrawnSignature(drawing, words, self.direction)]

    @_made.register
    def _(self, block: blocks.SignatureLines) -> list[Flowable]:
        items = self.root.add("L")
        how = replace(style.SMALL, after=0)
        labels = [self.text(spans(label), how, items.add("LI").add("LBody")) for label in block.labels]
        return [SigningPlaces(labels, self.direction)]

    @_made.register
    def _(self, block: blocks.KeepTogether) -> list[Flowable]:
        return self.flowables(block.blocks)

    @_made.register
    def _(self, block: blocks.Figure) -> list[Flowable]:
        part = self.root.add("Div")
        made: list[Flowable] = [self._drawing(facing(block.picture, self.direction), _FIGURE_SCALE, part)]
        if block.caption:
            made.append(self.text(spans(block.caption), style.SMALL, part.add("Caption")))
        if block.with_table:
            table = block.picture.table
            columns = tuple(blocks.Column(heading) for heading in table.headings)
            made += self._made(blocks.Table(columns, table.rows))
        return made

    @_made.register
    def _(self, block: blocks.Facts) -> list[Flowable]:
        if not block.pairs:
            return []
        items = self.root.add("L")
        columns = min(_FACT_COLUMNS if self.scale == 1 else _FACT_COLUMNS_LARGE, len(block.pairs))
        cells = [self._fact(name, fact, items.add("LI")) for name, fact in block.pairs]
        cells += [[] for _ in range(-len(cells) % columns)]
        rows = [cells[at : at + columns] for at in range(0, len(cells), columns)]
        return [table_flowable(rows, [self.width / columns] * columns, _FACTS_LOOK, self.direction)]

    def _fact(self, name: str, fact: str, item: Element) -> CellFlowables:
        return [
            self.text(spans(name), style.FACT_NAME, item.add("Lbl")),
            self.text(spans(fact), style.FACT, item.add("LBody")),
        ]

    @_made.register
    def _(self, block: blocks.Table) -> list[Flowable]:
        table = self.root.add("Table")
        widths = column_widths(block.columns, self.width, self.direction, self.language)
        first = table.add("THead").add("TR")
        heading: list[CellFlowables] = [
            [
                self.text(
                    spans(column.heading),
                    style.COLUMN_HEADING.aligned(_side_of(column)),
                    first.add("TH", scope="Column"),
                )
            ]
            for column in block.columns
        ]
        body = table.add("TBody")
        rows = [self._row(row, block.columns, body.add("TR")) for row in block.rows]
        return [table_flowable(rows, widths, TableLook(), self.direction, heading=heading)]

    def _row(self, row: Sequence[Cell], columns: Sequence[blocks.Column], element: Element) -> list[CellFlowables]:
        """The first cell names the row."""
        made: list[CellFlowables] = []
        for cell, column in zip(row, columns, strict=True):
            inside = element.add("TD") if made else element.add("TH", scope="Row")
            made.append(self._cell(cell, _side_of(column), inside))
        return made

    def _cell(self, cell: Cell, align: Align, element: Element) -> CellFlowables:
        if isinstance(cell, str):
            return [self.text(spans(cell), style.CELL.aligned(align), element)]
        return [self._in_cell(block, align, element) for block in cell]

    def _in_cell(self, block: CellBlock, align: Align, element: Element) -> Flowable:
        match block:
            case blocks.Paragraph():
                return self.text(block.spans, _CELL_TONES[block.tone].aligned(align), element.add("P"))
            case blocks.Voice():
                return self.text(spans(block.text), style.VOICE_LINE.aligned(align), element.add("P"))
            case blocks.Figure():
                return self._drawing(facing(block.picture, self.direction), _CELL_FIGURE_SCALE, element)

    def _drawing(self, picture: Picture, scale: float, parent: Element) -> PictureDrawing:
        said = ". ".join(words for words in (picture.title, picture.description) if words)
        return PictureDrawing(picture, self.language, scale, parent.add("Figure", alt=visible_text(said)))


def _loose(flowables: Sequence[Flowable]) -> Iterator[Flowable]:
    """What may stand inside of one `Kept`: neither another one, which has no height of its own, nor a break that
    depends on the room left, which would always break."""
    for flowable in flowables:
        if isinstance(flowable, Kept):
            yield from flowable._content
        elif not isinstance(flowable, CondPageBreak):
            yield flowable


def _side_of(column: blocks.Column) -> Align:
    return Align.CENTRE if column.kind is ColumnKind.NUMBER else Align.START
