"""Parse the attendance sheet of a group: a title, a row for each member, a column for each date."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from functools import partial

from caseapp.errors import RuleBroken
from caseapp.exchange.spreadsheets import cells
from caseapp.exchange.spreadsheets.days import (
    Order,
    YearOf,
    decide,
    readings,
    refuse_mixed_orders,
    without_years,
    written,
)
from caseapp.exchange.spreadsheets.row_errors import RejectedRow, RowFault, RowReader
from caseapp.exchange.spreadsheets.rows import known_client
from caseapp.exchange.spreadsheets.sheets import Sheet
from caseapp.exchange.spreadsheets.vocabulary import (
    HELD_ROW,
    MARKS,
    MEETING_STATES,
    NO_FIXED_DAY,
    WEEKDAYS,
    fold,
    key_of,
)
from caseapp.exchange.tables.table import SheetLine, is_blank
from caseapp.groups.rules import MARK_NAMES, WEEKDAY_NAMES, Mark, check_not_ahead
from caseapp.i18n import _

TITLE_MOST = 300
TITLE = re.compile(r"(?P<name>.*\S)\s+[-\N{EN DASH}\N{EM DASH}]\s+(?P<weekday>\S.*?)(?:,?\s+(?P<hour>[0-9][0-9:.]*))?")
TITLE_WITHOUT_DASH = re.compile(
    r"(?P<name>.*?[^\s,:|])[\s,:|]+(?P<weekday>(?:(?:יום|ימי|בימי|ביום|כל יום|on|every|يوم|أيام|каждый|каждую|по)\s+)?"
    r"[^\W\d]+['׳]?)(?:,?\s+(?P<hour>[0-9][0-9:.]*))?",
    re.IGNORECASE,
)
BEFORE_A_WEEKDAY = re.compile(
    r"(?:יום|ימי|בימי|ביום|כל יום|on|every|يوم|أيام|каждый|каждую|каждое|по)\s+", re.IGNORECASE
)


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
    """The content of a group's sheet; `weekday` is numbered like `date.weekday()` (Sunday is 6), None without one.

    The headings of its sheet are days with a year, the day first.
    """

    sheet: Sheet
    group_name: str
    weekday: int | None
    starts_at: time | None
    days: tuple[GroupDay, ...]
    members: tuple[ImportedMember, ...]
    rejected: tuple[RejectedRow, ...]
    closing: tuple[SheetLine, ...]
    cells_left_out: tuple[RowFault, ...] = ()


def read_attendance(sheet: Sheet, *, today: date, clients: Collection[str]) -> AttendanceSheet:
    """`RuleBroken` if the title, the dates or the row of states is wrong: then no row can be imported."""
    title = sheet.above[-1].cells if sheet.above else ()
    name, weekday, starts_at = read_title(" ".join(cell for cell in title if cell.strip()))
    sheet = _with_known_days(sheet, weekday, today)
    closing = tuple(line for line in sheet.lines if _is_held_row(sheet, line))
    people = [line for line in sheet.lines if line not in closing]
    days = _days(sheet, people, closing, today)
    sheet = replace(sheet, remarks=(*sheet.remarks, *_said_of_marks(people, days)))
    members: list[ImportedMember] = []
    rejected: list[RejectedRow] = []
    left_out: list[RowFault] = []
    seen: dict[str, int] = {}
    for line in people:
        reader = RowReader(sheet, line)
        member = None if line.is_broken else _member(reader, days, clients, seen)
        if member is None:
            rejected.append(reader.rejected())
        else:
            members.append(member)
            left_out += reader.left_out
            seen[member.national_id] = line.number
    return AttendanceSheet(
        sheet, name, weekday, starts_at, days, tuple(members), tuple(rejected), closing, tuple(left_out)
    )


def read_title(title: str) -> tuple[str, int | None, time | None]:
    """Name, weekday and, where it is said, time of `Art group - Sunday 17:00`, or of `Walks - no fixed day`."""
    text = cells.visible(title) if len(title) <= TITLE_MOST else ""
    found = TITLE.fullmatch(text) or TITLE_WITHOUT_DASH.fullmatch(text)
    day = fold(BEFORE_A_WEEKDAY.sub("", found["weekday"], count=1)) if found else ""
    weekday = WEEKDAYS.get(day)
    if found is None or (weekday is None and fold(found["weekday"]) not in NO_FIXED_DAY):
        raise RuleBroken(
            _("The line above the headings must give the group's name, weekday and time: Art group - Sunday 17:00.")
        )
    hour = found["hour"]
    return cells.parse_group_name(found["name"]), weekday, cells.parse_hour(hour) if hour else None


def _with_known_days(sheet: Sheet, weekday: int | None, today: date) -> Sheet:
    """The sheet with a year in each day and the day first, as the title's weekday says."""
    places, texts = sheet.columns.days, [sheet.headings[place] for place in sheet.columns.days]
    remarks = list(sheet.remarks)
    orders = (sheet.order,) if sheet.order else tuple(Order)
    if texts and not any(readings(text, YearOf.PRESENT, today) for text in texts):
        years = {order: without_years(texts, order, weekday, today) for order in orders}
        order = next((order for order in orders if years[order]), None)
        if order is None or (known := years[order]) is None:
            raise _contradiction(weekday, texts)
        days: list[date | None] = list(known)
        remarks.append(
            _(
                "The days have no year; they were taken to be from %(first)s to %(last)s.",
                first=known[0],
                last=known[-1],
            )
        )
    else:
        order = _order(texts, orders, weekday, today)
        days = [readings(text, YearOf.PRESENT, today).get(order) for text in texts]
        remarks += _said_of_days(texts, days, order, weekday)
    headings = list(sheet.headings)
    for place, day in zip(places, days, strict=True):
        if day:
            headings[place] = written(day)
    return replace(sheet, headings=tuple(headings), remarks=tuple(remarks))


