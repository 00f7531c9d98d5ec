"""A picture as inline SVG: classes only, every word escaped. How corners are rounded is said by the styles."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

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
    ShapeRole,
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
        kind: Any = type(shape)
        side = (shape.anchor, shape.is_figure) if isinstance(shape, TextShape) else ()
        groups.setdefault(_look(kind, shape.role, direction, *side), []).append(DRAWN[kind](shape))
    return "".join(f"<g {look}>{''.join(of)}</g>" for look, of in groups.items())


def _number(length: float) -> str:
    return f"{length:.1f}".removesuffix(".0")


def _pointed(name: str, points: Sequence[tuple[float, float]]) -> str:
    written = " ".join([f"{_number(x)},{_number(y)}" for x, y in points])
    return f'<{name} points="{written}"/>'


def _classes(kind: str, role: str) -> str:
    """What the styles ask for: the role, and for shapes of which a role has several looks also the kind."""
    return f"chart-{role}" if kind == "rect" else f"chart-{kind} chart-{role}"


@cache
def _look(
    kind: Any,
    role: ShapeRole,
    direction: Direction,
    anchor: TextAnchor = TextAnchor.MIDDLE,
    is_figure: bool = False,
) -> str:
    """`text-anchor` counts from the text's own beginning, so that sides turn with its direction."""
    look = f'class="{_classes(kind.__name__.lower().removesuffix("shape"), role)}"'
    if kind is not TextShape:
        return look
    own = Direction.LTR if is_figure else direction
    sides = {TextAnchor.LEFT: "start", TextAnchor.MIDDLE: "middle", TextAnchor.RIGHT: "end"}
    return f'{look} text-anchor="{sides[anchor.mirrored() if own.is_rtl else anchor]}" direction="{own}"'


def _rect(shape: Rect) -> str:
    x, y, width, height = map(_number, (shape.x, shape.y, shape.width, shape.height))
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}"/>'


def _line(shape: LineShape) -> str:
    x1, y1, x2, y2 = map(_number, (shape.x1, shape.y1, shape.x2, shape.y2))
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>'


def _circle(shape: Circle) -> str:
    return f'<circle cx="{_number(shape.x)}" cy="{_number(shape.y)}" r="{_number(shape.radius)}"/>'


def _square(shape: Square) -> str:
    side = 2 * shape.radius
    return _rect(Rect(shape.x - shape.radius, shape.y - shape.radius, side, side, shape.role))


def _text(shape: TextShape) -> str:
    whole = f"<title>{escape(shape.whole)}</title>" if shape.whole else ""
    return f'<text x="{_number(shape.x)}" y="{_number(shape.y)}">{whole}{escape(shape.words)}</text>'


DRAWN: dict[type[Any], Callable[[Any], str]] = {
    Rect: _rect,
    LineShape: _line,
    Polyline: lambda shape: _pointed("polyline", shape.points),
    Polygon: lambda shape: _pointed("polygon", shape.points),
    Circle: _circle,
    Diamond: lambda shape: _pointed("polygon", corners(shape)),
    Square: _square,
    TextShape: _text,
}
"""By the kind of shape; a page draws hundreds, and `singledispatch` takes longer than writing one."""
