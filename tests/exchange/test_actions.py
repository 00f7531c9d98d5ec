import stat
from collections import Counter
from contextlib import contextmanager
from datetime import date, time
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask_babel import force_locale
from sqlalchemy.exc import DBAPIError

from caseapp.activities.models import Activity
from caseapp.activities.rules import Mode, Outcome
from caseapp.audit.models import Entry, Mention
from caseapp.audit.rules import Act
from caseapp.audit.verify import verify
from caseapp.basket.models import Approval
from caseapp.clients.models import Assignment, Client
from caseapp.clients.queries import about_visible_clients
from caseapp.clients.rules import GenderForm
from caseapp.clock import now
from caseapp.db import act, db
from caseapp.db.sealing import key_ring
from caseapp.errors import NotAllowed, RuleBroken
from caseapp.exchange.actions import import_caseload
from caseapp.goals.models import Goal
from caseapp.goals.rules import GoalStatus
from caseapp.groups.models import AttendanceMark, Facilitator, Group, Meeting, Membership
from caseapp.groups.rules import Mark, MeetingStatus
from tests.world import keep, make_team, make_user

CLIENTS = "first name,last name,id,mentor,service,approved from,approved until,hours per week\n"
MEETINGS = "id,date,time,minutes,mode,outcome,note\n"
YAEL = "Yael,Mizrahi,18,mentor1,mentoring,01/02/2026,01/02/2027,2.5\n"


@pytest.fixture(autouse=True)
def english(app):
    """The sentences are read in English."""
    with force_locale("en"):
        yield


def counted(count):
    return count.added, count.already_there, count.rejected


def write(folder, name, text):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


