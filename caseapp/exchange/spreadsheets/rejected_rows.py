"""Rejected rows, written beside their file so that they can be corrected and imported again.

The file has the headings, the separator and the cells of the original, and one more column that says what to correct:
the line in the original, then the sentences. When the file is imported, that column only tells which row of the
original was corrected. Formulas are escaped (`formula_escaping`).
"""

import contextlib
import csv
import io
import os
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from caseapp.errors import RuleBroken
from caseapp.exchange.spreadsheets.attendance import AttendanceSheet
from caseapp.exchange.spreadsheets.heading_words import FileKind
from caseapp.exchange.spreadsheets.headings import CORRECTION_HEADING, CORRECTION_HEADING_ENGLISH
from caseapp.exchange.spreadsheets.row_errors import Reading, RejectedRow
from caseapp.exchange.spreadsheets.sheets import Sheet
from caseapp.exchange.tables.formula_escaping import escape_formula
from caseapp.exchange.tables.table import SheetLine
from caseapp.i18n import _

ENDING = ".rejected.csv"
File = TypeVar("File", bound=Reading[Any] | AttendanceSheet)


def rejected_path(path: Path) -> Path:
    """`clients.rejected.csv` for `clients.csv`, and for itself."""
    if path.name.endswith(ENDING):
        return path
    return path.with_suffix(ENDING) if path.suffix == ".csv" else path.with_name(path.name + ENDING)


def write_rejected(sheet: Sheet, rows: Sequence[RejectedRow], closing: Sequence[SheetLine] = ()) -> Path | None:
    """Write the rows and return the path; without rows, remove the file of an earlier import.

    `closing` are lines below the rows that belong to the whole sheet. Only the owner can read the file, from the
    first byte on, and it is never left half written.
    """
    path = rejected_path(sheet.path)
    try:
        if not rows:
            path.unlink(missing_ok=True)
            return None
        _put(path, rejected_text(sheet, rows, closing).encode("utf-8-sig"))
    except OSError:
        raise RuleBroken(_("The file %(file)s cannot be written.", file=path.name)) from None
    return path


def rejected_text(sheet: Sheet, rows: Sequence[RejectedRow], closing: Sequence[SheetLine] = ()) -> str:
    """The rejected rows of a sheet as CSV. Of what stood above the headings the title of an attendance list alone is
    repeated: who took a table along took another one."""
    out = io.StringIO()
    write = csv.writer(out, delimiter=sheet.separator, lineterminator="\r\n")
    width = max(len(sheet.headings), *(len(row.line.cells) for row in rows))
    for line in sheet.above[-1:] if sheet.kind is FileKind.ATTENDANCE else ():
        write.writerow([escape_formula(cell) for cell in line.cells])
    write.writerow([*_padded(sheet.headings, width), _correction_heading(sheet)])
    for row in rows:
        write.writerow([*_padded(row.line.cells, width), escape_formula(correction_note(row))])
    for line in closing:
        write.writerow(_padded(line.cells, width))
    return out.getvalue()


def correction_note(row: RejectedRow) -> str:
    """The line in the original, then every fault."""
    return f"{row.line.corrects or row.line.number}: " + " ".join(str(fault) for fault in row.faults)


def original_of(sheet: Sheet, sheets: Iterable[Sheet]) -> Sheet | None:
    """The sheet whose rejected rows this one holds, where both lie in the folder."""
    return next(
        (
            other
            for other in sheets
            if other.path != sheet.path and rejected_path(other.path) == sheet.path and other.kind is sheet.kind
        ),
        None,
    )


def drop_duplicates(original: File, corrected: File) -> tuple[File, File]:
    """A file and the file of its rejected rows, each without rejected rows that belong to the other.

    A row that nobody has corrected belongs to the original; a row that was corrected, rightly or not, to the file of
    rejected rows. All that remain can be written under the headings of the original.
    """
    order = _order(corrected.sheet.headings, original.sheet.headings)
    lines = [_reordered(line, order, len(corrected.sheet.headings)) for line in corrected.sheet.lines]
    untouched = {_core(row.line) for row in original.rejected}
    by_corrected = {line.corrects: line for line in lines if line.corrects and _core(line) not in untouched}
    at_line = {line.number: line for line in lines}
    rejected = (replace(row, line=at_line[row.line.number]) for row in corrected.rejected)
    return (
        replace(
            original,
            rejected=tuple(
                row for row in original.rejected if not _is_corrected_by(row.line, by_corrected.get(row.line.number))
            ),
        ),
        replace(corrected, rejected=tuple(row for row in rejected if _core(row.line) not in untouched)),
    )


def _order(theirs: Sequence[str], ours: Sequence[str]) -> list[int | None]:
    """For each of our headings, its place among theirs; then the places of their columns without a heading."""
    places = {heading.strip(): place for place, heading in enumerate(theirs) if heading.strip()}
    nameless = iter([place for place, heading in enumerate(theirs) if not heading.strip()])
    ordered = [places.get(heading.strip()) if heading.strip() else next(nameless, None) for heading in ours]
    return ordered + list(nameless)


def _reordered(line: SheetLine, order: Sequence[int | None], headings: int) -> SheetLine:
    cells = line.cells
    cells_in_order = ["" if place is None or place >= len(cells) else cells[place] for place in order]
    return replace(line, cells=(*cells_in_order, *cells[headings:]))


def _is_corrected_by(line: SheetLine, other: SheetLine | None) -> bool:
    """Whether at least half of the cells are equal: line numbers alone may have changed."""
    if other is None:
        return False
    pairs = list(zip(_core(line), _core(other), strict=False))
    return 2 * sum(one == two for one, two in pairs) >= len(pairs)


def _core(line: SheetLine) -> tuple[str, ...]:
    """The cells without the empty ones at the end, which spreadsheets add and drop."""
    cells = [cell.strip() for cell in line.cells]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [escape_formula(cell) for cell in cells] + [""] * (width - len(cells))


def _correction_heading(sheet: Sheet) -> str:
    hebrew = any("א" <= letter <= "ת" for heading in sheet.headings for letter in heading)
    return CORRECTION_HEADING if hebrew else CORRECTION_HEADING_ENGLISH


def _put(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            if hasattr(os, "fchmod"):
                os.fchmod(handle, 0o600)
            file.write(content)
            file.flush()
            os.fsync(handle)
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
