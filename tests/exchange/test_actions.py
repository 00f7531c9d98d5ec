"""Single rows that come in, differ, are refused and are mended."""

import stat
from datetime import date
from decimal import Decimal

import pytest

from caseapp.activities.models import Activity
from caseapp.activities.rules import Outcome
from caseapp.basket.models import Approval
from caseapp.clients.models import Assignment, Client
from caseapp.clock import now
from caseapp.db.sealing import key_ring
from caseapp.errors import RuleBroken
from caseapp.exchange.actions import import_caseload
from caseapp.goals.models import Goal
from caseapp.groups.models import AttendanceMark
from caseapp.groups.rules import Mark
from tests.exchange.sheets import CLIENTS, MEETINGS, YAEL, change, counted, write
from tests.world import keep

pytestmark = pytest.mark.usefixtures("english")


def test_a_client_who_is_here_is_told_to_differ_and_stays_as_it_is(small, people, kept):
    import_caseload(people["admin"], small)
    write(small, "clients.csv", CLIENTS + "Yael,Cohen,18,mentor1,mentoring,01/02/2026,01/02/2027,3\n")
    caseload = import_caseload(people["admin"], small)
    assert counted(caseload.clients) == (0, 1, 0)
    (difference,) = caseload.differences
    assert (difference.file, difference.line, difference.column) == ("clients.csv", 2, "last name")
    assert "last name, service" in difference.sentence
    assert kept(Client)[0].family_name == "Mizrahi"
    assert [approval.amount for approval in kept(Approval)] == [Decimal("2.5")]


def test_a_person_twice_in_one_file_has_one_file(small, people, rows):
    write(small, "clients.csv", CLIENTS + YAEL + YAEL.replace("18", "000000018"))
    assert counted(import_caseload(people["admin"], small).clients) == (1, 1, 0)
    assert rows()["clients"] == 1


def test_an_approval_to_come_begins_no_assignment_before_today(small, people, kept):
    write(small, "clients.csv", CLIENTS + YAEL.replace("01/02/2026", "01/01/2027"))
    import_caseload(people["admin"], small)
    assert kept(Assignment)[0].starts_on == date(2026, 11, 22)


def test_the_same_hour_with_other_words_is_told_to_differ_and_comes_in_where_the_first_was_an_error(
    small, people, kept
):
    write(small, "meetings.csv", MEETINGS + "18,01/06/2026,10:00,60,phone,held,We spoke.\n")
    import_caseload(people["admin"], small)
    write(small, "meetings.csv", MEETINGS + "18,01/06/2026,10:00,60,phone,held,We spoke  at length.\n")
    caseload = import_caseload(people["admin"], small)
    assert counted(caseload.activities) == (0, 1, 0)
    (fault,) = caseload.differences
    assert (fault.file, fault.line, fault.column) == ("meetings.csv", 2, "note")
    change(kept(Activity)[0], error_at=now())
    assert counted(import_caseload(people["admin"], small).activities) == (1, 0, 0)
    write(small, "meetings.csv", MEETINGS + "18,01/06/2026,10:00,60,phone,held,  We   spoke.\n")
    assert counted(import_caseload(people["admin"], small).activities) == (0, 1, 0)


def test_a_planned_meeting_leaves_its_hour_to_the_one_that_was(small, people, kept):
    write(small, "meetings.csv", MEETINGS + "18,01/06/2026,10:00,60,phone,held,\n")
    import_caseload(people["admin"], small)
    change(kept(Activity)[0], outcome=Outcome.PLANNED)
    assert counted(import_caseload(people["admin"], small).activities) == (1, 0, 0)
    assert counted(import_caseload(people["admin"], small).activities) == (0, 1, 0)


def test_a_meeting_is_the_work_of_the_mentor_of_that_day(small, people, kept):
    import_caseload(people["admin"], small)
    first = kept(Assignment)[0]
    change(first, ends_on=date(2026, 5, 31))
    later = Assignment(
        client_id=first.client_id, mentor_id=people["mentor2"].id, starts_on=date(2026, 7, 1), assigned_at=now()
    )
    keep(later)
    days = ("01/05/2026", "15/06/2026", "15/07/2026", "01/01/2026")
    write(small, "meetings.csv", MEETINGS + "".join(f"18,{day},10:00,60,phone,held,\n" for day in days))
    caseload = import_caseload(people["admin"], small)
    assert counted(caseload.activities) == (2, 0, 2)
    assert {(a.held_on.month, a.mentor_id) for a in kept(Activity)} == {
        (5, people["mentor1"].id),
        (7, people["mentor2"].id),
    }
    assert first.starts_on == date(2026, 2, 1)


