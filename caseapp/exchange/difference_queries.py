"""What is stored where a file says something else, for whoever may open those clients' files."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from caseapp.access import Viewer
from caseapp.activities.models import Activity, Amendment
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients
from caseapp.db import db
from caseapp.exchange.spreadsheets.heading_words import FileKind
from caseapp.exchange.spreadsheets.outcomes import RecordChange, Said
from caseapp.goals.models import Goal

STORED = {FileKind.CLIENTS: Client, FileKind.GOALS: Goal, FileKind.MEETINGS: Activity}
ATTRIBUTES = {"first_name": "given_name", "last_name": "family_name", "born_on": "birth_on"}


class Stored(NamedTuple):
    """A record as it is now."""

    client: str
    version: int
    values: dict[str, Said]


def stored_records(viewer: Viewer, changes: Sequence[RecordChange]) -> dict[UUID, Stored]:
    """What is stored now of the fields of these changes, by the record's id; nothing of clients whom the viewer does
    not see."""
    names = _names(viewer, {change.client_id for change in changes})
    records = {record.id: record for kind in STORED for record in _records(viewer, kind, changes)}
    return {
        change.record_id: Stored(names[change.client_id], record.version, values_of(record, change.says))
        for change in changes
        if (record := records.get(change.record_id)) and change.client_id in names
    }


def values_of(record: Any, fields: Iterable[str]) -> dict[str, Said]:
    """These fields of a client, a goal or an activity."""
    values = {name: getattr(record, ATTRIBUTES.get(name, name)) for name in fields}
    return {name: value if isinstance(value, int) else str(value or "") for name, value in values.items()}


def is_amended(viewer: Viewer, amendment_id: UUID) -> bool:
    """Whether that correction stands beside its note already."""
    found = about_visible_clients(viewer, Amendment, Amendment.id).where(Amendment.id == amendment_id)
    return db.session.scalar(found) is not None


def _names(viewer: Viewer, client_ids: set[UUID]) -> dict[UUID, str]:
    found = about_visible_clients(viewer, Client, Client.id, Client.name).where(Client.id.in_(client_ids))
    return {row.id: row.name for row in db.session.execute(found)}


def _records(viewer: Viewer, kind: FileKind, changes: Sequence[RecordChange]) -> Iterable[Any]:
    ids = [change.record_id for change in changes if change.kind is kind]
    table = STORED[kind]
    return db.session.scalars(about_visible_clients(viewer, table).where(table.id.in_(ids))) if ids else ()
