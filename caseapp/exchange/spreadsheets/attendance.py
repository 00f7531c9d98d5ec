"""Parse the attendance sheet of a group: a title, a row for each member, a column for each date."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time
from functools import partial

from caseapp.errors import RuleBroken
from caseapp.exchange.spreadsheets import cells
from caseapp.exchange.spreadsheets.files import Sheet, SheetLine
from caseapp.exchange.spreadsheets.row_errors import RejectedRow, RowReader
from caseapp.exchange.spreadsheets.rows import known_client
from caseapp.exchange.spreadsheets.vocabulary import HELD_ROW, MARKS, MEETING_STATES, WEEKDAYS, fold
from caseapp.groups.rules import check_not_ahead
from caseapp.i18n import _

TITLE_MOST = 300
TITLE = re.compile(r"(?P<name>.*\S)\s+[-\N{EN DASH}\N{EM DASH}]\s+(?P<weekday>\S.*?)\s+(?P<hour>[0-9:]+)")
BEFORE_A_WEEKDAY = re.compile(r"(?:יום|ימי|בימי|ביום|on|every)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class GroupDay:
    """A date of the group: `state` is `held`, `holiday` or `cancelled`; `place` is its column."""

    on: date
    state: str
    place: int


@dataclass(frozen=True)
class ImportedMember:
    """A member with a mark for each date of the sheet, in order; None where there is no mark."""

    line: int
    national_id: str
    name: str
    marks: tuple[str | None, ...]


@dataclass(frozen=True)
class AttendanceSheet:
    """The content of a group's sheet; `weekday` is numbered like `date.weekday()` (Sunday is 6)."""

    sheet: Sheet
    group_name: str
    weekday: int
    starts_at: time
    days: tuple[GroupDay, ...]
    members: tuple[ImportedMember, ...]
    rejected: tuple[RejectedRow, ...]
    closing: tuple[SheetLine, ...]


def read_attendance(sheet: Sheet, *, today: date, clients: Collection[str]) -> AttendanceSheet:
    """`RuleBroken` if the title, the dates or the row of states is wrong: then no row can be imported."""
    title = sheet.above[-1].cells if sheet.above else ()
    name, weekday, starts_at = read_title(" ".join(cell for cell in title if cell.strip()))
    closing = tuple(line for line in sheet.lines if _is_held_row(sheet, line))
    people = [line for line in sheet.lines if line not in closing]
    days = _days(sheet, people, closing, today)
    members: list[ImportedMember] = []
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
    """Name, weekday and time of `Art group - Sunday 17:00`."""
    found = TITLE.fullmatch(cells.visible(title)) if len(title) <= TITLE_MOST else None
    weekday = WEEKDAYS.get(fold(BEFORE_A_WEEKDAY.sub("", found["weekday"], count=1))) if found else None
    if found is None or weekday is None:
        raise RuleBroken(
            _("The line above the headings must give the group's name, weekday and time: Art group - Sunday 17:00.")
        )
    return cells.parse_group_name(found["name"]), weekday, cells.parse_hour(found["hour"])


def _days(sheet: Sheet, people: list[SheetLine], closing: tuple[SheetLine, ...], today: date) -> tuple[GroupDay, ...]:
    """The dates whose column is not empty, each with its state."""
    if len(closing) > 1:
        raise RuleBroken(_("Two rows say whether the meetings took place. Keep one of them."))
    faults: list[str] = []
    days: list[GroupDay] = []
    for place in sheet.columns.days:
        heading = cells.visible(sheet.headings[place])
        try:
            day = _day(place, cells.parse_day(heading), sheet, people, closing, today)
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
    place: int, on: date, sheet: Sheet, people: list[SheetLine], closing: tuple[SheetLine, ...], today: date
) -> GroupDay | None:
    """One date; None if its column is still empty."""
    state = _at(closing[0], place) if closing else ""
    marked = any(not cells.is_blank(_at(line, place)) for line in people)
    if cells.is_blank(state) and not marked:
        return None
    check_not_ahead(on, today)
    if not closing:
        return GroupDay(on, "held", place)
    if cells.is_blank(state):
        raise RuleBroken(_("The row below the members does not say whether this meeting took place."))
    return GroupDay(on, cells.parse_choice(state, MEETING_STATES), place)


def _member(
    row: RowReader, days: tuple[GroupDay, ...], clients: Collection[str], seen: dict[str, int]
) -> ImportedMember | None:
    national_id = row.required("national_id", partial(known_client, clients=clients))
    name = row.optional("name", cells.parse_name)
    marks = [_mark(row, day) for day in days]
    if national_id.or_none in seen:
        row.refuse("national_id", _("The same person is also in line %(line)s.", line=seen[national_id.value]))
    if row.faults:
        return None
    return ImportedMember(row.line.number, national_id.value, name.or_none or "", tuple(marks))


def _mark(row: RowReader, day: GroupDay) -> str | None:
    cell = _at(row.line, day.place)
    if cells.is_blank(cell):
        return None
    try:
        return cells.parse_choice(cell, MARKS)
    except RuleBroken as broken:
        row.refuse_column(row.sheet.headings[day.place].strip(), str(broken))
        return None


def _is_held_row(sheet: Sheet, line: SheetLine) -> bool:
    return any(fold(_at(line, place)) in HELD_ROW for place in sheet.columns.place.values())


def _at(line: SheetLine, place: int) -> str:
    return line.cells[place] if place < len(line.cells) else ""
