"""Tables as a workbook or as text. What somebody typed is written as text, and is never run as a formula."""

import csv
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from caseapp.batches.rules import BatchFormat
from caseapp.exchange.tables.formula_escaping import escape_formula
from caseapp.i18n import _, direction

AS_TEXT = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False, "in_memory": True}
WIDTH = 16
LABEL_MOST = 31
FOOT_MOST = 120

CellValue = str | int | Decimal | date | time | None


@dataclass(frozen=True)
class ExportedTable:
    """One sheet: its name in files, its name on the tab, its headings and rows, and what stands above the headings."""

    name: str
    label: str
    headings: tuple[str, ...]
    rows: tuple[tuple[CellValue, ...], ...]
    title: str = ""


def file_of(tables: Sequence[ExportedTable], shape: BatchFormat, made_at: datetime, made_by: str = "") -> bytes:
    """A workbook with a sheet for each table; or the only table as text, or several in a ZIP.

    Who took it along, and when, stands under each page of a workbook that is printed, and in the first row of a text,
    above the headings, where an import reads nothing.
    """
    mark = _mark(made_at, made_by)
    if shape is BatchFormat.XLSX:
        return _workbook(tables, made_at, made_by, mark)
    if len(tables) == 1:
        return _text(tables[0], mark)
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as files:
        for table in tables:
            entry = zipfile.ZipInfo(f"{table.name}.csv", made_at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            files.writestr(entry, _text(table, mark))
    return whole.getvalue()


def _text(table: ExportedTable, mark: str) -> bytes:
    """A sheet for spreadsheets, which know UTF-8 by its mark."""
    text = StringIO()
    sheet = csv.writer(text)
    for above in filter(None, (mark, table.title)):
        sheet.writerow([escape_formula(above)])
    for row in (table.headings, *table.rows):
        sheet.writerow([escape_formula(_words(cell)) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def _words(cell: CellValue) -> str:
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return "" if cell is None else str(cell)


def _workbook(tables: Sequence[ExportedTable], made_at: datetime, made_by: str, mark: str) -> bytes:
    # Only who exports needs it, and it takes its time to load.
    from xlsxwriter import Workbook

    whole = BytesIO()
    with Workbook(whole, AS_TEXT) as book:
        book.set_properties({"created": made_at.replace(tzinfo=None), "author": made_by})
        writing = _Writing(book, mark)
        for table in tables:
            writing.add(table)
    return whole.getvalue()


def _mark(made_at: datetime, made_by: str) -> str:
    return _("Taken by %(name)s, %(when)s", name=made_by, when=f"{made_at:%d.%m.%Y %H:%M}") if made_by else ""


class _Writing:
    """Writes tables into a workbook, each cell by its own kind."""

    def __init__(self, book: Any, mark: str) -> None:
        self.book = book
        self.foot = mark[:FOOT_MOST].replace("&", "&&")  # where `&` begins a code of its own
        self.bold = book.add_format({"bold": True})
        self.day = book.add_format({"num_format": "dd/mm/yyyy"})
        self.hour = book.add_format({"num_format": "hh:mm"})

    def add(self, table: ExportedTable) -> None:
        """Add a sheet that reads in the direction of its language."""
        sheet = self.book.add_worksheet(table.label[:LABEL_MOST])
        if direction() == "rtl":
            sheet.right_to_left()
        sheet.set_footer(self.foot)
        if table.title:
            sheet.write_string(0, 0, table.title, self.bold)
        first = 1 if table.title else 0
        for column, heading in enumerate(table.headings):
            sheet.write_string(first, column, heading, self.bold)
        sheet.set_column(0, len(table.headings) - 1, WIDTH)
        sheet.freeze_panes(first + 1, 0)
        for number, row in enumerate(table.rows, start=first + 1):
            for column, cell in enumerate(row):
                self._put(sheet, number, column, cell)

    def _put(self, sheet: Any, row: int, column: int, cell: CellValue) -> None:
        if isinstance(cell, date):
            sheet.write_datetime(row, column, cell, self.day)
        elif isinstance(cell, time):
            sheet.write_datetime(row, column, cell, self.hour)
        elif isinstance(cell, int | Decimal):
            sheet.write_number(row, column, cell)
        elif cell:
            sheet.write_string(row, column, cell)
