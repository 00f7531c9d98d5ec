"""What the form of a note needs: whom the note can be about, and what is filled in for it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cached_property, partial
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.accounts.queries import in_charge_of_team
from caseapp.activities.notes.rules import NO_NOTE, GoalToChoose, LastNote
from caseapp.activities.plans.queries import PlannedMeeting, coming_meetings
from caseapp.activities.queries import find_activity_to_edit, find_last_note
from caseapp.activities.rules import ActivityDraft, TouchDraft
from caseapp.activities.timeline_queries import title_of, touches_of
from caseapp.clients.disambiguation_queries import mentor_form
from caseapp.clients.file.adjustment_rules import ON_THE_WAY, minded
from caseapp.clients.models import Assignment, Client
from caseapp.clients.queries import about_visible_clients, find_client, sees
from caseapp.clients.rules import GenderForm
from caseapp.clock import TODAY, today
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared
from caseapp.errors import NotVisible
from caseapp.goals.models import Goal
from caseapp.goals.rules import GoalStatus
from caseapp.goals.short_name_rules import propose_short_name
from caseapp.i18n import speak_of


class ShownBeside(NamedTuple):
    """What a page with the form shows beside it: a note that is saved needs none of it."""

    readers: tuple[str, ...] = ()
    last: LastNote = NO_NOTE
    plans: tuple[PlannedMeeting, ...] = ()
    minded: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoteContext:
    """What the form shows of the client. Without a name, the viewer may only add a late note, and sees nothing.

    What is shown beside is read when it is first asked for.
    """

    client_id: UUID
    name: str = ""
    called: str = ""
    gender: GenderForm = GenderForm.NEUTRAL
    goals: tuple[GoalToChoose, ...] = ()
    read_beside: Callable[[], ShownBeside] = ShownBeside

    @cached_property
    def beside(self) -> ShownBeside:
        """What is shown beside the form."""
        return self.read_beside()

    @property
    def readers(self) -> tuple[str, ...]:
        """Who else can read what is written."""
        return self.beside.readers

    @property
    def last(self) -> LastNote:
        """The last contact."""
        return self.beside.last

    @property
    def plans(self) -> tuple[PlannedMeeting, ...]:
        """What is planned."""
        return self.beside.plans

    @property
    def minded(self) -> tuple[str, ...]:
        """What is to be minded on the way there."""
        return self.beside.minded

    @property
    def today(self) -> str:
        """Today, as a field of a day holds it."""
        return today().isoformat()

    @property
    def due_plan(self) -> PlannedMeeting | None:
        """The latest planned meeting whose day has come and whose outcome was not recorded."""
        return next((plan for plan in reversed(self.plans) if plan.is_due), None)

    @property
    def next_on(self) -> date | None:
        """The day of the next planned meeting."""
        return next((plan.held_on for plan in self.plans if plan.held_on > today()), None)

    @property
    def is_open(self) -> bool:
        """Whether the viewer sees the client today."""
        return bool(self.name)


@dataclass(frozen=True)
class ActivityEdit:
    """A note to be edited: its version, when it was written, its content, and what its form needs."""

    activity_id: UUID
    version: int
    written_at: datetime
    draft: ActivityDraft
    context: NoteContext


def find_note_context(viewer: Viewer, client_id: UUID, late_on: date | None = None) -> NoteContext:
    """What the form of a new note about the client needs, or `NotVisible`.

    Where the viewer's assignment has ended, a note can still be added for a day within it (`late_on`).
    """
    client = db.session.execute(*_client(viewer, client_id)).first()
    if client is None:
        if late_on is None or not could_see_on(viewer, client_id, late_on):
            raise NotVisible
        return NoteContext(client_id)
    speak_of(client.gender_form.value, client.mentor_form)

    def read_beside() -> ShownBeside:
        adjustments = Client.adjustments.open(client_id, client.adjustments_sealed)
        return _beside(viewer, client_id, client.team_id, adjustments)

    return NoteContext(
        client_id=client_id,
        name=f"{client.given_name} {client.family_name}".strip(),
        called=client.preferred_name or client.given_name,
        gender=client.gender_form,
        goals=tuple(goals_to_touch(viewer, client_id)),
        read_beside=read_beside,
    )


def _beside(viewer: Viewer, client_id: UUID, team_id: UUID, adjustments: str, has_last: bool = True) -> ShownBeside:
    return ShownBeside(
        readers=tuple(db.session.scalars(*_readers(viewer, client_id, team_id))),
        last=find_last_note(viewer, client_id) if has_last else NO_NOTE,
        plans=tuple(coming_meetings(viewer, client_id)),
        minded=tuple(minded(adjustments, ON_THE_WAY)),
    )


@prepared
def _client(viewer: Viewer, client_id: UUID) -> Rows:
    names = (Client.given_name, Client.family_name, Client.preferred_name, Client.gender_form)
    columns = (*names, Client.team_id, Client.adjustments_sealed, mentor_form().label("mentor_form"))
    return about_visible_clients(viewer, Client, *columns).where(Client.id == client_id)


def find_activity_edit(viewer: Viewer, activity_id: UUID, also_in_error: bool = False) -> ActivityEdit:
    """A note that the viewer may change; else `NotVisible` or `NotAllowed`."""
    activity = find_activity_to_edit(viewer, activity_id, also_in_error)
    client = find_client(viewer, activity.client_id)
    touched = touches_of(viewer, [activity_id]).get(activity_id, ())
    plain = (field.name for field in fields(ActivityDraft) if field.name not in ("goals", "kinds"))
    draft = ActivityDraft(
        goals={touch.goal_id: TouchDraft(touch.movement, touch.words) for touch in touched},
        kinds=tuple(activity.kinds.split()),
        **{name: getattr(activity, name) for name in plain},
    )
    context = NoteContext(
        client_id=client.id,
        name=client.name,
        called=client.called,
        gender=client.gender_form,
        goals=tuple(goals_to_touch(viewer, client.id, also=draft.goals)),
        read_beside=partial(_beside, viewer, client.id, client.team_id, client.adjustments, activity.is_planned),
    )
    return ActivityEdit(
        activity_id=activity_id,
        version=activity.version,
        written_at=activity.written_at,
        draft=draft,
        context=context,
    )


def could_see_on(viewer: Viewer, client_id: UUID, on: date) -> bool:
    """Whether the viewer could see the client on that day."""
    return db.session.scalar(*_seen_on(viewer, client_id, on)) is not None


@prepared
def _seen_on(viewer: Viewer, client_id: UUID, on: date) -> Rows:
    return sa.select(Client.id).where(Client.id == client_id, sees(viewer, Client.id, on))


def goals_to_touch(viewer: Viewer, client_id: UUID, also: Iterable[UUID] = ()) -> list[GoalToChoose]:
    """The client's active goals, oldest first; `also` names goals to offer although they are no longer active."""
    return [_goal_choice(row) for row in db.session.execute(*_goals(viewer, client_id, list(also)))]


