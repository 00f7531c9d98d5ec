"""Groups and who meets whom there. Beside the clients' file this is the only place that narrows."""

from datetime import date, time
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from caseapp.access import Capability, Role, Viewer, may
from caseapp.accounts.models import User
from caseapp.clients.models import Client
from caseapp.clients.queries import in_charge, sees
from caseapp.clock import today
from caseapp.db import db
from caseapp.db.nets import NARROWED
from caseapp.errors import NotAllowed, NotVisible
from caseapp.groups.models import Facilitator, Group, Meeting, Membership
from caseapp.groups.rules import WEEKDAY_NAMES, ends_at, next_meeting_on


class GroupTold(NamedTuple):
    """A group as pages tell it."""

    id: UUID
    name: str
    weekday: int | None
    starts_at: time | None
    minutes: int
    team_id: UUID | None
    is_led: bool

    @property
    def weekday_name(self) -> str:
        """The day of the week in words; empty where none is agreed."""
        return "" if self.weekday is None else str(WEEKDAY_NAMES[self.weekday])

    @property
    def hours(self) -> str:
        """17:00–18:30; empty where none are agreed."""
        if self.starts_at is None:
            return ""
        return f"{self.starts_at:%H:%M}–{ends_at(self.starts_at, self.minutes):%H:%M}"


class GroupListed(NamedTuple):
    """A row of the list: the group, its next meeting, and how many of its members the viewer meets or sees."""

    group: GroupTold
    next_on: date | None
    members: int


class MemberTold(NamedTuple):
    """A member of a group."""

    id: UUID
    client_id: UUID
    name: str
    starts_on: date
    ends_on: date | None
    is_own: bool


def meets(viewer: Viewer, client_id: Any, group_id: Any) -> sa.ColumnElement[bool]:
    """The condition that the viewer leads this group and `client_id` is one of its members today.

    It opens names and marks of that group and nothing else. `group_id` is an id, or a column of the statement.
    """
    member, leads = aliased(Membership), aliased(Facilitator)
    return sa.exists().where(
        leads.user_id == sa.bindparam(f"{NARROWED}to_group", _whoever_may(viewer), type_=sa.Uuid),
        leads.group_id == group_id,
        member.group_id == leads.group_id,
        member.client_id == client_id,
        *_on(member, today()),
    )


def among(viewer: Viewer, client_id: Any, group_id: Any) -> sa.ColumnElement[bool]:
    """The condition that the viewer sees the client, or meets the client in that group."""
    return sa.or_(sees(viewer, client_id), meets(viewer, client_id, group_id))


def find_group(viewer: Viewer, group_id: UUID) -> GroupTold:
    """The group, or `NotVisible`: one that the viewer leads, supervises, or in which a client of the viewer is."""
    row = db.session.execute(_groups(viewer).where(Group.id == group_id)).first()
    if row is None:
        raise NotVisible
    return GroupTold(*row)


def find_group_to_keep(viewer: Viewer, group_id: UUID) -> Group:
    """The group, which the viewer's team keeps; `NotAllowed` where another team does."""
    if not may_keep(viewer, find_group(viewer, group_id)):
        raise NotAllowed
    group = db.session.get(Group, group_id)
    if group is None:
        raise NotVisible
    return group


def find_group_to_lead(viewer: Viewer, group_id: UUID) -> GroupTold:
    """The group, where the viewer may call the roll; `NotAllowed` where the viewer only sees it."""
    group = find_group(viewer, group_id)
    if not may_call_the_roll(viewer, group):
        raise NotAllowed
    return group


def may_keep(viewer: Viewer, group: GroupTold) -> bool:
    """Whether the viewer may change the group: a supervisor of its team, or any where no team keeps it."""
    return may(viewer, Capability.KEEP_GROUPS) and group.team_id in {None, *viewer.answers_for}


def may_call_the_roll(viewer: Viewer, group: GroupTold) -> bool:
    """Whether the viewer marks here: whoever leads the group, a supervisor the own team's members, a deputy in the
    groups of the team."""
    return group.is_led or viewer.role == Role.SUPERVISOR or group.team_id in viewer.answers_for


