from collections import Counter
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from caseapp.access import Role
from caseapp.accounts.models import User
from caseapp.accounts.password_hashing import is_right
from caseapp.accounts.rules import AddressForm
from caseapp.activities.models import Activity
from caseapp.activities.rules import CONTACT, Outcome
from caseapp.audit.verify import verify
from caseapp.basket.models import Approval
from caseapp.clients.models import Assignment, Client
from caseapp.clients.queries import about_visible_clients, for_maintenance
from caseapp.clients.rules import ClientStatus, normalise_national_id
from caseapp.db import Base, db
from caseapp.demo.actions import load_demo, sign_in_lines
from caseapp.demo.client_year import ClientYear
from caseapp.demo.notes import ATTEMPTS, NOTES
from caseapp.demo.people import PASSWORD, PEOPLE
from caseapp.demo.sources import TIES_FROM
from caseapp.directory.lasting.models import SourceTie
from caseapp.directory.models import SupportSource
from caseapp.followups.rules import Safety
from caseapp.goals.models import Goal, Rating
from caseapp.goals.rules import GoalStatus
from caseapp.groups.models import AttendanceMark, Facilitator, Group, Meeting, Membership, Wait
from caseapp.groups.rules import Mark, MeetingStatus
from caseapp.reports.kind_rules import SectionKind
from caseapp.reports.models import Report
from caseapp.reports.sections.models import ReportSection
from caseapp.stuck.queries import list_stuck
from caseapp.ties.models import Tie
from tests.kept_records import make_or_put_back
from tests.world import make_client, make_team, make_user

TODAY = date(2026, 11, 22)


def kept(entity, *where):
    return list(db.session.scalars(sa.select(entity).where(for_maintenance(), *where)))


def rows():
    with db.engine.connect() as connection:
        return {
            table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar()
            for table in Base.metadata.sorted_tables
        }


def user(username):
    return db.session.scalars(sa.select(User).where(User.username == username)).one()


@pytest.fixture
def demo(app):
    make_or_put_back(app, load_demo)


def test_the_demo_has_its_people_with_one_printed_password(demo):
    assert Counter(db.session.scalars(sa.select(User.role))) == {
        Role.ADMINISTRATOR: 1,
        Role.PRIVACY_OFFICER: 1,
        Role.SUPERVISOR: 2,
        Role.MENTOR: 4,
    }
    teams = {username: user(username).team_id for username in ("supervisor1", "supervisor2", "admin")}
    assert {user("mentor1").team_id, user("mentor2").team_id} == {teams["supervisor1"]}
    assert {user("mentor3").team_id, user("mentor4").team_id} == {teams["supervisor2"]}
    assert teams["admin"] is None
    assert all(is_right(PASSWORD, user(person.username).password_hash)[0] for person in PEOPLE)
    printed = "\n".join(sign_in_lines())
    assert all(person.username in printed and person.name in printed for person in PEOPLE)
    assert PASSWORD in printed
    assert {user(person.username).language for person in PEOPLE} == {"he", "en"}
    assert AddressForm.NEUTRAL not in {user(person.username).address_form for person in PEOPLE}


def test_every_mentor_has_clients_and_every_client_has_a_year(demo):
    clients = kept(Client)
    assert len(clients) == 24
    assert len({client.national_id for client in clients}) == 24
    assert all(normalise_national_id(client.national_id) == client.national_id for client in clients)
    assert all(client.phone.startswith("+9725023") for client in clients)
    assert {client.language for client in clients} == {"he", "ar", "ru", "am", "en"}
    assert Counter(client.status for client in clients) == {
        ClientStatus.ACTIVE: 22,
        ClientStatus.PAUSED: 1,
        ClientStatus.CLOSED: 1,
    }
    for number in range(1, 5):
        mentor = user(f"mentor{number}")
        assert len(db.session.scalars(about_visible_clients(mentor, Client)).all()) in (5, 6)
    per_client = Counter(activity.client_id for activity in kept(Activity))
    assert set(per_client) == {client.id for client in clients}
    assert sorted(per_client.values())[4] > 40


def test_meetings_lie_in_the_past_year_within_the_assignment_of_their_mentor(demo):
    stretches = {}
    for each in kept(Assignment):
        stretches.setdefault((each.client_id, each.mentor_id), []).append((each.starts_on, each.ends_on or TODAY))
    for activity in kept(Activity):
        if activity.outcome is Outcome.PLANNED:
            continue
        assert TODAY - timedelta(days=366) <= activity.held_on < TODAY
        assert activity.held_on.weekday() != 5
        held = stretches[activity.client_id, activity.mentor_id]
        assert any(starts <= activity.held_on <= ends for starts, ends in held)
        assert activity.minutes > 0 or activity.outcome not in CONTACT


def test_notes_are_many_different_whole_sentences_in_the_form_of_the_client(demo):
    written = {note for notes in (*NOTES.values(), *ATTEMPTS.values()) for note in notes if note}
    assert len(written) >= 60
    activities = kept(Activity)
    notes = {activity.note for activity in activities}
    assert len(notes) >= 60
    assert not [note for note in notes if "{" in note or "|" in note]
    assert {activity.safety for activity in activities} >= {Safety.NONE, Safety.WATCH}
    assert any(activity.next_step for activity in activities)
    assert any(activity.client_words for activity in activities)
    assert 0.05 < sum(activity.outcome not in CONTACT for activity in activities) / len(activities) < 0.25


