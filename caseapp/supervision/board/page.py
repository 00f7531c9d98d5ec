"""The board's page: sections, filters and their addresses."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any
from uuid import UUID

from flask import url_for
from markupsafe import Markup

from caseapp.charts.shapes import Direction
from caseapp.charts.strip import HEATS, StripLabels, WeekMarks, heat_strip
from caseapp.charts.svg import small_svg
from caseapp.clock import today
from caseapp.i18n import _, direction, ngettext
from caseapp.organisation.queries import name_of
from caseapp.organisation.rules import ListKind
from caseapp.progress.rhythm_rules import WeekCounts
from caseapp.stuck.rules import lately_from
from caseapp.supervision.board.filter_rules import INITIALS, BoardFilter
from caseapp.supervision.board.order_rules import AttentionReason, Reason, Urgency
from caseapp.supervision.board.queries import Board, BoardRow
from caseapp.supervision.board.words import REASON_NAMES, URGENCY_NAMES, URGENCY_TITLES, sentence

ROWS = 20
COUNTING = (Reason.ABSENCES, Reason.FADING, Reason.NOTES)
LISTS: dict[Reason, tuple[str, dict[str, Any]]] = {
    Reason.CONCERN: ("followups.list_clients_concerns", {}),
    Reason.APPROVAL: ("hours.list_approvals", {}),
    Reason.NOT_MET: ("progress.show_client", {"kind": "contacts"}),
    Reason.NOT_BEGUN: ("hours.list_approvals", {}),
    Reason.STUCK: ("stuck.choose", {}),
    Reason.PULSE: ("stuck.choose", {}),
    Reason.CHECK_IN: ("check_ins.show_check_ins", {}),
    Reason.LOST: ("stuck.choose", {}),
    Reason.ASKED: ("stuck.choose", {}),
    Reason.NOTES: ("progress.show_client", {"kind": "silent"}),
    Reason.TIE: ("ties.list_clients_ties", {}),
    Reason.GOALS: ("progress.show_client", {"_anchor": "goals"}),
    Reason.REVIEW: ("plan_reviews.new_review", {}),
}
KINDS = {
    Urgency.TODAY: ("brick", "circle-alert"),
    Urgency.WEEK: ("amber", "triangle-alert"),
    Urgency.CALM: ("sage", "circle-check"),
    Urgency.SNOOZED: ("plain", "clock"),
}


@dataclass(frozen=True)
class ReasonLink:
    """One reason in words, and the list that it opens; how many records that has, where the reason counts them."""

    words: str
    url: str
    counts: int | None


@dataclass(frozen=True)
class BoardLine:
    """One row with its reasons in words and its strip as a picture."""

    row: BoardRow
    reasons: list[ReasonLink]
    strip: Markup


@dataclass(frozen=True)
class BoardSection:
    """A part of the board: some of its rows, of `total`."""

    key: str
    name: str
    title: str
    kind: str
    icon: str
    total: int
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
    """The address of the first rows, and of the `more` rows that follow those of the page."""

    first: str | None
    later: str | None
    more: int


def page_of(board: Board, chosen: BoardFilter, start: int) -> BoardPage:
    """What leads on from the page of the board that begins with that row."""
    more = min(ROWS, max(board.total - start - ROWS, 0))
    return BoardPage(
        first=address_of(chosen) if start else None,
        later=address_of(chosen, start + ROWS) if more else None,
        more=more,
    )


def sections_of(board: Board, team_ids_in_charge: Set[UUID]) -> list[BoardSection]:
    """The rows in their order, by how soon they need attention; then clients on track, then snoozed ones."""
    return [
        _section(urgency, board.parts[urgency], [_line(row, row.team_id in team_ids_in_charge) for row in rows])
        for urgency, rows in groupby(board.rows, key=lambda row: row.attention.urgency)
    ]


def reasons_of(board: Board, chosen: BoardFilter) -> list[FilterChip]:
    """Everybody, then each reason that applies to somebody."""
    found = [_chip(_("All"), chosen._replace(reason=None), chosen, board.everybody)]
    for reason in Reason:
        if board.counts[reason] or chosen.reason is reason:
            label = str(REASON_NAMES[reason])
            found.append(_chip(label, chosen._replace(reason=reason), chosen, board.counts[reason]))
    return found


def filters_of(board: Board, chosen: BoardFilter, known_teams: Iterable[tuple[UUID, str]]) -> BoardFilters:
    """The other filters; choosing in one keeps the others."""
    teams = [(None, _("All teams")), *known_teams]
    mentors = [(None, _("All mentors")), *((mentor.id, mentor.name) for mentor in board.mentors)]
    services = [("", _("All services")), *((code, name_of(ListKind.SERVICES, code)) for code in board.services)]
    return BoardFilters(
        [_chip(name, chosen._replace(mentor_id=id_), chosen) for id_, name in mentors],
        [_chip(name, chosen._replace(service=code), chosen) for code, name in services],
        [_chip(name, chosen._replace(team_id=id_), chosen) for id_, name in teams],
    )


def strip_of(weeks: Sequence[WeekCounts]) -> Markup:
    """The last twelve weeks of a row as a heat strip."""
    met = sum(bool(week.contacts) for week in weeks)
    sentence = ngettext(
        "Contact in %(num)d of %(of)s weeks.", "Contact in %(num)d of %(of)s weeks.", met, of=len(weeks)
    )
    looks = tuple((min(week.contacts, len(HEATS)), bool(week.attempts)) for week in weeks)
    return _drawn(looks, str(sentence), Direction(direction()))


@lru_cache(maxsize=1024)
def _drawn(looks: tuple[tuple[int, bool], ...], sentence: str, reading: Direction) -> Markup:
    """Weeks that look alike are drawn once. All that is said of them is the sentence."""
    labels = StripLabels("", sentence, "", "", "", "", "")
    weeks = [WeekMarks("", "", meetings=contacts, attempts=int(is_attempt)) for contacts, is_attempt in looks]
    return small_svg(heat_strip(labels=labels, weeks=weeks, direction=reading))


def _chip(label: str, wanted: BoardFilter, chosen: BoardFilter, count: int | None = None) -> FilterChip:
    return FilterChip(label, address_of(wanted), wanted == chosen, count)


def _section(urgency: Urgency, total: int, lines: list[BoardLine]) -> BoardSection:
    kind, icon = KINDS[urgency]
    name, title = str(URGENCY_NAMES[urgency]), str(URGENCY_TITLES[urgency])
    return BoardSection(urgency.name.lower(), name, title, kind, icon, total, lines)


def _line(row: BoardRow, is_in_charge: bool) -> BoardLine:
    links = [
        ReasonLink(
            sentence(reason),
            _list_of(reason, row, is_in_charge),
            reason.number if reason.reason in COUNTING else None,
        )
        for reason in row.attention.reasons
    ]
    return BoardLine(row, links, strip_of(row.weeks))


def _absences(reason: AttentionReason, row: BoardRow) -> dict[str, Any]:
    if reason.group_id is None:
        return {"kind": "missed"}
    run = {"attendance": "absent-in-a-row", "since": row.weeks[0].starts_on}
    return {"kind": "groups", "group": reason.group_id, **run}


def _list_of(reason: AttentionReason, row: BoardRow, is_in_charge: bool) -> str:
    """The list of the records that the reason counts, or the page on which something can be done about it."""
    if reason.reason is Reason.ACCOUNT and is_in_charge:
        closed = next(mentor.id for mentor in row.mentors if mentor.is_closed)
        return url_for("supervision.hand_over", person_id=closed)
    if reason.reason in (Reason.NOBODY, Reason.ACCOUNT):
        return url_for("register.show_assignments" if is_in_charge else "progress.show_client", client_id=row.id)
    if reason.reason is Reason.ABSENCES:
        return url_for("progress.show_client", client_id=row.id, **_absences(reason, row))
    if reason.reason is Reason.FADING:
        since = lately_from(today())
        return url_for("progress.show_client", client_id=row.id, kind="contacts", since=since)
    endpoint, more = LISTS[reason.reason]
    return url_for(endpoint, client_id=row.id, **more)


def address_of(chosen: BoardFilter, start: int = 0) -> str:
    """Where the board stands with these filters, from that row on."""
    more: dict[str, Any] = {"from": start} if start else {}
    return url_for(
        "supervision.show_board",
        mentor=chosen.mentor_id,
        reason=chosen.reason.value if chosen.reason else None,
        service=chosen.service or None,
        team=chosen.team_id,
        names=INITIALS if chosen.has_initials else None,
        **more,
    )
