from collections import Counter
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.activities.rules import NOTED, Mode
from caseapp.clients.rules import LANGUAGE_NAMES, GenderForm
from caseapp.errors import RuleBroken
from caseapp.exchange.spreadsheets import cells
from caseapp.exchange.spreadsheets.files import sheet_of
from caseapp.exchange.spreadsheets.headings import FileKind
from caseapp.exchange.spreadsheets.rows import ImportedApproval, read_clients, read_goals, read_meetings, same_text
from caseapp.exchange.spreadsheets.vocabulary import (
    DOMAINS,
    GENDER_FORMS,
    LANGUAGES,
    MARKS,
    MEETING_STATES,
    MODES,
    OUTCOMES,
    SERVICES,
    fold,
)
from caseapp.goals.rules import Domain
from caseapp.groups.rules import Mark, MeetingStatus
from caseapp.i18n import _
from caseapp.organisation.list_rules import BUILT_IN
from caseapp.organisation.rules import ListKind

MEETING = "id,date,time,minutes,mode,outcome,note\n"


def sheet(text):
    return sheet_of(Path("file.csv"), text.encode())


def meetings(rows, today=date(2026, 11, 22)):
    return read_meetings(sheet(MEETING + rows), today=today, clients={"000000018"})


def told(reading):
    return [(fault.line, fault.column) for fault in reading.faults]


def test_the_sample_has_42_clients_and_two_rows_with_two_faults_each(samples, today, mentors):
    reading = read_clients(samples[FileKind.CLIENTS], today=today, mentors=mentors)
    assert len(reading.rows) == 42
    assert [row.line.number for row in reading.rejected] == [44, 45]
    faults = [(fault.line, fault.column, fault.sentence) for fault in reading.faults]
    wrong_digit = _("The check digit of this ID number is wrong. Compare it with the ID card.")
    assert faults == [
        (44, "ת.ז.", wrong_digit),
        (44, "תאריך לידה", _("There is no date “%(text)s” in the calendar.", text="31/02/1990")),
        (45, "חונך/ת", _("Nobody here has the username “%(text)s”.", text="mentor9")),
        (45, "סוף זכאות", _("The approval ends before it starts.")),
    ]
    assert {fault.file for fault in reading.faults} == {"clients.csv"}


def test_a_client_of_the_sample_is_read_whole(samples, today, mentors):
    rows = {row.national_id: row for row in read_clients(samples[FileKind.CLIENTS], today=today, mentors=mentors).rows}
    client = rows["001113505"]
    assert (client.first_name, client.last_name, client.born_on) == ("שרה", "כהן", date(2003, 12, 4))
    assert (client.phone, client.language, client.mentor) == ("050-2343166", "he", "mentor4")
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


def test_the_sample_has_931_meetings_one_of_them_twice_and_three_rows_with_faults(samples, today, client_ids):
    reading = read_meetings(samples[FileKind.MEETINGS], today=today, clients=client_ids)
    assert len(reading.rows) == 932
    assert len({(row.national_id, row.on, row.at, same_text(row.note)) for row in reading.rows}) == 931
    assert told(reading) == [(934, "ת.ז."), (935, "תאריך"), (936, "שעה"), (936, "משך (דקות)")]


def test_a_meeting_of_the_sample_is_read_whole(samples, today, client_ids):
    first = read_meetings(samples[FileKind.MEETINGS], today=today, clients=client_ids).rows[0]
    assert (first.line, first.national_id, first.on, first.at) == (2, "060267739", date(2026, 3, 1), time(16))
    assert (first.minutes, first.mode, first.outcome, first.note) == (0, "outing", "mentor_cancelled", "")


def test_every_fault_of_a_row_is_told():
    reading = meetings("123456789,31/02/2026,24:00,-5,by pigeon,perhaps,a\0b\n")
    assert told(reading) == [(2, column) for column in ("id", "date", "time", "mode", "outcome", "minutes", "note")]


def test_empty_cells_are_told_where_they_are_needed_only():
    assert told(meetings("18,,,,,,\n")) == [(2, column) for column in ("date", "time", "mode", "outcome")]
    assert told(meetings("18,01/11/2026,9:00,,phone,held\n")) == [(2, "minutes")]
    assert meetings("18,01/11/2026,9:00,,phone,no show\n").rows[0].minutes == 0


def test_today_is_no_future_and_tomorrow_is():
    assert meetings("18,22/11/2026,23:59,5,phone,held\n").rejected == ()
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
        today=today,
        mentors=mentors,
    )
    assert [(row.mentor, row.approval) for row in reading.rows] == [("mentor1", None)]
    assert told(reading) == [(3, "approved until")]


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
    reading = read_clients(sheet("\n".join(quoted)), today=today, mentors=mentors)
    expected = read_clients(original, today=today, mentors=mentors)
    assert reading.rows == expected.rows
    assert sorted(map(str, reading.faults)) == sorted(map(str, expected.faults))


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_day_is_read_in_each_of_its_three_forms(day):
    forms = [
        f"{day:%d/%m/%Y}",
        f"{day.day}.{day.month}.{day.year}",
        day.isoformat(),
        f"\u200e{day:%d/%m/%Y} ",
    ]
    assert {cells.parse_day(form) for form in forms} == {day}


