"""Read spreadsheets saved as text: encoding, separator, headings and cells."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from caseapp.errors import RuleBroken
from caseapp.exchange.spreadsheets.cells import is_blank
from caseapp.exchange.spreadsheets.formula_escaping import unescape_formula
from caseapp.exchange.spreadsheets.headings import Columns, FileKind, columns_of, is_correction_heading, recognise
from caseapp.i18n import _

SEPARATORS = (",", ";", "\t")
MOST_BYTES = 20 * 1024 * 1024
HEADINGS_WITHIN = 10
ZIPPED = b"PK\x03\x04"
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"

# Each column has its own limit, reported for the row; the reader itself accepts any length.
csv.field_size_limit(MOST_BYTES)


@dataclass(frozen=True)
class SheetLine:
    """A row of the file: the line number that a text editor shows, and the unchanged cells.

    `corrects` is the number of the row that this one corrects, in a file of rejected rows.
    """

    number: int
    cells: tuple[str, ...]
    corrects: int | None = None


@dataclass(frozen=True)
class Sheet:
    """A recognised file: its kind, its format, and the rows below the headings."""

    path: Path
    kind: FileKind
    encoding: str
    separator: str
    above: tuple[SheetLine, ...]
    headings: tuple[str, ...]
    columns: Columns
    lines: tuple[SheetLine, ...]

    def cell(self, line: SheetLine, field: str) -> str | None:
        """The raw cell of a field; None where the file has no such column."""
        place = self.columns.place.get(field)
        if place is None:
            return None
        return line.cells[place] if place < len(line.cells) else ""

    def heading(self, field: str) -> str:
        place = self.columns.place.get(field)
        return "" if place is None else self.headings[place].strip()


@dataclass(frozen=True)
class FileFault:
    """Why a whole file is left out."""

    file: str
    sentence: str


@dataclass(frozen=True)
class Folder:
    """The sheets of a folder in the order of import, and why other files were left out."""

    sheets: tuple[Sheet, ...]
    faults: tuple[FileFault, ...]


def read_folder(folder: Path) -> Folder:
    """All files of the folder but hidden ones, recognised by their headings and not by their names."""
    sheets: list[Sheet] = []
    faults: list[FileFault] = []
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    except OSError:
        raise RuleBroken(_("The folder %(folder)s cannot be read.", folder=str(folder))) from None
    for path in paths:
        try:
            sheets.append(read_sheet(path))
        except RuleBroken as fault:
            faults.append(FileFault(path.name, str(fault)))
    order = list(FileKind)
    return Folder(tuple(sorted(sheets, key=lambda sheet: order.index(sheet.kind))), tuple(faults))


def read_sheet(path: Path) -> Sheet:
    """One file; `RuleBroken` if it cannot be read."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise RuleBroken(_("The file is larger than 20 MB. Split it."))
        content = path.read_bytes()
    except OSError:
        raise RuleBroken(_("The file cannot be read.")) from None
    return sheet_of(path, content)


def sheet_of(path: Path, content: bytes) -> Sheet:
    """The sheet with this content."""
    text, encoding = decode(content)
    separator, kind = _separator_and_kind(text)
    lines = list(_lines(text, separator))
    where = next(at for at, line in enumerate(lines) if recognise(line.cells))
    headings = lines[where].cells
    notes = next((at for at, heading in enumerate(headings) if is_correction_heading(heading)), None)
    if notes is not None:
        lines = [_without_note(line, notes, under_headings=at > where) for at, line in enumerate(lines)]
        headings = lines[where].cells
    columns = columns_of(kind, headings)
    if columns.faults:
        raise RuleBroken(" ".join(columns.faults))
    above = tuple(line for line in lines[:where] if not _is_separator_hint(line))
    return Sheet(path, kind, encoding, separator, above, headings, columns, tuple(lines[where + 1 :]))


def decode(content: bytes) -> tuple[str, str]:
    """The text and its encoding: the one of the byte order mark, else UTF-8, else Windows-1255."""
    if content.startswith((ZIPPED, OLD_WORKBOOK)):
        raise RuleBroken(_("This is a workbook. Save each sheet as CSV (UTF-8)."))
    if content.startswith(codecs.BOM_UTF8):
        tries = [("utf-8-sig", "UTF-8 with BOM")]
    elif content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        tries = [("utf-16", "UTF-16")]
    else:
        tries = [("utf-8", "UTF-8"), ("cp1255", "Windows-1255")]
    for codec, name in tries:
        try:
            return content.decode(codec), name
        except UnicodeDecodeError:
            continue
    raise RuleBroken(_("The characters in this file cannot be read. Save it as CSV (UTF-8)."))


def _separator_and_kind(text: str) -> tuple[str, FileKind]:
    best: tuple[int, str, FileKind] | None = None
    for separator in SEPARATORS:
        found = _kind_under(text, separator)
        if found and (best is None or found[1] > best[0]):
            best = found[1], separator, found[0]
    if best is None:
        sentence = _(
            "This is not one of the four files that can be imported: clients, goals, meetings or group attendance."
        )
        raise RuleBroken(sentence)
    return best[1], best[2]


def _kind_under(text: str, separator: str) -> tuple[FileKind, int] | None:
    """The kind recognised in the first rows when they are split by this separator."""
    try:
        for at, line in enumerate(_lines(text, separator)):
            if at >= HEADINGS_WITHIN:
                return None
            if found := recognise(line.cells):
                return found
    except RuleBroken:
        return None
    return None


def _lines(text: str, separator: str) -> Iterator[SheetLine]:
    """The rows that are not empty; a row that spans several lines has the number of the first."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    started = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise _quotes(started, reader.line_num) from None
        if any(not is_blank(cell) for cell in cells):
            yield SheetLine(started, tuple(unescape_formula(cell) for cell in cells))
        started = reader.line_num + 1


def _quotes(first: int, last: int) -> RuleBroken:
    return RuleBroken(
        _(
            "Quotation marks do not match between lines %(first)s and %(last)s.",
            first=first,
            last=last,
        )
    )


def _without_note(line: SheetLine, notes: int, under_headings: bool) -> SheetLine:
    """A row of a file of rejected rows without the column `notes`, which says what to correct in which line."""
    cells = tuple(cell for at, cell in enumerate(line.cells) if at != notes)
    marked = re.match(r"([0-9]{1,9}):", line.cells[notes]) if under_headings and notes < len(line.cells) else None
    return SheetLine(line.number, cells, int(marked[1]) if marked else None)


def _is_separator_hint(line: SheetLine) -> bool:
    return line.cells[0].startswith("sep=")