@act
def change(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    keep(row)


@pytest.fixture
def small(tmp_path):
    """A folder with one client."""
    write(tmp_path / "small", "clients.csv", CLIENTS + YAEL)
    return tmp_path / "small"


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
    caseload = import_caseload(folder, people["admin"])
    assert counted(caseload.clients) == (42, 0, 2)
    assert counted(caseload.goals) == (84, 0, 0)
    assert counted(caseload.activities) == (931, 1, 3)
    assert counted(caseload.groups) == (1, 0, 0)
    groups = caseload.groups
    assert (groups.members, groups.meetings, groups.holidays, groups.marks) == (14, 10, 1, 120)
    assert (caseload.left_out, caseload.differences, caseload.unwritten) == ([], [], [])


def test_what_came_in_is_what_stood_in_the_files(folder, people, rows, kept):
    import_caseload(folder, people["admin"])
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
    assert samir.team_id == people["mentor1"].team_id
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
    assert (outing.outcome, outing.mentor_id) == (Outcome.HELD, people["mentor1"].id)


def test_every_meeting_lies_inside_the_assignment_of_its_mentor(folder, people, kept):
    import_caseload(folder, people["admin"])
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


def test_the_group_comes_in_with_its_days_and_marks(folder, people, kept):
    import_caseload(folder, people["admin"])
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
    import_caseload(folder, people["admin"])
    before, files = rows(), {path.name: path.read_bytes() for path in folder.iterdir()}
    caseload = import_caseload(folder, people["admin"])
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


def test_the_trail_tells_of_each_file_and_of_whom_and_holds_no_words(folder, people):
    import_caseload(folder, people["admin"])
    entries = db.session.scalars(sa.select(Entry).where(Entry.act == Act.CASELOAD_IMPORTED).order_by(Entry.seq)).all()
    assert [entry.detail for entry in entries] == [
        '{"added": 42, "kind": "clients"}',
        '{"added": 84, "kind": "goals"}',
        '{"added": 931, "kind": "meetings"}',
        '{"added": 145, "kind": "attendance"}',
        '{"added": 1058, "already_there": 1, "rejected": 5}',
    ]
    assert {entry.actor_id for entry in entries} == {people["admin"].id}
    mentions = [db.session.scalar(sa.select(sa.func.count()).where(Mention.entry_id == entry.id)) for entry in entries]
    assert mentions[:4] == [42, 42, 42, 14]


def test_clients_alone_first_and_the_rest_later_make_the_same_record(folder, people, tmp_path, kept):
    (tmp_path / "first").mkdir()
    (tmp_path / "first" / "clients.csv").write_bytes((folder / "clients.csv").read_bytes())
    import_caseload(tmp_path / "first", people["admin"])
    caseload = import_caseload(folder, people["admin"])
    assert (counted(caseload.clients), counted(caseload.activities)) == ((0, 42, 2), (931, 1, 3))
    starts = {assignment.client_id: assignment.starts_on for assignment in kept(Assignment)}
    assert all(starts[activity.client_id] <= activity.held_on for activity in kept(Activity))


def test_a_store_that_breaks_in_the_middle_keeps_nothing_of_that_file_and_the_next_run_completes(
    folder, people, rows, breaking
):
    with breaking("activities", 500), pytest.raises(DBAPIError):
        import_caseload(folder, people["admin"])
    there = rows()
    assert (there["clients"], there["goals"], there["activities"], there["groups"]) == (42, 84, 0, 0)
    caseload = import_caseload(folder, people["admin"])
    assert counted(caseload.clients) == (0, 42, 2)
    assert counted(caseload.activities) == (931, 1, 3)
    assert (caseload.groups.members, caseload.groups.marks) == (14, 120)
    assert verify().is_whole


def test_half_a_file_of_clients_leaves_no_client(folder, people, rows, breaking):
    with breaking("approvals", 20), pytest.raises(DBAPIError):
        import_caseload(folder, people["admin"])
    assert (rows()["clients"], rows()["assignments"]) == (0, 0)


def test_a_mentor_brings_in_nothing(folder, people, rows):
    """P38."""
    with pytest.raises(NotAllowed):
        import_caseload(folder, people["mentor1"])
    assert rows()["clients"] == 0


def test_a_supervisor_brings_in_the_own_team_only(folder, people, kept):
    caseload = import_caseload(folder, people["supervisor1"])
    own = {people["mentor1"].id, people["mentor2"].id}
    assert {assignment.mentor_id for assignment in kept(Assignment)} == own
    assert {client.team_id for client in kept(Client)} == {people["supervisor1"].team_id}
    assert caseload.clients.added + caseload.clients.rejected == 44
    others = [row for _, row in caseload.rejected if "another team" in str(row.faults[0])]
    assert len(others) == caseload.clients.rejected - 2
    assert db.session.scalar(sa.select(Group.team_id)) == people["supervisor1"].team_id
    rest = import_caseload(folder, people["supervisor2"])
    assert caseload.clients.added + rest.clients.added == 42
    assert caseload.goals.added + rest.goals.added == 84
    assert caseload.activities.added + rest.activities.added == 931


def test_a_supervisor_learns_nothing_of_clients_of_another_team(folder, people):
    """P31: a row about another team's client is answered as one about nobody."""
    import_caseload(folder, people["admin"])
    caseload = import_caseload(folder, people["supervisor1"])
    sentences = {str(row.faults[0].sentence) for sheet, row in caseload.rejected if sheet.path.name == "meetings.csv"}
    assert "There is no client with this id number here; please bring in the client first." in sentences
    assert len(sentences) == 3


def test_the_file_of_a_client_kept_in_another_team_is_not_opened_twice(small, people, rows):
    import_caseload(small, people["admin"])
    write(small, "clients.csv", CLIENTS + YAEL.replace("mentor1", "mentor3"))
    caseload = import_caseload(small, people["supervisor2"])
    assert counted(caseload.clients) == (0, 0, 1)
    assert "Another team keeps the file" in str(caseload.rejected[0][1].faults[0])
    assert rows()["clients"] == 1


def test_a_client_who_is_here_is_told_to_differ_and_stays_as_it_is(small, people, kept):
    import_caseload(small, people["admin"])
    write(small, "clients.csv", CLIENTS + "Yael,Cohen,18,mentor1,mentoring,01/02/2026,01/02/2027,3\n")
    caseload = import_caseload(small, people["admin"])
    assert counted(caseload.clients) == (0, 1, 0)
    (difference,) = caseload.differences
    assert (difference.file, difference.line, difference.column) == ("clients.csv", 2, "last name")
    assert "last name, service" in difference.sentence
    assert kept(Client)[0].family_name == "Mizrahi"
    assert [approval.amount for approval in kept(Approval)] == [Decimal("2.5")]


def test_a_person_twice_in_one_file_has_one_file(small, people, rows):
    write(small, "clients.csv", CLIENTS + YAEL + YAEL.replace("18", "000000018"))
    assert counted(import_caseload(small, people["admin"]).clients) == (1, 1, 0)
    assert rows()["clients"] == 1


def test_a_mentor_without_a_team_cannot_be_given_clients(small, people, rows):
    change(people["mentor1"], team_id=None)
    caseload = import_caseload(small, people["admin"])
    assert "belongs to no team yet" in str(caseload.rejected[0][1].faults[0])
    assert rows()["clients"] == 0


def test_an_approval_to_come_begins_no_assignment_before_today(small, people, kept):
    write(small, "clients.csv", CLIENTS + YAEL.replace("01/02/2026", "01/01/2027"))
    import_caseload(small, people["admin"])
    assert kept(Assignment)[0].starts_on == date(2026, 11, 22)


def test_the_same_hour_with_other_words_stays_out_until_the_first_was_an_error(small, people, kept):
    write(small, "meetings.csv", MEETINGS + "18,01/06/2026,10:00,60,phone,held,We spoke.\n")
    import_caseload(small, people["admin"])
    write(small, "meetings.csv", MEETINGS + "18,01/06/2026,10:00,60,phone,held,We spoke  at length.\n")
    caseload = import_caseload(small, people["admin"])
    assert counted(caseload.activities) == (0, 0, 1)
    ((_, row),) = caseload.rejected
    assert (row.faults[0].file, row.faults[0].line, row.faults[0].column) == ("meetings.csv", 2, "time")
    assert (small / "meetings.rejected.csv").exists()
    change(kept(Activity)[0], error_at=now())
    (small / "meetings.rejected.csv").unlink()
    assert counted(import_caseload(small, people["admin"]).activities) == (1, 0, 0)
    write(small, "meetings.csv", MEETINGS + "18,01/06/2026,10:00,60,phone,held,  We   spoke.\n")
    assert counted(import_caseload(small, people["admin"]).activities) == (0, 1, 0)


def test_a_planned_meeting_leaves_its_hour_to_the_one_that_was(small, people, kept):
    write(small, "meetings.csv", MEETINGS + "18,01/06/2026,10:00,60,phone,held,\n")
    import_caseload(small, people["admin"])
    change(kept(Activity)[0], outcome=Outcome.PLANNED)
    assert counted(import_caseload(small, people["admin"]).activities) == (1, 0, 0)
    assert counted(import_caseload(small, people["admin"]).activities) == (0, 1, 0)


def test_a_meeting_is_the_work_of_the_mentor_of_that_day(small, people, kept):
    import_caseload(small, people["admin"])
    first = kept(Assignment)[0]
    change(first, ends_on=date(2026, 5, 31))
    later = Assignment(
        client_id=first.client_id, mentor_id=people["mentor2"].id, starts_on=date(2026, 7, 1), assigned_at=now()
    )
    keep(later)
    days = ("01/05/2026", "15/06/2026", "15/07/2026", "01/01/2026")
    write(small, "meetings.csv", MEETINGS + "".join(f"18,{day},10:00,60,phone,held,\n" for day in days))
    caseload = import_caseload(small, people["admin"])
    assert counted(caseload.activities) == (2, 0, 2)
    assert {(a.held_on.month, a.mentor_id) for a in kept(Activity)} == {
        (5, people["mentor1"].id),
        (7, people["mentor2"].id),
    }
    assert first.starts_on == date(2026, 2, 1)


def test_an_imported_client_is_seen_by_the_own_mentor_alone(small, people):
    """P26."""
    import_caseload(small, people["admin"])

    def seen(who):
        return len(db.session.scalars(about_visible_clients(people[who], Client)).all())

    assert [seen(who) for who in ("mentor1", "mentor2", "supervisor1", "supervisor2", "admin")] == [1, 0, 1, 0, 0]


def test_a_mended_row_comes_in_and_its_file_goes_away(folder, people, kept):
    import_caseload(folder, people["admin"])
    path = folder / "clients.rejected.csv"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = path.read_text(encoding="utf-8-sig")
    assert "123456789" in text
    assert "749142329" in text
    mended = text.replace("123456789", "123456782").replace("31/02/1990", "28/02/1990")
    path.write_text(mended, encoding="utf-8")
    caseload = import_caseload(folder, people["admin"])
    assert counted(caseload.clients) == (1, 42, 1)
    assert [row.faults[0].file for _, row in caseload.rejected if row.faults[0].file.startswith("clients")] == [
        "clients.csv"
    ]
    assert key_ring().blind("national_id", "123456782") in {client.national_id_hash for client in kept(Client)}
    text = path.read_text(encoding="utf-8-sig")
    assert "749142329" in text
    assert "12345678" not in text


def test_a_row_that_only_the_record_refuses_is_told_once_and_can_be_mended(small, people, rows):
    write(
        small, "meetings.csv", MEETINGS + "18,01/06/2026,10:00,60,phone,held,a\n18,01/06/2026,10:00,60,phone,held,b\n"
    )
    assert counted(import_caseload(small, people["admin"]).activities) == (1, 0, 1)
    assert counted(import_caseload(small, people["admin"]).activities) == (0, 1, 1)
    path = small / "meetings.rejected.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace("10:00", "11:00"), encoding="utf-8")
    assert counted(import_caseload(small, people["admin"]).activities) == (1, 1, 0)
    assert rows()["activities"] == 2
    assert not path.exists()


def test_where_no_file_can_be_written_it_is_said_and_another_folder_can_be_named(folder, people, tmp_path):
    (folder / "clients.rejected.csv").mkdir()
    caseload = import_caseload(folder, people["admin"])
    assert [fault.file for fault in caseload.unwritten] == ["clients.rejected.csv"]
    assert [path.name for path in caseload.rejected_files] == ["meetings.rejected.csv"]
    caseload = import_caseload(folder, people["admin"], tmp_path)
    assert caseload.rejected_files == [tmp_path / "clients.rejected.csv", tmp_path / "meetings.rejected.csv"]
    assert caseload.unwritten == []


def test_a_folder_without_any_of_the_files_is_a_sentence(people, tmp_path):
    write(tmp_path / "other", "notes.txt", "nothing of ours")
    with pytest.raises(RuleBroken, match="none of the four files"):
        import_caseload(tmp_path / "other", people["admin"])


def test_files_from_any_spreadsheet_come_in(people, tmp_path, kept):
    """Encodings: UTF-16 with tabs, Windows-1255 with semicolons."""
    (tmp_path / "a.txt").write_bytes((CLIENTS + YAEL).replace(",", "\t").encode("utf-16"))
    goals = "ת.ז.;מטרה;תחום\n18;לצייר;פנאי\n"
    (tmp_path / "b.csv").write_bytes(goals.encode("cp1255"))
    caseload = import_caseload(tmp_path, people["admin"])
    assert (caseload.clients.added, caseload.goals.added) == (1, 1)
    assert [(goal.client_words, goal.baseline, goal.starts_on) for goal in kept(Goal)] == [
        ("לצייר", -1, date(2026, 2, 1))
    ]


def test_a_goal_with_the_same_words_is_here_already_and_told_to_differ(small, people, rows):
    write(small, "goals.csv", "id,goal,domain,target day\n18,To paint,leisure,01/01/2027\n")
    import_caseload(small, people["admin"])
    write(small, "goals.csv", "id,goal,domain,target day\n18, To  paint,family,01/02/2027\n")
    caseload = import_caseload(small, people["admin"])
    assert (counted(caseload.goals), rows()["goals"]) == ((0, 1, 0), 1)
    assert "domain, target day" in caseload.differences[0].sentence


def test_another_mark_in_the_file_does_not_change_the_record(small, people, kept):
    head = "Art - Sunday 17:00\nid,name,01/11/2026,08/11/2026\n"
    write(small, "art.csv", head + "18,a,v,x\n")
    import_caseload(small, people["admin"])
    write(small, "art.csv", head + "18,a,x,x\n,meeting held,yes,holiday\n")
    caseload = import_caseload(small, people["admin"])
    assert [(fault.line, fault.column) for fault in caseload.differences] == [(4, "08/11/2026"), (3, "01/11/2026")]
    assert sorted(mark.mark for mark in kept(AttendanceMark)) == [Mark.ABSENT, Mark.PRESENT]


def test_a_group_of_another_team_is_not_joined(small, people, rows):
    write(small, "art.csv", "Art - Sunday 17:00\nid,name,01/11/2026\n18,a,v\n")
    keep(Group(name="Art", team_id=people["supervisor2"].team_id, created_at=now()))
    caseload = import_caseload(small, people["supervisor1"])
    assert [fault.file for fault in caseload.left_out] == ["art.csv"]
    assert rows()["memberships"] == 0


def test_a_group_with_members_of_two_teams_belongs_to_none(small, people):
    head = "Art - Sunday 17:00\nid,name,01/11/2026\n"
    write(small, "art.csv", head + "18,a,v\n")
    import_caseload(small, people["admin"])
    group = db.session.scalars(sa.select(Group)).one()
    assert group.team_id == people["mentor1"].team_id
    write(small, "clients.csv", CLIENTS + YAEL + YAEL.replace("18", "123456782").replace("mentor1", "mentor3"))
    write(small, "art.csv", head + "18,a,v\n123456782,b,v\n")
    import_caseload(small, people["admin"])
    assert group.team_id is None


def test_only_mentors_of_today_are_known(small, people):
    gone = make_user("mentor", make_team(), username="gone", disabled_at=now())
    write(small, "clients.csv", CLIENTS + YAEL.replace("mentor1", gone.username))
    assert counted(import_caseload(small, people["admin"]).clients) == (0, 0, 1)
