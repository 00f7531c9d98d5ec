"""The day that a device may keep, and the keys of the device."""

import hmac
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.accounts.queries import find_anybody, in_charge_of_team
from caseapp.activities.models import Activity
from caseapp.activities.notes.rules import GoalToChoose
from caseapp.activities.plans.queries import PlannedMeeting, coming_meetings
from caseapp.activities.queries import last_met_on
from caseapp.activities.timeline_queries import title_of
from caseapp.clients.in_charge_queries import list_in_charge
from caseapp.clients.models import Assignment, Client
from caseapp.clients.queries import about_visible_clients
from caseapp.clients.rules import ClientStatus
from caseapp.clock import TODAY, today
from caseapp.db import db, form_ids
from caseapp.db.prepared import Rows, prepared
from caseapp.db.sealing import key_ring
from caseapp.followups.step_queries import NextStep, next_steps
from caseapp.goals.models import Goal
from caseapp.goals.rules import GoalStatus
from caseapp.goals.short_name_rules import propose_short_name
from caseapp.groups.attendance.queries import find_meeting, meeting_on
from caseapp.groups.attendance.sheet_queries import attendance_rows_of
from caseapp.groups.models import Meeting
from caseapp.groups.schedule.queries import AttendanceDue, list_attendance_due
from caseapp.offline.rules import GROUPS_BEHIND, IDS_EACH, PEOPLE_SHOWN, DeviceProof, ListState

NOT_TAKEN = 1
"""The version of a meeting that nobody has recorded yet."""


class OwnPerson(NamedTuple):
    """A client whose mentor the viewer is today; telephone and introduction are opened for whoever is to be met."""

    id: UUID
    name: str
    called: str
    last_on: date | None
    phone_sealed: bytes | None
    introduction_sealed: bytes | None

    @property
    def phone(self) -> str:
        """The number as it is dialled."""
        return Client.phone.open(self.id, self.phone_sealed)

    @property
    def introduction(self) -> str:
        """How to introduce oneself in the presence of others."""
        return Client.introduction.open(self.id, self.introduction_sealed)


class PersonOfDay(NamedTuple):
    """Somebody whom the viewer may meet today: what was agreed, and the goals that a note can be about."""

    person: OwnPerson
    is_met: bool
    step: NextStep | None
    goals: list[GoalToChoose]


class MeetingOfDay(NamedTuple):
    """A planned meeting whose day has come, and the version at which its outcome would be recorded."""

    plan: PlannedMeeting
    version: int


class GroupOfDay(NamedTuple):
    """A group whose attendance is to be taken: the members by name. `meeting_id` where the meeting is stored."""

    due: AttendanceDue
    meeting_id: UUID | None
    version: int
    members: list[tuple[UUID, str]]


@dataclass(frozen=True)
class KeptDay:
    """What a device keeps of a day."""

    people: list[PersonOfDay]
    meetings: list[MeetingOfDay]
    groups: list[GroupOfDay]

    @property
    def client_ids(self) -> set[UUID]:
        """Everybody who is named."""
        return {each.person.id for each in self.people} | {one for group in self.groups for one, _name in group.members}


def day_of(viewer: Viewer) -> KeptDay:
    """The viewer's own clients of today, at most so many: whoever is to be met or was promised something, then those
    not met for longest; and the groups that the viewer leads."""
    own = list_own_people(viewer)
    names = {person.id for person in own}
    plans = [plan for plan in coming_meetings(viewer) if plan.is_due and plan.client_id in names]
    steps = next_steps(viewer, list(names))
    first = {plan.client_id for plan in plans}
    first |= {one for one, step in steps.items() if one in names and step.on and step.on <= today()}
    own.sort(key=lambda person: (person.id not in first, person.last_on or date.min, person.name))
    shown = own[: max(PEOPLE_SHOWN, len(first))]
    goals = _goals_by_client(viewer, [person.id for person in shown])
    people = [
        PersonOfDay(person, person.id in first, steps.get(person.id), goals.get(person.id, [])) for person in shown
    ]
    due = [each for each in list_attendance_due(viewer) if each.on >= today() - GROUPS_BEHIND]
    found = db.session.execute(*_versions(viewer, [plan.id for plan in plans]))
    versions: dict[UUID, int] = {row.id: row.version for row in found}
    meetings = [MeetingOfDay(plan, versions[plan.id]) for plan in plans]
    return KeptDay(people, meetings, [_group_of_day(viewer, each) for each in due])


