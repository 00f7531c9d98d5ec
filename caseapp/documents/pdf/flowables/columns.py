"""How wide the columns of a table are."""

from collections.abc import Sequence

from caseapp.charts.shapes import Direction
from caseapp.documents.blocks import Column, spans
from caseapp.documents.pdf import style
from caseapp.documents.pdf.text.paragraph import BidiParagraph

_BESIDE = 2 * 5.0 + 1
_MOST_GIVEN = 0.5


def column_widths(columns: Sequence[Column], width: float, direction: Direction, language: str) -> list[float]:
    """By weight, but no heading has a word broken in two while the widest column can give the room."""

    def needed(column: Column) -> float:
        words = (
            BidiParagraph(spans(word), style.COLUMN_HEADING, direction=direction, language=language)
            for word in column.heading.split()
        )
        return max((word.natural_width() for word in words), default=0) + _BESIDE

    total = sum(column.weight for column in columns)
    shares = [width * column.weight / total for column in columns]
    widths = [max(share, needed(column)) for share, column in zip(shares, columns, strict=True)]
    widest = widths.index(max(widths))
    given = sum(widths) - width
    if given > widths[widest] * _MOST_GIVEN:
        return shares
    widths[widest] -= given
    return widths
