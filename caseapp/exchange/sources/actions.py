"""Acts on the whole directory: everything out as a table, and a table in."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.batches.rules import BatchFormat
from caseapp.clock import now, today
from caseapp.db import db, transaction
from caseapp.directory.models import SupportSource
from caseapp.directory.queries import list_sources
from caseapp.errors import RuleBroken
from caseapp.exchange.sources.flat_rules import HEADINGS, FlatSource, flat_row, read_row
from caseapp.exchange.tables.alphabets import decode
from caseapp.exchange.tables.table import SheetLine
from caseapp.exchange.tables.text_files import SEPARATORS, first_rows, table_of_text
from caseapp.exchange.tables.writing import ExportedTable, file_of
from caseapp.i18n import _

ROWS_MOST = 2_000


class Taken(NamedTuple):
    """How many entries a table added, changed and left as they were, and the columns that nobody knows."""

    added: int
    changed: int
    same: int
    unknown: tuple[str, ...]


@transaction
def export_sources(viewer: Viewer) -> bytes:
    """Every entry, also what is no longer offered, as text for spreadsheets; no cell is run as a formula."""
    ensure(viewer, Capability.EXPORT_RECORDS)
    rows = [*list_sources(viewer), *list_sources(viewer, is_over=True)]
    cells = tuple(flat_row(row.id, row.draft, row.confirmed_on) for row in rows)
    record(Act.SOURCES_EXPORTED, viewer, rows=str(len(rows)))
    return file_of([ExportedTable("directory", "directory", HEADINGS, cells)], BatchFormat.CSV, now())


@transaction
def import_sources(viewer: Viewer, content: bytes) -> Taken:
    """Take in a table: new entries, and changes of those that it names by `service.id`. All of it or nothing:
    `RuleBroken` says the first rows that cannot be taken."""
    ensure(viewer, Capability.EXPORT_RECORDS)
    headings, lines = _read_table(content)
    rows = _read_rows(headings, lines)
    named = [row.source_id for row in rows if row.source_id]
    here = {row.id: row for row in db.session.scalars(sa.select(SupportSource).where(SupportSource.id.in_(named)))}
    done = [_take(viewer, row, here) for row in rows]
    db.session.flush()
    unknown = tuple(heading for heading in headings if heading and heading not in HEADINGS)
    taken = Taken(done.count("added"), done.count("changed"), done.count("same"), unknown)
    if taken.added or taken.changed:
        record(Act.SOURCES_IMPORTED, viewer, added=str(taken.added), changed=str(taken.changed))
    return taken


def _read_table(content: bytes) -> tuple[list[str], Sequence[SheetLine]]:
    """The headings and the rows below them, divided by the separator under which most headings are known."""
    text, encoding = decode(content)

    def known(separator: str) -> int:
        first = next(iter(first_rows(text, separator)), None)
        return len({*(first.cells if first else ())} & {*HEADINGS})

    separator = max(SEPARATORS, key=known)
    lines = table_of_text(text, encoding, separator).lines
    if not lines or "service.name" not in lines[0].cells:
        raise RuleBroken(_("The first row has to name the columns, and one of them is service.name."), "file")
    if len(lines) > ROWS_MOST + 1:
        raise RuleBroken(_("A table may hold %(most)s rows.", most=ROWS_MOST), "file")
    return [cell.strip() for cell in lines[0].cells], lines[1:]


def _read_rows(headings: Sequence[str], lines: Sequence[SheetLine]) -> list[FlatSource]:
    rows: list[FlatSource] = []
    faults: list[str] = []
    seen: set[UUID] = set()
    for line in lines:
        try:
            row = read_row(dict(zip(headings, line.cells, strict=False)))
            if row.source_id in seen:
                raise RuleBroken(_("The same entry stands in two rows."))
            if row.source_id:
                seen.add(row.source_id)
            rows.append(row)
        except RuleBroken as fault:
            faults.append(_("Row %(line)s: %(fault)s", line=line.number, fault=str(fault)))
    if faults:
        raise RuleBroken(_("Nothing was saved.") + " " + " ".join(faults[:5]), "file")
    return rows


def _take(viewer: Viewer, row: FlatSource, here: dict[UUID, SupportSource]) -> str:
    """Add or change one entry. Whoever takes in a table stands for what it says was checked."""
    source = here.get(row.source_id) if row.source_id else None
    assured = min(row.assured_on or today(), today())
    if source is None:
        source = SupportSource(id=uuid7(), confirmed_on=assured, confirmed_by_id=viewer.id, created_at=now())
        source.write(row.draft)
        db.session.add(source)
        return "added"
    is_newer = row.assured_on is not None and assured > source.confirmed_on
    if source.draft == row.draft and not is_newer:
        return "same"
    source.write(row.draft)
    if is_newer:
        source.confirmed_on, source.confirmed_by_id = assured, viewer.id
    return "changed"
