"""Who answers for a client's team."""

from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.accounts.queries import in_charge_of_team
from caseapp.clients.models import Assignment, Client
from caseapp.clients.queries import ClientId, about_visible_clients
from caseapp.clock import today
from caseapp.db import db


class InCharge(NamedTuple):
    """Somebody who answers for a team today: its supervisor, or a deputy."""

    id: UUID
    name: str


def list_in_charge(viewer: Viewer, client_id: UUID) -> list[InCharge]:
    """Who answers today for the team of a client whom the viewer sees, by name; who wrote
    something may be among them, and does not sign it."""
    team = about_visible_clients(viewer, Client, Client.team_id).where(Client.id == client_id).scalar_subquery()
    found = sa.select(User.id, User.name).where(in_charge_of_team(team))
    return [InCharge(*row) for row in db.session.execute(found.order_by(User.name, User.id))]


def bears_today(person_id: ClientId, client_id: ClientId) -> sa.ColumnElement[UUID | None]:
    """Who bears today what somebody was to do for a client, as a column of a statement about clients: that person,
    while the file is open to the person; else who accompanies the client now, a mentor before one who only covers;
    nobody where no mentor is left, and then it is for who answers for the team."""
    person, bearer, owner, client = aliased(User), aliased(Assignment), aliased(User), aliased(Client)
    in_charge = sa.select(owner.id).where(
        owner.id == person_id, client.id == client_id, in_charge_of_team(client.team_id, owner)
    )
    is_other = sa.case((bearer.mentor_id == person_id, 0), else_=1)
    covers = sa.case((bearer.covered_id.is_(None), 0), else_=1)
    accompanying = (
        sa.select(bearer.mentor_id)
        .join(person, person.id == bearer.mentor_id)
        .where(bearer.client_id == client_id, bearer.lasts_on(today()), person.disabled_at.is_(None))
        .order_by(is_other, covers, bearer.starts_on.desc(), bearer.id.desc())
        .limit(1)
        .correlate_except(bearer, person)
        .scalar_subquery()
    )
    return sa.case((in_charge.correlate_except(owner, client).exists(), person_id), else_=accompanying)
