"""Everything that is stored about one client, table by table. A new column is in the file by itself; whatever is not to
be in it stands in `excused_words`."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import Team, User
from caseapp.clients.models import Client
from caseapp.clients.queries import in_charge
from caseapp.db import Base, Sealed, db
from caseapp.db.prepared import Prepared, Rows, prepared
from caseapp.db.types import Hundredths, UtcDateTime
from caseapp.directory.models import SupportSource
from caseapp.errors import Unreadable
from caseapp.groups.models import Group, Meeting
from caseapp.i18n import _
from caseapp.privacy.contents.column_words import column_name
from caseapp.privacy.contents.excused_words import EVERYWHERE, EXCUSED_COLUMNS
from caseapp.privacy.contents.rules import KeptField, KeptRow, KeptTable
from caseapp.privacy.contents.table_words import TABLE_NAMES
from caseapp.privacy.contents.value_words import CODES, OWN, STRUCTURES, plain_value, words_of
from caseapp.privacy.notices.models import PrivacyNotice
from caseapp.supervision.trail.reader_queries import Visit, readers_of
from caseapp.supervision.trail.rules import ACT_NAMES
from caseapp.web.filters import day, moment

SEALED = "_sealed"
ENTRIES = 1_000  # of the trail, at a time
DAYS = (
    *(
        "held_on",
        "rated_on",
        "won_on",
        "drawn_on",
        "happened_on",
        "answered_on",
        "changed_on",
        "received_on",
        "starts_on",
        "since_on",
        "told_on",
    ),
    *("created_at", "added_at", "submitted_at", "signed_at", "at", "taken_at", "raised_at", "set_at", "asked_at"),
)
"""What a record's day is: the first of these that its table has."""
WORDLESS = (
    *(sa.Uuid, sa.Date, sa.DateTime, sa.Time, sa.Boolean, sa.Integer, sa.Numeric, sa.Enum, sa.LargeBinary),
    *(UtcDateTime, Hundredths),
)
"""Kinds of columns that hold no text of anybody."""
References = dict[UUID, str]
Blacken = Callable[[str], str]


def kept_tables(viewer: Viewer, client_id: UUID, blacken: Blacken = str) -> list[KeptTable]:
    """The records of each kind, those of every kind that has any."""
    stored = {name: _rows(viewer, client_id, model) for name, model in models_in_file().items()}
    places = {name: list(zip(rows, _days(rows), strict=True)) for name, rows in stored.items() if rows}
    numbered = {
        row.id: f"{TABLE_NAMES[name]} {number}" + (f" ({when})" if when else "")
        for name, placed in places.items()
        for number, (row, when) in enumerate(placed, start=1)
    }
    outside = _outside([row for rows in stored.values() for row in rows])
    tables = []
    for name, placed in places.items():
        columns = columns_in_file(models_in_file()[name].__table__)
        read = _Reading(columns, numbered, outside, blacken)
        rows = (read.row(row, number, when) for number, (row, when) in enumerate(placed, start=1))
        tables.append(KeptTable(name, str(TABLE_NAMES[name]), tuple(map(_key, columns)), tuple(rows)))
    return tables


@dataclass(frozen=True)
class TextRecord:
    """A record in which something about somebody else may stand. What it says is opened when it is asked for."""

    heading: str
    number: int
    row: Any
    columns: list[sa.Column[Any]]

    @property
    def when(self) -> str:
        """The record's day."""
        return next(_days([self.row]))

    @property
    def texts(self) -> list[tuple[str, str]]:
        """The free texts with their names, as in `kept_tables`."""
        fields = _Reading(self.columns, {}, {}, str).row(self.row, self.number, "").fields
        return [(field.name, field.words) for field in fields if field.is_free_text]


def text_records(viewer: Viewer, client_id: UUID) -> list[TextRecord]:
    """The records that hold free text, in the order of the file."""
    found = []
    for name, model in models_in_file().items():
        rows, columns = _rows(viewer, client_id, model), _text_columns(model.__table__)
        numbered = enumerate(rows, start=1)
        found += [
            TextRecord(str(TABLE_NAMES[name]), number, row, columns)
            for number, row in numbered
            if any(getattr(row, column.key) for column in columns)
        ]
    return found


def _text_columns(table: Any) -> list[sa.Column[Any]]:
    """The columns of a table in which words can be that are not from a list and not the client's own."""
    return [
        column
        for column in columns_in_file(table)
        if f"{table.name}.{_key(column)}" not in OWN
        and (column.name.endswith(SEALED) or not (isinstance(column.type, WORDLESS) or _is_code(table, column)))
    ]


def _is_code(table: Any, column: sa.Column[Any]) -> bool:
    return f"{table.name}.{column.name}" in CODES


def models_in_file() -> dict[str, type[Base]]:
    """The tables of the file, in its order."""
    models = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
    return {name: models[name] for name in TABLE_NAMES}


def columns_in_file(table: Any) -> list[sa.Column[Any]]:
    """The columns of a table that are in the file."""
    of = [column for column in table.columns if column.name not in EVERYWHERE]
    return [column for column in of if f"{table.name}.{column.name}" not in EXCUSED_COLUMNS]


