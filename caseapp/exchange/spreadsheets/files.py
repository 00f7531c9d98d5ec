"""Read the files of a folder: text files and workbooks, recognised by what is in them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from caseapp.errors import RuleBroken
from caseapp.exchange.spreadsheets.heading_words import FileKind
from caseapp.exchange.spreadsheets.long_attendance import by_group, is_long
from caseapp.exchange.spreadsheets.sheets import Choices, Sheet, find_headings, sheet_of_table
from caseapp.exchange.tables.alphabets import decode
from caseapp.exchange.tables.table import RawTable
from caseapp.exchange.tables.text_files import MOST_BYTES, SEPARATORS, first_rows, table_of_text
from caseapp.exchange.tables.workbook_process import tables_of_hostile_workbook
from caseapp.exchange.tables.workbooks import is_workbook
from caseapp.i18n import _

AS_THEY_ARE = Choices()


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


def read_folder(folder: Path, today: date, choices: Choices = AS_THEY_ARE) -> Folder:
    """All files of the folder but hidden ones, recognised by their headings and not by their names."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    except OSError:
        raise RuleBroken(_("The folder %(folder)s cannot be read.", folder=str(folder))) from None
    return read_files({path: partial(_content, path) for path in paths}, today, choices)


def read_files(files: Mapping[Path, Callable[[], bytes]], today: date, choices: Choices = AS_THEY_ARE) -> Folder:
    """These files, each with what gives its content."""
    return folder_of(*tables_by_path(files), today, choices)


def tables_by_path(
    files: Mapping[Path, Callable[[], bytes]],
) -> tuple[dict[Path, list[RawTable]], tuple[FileFault, ...]]:
    """The tables of each file, and why others have none."""
    tables: dict[Path, list[RawTable]] = {}
    faults: list[FileFault] = []
    for path, content in files.items():
        try:
            tables[path] = tables_of(content())
        except RuleBroken as fault:
            faults.append(FileFault(path.name, str(fault)))
    return tables, tuple(faults)


def folder_of(
    tables: Mapping[Path, Iterable[RawTable]], faults: Iterable[FileFault], today: date, choices: Choices
) -> Folder:
    """The sheets in these tables; `faults` are those of other files."""
    sheets: list[Sheet] = []
    left_out = list(faults)
    for path, of_file in tables.items():
        found, more = sheets_of(path, of_file, today, choices)
        sheets += found
        left_out += more
    order = list(FileKind)
    by_name = sorted(left_out, key=lambda fault: fault.file)
    return Folder(tuple(sorted(sheets, key=lambda sheet: order.index(sheet.kind))), tuple(by_name))


def sheets_of(
    path: Path, tables: Iterable[RawTable], today: date, choices: Choices = AS_THEY_ARE
) -> tuple[list[Sheet], list[FileFault]]:
    """The sheets of one file, and why others were left out; a sheet of several is called by its number."""
    tables = list(tables)
    sheets: list[Sheet] = []
    faults: list[FileFault] = []
    for number, table in enumerate(tables, 1):
        named = name_of_sheet(path, number, len(tables))
        try:
            sheet = sheet_of_table(named, table, choices, today)
            sheets += by_group(sheet) if is_long(sheet) else [sheet]
        except RuleBroken as fault:
            faults.append(FileFault(named.name, str(fault)))
    return sheets, faults


def name_of_sheet(path: Path, number: int, of: int) -> Path:
    """What a sheet is called: as its file, or by its number where there are several."""
    return path if of == 1 else path.with_name(f"{path.name}.sheet{number}")


def sheet_of(path: Path, content: bytes, today: date, choices: Choices = AS_THEY_ARE) -> Sheet:
    """The first sheet of a file with this content; `RuleBroken` where it has none."""
    sheets, faults = sheets_of(path, tables_of(content), today, choices)
    if faults:
        raise RuleBroken(faults[0].sentence)
    return sheets[0]


def tables_of(content: bytes) -> list[RawTable]:
    """The tables of a workbook, or the one of a text file, divided by the separator under which most headings are
    recognised."""
    if is_workbook(content):
        return tables_of_hostile_workbook(content)
    text, encoding = decode(content)
    found = {separator: find_headings(first_rows(text, separator)) for separator in SEPARATORS}
    matches = {separator: place.matches for separator, place in found.items() if place}
    separator = max(matches, key=lambda separator: matches[separator]) if matches else SEPARATORS[0]
    table = table_of_text(text, encoding, separator)
    if not table.lines:
        raise RuleBroken(_("The file has no rows."))
    return [table]


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise RuleBroken(_("The file is larger than 20 MB. Split it."))
        return path.read_bytes()
    except OSError:
        raise RuleBroken(_("The file cannot be read.")) from None
