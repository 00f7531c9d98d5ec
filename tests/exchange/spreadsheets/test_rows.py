from collections import Counter
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from caseapp.exchange.spreadsheets.files import sheet_of
from caseapp.exchange.spreadsheets.heading_words import FileKind
from caseapp.exchange.spreadsheets.rows import ImportedApproval, read_clients, read_goals, read_meetings, same_text
from caseapp.i18n import _

MEETING = "id,date,time,minutes,mode,outcome,note\n"

TODAY = date(2026, 11, 22)


def sheet(text):
    return sheet_of(Path("file.csv"), text.encode(), TODAY)


NOON = datetime(2026, 11, 22, 12, tzinfo=ZoneInfo("Asia/Jerusalem"))


def meetings(rows):
    return read_meetings(sheet(MEETING + rows), now_here=NOON, clients={"000000018"})


def told(reading):
    return [(fault.line, fault.column) for fault in reading.faults]


def test_the_sample_has_42_clients_and_two_rows_with_two_faults_each(samples, today, mentors):
    reading = read_clients(samples[FileKind.CLIENTS], mentors=mentors)
    assert len(reading.rows) == 42
    assert [row.line.number for row in reading.rejected] == [44, 45]
    faults = [(fault.line, fault.column, fault.sentence) for fault in reading.faults]
    wrong_digit = _("The check digit of this ID number is wrong. Compare it with the ID card.")
    assert faults == [
        (44, "ת.ז.", wrong_digit),
        (44, "תאריך לידה", _("There is no date “%(text)s” in the calendar.", text="31/02/1990")),
        (45, "חונך/ת", _("Nobody here has the username “%(text)s”.", text="mentor9")),
        (45, "סוף זכאות", _("The end date is before the start date.")),
    ]
    assert {fault.file for fault in reading.faults} == {"clients.csv"}


def test_a_client_of_the_sample_is_read_whole(samples, today, mentors):
    rows = {row.national_id: row for row in read_clients(samples[FileKind.CLIENTS], mentors=mentors).rows}
    client = rows["001113505"]
    assert (client.first_name, client.last_name, client.born_on) == ("שרה", "כהן", date(2003, 12, 4))
    assert (client.phone, client.language, client.mentor) == ("+972502343166", "he", "mentor4")
    assert (client.gender_form, client.preferred_name) == ("neutral", None)
    assert client.approval == ImportedApproval("social_club", date(2026, 7, 2), date(2027, 7, 2), Decimal(3))
    assert rows["142917475"].last_name == 'שחר "שוקו" לביא'
    assert Counter(row.language for row in rows.values()) == {"he": 30, "ar": 5, "ru": 4, "am": 3}
    assert sum(row.approval.until_on < today for row in rows.values()) == 3


def test_the_sample_has_84_goals_in_five_domains(samples, client_ids):
    reading = read_goals(samples[FileKind.GOALS], clients=client_ids)
    assert len(reading.rows) == 84
    assert reading.rejected == ()
    assert Counter(row.domain for row in reading.rows) == {
        "community": 19,
        "groups": 18,
        "leisure": 17,
        "family": 16,
        "friends": 14,
    }
    assert {row.baseline for row in reading.rows} == {-1}


def test_the_sample_has_931_meetings_one_of_them_twice_and_three_rows_with_faults(samples, now_here, client_ids):
    reading = read_meetings(samples[FileKind.MEETINGS], now_here=now_here, clients=client_ids)
    assert len(reading.rows) == 932
    assert len({(row.national_id, row.on, row.at, same_text(row.note)) for row in reading.rows}) == 931
    assert told(reading) == [(934, "ת.ז."), (935, "תאריך"), (936, "שעה"), (936, "משך (דקות)")]


def test_a_meeting_of_the_sample_is_read_whole(samples, now_here, client_ids):
    first = read_meetings(samples[FileKind.MEETINGS], now_here=now_here, clients=client_ids).rows[0]
    assert (first.line, first.national_id, first.on, first.at) == (2, "060267739", date(2026, 3, 1), time(16))
    assert (first.minutes, first.mode, first.outcome, first.note) == (0, "outing", "mentor_cancelled", "")