def _goal_choice(row: sa.Row[Any]) -> GoalToChoose:
    title = title_of(row.id, row.wording_sealed, row.client_words_sealed)
    return GoalToChoose(row.id, title, Goal.short_name.open(row.id, row.short_name_sealed) or propose_short_name(title))


@prepared
def _goals(viewer: Viewer, client_id: UUID, also: list[UUID]) -> Rows:
    return (
        about_visible_clients(
            viewer, Goal, Goal.id, Goal.client_words_sealed, Goal.wording_sealed, Goal.short_name_sealed
        )
        .where(Goal.client_id == client_id, sa.or_(Goal.status == GoalStatus.ACTIVE, Goal.id.in_(also)))
        .order_by(Goal.created_at, Goal.id)
    )


def are_goals_of(viewer: Viewer, client_id: UUID, goal_ids: Iterable[UUID], on: date) -> bool:
    """Whether all these goals are this client's, whom the viewer could see on that day."""
    wanted = set(goal_ids)
    return not wanted or set(db.session.scalars(*_goals_of(viewer, client_id, list(wanted), on))) == wanted


@prepared
def _goals_of(viewer: Viewer, client_id: UUID, goal_ids: list[UUID], on: date) -> Rows:
    return sa.select(Goal.id).where(
        Goal.id.in_(goal_ids), Goal.client_id == client_id, sees(viewer, Goal.client_id, on)
    )


@prepared
def _readers(viewer: Viewer, client_id: UUID, team_id: UUID) -> Rows:
    mentors = about_visible_clients(viewer, Assignment, Assignment.mentor_id).where(
        Assignment.client_id == client_id, Assignment.lasts_on(TODAY)
    )
    return (
        sa.select(User.name)
        .where(
            sa.or_(in_charge_of_team(team_id), User.id.in_(mentors)),
            User.disabled_at.is_(None),
            User.id != viewer.id,
        )
        .order_by(User.name)
    )
