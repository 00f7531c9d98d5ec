"""Cells in rows and columns, drawn in reading order; a row taller than a page goes on in a further row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import islice

from reportlab.platypus.flowables import Flowable

from caseapp.charts.shapes import Direction
from caseapp.documents.pdf import style
from caseapp.documents.pdf.tags import TaggedCanvas

CellFlowables = list[Flowable]

_TALLEST_ROW = 420.0
_TALLEST_HEADING = 150.0
_SPACE_AFTER = 8.0
_ROUND = 7.0


class VerticalAlign(Enum):
    """How much of the room that is left in a row stands over a cell."""

    TOP = 0.0
    MIDDLE = 0.5
    BOTTOM = 1.0


@dataclass(frozen=True)
class TableLook:
    """The room around each cell, and what is drawn around the rows."""

    side: float = 5
    over: float = 5
    under: float = 5
    stand: VerticalAlign = VerticalAlign.MIDDLE
    has_panel: bool = False
    before: float = 0


@dataclass
class Row:
    """Cells in reading order."""

    cells: list[CellFlowables]
    height: float = 0
    heights: list[float] = field(default_factory=list)

    def measure(self, widths: Sequence[float], look: TableLook) -> float:
        self.heights = [
            sum(flowable.wrap(width - 2 * look.side, _TALLEST_ROW)[1] for flowable in cell)
            for cell, width in zip(self.cells, widths, strict=True)
        ]
        self.height = max(self.heights, default=0) + look.over + look.under
        return self.height


class TableFlowable(Flowable):
    """Rows of cells; the heading is repeated on each page, where it is an artifact. A note stands under the last row,
    on the same page."""

    def __init__(
        self,
        rows: Sequence[Row],
        widths: Sequence[float],
        look: TableLook,
        direction: Direction,
        *,
        heading: Row | None = None,
        is_rest: bool = False,
        note: Sequence[Flowable] = (),
    ) -> None:
        super().__init__()
        self.rows = rows
        self.widths = widths
        self.look = look
        self.direction = direction
        self.heading = heading
        self.is_rest = is_rest
        self.note = note

    def getSpaceBefore(self) -> float:
        return self.look.before

    def getSpaceAfter(self) -> float:
        return _SPACE_AFTER

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = sum(self.widths)
        self.under_rows = sum(each.wrap(width, height)[1] for each in self.note) + (_SPACE_AFTER if self.note else 0)
        rows = sum(row.height or row.measure(self.widths, self.look) for row in self._drawn())
        self.height = rows + self.under_rows
        return self.width, self.height

    def height_of_first_row(self) -> float:
        """With the heading above it."""
        rows = islice(self._drawn(), 2 if self.heading else 1)
        return self.look.before + sum(row.height or row.measure(self.widths, self.look) for row in rows)

    def split(self, width: float, height: float) -> list[Flowable]:
        self.wrap(width, height)
        room = height - (self.heading.height if self.heading else 0)
        fitting = 0
        for row in self.rows:
            room -= row.height
            if room < 0:
                break
            fitting += 1
        if fitting == len(self.rows) and room < self.under_rows:
            fitting -= 1
        if not fitting or fitting == len(self.rows):
            return []
        return [
            TableFlowable(
                rows,
                self.widths,
                self.look,
                self.direction,
                heading=self.heading,
                is_rest=self.is_rest or number > 0,
                note=self.note if number else (),
            )
            for number, rows in enumerate((self.rows[:fitting], self.rows[fitting:]))
        ]

    def draw(self) -> None:
        canvas: TaggedCanvas = self.canv
        if self.look.has_panel:
            with canvas.belonging(None, artifact="/Background"):
                canvas.setFillColor(style.PANEL)
                rows = self.height - self.under_rows
                canvas.roundRect(0, self.under_rows, self.width, rows, _ROUND, stroke=0, fill=1)
        top = self.height
        for row in self._drawn():
            if row is self.heading and self.is_rest:
                with canvas.belonging(None, artifact="/Pagination"):
                    self._draw_row(row, top)
            else:
                self._draw_row(row, top)
            top -= row.height
            if not self.look.has_panel:
                self._draw_line(top, is_heading=row is self.heading)
        top -= _SPACE_AFTER
        for each in self.note:
            top -= each.height
            each.drawOn(canvas, 0, top)

    def _drawn(self) -> Iterator[Row]:
        if self.heading:
            yield self.heading
        yield from self.rows

    def _draw_row(self, row: Row, top: float) -> None:
        look = self.look
        stand = VerticalAlign.BOTTOM if row is self.heading else look.stand
        x = self.width if self.direction.is_rtl else 0.0
        for cell, width, height in zip(row.cells, self.widths, row.heights, strict=True):
            left = x - width if self.direction.is_rtl else x
            y = top - look.over - (row.height - look.over - look.under - height) * stand.value
            for flowable in cell:
                y -= flowable.height
                flowable.drawOn(self.canv, left + look.side, y)
            x += -width if self.direction.is_rtl else width

    def _draw_line(self, y: float, *, is_heading: bool) -> None:
        with self.canv.belonging(None):
            self.canv.setStrokeColor(style.TEXT if is_heading else style.LINE_STRONG)
            self.canv.setLineWidth(1.1 if is_heading else 0.5)
            self.canv.line(0, y, self.width, y)


def table_flowable(
    rows: Sequence[list[CellFlowables]],
    widths: Sequence[float],
    look: TableLook,
    direction: Direction,
    *,
    heading: list[CellFlowables] | None = None,
) -> TableFlowable:
    """A table whose rows are never split, because none of them is taller than a page. Cells are in reading order."""
    inside = [width - 2 * look.side for width in widths]
    fitting = [Row(part) for row in rows for part in _parts(row, inside)]
    first = Row(heading) if heading else None
    if first and first.measure(widths, look) > _TALLEST_HEADING:
        fitting, first = [*(Row(part) for part in _parts(first.cells, inside)), *fitting], None
    return TableFlowable(fitting, widths, look, direction, heading=first)


def _parts(row: list[CellFlowables], widths: Sequence[float]) -> Iterator[list[CellFlowables]]:
    while True:
        halves = [_parted(cell, width, _TALLEST_ROW) for cell, width in zip(row, widths, strict=True)]
        yield [first for first, _ in halves]
        row = [rest for _, rest in halves]
        if not any(row):
            return


def _parted(cell: CellFlowables, width: float, height: float) -> tuple[CellFlowables, CellFlowables]:
    """What of the cell fits into the height, and the rest; always at least something."""
    first: CellFlowables = []
    for place, flowable in enumerate(cell):
        needed = flowable.wrap(width, height)[1]
        if needed > height:
            halves = flowable.split(width, height)
            if len(halves) == 2:
                return [*first, halves[0]], [halves[1], *cell[place + 1 :]]
            if first:
                return first, cell[place:]
        first.append(flowable)
        height -= needed
    return first, []