class _Reading:
    """How the records of one table are read."""

    def __init__(
        self, columns: list[sa.Column[Any]], numbered: References, outside: References, blacken: Blacken
    ) -> None:
        self.columns, self.numbered, self.outside, self.blacken = columns, numbered, outside, blacken

    def row(self, row: Any, number: int, when: str) -> KeptRow:
        fields = (field for column in self.columns if (field := self.field(row, column)))
        return KeptRow(row.id, number, when, getattr(row, "error_at", None) is not None, tuple(fields))

    def field(self, row: Any, column: sa.Column[Any]) -> KeptField | None:
        """What the column holds; nothing where it holds nothing, or points to what is not this client's."""
        if column.name.endswith(SEALED):
            return self._text(row, column, _sealed(type(row), column.name).__get__(row, type(row)))
        value = getattr(row, column.key)
        if value is None or value == "":
            return None
        name = str(column_name(row.__tablename__, column.name))
        if isinstance(value, UUID):
            words = self.numbered.get(value) or self.outside.get(value)
            said = str(value) if value in self.numbered else words
            return KeptField(_key(column), said, name, words) if words else None
        place = f"{row.__tablename__}.{column.name}"
        if type(value) is str and place not in CODES:
            return self._text(row, column, value)
        return KeptField(_key(column), plain_value(value), name, words_of(place, value))

    def _text(self, row: Any, column: sa.Column[Any], text: str) -> KeptField | None:
        if not text:
            return None
        key, name = _key(column), str(column_name(row.__tablename__, column.name))
        place = f"{row.__tablename__}.{key}"
        if place in STRUCTURES and not isinstance(text, Unreadable):
            return KeptField(key, self._each(json.loads(text)), name, self.blacken(STRUCTURES[place](text, row)), True)
        if place in OWN:
            return KeptField(key, str(text), name, str(text))
        words = words_of(place, text) if place in CODES else str(text)
        return KeptField(key, self.blacken(str(text)), name, self.blacken(words), True)

    def _each(self, value: Any) -> Any:
        match value:
            case str():
                return self.blacken(value)
            case list():
                return [self._each(each) for each in value]
            case dict():
                return {name: self._each(each) for name, each in value.items()}
        return value


def _rows(viewer: Viewer, client_id: UUID, model: Any) -> list[Any]:
    return list(db.session.scalars(*_of_client(model)(viewer, client_id)))


@cache
def _of_client(model: Any) -> Callable[[Viewer, UUID], Prepared]:
    """The statement for the rows of that table about a client."""

    @prepared
    def rows(viewer: Viewer, client_id: UUID) -> Rows:
        of = model.id if model is Client else model.client_id
        found = sa.select(model).where(of == client_id, in_charge(viewer, of))
        by = next((getattr(model, name) for name in DAYS if hasattr(model, name)), None)
        return found.order_by(model.id) if by is None else found.order_by(by, model.id)

    return rows


def _days(rows: list[Any]) -> Iterator[str]:
    by = next((name for name in DAYS if rows and hasattr(type(rows[0]), name)), "")
    for row in rows:
        value = getattr(row, by, None)
        yield moment(value) if isinstance(value, datetime) else day(value) if isinstance(value, date) else ""


def _outside(rows: list[Any]) -> References:
    """The names of people of the house, teams, groups and sources that these records point to."""
    pointed = {value for row in rows for value in _ids(row)} - {row.id for row in rows}
    found: References = {}
    for model in (User, Team, SupportSource, Group):
        named = sa.select(model.id, model.name).where(model.id.in_(pointed))
        found |= {row.id: row.name for row in db.session.execute(named)}
    versions = sa.select(PrivacyNotice.id, PrivacyNotice.number).where(PrivacyNotice.id.in_(pointed))
    found |= {row.id: _("Version %(number)s", number=row.number) for row in db.session.execute(versions)}
    met = sa.select(Meeting.id, Group.name, Meeting.held_on).join(Group, Group.id == Meeting.group_id)
    met = met.where(Meeting.id.in_(pointed))
    return found | {row.id: f"{row.name}, {day(row.held_on)}" for row in db.session.execute(met)}


def _ids(row: Any) -> Iterator[UUID]:
    for column in columns_in_file(row.__table__):
        if isinstance(value := getattr(row, column.key), UUID):
            yield value


def readers_table(viewer: Viewer, client_id: UUID) -> KeptTable:
    """Who opened the file and what they did there, on each day."""
    visits: list[Visit] = []
    before = None
    while not visits or before:
        page = readers_of(viewer, client_id, before, limit=ENTRIES)
        visits += page.rows
        before = page.before
        if not page.rows:
            break
    rows = (_reader(visit, number) for number, visit in enumerate(visits, start=1))
    return KeptTable("readers", _("Who has opened this file"), ("at", "who", "acts"), tuple(rows))


def _reader(visit: Visit, number: int) -> KeptRow:
    who = visit.who or _("The system")
    acts = {str(ACT_NAMES.get(act, act)): times for act, times in visit.acts.most_common()}
    said = _(", ").join(f"{act} ×{times}" if times > 1 else act for act, times in acts.items())
    fields = (
        KeptField("at", plain_value(visit.at), _("Last time that day"), moment(visit.at)),
        KeptField("who", who, _("Who"), who),
        KeptField("acts", acts, _("What"), said),
    )
    return KeptRow(None, number, moment(visit.at), False, fields)


def _key(column: sa.Column[Any]) -> str:
    return column.name.removesuffix(SEALED)


def _sealed(model: type[Any], column: str) -> Sealed:
    """The attribute that opens the column."""
    for owner in model.__mro__:
        for attribute in vars(owner).values():
            if isinstance(attribute, Sealed) and attribute.column == column:
                return attribute
    raise LookupError(column)
