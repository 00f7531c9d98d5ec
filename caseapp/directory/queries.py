"""The entries of the directory, which everybody who accompanies people may see."""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared
from caseapp.directory.models import SupportSource
from caseapp.directory.rules import CONFIRMED_FOR, STORED, SourceDraft, days_since, is_old, kept_source
from caseapp.errors import NotVisible

TO_CONFIRM_MOST = 20


class SourceRow(NamedTuple):
    """An entry, and who confirmed it when."""

    id: UUID
    version: int
    draft: SourceDraft
    confirmed_on: date
    confirmed_by_id: UUID
    confirmed_by: str

    def is_old(self, today: date) -> bool:
        """Whether it has to be confirmed again."""
        return is_old(self.confirmed_on, today)

    def days_since(self, today: date) -> int:
        """How long ago it was confirmed."""
        return days_since(self.confirmed_on, today)


def list_sources(viewer: Viewer, *, is_over: bool = False) -> list[SourceRow]:
    """All entries by name: those that go on, or those that are no longer offered."""
    rows = [_row(row) for row in db.session.execute(*_listed(is_over))]
    return sorted(rows, key=lambda row: (row.draft.name.casefold(), row.id))


@prepared
def _listed(is_over: bool) -> Rows:
    return _rows().where(SupportSource.is_over.is_(is_over))


class OldSource(NamedTuple):
    """An entry that has to be confirmed again."""

    id: UUID
    name: str
    confirmed_on: date


def sources_to_confirm(viewer: Viewer, today: date) -> list[OldSource]:
    """What the viewer confirmed last and is asked for again, the oldest first."""
    return [OldSource(*row) for row in db.session.execute(*_to_confirm(viewer, today - CONFIRMED_FOR))]


@prepared
def _to_confirm(viewer: Viewer, last_on: date) -> Rows:
    of = SupportSource
    found = sa.select(of.id, of.name, of.confirmed_on).where(
        of.confirmed_by_id == viewer.id, of.confirmed_on < last_on, of.is_over.is_(False)
    )
    return found.order_by(of.confirmed_on, of.id).limit(TO_CONFIRM_MOST)


def find_source(viewer: Viewer, source_id: UUID) -> SourceRow:
    """The entry, or `NotVisible`."""
    row = db.session.execute(_rows().where(SupportSource.id == source_id)).first()
    if row is None:
        raise NotVisible
    return _row(row)


def rows_among(viewer: Viewer, ids: Collection[UUID]) -> list[SourceRow]:
    """These entries, whether or not they are still offered."""
    return [_row(row) for row in db.session.execute(_rows().where(SupportSource.id.in_(ids)))]


def _rows() -> Rows:
    of = SupportSource
    told = (getattr(of, name) for name in STORED)
    by = User.name.label("confirmed_by")
    return sa.select(of.id, of.version, of.confirmed_on, of.confirmed_by_id, by, *told).join(
        User, User.id == of.confirmed_by_id
    )


def _row(row: sa.Row[*tuple[Any, ...]]) -> SourceRow:
    source_id, version, confirmed_on, by_id, by, *told = row
    return SourceRow(source_id, version, kept_source(tuple(told)), confirmed_on, by_id, by)