def test_a_mended_row_comes_in_and_its_file_goes_away(folder, people, kept):
    import_caseload(people["admin"], folder)
    path = folder / "clients.rejected.csv"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = path.read_text(encoding="utf-8-sig")
    assert "123456789" in text
    assert "749142329" in text
    mended = text.replace("123456789", "123456782").replace("31/02/1990", "28/02/1990")
    path.write_text(mended, encoding="utf-8")
    caseload = import_caseload(people["admin"], folder)
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
    assert counted(import_caseload(people["admin"], small).activities) == (1, 0, 1)
    assert counted(import_caseload(people["admin"], small).activities) == (0, 1, 1)
    path = small / "meetings.rejected.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace("10:00", "11:00"), encoding="utf-8")
    assert counted(import_caseload(people["admin"], small).activities) == (1, 1, 0)
    assert rows()["activities"] == 2
    assert not path.exists()


def test_where_no_file_can_be_written_it_is_said_and_another_folder_can_be_named(folder, people, tmp_path):
    (folder / "clients.rejected.csv").mkdir()
    caseload = import_caseload(people["admin"], folder)
    assert [fault.file for fault in caseload.unwritten] == ["clients.rejected.csv"]
    assert [path.name for path in caseload.rejected_files] == ["meetings.rejected.csv"]
    caseload = import_caseload(people["admin"], folder, tmp_path)
    assert caseload.rejected_files == [tmp_path / "clients.rejected.csv", tmp_path / "meetings.rejected.csv"]
    assert caseload.unwritten == []


def test_a_folder_without_any_of_the_files_is_a_sentence(people, tmp_path):
    write(tmp_path / "other", "notes.txt", "nothing of ours")
    caseload = import_caseload(people["admin"], tmp_path / "other")
    assert [(fault.file, "not one of the four files" in fault.sentence) for fault in caseload.left_out] == [
        ("notes.txt", True)
    ]
    (tmp_path / "empty").mkdir()
    with pytest.raises(RuleBroken, match="none of the four files"):
        import_caseload(people["admin"], tmp_path / "empty")


def test_files_from_any_spreadsheet_come_in(people, tmp_path, kept):
    """Encodings: UTF-16 with tabs, Windows-1255 with semicolons."""
    (tmp_path / "a.txt").write_bytes((CLIENTS + YAEL).replace(",", "\t").encode("utf-16"))
    goals = "ת.ז.;מטרה;תחום\n18;לצייר;פנאי\n"
    (tmp_path / "b.csv").write_bytes(goals.encode("cp1255"))
    caseload = import_caseload(people["admin"], tmp_path)
    assert (caseload.clients.added, caseload.goals.added) == (1, 1)
    assert [(goal.client_words, goal.baseline, goal.starts_on) for goal in kept(Goal)] == [
        ("לצייר", -1, date(2026, 2, 1))
    ]


def test_a_goal_with_the_same_words_is_here_already_and_told_to_differ(small, people, rows):
    write(small, "goals.csv", "id,goal,domain,target day\n18,To paint,leisure,01/01/2027\n")
    import_caseload(people["admin"], small)
    write(small, "goals.csv", "id,goal,domain,target day\n18, To  paint,family,01/02/2027\n")
    caseload = import_caseload(people["admin"], small)
    assert (counted(caseload.goals), rows()["goals"]) == ((0, 1, 0), 1)
    assert "domain, target day" in caseload.differences[0].sentence


def test_another_mark_in_the_file_does_not_change_the_record(small, people, kept):
    head = "Art - Sunday 17:00\nid,name,01/11/2026,08/11/2026\n"
    write(small, "art.csv", head + "18,a,v,x\n")
    import_caseload(people["admin"], small)
    write(small, "art.csv", head + "18,a,x,x\n,meeting held,yes,holiday\n")
    caseload = import_caseload(people["admin"], small)
    assert [(fault.line, fault.column) for fault in caseload.differences] == [(4, "08/11/2026"), (3, "01/11/2026")]
    assert sorted(mark.mark for mark in kept(AttendanceMark)) == [Mark.ABSENT, Mark.PRESENT]


def test_a_further_row_of_a_client_adds_a_further_approval_once(people, tmp_path, rows, kept):
    club = YAEL.replace("mentoring,01/02/2026", "social club,01/03/2026")
    write(tmp_path / "two", "clients.csv", CLIENTS + YAEL + club + YAEL)
    caseload = import_caseload(people["admin"], tmp_path / "two")
    assert counted(caseload.clients) == (2, 1, 0)
    assert (caseload.differences, rows()["clients"], rows()["assignments"]) == ([], 1, 1)
    assert {approval.service for approval in kept(Approval)} == {"social_mentoring", "social_club"}
    caseload = import_caseload(people["admin"], tmp_path / "two")
    assert (counted(caseload.clients), rows()["approvals"]) == ((0, 3, 0), 2)
    write(tmp_path / "later", "clients.csv", CLIENTS + YAEL.replace("2.5", "4"))
    caseload = import_caseload(people["admin"], tmp_path / "later")
    assert (counted(caseload.clients), rows()["approvals"], len(caseload.differences)) == ((0, 1, 0), 2, 1)
