"""Groups and who meets whom there. Statements are narrowed here and in clients/queries.py, and nowhere else."""

from datetime import date, datetime, time
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from caseapp.access import Capability, Role, Viewer, may
from caseapp.accounts.models import User
from caseapp.clients.models import Client
from caseapp.clients.queries import sees
from caseapp.clients.rules import ClientStatus
from caseapp.clock import TODAY, local
from caseapp.db import db
from caseapp.db.prepared import Rows, narrowed_to, prepared, teams_of
from caseapp.errors import NotAllowed, NotVisible
from caseapp.groups.models import Facilitator, Group, Membership, Wait
from caseapp.groups.rules import WEEKDAY_NAMES, Schedule, ends_at
from caseapp.i18n import _
from caseapp.organisation.queries import name_of
from caseapp.organisation.rules import ListKind


class GroupDetails(NamedTuple):
    """A group as pages show it."""

    id: UUID
    name: str
    weekday: int | None
    starts_at: time | None
    minutes: int
    team_id: UUID | None
    kind: str
    service: str
    place: str
    place_words: str
    capacity: int | None
    enough: int | None
    starts_on: date | None
    ends_on: date | None
    created_at: datetime
    is_led: bool

    @property
    def weekday_name(self) -> str:
        """The day of the week in words; empty where none is agreed."""
        return "" if self.weekday is None else str(WEEKDAY_NAMES[self.weekday])

    @property
    def hours(self) -> str:
        """17:00–18:30; empty where none are agreed."""
        return self.hours_from(None)

    def hours_from(self, starts_at: time | None) -> str:
        """The hours of a meeting that begins then; the usual ones where nothing is said."""
        begins = starts_at or self.starts_at
        return f"{begins:%H:%M}–{ends_at(begins, self.minutes):%H:%M}" if begins else ""

    @property
    def kind_name(self) -> str:
        """The kind in words; empty where none is said."""
        return name_of(ListKind.GROUP_KINDS, self.kind)

    @property
    def service_name(self) -> str:
        """The service that its meetings count for, in words; empty where none is named."""
        return name_of(ListKind.SERVICES, self.service)

    @property
    def place_name(self) -> str:
        """Where it meets: the place of the organisation's list and the own words for it."""
        return str(_(", ")).join(words for words in (name_of(ListKind.PLACES, self.place), self.place_words) if words)

    @property
    def schedule(self) -> Schedule:
        """On which days it meets."""
        return Schedule(self.weekday, self.starts_on or local(self.created_at).date(), self.ends_on)


STORED = [name for name in GroupDetails._fields if name != "is_led"]


class GroupLeader(NamedTuple):
    """Who leads a group or assists."""

    user_id: UUID
    name: str
    is_assistant: bool


def meets(viewer: Viewer, client_id: Any, group_id: Any) -> sa.ColumnElement[bool]:
    """The condition that the viewer leads this group and `client_id` is one of its members today.

    It opens names and marks of that group and nothing else. `group_id` is an id, or a column of the statement.
    """
    member = aliased(Membership)
    return _leads_with(viewer, group_id, member, client_id, belongs_on(member, TODAY))


def awaits(viewer: Viewer, client_id: Any, group_id: Any) -> sa.ColumnElement[bool]:
    """The condition that the viewer sees the client, or leads the group for which the client waits."""
    wait = aliased(Wait)
    leads = _leads_with(viewer, group_id, wait, client_id, wait.ended_at.is_(None))
    return sa.or_(sees(viewer, client_id), leads)


def belongs_on(member: Any, day: date) -> sa.ColumnElement[bool]:
    """The condition that a membership counts on that day: within its days, and while the client's file is open."""
    lasts = sa.and_(member.starts_on <= day, sa.or_(member.ends_on.is_(None), member.ends_on >= day))
    return sa.and_(lasts, ~is_closed_on(member.client_id, day))


def is_closed_on(client_id: Any, day: date) -> sa.ColumnElement[bool]:
    """The condition that the client's file was closed by that day."""
    file = aliased(Client)
    return sa.exists().where(file.id == client_id, file.status == ClientStatus.CLOSED, file.status_on <= day)


def among(viewer: Viewer, client_id: Any, group_id: Any) -> sa.ColumnElement[bool]:
    """The condition that the viewer sees the client, or meets the client in that group."""
    return sa.or_(sees(viewer, client_id), meets(viewer, client_id, group_id))


def members_among(viewer: Viewer, group_id: UUID) -> sa.Select[UUID]:
    """Who ever belonged to the group, as far as the viewer sees or meets them: few, whom many marks are sought for."""
    ever = sa.select(Membership.client_id).where(Membership.group_id == group_id)
    return ever.where(among(viewer, Membership.client_id, group_id))


def find_group(viewer: Viewer, group_id: UUID) -> GroupDetails:
    """The group, or `NotVisible`: one that the viewer leads, supervises, or in which a client of the viewer is."""
    row = db.session.execute(*_group(viewer, group_id)).first()
    if row is None:
        raise NotVisible
    return GroupDetails(**row._mapping)


def find_group_to_keep(viewer: Viewer, group_id: UUID) -> Group:
    """The group, if the viewer may change it; `NotAllowed` if it is another team's."""
    if not may_keep(viewer, find_group(viewer, group_id)):
        raise NotAllowed
    return db.session.get_one(Group, group_id)


