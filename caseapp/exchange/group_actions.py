"""Import a group with its members, meetings and attendance."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from caseapp.access import Capability, Role, ensure
from caseapp.accounts.models import User
from caseapp.audit import Act, record
from caseapp.clients.models import Client
from caseapp.clock import now
from caseapp.db import Base, db, transaction
from caseapp.errors import RuleBroken
from caseapp.exchange.queries import (
    clients_by_national_id,
    group_named,
    marks_of_meetings,
    meetings_of_group,
    members_of_group,
    teams_of_clients,
)
from caseapp.exchange.spreadsheets.attendance import AttendanceSheet
from caseapp.exchange.spreadsheets.outcomes import ImportOutcome, Tally
from caseapp.groups.models import AttendanceMark, Group, Meeting, Membership
from caseapp.groups.rules import Mark, MeetingStatus
from caseapp.i18n import _

DAYS_OF_A_WEEK = 7


@dataclass
class GroupRecord:
    """A group with what is stored of it and what is added."""

    group: Group
    is_new: bool
    members: set[UUID]
    meetings: dict[date, Meeting]
    marks: dict[tuple[UUID, UUID], str]
    added: list[Base] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.guests = {client_id for _meeting_id, client_id in self.marks} - self.members

    def count(self, kind: type[Base], **where: object) -> int:
        """How many rows of that kind are added."""
        rows = [row for row in self.added if isinstance(row, kind)]
        return sum(all(getattr(row, name) == value for name, value in where.items()) for row in rows)


@transaction
def import_attendance(viewer: User, sheet: AttendanceSheet) -> ImportOutcome[AttendanceSheet]:
    """Add the group, members, meetings and marks that are not stored yet, marks only for meetings that took place.

    Of a long sheet it is given some members at a time: what is here of others is not read."""
    ensure(viewer, Capability.IMPORT_CASELOAD)
    tally = Tally(sheet.sheet)
    clients = clients_by_national_id(viewer, {member.national_id for member in sheet.members})
    kept = _group(viewer, sheet, clients.values())
    _add_meetings(sheet, kept, tally)
    for member in sheet.members:
        client = clients.get(member.national_id)
        if client is None:
            heading = sheet.sheet.heading("national_id")
            tally.reject(member.line, heading, _("This client's file is no longer here."))
            continue
        _add_member(sheet, kept, client)
        _add_marks(viewer, sheet, kept, tally, client, member.line, member.marks)
    _keep(viewer, kept, [client.id for client in clients.values()])
    tally.added, tally.already_there = int(kept.is_new), int(not kept.is_new)
    return tally.outcome_of(
        sheet,
        members=kept.count(Membership),
        meetings=kept.count(Meeting, status=MeetingStatus.HELD),
        holidays=kept.count(Meeting, status=MeetingStatus.HOLIDAY),
        marks=kept.count(AttendanceMark),
    )


def _group(viewer: User, sheet: AttendanceSheet, clients: Collection[Client]) -> GroupRecord:
    group = group_named(viewer, sheet.group_name)
    if group is None:
        weekday = None if sheet.weekday is None else (sheet.weekday + 1) % DAYS_OF_A_WEEK
        new = Group(name=sheet.group_name, weekday=weekday, starts_at=sheet.starts_at, created_at=now())
        return GroupRecord(new, True, set(), {}, {})
    if viewer.role != Role.ADMINISTRATOR and group.team_id not in {None, *viewer.team_ids_in_charge}:
        raise RuleBroken(_("Another team has a group with this name. Give this one a different name."))
    meetings = meetings_of_group(viewer, group)
    return GroupRecord(
        group, False, members_of_group(viewer, group), meetings, marks_of_meetings(viewer, meetings.values(), clients)
    )


def _add_meetings(sheet: AttendanceSheet, kept: GroupRecord, tally: Tally) -> None:
    for day in sheet.days:
        there = kept.meetings.get(day.on)
        if there is None:
            meeting = Meeting(
                group_id=kept.group.id,
                held_on=day.on,
                status=MeetingStatus(day.state),
                called_at=now(),
                created_at=now(),
            )
            kept.meetings[day.on] = meeting
            kept.added.append(meeting)
        elif there.status != MeetingStatus(day.state):
            line = sheet.closing[0].number if sheet.closing else 0
            sentence = _("The existing record disagrees about whether this meeting took place. Nothing was changed.")
            tally.differs(line, sheet.sheet.headings[day.place].strip(), sentence)


def _add_member(sheet: AttendanceSheet, kept: GroupRecord, client: Client) -> None:
    if client.id in kept.members or client.id in kept.guests:
        return
    first_day = min((day.on for day in sheet.days), default=now().date())
    kept.members.add(client.id)
    kept.added.append(Membership(group_id=kept.group.id, client_id=client.id, starts_on=first_day))


def _add_marks(
    viewer: User,
    sheet: AttendanceSheet,
    kept: GroupRecord,
    tally: Tally,
    client: Client,
    line: int,
    marks: tuple[str | None, ...],
) -> None:
    for day, mark in zip(sheet.days, marks, strict=True):
        meeting = kept.meetings[day.on]
        if not mark or day.state != MeetingStatus.HELD or meeting.status != MeetingStatus.HELD:
            continue
        there = kept.marks.get((meeting.id, client.id))
        if there is None:
            kept.marks[meeting.id, client.id] = mark
            kept.added.append(
                AttendanceMark(
                    meeting_id=meeting.id,
                    client_id=client.id,
                    held_on=day.on,
                    mark=Mark(mark),
                    marked_by_id=viewer.id,
                    marked_at=now(),
                )
            )
        elif there != mark:
            sentence = _("A different mark is already recorded for this date. Nothing was changed.")
            tally.differs(line, sheet.sheet.headings[day.place].strip(), sentence)


def _keep(viewer: User, kept: GroupRecord, about: list[UUID]) -> None:
    """Store each row after those it refers to; a group with members of several teams belongs to no team."""
    if kept.is_new or kept.count(Membership):
        teams = teams_of_clients(viewer, kept.members)
        team_id = next(iter(teams)) if len(teams) == 1 else None
        if kept.is_new or team_id is None:
            kept.group.team_id = team_id
        db.session.add(kept.group)
        db.session.flush()
    for kind in (Meeting, Membership, AttendanceMark):
        db.session.add_all(row for row in kept.added if isinstance(row, kind))
        db.session.flush()
    if kept.is_new or kept.added:
        record(
            Act.CASELOAD_IMPORTED,
            viewer,
            about=kept.group,
            clients=about,
            kind="attendance",
            added=len(kept.added),
        )
