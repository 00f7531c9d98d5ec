"""The demo's follow-ups, safety concerns and planned meetings."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from caseapp.activities.models import Activity
from caseapp.activities.rules import Mode, Outcome
from caseapp.clients.models import Client
from caseapp.clock import zone
from caseapp.db import Base
from caseapp.demo.client_year import ClientYear
from caseapp.demo.clients import Story
from caseapp.followups.models import Concern, FollowUp
from caseapp.followups.rules import FollowUpSource, FollowUpState, Safety

OPEN_FOR = timedelta(days=12)
NOON = time(12)
SPOKEN = "דיברתי עם החונכת ועם המתאמת. נקבעה שיחה משותפת, והמצב נרגע."


def add_follow_ups(
    client: Client, year: ClientYear, activities: Sequence[Activity], mentor_id: UUID, supervisor_id: UUID
) -> list[Base]:
    """Follow-ups and concerns from the notes, the older ones closed, and the next planned meeting."""
    steps = [activity for activity in activities if activity.next_step]
    rows: list[Base] = [_follow_up(client, activity, year.today, activity is steps[-1]) for activity in steps]
    worries = [activity for activity in activities if activity.safety is not Safety.NONE]
    rows += [_concern(client, activity, year, supervisor_id) for activity in worries]
    if year.client.story in (Story.CLOSED, Story.PAUSED, Story.QUIET):
        return rows
    usual = activities[-1]
    rows.append(_planned(client, mentor_id, usual, year.today + timedelta(days=1 + len(steps) % 5)))
    if year.client.story is Story.NEW:
        rows.append(_planned(client, mentor_id, usual, year.today - timedelta(days=6)))
    return rows


def _follow_up(client: Client, activity: Activity, today: date, is_last: bool) -> FollowUp:
    is_open = is_last and activity.held_on >= today - OPEN_FOR
    follow_up = FollowUp(
        client_id=client.id,
        owner_id=activity.mentor_id,
        source=FollowUpSource.ACTIVITY,
        source_id=activity.id,
        due_on=activity.next_step_on,
        state=FollowUpState.OPEN if is_open else FollowUpState.DONE,
        created_by_id=activity.mentor_id,
        created_at=activity.created_at,
        closed_at=None if is_open else _noon(activity.held_on + timedelta(days=7)),
        closed_by_id=None if is_open else activity.mentor_id,
    )
    follow_up.words = activity.next_step
    return follow_up


def _concern(client: Client, activity: Activity, year: ClientYear, supervisor_id: UUID) -> Concern:
    is_open = activity.held_on >= year.today - OPEN_FOR
    concern = Concern(
        client_id=client.id,
        level=activity.safety,
        source=FollowUpSource.ACTIVITY,
        source_id=activity.id,
        happened_on=activity.held_on,
        raised_by_id=activity.mentor_id,
        raised_at=activity.created_at,
    )
    concern.words = activity.note
    if not is_open:
        concern.acknowledged_at = concern.closed_at = _noon(activity.held_on + timedelta(days=2))
        concern.acknowledged_by_id = concern.closed_by_id = supervisor_id
        concern.closing = SPOKEN
    return concern


def _planned(client: Client, mentor_id: UUID, usual: Activity, on: date) -> Activity:
    return Activity(
        client_id=client.id,
        mentor_id=mentor_id,
        held_on=on,
        starts_at=usual.starts_at,
        minutes=60,
        mode=Mode.OUTING if usual.mode is Mode.OUTING else Mode.IN_PERSON,
        outcome=Outcome.PLANNED,
        place="community",
        created_at=usual.created_at,
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, NOON, tzinfo=zone()).astimezone(UTC)