def test_every_fault_of_a_row_is_told():
    reading = meetings("123456789,31/02/2026,24:00,-5,by pigeon,perhaps,a\0b\n")
    assert told(reading) == [(2, column) for column in ("id", "date", "time", "mode", "outcome", "note", "minutes")]


def test_empty_cells_are_told_where_they_are_needed_only():
    assert told(meetings("18,,,,,,\n")) == [(2, column) for column in ("date", "time", "mode", "outcome")]
    assert told(meetings("18,01/11/2026,9:00,,phone,held\n")) == [(2, "minutes")]
    assert meetings("18,01/11/2026,9:00,,phone,no show\n").rows[0].minutes == 0


def test_this_hour_is_no_future_and_the_next_one_is():
    assert meetings("18,22/11/2026,12:00,5,phone,held\n").rejected == ()
    assert told(meetings("18,22/11/2026,12:01,5,phone,held\n")) == [(2, "time")]
    assert told(meetings("18,23/11/2026,0:00,5,phone,held\n")) == [(2, "date")]


def test_text_beyond_the_headings_is_told_because_a_separator_split_it():
    reading = meetings("18,22/11/2026,9:00,5,phone,held,we met, and talked\n")
    assert reading.rows == ()
    assert told(reading) == [(2, "")]
    assert meetings("18,22/11/2026,9:00,5,phone,held,we met,,\n").rejected == ()


def test_an_approval_is_whole_or_not_there(today, mentors):
    head = "first name,last name,id,mentor,service,approved from,approved until,hours per week\n"
    reading = read_clients(
        sheet(head + "a,b,18,MENTOR1,,,,\na,b,18,mentor1,mentoring,01/01/2026,,2.5\n"),
        mentors=mentors,
    )
    assert [(row.mentor, row.approval) for row in reading.rows] == [("mentor1", None), ("mentor1", None)]
    assert [(fault.line, fault.column) for fault in reading.cells_left_out] == [(3, "approved until")]


def test_a_note_is_the_same_text_however_it_is_spaced():
    one, two, three = meetings(
        "18,01/11/2026,9:00,5,phone,held,we  met \n18,1.11.2026,09:00,5,phone,held,we met\n"
        "18,01/11/2026,9:00,5,phone,held,we talked\n"
    ).rows
    assert (one.on, one.at) == (two.on, two.at)
    assert same_text(one.note) == same_text(two.note) != same_text(three.note)


@given(st.data())
def test_any_order_of_columns_is_read_the_same(samples, today, mentors, data):
    original = samples[FileKind.CLIENTS]
    order = data.draw(st.permutations(range(len(original.headings))))
    quoted = [
        ";".join('"' + row[place].replace('"', '""') + '"' for place in order)
        for row in (original.headings, *(line.cells for line in original.lines))
    ]
    reading = read_clients(sheet("\n".join(quoted)), mentors=mentors)
    expected = read_clients(original, mentors=mentors)
    assert reading.rows == expected.rows
    assert sorted(map(str, reading.faults)) == sorted(map(str, expected.faults))


def test_an_hour_that_comes_twice_is_read_and_one_that_the_clocks_skip_is_not():
    (row,) = meetings("18,25/10/2026,1:30,60,phone,held\n").rows
    assert (row.on, row.at) == (date(2026, 10, 25), time(1, 30))
    assert told(meetings("18,27/03/2026,2:30,60,phone,held\n")) == [(2, "time")]


def test_what_took_place_took_time_and_what_did_not_took_none():
    assert told(meetings("18,01/11/2026,9:00,0,phone,held\n")) == [(2, "minutes")]
    assert meetings("18,01/11/2026,9:00,45,phone,no show\n").rows[0].minutes == 0


def test_a_baseline_in_the_middle_of_the_ladder_is_kept():
    found = sheet("id,goal,domain,baseline\n18,one,family,0\n18,two,family,3\n")
    reading = read_goals(found, clients={"000000018"})
    assert [row.baseline for row in reading.rows] == [0, None]
    assert [(fault.line, fault.column) for fault in reading.cells_left_out] == [(3, "baseline")]
