from collections import Counter
from datetime import date, time
from pathlib import Path

import pytest

from caseapp.errors import RuleBroken
from caseapp.exchange.spreadsheets.attendance import read_attendance, read_title
from caseapp.exchange.spreadsheets.files import sheet_of
from caseapp.exchange.spreadsheets.heading_words import FileKind

HEAD = "Art group - Sunday 17:00\nid,name,01/11/2026,08/11/2026,29/11/2026\n"


def attendance(rows, head=HEAD, today=date(2026, 11, 22)):
    return read_attendance(
        sheet_of(Path("a.csv"), (head + rows).encode(), today), today=today, clients={"000000018", "123456782"}
    )


def test_the_sample_has_14_members_ten_meetings_a_holiday_and_120_marks(samples, today, client_ids):
    group = read_attendance(samples[FileKind.ATTENDANCE], today=today, clients=client_ids)
    assert (group.group_name, group.weekday, group.starts_at) == ("קבוצת ציור", 6, time(17))
    assert len(group.members) == 14
    assert group.rejected == ()
    assert Counter(day.state for day in group.days) == {"held": 10, "holiday": 1}
    assert {day.on.weekday() for day in group.days} == {group.weekday}
    marks = [
        mark
        for member in group.members
        for day, mark in zip(group.days, member.marks, strict=True)
        if mark and day.state == "held"
    ]
    assert len(marks) == 120
    assert Counter(marks) == {"present": 66, "late": 20, "excused": 18, "absent": 16}


def test_a_column_still_empty_is_a_day_to_come():
    assert [day.on for day in attendance("18,a,v,x\n").days] == [date(2026, 11, 1), date(2026, 11, 8)]


def test_a_member_with_faults_stays_out_and_the_others_come_in():
    group = attendance("18,a,v,x\n19,b,v,x\n123456782,c,v,what\n18,a again,v,v\n,meeting held,yes,yes\n")
    assert [member.line for member in group.members] == [3]
    assert [(fault.line, fault.column) for row in group.rejected for fault in row.faults] == [
        (4, "id"),
        (5, "08/11/2026"),
        (6, "id"),
    ]


@pytest.mark.parametrize(
    ("title", "meant"),
    [
        ("קבוצת ציור - יום א' 17:00", ("קבוצת ציור", 6, time(17))),
        ("קבוצת ציור – ימי שלישי 9:30", ("קבוצת ציור", 1, time(9, 30))),
        ("Art - Sunday", ("Art", 6, None)),
        ("Art - and tea - Wednesday 08:15", ("Art - and tea", 2, time(8, 15))),
    ],
)
def test_a_title_names_group_weekday_and_hour(title, meant):
    assert read_title(title) == meant


@pytest.mark.parametrize(
    "title",
    ["", "Art", "Art - Someday 17:00", "Art - Sunday 25:00", "- " * 50_000, "a - " * 70],
)
def test_a_title_that_does_not_is_a_sentence(title):
    with pytest.raises(RuleBroken):
        read_title(title)


@pytest.mark.parametrize(
    "rows",
    [
        "18,a,v,v,v\n,meeting held,yes,yes,yes\n",
        "18,a,v,v\n,meeting held,yes,\n",
        "18,a,v,v\n,meeting held,yes,perhaps\n",
        "18,a,v,v\n,meeting held,yes,yes\n,meeting held,yes,yes\n",
    ],
)
def test_days_that_cannot_be_relied_on_stop_the_sheet_with_a_sentence(rows):
    with pytest.raises(RuleBroken):
        attendance(rows)


@pytest.mark.parametrize("days", ["31/02/2026", "01/11/2026,01.11.2026"])
def test_headings_that_are_no_days_or_one_day_twice_stop_the_sheet(days):
    with pytest.raises(RuleBroken):
        attendance("18,a,v,v\n", head=f"Art group - Sunday 17:00\nid,name,{days}\n")


def test_the_title_is_the_line_right_above_the_headings():
    group = attendance("18,a,v,v\n", head="A provider\n" + HEAD)
    assert (group.group_name, group.days[0].state) == ("Art group", "held")
    with pytest.raises(RuleBroken):
        attendance("18,a,v,v\n", head=HEAD.split("\n", 1)[1])
