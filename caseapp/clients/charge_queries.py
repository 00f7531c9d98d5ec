"""Who answers for a client's team."""

from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.accounts.queries import answers
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients
from caseapp.db import db


class InCharge(NamedTuple):
    """Somebody who answers for a team today: its supervisor, or a deputy."""

    id: UUID
    name: str


def list_in_charge(viewer: Viewer, client_id: UUID, but: UUID | None = None) -> list[InCharge]:
    """Who answers today for the team of a client whom the viewer sees, by name. Nobody reviews or signs what they
    wrote themselves: `but` leaves out the writer, supervisor or deputy."""
    team = about_visible_clients(viewer, Client, Client.team_id).where(Client.id == client_id).scalar_subquery()
    found = sa.select(User.id, User.name).where(answers(team), User.id != but if but else sa.true())
    return [InCharge(*row) for row in db.session.execute(found.order_by(User.name, User.id))]
