"""Who is in charge of a client, and who has to do what was planned for the client."""

from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.accounts.queries import in_charge_of_team
from caseapp.clients.models import Assignment, Client
from caseapp.clients.queries import ClientId, about_visible_clients
from caseapp.clock import TODAY
from caseapp.db import db
from caseapp.db.prepared import kept_alias

# Made once: an alias of a table costs more than the rest of a statement.
PRESENT, PERIOD, OWNER, OF_TEAM = kept_alias(User), kept_alias(Assignment), kept_alias(User), kept_alias(Client)


class PersonInCharge(NamedTuple):
    """Somebody who is in charge of a team today: its supervisor, or a deputy."""

    id: UUID
    name: str


def list_in_charge(viewer: Viewer, client_id: UUID) -> list[PersonInCharge]:
    """Everybody who is in charge of a visible client's team today, by name."""
    team = about_visible_clients(viewer, Client, Client.team_id).where(Client.id == client_id).scalar_subquery()
    found = sa.select(User.id, User.name).where(in_charge_of_team(team))
    return [PersonInCharge(**row._mapping) for row in db.session.execute(found.order_by(User.name, User.id))]


def current_owner(person_id: ClientId, client_id: ClientId) -> sa.ColumnElement[UUID | None]:
    """The id of whoever has to do today what `person_id` planned for a client, as a column of a statement.

    That is the person, as long as they see the file; else the client's present mentor, a regular one before a cover.
    Without a mentor it is nobody, and whoever is in charge of the team has to decide.
    """
    in_charge = sa.select(OWNER.id).where(
        OWNER.id == person_id, OF_TEAM.id == client_id, in_charge_of_team(OF_TEAM.team_id, OWNER)
    )
    is_other = sa.case((PERIOD.mentor_id == person_id, 0), else_=1)
    covers = sa.case((PERIOD.covered_id.is_(None), 0), else_=1)
    accompanying = (
        sa.select(PERIOD.mentor_id)
        .join(PRESENT, PRESENT.id == PERIOD.mentor_id)
        .where(PERIOD.client_id == client_id, PERIOD.lasts_on(TODAY), PRESENT.disabled_at.is_(None))
        .order_by(is_other, covers, PERIOD.starts_on.desc(), PERIOD.id.desc())
        .limit(1)
        .correlate_except(PERIOD, PRESENT)
        .scalar_subquery()
    )
    return sa.case((in_charge.correlate_except(OWNER, OF_TEAM).exists(), person_id), else_=accompanying)
