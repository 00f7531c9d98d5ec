"""A map of circles of support: the client in the middle, three rings, and a shape for each tie. Never mirrored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import atan2, cos, degrees, hypot, radians, sin

from caseapp.charts.circle_layout import RADIUS, SIZE, TEXT, Box, Layout, Stand, WishedPlace, lay_out, name_of
from caseapp.charts.letter_widths import width_of
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

RING_ROLES = {1: ShapeRole.MAP_CLOSE, 2: ShapeRole.MAP_IMPORTANT, 3: ShapeRole.MAP_FURTHER}
NAME_ROOM = 24.0
_WIDER = 1.15  # so much more is drawn smaller
APART = 24.0  # between two maps


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
    """One tie as it is drawn; `key` is the same on all maps, `is_paid` is nothing where it was not said, `was_ring` is
    another map's ring, from which a line is drawn."""

    key: str
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
    labels: MapLabels,
    ties: Sequence[MapTie],
    table: PictureTable,
    direction: Direction,
    beside: Sequence[MapTie] = (),
) -> Picture:
    """The map; `beside` are the ties of another one that is looked at together with it, so that on both each tie that
    stayed stands at the same place."""
    wishes = [WishedPlace(tie.key, tie.ring, tie.angle, tie.words) for tie in (*ties, *beside)]
    layout = lay_out(wishes, labels.rings, labels.centre, is_marked=bool(beside))
    spots = [(tie, layout.stands[tie.key, tie.ring]) for tie in ties]
    shapes = [*_rings(layout)]
    for tie, stand in spots:
        shapes += _arrow_of(tie, stand, layout)
    shapes += [_ground(box) for box in layout.ring_names.values()]
    shapes += [_ground(stand.name) for _tie, stand in spots]
    shapes.append(Circle(layout.middle, layout.centre_y, layout.centre, ShapeRole.MAP_CENTRE))
    for layer in (_shape_of, _signs_of, _changed, _new):
        for spot in spots:
            shapes += layer(*spot)
    shapes += _words(labels, layout, spots)
    return Picture(layout.size, layout.height, tuple(shapes), labels.title, labels.description, table, direction)


def is_crowded(picture: Picture) -> bool:
    """Whether a map needs more room than a phone has."""
    return picture.width > SIZE * _WIDER


def shortened_names(picture: Picture) -> list[str]:
    """The names that have no room on the picture, in full, each once."""
    return list(dict.fromkeys(each.whole for each in picture.shapes if isinstance(each, TextShape) and each.whole))


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


def _rings(layout: Layout) -> Iterator[Shape]:
    for ring in (3, 2, 1):
        yield Circle(layout.middle, layout.centre_y, layout.edges[ring], RING_ROLES[ring])


def _ground(box: Box) -> Shape:
    return Rect(box.left, box.top, box.right - box.left, box.bottom - box.top, ShapeRole.MAP_GROUND, rounded=6)


def _words(labels: MapLabels, layout: Layout, spots: Sequence[tuple[MapTie, Stand]]) -> Iterator[Shape]:
    for ring, box in layout.ring_names.items():
        yield TextShape(layout.middle, box.bottom - 4.5, labels.rings[ring], ShapeRole.LABEL)
    for tie, stand in spots:
        role = ShapeRole.LABEL if tie.mark is MapMark.GONE else ShapeRole.STRONG_LABEL
        yield _named(tie.words, name_of(tie.words, stand.room), stand.name_x, stand.baseline, role)
    centre = name_of(labels.centre)
    yield _named(labels.centre, centre, layout.middle, layout.centre_y + 4.5, ShapeRole.MAP_CENTRE_LABEL)


def _named(whole: str, shown: str, x: float, y: float, role: ShapeRole) -> TextShape:
    return TextShape(x, y, shown, role, whole=whole if shown != whole else "")


def _shape_of(tie: MapTie, stand: Stand) -> Iterator[Shape]:
    yield _outline(tie.shape, stand.x, stand.y, RADIUS, _role(tie))


def _signs_of(tie: MapTie, stand: Stand) -> Iterator[Shape]:
    """What stands inside of the shape, and the line through a name that is no more."""
    glyph = ShapeRole.MAP_GLYPH if _role(tie) is ShapeRole.MAP_NATURAL else ShapeRole.MAP_GLYPH_OPEN
    yield from _glyph(tie.shape, stand.x, stand.y, glyph)
    if tie.mark is MapMark.GONE:
        half, y = width_of(name_of(tie.words, stand.room), TEXT) / 2, stand.baseline - 4.5
        yield LineShape(stand.name_x - half, y, stand.name_x + half, y, ShapeRole.MAP_GONE_LINE)


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


def _changed(tie: MapTie, stand: Stand) -> Iterator[Shape]:
    if tie.mark not in (None, MapMark.GONE):
        yield _outline(tie.shape, stand.x, stand.y, RADIUS + 4, ShapeRole.MAP_GREW)


def _new(tie: MapTie, stand: Stand) -> Iterator[Shape]:
    if tie.mark is MapMark.NEW:
        yield from _plus(stand.x + 11, stand.y - 12)


def _plus(x: float, y: float) -> Iterator[Shape]:
    yield Circle(x, y, 6.5, ShapeRole.MAP_BADGE)
    yield LineShape(x - 3.5, y, x + 3.5, y, ShapeRole.MAP_PLUS)
    yield LineShape(x, y - 3.5, x, y + 3.5, ShapeRole.MAP_PLUS)


def _arrow_of(tie: MapTie, stand: Stand, layout: Layout) -> Iterator[Shape]:
    """The way of a tie that moved: from where it was, or a short one that points inwards or outwards."""
    if tie.mark not in (MapMark.CLOSER, MapMark.FURTHER):
        return
    if tie.was_ring:
        was = layout.stands[tie.key, tie.was_ring]
        back = degrees(atan2(was.y - stand.y, was.x - stand.x))
        yield from _arrow((was.x, was.y), stand.beyond(back, stand.outside(back)))
        return
    near, far = (stand.beyond(stand.angle, away) for away in stand.arrow())
    yield from _arrow(far, near) if tie.mark is MapMark.CLOSER else _arrow(near, far)


def _arrow(start: tuple[float, float], tip: tuple[float, float]) -> Iterator[Shape]:
    long = hypot(tip[0] - start[0], tip[1] - start[1]) or 1
    along = ((tip[0] - start[0]) / long, (tip[1] - start[1]) / long)
    back = (tip[0] - 7 * along[0], tip[1] - 7 * along[1])
    yield LineShape(*start, *back, ShapeRole.MAP_ARROW)
    side = (-along[1] * 4, along[0] * 4)
    head = (tip, (back[0] + side[0], back[1] + side[1]), (back[0] - side[0], back[1] - side[1]))
    yield Polygon(head, ShapeRole.MAP_BADGE)
