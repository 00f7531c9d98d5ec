"""Divide text files into rows and cells, so that an unmatched quotation mark costs its row and not the file."""

import csv
import io
from collections.abc import Iterator
from itertools import islice

from caseapp.errors import RuleBroken
from caseapp.exchange.tables.formula_escaping import unescape_formula
from caseapp.exchange.tables.table import RawTable, SheetLine, is_blank
from caseapp.i18n import _

SEPARATORS = (",", ";", "\t", "|", "^")
MOST_BYTES = 20 * 1024 * 1024
MOST_BROKEN = 50
HEADINGS_WITHIN = 20

# Each column has its own limit, reported for the row; the reader itself accepts any length.
csv.field_size_limit(MOST_BYTES)


def first_rows(text: str, separator: str) -> list[SheetLine]:
    """The rows in which headings are looked for."""
    return list(islice(_lines(text, separator), HEADINGS_WITHIN))


def table_of_text(text: str, encoding: str, separator: str) -> RawTable:
    """All rows that are not empty; a row that spans several lines has the number of the first."""
    return RawTable("", encoding, separator, tuple(_lines(text, separator)))


def _lines(text: str, separator: str) -> Iterator[SheetLine]:
    physical = list(io.StringIO(text, newline=""))
    at, broken = 0, 0
    while at < len(physical):
        begun = at
        reader = csv.reader(islice(physical, begun, None), delimiter=separator, strict=True)
        try:
            for cells in reader:
                if any(not is_blank(cell) for cell in cells):
                    yield SheetLine(at + 1, tuple(unescape_formula(cell) for cell in cells))
                at = begun + reader.line_num
        except csv.Error:
            broken += 1
            if broken > MOST_BROKEN:
                raise RuleBroken(
                    _("Quotation marks do not match in more than %(most)s rows.", most=MOST_BROKEN)
                ) from None
            yield SheetLine(at + 1, (physical[at].rstrip("\r\n"),), is_broken=True)
            at += 1