@pytest.mark.parametrize(
    "junk",
    [
        "31/02/2026",
        "29/02/2025",
        "00/01/2026",
        "01/13/2026",
        "1/1/26",
        "01-02-2026",
        "2026/01/02",
        "01/02.2026",
        "45000",
        "today",
        "01/02/2026 10:00",
        "٠١/٠٢/٢٠٢٦",
        "01/01/1899",
        "01/01/2101",
        "1/1/20266",
        "-1/1/2026",
    ],
)
def test_a_day_that_cannot_be_is_refused(junk):
    with pytest.raises(RuleBroken):
        cells.parse_day(junk)


@given(st.text(max_size=12) | st.from_regex(r"[0-9]{1,4}[-/. ][0-9]{1,4}[-/. ][0-9]{1,5}", fullmatch=True))
def test_a_day_is_never_guessed(text):
    try:
        day = cells.parse_day(text)
    except RuleBroken:
        return
    numbers = [int(part) for part in cells.visible(text).replace(".", "/").replace("-", "/").split("/")]
    assert sorted(numbers) == sorted([day.day, day.month, day.year])


@given(st.times())
def test_an_hour_is_read_with_and_without_its_leading_zero(at):
    at = at.replace(second=0, microsecond=0)
    assert cells.parse_hour(f"{at.hour}:{at.minute:02}") == cells.parse_hour(f"{at:%H:%M}") == at


@pytest.mark.parametrize(
    "junk", ["24:00", "25:00", "9", "9:5", "9:60", "9.30", "09:30:00", "9:30 PM", "-1:00", "1٢:00"]
)
def test_an_hour_that_cannot_be_is_refused(junk):
    with pytest.raises(RuleBroken):
        cells.parse_hour(junk)


@pytest.mark.parametrize(("day", "hour"), [("27/03/2026", "2:30"), ("25/10/2026", "1:30")])
def test_the_days_on_which_the_clock_changes_are_days_like_others(day, hour):
    (row,) = meetings(f"18,{day},{hour},60,phone,held\n").rows
    assert (row.on, row.at) == (cells.parse_day(day), cells.parse_hour(hour))


@pytest.mark.parametrize("junk", ["-5", "4.5", "1441", "an hour", "1:30", "٤٥", "+", "1e3"])
def test_a_length_that_cannot_be_is_refused(junk):
    with pytest.raises(RuleBroken):
        cells.parse_minutes(junk)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("050-2345678", "050-2345678"),
        ("502345678", "0502345678"),
        ("'+972-50-2345678", "+972-50-2345678"),
        ("\u202a050-2345678\u202c", "050-2345678"),
        ("26251111", "026251111"),
        ("*6050", "*6050"),
    ],
)
def test_a_phone_number_stays_as_written_but_for_its_lost_zero(written, meant):
    assert cells.parse_phone(written) == meant


@pytest.mark.parametrize("junk", ["12", "050-CALL-ME", "=1+1", "05" * 9, "050+2345678"])
def test_what_is_no_phone_number_is_refused(junk):
    with pytest.raises(RuleBroken):
        cells.parse_phone(junk)


@pytest.mark.parametrize(("written", "meant"), [("-1", -1), ("−2", -2), ("'-1", -1), ("+1", 1), ("0", 0)])
def test_a_step_of_the_ladder_is_read_with_any_minus(written, meant):
    assert cells.parse_level(written) == meant


def test_a_baseline_in_the_middle_of_the_ladder_is_kept():
    found = sheet("id,goal,domain,baseline\n18,one,family,0\n18,two,family,3\n")
    reading = read_goals(found, clients={"000000018"})
    assert [row.baseline for row in reading.rows] == [0]
    assert told(reading) == [(3, "baseline")]


def test_words_are_known_in_hebrew_and_english():
    outcomes = ('בוטל ע"י הלקוח', "בוטל ע״י הלקוח", "Cancelled by client", "client_cancelled")
    assert {cells.parse_choice(word, OUTCOMES) for word in outcomes} == {"client_cancelled"}
    assert cells.parse_choice("ליווי בקהילה", MODES) == cells.parse_choice("Outing", MODES) == "outing"
    assert [cells.parse_choice(word, MARKS) for word in ("V", "x", "מוצדק", "איחור", "✓")] == [
        *("present", "absent", "excused", "late", "present"),
    ]


WORDS = [
    (DOMAINS, Domain),
    (SERVICES, BUILT_IN[ListKind.SERVICES]),
    (MODES, Mode),
    (OUTCOMES, NOTED),
    (MARKS, Mark),
    (MEETING_STATES, MeetingStatus),
    (GENDER_FORMS, GenderForm),
    (LANGUAGES, LANGUAGE_NAMES),
]


@pytest.mark.parametrize(("words", "kept"), WORDS)
def test_the_words_of_a_column_mean_just_what_the_records_can_hold(words, kept):
    assert set(words.meaning.values()) == {str(value) for value in kept}


@pytest.mark.parametrize("words", [words for words, _kept in WORDS])
def test_no_word_stands_for_two_meanings(words):
    """A later meaning would silently take the word of an earlier one."""
    meanings = [english.replace(" ", "_") for english in words.english]
    assert [words.meaning[fold(name)] for name in words.hebrew] == meanings
    assert [words.meaning[fold(name)] for name in words.english] == meanings


def test_free_text_keeps_niqqud_emoji_and_arabic_and_loses_unseen_marks():
    assert cells.parse_note("\u200fשָׁלוֹם 👩‍👧 مرحبا\r\nline two ") == "שָׁלוֹם 👩‍👧 مرحبا\nline two"


@given(st.text())
def test_reading_a_text_twice_is_reading_it_once(text):
    try:
        once = cells.parse_note(text)
    except RuleBroken:
        return
    assert cells.parse_note(once) == once
