"""How the board's page is laid out: its sections, its filters and their addresses."""

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
from caseapp.supervision.board.queries import Board, BoardFilter, BoardRow
from caseapp.supervision.board.rules import Because, Reason
from caseapp.supervision.board.strip_rules import Week
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
class Told:
    """One reason as the page says it, with the list that it opens."""

    words: str
    url: str


@dataclass(frozen=True)
class Line:
    """One row with its reasons in words and its strip drawn."""

    row: BoardRow
    reasons: list[Told]
    strip: Markup


@dataclass(frozen=True)
class Section:
    """The rows that have their weightiest reason in common."""

    key: str
    title: str
    kind: str
    icon: str
    lines: list[Line]


@dataclass(frozen=True)
class Chip:
    """One filter, what it counts and where it leads."""

    label: str
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True)
class Wishes:
    """The mentors, services and teams that one can choose from."""

    mentors: list[Chip]
    services: list[Chip]
    teams: list[Chip]


@dataclass(frozen=True)
class Page:
    """Some rows of the board, and where the ones before and after them stand."""

    rows: list[BoardRow]
    earlier: str | None
    later: str | None


def page_of(board: Board, wish: BoardFilter, place: int) -> Page:
    """The rows from that place on, as many as a page holds."""
    after = place + ROWS
    return Page(
        board.rows[place:after],
        earlier=_address(wish, max(place - ROWS, 0)) if place else None,
        later=_address(wish, after) if after < len(board.rows) else None,
    )


def sections_of(rows: list[BoardRow]) -> list[Section]:
    """The rows in their order, cut where the weightiest reason changes; at the end who needs nothing and who waits."""
    return [_section(key, of_key) for key, of_key in groupby(rows, key=_section_key)]


def chips_of(board: Board, wish: BoardFilter) -> list[Chip]:
    """Everybody, then each reason that concerns somebody."""
    found = [Chip(_("All"), _address(wish._replace(reason=None)), wish.reason is None, board.everybody)]
    for reason in Reason:
        if board.counts[reason] or wish.reason is reason:
            url = _address(wish._replace(reason=reason))
            found.append(Chip(str(REASON_NAMES[reason]), url, wish.reason is reason, board.counts[reason]))
    return found


def wishes_of(board: Board, wish: BoardFilter, known_teams: Iterable[tuple[UUID, str]]) -> Wishes:
    """The other filters, each kept while one of them changes."""
    teams = [(None, _("All teams")), *known_teams]
    mentors = [(None, _("All mentors")), *board.mentors]
    services = [("", _("All services")), *((code, name_of(ListKind.SERVICES, code)) for code in board.services)]
    return Wishes(
        [Chip(name, _address(wish._replace(mentor_id=id_)), wish.mentor_id == id_) for id_, name in mentors],
        [Chip(name, _address(wish._replace(service=code)), wish.service == code) for code, name in services],
        [Chip(name, _address(wish._replace(team_id=id_)), wish.team_id == id_) for id_, name in teams],
    )


def strip_of(weeks: Iterable[Week]) -> Markup:
    """A row's twelve weeks as a heat strip."""
    known = list(weeks)
    met = sum(bool(week.meetings + week.calls) for week in known)
    labels = StripLabels(
        title=_("The last twelve weeks"),
        description=ngettext("Met in %(num)d of %(of)s weeks.", "Met in %(num)d of %(of)s weeks.", met, of=len(known)),
        week=_("Week of"),
        meetings=_("Meetings"),
        calls=_("Calls and messages"),
        groups=_("Groups"),
        attempts=_("Attempts"),
    )
    marks = [WeekMarks(short_day(w.starts_on), "", w.meetings, w.calls, w.groups, w.attempts) for w in known]
    return small_svg(heat_strip(labels=labels, weeks=marks, direction=Direction(direction())))


def _section_key(row: BoardRow) -> str:
    if row.need.is_snoozed:
        return "snoozed"
    return row.need.first.value if row.need.first else "calm"


def _section(key: str, rows: Iterable[BoardRow]) -> Section:
    lines = [_line(row) for row in rows]
    if key == "calm":
        return Section(key, _("On track"), "sage", "circle-check", lines)
    if key == "snoozed":
        return Section(key, _("Snoozed"), "plain", "clock", lines)
    kind, icon = KINDS[Reason(key)]
    return Section(key, str(REASON_NAMES[Reason(key)]), kind, icon, lines)


def _line(row: BoardRow) -> Line:
    told = [Told(sentence(because), _list_of(because, row.id)) for because in row.need.reasons]
    return Line(row, told, strip_of(row.weeks))


def _list_of(because: Because, client_id: UUID) -> str:
    """Where the records stand that the sentence counts."""
    to: dict[Reason, tuple[str, dict[str, Any]]] = {
        Reason.CONCERN: ("followups.list_clients_concerns", {}),
        Reason.APPROVAL: ("basket.list_approvals", {}),
        Reason.NOT_MET: ("progress.show_client", {"kind": "meetings"}),
        Reason.ABSENCES: ("progress.show_client", {"kind": "groups" if because.in_group else "missed"}),
        Reason.NOTES: ("progress.show_client", {"kind": "silent"}),
        Reason.GOALS: ("progress.show_client", {"_anchor": "goals"}),
        Reason.REVIEW: ("progress.show_client", {"_anchor": "goals"}),
    }
    endpoint, more = to[because.reason]
    return url_for(endpoint, client_id=client_id, **more)


def _address(wish: BoardFilter, place: int = 0) -> str:
    more: dict[str, Any] = {"from": place} if place else {}
    return url_for(
        "supervision.show_board",
        mentor=wish.mentor_id,
        reason=wish.reason.value if wish.reason else None,
        service=wish.service or None,
        team=wish.team_id,
        **more,
    )