def find_group_to_lead(viewer: Viewer, group_id: UUID) -> GroupDetails:
    """The group, if the viewer may take attendance; `NotAllowed` if the viewer only sees it."""
    group = find_group(viewer, group_id)
    if not may_take_attendance(viewer, group):
        raise NotAllowed
    return group


def may_keep(viewer: Viewer, group: GroupDetails) -> bool:
    """Whether the viewer may change the group: a supervisor of its team, or any supervisor if it has no team."""
    return may(viewer, Capability.MANAGE_GROUPS) and group.team_id in {None, *viewer.team_ids_in_charge}


def may_take_attendance(viewer: Viewer, group: GroupDetails) -> bool:
    """Whether the viewer takes attendance here: whoever leads the group, a supervisor for members of the own team, a
    deputy in the team's groups."""
    return group.is_led or viewer.role == Role.SUPERVISOR or group.team_id in viewer.team_ids_in_charge


def list_visible_groups(viewer: Viewer, is_led: bool = False) -> list[GroupDetails]:
    """The viewer's groups in the order of the week; with `is_led` only those that the viewer leads."""
    groups = [GroupDetails(**row._mapping) for row in db.session.execute(*_groups_in_order(viewer))]
    return [group for group in groups if group.is_led or not is_led]


def people_to_lead(viewer: Viewer, group_id: UUID | None = None) -> list[tuple[UUID, str]]:
    """Who may lead a group: mentors and supervisors of the viewer's team, and whoever leads it already."""
    leads = sa.select(Facilitator.user_id).where(Facilitator.group_id == group_id)
    own = sa.and_(
        User.team_id.in_(viewer.team_ids_in_charge),
        User.role.in_((Role.MENTOR, Role.SUPERVISOR)),
        User.disabled_at.is_(None),
    )
    found = sa.select(User.id, User.name).where(sa.or_(own, User.id.in_(leads))).order_by(User.name, User.id)
    return [(row.id, row.name) for row in db.session.execute(found)]


def leaders_of(viewer: Viewer, group_id: UUID) -> list[GroupLeader]:
    """Who leads the group, then who assists; nobody if the viewer does not see the group."""
    return [GroupLeader(**row._mapping) for row in db.session.execute(*_leaders(viewer, group_id))]


@prepared
def _leaders(viewer: Viewer, group_id: UUID) -> Rows:
    return (
        sa.select(User.id.label("user_id"), User.name, Facilitator.is_assistant)
        .join(Facilitator, Facilitator.user_id == User.id)
        .where(Facilitator.group_id == group_id, Facilitator.group_id.in_(visible_groups(viewer)))
        .order_by(Facilitator.is_assistant, User.name)
    )


def visible_groups(viewer: Viewer) -> sa.CompoundSelect[UUID]:
    """The ids of the groups that the viewer sees, found from the people, so that other groups are not looked at."""
    return sa.union(*_ways_to_groups(viewer))


@prepared
def _group(viewer: Viewer, group_id: UUID) -> Rows:
    is_visible = sa.or_(*(Group.id.in_(ids) for ids in _ways_to_groups(viewer)))  # the rest is not asked of who leads
    return _groups(viewer).where(Group.id == group_id, is_visible)


@prepared
def _groups_in_order(viewer: Viewer) -> Rows:
    found = _groups(viewer).where(Group.id.in_(visible_groups(viewer)))
    has_no_day = sa.case((Group.weekday.is_(None), 1), else_=0)
    return found.order_by(has_no_day, Group.weekday, Group.name, Group.id)


def _ways_to_groups(viewer: Viewer) -> list[sa.Select[UUID]]:
    """The groups that the viewer leads, those to which their clients belong or for which they wait, and the team's."""
    ways = [
        sa.select(Facilitator.group_id).where(Facilitator.user_id == _whoever_may(viewer)),
        sa.select(Membership.group_id).where(sees(viewer, Membership.client_id), belongs_on(Membership, TODAY)),
        sa.select(Wait.group_id).where(sees(viewer, Wait.client_id), Wait.ended_at.is_(None)),
    ]
    if viewer.team_ids_in_charge:
        ways.append(sa.select(Group.id).where(Group.team_id.in_(teams_of(viewer))))
    return ways


def _groups(viewer: Viewer) -> sa.Select[Any]:
    leads = sa.exists().where(Facilitator.group_id == Group.id, Facilitator.user_id == _whoever_may(viewer))
    return sa.select(*(getattr(Group, name) for name in STORED), leads.label("is_led"))


def _leads_with(
    viewer: Viewer, group_id: Any, row: Any, client_id: Any, counts: sa.ColumnElement[bool]
) -> sa.ColumnElement[bool]:
    leads = aliased(Facilitator)
    # An unknown role leads nothing, whatever the table of facilitators says.
    is_leading = narrowed_to(viewer, "group") if may(viewer, Capability.RECORD_ATTENDANCE) else None
    return sa.exists().where(
        leads.user_id == is_leading,
        leads.group_id == group_id,
        row.group_id == leads.group_id,
        row.client_id == client_id,
        counts,
    )


def _whoever_may(viewer: Viewer) -> UUID | None:
    # An unknown role leads nothing, whatever the table of facilitators says.
    return viewer.id if may(viewer, Capability.RECORD_ATTENDANCE) else None


def may_write_note(viewer: Viewer, group: GroupDetails) -> bool:
    """Whether the viewer reads and writes the group's notes."""
    return group.is_led or may_keep(viewer, group)
