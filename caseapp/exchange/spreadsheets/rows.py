"""Parse the rows of clients, goals and meetings."""

import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from typing import TypeVar

from caseapp.activities.rules import Outcome, check_minutes, is_contact, minutes_kept
from caseapp.activities.when_rules import check_when
from caseapp.basket.rules import ApprovalTerms, ApprovalUnit, Per, check_terms
from caseapp.errors import RuleBroken
from caseapp.exchange.spreadsheets import cells
from caseapp.exchange.spreadsheets.hours import read_range_minutes
from caseapp.exchange.spreadsheets.row_errors import Cell, Reading, RejectedRow, RowFault, RowReader
from caseapp.exchange.spreadsheets.sheets import Sheet
from caseapp.exchange.spreadsheets.vocabulary import (
    APPROVAL_UNITS,
    DOMAINS,
    GENDER_FORMS,
    LANGUAGES,
    MODES,
    OUTCOMES,
    SERVICES,
    Vocabulary,
)
from caseapp.exchange.tables.table import is_blank
from caseapp.i18n import _

Row = TypeVar("Row")
# The fields of the forms by whose rules a row is checked, and the columns in which they stand.
MEETING_FIELDS = {"held_on": "on", "starts_at": "at", "minutes": "minutes"}
NONE: Mapping[str, str] = {}
HOURS_A_WEEK = (ApprovalUnit.HOUR, Per.WEEK)


@dataclass(frozen=True)
class ImportedApproval:
    """A service approved from one day to another, in hours per week or another unit."""

    service: str
    from_on: date
    until_on: date
    amount: Decimal
    unit: ApprovalUnit = ApprovalUnit.HOUR
    per: Per = Per.WEEK

    def terms(self) -> ApprovalTerms:
        """The approval as its form would say it."""
        return ApprovalTerms(self.service, self.amount, self.unit, self.per, self.from_on, self.until_on)


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


def read_clients(
    sheet: Sheet, *, mentors: Collection[str], own_names: Mapping[str, str] = NONE, services: Mapping[str, str] = NONE
) -> Reading[ImportedClient]:
    """`mentors` are usernames, `own_names` the names that people go by, by username, `services` the codes of the
    organisation's list by label."""
    return _read(sheet, partial(_client, mentors=mentors, own_names=own_names, services=SERVICES.also(services)))


def read_goals(sheet: Sheet, *, clients: Collection[str], domains: Mapping[str, str] = NONE) -> Reading[ImportedGoal]:
    """`clients` are the national ids of all clients who have a file, `domains` the codes of the organisation's list."""
    return _read(sheet, partial(_goal, clients=clients, domains=DOMAINS.also(domains)))


def read_meetings(sheet: Sheet, *, now_here: datetime, clients: Collection[str]) -> Reading[ImportedMeeting]:
    """`now_here` is the time in the organisation's zone, `clients` the national ids of those who have a file."""
    return _read(sheet, partial(_meeting, now_here=now_here, clients=clients))


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
    left_out: list[RowFault] = []
    for line in sheet.lines:
        reader = RowReader(sheet, line)
        row = None if line.is_broken else read(reader)
        if row is None or reader.faults:
            rejected.append(reader.rejected())
        else:
            rows.append(row)
            left_out += reader.left_out
    return Reading(sheet, tuple(rows), tuple(rejected), tuple(left_out))


def _client(
    row: RowReader, mentors: Collection[str], own_names: Mapping[str, str], services: Vocabulary
) -> ImportedClient | None:
    first_name, last_name = _names(row)
    preferred_name = row.optional("preferred_name", cells.parse_name)
    national_id = row.required("national_id", cells.parse_national_id)
    born_on = row.optional("born_on", cells.parse_day)
    phone = row.optional("phone", cells.parse_phone)
    language = row.optional("language", _word(LANGUAGES))
    gender_form = row.optional("gender_form", _word(GENDER_FORMS))
    mentor = row.required("mentor", partial(cells.parse_mentor, known=mentors, own_names=own_names))
    approval = _approval(row, services)
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


def _names(row: RowReader) -> tuple[Cell[str], Cell[str]]:
    """First and last name, of their own columns or of one that holds both."""
    if row.sheet.has("first_name") and row.sheet.has("last_name"):
        return row.required("first_name", cells.parse_name), row.required("last_name", cells.parse_name)
    field = next(field for field in ("full_name", "family_name_first") if row.sheet.has(field))
    both = row.required(field, partial(cells.parse_full_name, family_first=field == "family_name_first"))
    given, family = both.or_none or (None, None)
    return Cell(given), Cell(family)


