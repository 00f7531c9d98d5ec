"""What a person has in hand: clients, groups, tasks and unsigned reports; and who can take it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Role, Viewer, ensure
from caseapp.accounts.models import User
from caseapp.accounts.queries import in_charge_of_team
from caseapp.clients.models import Assignment, Client
from caseapp.clients.queries import ClientId, in_charge, registered
from caseapp.clients.rules import ClientStatus
from caseapp.clock import TODAY, today
from caseapp.db import db
from caseapp.db.prepared import kept_alias, prepared, teams_of
from caseapp.errors import NotVisible
from caseapp.followups.models import FollowUp
from caseapp.groups.models import Facilitator, Group
from caseapp.reports.kind_rules import REPORT_KIND_NAMES, ReportKind
from caseapp.reports.models import Report
from caseapp.reports.status_rules import STATUS_NAMES, ReportStatus
from caseapp.supervision.leaving.rules import version_of

OTHER = kept_alias(Assignment)
LEAVER = kept_alias(User)


PersonId = ClientId | UUID


class OwnClient(NamedTuple):
    """An assignment of the person that has not ended."""

    id: UUID
    version: int
    client_id: UUID
    name: str
    starts_on: date
    ends_on: date | None
    covered_id: UUID | None


class OwnGroup(NamedTuple):
    """A group that the person leads or helps to lead."""

    id: UUID
    version: int
    name: str


class OwnTask(NamedTuple):
    """Something that the person has to do, and nobody else who accompanies the client."""

    id: UUID
    version: int
    client_id: UUID
    name: str
    due_on: date | None


class OwnReport(NamedTuple):
    """An unsigned report by the person, which nobody else who accompanies the client can finish."""

    id: UUID
    version: int
    client_id: UUID
    name: str
    kind: ReportKind
    status: ReportStatus

    @property
    def kind_name(self) -> str:
        """The kind in words."""
        return str(REPORT_KIND_NAMES[self.kind])

    @property
    def status_name(self) -> str:
        """The status in words."""
        return str(STATUS_NAMES[self.status])

    @property
    def is_draft(self) -> bool:
        """Whether it was never submitted, so that somebody else can be its author."""
        return self.status is ReportStatus.DRAFT


@dataclass(frozen=True)
class Belongings:
    """What the person has in hand, as far as the viewer is in charge of it."""

    clients: Sequence[OwnClient]
    groups: Sequence[OwnGroup]
    tasks: Sequence[OwnTask]
    reports: Sequence[OwnReport]

    @property
    def client_ids(self) -> list[UUID]:
        """The clients who are named."""
        kinds: tuple[Sequence[Any], ...] = (self.clients, self.tasks, self.reports)
        return list(dict.fromkeys(row.client_id for rows in kinds for row in rows))

    @property
    def version(self) -> int:
        """A number that changes with any of it."""
        kinds: tuple[Sequence[Any], ...] = (self.clients, self.groups, self.tasks, self.reports)
        return version_of((row.id, row.version) for rows in kinds for row in rows)

    def __bool__(self) -> bool:
        return bool(self.clients or self.groups or self.tasks or self.reports)


class Leaver(NamedTuple):
    """Somebody whose account is closed, and in whose name something still is."""

    id: UUID
    name: str


class TakerRow(NamedTuple):
    """Somebody who can take over."""

    id: UUID
    name: str
    is_mentor: bool


def find_leaver(viewer: Viewer, person_id: UUID) -> User:
    """The person, if the viewer is in charge of the person's team or of anything the person has in hand."""
    ensure(viewer, Capability.SUPERVISE)
    person = db.session.get(User, person_id)
    is_of_team = person is not None and person.team_id in viewer.team_ids_in_charge
    if not (is_of_team or belongings_of(viewer, person_id)) or person is None:  # of nobody, too: it takes as long
        raise NotVisible
    return person


def lock_person(viewer: Viewer, person_id: UUID) -> None:
    """Let nobody else hand over this person's work until this transaction ends."""
    ensure(viewer, Capability.SUPERVISE)
    db.session.execute(sa.select(User.id).where(User.id == person_id).with_for_update())


def belongings_of(viewer: Viewer, person_id: UUID) -> Belongings:
    """What the person has in hand of the viewer's teams."""
    return Belongings(
        clients=[OwnClient(**row._mapping) for row in db.session.execute(_clients(viewer, person_id))],
        groups=[OwnGroup(**row._mapping) for row in db.session.execute(_groups(viewer, person_id))],
        tasks=[OwnTask(**row._mapping) for row in db.session.execute(_tasks(viewer, person_id))],
        reports=[OwnReport(**row._mapping) for row in db.session.execute(_reports(viewer, person_id))],
    )


def list_leavers(viewer: Viewer) -> list[Leaver]:
    """Those who cannot sign in any more and have groups, tasks or unsigned reports of the viewer's teams, by name.
    The board says of their clients at each of these."""
    if not viewer.team_ids_in_charge:
        return []
    return [Leaver(row.id, row.name) for row in db.session.execute(*_leavers(viewer))]


