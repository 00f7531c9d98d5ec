"""A picture as inline SVG: classes only, every word escaped. How corners are rounded is said by the styles."""

from collections.abc import Iterable, Sequence
from functools import singledispatch

from markupsafe import Markup, escape

from caseapp.charts.shapes import (
    Circle,
    Diamond,
    Direction,
    LineShape,
    Picture,
    Polygon,
    Polyline,
    Rect,
    Shape,
    Square,
    TextAnchor,
    TextShape,
    corners,
)


def svg(picture: Picture) -> Markup:
    """The picture as markup, named by its title and what it says."""
    width, height = _number(picture.width), _number(picture.height)
    name = f"{escape(picture.title.rstrip('.'))}. {escape(picture.description)}"
    return _html(
        f'<svg class="chart" role="img" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' aria-label="{name}">{_grouped(picture.shapes, picture.direction)}</svg>'
    )


def small_svg(picture: Picture) -> Markup:
    """The picture for a row of many: the shapes of one kind and role are one path, and the sentence is its name."""
    paths: dict[tuple[str, str], list[str]] = {}
    others: list[Shape] = []
    for shape in picture.shapes:
        if isinstance(shape, Rect):
            x, y, w, h = (_number(length) for length in (shape.x, shape.y, shape.width, shape.height))
            paths.setdefault(("rect", shape.role), []).append(f"M{x} {y}h{w}v{h}h-{w}z")
        elif isinstance(shape, LineShape):
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
    body = "".join(
        f'<path class="{_classes(kind, role)}" d="{"".join(parts)}"/>' for (kind, role), parts in paths.items()
    )
    box = f"0 0 {_number(picture.width)} {_number(picture.height)}"
    return _html(
        f'<svg class="chart" role="img" viewBox="{box}" aria-label="{escape(picture.description)}">'
        f"{body}{_grouped(others, picture.direction)}</svg>"
    )


def _html(drawn: str) -> Markup:
    return Markup(drawn)  # nosec B704  # of numbers and names of the program; each word in it was escaped


def _grouped(shapes: Iterable[Shape], direction: Direction) -> str:
    """What looks alike is one group that says so once: in the order of the first of each look, words on top."""
    groups: dict[str, list[str]] = {}
    for shape in sorted(shapes, key=lambda shape: isinstance(shape, TextShape)):
        groups.setdefault(_look(shape, direction), []).append(_drawn(shape))
    return "".join(f"<g {look}>{''.join(of)}</g>" for look, of in groups.items())


def _number(length: float) -> str:
    return f"{length:.1f}".rstrip("0").rstrip(".")


def _element(name: str, **lengths: float) -> str:
    attributes = " ".join(f'{key}="{_number(length)}"' for key, length in lengths.items())
    return f"<{name} {attributes}/>"


def _pointed(name: str, points: Sequence[tuple[float, float]]) -> str:
    written = " ".join(f"{_number(x)},{_number(y)}" for x, y in points)
    return f'<{name} points="{written}"/>'


def _classes(kind: str, role: str) -> str:
    """What the styles ask for: the role, and for shapes of which a role has several looks also the kind."""
    return f"chart-{role}" if kind == "rect" else f"chart-{kind} chart-{role}"


def _look(shape: Shape, direction: Direction) -> str:
    """`text-anchor` counts from the text's own beginning, so that sides turn with its direction."""
    look = f'class="{_classes(type(shape).__name__.lower().removesuffix("shape"), shape.role)}"'
    if not isinstance(shape, TextShape):
        return look
    own = Direction.LTR if shape.is_figure else direction
    sides = {TextAnchor.LEFT: "start", TextAnchor.MIDDLE: "middle", TextAnchor.RIGHT: "end"}
    side = sides[shape.anchor.mirrored() if own.is_rtl else shape.anchor]
    return f'{look} text-anchor="{side}" direction="{own}"'


@singledispatch
def _drawn(shape: Shape) -> str:
    raise TypeError(type(shape).__name__)


@_drawn.register
def _(shape: Rect) -> str:
    return _element("rect", x=shape.x, y=shape.y, width=shape.width, height=shape.height)


@_drawn.register
def _(shape: LineShape) -> str:
    return _element("line", x1=shape.x1, y1=shape.y1, x2=shape.x2, y2=shape.y2)


@_drawn.register
def _(shape: Polyline) -> str:
    return _pointed("polyline", shape.points)


@_drawn.register
def _(shape: Polygon) -> str:
    return _pointed("polygon", shape.points)


@_drawn.register
def _(shape: Circle) -> str:
    return _element("circle", cx=shape.x, cy=shape.y, r=shape.radius)


@_drawn.register
def _(shape: Diamond) -> str:
    return _pointed("polygon", corners(shape))


@_drawn.register
def _(shape: Square) -> str:
    side = 2 * shape.radius
    return _element("rect", x=shape.x - shape.radius, y=shape.y - shape.radius, width=side, height=side)


@_drawn.register
def _(shape: TextShape) -> str:
    return f'<text x="{_number(shape.x)}" y="{_number(shape.y)}">{escape(shape.words)}</text>'
