"""Who may see whom, and every SELECT about clients' files. The only place that narrows."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from caseapp.access import Capability, Role, Viewer, may
from caseapp.clients.models import Assignment, Client
from caseapp.clock import today
from caseapp.db import Base, db
from caseapp.db.nets import NARROWED
from caseapp.errors import NotVisible


def sees(viewer: Viewer, client_id: Any, on: date | None = None) -> sa.ColumnElement[bool]:
    """The condition that `client_id` (a column) is one of the viewer's clients on that day (today).

    A mentor sees the own clients while the assignment lasts, a supervisor those of the own team;
    the administrator and any unknown role see nobody.
    """
    day = on or today()
    if not may(viewer, Capability.SEE_CLIENTS):
        return sa.bindparam(f"{NARROWED}to_nobody", False, type_=sa.Boolean) == sa.true()
    if viewer.role == Role.MENTOR:
        return client_id.in_(
            sa.select(Assignment.client_id).where(
                Assignment.mentor_id == sa.bindparam(f"{NARROWED}to_mentor", viewer.id, type_=sa.Uuid),
                Assignment.starts_on <= day,
                sa.or_(Assignment.ends_on.is_(None), Assignment.ends_on >= day),
            )
        )
    return client_id.in_(
        sa.select(Client.id).where(
            Client.team_id == sa.bindparam(f"{NARROWED}to_team", viewer.team_id, type_=sa.Uuid)
        )
    )


def about_visible_clients(viewer: Viewer, entity: type[Base], *columns: Any) -> sa.Select[Any]:
    """A selection of rows (or columns) of a table about clients, narrowed to the viewer's clients."""
    client_id: InstrumentedAttribute[UUID] = entity.id if entity is Client else entity.client_id  # type: ignore[attr-defined]
    return sa.select(*(columns or (entity,))).select_from(entity).where(sees(viewer, client_id))


def for_maintenance() -> sa.ColumnElement[bool]:
    """A condition that is always true and says that a statement means every client: key rotation, imports,
    back-ups. What it finds is never shown to anybody who does not see the client."""
    return sa.bindparam(f"{NARROWED}for_maintenance", True, type_=sa.Boolean) == sa.true()


def find_client(viewer: Viewer, client_id: UUID) -> Client:
    """The client, or `NotVisible`."""
    client: Client | None = db.session.scalar(about_visible_clients(viewer, Client).where(Client.id == client_id))
    if client is None:
        raise NotVisible
    return client
