"""Who stands in for the supervisor of a team, and who could."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from caseapp.access import ROLE_NAMES, Capability, Role, Viewer, ensure, may
from caseapp.accounts.deputies.rules import is_over
from caseapp.accounts.models import DEPUTISING, Deputyship, Joining, Team, User
from caseapp.clock import today
from caseapp.db import db
from caseapp.errors import NotVisible
from caseapp.i18n import apart


class DeputyRow(NamedTuple):
    """One deputy of a team's supervisor, with the first and the last day, or what waits for a second person."""

    id: UUID
    name: str
    starts_on: date
    ends_on: date | None
    waits: bool
    until: date | None

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return not self.waits and is_over(self.starts_on, self.ends_on, today())

    @property
    def wanted_until(self) -> date | None:
        """The last day, as it will be when what waits is confirmed."""
        return self.until if self.waits else self.ends_on

    @property
    def is_taken_back(self) -> bool:
        """Whether it lasts on no day (yet)."""
        return self.ends_on is not None and self.ends_on < self.starts_on

    @property
    def is_present(self) -> bool:
        """Whether it lasts today."""
        return self.starts_on <= today() and not is_over(self.starts_on, self.ends_on, today())


class EligibleDeputy(NamedTuple):
    """Somebody who can be a deputy for a team, with name, role and team in words."""

    id: UUID
    words: str


def deputies_of(viewer: Viewer, team_id: UUID) -> list[DeputyRow]:
    """All deputies whom a team has, had or will have, the latest first; for whoever manages users."""
    ensure(viewer, Capability.MANAGE_USERS)
    waits = sa.and_(Joining.deputyship_id == Deputyship.id, Joining.decision.is_(None))
    found = (
        sa.select(
            Deputyship.id,
            User.name,
            Deputyship.starts_on,
            Deputyship.ends_on,
            Joining.id.is_not(None).label("waits"),
            Joining.ends_on.label("until"),
        )
        .join(User, User.id == Deputyship.person_id)
        .outerjoin(Joining, waits)
        .where(Deputyship.team_id == team_id)
        .order_by(Deputyship.starts_on.desc(), Deputyship.id.desc())
    )
    return [DeputyRow(**row._mapping) for row in db.session.execute(found)]


def find_deputyship(viewer: Viewer, team_id: UUID, deputyship_id: UUID) -> Deputyship:
    """One deputyship of that very team, or `NotVisible`; for whoever manages users."""
    found = sa.select(Deputyship).where(Deputyship.id == deputyship_id, Deputyship.team_id == team_id)
    row = db.session.scalar(found.options(joinedload(Deputyship.person)).execution_options(populate_existing=True))
    if row is None or not may(viewer, Capability.MANAGE_USERS):
        raise NotVisible
    return row


def eligible_deputies(viewer: Viewer, team_id: UUID) -> list[EligibleDeputy]:
    """Active mentors, and the supervisors of other teams, by name."""
    ensure(viewer, Capability.MANAGE_USERS)
    is_in_charge = sa.and_(User.role == Role.SUPERVISOR, User.team_id == team_id)
    found = (
        sa.select(User.id, User.name, User.role, Team.name.label("team"))
        .outerjoin(Team, Team.id == User.team_id)
        .where(User.role.in_(DEPUTISING), User.disabled_at.is_(None), sa.not_(is_in_charge))
        .order_by(User.name, User.id)
    )
    return [
        EligibleDeputy(
            row.id, " · ".join(apart(word) for word in (row.name, str(ROLE_NAMES[Role(row.role)]), row.team) if word)
        )
        for row in db.session.execute(found)
    ]
