"""A map of circles of support: the client in the middle, three rings, and a shape for each tie. Never mirrored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import cos, hypot, radians, sin

from caseapp.charts.circle_places import LETTER, RADIUS, TOP, at, width_of
from caseapp.charts.shapes import (
    Circle,
    Direction,
    LineShape,
    Picture,
    PictureTable,
    Polygon,
    Polyline,
    Rect,
    Shape,
    ShapeRole,
    TextShape,
    moved,
)

SIZE = 340.0
LARGE = 1.5  # a map of many ties is larger, and its shapes and words are not
ROOM = {1: 5, 2: 9, 3: 13}
EDGES = {1: 68.0, 2: 114.0, 3: 160.0}
RING_ROLES = {1: ShapeRole.MAP_CLOSE, 2: ShapeRole.MAP_IMPORTANT, 3: ShapeRole.MAP_FURTHER}
CENTRE_RADIUS = 22.0
NAME_ROOM = 24.0
APART = 24.0  # between two maps
BELOW = 0.5  # how much an arrow points down where a name is in its way


class MapShape(StrEnum):
    """What a shape stands for."""

    PERSON = "person"
    GROUP = "group"
    PLACE = "place"
    PET = "pet"
    ONLINE = "online"


class MapMark(StrEnum):
    """What changed since another map."""

    NEW = "new"
    CLOSER = "closer"
    FURTHER = "further"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True)
class MapTie:
    """One tie as it is drawn; `is_paid` is nothing where it was not said, `was_ring` is another map's ring, from which
    a line is drawn."""

    words: str
    shape: MapShape
    ring: int
    angle: int
    is_paid: bool | None = None
    mark: MapMark | None = None
    was_ring: int | None = None


@dataclass(frozen=True)
class MapLabels:
    """Every word of the map that is not a tie's name, already in the reader's language."""

    title: str
    description: str
    centre: str
    rings: Mapping[int, str]


def circles_map(
    labels: MapLabels, ties: Sequence[MapTie], table: PictureTable, direction: Direction, *, is_large: bool = False
) -> Picture:
    """The map; a large one has more room for many ties."""
    scale = LARGE if is_large else 1
    size = SIZE * scale
    middle = size / 2
    shapes = [*_rings(labels, middle, scale)]
    spots = [(tie, *at(tie.ring, tie.angle, middle, scale)) for tie in ties]
    shapes += [_name_ground(tie.words, x, y) for tie, x, y in spots]
    for layer in (_shape_of, _signs_of):
        for spot in spots:
            shapes += layer(*spot)
    for tie, x, y in spots:
        shapes += _mark(tie, x, y, middle, scale)
    shapes += [_name(tie, x, y) for tie, x, y in spots]
    shapes.append(TextShape(middle, middle + TOP + 4.5, labels.centre, ShapeRole.MAP_CENTRE_LABEL))
    height = size + 2 * TOP
    return Picture(size, height, tuple(shapes), labels.title, labels.description, table, direction)


def is_crowded(rings: Sequence[int]) -> bool:
    """Whether ties on these rings need more room than a phone has."""
    return any(rings.count(ring) > most for ring, most in ROOM.items())


def maps_together(
    title: str,
    maps: Sequence[tuple[str, Picture]],
    table: PictureTable,
    direction: Direction,
    *,
    is_stacked: bool = False,
) -> Picture:
    """Several maps in one picture, each under its name: beside each other in reading order, or one under the other."""
    shapes: list[Shape] = []
    widest, heights = (
        max(picture.width for _name, picture in maps),
        [picture.height + NAME_ROOM for _name, picture in maps],
    )
    order = list(maps) if is_stacked or not direction.is_rtl else list(reversed(maps))
    for number, (name, picture) in enumerate(order):
        across = 0 if is_stacked else number * (widest + APART)
        down = sum(heights[:number]) if is_stacked else 0
        shapes.append(TextShape(across + picture.width / 2, down + 16, name, ShapeRole.STRONG_LABEL))
        shapes += [moved(shape, across, down + NAME_ROOM) for shape in picture.shapes]
    width = widest if is_stacked else len(maps) * (widest + APART) - APART
    height = sum(heights) if is_stacked else max(heights)
    said = " ".join(f"{name}: {picture.description}" for name, picture in maps)
    return Picture(width, height, tuple(shapes), title, said, table, direction)


def _rings(labels: MapLabels, middle: float, scale: float) -> Iterator[Shape]:
    for ring in (3, 2, 1):
        yield Circle(middle, middle + TOP, EDGES[ring] * scale, RING_ROLES[ring])
    for ring, words in labels.rings.items():
        y = middle + TOP - EDGES[ring] * scale
        wide = width_of(len(words))
        yield Rect(middle - wide / 2, y - 9, wide, 18, ShapeRole.MAP_GROUND, rounded=9)
        yield TextShape(middle, y + 4.5, words, ShapeRole.LABEL)
    yield Circle(middle, middle + TOP, max(CENTRE_RADIUS, width_of(len(labels.centre)) / 2 - 4), ShapeRole.MAP_CENTRE)


def _name_ground(words: str, x: float, y: float) -> Shape:
    wide = len(words) * LETTER + 8
    return Rect(x - wide / 2, y + 6, wide, 17, ShapeRole.MAP_GROUND, rounded=6)


def _name(tie: MapTie, x: float, y: float) -> Shape:
    return TextShape(x, y + 19, tie.words, ShapeRole.LABEL if tie.mark is MapMark.GONE else ShapeRole.STRONG_LABEL)


def _shape_of(tie: MapTie, x: float, y: float) -> Iterator[Shape]:
    yield _outline(tie.shape, x, y - 8, RADIUS, _role(tie))


def _signs_of(tie: MapTie, x: float, y: float) -> Iterator[Shape]:
    """What stands inside of the shape, and the line through a name that is no more."""
    glyph = ShapeRole.MAP_GLYPH if _role(tie) is ShapeRole.MAP_NATURAL else ShapeRole.MAP_GLYPH_OPEN
    yield from _glyph(tie.shape, x, y - 8, glyph)
    if tie.mark is MapMark.GONE:
        half = len(tie.words) * LETTER / 2
        yield LineShape(x - half, y + 14.5, x + half, y + 14.5, ShapeRole.MAP_GONE_LINE)


def _role(tie: MapTie) -> ShapeRole:
    if tie.mark is MapMark.GONE:
        return ShapeRole.MAP_GONE
    if tie.is_paid is None:
        return ShapeRole.MAP_UNSAID
    return ShapeRole.MAP_PAID if tie.is_paid else ShapeRole.MAP_NATURAL


def _outline(shape: MapShape, x: float, y: float, r: float, role: ShapeRole) -> Shape:
    if shape is MapShape.GROUP:
        return Rect(x - r, y - r, 2 * r, 2 * r, role, rounded=4)
    if shape is MapShape.PLACE:
        points = ((x, y - r - 2), (x + r, y - r * 0.3), (x + r, y + r), (x - r, y + r), (x - r, y - r * 0.3))
        return Polygon(points, role)
    if shape is MapShape.ONLINE:
        return Polygon(tuple((x + 1.12 * r * cos(radians(a)), y + 1.12 * r * sin(radians(a))) for a in SIXTHS), role)
    return Circle(x, y, r, role)


SIXTHS = (0, 60, 120, 180, 240, 300)


def _glyph(shape: MapShape, x: float, y: float, role: ShapeRole) -> Iterator[Shape]:
    match shape:
        case MapShape.PERSON:
            yield from _figure(x, y, role)
        case MapShape.GROUP:
            yield from _figure(x - 3.5, y, role)
            yield from _figure(x + 3.5, y, role)
        case MapShape.PET:
            yield Circle(x, y + 2.5, 2.6, role)
            for beside, over in ((-5, -1), (-1.8, -4), (1.8, -4), (5, -1)):
                yield Circle(x + beside, y + over, 0.9, role)
        case MapShape.PLACE:
            yield Polyline(((x - 4, y + 5), (x - 4, y), (x, y - 4), (x + 4, y), (x + 4, y + 5), (x - 4, y + 5)), role)
        case MapShape.ONLINE:
            yield Circle(x, y, 5.5, role)
            yield LineShape(x - 5.5, y, x + 5.5, y, role)
            yield LineShape(x, y - 5.5, x, y + 5.5, role)


def _figure(x: float, y: float, role: ShapeRole) -> Iterator[Shape]:
    yield Circle(x, y - 2.8, 2.4, role)
    yield Polyline(((x - 4, y + 5), (x - 3.4, y + 2.6), (x, y + 1.6), (x + 3.4, y + 2.6), (x + 4, y + 5)), role)


def _mark(tie: MapTie, x: float, y: float, middle: float, scale: float) -> Iterator[Shape]:
    """A plus for what is new, an arrow for what moved, and an outline for both and for what changed otherwise."""
    if tie.mark in (None, MapMark.GONE):
        return
    yield _outline(tie.shape, x, y - 8, RADIUS + 4, ShapeRole.MAP_GREW)
    if tie.mark is MapMark.NEW:
        yield from _plus(x + 11, y - 20)
    elif tie.mark in (MapMark.CLOSER, MapMark.FURTHER):
        ends = (at(tie.was_ring, tie.angle, middle, scale), (x, y)) if tie.was_ring else _short(tie, x, y)
        yield from _arrow(*ends, y_shift=-8, apart=RADIUS + 5 if tie.was_ring else 0)


def _plus(x: float, y: float) -> Iterator[Shape]:
    yield Circle(x, y, 6.5, ShapeRole.MAP_BADGE)
    yield LineShape(x - 3.5, y, x + 3.5, y, ShapeRole.MAP_PLUS)
    yield LineShape(x, y - 3.5, x, y + 3.5, ShapeRole.MAP_PLUS)


def _short(tie: MapTie, x: float, y: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """The ends of an arrow outside of a shape, or of its name where that stands outside: inwards, or outwards."""
    away = (cos(radians(tie.angle)), sin(radians(tie.angle)))
    near = RADIUS + (24 if away[1] > BELOW else 5)
    inner, outer = ((x + reach * away[0], y + reach * away[1]) for reach in (near, near + 20))
    return (outer, inner) if tie.mark is MapMark.CLOSER else (inner, outer)


def _arrow(start: tuple[float, float], end: tuple[float, float], *, y_shift: float, apart: float) -> Iterator[Shape]:
    """A line with a head, which stops so far before its end."""
    long = hypot(end[0] - start[0], end[1] - start[1]) or 1
    along = ((end[0] - start[0]) / long, (end[1] - start[1]) / long)
    tip = (end[0] - apart * along[0], end[1] + y_shift - apart * along[1])
    back = (tip[0] - 7 * along[0], tip[1] - 7 * along[1])
    yield LineShape(start[0], start[1] + y_shift, back[0], back[1], ShapeRole.MAP_ARROW)
    side = (-along[1] * 4, along[0] * 4)
    head = (tip, (back[0] + side[0], back[1] + side[1]), (back[0] - side[0], back[1] - side[1]))
    yield Polygon(head, ShapeRole.MAP_BADGE)
