"""Rows that stay out, written beside their file, ready to be mended and brought in again.

The file has the headings, the separator and the cells of the original, and one more column that says what
to mend: the line in the original, then the sentences. That column is ignored when the file comes in again;
its line number tells which row of the original the mended one stands for. Formulas: see `guarding`.
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
from caseapp.exchange.spreadsheets.files import Line, Sheet
from caseapp.exchange.spreadsheets.formula_escaping import guard
from caseapp.exchange.spreadsheets.headings import MEND_HEADING, MEND_HEADING_ENGLISH
from caseapp.exchange.spreadsheets.row_errors import Reading, RejectedRow
from caseapp.i18n import _

ENDING = ".rejected.csv"
Told = TypeVar("Told", bound=Reading[Any] | AttendanceSheet)


def rejected_path(path: Path) -> Path:
    """`clients.csv` has `clients.rejected.csv`; a rejected file that still has faults has itself."""
    if path.name.endswith(ENDING):
        return path
    return path.with_suffix(ENDING) if path.suffix == ".csv" else path.with_name(path.name + ENDING)


def write_rejected(sheet: Sheet, rows: Sequence[RejectedRow], closing: Sequence[Line] = ()) -> Path | None:
    """Write the rows, or remove what an earlier run left where there are none; the path, if written.

    `closing` are lines below the rows that belong to the sheet as a whole. The file is readable by its owner
    only from its first byte, and is either whole or not there.
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


def rejected_text(sheet: Sheet, rows: Sequence[RejectedRow], closing: Sequence[Line] = ()) -> str:
    """The rejected rows of a sheet as a spreadsheet saved as text."""
    out = io.StringIO()
    write = csv.writer(out, delimiter=sheet.separator, lineterminator="\r\n")
    width = max(len(sheet.headings), *(len(row.line.cells) for row in rows))
    for line in sheet.above:
        write.writerow([guard(cell) for cell in line.cells])
    write.writerow([*_laid(sheet.headings, width), _mend_heading(sheet)])
    for row in rows:
        write.writerow([*_laid(row.line.cells, width), guard(what_to_mend(row))])
    for line in closing:
        write.writerow(_laid(line.cells, width))
    return out.getvalue()


def what_to_mend(row: RejectedRow) -> str:
    """The line in the original and every sentence."""
    return f"{row.line.mends or row.line.number}: " + " ".join(str(fault) for fault in row.faults)


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


def settle(original: Told, mended: Told) -> tuple[Told, Told]:
    """The two readings of a file and of its rejected file, so that no row is told twice.

    A row not mended yet is told for the original only; a row of the original that has been mended, well or
    not, is told for the mended one only. What is left of both can be written under the original's headings.
    """
    order = _order(mended.sheet.headings, original.sheet.headings)
    lines = [_reordered(line, order, len(mended.sheet.headings)) for line in mended.sheet.lines]
    untouched = {_core(row.line) for row in original.rejected}
    by_mended = {line.mends: line for line in lines if line.mends and _core(line) not in untouched}
    at_line = {line.number: line for line in lines}
    rejected = (replace(row, line=at_line[row.line.number]) for row in mended.rejected)
    return (
        replace(
            original,
            rejected=tuple(
                row for row in original.rejected if not _is_mended_by(row.line, by_mended.get(row.line.number))
            ),
        ),
        replace(mended, rejected=tuple(row for row in rejected if _core(row.line) not in untouched)),
    )


def _order(theirs: Sequence[str], ours: Sequence[str]) -> list[int | None]:
    """For each of our headings the place of the same one among theirs, and then their columns without any."""
    places = {heading.strip(): place for place, heading in enumerate(theirs) if heading.strip()}
    nameless = iter([place for place, heading in enumerate(theirs) if not heading.strip()])
    ordered = [places.get(heading.strip()) if heading.strip() else next(nameless, None) for heading in ours]
    return ordered + list(nameless)


def _reordered(line: Line, order: Sequence[int | None], headings: int) -> Line:
    cells = line.cells
    laid = ["" if place is None or place >= len(cells) else cells[place] for place in order]
    return replace(line, cells=(*laid, *cells[headings:]))


def _is_mended_by(line: Line, other: Line | None) -> bool:
    """Half of the cells have to be alike: line numbers alone may have moved since."""
    if other is None:
        return False
    pairs = list(zip(_core(line), _core(other), strict=False))
    return 2 * sum(one == two for one, two in pairs) >= len(pairs)


def _core(line: Line) -> tuple[str, ...]:
    """The cells without the empty ones at the end, which come and go with each saving."""
    cells = [cell.strip() for cell in line.cells]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _laid(cells: Sequence[str], width: int) -> list[str]:
    return [guard(cell) for cell in cells] + [""] * (width - len(cells))


def _mend_heading(sheet: Sheet) -> str:
    hebrew = any("א" <= letter <= "ת" for heading in sheet.headings for letter in heading)
    return MEND_HEADING if hebrew else MEND_HEADING_ENGLISH


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
