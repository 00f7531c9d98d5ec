"""The record of processing, as the database is built today: a new column or table is in it by itself."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.db import Base, db
from caseapp.errors import NotVisible
from caseapp.oversight.processing.category_words import CATEGORIES, CATEGORY_OF, Category
from caseapp.oversight.processing.models import Processor
from caseapp.privacy.contents.column_words import column_name
from caseapp.privacy.contents.excused_words import EVERYWHERE, EXCUSED_COLUMNS
from caseapp.privacy.contents.table_words import TABLE_NAMES

SEALED = "_sealed"


class ProcessorRow(NamedTuple):
    """Who handles records for the organisation, for a list."""

    id: UUID
    name: str
    purpose: str
    records: str
    country: str
    contract_on: date | None
    ended_on: date | None


class ProcessedRecords(NamedTuple):
    """One kind of records of clients, and what is stored in each, in words."""

    name: str
    fields: tuple[str, ...]


class Processing(NamedTuple):
    """One category: what it is, about whom, what for, how long, and how much of it the database has and seals."""

    name: str
    about: str
    purpose: str
    kept: str
    tables: int
    columns: int
    sealed: int
    records: tuple[ProcessedRecords, ...]


def list_processors(viewer: Viewer) -> list[ProcessorRow]:
    """All of them, those that handle nothing any more last."""
    ensure(viewer, Capability.OVERSEE)
    of = Processor
    found = sa.select(of.id, of.name, of.purpose, of.records, of.country, of.contract_on, of.ended_on)
    rows = db.session.execute(found.order_by(of.ended_on.is_not(None), of.name, of.id))
    return [ProcessorRow(**row._mapping) for row in rows]


def find_processor(viewer: Viewer, processor_id: UUID) -> Processor:
    """One of them, or `NotVisible`."""
    ensure(viewer, Capability.OVERSEE)
    row = db.session.get(Processor, processor_id)
    if row is None:
        raise NotVisible
    return row


def record_of_processing(viewer: Viewer) -> list[Processing]:
    """Each category with its tables; of those about clients also what is stored, column by column."""
    ensure(viewer, Capability.OVERSEE)
    tables = Base.metadata.tables
    return [_processing(category, [tables[name] for name in sorted(_names(category))]) for category in Category]


def _names(category: Category) -> list[str]:
    return [name for name, of in CATEGORY_OF.items() if of is category and name in Base.metadata.tables]


def _processing(category: Category, tables: list[Any]) -> Processing:
    words, columns = CATEGORIES[category], [column for table in tables for column in table.columns]
    named = tuple(_records(table) for table in tables) if category is Category.CARE else ()
    return Processing(
        name=str(words.name),
        about=str(words.about),
        purpose=str(words.purpose),
        kept=str(words.kept),
        tables=len(tables),
        columns=len(columns),
        sealed=sum(column.name.endswith(SEALED) for column in columns),
        records=named,
    )


def _records(table: Any) -> ProcessedRecords:
    """What is stored in a table, each word once, in the order of the database."""
    stored = [column.name for column in table.columns if column.name not in EVERYWHERE]
    fields = [str(column_name(table.name, name)) for name in stored if f"{table.name}.{name}" not in EXCUSED_COLUMNS]
    return ProcessedRecords(str(TABLE_NAMES[table.name]), tuple(dict.fromkeys(fields)))