def list_own_people(viewer: Viewer) -> list[OwnPerson]:
    """The open clients whose mentor the viewer is today: not those of a team in charge."""
    return [OwnPerson(**row._mapping) for row in db.session.execute(*_own_people(viewer, viewer.id))]


@prepared
def _own_people(viewer: Viewer, mentor_id: UUID) -> Rows:
    assigned = about_visible_clients(viewer, Assignment, Assignment.client_id).where(
        Assignment.mentor_id == mentor_id, Assignment.lasts_on(TODAY)
    )
    names = (Client.id, Client.name.label("name"), Client.called.label("called"), last_met_on(TODAY).label("last_on"))
    return about_visible_clients(viewer, Client, *names, Client.phone_sealed, Client.introduction_sealed).where(
        Client.status != ClientStatus.CLOSED, Client.id.in_(assigned)
    )


def _goals_by_client(viewer: Viewer, client_ids: list[UUID]) -> dict[UUID, list[GoalToChoose]]:
    found: dict[UUID, list[GoalToChoose]] = {}
    for row in db.session.execute(*_goals(viewer, client_ids)):
        title = title_of(row.id, row.wording_sealed, row.client_words_sealed)
        called = Goal.short_name.open(row.id, row.short_name_sealed) or propose_short_name(title)
        found.setdefault(row.client_id, []).append(GoalToChoose(row.id, title, called))
    return found


@prepared
def _goals(viewer: Viewer, client_ids: list[UUID]) -> Rows:
    columns = (Goal.id, Goal.client_id, Goal.client_words_sealed, Goal.wording_sealed, Goal.short_name_sealed)
    return (
        about_visible_clients(viewer, Goal, *columns)
        .where(Goal.client_id.in_(client_ids), Goal.status == GoalStatus.ACTIVE)
        .order_by(Goal.created_at, Goal.id)
    )


@prepared
def _versions(viewer: Viewer, activity_ids: list[UUID]) -> Rows:
    return about_visible_clients(viewer, Activity, Activity.id, Activity.version).where(Activity.id.in_(activity_ids))


def _group_of_day(viewer: Viewer, due: AttendanceDue) -> GroupOfDay:
    meeting_id = meeting_on(viewer, due.group.id, due.on)
    if meeting_id:
        meeting = find_meeting(viewer, meeting_id).meeting
    else:
        meeting = Meeting(id=uuid7(), group_id=due.group.id, held_on=due.on, version=NOT_TAKEN)
    rows = attendance_rows_of(viewer, meeting)
    return GroupOfDay(due, meeting_id, meeting.version, [(row.client_id, row.name) for row in rows if row.is_member])


def ids_for(viewer: Viewer, form: str) -> list[UUID]:
    """Ids for what is written without a network with one kind of form."""
    return form_ids(viewer.id, form, IDS_EACH)


def device_key(viewer: Viewer, device: str) -> bytes:
    """The key of one of the viewer's devices. It is not stored: the device keeps it under its owner's code, and the
    server makes it anew for whoever is signed in."""
    return key_ring().blind("offline key", f"{viewer.id.hex}:{device}")


def device_proof(viewer: Viewer, device: str) -> str:
    """What the device shows where nobody is signed in, to hear whether it may keep its list."""
    return key_ring().blind("offline proof", f"{viewer.id.hex}:{device}").hex()


def people_mark(viewer: Viewer) -> str:
    """A keyed mark of whose mentor the viewer is, which changes when an assignment begins or ends."""
    own = sorted(person.id.hex for person in list_own_people(viewer))
    return key_ring().blind("offline people", ":".join((viewer.id.hex, *own))).hex()


def contact_of(viewer: User, mark: str) -> ListState:
    """Whether the list that bears the mark may stay on the device of that person."""
    if not viewer.is_active:
        return ListState.GONE
    return ListState.SAME if hmac.compare_digest(people_mark(viewer).encode(), mark.encode()) else ListState.CHANGED


def find_device_owner(shown: DeviceProof) -> User | None:
    """The person whose device it is, signed in or not, disabled or not; nobody where the proof is wrong."""
    owner = find_anybody(shown.person_id)
    proof = device_proof(owner, shown.device) if owner else ""
    return owner if hmac.compare_digest(proof.encode(), shown.proof.encode()) else None


def readers_of(viewer: User, client_id: UUID | None) -> list[UUID]:
    """Who is in charge today of that client, or else of the person's own team."""
    found = [person.id for person in list_in_charge(viewer, client_id)] if client_id else []
    if found or viewer.team_id is None:
        return found
    return list(db.session.scalars(sa.select(User.id).where(in_charge_of_team(viewer.team_id)).order_by(User.id)))
