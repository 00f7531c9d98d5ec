"""The circles of support of a report: the map then and now, what changed, and the figures."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from caseapp.charts.circles import is_crowded, maps_together, shortened_names
from caseapp.charts.shapes import Direction, signed
from caseapp.circles.difference_rules import TIE_CHANGE_NAMES, TieChangeKind, compare
from caseapp.circles.figure_rules import FIGURE_NAMES, CircleFigure, CircleMap, CircleProgress, counted_by
from caseapp.circles.words import map_picture, ties_table
from caseapp.documents.blocks import (
    Block,
    BulletList,
    Cell,
    Column,
    ColumnKind,
    Figure,
    Heading,
    Note,
    Source,
    Table,
    paragraph,
)
from caseapp.i18n import _, direction, ngettext
from caseapp.web.filters import day

ORDER = tuple(TieChangeKind)


class MapFigure(NamedTuple):
    """A figure of one of the two maps."""

    is_then: bool
    figure: CircleFigure
    number: int


FigureCells: TypeAlias = tuple[tuple[Cell, ...], tuple[Source | None, ...]]
ListOf: TypeAlias = Callable[[MapFigure], Source | None]


def circle_blocks(
    circles: CircleProgress | None, heading: str, centre: str, list_of: ListOf, *, has_names: bool
) -> Iterator[Block]:
    """The circles, with names and pictures, or only how many ties there are; `centre` is how the map names the client,
    `list_of` the list behind a figure."""
    if circles is None:
        return
    yield Heading(1, heading)
    yield paragraph(sentence(circles))
    if has_names:
        caption = _(
            "Filled: natural tie. Dashed: paid to be there. Hollow: not said. Circle: person or pet, square: group, "
            "house: place, hexagon: online. Plus: new. Arrow: moved. Dotted and struck: no more."
        )
        figures = list(_pictures(circles, centre, caption))
        yield from figures
        names = {name: None for figure in figures for name in shortened_names(figure.picture)}
        if names:
            yield Note(_("In full: %(names)s.", names=_(", ").join(names)))
        changes = tuple(_changes(circles))
        if changes:
            yield BulletList(changes)
    yield _figures(circles, list_of)
    yield Note(_("What was not said is not counted."))


def sentence(circles: CircleProgress) -> str:
    """How many ties there are, and how many there were."""
    words = _on_a_day(circles.now)
    return f"{words} {_then_words(circles.then)}" if circles.then else words


def _on_a_day(circle: CircleMap) -> str:
    ties, natural = _count(circle, CircleFigure.ALL), _count(circle, CircleFigure.NATURAL)
    return ngettext(
        "On %(day)s there is %(num)d tie on the map, natural ties: %(natural)s.",
        "On %(day)s there are %(num)d ties on the map, %(natural)s of them natural.",
        ties,
        day=day(circle.drawn_on),
        natural=natural,
    )


def _then_words(circle: CircleMap) -> str:
    ties, natural = _count(circle, CircleFigure.ALL), _count(circle, CircleFigure.NATURAL)
    return ngettext(
        "On %(day)s there was %(num)d, natural ties: %(natural)s.",
        "On %(day)s there were %(num)d, %(natural)s of them natural.",
        ties,
        day=day(circle.drawn_on),
        natural=natural,
    )


def _count(circle: CircleMap, figure: CircleFigure) -> int:
    return len(counted_by(figure, circle.ties))


def _pictures(circles: CircleProgress, centre: str, caption: str) -> Iterator[Figure]:
    """The maps in one picture, or each in its own where they are large."""
    title, then, way = _("Circles of support"), circles.then, Direction(direction())
    now = map_picture(title, centre, circles.now.ties, then.ties if then else None)
    maps = [(_("Now, %(day)s", day=day(circles.now.drawn_on)), now)]
    if then:
        before = map_picture(title, centre, then.ties, beside=circles.now.ties)
        maps.insert(0, (_("Then, %(day)s", day=day(then.drawn_on)), before))
    if is_crowded(now):
        for name, picture in maps:
            together = maps_together(title, [(name, picture)], picture.table, way)
            yield Figure(together, caption=caption if picture is now else "")
        return
    table = ties_table(circles.now.ties)
    wide, narrow = (maps_together(title, maps, table, way, is_stacked=is_stacked) for is_stacked in (False, True))
    yield Figure(wide, caption=caption, narrow=narrow)


def _changes(circles: CircleProgress) -> Iterator[str]:
    """Who is new, closer, further and no more, by name."""
    if circles.then is None:
        return
    changes = compare(circles.then.ties, circles.now.ties)
    for kind in ORDER:
        names = [change.tie.nickname for change in changes if change.kind is kind]
        if names:
            yield _("%(what)s: %(names)s", what=TIE_CHANGE_NAMES[kind], names=_(", ").join(names))


def _figures(circles: CircleProgress, list_of: ListOf) -> Table:
    columns = [Column(_("Ties"), weight=3), Column(_("Now"), ColumnKind.NUMBER)]
    if circles.then:
        columns[1:1] = [Column(_("Then"), ColumnKind.NUMBER)]
        columns.append(Column(_("Change"), ColumnKind.NUMBER))
    rows, sources = [], []
    for figure in CircleFigure:
        row, behind = _row(circles, figure, list_of)
        rows.append(row)
        sources.append(behind)
    return Table(tuple(columns), tuple(rows), tuple(sources))


def _row(
    circles: CircleProgress, figure: CircleFigure, list_of: ListOf
) -> tuple[tuple[Cell, ...], tuple[Source | None, ...]]:
    name, now = str(FIGURE_NAMES[figure]), _count(circles.now, figure)
    last = list_of(MapFigure(False, figure, now))
    if circles.then is None:
        return (name, str(now)), (None, last)
    then = _count(circles.then, figure)
    return (name, str(then), str(now), signed(now - then)), (None, list_of(MapFigure(True, figure, then)), last, None)
