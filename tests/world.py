"""People and records of a small invented organisation, made by plain functions."""

from dataclasses import dataclass
from datetime import date, time
from itertools import count
from typing import Any

import sqlalchemy as sa
from flask import current_app

from caseapp.access import Role
from caseapp.accounts.models import Deputyship, Team, User
from caseapp.activities.models import Activity, GoalTouch
from caseapp.activities.rules import Mode, Movement, Outcome
from caseapp.audit import Act, record
from caseapp.basket.models import Approval
from caseapp.basket.rules import ApprovalUnit, Per
from caseapp.clients.consents.models import Consent
from caseapp.clients.consents.rules import ConsentContent, ConsentManner, Recipient
from caseapp.clients.file.models import Contact
from caseapp.clients.file.rules import ContactKind
from caseapp.clients.models import Assignment, Client
from caseapp.clients.sound_rules import sound_of
from caseapp.clock import now, today
from caseapp.db import db, transaction
from caseapp.followups.models import Concern, FollowUp
from caseapp.followups.rules import Safety
from caseapp.goals.models import Goal, Rating
from caseapp.goals.rules import Domain, GoalStatus
from caseapp.groups.models import Facilitator, Group, Meeting, Membership, Wait
from caseapp.reports.kind_rules import written_sections
from caseapp.reports.models import Report
from caseapp.reports.sections.models import ReportSection
from caseapp.ties.models import Tie, TieStep
from caseapp.ties.rules import TieKind, TieStepKind

LONG_AGO = date(2025, 1, 1)
numbers = count(1)


def row_of(entity: Any) -> dict[str, Any]:
    """The stored columns of an entity, by name."""
    return {column.key: getattr(entity, column.key) for column in sa.inspect(entity).mapper.column_attrs}


@transaction
def keep(*rows: Any) -> Any:
    """Store rows as the system would, with a trail entry."""
    for row in rows:
        db.session.add(row)
        db.session.flush()
    record(Act.CLIENT_CHANGED, None, about=rows[0])
    return rows[0]


@transaction
def amend(row: Any, **values: Any) -> Any:
    """Change a stored row as the system would, with a trail entry."""
    for name, value in values.items():
        setattr(row, name, value)
    record(Act.CLIENT_CHANGED, None, about=row)
    return row


def make_team(name: str = "") -> Team:
    return keep(Team(name=name or f"Team {next(numbers)}"))


def make_user(role: str = Role.MENTOR, team: Team | None = None, **more: Any) -> User:
    number = next(numbers)
    values = {"username": f"user{number}", "name": f"Person {number}", "language": "en", "created_at": now()}
    person: User = keep(User(role=role, team_id=team.id if team else None, **{**values, **more}))
    assert not person.deputyships  # as a session loads the person: known, and none yet
    return person


def deputise(person: User, team: Team, since: date = LONG_AGO, until: date | None = None) -> Deputyship:
    row = keep(Deputyship(person_id=person.id, team_id=team.id, starts_on=since, ends_on=until, set_at=now()))
    db.session.expire(person, ["deputyships"])
    return row


def make_client(team: Team, mentor: User | None = None, since: date = LONG_AGO, **more: Any) -> Client:
    number = next(numbers)
    national_id = more.pop("national_id", None)
    phone = more.pop("phone", None)
    values = {"given_name": f"Given{number}", "family_name": f"Family{number}", "opened_at": now()}
    values = {**values, **more}
    values.setdefault("search_name", f"{values['given_name']} {values['family_name']}".lower())
    values.setdefault("sound", sound_of(values["given_name"], values["family_name"]))
    client = Client(team_id=team.id, **values)
    client.national_id, client.phone = national_id, phone
    if national_id:
        client.national_id_hash = current_app.extensions["keys"].blind("national_id", national_id)
    keep(client)
    if mentor:
        assign(client, mentor, since)
    return client


def assign(client: Client, mentor: User, since: date = LONG_AGO, until: date | None = None) -> Assignment:
    return keep(Assignment(client_id=client.id, mentor_id=mentor.id, starts_on=since, ends_on=until, assigned_at=now()))


def make_contact(client: Client, by: User, **more: Any) -> Contact:
    name, phone = more.pop("name", "Rachel"), more.pop("phone", "+972502345671")
    values = {"kind": ContactKind.EMERGENCY, "created_at": now(), **more}
    contact = Contact(client_id=client.id, created_by_id=by.id, **values)
    contact.name, contact.phone = name, phone
    return keep(contact)


def make_consent(client: Client, by: User, **more: Any) -> Consent:
    who, purpose = more.pop("who", "Rachel"), more.pop("purpose", "So that she knows what helps.")
    values = {
        "recipient": Recipient.FAMILY,
        "content": ConsentContent.SUMMARY,
        "manner": ConsentManner.PAPER,
        "starts_on": LONG_AGO,
        "taken_on": LONG_AGO,
        "created_at": now(),
        **more,
    }
    consent = Consent(client_id=client.id, created_by_id=by.id, **values)
    consent.who, consent.purpose, consent.taken_by = who, purpose, by.name
    return keep(consent)


def make_approval(client: Client, **more: Any) -> Approval:
    """Two hours of mentoring a week this year, unless said otherwise."""
    values = {"service": "social_mentoring", "amount": 2, "unit": ApprovalUnit.HOUR, "per": Per.WEEK}
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    return keep(Approval(client_id=client.id, **{**values, **days, **more}))


