"""The records of a demo client's year that the files of a provider do not hold."""

from collections.abc import Sequence
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
from caseapp.demo.belonging.circles import circles_drawn
from caseapp.demo.belonging.goodbyes import goodbyes_said
from caseapp.demo.belonging.moving import STILL, hold_still, what_moved
from caseapp.demo.belonging.pulses import pulses_told
from caseapp.demo.belonging.ties import ties_grown
from caseapp.demo.belonging.wins import wins_told
from caseapp.demo.client_files import fill_file
from caseapp.demo.client_year import HANDED_OVER, ClientYear, DemoActivity
from caseapp.demo.clients import Story
from caseapp.demo.follow_ups import add_follow_ups
from caseapp.demo.goals import DemoGoal
from caseapp.demo.note_details import add_note_details
from caseapp.demo.notes import NARRATIVES
from caseapp.exchange.spreadsheets.heading_words import FileKind
from caseapp.exchange.spreadsheets.headings import Columns
from caseapp.exchange.spreadsheets.sheets import Sheet
from caseapp.goals.models import Goal, Rating
from caseapp.goals.rules import LEVELS, GoalStatus
from caseapp.reports.kind_rules import ReportKind, SectionKind, written_sections
from caseapp.reports.models import Report
from caseapp.reports.sections.models import ReportSection

EVENING = time(20)
STATUSES = {Story.PAUSED: ClientStatus.PAUSED, Story.CLOSED: ClientStatus.CLOSED}


def empty_sheet(kind: FileKind) -> Sheet:
    """A sheet as it would be read from a file of that kind."""
    return Sheet(Path(f"{kind.value}.csv"), kind, "UTF-8", ",", (), (), Columns({}, (), (), ()), ())


def add_client_records(client: Client, year: ClientYear, people: dict[str, User]) -> None:
    """Add goals with ratings, meetings with the goals that they moved, and for some clients a draft report."""
    client.status = STATUSES.get(year.client.story, ClientStatus.ACTIVE)
    client.opened_at, client.status_on = _evening(year.begins_on), year.begins_on
    assignments = _assignments(client, year, people)
    goals = [_goal(client, goal, year, assignments[0].mentor_id) for goal in year.goals()]
    activities: list[Activity] = []
    touches: list[Base] = []
    for number, planned in enumerate(year.activities()):
        mentor_id = next(each.mentor_id for each in reversed(assignments) if each.starts_on <= planned.on)
        activity = _activity(client, planned, mentor_id)
        activities.append(activity)
        if planned.movement:
            goal = goals[number % len(goals)]
            touch = GoalTouch(
                activity_id=activity.id,
                goal_id=goal.id,
                client_id=client.id,
                held_on=activity.held_on,
                movement=planned.movement,
            )
            touches.append(touch)
    ratings = _ratings(client, goals, year, assignments)
    ratings = hold_still(touches, ratings, year.today) if year.number == STILL else ratings
    supervisor = next(person for person in people.values() if _is_supervisor_of(person, client))
    file = fill_file(client, year, supervisor.id)
    waiting = add_follow_ups(client, year, activities, assignments[-1].mentor_id, supervisor.id)
    more = add_note_details(activities, year.number)
    moved = what_moved(client, year.number, goals, year.today, assignments[-1].mentor_id)
    maps = circles_drawn(client, assignments[-1].mentor_id)
    wins = wins_told(client, assignments[-1].mentor_id) if maps else []
    ties = ties_grown(client, assignments[-1].mentor_id, goals[0].id)
    parts: list[Sequence[Base]] = [goals, activities, touches, ratings, _report(client, year, people), file, waiting]
    ends = goodbyes_said(client, year.number, year.last_day, year.today, assignments[-1].mentor_id)
    pulses = pulses_told(client, assignments[-1], falls=year.number > 0) if maps else []
    parts += [more, maps, ties, wins, ends, *moved, *pulses]
    for rows in parts:
        db.session.add_all(rows)
        db.session.flush()


def _is_supervisor_of(person: User, client: Client) -> bool:
    return person.role == Role.SUPERVISOR and person.team_id == client.team_id


def _assignments(client: Client, year: ClientYear, people: dict[str, User]) -> list[Assignment]:
    """The client's mentors, earliest first; one client got another mentor during the year."""
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


def _goal(client: Client, demo: DemoGoal, year: ClientYear, mentor_id: UUID) -> Goal:
    goal = Goal(
        client_id=client.id,
        domain=demo.domain,
        status=GoalStatus.COMPLETED if year.client.story is Story.CLOSED else GoalStatus.ACTIVE,
        baseline=-1,
        agreed_on=year.begins_on + timedelta(days=14),
        starts_on=year.begins_on + timedelta(days=14),
        target_on=year.begins_on + timedelta(days=420),
        created_by_id=mentor_id,
        created_at=_evening(year.begins_on + timedelta(days=14)),
    )
    goal.client_words, goal.wording = demo.client_words, demo.wording
    goal.ladder = dict(zip(LEVELS, demo.ladder, strict=True))
    return goal


def _activity(client: Client, demo: DemoActivity, mentor_id: UUID) -> Activity:
    activity = Activity(
        client_id=client.id,
        mentor_id=mentor_id,
        held_on=demo.on,
        starts_at=demo.at,
        minutes=demo.minutes,
        mode=demo.mode,
        outcome=demo.outcome,
        safety=demo.safety,
        next_step_on=demo.on + timedelta(days=7) if demo.next_step else None,
        created_at=_evening(demo.on),
    )
    activity.note, activity.client_words, activity.next_step = demo.note, demo.client_words, demo.next_step
    return activity


def _ratings(client: Client, goals: list[Goal], year: ClientYear, assignments: list[Assignment]) -> list[Rating]:
    rows: list[Rating] = []
    for goal in goals:
        for demo in year.ratings():
            rating = Rating(
                goal_id=goal.id,
                client_id=client.id,
                rated_on=demo.on,
                mentor_level=demo.mentor_level,
                client_level=demo.client_level,
                rated_by_id=next(each.mentor_id for each in reversed(assignments) if each.starts_on <= demo.on),
                created_at=_evening(demo.on),
            )
            rating.evidence = demo.evidence
            rows.append(rating)
    return rows


def _report(client: Client, year: ClientYear, people: dict[str, User]) -> list[Report | ReportSection]:
    """A draft report where the approval ends soon."""
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
    how_it_went = sections[SectionKind.HOW_IT_WENT]
    how_it_went.words = NARRATIVES[client.birth_on.day % len(NARRATIVES) if client.birth_on else 0]
    return [report, *sections.values()]


def _evening(day: date) -> datetime:
    """The hour at which a mentor writes the notes of the day."""
    return datetime.combine(day, EVENING, tzinfo=zone()).astimezone(UTC)