def groups_of(viewer: Viewer) -> list[GroupListed]:
    """The viewer's groups in the order of the week."""
    groups = [GroupTold(*row) for row in db.session.execute(_groups(viewer).order_by(Group.weekday, Group.name))]
    counts = (
        sa.select(Membership.group_id, sa.func.count(Membership.client_id.distinct()))
        .where(among(viewer, Membership.client_id, Membership.group_id), *_on(Membership, today()))
        .group_by(Membership.group_id)
    )
    members = dict(list(db.session.execute(counts)))
    done = set(db.session.scalars(sa.select(Meeting.group_id).where(Meeting.held_on == today())))
    return [
        GroupListed(group, next_meeting_on(group.weekday, today(), group.id in done), members.get(group.id, 0))
        for group in groups
    ]


def members_of(viewer: Viewer, group_id: UUID) -> list[MemberTold]:
    """Who belongs to the group today or will, by name, as far as the viewer sees or meets them."""
    found = (
        sa.select(
            Membership.id,
            Client.id,
            Client.shown_in_groups,
            Membership.starts_on,
            Membership.ends_on,
            sees(viewer, Client.id).label("is_own"),
        )
        .join(Client, Client.id == Membership.client_id)
        .where(
            Membership.group_id == group_id,
            among(viewer, Client.id, group_id),
            sa.or_(Membership.ends_on.is_(None), Membership.ends_on >= today()),
        )
        .order_by(*Client.order_in_groups())
    )
    return [
        MemberTold(id_, client_id, name, starts_on, ends_on, bool(is_own))
        for id_, client_id, name, starts_on, ends_on, is_own in db.session.execute(found)
    ]


def clients_to_add(viewer: Viewer, group_id: UUID) -> list[tuple[UUID, str]]:
    """The clients of the viewer's teams who do not belong to the group, by name."""
    member = aliased(Membership)
    found = (
        sa.select(Client.id, Client.given_name, Client.family_name)
        .where(
            in_charge(viewer, Client.id),
            ~sa.exists().where(
                member.group_id == group_id,
                member.client_id == Client.id,
                sa.or_(member.ends_on.is_(None), member.ends_on >= today()),
            ),
        )
        .order_by(Client.search_name, Client.id)
    )
    return [(client_id, f"{given} {family}".strip()) for client_id, given, family in db.session.execute(found)]


def people_to_lead(viewer: Viewer, group_id: UUID | None = None) -> list[tuple[UUID, str]]:
    """Who may lead a group: mentors and supervisors of the viewer's team, and whoever leads it already."""
    leads = sa.select(Facilitator.user_id).where(Facilitator.group_id == group_id)
    own = sa.and_(
        User.team_id.in_(viewer.answers_for),
        User.role.in_((Role.MENTOR, Role.SUPERVISOR)),
        User.disabled_at.is_(None),
    )
    found = sa.select(User.id, User.name).where(sa.or_(own, User.id.in_(leads))).order_by(User.name, User.id)
    return [(user_id, name) for user_id, name in db.session.execute(found)]


def leaders_of(viewer: Viewer, group_id: UUID) -> list[tuple[UUID, str]]:
    """Who leads the group; nobody where the viewer does not see it."""
    found = (
        sa.select(User.id, User.name)
        .join(Facilitator, Facilitator.user_id == User.id)
        .where(Facilitator.group_id == group_id, Facilitator.group_id.in_(visible_groups(viewer)))
        .order_by(User.name)
    )
    return [(user_id, name) for user_id, name in db.session.execute(found)]


def visible_groups(viewer: Viewer) -> sa.Select[UUID]:
    """The ids of the groups that the viewer sees."""
    return _groups(viewer).with_only_columns(Group.id)


def _groups(viewer: Viewer) -> sa.Select[UUID, str, int | None, time | None, int, UUID | None, bool]:
    leads = sa.exists().where(Facilitator.group_id == Group.id, Facilitator.user_id == _whoever_may(viewer))
    visible = [
        leads,
        Group.id.in_(
            sa.select(Membership.group_id).where(sees(viewer, Membership.client_id), *_on(Membership, today()))
        ),
    ]
    if viewer.answers_for:
        visible.append(Group.team_id.in_(viewer.answers_for))
    return sa.select(
        Group.id, Group.name, Group.weekday, Group.starts_at, Group.minutes, Group.team_id, leads.label("is_led")
    ).where(sa.or_(*visible))


def _on(member: Any, day: date) -> tuple[sa.ColumnElement[bool], ...]:
    return member.starts_on <= day, sa.or_(member.ends_on.is_(None), member.ends_on >= day)


def _whoever_may(viewer: Viewer) -> UUID | None:
    # An unknown role leads nothing, whatever the table of facilitators says.
    return viewer.id if may(viewer, Capability.RECORD_ATTENDANCE) else None
