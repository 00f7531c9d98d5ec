"""Rows of cells laid into a grid; a row taller than a page goes on in a further row."""

from collections.abc import Iterator, Sequence

from reportlab.platypus import Table as Grid
from reportlab.platypus.flowables import Flowable

from .faces import regular

CellFlowables = list[Flowable]
Command = tuple[object, ...]

_TALLEST_ROW = 420.0
_TALLEST_HEADING = 150.0
_PADDING = 5.0
_SPACE_AFTER = 8.0


def grid(
    rows: Sequence[Sequence[CellFlowables]],
    widths: Sequence[float],
    commands: Sequence[Command],
    *,
    repeat_first: bool = False,
    before: float = 0,
) -> Grid:
    """A grid whose rows are never parted, because none of them is taller than a page."""
    fitting = [part for row in rows for part in _parts(list(row), widths)]
    # A grid names a font for every cell even where each cell brings its own text; the default is Helvetica.
    own = ("FONTNAME", (0, 0), (-1, -1), regular().name)
    is_repeated = repeat_first and _height(fitting[0], widths) <= _TALLEST_HEADING
    return Grid(
        fitting,
        list(widths),
        style=[own, *commands],
        repeatRows=int(is_repeated),
        spaceBefore=before,
        spaceAfter=_SPACE_AFTER,
    )


def _height(row: Sequence[CellFlowables], widths: Sequence[float]) -> float:
    heights: list[float] = [
        sum(flowable.wrap(width - 2 * _PADDING, _TALLEST_ROW)[1] for flowable in cell)
        for cell, width in zip(row, widths, strict=True)
    ]
    return max(heights)


def _parts(row: list[CellFlowables], widths: Sequence[float]) -> Iterator[list[CellFlowables]]:
    while True:
        halves = [_parted(cell, width - 2 * _PADDING, _TALLEST_ROW) for cell, width in zip(row, widths, strict=True)]
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
