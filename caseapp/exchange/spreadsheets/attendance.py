"""The attendance of a group: a title, one row a person, one column a day."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, time
from functools import partial

from caseapp.errors import RuleBroken
from caseapp.exchange.spreadsheets import cells
from caseapp.exchange.spreadsheets.files import Line, Sheet
from caseapp.exchange.spreadsheets.row_errors import RejectedRow, RowReader
from caseapp.exchange.spreadsheets.rows import known_client
from caseapp.exchange.spreadsheets.vocabulary import HELD_ROW, MARKS, MEETING_STATES, WEEKDAYS, fold
from caseapp.i18n import _

TITLE_MOST = 300
TITLE = re.compile(r"(?P<name>.*\S)\s+[-\N{EN DASH}\N{EM DASH}]\s+(?P<weekday>\S.*?)\s+(?P<hour>[0-9:]+)")
BEFORE_A_WEEKDAY = re.compile(r"(?:יום|ימי|בימי|ביום|on|every)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class GroupDay:
    """A day of the group: `state` is `held`, `holiday` or `cancelled`; `place` is its column."""

    on: date
    state: str
    place: int


@dataclass(frozen=True)
class MemberRow:
    """A member and a mark for each day of the sheet in order; None is not marked."""

    line: int
    national_id: str
    name: str
    marks: tuple[str | None, ...]


@dataclass(frozen=True)
class AttendanceSheet:
    """A group as its sheet tells it; `weekday` is numbered as date.weekday() does (Sunday is 6)."""

    sheet: Sheet
    group_name: str
    weekday: int
    starts_at: time
    days: tuple[GroupDay, ...]
    members: tuple[MemberRow, ...]
    rejected: tuple[RejectedRow, ...]
    closing: tuple[Line, ...]

    def held_marks(self) -> Iterator[tuple[str, date, str]]:
        """Id number, day and mark, of the days on which the group met; elsewhere nobody counts."""
        for member in self.members:
            for day, mark in zip(self.days, member.marks, strict=True):
                if day.state == "held" and mark:
                    yield member.national_id, day.on, mark


def read_attendance(sheet: Sheet, *, today: date, clients: Collection[str]) -> AttendanceSheet:
    """RuleBroken where title, days or the row of states cannot be relied on: then no row can come in."""
    title = sheet.above[-1].cells if sheet.above else ()
    name, weekday, starts_at = read_title(" ".join(cell for cell in title if cell.strip()))
    closing = tuple(line for line in sheet.lines if _is_held_row(sheet, line))
    people = [line for line in sheet.lines if line not in closing]
    days = _days(sheet, people, closing, today)
    members: list[MemberRow] = []
    rejected: list[RejectedRow] = []
    seen: dict[str, int] = {}
    for line in people:
        reader = RowReader(sheet, line)
        member = _member(reader, days, clients, seen)
        if member is None:
            rejected.append(reader.rejected())
        else:
            members.append(member)
            seen[member.national_id] = line.number
    return AttendanceSheet(sheet, name, weekday, starts_at, days, tuple(members), tuple(rejected), closing)


def read_title(title: str) -> tuple[str, int, time]:
    """`Art group - Sunday 17:00`: name, weekday and hour."""
    found = TITLE.fullmatch(cells.visible(title)) if len(title) <= TITLE_MOST else None
    weekday = WEEKDAYS.get(fold(BEFORE_A_WEEKDAY.sub("", found["weekday"], count=1))) if found else None
    if found is None or weekday is None:
        raise RuleBroken(
            _("The line above the headings must give the group's name, weekday and time: Art group - Sunday 17:00.")
        )
    return cells.a_group_name(found["name"]), weekday, cells.an_hour(found["hour"])


def _days(sheet: Sheet, people: list[Line], closing: tuple[Line, ...], today: date) -> tuple[GroupDay, ...]:
    """The days with anything in their column, each with its state."""
    if len(closing) > 1:
        raise RuleBroken(_("Two rows say whether the meetings took place. Keep one of them."))
    faults: list[str] = []
    days: list[GroupDay] = []
    for place in sheet.columns.days:
        heading = cells.visible(sheet.headings[place])
        try:
            day = _day(place, cells.a_day(heading), sheet, people, closing, today)
        except RuleBroken as broken:
            faults.append(f"{heading}: {broken}")
            continue
        if day and day.on in [earlier.on for earlier in days]:
            faults.append(_("There are two columns for %(day)s. Keep one of them.", day=heading))
        elif day:
            days.append(day)
    if faults:
        raise RuleBroken(" ".join(faults))
    return tuple(days)


def _day(
    place: int, on: date, sheet: Sheet, people: list[Line], closing: tuple[Line, ...], today: date
) -> GroupDay | None:
    """One day; None for a column still empty, as of the weeks to come."""
    state = _at(closing[0], place) if closing else ""
    marked = any(not cells.is_blank(_at(line, place)) for line in people)
    if cells.is_blank(state) and not marked:
        return None
    if on > today:
        raise RuleBroken(_("This date is in the future but already has marks."))
    if not closing:
        return GroupDay(on, "held", place)
    if cells.is_blank(state):
        raise RuleBroken(_("The row below the members does not say whether this meeting took place."))
    return GroupDay(on, cells.one_of(state, MEETING_STATES), place)


def _member(
    row: RowReader, days: tuple[GroupDay, ...], clients: Collection[str], seen: dict[str, int]
) -> MemberRow | None:
    national_id = row.need("national_id", partial(known_client, clients=clients))
    name = row.take("name", cells.a_name)
    marks = [_mark(row, day) for day in days]
    if national_id.or_none in seen:
        row.refuse("national_id", _("The same person is also in line %(line)s.", line=seen[national_id.value]))
    if row.faults:
        return None
    return MemberRow(row.line.number, national_id.value, name.or_none or "", tuple(marks))


def _mark(row: RowReader, day: GroupDay) -> str | None:
    cell = _at(row.line, day.place)
    if cells.is_blank(cell):
        return None
    try:
        return cells.one_of(cell, MARKS)
    except RuleBroken as broken:
        row.refuse_column(row.sheet.headings[day.place].strip(), str(broken))
        return None


def _is_held_row(sheet: Sheet, line: Line) -> bool:
    return any(fold(_at(line, place)) in HELD_ROW for place in sheet.columns.place.values())


def _at(line: Line, place: int) -> str:
    return line.cells[place] if place < len(line.cells) else ""
