"""The board's page: sections, filters and their addresses."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from flask import url_for
from markupsafe import Markup

from caseapp.charts.shapes import Direction
from caseapp.charts.strip import StripLabels, WeekMarks, heat_strip
from caseapp.charts.svg import small_svg
from caseapp.i18n import _, direction, ngettext
from caseapp.organisation.queries import name_of
from caseapp.organisation.rules import ListKind
from caseapp.progress.rhythm_rules import WeekCounts
from caseapp.supervision.board.queries import Board, BoardFilter, BoardRow
from caseapp.supervision.board.rules import AttentionReason, Reason
from caseapp.supervision.board.words import REASON_NAMES, sentence
from caseapp.web.filters import short_day

ROWS = 20
KINDS = {
    Reason.CONCERN: ("brick", "shield"),
    Reason.APPROVAL: ("amber", "calendar-clock"),
    Reason.NOT_MET: ("amber", "users"),
    Reason.ABSENCES: ("amber", "calendar-x"),
    Reason.NOTES: ("amber", "pen-line"),
    Reason.GOALS: ("plain", "target"),
    Reason.REVIEW: ("plain", "calendar"),
}


@dataclass(frozen=True)
class ReasonLink:
    """One reason in words, and the list that it opens."""

    words: str
    url: str


@dataclass(frozen=True)
class BoardLine:
    """One row with its reasons in words and its strip as a picture."""

    row: BoardRow
    reasons: list[ReasonLink]
    strip: Markup


@dataclass(frozen=True)
class BoardSection:
    """The rows with the same most important reason."""

    key: str
    title: str
    kind: str
    icon: str
    lines: list[BoardLine]


@dataclass(frozen=True)
class FilterChip:
    """One filter, what it counts and where it leads."""

    label: str
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True)
class BoardFilters:
    """The mentors, services and teams to choose from."""

    mentors: list[FilterChip]
    services: list[FilterChip]
    teams: list[FilterChip]


@dataclass(frozen=True)
class BoardPage:
    """The addresses of the rows before and after those of the page."""

    earlier: str | None
    later: str | None


def page_of(board: Board, chosen: BoardFilter, start: int) -> BoardPage:
    """The neighbours of the page of the board that begins with that row."""
    after = start + ROWS
    return BoardPage(
        earlier=_address(chosen, max(start - ROWS, 0)) if start else None,
        later=_address(chosen, after) if after < board.total else None,
    )


def sections_of(rows: list[BoardRow]) -> list[BoardSection]:
    """The rows in their order, by their most important reason; then clients on track, then snoozed ones."""
    return [_section(key, of_key) for key, of_key in groupby(rows, key=_section_key)]


def reasons_of(board: Board, chosen: BoardFilter) -> list[FilterChip]:
    """Everybody, then each reason that applies to somebody."""
    found = [FilterChip(_("All"), _address(chosen._replace(reason=None)), chosen.reason is None, board.everybody)]
    for reason in Reason:
        if board.counts[reason] or chosen.reason is reason:
            url = _address(chosen._replace(reason=reason))
            found.append(FilterChip(str(REASON_NAMES[reason]), url, chosen.reason is reason, board.counts[reason]))
    return found


def filters_of(board: Board, chosen: BoardFilter, known_teams: Iterable[tuple[UUID, str]]) -> BoardFilters:
    """The other filters; choosing in one keeps the others."""
    teams = [(None, _("All teams")), *known_teams]
    mentors = [(None, _("All mentors")), *board.mentors]
    services = [("", _("All services")), *((code, name_of(ListKind.SERVICES, code)) for code in board.services)]
    return BoardFilters(
        [FilterChip(name, _address(chosen._replace(mentor_id=id_)), chosen.mentor_id == id_) for id_, name in mentors],
        [FilterChip(name, _address(chosen._replace(service=code)), chosen.service == code) for code, name in services],
        [FilterChip(name, _address(chosen._replace(team_id=id_)), chosen.team_id == id_) for id_, name in teams],
    )


def strip_of(weeks: Iterable[WeekCounts]) -> Markup:
    """The last twelve weeks of a row as a heat strip."""
    known = list(weeks)
    met = sum(bool(week.contacts) for week in known)
    labels = StripLabels(
        title=_("The last twelve weeks"),
        description=ngettext(
            "Contact in %(num)d of %(of)s weeks.", "Contact in %(num)d of %(of)s weeks.", met, of=len(known)
        ),
        week=_("Week of"),
        meetings=_("Meetings"),
        calls=_("Calls and messages"),
        groups=_("Groups"),
        attempts=_("Attempts"),
    )
    marks = [WeekMarks(short_day(w.starts_on), "", w.meetings, w.calls, w.groups, w.attempts) for w in known]
    return small_svg(heat_strip(labels=labels, weeks=marks, direction=Direction(direction())))


def _section_key(row: BoardRow) -> str:
    if row.attention.is_snoozed:
        return "snoozed"
    return row.attention.first.value if row.attention.first else "calm"


def _section(key: str, rows: Iterable[BoardRow]) -> BoardSection:
    lines = [_line(row) for row in rows]
    if key == "calm":
        return BoardSection(key, _("On track"), "sage", "circle-check", lines)
    if key == "snoozed":
        return BoardSection(key, _("Snoozed"), "plain", "clock", lines)
    kind, icon = KINDS[Reason(key)]
    return BoardSection(key, str(REASON_NAMES[Reason(key)]), kind, icon, lines)


def _line(row: BoardRow) -> BoardLine:
    links = [ReasonLink(sentence(reason), _list_of(reason, row.id)) for reason in row.attention.reasons]
    return BoardLine(row, links, strip_of(row.weeks))


def _list_of(reason: AttentionReason, client_id: UUID) -> str:
    """The list of the records that the reason counts."""
    to: dict[Reason, tuple[str, dict[str, Any]]] = {
        Reason.CONCERN: ("followups.list_clients_concerns", {}),
        Reason.APPROVAL: ("basket.list_approvals", {}),
        Reason.NOT_MET: ("progress.show_client", {"kind": "contacts"}),
        Reason.ABSENCES: ("progress.show_client", {"kind": "groups" if reason.in_group else "missed"}),
        Reason.NOTES: ("progress.show_client", {"kind": "silent"}),
        Reason.GOALS: ("progress.show_client", {"_anchor": "goals"}),
        Reason.REVIEW: ("progress.show_client", {"_anchor": "goals"}),
    }
    endpoint, more = to[reason.reason]
    return url_for(endpoint, client_id=client_id, **more)


def _address(chosen: BoardFilter, start: int = 0) -> str:
    more: dict[str, Any] = {"from": start} if start else {}
    return url_for(
        "supervision.show_board",
        mentor=chosen.mentor_id,
        reason=chosen.reason.value if chosen.reason else None,
        service=chosen.service or None,
        team=chosen.team_id,
        **more,
    )
