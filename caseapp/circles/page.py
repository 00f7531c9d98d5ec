"""What the pages of a client's circles show: one or two maps, what changed, and the figures with their lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from flask import url_for
from markupsafe import Markup

from caseapp.access import Viewer
from caseapp.charts.circles import is_crowded
from caseapp.charts.shapes import PictureTable
from caseapp.charts.svg import svg
from caseapp.circles.difference_rules import TIE_CHANGE_NAMES, TieChangeKind, compare, recognised
from caseapp.circles.figure_rules import FIGURE_NAMES, CircleFigure, counted_by, natural_share
from caseapp.circles.queries import CircleRow, circles_of, find_circle
from caseapp.circles.rules import DRAWN_BY_NAMES, RING_NAMES, CircleTie, gone, present
from caseapp.circles.words import change_words, details_of, map_picture, ring_name, short_words, with_initials
from caseapp.clients.models import Client
from caseapp.errors import NotVisible
from caseapp.i18n import _
from caseapp.web.filters import day, initials


class FigureRow(NamedTuple):
    """One figure of one or two maps, each with the address of its list."""

    name: str
    now: int
    now_url: str
    then: int | None
    then_url: str
    change: int | None
    share: int | None
    share_then: int | None


class ChangeRow(NamedTuple):
    """One change in words."""

    kind: TieChangeKind
    kind_name: str
    name: str
    words: list[str]


class MapCard(NamedTuple):
    """One map, drawn, with its table, and who made it."""

    picture: Markup
    table: PictureTable
    is_large: bool
    drawn_by: str


@dataclass(frozen=True)
class CirclePage:
    """The maps of a client to choose from, and those that are shown."""

    circles: list[CircleRow]
    struck: list[CircleRow]
    now: CircleRow | None
    then: CircleRow | None
    map_now: MapCard | None
    map_then: MapCard | None
    map_over: MapCard | None
    changes: list[ChangeRow]
    figures: list[FigureRow]
    table: PictureTable | None


def circle_page(viewer: Viewer, client: Client, asked: Mapping[str, str]) -> CirclePage:
    """The newest map and the one before it, or those that the address names; with first letters instead of names where
    it asks for that. A map that cannot be opened is compared with none, and nothing is counted."""
    has_initials = asked.get("initials") == "1"
    all_ = circles_of(viewer, client.id)
    valid = [circle for circle in all_ if not circle.is_in_error]
    now = _chosen(valid, asked.get("now")) or next(iter(valid), None)
    then = _chosen(valid, asked.get("then")) or _before(valid, now)
    if then is now:
        then = None
    if then and now and valid.index(then) < valid.index(now):
        then, now = now, then
    ties, old = _shown(then, now, has_initials)
    centre = initials(client.called) if has_initials else client.called
    is_known = not any(circle and circle.unreadable for circle in (now, then))
    compared = old if is_known else None
    is_over = asked.get("view") == "over" and compared is not None
    return CirclePage(
        circles=valid,
        struck=[circle for circle in all_ if circle.is_in_error],
        now=now,
        then=then,
        map_now=_card(now, centre, ties, compared) if not is_over else None,
        map_then=_card(then, centre, old or (), beside=ties) if not is_over else None,
        map_over=_card(now, centre, ties, compared, is_over=True) if is_over else None,
        changes=_changes(compared, ties, _last_words(valid, then, now)) if compared is not None else [],
        figures=_figures(now, then) if is_known else [],
        table=_table(compared, ties) if compared is not None else None,
    )


def _chosen(circles: Sequence[CircleRow], asked: str | None) -> CircleRow | None:
    if not asked:
        return None
    for circle in circles:
        if str(circle.id) == asked:
            return circle
    raise NotVisible


def _before(circles: Sequence[CircleRow], now: CircleRow | None) -> CircleRow | None:
    place = circles.index(now) if now else len(circles)
    return circles[place + 1] if place + 1 < len(circles) else None


def _shown(
    then: CircleRow | None, now: CircleRow | None, has_initials: bool
) -> tuple[tuple[CircleTie, ...], tuple[CircleTie, ...] | None]:
    """The ties of now and those of then."""
    ties, old = now.ties if now else (), then.ties if then else None
    ties = recognised(old or (), ties)
    if has_initials:
        return with_initials(ties), with_initials(old) if old is not None else None
    return ties, old


def _card(
    circle: CircleRow | None,
    centre: str,
    ties: Sequence[CircleTie],
    then: Sequence[CircleTie] | None = None,
    *,
    beside: Sequence[CircleTie] = (),
    is_over: bool = False,
) -> MapCard | None:
    if circle is None:
        return None
    title = _("Circles of support, %(day)s", day=day(circle.drawn_on))
    picture = map_picture(title, centre, ties, then, beside=beside, is_over=is_over)
    return MapCard(svg(picture), picture.table, is_crowded(picture), str(DRAWN_BY_NAMES[circle.drawn_by]))


def _last_words(circles: Sequence[CircleRow], then: CircleRow | None, now: CircleRow | None) -> dict[str, str]:
    """What was said when a tie was taken off a map, of those after `then` until `now`."""
    if then is None or now is None:
        return {}
    between = circles[circles.index(now) : circles.index(then)]
    return {tie.key: tie.note for circle in reversed(between) for tie in gone(circle.ties) if tie.note}


def _changes(then: Sequence[CircleTie], now: Sequence[CircleTie], last_words: Mapping[str, str]) -> list[ChangeRow]:
    rows = []
    for change in compare(then, now):
        words = change_words(change)
        if change.kind is TieChangeKind.GONE and (said := last_words.get(change.tie.key)):
            words.append(said)
        rows.append(ChangeRow(change.kind, str(TIE_CHANGE_NAMES[change.kind]), change.tie.nickname, words))
    return rows


def _figures(now: CircleRow | None, then: CircleRow | None) -> list[FigureRow]:
    if now is None:
        return []
    return [_figure(figure, now, then) for figure in CircleFigure]


def _figure(figure: CircleFigure, now: CircleRow, then: CircleRow | None) -> FigureRow:
    number = len(counted_by(figure, now.ties))
    before = len(counted_by(figure, then.ties)) if then else None
    is_share = figure is CircleFigure.NATURAL
    return FigureRow(
        str(FIGURE_NAMES[figure]),
        number,
        list_url(now.id, figure),
        before,
        list_url(then.id, figure) if then else "",
        None if before is None else number - before,
        natural_share(now.ties) if is_share else None,
        natural_share(then.ties) if is_share and then else None,
    )


def list_url(snapshot_id: UUID, figure: CircleFigure) -> str:
    """The list of the ties that a figure counts."""
    return url_for("circles.list_ties", snapshot_id=snapshot_id, of=figure)


def _table(then: Sequence[CircleTie], now: Sequence[CircleTie]) -> PictureTable:
    """Every tie of both maps: where it was, where it is, and what changed."""
    changes = {change.tie.key: change for change in compare(then, now)}
    rows = []
    for tie in sorted(present(now), key=lambda each: each.ring):
        change = changes.get(tie.key)
        old = change.then if change else tie
        name = str(TIE_CHANGE_NAMES[change.kind]) if change else _("the same")
        rows.append((tie.nickname, ring_name(old.ring) if old else "–", ring_name(tie.ring), name))
    lost = (change for change in changes.values() if change.kind is TieChangeKind.GONE)
    rows += [(each.tie.nickname, ring_name(each.tie.ring), "–", str(TIE_CHANGE_NAMES[each.kind])) for each in lost]
    return PictureTable((_("Tie"), _("Then"), _("Now"), _("Change")), tuple(rows))


class ListedTie(NamedTuple):
    """One tie in words."""

    nickname: str
    words: str
    ring: str
    note: str
    details: list[tuple[str, str]]


class CircleTies(NamedTuple):
    """The ties of a map that one figure counts."""

    circle: CircleRow
    figure: CircleFigure
    name: str
    drawn_by: str
    rows: list[ListedTie]


def list_page(viewer: Viewer, snapshot_id: UUID, asked: Mapping[str, str]) -> CircleTies:
    """The whole map as a list, or the ties of the figure that the address names."""
    try:
        figure = CircleFigure(asked.get("of", CircleFigure.ALL))
    except ValueError:
        raise NotVisible from None
    circle = find_circle(viewer, snapshot_id)
    ties = sorted(counted_by(figure, circle.ties), key=lambda tie: tie.ring)
    drawn_by = str(DRAWN_BY_NAMES[circle.drawn_by])
    return CircleTies(circle, figure, str(FIGURE_NAMES[figure]), drawn_by, [_listed(tie) for tie in ties])


def _listed(tie: CircleTie) -> ListedTie:
    return ListedTie(tie.nickname, short_words(tie), str(RING_NAMES[tie.ring]), tie.note, details_of(tie))
