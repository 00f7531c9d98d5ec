"""Shapes that a picture is made of. A role says what a shape means; colour, dash and class follow from it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeAlias


class Direction(StrEnum):
    LTR = "ltr"
    RTL = "rtl"

    @property
    def is_rtl(self) -> bool:
        return self is Direction.RTL


class ShapeRole(StrEnum):
    """What a shape stands for."""

    BAND = "band"
    EXPECTED = "expected"
    STEP = "step"
    PRESENT = "present"
    START = "start"
    MENTOR = "mentor"
    CLIENT = "client"
    MEETING = "meeting"
    CALL = "call"
    GROUP = "group"
    ATTEMPT = "attempt"
    HEAT_1 = "heat-1"
    HEAT_2 = "heat-2"
    HEAT_3 = "heat-3"
    AXIS = "axis"
    SIGNATURE = "signature"
    MAP_CLOSE = "map-close"
    MAP_IMPORTANT = "map-important"
    MAP_FURTHER = "map-further"
    MAP_CENTRE = "map-centre"
    MAP_CENTRE_LABEL = "map-centre-label"
    MAP_NATURAL = "map-natural"
    MAP_PAID = "map-paid"
    MAP_UNSAID = "map-unsaid"
    MAP_GONE = "map-gone"
    MAP_GONE_LINE = "map-gone-line"
    MAP_GLYPH = "map-glyph"
    MAP_GLYPH_OPEN = "map-glyph-open"
    MAP_PLUS = "map-plus"
    MAP_GROUND = "map-ground"
    MAP_GREW = "map-grew"
    MAP_ARROW = "map-arrow"
    MAP_BADGE = "map-badge"
    CODE = "code"
    LABEL = "label"
    STRONG_LABEL = "strong-label"


class TextAnchor(StrEnum):
    """The side of a text that stands at its x, as seen on the picture."""

    LEFT = "left"
    MIDDLE = "middle"
    RIGHT = "right"

    def mirrored(self) -> "TextAnchor":
        return {TextAnchor.LEFT: TextAnchor.RIGHT, TextAnchor.RIGHT: TextAnchor.LEFT}.get(self, self)


@dataclass(frozen=True)
class Rect:
    x: float
    y: float
    width: float
    height: float
    role: ShapeRole
    rounded: float = 0


@dataclass(frozen=True)
class LineShape:
    x1: float
    y1: float
    x2: float
    y2: float
    role: ShapeRole


@dataclass(frozen=True)
class Polyline:
    points: tuple[tuple[float, float], ...]
    role: ShapeRole


@dataclass(frozen=True)
class Polygon:
    """A closed line through its corners."""

    points: tuple[tuple[float, float], ...]
    role: ShapeRole


@dataclass(frozen=True)
class Circle:
    x: float
    y: float
    radius: float
    role: ShapeRole


@dataclass(frozen=True)
class Diamond:
    """Stands on a corner; `radius` reaches from the middle to a corner."""

    x: float
    y: float
    radius: float
    role: ShapeRole


@dataclass(frozen=True)
class Square:
    """A hollow square around its middle; `radius` reaches from the middle to a side."""

    x: float
    y: float
    radius: float
    role: ShapeRole


@dataclass(frozen=True)
class TextShape:
    """One line of words; y is its baseline. A figure runs left to right in every language; `whole` is what a shortened
    line says in full."""

    x: float
    y: float
    words: str
    role: ShapeRole
    anchor: TextAnchor = TextAnchor.MIDDLE
    is_figure: bool = False
    whole: str = ""


Shape: TypeAlias = Rect | LineShape | Polyline | Polygon | Circle | Diamond | Square | TextShape


@dataclass(frozen=True)
class PictureTable:
    """The same facts as the picture, in words and figures."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Picture:
    """Shapes in a box of `width` by `height` pixels, origin at the top left, y downwards."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    title: str
    description: str
    table: PictureTable
    direction: Direction = Direction.LTR


def mirror(picture: Picture) -> Picture:
    """The picture for the other reading direction: places change sides, text stays readable."""
    turned = Direction.LTR if picture.direction.is_rtl else Direction.RTL
    shapes = tuple([MIRRORED[type(shape)](shape, picture.width) for shape in picture.shapes])
    return replace(picture, shapes=shapes, direction=turned)


def facing(picture: Picture, direction: Direction) -> Picture:
    """The picture as it is, or mirrored, so that it reads in `direction`."""
    return picture if picture.direction is direction else mirror(picture)


def moved(shape: Shape, across: float, down: float) -> Shape:
    """The shape at another place."""
    if isinstance(shape, LineShape):
        return replace(shape, x1=shape.x1 + across, y1=shape.y1 + down, x2=shape.x2 + across, y2=shape.y2 + down)
    if isinstance(shape, Polyline | Polygon):
        return replace(shape, points=tuple((x + across, y + down) for x, y in shape.points))
    return replace(shape, x=shape.x + across, y=shape.y + down)


def signed(level: int) -> str:
    """A level as it is written: +1, 0, and −1 with the real minus sign."""
    return f"+{level}" if level > 0 else f"−{-level}" if level < 0 else "0"


def corners(diamond: Diamond) -> Sequence[tuple[float, float]]:
    x, y, r = diamond.x, diamond.y, diamond.radius
    return ((x, y - r), (x + r, y), (x, y + r), (x - r, y))


# Each is made anew in full: `replace` takes three times as long, and a page turns hundreds.
MIRRORED: dict[type[Any], Callable[[Any, float], Shape]] = {
    Circle: lambda shape, width: Circle(width - shape.x, shape.y, shape.radius, shape.role),
    Diamond: lambda shape, width: Diamond(width - shape.x, shape.y, shape.radius, shape.role),
    Square: lambda shape, width: Square(width - shape.x, shape.y, shape.radius, shape.role),
    Rect: lambda shape, width: Rect(
        width - shape.x - shape.width, shape.y, shape.width, shape.height, shape.role, shape.rounded
    ),
    LineShape: lambda shape, width: LineShape(width - shape.x1, shape.y1, width - shape.x2, shape.y2, shape.role),
    Polyline: lambda shape, width: Polyline(tuple([(width - x, y) for x, y in shape.points]), shape.role),
    Polygon: lambda shape, width: Polygon(tuple([(width - x, y) for x, y in shape.points]), shape.role),
    TextShape: lambda shape, width: TextShape(
        width - shape.x, shape.y, shape.words, shape.role, shape.anchor.mirrored(), shape.is_figure, shape.whole
    ),
}
