"""Keeping what the demo tells of a client's year beyond what a provider's files hold."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Role
from caseapp.accounts.models import User
from caseapp.activities.models import Activity, GoalTouch
from caseapp.clients.models import Assignment, Client
from caseapp.clients.queries import for_maintenance
from caseapp.clients.rules import ClientStatus
from caseapp.clock import now, zone
from caseapp.db import Base, db
from caseapp.demo.clients import Story
from caseapp.demo.files import fill_file
from caseapp.demo.goals import DemoGoal
from caseapp.demo.note_details import say_more
from caseapp.demo.notes import NARRATIVES
from caseapp.demo.upcoming import what_waits
from caseapp.demo.year import HANDED_OVER, DemoActivity, Year
from caseapp.exchange.spreadsheets.files import Sheet
from caseapp.exchange.spreadsheets.headings import Columns, FileKind
from caseapp.goals.models import Goal, Rating
from caseapp.goals.rules import LEVELS, GoalStatus
from caseapp.reports.kind_rules import ReportKind, SectionKind, written_sections
from caseapp.reports.models import Report
from caseapp.reports.sections.models import ReportSection

EVENING = time(20)
STATUSES = {Story.PAUSED: ClientStatus.PAUSED, Story.CLOSED: ClientStatus.CLOSED}


def sheet(kind: FileKind) -> Sheet:
    """The file that these rows would have stood in."""
    return Sheet(Path(f"{kind.value}.csv"), kind, "UTF-8", ",", (), (), Columns({}, (), (), ()), ())


def keep_year(client: Client, year: Year, people: dict[str, User]) -> None:
    """Goals with ratings, meetings with what they touched, and for some the beginning of a report."""
    client.status = STATUSES.get(year.client.story, ClientStatus.ACTIVE)
    client.opened_at, client.status_on = _evening(year.begins_on), year.begins_on
    assignments = _assignments(client, year, people)
    goals = [_goal(client, told, year, assignments[0].mentor_id) for told in year.goals()]
    activities: list[Activity] = []
    touches: list[Base] = []
    for at, told in enumerate(year.activities()):
        mentor_id = next(each.mentor_id for each in reversed(assignments) if each.starts_on <= told.on)
        activity = _activity(client, told, mentor_id)
        activities.append(activity)
        if told.movement:
            goal = goals[at % len(goals)]
            touch = GoalTouch(activity_id=activity.id, goal_id=goal.id, client_id=client.id, movement=told.movement)
            touches.append(touch)
    ratings = _ratings(client, goals, year, assignments)
    supervisor = next(person for person in people.values() if _answers_for(person, client))
    file = fill_file(client, year, supervisor.id)
    waiting = what_waits(client, year, activities, assignments[-1].mentor_id, supervisor.id)
    more = say_more(activities, year.number)
    for rows in (goals, activities, touches, ratings, _report(client, year, people), file, waiting, more):
        db.session.add_all(rows)
        db.session.flush()


def _answers_for(person: User, client: Client) -> bool:
    return person.role == Role.SUPERVISOR and person.team_id == client.team_id


def _assignments(client: Client, year: Year, people: dict[str, User]) -> list[Assignment]:
    """Who accompanied the client, earliest first; one client has changed hands."""
    first = db.session.scalars(sa.select(Assignment).where(for_maintenance(), Assignment.client_id == client.id)).one()
    if year.client.story is Story.CLOSED:
        first.ends_on = year.last_day
    if year.client.story is not Story.HANDED_OVER:
        return [first]
    first.ends_on = year.today - HANDED_OVER
    second = Assignment(
        client_id=client.id,
        mentor_id=people[year.client.mentor].id,
        starts_on=first.ends_on + timedelta(days=1),
        assigned_by_id=first.assigned_by_id,
        assigned_at=_evening(first.ends_on),
    )
    db.session.add(second)
    return [first, second]


def _goal(client: Client, told: DemoGoal, year: Year, mentor_id: UUID) -> Goal:
    goal = Goal(
        client_id=client.id,
        domain=told.domain,
        status=GoalStatus.COMPLETED if year.client.story is Story.CLOSED else GoalStatus.ACTIVE,
        baseline=-1,
        agreed_on=year.begins_on + timedelta(days=14),
        starts_on=year.begins_on + timedelta(days=14),
        target_on=year.begins_on + timedelta(days=420),
        created_by_id=mentor_id,
        created_at=_evening(year.begins_on + timedelta(days=14)),
    )
    goal.client_words, goal.wording = told.client_words, told.wording
    goal.ladder = dict(zip(LEVELS, told.ladder, strict=True))
    return goal


def _activity(client: Client, told: DemoActivity, mentor_id: UUID) -> Activity:
    activity = Activity(
        client_id=client.id,
        mentor_id=mentor_id,
        held_on=told.on,
        starts_at=told.at,
        minutes=told.minutes,
        mode=told.mode,
        outcome=told.outcome,
        safety=told.safety,
        next_step_on=told.on + timedelta(days=7) if told.next_step else None,
        created_at=_evening(told.on),
    )
    activity.note, activity.client_words, activity.next_step = told.note, told.client_words, told.next_step
    return activity


def _ratings(client: Client, goals: list[Goal], year: Year, assignments: list[Assignment]) -> list[Rating]:
    rows: list[Rating] = []
    for goal in goals:
        for told in year.ratings():
            rating = Rating(
                goal_id=goal.id,
                client_id=client.id,
                rated_on=told.on,
                mentor_level=told.mentor_level,
                client_level=told.client_level,
                rated_by_id=next(each.mentor_id for each in reversed(assignments) if each.starts_on <= told.on),
                created_at=_evening(told.on),
            )
            rating.evidence = told.evidence
            rows.append(rating)
    return rows


def _report(client: Client, year: Year, people: dict[str, User]) -> list[Report | ReportSection]:
    """Whose approval ends soon has a report begun."""
    if year.client.story not in (Story.ENDING, Story.ENDED):
        return []
    report = Report(
        client_id=client.id,
        author_id=people[year.client.mentor].id,
        starts_on=year.today - timedelta(days=182),
        ends_on=year.today,
        language="he",
        created_at=now(),
        changed_at=now(),
    )
    sections = {
        section: ReportSection(report_id=report.id, client_id=client.id, section=section, changed_at=now())
        for section in written_sections(ReportKind.FULL)
    }
    told = sections[SectionKind.HOW_IT_WENT]
    told.words = NARRATIVES[client.birth_on.day % len(NARRATIVES) if client.birth_on else 0]
    told.changed_by_id = report.author_id
    return [report, *sections.values()]


def _evening(day: date) -> datetime:
    """When a mentor writes down the day."""
    return datetime.combine(day, EVENING, tzinfo=zone()).astimezone(UTC)