@prepared
def _leavers(viewer: Viewer) -> sa.Select[UUID, str]:
    has = (part(viewer, LEAVER.id).correlate(LEAVER).exists() for part in (_groups, _tasks, _reports))
    return (
        sa.select(LEAVER.id, LEAVER.name)
        .where(LEAVER.disabled_at.is_not(None), sa.or_(*has))
        .order_by(LEAVER.name, LEAVER.id)
    )


def list_takers(viewer: Viewer, but: UUID) -> list[TakerRow]:
    """Mentors of the viewer's teams and whoever is in charge of these, by name, who can sign in."""
    teams = viewer.team_ids_in_charge
    is_mentor = sa.and_(User.role == Role.MENTOR, User.team_id.in_(teams))
    is_in_charge = sa.or_(sa.false(), *(in_charge_of_team(sa.literal(team, sa.Uuid)) for team in sorted(teams)))
    found = (
        sa.select(User.id, User.name, sa.case((is_mentor, 1), else_=0).label("is_mentor"))
        .where(sa.or_(is_mentor, is_in_charge), User.disabled_at.is_(None), User.id != but)
        .order_by(User.name, User.id)
    )
    return [TakerRow(row.id, row.name, bool(row.is_mentor)) for row in db.session.execute(found)]


def accompanied_by(viewer: Viewer, mentor_id: UUID) -> set[UUID]:
    """The viewer's clients whom that mentor accompanies or will."""
    found = sa.select(Assignment.client_id).where(_is_own(mentor_id), in_charge(viewer, Assignment.client_id))
    return set(db.session.scalars(found))


def count_clients_and_groups(viewer: Viewer, person_id: UUID) -> tuple[int, int]:
    """How many clients and groups the person has, for whoever manages users and sees no client."""
    ensure(viewer, Capability.MANAGE_USERS)
    clients = (
        sa.select(sa.func.count(sa.distinct(Assignment.client_id)))
        .join(Client, Client.id == Assignment.client_id)
        .where(_is_own(person_id), Client.status != ClientStatus.CLOSED, registered(viewer, Assignment.client_id))
    )
    groups = (
        sa.select(sa.func.count())
        .select_from(Facilitator)
        .join(Group, Group.id == Facilitator.group_id)
        .where(Facilitator.user_id == person_id, _goes_on())
    )
    return db.session.scalar(clients) or 0, db.session.scalar(groups) or 0


def _is_own(person_id: UUID) -> sa.ColumnElement[bool]:
    ends = Assignment.ends_on
    goes_on = sa.or_(ends.is_(None), sa.and_(ends >= today(), ends >= Assignment.starts_on))
    return sa.and_(Assignment.mentor_id == person_id, goes_on)


def _goes_on() -> sa.ColumnElement[bool]:
    return sa.or_(Group.ends_on.is_(None), Group.ends_on >= TODAY)


def _clients(viewer: Viewer, person_id: UUID) -> sa.Select[Any]:
    columns = (Assignment.starts_on, Assignment.ends_on, Assignment.covered_id)
    return _of_clients(viewer, Assignment.id, Assignment.version, Assignment.client_id, *columns).where(
        _is_own(person_id), Client.status != ClientStatus.CLOSED
    )


def _groups(viewer: Viewer, person_id: PersonId) -> sa.Select[UUID, int, str]:
    own = sa.or_(Group.team_id.is_(None), Group.team_id.in_(teams_of(viewer)))
    return (
        sa.select(Group.id, Group.version, Group.name)
        .join(Facilitator, Facilitator.group_id == Group.id)
        .where(Facilitator.user_id == person_id, own, _goes_on())
        .order_by(Group.name, Group.id)
    )


def _tasks(viewer: Viewer, person_id: PersonId) -> sa.Select[Any]:
    return _of_clients(viewer, FollowUp.id, FollowUp.version, FollowUp.client_id, FollowUp.due_on).where(
        FollowUp.owner_id == person_id, FollowUp.is_open(), _nobody_else(FollowUp.client_id, person_id)
    )


def _reports(viewer: Viewer, person_id: PersonId) -> sa.Select[Any]:
    return _of_clients(viewer, Report.id, Report.version, Report.client_id, Report.kind, Report.status).where(
        Report.author_id == person_id,
        Report.status != ReportStatus.SIGNED,
        _nobody_else(Report.client_id, person_id),
    )


def _nobody_else(client_id: ClientId, person_id: PersonId) -> sa.ColumnElement[bool]:
    """The condition that no other mentor accompanies the client: one who does has the tasks and writes the reports."""
    others = sa.select(OTHER.id).join(User, User.id == OTHER.mentor_id)
    present = others.where(OTHER.client_id == client_id, OTHER.mentor_id != person_id, OTHER.lasts_on(TODAY))
    return ~present.where(User.disabled_at.is_(None)).correlate_except(OTHER, User).exists()


def _of_clients(viewer: Viewer, id_: ClientId, version: Any, client_id: ClientId, *columns: Any) -> sa.Select[Any]:
    """Rows about clients of whom the viewer is in charge, with their names and in their order."""
    return (
        sa.select(id_, version, client_id, Client.name.label("name"), *columns)
        .join(Client, Client.id == client_id)
        .where(in_charge(viewer, client_id))
        .order_by(Client.search_name, Client.id, id_)
    )
