"""A picture as inline SVG: classes only, every word escaped."""

from collections.abc import Sequence
from functools import singledispatch

from markupsafe import Markup

from .shapes import (
    Anchor,
    Circle,
    Diamond,
    Direction,
    Line,
    Picture,
    Polyline,
    Rect,
    Shape,
    Square,
    Text,
    corners,
)


def svg(picture: Picture, *, element_id: str) -> Markup:
    """The picture as markup; `element_id` must be unique on the page."""
    body = Markup("").join(_drawn(shape, picture.direction) for shape in picture.shapes)
    return Markup(
        '<svg class="chart" role="img" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        ' aria-labelledby="{id}-title" aria-describedby="{id}-desc">'
        '<title id="{id}-title">{title}</title><desc id="{id}-desc">{description}</desc>{body}</svg>'
    ).format(
        id=element_id,
        width=_number(picture.width),
        height=_number(picture.height),
        title=picture.title,
        description=picture.description,
        body=body,
    )


def small_svg(picture: Picture) -> Markup:
    """The picture for a row of many: the shapes of one kind and role are one path, and the sentence is its name."""
    paths: dict[tuple[str, str], list[str]] = {}
    others: list[Shape] = []
    for shape in picture.shapes:
        if isinstance(shape, Rect):
            x, y, w, h = (_number(length) for length in (shape.x, shape.y, shape.width, shape.height))
            paths.setdefault(("rect", shape.role), []).append(f"M{x} {y}h{w}v{h}h-{w}z")
        elif isinstance(shape, Line):
            ends = (_number(length) for length in (shape.x1, shape.y1, shape.x2, shape.y2))
            paths.setdefault(("line", shape.role), []).append("M{} {}L{} {}".format(*ends))
        elif isinstance(shape, Circle):
            left, y, r, across = (
                _number(of) for of in (shape.x - shape.radius, shape.y, shape.radius, 2 * shape.radius)
            )
            round_ = f"M{left} {y}a{r} {r} 0 1 0 {across} 0a{r} {r} 0 1 0-{across} 0"
            paths.setdefault(("circle", shape.role), []).append(round_)
        else:
            others.append(shape)
    body = Markup("").join(
        Markup('<path class="{}" d="{}"/>').format(_classes(kind, role), "".join(parts))
        for (kind, role), parts in paths.items()
    )
    body += Markup("").join(_drawn(shape, picture.direction) for shape in others)
    return Markup('<svg class="chart" role="img" viewBox="0 0 {} {}" aria-label="{}">{}</svg>').format(
        _number(picture.width), _number(picture.height), picture.description, body
    )


def _number(length: float) -> str:
    return f"{length:.2f}".rstrip("0").rstrip(".")


def _element(name: str, shape: Shape, **lengths: float) -> Markup:
    attributes = Markup("").join(Markup(' {}="{}"').format(key, _number(length)) for key, length in lengths.items())
    return Markup('<{} class="{}"{}/>').format(name, _classes(type(shape).__name__.lower(), shape.role), attributes)


def _pointed(name: str, shape: Shape, points: Sequence[tuple[float, float]]) -> Markup:
    written = " ".join(f"{_number(x)},{_number(y)}" for x, y in points)
    classes = _classes(type(shape).__name__.lower(), shape.role)
    return Markup('<{} class="{}" points="{}"/>').format(name, classes, written)


def _classes(kind: str, role: str) -> str:
    """What the styles ask for: the role, and for shapes of which a role has several looks also the kind."""
    return f"chart-{role}" if kind == "rect" else f"chart-{kind} chart-{role}"


@singledispatch
def _drawn(shape: Shape, direction: Direction) -> Markup:
    raise TypeError(type(shape).__name__)


@_drawn.register
def _(shape: Rect, direction: Direction) -> Markup:
    return _element("rect", shape, x=shape.x, y=shape.y, width=shape.width, height=shape.height, rx=shape.rounded)


@_drawn.register
def _(shape: Line, direction: Direction) -> Markup:
    return _element("line", shape, x1=shape.x1, y1=shape.y1, x2=shape.x2, y2=shape.y2)


@_drawn.register
def _(shape: Polyline, direction: Direction) -> Markup:
    return _pointed("polyline", shape, shape.points)


@_drawn.register
def _(shape: Circle, direction: Direction) -> Markup:
    return _element("circle", shape, cx=shape.x, cy=shape.y, r=shape.radius)


@_drawn.register
def _(shape: Diamond, direction: Direction) -> Markup:
    return _pointed("polygon", shape, corners(shape))


@_drawn.register
def _(shape: Square, direction: Direction) -> Markup:
    side = 2 * shape.radius
    return _element("rect", shape, x=shape.x - shape.radius, y=shape.y - shape.radius, width=side, height=side, rx=2)


@_drawn.register
def _(shape: Text, direction: Direction) -> Markup:
    """`text-anchor` counts from the text's own beginning, so that sides turn with its direction."""
    own = Direction.LTR if shape.is_figure else direction
    sides = {Anchor.LEFT: "start", Anchor.MIDDLE: "middle", Anchor.RIGHT: "end"}
    side = sides[shape.anchor.mirrored() if own.is_rtl else shape.anchor]
    return Markup('<text class="chart-text chart-{}" x="{}" y="{}" text-anchor="{}" direction="{}">{}</text>').format(
        shape.role, _number(shape.x), _number(shape.y), side, own, shape.words
    )