def make_goal(client: Client, **more: Any) -> Goal:
    words = {
        "client_words": more.pop("client_words", "Drink coffee with a friend"),
        "wording": more.pop("wording", "Meet a friend once a week"),
        "ladder": more.pop("ladder", {-2: "never", -1: "once a month", 0: "weekly", 1: "twice", 2: "more"}),
    }
    values = {"domain": Domain.FRIENDS, "status": GoalStatus.ACTIVE, "baseline": -1, "starts_on": LONG_AGO}
    goal = Goal(client_id=client.id, created_at=now(), **{**values, **more})
    for name, value in words.items():
        setattr(goal, name, value)
    return keep(goal)


def make_tie(client: Client, **more: Any) -> Tie:
    values = {"kind": TieKind.GROUP, "name": "The art group", "thought_on": LONG_AGO, "created_at": now()}
    return keep(Tie(client_id=client.id, **{**values, **more}))


def make_tie_step(tie: Tie, by: User, kind: TieStepKind, on: date | None = None, **more: Any) -> TieStep:
    words = more.pop("words", "The second room was quiet")
    of = {"tie_id": tie.id, "client_id": tie.client_id, "created_by_id": by.id, "created_at": now()}
    step = TieStep(kind=kind, happened_on=on or today(), **of, **more)
    step.words = words
    return keep(step)


def rate(goal: Goal, by: User, on: date, mentor_level: int, client_level: int | None = None) -> Rating:
    return keep(
        Rating(
            goal_id=goal.id,
            client_id=goal.client_id,
            rated_on=on,
            mentor_level=mentor_level,
            client_level=client_level,
            rated_by_id=by.id,
            created_at=now(),
        )
    )


def make_activity(client: Client, mentor: User, on: date, **more: Any) -> Activity:
    note = more.pop("note", "We met.")
    values = {"starts_at": time(10), "minutes": 60, "mode": Mode.IN_PERSON, "outcome": Outcome.HELD}
    activity = Activity(client_id=client.id, mentor_id=mentor.id, held_on=on, created_at=now(), **{**values, **more})
    activity.note = note
    return keep(activity)


def make_touch(activity: Activity, goal: Goal, movement: Movement | None = None) -> GoalTouch:
    """The activity was about the goal."""
    of = {"activity_id": activity.id, "client_id": activity.client_id, "held_on": activity.held_on}
    return keep(GoalTouch(goal_id=goal.id, movement=movement, **of))


def make_follow_up(client: Client, owner: User, due_on: date | None = None, **more: Any) -> FollowUp:
    words = more.pop("words", "Call the library")
    follow_up = FollowUp(client_id=client.id, owner_id=owner.id, due_on=due_on, created_at=now(), **more)
    follow_up.words = words
    return keep(follow_up)


def make_concern(client: Client, by: User, **more: Any) -> Concern:
    values = {"level": Safety.CONSULT, "happened_on": today(), "raised_at": now(), **more}
    concern = Concern(client_id=client.id, raised_by_id=by.id, **values)
    concern.words = "Slept badly and said that nothing matters."
    return keep(concern)


def make_report(client: Client, author: User, **more: Any) -> Report:
    """A report with its written sections; `words` says what stands in which."""
    words = more.pop("words", {})
    values = {"starts_on": date(2026, 5, 1), "ends_on": date(2026, 10, 31), "language": "he", "created_at": now()}
    report = Report(client_id=client.id, author_id=author.id, changed_at=now(), **{**values, **more})
    keep(report)
    for section in written_sections(report.kind):
        row = ReportSection(report_id=report.id, client_id=client.id, section=section, changed_at=now())
        row.words = words.get(section, "")
        keep(row)
    return report


def make_group(team: Team | None = None, facilitator: User | None = None, **more: Any) -> Group:
    group = keep(Group(team_id=team.id if team else None, name=more.pop("name", "Art"), created_at=now(), **more))
    if facilitator:
        keep(Facilitator(group_id=group.id, user_id=facilitator.id))
    return group


def join(group: Group, client: Client, since: date = LONG_AGO) -> Membership:
    return keep(Membership(group_id=group.id, client_id=client.id, starts_on=since))


def let_wait(group: Group, client: Client, since: date = LONG_AGO) -> Wait:
    return keep(Wait(group_id=group.id, client_id=client.id, since_on=since))


def make_meeting(group: Group, on: date, **more: Any) -> Meeting:
    return keep(Meeting(group_id=group.id, held_on=on, created_at=now(), **more))


@dataclass
class World:
    """Two teams; every relation to one client, `client`, that a person can have."""

    team: Team
    other_team: Team
    administrator: User
    supervisor: User
    other_supervisor: User
    mentor: User
    team_mate: User
    former_mentor: User
    other_mentor: User
    client: Client
    team_mates_client: Client
    other_client: Client


def make_world() -> World:
    """The smallest organisation in which everybody has somebody to hide from."""
    team, other_team = make_team("North"), make_team("South")
    mentor = make_user(Role.MENTOR, team, username="mentor", name="Maya Mentor")
    team_mate = make_user(Role.MENTOR, team, username="mate")
    former = make_user(Role.MENTOR, team, username="former")
    other_mentor = make_user(Role.MENTOR, other_team, username="other")
    client = make_client(team, mentor, given_name="יעל", family_name="מזרחי", national_id="000000018")
    assign(client, former, LONG_AGO, date(2026, 6, 30))
    return World(
        team=team,
        other_team=other_team,
        administrator=make_user(Role.ADMINISTRATOR, username="admin"),
        supervisor=make_user(Role.SUPERVISOR, team, username="boss"),
        other_supervisor=make_user(Role.SUPERVISOR, other_team, username="otherboss"),
        mentor=mentor,
        team_mate=team_mate,
        former_mentor=former,
        other_mentor=other_mentor,
        client=client,
        team_mates_client=make_client(team, team_mate),
        other_client=make_client(other_team, other_mentor),
    )