def _approval(row: RowReader, services: Vocabulary) -> ImportedApproval | None:
    """The approval of a row, whose four or five cells are filled in together; where one is wrong, all are left out."""
    is_in_hours = is_blank(row.sheet.cell(row.line, "approved_amount") or "")
    amount = ("hours_per_week",) if is_in_hours else ("approved_amount", "approval_unit")
    fields = ("service", "approved_from", "approved_until", *amount)
    if all(is_blank(row.sheet.cell(row.line, field) or "") for field in fields):
        return None
    before = len(row.faults)
    approval = _whole_approval(row, fields, services)
    is_wrong = len(row.faults) > before
    row.leave_out_since(before)
    return None if is_wrong else approval


def _whole_approval(row: RowReader, fields: tuple[str, ...], services: Vocabulary) -> ImportedApproval | None:
    if any(row.sheet.cell(row.line, field) is None for field in fields):
        row.refuse_column("", _("An approval needs a service, a start date, an end date and hours per week."))
        return None
    service = row.required("service", _word(services))
    from_on = row.required("approved_from", cells.parse_day)
    until_on = row.required("approved_until", cells.parse_day)
    amount = row.required(fields[3], cells.parse_weekly_hours)
    unit, per = HOURS_A_WEEK if len(fields) == 4 else _unit(row)
    if not (service.or_none and from_on.or_none and until_on.or_none and amount.or_none is not None and unit and per):
        return None
    approval = ImportedApproval(service.value, from_on.value, until_on.value, amount.value, unit, per)
    row.keeps_to(
        lambda: check_terms(approval.terms(), until_on.value), {"amount": fields[3], "ends_on": "approved_until"}
    )
    return approval


def _unit(row: RowReader) -> tuple[ApprovalUnit | None, Per | None]:
    """Hours, meetings or days, per week or month."""
    said = row.required("approval_unit", _word(APPROVAL_UNITS)).or_none
    if said is None:
        return None, None
    unit, per = said.split("s_per_")
    return ApprovalUnit(unit), Per(per)


def _goal(row: RowReader, clients: Collection[str], domains: Vocabulary) -> ImportedGoal | None:
    national_id = row.required("national_id", partial(known_client, clients=clients))
    client_words = row.required("client_words", cells.parse_words)
    domain = row.required("domain", _word(domains))
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


def _meeting(row: RowReader, now_here: datetime, clients: Collection[str]) -> ImportedMeeting | None:
    national_id = row.required("national_id", partial(known_client, clients=clients))
    on = row.required("on", cells.parse_day)
    at = row.required("at", cells.parse_hour)
    mode = row.required("mode", _word(MODES))
    outcome = row.required("outcome", _word(OUTCOMES))
    minutes = _minutes(row, at, outcome)
    note = row.if_given("note", cells.parse_note)
    if row.faults:
        return None
    became, length = Outcome(outcome.value), minutes_kept(Outcome(outcome.value), minutes.or_none)
    row.keeps_to(lambda: check_when(on.value, at.value, now_here), MEETING_FIELDS)
    row.keeps_to(lambda: check_minutes(became, length), MEETING_FIELDS)
    return ImportedMeeting(
        line=row.line.number,
        national_id=national_id.value,
        on=on.value,
        at=at.value,
        minutes=length,
        mode=mode.value,
        outcome=outcome.value,
        note=note.or_none or "",
    )


def _minutes(row: RowReader, at: Cell[time], outcome: Cell[str]) -> Cell[int]:
    """The duration, required only if the meeting took place: of its column, or from the beginning to the end."""
    field = next((name for name in ("minutes", "hours") if row.sheet.has(name)), "until")
    if field == "until":
        ending = row.if_given("until", cells.parse_hour).or_none
        if at.or_none and ending:
            return Cell((ending.hour * 60 + ending.minute - at.value.hour * 60 - at.value.minute) % (24 * 60))
        beginning = row.sheet.cell(row.line, "at") or ""
        if (minutes := read_range_minutes(beginning)) is not None:
            return Cell(minutes)
    parse = partial(cells.parse_minutes, in_hours=field == "hours")
    if outcome.or_none and is_contact(Outcome(outcome.or_none)):
        return row.required(field, parse)
    return row.optional(field, parse)


def _word(words: Vocabulary) -> Callable[[str], str]:
    return partial(cells.parse_choice, words=words)
