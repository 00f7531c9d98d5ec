"""Blocks turned into flowables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import singledispatchmethod
from itertools import zip_longest
from typing import TypeVar

from reportlab.platypus import CondPageBreak
from reportlab.platypus import KeepTogether as Kept
from reportlab.platypus.flowables import Flowable

from caseapp.charts.shapes import Direction, facing
from caseapp.charts.signature import signature_picture
from caseapp.documents import blocks
from caseapp.documents.blocks import Block, Cell, CellBlock, ColumnKind, Span, Tone, spans

from . import style
from .figures import PictureDrawing
from .grids import Command, grid
from .panels import BulletPoint, FramedPanel, VoicePanel
from .paragraph import BidiParagraph
from .signing import ChoicePoint, DrawnSignature, SigningPlaces
from .style import Align, TextStyle

Side = TypeVar("Side")

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
_FACT_COLUMNS = 3
_ROOM_UNDER_HEADING = 90.0
_TOGETHER = (blocks.Figure, blocks.KeepTogether)
# These stay with their heading.
_WHOLE = (blocks.Heading, blocks.Figure, blocks.Facts, blocks.Signature, blocks.SignatureLines)


@dataclass(frozen=True)
class Composer:
    """Makes flowables for one document's direction, language and width."""

    direction: Direction
    language: str
    width: float

    def flowables(self, content: Sequence[Block]) -> list[Flowable]:
        made: list[Flowable] = []
        headings: list[Flowable] = []  # they wait for what they stand over
        for block, follower in zip_longest(content, content[1:]):
            flowables = self._made(block)
            if isinstance(block, blocks.Heading) and isinstance(follower, _WHOLE):
                headings += flowables
            elif headings or isinstance(block, _TOGETHER):
                made.append(Kept(list(_loose([*headings, *flowables]))))
                headings = []
            else:
                made += flowables
        return made

    def text(self, words: Sequence[Span], how: TextStyle) -> BidiParagraph:
        return BidiParagraph(words, how, direction=self.direction, language=self.language)

    @singledispatchmethod
    def _made(self, block: Block) -> list[Flowable]:
        raise TypeError(f"No way to draw {type(block).__name__}.")

    @_made.register
    def _(self, block: blocks.Heading) -> list[Flowable]:
        heading = self.text(spans(block.text), style.HEADINGS[min(max(block.level, 1), 3)])
        return [CondPageBreak(_ROOM_UNDER_HEADING), heading]

    @_made.register
    def _(self, block: blocks.Paragraph) -> list[Flowable]:
        return [self.text(block.spans, _TONES[block.tone])]

    @_made.register
    def _(self, block: blocks.Note) -> list[Flowable]:
        return [self.text(spans(block.text), style.SMALL)]

    @_made.register
    def _(self, block: blocks.Voice) -> list[Flowable]:
        whose = self.text(spans(block.whose), replace(style.VOICE_LINE, is_bold=True)) if block.whose else None
        words = self.text(spans(block.text), replace(style.BODY, after=0))
        return [VoicePanel(whose, words, self.direction)]

    @_made.register
    def _(self, block: blocks.BulletList) -> list[Flowable]:
        how = replace(style.BODY, after=0)
        return [BulletPoint(self.text(spans(point), how), self.direction) for point in block.points]

    @_made.register
    def _(self, block: blocks.Choices) -> list[Flowable]:
        return [
            ChoicePoint(
                self.text(spans(Span(choice.text, bold=choice.is_chosen)), replace(style.BODY, after=0)),
                self.text(spans(choice.detail), replace(style.SMALL, after=0)) if choice.detail else None,
                self.direction,
                is_chosen=choice.is_chosen,
            )
            for choice in block.options
        ]

    @_made.register
    def _(self, block: blocks.Disagreement) -> list[Flowable]:
        heading = self.text(spans(block.heading), replace(style.STRONG, after=0))
        words = self.text(spans(block.text), replace(style.BODY, after=0))
        made: list[Flowable] = [FramedPanel(heading, words, self.direction)]
        if block.whose:
            made.append(self.text(spans(block.whose), style.SMALL))
        return made

    @_made.register
    def _(self, block: blocks.Signature) -> list[Flowable]:
        picture = signature_picture(
            block.strokes, title=block.description or block.name, description="", direction=self.direction
        )
        words = [self.text(spans(line), replace(style.SMALL, after=0)) for line in (block.name, block.day) if line]
        return [DrawnSignature(PictureDrawing(picture, self.language, _FIGURE_SCALE), words, self.direction)]

    @_made.register
    def _(self, block: blocks.SignatureLines) -> list[Flowable]:
        labels = [self.text(spans(label), replace(style.SMALL, after=0)) for label in block.labels]
        return [SigningPlaces(labels, self.direction)]

    @_made.register
    def _(self, block: blocks.KeepTogether) -> list[Flowable]:
        return self.flowables(block.blocks)

    @_made.register
    def _(self, block: blocks.Figure) -> list[Flowable]:
        made: list[Flowable] = [PictureDrawing(facing(block.picture, self.direction), self.language, _FIGURE_SCALE)]
        if block.caption:
            made.append(self.text(spans(block.caption), style.SMALL))
        if block.with_table:
            table = block.picture.table
            columns = tuple(blocks.Column(heading) for heading in table.headings)
            made += self._made(blocks.Table(columns, table.rows))
        return made

    @_made.register
    def _(self, block: blocks.Facts) -> list[Flowable]:
        if not block.pairs:
            return []
        columns = min(_FACT_COLUMNS, len(block.pairs))
        cells: list[list[Flowable]] = [
            [self.text(spans(name), style.FACT_NAME), self.text(spans(fact), style.FACT)] for name, fact in block.pairs
        ]
        cells += [[] for _ in range(-len(cells) % columns)]
        rows = [self._sided(cells[at : at + columns]) for at in range(0, len(cells), columns)]
        commands: list[Command] = [
            ("BACKGROUND", (0, 0), (-1, -1), style.PANEL),
            ("ROUNDEDCORNERS", [7, 7, 7, 7]),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 10),
            ("RIGHTPADDING", (0, 0), (-1, -1), 10),
            ("TOPPADDING", (0, 0), (-1, -1), 5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ]
        widths = [self.width / columns] * columns
        return [grid(rows, widths, commands, before=9)]

    @_made.register
    def _(self, block: blocks.Table) -> list[Flowable]:
        total = sum(column.weight for column in block.columns)
        widths = self._sided([self.width * column.weight / total for column in block.columns])
        headings = [
            [self.text(spans(column.heading), style.COLUMN_HEADING.aligned(_side_of(column)))]
            for column in block.columns
        ]
        rows = [self._sided(headings)]
        for row in block.rows:
            cells = [self._cell(cell, _side_of(column)) for cell, column in zip(row, block.columns, strict=True)]
            rows.append(self._sided(cells))
        commands: list[Command] = [
            ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
            ("VALIGN", (0, 1), (-1, -1), "MIDDLE"),
            ("LINEBELOW", (0, 0), (-1, 0), 1.1, style.INK),
            ("LINEBELOW", (0, 1), (-1, -1), 0.5, style.LINE_STRONG),
            ("LEFTPADDING", (0, 0), (-1, -1), 5),
            ("RIGHTPADDING", (0, 0), (-1, -1), 5),
            ("TOPPADDING", (0, 0), (-1, -1), 5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
        ]
        return [grid(rows, widths, commands, repeat_first=True)]

    def _cell(self, cell: Cell, align: Align) -> list[Flowable]:
        if isinstance(cell, str):
            return [self.text(spans(cell), style.CELL.aligned(align))]
        return [self._in_cell(block, align) for block in cell]

    def _in_cell(self, block: CellBlock, align: Align) -> Flowable:
        match block:
            case blocks.Paragraph():
                return self.text(block.spans, _CELL_TONES[block.tone].aligned(align))
            case blocks.Voice():
                return self.text(spans(block.text), style.VOICE_LINE.aligned(align))
            case blocks.Figure():
                return PictureDrawing(facing(block.picture, self.direction), self.language, _CELL_FIGURE_SCALE)

    def _sided(self, cells: list[Side]) -> list[Side]:
        """Cells from left to right on paper."""
        return cells[::-1] if self.direction.is_rtl else cells


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
