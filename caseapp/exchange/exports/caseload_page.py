"""The four files of a caseload, of everybody in the viewer's teams."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from uuid import UUID

from caseapp.access import Viewer
from caseapp.basket.rules import ApprovalUnit, Per
from caseapp.clients.models import Client
from caseapp.clients.phone_rules import shown_phone
from caseapp.clock import today
from caseapp.exchange.exports.queries import (
    ExportedApproval,
    ExportedGroup,
    approvals_to_export,
    clients_to_export,
    goals_to_export,
    groups_to_export,
    meetings_to_export,
    mentors_to_export,
)
from caseapp.exchange.exports.words import FileWords
from caseapp.exchange.queries import own_id
from caseapp.exchange.spreadsheets.heading_words import FileKind
from caseapp.exchange.tables.writing import CellValue, ExportedTable
from caseapp.groups.rules import WEEKDAY_NAMES, weekday_of
from caseapp.i18n import _
from caseapp.organisation.queries import name_of
from caseapp.organisation.rules import ListKind

NO_APPROVAL: tuple[CellValue, ...] = (None,) * 6


def caseload_tables(viewer: Viewer, words: FileWords) -> tuple[list[ExportedTable], frozenset[UUID]]:
    """Clients, goals, meetings and the attendance of each group that ever met or has members, and whose they are."""
    clients = clients_to_export(viewer)
    order = {client.id: (place, _id(client)) for place, client in enumerate(clients)}
    sheets = (
        ("clients", _("Clients"), FileKind.CLIENTS, _clients(viewer, clients, words)),
        ("goals", _("Goals"), FileKind.GOALS, _goals(viewer, order, words)),
        ("meetings", _("Meetings"), FileKind.MEETINGS, _meetings(viewer, order, words)),
    )
    tables = [ExportedTable(name, label, words.headings(kind), tuple(rows)) for name, label, kind, rows in sheets]
    people = {client.id: client for client in clients}
    groups = [group for group in groups_to_export(viewer) if group.meetings or group.people]
    tables += [attendance_table(group, people, words, number) for number, group in enumerate(groups, start=1)]
    return tables, frozenset(people)


def attendance_table(
    group: ExportedGroup, people: Mapping[UUID, Client], words: FileWords, number: int | None = None
) -> ExportedTable:
    """The sheet of one group: a row for each person, a column for each day, and whether the group met on it. Of a group
    that never met, an empty column for its last day, by which the import knows what the sheet is."""
    days = [on for _id, on, _status in group.meetings] or [_last_day(group)]
    headings = words.headings(FileKind.ATTENDANCE)
    members = [client for client_id, client in people.items() if client_id in group.people]
    rows: list[tuple[CellValue, ...]] = []
    for client in members:
        marks = (group.marks.get((meeting_id, client.id)) for meeting_id, _on, _status in group.meetings)
        rows.append((_id(client), client.name, *(words.marks[mark] if mark else None for mark in marks)))
    rows.append((None, words.held_row, *(words.states[status] for _id, _on, status in group.meetings)))
    return ExportedTable(
        f"attendance-{number}" if number else "attendance",
        _("Attendance %(number)s", number=number) if number else _("Attendance"),
        (*headings, *(f"{on:%d/%m/%Y}" for on in days)),
        tuple(rows),
        _title(group, words),
    )


def _title(group: ExportedGroup, words: FileWords) -> str:
    """`Art group - Sunday 17:00`, with the weekday of most meetings; `Walks - no fixed day` where there is none."""
    times = Counter(weekday_of(on) for _id, on, _status in group.meetings)
    if group.weekday is not None:
        times[group.weekday] += 0 if times else 1
    weekday, most = max(times.items(), key=lambda each: (each[1], each[0] == group.weekday), default=(0, 0))
    day = WEEKDAY_NAMES[weekday] if 2 * most > len(group.meetings) else words.no_fixed_day
    return f"{group.name} - {day}" + (f" {group.starts_at:%H:%M}" if group.starts_at else "")


def _last_day(group: ExportedGroup) -> date:
    """The last day up to today on which the group could have met."""
    days = (today() - timedelta(days=ago) for ago in range(7))
    return next((day for day in days if weekday_of(day) == group.weekday), today())


def _clients(viewer: Viewer, clients: list[Client], words: FileWords) -> Iterator[tuple[CellValue, ...]]:
    """A row for each client, and the same row again for each further approval."""
    mentors, approvals = mentors_to_export(viewer), approvals_to_export(viewer)
    for client in clients:
        person = (
            *(client.given_name, client.family_name, client.preferred_name or None, _id(client)),
            *(client.birth_on, shown_phone(client.phone) or None, words.languages[client.language]),
            *(words.gender_forms[client.gender_form], mentors.get(client.id)),
        )
        of_client = approvals.get(client.id, [])
        yield from ((*person, *_approval(each, words)) for each in of_client)
        if not of_client:
            yield (*person, *NO_APPROVAL)


def _id(client: Client) -> str:
    return client.national_id or own_id(client.id)


def _approval(approval: ExportedApproval, words: FileWords) -> tuple[CellValue, ...]:
    service = words.services.get(approval.service) or name_of(ListKind.SERVICES, approval.service)
    amount: tuple[CellValue, ...] = (None, approval.amount, words.units[f"{approval.unit}s_per_{approval.per}"])
    if (approval.unit, approval.per) == (ApprovalUnit.HOUR, Per.WEEK):
        amount = (approval.amount, None, None)
    return service, approval.starts_on, approval.ends_on, *amount


def _goals(viewer: Viewer, order: Mapping[UUID, tuple[int, str]], words: FileWords) -> list[tuple[CellValue, ...]]:
    goals = sorted(
        goals_to_export(viewer),
        key=lambda goal: (order[goal.client_id], goal.client_words, goal.domain, goal.target_on or date.max),
    )
    return [
        (
            order[goal.client_id][1],
            goal.client_words,
            words.domains.get(goal.domain) or name_of(ListKind.DOMAINS, goal.domain),
            goal.target_on,
            goal.baseline,
        )
        for goal in goals
    ]


def _meetings(viewer: Viewer, order: Mapping[UUID, tuple[int, str]], words: FileWords) -> list[tuple[CellValue, ...]]:
    meetings = sorted(
        meetings_to_export(viewer),
        key=lambda each: (order[each.client_id], each.held_on, each.starts_at, each.note),
    )
    return [
        (
            *(order[each.client_id][1], each.held_on, each.starts_at, each.minutes),
            *(words.modes[each.mode], words.outcomes[each.outcome], each.note),
        )
        for each in meetings
    ]
