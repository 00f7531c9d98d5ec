"""The rows of a file as it was saved, before anything is recognised in them."""

from dataclasses import dataclass

from caseapp.invisible_rules import CHANGING_OTHERS, INVISIBLE

WITHOUT_INVISIBLE = {ord(mark): None for mark in INVISIBLE}
_UNSEEN_ALONE = WITHOUT_INVISIBLE | {ord(mark): None for mark in CHANGING_OTHERS}


@dataclass(frozen=True)
class SheetLine:
    """A row of the file: the line number that its editor shows, and the unchanged cells.

    `corrects` is the number of the row that this one corrects, in a file of rejected rows. A broken row, whose
    quotation marks do not match, is one cell.
    """

    number: int
    cells: tuple[str, ...]
    corrects: int | None = None
    is_broken: bool = False


@dataclass(frozen=True)
class RawTable:
    """The rows of a text file, or of one sheet of a workbook, that are not empty.

    `name` is that of the sheet, and empty for a text file; `separator` is used for rejected rows.
    """

    name: str
    encoding: str
    separator: str
    lines: tuple[SheetLine, ...]


def is_blank(cell: str) -> bool:
    """Whether a cell says nothing, as the forms see it."""
    return not cell.translate(_UNSEEN_ALONE).strip()