def _order(texts: Sequence[str], orders: Sequence[Order], weekday: int | None, today: date) -> Order:
    """The order in which most days fall on the weekday, more than half; the calendar decides before that."""
    decision = decide([(texts, YearOf.PRESENT, False)], today)
    if decision is None:
        raise refuse_mixed_orders(_("day"), texts, today)
    if decision.is_shown and decision.order in orders:
        orders = (decision.order,)
    if weekday is None:
        return decision.order if decision.order in orders else orders[0]
    read = [found for text in texts if (found := readings(text, YearOf.PRESENT, today))]
    fits = {order: sum(order in found and found[order].weekday() == weekday for found in read) for order in orders}
    best = max(orders, key=lambda order: fits[order])
    if read and 2 * fits[best] <= len(read):
        raise _contradiction(weekday, texts)
    return best


def _contradiction(weekday: int | None, texts: Sequence[str]) -> RuleBroken:
    if weekday is None:
        return RuleBroken(_("The days have no year. Write them like 31/12/2026."))
    return RuleBroken(
        _(
            "The title says “%(weekday)s”, but most of the days are not: %(days)s. Nothing was taken.",
            weekday=WEEKDAY_NAMES[(weekday + 1) % 7],
            days=_(", ").join(cells.visible(text) for text in texts[:3]),
        )
    )


def _said_of_days(texts: Sequence[str], days: Sequence[date | None], order: Order, weekday: int | None) -> list[str]:
    said = []
    if order is Order.MONTH_FIRST and any(days):
        text, day = next((text, day) for text, day in zip(texts, days, strict=True) if day)
        said.append(
            _("The days have the month first, as their weekday says: %(example)s is %(day)s.", example=text, day=day)
        )
    if weekday is not None and (odd := [str(day) for day in days if day and day.weekday() != weekday]):
        said.append(_("Not on the weekday of the title: %(days)s.", days=_(", ").join(odd)))
    return said


def _said_of_marks(people: Sequence[SheetLine], days: Sequence[GroupDay]) -> list[str]:
    """What was taken for which mark; `RuleBroken` where no mark at all is known."""
    written = {
        cells.visible(_at(line, day.place)): None
        for line in people
        for day in days
        if not is_blank(_at(line, day.place))
    }
    meant: dict[str, list[str]] = {}
    for text in written:
        if meaning := MARKS.meaning.get(key_of(text)):
            meant.setdefault(meaning, []).append(text)
    if written and not meant:
        some = _(", ").join(text[: cells.QUOTABLE_MOST] for text in list(written)[:5])
        raise RuleBroken(_("None of the marks is known: %(marks)s. The group was not made.", marks=some))
    read = (
        _("%(marks)s: %(name)s", marks=" ".join(meant[mark]), name=MARK_NAMES[mark]) for mark in Mark if mark in meant
    )
    return [_("The marks were read as: %(marks)s.", marks="; ".join(read))] if meant else []


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
    marked = any(not is_blank(_at(line, place)) for line in people)
    if is_blank(state) and not marked:
        return None
    check_not_ahead(on, today)
    if not closing:
        return GroupDay(on, "held", place)
    if is_blank(state):
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
    if is_blank(cell):
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