def test_a_supervisor_finds_the_quiet_client_and_the_approvals_that_end(demo):
    last = {}
    for activity in kept(Activity):
        if activity.outcome in CONTACT:
            last[activity.client_id] = max(activity.held_on, last.get(activity.client_id, activity.held_on))
    active = [client.id for client in kept(Client) if client.status is ClientStatus.ACTIVE]
    assert sum(TODAY - last[client_id] >= timedelta(days=35) for client_id in active) == 1
    assert sum(TODAY - last[client_id] <= timedelta(days=28) for client_id in active) == len(active) - 1
    ends = sorted(approval.ends_on for approval in kept(Approval) if approval.client_id in active)
    assert (ends[0], ends[1], ends[2]) == (TODAY - timedelta(days=12), *[TODAY + timedelta(days=25)] * 2)
    assert ends[3] > TODAY + timedelta(days=60)


def test_a_mentor_finds_who_is_stuck_and_whom_to_ask_today(demo):
    mentor = db.session.scalars(sa.select(User).where(User.username == "mentor1")).one()
    told = {state.client_name: state for state in list_stuck(mentor)}
    assert told["נחום אברג'יל"].found.still_days >= 64
    assert told["לילא חדאד"].is_asked


def test_ties_came_out_of_entries_of_the_directory(demo):
    names = {source.id: source.name for source in db.session.scalars(sa.select(SupportSource))}
    linked = {tie.name for tie in kept(Tie)} & set(TIES_FROM)
    assert linked == set(TIES_FROM)
    assert {names[each.source_id] for each in kept(SourceTie)} == set(TIES_FROM.values())


def test_goals_are_agreed_with_full_ladders_and_rated_by_both(demo):
    goals = kept(Goal)
    assert {goal.status for goal in goals} == {GoalStatus.ACTIVE, GoalStatus.COMPLETED}
    assert all(goal.client_words and goal.wording and goal.agreed_on for goal in goals)
    assert all(len(set(filter(None, goal.ladder.values()))) == 5 for goal in goals)
    assert min(Counter(goal.client_id for goal in goals).values()) == 2
    assert all(len({g.domain for g in goals if g.client_id == goal.client_id}) > 1 for goal in goals)
    ratings = Counter(rating.goal_id for rating in kept(Rating, Rating.client_level.is_not(None)))
    assert set(ratings) == {goal.id for goal in goals}
    assert max(ratings.values()) >= 5


def test_the_art_group_meets_weekly_under_its_facilitator(demo):
    group = db.session.scalars(sa.select(Group)).one()
    assert (group.name, group.weekday, group.team_id) == ("קבוצת אמנות", 2, user("mentor1").team_id)
    leads = sa.select(Facilitator.user_id).where(Facilitator.is_assistant.is_(False))
    assert db.session.scalars(leads).one() == user("mentor1").id
    meetings = db.session.scalars(sa.select(Meeting).order_by(Meeting.held_on)).all()
    assert Counter(meeting.status for meeting in meetings) == {
        MeetingStatus.HELD: 16,
        MeetingStatus.HOLIDAY: 1,
        MeetingStatus.CANCELLED: 1,
    }
    assert {meeting.held_on.weekday() for meeting in meetings} == {1}
    assert meetings[-1].held_on == date(2026, 11, 10), "the roll of the last Tuesday was not called yet"
    assert len(kept(Membership)) == group.capacity == 8
    assert len(kept(Wait)) == 2
    assert {mark.mark for mark in kept(AttendanceMark)} == set(Mark)


def test_reports_are_begun_where_an_approval_ends(demo):
    assert len(kept(Report)) == 3
    assert [row.section for row in kept(ReportSection) if row.words] == [SectionKind.HOW_IT_WENT] * 3


def test_a_second_start_changes_nothing_and_the_trail_is_whole(demo):
    before = rows()
    load_demo()
    assert rows() == before
    assert verify().is_whole


def test_the_same_day_tells_the_same_year():
    def told(number):
        year = ClientYear(number, TODAY)
        return year.row(), year.goals(), year.activities(), year.ratings()

    assert [told(number) for number in range(24)] == [told(number) for number in range(24)]
    assert told(0)[2] != told(1)[2]


@pytest.mark.parametrize("day", ["2026-03-28", "2027-02-15", "2028-02-29"])
def test_any_day_of_the_calendar_has_a_demo(app, clock, day):
    clock.move_to(f"{day}T09:00:00+00:00")
    load_demo()
    assert rows()["activities"] > 900


def test_where_real_people_or_clients_are_the_demo_stays_away(app):
    make_client(make_team())
    before = rows()
    load_demo()
    assert rows() == before
    assert sign_in_lines() == []


def test_a_stranger_alone_keeps_the_demo_away_too(app):
    make_user(Role.ADMINISTRATOR, username="admin", name="Somebody Real")
    before = rows()
    load_demo()
    assert rows() == before
