"""Of whom more may have been used than is approved: everybody whose contact in the days of an approval is together
more than its amount. Which approval each contact counts against is asked of these clients alone.

What a mentor's contact comes to is remembered by the client's stamp (`caseapp.db.stamps`) for the day.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.activities.contact_rules import KindOfContact, modes_of
from caseapp.activities.models import Activity
from caseapp.activities.rules import CONTACT
from caseapp.basket.models import Approval
from caseapp.basket.queries import TERMS
from caseapp.basket.rules import SOCIAL_MENTORING, ApprovalUnit
from caseapp.clients.queries import about_visible_clients
from caseapp.clock import TODAY, today
from caseapp.db import db
from caseapp.db.prepared import Prepared, Rows, prepared
from caseapp.db.stamps import Memory
from caseapp.groups.models import AttendanceMark, Group, Meeting
from caseapp.groups.rules import WAS_THERE, MeetingStatus
from caseapp.hours.allocation_rules import whole_amount

MOST_SOUGHT = 60
"""Of more clients than these everybody is read at once."""


class ClientState(NamedTuple):
    """Where a client belongs, and the stamp of the client's records."""

    team_id: UUID
    stamp: int | None


class _Answer(NamedTuple):
    state: ClientState
    is_suspect: bool

    @property
    def team_id(self) -> UUID:
        """Where the client was."""
        return self.state.team_id


remembered: Memory[date, _Answer] = Memory()


def suspects_of(viewer: Viewer, states: Mapping[UUID, ClientState]) -> set[UUID]:
    """Who of these clients, all whom the viewer sees. Their states were read before anything else of them."""
    known = remembered.known_of(today(), states, viewer.team_ids_in_charge)
    answers = {each: known.get(each) for each in states}  # other threads add and forget meanwhile
    valid = {each: one.is_suspect for each, one in answers.items() if one and one.state == states[each]}
    missing = [each for each in states if each not in valid]
    found = {each for each, is_suspect in valid.items() if is_suspect}
    if missing:
        found_now = _beyond(_contact(viewer, missing if len(missing) <= MOST_SOUGHT else None))
        known |= {each: _Answer(states[each], each in found_now) for each in missing if states[each].stamp}
        found |= found_now.intersection(missing)
    return found | _beyond(_group_meetings(viewer)).intersection(states)


def _beyond(found: Prepared) -> set[UUID]:
    return {row.client_id for row in db.session.execute(*found) if (row.used or 0) > whole_amount(row)}


@prepared
def _contact(viewer: Viewer, client_ids: list[UUID] | None) -> Rows:
    counted = (Activity.outcome.in_(CONTACT), Activity.not_in_error())
    in_its_days = Activity.held_on.between(Approval.starts_on, TODAY)
    met_on = sa.case((Activity.mode.in_(modes_of(KindOfContact.MEETING)), Activity.held_on))

    def in_all(total: sa.ColumnElement[int]) -> sa.Select[Any]:
        return sa.select(total).where(Activity.client_id == Approval.client_id, in_its_days, *counted)

    found = _current_approvals(viewer, Activity.minutes, met_on, in_all).where(Approval.service == SOCIAL_MENTORING)
    return found if client_ids is None else found.where(Approval.client_id.in_(client_ids))


@prepared
def _group_meetings(viewer: Viewer) -> Rows:
    """What a group's meetings come to is not remembered: the minutes and the service are the group's."""
    mark = AttendanceMark
    counted = (mark.mark.in_(WAS_THERE), Meeting.status == MeetingStatus.HELD, Group.service == Approval.service)
    in_its_days = mark.held_on.between(Approval.starts_on, TODAY)

    def in_all(total: sa.ColumnElement[int]) -> sa.Select[Any]:
        of_groups = sa.select(total).select_from(mark).join(Meeting, Meeting.id == mark.meeting_id)
        of_groups = of_groups.join(Group, Group.id == Meeting.group_id)
        return of_groups.where(mark.client_id == Approval.client_id, in_its_days, *counted)

    services = sa.select(Group.service).where(Group.service != "")
    return _current_approvals(viewer, Group.minutes, mark.held_on, in_all).where(
        Approval.service != SOCIAL_MENTORING, Approval.service.in_(services)
    )


def _current_approvals(
    viewer: Viewer, minutes: Any, met_on: Any, in_all: Callable[[sa.ColumnElement[int]], sa.Select[Any]]
) -> sa.Select[Any]:
    """The approvals of today, each with what is in its days until today: records are sought for one after another."""
    totals = {
        ApprovalUnit.HOUR: sa.func.sum(minutes),
        ApprovalUnit.MEETING: sa.func.count(met_on),
        ApprovalUnit.DAY: sa.func.count(sa.distinct(met_on)),
    }
    by_unit = ((Approval.unit == unit, _of_approval(in_all(total))) for unit, total in totals.items())
    return about_visible_clients(viewer, Approval, Approval.client_id, *TERMS, sa.case(*by_unit).label("used")).where(
        Approval.starts_on <= TODAY, Approval.ends_on >= TODAY
    )


def _of_approval(total: sa.Select[Any]) -> sa.ScalarSelect[int]:
    return total.correlate(Approval).scalar_subquery()
