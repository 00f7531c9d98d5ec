"""Parse the rows of clients, goals and meetings."""

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
from caseapp.exchange.spreadsheets.vocabulary import (
    DOMAINS,
    GENDER_FORMS,
    LANGUAGES,
    MODES,
    OUTCOMES,
    SERVICES,
    Vocabulary,
)
from caseapp.i18n import _

Row = TypeVar("Row")
HAPPENED = frozenset({"held", "partly"})


@dataclass(frozen=True)
class ImportedApproval:
    """A service approved from one day to another, in hours per week."""

    service: str
    from_on: date
    until_on: date
    hours_per_week: Decimal


@dataclass(frozen=True)
class ImportedClient:
    """A client with mentor (a username) and, if the row has one, an approval."""

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
    approval: ImportedApproval | None


@dataclass(frozen=True)
class ImportedGoal:
    """A goal in the client's own words; `baseline` is a level of the ladder, from -2 to 2."""

    line: int
    national_id: str
    client_words: str
    domain: str
    target_on: date | None
    baseline: int | None


@dataclass(frozen=True)
class ImportedMeeting:
    """A meeting with a client, whether it took place or not; date and time are local."""

    line: int
    national_id: str
    on: date
    at: time
    minutes: int
    mode: str
    outcome: str
    note: str


def read_clients(sheet: Sheet, *, today: date, mentors: Collection[str]) -> Reading[ImportedClient]:
    return _read(sheet, partial(_client, today=today, mentors=mentors))


def read_goals(sheet: Sheet, *, clients: Collection[str]) -> Reading[ImportedGoal]:
    """`clients` are the national ids of all clients who have a file."""
    return _read(sheet, partial(_goal, clients=clients))


def read_meetings(sheet: Sheet, *, today: date, clients: Collection[str]) -> Reading[ImportedMeeting]:
    """`clients` are the national ids of all clients who have a file."""
    return _read(sheet, partial(_meeting, today=today, clients=clients))


def same_text(text: str) -> str:
    """A text in the form in which texts are compared: composed letters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def known_client(cell: str, clients: Collection[str]) -> str:
    """The national id of a client who has a file."""
    national_id = cells.parse_national_id(cell)
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


def _client(row: RowReader, today: date, mentors: Collection[str]) -> ImportedClient | None:
    first_name = row.required("first_name", cells.parse_name)
    last_name = row.required("last_name", cells.parse_name)
    preferred_name = row.optional("preferred_name", cells.parse_name)
    national_id = row.required("national_id", cells.parse_national_id)
    born_on = row.optional("born_on", partial(cells.parse_past_day, today=today))
    phone = row.optional("phone", cells.parse_phone)
    language = row.optional("language", _word(LANGUAGES))
    gender_form = row.optional("gender_form", _word(GENDER_FORMS))
    mentor = row.required("mentor", partial(cells.parse_username, known=mentors))
    approval = _approval(row)
    if row.faults:
        return None
    return ImportedClient(
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


def _approval(row: RowReader) -> ImportedApproval | None:
    """The approval of a row; its four cells are filled in together or not at all."""
    fields = ("service", "approved_from", "approved_until", "hours_per_week")
    if all(cells.is_blank(row.sheet.cell(row.line, field) or "") for field in fields):
        return None
    missing = [field for field in fields if row.sheet.cell(row.line, field) is None]
    if missing:
        row.refuse_column("", _("An approval needs a service, a start date, an end date and hours per week."))
        return None
    service = row.required("service", _word(SERVICES))
    from_on = row.required("approved_from", cells.parse_day)
    until_on = row.required("approved_until", cells.parse_day)
    hours = row.required("hours_per_week", cells.parse_weekly_hours)
    if from_on.or_none and until_on.or_none and until_on.value < from_on.value:
        row.refuse("approved_until", _("The approval ends before it starts."))
    if row.faults:
        return None
    return ImportedApproval(service.value, from_on.value, until_on.value, hours.value)


def _goal(row: RowReader, clients: Collection[str]) -> ImportedGoal | None:
    national_id = row.required("national_id", partial(known_client, clients=clients))
    client_words = row.required("client_words", cells.parse_words)
    domain = row.required("domain", _word(DOMAINS))
    target_on = row.optional("target_on", cells.parse_day)
    baseline = row.optional("baseline", cells.parse_level)
    if row.faults:
        return None
    return ImportedGoal(
        line=row.line.number,
        national_id=national_id.value,
        client_words=client_words.value,
        domain=domain.value,
        target_on=target_on.or_none,
        baseline=baseline.or_none,
    )


def _meeting(row: RowReader, today: date, clients: Collection[str]) -> ImportedMeeting | None:
    national_id = row.required("national_id", partial(known_client, clients=clients))
    on = row.required("on", partial(cells.parse_past_day, today=today))
    at = row.required("at", cells.parse_hour)
    mode = row.required("mode", _word(MODES))
    outcome = row.required("outcome", _word(OUTCOMES))
    minutes = _minutes(row, outcome)
    note = row.optional("note", cells.parse_note)
    if row.faults:
        return None
    return ImportedMeeting(
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
    """The duration, required only if the meeting took place."""
    if outcome.or_none in HAPPENED:
        return row.required("minutes", cells.parse_minutes)
    return row.optional("minutes", cells.parse_minutes)


def _word(words: Vocabulary) -> Callable[[str], str]:
    return partial(cells.parse_choice, words=words)
