"""The attendance sheet of the demo's art group."""

from datetime import date, time, timedelta

from caseapp.demo.client_records import empty_sheet
from caseapp.demo.client_year import ClientYear, chance_of, national_id
from caseapp.demo.clients import CLIENTS
from caseapp.exchange.spreadsheets.attendance import AttendanceSheet, GroupDay, ImportedMember
from caseapp.exchange.spreadsheets.heading_words import FileKind
from caseapp.groups.rules import Mark, MeetingStatus

NAME = "קבוצת אמנות"
TUESDAY = 1
WEEKS = 18
HOLIDAYS, CANCELLED = (7,), (12,)
MARKS, OF_A_HUNDRED = tuple(Mark), (66, 9, 3, 10, 12)
NOT_MARKED = 0.03


def art_group_attendance(today: date) -> AttendanceSheet:
    """Clients of two mentors of one team, every Tuesday, with a holiday and a cancelled meeting.

    The attendance of the last Tuesday has not been taken yet.
    """
    last = today - timedelta(days=(today.weekday() - TUESDAY) % 7 or 7) - timedelta(weeks=1)
    days = tuple(_day(last - timedelta(weeks=back), back) for back in reversed(range(WEEKS)))
    members = tuple(
        _member(number, ClientYear(number, today).begins_on, days)
        for number, client in enumerate(CLIENTS)
        if client.in_art_group
    )
    return AttendanceSheet(empty_sheet(FileKind.ATTENDANCE), NAME, TUESDAY, time(17), days, members, (), ())


def _day(on: date, back: int) -> GroupDay:
    if back in HOLIDAYS:
        return GroupDay(on, MeetingStatus.HOLIDAY, 0)
    return GroupDay(on, MeetingStatus.CANCELLED if back in CANCELLED else MeetingStatus.HELD, 0)


def _member(number: int, begins_on: date, days: tuple[GroupDay, ...]) -> ImportedMember:
    chance = chance_of(f"group-{number}")
    marks = tuple(
        chance.choices(MARKS, OF_A_HUNDRED)[0].value
        if day.on >= begins_on and day.state == MeetingStatus.HELD and chance.random() > NOT_MARKED
        else None
        for day in days
    )
    return ImportedMember(number + 1, national_id(number), CLIENTS[number].given_name, marks)
