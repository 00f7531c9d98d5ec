"""Attendance in the shapes in which spreadsheets and providers leave them."""

from datetime import date, time

import pytest

from caseapp.groups.models import AttendanceMark, Group, Meeting
from tests.exchange.sheets import CLIENTS, YAEL, counted, said

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture(autouse=True)
def sunday(clock):
    """The day on which the folders were made."""
    clock.move_to("2026-11-29T12:00:00+00:00")


def test_the_weekday_of_the_title_decides_the_order_of_a_groups_days(bring_in, kept):
    caseload = bring_in("attendance-days-on-another-weekday")
    assert sorted(meeting.held_on for meeting in kept(Meeting)) == [
        date(2026, 9, 6),
        date(2026, 10, 4),
        date(2026, 11, 1),
    ]
    assert "09/06/2026 is 2026-09-06" in said(caseload)["attendance.csv"]


def test_days_that_are_not_on_the_titles_weekday_in_any_order_are_not_taken(bring_in, kept):
    text = "Art group - Monday 17:00\nid,name,13/10/2026,20/10/2026\n18,Yael,v,x\n"
    caseload = bring_in(clients=CLIENTS + YAEL, attendance=text)
    assert [fault.file for fault in caseload.left_out] == ["attendance.csv"]
    assert "“Monday”" in caseload.left_out[0].sentence
    assert kept(Group) == []


def test_one_day_beside_the_weekday_is_told_and_taken(bring_in, kept):
    text = "Art group - Tuesday 17:00\nid,name,13/10/2026,20/10/2026,28/10/2026\n18,Yael,v,x,v\n"
    caseload = bring_in(clients=CLIENTS + YAEL, attendance=text)
    assert len(kept(Meeting)) == 3
    assert "Not on the weekday of the title: 2026-10-28" in said(caseload)["attendance.csv"]


def test_days_without_a_year_are_those_of_the_last_year_that_fits(bring_in, kept):
    caseload = bring_in("attendance-days-without-year")
    assert sorted(meeting.held_on for meeting in kept(Meeting)) == [date(2026, 11, day) for day in (1, 8, 15)]
    assert "from 2026-11-01 to 2026-11-15" in said(caseload)["attendance.csv"]


def test_the_usual_marks_are_known_and_told(bring_in, kept):
    caseload = bring_in("attendance-usual-marks")
    assert sorted(str(mark.mark) for mark in kept(AttendanceMark)) == ["absent"] * 4 + ["late"] + ["present"] * 7
    assert "1 P TRUE +: Present; L: Late; 0 A FALSE -: Absent" in said(caseload)["attendance.csv"]


def test_a_sheet_without_a_known_mark_makes_no_group(bring_in, kept):
    text = "Art group - Tuesday 17:00\nid,name,13/10/2026,20/10/2026\n18,Yael,qq,zz\n"
    caseload = bring_in(clients=CLIENTS + YAEL, attendance=text)
    assert "qq, zz" in caseload.left_out[0].sentence
    assert (kept(Group), kept(Meeting)) == ([], [])


def test_a_row_for_each_person_and_day_becomes_the_groups_sheet(bring_in, kept):
    text = (
        "group,date,time,id,name,attendance\n"
        "Art,13/10/2026,17:00,18,Yael,P\nArt,20/10/2026,17:00,18,Yael,A\nTea,14/10/2026,,18,Yael,v\n"
    )
    caseload = bring_in(clients=CLIENTS + YAEL, attendance=text)
    assert caseload.left_out == []
    assert sorted((group.name, group.weekday, group.starts_at) for group in kept(Group)) == [
        ("Art", 2, time(17)),
        ("Tea", 3, None),
    ]
    assert sorted(str(mark.mark) for mark in kept(AttendanceMark)) == ["absent", "present", "present"]
    assert counted(bring_in(clients=CLIENTS + YAEL, attendance=text).groups) == (0, 2, 0)


def test_the_title_of_a_group_needs_no_dash(bring_in, kept):
    text = "קבוצת בישול, יום ג' 10:00\n\nמס',שם,ת.ז,3.11,10.11\n1,יעל,18,✓,✗\n"
    bring_in(clients=CLIENTS + YAEL, attendance=text)
    (group,) = kept(Group)
    assert (group.name, group.weekday, group.starts_at) == ("קבוצת בישול", 2, time(10))
