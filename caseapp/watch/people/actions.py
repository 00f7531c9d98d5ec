"""Somebody says whether a person's access is still right."""

from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.audit import Act, record
from caseapp.clock import now, today
from caseapp.db import db, transaction
from caseapp.watch.people.models import AccessReview
from caseapp.watch.people.queries import find_reviewed
from caseapp.watch.people.rules import quarter_of


@transaction
def say_of_access(viewer: Viewer, person_id: UUID, is_right: bool) -> None:
    """Keep it for this quarter, for the role and team of today; another word replaces it."""
    person, quarter = find_reviewed(viewer, person_id), quarter_of(today())
    row = db.session.scalar(
        sa.select(AccessReview).where(AccessReview.quarter == quarter, AccessReview.person_id == person_id)
    )
    if row is None:
        row = AccessReview(quarter=quarter, person_id=person_id)
        db.session.add(row)
    row.role, row.team_id, row.is_right = person.role, person.team_id, is_right
    row.by_id, row.said_at = viewer.id, now()
    db.session.flush()
    record(Act.ACCESS_REVIEWED, viewer, about=row, person=person_id.hex, right=is_right)
