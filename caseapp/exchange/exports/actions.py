"""Records leave as a table: at once where there are few, and otherwise by the worker."""

from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.accounts.queries import find_person
from caseapp.batches.models import Batch
from caseapp.batches.rules import BatchFormat, MadeTable, TableOrder
from caseapp.batches.table_actions import take_table
from caseapp.batches.table_queries import ids_in_charge
from caseapp.clock import local, now
from caseapp.exchange.exports.caseload_page import caseload_tables
from caseapp.exchange.exports.list_page import (
    board_table,
    circles_table,
    group_table,
    hours_table,
    people_table,
    ties_table,
)
from caseapp.exchange.exports.queries import count_records
from caseapp.exchange.exports.rules import ROWS_AT_ONCE, ExportDraft, ExportKind, check_reason
from caseapp.exchange.exports.words import FileWords, language_of_files
from caseapp.exchange.tables.writing import file_of
from caseapp.i18n import in_language, language
from caseapp.supervision.board.filter_rules import EVERYBODY, BoardFilter

WHOLE = {ExportKind.PEOPLE: people_table, ExportKind.TIES: ties_table, ExportKind.CIRCLES: circles_table}
FOR_THE_IMPORT = (ExportKind.CASELOAD, ExportKind.ATTENDANCE)


@dataclass(frozen=True)
class Wanted:
    """What is to leave: of a board with its filters, or of a group."""

    kind: ExportKind
    chosen: BoardFilter = EVERYBODY
    group_id: UUID | None = None

    def written(self) -> str:
        """The group or the filters, as the worker finds them again."""
        return f"group={self.group_id}" if self.group_id else urlencode(self.chosen.written())

    @classmethod
    def read(cls, kind: ExportKind, chosen: str) -> Self:
        """What was written so."""
        known = dict(parse_qsl(chosen))
        group = known.get("group")
        return cls(kind, BoardFilter.read(known), UUID(group) if group else None)


def export_records(viewer: Viewer, wanted: Wanted, draft: ExportDraft) -> MadeTable | Batch:
    """The file, or where there is much, what waits for it. Only clients of the viewer's teams are in it."""
    ensure(viewer, Capability.EXPORT_RECORDS)
    check_reason(draft.reason)
    order = TableOrder(str(wanted.kind), draft.shape, language(), draft.reason, wanted.written())
    if wanted.kind is ExportKind.CASELOAD and count_records(viewer) > ROWS_AT_ONCE:
        return take_table(viewer, order, ids_in_charge(viewer), None)
    made = _made(viewer, wanted, draft.shape)
    return take_table(viewer, order, made.clients, made)


def make_export(kind: ExportKind, viewer: Viewer, shape: BatchFormat, chosen: str) -> MadeTable:
    """What was asked for as it stands now, for the worker."""
    ensure(viewer, Capability.EXPORT_RECORDS)
    return _made(viewer, Wanted.read(kind, chosen), shape)


def _made(viewer: Viewer, wanted: Wanted, shape: BatchFormat) -> MadeTable:
    code = language_of_files(language())
    words = FileWords(code)
    with in_language(code if wanted.kind in FOR_THE_IMPORT else language()):
        if wanted.kind is ExportKind.CASELOAD:
            tables, clients = caseload_tables(viewer, words)
        elif wanted.group_id:
            tables, clients = group_table(viewer, wanted.group_id, words)
        elif wanted.kind in WHOLE:
            tables, clients = WHOLE[wanted.kind](viewer)
        else:
            table_of = board_table if wanted.kind is ExportKind.BOARD else hours_table
            tables, clients = table_of(viewer, wanted.chosen)
        content = file_of(tables, shape, local(now()), find_person(viewer, viewer.id).name)
    return MadeTable(content, clients, sum(len(table.rows) for table in tables))
