"""A whole caseload comes in: the provider's own four files."""

import json
from collections import Counter
from contextlib import contextmanager
from datetime import date, time

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from caseapp.activities.models import Activity
from caseapp.activities.rules import Mode, Outcome
from caseapp.audit.models import Entry
from caseapp.audit.rules import Act
from caseapp.audit.verify import verify
from caseapp.basket.models import Approval
from caseapp.clients.models import Assignment, Client
from caseapp.clients.rules import GenderForm
from caseapp.db import db
from caseapp.exchange import parts
from caseapp.exchange.actions import import_caseload
from caseapp.goals.models import Goal
from caseapp.goals.rules import GoalStatus
from caseapp.groups.models import AttendanceMark, Facilitator, Group, Meeting, Membership
from caseapp.groups.rules import Mark, MeetingStatus
from tests.exchange.sheets import counted
from tests.trail import clients_of

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def breaking(engine):
    """The store itself breaks at a row in the middle of a file."""

    @contextmanager
    def after(table, number):
        full = f"(SELECT count(*) FROM {table}) >= {number}"
        before = f"CREATE TRIGGER planted BEFORE INSERT ON {table}"
        if engine == "sqlite":
            make = [f"{before} WHEN {full} BEGIN SELECT RAISE(ABORT, 'disk full'); END"]
            drop = ["DROP TRIGGER planted"]
        else:
            body = f"BEGIN IF {full} THEN RAISE EXCEPTION 'disk full'; END IF; RETURN NEW; END"
            make = [
                f"CREATE FUNCTION planted() RETURNS trigger AS $$ {body} $$ LANGUAGE plpgsql",
                f"{before} FOR EACH ROW EXECUTE FUNCTION planted()",
            ]
            drop = [f"DROP TRIGGER planted ON {table}", "DROP FUNCTION planted()"]
        db.session.rollback()
        for statement in make:
            run(statement)
        try:
            yield
        finally:
            db.session.rollback()
            for statement in drop:
                run(statement)

    def run(statement):
        with db.engine.begin() as connection:
            connection.execute(sa.text(statement))

    return after


def test_the_samples_come_in_with_these_numbers(folder, people):
    caseload = import_caseload(people["admin"], folder)
    assert counted(caseload.clients) == (42, 0, 2)
    assert counted(caseload.goals) == (84, 0, 0)
    assert counted(caseload.activities) == (931, 1, 3)
    assert counted(caseload.groups) == (1, 0, 0)
    groups = caseload.groups
    assert (groups.members, groups.meetings, groups.holidays, groups.marks) == (14, 10, 1, 120)
    assert (caseload.left_out, caseload.differences, caseload.unwritten) == ([], [], [])


def test_what_came_in_is_what_stood_in_the_files(brought_in, rows, kept):
    there = rows()
    assert (there["clients"], there["assignments"], there["approvals"], there["goals"]) == (42, 42, 42, 84)
    assert (there["activities"], there["memberships"], there["meetings"], there["attendance_marks"]) == (
        931,
        14,
        11,
        120,
    )
    samir = next(client for client in kept(Client) if client.national_id == "060267739")
    assert (samir.name, samir.birth_on, samir.language) == ("סמיר פטרובה", date(1976, 11, 13), "ru")
    assert (samir.gender_form, samir.phone) == (GenderForm.NEUTRAL, "+972502345935")
    assert samir.team_id == brought_in["mentor1"].team_id
    goals = kept(Goal, Goal.client_id == samir.id)
    assert {goal.client_words for goal in goals} == {
        "לצאת לפעילות בקהילה פעם בשבוע",
        "ללמוד לבקש עזרה",
        "לשתות קפה עם חבר פעם בשבועיים",
    }
    assert {(goal.status, goal.wording, goal.ladder[0], goal.baseline) for goal in goals} == {
        (GoalStatus.DRAFT, "", "", -1)
    }
    (outing,) = kept(Activity, Activity.client_id == samir.id, Activity.held_on == date(2026, 3, 21))
    assert outing.note == "Met at the community garden; volunteered 1.5 hours עם שני מתנדבים חדשים."
    assert (outing.starts_at, outing.minutes, outing.mode) == (time(16, 15), 45, Mode.IN_PERSON)
    assert (outing.outcome, outing.mentor_id) == (Outcome.HELD, brought_in["mentor1"].id)


def test_every_meeting_lies_inside_the_assignment_of_its_mentor(brought_in, kept):
    assignments = {assignment.client_id: assignment for assignment in kept(Assignment)}
    for activity in kept(Activity):
        assignment = assignments[activity.client_id]
        assert (assignment.mentor_id, assignment.ends_on) == (activity.mentor_id, None)
        assert assignment.starts_on <= activity.held_on
    firsts = {
        client_id: min(a.held_on for a in kept(Activity, Activity.client_id == client_id)) for client_id in assignments
    }
    starts = {approval.client_id: approval.starts_on for approval in kept(Approval)}
    assert {each: assignments[each].starts_on for each in assignments} == {
        each: min(firsts[each], starts[each]) for each in assignments
    }


