"""What a page lists, as a table in the language of the page, as far as the viewer is in charge."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from caseapp.access import Viewer
from caseapp.basket.rules import UNIT_NAMES, ApprovalUnit
from caseapp.batches.table_queries import ids_in_charge
from caseapp.circles.queries import circles_to_export
from caseapp.circles.rules import GONE_NAME, KIND_NAMES, CircleTie, Ring
from caseapp.circles.words import FIELD_NAMES, ring_name, said_of
from caseapp.clients.rules import STATUS_NAMES
from caseapp.clock import local, today
from caseapp.exchange.exports.caseload_page import attendance_table
from caseapp.exchange.exports.queries import clients_to_export, groups_to_export
from caseapp.exchange.exports.rules import ExportKind
from caseapp.exchange.exports.words import FileWords
from caseapp.exchange.tables.writing import CellValue, ExportedTable
from caseapp.hours.rules import NOT_APPROVED
from caseapp.i18n import _
from caseapp.progress.people_queries import list_people
from caseapp.supervision.board.filter_rules import BoardFilter
from caseapp.supervision.board.queries import BoardRow, board_of
from caseapp.supervision.board.words import sentence
from caseapp.ties.queries import TieRow, ties_to_export
from caseapp.ties.rules import STILL_THERE_NAMES, TIE_KIND_NAMES, WEEKS, TieStepKind
from caseapp.ties.words import badge_of

EVERYBODY = 100_000
Rows = Sequence[tuple[UUID, tuple[CellValue, ...]]]


def people_table(viewer: Viewer) -> tuple[list[ExportedTable], frozenset[UUID]]:
    """The list of people, on one sheet."""
    page = list_people(viewer, limit=EVERYBODY)
    rows = [
        (
            row.id,
            (
                *(row.name, row.apart, str(STATUS_NAMES[row.status]), _(", ").join(row.mentors)),
                *(row.last_on, page.approved_until[row.id]),
            ),
        )
        for row in page.rows
    ]
    headings = (_("Name"), _("Told apart by"), _("Status"), _("Mentor"), _("Last met"), _("Approved until"))
    return _table(viewer, ExportKind.PEOPLE, _("People"), headings, rows)


def board_table(viewer: Viewer, chosen: BoardFilter) -> tuple[list[ExportedTable], frozenset[UUID]]:
    """The rows of the board that the filters leave, in its order."""
    headings = (
        *(_("Client"), _("Told apart by"), _("Mentor"), _("Status"), _("Why"), _("Snoozed until"), _("Reminded on")),
        *(_("Last met"), _("Next meeting")),
        *(_("Hours used this month, as a decimal"), _("Hours approved this month, as a decimal")),
        *(_("Meetings used this month"), _("Meetings approved this month")),
        *(_("Days used this month"), _("Days approved this month")),
        _("Hours on days without an approval this month, as a decimal"),
        *(_("Goals moved"), _("Goals in progress"), _("Group meetings attended"), _("Group meetings counted")),
        _("Approved until"),
    )
    rows = [(row.id, _board_row(row)) for row in board_of(viewer, chosen).rows]
    return _table(viewer, ExportKind.BOARD, _("Board"), headings, rows)


def hours_table(viewer: Viewer, chosen: BoardFilter) -> tuple[list[ExportedTable], frozenset[UUID]]:
    """The hours that these rows of the board used this month, against those approved; a row for each unit."""
    headings = (
        *(_("Client"), _("Told apart by"), _("Mentor"), _("From"), _("To")),
        *(_("Used"), _("Approved"), _("Remaining"), _("Unit (hours as a decimal)")),
    )
    rows = [
        (
            row.id,
            (
                *(row.name, row.apart, _mentors(row), hours.first_on, hours.last_on),
                *(hours.used, hours.approved, hours.left, str(UNIT_NAMES[hours.unit])),
            ),
        )
        for row in board_of(viewer, chosen).rows
        for hours in row.hours
    ]
    return _table(viewer, ExportKind.HOURS, _("Hours"), headings, rows)


def ties_table(viewer: Viewer) -> tuple[list[ExportedTable], frozenset[UUID]]:
    """The ties of all people with their paths; those entered in error are left out."""
    names = {client.id: client.name for client in clients_to_export(viewer)}
    headings = (
        *(_("Client"), _("Who or what"), _("Kind"), _("When and where"), _("Thought of"), _("Planned")),
        *(_("Went together"), _("Went alone")),
        *(_("Week %(number)s", number=week) for week in WEEKS),
        *(_("Status"), _("Ended on"), _("What was learnt")),
    )
    rows = [(client_id, _tie_row(names.get(client_id, ""), tie)) for client_id, tie in ties_to_export(viewer)]
    return _table(viewer, ExportKind.TIES, _("Ties"), headings, rows)


def circles_table(viewer: Viewer) -> tuple[list[ExportedTable], frozenset[UUID]]:
    """The maps of support of all people, a row for each tie of each map; those entered in error are left out."""
    names = {client.id: client.name for client in clients_to_export(viewer)}
    asked = [str(FIELD_NAMES[field][0]) for field in FIELD_NAMES if field != "kind"]
    headings = (_("Client"), _("Date"), _("Nickname"), _("Ring"), _("Kind"), *asked, _("What happened, in a few words"))
    rows = [
        (circle.client_id, _circle_row(names.get(circle.client_id, ""), circle.drawn_on, tie))
        for circle in circles_to_export(viewer)
        for tie in circle.ties
    ]
    return _table(viewer, ExportKind.CIRCLES, _("Circles of support"), headings, rows)


def _circle_row(name: str, day: date, tie: CircleTie) -> tuple[CellValue, ...]:
    ring = str(GONE_NAME) if tie.ring is Ring.GONE else ring_name(tie.ring)
    said = [said_of(tie, field) for field in FIELD_NAMES if field != "kind"]
    return (name, day, tie.nickname, ring, str(KIND_NAMES[tie.kind]), *said, tie.note)


def _tie_row(name: str, tie: TieRow) -> tuple[CellValue, ...]:
    state = tie.state
    answers = {step.week: str(STILL_THERE_NAMES[step.answer]) for step in tie.steps if step.answer}
    learnt = [step.words for step in tie.steps if step.kind is TieStepKind.ENDED and step.words]
    return (
        *(name, tie.name, str(TIE_KIND_NAMES[tie.kind]), tie.detail, tie.thought_on),
        *(tie.first(TieStepKind.PLANNED), tie.first(TieStepKind.TOGETHER), state.alone_on),
        *(answers.get(week) for week in WEEKS),
        *(badge_of(tie, today())[-1], state.ended_on, learnt[-1] if learnt else None),
    )


def group_table(viewer: Viewer, group_id: UUID, words: FileWords) -> tuple[list[ExportedTable], frozenset[UUID]]:
    """The attendance of one group, as the import takes it in again."""
    people = {client.id: client for client in clients_to_export(viewer)}
    groups = groups_to_export(viewer, group_id)
    tables = [attendance_table(group, people, words) for group in groups]
    return tables, frozenset(client_id for group in groups for client_id in group.people)


def _board_row(row: BoardRow) -> tuple[CellValue, ...]:
    return (
        *(row.name, row.apart, _mentors(row), str(STATUS_NAMES[row.status])),
        " · ".join(sentence(reason) for reason in row.attention.reasons),
        row.snoozed.until_on if row.snoozed else None,
        local(row.reminded_at).date() if row.reminded_at else None,
        *(row.last_on, row.next_on, *_month_cells(row)),
        *(row.goals_moved, row.goals_active, row.group_there, row.group_counted),
        row.approval.ends_on,
    )


def _month_cells(row: BoardRow) -> Iterator[CellValue]:
    """Used and approved in each unit, and the hours on days without an approval; empty where there is none."""
    figures = {hours.list_name: hours for hours in row.hours}
    for unit in ApprovalUnit:
        hours = figures.get(unit.value)
        yield from (hours.used, hours.approved) if hours else (None, None)
    beside = figures.get(NOT_APPROVED)
    yield beside.used if beside else None


def _mentors(row: BoardRow) -> str:
    return str(_(", ").join(mentor.name for mentor in row.mentors))


def _table(
    viewer: Viewer, kind: ExportKind, label: str, headings: tuple[str, ...], rows: Rows
) -> tuple[list[ExportedTable], frozenset[UUID]]:
    own = ids_in_charge(viewer)
    shown = [(client_id, cells) for client_id, cells in rows if client_id in own]
    table = ExportedTable(str(kind), label, headings, tuple(cells for _id, cells in shown))
    return [table], frozenset(client_id for client_id, _cells in shown)
