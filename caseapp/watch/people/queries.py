"""Whose access is to be confirmed in this quarter, and how it stands."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import ROLE_NAMES, Capability, Role, Viewer, ensure
from caseapp.accounts.models import Team, User
from caseapp.clock import local, today
from caseapp.db import db
from caseapp.db.prepared import kept_alias
from caseapp.errors import NotVisible
from caseapp.watch.people.models import AccessReview
from caseapp.watch.people.rules import Reviewed, answers, due_on, is_late, quarter_of

CONFIRMING = kept_alias(User)


class PersonRow(NamedTuple):
    """Somebody with an account: role, team, last sign-in, and what was said of them in this quarter."""

    id: UUID
    name: str
    role: str
    team_id: UUID | None
    team: str | None
    created_at: datetime
    signed_in_at: datetime | None
    is_right: bool | None
    said_by: str | None
    said_at: datetime | None

    @property
    def role_name(self) -> str:
        """The role in words."""
        return str(ROLE_NAMES[Role(self.role)]) if self.role in set(Role) else self.role

    @property
    def is_late(self) -> bool:
        """Whether nobody said anything in time; whoever came in this quarter was let in by somebody just now."""
        quarter = quarter_of(today())
        return self.is_right is None and is_late(quarter, today()) and local(self.created_at).date() < quarter


class AccessStanding(NamedTuple):
    """How it stands with the quarter: whom the viewer confirms, who is not confirmed in time, and whose access is said
    to be no longer right."""

    due_on: date
    people: list[PersonRow]
    late: list[PersonRow]
    wrong: list[PersonRow]


def access_standing(viewer: Viewer) -> AccessStanding:
    """This quarter; who is late and who is wrong is shown to those who look after the whole organisation, others see
    whom they confirm."""
    ensure(viewer, Capability.REVIEW_ACCESS)
    everybody = _everybody()
    own = [row for row in everybody if may_answer(viewer, row)]
    seen = everybody if viewer.role in (Role.PRIVACY_OFFICER, Role.ADMINISTRATOR) else own
    return AccessStanding(
        due_on=due_on(quarter_of(today())),
        people=own,
        late=[row for row in seen if row.is_late],
        wrong=[row for row in seen if row.is_right is False],
    )


def everybody(viewer: Viewer) -> list[PersonRow]:
    """Everybody with an account, for those who show an inspector who may see what."""
    ensure(viewer, Capability.OVERSEE)
    return _everybody()


def find_reviewed(viewer: Viewer, person_id: UUID) -> PersonRow:
    """Somebody whom the viewer confirms, or `NotVisible`."""
    row = next((row for row in access_standing(viewer).people if row.id == person_id), None)
    if row is None:
        raise NotVisible
    return row


def may_answer(viewer: Viewer, row: PersonRow) -> bool:
    """Whether the viewer says if this person's access is still right."""
    person = Reviewed(row.id, row.role, row.team_id, row.is_late)
    return answers(viewer.id, viewer.role, viewer.team_ids_in_charge, person)


def _everybody() -> list[PersonRow]:
    """Those who have an account now; what was said of another role or team is not about them any more."""
    of = AccessReview
    is_same = sa.and_(of.role == User.role, of.team_id.is_not_distinct_from(User.team_id))
    found = (
        sa.select(
            *(User.id, User.name, User.role, User.team_id, Team.name.label("team"), User.created_at, User.signed_in_at),
            *(of.is_right, CONFIRMING.name.label("said_by"), of.said_at),
        )
        .outerjoin(Team, Team.id == User.team_id)
        .outerjoin(of, sa.and_(of.person_id == User.id, of.quarter == quarter_of(today()), is_same))
        .outerjoin(CONFIRMING, CONFIRMING.id == of.by_id)
        .where(User.disabled_at.is_(None))
        .order_by(User.name, User.id)
    )
    return [PersonRow(**row._mapping) for row in db.session.execute(found)]
