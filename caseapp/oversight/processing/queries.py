"""The record of processing, as the database is built today: a new column or table is in it by itself."""

from typing import Any, NamedTuple

from caseapp.access import Capability, Viewer, ensure
from caseapp.db import Base
from caseapp.oversight.processing.category_words import CATEGORIES, CATEGORY_OF, Category
from caseapp.privacy.contents.column_words import column_name
from caseapp.privacy.contents.excused_words import EVERYWHERE, EXCUSED_COLUMNS
from caseapp.privacy.contents.table_words import TABLE_NAMES

SEALED = "_sealed"


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
