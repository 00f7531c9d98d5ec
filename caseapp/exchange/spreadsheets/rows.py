"""The rows of a caseload: clients, goals and meetings, read strictly."""

import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import partial
from typing import TypeVar

from caseapp.errors import RuleBroken
from caseapp.exchange.spreadsheets import cells
from caseapp.exchange.spreadsheets.files import Sheet
from caseapp.exchange.spreadsheets.row_errors import Cell, Reading, RejectedRow, RowReader
from caseapp.exchange.spreadsheets.vocabulary import DOMAINS, GENDER_FORMS, LANGUAGES, MODES, OUTCOMES, SERVICES, Words
from caseapp.i18n import _

Row = TypeVar("Row")
HAPPENED = frozenset({"held", "partly"})


@dataclass(frozen=True)
class ApprovalRow:
    """A service approved from day to day, with the hours of a week."""

    service: str
    from_on: date
    until_on: date
    hours_per_week: Decimal


@dataclass(frozen=True)
class ClientRow:
    """A client of a provider; `mentor` is a sign-in name, `approval` is there where the file has one."""

    line: int
    national_id: str
    first_name: str
    last_name: str
    preferred_name: str | None
    born_on: date | None
    phone: str | None
    language: str | None
    gender_form: str
    mentor: str
    approval: ApprovalRow | None


@dataclass(frozen=True)
class GoalRow:
    """A goal in the client's own words; `baseline` is a step of the ladder, from -2 to 2."""

    line: int
    national_id: str
    client_words: str
    domain: str
    target_on: date | None
    baseline: int | None


@dataclass(frozen=True)
class MeetingRow:
    """A meeting with a client, held or not; day and hour are those of the wall clock."""

    line: int
    national_id: str
    on: date
    at: time
    minutes: int
    mode: str
    outcome: str
    note: str


def read_clients(sheet: Sheet, *, today: date, mentors: Collection[str]) -> Reading[ClientRow]:
    return _read(sheet, partial(_client, today=today, mentors=mentors))


def read_goals(sheet: Sheet, *, clients: Collection[str]) -> Reading[GoalRow]:
    """`clients` are the nine digits of everybody whose file is here."""
    return _read(sheet, partial(_goal, clients=clients))


def read_meetings(sheet: Sheet, *, today: date, clients: Collection[str]) -> Reading[MeetingRow]:
    """`clients` are the nine digits of everybody whose file is here."""
    return _read(sheet, partial(_meeting, today=today, clients=clients))


def meeting_key(row: MeetingRow) -> tuple[str, date, time, str]:
    """Two meetings with the same key are one meeting written down twice."""
    return row.national_id, row.on, row.at, same_text(row.note)


def same_text(text: str) -> str:
    """A text as it is compared: composed letters, one space for any white space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def known_client(cell: str, clients: Collection[str]) -> str:
    """The nine digits of somebody whose file is here."""
    national_id = cells.a_national_id(cell)
    if national_id not in clients:
        raise RuleBroken(_("There is no client with this ID number. Import the client first."))
    return national_id


def _read(sheet: Sheet, read: Callable[[RowReader], Row | None]) -> Reading[Row]:
    rows: list[Row] = []
    rejected: list[RejectedRow] = []
    for line in sheet.lines:
        reader = RowReader(sheet, line)
        row = read(reader)
        if row is None or reader.faults:
            rejected.append(reader.rejected())
        else:
            rows.append(row)
    return Reading(sheet, tuple(rows), tuple(rejected))


def _client(row: RowReader, today: date, mentors: Collection[str]) -> ClientRow | None:
    first_name = row.need("first_name", cells.a_name)
    last_name = row.need("last_name", cells.a_name)
    preferred_name = row.take("preferred_name", cells.a_name)
    national_id = row.need("national_id", cells.a_national_id)
    born_on = row.take("born_on", partial(cells.a_past_day, today=today))
    phone = row.take("phone", cells.a_phone)
    language = row.take("language", _word(LANGUAGES))
    gender_form = row.take("gender_form", _word(GENDER_FORMS))
    mentor = row.need("mentor", partial(cells.a_user, known=mentors))
    approval = _approval(row)
    if row.faults:
        return None
    return ClientRow(
        line=row.line.number,
        national_id=national_id.value,
        first_name=first_name.value,
        last_name=last_name.value,
        preferred_name=preferred_name.or_none,
        born_on=born_on.or_none,
        phone=phone.or_none,
        language=language.or_none,
        gender_form=gender_form.or_none or "neutral",
        mentor=mentor.value,
        approval=approval,
    )


def _approval(row: RowReader) -> ApprovalRow | None:
    """All four cells of an approval or none of them."""
    fields = ("service", "approved_from", "approved_until", "hours_per_week")
    if all(cells.is_blank(row.sheet.cell(row.line, field) or "") for field in fields):
        return None
    missing = [field for field in fields if row.sheet.cell(row.line, field) is None]
    if missing:
        row.refuse_column("", _("An approval needs a service, a start date, an end date and hours per week."))
        return None
    service = row.need("service", _word(SERVICES))
    from_on = row.need("approved_from", cells.a_day)
    until_on = row.need("approved_until", cells.a_day)
    hours = row.need("hours_per_week", cells.weekly_hours)
    if from_on.or_none and until_on.or_none and until_on.value < from_on.value:
        row.refuse("approved_until", _("The approval ends before it starts."))
    if row.faults:
        return None
    return ApprovalRow(service.value, from_on.value, until_on.value, hours.value)


def _goal(row: RowReader, clients: Collection[str]) -> GoalRow | None:
    national_id = row.need("national_id", partial(known_client, clients=clients))
    client_words = row.need("client_words", cells.some_words)
    domain = row.need("domain", _word(DOMAINS))
    target_on = row.take("target_on", cells.a_day)
    baseline = row.take("baseline", cells.a_level)
    if row.faults:
        return None
    return GoalRow(
        row.line.number,
        national_id.value,
        client_words.value,
        domain.value,
        target_on.or_none,
        baseline.or_none,
    )


def _meeting(row: RowReader, today: date, clients: Collection[str]) -> MeetingRow | None:
    national_id = row.need("national_id", partial(known_client, clients=clients))
    on = row.need("on", partial(cells.a_past_day, today=today))
    at = row.need("at", cells.an_hour)
    mode = row.need("mode", _word(MODES))
    outcome = row.need("outcome", _word(OUTCOMES))
    minutes = _minutes(row, outcome)
    note = row.take("note", cells.a_note)
    if row.faults:
        return None
    return MeetingRow(
        line=row.line.number,
        national_id=national_id.value,
        on=on.value,
        at=at.value,
        minutes=minutes.or_none or 0,
        mode=mode.value,
        outcome=outcome.value,
        note=note.or_none or "",
    )


def _minutes(row: RowReader, outcome: Cell[str]) -> Cell[int]:
    """Only a meeting that happened has to have a length."""
    if outcome.or_none in HAPPENED:
        return row.need("minutes", cells.some_minutes)
    return row.take("minutes", cells.some_minutes)


def _word(words: Words) -> Callable[[str], str]:
    return partial(cells.one_of, words=words)