def test_the_group_comes_in_with_its_days_and_marks(brought_in, kept):
    (group,) = db.session.scalars(sa.select(Group)).all()
    assert (group.name, group.weekday, group.starts_at, group.team_id) == ("קבוצת ציור", 0, time(17), None)
    assert db.session.scalar(sa.select(sa.func.count(Facilitator.id))) == 0
    meetings = {meeting.id: meeting for meeting in db.session.scalars(sa.select(Meeting))}
    assert Counter(meeting.status for meeting in meetings.values()) == {
        MeetingStatus.HELD: 10,
        MeetingStatus.HOLIDAY: 1,
    }
    marks = kept(AttendanceMark)
    assert {meetings[mark.meeting_id].status for mark in marks} == {MeetingStatus.HELD}
    assert Counter(mark.mark for mark in marks) == {Mark.PRESENT: 66, Mark.LATE: 20, Mark.EXCUSED: 18, Mark.ABSENT: 16}
    assert {member.starts_on for member in kept(Membership)} == {date(2026, 9, 6)}


def test_a_second_time_adds_nothing_but_one_entry_in_the_trail(folder, people, rows):
    import_caseload(people["admin"], folder)
    before, files = rows(), {path.name: path.read_bytes() for path in folder.iterdir()}
    caseload = import_caseload(people["admin"], folder)
    after = rows()
    assert counted(caseload.clients) == (0, 42, 2)
    assert counted(caseload.goals) == (0, 84, 0)
    assert counted(caseload.activities) == (0, 932, 3)
    assert counted(caseload.groups) == (0, 1, 0)
    assert (caseload.groups.members, caseload.groups.meetings, caseload.groups.marks, caseload.differences) == (
        0,
        0,
        0,
        [],
    )
    assert after.pop("trail_entries") == before.pop("trail_entries") + 1
    assert after == before
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == files


def test_the_trail_tells_of_each_file_and_of_whom_and_holds_no_words(folder, people, monkeypatch):
    monkeypatch.setattr(parts, "FEWEST", 1000)
    import_caseload(people["admin"], folder)
    entries = db.session.scalars(sa.select(Entry).where(Entry.act == Act.CASELOAD_IMPORTED).order_by(Entry.seq)).all()
    assert [entry.detail for entry in entries] == [
        '{"added": 42, "kind": "clients"}',
        '{"added": 84, "kind": "goals"}',
        '{"added": 931, "kind": "meetings"}',
        '{"added": 145, "kind": "attendance"}',
        '{"added": 1058, "already_there": 1, "rejected": 5}',
    ]
    assert {entry.actor_id for entry in entries} == {people["admin"].id}
    assert [len(clients_of(entry.id)) for entry in entries[:4]] == [42, 42, 42, 14]


def test_clients_alone_first_and_the_rest_later_make_the_same_record(folder, people, tmp_path, kept):
    (tmp_path / "first").mkdir()
    (tmp_path / "first" / "clients.csv").write_bytes((folder / "clients.csv").read_bytes())
    import_caseload(people["admin"], tmp_path / "first")
    caseload = import_caseload(people["admin"], folder)
    assert (counted(caseload.clients), counted(caseload.activities)) == ((0, 42, 2), (931, 1, 3))
    starts = {assignment.client_id: assignment.starts_on for assignment in kept(Assignment)}
    assert all(starts[activity.client_id] <= activity.held_on for activity in kept(Activity))


def test_a_store_that_breaks_in_the_middle_keeps_whole_parts_of_that_file_and_the_next_run_completes(
    folder, people, rows, breaking
):
    with breaking("activities", 500), pytest.raises(DBAPIError):
        import_caseload(people["admin"], folder)
    there = rows()
    kept = there["activities"]
    assert (there["clients"], there["goals"], there["groups"]) == (42, 84, 0)
    assert 0 < kept < 500
    assert kept == sum(
        json.loads(detail)["added"]
        for detail in db.session.scalars(sa.select(Entry.detail).where(Entry.act == Act.CASELOAD_IMPORTED))
        if json.loads(detail)["kind"] == "meetings"
    )
    caseload = import_caseload(people["admin"], folder)
    assert counted(caseload.clients) == (0, 42, 2)
    assert counted(caseload.activities) == (931 - kept, 1 + kept, 3)
    assert (caseload.groups.members, caseload.groups.marks) == (14, 120)
    assert verify().is_whole


def test_half_a_file_of_clients_leaves_no_client(folder, people, rows, breaking, monkeypatch):
    monkeypatch.setattr(parts, "FEWEST", 1000)  # one part
    with breaking("approvals", 20), pytest.raises(DBAPIError):
        import_caseload(people["admin"], folder)
    assert (rows()["clients"], rows()["assignments"]) == (0, 0)
