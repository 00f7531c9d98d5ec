"""A pulse that was answered and an approval, so that the pages about one of them can be measured."""

from uuid import UUID

import sqlalchemy as sa

from caseapp.basket.models import Approval
from caseapp.clock import now, today
from caseapp.db import db
from caseapp.measures.definitions.definition_rules import PULSE, instruments
from caseapp.measures.models import MeasureTaken
from caseapp.measures.rules import Helper, TakenBy, write_given
from tests.world import keep


def taken_pulse(client_id: UUID, by_id: UUID) -> UUID:
    """A pulse of the client: one is enough for all runs."""
    with db.engine.connect() as connection:
        found = connection.execute(sa.select(MeasureTaken.id).where(MeasureTaken.client_id == client_id)).scalar()
    if found is not None:
        return found
    pulse = instruments()[PULSE]
    taken = MeasureTaken(client_id=client_id, instrument=PULSE, version=pulse.version, language="he", by_id=by_id)
    taken.held_on, taken.created_at, taken.taken_by, taken.helper = today(), now(), TakenBy.TOGETHER, Helper.MENTOR
    taken.answers = write_given({item.id: 5 for item in pulse.items})
    return keep(taken).id


def first_approval(client_id: UUID) -> UUID:
    """The client's first approval."""
    with db.engine.connect() as connection:
        found = sa.select(Approval.id).where(Approval.client_id == client_id).order_by(Approval.id).limit(1)
        return connection.execute(found).scalar_one()
